"""Which of the campaign's themes a clause belongs to, and why.

Asked in this order: strong words in the clause itself; a named programme in it; the theme named nearest around it (the same
half of the sentence, the sentence, the numbered item, the headings above); weak words; the pack's last theme, which takes
what no other takes. Stance and context have no theme.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from luoshi.extracting.clauses import Piece
from luoshi.extracting.records import Reason
from luoshi.packs import Pack

_THEMED = frozenset({"duty", "target", "principle", "purpose"})


class ThemeWords:
    """A pack's words, ready for searching."""

    def __init__(self, pack: Pack) -> None:
        self.last = pack.themes[-1].code
        self.codes = [theme.code for theme in pack.themes]
        self.strong = _Finder({w: t.code for t in pack.themes for w in t.words})
        named = {w: p.theme for p in pack.programmes if p.theme for w in (p.name, *p.also)}
        self.programmes = _Finder(named)
        self.weak = _Finder({w: t.code for t in pack.themes for w in t.weak})


class _Finder:
    def __init__(self, themes: dict[str, str]) -> None:
        self.themes = themes
        every = sorted(themes, key=lambda w: (-len(w), w))
        self.pattern = re.compile("|".join(map(re.escape, every)) or "(?!)")

    def best(self, text: str, start: int, end: int) -> tuple[str, str] | None:
        """(theme, word) of the theme with the most characters of its words in the stretch; the later one wins a tie."""
        weight: Counter[str] = Counter()
        word: dict[str, str] = {}
        for found in self.pattern.finditer(text, start, end):
            theme = self.themes[found.group()]
            weight[theme] += len(found.group())
            word.setdefault(theme, found.group())
        if not weight:
            return None
        theme = max(weight, key=lambda code: weight[code])
        return theme, word[theme]


@lru_cache(maxsize=8)
def theme_words(pack: Pack) -> ThemeWords:
    """The words of a pack, prepared once."""
    return ThemeWords(pack)


Found = tuple[str, Reason]


def find_themes(text: str, pieces: Sequence[Piece], pack: Pack) -> list[Found]:
    """(theme, reason) for each piece, in order; theme '-' where the kind carries none."""
    words = theme_words(pack)
    own = [_own(text, piece, words) for piece in pieces]
    frames = _Frames(text, pieces, own, words)
    return [_theme(text, piece, own[i], frames, words) if piece.verdict.kind in _THEMED else ("-", Reason("theme.none")) for i, piece in enumerate(pieces)]


def _own(text: str, piece: Piece, words: ThemeWords) -> Found | None:
    found = words.strong.best(text, piece.start, piece.end)
    if found:
        return found[0], Reason("theme.words", found[1])
    found = words.programmes.best(text, piece.start, piece.end)
    return (found[0], Reason("theme.programme", found[1])) if found else None


def _theme(text: str, piece: Piece, own: Found | None, frames: _Frames, words: ThemeWords) -> Found:
    if own:
        return own
    around = frames.around(piece)
    if around:
        return around
    weak = words.weak.best(text, piece.start, piece.end)
    if weak:
        return weak[0], Reason("theme.weak", weak[1])
    return frames.fallback(piece) or (words.last, Reason("theme.rest"))


class _Frames:
    """The themes named around a piece."""

    def __init__(self, text: str, pieces: Sequence[Piece], own: Sequence[Found | None], words: ThemeWords) -> None:
        self.text, self.words = text, words
        self.sentence: dict[int, Found] = {}
        self.item: dict[int, Found] = {}
        self.paragraph: dict[int, Found] = {}
        self.headings: dict[tuple[int, int], Found | None] = {}
        for piece, found in zip(pieces, own, strict=True):
            if found:
                self._note(piece, found)

    def _note(self, piece: Piece, found: Found) -> None:
        around = found[0], Reason("theme.near", found[1].words)
        if piece.verdict.kind in ("principle", "purpose", "context") or piece.head:
            self.sentence.setdefault(piece.sentence, around)
            self.item.setdefault(piece.item, around)
        if found[0] != "lead" or piece.head:
            self.sentence.setdefault(piece.sentence, around)
            self.paragraph.setdefault(piece.paragraph, around)
        self.item.setdefault(piece.item, around)

    def around(self, piece: Piece) -> Found | None:
        """The theme of the sentence, the item, or the headings above."""
        return self.sentence.get(piece.sentence) or self.item.get(piece.item) or self._heading(piece)

    def fallback(self, piece: Piece) -> Found | None:
        """The theme that the paragraph names first."""
        return self.paragraph.get(piece.paragraph)

    def _heading(self, piece: Piece) -> Found | None:
        for heading in reversed(piece.section.headings):
            start, end = heading.start, heading.end
            if (start, end) not in self.headings:
                best = self.words.strong.best(self.text, start, end)
                self.headings[start, end] = (best[0], Reason("theme.heading", best[1])) if best else None
            found = self.headings[start, end]
            if found:
                return found
        return None
