"""A side → its sentences: stretches up to 。 or ；, each with its clauses, its duties and where it stands.

They are what points are made of and what answers them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luoshi.comparing.records import Side, Span
from luoshi.extracting import Clause, FoundDuty
from luoshi.reading import Paragraph

STOPS = frozenset("。！？!?；;\n")
CLOSING = "”’）)》〉】」』 　\n"
SILENT = frozenset(f"context.{what}" for what in ("title", "issuer", "number", "addressee", "date", "unit", "attachment", "signoff", "furniture", "lead", "blank"))
"""Rules of clauses that belong to the paper's form."""
OPENING = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十百0-9]{1,4}[）)]|[一二三四五六七八九十]{1,3}(?:要|是(?!否)|、)|第[一二三四五六七八九十百零0-9]{1,6}[条章节](?:之[一二三])?|[0-9]{1,2}[.．、]|[①-⑳])\s*"
)
"""A number at the head of a sentence."""


def quoted(text: str, start: int, end: int, marks: str = "，,、；;。") -> Span:
    """A stretch as it is quoted: without the number before it, and the `marks` and spaces after it.

    >>> text = "1.建立渡口台账，每月更新。"
    >>> text[slice(*quoted(text, 0, 9))]
    '建立渡口台账'
    """
    number = OPENING.match(text, start, end)
    first = number.end() if number and number.end() < end else start
    return first, first + len(text[first:end].rstrip(marks + " 　\n"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One stretch of a side up to 。 or ；."""

    start: int
    end: int
    clauses: tuple[Clause, ...]
    duties: tuple[FoundDuty, ...] = ()
    label: str = ""
    """The document's own numbering above it: 二（三）, 第十条."""
    heading: str = ""
    """The nearest heading above it."""
    place: int = 0
    """Running number of the article, item or paragraph in which it stands."""
    role: str = "body"
    """body · heading (a line of its own that is nothing but a heading)."""
    in_article: bool = False
    """Whether it stands in a numbered article, where everything said is meant to bind."""
    rank: int = 0
    """Depth of a heading."""

    @property
    def head(self) -> bool:
        """Whether it only names what the sentences after it carry out: a heading, or （一）加强组织领导。"""
        return self.role == "heading" or all(clause.reason.rule in ("context.head", "context.heading") for clause in self.clauses)


def sentences_of(side: Side) -> tuple[Sentence, ...]:
    """The sentences of a side in reading order, without titles, furniture and the like; () for a side that was not extracted.

    >>> import luoshi
    >>> from luoshi.comparing.sides import sides_of
    >>> found = luoshi.extract(luoshi.read_text("一、健全机制\\n（一）每月通报；年底考核。"))
    >>> [(s.label, found.document.text[s.start:s.end]) for s in sentences_of(sides_of([found])[0])]
    [('一', '一、健全机制'), ('一（一）', '（一）每月通报；'), ('一（一）', '年底考核。')]
    """
    return tuple(_Walk(side).sentences()) if side.extraction else ()


class _Walk:
    """One walk over a side's clauses."""

    def __init__(self, side: Side) -> None:
        assert side.extraction is not None
        self.text, self.extraction = side.text, side.extraction
        self.clauses = [c for c in self.extraction.clauses if side.start <= c.start < side.end and c.reason.rule not in SILENT]
        self.duties = {duty.start: duty for duty in self.extraction.duties}
        self.paragraphs = self.extraction.document.paragraphs
        self.firsts = [paragraph.start for paragraph in self.paragraphs]
        self.numbers: list[tuple[int, str, str]] = []
        """(rank, number, heading) of what is open."""
        self.place = 0

    def sentences(self) -> Iterator[Sentence]:
        last = -1
        for clauses in self._stretches():
            number = bisect_right(self.firsts, clauses[0].start) - 1
            if number != last:
                self._enter(self.paragraphs[number], clauses[0])
                last = number
            elif OPENING.match(self.text, clauses[0].start):
                self.place += 1
            yield self._sentence(clauses, self.paragraphs[number])

    def _stretches(self) -> Iterator[Sequence[Clause]]:
        """Clauses up to a stop; a bracketed assignment belongs to what stands before it."""
        held: list[Clause] = []
        for clause in self.clauses:
            if held and self._ends(held[-1]) and clause.reason.rule != "context.assignment":
                yield held
                held = []
            held.append(clause)
        if held:
            yield held

    def _ends(self, clause: Clause) -> bool:
        words = self.text[clause.start : clause.end].rstrip(CLOSING)
        return not words or words[-1] in STOPS or self.text[clause.end : clause.end + 1] in ("", "\n") or "\n" in self.text[clause.start : clause.end]

    def _enter(self, paragraph: Paragraph, first: Clause) -> None:
        """A new paragraph: what is open above it."""
        self.place += paragraph.numbering is not None or not self._in_article()
        if paragraph.numbering is None:
            self.numbers = [each for each in self.numbers if not each[1].endswith(("要", "是"))]
            return
        rank = paragraph.numbering.rank
        self.numbers = [each for each in self.numbers if each[0] < rank]
        is_head = first.reason.rule in ("context.head", "context.heading") and paragraph.numbering.style != "article"
        heading = self.text[first.start : first.end] if is_head else ""
        self.numbers.append((rank, paragraph.numbering.words.strip(), OPENING.sub("", heading, count=1).strip("。：:，\n 　")))

    def _in_article(self) -> bool:
        return any(number.startswith("第") and number.endswith("条") for _, number, _ in self.numbers)

    def _sentence(self, clauses: Sequence[Clause], paragraph: Paragraph) -> Sentence:
        heading = next((words for _, _, words in reversed(self.numbers) if words), "")
        return Sentence(
            clauses[0].start, clauses[-1].end, tuple(clauses), tuple(self.duties[c.start] for c in clauses if c.start in self.duties), self._label(clauses[0].start),
            heading, self.place, "heading" if clauses[0].reason.rule == "context.heading" else "body", self._in_article(),
            paragraph.numbering.rank if paragraph.numbering else 0,
        )  # fmt: skip

    def _label(self, start: int) -> str:
        """The numbers that are open, the last one from the sentence itself where it has one; articles are numbered through."""
        open_numbers = [number.strip("、.．，, ") for _, number, _ in self.numbers]
        first = max((i for i, number in enumerate(open_numbers) if number.startswith("第") and number.endswith("条")), default=0)
        return "".join(open_numbers[first:])
