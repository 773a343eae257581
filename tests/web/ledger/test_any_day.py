"""Whatever is recorded, in whatever order of days, and taken back: on every day, as known at every moment, the tables say what the fold says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.cast import Cast
from tests.web.ledger.made_list import Made, make_campaign

from luoshi import tracking
from luoshi.errors import ActRefused
from luoshi.web import clock
from luoshi.web.ledger.models import DutySpan
from luoshi.web.log.actions import record, undo
from luoshi.web.log.models import Entry
from luoshi.web.log.queries import MOMENT, entries_of
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting

FIRST = date(2018, 9, 3)
DAYS = 8
ACTS = st.lists(
    st.tuples(st.sampled_from(["theme", "lead", "undo"]), st.integers(0, 1), st.integers(0, DAYS), st.integers(0, 2)),
    min_size=1, max_size=9,
)  # fmt: skip
"""(what is done, to which of two duties, days after the first on which it happened, which value)."""


@pytest.fixture
def made(cast: Cast) -> Made:
    with clock.at(f"{FIRST}T08:00"):
        return make_campaign(cast)


def do(made: Made, cast: Cast, what: str, duty: str, happened: date, value: int) -> None:
    """One act; taking back what cannot be taken back is refused, and that is all."""
    if what == "undo":
        last = Entry.objects.filter(touches__subject=duty).order_by("-number")[0]
        with pytest.raises(ActRefused) if last.kind == "version.read" else transaction.atomic():
            undo(last, by=acting(cast.li))
        return
    fields: dict[str, Any] = {"theme": ["risk", "green", "lead"][value]} if what == "theme" else {"lead": [cast.north, cast.south, cast.nation][value].pk}
    with transaction.atomic():
        record("duty.edited", made.campaign.chain, {duty: fields}, by=acting(cast.li), happened_on=happened)


@given(acts=ACTS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_tables_of_any_day_are_the_fold_of_that_day(made: Made, cast: Cast, acts: list[tuple[str, int, int, int]]) -> None:
    with transaction.atomic():
        duties = [duty.subject for duty in made.duties[:2]]
        moments = []
        for number, (what, which, days, value) in enumerate(acts):
            with clock.at(f"{FIRST + timedelta(days=DAYS)}T{9 + number:02d}:00"):
                do(made, cast, what, duties[which], FIRST + timedelta(days=days), value)
                moments.append(clock.now())
        assert list(differences()) == []
        for subject in duties:
            entries = entries_of([subject])
            for known in moments:
                for day in range(DAYS + 1):
                    on = FIRST + timedelta(days=day)
                    folded = tracking.fold_subject(entries, subject, as_of=on.isoformat(), known_on=known.strftime(MOMENT))
                    kept = DutySpan.objects.on(on, known).filter(subject=int(subject.partition(":")[2])).values("theme", "lead", "status")
                    assert list(kept) == [{name: folded[name] for name in ("theme", "lead", "status")}]
        transaction.set_rollback(True)
