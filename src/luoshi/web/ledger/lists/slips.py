"""The letters to units: each reading as it stands after the desk, the questions put by hand, what coverage shows, and who is silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from luoshi.extracting.records import Extraction, FoundDuty, Question
from luoshi.tracking.kinds import ACCEPTED, FOUND, LIVE
from luoshi.web import clock
from luoshi.web.documents import comparing
from luoshi.web.documents.models import DIRECTIVE, RESPONSE, Campaign, Document
from luoshi.web.documents.queries import documents_open_to
from luoshi.web.ledger.actions.finding import unit_numbers, wording_of
from luoshi.web.ledger.desk.reading_kept import extraction_of
from luoshi.web.ledger.lists.next_list import BY_UNIT, numbering
from luoshi.web.ledger.models import Duty
from luoshi.web.log.models import Entry
from luoshi.web.log.queries import tracked, with_payloads
from luoshi.web.people.models import Person, Unit
from luoshi.web.people.scope import units_open_to
from luoshi.writing.asking import Asked, ask_unit
from luoshi.writing.correcting import correct
from luoshi.writing.corrections import ADDED, DELETED, Correction
from luoshi.writing.ledger_slips import LedgerSlip, SilentSlip, WeakerPoint
from luoshi.writing.words import name_date

STANDS = (FOUND, ACCEPTED, LIVE)
COLUMNS = {
    "words": "words", "kind": "kind", "theme": "theme", "action": "action", "object": "object", "deadline": "due", "recurrence": "rhythm",
    "quantity": "quantity", "deliverables": "deliverables", "programmes": "programmes", "conditions": "conditions",
}  # fmt: skip
"""Column of the reading's list → field of a duty: what the desk may have changed."""


@dataclass(frozen=True)
class Sent:
    """When a letter was last sent."""

    on: date
    name: str


@dataclass(frozen=True)
class UnitSlip:
    """The letters to one unit, and how much they ask."""

    unit: Unit
    letters: tuple[LedgerSlip | SilentSlip, ...]
    sent: Sent | None = None

    @property
    def is_silent(self) -> bool:
        """Whether nothing came from the unit."""
        return all(isinstance(letter, SilentSlip) for letter in self.letters)

    @cached_property
    def asked(self) -> list[Asked]:
        """What is asked, document by document."""
        return [ask_unit(letter.extraction, letter.unit) for letter in self.letters if isinstance(letter, LedgerSlip)]

    @property
    def count(self) -> int:
        """Of questions: those that concern many, those to single sentences, those that coverage raises."""
        shown = sum(len(letter.weaker) + len(letter.absent) for letter in self.letters if isinstance(letter, LedgerSlip))
        return shown + sum(len(asked.general) + sum(len(item.asked) for item in asked.items) for asked in self.asked)


def slips_of(campaign: Campaign, person: Person, lang: str, only: int | None = None) -> list[UnitSlip]:
    """The letters to the units that are open to a person, in the order of the units; `only` one unit."""
    units = {unit.pk: unit for unit in units_open_to(person)}
    letters: dict[int, list[LedgerSlip | SilentSlip]] = {}
    numbers = shown_numbers(campaign)
    for document in documents_open_to(person).filter(campaign=campaign, kind=RESPONSE):
        for unit, letter in _letters_of(document, person, numbers):
            if unit in units and only in (None, unit):
                letters.setdefault(unit, []).append(letter)
    for unit in silent_units(campaign, letters, units, only):
        letters[unit] = [SilentSlip(units[unit].name, campaign.name, name_date(clock.today().isoformat(), lang))]
    sent = sent_slips(campaign)
    order = sorted(letters, key=lambda unit: (units[unit].code, unit))
    return [UnitSlip(units[unit], tuple(letters[unit]), sent.get(unit)) for unit in order]


def silent_units(campaign: Campaign, answered: Iterable[int], units: Mapping[int, Unit], only: int | None) -> list[int]:
    """The units that were asked and of which there is no answer, open to this person or not."""
    came = set(answered) | set(Duty.objects.filter(campaign=campaign, unit__isnull=False).values_list("unit", flat=True))
    came |= set(Document.objects.filter(campaign=campaign, kind=RESPONSE, unit__isnull=False).values_list("unit", flat=True))
    expected = campaign.addressees.on(clock.today()).values_list("unit", flat=True)
    return [unit for unit in expected if unit not in came and unit in units and only in (None, unit)]


def shown_numbers(campaign: Campaign) -> dict[int, int]:
    """The number under which each duty is spoken of: on the list, else the one that it would get."""
    rows = list(Duty.objects.filter(campaign=campaign, status__in=STANDS).order_by(*BY_UNIT).values_list("pk", "listed_number", "status"))
    settled, found = ([(duty, number) for duty, number, status in rows if (status == FOUND) is is_found] for is_found in (False, True))
    return numbering(campaign, [*settled, *found])


def _letters_of(document: Document, person: Person, numbers: Mapping[int, int]) -> Iterator[tuple[int, LedgerSlip]]:
    """A letter for each unit that speaks in a document."""
    version = document.version if document.current else None
    if version is None or version.status != "read":
        return
    extraction = standing(document, numbers)
    known = unit_numbers(extraction.units)
    for name in extraction.units:
        unit = known.get(name) or document.unit_id
        if unit:
            weaker, absent = covered(document, name, person)
            yield unit, LedgerSlip(extraction, name, weaker, absent)


# -- the reading as it stands after the desk -----------------------------------------------------------------------


