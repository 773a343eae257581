"""A text → the words in it that tell: figures, dates and rhythms, words of force, words that say no; each with its place and what it means.

Figures and times are read by the grammars of `luoshi.extracting`. Here a date counts whether or not it binds anybody, and a numeral
without a unit counts too: what matters is only whether the other side has the same.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
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
    time_words.CALENDAR, time_words.DOTTED, time_words.PLAN, time_words.FEAST, time_words.RELATIVE, time_words.AHEAD,
    rhythms.STATED, rhythms.OPEN,
)  # fmt: skip
_NUMERAL = re.compile(r"(?<![\d.第])(?<!附件)(?<!附表)(?<!附录)\d+(?:[.,]\d+)*")
_CHANGE = re.compile(rf"(?:(?!{'|'.join(sorted(figure_words.BOUND_OF, key=len, reverse=True))})[^\d０-９一二两三四五六七八九十百千万亿翻])+")
"""What leads up to a figure: 提高到, 达到; a bound (不少于) belongs to it."""
COUNTED_LETTERS = "0123456789〇零一二两三四五六七八九十百千万亿半年月季周日期旦庆节底末每逐按天番定经常随时"
"""One of these is in every figure, date and rhythm."""
_MAY_TELL = re.compile("[0-9０-９一二两三四五六七八九十百千万亿半年月季周日期时]")
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


class TellingWords:
    """The telling words of one text, read sentence by sentence as they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._sentences = [match.span() for match in _SENTENCE.finditer(text)]
        self._starts = [start for start, _ in self._sentences]
        self._ends = [end for _, end in self._sentences]
        self._read: dict[int, tuple[Telling, ...]] = {}

    def between(self, start: int, end: int) -> list[Telling]:
        """Those that lie, even in part, in text[start:end], in reading order.

        >>> [(word.what, word.meaning) for word in TellingWords("必须于2020年前建成20家。力争90%。").between(0, 17)]
        [('force', 'must'), ('date', '2020年前'), ('figure', '20家'), ('force', 'aims')]
        """
        found = (word for index in self.sentences(start, end) for word in self.of_sentence(index))
        return [word for word in found if word.start < end and word.end > start]

    def sentences(self, start: int, end: int) -> range:
        """The numbers of the sentences that text[start:end] touches."""
        first = bisect_right(self._ends, start)
        return range(first, first + 1) if first < len(self._ends) and end <= self._ends[first] else range(first, bisect_left(self._starts, end))

    def of_sentence(self, index: int) -> tuple[Telling, ...]:
        """Those of one sentence, in reading order."""
        if index not in self._read:
            self._read[index] = tuple(find_telling(self.text, *self._sentences[index]))
        return self._read[index]


def find_telling(text: str, start: int, end: int) -> list[Telling]:
    """The telling words of text[start:end] in reading order; where two overlap, the time goes first, then the figure."""
    found: list[Telling] = []
    for word in chain(_times(text, start, end), _figures(text, start, end), _forces(text, start, end)):
        if all(word.end <= other.start or word.start >= other.end for other in found):
            found.append(word)
    return sorted(found, key=lambda word: word.start)


def _times(text: str, start: int, end: int) -> Iterator[Telling]:
    if not _MAY_TELL.search(text, start, end):
        return
    plain = plain_text(text, start, end)
    spans = sorted(match.span() for time in _TIMES for match in time.finditer(plain.words) if match[0])
    reached = 0
    for first, last in spans:
        if first >= reached:
            reached = last
            yield Telling(DATE, _in_arabic(plain.words[first:last]), *plain.span(first, last))


_HAN_NUMERAL = re.compile("[〇零一二三四五六七八九十]+")


def _in_arabic(words: str) -> str:
    """三个月内 → 3个月内, 二〇二〇年 → 2020年."""
    return _HAN_NUMERAL.sub(lambda match: plain_number(read_number(match[0])), words)


def _figures(text: str, start: int, end: int) -> Iterator[Telling]:
    """Figures as extracting knows them, then any Arabic numeral with the unit that it has."""
    if not _MAY_TELL.search(text, start, end):
        return
    for quantity in find_quantities(text, start, end):
        change = _CHANGE.match(quantity.words)
        yield Telling(FIGURE, quantity.value.replace(quantity.comparator, quantity.comparator.rstrip("+-"), 1), quantity.start + (change.end() if change else 0), quantity.end)
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
    raw = tomllib.loads(resources.files("luoshi.comparing").joinpath("telling.toml").read_text(encoding="utf-8"))
    return {part: {name: frozenset(words.split()) for name, words in lists.items()} for part, lists in raw.items()}


@cache
def _worded() -> re.Pattern[str]:
    """Any word of force or negation, its class as the group's name."""
    classes = {NEGATION: _table()["negation"]["words"], **_table()["force"]}
    return re.compile("|".join(f"(?P<{name}>{alternatives(words)})" for name, words in classes.items()))


@cache
def worded_letters() -> frozenset[str]:
    """Every letter of the lists."""
    return frozenset("".join(chain(_table()["negation"]["words"], _table()["negation"]["letters"], *_table()["force"].values())))


def says_no(words: str, after: str) -> bool:
    """Whether letters that only one side has turn what follows into its opposite.

    >>> says_no("不", "符合条件"), says_no("不", "断完善"), says_no("将", "符合")
    (True, False, False)
    """
    table = _table()["negation"]
    return words in table["letters"] and not any((words + after).startswith(word) for word in table["but"])


def soft(word: Telling) -> bool:
    """Whether a word of force loosens what it stands with."""
    return word.what == FORCE and word.meaning in ("loosely", "aims")


def meanings(words: Sequence[Telling], *what: str) -> list[str]:
    """What the words of these kinds mean, sorted."""
    return sorted(word.meaning for word in words if word.what in what)
