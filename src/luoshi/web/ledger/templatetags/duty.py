"""{% load duty %}: a duty's sentence, number, deadline and theme as tables show them. Of rows there are hundreds, so these are no templates of their own."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from luoshi.web.ledger.models import Duty
from luoshi.web.words import say
from luoshi.writing.ledger_records import ListedDuty, alone
from luoshi.writing.words import WORDS

register = template.Library()
register.filter("alone", alone)


@register.filter
def theme_sign(theme: str) -> str:
    """{{ duty.theme|theme_sign }}: the letter of a theme; of one that a pack adds its first."""
    if theme == "-":
        return ""
    return say(f"theme-sign.{theme}") if f"theme-sign.{theme}" in WORDS else theme[:1]


@register.simple_tag
def listed_due(duty: Duty | ListedDuty, due: str) -> SafeString:
    """{% listed_due duty row.due %}: the deadline in words, and below it how often."""
    often = say(f"recurrence.{duty.rhythm}") if duty.rhythm else ""
    return format_html("{}{}{}", due, mark_safe("<br>") if due and often else "", often)


@register.simple_tag
def listed_number(duty: Duty, numbers: Mapping[int, int]) -> SafeString | str:
    """{% listed_number duty numbers %}: the number on the list, or quietly the one that it would get."""
    given = numbers.get(duty.pk)
    if duty.listed_number or not given:
        return str(duty.listed_number or "")
    return format_html('<span class="quiet" title="{}">{}</span>', say("duties.provisional"), given)
