"""Windows of letters, pair by pair → the stretches in which they have the same words, in order or not.

A *run* is a row of equal letters. Runs that follow each other closely in both windows make a *block*; where too much that differs lies
between two, they are parted. Of blocks `grouping` makes stretches. Windows that are equal need none of this.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import Integers, hash_grams
from luoshi.comparing.letters import Codes
from luoshi.comparing.sharing.blocks import find_blocks
from luoshi.comparing.sharing.dots import Windows, find_runs
from luoshi.comparing.sharing.grouping import find_stretches_of
from luoshi.comparing.sharing.stretches import Mask, Stretch, Stretches, single_runs, spread, stretches_after


def align(codes: Codes, windows: Windows, a_from: Integers | None = None, b_from: Integers | None = None) -> list[tuple[int, Stretch]]:
    """(number of the pair, stretch) for every stretch that a pair of windows shares, by pair and place.

    Places are those of the row, or count from `a_from` and `b_from`, where the text of each window begins.

    >>> codes = np.array([ord(char) for char in "另各单位每月报送安全检查进展" + "我局将每月及时报送安全检查进展等"], dtype=np.uint32)
    >>> [(_, found)] = align(codes, Windows(*(np.array([place]) for place in (0, 14, 14, 30))), b_from=np.array([14]))
    >>> found.a_start, found.a_end, found.b_start, found.b_end, found.letters
    (4, 14, 3, 15, 10)
    """
    found = align_all(codes, windows)
    a, b = (np.zeros(len(found), np.int64) if origin is None else origin[found.pair] for origin in (a_from, b_from))
    found = found.counted_from(a, b)
    return list(zip(found.pair.tolist(), found.records(), strict=True))


def align_all(codes: Codes, windows: Windows) -> Stretches:
    """The same as columns; places are those of the row."""
    same = _equal(codes, windows)
    other = np.flatnonzero(~same)
    turned = np.zeros(len(windows), dtype=bool)
    turned[other] = _turned(codes, windows.part(other))
    found = find_stretches_of(find_blocks(find_runs(codes, _oriented(windows.part(other), turned[other]))))
    whole = np.flatnonzero(same)
    equal = single_runs(whole, windows.a[whole], windows.b[whole], (windows.a_end - windows.a)[whole])
    stretches = stretches_after(equal, _turned_back(found, other[found.pair], turned))
    return stretches.part(np.lexsort((stretches.b_start, stretches.a_start, stretches.pair)))


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
    a, b = (_sum_of_grams(codes, start, end) for start, end in ((windows.a, windows.a_end), (windows.b, windows.b_end)))
    turned: Mask = b < a
    return turned


def _sum_of_grams(codes: Codes, start: Integers, end: Integers, size: int = 4) -> NDArray[np.uint64]:
    """The numbers of the grams in each window added up; what goes beyond 64 bits is lost, of all alike."""
    count = np.maximum(end - start, 0)
    upto = np.zeros(int(count.sum()) + 1, dtype=np.uint64)
    grams = hash_grams(codes[spread(start, count)], size)
    np.cumsum(grams.view(np.uint64), out=upto[1 : len(grams) + 1])
    first = np.cumsum(count) - count
    summed: NDArray[np.uint64] = upto[np.maximum(first + count - size + 1, first)] - upto[first]
    return summed


def _oriented(windows: Windows, turned: Mask) -> Windows:
    a, a_end, b, b_end = windows.a, windows.a_end, windows.b, windows.b_end
    return Windows(np.where(turned, b, a), np.where(turned, b_end, a_end), np.where(turned, a, b), np.where(turned, a_end, b_end))


def _turned_back(found: Stretches, pair: Integers, turned: Mask) -> Stretches:
    """Stretches of windows that were aligned the other way round, seen from the first again; `pair` is the number of each one's pair."""
    swap = turned[pair]
    swapped = np.repeat(swap, found.count)
    (a_start, b_start), (a_end, b_end) = _swapped(swap, found.a_start, found.b_start), _swapped(swap, found.a_end, found.b_end)
    run_a, run_b = _swapped(swapped, found.run_a, found.run_b)
    runs = np.arange(len(run_a))
    again = np.flatnonzero(np.repeat(swap & found.moved, found.count) & found.run_moved)  # what was moved comes in the order of the first window
    stretch = np.repeat(np.arange(len(found)), found.count)[again]
    opens = np.flatnonzero(np.diff(found.run_block[again], prepend=-1))
    begins = np.repeat(run_a[again][opens], np.diff(np.append(opens, len(again))))
    runs[again] = again[np.lexsort((run_a[again], begins, stretch))]
    return Stretches(
        pair, a_start, a_end, b_start, b_end, found.letters, found.first, found.count,
        run_a[runs], run_b[runs], found.run_size[runs], found.run_block[runs], found.run_moved,
    )  # fmt: skip


def _swapped(swap: Mask, a: Integers, b: Integers) -> tuple[Integers, Integers]:
    return np.where(swap, b, a), np.where(swap, a, b)
