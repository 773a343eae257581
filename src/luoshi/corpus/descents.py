"""Shared stretches of pairs → for each document the sources that its words most likely come from, and which documents are one text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoshi.corpus.lookup import Integers

MOST_SOURCES = 12
"""Of one document."""
LEAST_ADDED = 12
"""Letters that a source must have which no source named before it has."""
SAME_TEXT = 0.95
"""Of the letters of both documents, for them to be one text."""
NEARLY = 0.9
"""Of the most letters that a source adds: from there on the higher level and the earlier date decide."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Dated:
    """What is known of the documents; arrays of one length."""

    dates: Sequence[str]
    """2018-08-31, 2018-08, 2018, or ''."""
    levels: Integers
    """1 nation · 2 province · 3 city · 4 county · 0 not known."""
    letters: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Stretches of documents that others have too, each direction by itself; arrays of one length, in letters."""

    document: Integers
    start: Integers
    end: Integers
    other: Integers
    other_start: Integers
    other_end: Integers
    density: NDArray[np.float64]
    """The share of the stretch's letters that the other has too."""

    def __len__(self) -> int:
        return len(self.document)

    def take(self, chosen: Integers | Flags) -> Stretches:
        """Some of them."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in self.__slots__})


@dataclass(frozen=True, slots=True)
class Source:
    """One source of one document."""

    document: int
    source: int
    rank: int
    """From 1."""
    letters: int
    """Of the document that the source has too."""
    added: int
    """Of these, those that no source before it has."""
    reasons: tuple[str, ...]
    """higher · earlier · nearest (most letters) · only · undated · reprint."""


def directed(a: Integers, a_start: Integers, a_end: Integers, b: Integers, b_start: Integers, b_end: Integers, letters: Integers) -> Stretches:
    """Both directions of pairs, which have so many letters in common, sorted by document, other document and place."""
    columns = [np.concatenate(pair) for pair in ((a, b), (a_start, b_start), (a_end, b_end), (b, a), (b_start, a_start), (b_end, a_end))]
    density = np.minimum(np.concatenate([letters, letters]) / np.maximum(columns[2] - columns[1], 1), 1.0)
    order = np.lexsort([columns[at] for at in (4, 2, 1, 3, 0)])
    document, start, end, other, other_start, other_end = (column[order] for column in columns)
    return Stretches(document, start, end, other, other_start, other_end, density[order])


def is_earlier(one: str, other: str) -> bool:
    """Whether a date lies before another, as far as both are given.

    >>> is_earlier("2016-03-30", "2017"), is_earlier("2016", "2016-03"), is_earlier("", "2016")
    (True, False, False)
    """
    common = min(len(one), len(other))
    return one[:common] < other[:common]


def may_be_source(known: Dated, source: int, document: int) -> bool:
    """Whether the document can have its words from the source: of a higher level and not later, or earlier and not of a lower level.

    >>> known = Dated(["2015", "2016", "", "2001"], np.array([1, 3, 3, 3]), np.array([9, 9, 9, 9]))
    >>> [may_be_source(known, *pair) for pair in ((0, 1), (1, 0), (0, 2), (1, 2), (3, 1), (3, 0))]
    [True, False, True, False, True, False]
    """
    one, other = known.dates[source], known.dates[document]
    if _is_higher(known, source, document):
        return not is_earlier(other, one)
    return is_earlier(one, other) and not _is_higher(known, document, source)


def _is_higher(known: Dated, source: int, document: int) -> bool:
    return bool(0 < known.levels[source] < known.levels[document])


def united(stretches: Stretches) -> Stretches:
    """Stretches of one document and one other that lie over or beside each other as one, with their mean density; of the other's side, the first's."""
    if not len(stretches):
        return stretches
    pair = np.flatnonzero(np.diff(stretches.document, prepend=-1) | np.diff(stretches.other, prepend=-1))
    number = np.zeros(len(stretches), dtype=np.int64)
    number[pair[1:]] = 1
    number = np.cumsum(number)
    apart = number * (int(stretches.end.max()) + 1)
    reached = np.maximum.accumulate(stretches.end + apart)
    opens = np.flatnonzero(np.concatenate([[True], (stretches.start + apart)[1:] > reached[:-1]]) | (np.diff(number, prepend=-1) != 0))
    last = np.append(opens[1:], len(stretches)) - 1
    first, lengths = stretches.take(opens), stretches.end - stretches.start
    density = np.add.reduceat(stretches.density * lengths, opens) / np.add.reduceat(lengths, opens)
    return Stretches(first.document, first.start, reached[last] - apart[last], first.other, first.other_start, first.other_end, density)


def reprints(stretches: Stretches, known: Dated) -> list[list[int]]:
    """Groups of documents that hold one text, each with its earliest (then highest, then first) in front; `stretches` are united.

    Every member is the same text as the first: likeness is not handed on from one to the next.
    """
    covered = stretches.density * (stretches.end - stretches.start)
    opens = np.flatnonzero(np.diff(stretches.document, prepend=-1) | np.diff(stretches.other, prepend=-1))
    covered = np.add.reduceat(covered, opens) if len(opens) else covered
    document, other = stretches.document[opens], stretches.other[opens]
    near = covered >= SAME_TEXT * np.maximum(known.letters[document], 1)
    same = set(zip(document[near].tolist(), other[near].tolist(), strict=True))
    like: dict[int, list[int]] = {}
    for one, another in sorted(same):
        if (another, one) in same:
            like.setdefault(one, []).append(another)
    groups: list[list[int]] = []
    grouped: set[int] = set()
    for first in sorted(like, key=lambda one: _first_of(known, one)):
        members = [one for one in like[first] if one not in grouped]
        if first not in grouped and members:
            groups.append([first, *sorted(members, key=lambda one: _first_of(known, one))])
            grouped.update(groups[-1])
    return sorted(groups)


def _first_of(known: Dated, document: int) -> tuple[str, int, int]:
    return known.dates[document] or "9999", int(known.levels[document]) or 9, document


def find_sources(stretches: Stretches, known: Dated, groups: Sequence[Sequence[int]]) -> Iterator[Source]:
    """The sources of every document, the one that has most of its letters first, then what each further one adds; `stretches` are united.

    A reprint has one source, the first of its group; no reprint is a source of others.
    """
    first = {one: group[0] for group in groups for one in group[1:]}
    bounds = np.searchsorted(stretches.document, np.arange(len(known.dates) + 1))
    for document in range(len(known.dates)):
        here = stretches.take(np.arange(bounds[document], bounds[document + 1]))
        if document in first:
            yield _reprint(here, document, first[document])
        elif len(here):
            yield from _sources_of(here, document, known, first)


def _reprint(here: Stretches, document: int, source: int) -> Source:
    same = here.other == source
    letters = round(float((here.density * (here.end - here.start))[same].sum()))
    return Source(document, source, 1, letters, letters, ("reprint",))


def _sources_of(here: Stretches, document: int, known: Dated, first: dict[int, int]) -> Iterator[Source]:
    others = np.unique(here.other)
    allowed = np.array([one for one in others.tolist() if one not in first and may_be_source(known, one, document)], dtype=np.int64)
    here = here.take(np.isin(here.other, allowed))
    if not len(here):
        return
    which = np.searchsorted(allowed, here.other)
    letters = _rounded(np.bincount(which, weights=here.density * (here.end - here.start)))
    unexplained = np.ones(int(known.letters[document]), dtype=np.int64)
    for rank in range(1, min(len(allowed), MOST_SOURCES) + 1):
        before = np.concatenate([[0], np.cumsum(unexplained)])
        added = _rounded(np.bincount(which, weights=here.density * (before[here.end] - before[here.start])))
        best = _chosen(added, allowed, known)
        if added[best] < LEAST_ADDED:
            return
        source = int(allowed[best])
        yield Source(document, source, rank, int(letters[best]), int(added[best]), _reasons(known, source, document, letters, best))
        for start, end in zip(here.start[which == best].tolist(), here.end[which == best].tolist(), strict=True):
            unexplained[start:end] = 0


def _rounded(values: NDArray[Any]) -> Integers:
    whole: Integers = np.rint(values).astype(np.int64)
    return whole


def _chosen(added: Integers, allowed: Integers, known: Dated) -> int:
    """Of those that add nearly most the highest, then the earliest, then the one that adds most."""
    near = np.flatnonzero(added >= NEARLY * added.max()).tolist()
    return min(near, key=lambda at: (known.levels[allowed[at]] or 9, known.dates[int(allowed[at])] or "9999", -added[at], allowed[at]))


def _reasons(known: Dated, source: int, document: int, letters: Integers, best: int) -> tuple[str, ...]:
    told = {
        "higher": _is_higher(known, source, document),
        "earlier": is_earlier(known.dates[source], known.dates[document]),
        "only": len(letters) == 1,
        "nearest": len(letters) > 1 and letters[best] == letters.max(),
        "undated": not (known.dates[source] and known.dates[document]),
    }
    return tuple(reason for reason, holds in told.items() if holds)
