"""Which of the campaign's themes a clause belongs to, and why.

A clause may name its theme itself, or stand where a theme was named: beside the battle that its half of the sentence is for,
under the clauses that open its sentence or its numbered item, after a sentence that only sets the topic, under a heading or
the title. Themes that are *battles* (all but leadership and the last) bind what stands below them; words of leadership count
where no battle is near; the pack's last theme takes what no other takes. Stance and context have no theme.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, takewhile

from luoshi.extracting.clauses import Piece
from luoshi.extracting.records import Reason
from luoshi.packs import Pack

_THEMED = frozenset({"duty", "target", "principle", "purpose"})


class ThemeWords:
    """A pack's words, ready for searching."""

    def __init__(self, pack: Pack) -> None:
        self.last = pack.themes[-1].code
        self.strong = _Finder({w: t.code for t in pack.themes for w in t.words})
        named = {w: p.theme for p in pack.programmes if p.theme for w in (p.name, *p.also)}
        self.programmes = _Finder(named)
        self.weak = _Finder({w: t.code for t in pack.themes for w in t.weak})

    def is_battle(self, theme: str) -> bool:
        """Whether a theme is one of the campaign's own heads, not leadership or the rest."""
        return theme not in ("lead", self.last, "-")


class _Finder:
    def __init__(self, themes: dict[str, str]) -> None:
        self.themes = themes
        every = sorted(themes, key=lambda w: (-len(w), w))
        self.pattern = re.compile("|".join(map(re.escape, every)) or "(?!)")

    def best(self, text: str, start: int, end: int) -> tuple[str, str] | None:
        """(theme, word) of the theme with the most characters of its words in the stretch; the later one wins a tie."""
        weight: dict[str, int] = {}
        word: dict[str, str] = {}
        for found in self.pattern.findall(text, start, end):
            theme = self.themes[found]
            weight[theme] = weight.get(theme, 0) + len(found)
            word.setdefault(theme, found)
        if not weight:
            return None
        theme = max(weight, key=lambda code: weight[code])
        return theme, word[theme]


@lru_cache(maxsize=8)
def theme_words(pack: Pack) -> ThemeWords:
    """The words of a pack, prepared once."""
    return ThemeWords(pack)


Found = tuple[str, Reason]
_NO_THEME: Found = ("-", Reason("theme.none"))


def find_themes(text: str, pieces: Sequence[Piece], pack: Pack) -> list[Found]:
    """(theme, reason) for each piece, in order; theme '-' where the kind carries none."""
    words = theme_words(pack)
    topics = _Topics(text, pieces, words)
    return [_theme(text, piece, topics, words) if piece.verdict.kind in _THEMED else _NO_THEME for piece in pieces]


def _theme(text: str, piece: Piece, topics: _Topics, words: ThemeWords) -> Found:
    """The first that answers, in this order."""
    own = topics.own(piece)
    programme = words.programmes.best(text, piece.start, piece.end)
    if programme and not (own and words.is_battle(own[0]) and text.find(own[1], piece.start) < text.find(programme[1], piece.start)):
        return programme[0], Reason("theme.programme", programme[1])
    if own and words.is_battle(own[0]) and piece.verdict.kind in ("principle", "purpose"):
        return own[0], Reason("theme.words", own[1])
    around = topics.around(piece)
    title = topics.title
    if own and around and around[0] == "lead" and title and title[0] == own[0]:
        return around                          # the document's own topic tells nothing under a heading of leadership
    if own and own[0] != words.last and not (around and own[0] != around[0] and words.is_battle(around[0]) and topics.binds(piece, own[0])):
        return own[0], Reason("theme.words", own[1])
    if around and (words.is_battle(around[0]) or not _has_own_subject(text, piece)):
        return around
    if title and not own:
        return title
    weak = words.weak.best(text, piece.start, piece.end)
    for found, rule in ((own, "theme.words"), (weak, "theme.weak")):
        if found:
            return found[0], Reason(rule, found[1])
    return words.last, Reason("theme.rest")


_DEPARTMENT = ("部门", "局", "厅", "委", "办")


def _has_own_subject(text: str, piece: Piece) -> bool:
    """A department named for its own field (教育部门要…): under a heading of leadership it still does its own work."""
    subject = piece.body.subject
    return bool(subject) and text[subject[0] : subject[1]].endswith(_DEPARTMENT) and not text.startswith("各", subject[0]) if subject else False


