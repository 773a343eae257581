"""The days that notices name → whether a day is worked, how many working days lie between two days, and where n of them lead."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from luoshi.errors import UsageError

NEXT_YEAR_BEGINS = (12, 25)
"""The month and day from which next year's notice may speak of this year's days.

The New Year's holiday has taken days of December from the 29th on: 2018年12月29日（星期六）上班 stands in the notice for 2019.
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """The paper that names days."""

    title: str
    number: str
    """'' where it was not read."""
    effective: date | None
    """The day of signing, or of publishing where the note says so; None where neither was read."""
    basis: str
    """text: its words were read · report: only what others say of it · derived: reckoned by the rule, no notice read."""
    source: str
    """Where the paper itself stands, or ''."""
    read_in: str
    """Where its words and number were read, or ''."""
    note: str


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day on which a notice decides, not the day of the week."""

    day: date
    is_working: bool
    name: str
    """The holiday to which it belongs, also for a weekend that is worked in exchange."""
    sentence: str
    """The notice's words; '' for a day that was derived."""
    notice: Notice


class DueDate(NamedTuple):
    """Where a number of working days leads."""

    day: date
    provisional: bool
    """True where a notice may still change it: one of the days counted lies in a year whose notice is not known."""


class Calendar:
    """The working days of a region. Days that no notice names follow the week: Monday to Friday are worked."""

    def __init__(self, region: str, zh: str, en: str, special_days: Iterable[SpecialDay], known_years: Iterable[int]) -> None:
        """`special_days` hold each day once."""
        self.region, self.zh, self.en = region, zh, en
        self.special_days = tuple(sorted(special_days, key=lambda special: special.day))
        self.known_years = frozenset(known_years)
        self._special = {special.day.toordinal(): special for special in self.special_days}
        self._works = {ordinal: special.is_working for ordinal, special in self._special.items()}
        self._changed = [ordinal for ordinal, works in self._works.items() if works != _is_weekday(ordinal)]
        self._change_until = [0, *accumulate(1 if self._works[ordinal] else -1 for ordinal in self._changed)]
        self._worked_at_change = [self._worked_until(ordinal) for ordinal in self._changed]
        self.version = self._digest()

    def _digest(self) -> str:
        """The region and 12 hexadecimal digits of what decides its answers: the days and the known years, not the notes."""
        days = [f"{special.day} {'+' if special.is_working else '-'}" for special in self.special_days]
        lines = "\n".join([self.region, *days, *map(str, sorted(self.known_years))])
        return f"{self.region}-{hashlib.sha256(lines.encode()).hexdigest()[:12]}"

    def knows(self, year: int) -> bool:
        """Whether the words of all notices that a year needs were read.

        >>> from luoshi.packs import load_calendar
        >>> load_calendar().knows(2018), load_calendar().knows(2099)
        (True, False)
        """
        return year in self.known_years

    def is_working_day(self, day: date) -> bool:
        """Whether a day is worked; in a year that is not known, by what is known of it and else by the week.

        >>> from luoshi.packs import load_calendar
        >>> load_calendar().is_working_day(date(2018, 9, 29)), load_calendar().is_working_day(date(2018, 10, 1))
        (True, False)
        """
        ordinal = day.toordinal()
        works = self._works.get(ordinal)
        return _is_weekday(ordinal) if works is None else works

    def why(self, day: date) -> SpecialDay | None:
        """The holiday, sentence and notice that decide on a day; None where the week does.

        >>> from luoshi.packs import load_calendar
        >>> load_calendar().why(date(2018, 9, 29)).name
        '国庆节'
        """
        return self._special.get(day.toordinal())

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days follow `start`, up to `end` and with it: the day of receipt itself does not count.

        Negative where `end` lies before `start`.

        >>> from luoshi.packs import load_calendar
        >>> load_calendar().working_days_between(date(2018, 9, 28), date(2018, 10, 8))
        3
        """
        return self._worked_until(end.toordinal()) - self._worked_until(start.toordinal())

    def add_working_days(self, day: date, n: int) -> DueDate:
        """The n-th working day after a day, counted from the day after; before it for a negative n; the day itself for 0.

        UsageError where the count leads out of the years 1 to 9999.

        >>> from luoshi.packs import load_calendar
        >>> due, provisional = load_calendar().add_working_days(date(2018, 9, 28), 3)
        >>> str(due), provisional
        ('2018-10-08', False)
        """
        if n == 0:
            return DueDate(day, not self.knows_stretch(day, day))
        start = day.toordinal()
        end = self._first_with(self._worked_until(start) + n)
        try:
            due = date.fromordinal(end)
        except (ValueError, OverflowError):
            raise UsageError(
                f"{n} 个工作日超出了日历的范围。", f"{n} working days lead out of the calendar.", where=str(day),
                next_zh="请核对天数。", next_en="Check the number of days.",
            ) from None
        first, last = (date.fromordinal(start + 1), due) if n > 0 else (due, day)
        return DueDate(due, not self.knows_stretch(first, last))

    def knows_stretch(self, first: date, last: date) -> bool:
        """Whether no notice that is not known yet may change a day from `first` to `last`.

        >>> from luoshi.packs import load_calendar
        >>> load_calendar().knows_stretch(date(2026, 12, 1), date(2026, 12, 24)), load_calendar().knows_stretch(date(2026, 12, 1), date(2026, 12, 31))
        (True, False)
        """
        until = last.year + ((last.month, last.day) >= NEXT_YEAR_BEGINS)
        return self.known_years.issuperset(range(first.year, until + 1))

    def _worked_until(self, ordinal: int) -> int:
        """How many days were worked from 1 January of the year 1, a Monday, to a day and with it."""
        weeks, rest = divmod(ordinal, 7)
        return weeks * 5 + min(rest, 5) + self._change_until[bisect_right(self._changed, ordinal)]

    def _first_with(self, total: int) -> int:
        """The first day until which `total` days were worked: a working day, since the total is reached on it."""
        at = bisect_left(self._worked_at_change, total)
        weeks, rest = divmod(total - self._change_until[at] - 1, 5)
        weekday = weeks * 7 + rest + 1
        # Where no weekday before the next changed day reaches the total, that day does: it is a weekend that is worked.
        return weekday if at == len(self._changed) else min(weekday, self._changed[at])


def _is_weekday(ordinal: int) -> bool:
    return 0 < ordinal % 7 < 6
