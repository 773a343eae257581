"""What two windows share, as records and as columns: runs make blocks, blocks make stretches.

A text or two are told by records; of a corpus there are hundreds of thousands of stretches, most of which nobody looks at one by one, and
they stay columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import Integers

Run = tuple[int, int, int]
"""(place in the one string, place in the other, letters)."""
Gap = tuple[int, int]
Mask = NDArray[np.bool_]


class Block(NamedTuple):
    """Runs that follow each other in both windows; made by the hundred thousand, and therefore a tuple."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    letters: int
    runs: tuple[Run, ...]

    @classmethod
    def of(cls, runs: tuple[Run, ...]) -> Block:
        """A block of these runs (not empty, in order)."""
        (a, b, _), (a_last, b_last, size) = runs[0], runs[-1]
        return cls(a, a_last + size, b, b_last + size, sum(run[2] for run in runs), runs)


class Stretch(NamedTuple):
    """Words that both windows have in one place: what kept its order, and what was moved; a tuple for the same reason."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    letters: int
    """How many both have, order aside."""
    kept: tuple[Block, ...]
    """In the order of both windows."""
    moved: tuple[Block, ...] = ()
    """In the order of the first."""

    @property
    def similarity(self) -> float:
        """The share that the letters in common are of the longer side."""
        return self.letters / max(self.a_end - self.a_start, self.b_end - self.b_start)


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Many stretches: one row each, and the runs of all, those of a stretch together."""

    pair: Integers
    """Number of the pair of windows."""
    a_start: Integers
    a_end: Integers
    b_start: Integers
    b_end: Integers
    letters: Integers
    first: Integers
    """Its first run; its last is the one before the first of the next stretch. What kept its order comes before what was moved."""
    count: Integers
    """How many runs."""
    run_a: Integers
    run_b: Integers
    run_size: Integers
    run_block: Integers
    """Of each run, its block: other numbers are other blocks."""
    run_moved: Mask
    """Of each run, whether its block was moved."""

    def __len__(self) -> int:
        return len(self.pair)

    @property
    def moved(self) -> Mask:
        """Of each stretch, whether something in it was moved: then its last run was."""
        found: Mask = self.run_moved[self.first + self.count - 1]
        return found

    def part(self, which: NDArray[np.integer] | Mask) -> Stretches:
        """Some of the stretches."""
        chosen = np.flatnonzero(which) if which.dtype == bool else which
        count = self.count[chosen]
        runs = spread(self.first[chosen], count)
        columns = {name: getattr(self, name)[chosen] for name in _ROWS} | {name: getattr(self, name)[runs] for name in _RUNS}
        return Stretches(**columns, first=np.cumsum(count) - count, count=count)

    def counted_from(self, a: Integers, b: Integers) -> Stretches:
        """The same with places that count from a and b of each stretch."""
        run_a, run_b = self.run_a - np.repeat(a, self.count), self.run_b - np.repeat(b, self.count)
        return replace(
            self, a_start=self.a_start - a, a_end=self.a_end - a, b_start=self.b_start - b, b_end=self.b_end - b, run_a=run_a, run_b=run_b
        )

    def records(self, which: NDArray[np.integer] | Mask | None = None) -> Iterator[Stretch]:
        """Each of them, or of those chosen, as a record."""
        some = self if which is None else self.part(which)
        runs = list(zip(*(getattr(some, name).tolist() for name in ("run_a", "run_b", "run_size")), strict=True))
        block, moved = some.run_block.tolist(), some.run_moved.tolist()
        columns = (getattr(some, name).tolist() for name in (*_ROWS[1:], "first", "count"))
        for a_start, a_end, b_start, b_end, letters, first, count in zip(*columns, strict=True):
            if count == 1:
                yield Stretch(a_start, a_end, b_start, b_end, letters, (Block.of((runs[first],)),))
                continue
            last = first + count
            blocks = _blocks(runs[first:last], block[first:last], moved[first:last])
            yield Stretch(a_start, a_end, b_start, b_end, letters, *blocks)


_ROWS = ("pair", "a_start", "a_end", "b_start", "b_end", "letters")
_RUNS = tuple(field.name for field in fields(Stretches) if field.name.startswith("run_"))


def _blocks(runs: Sequence[Run], block: Sequence[int], moved: Sequence[bool]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    kept: list[Block] = []
    others: list[Block] = []
    for (_, shifted), rows in groupby(zip(block, moved, runs, strict=True), key=itemgetter(0, 1)):
        (others if shifted else kept).append(Block.of(tuple(row[2] for row in rows)))
    return tuple(kept), tuple(others)


def stretches_after(*parts: Stretches) -> Stretches:
    """The stretches of one part after those of the other."""
    offsets = np.cumsum([0, *(len(part.run_a) for part in parts)]).tolist()
    blocks = np.cumsum([0, *(int(part.run_block.max(initial=-1)) + 1 for part in parts)]).tolist()
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in (*_ROWS, "count", *_RUNS)}
    joined["first"] = np.concatenate([part.first + offset for part, offset in zip(parts, offsets, strict=False)])
    joined["run_block"] = np.concatenate([part.run_block + offset for part, offset in zip(parts, blocks, strict=False)])
    return Stretches(**joined)


def single_runs(pair: Integers, a: Integers, b: Integers, size: Integers) -> Stretches:
    """Stretches of one run each."""
    one = np.ones(len(pair), dtype=np.int64)
    number = np.arange(len(pair))
    return Stretches(pair, a, a + size, b, b + size, size, number, one, a, b, size, number, np.zeros(len(pair), dtype=bool))


def columns_of(pair: Integers, stretches: Sequence[Stretch]) -> Stretches:
    """Records as columns."""
    rows = dict(zip(_ROWS[1:], np.array([stretch[:5] for stretch in stretches], dtype=np.int64).reshape(-1, 5).T, strict=True))
    blocks = [(block, number >= len(one.kept)) for one in stretches for number, block in enumerate((*one.kept, *one.moved))]
    a, b, size = np.array([run for block, _ in blocks for run in block.runs], dtype=np.int64).reshape(-1, 3).T
    sizes = np.array([len(block.runs) for block, _ in blocks], dtype=np.int64)
    moved = np.repeat(np.array([shifted for _, shifted in blocks], dtype=bool), sizes)
    count = np.array([sum(len(block.runs) for block in (*one.kept, *one.moved)) for one in stretches], dtype=np.int64)
    return Stretches(
        **rows, pair=pair, first=np.cumsum(count) - count, count=count, run_a=a, run_b=b, run_size=size,
        run_block=np.repeat(np.arange(len(blocks)), sizes), run_moved=moved,
    )  # fmt: skip


def spread(first: Integers, count: Integers) -> Integers:
    """first, first + 1, … of each, `count` of them, one after another."""
    starts = np.cumsum(count) - count
    return np.repeat(first - starts, count) + np.arange(int(count.sum()))


def sums(values: NDArray[np.integer] | Mask, first: Integers, last: Integers) -> Integers:
    """The sum of values[first:last] of each."""
    upto = np.zeros(len(values) + 1, dtype=np.int64)
    np.cumsum(values, out=upto[1:])
    found: Integers = upto[last] - upto[first]
    return found
