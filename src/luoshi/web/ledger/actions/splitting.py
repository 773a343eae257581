"""One duty becomes several, or a new one is made of words that a person selected: what stands in each is read from its own words."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from luoshi.errors import ActRefused, PackError
from luoshi.extracting import Extraction
from luoshi.extracting.rereading import read_stretch
from luoshi.packs import Pack, load_pack
from luoshi.tracking import By
from luoshi.tracking.kinds import ACCEPTED, ASSIGNING, FOUND, OPEN_TO_SETTLE, SPLIT
from luoshi.web.documents.models import Version
from luoshi.web.ledger.actions.finding import unit_numbers, wording_of
from luoshi.web.ledger.actions.settling import settle
from luoshi.web.ledger.desk.reading_kept import extraction_of
from luoshi.web.ledger.models import Duty
from luoshi.web.log.actions import action, new_numbers, record
from luoshi.web.log.models import Entry
from luoshi.web.people.models import Person
from luoshi.web.people.scope import require

CUTS = "|｜\n"
MARKS = "，,。；;、：: 　"
LONGEST = 1000


def read_cuts(words: str, marked: str) -> list[int]:
    """Where a person put | (or a line feed) into words, as places within them.

    >>> read_cuts("细化分工、明确时限。", "细化分工、|明确时限。")
    [5]
    """
    places, plain = [], ""
    for letter in marked.replace("\r\n", "\n").strip("\n"):
        if letter in CUTS:
            places.append(len(plain))
        else:
            plain += letter
    if plain != words:
        raise ActRefused.incomplete("拆分时只能加竖线，不能改字。", "To split, put | between the words and change nothing else.", "请照原句加“|”。", "Put | into the sentence as it is.")
    return [place for place in dict.fromkeys(places) if words[:place].strip(MARKS) and words[place:].strip(MARKS)]


@action
def split(duty: Duty, places: list[int], *, by: By, person: Person, once: str = "") -> Entry:
    """The duty becomes two or more, cut at places within the words of its sentence; each has its own span and fields."""
    if duty.status not in OPEN_TO_SETTLE:
        raise ActRefused.settled(duty.status)
    if len(duty.sources) != 1:
        raise ActRefused.incomplete("这一条由几处合并而成，不能直接拆分。", "This duty was merged from several places and cannot be split.", "请先撤销合并。", "Undo the merging first.")
    source = duty.sources[0]
    edges = [0, *sorted(set(places)), len(source["words"])]
    if len(edges) < 3 or not all(source["words"][a:b].strip(MARKS) for a, b in pairwise(edges)):
        raise ActRefused.incomplete("没有拆分处，或拆出来的一段是空的。", "There is no place to cut, or a part would be empty.", "请在句中要拆开的地方加“|”。", "Put | where the sentence is to be cut.")
    version = Version.objects.select_related("document__campaign").get(pk=source["version"])
    spans = [(source["start"] + a, source["start"] + b) for a, b in pairwise(edges)]
    parts = [_part(duty, version, span) for span in spans]
    changes = {duty.subject: {"status": SPLIT}} | {f"duty:{n}": part for n, part in zip(new_numbers("duty", len(parts)), parts, strict=True)}
    return settle("duty.split", [duty], changes, by=by, person=person, once=once)


def _part(duty: Duty, version: Version, span: tuple[int, int]) -> dict[str, Any]:
    """A part of a duty: what stands in its own words, who answers as before, and what governed the whole from around."""
    read = _found(version, *span)
    state = duty.as_state()
    around = {"due": ("due", "due_words", "last_day"), "rhythm": ("rhythm", "rhythm_words")}
    governed = {name for field, names in around.items() if state[field] and not read[field] and state[f"{field}_words"] not in duty.sources[0]["words"] for name in names}
    kept = {name: state[name] for name in (*ASSIGNING, "campaign", "document", "number", "unit", "unit_name", "theme", *governed)}
    missing = [what for what in read["missing"] if not (what in ("deadline", "year") and "due" in governed)]
    return read | kept | {"missing": missing, "status": FOUND}


@action
def add(version: Version, start: int, end: int, *, by: By, person: Person, once: str = "") -> Entry:
    """The words that a person selected become a duty that stands, with what is read in them."""
    document = version.document
    require(person, "settle", document.campaign.unit_id)
    text = extraction_of(version).document.text
    start, end = _trimmed(text, start, end)
    taken = {(s["start"], s["end"]) for d in document.duties.filter(status__in=(*OPEN_TO_SETTLE, "live")) for s in d.sources if s["version"] == version.pk}
    if (start, end) in taken:
        raise ActRefused.incomplete("这几个字已经是一条任务。", "These words are a duty already.", "请直接在那一条上改。", "Edit that one.")
    last = document.duties.order_by("-number").values_list("number", flat=True).first() or 0
    state = _found(version, start, end) | {"campaign": document.campaign_id, "document": document.pk, "number": last + 1, "status": ACCEPTED, "supports": []}
    return record("duty.added", document.campaign.chain, {f"duty:{new_numbers('duty')[0]}": state}, by=by, once=once, document=document.pk)


def place_of(version: Version, words: str) -> tuple[int, int]:
    """Where words stand in a version's clean text; ActRefused where they do not."""
    text = extraction_of(version).document.text
    wanted = words.strip()
    start = text.find(wanted) if wanted else -1
    if start < 0:
        raise ActRefused.incomplete("原文里没有这几个字。", "These words do not stand in the text.", "请从左边的原文中复制，一字不改。", "Copy them from the text, unchanged.")
    return start, start + len(wanted)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks at its ends, within one paragraph."""
    start, end = max(0, start), min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    words = text[start:end]
    if not words.strip(MARKS) or "\n" in words or len(words) > LONGEST:
        raise ActRefused.incomplete("请在一个自然段内选定词句。", "Select words within one paragraph.", f"至少一个字，至多 {LONGEST} 字。", f"One character at least, {LONGEST} at most.")
    return start, end


def _found(version: Version, start: int, end: int) -> dict[str, Any]:
    """What is read in a stretch of a version, as fields of a row."""
    extraction = extraction_of(version)
    duty = read_stretch(extraction, start, end, pack_of(extraction))
    units = unit_numbers({duty.unit})
    number = units.get(duty.unit) or version.document.unit_id
    return wording_of(duty) | {
        "unit": number, "unit_name": duty.unit, "lead": number, "confidence": 1.0, "reason": [duty.reason.rule, duty.reason.words],
        "sources": [{"version": version.pk, "start": start, "end": end, "words": duty.words}],
    }  # fmt: skip


def pack_of(extraction: Extraction) -> Pack:
    """The campaign's pack; the general one where it is not at hand."""
    try:
        return load_pack(extraction.pack)
    except PackError:
        return load_pack()
