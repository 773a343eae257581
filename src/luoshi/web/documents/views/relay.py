"""The relay trace: the page, the entry of one row, the workbook."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from luoshi.errors import LuoshiError
from luoshi.web import clock
from luoshi.web.documents import actions
from luoshi.web.documents.forms import RelayForm, first_errors
from luoshi.web.documents.models import DIRECTIVE, Campaign, Document, Relay
from luoshi.web.documents.queries import answering_units, documents_open_to, find_campaign, relays_open_to
from luoshi.web.documents.relay_sheet import relay_sheet
from luoshi.web.documents.relays import Lag, Trace, lags_of, trace_of, traces_of
from luoshi.web.documents.views.document import disposition_of
from luoshi.web.people.acting import acting
from luoshi.web.people.models import Unit
from luoshi.web.people.scope import may, units_for
from luoshi.web.words import language, say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def relay(request: HttpRequest, number: int) -> HttpResponse:
    """Per directive: who received it, who passed it on, when and how; who has not; the lag by level."""
    person = request.user
    campaign = find_campaign(person, number)
    mine = set() if campaign.until else set(units_for(person, "relay").values_list("pk", flat=True))
    blocks = [_block(document, traces, mine) for document, traces in traces_of(campaign, person, clock.today())]
    return render(request, "documents/relay.html", {"campaign": campaign, "blocks": blocks, "tab": "relay"})


def _block(document: Document, traces: list[Trace], mine: set[int]) -> dict[str, Any]:
    counts = {state: sum(trace.state == state for trace in traces) for state in ("awaited", "received", "passed")}
    rows = [{"trace": trace, "may": trace.unit.pk in mine} for trace in traces]
    return {"document": document, "rows": rows, "counts": counts, "lags": [{"said": _lag_line(lag)} for lag in lags_of(traces)], "total": len(traces)}


def _lag_line(lag: Lag) -> str:
    values = {"level": say(f"level.{lag.level}"), "passed": lag.passed, "units": lag.units}
    return say("relay.lag-none", **values) if lag.median_days is None else say("relay.lag-line", days=f"{lag.median_days:g}", **values)


@login_required
def note(request: HttpRequest, number: int, document: int, unit: int) -> HttpResponse:
    """One row: its form, and what is entered in it. By htmx the row alone, else the page."""
    person = request.user
    campaign = find_campaign(person, number)
    directive = get_object_or_404(documents_open_to(person).filter(campaign=campaign, kind=DIRECTIVE), pk=document)
    place = get_object_or_404(answering_units(campaign, person), pk=unit)
    known = relays_open_to(person).filter(document=directive, unit=place).first()
    papers = documents_open_to(person).filter(campaign=campaign, unit=place)
    form = RelayForm(request.POST or None, papers=papers, initial=_initial(known))
    trouble = ""
    if request.method == "POST":
        trouble = _note(request, directive, place, form)
        if not trouble:
            return _row_alone(request, directive, place) if request.htmx else _back(campaign, directive, place)
    elif request.htmx and "cancel" in request.GET:
        return _row_alone(request, directive, place)
    trace = trace_of(directive, place, known, clock.today())
    context = {"campaign": campaign, "row": {"trace": trace, "may": True}, "form": form, "trouble": trouble, "tab": "relay"}
    page = "documents/relay_note.html#entry" if request.htmx else "documents/relay_note.html"
    return render(request, page, context, status=422 if trouble else 200)


def _initial(known: Relay | None) -> dict[str, Any]:
    if known is None:
        return {}
    return {"received_on": known.received_on, "passed_on": known.passed_on, "way": known.form, "reach": known.reach, "paper": known.paper_id, "note": known.note}


def _note(request: HttpRequest, directive: Document, unit: Unit, form: RelayForm) -> str:
    """Enters what the form says; the sentence of what is wrong, '' where nothing is."""
    if not form.is_valid():
        return first_errors(form)
    try:
        said = form.cleaned_data
        actions.note_relay(directive, unit, by=acting(request.user, unit), person=request.user, form=said.pop("way"), **said)
    except LuoshiError as error:
        return error.sentence(language())
    if not request.htmx:
        messages.success(request, say("relay.noted"))
    return ""


def _row_alone(request: HttpRequest, directive: Document, unit: Unit) -> HttpResponse:
    person = request.user
    known = relays_open_to(person).filter(document=directive, unit=unit).first()
    visible = documents_open_to(person).filter(pk=known.paper_id).values_list("pk", flat=True) if known and known.paper_id else ()
    trace = trace_of(directive, unit, known, clock.today(), visible)
    return render(request, "documents/_relay_row.html", {"campaign": directive.campaign, "row": {"trace": trace, "may": may(person, "relay", unit)}})


def _back(campaign: Campaign, directive: Document, unit: Unit) -> HttpResponse:
    return redirect(f"{reverse('documents:relay', args=[campaign.pk])}#relay-{directive.pk}-{unit.pk}")


@login_required
def relay_file(request: HttpRequest, number: int) -> HttpResponse:
    """The trace as a workbook."""
    person = request.user
    campaign = find_campaign(person, number)
    response = HttpResponse(relay_sheet(traces_of(campaign, person, clock.today())), content_type=XLSX)
    response.headers["Content-Disposition"] = disposition_of(f"{campaign.name}-{say('tab.relay')}.xlsx")
    return response
