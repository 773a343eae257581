"""Bracketed readings that a site wrote behind characters: 戰(zhàn).

Reads the text with its brackets; writes it without those that are damage. Three independent tests tell damage from a reading
aid: the reading fits the character, the character is traditional, and it is annotated wherever it occurs. Damage is
systematic, so the document decides first, and then each bracket.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from luoshi.reading.document import Suspect
from luoshi.reading.repair.draft import Cut, Draft
from luoshi.reading.repair.tables import contexts, pairs, rows, traditional, variants

_GAP = "[ \\t\u3000\xa0]*"
_LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜêńňǹḿɑɡ\u0300\u0301\u0304\u0308\u030c0-5ａ-ｚ"
_ZHUYIN = "ㄅ-ㄯˉˊˇˋ˙·"
_READING = re.compile(
    f"[(（]{_GAP}[(（]{_GAP}(?P<double>[{_LETTERS}{_ZHUYIN} \\t\u3000/／,，、;；|]{{1,160}}?){_GAP}[)）]{_GAP}[)）]"
    f"|[(（\\[［【]{_GAP}(?P<single>[{_LETTERS}{_ZHUYIN} \\t\u3000/／,，、;；|]{{1,160}}?){_GAP}[)）\\]］】]"
)
_HAN_BEFORE = re.compile(f"[㐀-鿿豈-﫿](?={_GAP}$)")
_SPLIT = re.compile("[/／,，、;；|]")
_NOISE = re.compile("[ \\t\u3000\xa0ˉˊˇˋ˙·]+")
_TONES = str.maketrans("", "", "\u0300\u0301\u0302\u0304\u0308\u030c0123456789")
_USUAL = 0.8
"""A character is annotated throughout when at least this share of its occurrences is."""
_DENSE = 0.1
_FEWEST = 3
"""So many characters are annotated in a damaged document, if none of them is traditional."""


class _Found(NamedTuple):
    """One bracket that may hold a reading."""

    char: str
    start: int
    end: int
    fits: bool


class _Habit(NamedTuple):
    """How the document treats one annotated character."""

    char: str
    fitting: int
    total: int
    annotated: int

    @property
    def throughout(self) -> bool:
        return self.annotated >= _USUAL * self.total

    @property
    def proven(self) -> bool:
        """Whether the character's own brackets show that a bracket behind it is a reading, right or wrong."""
        return self.throughout and self.fitting >= 2 and self.fitting >= _USUAL * self.annotated


def mend_readings(draft: Draft, is_traditional: bool) -> None:
    """Delete the readings that are damage, and keep what is doubtful as a suspect."""
    if not draft.characters & set("(（[［【"):
        return
    brackets = list(_brackets(draft.text))
    if not _may_be_damage({char for char, _, _, _ in brackets}):
        return
    found = [_Found(char, start, end, bool(readings & known_readings(char))) for char, start, end, readings in brackets]
    habits = _habits(draft.text, found)
    damaged = _is_damaged(draft.text, habits, is_traditional)
    only_traditional = _annotates_only_traditional(found)
    gone = [f for f in found if damaged and _is_damage(f, habits[f.char], only_traditional)]
    draft.suspect(_doubtful(draft.text, found, gone, damaged))
    draft.cut(Cut(f.start, f.end, "reading", "reading" if f.fits else "reading-by-habit") for f in gone)


def _brackets(text: str) -> Iterator[tuple[str, int, int, frozenset[str]]]:
    """Every bracket of syllables behind a Chinese character: the character, where it stands, its syllables."""
    for match in _READING.finditer(text):
        before = _HAN_BEFORE.search(text, max(0, match.start() - 4), match.start())
        readings = _readings(match["double"] or match["single"]) if before else None
        if before and readings:
            yield before[0], before.end(), match.end(), readings


def _may_be_damage(annotated: set[str]) -> bool:
    """The cheap test before the dictionary is loaded: one or two plain characters with a reading are a reader's aid."""
    return len(annotated) >= _FEWEST or any(map(_is_traditional, annotated))


