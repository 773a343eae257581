"""Shared stretches of pairs → for each document the few others that are worth being laid over it, and which may be one text with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from luoshi.corpus.lookup import Integers

NEARLY_ALL = 0.9
"""Of the letters of both documents, for them to be looked at as one text."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Stretches of documents that others have too, each direction by itself; arrays of one length, sorted by document, other and place."""

    document: Integers
    start: Integers
    end: Integers
    other: Integers
    other_start: Integers
    other_end: Integers
    letters: Integers
    """That both have."""

    def __len__(self) -> int:
        return len(self.document)

    def take(self, chosen: Integers | NDArray[np.bool_]) -> Stretches:
        """Some of them."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in self.__slots__})


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Of every document and another the letters that they have in common, about; arrays of one length, sorted by document and other."""

    document: Integers
    other: Integers
    letters: Integers

    def of(self, document: int) -> Integers:
        """The others of one document, those with most in common first."""
        first, last = np.searchsorted(self.document, [document, document + 1])
        return self.other[first:last][np.argsort(-self.letters[first:last], kind="stable")]


def directed(a: Integers, a_start: Integers, a_end: Integers, b: Integers, b_start: Integers, b_end: Integers, letters: Integers) -> Stretches:
    """Both directions of pairs."""
    columns = [np.concatenate(pair) for pair in ((a, b), (a_start, b_start), (a_end, b_end), (b, a), (b_start, a_start), (b_end, a_end), (letters, letters))]
    order = np.lexsort([columns[at] for at in (4, 2, 1, 3, 0)])
    document, start, end, other, other_start, other_end, letters = (column[order] for column in columns)
    return Stretches(document, start, end, other, other_start, other_end, letters)


def in_common(stretches: Stretches) -> Pairs:
    """How much each two have in common; what several stretches cover counts once.

    >>> columns = [np.array(column) for column in ([0, 0], [0, 5], [10, 15], [1, 1], [0, 20], [10, 30], [10, 10])]
    >>> in_common(directed(*columns)).letters.tolist()
    [15, 20]
    """
    if not len(stretches):
        return Pairs(stretches.document, stretches.other, stretches.letters)
    opens = np.flatnonzero((np.diff(stretches.document, prepend=-1) != 0) | (np.diff(stretches.other, prepend=-1) != 0))
    pair = np.repeat(np.arange(len(opens)), np.diff(np.append(opens, len(stretches))))
    apart = pair * (int(stretches.end.max()) + 1)
    reached = np.maximum.accumulate(stretches.end + apart)
    before = np.concatenate([[-1], reached[:-1]])
    new = np.maximum(stretches.end + apart - np.maximum(before, stretches.start + apart), 0)
    share = stretches.letters / np.maximum(stretches.end - stretches.start, 1)
    letters = np.rint(np.add.reduceat(new * np.minimum(share, 1.0), opens)).astype(np.int64)
    return Pairs(stretches.document[opens], stretches.other[opens], letters)


def nearly_one(pairs: Pairs, letters: Integers) -> list[list[int]]:
    """Groups of documents of which each has nearly all its letters in common with another of the group; `letters` of every document."""
    near = pairs.letters >= NEARLY_ALL * np.maximum(np.maximum(letters[pairs.document], letters[pairs.other]), 1)
    above: dict[int, int] = {}

    def top(one: int) -> int:
        while above.setdefault(one, one) != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for one, other in zip(pairs.document[near].tolist(), pairs.other[near].tolist(), strict=True):
        low, high = sorted((top(one), top(other)))
        above[high] = low
    groups: dict[int, list[int]] = {}
    for one in sorted(above):
        groups.setdefault(top(one), []).append(one)
    return list(groups.values())
