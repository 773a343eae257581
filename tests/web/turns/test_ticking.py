"""Time: planned turns and reminders, once each, whatever runs twice and however long nothing ran."""

from __future__ import annotations

import re
from datetime import date, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import override_settings
from tests.web.turns.conftest import Signed

from luoshi.packs import load_calendar
from luoshi.web import clock
from luoshi.web.documents.actions import change_header
from luoshi.web.ledger.actions import deciding, ticking
from luoshi.web.ledger.actions.ticking import open_planned_turns, set_plan, tick
from luoshi.web.ledger.models import Reminder, Turn
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.actions import add_person, give_role, set_email
from luoshi.web.people.models import Person

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


@pytest.fixture
def mailed(planned: Signed) -> Signed:
    """Wang has a mail address."""
    planned.cast.wang.email = "wang@north.example"
    planned.cast.wang.save()
    return planned


def test_reminders_go_to_the_clerks_of_the_unit_in_one_mail_and_once(mailed: Signed) -> None:
    with clock.at("2018-12-28T09:00"):
        assert tick()["mails"] == 1
        tick()
    assert [m.to for m in mail.outbox] == [["wang@north.example"]]
    assert "隐患排查" in mail.outbox[0].body and "://" not in mail.outbox[0].body


def test_a_mail_leads_to_the_pages_where_its_reminders_are_answered(mailed: Signed, settings: Any, client: Any) -> None:
    settings.ADDRESS = "https://desk.example.org"
    with clock.at("2018-12-28T09:00"):
        tick()
        client.force_login(mailed.cast.wang)
        addresses = re.findall(r"https://desk\.example\.org(\S+)", mail.outbox[0].body)
        assert len(addresses) > 1 and addresses[-1] == "/reminders/"
        assert all(client.get(address.partition("#")[0]).status_code == 200 for address in addresses)


def test_a_mail_does_not_tell_what_its_reader_may_not_see(mailed: Signed) -> None:
    li = mailed.cast.li
    with clock.at("2018-12-01T09:00"):
        change_header(mailed.made.version.document, restricted=True, by=acting(li), person=li, readers=[li])
    with clock.at("2018-12-28T09:00"):
        tick()
    assert Reminder.objects.filter(duty=mailed.duty("隐患排查")).exists() and Reminder.objects.filter(turn__isnull=False, unit=mailed.cast.north).exists()
    assert mail.outbox == [], "neither of the duties nor of the turns that ask for them"


def test_a_long_mail_says_how_many_more_there_are(mailed: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "MOST_LINES", 1)
    with clock.at("2018-12-28T09:00"):
        tick()
        count = Reminder.objects.filter(unit=mailed.cast.north).count()
    assert count > 1 and f"还有 {count - 1} 项" in mail.outbox[0].body and f"{count} 项提醒" in mail.outbox[0].subject


def test_without_a_mail_server_reminders_wait_for_one_and_what_was_seen_meanwhile_is_not_mailed(mailed: Signed) -> None:
    with clock.at("2018-12-28T09:00"):
        with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
            assert tick()["mails"] == 0
        Reminder.objects.filter(duty=mailed.duty("隐患排查")).update(seen_at=clock.now())
        assert tick()["mails"] == 1
    assert "隐患排查" not in mail.outbox[0].body


def test_a_mail_server_that_fails_loses_no_reminder(mailed: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> int:
        raise ConnectionRefusedError

    with clock.at("2018-12-28T09:00"):
        monkeypatch.setattr(ticking, "send_mail", fail)
        assert tick()["mails"] == 0
        monkeypatch.undo()
        assert tick()["mails"] == 1


@pytest.fixture
def sun(mailed: Signed) -> Person:
    """A second clerk of the north, and a first one of the south, each with an address."""
    for username, name, unit in (("sun", "孙", mailed.cast.north), ("tang", "唐", mailed.cast.south)):
        give_role(add_person(username, name, by=SYSTEM, password="river-2018", email=f"{username}@river.example"), "clerk", unit, by=SYSTEM)
    return Person.objects.get(username="sun")


@pytest.mark.parametrize("trouble", [SMTPRecipientsRefused({"wang@north.example": (550, b"no such user")}), SMTPDataError(554, b"refused"), ValueError("invalid address")])
def test_a_mail_that_cannot_be_sent_stops_no_other(mailed: Signed, sun: Person, monkeypatch: pytest.MonkeyPatch, trouble: Exception) -> None:
    monkeypatch.setattr(ticking, "send_mail", failing(trouble, "wang@north.example"))
    with clock.at("2018-12-28T09:00"):
        assert tick()["mails"] == 2
        assert tick()["mails"] == 0, "who was told is not told again"
    assert [m.to for m in mail.outbox] == [["sun@river.example"], ["tang@river.example"]]


def test_what_could_be_mailed_to_nobody_of_a_unit_is_tried_again(mailed: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "send_mail", failing(SMTPRecipientsRefused({"wang@north.example": (450, b"come back later")}), "wang@north.example"))
    with clock.at("2018-12-28T09:00"):
        assert tick()["mails"] == 0
        monkeypatch.undo()
        assert tick()["mails"] == 1


def failing(trouble: Exception, address: str) -> Any:
    """The sending of mails, but for one address."""
    send = ticking.send_mail

    def send_or_fail(subject: str, body: str, sender: None, to: list[str]) -> int:
        if to == [address]:
            raise trouble
        return int(send(subject, body, sender, to))

    return send_or_fail


def test_reminders_wait_until_a_clerk_of_the_unit_has_an_address(planned: Signed) -> None:
    with clock.at("2018-12-28T09:00"):
        assert tick()["mails"] == 0
        set_email(planned.cast.wang, "wang@north.example", by=acting(planned.cast.wang))
        assert tick()["mails"] == 1


def test_a_duty_whose_day_was_moved_is_not_told_as_past(mailed: Signed) -> None:
    duty = mailed.duty("隐患排查")
    with clock.at("2018-12-30T09:00"):
        asked = deciding.ask_extension(duty, date(2019, 3, 1), "汛期", by=acting(mailed.cast.wang), person=mailed.cast.wang)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"), clock.at("2019-01-02T09:00"):
        tick()
    assert Reminder.objects.filter(duty=duty, kind="duty-over").exists()
    with clock.at("2019-01-02T10:00"):
        deciding.grant_extension(asked, by=acting(mailed.he), person=mailed.he)
        assert tick()["mails"] == 1
    assert all("隐患排查" not in m.body for m in mail.outbox)
