"""Pieces → 512 bits each that say which pairs of letters they have: likeness of millions of pairs of pieces, one look each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import Integers, Joined, Pieces, piece_gram_table

Sketches = NDArray[np.uint64]
WORDS = 8
_BITS = 9
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_CHUNK = 1 << 18


def sketch_pieces(joined: Joined, pieces: Pieces) -> Sketches:
    """One row of 8 words a piece: a bit for each pair of neighbouring letters. Few pairs of one sentence share a bit."""
    sketches = np.zeros((len(pieces), WORDS), dtype=np.uint64)
    for first in range(0, len(pieces), _CHUNK):
        table = piece_gram_table(joined, pieces, 2, first, min(first + _CHUNK, len(pieces)))
        bit = (table["gram"].to_numpy().view(np.uint64) * _FACTOR) >> np.uint64(64 - _BITS)
        at = (table["piece"].to_numpy(), bit >> np.uint64(6))
        np.bitwise_or.at(sketches, at, np.uint64(1) << (bit & np.uint64(63)))
    return sketches


def likeness(sketches: Sketches, one: Integers, other: Integers) -> NDArray[np.float64]:
    """The share of bits that the pieces of each pair have in common (cosine), 0 to 1; a little too high, never too low.

    >>> sketches = np.array([[3] + [0] * 7, [6] + [0] * 7], dtype=np.uint64)
    >>> likeness(sketches, np.array([0]), np.array([1])).round(3).tolist()
    [0.5]
    """
    sizes = np.bitwise_count(sketches).sum(axis=1, dtype=np.int64)
    found = np.zeros(len(one))
    for first in range(0, len(one), _CHUNK):
        part = slice(first, first + _CHUNK)
        common = np.bitwise_count(sketches[one[part]] & sketches[other[part]]).sum(axis=1, dtype=np.int64)
        found[part] = common / np.sqrt(np.maximum(sizes[one[part]] * sizes[other[part]], 1))
    return found
