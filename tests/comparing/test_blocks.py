"""Chains of runs: all pairs at once give what a slow look at each run gives, and a pair with many runs keeps no two blocks in one place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.comparing.sharing import blocks
from luoshi.comparing.sharing.blocks import EACH, LONGEST_GAP, LOOK_BACK, OPENING, find_blocks
from luoshi.comparing.sharing.dots import Runs

RUN = st.tuples(st.integers(0, 2), st.integers(0, 60), st.integers(0, 60), st.integers(2, 9))


def as_runs(rows: list[tuple[int, int, int, int]]) -> Runs:
    """Runs sorted as `dots.find_runs` gives them."""
    return Runs(*np.array(sorted(set(rows)), dtype=np.int64).reshape(-1, 4).T)


def slow_chains(rows: list[tuple[int, ...]]) -> list[tuple[float, int, int]]:
    """(earned, the run before, letters cut off) of each run, one after another."""
    told: list[tuple[float, int, int]] = []
    for number, (pair, a, b, size) in enumerate(rows):
        best, before, cut = 0.0, -1, 0
        for other in range(number - 1, max(number - 1 - LOOK_BACK, -1), -1):
            other_pair, other_a, other_b, other_size = rows[other]
            gaps = a - other_a - other_size, b - other_b - other_size
            overlap = max(-min(gaps), 0)
            gap = max(gaps) + overlap
            gain = told[other][0] - OPENING - EACH * gap - overlap
            if other_pair == pair and overlap < size and b > other_b and gap <= LONGEST_GAP and gain > best:
                best, before, cut = gain, other, overlap
        told.append((size + best, before, cut))
    return told


@settings(deadline=None, max_examples=150)
@given(st.lists(RUN, max_size=60))
def test_chains_are_those_of_a_slow_look(rows: list[tuple[int, int, int, int]]) -> None:
    runs = as_runs(rows)
    columns: list[list[Any]] = [column.tolist() for column in blocks._chains(runs)]
    wanted = slow_chains([tuple(row) for row in zip(*(getattr(runs, name).tolist() for name in ("pair", "a", "b", "size")), strict=True)])
    assert list(zip(*columns, strict=True)) == wanted


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(RUN, max_size=60), many=st.sampled_from([0, 200]))
def test_runs_of_a_block_follow_each_other_and_lie_in_runs_that_were_given(rows: list[tuple[int, int, int, int]], many: int) -> None:
    given_runs = as_runs(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "MANY_RUNS", many)
        found = find_blocks(given_runs)
    diagonals = {(pair, a - b, a + step) for pair, a, b, size in set(rows) for step in range(size)}
    columns = (found.runs.pair, found.block, found.runs.a, found.runs.b, found.runs.size)
    before = None
    for pair, block, a, b, size in zip(*(column.tolist() for column in columns), strict=True):
        assert size > 0
        assert all((pair, a - b, a + step) in diagonals for step in range(size))
        if before and before[:2] == (pair, block):
            assert before[2] + before[4] <= a and before[3] + before[4] <= b
        before = (pair, block, a, b, size)
