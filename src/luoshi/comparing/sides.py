"""Extractions → sides: what each unit says in each document, and what of it takes no part in a comparison."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from luoshi.comparing.records import Side, Span
from luoshi.extracting import Extraction
from luoshi.packs import load_units
from luoshi.reading import Paragraph, ReadDocument, Statement

LEFT_OUT = frozenset({"title", "number", "issuer", "addressee", "date", "unit", "signoff", "furniture"})
"""Roles of paragraphs that every document of a kind has alike, or that name a unit over its statement."""
NATION = re.compile(r"国务院|中共中央|党中央|全国人民|全国人大|国家|中华人民共和国|[一-鿿]{1,12}部(?:$|办公)")


def sides_of(extractions: Iterable[Extraction], *, split: bool = True, beside: Iterable[Side] = ()) -> tuple[Side, ...]:
    """The sides of all documents, in their order: one a unit where a document holds several (and `split`), else one a document.

    A unit's statements that follow each other are one side. Two documents of the same name, here or `beside`, get keys that differ
    by ~2, ~3 …

    >>> from luoshi.extracting import extract
    >>> from luoshi.reading import read_text
    >>> [side.key for side in sides_of([extract(read_text("各单位要每月报送进展。", name="a.txt"))])]
    ['a.txt']
    """
    named = Counter({side.name for side in beside})
    sides: list[Side] = []
    for extraction in extractions:
        name = extraction.document.name
        named[name] += 1
        key = name if named[name] == 1 else f"{name}~{named[name]}"
        sides.extend(_sides_of_one(extraction, key, split))
    return tuple(sides)


def _sides_of_one(extraction: Extraction, key: str, split: bool) -> Iterator[Side]:
    document = extraction.document
    whole = Side(
        key, document.text, 0, len(document.text), left_out(document), document.name, _one_unit(document), document.title,
        document.date or document.dated, extraction=extraction,
    )
    whole = replace(whole, level=level_of(document.title, whole.unit))
    runs = [list(run) for _, run in groupby(document.statements, key=lambda statement: statement.unit)]
    if not split or len({run[0].unit for run in runs if run[0].unit}) < 2:
        yield whole
        return
    for number, run in enumerate(runs, 1):
        yield _side_of_run(whole, number, run)


def _side_of_run(whole: Side, number: int, run: Sequence[Statement]) -> Side:
    start, end, unit = run[0].start, run[-1].end, run[0].unit
    skipped = tuple((a, b) for a, b in whole.skipped if start <= a and b <= end)
    statement = run[0].index if len(run) == 1 else None
    return replace(
        whole, key=f"{whole.key}#{number}", start=start, end=end, skipped=skipped, unit=unit, title="", level=level_of(unit), statement=statement,
    )


def _one_unit(document: ReadDocument) -> str:
    return next((statement.unit for statement in document.statements if statement.unit), document.issuer)


def left_out(document: ReadDocument) -> tuple[Span, ...]:
    """What of a document takes no part in a comparison: titles, names over statements, furniture, numbered headings, numbers of paragraphs."""
    return tuple(span for paragraph in document.paragraphs if (span := _left_out_of(paragraph)))


def _left_out_of(paragraph: Paragraph) -> Span | None:
    numbering = paragraph.numbering
    if paragraph.role in LEFT_OUT or (paragraph.role == "heading" and numbering):
        return paragraph.start, paragraph.end
    if numbering and numbering.words:
        return paragraph.start, paragraph.start + len(numbering.words)
    return None


def level_of(*names: str) -> int:
    """1 nation · 2 province · 3 city · 4 county, by the first of the names that tells; 0 where none does.

    >>> level_of("山东省优化营商环境条例"), level_of("", "德州市人民政府"), level_of("国务院办公厅"), level_of("某局")
    (2, 3, 1, 0)
    """
    return next((level for name in names if (level := _level_of_one(name))), 0)


def _level_of_one(name: str) -> int:
    if not name:
        return 0
    units = load_units()
    place = units.prefix(name)
    if not place:
        return 1 if NATION.match(name) else 0
    below = re.match(r"(?:省|市|自治州|地区|盟)?[一-鿿]{1,4}?(?:县|区|市|旗)(?![一-鿿]{0,2}(?:域|间))", name[len(place):])
    division = units.find(place)
    level = 2 if division and division.level == "province" else 3
    if not below or "自治区" in below[0]:
        return level
    return 3 if level == 2 and below[0].endswith("市") else 4