def _readings(words: str) -> frozenset[str]:
    """The syllables of a bracket, without tones; empty when anything in it is no syllable.

    >>> sorted(_readings("yī / yì")), sorted(_readings("PPP")), sorted(_readings("zh àn"))
    (['yi'], [], ['zhan'])
    """
    parts = [_plain(part) for part in _SPLIT.split(words)]
    return frozenset(parts) if all(part in _syllables() for part in parts) else frozenset()


def _plain(reading: str) -> str:
    """A reading without spaces and tones, ü as v."""
    letters = unicodedata.normalize("NFKD", _NOISE.sub("", reading)).replace("ɑ", "a").replace("ɡ", "g")
    return letters.replace("u\u0308", "v").translate(_TONES)


@cache
def known_readings(char: str) -> frozenset[str]:
    """All readings of a character, in letters and in zhuyin, without tones.

    >>> "zhan" in known_readings("戰"), "ㄓㄢ" in known_readings("戰"), "he" in known_readings("他")
    (True, True, False)
    """
    letters = {_plain(reading) for reading in _dictionary().get(ord(char), "").split(",") if reading}
    letters |= {reading.replace("v", "u") for reading in letters}
    return frozenset(letters | {_zhuyin(reading) for reading in letters})


@cache
def _dictionary() -> dict[int, str]:
    """Code point → readings; loaded only when a text has brackets that hold syllables, and without the phrases, which take 44 MB."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.constants import PINYIN_DICT

    return dict(PINYIN_DICT)


@cache
def _zhuyin(syllable: str) -> str:
    from pypinyin import Style
    from pypinyin.style import convert

    return _plain(convert(syllable, Style.BOPOMOFO, strict=True, default=syllable))


@cache
def _syllables() -> frozenset[str]:
    """All syllables of Mandarin, in letters and in zhuyin."""
    return frozenset(word for row in rows("syllables.txt") for cell in row for word in cell.split())


def _habits(text: str, found: list[_Found]) -> dict[str, _Habit]:
    annotated = Counter(f.char for f in found)
    fitting = Counter(f.char for f in found if f.fits)
    return {char: _Habit(char, fitting[char], text.count(char), annotated[char]) for char in annotated}


def _is_damaged(text: str, habits: dict[str, _Habit], is_traditional: bool) -> bool:
    """Whether readings were written into this document by a machine.

    A reading aid stands once, behind a rare character or one with several readings; damage stands behind common ones, at
    every occurrence.
    """
    usual = [h for h in habits.values() if h.fitting and h.throughout and _is_common(h.char)]
    strong = [h for h in usual if h.total > 1 or _is_traditional(h.char)]
    if len(strong) >= _FEWEST or (is_traditional and any(_is_traditional(h.char) for h in strong)):
        return True
    return len(usual) >= 4 and sum(h.annotated for h in usual) >= _DENSE * len(re.findall("[㐀-鿿]", text))


def _is_traditional(char: str) -> bool:
    return char in traditional() or char in variants("traditional") or char in _decided_by_word()


@cache
def _decided_by_word() -> frozenset[str]:
    """Characters that are traditional in some words."""
    return frozenset(context.char for context in contexts() if context.becomes != context.char)


def _is_common(char: str) -> bool:
    """Whether the character, simplified, is among those of everyday official texts."""
    return traditional().get(char, variants("traditional").get(char, char)) in pairs()


def _annotates_only_traditional(found: list[_Found]) -> bool:
    fitting = [f for f in found if f.fits]
    return sum(_is_traditional(f.char) for f in fitting) >= 0.95 * len(fitting)


def _is_damage(found: _Found, habit: _Habit, only_traditional: bool) -> bool:
    if not found.fits:
        return habit.proven
    if _is_traditional(found.char) or habit.proven:
        return True
    return not only_traditional and habit.throughout and _is_common(found.char)


def _doubtful(text: str, found: list[_Found], gone: list[_Found], damaged: bool) -> Iterator[Suspect]:
    """In a damaged document every reading that stays; elsewhere only those behind traditional characters."""
    deleted = {f.start for f in gone}
    for f in found:
        if f.start not in deleted and (damaged or (f.fits and _is_traditional(f.char))):
            reason = "reading-doubtful" if f.fits else "reading-unfit"
            yield Suspect("reading", f.start, f.end, text[f.start : f.end], "", reason)
