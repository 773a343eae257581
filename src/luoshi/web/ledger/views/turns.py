"""Turns: opened and closed, answered by a unit on one page, and one return with all that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from luoshi.errors import ActRefused, LuoshiError
from luoshi.packs import load_calendar, load_evidence_kinds
from luoshi.tracking.rhythms import Period, period_of
from luoshi.web import clock
from luoshi.web.documents import files
from luoshi.web.documents.forms import first_errors
from luoshi.web.documents.models import Campaign
from luoshi.web.documents.queries import find_campaign
from luoshi.web.documents.views.document import disposition_of
from luoshi.web.ledger.actions.giving import Answered, give_together
from luoshi.web.ledger.actions.ticking import set_plan
from luoshi.web.ledger.actions.turning import asked_in, close_turn, open_turn
from luoshi.web.ledger.models import EvidenceFile, Plan, Return, Turn
from luoshi.web.ledger.queries import duties_open_to
from luoshi.web.ledger.seeing.keeping import kept
from luoshi.web.ledger.seeing.lighting import AsOf
from luoshi.web.ledger.turns.forms import AnswerForm, PlanForm, TurnForm
from luoshi.web.ledger.turns.history import told_of
from luoshi.web.ledger.turns.queries import (
    COUNTED,
    STATES,
    WHOLE,
    counts_by_unit,
    counts_of,
    last_accepted,
    pending,
    returns_open_to,
    to_check,
    turns_open_to,
)
from luoshi.web.ledger.turns.repeating import seen_in
from luoshi.web.ledger.turns.showing import CountCells, silent_units, unit_lines
from luoshi.web.log.actions import DoneBefore
from luoshi.web.people.acting import acting
from luoshi.web.people.models import Unit
from luoshi.web.people.scope import may, superiors_of
from luoshi.web.words import language, say

OWED = ("asked", "back", "query")
"""The states in which something is still expected of the unit."""
QUICK = ("monthly", "quarterly")
"""The stretches that are offered by one click: the last month, the last quarter."""
DEFAULT_DAYS = 5
"""Working days after a turn within which it is answered, where no plan says another number."""


def open_turn_row(request: HttpRequest, number: int) -> Turn:
    """The turn, where it is open to the person; 404 else."""
    return get_object_or_404(turns_open_to(request.user), pk=number)


# -- all turns of a campaign ---------------------------------------------------------------------------------------


@login_required
@require_GET
def turns(request: HttpRequest, campaign: int) -> HttpResponse:
    """The turns with their counts; what a turn over some days would ask, before it is opened; the plan."""
    row = find_campaign(request.user, campaign)
    found = list(turns_open_to(request.user).filter(campaign=row).order_by("-last", "-pk"))
    counts = kept(row, request.user, AsOf(clock.today()), ("turns", [turn.pk for turn in found]), lambda: counts_of(found, request.user))
    cells, sees_empty = CountCells(), may(request.user, "turn", row.unit)
    lines = [{"turn": turn, "cells": cells.line(counts.get(turn.pk, {})), "is_over": _is_over(turn)} for turn in found if turn.pk in counts or sees_empty]
    context = {
        "campaign": row, "tab": "turns", "states": STATES, "lines": lines, "may": not row.until and sees_empty,
        "plan": Plan.objects.on(clock.today()).filter(campaign=row).first(), "plan_form": PlanForm(), **_waiting(request, row), **_opening(request, row),
    }  # fmt: skip
    return render(request, "ledger/turns.html", context)


def _is_over(turn: Turn) -> bool:
    """Whether what is still owed in a turn is late."""
    return turn.closed_on is None and turn.due_on < clock.today()


def _waiting(request: HttpRequest, campaign: Campaign) -> dict[str, int]:
    """What waits in the campaign for the person, as counts beside the links to it."""
    return {"to_check": to_check(request.user, campaign).count(), "to_decide": sum(len(rows) for rows in pending(request.user, campaign).values())}


def _opening(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    """The form for a turn, and what it would ask where its days are given."""
    quick = [{"rhythm": rhythm, "period": period, "due": _due_after(campaign, period.last)} for rhythm in QUICK if (period := _ended(rhythm))]
    form = TurnForm(request.GET if "first" in request.GET else None)
    shown: dict[str, Any] = {"quick": quick, "form": form, "preview": None}
    if form.is_bound and form.is_valid():
        shown["preview"] = _preview(request, campaign, form.cleaned_data["first"], form.cleaned_data["last"])
    return shown


def _ended(rhythm: str) -> Period | None:
    """The period of a rhythm that ended last."""
    now = period_of(rhythm, clock.today())
    return period_of(rhythm, now.first - timedelta(days=1)) if now else None


def _due_after(campaign: Campaign, last: date) -> date:
    """So many working days after a turn as the plan says, but not before tomorrow."""
    plan = Plan.objects.on(clock.today()).filter(campaign=campaign).first()
    calendar = load_calendar(campaign.unit.code or "cn")
    return max(calendar.add_working_days(last, plan.days if plan else DEFAULT_DAYS).day, calendar.add_working_days(clock.today(), 1).day)


def _preview(request: HttpRequest, campaign: Campaign, first: date, last: date) -> dict[str, Any]:
    """What would be asked of whom, and of what nothing is asked and why; of the duties that are open to the person."""
    seen = set(duties_open_to(request.user).filter(campaign=campaign).values_list("pk", flat=True))
    units: dict[Unit, list[dict[str, Any]]] = {}
    quiet: dict[str, list[Any]] = {}
    for duty, asked in asked_in(campaign, first, last):
        if duty.pk not in seen:
            continue
        if asked.is_asked:
            units.setdefault(duty.lead, []).append({"duty": duty, "why": asked.reason, "periods": [period.name for period in asked.periods]})
        else:
            quiet.setdefault(asked.reason, []).append(duty)
    blocks = [{"unit": unit, "rows": rows, "count": sum(max(1, len(row["periods"])) for row in rows)} for unit, rows in units.items()]
    count = sum(block["count"] for block in blocks)
    return {"blocks": blocks, "quiet": sorted(quiet.items()), "count": count, "silent": sum(map(len, quiet.values())), "exists": Turn.objects.filter(campaign=campaign, first=first, last=last).exists()}


@login_required
@require_POST
def open_one(request: HttpRequest, campaign: int) -> HttpResponse:
    """Opens a turn by hand."""
    row = find_campaign(request.user, campaign)
    form = TurnForm(request.POST)
    if not form.is_valid():
        raise ActRefused.incomplete(say("turn.days-missing", "zh"), say("turn.days-missing", "en"))
    given = form.cleaned_data
    turn = open_turn(row, given["first"], given["last"], given["due"], by=acting(request.user, row.unit), person=request.user, name=given["name"])
    messages.success(request, say("turn.opened", name=turn.name, count=Return.objects.filter(turn=turn).count()))
    return redirect("ledger:turn", turn.pk)


@login_required
@require_POST
def plan(request: HttpRequest, campaign: int) -> HttpResponse:
    """Turns open by themselves from now on."""
    row = find_campaign(request.user, campaign)
    form = PlanForm(request.POST)
    if form.is_valid():
        set_plan(row, form.cleaned_data["rhythm"], form.cleaned_data["days"], by=acting(request.user, row.unit), person=request.user)
        messages.success(request, say("turn.plan-set"))
    else:
        messages.error(request, first_errors(form))
    return redirect("ledger:turns", row.pk)


# -- one turn ------------------------------------------------------------------------------------------------------


@login_required
@require_GET
def turn(request: HttpRequest, number: int) -> HttpResponse:
    """Units and how many of their questions stand how; who has not answered."""
    row = open_turn_row(request, number)
    person = request.user
    lines = counts_by_unit(row, person)
    if not lines and not may(person, "turn", row.campaign.unit):
        raise Http404
    totals = {key: sum(line[key] for line in lines) for key in COUNTED}
    is_over = _is_over(row)
    context = {
        "campaign": row.campaign, "tab": "turns", "turn": row, "lines": lines, "body": unit_lines(row, lines, is_over=is_over), "silent": silent_units(row, lines), "totals": totals, "figures": [(state, totals[state]) for state in STATES], "is_over": is_over,
        "may": may(person, "turn", row.campaign.unit), "may_import": any(may(person, "report", line["unit"]) for line in lines[:1]) or may(person, "report", row.campaign.unit),
        **_waiting(request, row.campaign),
    }  # fmt: skip
    return render(request, "ledger/turn.html", context)


@login_required
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """No more is expected of a turn."""
    row = open_turn_row(request, number)
    close_turn(row, by=acting(request.user, row.campaign.unit), person=request.user)
    messages.success(request, say("turn.closed"))
    return redirect("ledger:turn", row.pk)


# -- a unit's one page ---------------------------------------------------------------------------------------------


def rows_of(request: HttpRequest, turn: Turn, unit: int) -> list[Return]:
    """What a turn asks of a unit, where that is open to the person; 404 else."""
    rows = list(returns_open_to(request.user).filter(turn=turn, unit=unit).select_related(*WHOLE).order_by("duty__listed_number", "duty", "period"))
    if not rows:
        raise Http404
    return rows


@login_required
def unit_page(request: HttpRequest, number: int, unit: int) -> HttpResponse:
    """Every question of a unit, prefilled, the last accepted return beside it; what is filled in is given with one submit."""
    row = open_turn_row(request, number)
    rows = rows_of(request, row, unit)
    last = last_accepted(rows, request.user)
    forms = [_form(request, one, last.get(one.pk)) for one in rows]
    if request.method == "POST" and _give(request, rows[0].unit, forms):
        return redirect("ledger:turn_unit", row.pk, unit)
    return render(request, "ledger/turn_unit.html", _unit_context(request, row, rows, forms), status=422 if request.method == "POST" else 200)


def _form(request: HttpRequest, row: Return, last: Return | None) -> AnswerForm:
    """A question's form, filled in where the page that was sent had it open."""
    is_sent = request.method == "POST" and row.status != "accepted" and f"r{row.pk}-seen" in request.POST
    return AnswerForm(request.POST, request.FILES, row=row, last=last) if is_sent else AnswerForm(row=row, last=last)


