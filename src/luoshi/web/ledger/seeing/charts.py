"""The chart of the trend as figures for a drawing: where each bar stands and how high it is.

A charts library was tried (pygal 3.1): it puts its own style and script into each drawing, which the site's policy forbids, and hangs a
finder into Python's imports that Python 3.12 no longer knows. Bars beside each other are a page of arithmetic; a template draws them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.web.ledger.seeing.burden import Step

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 860, 260, 44, 16, 28
"""Of the drawing, and its margins, in its own units."""
WIDEST = 44
"""Of a bar, where there are few turns."""
LINES = (1, 2, 5)
"""Steps of the axis are these, times a power of ten."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar and its number."""

    kind: str
    """accepted · late."""
    value: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Chart:
    """A drawing of turns side by side."""

    bars: list[Bar]
    names: list[tuple[float, str]]
    """Where each turn's name stands."""
    lines: list[tuple[float, int]]
    """The lines of the axis: height and value."""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM


def chart_of(steps: Sequence[Step]) -> Chart:
    """Accepted and late returns of each turn, beside each other."""
    top = max([1, *(max(step.accepted, step.late or 0) for step in steps)])
    stride = stride_of(top)
    ceiling = -(-top // stride) * stride
    room, scale = (WIDTH - LEFT) / max(len(steps), 1), (HEIGHT - TOP - BOTTOM) / ceiling
    bars, names = [], []
    for place, step in enumerate(steps):
        width = min(room * 0.34, WIDEST)
        for side, (kind, value) in enumerate((("accepted", step.accepted), ("late", step.late))):
            if value is not None:
                bars.append(Bar(kind, value, round(LEFT + room * (place + 0.5) + (side - 1) * width, 1), round(HEIGHT - BOTTOM - value * scale, 1), round(width - 1, 1), round(value * scale, 1)))
        names.append((round(LEFT + room * (place + 0.5), 1), step.turn.name))
    return Chart(bars, names, [(round(HEIGHT - BOTTOM - value * scale, 1), value) for value in range(0, ceiling + 1, stride)])


def stride_of(top: int, most: int = 5) -> int:
    """Between which values the axis has lines, so that there are at most so many.

    >>> [stride_of(top) for top in (1, 5, 9, 42, 20_000)]
    [1, 1, 2, 10, 5000]
    """
    power = 1
    while True:
        for line in LINES:
            if line * power * most >= top:
                return line * power
        power *= 10
