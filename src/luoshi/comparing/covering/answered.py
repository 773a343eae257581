"""The sentences that answer a point, clause by clause, with what is found in each: what a point's slots are held against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luoshi.comparing.covering.lesser_figures import find_figures
from luoshi.comparing.covering.lesser_times import Rhythm, find_rhythm
from luoshi.comparing.covering.parts import plain, slots_in
from luoshi.comparing.records import Side
from luoshi.comparing.sentences import Sentence
from luoshi.comparing.terms import Weights, acts, terms_of
from luoshi.extracting import Actor, Deadline, Quantity
from luoshi.extracting.times import find_deadlines, find_recurrence

LIKE = 0.4
"""Of what is asked, that a clause must have to be held against it, slot by slot."""
ALONE = 0.25
"""The same where the point asks for nothing else, so that the answer can mean nothing else."""
ABOUT = 0.5
"""Of what is asked, or of what is said, that both must have for a hedge to count."""
OF_THE_SAME = 0.6
"""Of a clause's own terms that must be asked for, lest its figure be one of something else."""
FOR_ALL = re.compile(r"(?:以上|上述|各项|所有|全部|本方案|本通知)[^，。；]{0,6}(?:任务|工作|事项|措施|目标|要求)")
"""Opens a sentence whose term holds for all that was said."""


@dataclass(frozen=True, slots=True)
class SaidClause:
    """A clause of an answer with what is found in it."""

    start: int
    end: int
    words: str
    terms: frozenset[str]
    figures: tuple[Quantity, ...]
    deadlines: tuple[Deadline, ...]
    rhythm: Rhythm | None
    actors: tuple[Actor, ...]


class Answered:
    """The sentences of one side that answer a point."""

    def __init__(self, side: Side, sentences: Sequence[Sentence], general: Sequence[Deadline], weights: Weights) -> None:
        """`general` are the terms that the side gives once for all its measures."""
        self.side, self.general, self.weights = side, general, weights
        self.clauses = tuple(clause for sentence in sentences for clause in said_clauses(side, sentence))
        self.words = "".join(clause.words for clause in self.clauses)

    def like(self, terms: frozenset[str], least: float) -> SaidClause | None:
        """The clause that says most of the terms, None where none says enough; the words of two that say as much stand earlier."""
        total = self.weights.total(terms)
        if not total:
            return self.clauses[0] if self.clauses else None
        best = max(self.clauses, key=lambda clause: (self.weights.total(clause.terms & terms), -clause.start), default=None)
        return best if best and self.weights.total(best.terms & terms) / total >= least else None

    def about(self, clause: SaidClause, terms: frozenset[str]) -> tuple[SaidClause, ...]:
        """The clause, and those beside it that speak of nothing but what is asked: 港口岸电加快建设，主要港口达到八成."""
        beside = (each for each in self.clauses if each is not clause and self._share(each.terms - acts(each.terms), terms) >= OF_THE_SAME)
        return (clause, *beside)

    def is_about(self, clause: SaidClause, terms: frozenset[str]) -> bool:
        """Whether a clause says most of what is asked, or little else."""
        return self._share(terms, clause.terms) >= ABOUT or self._share(clause.terms, terms) >= ABOUT

    def _share(self, own: frozenset[str], asked: frozenset[str]) -> float:
        return self.weights.total(own & asked) / self.weights.total(own) if own else 1.0

    def deadlines(self, clause: SaidClause) -> tuple[Deadline, ...]:
        """The terms that hold for a clause: its own, those beside it, or those for all."""
        return clause.deadlines or tuple(term for each in self.clauses for term in each.deadlines) or tuple(self.general)

    def rhythm(self, clause: SaidClause) -> Rhythm | None:
        """How often a clause is to be done: as it says itself, or one beside it."""
        return next((each.rhythm for each in (clause, *self.clauses) if each.rhythm), None)


def said_clauses(side: Side, sentence: Sentence) -> Iterator[SaidClause]:
    """The clauses of a sentence with their figures, terms and rhythms, whether or not they were taken for duties."""
    duties = {duty.start: duty for duty in sentence.duties}
    slots = slots_in(side.text, sentence.duties)
    for clause in sentence.clauses:
        start, end, duty = clause.start, clause.end, duties.get(clause.start)
        yield SaidClause(
            start, end, side.text[start:end], terms_of(plain(side.text, clause, slots)), find_figures(side.text, start, end),
            duty.deadlines if duty else find_deadlines(side.text, start, end, dated=side.date),
            find_rhythm(side.text, start, end, duty.recurrence if duty else find_recurrence(side.text, start, end)), duty.actors if duty else (),
        )  # fmt: skip


def general_terms(side: Side, sentences: Sequence[Sentence]) -> tuple[Deadline, ...]:
    """Terms that a side gives once for all its measures: 以上各项任务于2020年底前完成."""
    found: list[Deadline] = []
    for sentence in sentences:
        if FOR_ALL.search(side.text, sentence.start, sentence.end):
            found += find_deadlines(side.text, sentence.start, sentence.end, dated=side.date)
    return tuple(found)
