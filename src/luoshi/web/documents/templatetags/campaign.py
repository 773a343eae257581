"""{% load campaign %}: the tabs of a campaign, and places in a text as addresses."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()

TABS = (
    ("campaign", "documents:campaign"),
    ("documents", "documents:documents"),
    ("coverage", "documents:coverage"),
    ("relay", "documents:relay"),
    ("desk", "ledger:campaign_desk"),
    ("duties", "ledger:duties"),
    ("list", "ledger:list"),
    ("turns", "ledger:turns"),
    ("board", "ledger:board"),
    ("search", "ledger:search_in"),
    ("log", "log:log"),
)
"""In the order of the work: what came, what it came to, who has passed it on, settling, signing, the record."""


@register.simple_tag(takes_context=True)
def campaign_tabs(context: Any, campaign: Any) -> list[dict[str, Any]]:
    """The tabs, the one where the page stands marked: the page's own `tab`, else the longest address that begins the page's."""
    shown = context.get("shown")
    kept = f"?{shown.query}" if getattr(shown, "query", "") else ""     # the board's pages keep the day of which they speak
    tabs = [{"code": code, "address": address + (kept if code == "board" else "")} for code, name in TABS if (address := _address(name, campaign.pk))]
    path = context["request"].path if "request" in context else ""
    here = context.get("tab") or max((t for t in tabs if path.startswith(t["address"])), key=lambda t: len(t["address"]), default={"code": ""})["code"]
    return [{**tab, "current": tab["code"] == here} for tab in tabs]


def _address(name: str, campaign: int) -> str:
    try:
        return reverse(name, args=[campaign])
    except NoReverseMatch:
        return ""


@register.simple_tag
def at_place(document: int, spans: Any) -> str:
    """The address of a document's page with spans of its text marked, at the first of them."""
    marked = ",".join(f"{start}-{end}" for start, end in spans)
    address = reverse("documents:document", args=[document])
    return f"{address}?at={marked}#at-{spans[0][0]}" if spans else address


@register.filter
def get(values: Any, key: Any) -> Any:
    """{{ rows|get:unit }}: the value behind a key, None where there is none."""
    return values.get(key)


@register.filter
def in_list(span: Any) -> list[Any]:
    """{{ sentence.span|in_list }}: one span as the list that `at_place` takes."""
    return [span]
