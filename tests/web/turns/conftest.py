"""A signed list of 3 September 2018, and who checks it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from tests.web.cast import Cast
from tests.web.ledger.made_list import Made, accept_all, make_campaign

from luoshi.web import clock
from luoshi.web.ledger.actions.signing import sign
from luoshi.web.ledger.models import Duty
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.actions import add_person, found_post, found_unit, give_role
from luoshi.web.people.models import Person


@dataclass(frozen=True)
class Signed:
    """A campaign whose list is signed; He checks for the national bureau."""

    cast: Cast
    made: Made
    he: Person

    def duty(self, words: str) -> Duty:
        """The duty with these words in it."""
        return Duty.objects.get(campaign=self.made.campaign, words__contains=words)


@pytest.fixture
def signed(cast: Cast) -> Signed:
    with clock.at("2018-09-03T10:00"):
        made = make_campaign(cast)
        accept_all(made, cast)
        sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
        he = add_person("he", "何", by=SYSTEM, password="river-2018")
        give_role(he, "checker", cast.nation, by=SYSTEM)
    return Signed(cast, made, he)


@pytest.fixture
def wu(signed: Signed) -> Person:
    """Wu of a harbour office to which the campaign was never put; it stands below the north, so that the north may offer it a duty."""
    harbour = found_unit("北河港口局", by=SYSTEM, superiors=[(signed.cast.north, "leads")])
    found_post(harbour, "科长", by=SYSTEM)
    person = add_person("wu", "吴", by=SYSTEM, password="river-2018")
    give_role(person, "clerk", harbour, by=SYSTEM)
    return person
