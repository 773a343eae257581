"""Windows of letters, pair by pair → the stretches in which they have the same words, in order or not.

A *run* is a row of equal letters. Runs that follow each other closely in both windows make a *block*; where too much that differs lies
between two, they are parted. Blocks that lie beside each other in both windows, whatever their order, make a *stretch*: what kept its
order, and what was moved. A block that stands beside another in one window and far from it in the other is a stretch of its own; so is
the second copy of what stands twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.blocks import find_blocks
from luoshi.comparing.dots import Windows, find_runs
from luoshi.comparing.grams import hash_grams
from luoshi.comparing.letters import Codes

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
LEAST_MOVED, LEAST_SHARE_MOVED = 6, 0.2
"""Letters that must be moved, and the share of all in common; a word that stands elsewhere by chance makes no other order."""
MANY_LETTERS, LEAST_SHARE_OF_MANY = 18, 0.4
"""Where so many are in common, a smaller share is enough."""


@dataclass(frozen=True, slots=True)
class Block:
    """Runs that follow each other in both strings; not empty."""

    runs: tuple[Run, ...]

    @property
    def a_start(self) -> int:
        return self.runs[0][0]

    @property
    def a_end(self) -> int:
        return self.runs[-1][0] + self.runs[-1][2]

    @property
    def b_start(self) -> int:
        return self.runs[0][1]

    @property
    def b_end(self) -> int:
        return self.runs[-1][1] + self.runs[-1][2]

    @property
    def letters(self) -> int:
        return sum(size for _, _, size in self.runs)

    def turned(self) -> Block:
        """The same, seen from the other string."""
        return Block(tuple((b, a, size) for a, b, size in self.runs))

    def shifted(self, a: int, b: int) -> Block:
        """The same, in strings that begin so many letters earlier."""
        return Block(tuple((one + a, other + b, size) for one, other, size in self.runs))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that both strings have in one place: what kept its order, and what was moved. Places are letters of the two strings."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    kept: tuple[Block, ...]
    """In the order of both strings."""
    moved: tuple[Block, ...] = ()
    """In the order of the first string."""

    @property
    def letters(self) -> int:
        """How many both have, order aside."""
        return sum(block.letters for block in self.kept) + sum(block.letters for block in self.moved)

    @property
    def similarity(self) -> float:
        """The share that these are of the longer side."""
        return self.letters / max(self.a_end - self.a_start, self.b_end - self.b_start)

    def turned(self) -> Stretch:
        """The same, seen from the other string."""
        kept, moved = (tuple(block.turned() for block in blocks) for blocks in (self.kept, self.moved))
        moved = tuple(sorted(moved, key=lambda block: block.a_start))
        return Stretch(self.b_start, self.b_end, self.a_start, self.a_end, kept, moved)

    def shifted(self, a: int, b: int) -> Stretch:
        """The same, in strings that begin so many letters earlier."""
        kept, moved = (tuple(block.shifted(a, b) for block in blocks) for blocks in (self.kept, self.moved))
        return Stretch(self.a_start + a, self.a_end + a, self.b_start + b, self.b_end + b, kept, moved)


def align(codes: Codes, windows: Windows) -> Iterator[tuple[int, Stretch]]:
    """(number of the pair, stretch) for every stretch that a pair of windows shares, by pair and place; places are those of the row.

    >>> codes = np.array([ord(char) for char in "另各单位每月报送安全检查进展" + "我局将每月及时报送安全检查进展等"], dtype=np.uint32)
    >>> [(_, found)] = align(codes, Windows(*(np.array([place]) for place in (0, 14, 14, 30))))
    >>> found.a_start, found.a_end, found.b_start - 14, found.b_end - 14, found.letters
    (4, 14, 3, 15, 10)
    """
    same = _equal(codes, windows)
    turned = _turned(codes, windows)
    other = np.flatnonzero(~same)
    found = find_blocks(find_runs(codes, _oriented(windows.part(other), turned[other])))
    columns = (other[found.runs.pair], found.block, found.runs.a, found.runs.b, found.runs.size)
    stretches = dict(_stretches(zip(*(column.tolist() for column in columns), strict=True), turned))
    ends = (windows.a.tolist(), windows.a_end.tolist(), windows.b.tolist())
    for pair, whole in enumerate(same.tolist()):
        if whole:
            a, a_end, b = (column[pair] for column in ends)
            yield pair, _stretch([Block(((a, b, a_end - a),))])
        for stretch in stretches.get(pair, ()):
            yield pair, stretch


def _stretches(runs: Iterator[tuple[int, int, int, int, int]], turned: Mask) -> Iterator[tuple[int, list[Stretch]]]:
    """(pair, its stretches), from rows (pair, block, a, b, size)."""
    for pair, rows in groupby(runs, key=lambda row: row[0]):
        blocks = [Block(tuple(row[2:] for row in block)) for _, block in groupby(rows, key=lambda row: row[1])]
        stretches = stretches_of(blocks)
        yield pair, sorted((stretch.turned() for stretch in stretches), key=lambda s: (s.a_start, s.b_start)) if turned[pair] else stretches


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
    apart: list[Block] = []
    copies: list[Block] = []
    for block in blocks:
        (copies if any(_overlap(block, other) for other in apart) else apart).append(block)
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
    if not a_at and not b_at or max(a_gap, b_gap) <= NEAR and _dense(sum(block.letters for block in in_a), longer):
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
    """The blocks that have the same order in both strings and most letters are kept; the others are moved."""
    best: list[tuple[int, list[Block]]] = []
    for block in group:
        before = max((b for b in best if b[1][-1].a_end <= block.a_start and b[1][-1].b_end <= block.b_start), key=lambda b: b[0], default=(0, []))
        best.append((before[0] + block.letters, [*before[1], block]))
    kept = max(best, key=lambda b: b[0])[1]
    moved = tuple(block for block in group if block not in kept)
    letters = sum(block.letters for block in moved)
    if moved and (letters < LEAST_MOVED or letters < LEAST_SHARE_MOVED * sum(block.letters for block in group)):
        return _stretch(kept)
    return Stretch(
        group[0].a_start, max(block.a_end for block in group), min(block.b_start for block in group), max(block.b_end for block in group),
        tuple(kept), moved,
    )  # fmt: skip
