"""Reminders in words, each with the page where it is answered: as the site lists them and as a mail tells them."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from luoshi.web.ledger.models import Reminder, Return
from luoshi.web.words import say


def sentence_of(line: Reminder, lang: str = "zh") -> str:
    """A reminder in one sentence."""
    late = say("remind.late", lang, day=line.day) if line.late else ""
    if line.duty:
        return say(f"remind.{line.kind}", lang, number=line.duty.listed_number or line.duty_id, words=line.duty.words[:60], day=line.duty.last_day) + late
    return say(f"remind.{line.kind}", lang, turn=line.turn.name, day=line.turn.due_on) + late


def addresses_of(lines: Iterable[Reminder]) -> dict[int, str]:
    """Reminder → the unit's page of the turn, at the duty's question where it is asked; else the duty's own page, where an extension or closing is asked for."""
    lines = list(lines)
    asked = {(row.duty_id, row.unit_id): row for row in _owed(lines)}
    return {line.pk: _address(line, asked.get((line.duty_id, line.unit_id))) for line in lines}


def _owed(lines: Iterable[Reminder]) -> Iterable[Return]:
    """The open questions about the duties of reminders, the latest last."""
    duties = {line.duty_id for line in lines if line.duty_id}
    return Return.objects.filter(duty__in=duties, status__in=("asked", "back", "query"), turn__closed_on__isnull=True).order_by("turn__last", "pk")


def _address(line: Reminder, question: Return | None) -> str:
    if line.turn_id:
        return reverse("ledger:turn_unit", args=[line.turn_id, line.unit_id])
    if question:
        return f"{reverse('ledger:turn_unit', args=[question.turn_id, question.unit_id])}#r{question.pk}"
    return reverse("ledger:decide", args=[line.duty_id])
