"""All pairs at once give the stretches that a slow look at each pair gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from luoshi.comparing.sharing.blocks import Blocks
from luoshi.comparing.sharing.dots import Runs
from luoshi.comparing.sharing.grouping import (
    LEAST_LETTERS,
    LEAST_MOVED,
    LEAST_RUN,
    LEAST_SHARE,
    LEAST_SHARE_MOVED,
    LEAST_SHARE_OF_MANY,
    MANY_LETTERS,
    NEAR,
    find_stretches_of,
)
from luoshi.comparing.sharing.stretches import Block, Stretch, columns_of, stretches_after

# -- the slow look -------------------------------------------------------------------------------------------------


def stretches_of(blocks: Sequence[Block]) -> list[Stretch]:
    """The stretches that blocks of one pair (the best first) make."""
    found: list[Stretch] = []
    while blocks:
        apart, blocks = parted_copies(blocks)
        found += [in_order(group) for group in beside_each_other(apart)]
    return sorted(filter(tells, found), key=lambda stretch: (stretch.a_start, stretch.b_start))


def parted_copies(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    apart: list[Block] = []
    copies: list[Block] = []
    for block in blocks:
        (copies if any(overlap(block, other) for other in apart) else apart).append(block)
    return apart, copies


def overlap(one: Block, other: Block) -> bool:
    return any(
        (a < a_other + size_other and a_other < a + size) or (b < b_other + size_other and b_other < b + size)
        for a, b, size in one.runs
        for a_other, b_other, size_other in other.runs
    )


def beside_each_other(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    in_a, in_b = (sorted(blocks, key=itemgetter(side)) for side in (0, 2))
    a_gap, a_at, a_end = widest_gap([(block.a_start, block.a_end) for block in in_a])
    b_gap, b_at, b_end = widest_gap([(block.b_start, block.b_end) for block in in_b])
    longer = max(a_end - in_a[0].a_start, b_end - in_b[0].b_start)
    if (not a_at and not b_at) or (max(a_gap, b_gap) <= NEAR and dense(sum(block.letters for block in in_a), longer)):
        yield in_a
        return
    ordered, at = (in_a, a_at) if a_gap >= b_gap else (in_b, b_at)
    yield from beside_each_other(ordered[:at])
    yield from beside_each_other(ordered[at:])


def widest_gap(spans: Sequence[tuple[int, int]]) -> tuple[int, int, int]:
    widest, at, end = -1, 0, spans[0][1]
    for number, (start, stop) in enumerate(spans):
        if number and start - end > widest and start >= end:
            widest, at = start - end, number
        end = max(end, stop)
    return widest, at, end


def dense(letters: int, longer: int) -> bool:
    return letters >= longer * (LEAST_SHARE if letters < MANY_LETTERS else LEAST_SHARE_OF_MANY)


def in_order(group: Sequence[Block]) -> Stretch:
    best: list[tuple[int, list[Block]]] = []
    for block in group:
        fitting = [one for one in best if one[1][-1].a_end <= block.a_start and one[1][-1].b_end <= block.b_start]
        before = max(fitting, key=itemgetter(0), default=(0, []))
        best.append((before[0] + block.letters, [*before[1], block]))
    letters, kept = max(best, key=itemgetter(0))
    moved = [block for block in group if block not in kept]
    others = sum(block.letters for block in moved)
    if others < LEAST_MOVED or others < LEAST_SHARE_MOVED * (letters + others):
        moved, others = [], 0
    blocks = [*kept, *moved]
    bounds = [choose(block[side] for block in blocks) for side, choose in enumerate((min, max, min, max))]
    return Stretch(*bounds, letters + others, tuple(kept), tuple(moved))


def tells(stretch: Stretch) -> bool:
    longest = max(size for block in (*stretch.kept, *stretch.moved) for _, _, size in block.runs)
    if stretch.moved and stretch.letters < MANY_LETTERS and longest < LEAST_RUN:
        return False
    enough = stretch.letters >= LEAST_LETTERS and dense(stretch.letters, max(stretch.a_end - stretch.a_start, stretch.b_end - stretch.b_start))
    return enough or (longest >= LEAST_RUN and longest == stretch.letters)


# -- tests ---------------------------------------------------------------------------------------------------------

PLACE = st.integers(0, 120)
STEP = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(2, 9))


@st.composite
def block(draw: st.DrawFn) -> Block:
    a, b, runs = draw(PLACE), draw(PLACE), []
    for a_gap, b_gap, size in draw(st.lists(STEP, min_size=1, max_size=3)):
        runs.append((a := a + a_gap, b := b + b_gap, size))
        a, b = a + size, b + size
    return Block.of(tuple(runs))


def as_columns(pairs: Sequence[Sequence[Block]]) -> Blocks:
    rows = [(pair, number, *run) for pair, blocks in enumerate(pairs) for number, one in enumerate(blocks) for run in one.runs]
    pair, number, a, b, size = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    return Blocks(Runs(pair, a, b, size), number)


@settings(deadline=None, max_examples=200)
@example([])
@given(st.lists(st.lists(block(), min_size=1, max_size=6), max_size=3))
def test_all_pairs_at_once_give_what_each_alone_gives(pairs: list[list[Block]]) -> None:
    found = find_stretches_of(as_columns(pairs))
    wanted = [(pair, stretch) for pair, blocks in enumerate(pairs) for stretch in stretches_of(blocks)]
    assert list(zip(found.pair.tolist(), found.records(), strict=True)) == wanted


@settings(deadline=None, max_examples=50)
@given(st.lists(block(), min_size=1, max_size=6))
def test_columns_and_records_hold_the_same(blocks: list[Block]) -> None:
    stretches = stretches_of(blocks)
    columns = columns_of(np.zeros(len(stretches), np.int64), stretches)
    twice = stretches_after(columns, columns)
    assert list(columns.records()) == stretches
    assert list(twice.records()) == stretches * 2
    assert list(twice.records(np.arange(len(stretches), len(twice)))) == stretches
    assert columns.moved.tolist() == [bool(one.moved) for one in stretches]
