"""The numbers that Word shows before a paragraph and does not keep in its text: 一、 （一） 1. ① 第一条."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_NUMBER = 9999
_DIGITS, _UNITS = "零一二三四五六七八九", ("", "十", "百", "千")
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
BULLETS = {"\uf0b7": "•", "\uf06c": "●", "\uf06e": "■", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "√", "\uf0a8": "□", "\uf06f": "□", "\uf0fe": "☑", "\uf052": "☑", "\uf075": "◆"}  # fmt: skip
"""Characters of the symbol fonts, by what they look like."""


def chinese(number: int) -> str:
    """A number as it is counted in Chinese.

    >>> [chinese(n) for n in (3, 10, 12, 20, 101, 110)]
    ['三', '十', '十二', '二十', '一百零一', '一百一十']
    """
    digits = [int(digit) for digit in str(number)]
    words = "".join(_DIGITS[d] + (_UNITS[len(digits) - 1 - i] if d else "") for i, d in enumerate(digits))
    words = re.sub("零+", "零", words).rstrip("零") or "零"
    return words[1:] if 10 <= number < 20 else words


def roman(number: int) -> str:
    """A number in Roman numerals: roman(14) == 'XIV'."""
    words = ""
    for value, letters in _ROMAN:
        words += letters * (number // value)
        number %= value
    return words


def _from_table(first: str, count: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= count else str(number)


def _cycled(letters: str) -> Callable[[int], str]:
    return lambda number: letters[(number - 1) % len(letters)] * ((number - 1) // len(letters) + 1) if number > 0 else ""


def _circled(number: int) -> str:
    for first, low, high in (("①", 1, 20), ("㉑", 21, 35), ("㊱", 36, 50)):
        if low <= number <= high:
            return chr(ord(first) + number - low)
    return str(number)


def _digital(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _japanese(number: int) -> str:
    return re.sub("一(?=[百千])|零", "", chinese(number))


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": _cycled("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerLetter": _cycled("abcdefghijklmnopqrstuvwxyz"),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "japaneseCounting": _japanese,
    "chineseLegalSimplified": lambda number: chinese(number).translate(_LEGAL),
    "ideographLegalTraditional": lambda number: chinese(number).translate(_LEGAL),
    "ideographTraditional": _cycled("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycled("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _from_table("㊀", 10),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _from_table("⒈", 20),
    "decimalEnclosedParen": _from_table("⑴", 20),
    "decimalFullWidth": lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "decimalFullWidth2": lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "none": lambda number: "",
    "bullet": lambda number: "",
}
"""The number formats of Word that Chinese documents use (ECMA-376 part 1, 17.18.59); any other is shown as decimal."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts and what it shows."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    all_decimal: bool = False
    never_restarts: bool = False
    style: str = ""


class ListNumbers:
    """Counts through a document; ask it in the order of the paragraphs."""

    def __init__(self, root: _Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}     # of each abstract list
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}   # list → its abstract one, and where its levels start anew
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[tuple[str, int]] = set()
        links: dict[str, str] = {}
        for element in () if root is None else root.iterchildren(f"{W}abstractNum", f"{W}num"):
            if element.tag == f"{W}num":
                self._read_list(element)
            else:
                self._read_abstract(element, links)
        self._follow_links(links)

    def _read_abstract(self, element: _Element, links: dict[str, str]) -> None:
        name = element.get(f"{W}abstractNumId", "")
        self._levels[name] = {whole(item.get(f"{W}ilvl")): _level(item) for item in element.iterchildren(f"{W}lvl")}
        for tag, sign in (("numStyleLink", "→"), ("styleLink", "")):
            if linked := value(element, tag):
                links[f"{sign}{linked}"] = name if not sign else links.get(f"{sign}{linked}", "") + f" {name}"

    def _follow_links(self, links: dict[str, str]) -> None:
        for key, names in links.items():
            if key.startswith("→"):
                for name in names.split():
                    self._levels[name] = self._levels.get(links.get(key[1:], ""), {}) or self._levels[name]

    def _read_list(self, element: _Element) -> None:
        abstract = value(element, "abstractNumId")
        name = element.get(f"{W}numId", "")
        starts: dict[int, int] = {}
        for override in element.iterchildren(f"{W}lvlOverride"):
            level = whole(override.get(f"{W}ilvl"))
            own = override.find(f"{W}lvl")
            if own is not None:
                self._levels[f"{abstract}/{name}"] = {**self._levels.get(abstract, {}), level: _level(own)}
            if start := value(override, "startOverride"):
                starts[level] = whole(start)
        self._lists[name] = (f"{abstract}/{name}" if f"{abstract}/{name}" in self._levels else abstract, starts)

    def level_of_style(self, list_name: str, style: str) -> int:
        """The level that a paragraph style is tied to in a list, 0 where it is tied to none."""
        abstract, _ = self._lists.get(list_name, ("", {}))
        return next((number for number, level in self._levels.get(abstract, {}).items() if level.style == style), 0)

    def next(self, list_name: str, depth: int) -> str:
        """The number shown before the next paragraph of a list, '' where it shows none."""
        abstract, starts = self._lists.get(list_name, ("", {}))
        levels = self._levels.get(abstract, {})
        if depth not in levels:
            return ""
        counts = self._count(abstract, list_name, depth, starts)
        return _shown(levels, depth, counts)

    def _count(self, abstract: str, list_name: str, depth: int, starts: dict[int, int]) -> dict[int, int]:
        levels = self._levels[abstract]
        counts = self._counts.setdefault(abstract, {})
        if depth in starts and (list_name, depth) not in self._seen:
            self._seen.add((list_name, depth))
            counts[depth] = starts[depth] - 1
        counts[depth] = min(counts.get(depth, levels[depth].start - 1) + 1, MAX_NUMBER)
        for other, level in levels.items():
            if other < depth:
                counts.setdefault(other, level.start)
            elif other > depth and not level.never_restarts:
                counts.pop(other, None)
        return counts


def _shown(levels: dict[int, Level], depth: int, counts: dict[int, int]) -> str:
    own = levels[depth]
    if own.number_format == "bullet":
        return "".join(BULLETS.get(char, "•" if "\ue000" <= char <= "\uf8ff" else char) for char in own.text)

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        level = levels.get(at, own)
        written = FORMATS.get(level.number_format, str)
        return (str if own.all_decimal else written)(counts.get(at, level.start))

    return re.sub("%([1-9])", number, own.text)


def _level(element: _Element) -> Level:
    number_format = next((item.get(f"{W}val", "") for item in element.iter(f"{W}numFmt")), "decimal")
    legal = element.find(f"{W}isLgl")
    return Level(
        start=whole(value(element, "start") or "1"),
        number_format=number_format,
        text=value(element, "lvlText"),
        all_decimal=legal is not None and is_on(legal),
        never_restarts=value(element, "lvlRestart") == "0",
        style=value(element, "pStyle"),
    )


def value(element: _Element, tag: str) -> str:
    """The w:val of a child, '' where there is none."""
    child = element.find(f"{W}{tag}")
    return "" if child is None else child.get(f"{W}val", "")


def is_on(element: _Element) -> bool:
    """Whether an on/off property is on: it is when it stands there and does not say otherwise."""
    return element.get(f"{W}val", "1") not in {"0", "false", "off"}


def whole(words: str | None) -> int:
    """A whole number from 0 to MAX_NUMBER; 0 where the words are none.

    >>> whole("12"), whole("x"), whole(None)
    (12, 0, 0)
    """
    return min(int(words), MAX_NUMBER) if words and re.fullmatch("[0-9]{1,9}", words) else 0
