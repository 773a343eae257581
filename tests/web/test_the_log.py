"""The log: what is written, what is refused, and that the tables say what the log says."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError
from tests.web.cast import Cast

from luoshi.web.log.models import Entry
from luoshi.web.log.queries import verify_chain
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.models import Unit
from luoshi.web.people.scope import units_open_to


def test_a_unit_founded_is_an_entry_and_a_row(cast: Cast) -> None:
    entry = Entry.objects.get(kind="unit.founded", subjects=[cast.north.subject])
    assert entry.happened_on and cast.north.name == "北河省内河航运管理局"


def test_state_is_the_fold_of_the_log(cast: Cast) -> None:
    assert list(differences()) == []
    assert verify_chain("people").is_whole


def test_a_row_cannot_be_written_past_the_log(cast: Cast) -> None:
    with pytest.raises(RuntimeError):
        Unit.objects.filter(pk=cast.north.pk).update(name="别名")
    with pytest.raises(RuntimeError):
        cast.north.save()


def test_the_database_refuses_to_change_an_entry(cast: Cast) -> None:
    with pytest.raises((DatabaseError, IntegrityError)):
        Entry.objects.all().update(kind="x")


def test_a_clerk_sees_her_unit_and_those_below(cast: Cast) -> None:
    assert set(units_open_to(cast.li)) == {cast.nation, cast.north, cast.south}
    assert set(units_open_to(cast.wang)) == {cast.north}
