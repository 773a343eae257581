"""What was read in a file becomes duties to be settled. The reader calls this, once for each version.

Of a document's first version each duty found is a row. A newer version takes the rows with it: each is anchored where its words
stand now, or its source is marked as floating (no longer found); only what stands nowhere in them becomes a new row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from luoshi.extracting import Extraction, FoundDuty
from luoshi.tracking import By
from luoshi.tracking.entries import payload_digest
from luoshi.tracking.kinds import FOUND, OPEN_TO_SETTLE, REMOVED
from luoshi.web import clock
from luoshi.web.documents.judging import kind_by_text
from luoshi.web.documents.models import BY_TEXT, KEPT, READ, RESPONSE, WAITING, Document, Reader, Reading, ReadingJob, Version
from luoshi.web.documents.naming import unit_numbers
from luoshi.web.documents.queries import addressees_of
from luoshi.web.ledger.actions.anchoring import Span, Text, is_covered, letters, places_in
from luoshi.web.ledger.models import Duty
from luoshi.web.log.actions import action, new_numbers, record
from luoshi.web.log.models import Entry
from luoshi.writing.as_json import as_json

NOT_BY_HAND = ("version.read", "duty.anchored", "document.received")
"""Kinds of entries that no person made on a duty."""


@action
def take_in_all(version: Version, extractions: Sequence[Extraction], *, by: By, part: int = 0) -> list[int]:
    """Takes in all documents of a file: the first is the version's own, each other one a document beside it, of the same file.

    `part` says which document of the file it was, where only one was read.
    """
    if len(extractions) == 1:
        return take_in(version, extractions[0], by=by, part=part)
    numbers = take_in(version, extractions[0], by=by, part=1)
    for number, extraction in enumerate(extractions[1:], 2):
        numbers += take_in(_beside(version, number, by), extraction, by=by, part=number)
    return numbers


def _beside(version: Version, part: int, by: By) -> Version:
    """A new document for one more of the documents in a file, with the same facts as the first."""
    first = Document.objects.get(pk=version.document_id)
    document, number = new_numbers("document")[0], new_numbers("version")[0]
    given = {**first.as_state(), "unit": None, "title": "", "number": "", "dated": "", "current": number, "status": KEPT}
    file = {"document": document, "number": 1, "file": version.file, "part": part, "name": version.name, "size": version.size, "same_as": None, "status": WAITING}
    record("document.received", first.campaign.chain, {f"document:{document}": given, f"version:{number}": file}, by=by)
    readers = Reader.objects.on(clock.today()).filter(document=first).values_list("person", flat=True) if first.restricted else ()
    rows = {f"reader:{n}": {"document": document, "person": person, "since": clock.today().isoformat(), "until": None} for person in readers for n in new_numbers("reader")}
    if rows:
        record("reader.named", first.campaign.chain, rows, by=by, touches=[f"document:{document}"])
    return Version.objects.get(pk=number)


@action
def take_in(version: Version, extraction: Extraction, *, by: By, part: int = 0) -> list[int]:
    """Keeps what was read and makes each duty found a row to be settled; returns the numbers of the new duties."""
    words = as_json(extraction)
    document = Document.objects.get(pk=version.document_id)
    names = unit_numbers(_names_in(extraction))
    fingerprint = letters_digest(extraction.document.text)
    reprint = same_words(version, fingerprint)
    kept: dict[str, Any] = {"status": READ, "digest": payload_digest({"read": words}), "letters": fingerprint, "same_as": reprint.pk if reprint else None, "part": part, "trouble": {}}
    changes: dict[str, Any] = {version.subject: kept}
    numbers: list[int] = []
    anchored: dict[str, Any] = {}
    if not _is_overtaken(version):
        changes[document.subject] = _header(document, version, extraction, names)
        if document.unit_id is None:     # what the text names tells who answers for duties that name nobody
            document.unit_id = changes[document.subject].get("unit")
        known = list(Duty.objects.filter(document=document).exclude(status=REMOVED))
        new: Iterable[FoundDuty] = extraction.duties
        if known:
            anchored, refreshed, new = _anchored(known, version, extraction, names, document)
            changes.update(refreshed)
        elif reprint and is_one_source(reprint.document, document):
            new = ()
        new = list(new)
        numbers = new_numbers("duty", len(new)) if new else []
        changes.update({f"duty:{n}": found_state(d, version, document, names) for n, d in zip(numbers, new, strict=True)})
    record("version.read", document.campaign.chain, changes, by=by)
    if anchored:
        record("duty.anchored", document.campaign.chain, anchored, by=by, touches=[version.subject])
    Reading.objects.update_or_create(version=version, defaults={"body": Reading.packed(words)})
    ReadingJob.objects.filter(version=version).delete()
    return numbers


def _is_overtaken(version: Version) -> bool:
    """Whether a newer version of the document was read before this one: then the duties stand there."""
    return Version.objects.filter(document=version.document_id, number__gt=version.number, status=READ).exists()


def _header(document: Document, version: Version, extraction: Extraction, names: dict[str, int]) -> dict[str, Any]:
    """What the text says of itself, where nobody has said it. A unit is taken only if the campaign expects it."""
    header: dict[str, Any] = {
        "title": document.title or (extraction.document.title or version.name)[:300],
        "number": document.number or extraction.document.number[:60],
        "dated": document.dated or extraction.document.date[:10],
    }
    if document.form == BY_TEXT:
        header["kind"], header["form"] = kind_by_text(extraction, addressees_of(document.campaign).values_list("unit__name", flat=True))
        document.kind, document.form = header["kind"], header["form"]
        if (document.kind, document.form) != (RESPONSE, "reply"):
            header["answers"] = []
    said = names.get(document_unit_name(extraction))
    if document.unit_id is None and document.form != "round-up" and said:
        expected = {document.campaign.unit_id, *addressees_of(document.campaign).values_list("unit", flat=True)}
        if said in expected:
            header["unit"] = said
    return header


# -- who speaks ----------------------------------------------------------------------------------------------------


def _names_in(extraction: Extraction) -> set[str]:
    actors = {actor.name for duty in extraction.duties for actor in duty.actors}
    return {duty.unit for duty in extraction.duties} | actors | {document_unit_name(extraction)}


def document_unit_name(extraction: Extraction) -> str:
    """Who speaks, where a document is one unit's; '' where several do."""
    if len(extraction.units) > 1:
        return ""
    return (extraction.units[0] if extraction.units else "") or extraction.document.issuer


