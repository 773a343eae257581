"""Runs of equal letters → blocks: runs that follow each other closely in both windows, best first.

A letter in common earns 1, a difference costs; a run is joined to the one before as long as that pays. The chain that earns most is a
block; what overlaps it on both sides is gone, and of the rest the best chain is the next block: a clause that was moved, or a copy of
what stands twice. All pairs of windows take each step together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import Integers
from luoshi.comparing.sharing.dots import Runs
from luoshi.comparing.sharing.stretches import spread

OPENING, EACH = 0.5, 0.5
"""What a difference costs, and what each of its letters costs."""
LONGEST_GAP = 12
"""Letters that may differ between two runs of a block."""
LEAST_BLOCK = 3
"""What a block must earn."""
LEAST_OF_MANY = 6
"""What a block must earn in a pair with many runs, where chance makes more of them."""
LOOK_BACK = 40
"""So many runs before a run are asked whether it goes on from them."""
MANY_RUNS = 200
"""Of a pair with more runs all blocks that do not meet are taken in one go, lest every one of hundreds cost a round of its own."""
CELL = 64
"""Letters on a side of the cells in which taken boxes are looked up."""

Floats = NDArray[np.float64]
Box = tuple[int, int, int, int]
"""(a_start, a_end, b_start, b_end)."""


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Runs that belong to blocks, sorted by pair, block, place; the runs of a block do not overlap on either side."""

    runs: Runs
    block: Integers
    """Number of the block in its pair, the best is 0."""


def find_blocks(runs: Runs) -> Blocks:
    """The blocks of each pair of windows.

    >>> runs = Runs(*(np.array(column) for column in ([0, 0, 0], [0, 5, 9], [9, 14, 0], [4, 3, 4])))
    >>> blocks = find_blocks(runs)
    >>> list(zip(blocks.block.tolist(), blocks.runs.a.tolist(), blocks.runs.size.tolist()))
    [(0, 0, 4), (0, 5, 3), (1, 9, 4)]
    """
    many = np.bincount(runs.pair)[runs.pair] > MANY_RUNS if len(runs) else np.empty(0, dtype=bool)
    parts = [*_one_by_one(runs.part(~many)), *_all_at_once(runs.part(many))]
    if not parts:
        return Blocks(runs.part(np.empty(0, np.int64)), np.empty(0, np.int64))
    joined = Runs(*(np.concatenate([getattr(part, name) for part, _ in parts]) for name in ("pair", "a", "b", "size")))
    number = np.concatenate([number for _, number in parts])
    order = np.lexsort((joined.a, number, joined.pair))
    return Blocks(joined.part(order), number[order])


def _one_by_one(runs: Runs) -> Iterator[tuple[Runs, Integers]]:
    """The best block of every pair, then the second best, …; and the number of each."""
    number = 0
    while len(runs):
        block, runs = _best_blocks(runs)
        if len(block):
            yield block, np.full(len(block), number)
        number += 1


def _best_blocks(runs: Runs) -> tuple[Runs, Runs]:
    """The best block of each pair, and the runs that are left beside it; pairs without a block have none left."""
    earned, before, cut = _chains(runs)
    firsts = np.flatnonzero(np.diff(runs.pair, prepend=-1))
    best = np.maximum.reduceat(earned, firsts)
    owner = np.repeat(np.arange(len(firsts)), np.diff(np.append(firsts, len(runs))))
    at = np.flatnonzero((earned == best[owner]) & (earned >= LEAST_BLOCK))
    last = at[np.flatnonzero(np.diff(owner[at], prepend=-1))]
    chained = _traced(last, before)
    block = Runs(runs.pair[chained], runs.a[chained] + cut[chained], runs.b[chained] + cut[chained], runs.size[chained] - cut[chained])
    return block, _beside(runs, block)


def _traced(last: Integers, before: Integers) -> Integers:
    """The runs of the chains that end in `last`, rising."""
    found = []
    while len(last):
        found.append(last)
        last = before[last]
        last = last[last >= 0]
    return np.sort(np.concatenate(found)) if found else np.empty(0, np.int64)


# -- pairs with many runs --------------------------------------------------------------------------------------------


