"""Two at once, and the clock set back: nothing is done twice, nothing is lost, and nothing that was known changes."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from tests.web.turns.conftest import Signed
from tests.web.turns.test_turning import given, opened

from luoshi.errors import ActRefused
from luoshi.web import clock
from luoshi.web.ledger.actions import deciding, turning
from luoshi.web.ledger.actions.ticking import set_plan, tick
from luoshi.web.ledger.models import Duty, DutySpan, Extension, Reminder, Return, Turn
from luoshi.web.log.models import Entry
from luoshi.web.log.queries import verify_chain
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting


def at_once(act: Callable[[], Any], times: int = 3) -> list[Any]:
    """What the act gives, or why it is refused, done by several at the same moment."""
    together, found = Barrier(times), []

    def do() -> None:
        together.wait()
        try:
            found.append(act())
        except ActRefused as error:
            found.append(error)
        finally:
            connection.close()

    threads = [Thread(target=copy_context().run, args=(do,)) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_ticks_at_once_open_each_turn_once_and_remind_once(signed: Signed) -> None:
    with clock.at("2018-09-03T11:00"):
        set_plan(signed.made.campaign, "monthly", 5, by=acting(signed.cast.li), person=signed.cast.li)
    with clock.at("2018-12-28T09:00"):
        ticks = at_once(tick)
        assert sum(done["turns"] for done in ticks) == 3
        assert tick() == {"turns": 0, "days": 0, "reminders": 0, "mails": 0}
    slots = list(Return.objects.exclude(period="").values_list("duty", "period"))
    assert Turn.objects.count() == 3 and len(slots) == len(set(slots))
    assert Reminder.objects.count() == Reminder.objects.values("key").distinct().count() > 0
    assert list(differences()) == [] and verify_chain(signed.made.campaign.chain).is_whole


@pytest.mark.django_db(transaction=True)
def test_who_open_the_same_turn_at_once_open_one(signed: Signed) -> None:
    found = at_once(lambda: opened(signed))
    assert sorted(type(one).__name__ for one in found) == ["ActRefused", "ActRefused", "Turn"]
    assert Turn.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_apply_at_once_for_the_same_apply_once(signed: Signed) -> None:
    with clock.at("2018-12-20T09:00"):
        found = at_once(lambda: deciding.ask_extension(signed.duty("隐患排查"), date(2019, 3, 31), "汛期", by=acting(signed.cast.wang), person=signed.cast.wang))
    assert sorted(type(one).__name__ for one in found) == ["ActRefused", "ActRefused", "Extension"]
    assert Extension.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_replies_noted_at_once_leave_nothing_waiting(signed: Signed) -> None:
    duty, by = signed.duty("隐患排查"), acting(signed.cast.wang)
    asks = [deciding.send_ask(duty, body, "函9号", by=by, person=signed.cast.wang) for body in ("省财政厅", "省水利厅")]
    at_once(lambda: deciding.answer_ask(asks.pop(), "granted", "同意", by=by, person=signed.cast.wang), 2)
    assert not Duty.objects.get(pk=duty.pk).waits
    assert list(differences()) == []


# -- the clock set back --------------------------------------------------------------------------------------------


def test_with_the_clock_set_back_the_last_word_stands(signed: Signed) -> None:
    row = Return.objects.get(turn=opened(signed), duty=signed.duty("隐患排查"))
    with clock.at("2019-01-05T09:00"):
        row = given(signed, row)
    with clock.at("2019-01-03T09:00"):
        turning.check_return(row, "accepted", by=acting(signed.he), person=signed.he)
    assert Return.objects.get(pk=row.pk).status == "accepted"
    assert list(differences()) == []


def test_with_the_clock_set_back_nothing_that_was_known_changes_and_the_log_goes_on(signed: Signed) -> None:
    duty = signed.duty("隐患排查")
    with clock.at("2018-12-05T09:00"):
        extension = deciding.ask_extension(duty, date(2019, 3, 31), "汛期", by=acting(signed.cast.wang), person=signed.cast.wang)
        known = clock.now()
    with clock.at("2018-12-01T09:00"):
        deciding.grant_extension(extension, by=acting(signed.he), person=signed.he)
    assert DutySpan.objects.on(date(2018, 12, 5), known).get(subject=duty.pk).last_day == date(2018, 12, 31)
    assert DutySpan.objects.on(date(2018, 12, 5)).get(subject=duty.pk).last_day == date(2019, 3, 31)
    moments = list(Entry.objects.filter(chain=signed.made.campaign.chain).order_by("number").values_list("recorded_at", flat=True))
    assert moments == sorted(moments)


def test_what_is_decided_with_the_clock_set_back_is_not_decided_again(signed: Signed) -> None:
    with clock.at("2018-12-05T09:00"):
        extension = deciding.ask_extension(signed.duty("隐患排查"), date(2019, 3, 31), "汛期", by=acting(signed.cast.wang), person=signed.cast.wang)
        deciding.refuse_extension(extension, "不充分", by=acting(signed.he), person=signed.he)
    with clock.at("2018-12-01T09:00"), pytest.raises(ActRefused):
        deciding.grant_extension(extension, by=acting(signed.he), person=signed.he)
