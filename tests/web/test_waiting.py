"""What waits for a person on the home page: hers to do, counted from what is open to her and nothing else."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.web.cast import Cast

from luoshi.web.documents.actions import open_campaign, receive
from luoshi.web.documents.models import RESPONSE, Campaign
from luoshi.web.documents.overview import overview_of
from luoshi.web.people.acting import acting
from luoshi.web.people.models import Person
from luoshi.web.reader import read_waiting
from luoshi.web.waiting import Waiting, next_step, what_waits

WORDS = "一、2018年12月底前完成主航道隐患排查。\n二、每季度召开一次调度会。\n"


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    """A campaign of the nation, put to both provinces; the north has answered."""
    by = acting(cast.li, cast.nation)
    opened = open_campaign("打好三大攻坚战", cast.nation, by=by, dated="2018-08", addressees=[cast.north, cast.south])
    receive(opened, "north.txt", WORDS.encode(), by=by, kind=RESPONSE, form="reply", unit=cast.north)
    return opened


def seen_by(person: Person) -> Waiting:
    """The one campaign that a person sees; asked for alone, its next step is the same."""
    (row,) = what_waits(person)
    step, count = next_step(person, row.campaign)
    assert step == row.step and count == (getattr(row, step) if step else 0)
    return row


def test_the_clerk_sees_what_is_to_be_read_and_who_is_awaited(cast: Cast, campaign: Campaign) -> None:
    row = seen_by(cast.li)
    assert (row.unread, row.failed, row.open, row.ready, row.awaited) == (1, 0, 0, 0, 1)
    assert row.step == "awaited"


def test_who_may_change_nothing_has_no_next_step(cast: Cast, campaign: Campaign) -> None:
    assert seen_by(cast.zhao).step == ""


def test_a_unit_that_a_round_up_speaks_for_is_not_awaited(cast: Cast, campaign: Campaign) -> None:
    words = f"日前，{cast.south.name}等提出贯彻意见。\n{cast.south.name}\n强调，2018年12月底前完成隐患排查。\n"
    receive(campaign, "round-up.txt", words.encode(), by=acting(cast.li, cast.nation), kind=RESPONSE, form="round-up")
    read_waiting()
    assert (seen_by(cast.li).awaited, seen_by(cast.chen).awaited) == (0, 0)
    overview = overview_of(campaign, cast.chen)
    assert (overview.awaited, overview.quoted) == ([], [cast.south])


def test_one_failed_text_is_one_and_no_other_fails_with_it(cast: Cast, campaign: Campaign) -> None:
    receive(campaign, "prog.exe", b"MZ" + bytes(range(256)), by=acting(cast.li, cast.nation), kind=RESPONSE, form="reply", unit=cast.south)
    read_waiting()
    row = seen_by(cast.li)
    assert (row.unread, row.failed) == (0, 1) and row.open > 0


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
