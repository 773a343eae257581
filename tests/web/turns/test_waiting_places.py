"""What waits leads to where it is done: the unit's page, the return to check, the duty to decide; and a reminder goes when its thing is done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.web.turns.conftest import Signed

from luoshi.web import clock
from luoshi.web.ledger.actions.deciding import ask_extension
from luoshi.web.ledger.actions.ticking import make_reminders
from luoshi.web.ledger.actions.turning import close_turn, give_return, open_turn
from luoshi.web.ledger.models import Reminder, Return, Turn
from luoshi.web.ledger.turns.waiting import reminders_for, waiting_for
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.actions import give_role
from luoshi.web.people.models import Person

LATE = "2019-01-20T09:00"


@pytest.fixture
def turn(signed: Signed) -> Turn:
    with clock.at("2019-01-02T09:00"):
        return open_turn(signed.made.campaign, date(2018, 10, 1), date(2018, 12, 31), date(2019, 1, 10), by=acting(signed.cast.li), person=signed.cast.li)


def place(person: Person, kind: str) -> str:
    return next(task.address for task in waiting_for(person) if task.kind == kind)


def test_what_is_owed_in_one_turn_leads_to_the_page_of_the_unit(turn: Turn, signed: Signed) -> None:
    with clock.at(LATE):
        assert place(signed.cast.wang, "overdue") == f"/turns/{turn.pk}/units/{signed.cast.north.pk}/"
        give_role(signed.cast.wang, "clerk", signed.cast.south, by=SYSTEM)
        assert place(signed.cast.wang, "overdue") == f"/turns/{turn.pk}/", "who answers for several units sees them all"


def test_what_is_owed_in_several_turns_leads_to_the_turns(turn: Turn, signed: Signed) -> None:
    with clock.at("2019-02-20T09:00"):
        open_turn(signed.made.campaign, date(2019, 1, 1), date(2019, 1, 31), date(2019, 2, 10), by=acting(signed.cast.li), person=signed.cast.li)
        assert place(signed.cast.wang, "overdue") == f"/campaigns/{signed.made.campaign.pk}/turns/"


def test_the_one_return_to_check_is_opened_and_of_several_the_queue(turn: Turn, signed: Signed) -> None:
    first, second = Return.objects.filter(turn=turn, unit=signed.cast.north)[:2]
    give_return(first, {"state": "going"}, by=acting(signed.cast.wang), person=signed.cast.wang)
    assert place(signed.he, "check") == f"/returns/{first.pk}/"
    give_return(second, {"state": "going"}, by=acting(signed.cast.wang), person=signed.cast.wang)
    assert place(signed.he, "check") == f"/campaigns/{signed.made.campaign.pk}/checks/"


def test_the_one_application_to_decide_is_opened(signed: Signed) -> None:
    duty = signed.duty("隐患排查")
    with clock.at("2018-12-01T09:00"):
        ask_extension(duty, date(2019, 3, 31), "汛期推迟", by=acting(signed.cast.wang), person=signed.cast.wang)
        assert place(signed.he, "extension") == f"/d/{duty.pk}/decide/"


def reminded(client: Any, person: Person) -> list[dict[str, Any]]:
    client.force_login(person)
    answer = client.get(place(person, "reminder"))
    assert answer.status_code == 200
    return list(answer.context["lines"])


def test_each_reminder_leads_to_a_page_that_opens(turn: Turn, signed: Signed, client: Any) -> None:
    with clock.at(LATE):
        make_reminders()
        lines = reminded(client, signed.cast.wang)
        assert {line["row"].kind for line in lines} == {"turn-over", "duty-over"}
        for line in lines:
            assert client.get(line["address"]).status_code == 200, line["address"]
        over = next(line for line in lines if line["row"].duty == signed.duty("隐患排查"))
        question = Return.objects.get(turn=turn, duty=signed.duty("隐患排查"))
        assert over["address"] == f"/turns/{turn.pk}/units/{signed.cast.north.pk}/#r{question.pk}", "where the turn asks for it"
        close_turn(turn, by=acting(signed.cast.li), person=signed.cast.li)
        over = next(line for line in reminded(client, signed.cast.wang) if line["row"].duty)
        assert over["address"] == f"/d/{over['row'].duty_id}/decide/", "where nothing is asked, the duty itself"


def test_a_reminder_that_was_seen_or_done_is_not_shown_again(turn: Turn, signed: Signed, client: Any) -> None:
    with clock.at(LATE):
        make_reminders()
        first, *others = reminded(client, signed.cast.wang)
        client.post("/reminders/seen/", {"reminder": first["row"].pk})
        assert [line["row"].pk for line in reminded(client, signed.cast.wang)] == [line["row"].pk for line in others]
        for row in Return.objects.filter(turn=turn, unit=signed.cast.north):
            give_return(row, {"state": "going"}, by=acting(signed.cast.wang), person=signed.cast.wang)
        assert not reminders_for(signed.cast.wang).filter(kind="turn-over").exists()


def test_nobody_marks_the_reminders_of_another_unit_as_seen(turn: Turn, signed: Signed, client: Any) -> None:
    with clock.at(LATE):
        make_reminders()
        client.force_login(signed.cast.chen)
        client.post("/reminders/seen/", {"reminder": [line.pk for line in Reminder.objects.filter(unit=signed.cast.north)]})
    assert not Reminder.objects.filter(unit=signed.cast.north, seen_at__isnull=False).exists()
