"""Windows of letters, pair by pair → the stretches in which they have the same words, in order or not.

A *run* is a row of equal letters. Runs that follow each other closely in both windows make a *block*; where too much that differs lies
between two, they are parted. Blocks that lie beside each other in both windows, whatever their order, make a *stretch*: what kept its
order, and what was moved. A block that stands beside another in one window and far from it in the other is a stretch of its own; so is
the second copy of what stands twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import Integers, hash_grams
from luoshi.comparing.letters import Codes
from luoshi.comparing.sharing.blocks import find_blocks
from luoshi.comparing.sharing.dots import Runs, Windows, find_runs

Run = tuple[int, int, int]
"""(place in the one string, place in the other, letters)."""
Gap = tuple[int, int]
Mask = NDArray[np.bool_]

NEAR = 16
"""Letters that may lie between two blocks of one stretch, in both windows."""
LEAST_RUN = 7
"""A single run of so many letters is a stretch."""
LEAST_LETTERS = 9
"""Letters that a stretch of several runs must have in common."""
LEAST_SHARE = 0.5
"""And that share of the longer of its two sides."""
LEAST_MOVED, LEAST_SHARE_MOVED = 5, 0.1
"""Letters that must be moved, and the share of all in common; a word that stands elsewhere by chance makes no other order."""
MANY_LETTERS, LEAST_SHARE_OF_MANY = 18, 0.4
"""Where so many are in common, a smaller share is enough."""


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

    def turned(self) -> Block:
        """The same, seen from the other window."""
        runs = tuple((b, a, size) for a, b, size in self.runs)
        return Block(self.b_start, self.b_end, self.a_start, self.a_end, self.letters, runs)


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

    def turned(self) -> Stretch:
        """The same, seen from the other window."""
        kept, moved = (tuple(block.turned() for block in blocks) for blocks in (self.kept, self.moved))
        moved = tuple(sorted(moved, key=lambda block: block.a_start))
        return Stretch(self.b_start, self.b_end, self.a_start, self.a_end, self.letters, kept, moved)


def align(codes: Codes, windows: Windows, a_from: Integers | None = None, b_from: Integers | None = None) -> list[tuple[int, Stretch]]:
    """(number of the pair, stretch) for every stretch that a pair of windows shares, by pair and place.

    Places are those of the row, or count from `a_from` and `b_from`, where the text of each window begins.

    >>> codes = np.array([ord(char) for char in "另各单位每月报送安全检查进展" + "我局将每月及时报送安全检查进展等"], dtype=np.uint32)
    >>> [(_, found)] = align(codes, Windows(*(np.array([place]) for place in (0, 14, 14, 30))), b_from=np.array([14]))
    >>> found.a_start, found.a_end, found.b_start, found.b_end, found.letters
    (4, 14, 3, 15, 10)
    """
    a_from, b_from = (np.zeros(len(windows), np.int64) if origin is None else origin for origin in (a_from, b_from))
    same = _equal(codes, windows)
    turned = _turned(codes, windows)
    other = np.flatnonzero(~same)
    found = find_blocks(find_runs(codes, _oriented(windows.part(other), turned[other])))
    pair = other[found.runs.pair]
    origins = np.where(turned[pair], b_from[pair], a_from[pair]), np.where(turned[pair], a_from[pair], b_from[pair])
    runs = Runs(pair, found.runs.a - origins[0], found.runs.b - origins[1], found.runs.size)
    stretches = [*_whole_windows(windows, np.flatnonzero(same), a_from, b_from), *_of_runs(runs, found.block, turned)]
    stretches.sort(key=lambda row: (row[0], row[1].a_start, row[1].b_start))
    return stretches


Found = tuple[int, Stretch]


def _whole_windows(windows: Windows, pairs: Integers, a_from: Integers, b_from: Integers) -> Iterator[Found]:
    """Windows that are equal."""
    columns = (pairs, windows.a[pairs] - a_from[pairs], windows.b[pairs] - b_from[pairs], (windows.a_end - windows.a)[pairs])
    for pair, a, b, size in zip(*(column.tolist() for column in columns), strict=True):
        yield pair, _one_run(a, b, size)


def _one_run(a: int, b: int, size: int) -> Stretch:
    block = Block(a, a + size, b, b + size, size, ((a, b, size),))
    return Stretch(a, a + size, b, b + size, size, (block,))


def _of_runs(runs: Runs, block: Integers, turned: Mask) -> Iterator[Found]:
    """The stretches of runs in blocks, pairs in order; a pair of a single run, which most are, needs no further look."""
    opens = np.flatnonzero(np.diff(runs.pair, prepend=-1))
    alone = np.zeros(len(runs), dtype=bool)
    alone[opens[np.diff(np.append(opens, len(runs))) == 1]] = True
    single = runs.part(alone & (runs.size >= LEAST_RUN))
    swap = turned[single.pair]
    columns = (single.pair, np.where(swap, single.b, single.a), np.where(swap, single.a, single.b), single.size)
    for pair, a, b, size in zip(*(column.tolist() for column in columns), strict=True):
        yield pair, _one_run(a, b, size)
    several = runs.part(~alone)
    rows_of = zip(*(column.tolist() for column in (several.pair, block[~alone], several.a, several.b, several.size)), strict=True)
    for pair, rows in groupby(rows_of, key=itemgetter(0)):
        for stretch in stretches_of([Block.of(tuple(row[2:] for row in part)) for _, part in groupby(rows, key=itemgetter(1))]):
            yield pair, stretch.turned() if turned[pair] else stretch


def stretches_of(blocks: Sequence[Block]) -> list[Stretch]:
    """The stretches that blocks (the best first) make, in the order of the first window."""
    stretches: list[Stretch] = []
    while blocks:
        apart, blocks = _parted_copies(blocks)
        stretches += [_stretch(group) for group in _beside_each_other(apart)]
    return sorted((stretch for stretch in stretches if _tells(stretch)), key=lambda stretch: (stretch.a_start, stretch.b_start))


def _tells(stretch: Stretch) -> bool:
    """Whether so much is shared that it is no chance."""
    longest = max(size for block in (*stretch.kept, *stretch.moved) for _, _, size in block.runs)
    if stretch.moved and stretch.letters < MANY_LETTERS and longest < LEAST_RUN:
        return False  # a few short words in any order are the vocabulary of the field
    enough = stretch.letters >= LEAST_LETTERS and _dense(stretch.letters, stretch.letters / stretch.similarity)
    return enough or (longest >= LEAST_RUN and longest == stretch.letters)


def _dense(letters: int, longer: float) -> bool:
    """Whether so many letters in common are enough for a stretch whose longer side has so many."""
    return letters >= longer * (LEAST_SHARE if letters < MANY_LETTERS else LEAST_SHARE_OF_MANY)


# -- which way round -----------------------------------------------------------------------------------------------


def _equal(codes: Codes, windows: Windows) -> Mask:
    """Whether the two windows of each pair have the same letters."""
    equal: Mask = (windows.a_end - windows.a == windows.b_end - windows.b) & (windows.a_end > windows.a)
    which = np.flatnonzero(equal)
    if not len(which):
        return equal
    sizes = (windows.a_end - windows.a)[which]
    first = np.cumsum(sizes) - sizes
    steps = np.arange(int(sizes.sum())) - np.repeat(first, sizes)
    letters = codes[np.repeat(windows.a[which], sizes) + steps] == codes[np.repeat(windows.b[which], sizes) + steps]
    equal[which] = np.logical_and.reduceat(letters, first)
    return equal


def _turned(codes: Codes, windows: Windows) -> Mask:
    """Whether a pair is aligned the other way round: of several equally good ways the same is taken, whichever text comes first."""
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(np.append(hash_grams(codes, 4), np.zeros(min(3, len(codes)), np.int64)).view(np.uint64)[: len(codes)], out=sums[1:])
    a, b = (sums[np.maximum(end - 3, start)] - sums[start] for start, end in ((windows.a, windows.a_end), (windows.b, windows.b_end)))
    turned: Mask = b < a
    return turned


def _oriented(windows: Windows, turned: Mask) -> Windows:
    a, a_end, b, b_end = windows.a, windows.a_end, windows.b, windows.b_end
    return Windows(np.where(turned, b, a), np.where(turned, b_end, a_end), np.where(turned, a, b), np.where(turned, a_end, b_end))


# -- stretches -----------------------------------------------------------------------------------------------------


def _parted_copies(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Blocks that do not overlap on either side, and those that overlap one of them: what stands twice."""
    if len(blocks) == 1:
        return list(blocks), []
    apart: list[Block] = []
    copies: list[Block] = []
    boxes = np.array([block[:4] for block in blocks], dtype=np.int64)
    taken = np.zeros(len(blocks), dtype=bool)
    for number, block in enumerate(blocks):
        a_start, a_end, b_start, b_end = block[:4]
        near = taken & (((boxes[:, 0] < a_end) & (a_start < boxes[:, 1])) | ((boxes[:, 2] < b_end) & (b_start < boxes[:, 3])))
        if any(_overlap(block, blocks[other]) for other in np.flatnonzero(near).tolist()):
            copies.append(block)
        else:
            apart.append(block)
            taken[number] = True
    return apart, copies


