"""A text as it is aligned: its letters as one string, where each stands, and the words in it that tell."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.comparing.letters import NO_BREAK, SENTENCE_BREAK, Letters
from luoshi.comparing.records import Span
from luoshi.comparing.telling import TellingWords

Told = tuple[str, str, int, int]
"""(what, meaning, first letter, letter after the last) of a word that tells."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One text, ready to be aligned."""

    words: str
    """Its letters."""
    places: Sequence[int]
    """Where each stands in the text."""
    breaks: bytes
    """What parts each from the one before, as in `Letters`."""
    text: str
    telling: TellingWords

    @classmethod
    def of(cls, letters: Letters, text: str | None = None) -> Reading:
        """A reading of folded letters; without the text, the letters themselves are read."""
        words = letters.words()
        if text is None:
            return cls(words, range(len(words)), letters.breaks.tobytes(), words, TellingWords(words))
        return cls(words, array("i", letters.places.tobytes()), letters.breaks.tobytes(), text, TellingWords(text))

    def span(self, start: int, end: int) -> Span:
        """The characters of letters [start, end), with a sign of per cent behind a figure; of none, the place after the letter before."""
        if start == end:
            at = self.places[start - 1] + 1 if start else self.places[start] if self.places else 0
            return at, at
        last = self.places[end - 1] + 1
        return self.places[start], last + (self.text[last : last + 1] in tuple("%％‰") and self.text[last - 1].isdigit())

    def told(self, start: int, end: int) -> list[Told]:
        """The words that tell and lie, even in part, in letters [start, end)."""
        start, end = max(start, 0), min(end, len(self.words))
        if start >= end:
            return []
        found = self.telling.between(self.places[start], self.places[end - 1] + 1)
        return [(word.what, word.meaning, bisect_left(self.places, word.start), bisect_left(self.places, word.end)) for word in found]

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
        """Whether a sentence, or what follows something left out, begins at this letter."""
        return at >= len(self.breaks) or self.breaks[at] >= SENTENCE_BREAK
