"""The runs of many short texts as numbers → which texts may repeat which, without the words of all others being read.

A run is a number of 32 bits: two unlike runs may have the same, so what is found here is a candidate, and `short_texts` decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.short_texts import FIRST, MOST_OTHERS, RUN, fold_each

Runs = NDArray[np.uint32]
Places = NDArray[np.int64]

_FACTORS = np.array([pow(0x9E3779B97F4A7C15, power, 1 << 64) for power in range(1, RUN + 1)], dtype=np.uint64)
_BITS = 20
"""Of a run's number, these many are asked about first: a table for them stays near the processor."""


@dataclass(frozen=True, slots=True, eq=False)
class RunTable:
    """The runs of texts, one text after the other."""

    numbers: Places
    """Of the texts."""
    counts: Places
    """How many runs each has."""
    runs: Runs
    order: Places
    """The places of those that are looked at, the first to be named first."""


def runs_of_each(texts: Sequence[str]) -> list[Runs]:
    """The runs of each text, in its order; of words that differ in marks and width only they are the same.

    >>> [len(runs) for runs in runs_of_each(["一二三四五六七八九", "一二三，四五六七"])]
    [2, 0]
    >>> one, other = runs_of_each(["一二三四五六七八。", "一二三四，五六七八"])
    >>> one.tolist() == other.tolist()
    True
    """
    folded = [letters.codes for letters in fold_each(texts)]
    codes = np.concatenate([*folded, np.zeros(RUN, np.uint32)]).astype(np.uint64)
    hashed = sum((codes[at : len(codes) - RUN + at] * _FACTORS[at] for at in range(RUN)), np.zeros(len(codes) - RUN, np.uint64))
    runs, found, start = (hashed >> np.uint64(32)).astype(np.uint32), [], 0
    for own in folded:
        found.append(runs[start : start + max(0, len(own) - RUN + 1)])
        start += len(own)
    return found


def candidates(asked: Sequence[tuple[int, str, str]], table: RunTable) -> Places:
    """The numbers of the texts that `find_repeats` would look at: for each asked text (its number, its words, the words that it may quote) those with most of its runs.

    Of texts that share one run only the FIRST count.
    """
    own = _own_runs([words for _, words, _ in asked], [quoted for *_, quoted in asked])
    wanted = np.unique(np.concatenate([*own, np.zeros(0, np.uint32)]))
    if not len(wanted) or not len(table.runs):
        return table.numbers[:0]
    first = _first_owners(wanted, table)
    numbers = table.numbers[table.order]
    best = [_best(first[np.searchsorted(wanted, runs)], numbers, number) for (number, *_), runs in zip(asked, own, strict=True)]
    return numbers[np.unique(np.concatenate(best))]


def _own_runs(words: Sequence[str], quoted: Sequence[str]) -> list[Runs]:
    """The runs of texts that they do not merely quote."""
    return [runs[~np.isin(runs, quotes)] for runs, quotes in zip(runs_of_each(words), runs_of_each(quoted), strict=True)]


def _first_owners(wanted: Runs, table: RunTable) -> Places:
    """For each wanted run a row of the first FIRST texts that have it, as places in the order; -1 where there are fewer."""
    mask = np.uint32((1 << _BITS) - 1)
    near = np.zeros(1 << _BITS, np.bool_)
    near[wanted & mask] = True
    hits = np.flatnonzero(near[table.runs & mask])
    at = np.searchsorted(wanted, table.runs[hits])
    is_wanted = wanted[np.minimum(at, len(wanted) - 1)] == table.runs[hits]
    owners = np.searchsorted(np.cumsum(table.counts), hits[is_wanted], side="right")
    rank = np.full(len(table.numbers), -1, np.int64)
    rank[table.order] = np.arange(len(table.order))
    ranks = rank[owners]
    pairs = np.unique((at[is_wanted].astype(np.int64) << 32 | ranks)[ranks >= 0])
    which, owner = pairs >> 32, pairs & 0xFFFFFFFF
    nth = np.arange(len(pairs)) - np.searchsorted(which, which, side="left")
    first = np.full((len(wanted), FIRST), -1, np.int64)
    first[which[nth < FIRST], nth[nth < FIRST]] = owner[nth < FIRST]
    return first


def _best(owners: Places, numbers: Places, number: int) -> Places:
    """The places of the texts that have most of the runs; never the text itself."""
    found, counts = np.unique(owners[owners >= 0], return_counts=True)
    is_other = numbers[found] != number
    found, counts = found[is_other], counts[is_other]
    best: Places = found[np.lexsort((found, -counts))[: 2 * MOST_OTHERS]]
    return best
