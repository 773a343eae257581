"""{% load as_of %}: the form for the day of which a page speaks, and links that keep it."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from luoshi.web import clock
from luoshi.web.as_of import Shown, as_of
from luoshi.web.ledger.models import DutySpan, ReturnSpan, Turn
from luoshi.web.ledger.seeing.board import lighted
from luoshi.web.ledger.seeing.lighting import live_on, with_lights
from luoshi.web.ledger.seeing.showing import SIGNS
from luoshi.web.people.models import Unit

register = template.Library()
OWN = ("on", "known", "page")
"""What the form sets anew."""
SPEAKING = ("ledger:duty",)
"""Pages that speak of another day through `duty_on_day`."""


@register.inclusion_tag("ledger/_as_of_form.html", takes_context=True)
def as_of_form(context: Any, campaign: Any) -> dict[str, Any]:
    """A page that can speak of another day has `shown` in its context and asks itself; from others the form leads to the board, first of the day `of` which they are."""
    shown, request = shown_by(context), context.get("request")
    if not isinstance(shown, Shown):
        return {"address": reverse("ledger:board", args=[campaign.pk]), "shown": context.get("of"), "today": clock.today(), "kept": []}
    kept = [(key, value) for key, value in request.GET.items() if key not in OWN] if request else []
    return {"address": request.path if request else "", "shown": shown, "today": clock.today(), "kept": kept}


def shown_by(context: Any) -> Shown | None:
    """The day of which a page speaks; None of one that speaks of today only."""
    request = context.get("request")
    if isinstance(context.get("shown"), Shown):
        return context["shown"]
    return as_of(request) if request and request.resolver_match and request.resolver_match.view_name in SPEAKING else None


@register.inclusion_tag("ledger/_duty_on_day.html", takes_context=True)
def duty_on_day(context: Any, duty: Any) -> dict[str, Any]:
    """{% duty_on_day duty %}: what a duty was on the day that the address names, and its returns then; nothing today."""
    request = context["request"]
    shown = as_of(request)
    if not shown.reading:
        return {"shown": shown}
    found = lighted(DutySpan.objects.on(shown.day, shown.at.known).filter(subject=duty.pk)[:1], shown.at)
    returns = ReturnSpan.objects.on(shown.day, shown.at.known).filter(duty=duty.pk).order_by("turn", "period")
    turns = Turn.objects.in_bulk({row.turn for row in returns})
    span = found[0] if found else None
    colour, _, reason = span.verdict.partition(" ") if span else ("", "", "")
    lead = Unit.objects.filter(pk=span.lead).first() if span else None
    return {"shown": shown, "request": request, "span": span, "lead": lead, "colour": colour, "reason": reason, "sign": SIGNS.get(colour, ""), "returns": [(row, turns[row.turn]) for row in returns]}


@register.simple_tag(takes_context=True)
def light_today(context: Any, duty: Any) -> tuple[str, str, str] | None:
    """{% light_today duty as light %}: colour, reason and sign of a duty on the signed list; None of another, and where the page speaks of another day."""
    shown = as_of(context["request"])
    found = None if shown.reading else with_lights(live_on(shown.at).filter(subject=duty.pk), shown.at, among=[duty.pk]).values_list("verdict", flat=True).first()
    if not found:
        return None
    colour, _, reason = found.partition(" ")
    return colour, reason, SIGNS[colour]


@register.simple_tag(takes_context=True)
def keep_day(context: Any, address: str, query: str = "") -> str:
    """{% keep_day address %}: the address, speaking of the same day as this page."""
    shown = context.get("shown")
    return shown.address(address, query) if isinstance(shown, Shown) else f"{address}?{query}" if query else address
