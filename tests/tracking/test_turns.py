"""Rhythms, what a turn asks for, and lights."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.tracking.asking import Asked, Owed, ask_for
from luoshi.tracking.lights import Facts, Figure, LightRules, lag_of, light_of
from luoshi.tracking.rhythms import MONTHS, period_of, periods

DAYS = st.dates(date(2018, 1, 1), date(2021, 12, 31))
RULES = LightRules("default", "1", date(2018, 1, 1), 10, Fraction(1, 10), 2)


def plain_days(first: date, last: date) -> int:
    return max(0, (last - first).days)


@given(st.sampled_from(sorted(MONTHS)), DAYS)
def test_a_day_lies_in_its_period_and_the_next_day_after_it_in_the_next(rhythm: str, day: date) -> None:
    period = period_of(rhythm, day)
    assert period is not None and period.first <= day <= period.last
    following = period_of(rhythm, period.last + timedelta(days=1))
    assert following is not None and following.first == period.last + timedelta(days=1) and following.name > period.name


@given(st.sampled_from(sorted(MONTHS)), DAYS, st.lists(DAYS, max_size=4))
def test_periods_are_the_same_whether_asked_for_at_once_or_in_parts(rhythm: str, first: date, cuts: list[date]) -> None:
    ends = sorted({*cuts, date(2022, 6, 30)})
    whole = list(periods(rhythm, first, ends[-1]))
    in_parts, start = [], first
    for end in ends:
        in_parts += [p for p in periods(rhythm, start, end) if p not in in_parts]
        start = max(start, end)
    assert in_parts == whole


def test_a_quarterly_meeting_missed_in_the_fourth_quarter_shows_from_the_first_of_january_and_once() -> None:
    duty = Owed(date(2018, 10, 8), rhythm="quarterly")
    assert not ask_for(duty, date(2018, 12, 1), date(2018, 12, 30)).is_asked
    january = ask_for(duty, date(2019, 1, 1), date(2019, 1, 31))
    assert [p.name for p in january.periods] == ["2018-Q4"]
    assert [p.name for p in ask_for(duty, date(2019, 2, 1), date(2019, 2, 28)).periods] == ["2018-Q4"]


ASKED = {
    "due in the turn": (Owed(date(2018, 9, 3), last_day=date(2018, 10, 20)), Asked(True, "due")),
    "its day is over": (Owed(date(2018, 9, 3), last_day=date(2018, 9, 20)), Asked(True, "overdue")),
    "its day comes later": (Owed(date(2018, 9, 3), last_day=date(2018, 12, 31)), Asked(False, "later")),
    "no day": (Owed(date(2018, 9, 3)), Asked(True, "undated")),
    "no day, asked for a turn ago": (Owed(date(2018, 9, 3), silent_turns=1), Asked(False, "recently")),
    "closed": (Owed(date(2018, 9, 3), last_day=date(2018, 9, 20), closed_on=date(2018, 9, 19)), Asked(False, "closed")),
    "closed after the turn": (Owed(date(2018, 9, 3), last_day=date(2018, 9, 20), closed_on=date(2018, 11, 19)), Asked(True, "overdue")),
    "waiting on another body": (Owed(date(2018, 9, 3), last_day=date(2018, 9, 20), waits=True), Asked(False, "waits")),
    "its parts answer for it": (Owed(date(2018, 9, 3), last_day=date(2018, 9, 20), has_children=True), Asked(False, "children")),
    "signed after the turn": (Owed(date(2018, 11, 3), last_day=date(2018, 11, 20)), Asked(False, "not-yet")),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_turn_asks_only_for_what_is_due_and_cannot_be_known_otherwise(name: str) -> None:
    duty, asked = ASKED[name]
    assert ask_for(duty, date(2018, 10, 1), date(2018, 10, 31)) == asked


LIGHTS = {
    "closed": (Facts(last_day=date(2018, 9, 1), closed_on=date(2018, 9, 1)), "green", "closed"),
    "closed only later": (Facts(last_day=date(2018, 9, 1), closed_on=date(2018, 11, 1)), "red", "overdue"),
    "late, but it waits on another body": (Facts(last_day=date(2018, 9, 1), waits=True), "grey", "waits"),
    "past its day": (Facts(last_day=date(2018, 9, 30)), "red", "overdue"),
    "on its very day": (Facts(last_day=date(2018, 10, 2)), "blue", "near"),
    "near its day": (Facts(last_day=date(2018, 10, 10)), "blue", "near"),
    "far from its day": (Facts(last_day=date(2018, 12, 31)), "green", "on-way"),
    "a period missed": (Facts(last_day=date(2018, 12, 31), missed=1), "yellow", "missed"),
    "sent back twice": (Facts(last_day=date(2018, 12, 31), sent_back=2), "yellow", "sent-back"),
    "past a milestone": (Facts(last_day=date(2018, 12, 31), milestone=date(2018, 9, 30)), "yellow", "milestone"),
    "no day": (Facts(), "grey", "no-date"),
    "behind its line": (Facts(last_day=date(2018, 12, 31), figure=Figure(0, 100, 20, date(2018, 1, 1), date(2018, 10, 1))), "yellow", "trajectory"),
    "on its line": (Facts(last_day=date(2018, 12, 31), figure=Figure(0, 100, 74, date(2018, 1, 1), date(2018, 10, 1))), "green", "on-way"),
    "a falling figure on its line": (Facts(last_day=date(2018, 12, 31), figure=Figure(100, 0, 26, date(2018, 1, 1), date(2018, 10, 1))), "green", "on-way"),
}


@pytest.mark.parametrize("name", LIGHTS)
def test_a_light_says_its_colour_its_reason_and_its_rules(name: str) -> None:
    facts, colour, reason = LIGHTS[name]
    light = light_of(facts, date(2018, 10, 2), RULES, plain_days)
    assert (light.colour, light.reason, light.rules) == (colour, reason, "default 1")


@given(DAYS, DAYS, st.integers(0, 200), st.integers(0, 200))
def test_more_done_never_makes_a_figure_lag_more(since: date, on: date, less: int, more: int) -> None:
    last = date(2022, 6, 30)
    less, more = sorted((less, more))
    assert lag_of(Figure(0, 150, more, since, on), last) <= lag_of(Figure(0, 150, less, since, on), last)
