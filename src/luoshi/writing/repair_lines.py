"""The repairs of a document, those that are alike on one line."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.extracting.records import Extraction
from luoshi.reading import ReadDocument, Repair
from luoshi.writing.words import name_place, say


@dataclass(frozen=True, slots=True)
class RepairLine:
    """One kind of change, how often it was made, and where first."""

    kind: str
    before: str
    after: str
    count: int
    place: str


def repair_lines(extraction: Extraction, lang: str) -> list[RepairLine]:
    """By kind, the commonest first."""
    alike: dict[tuple[str, str, str], list[Repair]] = {}
    for repair in extraction.document.repairs:
        alike.setdefault((repair.kind, repair.before, repair.after), []).append(repair)
    ordered = sorted(alike.items(), key=lambda item: (item[0][0], -len(item[1]), item[1][0].start))
    return [
        RepairLine(say(f"repair.{kind}", lang), visible(before), visible(after), len(repairs), _place(extraction.document, repairs[0], lang))
        for (kind, before, after), repairs in ordered
    ]


def _place(document: ReadDocument, repair: Repair, lang: str) -> str:
    block = document.source.block_at(repair.start)
    return (name_place(block.place, lang) if block else "") or say("place.offset", lang, n=repair.start + 1)


def visible(words: str) -> str:
    """Words in which blanks and line feeds can be seen.

    >>> visible("a b\\n")
    'a␣b↵'
    """
    return words.replace(" ", "␣").replace("\u3000", "␣").replace("\xa0", "␣").replace("\n", "↵").replace("\t", "→")
