"""Lost and stray characters: what carries no text is taken out or marked, never guessed.

Reads the raw text; writes line feeds for other line separators, nothing for invisible characters and marks that a site put
between words, and ▢ for each character whose bytes were lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.document import Suspect
from luoshi.reading.repair.draft import Cut, Draft, Swap

MARK = "▢"

_SEPARATORS = dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad\u202a\u202b\u202c\u202d\u202e")
_BULLETS = dict.fromkeys("\uf06c\uf06e\uf075\uf076\uf09f\uf0a7\uf0b7\uf0d8\uf0e0\uf0fc", "•")
"""Bullets of the symbol fonts that word processors use, which have private code points."""
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff"
    "\ud800-\uf8ff\ufdd0-\ufdef\ufffc-\uffff\U000f0000-\U0010ffff]"
)
"""Control, invisible, private, surrogate and replacement characters, and code points that are no characters."""
_SUBSTITUTED = re.compile("锟斤拷(?:锟斤拷)*|(?:锟斤)?拷锟斤(?:拷锟斤)*拷?")
"""What two replacement characters become when UTF-8 is read as GBK."""
_QUESTION_RUN = re.compile(r"(?<=[一-鿿，、；：“《（▢])\?{2,}(?=[一-鿿，。、；：”》）▢])")
_LAYOUT_RUN = re.compile(r"^\?(?:[? \t]*\?)?(?=[ \t]*(?:$|[一-鿿\d]))", re.M)
_MASKED = re.compile(r"(?<=[一-鿿，。、；：])\*{2,}(?=[一-鿿])")
_STRAY = re.compile(r"([@#^~|\\])\1(?:\1\1)*(?=[一-鿿，。、；：？！“”《》（）\s\d,.;:)]|$)")
_STRAY_LEAST = 5
_STRAY_SHARE = 0.01


def mend_lost(draft: Draft) -> None:
    """Run all steps on a draft."""
    if "\r" in draft.characters:
        _mend_returns(draft)
    odd = set(_ODD.findall("".join(draft.characters)))
    if odd:
        draft.swap(_separators_and_bullets(draft.text, odd))
        draft.cut(_invisible(draft.text, odd))
        draft.swap(_lost(draft.text, odd))
    if "锟" in draft.characters:
        draft.swap(_runs(draft.text, _SUBSTITUTED, "lost-bytes"))
    if "?" in draft.characters:
        draft.cut(_layout_questions(draft.text))
        draft.swap(_runs(draft.text, _QUESTION_RUN, "lost-question"))
    if draft.characters & set("@#^~|\\"):
        draft.cut(_stray_marks(draft.text))


def suspect_lost(draft: Draft) -> Iterator[Suspect]:
    """Every stretch of ▢, and every stretch of asterisks that stands for a word."""
    text = draft.text
    if MARK in draft.characters:
        for match in re.finditer(f"{MARK}+", text):
            yield Suspect("lost", match.start(), match.end(), match[0], "", "lost-bytes")
    if "*" in draft.characters:
        for match in _MASKED.finditer(text):
            yield Suspect("lost", match.start(), match.end(), match[0], "", "masked")


def _mend_returns(draft: Draft) -> None:
    text = draft.text
    draft.cut(Cut(m.start(), m.end(), "line-break", "line-separator") for m in re.finditer(r"\r+(?=\n)", text))
    text = draft.text
    draft.swap(Swap(m.start(), "\n", "line-break", "line-separator") for m in re.finditer(r"\r", text))


def _separators_and_bullets(text: str, odd: set[str]) -> Iterator[Swap]:
    for match in _any_of(odd & _SEPARATORS.keys(), text):
        yield Swap(match.start(), "\n", "line-break", "line-separator")
    for match in _any_of(odd & _BULLETS.keys(), text):
        if not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip():
            yield Swap(match.start(), "•", "variant", "bullet")


def _invisible(text: str, odd: set[str]) -> Iterator[Cut]:
    for match in _any_of(odd & _INVISIBLE, text):
        yield Cut(match.start(), match.end(), "space", "invisible")


def _lost(text: str, odd: set[str]) -> Iterator[Swap]:
    for match in _any_of(odd - _INVISIBLE - _SEPARATORS.keys() - {"•"}, text):
        yield Swap(match.start(), MARK, "lost", "lost-bytes")


def _any_of(characters: set[str], text: str) -> Iterator[re.Match[str]]:
    if characters:
        yield from re.finditer("[" + "".join(map(re.escape, sorted(characters))) + "]", text)


def _runs(text: str, pattern: re.Pattern[str], reason: str) -> Iterator[Swap]:
    for match in pattern.finditer(text):
        for at in range(match.start(), match.end()):
            yield Swap(at, MARK, "lost", reason)


def _layout_questions(text: str) -> Iterator[Cut]:
    """Question marks that stand for the spaces of a page's layout: at the start of lines, again and again."""
    found = list(_LAYOUT_RUN.finditer(text))
    if len(found) > 1:
        for match in found:
            yield Cut(match.start(), match.end(), "space", "layout-question")


def _stray_marks(text: str) -> list[Cut]:
    """A doubled mark that a site put behind words all over the text."""
    found = [match for match in _STRAY.finditer(text) if match.start()]
    if len(found) < max(_STRAY_LEAST, _STRAY_SHARE * len(text)):
        return []
    return [Cut(match.start(), match.end(), "space", "stray-mark") for match in found]
