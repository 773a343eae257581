"""What waits for a person on the home page: hers to do, counted from what is open to her and nothing else."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.web.cast import Cast

from luoshi.web.documents.actions import open_campaign, receive
from luoshi.web.documents.models import RESPONSE, Campaign
from luoshi.web.people.acting import acting
from luoshi.web.people.models import Person
from luoshi.web.waiting import Waiting, what_waits

WORDS = "一、2018年12月底前完成主航道隐患排查。\n二、每季度召开一次调度会。\n"


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    """A campaign of the nation, put to both provinces; the north has answered."""
    by = acting(cast.li, cast.nation)
    opened = open_campaign("打好三大攻坚战", cast.nation, by=by, dated="2018-08", addressees=[cast.north, cast.south])
    receive(opened, "north.txt", WORDS.encode(), by=by, kind=RESPONSE, form="reply", unit=cast.north)
    return opened


def seen_by(person: Person) -> Waiting:
    """The one campaign that a person sees."""
    (row,) = what_waits(person)
    return row


def test_the_clerk_sees_what_is_to_be_read_and_who_is_awaited(cast: Cast, campaign: Campaign) -> None:
    row = seen_by(cast.li)
    assert (row.unread, row.failed, row.open, row.ready, row.awaited) == (1, 0, 0, 0, 1)
    assert row.step == "awaited"


def test_who_may_change_nothing_has_no_next_step(cast: Cast, campaign: Campaign) -> None:
    assert seen_by(cast.zhao).step == ""


def test_a_province_counts_its_own_and_not_its_neighbours(cast: Cast, campaign: Campaign) -> None:
    north, south = seen_by(cast.wang), seen_by(cast.chen)
    assert (north.unread, north.awaited) == (1, 0)
    assert (south.unread, south.awaited) == (0, 1)


def test_a_restricted_answer_counts_for_nobody_else(cast: Cast, campaign: Campaign) -> None:
    by = acting(cast.li, cast.nation)
    receive(campaign, "south.txt", WORDS.encode(), by=by, kind=RESPONSE, form="reply", unit=cast.south, restricted=True, readers=[cast.li])
    assert seen_by(cast.li).unread == 2
    assert seen_by(cast.zhao).unread == 1 and seen_by(cast.zhao).awaited == 1


def test_who_has_no_role_is_told_why_the_page_is_empty(cast: Cast, campaign: Campaign) -> None:
    stranger = Person.objects.create_user("sun", password="river-2018", name="孙")
    client = Client()
    client.force_login(stranger)
    page = client.get("/").content.decode()
    assert "没有与您有关的专项行动" in page and "打好三大攻坚战" not in page
