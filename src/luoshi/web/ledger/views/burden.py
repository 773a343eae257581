"""Who asked whom for how much, turn by turn; how the turns went; and what was filled in after the event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from luoshi.errors import ActRefused
from luoshi.web.as_of import Shown, as_of
from luoshi.web.documents.models import Campaign
from luoshi.web.documents.queries import find_campaign
from luoshi.web.ledger.exporting import Column, export
from luoshi.web.ledger.models import Duty, Return, Turn
from luoshi.web.ledger.seeing.burden import SUMS, ReturnChoice, added, burden_of, by_campaign, returns_chosen, trend_of, turns_of
from luoshi.web.ledger.seeing.charts import chart_of
from luoshi.web.ledger.seeing.late_facts import LateFact, late_facts
from luoshi.web.ledger.seeing.lighting import AsOf
from luoshi.web.ledger.seeing.showing import burden_body
from luoshi.web.ledger.views.sending import XLSX, attached
from luoshi.web.people.models import Person, Unit
from luoshi.web.words import say

TURNS = 6
"""Turns beside each other in the burden."""
UNITS = 60
"""Units on one page of the burden."""
STEPS = 12
"""Turns in the trend."""
PAGE = 100


def start(request: HttpRequest, campaign: int, most: int) -> tuple[Campaign, Shown, list[Turn]]:
    """What both pages begin with."""
    row, shown = find_campaign(request.user, campaign), as_of(request)
    return row, shown, turns_of(row, shown.at, most)


@login_required
@require_GET
def burden(request: HttpRequest, campaign: int) -> HttpResponse:
    """Each unit's questions, answers and returns sent back, in the latest turns."""
    row, shown, turns = start(request, campaign, TURNS)
    units = burden_of(row, request.user, shown.at, turns, today=not shown.reading)
    page = Paginator(units, UNITS).get_page(request.GET.get("page"))
    feet = [added(one.turns[turn.pk] for one in units if turn.pk in one.turns) for turn in turns]
    body = burden_body(reverse("ledger:burden_returns", args=[row.pk]), shown, turns, page)
    context = {"campaign": row, "tab": "board", "at": "burden", "shown": shown, "turns": turns, "page": page, "body": body, "feet": feet, "whole": added(feet), "campaigns": by_campaign(request.user)}
    return render(request, "ledger/burden.html", context)


@login_required
@require_GET
def burden_file(request: HttpRequest, campaign: int) -> HttpResponse:
    """The same as .xlsx: one line for each unit and turn."""
    row, shown, turns = start(request, campaign, TURNS)
    lines = [(one.unit, turn, one.turns[turn.pk]) for one in burden_of(row, request.user, shown.at, turns, today=not shown.reading) for turn in turns if turn.pk in one.turns]

    def sums(name: str) -> Callable[[Any], int]:
        return lambda line: line[2][name]

    heads = [Column(say("board.unit"), lambda line: line[0].name, 34.0), Column(say("burden.turn"), lambda line: line[1].name, 16.0)]
    title = say("burden.of", campaign=row.name)
    return attached(export(lines, [*heads, *(Column(say(f"burden.{name}"), sums(name), 12.0) for name in SUMS)], title=title), f"{title}.xlsx", XLSX)


@login_required
@require_GET
def trend(request: HttpRequest, campaign: int) -> HttpResponse:
    """Accepted and late returns of each turn: a chart, and the numbers beside it."""
    row, shown, turns = start(request, campaign, STEPS)
    steps = trend_of(row, request.user, shown.at, turns, today=not shown.reading)
    return render(request, "ledger/trend.html", {"campaign": row, "tab": "board", "at": "trend", "shown": shown, "steps": steps, "chart": chart_of(steps)})


# -- returns behind a number ---------------------------------------------------------------------------------------


def filled(spans: list[Any]) -> list[dict[str, Any]]:
    """Each row with its return, duty and unit."""
    answers, duties = Return.objects.in_bulk([span.subject for span in spans]), Duty.objects.in_bulk({span.duty for span in spans})
    units = Unit.objects.in_bulk({span.unit for span in spans})
    return [{"span": span, "row": answers[span.subject], "duty": duties[span.duty], "unit": units[span.unit]} for span in spans]


def returns_asked(request: HttpRequest, campaign: int) -> tuple[Campaign, Shown, ReturnChoice]:
    """The returns that an address asks for; 404 where it names no turn of the campaign."""
    row, shown, choice = find_campaign(request.user, campaign), as_of(request), ReturnChoice.of(request.GET)
    if choice is None or not Turn.objects.filter(campaign=row, pk=choice.turn).exists():
        raise Http404
    return row, shown, choice


