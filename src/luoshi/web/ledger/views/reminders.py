"""Reminders to a person's units, each with the page where it is done; what was seen is not shown again."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from luoshi.web import clock
from luoshi.web.ledger.models import Reminder
from luoshi.web.ledger.turns.reminding import addresses_of, sentence_of
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
    addresses = addresses_of(rows)
    return [{"row": row, "words": sentence_of(row, language()), "address": addresses[row.pk], "campaign": (row.turn or row.duty).campaign} for row in rows]


@login_required
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """One reminder was seen, or all that the page showed."""
    numbers = [int(number) for number in request.POST.getlist("reminder") if number.isdecimal() and len(number) < 16]
    reminders_for(request.user).filter(pk__in=numbers).update(seen_at=clock.now())
    return redirect("ledger:reminders")
