"""A text as it is aligned: its letters as one string, where each stands, and the words in it that tell."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.letters import NO_BREAK, SENTENCE_BREAK, Letters
from luoshi.comparing.records import Span
from luoshi.comparing.telling import COUNTED_LETTERS, TellingWords, worded_letters

Told = tuple[str, str, int, int]
"""(what, meaning, first letter, letter after the last) of a word that tells."""
REACH = 14
"""A figure or date has a numeral, or a letter of the calendar, within so many letters."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One text, ready to be aligned."""

    words: str
    """Its letters."""
    places: Sequence[int]
    """Where each stands in the text."""
    breaks: bytes
    """What parts each from the one before, as in `Letters`."""
    counted: bytes
    """1 for each letter that may belong to a figure or date: numerals, 年, 月 …"""
    worded: bytes
    """1 for each letter that may belong to a word of force or one that says no."""
    text: str
    telling: TellingWords
    _told: dict[int, tuple[Told, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, letters: Letters, text: str | None = None) -> Reading:
        """A reading of folded letters; without the text, the letters themselves are read."""
        words = letters.words()
        places = range(len(words)) if text is None else array("i", letters.places.tobytes())
        counted, worded = (table[letters.codes].tobytes() for table in _tables())
        read = words if text is None else text
        return cls(words, places, letters.breaks.tobytes(), counted, worded, read, TellingWords(read))

    def span(self, start: int, end: int) -> Span:
        """The characters of letters [start, end), with a sign of per cent behind a figure; of none, the place after the letter before."""
        if start == end:
            at = self.places[start - 1] + 1 if start else self.places[start] if self.places else 0
            return at, at
        last = self.places[end - 1] + 1
        if self.words[end - 1].isdigit() and self.text[last : last + 1] in tuple("%％‰"):
            last += 1
        return self.places[start], last

    def may_tell(self, start: int, end: int) -> bool:
        """Whether letters [start, end), or those beside them, may belong to a word that tells."""
        return self.worded.find(1, start, end) >= 0 or self.counted.find(1, max(start - REACH, 0), end + REACH) >= 0

    def told(self, start: int, end: int) -> list[Told]:
        """The words that tell and lie, even in part, in letters [start, end)."""
        start, end = max(start, 0), min(end, len(self.words))
        if start >= end or not self.may_tell(start, end):
            return []
        first, last = self.places[start], self.places[end - 1] + 1
        return [
            told
            for index in self.telling.sentences(first, last)
            for told in (self._told.get(index) or self._of_sentence(index))
            if told[2] < end and told[3] > start
        ]

    def _of_sentence(self, index: int) -> tuple[Told, ...]:
        found = self.telling.of_sentence(index)
        told = tuple((word.what, word.meaning, bisect_left(self.places, word.start), bisect_left(self.places, word.end)) for word in found)
        self._told[index] = told
        return told

    def ending(self, at: int) -> Told | None:
        """The word that tells and ends just before this letter, or goes on through it."""
        if not at or not (self.worded[at - 1] or self.counted.find(1, max(at - REACH, 0), at) >= 0) or self.opens_sentence(at):
            return None
        return next((told for told in reversed(self.told(at - 1, at)) if told[3] >= at), None)

    def beginning(self, at: int) -> Told | None:
        """The word that tells and begins at this letter, or before it and goes on."""
        if self.opens_sentence(at) or not (self.worded[at] or self.counted.find(1, at, at + REACH) >= 0):
            return None
        return next((told for told in self.told(at, at + 1) if told[2] <= at), None)

    def clause_start(self, at: int) -> int:
        """The first letter of the clause in which the letter before this one stands."""
        at -= 1
        while at > 0 and not self.breaks[at]:
            at -= 1
        return max(at, 0)

    def clause_end(self, at: int) -> int:
        """The letter after the last of the clause in which this one stands."""
        at += 1
        while at < len(self.breaks) and not self.breaks[at]:
            at += 1
        return min(at, len(self.breaks))

    def opens_clause(self, at: int) -> bool:
        """Whether a clause begins at this letter, or the text has ended."""
        return at >= len(self.breaks) or self.breaks[at] > NO_BREAK

    def opens_sentence(self, at: int) -> bool:
        """Whether a sentence, or what follows something left out, begins at this letter; or the text has ended."""
        return at >= len(self.breaks) or self.breaks[at] >= SENTENCE_BREAK


@cache
def _tables() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """For each code point, whether it may belong to a figure or date, and to a word of force or one that says no."""
    tables = []
    for letters in (COUNTED_LETTERS, worded_letters()):
        table = np.zeros(0x40000, dtype=np.uint8)
        table[[ord(letter) for letter in letters]] = 1
        tables.append(table)
    return tables[0], tables[1]