def told(campaign: Campaign, person: Person, at: AsOf, choice: ReturnChoice, page: str | None) -> dict[str, Any]:
    """What a page shows of the returns that a choice counts, as they were on the day."""
    shown = Paginator(returns_chosen(campaign, person, at, choice), PAGE).get_page(page)
    return {"turn": Turn.objects.get(pk=choice.turn), "state": choice.state, "unit": Unit.objects.filter(pk=choice.unit or None).first(), "page": shown, "rows": filled(list(shown))}


@login_required
@require_GET
def returns(request: HttpRequest, campaign: int) -> HttpResponse:
    """The returns that a number counts."""
    row, shown, choice = returns_asked(request, campaign)
    query = request.GET.copy()
    query.pop("page", None)
    context = {"campaign": row, "tab": "board", "shown": shown, "query": query.urlencode()}
    return render(request, "ledger/burden_returns.html", context | told(row, request.user, shown.at, choice, request.GET.get("page")))


@login_required
@require_GET
def returns_file(request: HttpRequest, campaign: int) -> HttpResponse:
    """The same returns as .xlsx."""
    row, shown, choice = returns_asked(request, campaign)
    return as_file(row, request.user, shown.at, choice)


def as_file(campaign: Campaign, person: Person, at: AsOf, choice: ReturnChoice) -> HttpResponse:
    """Returns as a workbook."""
    columns = [
        Column(say("seeing.number"), lambda one: one["duty"].listed_number, 8.0),
        Column(say("seeing.words"), lambda one: one["duty"].words, 60.0),
        Column(say("seeing.lead"), lambda one: one["unit"].name, 26.0),
        Column(say("burden.status"), lambda one: say(f"return-status.{one['span'].status}"), 12.0),
        Column(say("burden.given-on"), lambda one: one["span"].given_on, 12.0),
        Column(say("burden.back"), lambda one: one["span"].times_back, 10.0),
    ]
    title = say("burden.returns-of", turn=Turn.objects.get(pk=choice.turn).name, state=say(f"burden.{choice.state}"))
    rows = filled(list(returns_chosen(campaign, person, at, choice)))
    return attached(export(rows, columns, title=f"{campaign.name} {title}"), f"{title}.xlsx", XLSX)


# -- after the event -----------------------------------------------------------------------------------------------


def stretch(request: HttpRequest, shown: Shown) -> tuple[date, date]:
    """The month in which was recorded what the page lists: the one that the address names, else that of the day."""
    words = request.GET.get("month", "").strip()
    try:
        first = date.fromisoformat(f"{words}-01") if words else shown.day.replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
    except (ValueError, OverflowError):
        raise ActRefused.incomplete(f"“{words[:20]}”不是月份。", f"“{words[:20]}” is no month.", "请按 2019-06 的样子填写。", "Write it like 2019-06.") from None
    return first, after - timedelta(days=1)


@login_required
@require_GET
def late(request: HttpRequest, campaign: int) -> HttpResponse:
    """What was recorded in a month of earlier days, and by how many days it came after the event."""
    row, shown = find_campaign(request.user, campaign), as_of(request)
    first, last = stretch(request, shown)
    facts = late_facts(row, request.user, shown.at, first, last)
    page = Paginator(facts, PAGE).get_page(request.GET.get("page"))
    months = {"before": f"{first - timedelta(days=1):%Y-%m}" if first.year > 1 else "", "month": f"{first:%Y-%m}", "after": f"{last + timedelta(days=1):%Y-%m}"}
    return render(request, "ledger/late_facts.html", {"campaign": row, "tab": "board", "at": "late", "shown": shown, "page": page, "longest": facts[0].days if facts else 0, **months})


@login_required
@require_GET
def late_file(request: HttpRequest, campaign: int) -> HttpResponse:
    """The same as .xlsx."""
    row, shown = find_campaign(request.user, campaign), as_of(request)
    first, last = stretch(request, shown)

    def number_of(fact: LateFact) -> int | None:
        return fact.duty.listed_number if fact.duty else None

    columns = [
        Column(say("late.happened"), lambda fact: fact.entry.happened_on, 12.0),
        Column(say("late.recorded"), lambda fact: fact.recorded_on, 12.0),
        Column(say("late.days"), lambda fact: fact.days, 8.0),
        Column(say("late.what"), lambda fact: say(f"entry.{fact.entry.kind}"), 16.0),
        Column(say("seeing.number"), number_of, 8.0),
        Column(say("seeing.words"), lambda fact: fact.duty.words if fact.duty else "", 60.0),
        Column(say("late.who"), lambda fact: fact.entry.person_name, 14.0),
    ]
    title = say("late.of", campaign=row.name, month=f"{first:%Y-%m}")
    return attached(export(late_facts(row, request.user, shown.at, first, last), columns, title=title), f"{title}.xlsx", XLSX)
