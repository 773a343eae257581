"""An Extraction's questions to one unit, put in the order of a letter: what concerns everything first, then sentence by sentence.

A question that recurs ("who answers for it?") is asked once and names the duties that it concerns.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from luoshi.extracting.records import Extraction, FoundDuty, Question

OFTEN = 3
"""A question without words of its own that concerns at least so many duties is asked once for all of them."""

NOT_HERE = ("theme", "mechanism")
ONCE = ("owner", "deadline", "year", "period", "unit", "measure", "document")


@dataclass(frozen=True, slots=True)
class General:
    """One question that concerns many duties, or the whole text."""

    what: str
    words: tuple[str, ...] = ()
    """The columns that are not in this text."""
    duties: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence and what is asked of it."""

    start: int
    end: int
    words: str
    duty: FoundDuty | None
    asked: tuple[Question, ...]
    """What is asked of this sentence alone."""
    shared: tuple[str, ...] = ()
    """What is asked of it under a general question."""

    @property
    def quote(self) -> str:
        """The words without the mark that ties them to the next clause."""
        return self.words.strip().rstrip("，、；：,;:")


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything to ask one unit."""

    unit: str
    general: tuple[General, ...]
    items: tuple[Item, ...]
    settled: tuple[FoundDuty, ...]
    """The duties of which nothing would have to be asked but the owner."""


def ask_unit(extraction: Extraction, unit: str) -> Asked:
    """What to ask one unit: general questions, then its sentences in reading order, then what needs no more than an owner."""
    questions = [question for question in extraction.questions if question.unit == unit]
    once = recurring(questions)
    general = [gather(questions, what) for what in (*ONCE, *NOT_HERE) if what in once]
    own = [question for question in questions if question.what not in NOT_HERE and question.what != "owner"]
    duties = {duty.number: duty for duty in extraction.duties}
    mine = [duty for duty in extraction.duties if duty.unit == unit]

    def place(question: Question) -> tuple[int, int]:
        duty = duties.get(question.duty or 0) or next((d for d in mine if d.start <= question.start < d.end), None)
        return (duty.start, duty.number) if duty else (question.start, 0)

    by_place = groupby(sorted(own, key=place), key=place)
    items = tuple(item_of(extraction, duties.get(number), list(group), once) for (_, number), group in by_place)
    open_duties = {item.duty.number for item in items if item.duty}
    settled = tuple(duty for duty in mine if duty.number not in open_duties)
    return Asked(unit, tuple(general), items, settled)


def recurring(questions: list[Question]) -> set[str]:
    """The questions to be asked once for all: of gaps in the text and of owners always, of others when they recur.

    >>> sorted(recurring([Question("甲", "owner", duty=1), Question("甲", "deadline", duty=1)]))
    ['owner']
    """
    counts = Counter(question.what for question in questions if not question.words)
    often = {what for what, count in counts.items() if what in ONCE and count >= OFTEN}
    return often | {question.what for question in questions if question.what in (*NOT_HERE, "owner")}


def gather(questions: list[Question], what: str) -> General:
    """One general question out of all those that ask the same without words of their own."""
    if what in NOT_HERE:
        return General(what, words=tuple(dict.fromkeys(q.words for q in questions if q.what == what and q.words)))
    mine = (q.duty for q in questions if q.what == what and q.duty is not None and (what == "owner" or not q.words))
    return General(what, duties=tuple(sorted(set(mine))))


def item_of(extraction: Extraction, duty: FoundDuty | None, questions: list[Question], once: set[str]) -> Item:
    """One sentence with its questions; those that are asked once for all are only named."""
    start, end = (duty.start, duty.end) if duty else clause_around(extraction, questions[0].start, questions[0].end)
    own = tuple(dict.fromkeys(q for q in questions if q.words or q.what not in once))
    shared = tuple(dict.fromkeys(q.what for q in questions if q not in own))
    return Item(start, end, extraction.document.text[start:end], duty, own, shared)


def clause_around(extraction: Extraction, start: int, end: int) -> tuple[int, int]:
    """The clause in which a stretch stands, or the stretch itself."""
    around = (c for c in extraction.clauses if c.start <= start < c.end)
    clause = next(around, None)
    return (clause.start, max(clause.end, end)) if clause else (start, end)


def runs_of(numbers: tuple[int, ...]) -> list[tuple[int, int]]:
    """Numbers that follow each other as (first, last).

    >>> runs_of((3, 4, 5, 9))
    [(3, 5), (9, 9)]
    """
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
