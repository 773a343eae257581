"""A point and the sentences that answer it → in what they fall short: words beside words.

Slot by slot: each figure, term, rhythm, paper and owner of the point is looked for in the clause that says the same thing, so that the
figure of another object never counts. What is stronger than asked is not weaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luoshi.comparing.lesser_figures import is_lowered, same_unit
from luoshi.comparing.lesser_times import is_later, times_a_year
from luoshi.comparing.points import Asked
from luoshi.comparing.records import Side, Weakening
from luoshi.comparing.sentences import Sentence
from luoshi.comparing.terms import Weights, terms_of
from luoshi.comparing.weak_words import any_of, papers
from luoshi.extracting import Clause, Deadline, FoundDuty, Quantity, Recurrence
from luoshi.extracting.quantities import find_quantities
from luoshi.extracting.times import find_deadlines, find_recurrence

SAME_THING = 0.5
"""Of a clause's terms that another must have to be held against it, slot by slot."""
NO_YEAR = re.compile(r"^--")
FOR_ALL = re.compile(r"(?:以上|上述|各项|所有|全部|本方案|本通知)[^，。；]{0,6}(?:任务|工作|事项|措施|目标|要求)")
"""Opens a sentence whose term holds for all that was said."""


@dataclass(frozen=True, slots=True)
class SaidClause:
    """A clause of an answer with what is found in it."""

    start: int
    end: int
    words: str
    terms: frozenset[str]
    quantities: tuple[Quantity, ...]
    deadlines: tuple[Deadline, ...]
    recurrence: Recurrence | None
    duty: FoundDuty | None


class Answered:
    """The sentences of one side that answer a point, clause by clause."""

    def __init__(self, side: Side, sentences: Sequence[Sentence], general: Sequence[Deadline], weights: Weights) -> None:
        self.side, self.sentences, self.general, self.weights = side, sentences, general, weights
        self.clauses = [said_clause(side, clause, sentence) for sentence in sentences for clause in sentence.clauses]

    def like(self, terms: frozenset[str]) -> SaidClause | None:
        """The clause that says most of the terms, None where none says enough."""
        total = self.weights.total(terms)
        if not total:
            return None
        best = max(self.clauses, key=lambda clause: (self.weights.total(clause.terms & terms), -clause.start), default=None)
        return best if best and self.weights.total(best.terms & terms) / total >= SAME_THING else None

    def words(self) -> str:
        return "".join(clause.words for clause in self.clauses)


def said_clause(side: Side, clause: Clause, sentence: Sentence) -> SaidClause:
    """A clause with its figures, terms and rhythm, whether or not it was taken for a duty."""
    words = side.text[clause.start : clause.end]
    duty = next((duty for duty in sentence.duties if duty.start == clause.start), None)
    if duty:
        return SaidClause(clause.start, clause.end, words, terms_of(words), duty.quantities, duty.deadlines, duty.recurrence, duty)
    return SaidClause(
        clause.start, clause.end, words, terms_of(words), find_quantities(side.text, clause.start, clause.end),
        find_deadlines(side.text, clause.start, clause.end, dated=side.date), find_recurrence(side.text, clause.start, clause.end), None,
    )  # fmt: skip


def general_terms(side: Side, sentences: Sequence[Sentence]) -> tuple[Deadline, ...]:
    """Terms that a side gives once for all its measures: 以上各项任务于2020年底前完成."""
    found: list[Deadline] = []
    for sentence in sentences:
        if FOR_ALL.search(side.text, sentence.start, sentence.end):
            found += find_deadlines(side.text, sentence.start, sentence.end, dated=side.date)
    return tuple(found)


