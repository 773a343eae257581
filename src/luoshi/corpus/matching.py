"""A question and places that share words with it → at each what they have in common, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from luoshi.comparing.letters import Letters
from luoshi.comparing.records import Span
from luoshi.comparing.sharing.aligning import align
from luoshi.comparing.sharing.dots import Windows
from luoshi.comparing.sharing.stretches import Block, Run, Stretch


@dataclass(frozen=True, slots=True)
class Near:
    """Letters of a document around a place, and where in them that place is."""

    letters: Letters
    core: Span
    """Grams of the question stand here."""
    hit: tuple[int, int]
    """A gram of the question, and where it stands."""


@dataclass(frozen=True, slots=True)
class Match:
    """What the question and a place have in common; spans in letters, a of the question, b of the place."""

    a: Span
    b: Span
    letters: int
    """Equal ones, order aside."""
    changes: tuple[tuple[Span, Span], ...]
    """What stands between those that kept their order."""
    moved: tuple[tuple[Span, Span], ...] = ()
    """Equal words at another place."""


def match_places(asked: Letters, places: Sequence[Near]) -> list[Match]:
    """The best match of the question at each place.

    >>> from luoshi.comparing.letters import fold
    >>> place = Near(fold("其次，各单位要每季度报送检查进展情况。"), (9, 14), (3, 9))
    >>> [found] = match_places(fold("各单位要每月报送检查进展"), [place])
    >>> found.a, found.b, found.changes
    ((0, 12), (2, 15), (((5, 6), (7, 9)),))
    """
    starts = np.cumsum([len(asked), *(len(place.letters) for place in places)])
    row = np.concatenate([asked.codes, *(place.letters.codes for place in places)])
    windows = Windows(np.zeros_like(starts[:-1]), np.full_like(starts[:-1], len(asked)), starts[:-1], starts[1:])
    found: list[list[Stretch]] = [[] for _ in places]
    for number, stretch in align(row, windows, b_from=starts[:-1]):
        found[number].append(stretch)
    return [_match(asked, place, stretches) for place, stretches in zip(places, found, strict=True)]


def _match(asked: Letters, place: Near, stretches: Iterable[Stretch]) -> Match:
    """The stretches of the place that keep one order, as one; of words too short for a stretch, the run around the hit."""
    here = [stretch for stretch in stretches if stretch.b_start < place.core[1] and stretch.b_end > place.core[0]]
    chosen: list[Stretch] = []
    for stretch in sorted(here, key=lambda one: (-one.letters, one.b_start)):
        if all(_in_order(stretch, other) for other in chosen):
            chosen.append(stretch)
    if not chosen:
        return _told([_run(asked, place)], ())
    chosen.sort(key=lambda one: one.b_start)
    runs = [run for stretch in chosen for block in stretch.kept for run in block.runs]
    return _told(runs, [block for stretch in chosen for block in stretch.moved])


def _in_order(one: Stretch, other: Stretch) -> bool:
    return (one.a_end <= other.a_start and one.b_end <= other.b_start) or (other.a_end <= one.a_start and other.b_end <= one.b_start)


def _run(asked: Letters, place: Near) -> Run:
    """The equal letters around the hit."""
    a, b = place.hit
    codes, others = asked.codes, place.letters.codes
    before = next((step for step in range(min(a, b)) if codes[a - 1 - step] != others[b - 1 - step]), min(a, b))
    room = min(len(codes) - a, len(others) - b)
    after = next((step for step in range(room) if codes[a + step] != others[b + step]), room)
    return a - before, b - before, before + after


def _told(runs: Sequence[Run], moved: Sequence[Block]) -> Match:
    a = [(at, at + size) for at, _, size in runs] + [(block.a_start, block.a_end) for block in moved]
    b = [(at, at + size) for _, at, size in runs] + [(block.b_start, block.b_end) for block in moved]
    letters = sum(size for _, _, size in runs) + sum(block.letters for block in moved)
    whole = (min(start for start, _ in a), max(end for _, end in a)), (min(start for start, _ in b), max(end for _, end in b))
    shifts = tuple(((block.a_start, block.a_end), (block.b_start, block.b_end)) for block in moved)
    return Match(*whole, letters, tuple(_between(runs, shifts)), shifts)


def _between(runs: Sequence[Run], moved: Sequence[tuple[Span, Span]]) -> Iterator[tuple[Span, Span]]:
    """What differs between two runs, unless moved words stand there."""
    for (a, b, size), (a_next, b_next, _) in pairwise(runs):
        change = (a + size, a_next), (b + size, b_next)
        if not any(change[side][0] < there[side][1] and there[side][0] < change[side][1] for there in moved for side in (0, 1)):
            yield change
