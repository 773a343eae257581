"""A deadline that counts from a day (+15wd, +30d, +3m) → the day itself, by the calendar of the unit; provisional where the year's calendar is not out.

It counts from the day on which the duty was first signed: before, nobody had bound herself to it.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from luoshi.errors import UsageError
from luoshi.packs import load_calendar
from luoshi.packs.working_days import DueDate
from luoshi.web.ledger.models import Duty
from luoshi.web.log.models import Entry

_AFTER = re.compile(r"\+(\d{1,3})(wd|d|m|y)")


def counted_from(due: str, start: date, code: str) -> DueDate | None:
    """The day that lies so many working days, days, months or years after another; None of any other deadline, and of one beyond the calendar.

    `code` is that of the place whose days off count; an unknown place has the country's calendar.

    >>> counted_from("+3wd", date(2018, 9, 28), ""), counted_from("+1m", date(2019, 1, 31), "").day
    (DueDate(day=datetime.date(2018, 10, 8), provisional=False), datetime.date(2019, 2, 28))
    """
    match = _AFTER.fullmatch(due)
    if not match:
        return None
    number, unit = int(match[1]), match[2]
    try:
        if unit == "wd":
            return load_calendar(code or "cn").add_working_days(start, number)
        return DueDate(start + timedelta(number) if unit == "d" else _months_after(start, number * (12 if unit == "y" else 1)), provisional=False)
    except (UsageError, OverflowError, ValueError):
        return None


def _months_after(start: date, months: int) -> date:
    """The same day of a later month; its last day where it has none such."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def to_be_signed(duty: Duty, day: date) -> DueDate | None:
    """The day that a deadline gets by being signed on a day for the first time; None where it has its day already."""
    return None if duty.last_day or duty.original_day else counted_from(duty.due, day, _place_of(duty))


def day_of(duty: Duty) -> DueDate | None:
    """The day of a signed duty, counted again; None where its deadline is none that counts from a day."""
    first = Entry.objects.filter(kind="list.signed", touches__subject=duty.subject).order_by("number").values_list("happened_on", flat=True).first()
    return counted_from(duty.due, first, _place_of(duty)) if first else None


def _place_of(duty: Duty) -> str:
    return duty.lead.code if duty.lead else ""
