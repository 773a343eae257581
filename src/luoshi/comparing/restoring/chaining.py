"""Agreements → chains: clauses that the same sides say one after the other are one thing said.

A chain is cut where the sides part: what only some of them go on to say is a thing of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, product

from luoshi.comparing.restoring.agreeing import Agreement
from luoshi.comparing.restoring.sayings import Saying

TOGETHER = 0.5
"""Share of the sides of either agreement that must have both, one after the other."""
APART = 0.2
"""Share of the sides of two neighbouring parts of a chain that have one of them only, from which on it is cut there."""


@dataclass(frozen=True)
class Stretch:
    """Clauses of one side that stand one after the other in one sentence."""

    said: tuple[Saying, ...]

    @property
    def side(self) -> int:
        return self.said[0].side


@dataclass(frozen=True, eq=False)
class Chain:
    """One or several agreements that belong together."""

    links: tuple[Agreement, ...]
    stretches: tuple[Stretch, ...]
    """Where it is said, by side, then place; asides last."""
    carriers: tuple[int, ...]
    """Numbers of the sides that say most of it in answer to the directive."""

    @property
    def name(self) -> str:
        """Tells chains apart by what they say, whatever the order of the sides."""
        return "".join(link.name for link in self.links)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its clauses."""
        return frozenset(saying.kind for saying in self.sayings)

    @property
    def sayings(self) -> tuple[Saying, ...]:
        """All that say some of it in answer to the directive and are not mere context."""
        return tuple(saying for link in self.links for saying in link.counting)


def chain(agreements: Sequence[Agreement]) -> tuple[Chain, ...]:
    """The chains of all agreements that two sides or more carry, in no order that matters."""
    after = _followers(agreements)
    begun = set(range(len(agreements))) - set(after.values())
    runs = [[agreements[number] for number in _run(first, after)] for first in sorted(begun)]
    made = [_chain(links) for run in runs for links in _cut(run)]
    return tuple(each for each in made if len(each.carriers) > 1)


def _cut(run: Sequence[Agreement]) -> Iterator[Sequence[Agreement]]:
    """The run in parts, each of which the same sides say."""
    cuts = [(min(_apart(run[:at], run[at:]), _apart(run[at - 1 : at], run[at : at + 1])), -at) for at in range(1, len(run))]
    most, at = max(cuts, default=(0.0, 0))
    if most > APART:
        yield from _cut(run[:-at])
        yield from _cut(run[-at:])
    else:
        yield run


def _apart(first: Sequence[Agreement], second: Sequence[Agreement]) -> float:
    one, other = set(_carriers(first, own=True)), set(_carriers(second, own=True))
    return len(one ^ other) / max(len(one | other), 1)


def _run(first: int, after: dict[int, int]) -> Iterator[int]:
    yield first
    while first in after:
        first = after[first]
        yield first


def _followers(agreements: Sequence[Agreement]) -> dict[int, int]:
    """For each agreement the one that is said right after it, where enough sides do so; none has two before it."""
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, agreement in enumerate(agreements):
        for saying in agreement.sayings:
            at[saying.side, saying.at].append(number)
    pairs = _neighbours(agreements, at)
    rank = sorted(pairs, key=lambda pair: (-len(pairs[pair]), agreements[pair[0]].name, agreements[pair[1]].name))
    after: dict[int, int] = {}
    before: dict[int, int] = {}
    for one, other in rank:
        free = one not in after and other not in before and one not in _run(other, after)
        if free and _belong(agreements[one], agreements[other], len(pairs[one, other])):
            after[one], before[other] = other, one
    return after


def _neighbours(agreements: Sequence[Agreement], at: dict[tuple[int, int], list[int]]) -> dict[tuple[int, int], set[int]]:
    """Pairs of agreements, with the sides that say the second right after the first in one sentence, or both in one clause.

    A pair that sides rather part by a full stop or a semicolon is none.
    """
    pairs: dict[tuple[int, int], set[int]] = defaultdict(set)
    parted: dict[tuple[int, int], set[int]] = defaultdict(set)
    places = {(saying.side, saying.at): saying for agreement in agreements for saying in agreement.sayings}
    for (side, place), numbers in sorted(at.items()):
        following = places.get((side, place + 1))
        if following is None or following.aside:
            continue
        found = pairs if following.sentence == places[side, place].sentence else parted
        for one, other in product(numbers, at[side, place + 1]):
            if one not in at[side, place + 1] and other not in numbers:
                found[one, other].add(side)
    for one, other in pairs:
        pairs[one, other] |= {saying.side for saying in set(agreements[one].sayings) & set(agreements[other].sayings)}
    return {pair: who for pair, who in pairs.items() if 2 * len(parted[pair]) < len(who)}


def _belong(one: Agreement, other: Agreement, together: int) -> bool:
    return together > 1 and together >= TOGETHER * max(len(one.sides), len(other.sides))


def _chain(links: Sequence[Agreement]) -> Chain:
    stretches = sorted(_stretches(links), key=lambda s: (s.said[0].aside, s.side, s.said[0].at))
    return Chain(tuple(links), tuple(stretches), _carriers(links))


def join(chains: Sequence[Chain]) -> Chain:
    """Several chains as one, carried by whoever carries any of them."""
    if len(chains) == 1:
        return chains[0]
    joined = _chain([link for each in sorted(chains, key=lambda each: each.name) for link in each.links])
    return replace(joined, carriers=tuple(sorted({side for each in chains for side in each.carriers})))


def _carriers(links: Sequence[Agreement], *, own: bool = False) -> tuple[int, ...]:
    """The sides that say at least half of the letters, among other things or (`own`) not; facts and cases do not count."""
    links = [link for link in links if any(saying.counts for saying in link.own)]
    weight = [max(len(saying.core) for saying in link.own) for link in links]
    said: Counter[int] = Counter()
    for link, letters in zip(links, weight, strict=True):
        said.update(dict.fromkeys({saying.side for saying in (link.own if own else link.sayings) if saying.counts}, letters))
    return tuple(sorted(side for side, letters in said.items() if 2 * letters >= sum(weight)))


def _stretches(links: Sequence[Agreement]) -> Iterator[Stretch]:
    held = sorted({saying for link in links for saying in link.sayings}, key=lambda saying: (saying.side, saying.at))
    for _, run in groupby(enumerate(held), key=lambda each: (each[1].side, each[1].sentence, each[1].at - each[0])):
        said = tuple(saying for _, saying in run)
        if any(saying.counts or saying.aside for saying in said):
            yield Stretch(said)
