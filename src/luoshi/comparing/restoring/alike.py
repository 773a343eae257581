"""Cores of sayings → how much any two are alike, and which holds another.

Alike are cores whose terms agree, weighed by how few cores have each: pairs of letters, and words known to mean the same. A core
that has most of another and much more besides is not its like, but may hold it: speak of the same thing to its end, or among others.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache, cached_property

import numpy as np
from rapidfuzz.distance import LCSseq

from luoshi.comparing.restoring.sayings import BINDING, Saying
from luoshi.comparing.terms import ACT

LIKE = 0.4
"""From this likeness on, two cores say one thing."""
UNLIKE_KINDS = 0.6
"""The same for a measure and what is none."""
OPPOSITE = 0.3
"""The same for two, of any kinds, that stand opposite each other in a shared passage, and for measures of one named programme."""
WHOLE = 0.6
"""Of a core's weight that another has, from which on it is the other's part rather than its like, where the other is much longer."""
MUCH_SHORTER = 0.65
"""Of the letters of the longer one, below which the other is much shorter."""
HELD = 0.75
"""Of a thing's weight and letters must be in a core that is to hold it."""
HALF = 0.5
"""Of its weight is enough where all of its letters are, in their order."""
LEAST_HELD = 3
"""Letters of a thing that another core may hold."""
TELLING = 2500
"""Weight that a thing must have lest it be found in whatever is said (打好攻坚战)."""
SHARED = 2000
"""Weight of things that two cores must share to be alike, and not in one pair of letters alone."""
PAIRS = 4_000_000
"""So many pairs of cores are looked at for the terms they share; terms that would cost more stand too often to tell much."""
NEAR = 0.3
"""Of the lighter core's weight must lie in shared terms, lest the two not be looked at."""
FEW = 60
"""So many cores are taken to stand beside those at hand, lest in a few texts all that they share be thought common."""
ACT_WEIGHT = 0.45
"""What an act weighs beside the thing that it is done to."""
CONJUNCTIONS = ("和", "与", "及", "等", "或")
GENERAL = ("攻坚战", "保卫战", "硬仗", "工作", "行动", "力度", "落实")
"""What may follow a thing without making another of it."""

Pair = tuple[str, str]


class Weights(dict[str, int]):
    """What each term tells: whole numbers, so that sums do not depend on their order."""

    def total(self, terms: Iterable[str]) -> int:
        """What the terms tell together."""
        return sum(map(self.__getitem__, terms))