def standing(document: Document, numbers: Mapping[int, int]) -> Extraction:
    """A document's reading with everything that the desk changed carried out, and the questions put by hand."""
    read = extraction_of(document.version)
    rows = [(duty, span) for duty in Duty.objects.filter(document=document, status__in=STANDS).select_related("owner_post", "unit") if (span := _span(duty, document.current))]
    corrections, known = corrections_of(read, rows, numbers)
    corrected = correct(read, corrections)
    return replace(corrected, questions=(*corrected.questions, *_by_hand(corrected, rows, known)))


def _span(duty: Duty, version: int | None) -> tuple[int, int] | None:
    """Where a duty stands in a version."""
    return next(((s["start"], s["end"]) for s in duty.sources if s["version"] == version and not s.get("floating")), None)


def corrections_of(read: Extraction, rows: list[tuple[Duty, tuple[int, int]]], numbers: Mapping[int, int]) -> tuple[list[Correction], dict[int, int]]:
    """What makes the duties of a reading those of the ledger, and the number under which each then stands."""
    found = {(duty.start, duty.end): duty for duty in read.duties}
    gone = set(found) - {span for _, span in rows}
    corrections = [Correction(found[span].number, DELETED, found[span].words, "") for span in sorted(gone)]
    following = max((duty.number for duty in read.duties), default=0)
    known: dict[int, int] = {}
    for duty, span in rows:
        if span in found:
            corrections += _changed(found[span], duty, numbers)
            known[duty.pk] = numbers.get(duty.pk, found[span].number)
        else:
            following += 1
            corrections += _put_in(following, duty, numbers)
            known[duty.pk] = numbers.get(duty.pk, following)
    return corrections, known


def _changed(found: FoundDuty, duty: Duty, numbers: Mapping[int, int]) -> Iterator[Correction]:
    """The cells in which a duty differs from how it was read."""
    was = wording_of(found)
    number = numbers.get(duty.pk, found.number)
    if number != found.number:
        yield Correction(found.number, "number", str(found.number), str(number))
    cells = [(column, str(was[field]), str(getattr(duty, field))) for column, field in COLUMNS.items() if was[field] != getattr(duty, field)]
    yield from (Correction(found.number, column, before, after) for column, before, after in cells)
    if duty.owner_post:
        yield Correction(found.number, "owner", "", duty.owner_post.name)
    if cells or was["missing"] != duty.missing:
        yield Correction(found.number, "missing", READ, "、".join(duty.missing))


READ = "·"
"""What a cell of "missing" is said to have shown: whatever it holds now counts as changed, for the desk has settled it."""


def _put_in(row: int, duty: Duty, numbers: Mapping[int, int]) -> Iterator[Correction]:
    """A duty that the reading does not have: added by hand, or part of one."""
    yield Correction(row, ADDED, "", duty.words)
    yield Correction(row, "number", "", str(numbers.get(duty.pk, row)))
    yield Correction(row, "unit", "", duty.unit_name or str(duty.unit or ""))
    yield from (Correction(row, column, "", str(getattr(duty, field))) for column, field in COLUMNS.items() if getattr(duty, field))
    yield Correction(row, "missing", READ, "、".join(duty.missing))


def _by_hand(corrected: Extraction, rows: list[tuple[Duty, tuple[int, int]]], known: Mapping[int, int]) -> Iterator[Question]:
    """The questions that a person put."""
    duties = {duty.number: duty for duty in corrected.duties}
    for duty, (start, end) in rows:
        unit = duties[known[duty.pk]].unit
        yield from (Question(unit, "asked", words, known[duty.pk], start, end) for words in duty.questions)


# -- what coverage shows -------------------------------------------------------------------------------------------


def covered(document: Document, name: str, person: Person) -> tuple[tuple[WeakerPoint, ...], tuple[tuple[int, str], ...]]:
    """What a unit's text says weaker than a directive, and what it leaves out, where that was compared; else nothing."""
    weaker: list[WeakerPoint] = []
    absent: list[tuple[int, str]] = []
    for directive in documents_open_to(person).filter(campaign=document.campaign_id, kind=DIRECTIVE):
        texts = comparing.texts_for_coverage(directive, person)
        found = comparing.kept(texts) if document.pk in texts.responses else None
        if found:
            weaker += _weaker(found, document, name, texts)
            absent += _absent(found, document, name)
    return tuple(weaker), tuple(absent)


def _side_keys(found: Mapping[str, Any], document: Document, name: str) -> set[str]:
    return {side["key"] for side in found["sides"] if side["document"] == document.pk and side["unit"] in (name, "")}


def _weaker(found: Mapping[str, Any], document: Document, name: str, texts: comparing.Texts) -> Iterator[WeakerPoint]:
    keys, points = _side_keys(found, document, name), {point["number"]: point for point in found["points"]}
    text = texts.responses[document.pk].plain["text"]
    for answer in found["answers"]:
        if answer["key"] in keys and answer["verdict"] == "weaker":
            said = "…".join(text[start:end] for start, end in answer["spans"])
            short = tuple((w["what"], w["asked"], w["said"]) for w in answer["weakenings"])
            yield WeakerPoint(answer["point"], points[answer["point"]]["words"], said, short)


def _absent(found: Mapping[str, Any], document: Document, name: str) -> Iterator[tuple[int, str]]:
    keys, points = _side_keys(found, document, name), {point["number"]: point for point in found["points"]}
    yield from ((a["point"], points[a["point"]]["words"]) for a in found["answers"] if a["key"] in keys and a["verdict"] == "absent")


# -- sent ----------------------------------------------------------------------------------------------------------


def sent_slips(campaign: Campaign) -> dict[int, Sent]:
    """When the letter to each unit was last sent."""
    rows = with_payloads(Entry.objects.filter(chain=campaign.chain, kind="slip.sent")).order_by("number")
    entries = (tracked(row) for row in rows)
    return {entry.payload["unit"]: Sent(date.fromisoformat(entry.happened_on), entry.by.name) for entry in entries if entry.payload}