def _overlap(one: Block, other: Block) -> bool:
    """Whether both have a letter of one side; a block may lie in a gap of another."""
    return any(
        (a < a_other + size_other and a_other < a + size) or (b < b_other + size_other and b_other < b + size)
        for a, b, size in one.runs
        for a_other, b_other, size_other in other.runs
    )


def _beside_each_other(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks in groups that are dense on both sides: parted where most lies between them, until that is little."""
    if len(blocks) == 1:
        yield list(blocks)
        return
    in_a = sorted(blocks, key=lambda block: block.a_start)
    in_b = sorted(blocks, key=lambda block: block.b_start)
    a_gap, a_at, a_end = _widest_gap([(block.a_start, block.a_end) for block in in_a])
    b_gap, b_at, b_end = _widest_gap([(block.b_start, block.b_end) for block in in_b])
    longer = max(a_end - in_a[0].a_start, b_end - in_b[0].b_start)
    if (not a_at and not b_at) or (max(a_gap, b_gap) <= NEAR and _dense(sum(block.letters for block in in_a), longer)):
        yield in_a
        return
    ordered, at = (in_a, a_at) if a_gap >= b_gap else (in_b, b_at)
    for part in (ordered[:at], ordered[at:]):
        yield from _beside_each_other(part)


def _widest_gap(spans: Sequence[Gap]) -> tuple[int, int, int]:
    """(letters that no span covers in the widest gap, number of the span after it or 0, end of all); the spans are sorted by their starts."""
    widest, at, end = -1, 0, spans[0][1]
    for number, (start, stop) in enumerate(spans):
        if number and start - end > widest and start >= end:
            widest, at = start - end, number
        end = max(end, stop)
    return widest, at, end


def _stretch(group: Sequence[Block]) -> Stretch:
    """The blocks (in the order of the first window) that have one order in both and most letters are kept; the others are moved."""
    if len(group) == 1:
        return _bounded(group, (), group[0].letters)
    best: list[tuple[int, list[Block]]] = []
    for block in group:
        fitting = [b for b in best if b[1][-1].a_end <= block.a_start and b[1][-1].b_end <= block.b_start]
        before = max(fitting, key=itemgetter(0), default=(0, []))
        best.append((before[0] + block.letters, [*before[1], block]))
    letters, kept = max(best, key=itemgetter(0))
    moved = [block for block in group if block not in kept]
    others = sum(block.letters for block in moved)
    if moved and (others < LEAST_MOVED or others < LEAST_SHARE_MOVED * (letters + others)):
        return _bounded(kept, (), letters)
    return _bounded(kept, moved, letters + others)


def _bounded(kept: Sequence[Block], moved: Sequence[Block], letters: int) -> Stretch:
    blocks = (*kept, *moved)
    return Stretch(
        min(block.a_start for block in blocks), max(block.a_end for block in blocks),
        min(block.b_start for block in blocks), max(block.b_end for block in blocks), letters, tuple(kept), tuple(moved),
    )  # fmt: skip
