"""A rhythm → its periods: months, quarters, half-years, years, and the one in which a day lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
"""Months of a period; weekly and daily are not asked for one by one, ongoing states none."""
LETTERS = {1: "", 3: "Q", 6: "H", 12: "Y"}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month, a quarter, a half-year or a year."""

    first: date
    last: date
    """The last day that belongs to it."""
    name: str
    """2018-09 · 2018-Q4 · 2018-H2 · 2018."""


def period_of(rhythm: str, day: date) -> Period | None:
    """The period of a rhythm in which a day lies; None where the rhythm states no period of a month or more.

    >>> period_of("quarterly", date(2018, 11, 3)).name, period_of("ongoing", date(2018, 11, 3))
    ('2018-Q4', None)
    """
    length = MONTHS.get(rhythm)
    return _period(day.year, (day.month - 1) // length, length) if length else None


def _period(year: int, index: int, length: int) -> Period:
    """The index-th period of so many months in a year, counted from 0."""
    start = index * length + 1
    following = date(year + (start + length > 12), (start + length - 1) % 12 + 1, 1)
    name = str(year) if length == 12 else f"{year}-{LETTERS[length]}{index + 1:0{2 if length == 1 else 1}d}"
    return Period(date(year, start, 1), following - timedelta(days=1), name)


def periods(rhythm: str, first: date, last: date) -> Iterator[Period]:
    """The periods of a rhythm that end from `first` to `last`, in order: those for which something can be owed.

    >>> [p.name for p in periods("quarterly", date(2018, 9, 3), date(2019, 1, 1))]
    ['2018-Q3', '2018-Q4']
    """
    period = period_of(rhythm, first)
    while period is not None and period.last <= last:
        yield period
        period = period_of(rhythm, period.last + timedelta(days=1))
