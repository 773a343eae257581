"""Points and sentences → which sentences of a side speak to a point, and how much of it they have.

Each part of a point is held against every sentence by its terms (see `terms`). A part that forbids is met only by a sentence that says no.
A side speaks to a point as much as its best sentences have of the parts, each part counting alike, and as its likest sentence is like the
whole point (see `likeness`); the score is the geometric mean of both, for neither is enough alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.covering.likeness import Likenesses
from luoshi.comparing.covering.parts import SAYS_NO, Part, plain, slots_in
from luoshi.comparing.covering.points import NOT_ASKED, taken_apart
from luoshi.comparing.records import Side
from luoshi.comparing.sentences import Sentence
from luoshi.comparing.terms import Sought, Weights, acts, terms_of

SAYS_NO_NOT = 0.4
"""What a sentence that forbids nothing counts for a part that forbids."""
OTHER_ACT = 0.75
"""What a sentence without any of a part's acts counts for the part."""
UNDER = 0.85
"""What words of the heading above a sentence count beside its own."""
CASE = 1.3
"""A sentence that has most of a case has it: so much its share is raised."""
LIKER = 0.5
"""What being like the whole point counts beside having the part."""
PART_MET = 0.45
"""Of a part's terms that a sentence must have to be shown for it."""
PART_MISSING = 0.1
"""Of a part's terms up to which nothing is said of it."""
DEFINITE_MISSING, MISSING_DEFINITE = 0.2, 0.25
"""The same for what can be seen to be missing (see `Part.definite`): of its terms, and of the point's weight."""
MISSING = 0.45
"""Of a point's weight that must be missing for the point to be narrowed."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answering side, as it is searched."""

    side: int
    sentence: Sentence
    terms: frozenset[str]
    forbids: bool
    stretches: tuple[str, ...] = ()
    """Its words, without numbers, who is addressed, figures, terms and rhythms, taken apart as a point would be."""
    under: frozenset[str] = frozenset()
    """Terms of the heading above it."""

    @property
    def words(self) -> str:
        """What is compared of it."""
        return "，".join(self.stretches)


@dataclass(frozen=True, slots=True)
class Match:
    """What a side says to a point."""

    said: tuple[Said, ...]
    """Its sentences, best first."""
    terms: frozenset[str]
    """Of the point."""
    score: float
    """0 to 1, see above."""
    parts: tuple[Part, ...]
    shares: tuple[float, ...]
    """The share of each part."""
    whole: float
    """The share of the whole point's terms that the best sentence has."""
    alike: float
    """How like the point it is, 0 to 1."""
    words: str
    """Its words, or those of all the sentences where they are items of one list."""

    @property
    def missing(self) -> tuple[Part, ...]:
        """Parts of which nothing is said, where they are much of the point; definite ones also where they are less."""
        total = sum(part.weight for part in self.parts)
        pairs = list(zip(self.parts, self.shares, strict=True))
        silent = tuple(part for part, share in pairs if share < PART_MISSING)
        definite = tuple(part for part, share in pairs if part.definite and share < DEFINITE_MISSING and part.weight >= MISSING_DEFINITE * total)
        missing = silent if sum(part.weight for part in silent) >= MISSING * total else definite
        return missing if len(missing) < len(self.parts) else ()


def said_by(sides: Sequence[Side], every: Sequence[Sequence[Sentence]]) -> list[Said]:
    """The sentences of all sides that can answer something: all but headings of their own line."""
    said: list[Said] = []
    for number, (side, sentences) in enumerate(zip(sides, every, strict=True)):
        for sentence in sentences:
            if sentence.role != "heading" and not NOT_ASKED.search(side.text, sentence.start, sentence.end):
                words = side.text[sentence.start : sentence.end]
                slots = slots_in(side.text, sentence.duties)
                stretches = tuple("，".join(plain(side.text, clause, slots) for clause in clauses) for clauses in taken_apart(side, sentence))
                terms = frozenset().union(*map(terms_of, stretches))
                said.append(Said(number, sentence, terms, bool(SAYS_NO.search(words)), stretches, terms_of(sentence.heading)))
    return said


