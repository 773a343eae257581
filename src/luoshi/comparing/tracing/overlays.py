"""Sides laid over each other: which letters of each stand in a run of eight equal letters that another has too.

Eight letters are what a clause of the genre needs to be recognised: shorter runs are phrases that everybody uses (进一步加强),
longer ones miss the short clauses (9 letters and up) that units copy. Whoever doubts a figure can count it again by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import Integers, hash_grams, join_letters
from luoshi.comparing.letters import Letters, fold
from luoshi.comparing.records import Side, Span

RUN = 8
"""Letters of the shortest run that counts as shared."""

Mask = NDArray[np.bool_]
"""One truth for each letter of all sides, in one row."""


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """The letters of all sides in one row, and which run begins at each."""

    sides: tuple[Side, ...]
    letters: tuple[Letters, ...]
    starts: Integers
    """Side s has the letters starts[s] to starts[s + 1] of the row."""
    runs: Integers
    """For each letter the number of the run that begins there; equal runs have one number; -1 where no whole run does."""
    run: int
    """Letters of a run."""

    def covered_by(self, number: int) -> Mask:
        """The letters of all sides that stand in a run which side `number` has."""
        has = np.zeros(int(self.runs.max(initial=-1)) + 2, dtype=bool)
        has[self.runs[self.part(number)]] = True
        has[-1] = False
        begins = has[self.runs]
        covered = begins.copy()
        for step in range(1, self.run):
            covered[step:] |= begins[:-step]
        return covered

    def distinct_runs(self, number: int, others: Sequence[int]) -> tuple[int, int]:
        """How many different runs a side has, and how many of them one of the others has."""
        runs, *elsewhere = (np.unique(self.runs[self.part(each)]) for each in (number, *others))
        runs = runs[runs >= 0]
        return len(runs), int(np.isin(runs, np.concatenate([*elsewhere, runs[:0]])).sum())

    def part(self, number: int) -> slice:
        """Where the letters of a side stand in the row."""
        return slice(int(self.starts[number]), int(self.starts[number + 1]))

    def counted(self, mask: Mask) -> list[int]:
        """How many letters of each side the mask has."""
        return [int(np.count_nonzero(mask[self.part(number)])) for number in range(len(self.sides))]

    def spans(self, number: int, mask: Mask) -> tuple[Span, ...]:
        """Of side `number` the stretches that the mask has, in characters; none goes across what is skipped."""
        side, letters = self.sides[number], self.letters[number]
        kept = np.flatnonzero(mask[self.part(number)])
        if not len(kept):
            return ()
        parts = np.searchsorted([start for start, _ in side.skipped], letters.places[kept])
        cut = np.flatnonzero((np.diff(kept) > 1) | (np.diff(parts) > 0)) + 1
        firsts, lasts = kept[np.append(0, cut)], kept[np.append(cut, len(kept)) - 1]
        return tuple(letters.span(first, last + 1) for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True))


def lay_over(sides: Sequence[Side], run: int = RUN) -> Overlay:
    """The sides, ready to be asked which runs of so many letters they share.

    >>> sides = [Side(words, words, 0, len(words)) for words in ("我局每月报送检查进展情况。", "每月报送检查，进展情况良好", "检查")]
    >>> overlay = lay_over(sides)
    >>> overlay.counted(overlay.covered_by(0)), overlay.spans(1, overlay.covered_by(0))
    ([12, 10, 0], ((0, 11),))
    """
    letters = tuple(fold(side.text, side.start, side.end, side.skipped) for side in sides)
    joined = join_letters(letters)
    runs = np.full(len(joined.codes), -1, dtype=np.int64)
    grams = hash_grams(joined.codes, run)
    runs[: len(grams)] = np.unique(grams, return_inverse=True)[1]
    ends = np.repeat(joined.starts[1:], np.diff(joined.starts))
    runs[np.arange(len(runs)) + run > ends] = -1
    return Overlay(tuple(sides), letters, joined.starts, runs, run)
