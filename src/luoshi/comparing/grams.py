"""Letters → grams and pieces as Arrow tables: what the plan joins on, in a form that every engine reads alike.

A gram is made here and not by the engine, because engines hash differently and find the n-th character of a long text slowly: up to
three code points fill 63 bits exactly; longer grams are mixed into 64 bits, and two that fall together by chance are told apart later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from luoshi.comparing.letters import SENTENCE_BREAK, Breaks, Codes, Letters

Integers = NDArray[np.int64]
POINT_BITS = 21
PIECE_LETTERS = 64
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_STIRRING = ((30, np.uint64(0xBF58476D1CE4E5B9)), (27, np.uint64(0x94D049BB133111EB)))


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """The letters of all texts in one row; text t has the letters starts[t] to starts[t + 1]."""

    codes: Codes
    breaks: Breaks
    starts: Integers
    groups: NDArray[np.int32]
    """One for each text; texts of one group are not compared."""

    def text_of(self, at: Integers) -> Integers:
        """The text in which each letter stands."""
        return np.searchsorted(self.starts, at, side="right") - 1

    def chunks(self, letters: int) -> Iterator[tuple[int, int]]:
        """(first text, text after the last) of runs of whole texts with about so many letters; at least one run."""
        texts, first = len(self.starts) - 1, 0
        while True:
            last = int(np.searchsorted(self.starts, self.starts[first] + letters, side="right")) - 1
            last = min(max(last, first + 1), texts)
            yield first, last
            if last >= texts:
                return
            first = last


def join_letters(folded: Sequence[Letters], groups: Sequence[int] | None = None) -> Joined:
    """All texts in one row. Without `groups` each text is a group of its own.

    >>> from luoshi.comparing.letters import fold
    >>> join_letters([fold("甲乙"), fold(""), fold("丙")]).starts.tolist()
    [0, 2, 2, 3]
    """
    starts = np.zeros(len(folded) + 1, dtype=np.int64)
    np.cumsum([len(letters) for letters in folded], out=starts[1:])
    named = np.asarray(range(len(folded)) if groups is None else groups, dtype=np.int32)
    if not folded:
        return Joined(np.empty(0, np.uint32), np.empty(0, np.uint8), starts, named)
    codes = np.concatenate([one.codes for one in folded])
    return Joined(codes, np.concatenate([one.breaks for one in folded]), starts, named)


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
            mixed ^= mixed >> np.uint64(32)
            mixed += codes[offset : offset + count]
    return (mixed if size <= 3 else _stirred(mixed)).view(np.int64)


def _stirred(mixed: NDArray[np.uint64]) -> NDArray[np.uint64]:
    for shift, factor in _STIRRING:
        mixed ^= mixed >> np.uint64(shift)
        mixed *= factor
    mixed ^= mixed >> np.uint64(31)
    return mixed


def gram_table(joined: Joined, size: int, first: int = 0, last: int | None = None) -> pa.Table:
    """Columns text, group, at (letter of the text), gram, before (the gram one letter earlier; 0 where there is none).

    Every run of `size` letters inside one of the texts from `first` to before `last`.
    """
    bounds = joined.starts[first : len(joined.starts) if last is None else last + 1]
    low, high = int(bounds[0]), int(bounds[-1])
    grams = hash_grams(joined.codes[low:high], size)
    lengths = np.diff(bounds)
    text = np.repeat(np.arange(first, first + len(lengths), dtype=np.int32), lengths)[: len(grams)]
    at = np.arange(low, low + len(grams)) - joined.starts[text]
    before = np.where(at > 0, np.concatenate((grams[:1], grams[:-1])), 0)
    whole = at + size <= joined.starts[text + 1] - joined.starts[text]
    text, at, grams, before = text[whole], at[whole].astype(np.int32), grams[whole], before[whole]
    return pa.table({"text": text, "group": joined.groups[text], "at": at, "gram": grams, "before": before})


def count_places(joined: Joined, size: int) -> Integers:
    """For each letter in how many places of all texts the run of `size` letters stands that begins there; 0 where none does.

    >>> from luoshi.comparing.letters import fold
    >>> count_places(join_letters([fold("甲乙丙甲乙"), fold("甲乙")]), 2).tolist()
    [3, 1, 1, 3, 0, 3, 0]
    """
    places = np.zeros(len(joined.codes), dtype=np.int64)
    grams = hash_grams(joined.codes, size)
    text = joined.text_of(np.arange(len(grams)))
    whole = np.arange(len(grams)) + size <= joined.starts[text + 1]
    _, which, times = np.unique(grams[whole], return_inverse=True, return_counts=True)
    places[: len(grams)][whole] = times[which]
    return places


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Sentences, or equal parts of long ones, in reading order; three arrays of one length."""

    text: NDArray[np.int32]
    starts: Integers
    """In letters of the joined row."""
    ends: Integers

    def __len__(self) -> int:
        return len(self.text)


def cut_pieces(joined: Joined, longest: int = PIECE_LETTERS) -> Pieces:
    """Sentences; one of more than `longest` letters in equal parts, whatever its marks: the other text may have others.

    >>> from luoshi.comparing.letters import fold
    >>> pieces = cut_pieces(join_letters([fold("甲乙。丙，丁戊"), fold("己")]), longest=2)
    >>> pieces.starts.tolist(), pieces.ends.tolist(), pieces.text.tolist()
    ([0, 2, 3, 5], [2, 3, 5, 6], [0, 0, 0, 1])
    """
    letters = len(joined.codes)
    opens = joined.breaks >= SENTENCE_BREAK
    opens[joined.starts[:-1][np.diff(joined.starts) > 0]] = True
    starts = np.flatnonzero(opens)
    ends = np.append(starts[1:], letters)[: len(starts)]
    parts = -(-(ends - starts) // longest)
    owner = np.repeat(np.arange(len(starts)), parts)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(parts) - parts, parts)
    cut = starts[owner] + (ends - starts)[owner] * number // parts[owner]
    return Pieces(joined.text_of(cut).astype(np.int32), cut, np.append(cut[1:], letters)[: len(cut)])


def piece_gram_table(joined: Joined, pieces: Pieces, size: int, first: int = 0, last: int | None = None) -> pa.Table:
    """Columns piece, text, group, gram: every run of `size` letters inside one of the pieces from `first` to before `last`."""
    last = len(pieces) if last is None else last
    low, high = (int(pieces.starts[first]), int(pieces.ends[last - 1])) if first < last else (0, 0)
    grams = hash_grams(joined.codes[low:high], size)
    lengths = pieces.ends[first:last] - pieces.starts[first:last]
    piece = np.repeat(np.arange(first, last, dtype=np.int32), lengths)[: len(grams)]
    inside = np.arange(low, low + len(grams)) + size <= pieces.ends[piece]
    piece, grams = piece[inside], grams[inside]
    text = pieces.text[piece]
    return pa.table({"piece": piece, "text": text, "group": joined.groups[text], "gram": grams})
