"""{% load as_of %}: the form for the day of which a page speaks, and links that keep it."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from luoshi.web import clock
from luoshi.web.as_of import Shown

register = template.Library()
OWN = ("on", "known", "page")
"""What the form sets anew."""


@register.inclusion_tag("ledger/_as_of_form.html", takes_context=True)
def as_of_form(context: Any, campaign: Any) -> dict[str, Any]:
    """A page that can speak of another day has `shown` in its context and asks itself; from others the form leads to the board."""
    shown, request = context.get("shown"), context.get("request")
    if not isinstance(shown, Shown):
        return {"address": reverse("ledger:board", args=[campaign.pk]), "today": clock.today(), "kept": []}
    kept = [(key, value) for key, value in request.GET.items() if key not in OWN] if request else []
    return {"address": request.path if request else "", "shown": shown, "today": clock.today(), "kept": kept}


@register.simple_tag(takes_context=True)
def keep_day(context: Any, address: str, query: str = "") -> str:
    """{% keep_day address %}: the address, speaking of the same day as this page."""
    shown = context.get("shown")
    return shown.address(address, query) if isinstance(shown, Shown) else f"{address}?{query}" if query else address
