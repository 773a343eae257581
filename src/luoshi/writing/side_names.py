"""How a comparison names its sides and their places: in full, in short, and where in a file a sentence stands."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath

from luoshi.comparing import Comparison, Side, Span
from luoshi.packs import load_units
from luoshi.writing.short_names import short_names
from luoshi.writing.words import name_date, name_place, say

SHORT = 6
"""Characters of a short name where no other way was found to shorten it."""


class SideNames:
    """The names of the sides of one comparison in one language; no two full names and no two short names are alike."""

    def __init__(self, comparison: Comparison, lang: str) -> None:
        self.lang = lang
        self.sides = {side.key: side for side in comparison.sides}
        self.directives = set(comparison.directives)
        self.files = {side.name for side in comparison.sides}
        self._full = _unlike({key: self._plain(side) for key, side in self.sides.items()}, {key: _stem(side) for key, side in self.sides.items()})
        answering = [key for key in self.sides if key not in self.directives]
        self._short = _in_short([self._full[key] for key in answering])

    def full(self, key: str) -> str:
        """A side's name: the directive's title, a response's unit, else its title or its file's name."""
        return self._full[key]

    def short(self, key: str) -> str:
        """A name for the head of a column; directives are numbered where there are several."""
        if key not in self.directives:
            return self._short[self._full[key]]
        number = str([*filter(self.directives.__contains__, self.sides)].index(key) + 1) if len(self.directives) > 1 else ""
        return say("compare.directive", self.lang) + number

    def listed(self, keys: list[str]) -> str:
        """Short names in a row."""
        return say("join.list", self.lang).join(map(self.short, keys))

    def words(self, key: str, span: Span) -> str:
        """The words of a span, in one line."""
        return " ".join(self.sides[key].text[span[0] : span[1]].split())

    def place(self, key: str, start: int) -> str:
        """Where a character stands: page and paragraph where they are known, with the file where there are several."""
        side = self.sides[key]
        place = name_place(side.extraction.document.place(start), self.lang) if side.extraction else say("place.offset", self.lang, n=start + 1)
        file = PurePosixPath(side.name.replace("\\", "/")).name if len(self.files) > 1 else ""
        return " ".join(part for part in (file, place) if part)

    def date(self, key: str) -> str:
        """A side's date as people write it."""
        date = self.sides[key].date
        return name_date(date, self.lang) if date else ""

    def _plain(self, side: Side) -> str:
        if side.key in self.directives:
            return side.title or side.unit or _stem(side)
        return side.unit or side.title or _stem(side) or say("label.unnamed-unit", self.lang)


def _stem(side: Side) -> str:
    path = PurePosixPath(side.name.replace("\\", "/"))
    number = side.key.rpartition("#")[2] if "#" in side.key else ""
    return f"{path.stem}#{number}" if number else path.stem


def _unlike(names: dict[str, str], files: dict[str, str]) -> dict[str, str]:
    """Names, those that are alike told apart by their files, and by a number where the files are alike too."""
    shared = Counter(names.values())
    told = {key: f"{name}（{files[key]}）" if shared[name] > 1 and files[key] != name else name for key, name in names.items()}
    seen = Counter[str]()
    for key, name in told.items():
        seen[name] += 1
        if seen[name] > 1:
            told[key] = f"{name}-{seen[name]}"
    return told


def _in_short(names: list[str]) -> dict[str, str]:
    """Short names, no two alike: as units are shortened, else by their place, else their first characters."""
    found = short_names(names)
    if names and max(map(len, found.values())) <= SHORT:
        return found
    cut = {name: _place_or_beginning(name) for name in names}
    seen = Counter[str]()
    for name, short in cut.items():
        seen[short] += 1
        if seen[short] > 1:
            cut[name] = f"{short}{seen[short]}"
    return cut


def _place_or_beginning(name: str) -> str:
    place = load_units().prefix(name)
    division = load_units().find(place) if place else None
    return division.short[0] if division and division.short else name[:SHORT]
