"""Entries that are written together are what they would be if each had been written alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.cast import Cast
from tests.web.ledger.made_list import Made, make_campaign

from luoshi.errors import ActRefused
from luoshi.web import clock
from luoshi.web.ledger.models import Duty, DutySpan
from luoshi.web.log.actions import DoneBefore, Line, record, record_all
from luoshi.web.log.models import Entry, Touch
from luoshi.web.log.queries import verify_chain
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting

FIRST, NOW = date(2018, 9, 3), "2018-09-20T09:00"
THEMES = ("risk", "green", "lead")
DAYS = st.integers(0, 8)
KNOWN = st.lists(st.tuples(st.integers(0, 3), DAYS, st.sampled_from(THEMES)), max_size=4)
"""What was recorded before: (which duty, days after the first, which theme)."""
LINES = st.lists(st.tuples(st.sets(st.integers(0, 3), max_size=3), DAYS, st.sampled_from(THEMES)), min_size=1, max_size=4)
"""What is written now: (which duties, …)."""


@pytest.fixture
def made(cast: Cast) -> Made:
    with clock.at(f"{FIRST}T08:00"):
        return make_campaign(cast)


def lines_of(made: Made, wanted: list[tuple[set[int], int, str]]) -> list[Line]:
    """Lines of which no two change the same duty; each touches the campaign besides."""
    taken: set[int] = set()
    lines = []
    for duties, days, theme in wanted:
        fields = {made.duties[at].subject: {"theme": theme} for at in sorted(duties - taken)}
        taken |= duties
        lines.append(Line("duty.edited", fields, FIRST + timedelta(days=days), f"line:{len(lines)}", [made.campaign.subject], {"name": f"{len(lines)}.xlsx"}))
    return lines


def all_that_is_kept(made: Made) -> list[list[Any]]:
    """Rows, stretches and entries, but for the numbers that the database gives."""
    spans = DutySpan.objects.values_list("subject", "theme", "valid_from", "valid_to", "known_from", "known_to")
    entries = Entry.objects.filter(chain=made.campaign.chain).order_by("number")
    touches = Touch.objects.filter(entry__in=entries).order_by("entry__number", "subject").values_list("entry__number", "subject")
    return [[duty.as_state() for duty in Duty.objects.order_by("pk")], sorted(spans, key=str), list(entries.values_list("number", "digest", "payload__body", "once")), list(touches)]


@given(known=KNOWN, wanted=LINES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_known_before_entries_written_together_are_as_if_written_one_by_one(made: Made, cast: Cast, known: list[Any], wanted: list[Any]) -> None:
    kept = []
    for together in (True, False):
        with transaction.atomic():
            with clock.at("2018-09-15T09:00"):
                for at, days, theme in known:
                    record("duty.edited", made.campaign.chain, {made.duties[at].subject: {"theme": theme}}, by=acting(cast.li), happened_on=FIRST + timedelta(days=days))
            with clock.at(NOW):
                for lines in [lines_of(made, wanted)] if together else [[line] for line in lines_of(made, wanted)]:
                    record_all(made.campaign.chain, lines, by=acting(cast.li))
            kept.append(all_that_is_kept(made))
            assert list(differences()) == [] and verify_chain(made.campaign.chain).is_whole
            transaction.set_rollback(True)
    assert kept[0] == kept[1]


def test_of_entries_written_together_all_stand_or_none(made: Made, cast: Cast) -> None:
    before = all_that_is_kept(made)
    first, second = made.duties[:2]
    lines = [Line("duty.edited", {first.subject: {"theme": "green"}}), Line("duty.edited", {second.subject: {"status": "live"}})]
    with pytest.raises(ActRefused), transaction.atomic():
        record_all(made.campaign.chain, lines, by=acting(cast.li))
    assert all_that_is_kept(made) == before


def test_one_that_was_written_before_stops_the_others(made: Made, cast: Cast) -> None:
    first, second = made.duties[:2]
    with transaction.atomic():
        record("duty.edited", made.campaign.chain, {first.subject: {"theme": "green"}}, by=acting(cast.li), once="a")
    before = all_that_is_kept(made)
    with pytest.raises(DoneBefore) as done, transaction.atomic():
        record_all(made.campaign.chain, [Line("duty.edited", {second.subject: {"theme": "risk"}}, once="b"), Line("duty.edited", {first.subject: {"theme": "risk"}}, once="a")], by=acting(cast.li))
    assert done.value.entry.once == "a" and all_that_is_kept(made) == before


def test_what_one_changes_no_other_may_concern(made: Made, cast: Cast) -> None:
    first = made.duties[0].subject
    with pytest.raises(ValueError, match="no other"), transaction.atomic():
        record_all(made.campaign.chain, [Line("duty.edited", {first: {"theme": "green"}}), Line("duty.edited", {}, touches=[first])], by=acting(cast.li))
