"""A stretch of text → its letters: what is compared, without the marks between, and where each stands.

Letters are Han characters (beyond the basic plane too), digits and other scripts' letters. Full-width forms become half-width,
capitals small; compatibility ideographs become the unified ones. One character gives one letter or none, so places stay exact.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.records import Span

Codes = NDArray[np.uint32]
Places = NDArray[np.int32]
Breaks = NDArray[np.uint8]

NO_BREAK, CLAUSE_BREAK, SENTENCE_BREAK = 0, 1, 2
SENTENCE_MARKS = "。！？；!?;\n\r\u2028\u2029\v\f"

_KINDS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl"})
"""Unicode's kinds of letters and of whole digits."""
_TABLE_SIZE = 0x40000
"""Beyond it are no letters: tags, private use."""
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x2F800), (0x30000, 0x3FFFE))
"""Ranges that stay as they are; they are too many to ask about one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """The letters of one text; all three arrays have the same length."""

    codes: Codes
    """Code points, folded."""
    places: Places
    """Where each stands in the text, in characters; rising."""
    breaks: Breaks
    """What parts each letter from the one before: 0 nothing (or a space), 1 a mark, 2 the end of a sentence or line, or something skipped."""

    def __len__(self) -> int:
        return len(self.codes)

    def span(self, start: int, end: int) -> Span:
        """The characters of the text from letter `start` to letter `end` (not empty), with the marks between.

        >>> fold("一、抓好 落实。", 0, 8).span(1, 5)
        (2, 7)
        """
        return int(self.places[start]), int(self.places[end - 1]) + 1

    def words(self) -> str:
        """The letters as one string.

        >>> fold("ＧＤＰ增长6.5%", 0, 9).words()
        'gdp增长65'
        """
        return self.codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def fold(text: str, start: int = 0, end: int | None = None, skipped: Sequence[Span] = ()) -> Letters:
    """The letters of text[start:end] without those in `skipped` (sorted spans in characters of the text).

    >>> letters = fold("（一）抓好𠮷林，落实。", 0, 11, [(0, 3)])
    >>> letters.words(), letters.places.tolist(), letters.breaks.tolist()
    ('抓好𠮷林落实', [3, 4, 5, 6, 8, 9], [2, 0, 0, 0, 1, 0])
    """
    end = len(text) if end is None else end
    points = np.frombuffer(text[start:end].encode("utf-32-le", "surrogatepass"), dtype="<u4")
    letter_of, strength_of = _tables()
    known = np.minimum(points, _TABLE_SIZE - 1)
    folded, strength = letter_of[known], strength_of[known].copy()
    for left, right in skipped:
        folded[max(left - start, 0) : max(right - start, 0)] = 0
        strength[max(left - start, 0) : max(right - start, 0)] = SENTENCE_BREAK
    at = np.flatnonzero(folded)
    return Letters(folded[at], (at + start).astype(np.int32), _breaks_before(strength, at))


def _breaks_before(strength: Breaks, at: NDArray[np.intp]) -> Breaks:
    """The strongest mark between each kept character and the one kept before it."""
    breaks = np.zeros(len(at), dtype=np.uint8)
    for level in (CLAUSE_BREAK, SENTENCE_BREAK):
        seen = np.cumsum(strength >= level)[at]
        breaks[np.diff(seen, prepend=0) > 0] = level
    breaks[:1] = SENTENCE_BREAK
    return breaks


@cache
def _tables() -> tuple[Codes, Breaks]:
    """For each code point: its letter (0 where it is none), and how strongly it parts what stands around it."""
    letter_of = np.zeros(_TABLE_SIZE, dtype=np.uint32)
    strength_of = np.full(_TABLE_SIZE, CLAUSE_BREAK, dtype=np.uint8)
    asked = np.ones(0x20000, dtype=bool)
    for left, right in _HAN:
        letter_of[left:right] = np.arange(left, right, dtype=np.uint32)
        asked[left:right] = False
    for code in np.flatnonzero(asked).tolist():
        letter_of[code] = _letter(chr(code))
        strength_of[code] = CLAUSE_BREAK if not chr(code).isspace() else NO_BREAK
    for code in range(0x2F800, 0x2FA20):
        letter_of[code] = _letter(chr(code))
    strength_of[letter_of > 0] = NO_BREAK
    strength_of[[ord(mark) for mark in SENTENCE_MARKS]] = SENTENCE_BREAK
    return letter_of, strength_of


def _letter(char: str) -> int:
    """What the character is compared as, 0 if it is not compared. Circled and raised numbers are marks, not figures."""
    if unicodedata.category(char) not in _KINDS:
        return 0
    forms = (unicodedata.normalize("NFKC", char).lower(), char.lower(), char)
    return ord(next(form for form in forms if len(form) == 1))