def _give(request: HttpRequest, unit: Unit, forms: Sequence[AnswerForm]) -> bool:
    """Gives what fits; whether nothing was wrong with the rest."""
    if not may(request.user, "report", unit):
        raise ActRefused.not_allowed(say("turn.answering", "zh"), say("turn.answering", "en"))
    sent = [form for form in forms if form.is_bound]
    wrong = [form for form in sent if not form.is_valid()]
    touched = [form for form in sent if form not in wrong and form.is_touched]
    given = []
    for form in touched:
        try:
            given.append(form.answered())
        except LuoshiError as error:
            form.add_error(None, error.sentence(language()))
            wrong.append(form)
    if given:
        _give_all(request, unit, given)
    elif not wrong:
        messages.info(request, say("turn.nothing-given"))
    if wrong:
        messages.error(request, say("turn.some-wrong", count=len(wrong)))
    return not wrong


def _give_all(request: HttpRequest, unit: Unit, given: Sequence[Answered]) -> None:
    try:
        give_together(given, by=acting(request.user, unit), person=request.user)
    except DoneBefore:
        return
    left = Return.objects.filter(turn=given[0].row.turn_id, unit=unit, status__in=OWED).count()
    messages.success(request, say("turn.given-all", count=len(given)) if not left else say("turn.given-some", count=len(given), left=left))


