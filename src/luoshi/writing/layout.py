"""How a text is laid out for reading: sections by statement, rows by sentence, and in them stretches that bear a mark."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from luoshi.extracting.records import Clause, Extraction, FoundDuty
from luoshi.reading import Paragraph, ReadDocument, Repair, Statement

ENDINGS = "。！？!?"
SOFT_ENDINGS = "；;"
QUIET_REPAIRS = ("traditional", "punctuation", "space")
"""Repairs that may stand on every second character; they are seen on hover only."""
LONG = 60
"""A row of more characters than this also ends at a semicolon."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence, or as much of a paragraph as is read at one glance."""

    start: int
    end: int
    role: str
    opens: bool
    """Whether its paragraph starts here."""


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one statement, or of what stands outside all statements."""

    statement: Statement | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that is shown in a special way."""

    start: int
    end: int
    kind: str
    """fix (repaired) · fix-seen (repaired, and to be seen at once) · suspect · value (deadline, recurrence, quantity)."""
    note: str = ""


def lay_out(extraction: Extraction) -> list[Section]:
    """All of the text, in reading order."""
    document, sections = extraction.document, list[Section]()
    ends = sorted({clause.end for clause in extraction.clauses})
    for statement, paragraph in pieces_of(document):
        rows = tuple(rows_of(document.text, paragraph, ends))
        if sections and sections[-1].statement == statement:
            sections[-1] = Section(statement, sections[-1].rows + rows)
        else:
            sections.append(Section(statement, rows))
    return sections


def pieces_of(document: ReadDocument) -> Iterator[tuple[Statement | None, Paragraph]]:
    """Every paragraph with its statement, parted where a statement starts or ends within it."""
    edges = sorted({edge for statement in document.statements for edge in (statement.start, statement.end)})
    for paragraph in document.paragraphs or lines_of(document.text):
        inner = edges[bisect_right(edges, paragraph.start) : bisect_left(edges, paragraph.end)]
        cuts = [paragraph.start, *inner, paragraph.end]
        for start, end in pairwise(cuts):
            if document.text[start:end].strip():
                yield document.statement_at(start), Paragraph(start, end, paragraph.role, paragraph.level)


def lines_of(text: str) -> Iterator[Paragraph]:
    """The lines of a text whose structure is not known."""
    start = 0
    for line in text.split("\n"):
        yield Paragraph(start, start + len(line), "body")
        start += len(line) + 1


def rows_of(text: str, paragraph: Paragraph, clause_ends: list[int]) -> Iterator[Row]:
    """A paragraph's sentences; none is cut within a clause."""
    start = paragraph.start
    for end in clause_ends[bisect_right(clause_ends, start) : bisect_left(clause_ends, paragraph.end)]:
        last = text[start:end].rstrip("”’」』）) \u3000")[-1:]
        if last and (last in ENDINGS or (last in SOFT_ENDINGS and end - start > LONG)):
            yield Row(start, end, paragraph.role, start == paragraph.start)
            start = end
    if start < paragraph.end:
        yield Row(start, paragraph.end, paragraph.role, start == paragraph.start)


def marks_of(extraction: Extraction) -> list[Mark]:
    """What is to be seen within clauses: repairs, doubtful words, and the words of deadlines, rhythms and figures."""
    document = extraction.document
    suspects = [Mark(s.start, s.end, "suspect", s.proposal) for s in document.suspects]
    values = [Mark(start, end, "value") for duty in extraction.duties for start, end in values_of(duty)]
    return [*repair_marks(document), *suspects, *values]


def values_of(duty: FoundDuty) -> Iterator[tuple[int, int]]:
    """Where a duty's deadlines, rhythm and figures stand."""
    yield from ((deadline.start, deadline.end) for deadline in duty.deadlines)
    yield from ((quantity.start, quantity.end) for quantity in duty.quantities)
    if duty.recurrence:
        yield duty.recurrence.start, duty.recurrence.end


