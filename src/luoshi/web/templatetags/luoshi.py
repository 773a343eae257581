"""Tags and filters of the templates."""

from __future__ import annotations

from typing import Any

from django import template

from luoshi.web import words

register = template.Library()


@register.simple_tag(name="say")
def say_words(key: str, **values: Any) -> str:
    """{% say "desk.accept" %}, {% say "list.count" count=3 %}: words in the page's language, escaped like any value."""
    return words.say(key, **values)


@register.filter
def said(code: str, group: str) -> str:
    """{{ duty.kind|said:"kind" }}: the word for a code of a group."""
    return words.say(f"{group}.{code}")
