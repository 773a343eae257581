"""A turn: what is asked, what is returned, who checks it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.web.turns.conftest import Signed

from luoshi.errors import ActRefused
from luoshi.web import clock
from luoshi.web.ledger.actions.turning import check_return, close_turn, give_return, open_turn
from luoshi.web.ledger.models import DutySpan, Return, ReturnSpan, Turn
from luoshi.web.log.models import Entry
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.actions import give_role, merge_units


def opened(signed: Signed, first: date = date(2018, 10, 1), last: date = date(2018, 12, 31), due: date = date(2019, 1, 10), at: str = "2019-01-02T09:00") -> Turn:
    with clock.at(at):
        return open_turn(signed.made.campaign, first, last, due, by=acting(signed.cast.li), person=signed.cast.li)


def given(signed: Signed, row: Return, **answer: object) -> Return:
    return give_return(row, {"state": "going", "words": "已完成排查120处。"} | answer, by=acting(signed.cast.wang), person=signed.cast.wang)


def test_a_turn_asks_only_for_what_is_due(signed: Signed) -> None:
    turn = opened(signed)
    asked = {(row.duty.words, row.period, row.why) for row in Return.objects.filter(turn=turn)}
    assert ("2018年12月底前完成全部渡口渡船隐患排查，", "", "due") in asked
    assert any(period == "2018-Q4" and "按季度" in words for words, period, _ in asked)
    assert not any("2020年" in words for words, _, _ in asked), "its day comes later"
    assert list(differences()) == []


def test_a_unit_that_became_part_of_another_is_not_asked_and_the_other_is(signed: Signed) -> None:
    with clock.at("2018-12-01T09:00"):
        merge_units(signed.cast.north, signed.cast.south, by=SYSTEM)
    turn = opened(signed)
    assert set(Return.objects.filter(turn=turn).values_list("unit", flat=True)) == {signed.cast.south.pk}
    assert list(differences()) == []


def test_the_same_turn_is_opened_once(signed: Signed) -> None:
    opened(signed)
    with pytest.raises(ActRefused):
        opened(signed)


def test_a_missed_quarter_shows_once_and_where_it_was_asked(signed: Signed) -> None:
    first = opened(signed)
    opened(signed, date(2019, 1, 1), date(2019, 3, 31), date(2019, 4, 10), "2019-04-01T09:00")
    rows = Return.objects.filter(duty=signed.duty("按季度")).order_by("period")
    assert [(row.period, row.turn == first) for row in rows] == [("2018-Q3", True), ("2018-Q4", True), ("2019-Q1", False)]


def test_a_unit_returns_and_the_superior_accepts(signed: Signed) -> None:
    turn = opened(signed)
    row = Return.objects.get(turn=turn, duty=signed.duty("隐患排查"))
    with clock.at("2019-01-05T09:00"):
        row = given(signed, row, figure="120", figure_unit="处", happened_on=date(2018, 12, 28))
    with clock.at("2019-01-08T09:00"):
        check = check_return(row, "accepted", by=acting(signed.he), person=signed.he)
    row = Return.objects.get(pk=row.pk)
    assert (row.status, row.given_on, row.happened_on) == ("accepted", date(2019, 1, 5), date(2018, 12, 28))
    assert check.unit == signed.cast.nation
    assert list(differences()) == []


def test_a_back_dated_fact_carries_both_times(signed: Signed) -> None:
    row = Return.objects.get(turn=opened(signed), duty=signed.duty("隐患排查"))
    with clock.at("2019-01-05T09:00"):
        given(signed, row, happened_on=date(2018, 11, 30))
    entry = Entry.objects.get(kind="return.given")
    assert (entry.happened_on, entry.recorded_at.date()) == (date(2018, 11, 30), date(2019, 1, 5))


def test_the_reporter_does_not_check_her_own_return(signed: Signed) -> None:
    row = Return.objects.get(turn=opened(signed), duty=signed.duty("隐患排查"))
    give_role(signed.he, "clerk", signed.cast.nation, by=SYSTEM)
    with clock.at("2027-01-05T09:00"):
        row = give_return(row, {"state": "going"}, by=acting(signed.he), person=signed.he)
        with pytest.raises(ActRefused) as refused:
            check_return(row, "accepted", by=acting(signed.he), person=signed.he)
    assert refused.value.code == "act.incomplete"


def test_a_checker_of_the_unit_itself_is_no_superior(signed: Signed) -> None:
    row = Return.objects.get(turn=opened(signed), duty=signed.duty("隐患排查"))
    with clock.at("2027-01-05T09:00"):
        give_role(signed.cast.chen, "checker", signed.cast.north, by=SYSTEM)
        row = given(signed, row)
        with pytest.raises(ActRefused) as refused:
            check_return(row, "accepted", by=acting(signed.cast.chen), person=signed.cast.chen)
    assert refused.value.code == "act.not-allowed"


def test_what_is_sent_back_needs_a_reason_and_is_counted(signed: Signed) -> None:
    row = Return.objects.get(turn=opened(signed), duty=signed.duty("隐患排查"))
    with clock.at("2019-01-05T09:00"):
        row = given(signed, row)
        with pytest.raises(ActRefused):
            check_return(row, "back", by=acting(signed.he), person=signed.he)
        check_return(row, "back", by=acting(signed.he), person=signed.he, reason="未附台账")
        row = given(signed, Return.objects.get(pk=row.pk), words="附台账。")
        check_return(row, "back", by=acting(signed.he), person=signed.he, reason="台账不全")
    row = Return.objects.get(pk=row.pk)
    assert (row.status, row.times_back, row.answer) == ("back", 2, "台账不全")


def test_another_province_cannot_answer(signed: Signed) -> None:
    row = Return.objects.get(turn=opened(signed), duty=signed.duty("隐患排查"))
    with pytest.raises(ActRefused):
        give_return(row, {"state": "going"}, by=acting(signed.cast.chen), person=signed.cast.chen)


@pytest.mark.parametrize(("answer", "what"), [({"state": "fine"}, "state"), ({"state": ""}, "state"), ({"state": "done", "happened_on": date(2030, 1, 1)}, "future")])
def test_an_answer_without_a_state_or_from_the_future_is_refused(signed: Signed, answer: dict[str, object], what: str) -> None:
    row = Return.objects.get(turn=opened(signed), duty=signed.duty("隐患排查"))
    with clock.at("2019-01-05T09:00"), pytest.raises(ActRefused):
        given(signed, row, **answer)


def test_a_corrected_return_says_what_was_said_last_whatever_day_it_speaks_of(signed: Signed) -> None:
    row = Return.objects.get(turn=opened(signed), duty=signed.duty("隐患排查"))
    with clock.at("2019-01-05T09:00"):
        row = given(signed, row)
    with clock.at("2019-01-06T09:00"):
        row = given(signed, row, words="更正：118处。", happened_on=date(2018, 12, 28))
    assert (row.words, row.given_count, row.happened_on) == ("更正：118处。", 2, date(2018, 12, 28))
    assert list(differences()) == []


def test_what_was_sent_back_and_is_given_again_waits_for_its_check_though_it_speaks_of_an_earlier_day(signed: Signed) -> None:
    row = Return.objects.get(turn=opened(signed), duty=signed.duty("隐患排查"))
    for day, words in (("2019-01-05T09:00", "已排查。"), ("2019-01-09T09:00", "已排查，附台账。")):
        with clock.at(day):
            row = given(signed, row, words=words, happened_on=date(2018, 12, 28))
            assert (row.status, row.words) == ("given", words)
        with clock.at(f"{day[:9]}8T09:00" if day < "2019-01-08" else "2019-01-10T09:00"):
            check_return(row, "back", by=acting(signed.he), person=signed.he, reason="未附台账")
            row = Return.objects.get(pk=row.pk)
    assert (row.status, row.times_back, row.given_count) == ("back", 2, 2)
    assert list(differences()) == []


def test_who_has_not_seen_the_latest_giving_neither_checks_it_nor_gives_over_it(signed: Signed) -> None:
    row = Return.objects.get(turn=opened(signed), duty=signed.duty("隐患排查"))
    with clock.at("2019-01-05T09:00"):
        seen = given(signed, row)
        given(signed, seen, words="更正。")
        with pytest.raises(ActRefused) as check:
            check_return(seen, "accepted", by=acting(signed.he), person=signed.he)
        with pytest.raises(ActRefused) as giving:
            given(signed, seen, words="再改。")
        check_return(Return.objects.get(pk=row.pk), "accepted", by=acting(signed.he), person=signed.he)
        seen.given_count += 1
        with pytest.raises(ActRefused) as accepted:
            given(signed, seen, words="再改。")
    assert (check.value.code, giving.value.code, accepted.value.code) == ("act.changed-since", "act.changed-since", "act.settled")


def test_evidence_keeps_its_own_date_and_one_file_serves_several_duties(signed: Signed) -> None:
    turn = opened(signed)
    rows = list(Return.objects.filter(turn=turn, unit=signed.cast.north)[:2])
    piece = {"name": "台账.txt", "content": "台账".encode(), "dated": date(2018, 12, 20), "kind": "ledger"}
    with clock.at("2019-01-05T09:00"):
        done = [give_return(row, {"state": "done"}, by=acting(signed.cast.wang), person=signed.cast.wang, evidence=[piece]) for row in rows]
    assert done[0].evidence == done[1].evidence
    assert done[0].evidence[0]["dated"] == "2018-12-20"


def test_the_board_of_a_past_day_shows_what_was_known_then_and_what_is_known_now(signed: Signed) -> None:
    row = Return.objects.get(turn=opened(signed), duty=signed.duty("隐患排查"))
    with clock.at("2019-01-20T09:00"):
        given(signed, row, happened_on=date(2018, 12, 28))
    day = date(2018, 12, 31)
    with clock.at("2019-01-10T09:00"):
        then = clock.now()
    assert ReturnSpan.objects.on(day, then).get(subject=row.pk).status == "asked"
    assert ReturnSpan.objects.on(day).get(subject=row.pk).status == "given"
    assert not DutySpan.objects.on(date(2018, 8, 1)).exists()


def test_a_closed_turn_keeps_what_was_missed(signed: Signed) -> None:
    turn = opened(signed)
    with clock.at("2019-02-01T09:00"):
        turn = close_turn(turn, by=acting(signed.cast.li), person=signed.cast.li)
    assert turn.closed_on == date(2019, 2, 1)
    assert Return.objects.filter(turn=turn, status="asked").exists()
