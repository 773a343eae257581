"""Runs of equal letters → blocks: runs that follow each other closely in both windows, best first.

A letter in common earns 1, a difference costs; a run is joined to the one before as long as that pays. The chain that earns most is a
block; what overlaps it on both sides is gone, and of the rest the best chain is the next block: a clause that was moved, or a copy of
what stands twice. All pairs of windows take each step together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import Integers
from luoshi.comparing.sharing.dots import Runs

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
AT_ONCE = 400_000
"""So many runs are laid out side by side."""
NEVER = -1e9

Floats = NDArray[np.float64]


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
    found, numbers = _one_by_one(runs.part(~many))
    of_many = runs.part(many)
    for part in np.split(np.arange(len(of_many)), np.flatnonzero(np.diff(of_many.pair)) + 1):
        for number, block in enumerate(_all_at_once(of_many.part(part))):
            found.append(block)
            numbers.append(np.full(len(block), number))
    if not found:
        return Blocks(runs.part(np.empty(0, np.int64)), np.empty(0, np.int64))
    joined = Runs(*(np.concatenate([getattr(part, name) for part in found]) for name in ("pair", "a", "b", "size")))
    block_numbers = np.concatenate(numbers)
    order = np.lexsort((joined.a, block_numbers, joined.pair))
    return Blocks(joined.part(order), block_numbers[order])


def _one_by_one(runs: Runs) -> tuple[list[Runs], list[Integers]]:
    """The best block of every pair, then the second best, …; and the number of each."""
    found: list[Runs] = []
    numbers: list[Integers] = []
    while len(runs):
        block, runs = _best_blocks(runs)
        if not len(block):
            break
        numbers.append(np.full(len(block), len(found)))
        found.append(block)
    return found, numbers


def _all_at_once(runs: Runs) -> Iterator[Runs]:
    """The blocks of one pair, the best of each round first: of chains that meet on both sides the better one is taken, the others looked at again."""
    while len(runs):
        blocks = _apart(runs)
        yield from blocks
        if not blocks:
            return
        runs = _beside(runs, Runs(*(np.concatenate([getattr(block, name) for block in blocks]) for name in ("pair", "a", "b", "size"))))


def _apart(runs: Runs) -> list[Runs]:
    """The chains of one pair, best first, without those that meet a better one on both sides."""
    earned, before, cut = _chains(runs)
    blocks: list[Runs] = []
    boxes = np.empty((0, 4), dtype=np.int64)
    for last in np.argsort(-earned, kind="stable")[: int((earned >= LEAST_OF_MANY).sum())].tolist():
        if len(boxes) and _meets(boxes, runs.a[last], runs.a[last] + runs.size[last], runs.b[last], runs.b[last] + runs.size[last]):
            continue
        chained = _traced(np.array([last]), before)
        a, b, size = runs.a[chained] + cut[chained], runs.b[chained] + cut[chained], runs.size[chained] - cut[chained]
        if len(boxes) and _meets(boxes, a[0], a[-1] + size[-1], b[0], b[-1] + size[-1]):
            continue
        blocks.append(Runs(runs.pair[chained], a, b, size))
        boxes = np.vstack([boxes, [a[0], a[-1] + size[-1], b[0], b[-1] + size[-1]]])
    return blocks


def _meets(boxes: Integers, a: int, a_end: int, b: int, b_end: int) -> bool:
    """Whether a box has letters of both sides in common with one of the others."""
    return bool(((boxes[:, 0] < a_end) & (a < boxes[:, 1]) & (boxes[:, 2] < b_end) & (b < boxes[:, 3])).any())


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


def _chains(runs: Runs) -> tuple[Floats, Integers, Integers]:
    """For each run: what the best chain that ends in it earns, the run before it in that chain (-1 none), letters cut off its front.

    Letters are cut off where two runs of a chain overlap on one side.
    """
    counts = np.bincount(runs.pair)
    counts = counts[counts > 0]
    starts = np.cumsum(counts) - counts
    earned, before, cut = runs.size.astype(np.float64), np.full(len(runs), -1), np.zeros(len(runs), dtype=np.int64)
    order = np.argsort(counts, kind="stable")
    first = 0
    while first < len(order):
        room = np.searchsorted(np.arange(1, len(order) - first + 1) * counts[order[first:]], AT_ONCE)
        part = order[first : first + max(int(room), 1)]
        first += len(part)
        _chain_part(runs, starts[part], counts[part], earned, before, cut)
    return earned, before, cut


def _chain_part(runs: Runs, starts: Integers, counts: Integers, earned: Floats, before: Integers, cut: Integers) -> None:
    """Fills in the chains of some pairs: their first runs, then their second runs, …"""
    for step in range(1, int(counts.max(initial=0))):
        going = counts > step
        starts, counts = starts[going], counts[going]
        here = (starts + step)[:, None]
        back = here - np.arange(1, min(step, LOOK_BACK) + 1)
        a_gap = runs.a[here] - (runs.a[back] + runs.size[back])
        b_gap = runs.b[here] - (runs.b[back] + runs.size[back])
        overlap = np.maximum(-np.minimum(a_gap, b_gap), 0)
        gap = np.maximum(a_gap, b_gap) + overlap
        fits = (overlap < runs.size[here]) & (runs.b[here] > runs.b[back]) & (gap <= LONGEST_GAP)
        gain = np.where(fits, earned[back] - OPENING - EACH * gap - overlap, NEVER)
        best = gain.argmax(axis=1)
        rows = np.arange(len(here))
        pays = gain[rows, best] > 0
        chosen = here[pays, 0]
        earned[chosen] += gain[rows, best][pays]
        before[chosen] = back[rows, best][pays]
        cut[chosen] = overlap[rows, best][pays]


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