class Likeness:
    """How much any two cores are alike."""

    def __init__(self, said: Mapping[str, Sequence[Saying]], opposite: Set[Pair] = frozenset()) -> None:
        """`said` has for each core the sayings whose core it is, `opposite` those that shared passages hold side by side."""
        self.opposite = opposite
        self.cores = sorted(said)
        self.sides = {core: {saying.side for saying in said[core]} for core in self.cores}
        self.terms = {core: frozenset().union(*(saying.terms for saying in said[core])) for core in self.cores}
        self.ends = {core: frozenset().union(*(saying.ends for saying in said[core])) for core in self.cores}
        first = {core: min(said[core], key=lambda saying: saying.thing) for core in self.cores}
        self.things = {core: first[core].thing for core in self.cores}
        self.thing_terms = {core: first[core].thing_terms for core in self.cores}
        self.programmes = {core: frozenset().union(*(saying.programmes for saying in said[core])) for core in self.cores}
        self.measures = {core for core in self.cores if any(saying.kind in BINDING for saying in said[core])}
        self.context = {core for core in self.cores if all(saying.kind == "context" for saying in said[core])}
        self.having: dict[str, list[str]] = defaultdict(list)
        for core in self.cores:
            for term in self.terms[core]:
                self.having[term].append(core)
        rarity = {term: round(100 * math.log((len(self.cores) + FEW) / len(having)) ** 2) for term, having in self.having.items()}
        self.rarity = Weights(rarity)
        self.weight = Weights({term: round(ACT_WEIGHT * weight) if term.startswith(ACT) else weight for term, weight in rarity.items()})
        self.totals = {core: self.weight.total(self.terms[core]) for core in self.cores}
        self.between = cache(self._between)

    def _between(self, one: str, other: str) -> float:
        """0 to 1: how much of their weight both have, if that is enough to tell."""
        shared = self.terms[one] & self.terms[other]
        things = [term for term in shared if not term.startswith(ACT)]
        if len(things) < 2 or self.weight.total(things) < SHARED:
            return 0.0
        return 2 * self.weight.total(shared) / (self.totals[one] + self.totals[other])

    def _needed(self, one: str, other: str) -> float:
        """From which likeness on the two say one thing; out of reach where one is a part of the other."""
        if self.programmes[one] & self.programmes[other]:
            return OPPOSITE
        if self._is_part(one, other):
            return math.inf
        if (min(one, other), max(one, other)) in self.opposite:
            return OPPOSITE
        return LIKE if (one in self.measures) == (other in self.measures) else UNLIKE_KINDS

    def _is_part(self, one: str, other: str) -> bool:
        """Whether the longer one has most of the shorter, and says much more."""
        short, long = sorted((one, other), key=len)
        return len(short) < MUCH_SHORTER * len(long) and self.weight.total(self.terms[one] & self.terms[other]) >= WHOLE * self.totals[short]

    def pairs(self) -> list[tuple[float, str, str]]:
        """Pairs of cores that are alike and neither a part of the other, the most alike first."""
        near = ((core, other) for core in self.cores for other in self.near.get(core, ()) if core < other)
        found = [(likeness, one, other) for one, other in near if (likeness := self.between(one, other)) >= self._needed(one, other)]
        return sorted(found, key=lambda each: (-each[0], *each[1:]))

    @cached_property
    def near(self) -> dict[str, list[str]]:
        """For each core those with which it shares much of what tells, by the terms that stand in few."""
        number = {core: at for at, core in enumerate(self.cores)}
        size, totals = len(self.cores), np.array([self.totals[core] for core in self.cores])
        keys, weights = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        left = PAIRS
        for term in sorted(self.having, key=lambda term: (len(self.having[term]), term)):
            having = np.array([number[core] for core in self.having[term]], dtype=np.int64)
            left -= len(having) ** 2 // 2
            if left < 0:
                break
            one, other = np.triu_indices(len(having), 1)
            keys.append(having[one] * size + having[other])
            weights.append(np.full(len(one), self.weight[term]))
        pairs, place = np.unique(np.concatenate(keys), return_inverse=True)
        shared = np.bincount(place, np.concatenate(weights), len(pairs))
        one, other = pairs // max(size, 1), pairs % max(size, 1)
        found: dict[str, list[str]] = defaultdict(list)
        for first, second in np.stack([one, other], 1)[shared >= NEAR * np.minimum(totals[one], totals[other])].tolist():
            found[self.cores[first]].append(self.cores[second])
            found[self.cores[second]].append(self.cores[first])
        return found

    # -- holding ---------------------------------------------------------------------------------------------------

    def holding(self, short: str) -> list[str]:
        """Cores that hold this one whole, order kept."""
        return [other for other in self.near.get(short, ()) if self.holds(other, short)]

    def holds(self, long: str, short: str) -> bool:
        """Whether what the short one speaks of is spoken of in the long one, to its end or as a member of a list."""
        thing, terms = self.things[short], self.thing_terms[short]
        if len(long) < len(thing) or len(thing) < LEAST_HELD or len(terms) < 2 or long in self.context:
            return False
        total = self.rarity.total(terms)
        held = self.rarity.total(terms & self.terms[long])
        if total < TELLING or held < HALF * total:
            return False
        kept = LCSseq.similarity(thing, long)
        return (kept == len(thing) or (kept >= HELD * len(thing) and held >= HELD * total)) and self._ends_member(long, thing[-2:])

    def _ends_member(self, long: str, last: str) -> bool:
        """Whether a member of the long one's list, or all of it, ends in these letters."""
        places = [at + len(last) for at in range(len(long)) if long.startswith(last, at)]
        places += [at + len(word) for at in places for word in GENERAL if long.startswith(word, at)]
        return any(place in self.ends[long] or long.startswith(CONJUNCTIONS, place) for place in places)
