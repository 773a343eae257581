"""The documents of a campaign: the list with how far reading is, and the ways in: files, words typed in, paper."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from luoshi.errors import LuoshiError
from luoshi.tracking.kinds import FOUND, REMOVED
from luoshi.web import clock
from luoshi.web.documents import uploads
from luoshi.web.documents.forms import DocumentForm, TypedForm, several
from luoshi.web.documents.models import BY_TEXT, DIRECTIVE, FAILED, READ, READING, RESPONSE, WAITING, Campaign, Document, Version
from luoshi.web.documents.queries import (
    documents_open_to,
    find_campaign,
    removed_open_to,
    units_to_upload_for,
    versions_open_to,
)
from luoshi.web.documents.uploading import content_of_text
from luoshi.web.people.models import Person
from luoshi.web.people.scope import may
from luoshi.web.words import language, say

STAGES = ("waiting", "opening", "repairing", "extracting", "keeping")
"""In the order in which a file goes through them."""
PAGE = 100
"""Documents on one page."""


@login_required
def documents(request: HttpRequest, number: int) -> HttpResponse:
    """The list; asked for by htmx, only its table with how far reading is."""
    campaign = find_campaign(request.user, number)
    if request.htmx and "rows" in request.GET:
        return render(request, "documents/documents.html#rows", _listed(request, campaign))
    return _page(request, campaign)


def _page(request: HttpRequest, campaign: Campaign, *, form: DocumentForm | None = None, typed: TypedForm | None = None, status: int = 200) -> HttpResponse:
    person = request.user
    may_enter, leads = not campaign.until and units_to_upload_for(campaign, person).exists(), may(person, "upload", campaign.unit_id)
    first = {
        "received_on": clock.today(), "answers": list(documents_open_to(person).filter(campaign=campaign, kind=DIRECTIVE).values_list("pk", flat=True)),
        "what": f"{RESPONSE}.{BY_TEXT}" if leads else f"{RESPONSE}.reply",      # who leads the campaign lets the text say what it is; others send their reply
    }  # fmt: skip
    if may_enter:
        form = form or DocumentForm(person=person, campaign=campaign, initial=first, prefix="file")
        typed = typed or TypedForm(person=person, campaign=campaign, initial=first, prefix="typed")
    context = {"limit": f"{settings.UPLOAD_LIMIT / 2**20:.3g} MB", "form": form, "typed": typed, "may": may_enter, "taken": _told(request), "removed": removed_open_to(person).filter(campaign=campaign)}
    return render(request, "documents/documents.html", {**_listed(request, campaign), **context}, status=status)


TAKEN = "taken"
"""Where the session keeps what became of the files of the last upload, until the page has told it."""


def _keep_for_the_page(request: HttpRequest, campaign: Campaign, taken: list[uploads.Taken]) -> HttpResponse:
    """To the list, which tells what became of each: so a reload sends nothing twice."""
    request.session[TAKEN] = [one.plain for one in taken]
    return redirect("documents:documents", campaign.pk)


def _told(request: HttpRequest) -> list[dict[str, Any]]:
    taken = request.session.pop(TAKEN, [])
    titles = {d.pk: d for d in documents_open_to(request.user).filter(pk__in=[one["document"] for one in taken if one["document"]])}
    return [{**one, "document": titles.get(one["document"])} for one in taken]


def _listed(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    """The documents that are open, those of the page with latest version, job and duties; how many there are and how many wait."""
    person = request.user
    rows = documents_open_to(person).filter(campaign=campaign)
    kind, state, unit = (request.GET.get(key, "") for key in ("kind", "state", "unit"))
    rows = rows.filter(kind=kind) if kind in (DIRECTIVE, RESPONSE) else rows
    rows = rows.filter(unit=int(unit)) if unit.isdecimal() else rows
    states = {number: _state(status, held) for number, status, held in versions_open_to(person).filter(document__campaign=campaign).values_list("pk", "status", "job__held_until")}
    standing = [(number, states.get(current, FAILED)) for number, current in rows.order_by("kind", "unit__code", "pk").values_list("pk", "current")]
    waiting = sum(1 for _, one in standing if one in (WAITING, READING))
    shown = [number for number, one in standing if one == state or state not in (WAITING, READING, READ, FAILED)]
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    return {
        "campaign": campaign, "rows": _rows(campaign, person, list(page), states), "page": page, "query": urlencode({"kind": kind, "state": state, "unit": unit}), "total": len(standing), "listed": len(shown),
        "waiting": waiting, "done": len(standing) - waiting, "failed": sum(one == FAILED for _, one in standing), "stages": STAGES, "tab": "documents", "filters": {"kind": kind, "state": state},
    }  # fmt: skip


def _state(status: str, held_until: Any) -> str:
    """How a version stands: what a reader holds is being read."""
    return READING if held_until else status


def _rows(campaign: Campaign, person: Person, numbers: list[int], states: dict[int, str]) -> list[dict[str, Any]]:
    """The documents with these numbers, in their order. `states`: of every version that is open, how it stands; to others nothing points. What went between two questions is left out."""
    documents = documents_open_to(person).in_bulk(numbers)
    versions = versions_open_to(person).select_related("job", "same_as__document").in_bulk({one.current for one in documents.values() if one.current})
    duties = duties_counted(campaign, numbers)
    return [_row(documents[number], versions.get(documents[number].current or 0), states) | duties.get(number, {"duties": 0, "open": 0}) for number in numbers if number in documents]


def duties_counted(campaign: Campaign, documents: list[int]) -> dict[int, dict[str, int]]:
    """Document → how many duties it has, and how many of these are still to be settled."""
    rows = campaign.duties.exclude(status=REMOVED).filter(document__in=documents).order_by().values("document")
    return {row.pop("document"): row for row in rows.annotate(duties=Count("pk"), open=Count("pk", filter=Q(status=FOUND)))}


def _row(document: Document, version: Version | None, states: dict[int, str]) -> dict[str, Any]:
    stage = version.job.stage if version and hasattr(version, "job") else ""
    same = version.same_as if version and version.same_as_id in states else None
    return {"document": document, "version": version, "state": states.get(document.current or 0, FAILED), "stage": stage, "step": STAGES.index(stage) if stage in STAGES else 0, "same": same}


@login_required
@require_POST
def upload(request: HttpRequest, number: int) -> HttpResponse:
    """Files come in; what became of each is told."""
    person = request.user
    campaign = find_campaign(person, number)
    form = DocumentForm(request.POST, person=person, campaign=campaign, prefix="file")
    sent = several(request.FILES)
    if not sent:
        messages.error(request, say("documents.no-file"))
        return redirect("documents:documents", campaign.pk)
    if not form.is_valid():
        return _page(request, campaign, form=form, status=422)
    return _keep_for_the_page(request, campaign, uploads.take_files(campaign, sent, person=person, facts=form.facts()))


@login_required
@require_POST
def type_in(request: HttpRequest, number: int) -> HttpResponse:
    """A reply that is typed or pasted becomes a text file of that document."""
    person = request.user
    campaign = find_campaign(person, number)
    form = TypedForm(request.POST, person=person, campaign=campaign, prefix="typed")
    if not form.is_valid():
        return _page(request, campaign, typed=form, status=422)
    facts = form.facts()
    title, text = facts.pop("title"), facts.pop("text")
    name = f"{title or facts['unit'] or say('documents.typed-name')}.txt"
    try:
        _, content, kind = content_of_text(text, name)
        taken = uploads.take_content(campaign, name.replace("/", "／"), content, kind, person=person, facts={**facts, "title": title})
    except LuoshiError as error:
        form.add_error("text", error.sentence(language()))
        return _page(request, campaign, typed=form, status=422)
    return _keep_for_the_page(request, campaign, [taken])
