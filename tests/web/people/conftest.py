"""The people of these tests: the cast, with administrators of the nation and of the north."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from tests.web.cast import Cast

from luoshi.web.log.rebuilding import differences
from luoshi.web.people import actions
from luoshi.web.people.acting import SYSTEM
from luoshi.web.people.models import Person


@dataclass(frozen=True)
class Administrators:
    """Fang administers the nation, Gu the north."""

    fang: Person
    gu: Person


def make_administrators(cast: Cast) -> Administrators:
    found = {}
    for username, name, unit in (("fang", "方", cast.nation), ("gu", "顾", cast.north)):
        found[username] = actions.add_person(username, name, by=SYSTEM, password="river-2018")
        actions.give_role(found[username], "administrator", unit, by=SYSTEM)
    return Administrators(**found)


@pytest.fixture
def administrators(cast: Cast) -> Administrators:
    return make_administrators(cast)


@pytest.fixture
def fang(client: Any, administrators: Administrators) -> Any:
    """A browser in which the nation's administrator is signed in."""
    client.force_login(administrators.fang)
    return client


@pytest.fixture
def the_fold_holds(db: None) -> Any:
    """After the test the tables are what the log says."""
    yield
    assert list(differences()) == []
