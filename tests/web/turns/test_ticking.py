"""Time: planned turns and reminders, once each, whatever runs twice and however long nothing ran."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import transaction
from tests.web.turns.conftest import Signed

from luoshi.packs import load_calendar
from luoshi.web import clock
from luoshi.web.ledger.actions import ticking
from luoshi.web.ledger.actions.ticking import open_planned_turns, set_plan, tick
from luoshi.web.ledger.models import Reminder, Turn
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting

NEAR = load_calendar("cn").add_working_days(date(2018, 12, 31), -10).day
"""Ten working days before the deadline of the duty that most tests look at."""


@pytest.fixture
def planned(signed: Signed) -> Signed:
    with clock.at("2018-09-03T11:00"):
        set_plan(signed.made.campaign, "monthly", 5, by=acting(signed.cast.li), person=signed.cast.li)
    return signed


def test_a_turn_opens_the_day_after_its_period_and_is_due_in_working_days(planned: Signed) -> None:
    with clock.at("2018-09-30T09:00"):
        assert tick()["turns"] == 0
    with clock.at("2018-10-01T09:00"):
        assert tick()["turns"] == 1
    turn = Turn.objects.get()
    assert (turn.first, turn.last, turn.due_on) == (date(2018, 9, 1), date(2018, 9, 30), date(2018, 10, 12)), "the National Day week is no working time"
    assert list(differences()) == []


def test_a_tick_twice_does_nothing_the_second_time(planned: Signed) -> None:
    with clock.at("2018-12-28T09:00"):
        tick()
        assert tick() == {"turns": 0, "days": 0, "reminders": 0, "mails": 0}


def test_after_a_pause_of_months_every_turn_is_there_once_and_what_comes_late_says_so(planned: Signed) -> None:
    with clock.at("2019-01-09T09:00"):
        assert tick()["turns"] == 4
        assert open_planned_turns() == 0
    assert Turn.objects.count() == 4
    assert Reminder.objects.filter(kind="turn-over", late=True).exists()


def test_a_tick_missed_for_twelve_days_makes_up_for_it_once_and_says_what_is_late(planned: Signed) -> None:
    """What daily ticks would have said is there, each line once; of what is over already the warning before it is not said any more."""
    days = [date(2018, 12, 20) + timedelta(days=n) for n in range(13)]

    def lines(ticked: list[date]) -> dict[str, bool]:
        with transaction.atomic():
            for day in ticked:
                with clock.at(f"{day}T09:00"):
                    tick()
            found = dict(Reminder.objects.values_list("key", "late"))
            turns = Turn.objects.count()
            transaction.set_rollback(True)
        assert turns == 4 - (ticked[-1] < date(2019, 1, 1))
        return found

    daily, after_a_pause = lines(days), lines([days[0], days[-1]])
    unsaid = {key.replace("soon", "over", 1).rpartition(":")[0] for key in daily.keys() - after_a_pause.keys()}
    assert after_a_pause.keys() <= daily.keys() and unsaid <= {key.rpartition(":")[0] for key in after_a_pause}
    assert not any(late for key, late in daily.items() if key not in lines([days[0]])), "who looks every day is never late"
    assert all(late == (key.rpartition(":")[2] < str(days[-1])) for key, late in after_a_pause.items() if key not in lines([days[0]]))


def test_the_clock_set_back_opens_nothing_and_takes_nothing_back(planned: Signed) -> None:
    with clock.at("2018-10-01T09:00"):
        tick()
    with clock.at("2018-09-20T09:00"):
        assert tick()["turns"] == 0
    assert Turn.objects.count() == 1


def test_a_duty_near_its_day_and_past_it_is_one_line_each(planned: Signed) -> None:
    duty = planned.duty("隐患排查")
    for day in ("2018-12-14", "2018-12-15", "2018-12-17", "2018-12-18", "2019-01-01", "2019-01-02"):
        with clock.at(f"{day}T09:00"):
            tick()
    lines = Reminder.objects.filter(duty=duty).order_by("day").values_list("kind", "day", "late")
    assert list(lines) == [("duty-soon", NEAR, False), ("duty-over", date(2019, 1, 1), False)]


def test_reminders_go_to_the_clerks_of_the_unit_in_one_mail_and_once(planned: Signed) -> None:
    planned.cast.wang.email = "wang@north.example"
    planned.cast.wang.save()
    with clock.at("2018-12-28T09:00"):
        assert tick()["mails"] == 1
        tick()
    assert [m.to for m in mail.outbox] == [["wang@north.example"]]
    assert "隐患排查" in mail.outbox[0].body


def test_a_mail_server_that_fails_loses_no_reminder(planned: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    planned.cast.wang.email = "wang@north.example"
    planned.cast.wang.save()

    def fail(*_: object, **__: object) -> int:
        raise ConnectionRefusedError

    with clock.at("2018-12-28T09:00"):
        monkeypatch.setattr(ticking, "send_mail", fail)
        assert tick()["mails"] == 0
        monkeypatch.undo()
        assert tick()["mails"] == 1
