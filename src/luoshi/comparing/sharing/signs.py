"""What is known of each letter of a row of texts: where clauses begin, which words tell, where a figure may hide a mark.

It is asked for many stretches at once, and of a large corpus only what is looked at is worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import Integers
from luoshi.comparing.letters import CLAUSE_BREAK, Breaks, Codes
from luoshi.comparing.sharing.readings import Told
from luoshi.comparing.sharing.stretches import Mask, spread
from luoshi.comparing.sharing.telling import DATE, FIGURE, FORCE, NEGATION, letters_of_no

COUNTS, FORCES, DENIES = 1, 2, 3
MARKS = {FIGURE: COUNTS, DATE: COUNTS, FORCE: FORCES, NEGATION: DENIES}


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """What is known of each letter; `opens` has one letter more than the texts, which ends everything."""

    codes: Codes
    opens: Mask
    """Whether a clause begins here."""
    marked: NDArray[np.uint8]
    """To what word that tells the letter belongs: 0 none, COUNTS a figure or date, FORCES, DENIES."""
    clauses: Integers
    """Where clauses begin, and where the last one ends."""
    telling: Integers
    """The letters that belong to words that tell, rising."""
    counted: Integers
    """Those of them that belong to figures and dates."""
    saying_no: Integers
    """The letters that may say no, rising."""
    dotted: Integers
    """The digits that follow a digit and a mark, rising."""

    def head(self, at: Integers) -> Integers:
        """Where the clause of each letter begins."""
        found: Integers = self.clauses[np.searchsorted(self.clauses, at, side="right") - 1]
        return found

    def tail(self, at: Integers) -> Integers:
        """The letter after the last of the clause of each letter."""
        found: Integers = self.clauses[np.searchsorted(self.clauses, at, side="right")]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words that tell in a row of texts; three arrays of one length."""

    first: Integers
    """Their first letters."""
    last: Integers
    """The letters after their last."""
    mark: NDArray[np.uint8]
    """COUNTS, FORCES or DENIES."""


def signs_of(codes: Codes, breaks: Breaks, starts: Integers, words: Words) -> Signs:
    """The signs of all letters."""
    opens = np.append(breaks >= CLAUSE_BREAK, True)
    opens[starts] = True
    marked = np.zeros(len(codes) + 1, dtype=np.uint8)
    lengths = words.last - words.first
    marked[spread(words.first, lengths)] = np.repeat(words.mark, lengths)
    digits = [code for code in np.unique(codes).tolist() if chr(code).isdecimal()]
    digit = np.isin(codes, digits)
    dotted = np.flatnonzero(digit[1:] & digit[:-1] & opens[1:-1]) + 1
    no = np.flatnonzero(np.isin(codes, [ord(char) for char in letters_of_no()]))
    return Signs(codes, opens, marked, np.flatnonzero(opens), np.flatnonzero(marked), np.flatnonzero(marked == COUNTS), no, dotted)


def words_of(starts: Integers, told: Iterable[Sequence[Told]]) -> Words:
    """The telling words of texts that begin at these letters of a row, in one table."""
    rows = [(start + first, start + last, MARKS[what]) for start, words in zip(starts.tolist(), told, strict=False) for what, _, first, last in words]
    first, last, mark = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Words(first, last, mark.astype(np.uint8))


def count_between(places: Integers, start: Integers, end: Integers) -> Integers:
    """How many of the places (rising) lie in [start, end) of each."""
    found: Integers = np.searchsorted(places, end) - np.searchsorted(places, start)
    return np.maximum(found, 0)


def any_between(places: Integers, start: Integers, end: Integers) -> NDArray[np.bool_]:
    """Whether one of the places lies in [start, end) of each."""
    found: NDArray[np.bool_] = count_between(places, start, end) > 0
    return found