def _unit_context(request: HttpRequest, turn: Turn, rows: Sequence[Return], forms: Sequence[AnswerForm]) -> dict[str, Any]:
    unit, seen = rows[0].unit, seen_in(rows, request.user)
    items = [
        {"row": form.row, "form": form, "last": form.last, "seen": seen.get(form.row.pk), "change": change_of(form.row, form.last), "evidence": evidence_of(form.row), "no_result": has_no_result(form.row)}
        for form in forms
    ]
    return {
        "campaign": turn.campaign, "tab": "turns", "turn": turn, "unit": unit, "items": items, "may": turn.closed_on is None and may(request.user, "report", unit),
        "asked_by": say("join.list").join(map(str, superiors_of(unit).order_by("pk"))), "left": sum(row.status in OWED for row in rows), "is_over": _is_over(turn),
        "rule": load_evidence_kinds(),
    }  # fmt: skip


def change_of(row: Return, last: Return | None) -> str:
    """By how much the figure changed since the last accepted return; '' where it cannot be told."""
    if last is None or not row.figure or not last.figure or row.figure_unit != last.figure_unit:
        return ""
    try:
        return f"{round(float(row.figure) - float(last.figure), 6):+g}"
    except ValueError:
        return ""


def evidence_of(row: Any) -> list[dict[str, Any]]:
    """The evidence of a return or a closing, each piece with its kind in words and whether it shows a result."""
    table = load_evidence_kinds()
    pieces = []
    for number, one in enumerate(row.evidence):
        kind = table.kind(one["kind"])
        pieces.append({**one, "number": number, "kind_name": (kind.en if language() == "en" else kind.zh) if kind else "", "counts": kind.counts if kind else True})
    return pieces