def _all_at_once(runs: Runs) -> Iterator[tuple[Runs, Integers]]:
    """The blocks of each pair, the best of each round first: of chains that meet on both sides the better one is taken, the others looked at again."""
    so_far: dict[int, int] = {}
    while len(runs):
        blocks, number = _apart(runs, so_far)
        if len(blocks):
            yield blocks, number
        runs = _beside(runs, blocks)


def _apart(runs: Runs, so_far: dict[int, int]) -> tuple[Runs, Integers]:
    """The chains of each pair, best first, without those that meet a better one on both sides; and their numbers, counted on from `so_far`."""
    earned, before, cut = _chains(runs)
    ends = np.flatnonzero(earned >= LEAST_OF_MANY)
    ends = ends[np.lexsort((-earned[ends], runs.pair[ends]))]
    rows = list(zip(*((column.tolist()) for column in (runs.a + cut, runs.a + runs.size, runs.b + cut, runs.b + runs.size)), strict=True))
    befores = before.tolist()
    members: list[int] = []
    numbers: list[int] = []
    for group in np.split(ends, np.flatnonzero(np.diff(runs.pair[ends])) + 1):
        pair = int(runs.pair[group[0]]) if len(group) else -1
        for chain in _chains_apart(group.tolist(), befores, rows):
            members += chain
            numbers += [so_far.get(pair, 0)] * len(chain)
            so_far[pair] = so_far.get(pair, 0) + 1
    at = np.array(members, dtype=np.int64)
    return Runs(runs.pair[at], runs.a[at] + cut[at], runs.b[at] + cut[at], runs.size[at] - cut[at]), np.array(numbers, dtype=np.int64)


def _chains_apart(ends: list[int], before: list[int], rows: list[Box]) -> Iterator[list[int]]:
    """The runs of the chains of one pair that end in `ends`, the best first, unless their box meets that of a better one."""
    taken = _Taken()
    used: set[int] = set()
    for last in ends:
        if last in used or taken.meets(rows[last]):
            continue
        chain = [last]
        while before[chain[-1]] >= 0:
            chain.append(before[chain[-1]])
        chain.reverse()
        first, end = rows[chain[0]], rows[last]
        box = first[0], end[1], first[2], end[3]
        if not taken.meets(box):
            taken.add(box)
            used.update(chain)
            yield chain


