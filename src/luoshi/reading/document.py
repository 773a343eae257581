"""The records of reading: what was found in a file, how it was repaired, and how it is built.

All spans are half-open [start, end) in characters (code points). `source` is what the opener found in the file; `text` is
the clean text. Every repair either keeps the length (one character for one) or deletes characters; nothing is inserted, so
a place in one maps to a place in the other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of the source stands in its file; numbers count from 1; what does not apply is None."""

    page: int | None = None
    paragraph: int | None = None
    sheet: str | None = None
    row: int | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph as the file's own format gives it: where it starts in the source, its place, and what the format says of it."""

    start: int
    place: Place = Place()
    style: str = ""
    """"" · "title" · "heading" · "list" · "table" · "header" (running head or foot)."""
    level: int = 0
    """Of a heading, 1 for the highest; 0 where none is given."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """What an opener found: the characters of the file, paragraphs (or printed lines) parted by a line feed.

    `given` holds what the caller or the table's columns say of the document: keys among title, unit, number, date, directive.
    """

    name: str
    format: str
    """txt · html · docx · pdf · xlsx · csv · paste."""
    text: str
    blocks: tuple[Block, ...] = ()
    encoding: str = ""
    given: tuple[tuple[str, str], ...] = ()

    def block_at(self, offset: int) -> Block | None:
        """The block in which a source character stands, or None where the format has none."""
        index = bisect_right([block.start for block in self.blocks], offset) - 1
        return self.blocks[index] if index >= 0 else None


@dataclass(frozen=True, slots=True)
class Repair:
    """One change from source to clean text, in source characters; replaying all of them on the source gives the text.

    `after` is as long as `before`, or empty.
    """

    kind: str
    """reading 注音 · traditional 繁体 · variant 异体 · punctuation 标点 · space 空格 · line-break 断行 · page-mark 页码页眉 · lost 缺字."""
    start: int
    end: int
    before: str
    after: str
    reason: str
    """A stable word that `luoshi.reading.repair.REASONS` explains in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """Something that looks wrong and was *not* changed, in characters of the clean text."""

    kind: str
    """typo 疑似错字 · lost 缺字 · reading 注音不符."""
    start: int
    end: int
    words: str
    proposal: str
    """What it may have been, or ''."""
    reason: str


class OffsetMap:
    """Places in the source ↔ places in the clean text, both ways.

    >>> m = OffsetMap([(1, 6)], 8)           # the source's characters 1-5 were deleted
    >>> m.source_span(0, 2), m.clean_span(0, 7)
    ((0, 7), (0, 2))
    """

    def __init__(self, deletions: Sequence[Span], source_length: int) -> None:
        """`deletions`: sorted spans of the source, not overlapping."""
        self._starts: list[int] = []   # clean offset from which each run starts
        self._shifts: list[int] = []   # source minus clean within the run
        self._gaps = list(deletions)
        removed = 0
        self._starts.append(0)
        self._shifts.append(0)
        for start, end in deletions:
            removed += end - start
            clean = end - removed
            if self._starts[-1] == clean:
                self._shifts[-1] = removed
            else:
                self._starts.append(clean)
                self._shifts.append(removed)
        self._gap_starts = [start for start, _ in self._gaps]
        self._gap_totals = [0]
        for start, end in self._gaps:
            self._gap_totals.append(self._gap_totals[-1] + end - start)
        self.source_length = source_length
        self.clean_length = source_length - removed

    def source_offset(self, offset: int) -> int:
        """Where the clean character at `offset` stands in the source."""
        return offset + self._shifts[bisect_right(self._starts, offset) - 1]

    def source_span(self, start: int, end: int) -> Span:
        """The source characters from the first to the last of a stretch of clean text, with what was deleted between."""
        if start >= end:
            at = self.source_offset(start) if start < self.clean_length else self.source_length
            return at, at
        return self.source_offset(start), self.source_offset(end - 1) + 1

    def clean_offset(self, offset: int) -> int:
        """Where a source character stands in the clean text; of a deleted one, where it would stand."""
        index = bisect_right(self._gap_starts, offset)
        removed = self._gap_totals[index]
        if index and offset < self._gaps[index - 1][1]:
            removed -= self._gaps[index - 1][1] - offset
        return offset - removed

    def clean_span(self, start: int, end: int) -> Span:
        """The clean characters that came from a stretch of source (empty where all of it was deleted)."""
        return self.clean_offset(start), self.clean_offset(end)


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number that opens a paragraph or a clause."""

    words: str
    """As written, with its mark: 一、 （一） 1. ① 一要 二是 第三条 ——."""
    style: str
    """cn-comma · cn-paren · digit-dot · digit-paren · circled · yao · shi · article · dash · other."""
    ordinal: int
    """Its value, 0 where it has none (——)."""
    rank: int
    """Depth in the document, 1 for the outermost."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of clean text (without its line feed) and what it is."""

    start: int
    end: int
    role: str
    """title · number · issuer · addressee · date · lead · unit · heading · body · table · attachment · signoff · furniture."""
    level: int = 0
    """Of a heading: 1 for 一、, 2 for （一）, 3 for 1. ...; else 0."""
    numbering: Numbering | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What one issuing unit says in answer to one directive."""

    index: int
    start: int
    end: int
    unit: str
    """As the document names it; '' where it names none."""
    heading: Span | None = None
    """Where the unit's own heading stands."""
    directive: str = ""
    """'' for the document's main directive, else the words that name the other one."""


@dataclass(frozen=True)
class ReadDocument:
    """A file, read: the clean text, how it came about, and how it is built.

    >>> doc = ReadDocument(SourceText("x", "paste", "学习(xí)"), "学习", (Repair("reading", 2, 6, "(xí)", "", "reading"),))
    >>> doc.source_span(0, 2)
    (0, 2)
    >>> doc.original(0, 2)
    '学习'
    """

    source: SourceText
    text: str
    repairs: tuple[Repair, ...] = ()
    suspects: tuple[Suspect, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    statements: tuple[Statement, ...] = ()
    title: str = ""
    number: str = ""
    issuer: str = ""
    addressees: tuple[str, ...] = ()
    date: str = ""
    """As far as the text gives it: 2018-08-31, 2018-08, 2018, or ''."""
    dated: str = ""
    """As the caller gives it (`--dated`); what deadlines are resolved against, together with `date`."""
    named_units: tuple[str, ...] = ()
    """The units that the lead paragraph lists, in full, in order."""
    open_list: bool = False
    """Whether that list ends in 等: there are more than it names."""
    notes: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        """The file's name, '-' for standard input."""
        return self.source.name

    @cached_property
    def offsets(self) -> OffsetMap:
        """The map between source and clean text."""
        return OffsetMap([(r.start, r.end) for r in self.repairs if not r.after], len(self.source.text))

    def source_span(self, start: int, end: int) -> Span:
        """The source characters behind a stretch of clean text."""
        return self.offsets.source_span(start, end)

    def original(self, start: int, end: int) -> str:
        """The source's own words behind a stretch of clean text."""
        first, last = self.source_span(start, end)
        return self.source.text[first:last]

    def place(self, start: int) -> Place:
        """Page, paragraph, sheet, row or cell where a clean character stands."""
        block = self.source.block_at(self.offsets.source_offset(start))
        return block.place if block else Place()

    def statement_at(self, offset: int) -> Statement | None:
        """The statement in which a clean character stands, or None (lead, furniture)."""
        return next((s for s in self.statements if s.start <= offset < s.end), None)
