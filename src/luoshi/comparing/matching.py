"""Points and sentences → which sentences of a side speak to a point, and how much of it they cover.

A point is held against every sentence by its terms (see `terms`); the best sentence of a side is joined by others as long as each adds
something that those before it lack. What is asked is then looked for clause by clause: an act without its object, or the object with
another act, is no answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.points import Asked
from luoshi.comparing.records import Side
from luoshi.comparing.sentences import OPENING, Sentence
from luoshi.comparing.terms import ACT, Sought, Weights, terms_of

LEAST_SHARE = 0.30
"""Of a point's terms that a sentence must have to be looked at."""
MOST_LOOKED_AT = 6
"""Sentences of a side that are looked at for one point."""
LEAST_ADDED = 0.12
"""Of the point's terms that a further sentence must add."""
CLAUSE_MET = 0.5
"""Of a clause's terms that must be found for the clause to be met."""
MOST_JOINED = 4


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answering side, as it is searched."""

    side: int
    sentence: Sentence
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Part:
    """One clause of a point that asks for something."""

    start: int
    end: int
    terms: frozenset[str]
    weight: float
    main: bool = True
    """Whether it asks for something by itself, rather than giving an aim or a basis."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a side that speak to a point, best first."""

    said: tuple[Said, ...]
    shares: tuple[float, ...]
    covered: float
    """The share of the point's terms that they have together."""
    missing: tuple[Part, ...] = ()
    """Clauses of the point that none of them meets."""
    extra: float = 0.0
    """What the best sentence says beyond the point, as a share of its own terms."""


def said_by(sides: Sequence[Side], every: Sequence[Sequence[Sentence]]) -> list[Said]:
    """The sentences of all sides that can answer something: all but headings."""
    return [
        Said(number, sentence, terms_of(_body(side.text, sentence.start, sentence.end)))
        for number, (side, sentences) in enumerate(zip(sides, every, strict=True))
        for sentence in sentences
    ]  # fmt: skip


def _body(text: str, start: int, end: int) -> str:
    return OPENING.sub("", text[start:end], count=1)


def parts_of(asked: Asked, text: str, weights: Weights) -> tuple[Part, ...]:
    """The clauses of a point with their terms."""
    parts = []
    for clause in asked.clauses:
        terms = terms_of(_body(text, clause.start, clause.end))
        main = clause.kind in ("duty", "target") or (asked.in_article and clause.reason.rule in ("context.other", "context.state", "context.head"))
        parts.append(Part(clause.start, clause.end, terms, weights.total(terms), main))
    return tuple(parts)


class Matcher:
    """All sentences of the answering sides, ready to be asked."""

    def __init__(self, said: Sequence[Said], weights: Weights, sides: int) -> None:
        self.said, self.weights, self.sides = said, weights, sides
        self.sought = Sought([each.terms for each in said], weights)
        self.side_of = np.array([each.side for each in said], dtype=np.int32)

    def shares(self, terms: frozenset[str]) -> NDArray[np.float64]:
        return self.sought.shares(terms)

    def answers(self, asked: Asked, parts: Sequence[Part]) -> dict[int, Sentences]:
        """For each side that speaks to the point, its sentences."""
        terms = frozenset().union(*(part.terms for part in parts)) if parts else frozenset()
        shares = self.shares(terms)
        looked = np.flatnonzero(shares >= LEAST_SHARE)
        by_side: dict[int, list[int]] = {}
        for index in looked.tolist():
            by_side.setdefault(int(self.side_of[index]), []).append(index)
        return {side: self._joined(terms, parts, sorted(found, key=lambda i: (-shares[i], i))[:MOST_LOOKED_AT], shares) for side, found in by_side.items()}

    def _joined(self, terms: frozenset[str], parts: Sequence[Part], candidates: list[int], shares: NDArray[np.float64]) -> Sentences:
        """The best sentence and those that add to it."""
        total = self.weights.total(terms) or 1.0
        chosen, have = candidates[:1], self.said[candidates[0]].terms & terms
        for index in candidates[1:]:
            new = (self.said[index].terms & terms) - have
            if len(chosen) < MOST_JOINED and self.weights.total(new) / total >= LEAST_ADDED:
                chosen.append(index)
                have |= new
        missing = tuple(part for part in parts if part.main and not self._met(part, chosen))
        best = self.said[chosen[0]].terms
        own = self.weights.total(best) or 1.0
        return Sentences(
            tuple(self.said[i] for i in chosen), tuple(float(shares[i]) for i in chosen), self.weights.total(have) / total, missing,
            self.weights.total(best - terms) / own,
        )  # fmt: skip

    def _met(self, part: Part, chosen: Sequence[int]) -> bool:
        if not part.weight:
            return True
        return any(self.weights.total(self.said[i].terms & part.terms) / part.weight >= CLAUSE_MET for i in chosen)


def acts(terms: frozenset[str]) -> frozenset[str]:
    """The acts among the terms."""
    return frozenset(term for term in terms if term[0] == ACT)