class _Topics:
    """The themes that are set around a piece: by its half sentence, its sentence, its item, the headings, the title."""

    def __init__(self, text: str, pieces: Sequence[Piece], words: ThemeWords) -> None:
        self.text, self.words = text, words
        self.title: Found | None = None
        self.strong: dict[int, tuple[str, str] | None] = {}
        self.half: dict[int, Found] = {}
        self.sentence: dict[int, Found] = {}
        self.running: dict[int, Found] = {}          # by sentence
        self.headings: dict[tuple[int, int], Found | None] = {}
        self._walk(pieces)

    def _walk(self, pieces: Sequence[Piece]) -> None:
        running: Found | None = None
        place = (-1, -1)
        for _, group in groupby(pieces, key=lambda piece: piece.sentence):
            members = list(group)
            first = members[0]
            if first.verdict.reason.rule == "context.title" and self.title is None:
                self.title = self._of_heading(first.start, first.end, "theme.title")
            new_item = (first.paragraph, first.item) != place
            if new_item:
                place, running = (first.paragraph, first.item), None
            opening = list(takewhile(lambda piece: piece.verdict.kind not in _BINDING, members))
            topic = self._named(opening, "theme.near")
            if topic and (len(opening) == len(members) or (new_item and first.body.numbered)):
                running = topic
            if topic:
                self.sentence[first.sentence] = topic
            if running:
                self.running[first.sentence] = running
            self._note_halves(members)

    def _note_halves(self, members: Sequence[Piece]) -> None:
        for half, group in groupby(members, key=lambda piece: piece.half):
            own = list(group)
            aims = [piece for piece in own if piece.verdict.kind in ("principle", "purpose")]
            topic = self._named(aims, "theme.near") if len(own) <= _SHORT else None
            if topic:
                self.half[half] = topic

    def _named(self, pieces: Sequence[Piece], rule: str) -> Found | None:
        """The one theme that the pieces name; none where they name several battles alike."""
        for piece in pieces:
            if piece.verdict.reason.rule in _MUTE:
                continue
            found = self.own(piece)
            if found and found[0] != self.words.last:
                return found[0], Reason(rule, found[1])
        return None

    def own(self, piece: Piece) -> tuple[str, str] | None:
        """The theme that the piece's own strong words show, with a word."""
        if piece.start not in self.strong:
            self.strong[piece.start] = self.words.strong.best(self.text, piece.start, piece.end)
        return self.strong[piece.start]

    def around(self, piece: Piece) -> Found | None:
        """The theme set nearest around a piece, or None."""
        near = self.half.get(piece.half) or self.sentence.get(piece.sentence) or self.running.get(piece.sentence)
        return near or self._heading(piece)

    def binds(self, piece: Piece, own: str) -> bool:
        """Whether the topic around a piece outweighs a battle that the piece names itself: a heading, an item or a sentence that only
        sets the topic does, an aim in the same sentence does not (以“零事故、零污染”为目标，开展安全检查)."""
        aim = piece.half in self.half or piece.sentence in self.sentence
        return not (aim and self.words.is_battle(own))

    def _heading(self, piece: Piece) -> Found | None:
        for heading in reversed(piece.section.headings):
            span = heading.start, heading.end
            if span not in self.headings:
                self.headings[span] = self._of_heading(*span, "theme.heading")
            if self.headings[span]:
                return self.headings[span]
        return None


    def _of_heading(self, start: int, end: int, rule: str) -> Found | None:
        """The theme that a heading or the title names; there even a weak word of a battle says what is meant (燃气安全整治)."""
        best = self.words.strong.best(self.text, start, end)
        if best is None or best[0] == self.words.last or best[1] in _OF_PAPERS:
            best = self.words.weak.best(self.text, start, end)
            best = best if best and self.words.is_battle(best[0]) else None
        return (best[0], Reason(rule, best[1])) if best else None


_OF_PAPERS = frozenset({"目标任务", "实施方案", "工作方案", "任务清单", "任务分工", "动员部署"})
"""Words of leadership that a heading or a title holds whatever it is about."""
_SHORT = 6
"""Clauses in half a sentence, up to which one aim in it speaks for all."""
_BINDING = frozenset({"duty", "target"})
_MUTE = frozenset({"context.assignment", "context.attribution", "context.furniture", "context.lead", "context.unit"})