class Matcher:
    """All sentences of the answering sides, ready to be asked."""

    def __init__(self, said: Sequence[Said], weights: Weights, sides: int) -> None:
        self.said, self.weights = said, weights
        self.sought = Sought([each.terms for each in said], weights, [each.under for each in said])
        self.forbids = np.array([each.forbids for each in said], dtype=bool)
        of = np.array([each.side for each in said], dtype=np.int32)
        self.bounds = np.searchsorted(of, np.arange(sides + 1)).tolist()
        """Where each side's sentences begin and the last one's end."""

    def matches(self, parts: Sequence[Part], alike: Likenesses, least: float, is_list: bool = False) -> tuple[list[float], dict[int, Match]]:
        """How well each side speaks to a point of these parts, 0 to 1; and for each that has at least `least`, what it says to them;
        `alike` is how like the point each sentence is.

        Of a list the whole is what all its sentences have together, else what one sentence has.
        """
        shares = np.vstack([self._shares(part) for part in parts])
        terms = frozenset().union(*(part.terms | part.case for part in parts))
        scores: list[float] = []
        found: dict[int, Match] = {}
        for side, (first, last) in enumerate(pairwise(self.bounds)):
            own, like = shares[:, first:last], alike[first:last]
            scores.append(float(own.max(axis=1).mean() * like.max()) ** 0.5 if last > first else 0.0)
            if last > first and scores[-1] >= least:
                match = self._match(parts, terms, own, like, self.said[first:last], scores[-1])
                found[side] = self._together(match) if is_list else match
        return scores, found

    def _shares(self, part: Part) -> NDArray[np.float64]:
        shares = np.maximum(self.sought.shares(part.terms), UNDER * self.sought.shares_beneath(part.terms))
        if part.case:
            of = self.weights.total(part.case)
            shares = shares * (1 - of / (of + part.weight) * (1 - np.minimum(1, CASE * self.sought.shares_beneath(part.case))))
        wanted = acts(part.terms)
        if wanted:
            shares = np.where(self.sought.have_any(wanted), shares, shares * OTHER_ACT)
        return self._saying_no(shares, part.prohibits)

    def _saying_no(self, shares: NDArray[np.float64], prohibits: bool) -> NDArray[np.float64]:
        """The shares, less where something is forbidden and the sentence forbids nothing."""
        return np.where(self.forbids, shares, shares * SAYS_NO_NOT) if prohibits else shares

    def _match(self, parts: Sequence[Part], terms: frozenset[str], shares: NDArray[np.float64], alike: Likenesses, said: Sequence[Said], score: float) -> Match:
        """The sentences that meet the parts, and the likest; those first that meet most and are likest."""
        chosen = {int(row.argmax()) for row in shares + LIKER * alike}
        kept = {index for index in chosen if max(shares[:, index]) >= PART_MET} | {int(alike.argmax())}
        fit = shares.mean(axis=0) + alike
        ordered = sorted(kept, key=lambda index: (-fit[index], index))
        reached, best = shares[:, ordered].max(axis=1), said[ordered[0]]
        return Match(
            tuple(said[index] for index in ordered), terms, score, tuple(parts), tuple(reached.tolist()),
            self._share(terms, best.terms), float(alike[ordered[0]]), best.words,
        )  # fmt: skip

    def _together(self, match: Match) -> Match:
        """A match whose sentences are items of one list."""
        have = frozenset().union(*(said.terms for said in match.said))
        return replace(match, whole=self._share(match.terms, have), words="，".join(said.words for said in match.said))

    def _share(self, terms: frozenset[str], have: frozenset[str]) -> float:
        return self.weights.total(terms & have) / (self.weights.total(terms) or 1.0)
