"""{% load turns %}: how the state of a return is signed."""

from __future__ import annotations

from django import template

register = template.Library()

SIGNS = {"asked": "awaited", "given": "reading", "accepted": "accepted", "back": "failed", "query": "partly"}
"""State of a return → the badge of the design that has its sign."""


@register.filter
def sign_of(status: str) -> str:
    """{{ row.status|sign_of }}"""
    return SIGNS[status]
