"""What a page asks of who may see what is asked once, and never believed longer than until something is recorded."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.cast import Cast

from luoshi.errors import ActRefused
from luoshi.web.documents.actions import open_campaign
from luoshi.web.documents.queries import campaigns_open_to, open_campaigns, sees_every_campaign
from luoshi.web.log.actions import action
from luoshi.web.log.remembering import remembering
from luoshi.web.people import actions
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.scope import MAY, may, roles_reaching, units_for

pytestmark = pytest.mark.django_db


def test_it_is_asked_once_within_a_page_and_each_time_outside(cast: Cast) -> None:
    with remembering(), CaptureQueriesContext(connection) as asked:
        assert [may(cast.li, act, cast.north) for act in ("settle", "settle", "sign")] == [True, True, False]
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        assert may(cast.li, "settle", cast.north) and may(cast.li, "settle", cast.north)
    assert len(asked) == 2


def test_what_is_recorded_makes_all_of_it_asked_anew(cast: Cast) -> None:
    with remembering():
        assert not may(cast.li, "sign", cast.north) and not open_campaigns(cast.li)
        actions.give_role(cast.li, "head", cast.nation, by=SYSTEM)
        assert may(cast.li, "sign", cast.north)
        campaign = open_campaign("三项攻坚", cast.nation, by=acting(cast.li), person=cast.li, dated="2018-08", addressees=[cast.north])
        assert open_campaigns(cast.li) == [campaign]


def test_what_is_taken_back_with_an_act_that_fails_is_not_believed(cast: Cast) -> None:
    @action
    def give_and_fail() -> None:
        actions.give_role(cast.li, "head", cast.nation, by=SYSTEM)
        assert may(cast.li, "sign", cast.north)
        raise ActRefused.gone()

    with remembering():
        with pytest.raises(ActRefused):
            give_and_fail()
        assert not may(cast.li, "sign", cast.north)


@pytest.mark.parametrize("end", ["stands", "merged", "closed"])
def test_roles_reach_a_unit_just_as_far_as_its_querysets_say(cast: Cast, end: str) -> None:
    if end == "merged":
        actions.merge_units(cast.south, cast.north, by=SYSTEM)
    if end == "closed":
        actions.close_unit(cast.south, by=SYSTEM)
    for person in (cast.li, cast.zhao, cast.wang, cast.chen):
        for unit in (cast.nation, cast.north, cast.south):
            for act in MAY:
                assert may(person, act, unit) == units_for(person, act).filter(pk=unit.pk).exists()
    assert roles_reaching(cast.li, cast.south.pk) == {"clerk"} and (roles_reaching(cast.wang, cast.south.pk) == {"clerk"}) == (end == "merged")


def test_who_sees_every_campaign_is_asked_of_the_campaigns_that_there_are(cast: Cast) -> None:
    own = open_campaign("三项攻坚", cast.nation, by=acting(cast.li), person=cast.li, dated="2018-08", addressees=[cast.north])
    assert sees_every_campaign(cast.li) and not sees_every_campaign(cast.wang)
    outside = actions.found_unit("无关单位", by=SYSTEM)
    other = open_campaign("别家行动", outside, by=SYSTEM, dated="2018-08")
    assert not sees_every_campaign(cast.li)
    assert set(campaigns_open_to(cast.li)) == {own} and other not in campaigns_open_to(cast.wang)
