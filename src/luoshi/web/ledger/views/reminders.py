"""Reminders to a person's units, each with the page where it is done; what was seen is not shown again."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from luoshi.web import clock
from luoshi.web.ledger.actions.ticking import sentence_of
from luoshi.web.ledger.models import Reminder, Return
from luoshi.web.ledger.turns.waiting import reminders_for
from luoshi.web.words import language

PAGE = 50


@login_required
@require_GET
def reminders(request: HttpRequest) -> HttpResponse:
    """What was not seen yet, the latest first."""
    rows = reminders_for(request.user).select_related("unit", "turn__campaign", "duty__campaign").order_by("-day", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "ledger/reminders.html", {"page": page, "lines": lines_of(list(page))})


def lines_of(rows: list[Reminder]) -> list[dict[str, Any]]:
    """Each reminder in words, with where it leads."""
    asked = {(row.duty_id, row.unit_id): row for row in _owed(rows)}
    return [{"row": row, "words": sentence_of(row, language()), "address": address_of(row, asked), "campaign": (row.turn or row.duty).campaign} for row in rows]


def _owed(rows: list[Reminder]) -> list[Return]:
    """The open questions about the duties of reminders, the latest last."""
    duties = {row.duty_id for row in rows if row.duty_id}
    return list(Return.objects.filter(duty__in=duties, status__in=("asked", "back", "query"), turn__closed_on__isnull=True).order_by("turn__last", "pk"))


def address_of(row: Reminder, asked: dict[tuple[int | None, int], Return]) -> str:
    """Where a reminder is answered: the unit's page of the turn, at the duty's question where it is asked; else the duty's own page, where an extension or closing is asked for."""
    if row.turn_id:
        return reverse("ledger:turn_unit", args=[row.turn_id, row.unit_id])
    question = asked.get((row.duty_id, row.unit_id))
    if question:
        return f"{reverse('ledger:turn_unit', args=[question.turn_id, question.unit_id])}#r{question.pk}"
    return reverse("ledger:decide", args=[row.duty_id])


@login_required
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """One reminder was seen, or all that the page showed."""
    numbers = [int(number) for number in request.POST.getlist("reminder") if number.isdecimal() and len(number) < 16]
    reminders_for(request.user).filter(pk__in=numbers).update(seen_at=clock.now())
    return redirect("ledger:reminders")
