"""What was so on a day: as it was known then, as it is known now, and what was filled in after the event."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from django.test import Client
from openpyxl import load_workbook
from tests.web.seeing.conftest import login
from tests.web.turns.conftest import Signed
from tests.web.turns.test_deciding import ALL as CHECKED
from tests.web.turns.test_turning import opened

from luoshi.web import clock
from luoshi.web.as_of import NOW, THEN, shown_on
from luoshi.web.ledger.actions import deciding, turning
from luoshi.web.ledger.models import Number, Return, Turn
from luoshi.web.ledger.seeing.board import Choice, board_of, chosen, lighted
from luoshi.web.ledger.seeing.late_facts import late_facts
from luoshi.web.ledger.seeing.lighting import AsOf
from luoshi.web.ledger.seeing.numbers import choice_behind, keep_number, number_of
from luoshi.web.log.actions import record
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting
from luoshi.web.words import say

ALL = date(2018, 10, 1), date(2018, 12, 31)


def told_late(signed: Signed, words: str = "问题台账") -> None:
    """On 20 November it is noted that a duty was closed on 10 October."""
    duty = signed.duty(words)
    clerk = signed.cast.wang if duty.lead_id == signed.cast.north.pk else signed.cast.chen
    with clock.at("2018-11-20T09:00"):
        closing = deciding.apply_closing(duty, "已建", by=acting(clerk), person=clerk)
        fields = {closing.subject: {"decided_on": "2018-10-10", "decided_by": signed.he.pk, "verdict": "done", "checklist": CHECKED}, duty.subject: {"closed_on": "2018-10-10", "closed_as": "done"}}
        record("closing.granted", duty.campaign.chain, fields, by=acting(signed.he), happened_on=date(2018, 10, 10))


def test_a_day_is_shown_as_known_then_and_as_known_now(signed: Signed) -> None:
    told_late(signed)
    with clock.at("2019-01-05T09:00"):
        campaign, zhao = signed.made.campaign, signed.cast.zhao
        then, now = (shown_on(date(2018, 10, 31), reading).at for reading in (THEN, NOW))
        lead = str(signed.duty("问题台账").lead_id)
        closed = [[row.subject for row in lighted(chosen(campaign, zhao, at, Choice(lead, light="green")), at) if row.verdict == "green closed"] for at in (then, now)]
        assert closed == [[], [signed.duty("问题台账").pk]]
        assert board_of(campaign, zhao, then).count == board_of(campaign, zhao, now).count
    assert not list(differences())


def test_today_and_days_to_come_have_one_reading(signed: Signed) -> None:
    with clock.at("2019-01-05T09:00"):
        assert shown_on(date(2019, 1, 5), THEN).query == ""
        assert shown_on(date(2019, 6, 30), THEN).at.known is None
        assert shown_on(date(2018, 12, 31), THEN).query == "on=2018-12-31&known=then"


def test_what_was_filled_in_after_the_event_is_a_list_of_its_own(signed: Signed, client: Client) -> None:
    turn = opened(signed, date(2018, 9, 1), date(2018, 9, 30), date(2018, 10, 12), "2018-10-01T09:00")
    row = Return.objects.filter(turn=turn, unit=signed.cast.north).order_by("pk")[0]
    with clock.at("2018-10-08T09:00"):
        turning.give_return(row, {"state": "going", "happened_on": date(2018, 9, 20)}, by=acting(signed.cast.wang), person=signed.cast.wang)
    with clock.at("2018-10-09T09:00"):
        turning.give_return(Return.objects.get(pk=row.pk), {"state": "going"}, by=acting(signed.cast.wang), person=signed.cast.wang)
    told_late(signed)
    with clock.at("2019-01-05T09:00"):
        facts = late_facts(signed.made.campaign, signed.cast.zhao, AsOf(date(2019, 1, 5)), *ALL)
        assert [(fact.days, fact.entry.kind) for fact in facts] == [(41, "closing.granted"), (18, "return.given")]
        assert late_facts(signed.made.campaign, signed.cast.zhao, shown_on(date(2018, 10, 31), THEN).at, *ALL)[0].days == 18
        assert late_facts(signed.made.campaign, signed.cast.chen, AsOf(date(2019, 1, 5)), *ALL) == []
        login(client, signed.cast.zhao)
        page = client.get(f"/campaigns/{signed.made.campaign.pk}/late-facts/?month=2018-10")
        assert page.context["page"].paginator.count == 1 and "2018-09-20" in page.content.decode()
        book = load_workbook(BytesIO(client.get(f"/campaigns/{signed.made.campaign.pk}/late-facts.xlsx?month=2018-11").content)).active
        assert [row[2].value for row in book.iter_rows(min_row=2)] == [41]


def test_a_number_keeps_its_rows_whatever_is_learned_later(lively: Signed, client: Client) -> None:
    campaign, zhao = lively.made.campaign, lively.cast.zhao
    with clock.at("2018-11-01T09:00"):
        at = AsOf(date(2018, 11, 1))
        number = keep_number(campaign, Choice(light="grey"), at)
        before = [row.subject for row in chosen(campaign, zhao, at, Choice(light="grey"))]
        assert number.key == number_of(campaign, Choice(light="grey"), at).key and len(before) > 1
    told_late(lively, "候船亭")
    with clock.at("2019-01-05T09:00"):
        kept = Number.objects.get(pk=number.pk)
        choice, then = choice_behind(kept)
        assert isinstance(choice, Choice) and [row.subject for row in chosen(campaign, zhao, then, choice)] == before
        assert [row.subject for row in chosen(campaign, zhao, AsOf(date(2018, 11, 1)), Choice(light="grey"))] != before
        login(client, zhao)
        page = client.get(f"/n/{number.pk}/")
        assert page.context["page"].paginator.count == len(before) and f"/d/{before[0]}/" in page.content.decode()
        login(client, lively.cast.chen)
        south = client.get(f"/n/{number.pk}/")
        assert {row["span"].lead for row in south.context["rows"]} == {lively.cast.south.pk}


def test_a_number_of_the_burden_has_an_address_too(lively: Signed, client: Client) -> None:
    campaign, turn = lively.made.campaign.pk, Turn.objects.get()
    asked = f"turn={turn.pk}&is=back&unit={lively.cast.north.pk}"
    with clock.at("2018-11-01T09:00"):
        login(client, lively.cast.zhao)
        before = client.get(f"/campaigns/{campaign}/burden/returns/?{asked}")
        kept = client.post(f"/campaigns/{campaign}/board/keep/?{asked}")
    with clock.at("2018-11-05T09:00"):
        row = Return.objects.get(times_back=2)
        turning.give_return(row, {"state": "done"}, by=acting(lively.cast.wang), person=lively.cast.wang)
        turning.check_return(Return.objects.get(pk=row.pk), "accepted", by=acting(lively.he), person=lively.he)
        page = client.get(kept.url)
        assert [one["row"].pk for one in page.context["rows"]] == [one["row"].pk for one in before.context["rows"]] == [row.pk]
        assert page.context["rows"][0]["span"].status == "back", "as it was known then"
        assert load_workbook(BytesIO(client.get(f"{kept.url.rstrip('/')}.xlsx").content)).active.max_row == 2
        login(client, lively.cast.chen)
        assert client.get(kept.url).context["page"].paginator.count == 0


def test_a_paper_prints_numbers_that_lead_back_to_their_rows(lively: Signed, client: Client) -> None:
    with clock.at("2018-12-31T09:00"):
        login(client, lively.cast.zhao)
        sheet = load_workbook(BytesIO(client.post(f"/campaigns/{lively.made.campaign.pk}/board/paper.xlsx").content)).active
        lines = list(sheet.iter_rows(min_row=2, values_only=True))
        assert len(lines) == 3
        for line in lines:
            page = client.get(line[-1].removeprefix("http://testserver"))
            assert page.context["page"].paginator.count == line[1] == sum(line[2:7])
            assert page.context["printed"][0].shown == line[1]


def test_burden_counts_a_question_once_and_says_what_came_back(lively: Signed, client: Client) -> None:
    with clock.at("2019-01-05T09:00"):
        login(client, lively.cast.zhao)
        campaign = lively.made.campaign.pk
        for query in ("", "on=2019-01-04&known=now"):
            context = client.get(f"/campaigns/{campaign}/burden/?{query}").context
            assert context["whole"] == {"asked": Return.objects.count(), "answered": 1, "back": 2, "accepted": 0}
        trend = client.get(f"/campaigns/{campaign}/trend/").context["steps"]
        assert [(step.asked, step.accepted, step.late) for step in trend] == [(Return.objects.count(), 0, Return.objects.count())]
        turn = trend[0].turn
        for state, count in (("asked", trend[0].asked), ("late", trend[0].late), ("accepted", 0), ("given", 1), ("back", 1)):
            rows = client.get(f"/campaigns/{campaign}/burden/returns/?turn={turn.pk}&is={state}")
            assert rows.context["page"].paginator.count == count
        book = load_workbook(BytesIO(client.get(f"/campaigns/{campaign}/burden/returns.xlsx?turn={turn.pk}").content)).active
        assert book.max_row - 1 == trend[0].asked


def test_what_waits_is_counted_for_those_who_may_do_it(lively: Signed) -> None:
    from luoshi.web.ledger.turns.waiting import waiting_for

    with clock.at("2018-10-21T09:00"):
        tasks = {person: {task.kind: task.count for task in waiting_for(person)} for person in (lively.cast.wang, lively.he, lively.cast.zhao)}
        assert tasks[lively.cast.wang].get("overdue") == Return.objects.filter(unit=lively.cast.north, status__in=("asked", "back")).count()
        assert "check" not in tasks[lively.cast.wang] and "overdue" not in tasks[lively.he]
        row = Return.objects.filter(unit=lively.cast.south, status="asked")[0]
        turning.give_return(row, {"state": "going"}, by=acting(lively.cast.chen), person=lively.cast.chen)
        assert {task.kind: task.count for task in waiting_for(lively.he)}["check"] == 1
        assert "check" not in {task.kind for task in waiting_for(lively.cast.chen)}


def test_the_thread_of_a_duty_speaks_of_another_day(signed: Signed, client: Client) -> None:
    told_late(signed)
    duty = signed.duty("问题台账")
    with clock.at("2019-01-05T09:00"):
        login(client, signed.cast.zhao)
        pages = [client.get(f"/d/{duty.pk}/?on=2018-10-31&known={known}").content.decode() for known in ("then", "now")]
        assert "· 已销号" not in pages[0] and "· 已销号" in pages[1]
        assert "这一天还没有这项任务" in client.get(f"/d/{duty.pk}/?on=2017-01-01").content.decode()
        assert client.get(f"/d/{duty.pk}/?on=昨天").status_code == 400


def test_the_thread_of_a_duty_shows_its_light_today(lively: Signed, client: Client) -> None:
    with clock.at("2018-12-31T09:00"):
        login(client, lively.cast.zhao)
        for row in client.get(f"/campaigns/{lively.made.campaign.pk}/board/rows/").context["rows"]:
            assert f"{say('light.' + row['colour'])}</span> · {say('light-reason.' + row['reason'])}" in client.get(f"/d/{row['span'].subject}/").content.decode()


def test_the_page_of_a_number_begins_the_form_on_its_own_day(lively: Signed, client: Client) -> None:
    with clock.at("2018-12-31T09:00"):
        login(client, lively.cast.zhao)
        page = client.post(f"/campaigns/{lively.made.campaign.pk}/board/keep/?light=red&on=2018-11-30&known=now", follow=True).content.decode()
        assert 'name="on" value="2018-11-30"' in page and '<option value="now" selected>' in page


def test_home_says_what_waits_in_the_turns(lively: Signed, client: Client) -> None:
    with clock.at("2018-10-21T09:00"):
        login(client, lively.cast.wang)
        page = client.get("/")
        assert [task.kind for task in page.context["tasks"]] == ["overdue"] and "逾期未报" in page.content.decode()
