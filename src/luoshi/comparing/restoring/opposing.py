"""Shared passages → which clauses of two sides stand opposite each other in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from luoshi.comparing.records import Passage
from luoshi.comparing.restoring.sayings import Saying

COVERED = 0.6
"""Of a clause's characters must lie in the passage, on both sides."""


def opposite(said: Mapping[str, Sequence[Saying]], passages: Iterable[Passage]) -> frozenset[tuple[str, str]]:
    """Pairs of cores, the lesser first, whose clauses lie in one passage and at the same part of it; `said` is by the side's key."""
    found: set[tuple[str, str]] = set()
    for passage in passages:
        there = list(_within(said[passage.b], passage.b_start, passage.b_end))
        for one in _within(said[passage.a], passage.a_start, passage.a_end):
            found.update((min(one.core, other.core), max(one.core, other.core)) for other in there if _same_part(one, other, passage))
    return frozenset(pair for pair in found if pair[0] != pair[1])


def _within(sayings: Sequence[Saying], start: int, end: int) -> Iterator[Saying]:
    """Those that lie mostly between two places; sayings of a side are in its order."""
    first = max(bisect_right(sayings, start, key=lambda saying: saying.start) - 1, 0)
    for saying in sayings[first:]:
        if saying.start >= end:
            return
        if min(end, saying.end) - max(start, saying.start) >= COVERED * (saying.end - saying.start):
            yield saying


def _same_part(one: Saying, other: Saying, passage: Passage) -> bool:
    """Whether two clauses overlap when both stretches of the passage are laid over each other."""
    across = (passage.b_end - passage.b_start) / max(passage.a_end - passage.a_start, 1)
    start, end = ((place - passage.a_start) * across + passage.b_start for place in (one.start, one.end))
    return min(end, other.end) > max(start, other.start)
