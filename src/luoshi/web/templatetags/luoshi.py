"""Tags and filters of the templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from luoshi.web import words
from luoshi.web.people.signing_in import device_of

register = template.Library()


@register.simple_tag(name="say")
def say_words(key: str, **values: Any) -> str:
    """{% say "desk.accept" %}, {% say "list.count" count=3 %}: words in the page's language, escaped like any value."""
    return words.say(key, **values)


@register.simple_tag
def options(choices: Iterable[tuple[Any, str]], chosen: object = "") -> SafeString:
    """{% options units wanted.unit %}: pairs of value and words as the options of a select, the one of the value chosen.

    Written here and not in a template, for there may be hundreds of units and posts.
    """
    value = str(chosen)
    return mark_safe("".join(f'<option value="{escape(code)}"{" selected" if str(code) == value else ""}>{escape(words)}</option>' for code, words in choices))


@register.simple_tag
def offers(names: Iterable[str]) -> SafeString:
    """{% offers names %}: what a field offers as one types, the entries of a datalist."""
    return mark_safe("".join(f'<option value="{escape(name)}"></option>' for name in names))


@register.filter
def said(code: str, group: str) -> str:
    """{{ duty.kind|said:"kind" }}: the word for a code of a group."""
    return words.say(f"{group}.{code}")


@register.filter
def control(field: Any) -> str:
    """{{ form.login|control }}: the control of a field, without the placeholder that would say its label once more."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def device(user_agent: str) -> str:
    """{{ session.user_agent|device }}: browser and system as people call them."""
    return device_of(user_agent) or words.say("sessions.other")


@register.filter
def role_or_post(post: str) -> str:
    """{{ entry.post|role_or_post }}: a post as it is called; a role, where the log has that, in the page's language."""
    key = f"person-role.{post}"
    return words.say(key) if key in words.table() else post
