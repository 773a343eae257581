"""Sayings of many sides → agreements: what several say in one sense, in the same words or in others.

Sayings that are alike are one agreement. A saying that holds another whole among more (抓好甲、乙和丙) agrees too, but makes no
bridge between what it joins.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from luoshi.comparing.restoring.alike import Likeness, Pair
from luoshi.comparing.restoring.sayings import BINDING, LEADERSHIP, Saying

ON_AVERAGE = 0.35
"""Two groups are one when their sayings are so much alike on average."""
REPEATED = 0.75
"""The same, where one side says both."""
NEVER = 2.0
RHYTHM = "rhythm"
FEW_OF_A_KIND = 2
"""So many measures of one side may set up one mechanism; who says more of it does not mean one thing."""
NEARLY_ALL = 0.6
"""Of the letters of what holds a thing that are the thing's own, from which on the two are one."""

Group = tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """What several sides say in one sense."""

    own: tuple[Saying, ...]
    """By side, then place."""
    held: tuple[Saying, ...] = ()
    """Those that say it among other things."""
    in_kind: bool = False
    """Whether they only set up a mechanism of one kind, each in its own way."""

    @property
    def sayings(self) -> tuple[Saying, ...]:
        """All of them."""
        return self.own + self.held

    @property
    def counting(self) -> tuple[Saying, ...]:
        """Those that are evidence for a directive."""
        return tuple(saying for saying in self.sayings if saying.counts)

    @property
    def sides(self) -> set[int]:
        """The sides that say it in answer to the directive."""
        return {saying.side for saying in self.sayings if not saying.aside}

    @property
    def says_something(self) -> bool:
        """Whether it is more than a fact, or a heading that one side has."""
        return any(saying.kind != "context" for saying in self.own) or len({saying.side for saying in self.own if saying.heads}) > 1

    @property
    def name(self) -> str:
        """Tells agreements apart by what they say, whatever the order of the sides."""
        return min(saying.core for saying in self.own)


def find_agreements(sayings: Sequence[Saying], opposite: Set[Pair] = frozenset()) -> tuple[Agreement, ...]:
    """What two sides or more say, in no order that matters; a saying may be in several agreements where it joins several things.

    `opposite` are pairs of cores that stand side by side in a shared passage.
    """
    said: dict[str, list[Saying]] = defaultdict(list)
    for saying in sayings:
        said[saying.core].append(saying)
    found = tuple(_Grouping(said, opposite).agreements())
    return (*found, *_in_kind(sayings, {saying for each in found for saying in each.sayings}))


def _in_kind(sayings: Sequence[Saying], agreed: Set[Saying]) -> Iterator[Agreement]:
    """What several sides set up to lead, check, assess, of which nothing agrees in words: one agreement for each mechanism.

    A rhythm is none: what is done every month may be anything.
    """
    by_mechanism: dict[str, list[Saying]] = defaultdict(list)
    for saying in sayings:
        if saying.counts and saying.kind in BINDING and saying.theme == LEADERSHIP and saying not in agreed:
            for mechanism in saying.mechanisms - {RHYTHM}:
                by_mechanism[mechanism].append(saying)
    for _, found in sorted(by_mechanism.items()):
        sides = Counter(saying.side for saying in found)
        if len(sides) > 1 and max(sides.values()) <= FEW_OF_A_KIND:
            yield Agreement(tuple(sorted(found, key=lambda saying: (saying.side, saying.at))), in_kind=True)


class _Grouping:
    """Cores, gathered into groups that say one thing."""

    def __init__(self, said: dict[str, list[Saying]], opposite: Set[Pair]) -> None:
        self.said, self.likeness = said, Likeness(said, opposite)
        self.held_by = {core: self.likeness.holding(core) for core in self.likeness.cores}
        self.group_of: dict[str, Group] = {core: (core,) for core in self.likeness.cores}

    def agreements(self) -> Iterator[Agreement]:
        self._join_alike()
        self._join_held()
        seen: set[frozenset[Saying]] = set()
        for group in self._groups():
            held = sorted({other for core in group for other in self.held_by[core]} - set(group))
            found = Agreement(self._sayings(group), self._sayings(held))
            members = frozenset(found.sayings)
            if len(found.sides) > 1 and found.says_something and members not in seen:
                seen.add(members)
                yield found

    def _sayings(self, cores: Sequence[str]) -> tuple[Saying, ...]:
        return tuple(sorted((saying for core in cores for saying in self.said[core]), key=lambda saying: (saying.side, saying.at)))

    def _groups(self) -> list[Group]:
        return sorted(set(self.group_of.values()))

    def _join(self, one: Group, other: Group) -> None:
        joined = tuple(sorted({*one, *other}))
        self.group_of.update(dict.fromkeys(joined, joined))

    def _join_alike(self) -> None:
        """Groups of the most alike first, as long as they agree on average."""
        for _, one, other in self.likeness.pairs():
            first, second = self.group_of[one], self.group_of[other]
            if first is not second and self._average(first, second) >= self._needed(first, second):
                self._join(first, second)

    def _needed(self, first: Group, second: Group) -> float:
        """How much alike two groups must be on average. Sides that say both tell them apart: one may repeat itself, several do not."""
        both = len(self._sides(first) & self._sides(second))
        return (ON_AVERAGE, REPEATED)[both] if both < 2 else NEVER

    def _average(self, first: Group, second: Group) -> float:
        likenesses = [self.likeness.between(min(one, other), max(one, other)) for one in first for other in second]
        return math.fsum(likenesses) / len(likenesses)

    def _join_held(self) -> None:
        """A group whose words another group of several sides has, with little more or where one side alone has them: joined to the
        one that adds least."""
        for group in self._groups():
            here = self.group_of[group[0]]
            alone = len(self._sides(here)) < 2
            holding = {long for core in group for long in self.held_by[core] if alone or self._nearly_all(core, long)}
            wider = [long for long in holding if self.group_of[long] != here and len(self._sides(self.group_of[long])) > 1 and self._needed(here, self.group_of[long]) < NEVER]
            if wider:
                self._join(here, self.group_of[min(wider, key=lambda long: (len(long), long))])

    def _nearly_all(self, short: str, long: str) -> bool:
        return len(self.likeness.things[short]) >= NEARLY_ALL * len(self.likeness.things[long])

    def _sides(self, group: Group) -> set[int]:
        return set().union(*(self.likeness.sides[core] for core in group))
