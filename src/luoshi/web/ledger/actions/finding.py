"""What was read in a version becomes duties to be settled. The reader calls this, once for each version."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from luoshi.extracting import Extraction, FoundDuty
from luoshi.packs import same_unit
from luoshi.tracking import By
from luoshi.tracking.entries import payload_digest
from luoshi.tracking.kinds import FOUND
from luoshi.web.documents.models import READ, Reading, ReadingJob, Version
from luoshi.web.log.actions import action, new_numbers, record
from luoshi.web.people.models import Unit
from luoshi.writing.as_json import as_json


@action
def take_in(version: Version, extraction: Extraction, *, by: By) -> list[int]:
    """Keeps what was read and makes each duty found a row to be settled; returns the numbers of the duties."""
    words = as_json(extraction)
    document = version.document
    names = unit_numbers({duty.unit for duty in extraction.duties} | {document_unit_name(extraction)})
    numbers = new_numbers("duty", len(extraction.duties)) if extraction.duties else []
    duties = {f"duty:{n}": found_state(d, extraction, version, names) for n, d in zip(numbers, extraction.duties, strict=True)}
    header = {
        "title": document.title or extraction.document.title or version.name,
        "number": document.number or extraction.document.number,
        "dated": document.dated or extraction.document.date,
    }
    kept = {version.subject: {"status": READ, "digest": payload_digest({"read": words}), "trouble": {}}, document.subject: header}
    record("version.read", document.campaign.chain, kept | duties, by=by)
    Reading.objects.update_or_create(version=version, defaults={"body": Reading.packed(words)})
    ReadingJob.objects.filter(version=version).delete()
    return numbers


def document_unit_name(extraction: Extraction) -> str:
    """Who speaks, where a document is one unit's; '' where several do."""
    return extraction.units[0] if len(extraction.units) == 1 else extraction.document.issuer


def unit_numbers(names: Iterable[str]) -> dict[str, int]:
    """The registered unit behind each name, in full or short; names of nobody registered are left out."""
    known = list(Unit.objects.filter(until__isnull=True).values_list("pk", "name", "short"))
    found = {}
    for name in filter(None, names):
        number = next((pk for pk, full, short in known if name in (full, short)), None)
        number = number or next((pk for pk, full, _ in known if same_unit(name, full)), None)
        if number:
            found[name] = number
    return found


def found_state(duty: FoundDuty, extraction: Extraction, version: Version, units: dict[str, int]) -> dict[str, Any]:
    """A duty as reading found it, as the state of a row."""
    number = units.get(duty.unit) or version.document.unit_id
    leads = [units_by_name for actor in duty.actors if actor.role == "lead" and (units_by_name := units.get(actor.name))]
    return {
        "campaign": version.document.campaign_id, "document": version.document_id, "number": duty.number, "status": FOUND,
        "unit": number, "unit_name": duty.unit, "lead": leads[0] if leads else number, "supports": [],
        "confidence": round(duty.confidence, 3), "reason": [duty.reason.rule, duty.reason.words],
        "sources": [{"version": version.pk, "start": duty.start, "end": duty.end, "words": duty.words}],
        **wording_of(duty),
    }  # fmt: skip


def wording_of(duty: FoundDuty) -> dict[str, Any]:
    """What a duty says, as fields of a row."""
    return {
        "words": duty.words, "kind": duty.kind, "theme": duty.theme, "action": duty.action, "object": duty.object,
        "due": ";".join(deadline.value for deadline in duty.deadlines),
        "due_words": "；".join(deadline.words for deadline in duty.deadlines),
        "last_day": max((d.last_day for d in duty.deadlines if d.last_day), default="") or None,
        "rhythm": duty.recurrence.value if duty.recurrence else "", "rhythm_words": duty.recurrence.words if duty.recurrence else "",
        "quantity": "；".join(quantity.words for quantity in duty.quantities),
        "deliverables": "、".join(named.name for named in duty.deliverables), "programmes": "、".join(named.name for named in duty.programmes),
        "conditions": "；".join(named.name for named in duty.conditions), "missing": [missing.what for missing in duty.missing],
    }  # fmt: skip