# -- the same words ------------------------------------------------------------------------------------------------


def letters_digest(text: str) -> str:
    """The digest of a text's letters: the same for a reprint, whatever its marks and spaces."""
    return hashlib.sha256(letters(text).encode("utf-8", "replace")).hexdigest()


def same_words(version: Version, fingerprint: str) -> Version | None:
    """The first version of another document of the campaign with the same letters; of a restricted one no open one is a reprint."""
    document = version.document
    others = Version.objects.filter(letters=fingerprint, status=READ, document__campaign=document.campaign_id, document__status=KEPT, document__kind=document.kind)
    return others.exclude(document=document.pk).filter(document__restricted=document.restricted).select_related("document").order_by("pk").first()


def is_one_source(one: Document, other: Document) -> bool:
    """Whether two documents with the same words are one source: not where two units say the same."""
    return one.unit_id == other.unit_id or one.unit_id is None or other.unit_id is None


# -- duties --------------------------------------------------------------------------------------------------------


def found_state(duty: FoundDuty, version: Version, document: Document, units: dict[str, int]) -> dict[str, Any]:
    """A duty as reading found it, as the state of a row."""
    number = units.get(duty.unit) or document.unit_id
    leads = [units_by_name for actor in duty.actors if actor.role == "lead" and (units_by_name := units.get(actor.name))]
    return {
        "campaign": document.campaign_id, "document": document.pk, "number": duty.number, "status": FOUND,
        "unit": number, "unit_name": duty.unit, "lead": leads[0] if leads else number, "supports": [],
        "confidence": round(duty.confidence, 3), "reason": [duty.reason.rule, duty.reason.words],
        "sources": [{"version": version.pk, "start": duty.start, "end": duty.end, "words": duty.words}],
        **wording_of(duty),
    }  # fmt: skip


def wording_of(duty: FoundDuty) -> dict[str, Any]:
    """What a duty says, as fields of a row."""
    return {
        "words": duty.words, "kind": duty.kind, "theme": duty.theme, "action": duty.action[:100], "object": duty.object,
        "due": ";".join(deadline.value for deadline in duty.deadlines)[:60],
        "due_words": "；".join(deadline.words for deadline in duty.deadlines)[:200],
        "last_day": max((d.last_day for d in duty.deadlines if d.last_day), default="") or None,
        "rhythm": duty.recurrence.value if duty.recurrence else "", "rhythm_words": (duty.recurrence.words if duty.recurrence else "")[:100],
        "quantity": "；".join(quantity.words for quantity in duty.quantities)[:300],
        "deliverables": "、".join(named.name for named in duty.deliverables), "programmes": "、".join(named.name for named in duty.programmes),
        "conditions": "；".join(named.name for named in duty.conditions), "missing": [missing.what for missing in duty.missing],
    }  # fmt: skip


