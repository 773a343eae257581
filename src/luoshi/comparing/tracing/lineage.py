"""Sides → the texts from which each one's words most likely come: earlier ones, and those above it in its own line.

What stands above comes first: a city that has its province's words has them from there, even if a sister city had them a week
before. A sister, or any earlier text, is named for what no text above explains. Where nothing tells which of two was first, neither
is called the source of the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from luoshi.comparing.records import Descent, Side
from luoshi.comparing.tracing.overlays import Mask, Overlay, lay_over
from luoshi.comparing.tracing.reprints import find_reprints
from luoshi.comparing.tracing.seniority import ABOVE, why_before

LEAST_SHARE = 0.05
"""A source explains at least so much of a side that none named before it does; any two texts of the genre share a little."""
MOST_SOURCES = 3


def find_descents(sides: Sequence[Side], directive_keys: Sequence[str] = ()) -> tuple[Descent, ...]:
    """For each side, in their order, its likely sources: those above it by what they explain, then others by what they add.

    A reprint has one source, the first of its group, and is itself the source of none.

    >>> asked, said = "各单位要每月报送检查进展情况。", "我局每月报送检查进展情况。"
    >>> sides = [Side("部", asked, 0, len(asked), level=1, date="2018-08"), Side("省", said, 0, len(said), level=2, date="2018-09")]
    >>> [(found.key, found.source, found.letters, found.reasons) for found in find_descents(sides)]
    [('省', '部', 10, ('higher', 'earlier', 'nearest', 'only'))]
    """
    overlay = lay_over(sides)
    covered = [overlay.covered_by(number) for number in range(len(sides))]
    family = _Family(overlay, covered, {key: group[0] for group in find_reprints(sides) for key in group[1:]}, frozenset(directive_keys))
    return tuple(descent for number in range(len(sides)) for descent in family.descents(number))


@dataclass(frozen=True, slots=True)
class _Source:
    """One text that may be the source of a side."""

    side: Side
    reasons: tuple[str, ...]
    covered: Mask
    """Letters of the side that it has too."""


@dataclass(frozen=True, slots=True)
class _Family:
    """All sides, and what each has of every other."""

    overlay: Overlay
    covered: Sequence[Mask]
    first_print: dict[str, str]
    """Key of a reprint → key of the first of its group."""
    directives: frozenset[str]

    def descents(self, number: int) -> Iterator[Descent]:
        """The sources of one side."""
        side = self.overlay.sides[number]
        sources = list(self.sources(number))
        if side.key in self.first_print:
            yield from (_descent(side, source, ("reprint",)) for source in sources)
            return
        telling = [source for source in sources if source.covered.sum() >= LEAST_SHARE * len(source.covered) > 0]
        only = ("only",) if len(telling) == 1 else ()
        for place, source in enumerate(_chosen(telling)):
            yield _descent(side, source, source.reasons + (("nearest",) if not place else ()) + only)

    def sources(self, number: int) -> Iterator[_Source]:
        """Every text from which a side may have words; of a reprint the text itself."""
        side = self.overlay.sides[number]
        letters = self.overlay.part(number)
        for other, source in enumerate(self.overlay.sides):
            if reasons := self.reasons(source, side):
                yield _Source(source, reasons, self.covered[other][letters])

    def reasons(self, source: Side, side: Side) -> tuple[str, ...]:
        """Why the one may be the source of the other; () where it may not."""
        if side.key in self.first_print:
            return ("reprint",) if source.key == self.first_print[side.key] else ()
        if source.key in self.first_print:
            return ()
        return why_before(source, side, asked=source.key in self.directives and side.key not in self.directives)


def _chosen(sources: Sequence[_Source]) -> Iterator[_Source]:
    """One after the other the source that explains most of what is left; those above before all others."""
    explained = np.zeros(len(sources[0].covered) if sources else 0, dtype=bool)
    left, named = list(sources), 0
    while left and named < MOST_SOURCES:
        above = [source for source in left if ABOVE.intersection(source.reasons)]
        best = max(above or left, key=lambda source: (int((source.covered & ~explained).sum()), source.side.date, source.side.text))
        left.remove(best)
        if (best.covered & ~explained).sum() >= LEAST_SHARE * len(explained):
            explained |= best.covered
            named += 1
            yield best


def _descent(side: Side, source: _Source, reasons: tuple[str, ...]) -> Descent:
    letters = int(source.covered.sum())
    return Descent(side.key, source.side.key, letters, letters / max(len(source.covered), 1), reasons)
