"""A text as it is aligned: its letters as one string, where each stands, and the words in it that tell."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from luoshi.comparing.letters import NO_BREAK, SENTENCE_BREAK, Letters
from luoshi.comparing.records import Span
from luoshi.comparing.sharing.telling import telling_words

Told = tuple[str, str, int, int]
"""(what, meaning, first letter, letter after the last) of a word that tells."""
_first_letter = itemgetter(2)


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
    telling: Sequence[Told]
    """The words in it that tell, in reading order."""
    marked: bytes
    """1 for each letter that belongs to one of them."""

    @classmethod
    def of(cls, letters: Letters, text: str | None = None, telling: Sequence[Told] | None = None) -> Reading:
        """A reading of folded letters; without the text, the letters themselves are read. `telling` are the words that tell, where known."""
        words = letters.words()
        places = range(len(words)) if text is None else array("i", letters.places.tobytes())
        read = words if text is None else text
        if telling is None:
            found = telling_words(read, places[0], places[-1] + 1) if words else []
            told = [(word.what, word.meaning, bisect_left(places, word.start), bisect_left(places, word.end)) for word in found]
            telling = [word for word in told if word[2] < word[3]]
        marked = bytearray(len(words))
        for _, _, start, end in telling:
            marked[start:end] = b"\1" * (end - start)
        return cls(words, places, letters.breaks.tobytes(), read, telling, bytes(marked))

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
        """Whether one of letters [start, end) belongs to a word that tells; every figure is one."""
        return self.marked.find(1, start, end) >= 0

    def words_between(self, start: int, end: int) -> str:
        """The text from letter `start` to letter `end`, with its marks."""
        return self.text[slice(*self.span(start, end))]

    def told(self, start: int, end: int) -> list[Told]:
        """The words that tell and lie, even in part, in letters [start, end)."""
        at = self.marked.find(1, max(start, 0), max(end, 0))
        if at < 0:
            return []
        first = bisect_right(self.telling, at, key=_first_letter) - 1
        last = bisect_left(self.telling, end, first, key=_first_letter)
        return list(self.telling[first:last])

    def ending(self, at: int) -> Told | None:
        """The word that tells and ends just before this letter, or goes on through it."""
        if not at or not self.marked[at - 1] or self.opens_sentence(at):
            return None
        return self.told(at - 1, at)[-1]

    def beginning(self, at: int) -> Told | None:
        """The word that tells and begins at this letter, or before it and goes on."""
        if self.opens_sentence(at) or not self.marked[at]:
            return None
        return self.told(at, at + 1)[0]

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
