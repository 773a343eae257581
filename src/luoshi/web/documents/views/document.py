"""One document: its facts, versions, text, duties and relations; and what is done with it."""

from __future__ import annotations

import contextlib
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_POST

from luoshi.errors import ActRefused, LuoshiError
from luoshi.web import clock
from luoshi.web.documents import actions, files, showing
from luoshi.web.documents.forms import HeaderForm
from luoshi.web.documents.models import KEPT, READ, Document, Reader, Reading
from luoshi.web.documents.queries import documents_open_to, duties_shown, removed_open_to, versions_open_to
from luoshi.web.documents.removing import remove
from luoshi.web.documents.uploading import content_of_upload
from luoshi.web.documents.views.uploads import STAGES
from luoshi.web.people.acting import acting
from luoshi.web.people.scope import may
from luoshi.web.words import language, say


def open_document(request: HttpRequest, number: int) -> Document:
    """The document, where it is open to the person; 404 else."""
    return get_object_or_404(documents_open_to(request.user), pk=number)


@login_required
def document(request: HttpRequest, number: int) -> HttpResponse:
    """The document's page; of a removed one, what is left of it."""
    gone = removed_open_to(request.user).filter(pk=number).first()
    if gone:
        return render(request, "documents/removed.html", {"campaign": gone.campaign, "document": gone, "versions": gone.versions.all(), "tab": "documents"})
    row = open_document(request, number)
    page = "documents/document.html#state" if request.htmx and "state" in request.GET else "documents/document.html"
    return render(request, page, {**_facts(request, row), **_text(request, row)})


def _facts(request: HttpRequest, row: Document) -> dict[str, Any]:
    person = request.user
    seen = versions_open_to(person)
    versions = list(seen.filter(document=row).select_related("job", "same_as__document").order_by("-number"))
    visible = set(seen.filter(pk__in=[v.same_as_id for v in versions if v.same_as_id]).values_list("pk", flat=True))
    latest = versions[0] if versions else None
    job = getattr(latest, "job", None)
    office = row.unit or row.campaign.unit
    return {
        "campaign": row.campaign, "document": row, "versions": versions, "visible": visible, "latest": latest, "job": job, "tab": "documents", "stages": STAGES,
        "step": STAGES.index(job.stage) if job and job.stage in STAGES else 0,
        "counts": list(duties_shown(row, person).order_by().values("status").annotate(count=Count("pk"))),
        "floating": [duty for duty in duties_shown(row, person) if any(source.get("floating") for source in duty.sources)],
        "answers": documents_open_to(person).filter(pk__in=row.answers), "answered_by": documents_open_to(person).filter(pk__in=row.answered_by.values("response")),
        "readers": Reader.objects.on(clock.today()).filter(document=row).select_related("person") if row.restricted else (),
        "desk": desk_of(row), "may_change": not row.campaign.until and may(person, "upload", office), "may_remove": may(person, "remove", office),
    }  # fmt: skip


def desk_of(row: Document) -> str:
    """The address of the document's desk; '' where the site has none."""
    with contextlib.suppress(NoReverseMatch):
        return reverse("ledger:desk", args=[row.pk])
    return ""


def _text(request: HttpRequest, row: Document) -> dict[str, Any]:
    """The text of the version that is asked for, or of the latest that was read."""
    wanted = request.GET.get("version", "")
    readings = Reading.objects.filter(version__document=row, version__status=READ).select_related("version").order_by("-version__number")
    reading = (readings.filter(version=int(wanted)) if wanted.isdecimal() else readings).first()
    if reading is None:
        return {"reading": None}
    plain = reading.plain
    return {
        "reading": reading, "plain": plain, "paragraphs": list(showing.paragraphs_of(plain, showing.spans_in(request.GET.get("at", "")))), "cut": len(plain["text"]) > showing.MOST_SHOWN,
        "repairs": plain["repairs"]["counts"], "suspects": plain["suspects"], "units": [unit for unit in plain["units"] if unit],
    }  # fmt: skip


