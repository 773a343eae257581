"""Which of many stretches are settled as they stand: one run of equal letters with ends that need no second look.

Most that texts share is short and verbatim. For all such stretches at once it is seen whether one of the steps of `ends` could move an
end, or a figure inside could differ by its marks; only the others are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import Integers, Joined
from luoshi.comparing.letters import CLAUSE_BREAK
from luoshi.comparing.sharing.ends import CHANCE, LEAST_OF_CLAUSE
from luoshi.comparing.sharing.telling import letters_of_no

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """What is known of each letter of a row of texts; the row has one letter more than the texts, which ends everything."""

    codes: Integers
    opens: Mask
    """Whether a clause begins here."""
    marked: Mask
    """Whether it belongs to a word that tells."""
    says_no: Mask
    """Whether it is one of the letters that may say no."""
    head: Integers
    """Where its clause begins."""
    tail: Integers
    """The letter after the last of its clause."""
    dotted: Integers
    """How many digits up to here follow a digit and a mark."""


def signs_of(joined: Joined, marked: Sequence[bytes]) -> Signs:
    """The signs of all letters; `marked` are those of each text's reading, b'' for a text without any."""
    codes = np.append(joined.codes.astype(np.int64), -1)
    opens = np.append(joined.breaks >= CLAUSE_BREAK, True)
    opens[joined.starts] = True
    known = np.zeros(len(codes), dtype=bool)
    for start, marks in zip(joined.starts.tolist(), marked, strict=False):
        known[start : start + len(marks)] = np.frombuffer(marks, dtype=np.uint8) > 0
    firsts = np.flatnonzero(opens)
    clause = np.cumsum(opens) - 1
    digit = (codes >= ord("0")) & (codes <= ord("9"))
    dotted = digit & np.append(False, digit[:-1]) & opens
    ends = np.append(firsts[1:], len(codes))
    return Signs(codes, opens, known, np.isin(codes, [ord(c) for c in letters_of_no()]), firsts[clause], ends[clause], np.cumsum(dotted))


def settled(signs: Signs, a: Integers, b: Integers, size: Integers) -> Mask:
    """Whether runs of `size` letters from places a and b of the row need no second look."""
    return ~(_start_moves(signs, a, b, size) | _end_moves(signs, a + size, b + size, size) | _dotted(signs, a, size) | _dotted(signs, b, size))


def _dotted(signs: Signs, start: Integers, size: Integers) -> Mask:
    found: Mask = signs.dotted[start + size - 1] > signs.dotted[start]
    return found


def _start_moves(signs: Signs, a: Integers, b: Integers, size: Integers) -> Mask:
    opens = signs.opens[a] & signs.opens[b]
    moves = np.zeros(len(a), dtype=bool)
    for cut in range(1, CHANCE + 1):
        moves |= ~opens & (cut < size) & signs.opens[a + cut] & signs.opens[b + cut]
    before, also = np.maximum(a - 1, 0), np.maximum(b - 1, 0)
    moves |= signs.marked[before] | signs.marked[also]
    moves |= (signs.says_no[before] & ~signs.opens[a]) | (signs.says_no[also] & ~signs.opens[b])
    inside = ~signs.opens[a] & ~signs.opens[b]
    a_head, b_head = signs.head[a], signs.head[b]
    same = inside & (a - a_head >= LEAST_OF_CLAUSE) & (b - b_head >= LEAST_OF_CLAUSE)
    for step in range(LEAST_OF_CLAUSE):
        same &= signs.codes[a_head + step] == signs.codes[b_head + step]
    return moves | same


def _end_moves(signs: Signs, a: Integers, b: Integers, size: Integers) -> Mask:
    opens = signs.opens[a] & signs.opens[b]
    moves = np.zeros(len(a), dtype=bool)
    for cut in range(1, CHANCE + 1):
        moves |= ~opens & (cut < size) & signs.opens[a - cut] & signs.opens[b - cut]
    moves |= signs.marked[a] | signs.marked[b]
    inside = ~signs.opens[a] & ~signs.opens[b]
    a_tail, b_tail = signs.tail[a], signs.tail[b]
    same = inside & (a_tail - a >= LEAST_OF_CLAUSE) & (b_tail - b >= LEAST_OF_CLAUSE)
    for step in range(1, LEAST_OF_CLAUSE + 1):
        same &= signs.codes[a_tail - step] == signs.codes[b_tail - step]
    return moves | same
