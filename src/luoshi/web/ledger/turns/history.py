"""The entries on a return as lines that people read: asked, given, checked, each with both its times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from luoshi.tracking import Entry
from luoshi.web.ledger.lists.papers import title_of
from luoshi.web.ledger.models import Return
from luoshi.web.log.queries import MOMENT, entries_of
from luoshi.web.words import say


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words."""

    kind: str
    on: date
    """The day of which it speaks."""
    at: datetime
    """When it was recorded, in UTC."""
    who: str
    said: str
    words: str
    file: str
    """The file from which it came in, '' where it was typed."""


def told_of(row: Return) -> list[Line]:
    """What happened to a return, in order."""
    return [_line(entry, row) for entry in entries_of([row.subject])]


def _line(entry: Entry, row: Return) -> Line:
    payload = entry.payload or {}
    fields = payload.get("set", {})
    mine: Mapping[str, Any] = fields.get(row.subject, {})
    check = next((state for subject, state in fields.items() if subject.startswith("check:")), {})
    post = title_of(entry.by.post)
    who = say("turn.who", post=post, name=entry.by.name) if post else entry.by.name
    words = str(check.get("reason") or mine.get("words") or "")
    return Line(entry.kind, date.fromisoformat(entry.happened_on), datetime.strptime(entry.recorded_at, MOMENT), who, _said(entry.kind, mine, check), words, str(payload.get("name", "")))


def _said(kind: str, mine: Mapping[str, Any], check: Mapping[str, Any]) -> str:
    if kind == "return.checked":
        return say(f"check-verdict.{check.get('verdict', 'accepted')}")
    if kind == "return.given" and mine:
        figure = f"{mine.get('figure', '')}{mine.get('figure_unit', '')}"
        return say("turn.gave", state=say(f"work-state.{mine['state']}")) + (say("join.clause") + figure if mine.get("figure") else "")
    return say("turn.was-asked") if kind == "return.asked" else kind
