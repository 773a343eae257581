"""The units of a day as lines of a tree: each below the unit that leads it, with what stands below and beside it counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from luoshi.web.people.models import LEADS, Relation, Unit
from luoshi.web.people.queries import relations_on, rows_on

MOST_LINES = 400
"""So many lines are shown at once; where there are more, the deeper levels are opened one at a time."""


@dataclass(frozen=True)
class Line:
    """One unit in the tree."""

    unit: Unit
    depth: int
    below: int
    """Units directly below."""
    below_all: int
    """Units below, at any depth."""
    others: list[str] = field(default_factory=list)
    """Names of the other units above it, beside the one under which it stands here."""
    is_folded: bool = False
    """Whether units below it are not shown."""


class Tree:
    """The units of a day, and which stands below which."""

    def __init__(self, day: date) -> None:
        self.units = {unit.pk: unit for unit in sorted(rows_on(Unit, day), key=lambda unit: (unit.code or "~", unit.pk))}
        self._above: dict[int, list[int]] = {}
        for relation in sorted(relations_on(day), key=_leading_first):
            if relation.lower_id in self.units and relation.superior_id in self.units:
                self._above.setdefault(relation.lower_id, []).append(relation.superior_id)
        self._below: dict[int, list[int]] = {}
        for number in self.units:
            if number in self._above:
                self._below.setdefault(self._above[number][0], []).append(number)
        self._sizes: Counter[int] = Counter()
        for number in self.units:
            self._count(number)

    def _count(self, number: int) -> None:
        """Counts a unit for each one on its way up."""
        above = self._above.get(number)
        while above:
            self._sizes[above[0]] += 1
            above = self._above.get(above[0])

    @property
    def roots(self) -> list[int]:
        """The units that stand below none."""
        return [number for number in self.units if number not in self._above]

    def path(self, number: int) -> list[Unit]:
        """The units above one, the highest first."""
        path: list[Unit] = []
        above = self._above.get(number)
        while above:
            path.insert(0, self.units[above[0]])
            above = self._above.get(above[0])
        return path

    def lines(self, under: int | None = None, most: int = MOST_LINES) -> list[Line]:
        """The lines from a unit (from all that stand below none), as deep as `most` lines allow."""
        starts = [under] if under in self.units else self.roots
        depth = 1
        while self._size(starts, depth + 1) <= most and self._size(starts, depth + 1) > self._size(starts, depth):
            depth += 1
        return list(self._walk([number for number in starts if number is not None], 0, depth))

    def _size(self, starts: list[int | None], depth: int) -> int:
        """How many lines the first `depth` levels have."""
        total, level = 0, [number for number in starts if number is not None]
        for _ in range(depth):
            total += len(level)
            level = [lower for number in level for lower in self._below.get(number, ())]
        return total

    def _walk(self, level: list[int], depth: int, most: int) -> Iterator[Line]:
        for number in level:
            lower = self._below.get(number, [])
            folded = bool(lower) and depth + 1 >= most
            yield self._line(number, depth, folded)
            if not folded:
                yield from self._walk(lower, depth + 1, most)

    def _line(self, number: int, depth: int, folded: bool) -> Line:
        others = [self.units[above].name for above in self._above.get(number, [])[1:]]
        return Line(self.units[number], depth, len(self._below.get(number, ())), self._sizes[number], others, folded)

    def found(self, words: str) -> list[Line]:
        """Those whose name, short name or code has the words."""
        return [self._line(pk, 0, False) for pk, unit in self.units.items() if words in unit.name or words in unit.short or (unit.code and unit.code.startswith(words))]


def _leading_first(relation: Relation) -> tuple[bool, int]:
    return relation.kind != LEADS, relation.pk
