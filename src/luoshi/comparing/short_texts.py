"""Short texts beside others → which other a text repeats, how much of it, and the words that they share. Nothing is judged: the words are shown.

What a text merely quotes (the duty that it answers) does not count as repeated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import hash_grams
from luoshi.comparing.letters import Letters, fold
from luoshi.comparing.records import Span

RUN = 8
"""Letters that must stand in one row in both texts."""
LEAST_LETTERS, LEAST_PERCENT = 8, 50
"""Shared letters, and their share of the text's own, from which a text is said to repeat another."""
FIRST = 8
"""Of texts that share one run, so many of the first are looked at: a formula that everyone uses has no one source."""
MOST_OTHERS = 3

Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ShortText:
    """Words under a number, and the words that they may quote."""

    number: int
    words: str
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """That a text says again what another says."""

    other: int
    """The number of the other text."""
    percent: int
    """How many of the text's letters stand in the other, between 0 and 100; what it quotes left out."""
    letters: int
    spans: tuple[Span, ...]
    """The shared words, in characters of the text."""


def find_repeats(asked: Iterable[ShortText], others: Sequence[ShortText]) -> dict[int, list[Repeat]]:
    """For each text that repeats any of the others: those that it repeats most, the fullest first, in the order of `others` where equal.

    >>> one = ShortText(1, "已召开专题会议研究部署，下一步继续推进。")
    >>> [(r.other, r.percent) for r in find_repeats([one], [one, ShortText(2, "我局已召开专题会议研究部署，开展检查12次。")])[1]]
    [(2, 61)]
    """
    folded = [fold(text.words) for text in others]
    grams = [hash_grams(letters.codes, RUN) for letters in folded]
    places = _first_places(grams)
    found: dict[int, list[Repeat]] = {}
    for text in asked:
        letters = fold(text.words)
        mine = hash_grams(letters.codes, RUN)
        counts = _shared_runs(text, mine, places, others)
        best = sorted(counts, key=lambda at: (-counts[at], at))[: 2 * MOST_OTHERS]
        repeats = [made for at in best if (made := _repeat(text, letters, mine, grams[at], others[at].number))]
        if repeats:
            found[text.number] = sorted(repeats, key=lambda repeat: -repeat.percent)[:MOST_OTHERS]
    return found


def _first_places(grams: Sequence[NDArray[np.int64]]) -> dict[int, list[int]]:
    """Each run → the first texts in which it stands."""
    places: dict[int, list[int]] = {}
    for at, runs in enumerate(grams):
        for run in dict.fromkeys(runs.tolist()):
            known = places.setdefault(run, [])
            if len(known) < FIRST:
                known.append(at)
    return places


def _shared_runs(text: ShortText, runs: NDArray[np.int64], places: Mapping[int, Sequence[int]], others: Sequence[ShortText]) -> dict[int, int]:
    """The other texts that share runs with this one, and how many."""
    counts: dict[int, int] = {}
    for run in runs.tolist():
        for at in places.get(run, ()):
            if others[at].number != text.number:
                counts[at] = counts.get(at, 0) + 1
    return counts


def _repeat(text: ShortText, letters: Letters, runs: NDArray[np.int64], other: NDArray[np.int64], number: int) -> Repeat | None:
    own = ~_marked(len(letters), np.isin(runs, hash_grams(fold(text.quoted).codes, RUN)))
    shared = _marked(len(letters), np.isin(runs, other)) & own
    count, whole = int(shared.sum()), int(own.sum())
    percent = 100 * count // whole if whole else 0
    if count < LEAST_LETTERS or percent < LEAST_PERCENT:
        return None
    return Repeat(number, percent, count, tuple(_spans(letters, shared)))


def _marked(letters: int, begins: Marks) -> Marks:
    """The letters of the runs that begin at these places."""
    marks = np.zeros(letters, dtype=bool)
    for offset in range(RUN):
        marks[offset : offset + len(begins)] |= begins
    return marks


def _spans(letters: Letters, marks: Marks) -> Iterable[Span]:
    """The stretches of marked letters, in characters of the text."""
    edges = np.flatnonzero(np.diff(marks.astype(np.int8), prepend=0, append=0))
    return (letters.span(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True))
