"""Pairs of windows → every run of equal letters in them: the dots that two strings make when one is laid against the other.

Two neighbouring letters are looked at together: a dot is a place where both are equal, a run is a row of dots along a diagonal. Where two
windows are so large that chance would fill the plot with dots, more letters are looked at together, and the dots are found by sorting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import Integers, hash_grams
from luoshi.comparing.letters import Codes

PLOT_CELLS = 20_000
"""Two windows with more pairs of letters than this are not plotted."""
MOST_CELLS = 6_000_000
"""So many pairs of letters are looked at at once."""
LARGER = ((20_000, 2), (400_000, 3), (16_000_000, 5))
"""(pairs of letters, letters that are looked at together) up to so many pairs; beyond, 8."""


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Pairs of windows on a row of letters: [a, a_end) and [b, b_end) of each pair."""

    a: Integers
    a_end: Integers
    b: Integers
    b_end: Integers

    def __len__(self) -> int:
        return len(self.a)

    def part(self, which: NDArray[np.integer] | NDArray[np.bool_]) -> Windows:
        """Some of the pairs."""
        return Windows(self.a[which], self.a_end[which], self.b[which], self.b_end[which])


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Runs of equal letters, sorted by pair, then place."""

    pair: Integers
    """Number of the pair of windows."""
    a: Integers
    b: Integers
    size: Integers

    def __len__(self) -> int:
        return len(self.pair)

    def part(self, which: NDArray[np.integer] | NDArray[np.bool_]) -> Runs:
        """Some of the runs."""
        return Runs(self.pair[which], self.a[which], self.b[which], self.size[which])


def find_runs(codes: Codes, windows: Windows) -> Runs:
    """Every run of two or more equal letters that is no part of a longer one; in large windows, of more letters.

    >>> codes = np.array([1, 2, 3, 4, 9, 2, 3, 4, 1, 2], dtype=np.uint32)
    >>> runs = find_runs(codes, Windows(*(np.array([n]) for n in (0, 4, 5, 10))))
    >>> list(zip(runs.a.tolist(), runs.b.tolist(), runs.size.tolist()))
    [(0, 8, 2), (1, 5, 3)]
    """
    cells = (windows.a_end - windows.a) * (windows.b_end - windows.b)
    found = [_in_rows(codes, dots, 2) for dots in _plots(codes, windows, np.flatnonzero(cells <= PLOT_CELLS))]
    found += [_in_large(codes, windows, pair, cells[pair]) for pair in np.flatnonzero(cells > PLOT_CELLS).tolist()]
    if not found:
        return Runs(*(np.empty(0, np.int64) for _ in range(4)))
    joined = [np.concatenate([getattr(runs, name) for runs in found]) for name in ("pair", "a", "b", "size")]
    runs = Runs(*joined)
    return runs.part(np.lexsort((runs.b, runs.a, runs.pair)))


Marks = NDArray[np.uint16]
Dots = tuple[Integers, Integers, Integers]
"""(pair, place in a, place in b)."""


def _plots(codes: Codes, windows: Windows, pairs: Integers) -> Iterator[Dots]:
    """The dots of pairs of small windows, of as many pairs at once as memory allows; pairs of like size together."""
    lengths = [(end - start)[pairs] for start, end in ((windows.a, windows.a_end), (windows.b, windows.b_end))]
    order = np.lexsort((lengths[1], lengths[0] // 8))
    first = 0
    while first < len(order):
        ahead = order[first : first + MOST_CELLS // 16]
        most = np.maximum.accumulate(lengths[0][ahead]) * np.maximum.accumulate(lengths[1][ahead])
        count = max(int(np.searchsorted(most * np.arange(1, len(ahead) + 1), MOST_CELLS)), 1)
        yield _plot(codes, windows, pairs[ahead[:count]])
        first += count


def _marks(letter: Codes, following: Codes) -> Marks:
    """A number above 1 for every two neighbouring letters; 1 stands for none in one window, 0 in the other.

    It is short, so that plots are; two that share a number by chance are told apart where it matters.
    """
    mixed = (letter * np.uint32(0x9E3779B1)) ^ (following * np.uint32(0x85EBCA77))
    return (mixed >> np.uint32(16)).astype(np.uint16) | np.uint16(2)


def _plot(codes: Codes, windows: Windows, pairs: Integers) -> Dots:
    a, b = windows.a[pairs], windows.b[pairs]
    rows, columns = _window(codes, a, windows.a_end[pairs], 0), _window(codes, b, windows.b_end[pairs], 1)
    if not rows.shape[1] or not columns.shape[1]:
        return (np.empty(0, np.int64),) * 3
    at = np.flatnonzero(rows[:, :, None] == columns[:, None, :])
    pair, cell = np.divmod(at, rows.shape[1] * columns.shape[1])
    row, column = np.divmod(cell, columns.shape[1])
    one, other = a[pair] + row, b[pair] + column
    true = (codes[one] == codes[other]) & (codes[one + 1] == codes[other + 1])
    return pairs[pair[true]], one[true], other[true]


def _window(codes: Codes, start: Integers, end: Integers, none: int) -> Marks:
    """One row of marks for each window, filled up with `none`."""
    steps = np.arange(max(int((end - start).max()) - 1, 0))
    at = start[:, None] + steps
    inside = at < end[:, None] - 1
    at = np.minimum(at, max(len(codes) - 2, 0))
    return np.where(inside, _marks(codes[at], codes[np.minimum(at + 1, len(codes) - 1)]), np.uint16(none))


def _in_rows(codes: Codes, dots: Dots, size: int) -> Runs:
    """Dots that follow each other along a diagonal as runs."""
    pair, a, b = dots
    order = np.lexsort((a, a - b, pair))
    pair, a, b = pair[order], a[order], b[order]
    opens = np.ones(len(pair), dtype=bool)
    opens[1:] = (np.diff(pair) != 0) | (np.diff(a) != 1) | (np.diff(b) != 1)
    starts = np.flatnonzero(opens)
    sizes = np.diff(np.append(starts, len(pair))) + size - 1
    return Runs(pair[starts], a[starts], b[starts], sizes)


def _in_large(codes: Codes, windows: Windows, pair: int, cells: int) -> Runs:
    """The runs of one pair of large windows: grams that both have, found by sorting those of the one."""
    size = next((size for most, size in LARGER if cells <= most), 8)
    a, b = int(windows.a[pair]), int(windows.b[pair])
    ours, theirs = (hash_grams(codes[start:end], size) for start, end in ((a, int(windows.a_end[pair])), (b, int(windows.b_end[pair]))))
    order = np.argsort(theirs, kind="stable")
    low, high = (np.searchsorted(theirs[order], ours, side=side) for side in ("left", "right"))
    times = high - low
    one = np.repeat(np.arange(len(ours)), times)
    other = order[np.repeat(low - (np.cumsum(times) - times), times) + np.arange(len(one))]
    true = np.ones(len(one), dtype=bool)
    for step in range(size):
        true &= codes[a + one + step] == codes[b + other + step]
    return _in_rows(codes, (np.full(int(true.sum()), pair), a + one[true], b + other[true]), size)
