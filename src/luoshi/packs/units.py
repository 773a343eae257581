"""The divisions of China and their short names, and whether two names mean the same unit."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CN = Path(__file__).parent / "units" / "cn.csv"


@dataclass(frozen=True, slots=True)
class Division:
    """A province or a prefecture."""

    code: str
    """GB/T 2260."""
    name: str
    short: tuple[str, ...]
    """Its usual short names, the commonest first."""
    parent: str
    """The province's code; '' for a province."""
    level: str
    """province · prefecture."""


class Units:
    """Divisions, to be found by full or short name."""

    def __init__(self, divisions: tuple[Division, ...]) -> None:
        """`divisions` in the order of their codes; where two share a name, the first keeps it."""
        self.divisions = divisions
        self._by_name: dict[str, Division] = {}
        for division in divisions:
            for name in (division.name, *division.short):
                self._by_name.setdefault(name, division)
        self._longest = max(map(len, self._by_name))

    @property
    def names(self) -> Collection[str]:
        """Every full and short name."""
        return self._by_name.keys()

    def find(self, text: str) -> Division | None:
        """The division whose full or short name `text` is or begins with, the longest name first.

        >>> load_units().find("广西自治区邮政管理局").name
        '广西壮族自治区'
        >>> load_units().find("济南").parent
        '370000'
        """
        return self._by_name.get(self.prefix(text))

    def prefix(self, text: str) -> str:
        """The name of a division with which `text` begins, the longest; '' if there is none."""
        for length in range(min(self._longest, len(text)), 1, -1):
            if text[:length] in self._by_name:
                return text[:length]
        return ""

    def province(self, division: Division) -> Division:
        """The province that a division is or belongs to."""
        return next((d for d in self.divisions if d.code == division.parent), division)


@cache
def load_units() -> Units:
    """The divisions of China: provinces and prefectures, with the names that they had at the end of the year that the file gives.

    >>> len(load_units().divisions)
    367
    """
    with CN.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return Units(tuple(Division(r["code"], r["name"], tuple(r["short"].split()), r["parent"], r["level"]) for r in rows))


_PLACE_WORD = re.compile(r"^(?:省|市|(?:[一-鿿]{0,6})?自治[区州]|特别行政区|地区|盟|州|区|县)")


def split_unit(name: str) -> tuple[str, str]:
    """(the division's code or its own words, the rest): 陕西局 → ("610000", "局").

    >>> split_unit("广西自治区邮政管理局")
    ('450000', '邮政管理局')
    """
    place = load_units().prefix(name)
    division = load_units().find(place) if place else None
    rest = _PLACE_WORD.sub("", name[len(place):]) if place else name
    return (division.code if division else ""), rest


def same_unit(one: str, other: str) -> bool:
    """Whether two names mean the same unit: same place, and one's body a short form of the other's.

    >>> same_unit("陕西局", "陕西省邮政管理局"), same_unit("陕西局", "山西省邮政管理局")
    (True, False)
    """
    if one == other:
        return True
    (code, body), (other_code, other_body) = split_unit(one), split_unit(other)
    return code == other_code and _abbreviates(body, other_body)


def _abbreviates(one: str, other: str) -> bool:
    short, full = sorted((one, other), key=len)
    if not short or not full:
        return short == full
    letters = iter(full)
    return short[-1] == full[-1] and all(letter in letters for letter in short)
