"""{% load duty %}: a duty's sentence as it is quoted by itself."""

from __future__ import annotations

from django import template

from luoshi.writing.ledger_records import alone

register = template.Library()
register.filter("alone", alone)
