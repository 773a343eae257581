"""Sayings of many sides → those that say the same, in the same words or in others.

Two sayings are held to be one when most of their terms agree, weighed by how few sides have each: pairs of letters, and words known
to mean the same. A saying that holds another whole among more (抓好甲、乙和丙) says it too, but makes no bridge between what it joins.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from rapidfuzz.distance import LCSseq

from luoshi.comparing.sayings import Saying
from luoshi.comparing.terms import ACT

LIKE = 0.45
"""From this likeness on, two sayings are one."""
WHOLE = 0.6
"""Of a saying's weight that another has, from which on it is the other's part rather than its like, where the other says much more."""
MUCH_MORE = 0.6
"""Below this likeness, what has the whole of another says much more."""
LIKE_ON_AVERAGE = 0.35
"""Two groups are one when their sayings are so much alike on average."""
HELD = 0.75
"""Of a saying's weight must be in another that is to hold it."""
LEAST_HELD = 4
"""Letters of a thing that another saying may hold."""
TELLING = 1500
"""Weight that a saying must have lest it be found in whatever is said (打好攻坚战)."""
SHARED = 1000
"""Weight of things that two sayings must share to be one in other words, and not in one pair of letters alone."""
RAREST = 6
"""So many of a saying's rarest terms are looked up."""
MOST = 400
"""A term that stands in more sayings is not looked up."""
ACT_WEIGHT = 0.45
"""What an act weighs beside the thing that it is done to."""
CONJUNCTIONS = ("和", "与", "及", "等", "或")
GENERAL = ("攻坚战", "工作", "行动", "力度")
"""What may follow a thing without making another of it."""

Group = tuple[str, ...]


def find_agreements(sayings: Sequence[Saying], sides: int) -> tuple[tuple[Saying, ...], ...]:
    """Groups of sayings that say one thing, each said by two sides or more; a saying may be in several where it joins several."""
    said: dict[str, list[Saying]] = defaultdict(list)
    for saying in sayings:
        said[saying.core].append(saying)
    likeness = Likeness(said, sides)
    found = []
    for group in likeness.absorbed(likeness.groups()):
        members = [saying for core in (*group, *likeness.holding(group)) for saying in said[core]]
        if len({saying.side for saying in members}) > 1:
            found.append(tuple(sorted(members, key=lambda s: (s.side, s.at))))
    return tuple(found)


class Weights(dict[str, int]):
    """What each term tells: whole numbers, so that sums do not depend on their order."""

    def total(self, terms: Iterable[str]) -> int:
        """What the terms tell together."""
        return sum(map(self.__getitem__, terms))


class Likeness:
    """How much any two cores are alike."""

    def __init__(self, said: dict[str, list[Saying]], sides: int) -> None:
        self.cores = sorted(said)
        self.sides = {core: {saying.side for saying in said[core]} for core in self.cores}
        self.things = {core: min(saying.thing for saying in said[core]) for core in self.cores}
        self.terms = {core: frozenset().union(*(saying.terms for saying in said[core])) for core in self.cores}
        self.thing_terms = {core: min(said[core], key=lambda saying: saying.thing).thing_terms for core in self.cores}
        self.ends = {core: frozenset().union(*(saying.ends for saying in said[core])) for core in self.cores}
        self.context = {core for core in self.cores if all(saying.kind == "context" for saying in said[core])}
        self.having: dict[str, list[str]] = defaultdict(list)
        spread: dict[str, set[int]] = defaultdict(set)
        for core in self.cores:
            for term in self.terms[core]:
                self.having[term].append(core)
                spread[term] |= self.sides[core]
        rarity = {term: round(1000 * math.log((sides + 1) / len(who))) for term, who in spread.items()}
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

    def is_part(self, one: str, other: str) -> bool:
        """Whether one of the two has the whole of the other, and says much more."""
        shared = self.weight.total(self.terms[one] & self.terms[other])
        return shared >= WHOLE * min(self.totals[one], self.totals[other]) and self.between(*sorted((one, other))) < MUCH_MORE

    # -- groups ----------------------------------------------------------------------------------------------------

    def groups(self) -> list[Group]:
        """The cores in groups, most alike joined first, as long as the groups agree on average."""
        group_of: dict[str, Group] = {core: (core,) for core in self.cores}
        for _, one, other in self.pairs():
            first, second = group_of[one], group_of[other]
            if first is not second and self.average(first, second) >= LIKE_ON_AVERAGE:
                joined = tuple(sorted(first + second))
                group_of.update(dict.fromkeys(joined, joined))
        return sorted(set(group_of.values()))

    def average(self, first: Group, second: Group) -> float:
        likenesses = [0.0 if self.is_part(one, other) else self.between(*sorted((one, other))) for one in first for other in second]
        return math.fsum(likenesses) / len(likenesses)

    def pairs(self) -> list[tuple[float, str, str]]:
        """Pairs of cores that are alike enough, the most alike first."""
        alike = {(min(core, other), max(core, other)) for core in self.cores for other in self.near(core)}
        found = [(-likeness, one, other) for one, other in alike if (likeness := self.between(one, other)) >= LIKE and not self.is_part(one, other)]
        return sorted(found)

    def near(self, core: str) -> Iterator[str]:
        """Cores that share at least two of the rarest terms, or the only one."""
        rarest = sorted(self.terms[core], key=lambda term: (len(self.having[term]), term))[:RAREST]
        shared = Counter(other for term in rarest if len(self.having[term]) <= MOST for other in self.having[term])
        del shared[core]
        return (other for other, count in shared.items() if count >= min(2, len(rarest)))

    # -- holding ---------------------------------------------------------------------------------------------------

    def absorbed(self, groups: Sequence[Group]) -> list[Group]:
        """The groups, each that one side alone has joined to the widest group of several sides that holds it."""
        shared = [group for group in groups if len(self.who(group)) > 1]
        group_of = {core: group for group in shared for core in group}
        joined: dict[Group, list[str]] = {group: list(group) for group in shared}
        for group in groups:
            if group in joined:
                continue
            holding = {group_of[core] for core in self.holding(group) if core in group_of}
            if holding:
                joined[min(holding, key=lambda each: (-len(self.who(each)), each))].extend(group)
            else:
                joined[group] = list(group)
        return sorted(tuple(sorted(cores)) for cores in joined.values())

    def who(self, group: Group) -> set[int]:
        return set().union(*(self.sides[core] for core in group))

    def holding(self, group: Group) -> list[str]:
        """Cores outside the group that hold one of it whole, order kept."""
        return sorted({other for core in group for other in self.near(core) if other not in group and self.holds(other, core)})

    def holds(self, long: str, short: str) -> bool:
        """Whether what the short one speaks of is spoken of in the long one, to its end or as a member of a list."""
        thing, terms = self.things[short], self.thing_terms[short]
        total = self.rarity.total(terms)
        if len(long) < len(thing) or len(thing) < LEAST_HELD or total < TELLING or long in self.context:
            return False
        held = self.rarity.total(terms & self.terms[long]) / total
        if held < HELD and not (held >= 0.5 and LCSseq.similarity(thing, long) == len(thing)):
            return False
        return self.ends_member(long, thing[-2:])

    def ends_member(self, long: str, last: str) -> bool:
        """Whether a member of the long one's list, or all of it, ends in these letters."""
        places = [at + len(last) for at in range(len(long)) if long.startswith(last, at)]
        return any(place in self.ends[long] or long.startswith((*CONJUNCTIONS, *GENERAL), place) for place in places)