@login_required
def change(request: HttpRequest, number: int) -> HttpResponse:
    """The facts about a document, to be changed."""
    person = request.user
    row = open_document(request, number)
    facts = {
        "title": row.title, "number": row.number, "what": f"{row.kind}.{row.form}", "unit": row.unit_id, "dated": row.dated, "received_on": row.received_on, "answers": row.answers,
        "restricted": row.restricted, "readers": [r.person_id for r in Reader.objects.on(clock.today()).filter(document=row)], "paper": row.paper,
    }  # fmt: skip
    form = HeaderForm(request.POST or None, person=person, campaign=row.campaign, initial=facts)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_header(row, by=acting(person, row.unit_id or row.campaign.unit_id), person=person, **form.facts())
        except LuoshiError as error:
            form.add_error(None, error.sentence(language()))
        else:
            messages.success(request, say("document.changed"))
            return redirect("documents:document", row.pk)
    context = {"campaign": row.campaign, "document": row, "form": form, "tab": "documents"}
    return render(request, "documents/change_document.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def new_version(request: HttpRequest, number: int) -> HttpResponse:
    """A newer file of the document."""
    person = request.user
    row = open_document(request, number)
    sent = request.FILES.get("file")
    if sent is None:
        messages.error(request, say("documents.no-file"))
        return redirect("documents:document", row.pk)
    name, content, kind = content_of_upload(sent)
    actions.add_version(row, name, content, by=acting(person, row.unit_id or row.campaign.unit_id), person=person, format=kind)
    messages.success(request, say("document.version-added"))
    return redirect("documents:document", row.pk)


@login_required
@require_POST
def retry(request: HttpRequest, number: int) -> HttpResponse:
    """The latest version is read once more."""
    person = request.user
    row = open_document(request, number)
    actions.retry(row.version, by=acting(person, row.unit_id or row.campaign.unit_id), person=person)
    messages.success(request, say("document.retried"))
    return redirect("documents:document", row.pk)


@login_required
def remove_document(request: HttpRequest, number: int) -> HttpResponse:
    """What removing takes away, and the removal with its reason.

    An administrator removes what she may not read: she is given the number and sees neither title nor words, nor whose campaign it is.
    """
    person = request.user
    row = Document.objects.filter(pk=number, status=KEPT).select_related("campaign__unit", "unit").first()
    reads = documents_open_to(person).filter(pk=number).exists()
    if row is None or not may(person, "remove", row.unit or row.campaign.unit) or (row.restricted and not reads):
        raise Http404
    if request.method == "POST":
        remove(row, by=acting(person), person=person, why=request.POST.get("why", ""))
        messages.success(request, say("document.removed"))
        return redirect("documents:document", row.pk)
    frame = {"campaign": row.campaign, "frame": "documents/_campaign.html"} if reads else {"frame": "base.html"}
    context = {**frame, "document": row, "reads": reads, "versions": row.versions.count(), "duties": row.duties.exclude(status="removed").count(), "tab": "documents"}
    return render(request, "documents/remove.html", context)


@login_required
@require_GET
def file(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """The bytes of a version, as an attachment: no browser is asked to show what somebody uploaded."""
    row = get_object_or_404(versions_open_to(request.user), pk=version, document=number)
    try:
        content = files.path_of(row.file).open("rb")
    except OSError as error:
        raise ActRefused.gone() from error
    response = FileResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = disposition_of(row.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def disposition_of(name: str) -> str:
    """The header that names a download (RFC 6266, RFC 5987): any name, and a plain one for old programs.

    >>> print(disposition_of('甲".docx'))
    attachment; filename="file.docx"; filename*=UTF-8''%E7%94%B2%22.docx
    """
    _, dot, suffix = name.rpartition(".")
    plain = f"file.{suffix}" if dot and suffix.isascii() and suffix.isalnum() else "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
