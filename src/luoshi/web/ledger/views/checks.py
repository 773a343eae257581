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
from luoshi.web.ledger.actions.turning import check_return
from luoshi.web.ledger.repeating import seen_in
from luoshi.web.ledger.turn_queries import last_accepted, to_check
from luoshi.web.ledger.views.turns import change_of, evidence_of, has_no_result, open_campaign, open_return
from luoshi.web.log.actions import DoneBefore
from luoshi.web.people.acting import acting
from luoshi.web.words import say

PAGE = 20
SCOPES = ("new", "others")
"""new: nobody has checked it yet · others: another superior has, this one not."""


@login_required
@require_GET
def checks(request: HttpRequest, campaign: int) -> HttpResponse:
    """The queue: by unit and turn if the address says so."""
    row = open_campaign(request, campaign)
    waiting = to_check(request.user, row)
    counts = {"new": waiting.filter(status="given").count(), "others": waiting.exclude(status="given").count()}
    scope = request.GET.get("scope") if request.GET.get("scope") in SCOPES else "new"
    shown = waiting.filter(status="given") if scope == "new" else waiting.exclude(status="given")
    unit = request.GET.get("unit", "")
    shown = shown.filter(unit=int(unit)) if unit.isdecimal() else shown
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "campaign": row, "tab": "turns", "page": page, "items": _items(request, list(page)), "scoped": list(counts.items()), "scope": scope, "unit": unit, "rule": load_evidence_kinds(),
        "units": sorted(set(waiting.values_list("unit", "unit__name").order_by())), "keys": (("j", "k"), ("a",), ("b",), ("q",)),
    }  # fmt: skip
    return render(request, "ledger/checks.html", context)


def _items(request: HttpRequest, rows: list[Any]) -> list[dict[str, Any]]:
    last, seen = last_accepted(rows, request.user), seen_in(rows, request.user)
    return [
        {"row": row, "last": last.get(row.pk), "seen": seen.get(row.pk), "change": change_of(row, last.get(row.pk)), "evidence": evidence_of(row), "no_result": has_no_result(row)} for row in rows
    ]


@login_required
@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """One verdict on one return; of one that was given anew since it was shown, none."""
    row = open_return(request, number)
    if request.POST.get("giving", "") != str(row.given_count):
        raise ActRefused.changed_by(str(row.person or ""))
    verdict = request.POST.get("verdict", "")
    once = f"check:{row.pk}:{row.given_count}:{request.user.pk}:{verdict}"
    with contextlib.suppress(DoneBefore):
        check_return(row, verdict, by=acting(request.user), person=request.user, reason=request.POST.get("reason", "").strip(), once=once)
    messages.success(request, say("check.done", what=say(f"check-verdict.{verdict}"), unit=row.unit, words=row.duty.words[:24]))
    return redirect(_back(request, row))


def _back(request: HttpRequest, row: Any) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else reverse("ledger:checks", args=[row.turn.campaign_id])