def repair_marks(document: ReadDocument) -> Iterator[Mark]:
    """Repaired stretches with the source's own words, those that touch as one; and in them, what is to be seen at once."""
    run: tuple[int, int] | None = None
    for repair in document.repairs:
        start, end = repaired_span(document, repair)
        if repair.kind not in QUIET_REPAIRS:
            yield Mark(start, end, "fix-seen")
        if run and start <= run[1]:
            run = (run[0], max(run[1], end))
            continue
        if run:
            yield repair_mark(document, *run)
        run = (start, end)
    if run:
        yield repair_mark(document, *run)


def repaired_span(document: ReadDocument, repair: Repair) -> tuple[int, int]:
    """Where a repair is seen in the clean text; of a deletion, the character before it."""
    start, end = document.offsets.clean_span(repair.start, repair.end)
    return (start, end) if end > start else (max(start - 1, 0), max(start, 1))


def repair_mark(document: ReadDocument, start: int, end: int) -> Mark:
    """One repaired stretch, with what was deleted right after it."""
    first, last = document.offsets.source_offset(start), document.offsets.source_offset(end)
    return Mark(start, end, "fix", document.source.text[first:last])


class Stretches:
    """The text parted wherever a mark starts or ends."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._marks = sorted(marks, key=lambda mark: (mark.start, mark.end, mark.kind))
        edges = sorted({edge for mark in self._marks for edge in (mark.start, mark.end)})
        self._edges = edges
        self._over: list[tuple[Mark, ...]] = []
        active: list[Mark] = []
        waiting = iter(self._marks)
        following = next(waiting, None)
        for edge in edges:
            while following and following.start <= edge:
                active.append(following)
                following = next(waiting, None)
            active = [mark for mark in active if mark.end > edge]
            self._over.append(tuple(active))

    def between(self, start: int, end: int) -> Iterator[tuple[int, int, tuple[Mark, ...]]]:
        """The stretches from start to end, each with the marks that it bears.

        >>> list(Stretches([Mark(2, 4, "fix")]).between(0, 5))
        [(0, 2, ()), (2, 4, (Mark(start=2, end=4, kind='fix', note=''),)), (4, 5, ())]
        """
        index = bisect_right(self._edges, start) - 1
        while start < end:
            stop = min(end, self._edges[index + 1]) if index + 1 < len(self._edges) else end
            yield start, stop, self._over[index] if index >= 0 else ()
            start, index = stop, index + 1


def theme_turns(clauses: tuple[Clause, ...]) -> set[int]:
    """The numbers of the clauses whose theme is not that of the themed clause before them in the same statement."""
    turns, last = set[int](), dict[int | None, str]()
    for number, clause in enumerate(clauses, 1):
        if clause.theme != "-" and clause.theme != last.get(clause.statement):
            turns.add(number)
            last[clause.statement] = clause.theme
    return turns


class Lookup:
    """Which clause stands at a place, and which clauses and duties start in a stretch; numbers of clauses count from 1."""

    def __init__(self, extraction: Extraction) -> None:
        self.clauses = sorted(enumerate(extraction.clauses, 1), key=lambda pair: (pair[1].start, pair[0]))
        self._starts = [clause.start for _, clause in self.clauses]
        self._duties = sorted(extraction.duties, key=lambda duty: (duty.start, duty.number))
        self._duty_starts = [duty.start for duty in self._duties]

    def clause_at(self, offset: int) -> int | None:
        """The number of the clause in which a character stands."""
        index = bisect_right(self._starts, offset) - 1
        return self.clauses[index][0] if index >= 0 and offset < self.clauses[index][1].end else None

    def clauses_in(self, start: int, end: int) -> list[tuple[int, Clause]]:
        """The clauses, with their numbers, that start in a stretch."""
        return self.clauses[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def duties_in(self, start: int, end: int) -> list[FoundDuty]:
        """The duties that start in a stretch."""
        return self._duties[bisect_left(self._duty_starts, start) : bisect_left(self._duty_starts, end)]
