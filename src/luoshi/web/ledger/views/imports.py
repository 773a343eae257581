"""The list goes out to a spreadsheet and comes back: first every change is shown, then it is written."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.errors import ActRefused, LuoshiError
from luoshi.web import clock
from luoshi.web.documents import files
from luoshi.web.documents.models import Campaign
from luoshi.web.documents.queries import find_campaign
from luoshi.web.ledger.actions.importing import Plan, correctable_duties, digest_of_plan, plan, take_back
from luoshi.web.ledger.lists.papers import correctable_paper, directory_of
from luoshi.web.ledger.views.sending import XLSX, attached
from luoshi.web.log.actions import DoneBefore
from luoshi.web.people.acting import acting
from luoshi.web.people.scope import may, units_open_to
from luoshi.web.words import language, say
from luoshi.writing.ledger_records import name_field


@login_required
@require_GET
def export(request: HttpRequest, campaign: int) -> HttpResponse:
    """The list as it stands, to be corrected in a spreadsheet and sent back."""
    row = find_campaign(request.user, campaign)
    content = correctable_paper(row, list(correctable_duties(row, request.user)), directory_of(units_open_to(request.user).on(clock.today())))
    return attached(content, f"{say('listing.of', campaign=row.name)}.xlsx", XLSX)


@login_required
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, campaign: int) -> HttpResponse:
    """Where a corrected list is sent in, and what it would change."""
    row = find_campaign(request.user, campaign)
    if request.method == "POST":
        return receive(request, row)
    held = request.session.get(session_key(row))
    if not held or "new" in request.GET:
        return page(request, row)
    return preview(request, row, held)


def receive(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Takes the file in, to be looked at."""
    sent = request.FILES.get("file")
    if sent is None or sent.size > settings.UPLOAD_LIMIT:
        return page(request, campaign, trouble=say("import.no-file" if sent is None else "import.too-large"), status=400)
    stored = files.store(sent.read())
    request.session[session_key(campaign)] = {"file": stored.sha256, "name": sent.name[:120]}
    return redirect("ledger:import", campaign.pk)


def session_key(campaign: Campaign) -> str:
    """Under which name the file that is looked at is held: only who sent it in can look at it."""
    return f"import:{campaign.pk}"


def page(request: HttpRequest, campaign: Campaign, *, trouble: str = "", status: int = 200, **more: Any) -> HttpResponse:
    """The page, with what a list would change where there is one."""
    context = {"campaign": campaign, "tab": "list", "may_import": may(request.user, "settle", campaign.unit_id), "trouble": trouble, **more}
    return render(request, "ledger/import.html", context, status=status)


def preview(request: HttpRequest, campaign: Campaign, held: dict[str, str]) -> HttpResponse:
    """What the list would change; an error where it is none of ours."""
    try:
        made = plan(campaign, files.content_of(held["file"]), held["name"], request.user)
    except LuoshiError as error:
        del request.session[session_key(campaign)]
        return page(request, campaign, trouble=sentence_of(error), status=400)
    except FileNotFoundError:
        del request.session[session_key(campaign)]
        return page(request, campaign)
    return page(request, campaign, plan=made, name=held["name"], seen=digest_of_plan(made), once=get_random_string(16), **told(made))


def sentence_of(error: LuoshiError) -> str:
    """An error as this page says it."""
    return error.sentence("en" if language() == "en" else "zh")


def told(made: Plan) -> dict[str, Any]:
    """A plan in words: each cell with its duty, each refusal with what would be right."""
    lang = language()
    cells = [{"cell": cell, "duty": made.duties[int(cell.key.partition(":")[2])], "column": name_field(cell.column, lang)} for cell in made.cells]
    added = [
        {"row": row, "state": state, "copied": made.duties.get(int(row.copied_from.partition(":")[2])) if row.copied_from else None, "unit": row.unit}
        for row, state in made.added
    ]
    refused = [{"where": refused.where, "cell": refused.cell, "sentence": sentence_of(refused.error)} for refused in made.refused]
    return {"cells": cells, "added": added, "refused": refused, "writes": len(made.cells) + len(made.added), **passed_over(made)}


def passed_over(made: Plan) -> dict[str, str]:
    """The rows and columns of which nothing is taken."""
    join = say("join.list")
    return {"copies": join.join(made.returned.copies), "unknown": join.join(made.returned.unknown)}


@login_required
@require_POST
def confirm(request: HttpRequest, campaign: int) -> HttpResponse:
    """Writes what was shown, as one entry."""
    row = find_campaign(request.user, campaign)
    held = request.session.get(session_key(row))
    if not held:
        return redirect("ledger:import", row.pk)
    given = {"seen": request.POST.get("seen", ""), "drop": "drop" in request.POST, "once": request.POST.get("once", "")[:40]}
    try:
        entry = take_back(row, files.content_of(held["file"]), held["name"], by=acting(request.user, row.unit), person=request.user, **given)
    except DoneBefore as done:
        entry = done.entry
    except ActRefused as error:
        messages.error(request, sentence_of(error))
        return redirect("ledger:import", row.pk)
    del request.session[session_key(row)]
    messages.success(request, say("import.done", count=len(entry.subjects)))
    return redirect("ledger:list", row.pk)
