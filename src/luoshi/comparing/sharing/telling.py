"""A text → the words in it that tell: figures, dates and rhythms, words of force, words that say no; each with its place and what it means.

Figures and times are read by the grammars of `luoshi.extracting`. Here a date counts whether or not it binds anybody, and a numeral
without a unit counts too: what matters is only whether the other side has the same.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain

from luoshi.extracting import figure_words, rhythms, time_words
from luoshi.extracting.lexicon import alternatives
from luoshi.extracting.numerals import plain_number, plain_text, read_number
from luoshi.extracting.quantities import find_quantities

FIGURE, DATE, FORCE, NEGATION = "figure", "date", "force", "negation"

_TIMES = (
    (time_words.CALENDAR, "年月季"), (time_words.DOTTED, "前"), (time_words.PLAN, "五"), (time_words.FEAST, "前"),
    (time_words.RELATIVE, "内间力"), (time_words.AHEAD, "后来起"), (rhythms.STATED, "每按逐日周月季年"), (rhythms.OPEN, "定常随实及"),
)  # fmt: skip
"""How times are written, each with letters of which it has one."""
_NUMERAL = re.compile(r"(?<![\d.第])(?<!附件)(?<!附表)(?<!附录)\d+(?:[.,]\d+)*")
_CHANGE = re.compile(rf"(?:(?!{'|'.join(sorted(figure_words.BOUND_OF, key=len, reverse=True))})[^\d０-９一二两三四五六七八九十百千万亿翻])+")
"""What leads up to a figure: 提高到, 达到; a bound (不少于) belongs to it."""
_DIGIT = re.compile(r"\d")
_NUMBERS_A_PART = re.compile("(?:第|附件|附表|附录)$")
_SENTENCE = re.compile(r"[^。！？；\n]+")


@dataclass(frozen=True, slots=True)
class Telling:
    """A word that tells."""

    what: str
    """figure · date · force · negation."""
    meaning: str
    """Equal for words that say the same: 60万亩 and 600000亩, 三个月内 and 3个月内, 必须 and 应当."""
    start: int
    end: int


def telling_words(text: str, start: int = 0, end: int | None = None) -> list[Telling]:
    """The words of text[start:end] that tell, in reading order.

    >>> [(word.what, word.meaning) for word in telling_words("必须于2020年前建成20家。力争90%。", 0, 17)]
    [('force', 'must'), ('date', '2020年前'), ('figure', '20家'), ('force', 'aims')]
    """
    sentences = _SENTENCE.finditer(text, start, len(text) if end is None else end)
    return [word for sentence in sentences for word in find_telling(text, *sentence.span())]


def find_telling(text: str, start: int, end: int) -> list[Telling]:
    """The telling words of text[start:end] in reading order; where two overlap, the time goes first, then the figure."""
    found: list[Telling] = []
    for word in chain(_times(text, start, end), _figures(text, start, end), _forces(text, start, end)):
        if all(word.end <= other.start or word.start >= other.end for other in found):
            found.append(word)
    return sorted(found, key=lambda word: word.start)


def _times(text: str, start: int, end: int) -> Iterator[Telling]:
    plain = plain_text(text, start, end)
    letters = set(plain.words)
    found = [match for time, one in _TIMES if not letters.isdisjoint(one) for match in time.finditer(plain.words) if match[0]]
    reached = 0
    for match in sorted(found, key=lambda match: match.span()):
        if match.start() >= reached:
            reached = match.end()
            yield Telling(DATE, _meaning(match), *plain.span(*match.span()))


def _meaning(match: re.Match[str]) -> str:
    """A rhythm's period, whatever its words (每季度, 按季度; 及时公开, 及时公布); of other times the words with plain digits."""
    if match.re is rhythms.OPEN:
        return "ongoing"
    return match.lastgroup or "" if match.re is rhythms.STATED else _in_arabic(match[0])


_HAN_NUMERAL = re.compile("[〇零一二三四五六七八九十]+")


def _in_arabic(words: str) -> str:
    """三个月内 → 3个月内, 二〇二〇年 → 2020年."""
    return _HAN_NUMERAL.sub(lambda match: plain_number(read_number(match[0])), words)


def _figures(text: str, start: int, end: int) -> Iterator[Telling]:
    """Figures as extracting knows them, then any Arabic numeral with the unit that it has."""
    for quantity in find_quantities(text, start, end):
        change = _CHANGE.match(quantity.words)
        yield Telling(FIGURE, quantity.value.replace(quantity.comparator, quantity.comparator.rstrip("+-"), 1), quantity.start + (change.end() if change else 0), quantity.end)
    if not _DIGIT.search(text, start, end):
        return
    plain = plain_text(text, start, end)
    for match in figure_words.FIGURE.finditer(plain.words):
        if match["number"] and match["number"][0].isdigit() and not _NUMBERS_A_PART.search(plain.words, 0, match.start()):
            yield Telling(FIGURE, match[0].replace(",", ""), *plain.span(*match.span()))
    for match in _NUMERAL.finditer(plain.words):
        yield Telling(FIGURE, match[0].replace(",", ""), *plain.span(*match.span()))


def _forces(text: str, start: int, end: int) -> Iterator[Telling]:
    for match in _worded().finditer(text, start, end):
        what = match.lastgroup or ""
        yield Telling(NEGATION if what == NEGATION else FORCE, "no" if what == NEGATION else what, *match.span())


# -- the lists -----------------------------------------------------------------------------------------------------


@cache
def _table() -> dict[str, dict[str, frozenset[str]]]:
    raw = tomllib.loads(resources.files(__package__).joinpath("telling.toml").read_text(encoding="utf-8"))
    return {part: {name: frozenset(words.split()) for name, words in lists.items()} for part, lists in raw.items()}


@cache
def _worded() -> re.Pattern[str]:
    """Any word of force or negation, its class as the group's name."""
    classes = {NEGATION: _table()["negation"]["words"], **_table()["force"]}
    return re.compile("|".join(f"(?P<{name}>{alternatives(words)})" for name, words in classes.items()))


def letters_of_no() -> frozenset[str]:
    """The single letters that may say no."""
    return _table()["negation"]["letters"]


def says_no(words: str, after: str) -> bool:
    """Whether letters that only one side has turn what follows into its opposite.

    >>> says_no("不", "符合条件"), says_no("不", "断完善"), says_no("将", "符合")
    (True, False, False)
    """
    table = _table()["negation"]
    return words in table["letters"] and not any((words + after).startswith(word) for word in table["but"])
