"""Letters → grams and pieces as Arrow tables: what the plan joins on, in a form that any engine reads alike.

A gram is made here and not by the engine, because engines hash and count characters differently: three code points fill 63 bits
exactly; longer grams are mixed into 64 bits (two in a thousand million may fall together by chance, which the alignment then refuses).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from luoshi.comparing.letters import SENTENCE_BREAK, Breaks, Codes, Letters

Integers = NDArray[np.int64]
POINT_BITS = 21
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_FINAL = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """The letters of all texts in one row; text t has the letters starts[t] to starts[t + 1]."""

    codes: Codes
    breaks: Breaks
    starts: Integers

    def text_of(self, at: Integers) -> Integers:
        """The text in which each letter stands."""
        return np.searchsorted(self.starts, at, side="right") - 1


def join_letters(folded: Sequence[Letters]) -> Joined:
    """All texts in one row.

    >>> from luoshi.comparing.letters import fold
    >>> join_letters([fold("甲乙"), fold(""), fold("丙")]).starts.tolist()
    [0, 2, 2, 3]
    """
    starts = np.zeros(len(folded) + 1, dtype=np.int64)
    np.cumsum([len(letters) for letters in folded], out=starts[1:])
    if not folded:
        return Joined(np.empty(0, np.uint32), np.empty(0, np.uint8), starts)
    return Joined(np.concatenate([one.codes for one in folded]), np.concatenate([one.breaks for one in folded]), starts)


def hash_grams(codes: Codes, size: int) -> Integers:
    """One number for each run of `size` letters; exact for up to three letters.

    >>> codes = np.array([30002, 20057, 19993], dtype=np.uint32)
    >>> hash_grams(codes, 2).tolist() == [30002 << 21 | 20057, 20057 << 21 | 19993]
    True
    """
    count = max(len(codes) - size + 1, 0)
    mixed = np.zeros(count, dtype=np.uint64)
    for offset in range(size):
        if size <= 3:
            mixed <<= np.uint64(POINT_BITS)
            mixed |= codes[offset : offset + count]
        else:
            mixed *= _FACTOR
            mixed += codes[offset : offset + count]
            mixed ^= mixed >> np.uint64(29)
    return (mixed if size <= 3 else _stirred(mixed)).view(np.int64)


def _stirred(mixed: NDArray[np.uint64]) -> NDArray[np.uint64]:
    for shift, factor in zip((30, 27), _FINAL, strict=True):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= factor
    return mixed ^ (mixed >> np.uint64(31))


def gram_table(joined: Joined, size: int, first: int = 0, last: int | None = None) -> pa.Table:
    """Columns text, at (letter of the text), gram: every run of `size` letters inside one of the texts `first` to `last`."""
    bounds = joined.starts[first : len(joined.starts) if last is None else last + 1]
    low, high = int(bounds[0]), int(bounds[-1])
    grams = hash_grams(joined.codes[low:high], size)
    lengths = np.diff(bounds)
    text = np.repeat(np.arange(first, first + len(lengths), dtype=np.int32), lengths)[: len(grams)]
    at = np.arange(low, low + len(grams)) - joined.starts[text]
    whole = at + size <= (joined.starts[text + 1] - joined.starts[text])
    return pa.table({"text": text[whole], "at": at[whole].astype(np.int32), "gram": grams[whole]})


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Sentences, or parts of long ones, in reading order; three arrays of one length."""

    text: NDArray[np.int32]
    starts: Integers
    """In letters of the joined row."""
    ends: Integers

    def __len__(self) -> int:
        return len(self.text)


def cut_pieces(joined: Joined, longest: int = 64) -> Pieces:
    """Sentences; one of more than `longest` letters is cut at its marks, and where it has none, into equal parts."""
    letters = len(joined.codes)
    if not letters:
        return Pieces(np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int64))
    opens = joined.breaks >= SENTENCE_BREAK
    opens[joined.starts[:-1][np.diff(joined.starts) > 0]] = True
    starts = np.flatnonzero(opens)
    ends = np.append(starts[1:], letters)
    parts = -(-(ends - starts) // longest)
    owner = np.repeat(np.arange(len(starts)), parts)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(parts) - parts, parts)
    cut = starts[owner] + (ends - starts)[owner] * number // parts[owner]
    return Pieces(joined.text_of(cut).astype(np.int32), cut, np.append(cut[1:], letters))


def piece_gram_table(joined: Joined, pieces: Pieces, size: int = 3) -> pa.Table:
    """Columns piece, text, gram: the different runs of `size` letters of each piece."""
    grams = hash_grams(joined.codes, size)
    lengths = pieces.ends - pieces.starts
    piece = np.repeat(np.arange(len(pieces), dtype=np.int32), lengths)[: len(grams)]
    inside = np.arange(len(grams)) + size <= pieces.ends[piece]
    piece, grams = piece[inside], grams[inside]
    return pa.table({"piece": piece, "text": pieces.text[piece], "gram": grams})
