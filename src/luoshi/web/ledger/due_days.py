"""A duty's deadline as its words give it → the day, by the calendar of its unit; provisional where the year's calendar is not out."""

from __future__ import annotations

import re
from datetime import date

from luoshi.packs import load_calendar
from luoshi.packs.working_days import DueDate
from luoshi.web.ledger.models import Duty

_WORKING = re.compile(r"\+(\d{1,3})wd")


def day_of(duty: Duty) -> DueDate | None:
    """The day of a deadline in working days (+15wd), counted from the day on which the list was signed; None for any other deadline."""
    match = _WORKING.fullmatch(duty.due)
    if not match or duty.list is None:
        return None
    return count_from(duty.list.signed_on, int(match[1]), duty.lead.code if duty.lead else "")


def count_from(start: date, days: int, code: str) -> DueDate:
    """So many working days after a day, in the region of a place's code; an unknown place has the country's calendar."""
    return load_calendar(code or "cn").add_working_days(start, days)
