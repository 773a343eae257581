"""A unit further down that leads a duty of a campaign which was never put to it can do all that is asked of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.web.turns.conftest import Signed

from luoshi.web import clock
from luoshi.web.documents.queries import campaigns_open_to
from luoshi.web.ledger.actions.deciding import approve_transfer, consent_to_transfer, propose_transfer
from luoshi.web.ledger.actions.turning import open_turn
from luoshi.web.ledger.models import Duty, Return
from luoshi.web.ledger.turns.waiting import waiting_for
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.actions import found_post
from luoshi.web.people.models import Person


@pytest.fixture
def handed(signed: Signed, wu: Person) -> Duty:
    """A duty of the north, handed to the harbour office."""
    duty, post = signed.duty("隐患排查"), found_post(wu.roles.get().unit, "处长", by=SYSTEM)
    with clock.at("2018-12-01T09:00"):
        transfer = propose_transfer(duty, post.unit, post, "港区归港口局管", by=acting(signed.cast.wang), person=signed.cast.wang)
        consent_to_transfer(transfer, by=acting(wu), person=wu)
        transfer.refresh_from_db()
        return approve_transfer(transfer, by=acting(signed.he), person=signed.he)


def test_before_it_leads_a_duty_the_campaign_is_closed_to_it(signed: Signed, wu: Person) -> None:
    assert not campaigns_open_to(wu).exists()


def test_it_answers_what_a_turn_asks_of_it(signed: Signed, wu: Person, handed: Duty, client: Any) -> None:
    with clock.at("2019-01-05T09:00"):
        turn = open_turn(signed.made.campaign, date(2018, 10, 1), date(2018, 12, 31), date(2019, 1, 10), by=acting(signed.cast.li), person=signed.cast.li)
        (task,) = [task for task in waiting_for(wu) if task.kind == "give"]
        client.force_login(wu)
        row = Return.objects.get(turn=turn, duty=handed)
        assert client.get(task.address).status_code == 200
        assert client.get(f"/turns/{turn.pk}/units/{row.unit_id}/sheet.xlsx").status_code == 200
        answer = client.post(task.address, {f"r{row.pk}-seen": 0, f"r{row.pk}-state": "going", f"r{row.pk}-words": "已排查港区"})
        assert answer.status_code == 302 and Return.objects.get(pk=row.pk).words == "已排查港区"
        assert client.get(f"/d/{handed.pk}/decide/").status_code == 200
    assert list(differences()) == []


def test_of_the_campaign_it_sees_its_own_duty_and_no_other(signed: Signed, wu: Person, handed: Duty, client: Any) -> None:
    client.force_login(wu)
    page = client.get(f"/campaigns/{signed.made.campaign.pk}/duties/").content.decode()
    assert handed.words[:12] in page and signed.duty("岸电").words[:12] not in page and signed.duty("候船亭").words[:12] not in page
