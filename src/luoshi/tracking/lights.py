"""A duty's dates and figures → its light, by a rule set that has a version. The same facts and rules always give the same light.

Default scheme, after the schemes of 宿迁 (2025) and 三明 (2017): green on trajectory, blue near its limit, yellow behind, red past due,
grey where nothing can be late yet. Every light says why, and by which version of which rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

WorkingDays = Callable[[date, date], int]
"""Working days from the day after the first to the second, both dates given; 0 where the second is not later."""

GREEN, BLUE, YELLOW, RED, GREY = "green", "blue", "yellow", "red", "grey"


@dataclass(frozen=True, slots=True)
class LightRules:
    """A rule set: thresholds with a version and a day from which they hold."""

    name: str
    version: str
    effective: date
    near_days: int
    """Working days before the limit from which a duty is near it."""
    behind: Fraction
    """Share of the way by which a figure may lag behind a straight line, 0 to 1."""
    sent_back: int
    """Returns sent back in a row from which a duty is behind; 0: never."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure on its way: integers, so that nothing is lost in rounding."""

    start: int
    target: int
    now: int
    since: date
    """The day on which it stood at `start`."""
    on: date
    """The day of which `now` speaks."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the light of a duty depends on."""

    last_day: date | None = None
    closed_on: date | None = None
    waits: bool = False
    """Whether it waits on a body outside the line: such a duty is not booked as late."""
    missed: int = 0
    """Periods of its rhythm that ended without a return."""
    sent_back: int = 0
    """Returns sent back in a row."""
    milestone: date | None = None
    """The earliest milestone that is not reached."""
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Light:
    """A light, why, and by which rules."""

    colour: str
    reason: str
    """closed · waits · overdue · missed · sent-back · milestone · trajectory · near · no-date · on-way."""
    rules: str
    """Name and version: default 2018-1."""
    days: int = 0
    """Of near: working days that are left; of overdue: those that have passed."""


def light_of(facts: Facts, today: date, rules: LightRules, working_days: WorkingDays) -> Light:
    """The light of a duty on a day.

    >>> rules = LightRules("default", "1", date(2018, 1, 1), 10, Fraction(1, 10), 2)
    >>> days = lambda a, b: max(0, (b - a).days)
    >>> light_of(Facts(last_day=date(2018, 9, 30)), date(2018, 10, 2), rules, days)
    Light(colour='red', reason='overdue', rules='default 1', days=2)
    """
    colour, reason, days = _judge(facts, today, rules, working_days)
    return Light(colour, reason, f"{rules.name} {rules.version}", days)


def _judge(facts: Facts, today: date, rules: LightRules, working_days: WorkingDays) -> tuple[str, str, int]:
    """Colour, reason and days; the most serious reason first."""
    if facts.closed_on is not None and facts.closed_on <= today:
        return GREEN, "closed", 0
    if facts.waits:
        return GREY, "waits", 0
    if facts.last_day is not None and facts.last_day < today:
        return RED, "overdue", working_days(facts.last_day, today)
    behind = _why_behind(facts, today, rules)
    if behind:
        return YELLOW, behind, 0
    if facts.last_day is None:
        return GREY, "no-date", 0
    left = working_days(today, facts.last_day)
    return (BLUE, "near", left) if left <= rules.near_days else (GREEN, "on-way", left)


def _why_behind(facts: Facts, today: date, rules: LightRules) -> str:
    """Why a duty is behind before its limit; '' where it is not."""
    if facts.missed:
        return "missed"
    if rules.sent_back and facts.sent_back >= rules.sent_back:
        return "sent-back"
    if facts.milestone is not None and facts.milestone < today:
        return "milestone"
    return "trajectory" if facts.figure and facts.last_day and lag_of(facts.figure, facts.last_day) > rules.behind else ""


def lag_of(figure: Figure, last_day: date) -> Fraction:
    """How far a figure lags behind the straight line from its start to its target, as a share of the whole way; 0 where it does not.

    >>> lag_of(Figure(0, 100, 20, date(2018, 1, 1), date(2018, 7, 2)), date(2018, 12, 31))
    Fraction(3, 10)
    """
    way, length = figure.target - figure.start, (last_day - figure.since).days
    if way == 0 or length <= 0:
        return Fraction(0)
    wanted = min(Fraction((figure.on - figure.since).days, length), Fraction(1))
    return max(Fraction(0), wanted - Fraction(figure.now - figure.start, way))
