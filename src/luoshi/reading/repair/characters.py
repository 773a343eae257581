"""Traditional and variant characters → the simplified, usual ones, one for one.

Reads the text without readings; writes the same number of characters. What is already right stays: a line is converted only
when it is traditional, and what depends on the word is decided by the words beside it (显著 but 沿着, 乾隆 but 干部).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from luoshi.reading.repair.draft import Draft, Swap
from luoshi.reading.repair.tables import Context, contexts, traditional, variants

_COMPATIBLE = frozenset(
    chr(code)
    for first, last in ((0xF900, 0xFAFF), (0x2E80, 0x2FDF), (0x2F800, 0x2FA1F))
    for code in range(first, last + 1)
)
"""Compatibility ideographs and radicals, which print like ordinary characters and are none."""
_QUOTES = str.maketrans("「」『』﹁﹂﹃﹄", "“”‘’“”‘’")
_WIDE = re.compile("[０-９]+(?=[年月日号〕］])|(?<=[第〔［])[０-９]+")
_MOSTLY = 0.5
_LITTLE = 0.25
"""In a traditional document a line with less than this share was written in simplified."""
_PART_LEAST = 3


class Share(NamedTuple):
    """How many characters of a text exist only in traditional, and only in simplified."""

    traditional: int
    simplified: int

    @property
    def of_traditional(self) -> float:
        return self.traditional / (self.traditional + self.simplified) if self.traditional else 0.0


def mend_characters(draft: Draft) -> None:
    """Run all steps on a draft."""
    draft.swap(_compatible(draft))
    draft.swap(_forms(draft, variants("any")))
    if draft.characters & set("０１２３４５６７８９"):
        draft.swap(_wide_digits(draft.text))
    is_converted = _convert_traditional(draft)
    if not is_converted:
        draft.swap(_by_word(draft.text, draft.text, [c for c in _present(draft) if c.everywhere]))
    _mend_first(draft)


def is_traditional(draft: Draft) -> bool:
    """Whether most of what tells the two scripts apart is traditional."""
    return _share(draft.text, draft.characters).of_traditional >= _MOSTLY


@cache
def _only_traditional() -> frozenset[str]:
    """Characters that a simplified text does not use: those with another simplified form that GB 2312 lacks."""
    forms = {**traditional(), **variants("traditional")}
    return frozenset(char for char in forms if not _encodable(char, "gb2312"))


@cache
def _only_simplified() -> frozenset[str]:
    """Simplified forms that a traditional text does not use: those that Big5 with the Hong Kong characters lacks."""
    return frozenset(simple for simple in traditional().values() if not _encodable(simple, "big5hkscs"))


def _encodable(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _share(text: str, characters: set[str]) -> Share:
    old = characters & _only_traditional()
    if not old:
        return Share(0, 0)
    return Share(sum(map(text.count, old)), sum(map(text.count, characters & _only_simplified())))


def _convert_traditional(draft: Draft) -> bool:
    """Convert the traditional lines; whether there were any."""
    whole = _share(draft.text, draft.characters)
    if not whole.traditional:
        return False
    lines = draft.text.split("\n")
    flags = [_is_line_traditional(line, whole) for line in lines]
    if not any(flags):
        return False
    draft.swap(_converted(draft.text, lines, flags))
    return True


def _is_line_traditional(line: str, whole: Share) -> bool:
    """Whether to convert one line, given what the document is as a whole."""
    share = _share(line, set(line))
    if whole.of_traditional >= _MOSTLY:
        return share.of_traditional >= _LITTLE or not _has_simplified(line)
    return share.traditional >= _PART_LEAST and share.traditional > share.simplified


def _has_simplified(line: str) -> bool:
    return not _only_simplified().isdisjoint(line)


def _converted(text: str, lines: list[str], flags: list[bool]) -> Iterator[Swap]:
    special = {context.char for context in contexts()}
    start = 0
    for line, flag in zip(lines, flags, strict=True):
        if flag:
            after = line.translate(_table())
            for i, (a, b) in enumerate(zip(line, after, strict=True)):
                if a != b:
                    yield Swap(start + i, b, *_reason(a))
            if not special.isdisjoint(line):
                present = [context for context in contexts() if context.char in line]
                yield from (swap._replace(at=start + swap.at) for swap in _by_word(line, after, present))
        start += len(line) + 1


def _reason(char: str) -> tuple[str, str]:
    """Kind and reason of a change that one of the tables makes."""
    if ord(char) in _QUOTES:
        return "punctuation", "quote-form"
    return ("variant", "variant") if char in variants("traditional") else ("traditional", "traditional")


@cache
def _table() -> dict[int, int | str]:
    forms = {**traditional(), **variants("traditional")}
    return {**{ord(char): form for char, form in forms.items()}, **_QUOTES}


def _present(draft: Draft) -> list[Context]:
    return [context for context in contexts() if context.char in draft.characters]


def _by_word(line: str, after: str, rules: list[Context]) -> Iterator[Swap]:
    """What the words decide, for every character with a rule; `after` is the line with all else simplified."""
    by_char: dict[str, list[Context]] = {}
    for rule in rules:
        by_char.setdefault(rule.char, []).append(rule)
    for char, its_rules in by_char.items():
        for match in re.finditer(char, line):
            fitting = next((rule for rule in its_rules if _fits(rule, after, match.start())), None)
            if fitting and fitting.becomes != char:
                yield Swap(match.start(), fitting.becomes, fitting.kind, "word")


def _fits(rule: Context, line: str, at: int) -> bool:
    return not rule.words or any(_stands(word, rule.char, line, at) for word in rule.words)


def _stands(word: str, char: str, line: str, at: int) -> bool:
    """Whether the word stands in the line with its `char` at `at`."""
    begin = at - word.index(char)
    return begin >= 0 and line.startswith(word, begin)


def _compatible(draft: Draft) -> Iterator[Swap]:
    odd = (draft.characters & _COMPATIBLE) - variants("any").keys()
    forms = {char: unicodedata.normalize("NFKC", char) for char in odd}
    yield from _each(draft.text, {char: form for char, form in forms.items() if len(form) == 1 and form != char}, "compatible")


def _forms(draft: Draft, table: dict[str, str]) -> Iterator[Swap]:
    yield from _each(draft.text, {c: table[c] for c in draft.characters & table.keys()}, "variant")


def _each(text: str, table: dict[str, str], reason: str) -> Iterator[Swap]:
    for char, after in table.items():
        for match in re.finditer(re.escape(char), text):
            yield Swap(match.start(), after, "variant", reason)


def _wide_digits(text: str) -> Iterator[Swap]:
    """Full-width digits of dates and document numbers."""
    for match in _WIDE.finditer(text):
        for at in range(match.start(), match.end()):
            yield Swap(at, unicodedata.normalize("NFKC", text[at]), "variant", "wide-digit")


def _mend_first(draft: Draft) -> None:
    """壹 for 一 all over a text: a converter that knew no other 一. A text that has both keeps both."""
    if "壹" in draft.characters and not draft.characters & set("一贰貳叁參肆伍陆陸柒捌玖"):
        draft.swap(Swap(m.start(), "一", "variant", "banker-one") for m in re.finditer("(?<=[第唯统])壹|壹(?=[是要律致])", draft.text))