class _Taken:
    """Boxes, looked up by the cells of a grid that they lie in."""

    def __init__(self) -> None:
        self._by_cell: dict[tuple[int, int], list[Box]] = {}

    def add(self, box: Box) -> None:
        for cell in _cells(box):
            self._by_cell.setdefault(cell, []).append(box)

    def meets(self, box: Box) -> bool:
        """Whether one of them has letters of both sides in common with this one."""
        a, a_end, b, b_end = box
        for cell in _cells(box):
            for other in self._by_cell.get(cell, ()):
                if other[0] < a_end and a < other[1] and other[2] < b_end and b < other[3]:
                    return True
        return False


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    a, a_end, b, b_end = box
    return product(range(a // CELL, (a_end - 1) // CELL + 1), range(b // CELL, (b_end - 1) // CELL + 1))


# -- chains ----------------------------------------------------------------------------------------------------------


def _chains(runs: Runs) -> tuple[Floats, Integers, Integers]:
    """For each run: what the best chain that ends in it earns, the run before it in that chain (-1 none), letters cut off its front.

    Letters are cut off where two runs of a chain overlap on one side. A run is looked at once all those that it may follow have been.
    """
    earned, before, cut = runs.size.astype(np.float64), np.full(len(runs), -1), np.zeros(len(runs), dtype=np.int64)
    links = _links(runs)
    count = np.bincount(links.run, minlength=len(runs))
    first = np.cumsum(count) - count
    by_before = np.argsort(links.before, kind="stable")
    times = np.bincount(links.before, minlength=len(runs))
    first_after = np.cumsum(times) - times
    waiting = count.copy()
    ready = np.flatnonzero((count == 0) & (times > 0))
    while len(ready):
        _follow(ready[count[ready] > 0], links, first, count, earned, before, cut)
        later = links.run[by_before[spread(first_after[ready], times[ready])]]
        later, heard = np.unique(later, return_counts=True)
        waiting[later] -= heard
        ready = later[waiting[later] == 0]
    return earned, before, cut


@dataclass(frozen=True, slots=True, eq=False)
class _Links:
    """Runs that may follow each other; sorted by the later one, the nearest before it first."""

    run: Integers
    before: Integers
    overlap: Integers
    """Letters of one side that both have."""
    cost: Floats


def _links(runs: Runs) -> _Links:
    """Every run with each of the LOOK_BACK before it in its pair that it may follow."""
    rank = np.arange(len(runs)) - np.searchsorted(runs.pair, runs.pair)
    found = [_links_back(runs, np.empty(0, np.int64), 1)]
    here = np.arange(len(runs))
    for back in range(1, LOOK_BACK + 1):
        here = here[rank[here] >= back]
        found.append(_links_back(runs, here, back))
    joined = [np.concatenate([getattr(part, name) for part in found]) for name in _Links.__slots__]
    order = np.argsort(joined[0], kind="stable")
    return _Links(*(column[order] for column in joined))


def _links_back(runs: Runs, here: Integers, back: int) -> _Links:
    before = here - back
    a_gap = runs.a[here] - (runs.a[before] + runs.size[before])
    b_gap = runs.b[here] - (runs.b[before] + runs.size[before])
    overlap = np.maximum(-np.minimum(a_gap, b_gap), 0)
    gap = np.maximum(a_gap, b_gap) + overlap
    fits = (overlap < runs.size[here]) & (runs.b[here] > runs.b[before]) & (gap <= LONGEST_GAP)
    cost = OPENING + EACH * gap[fits] + overlap[fits]
    return _Links(here[fits], before[fits], overlap[fits], cost)


def _follow(ready: Integers, links: _Links, first: Integers, count: Integers, earned: Floats, before: Integers, cut: Integers) -> None:
    """Lets each of the runs follow the one from which it earns most, the nearest of several, if that pays."""
    if not len(ready):
        return
    at = spread(first[ready], count[ready])
    gain = earned[links.before[at]] - links.cost[at]
    starts = np.cumsum(count[ready]) - count[ready]
    most = np.maximum.reduceat(gain, starts)
    best = np.flatnonzero((gain == np.repeat(most, count[ready])) & (gain > 0))
    link = at[best]
    link = link[np.flatnonzero(np.diff(links.run[link], prepend=-1))]
    chosen = links.run[link]
    earned[chosen] += earned[links.before[link]] - links.cost[link]
    before[chosen] = links.before[link]
    cut[chosen] = links.overlap[link]


# -- what is left ----------------------------------------------------------------------------------------------------


def _beside(runs: Runs, block: Runs) -> Runs:
    """What of the runs is not in a block of their pair, of pairs that have one: nothing of it on both sides, or on one side at least."""
    if not len(block):
        return block
    runs = runs.part(np.isin(runs.pair, block.pair))
    in_a, in_b = block.part(np.lexsort((block.a, block.pair))), block.part(np.lexsort((block.b, block.pair)))
    a_front, a_back = _covered(runs.pair, runs.a, runs.size, in_a.pair, in_a.a, in_a.size)
    b_front, b_back = _covered(runs.pair, runs.b, runs.size, in_b.pair, in_b.b, in_b.size)
    front, back = np.maximum(a_front, b_front), np.maximum(a_back, b_back)
    left = runs.size - front - back
    free = left >= np.maximum(2, runs.size / 2)
    copied = ~free & ((a_front + a_back == 0) | (b_front + b_back == 0))
    front, left = np.where(free, front, 0), np.where(free, left, runs.size)
    return Runs(runs.pair, runs.a + front, runs.b + front, left).part(free | copied)


def _covered(pair: Integers, start: Integers, size: Integers, block_pair: Integers, block_start: Integers, block_size: Integers) -> tuple[Integers, Integers]:
    """How many letters at the front and at the back of each run on one side are a block's; the whole of a run that has one inside."""
    most = int(max(start.max(initial=0), block_start.max())) + 2
    key = block_pair * most + block_start
    behind = np.searchsorted(key, pair * most + start, side="right") - 1
    ahead = behind + 1
    reach = np.where((behind >= 0) & (block_pair[behind] == pair), block_start[behind] + block_size[behind], 0)
    ahead_at = np.minimum(ahead, len(key) - 1)
    opens = np.where((ahead < len(key)) & (block_pair[ahead_at] == pair), block_start[ahead_at], start + size)
    return np.clip(reach - start, 0, size), np.clip(start + size - opens, 0, size)
