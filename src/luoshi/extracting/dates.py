"""Facts about years: five-year plans, feasts with a fixed date, last days; and a date known in part."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass

PLAN_ENDS = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
"""The last year of each five-year plan, from the eleventh (2006-2010)."""

FEASTS = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "七一": (7, 1), "八一": (8, 1), "十一": (10, 1), "国庆": (10, 1)}
"""Feasts of the solar calendar. Those of the lunar one (春节, 清明, 端午, 中秋) move, and no date is given for them."""


@dataclass(frozen=True, slots=True)
class PartDate:
    """A date as far as it is known: month and day are 0, and the year too, where they are not."""

    year: int = 0
    month: int = 0
    day: int = 0

    @classmethod
    def of(cls, words: str) -> PartDate:
        """From '2018', '2018-09', '2018-09-30' or ''.

        >>> PartDate.of("2018-09")
        PartDate(year=2018, month=9, day=0)
        """
        parts = [int(part) for part in words.split("-") if part.isdigit()]
        return cls(*parts[:3])

    def iso(self) -> str:
        """2018 · 2018-09 · 2018-09-30, with '--' where the year is not known.

        >>> PartDate(0, 9).iso(), PartDate(2018, 9, 30).iso()
        ('--09', '2018-09-30')
        """
        year = f"{self.year:04d}-" if self.year else "--"
        if not self.month:
            return f"{self.year:04d}" if self.year else "--"
        return f"{year}{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")

    def last_day(self) -> str:
        """The last day of the period, '' without a year.

        >>> PartDate(2020).last_day(), PartDate(2020, 2).last_day()
        ('2020-12-31', '2020-02-29')
        """
        if not self.year:
            return ""
        month = self.month or 12
        return PartDate(self.year, month, self.day or last_of_month(self.year, month)).iso()


def last_of_month(year: int, month: int) -> int:
    """How many days the month has; 0 for February of an unknown year."""
    if not year:
        return 0 if month == 2 else monthrange(2001, month)[1]
    return monthrange(year, month)[1]
