"""Lights said to the database are the lights of the rule."""

from __future__ import annotations

from datetime import date

import pytest
from tests.web.turns.conftest import Signed
from tests.web.turns.test_deciding import ALL
from tests.web.turns.test_turning import opened

from luoshi.web import clock
from luoshi.web.ledger.actions import deciding, turning
from luoshi.web.ledger.models import Return
from luoshi.web.ledger.seeing.lighting import AsOf, counts, light_of_span, live_on, with_lights
from luoshi.web.people.acting import acting


@pytest.fixture
def lively(signed: Signed) -> Signed:
    """A campaign in which something has happened: a turn not answered, a return sent back twice, an ask, a closing."""
    turn = opened(signed, date(2018, 9, 1), date(2018, 9, 30), date(2018, 10, 12), "2018-10-01T09:00")
    by, he = acting(signed.cast.wang), acting(signed.he)
    with clock.at("2018-10-20T09:00"):
        row = Return.objects.filter(turn=turn, unit=signed.cast.north).first()
        for _ in range(2):
            turning.give_return(Return.objects.get(pk=row.pk), {"state": "going"}, by=by, person=signed.cast.wang)
            turning.check_return(Return.objects.get(pk=row.pk), "back", by=he, person=signed.he, reason="无台账")
        deciding.send_ask(signed.duty("候船亭"), "省财政厅", "函9号", by=acting(signed.cast.chen), person=signed.cast.chen)
        closing = deciding.apply_closing(signed.duty("问题台账"), "已建", by=by, person=signed.cast.wang)
        deciding.close_duty(closing, "done", by=he, person=signed.he, checklist=ALL)
    return signed


@pytest.mark.parametrize("day", ["2018-08-30", "2018-09-03", "2018-10-02", "2018-10-15", "2018-10-25", "2018-12-18", "2018-12-31", "2019-01-02", "2021-01-04"])
@pytest.mark.parametrize("known", ["", "2018-10-10T09:00"])
def test_the_database_gives_every_duty_the_light_of_the_rule(lively: Signed, day: str, known: str) -> None:
    moment = None
    if known:
        with clock.at(known):
            moment = clock.now()
    at = AsOf(date.fromisoformat(day), moment)
    for row in with_lights(live_on(at), at):
        light = light_of_span(row, at)
        assert row.verdict == f"{light.colour} {light.reason}", row.subject


def test_counts_by_unit_add_up_to_all_live_duties(lively: Signed) -> None:
    at = AsOf(date(2018, 12, 31))
    assert sum(counts(live_on(at), at, "lead", "theme").values()) == live_on(at).count() > 5


def test_before_the_list_was_signed_nothing_is_live(lively: Signed) -> None:
    assert live_on(AsOf(date(2018, 9, 2))).count() == 0
