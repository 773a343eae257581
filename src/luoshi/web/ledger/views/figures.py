"""The rows behind a number, and the number's own short address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from luoshi.extracting import THEMES
from luoshi.web.as_of import NOW, THEN, Shown, as_of, end_of, shown_on
from luoshi.web.documents.queries import campaigns_open_to, find_campaign
from luoshi.web.ledger.exporting import Column, export
from luoshi.web.ledger.models import Duty, DutySpan, Number, SavedFilter
from luoshi.web.ledger.seeing.board import Choice, chosen, in_order, leads_in, lighted
from luoshi.web.ledger.seeing.burden import ReturnChoice
from luoshi.web.ledger.seeing.lighting import COLOURS, AsOf
from luoshi.web.ledger.seeing.numbers import choice_asked, choice_behind, keep_number
from luoshi.web.ledger.seeing.showing import SIGNS, span_rows
from luoshi.web.ledger.seeing.tiles import PLACES
from luoshi.web.ledger.turns.queries import returns_open_to
from luoshi.web.ledger.views import burden
from luoshi.web.ledger.views.board import theme_name
from luoshi.web.ledger.views.sending import XLSX, attached
from luoshi.web.people.models import Unit
from luoshi.web.people.queries import names_of
from luoshi.web.words import language, say

PAGE = 100
AT_ONCE = 2_000
"""Rows that are looked up together for a workbook."""


def filled(found: Iterable[DutySpan], at: AsOf) -> list[dict[str, Any]]:
    """Each row with the duty's words, the unit that led it on the day, and its light."""
    spans = lighted(found, at)
    words = dict(Duty.objects.filter(pk__in=[span.subject for span in spans]).order_by().values_list("pk", "words"))
    units = Unit.objects.in_bulk({span.lead for span in spans if span.lead})
    rows = []
    for span in spans:
        colour, _, reason = span.verdict.partition(" ")
        rows.append({"span": span, "words": words[span.subject], "lead": units.get(span.lead), "theme": theme_name(span.theme), "colour": colour, "reason": reason})
    return rows


def paged(request: HttpRequest, rows: QuerySet[DutySpan], at: AsOf, shown: Shown | None = None) -> dict[str, Any]:
    """One page of the rows, and how many there are; their links keep the day that is `shown`."""
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    found = filled(page, at)
    return {"page": page, "rows": found, "body": span_rows(found, shown), "query": query.urlencode()}


def place_name(choice: Choice) -> str:
    """The province of a choice, as tiles call it."""
    return PLACES[choice.place][2 + (language() == "en")] if choice.place in PLACES else choice.place


def columns() -> list[Column]:
    """What an export of these rows shows: what the page shows."""
    return [
        Column(say("seeing.number"), lambda row: row["span"].listed_number, 8.0),
        Column(say("seeing.words"), lambda row: row["words"], 60.0),
        Column(say("seeing.theme"), lambda row: row["theme"], 12.0),
        Column(say("seeing.lead"), lambda row: row["lead"].name if row["lead"] else "", 26.0),
        Column(say("seeing.due"), lambda row: row["span"].last_day, 12.0),
        Column(say("seeing.light"), lambda row: say(f"light.{row['colour']}") + " " + say(f"light-reason.{row['reason']}"), 16.0),
    ]


@login_required
@require_GET
def rows(request: HttpRequest, campaign: int) -> HttpResponse:
    """The duties that a number counts."""
    row, shown, choice = find_campaign(request.user, campaign), as_of(request), Choice.of(request.GET)
    units = names_of(leads_in(row, request.user))
    context = {
        "campaign": row, "tab": "board", "shown": shown, "choice": choice, "units": units, "lights": [(colour, SIGNS[colour]) for colour in COLOURS],
        "themes": [(theme, theme_name(theme)) for theme in in_order({*THEMES, choice.theme, "-"} - {""})], "filters": SavedFilter.objects.filter(person=request.user, campaign=row, page="rows"),
        "place_name": place_name(choice), **paged(request, chosen(row, request.user, shown.at, choice), shown.at, shown),
    }  # fmt: skip
    return render(request, "ledger/board_rows.html", context)


@login_required
@require_GET
def rows_file(request: HttpRequest, campaign: int) -> HttpResponse:
    """The same rows as .xlsx."""
    row, shown, choice = find_campaign(request.user, campaign), as_of(request), Choice.of(request.GET)
    return as_file(chosen(row, request.user, shown.at, choice), shown.at, say("board.paper-title", campaign=row.name, day=shown.day.isoformat()))


def as_file(rows: QuerySet[DutySpan], at: AsOf, title: str) -> HttpResponse:
    """Rows as a workbook, all of them, some at a time in memory."""
    found = (line for some in batched(rows.iterator(AT_ONCE), AT_ONCE) for line in filled(some, at))
    return attached(export(found, columns(), title=title), f"{title}.xlsx", XLSX)


def batched(rows: Iterable[DutySpan], count: int) -> Iterator[list[DutySpan]]:
    """So many rows at a time."""
    left = iter(rows)
    while some := list(islice(left, count)):
        yield some


@login_required
@require_POST
def keep(request: HttpRequest, campaign: int) -> HttpResponse:
    """Gives a number its short address, and goes there. The choice and the day stand in the form's own address."""
    row = find_campaign(request.user, campaign)
    return redirect("ledger:number", keep_number(row, choice_asked(request.GET), as_of(request).at).key)


def open_number(request: HttpRequest, key: str) -> Number:
    """A kept figure of a campaign that is open to the person; 404 else."""
    return get_object_or_404(Number.objects.select_related("campaign"), pk=key, campaign__in=campaigns_open_to(request.user).order_by().values("pk"))


@login_required
@require_GET
def number(request: HttpRequest, key: str) -> HttpResponse:
    """A figure: its rows as they were known at its moment, each a way to its sentence, and the papers that printed it."""
    found = open_number(request, key)
    choice, at = choice_behind(found)
    context = {
        "campaign": found.campaign, "tab": "board", "number": found, "of": shown_on(found.day, THEN if found.known <= end_of(found.day) else NOW),
        "printed": found.printed.select_related("person").order_by("-at"), "of_returns": isinstance(choice, ReturnChoice),
    }  # fmt: skip
    if isinstance(choice, ReturnChoice):
        return render(request, "ledger/number.html", context | burden.told(found.campaign, request.user, at, choice, request.GET.get("page")))
    named = {"lead": Unit.objects.filter(pk=choice.lead if choice.lead.isdecimal() else None).first(), "theme": theme_name(choice.theme) if choice.theme else "", "place_name": place_name(choice)}
    return render(request, "ledger/number.html", context | named | {"choice": choice} | paged(request, chosen(found.campaign, request.user, at, choice), at))


@login_required
@require_GET
def number_file(request: HttpRequest, key: str) -> HttpResponse:
    """The rows of a figure as .xlsx."""
    found = open_number(request, key)
    choice, at = choice_behind(found)
    if isinstance(choice, ReturnChoice):
        return burden.as_file(found.campaign, request.user, at, choice)
    return as_file(chosen(found.campaign, request.user, at, choice), at, say("number.title", day=found.day.isoformat(), number=key))


@login_required
@require_GET
def short_return(request: HttpRequest, number: int) -> HttpResponse:
    """The short address of a return."""
    return redirect("ledger:return", get_object_or_404(returns_open_to(request.user), pk=number).pk)