# -- a newer version -----------------------------------------------------------------------------------------------


def _anchored(known: Sequence[Duty], version: Version, extraction: Extraction, names: dict[str, int], document: Document) -> tuple[dict[str, Any], dict[str, Any], list[FoundDuty]]:
    """The rows' new sources, the rows that nobody touched as they read now, and the duties that stand in no row.

    The version may be one that was read before: facts about the document were changed, and it is read again with them.
    """
    own = set(document.versions.values_list("pk", flat=True))
    newer = text_of(extraction)
    moved: dict[tuple[int, Span], Span] = {}
    for before, spans in _spans_by_version(known, own).items():
        reading = Reading.objects.filter(version=before).first()
        found = places_in(newer, text_of(reading.extraction), spans) if reading else {}
        moved.update({(before, span): place for span, place in found.items()})
    by_place = {(duty.start, duty.end): duty for duty in extraction.duties}
    untouched = _untouched(known)
    anchored: dict[str, Any] = {}
    refreshed: dict[str, Any] = {}
    for row in known:
        sources, place = _sources_now(row.sources, own, moved, version, extraction.document.text)
        duty = by_place.get(place) if place else None
        if row.pk in untouched and duty:
            refreshed[row.subject] = found_state(duty, version, document, names)
            continue
        now = {"sources": sources, **_following(row, duty, names, document)}
        if any(row.as_state()[field] != value for field, value in now.items()):
            anchored[row.subject] = now
    places = set(moved.values())
    return anchored, refreshed, [duty for duty in extraction.duties if not is_covered((duty.start, duty.end), places)]


def _following(row: Duty, duty: FoundDuty | None, names: dict[str, int], document: Document) -> dict[str, Any]:
    """What follows from the text however the row was settled: its place in reading order, and whose words they are.

    What is signed stays as it was signed; a lead that a person chose stays too.
    """
    if duty is None:
        return {}
    if row.status not in OPEN_TO_SETTLE:
        return {"number": duty.number}
    unit = names.get(duty.unit) or document.unit_id
    return {"number": duty.number, "unit": unit, "unit_name": duty.unit, "lead": unit if row.lead_id == row.unit_id else row.lead_id}


def text_of(extraction: Extraction) -> Text:
    """A version as anchoring looks at it. Who speaks tells places apart only where several do."""
    several = len(extraction.units) > 1
    spans = [(duty.start, duty.end) for duty in extraction.duties] + [(clause.start, clause.end) for clause in extraction.clauses]

    def speaker(offset: int) -> str:
        statement = extraction.document.statement_at(offset)
        return statement.unit if statement and several else ""

    return Text(extraction.document.text, spans, speaker)


def _spans_by_version(known: Iterable[Duty], own: set[int]) -> dict[int, set[Span]]:
    """The places of the rows in the document's versions; those that float are looked for again, where they last stood."""
    spans: dict[int, set[Span]] = {}
    for row in known:
        for source in row.sources:
            if source["version"] in own:
                spans.setdefault(source["version"], set()).add((source["start"], source["end"]))
    return spans


def _sources_now(sources: Sequence[dict[str, Any]], own: set[int], moved: dict[tuple[int, Span], Span], version: Version, text: str) -> tuple[list[dict[str, Any]], Span | None]:
    """A row's sources after a newer version, and the first place in it where the row stands."""
    now: list[dict[str, Any]] = []
    first: Span | None = None
    for source in sources:
        place = moved.get((source["version"], (source["start"], source["end"])))
        if source["version"] not in own:
            now.append(source)
        elif place is None:
            now.append({**source, "floating": True})
        else:
            first = first or place
            now.append({"version": version.pk, "start": place[0], "end": place[1], "words": text[place[0] : place[1]]})
    return now, first


def _untouched(known: Sequence[Duty]) -> set[int]:
    """The rows that are as reading made them: no person did anything to them."""
    open_rows = {row.subject: row.pk for row in known if row.status == FOUND}
    touched = set(Entry.objects.filter(touches__subject__in=open_rows).exclude(kind__in=NOT_BY_HAND).values_list("touches__subject", flat=True))
    return {pk for subject, pk in open_rows.items() if subject not in touched}