def has_no_result(row: Return) -> bool:
    """Whether a return says that the work is done and all its evidence is of kinds that show no result."""
    return row.state == "done" and bool(row.evidence) and not load_evidence_kinds().shows_result(one["kind"] for one in row.evidence)


# -- one return ----------------------------------------------------------------------------------------------------


def open_return(request: HttpRequest, number: int) -> Return:
    """The return, where it is open to the person; 404 else."""
    return get_object_or_404(returns_open_to(request.user).select_related(*WHOLE), pk=number)


@login_required
@require_GET
def return_page(request: HttpRequest, number: int) -> HttpResponse:
    """One return: what it says, its evidence, what it repeats, its checks, its history."""
    row = open_return(request, number)
    person = request.user
    last = last_accepted([row], person).get(row.pk)
    context = {
        "campaign": row.turn.campaign, "tab": "turns", "row": row, "last": last, "change": change_of(row, last), "seen": seen_in([row], person).get(row.pk), "evidence": evidence_of(row),
        "no_result": has_no_result(row), "checks": row.checks.select_related("unit", "person").order_by("pk"), "history": told_of(row),
        "may_check": to_check(person, row.turn.campaign).filter(pk=row.pk).exists(), "may_report": row.turn.closed_on is None and may(person, "report", row.unit), "rule": load_evidence_kinds(),
    }  # fmt: skip
    return render(request, "ledger/return.html", context)


@login_required
@require_GET
def evidence_file(request: HttpRequest, number: int, sha256: str) -> HttpResponse:
    """The bytes of a piece of evidence, as an attachment."""
    row = open_return(request, number)
    return send_evidence(row, EvidenceFile.objects.filter(return_row=row), sha256)


def send_evidence(row: Any, carried: QuerySet[EvidenceFile], sha256: str) -> HttpResponse:
    """The bytes where they belong to the thing that was fetched; no browser is asked to show what somebody uploaded."""
    if not carried.filter(file=sha256).exists():
        raise Http404
    name = next((one["name"] for one in row.evidence if one["file"] == sha256), sha256[:12])
    try:
        content = files.path_of(sha256).open("rb")
    except OSError as error:
        raise ActRefused.gone() from error
    response = FileResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = disposition_of(name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
