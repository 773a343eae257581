"""What was uploaded by mistake, or must not be kept, is taken away: its words in the tables, in the log and on the disk.

What stays: that there was such a document, the digest of its bytes, who removed it, when and why. Entries that said more lose what
they said; the chain still holds. A thing beside it that was changed by such an entry (a duty into which one of this document was
merged) keeps its present state, said anew by the entry of the removal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from luoshi.errors import ActRefused
from luoshi.tracking import KINDS, By, subject_type
from luoshi.tracking.kinds import REMOVED, WORDLESS
from luoshi.web.documents import files
from luoshi.web.documents.actions import read_again
from luoshi.web.documents.models import GONE, KEPT, READ, Compared, Document, Reading, ReadingJob, Version
from luoshi.web.log.actions import action, current_states, record, remove_payloads, whole
from luoshi.web.log.models import Entry
from luoshi.web.log.projecting import projected_models
from luoshi.web.log.queries import with_payloads
from luoshi.web.people.models import Person
from luoshi.web.people.scope import require

NAMES_ONLY = frozenset({"reader", "relay", "list", "campaign", "addressee"})
"""Subjects whose entries hold no words of a document."""
KEPT_FIELDS = {
    "document": ("campaign", "kind", "form", "unit", "current"),
    "version": ("document", "number", "file", "size"),
    "duty": ("campaign", "document", "number", "list", "listed", "listed_number", "unit"),
}
"""What stays of each in the tables; the rest is as if it had never been said."""


@action
def remove(document: Document, *, by: By, why: str, person: Person | None = None) -> Document:
    """Takes a document away, with its versions, what was read in them, its duties' words and its files' bytes; the digest and the reason stay."""
    if person:
        require(person, "remove", document.unit or document.campaign.unit)
    if not why.strip():
        raise ActRefused.incomplete("还没有填写清除的原因。", "There is no reason.", "请写明原因；它会留在台账里。", "Say why; it stays in the record.")
    if document.status == GONE:
        raise ActRefused.gone()
    versions, duties = list(document.versions.all()), list(projected_models()["duty"].objects.filter(document=document.pk))
    own = [document, *versions, *duties]
    entries = entries_with_words(row.subject for row in own)
    changes = {row.subject: _blank(row, why.strip()[:500]) for row in own} | _beside({row.subject for row in own}, entries, {v.pk for v in versions})
    digests = [version.file for version in versions]
    record("document.removed", document.campaign.chain, changes, by=by, why=why.strip(), digests=digests)
    remove_payloads(document.campaign.chain, (entry.number for entry in entries), by=by, why=why.strip(), touches=[document.subject])
    Reading.objects.filter(version__in=versions).delete()
    ReadingJob.objects.filter(version__in=versions).delete()
    Compared.objects.filter(campaign=document.campaign_id).delete()     # they quote it; they are made again from what is left
    for reprint in Version.objects.filter(same_as__in=versions, status=READ, document__status=KEPT).exclude(document__in=_with_duties()):
        read_again(reprint, by)     # its duties stood in this document: now they are its own
    transaction.on_commit(lambda: [files.forget(digest) for digest in digests])
    return Document.objects.get(pk=document.pk)


def _with_duties() -> Any:
    return projected_models()["duty"].objects.exclude(status=REMOVED).exclude(document=None).values("document")


def entries_with_words(subjects: Iterable[str]) -> list[Entry]:
    """The entries on any of the subjects that say words of the document."""
    wanted = set(subjects)
    rows = with_payloads(Entry.objects.filter(touches__subject__in=wanted, payload__isnull=False).distinct()).order_by("number")
    return [row for row in rows if _has_words(row, wanted)]


def _has_words(row: Entry, subjects: set[str]) -> bool:
    fields = {field for subject in row.subjects if subject in subjects and subject_type(subject) not in NAMES_ONLY for field in KINDS[row.kind].sets.get(subject_type(subject), ())}
    return bool(fields - WORDLESS)


def _blank(row: Any, why: str) -> dict[str, Any]:
    """A removed thing's whole state: what stays, and nothing else."""
    kind = subject_type(row.subject)
    state = row.as_state()
    kept = {field: state[field] for field in KEPT_FIELDS[kind]}
    blank: dict[str, Any] = dict(whole(row.subject, kept | _needed(kind)) or {})
    return blank | {"status": REMOVED} | ({"why": why} if kind == "document" else {})


def _needed(kind: str) -> dict[str, Any]:
    return {"status": REMOVED} if kind == "duty" else {}


def _beside(own: set[str], entries: Iterable[Entry], versions: set[int]) -> dict[str, dict[str, Any]]:
    """Other things that those entries changed, in their present state; of a duty without the words of this document."""
    beside = {subject for entry in entries for subject in entry.subjects if subject not in own and subject_type(subject) in ("duty", "document", "version")}
    beside |= {duty.subject for duty in projected_models()["duty"].objects.filter(source_rows__version__in=versions) if duty.subject not in own}
    states = {subject: dict(state) for subject, state in current_states(beside).items() if state is not None}
    for subject, state in states.items():
        if subject_type(subject) == "duty":
            state["sources"] = [source for source in state["sources"] if source["version"] not in versions]
    return states
