"""What is done with campaigns and documents. Each is one entry of the campaign's chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from luoshi.tracking import By
from luoshi.web import clock
from luoshi.web.documents import files
from luoshi.web.documents.models import KEPT, Campaign, Document, ReadingJob, Version
from luoshi.web.log.actions import action, new_numbers, new_subject, record
from luoshi.web.people.models import Person, Unit
from luoshi.web.people.scope import require


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])


@action
def open_campaign(name: str, unit: Unit, *, by: By, person: Person | None = None, pack: str = "general", paired: bool = False, dated: str = "", addressees: Sequence[Unit] = (), example: bool = False) -> Campaign:
    """A new campaign of a unit, with the units that are expected to answer. `person` is checked where one is given."""
    if person:
        require(person, "open-campaign", unit)
    subject = new_subject("campaign")
    since = clock.today().isoformat()
    fields = {"name": name, "pack": pack, "unit": unit.pk, "paired": paired, "dated": dated, "example": example, "since": since, "until": None}
    expected = zip(new_numbers("addressee", len(addressees)), addressees, strict=True) if addressees else ()
    rows = {f"addressee:{n}": {"campaign": _number(subject), "unit": u.pk, "since": since, "until": None} for n, u in expected}
    record("campaign.opened", subject, {subject: fields, **rows}, by=by)
    return Campaign.objects.get(pk=_number(subject))


@action
def receive(
    campaign: Campaign, name: str, content: bytes, *, by: By, kind: str, form: str = "document", unit: Unit | None = None, title: str = "", dated: str = "",
    received_on: date | None = None, restricted: bool = False, answers: Sequence[Document] = (), once: str = "",
) -> Version:  # fmt: skip
    """A file arrives: a document with its first version, which then waits to be read."""
    stored = files.store(content)
    document, version = new_subject("document"), new_subject("version")
    fields = {
        "campaign": campaign.pk, "unit": unit.pk if unit else None, "kind": kind, "form": form, "title": title, "number": "", "dated": dated,
        "received_on": (received_on or clock.today()).isoformat(), "restricted": restricted, "answers": [d.pk for d in answers], "current": _number(version), "status": KEPT,
    }  # fmt: skip
    file = {"document": _number(document), "number": 1, "file": stored.sha256, "name": name, "size": len(content), "same_as": None, "status": "waiting"}
    record("document.received", campaign.chain, {document: fields, version: file}, by=by, once=once)
    row = Version.objects.get(pk=_number(version))
    ReadingJob.objects.create(version=row, asked_at=clock.now(), by=asdict(by))
    return row
