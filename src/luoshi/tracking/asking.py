"""What a turn asks of a unit: only what is due and cannot be known otherwise.

The reason of each question is kept with it, and so is the reason why nothing is asked; both are shown to the unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from luoshi.tracking.rhythms import MONTHS, Period, periods

RARELY = 3
"""Turns after which an open duty without a date is asked for once more."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A live duty, as far as asking goes."""

    signed_on: date
    last_day: date | None = None
    """Its current deadline."""
    rhythm: str = ""
    closed_on: date | None = None
    waits: bool = False
    """Whether it waits on an ask to a body outside the line."""
    has_children: bool = False
    slots: tuple[str, ...] = ()
    """Names of the periods that were asked for already, answered or not: a missed one stays open where it is, and shows once."""
    silent_turns: int = RARELY
    """Turns since it was last asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether a duty is asked for in a turn, and why."""

    is_asked: bool
    reason: str
    """asked: slot (a period of its rhythm) · due (its day falls in the turn) · overdue · undated (no day, not asked for in a while).
    not: closed · not-yet (signed after the turn) · waits · children (its parts answer for it) · later (its day comes after the turn) · slotted (all its periods were asked for) · recently."""
    periods: tuple[Period, ...] = ()
    """Of a recurring duty: the periods that were not asked for yet."""


def ask_for(duty: Owed, first: date, last: date) -> Asked:
    """Whether a turn over the days from `first` to `last` asks for a duty.

    >>> ask_for(Owed(date(2018, 9, 3), last_day=date(2018, 12, 31)), date(2018, 10, 1), date(2018, 10, 31)).reason
    'later'
    >>> [p.name for p in ask_for(Owed(date(2018, 9, 3), rhythm="quarterly"), date(2018, 10, 1), date(2018, 12, 31)).periods]
    ['2018-Q3', '2018-Q4']
    """
    quiet = _why_quiet(duty, last)
    if quiet:
        return Asked(False, quiet)
    if duty.rhythm in MONTHS:
        return _recurring(duty, last)
    if duty.last_day is None:
        return Asked(True, "undated") if duty.silent_turns >= RARELY else Asked(False, "recently")
    if duty.last_day > last:
        return Asked(False, "later")
    return Asked(True, "due" if duty.last_day >= first else "overdue")


def _why_quiet(duty: Owed, last: date) -> str:
    """Why nothing at all is asked of a duty; '' where something may be."""
    if duty.closed_on is not None and duty.closed_on <= last:
        return "closed"
    if duty.signed_on > last:
        return "not-yet"
    if duty.waits:
        return "waits"
    return "children" if duty.has_children else ""


def _recurring(duty: Owed, last: date) -> Asked:
    """The periods that ended since the duty was signed and were not asked for yet."""
    until = min(last, duty.last_day) if duty.last_day else last
    open_periods = tuple(p for p in periods(duty.rhythm, duty.signed_on, until) if p.name not in duty.slots)
    return Asked(True, "slot", open_periods) if open_periods else Asked(False, "slotted")
