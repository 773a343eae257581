"""Candidates → shared stretches: each pair of stretches aligned, trimmed to what is equal at both ends, and kept if enough of it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from luoshi.comparing.letters import Codes
from luoshi.corpus.lookup import Integers

LEAST_LIKE = 0.6
"""Of the longer stretch's letters the share that the other must have."""

LEAST_ALIKE_IN_ANY_ORDER = 0.75
_BATCH = 10_000
"""Candidates between two reports of how far it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Shared stretches, in letters of the documents; arrays of one length."""

    a: Integers
    a_start: Integers
    a_end: Integers
    b: Integers
    b_start: Integers
    b_end: Integers
    letters: Integers
    """That both have."""
    similarity: NDArray[np.float64]
    """Of the longer stretch's letters."""

    def __len__(self) -> int:
        return len(self.a)


def verify(texts: Sequence[Codes], candidates: Integers, least_letters: int, told: Callable[[float], None] = lambda done: None) -> Pairs:
    """The candidates (rows a, a_start, a_end, b, b_start, b_end; one a column) that hold.

    >>> one, other = (np.array([ord(char) for char in words]) for words in ("每月报送检查进展", "将每月报送整改进展等"))
    >>> pairs = verify([one, other], np.array([[0], [0], [8], [1], [0], [10]]), 6)
    >>> pairs.b_start.tolist(), pairs.b_end.tolist(), pairs.letters.tolist(), pairs.similarity.tolist()
    ([1], [9], [6], [0.75])
    """
    kept: list[tuple[float, ...]] = []
    count = candidates.shape[1]
    for first in range(0, count, _BATCH):
        told(first / count)
        rows = candidates[:, first : first + _BATCH].T.tolist()
        kept.extend(found for row in rows if (found := _verify_one(texts, row, least_letters)))
    columns = list(zip(*kept, strict=True)) if kept else [()] * 8
    a, a_start, a_end, b, b_start, b_end, letters = (np.array(column, dtype=np.int64) for column in columns[:7])
    return Pairs(a, a_start, a_end, b, b_start, b_end, letters, np.array(columns[7], dtype=np.float64))


def _verify_one(texts: Sequence[Codes], row: Sequence[int], least_letters: int) -> tuple[float, ...] | None:
    a, a_start, a_end, b, b_start, b_end = row
    one, other = texts[a][a_start:a_end], texts[b][b_start:b_end]
    if len(one) == len(other) and np.array_equal(one, other):
        return (*row, len(one), 1.0) if len(one) >= least_letters else None
    equal = [run for run in LCSseq.opcodes(_words(one), _words(other)) if run.tag == "equal"]
    letters = sum(run.src_end - run.src_start for run in equal)
    if equal and letters >= least_letters:
        spans = (a_start + equal[0].src_start, a_start + equal[-1].src_end, b_start + equal[0].dest_start, b_start + equal[-1].dest_end)
        likeness = letters / max(spans[1] - spans[0], spans[3] - spans[2])
        if likeness >= LEAST_LIKE:
            return a, spans[0], spans[1], b, spans[2], spans[3], letters, likeness
    return _reordered(row, one, other, least_letters)


def _reordered(row: Sequence[int], one: Codes, other: Codes, least_letters: int) -> tuple[float, ...] | None:
    """The whole stretches, if they have the same letters in another order."""
    letters, likeness = _in_any_order(one, other)
    return (*row, letters, likeness) if letters >= least_letters and likeness >= LEAST_ALIKE_IN_ANY_ORDER else None


def _in_any_order(one: Codes, other: Codes) -> tuple[int, float]:
    letters, inverse = np.unique(np.concatenate([one, other]), return_inverse=True)
    counts = [np.bincount(part, minlength=len(letters)) for part in (inverse[: len(one)], inverse[len(one) :])]
    common = int(np.minimum(*counts).sum())
    return common, common / max(len(one), len(other), 1)


def _words(codes: Codes) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le")
