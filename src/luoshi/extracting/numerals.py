"""Numerals as official texts write them: ３.5万, 二〇二〇, 二0二0, 三百二十五, 1,200, 千万; and text with its digits made plain.

Only an isolated numeral is ever converted, never a stretch of prose: 一心一意 has no number in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
DIGITS = {"〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}

ARABIC = r"\d+(?:,\d{3})*(?:\.\d+)?"
"""1,200 · 33.92 · 74, in plain digits."""
HAN_DIGIT = "〇零一二三四五六七八九"

_FULL_WIDTH = {ord("０") + n: str(n) for n in range(10)} | str.maketrans("％．～－○", "%.~-〇")
_UNEVEN = re.compile(r"[０-９％．～－○ \t\u3000\u00a0]")
_BLANKS = " \t\u3000\u00a0"


@dataclass(frozen=True, slots=True)
class PlainText:
    """A stretch of text with full-width digits made plain and blanks left out; `places[i]` is where character i stood."""

    words: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The absolute span behind characters [start, end) of `words`."""
        return self.places[start], self.places[end - 1] + 1


def plain_text(text: str, start: int, end: int) -> PlainText:
    """The stretch [start, end) of `text`, ready for the grammars.

    >>> plain_text("于２ 0 2 0年", 0, 9).words
    '于2020年'
    """
    words = text[start:end]
    if not _UNEVEN.search(words):
        return PlainText(words, range(start, end))
    kept = [i for i, char in enumerate(words) if char not in _BLANKS]
    folded = "".join(words[i] for i in kept).translate(_FULL_WIDTH)
    return PlainText(folded, [start + i for i in kept])


def read_year(words: str) -> int:
    """The digits of any mixture of writings, one by one, as one number.

    >>> read_year("2020"), read_year("二〇二〇"), read_year("二0二0")
    (2020, 2020, 2020)
    """
    return int("".join(str(DIGITS.get(char, char)) for char in words))


def read_number(words: str) -> Decimal:
    """The value of one numeral, Arabic or Chinese or both, without unit.

    >>> [str(read_number(w)) for w in ("33.92万", "三百二十五", "二十", "千万", "1,200", "一万亿", "二〇", "三千亿", "三亿二千万", "一点五")]
    ['339200', '325', '20', '10000000', '1200', '1000000000000', '20', '300000000000', '320000000', '1.5']
    """
    arabic = re.match(ARABIC, words)
    if arabic:
        return _shifted(Decimal(arabic[0].replace(",", "")), words[arabic.end() :])
    whole, _, fraction = words.partition("点")
    value = _han_value(whole) if any(char in POWERS for char in whole) else read_year(whole)
    return Decimal(f"{value}.{read_year(fraction)}" if fraction else value)


def _shifted(number: Decimal, powers: str) -> Decimal:
    """The number times 百, 万, 亿, 万亿 …, without exponent or trailing zeros after the point."""
    exponent = sum(POWERS[char] for char in powers)
    return Decimal(plain_number(number.scaleb(exponent)))


def _han_value(words: str) -> int:
    """三千二百万 → 32000000; a power without a digit before it counts once (十, 千万)."""
    total = section = digit = 0
    for char in words:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in "十百千":
            section += (digit or 1) * 10 ** POWERS[char]
            digit = 0
        else:
            total = _raised(total, section + digit, 10 ** POWERS[char])
            section = digit = 0
    return total + section + digit


def _raised(total: int, section: int, power: int) -> int:
    """The total when 万 or 亿 comes: 一万 + 亿 multiplies, 三亿 + 二千万 adds."""
    if total and not section:
        return total * power
    return (total + section) * power if 0 < total < power else total + (section or 1) * power


def plain_number(number: Decimal) -> str:
    """A number in plain digits: no exponent, no zeros after the last figure behind the point.

    >>> plain_number(Decimal("6E+5")), plain_number(Decimal("6.50"))
    ('600000', '6.5')
    """
    words = format(number, "f")
    return words.rstrip("0").rstrip(".") if "." in words else words
