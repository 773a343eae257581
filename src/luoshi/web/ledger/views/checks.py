"""Checking: what waits, the oldest first; accepted, sent back with a reason, or asked about."""

from __future__ import annotations

import contextlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from luoshi.errors import ActRefused
from luoshi.packs import load_evidence_kinds
from luoshi.web.documents.queries import find_campaign
from luoshi.web.ledger.actions.turning import check_return
from luoshi.web.ledger.models import Check
from luoshi.web.ledger.turns.queries import last_accepted, to_check, with_units
from luoshi.web.ledger.turns.repeating import seen_in
from luoshi.web.ledger.views.turns import change_of, evidence_of, has_no_result, open_return
from luoshi.web.log.actions import DoneBefore
from luoshi.web.people.acting import acting
from luoshi.web.words import say
from luoshi.writing.ledger_records import alone

PAGE = 20
SCOPES = ("new", "others", "units")
"""new: nobody has checked it yet · others: another superior has, this one not · units: sent back or asked about, and not given again."""


@login_required
@require_GET
def checks(request: HttpRequest, campaign: int) -> HttpResponse:
    """The queue: by unit and turn if the address says so."""
    row = find_campaign(request.user, campaign)
    waiting = to_check(request.user, row)
    scopes = {"new": waiting.filter(status="given"), "others": waiting.exclude(status="given"), "units": with_units(request.user, row)}
    scope = request.GET.get("scope") if request.GET.get("scope") in SCOPES else "new"
    shown = scopes[scope]
    unit = request.GET.get("unit", "")
    units = list(shown.order_by("unit").values_list("unit", "unit__name").distinct())
    shown = shown.filter(unit=int(unit)) if unit.isdecimal() and len(unit) < 16 else shown
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "campaign": row, "tab": "turns", "page": page, "items": _items(request, list(page)), "scoped": [(name, rows.count()) for name, rows in scopes.items()], "scope": scope, "unit": unit, "rule": load_evidence_kinds(),
        "units": units, "keys": (("j", "k"), ("a",), ("b",), ("q",)),
    }  # fmt: skip
    return render(request, "ledger/checks.html", context)


def _items(request: HttpRequest, rows: list[Any]) -> list[dict[str, Any]]:
    last, seen, asked = last_accepted(rows, request.user), seen_in(rows, request.user), _asked_last(rows)
    return [
        {"row": row, "last": last.get(row.pk), "seen": seen.get(row.pk), "change": change_of(row, last.get(row.pk)), "evidence": evidence_of(row), "no_result": has_no_result(row), "asked": asked.get(row.pk)}
        for row in rows
    ]  # fmt: skip


def _asked_last(rows: list[Any]) -> dict[int, Check]:
    """Return → the last check that sent it back or asked something: what is given now is the answer to it."""
    checks = Check.objects.filter(return_row__in=[row.pk for row in rows], verdict__in=("back", "query")).select_related("unit").order_by("pk")
    return {check.return_row_id: check for check in checks}


@login_required
@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """One verdict on one return; of one that was given anew since it was shown, none."""
    row = open_return(request, number)
    if request.POST.get("giving", "") != str(row.given_count):
        raise ActRefused.changed_by(str(row.person or ""))
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "").strip()
    mine = Check.objects.filter(return_row=row, giving=row.given_count, person=request.user).order_by("-pk").first()
    if mine is None or (mine.verdict, mine.reason) != (verdict, reason):      # else the button was pressed twice
        with contextlib.suppress(DoneBefore):
            check_return(row, verdict, by=acting(request.user), person=request.user, reason=reason, once=f"check:{row.pk}:{row.given_count}:{request.user.pk}:{mine.pk if mine else 0}")
    messages.success(request, say("check.done", what=say(f"check-verdict.{verdict}"), unit=row.unit, words=alone(row.duty.words)[:24]))
    return redirect(_back(request, row))


def _back(request: HttpRequest, row: Any) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else reverse("ledger:checks", args=[row.turn.campaign_id])
