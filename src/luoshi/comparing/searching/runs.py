"""Places where two texts begin to agree → the whole runs of equal letters around them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import Integers, Joined

STRIDES = (1, 1, 1, 1, 4, 4, 8, 16, 64)
"""How many letters are looked at in each round; most runs end in the first few. The last is repeated, growing, as long as any goes on."""
LONGEST_STRIDE = 4096
MOST_CELLS = 1_000_000
"""So many letters are looked at at once, to bound the memory."""

Equal = Callable[[Integers, Integers], NDArray[np.bool_]]


def extend_runs(
    joined: Joined, a_text: Integers, a_at: Integers, b_text: Integers, b_at: Integers, sure: int = 1
) -> tuple[Integers, Integers]:
    """How many letters before and from each pair of places are equal, inside the two texts; places count in letters of the text.

    The first `sure` letters from there are expected to be equal and looked at in one go.

    >>> from luoshi.comparing.grams import join_letters
    >>> from luoshi.comparing.letters import fold
    >>> one = np.array([1])
    >>> [found.tolist() for found in extend_runs(join_letters([fold("甲乙丙丁"), fold("戊甲乙丙")]), one * 0, one, one, one * 2)]
    [[1], [2]]
    """
    a, b = joined.starts[a_text] + a_at, joined.starts[b_text] + b_at
    room_before = np.minimum(a_at, b_at)
    room_after = np.minimum(joined.starts[a_text + 1] - a, joined.starts[b_text + 1] - b)
    codes = joined.codes
    before = _reach(lambda which, steps: codes[a[which] - 1 - steps] == codes[b[which] - 1 - steps], room_before, 1)
    after = _reach(lambda which, steps: codes[a[which] + steps] == codes[b[which] + steps], room_after, sure)
    return before, after


def _reach(equal: Equal, room: Integers, sure: int) -> Integers:
    """How many letters in a row are equal, at most `room`; `equal` looks at rows × steps, first at the `sure` ones."""
    reached = np.zeros(len(room), dtype=np.int64)
    going, stride, rounds = np.flatnonzero(room > 0), sure, iter((sure, *STRIDES))
    while len(going):
        stride = next(rounds, min(stride * 2, LONGEST_STRIDE))
        parts = np.array_split(going, len(going) * stride // MOST_CELLS + 1)
        going = np.concatenate([_step(equal, room, reached, part, stride) for part in parts])
    return reached


def _step(equal: Equal, room: Integers, reached: Integers, going: Integers, stride: int) -> Integers:
    """Looks at the next `stride` letters of the rows that are going on; gives those that still are."""
    steps = reached[going, None] + np.arange(stride)
    left = room[going, None]
    same = equal(going[:, None], np.minimum(steps, left - 1)) & (steps < left)
    gained = np.where(same.all(axis=1), stride, same.argmin(axis=1))
    reached[going] += gained
    on: Integers = going[gained == stride]
    return on