def weakenings(asked: Asked, text: str, answered: Answered) -> tuple[Weakening, ...]:
    """In what the answer falls short of the point, in the order of the point's words."""
    found: list[Weakening] = []
    for duty in asked.duties:
        terms = terms_of(duty.words)
        said = answered.like(terms)
        found += _figures(duty, terms, said, answered)
        if said:
            found += [*_terms(duty, said, answered), *_rhythm(duty, said, answered), *_force(duty, text, said), *_reach(duty, said)]
        found += _papers(duty, answered)
    unique = {(w.what, w.asked_span): w for w in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda w: (w.asked_span, w.what)))


# -- figures -------------------------------------------------------------------------------------------------------


def _figures(duty: FoundDuty, terms: frozenset[str], said: SaidClause | None, answered: Answered) -> Iterator[Weakening]:
    for figure in duty.quantities:
        span = figure.start, figure.end
        others = [(q, said) for q in said.quantities if same_unit(figure, q)] if said else []
        if others:
            nearest, clause = min(others, key=lambda pair: (is_lowered(figure, pair[0], duty.words, pair[1].words), pair[0].start))
            if is_lowered(figure, nearest, duty.words, clause.words):
                yield Weakening("figure", figure.words, nearest.words, span, (nearest.start, nearest.end))
        elif said:
            yield Weakening("figure", figure.words, "", span)


# -- terms and rhythms ---------------------------------------------------------------------------------------------


def _terms(duty: FoundDuty, said: SaidClause, answered: Answered) -> Iterator[Weakening]:
    for asked in duty.deadlines[:1]:
        span = asked.start, asked.end
        given = said.deadlines or tuple(d for c in answered.clauses for d in c.deadlines) or answered.general
        if given:
            if all(is_later(asked, each) for each in given):
                yield Weakening("deadline", asked.words, given[0].words, span, (given[0].start, given[0].end))
            continue
        loose = any_of("loose_times").search(said.words)
        place = (said.start + loose.start(), said.start + loose.end()) if loose else None
        yield Weakening("deadline", asked.words, loose[0] if loose else "", span, place)


def _rhythm(duty: FoundDuty, said: SaidClause, answered: Answered) -> Iterator[Weakening]:
    asked = duty.recurrence
    if asked is None or asked.value == "ongoing":
        return
    span = asked.start, asked.end
    given = said.recurrence or next((c.recurrence for c in answered.clauses if c.recurrence), None)
    if given is None:
        yield Weakening("rhythm", asked.words, "", span)
    elif times_a_year(given, said.words) < times_a_year(asked, duty.words):
        yield Weakening("rhythm", asked.words, given.words, span, (given.start, given.end))


# -- force and reach -----------------------------------------------------------------------------------------------


def _force(duty: FoundDuty, text: str, said: SaidClause) -> Iterator[Weakening]:
    hedges = any_of("hedges")
    if hedges.search(duty.words):
        return
    found = hedges.search(said.words)
    if not found or (duty.deadlines and any_of("loose_times").fullmatch(found[0])):
        return
    strict = any_of("strict").search(duty.words)
    span = (duty.start + strict.start(), duty.start + strict.end()) if strict else (duty.start, duty.start + len(duty.words.rstrip("，。；、")))
    yield Weakening("force", text[span[0] : span[1]], found[0], span, (said.start + found.start(), said.start + found.end()))


def _reach(duty: FoundDuty, said: SaidClause) -> Iterator[Weakening]:
    """全部 → 部分."""
    whole, part = any_of("all").search(duty.words), any_of("some").search(said.words)
    if whole and part and not any_of("all").search(said.words) and not any_of("some").search(duty.words):
        place = said.start + part.start(), said.start + part.end()
        yield Weakening("scope", whole[0], part[0], (duty.start + whole.start(), duty.start + whole.end()), place)


# -- papers --------------------------------------------------------------------------------------------------------


def _papers(duty: FoundDuty, answered: Answered) -> Iterator[Weakening]:
    words = answered.words()
    for named in duty.deliverables:
        kind = next((kind for kind in papers() if named.name.endswith(kind)), None)
        if kind and not any(each in words for each in kind):
            yield Weakening("deliverable", named.name, "", (named.start, named.end))
