"""The board: every number leads to exactly as many rows."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from tests.web.seeing.conftest import login
from tests.web.turns.conftest import Signed
from tests.web.turns.test_deciding import ALL

from luoshi.web import clock
from luoshi.web.as_of import shown_on
from luoshi.web.ledger.actions import deciding
from luoshi.web.ledger.seeing.board import Choice, board_of, chosen, lighted
from luoshi.web.ledger.seeing.lighting import COLOURS, AsOf, counts, light_of_span, live_on
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.actions.units import change_unit

DAYS = ["2018-08-30", "2018-09-03", "2018-10-02", "2018-10-15", "2018-10-25", "2018-12-18", "2018-12-31", "2019-01-02"]
LINK = re.compile(r'<a [^>]*href="([^"]*board/rows/[^"]*)"[^>]*>(?:<span class="figure[^>]*>)?(.*?)</a>')


def links_of(page: str) -> list[tuple[str, int]]:
    """Every link to rows on a page, with the number that it shows."""
    found = []
    for address, words in LINK.findall(page):
        numbers = re.findall(r"\d+", re.sub(r"<[^>]*>", " ", words))
        if numbers:
            found.append((unescape(address), int(numbers[0])))
    return found


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("known", ["then", "now"])
def test_the_sums_of_the_board_are_the_lengths_of_its_lists(lively: Signed, day: str, known: str) -> None:
    with clock.at("2019-01-05T09:00"):
        at = shown_on(date.fromisoformat(day), known).at
        board = board_of(lively.made.campaign, lively.cast.zhao, at)
        for row in [*board.rows, board.totals]:
            lead = str(row.unit.pk) if row.unit else ""
            assert chosen(lively.made.campaign, lively.cast.zhao, at, Choice(lead)).count() == row.sums.total()
            for theme, lights in row.lights.items():
                for colour in COLOURS:
                    assert chosen(lively.made.campaign, lively.cast.zhao, at, Choice(lead, theme, colour)).count() == lights.get(colour, 0)
        assert sum((row.sums.total() for row in board.rows), 0) == board.count


@pytest.mark.parametrize("name", ["board/", "board/units/", "board/map/"])
@pytest.mark.parametrize("query", ["", "on=2018-10-25&known=then", "on=2018-12-31&known=now"])
def test_every_number_on_the_page_leads_to_as_many_rows(lively: Signed, client: Client, name: str, query: str) -> None:
    with clock.at("2019-01-05T09:00"):
        login(client, lively.cast.zhao)
        change_unit(lively.cast.north, code="610000", by=SYSTEM)
        change_unit(lively.cast.south, code="441200", by=SYSTEM)
        page = client.get(f"/campaigns/{lively.made.campaign.pk}/{name}?{query}").content.decode()
        links = links_of(page)
        assert len(links) >= 2
        for address, count in links:
            rows = client.get(address)
            assert rows.context["page"].paginator.count == count, address


def test_each_row_has_the_light_of_the_rule(lively: Signed) -> None:
    at = AsOf(date(2018, 12, 18))
    for span in lighted(chosen(lively.made.campaign, lively.cast.zhao, at, Choice()), at):
        light = light_of_span(span, at)
        assert span.verdict == f"{light.colour} {light.reason}"


def test_a_province_sees_and_counts_only_its_own(lively: Signed, client: Client) -> None:
    with clock.at("2019-01-05T09:00"):
        login(client, lively.cast.chen)
        board = client.get(f"/campaigns/{lively.made.campaign.pk}/board/").context["board"]
        assert {row.unit.pk for row in board.rows} == {lively.cast.south.pk}
        north = client.get(f"/campaigns/{lively.made.campaign.pk}/board/rows/?lead={lively.cast.north.pk}")
        assert north.context["page"].paginator.count == 0 and "北河" not in north.content.decode()


def test_what_is_due_soon_stands_on_the_board(lively: Signed, client: Client) -> None:
    with clock.at("2018-12-20T09:00"):
        login(client, lively.cast.zhao)
        context = client.get(f"/campaigns/{lively.made.campaign.pk}/board/").context
        assert context["soon_count"] == chosen(lively.made.campaign, lively.cast.zhao, AsOf(date(2018, 12, 20)), Choice(within="10")).count()


def test_a_day_that_is_none_is_answered_with_a_sentence(lively: Signed, client: Client) -> None:
    login(client, lively.cast.zhao)
    for words in ("2018-13-01", "昨天", "9" * 30, "'; --"):
        answer: Any = client.get(f"/campaigns/{lively.made.campaign.pk}/board/", {"on": words})
        assert answer.status_code == 400 and "不是日期" in answer.content.decode()


@pytest.mark.parametrize("path", ["board/", "board/units/", "board/map/", "board/rows/", "burden/", "trend/", "late-facts/", "search/?q=航运", "board/rows.xlsx", "burden.xlsx", "late-facts.xlsx"])
def test_a_campaign_that_is_not_open_is_not_there(lively: Signed, client: Client, path: str) -> None:
    login(client, stranger())
    assert client.get(f"/campaigns/{lively.made.campaign.pk}/{path}").status_code == 404


def stranger() -> Any:
    """A clerk of a unit outside the line."""
    from luoshi.web.people.acting import SYSTEM
    from luoshi.web.people.actions import add_person, found_unit, give_role

    person = add_person("gu", "顾", by=SYSTEM, password="river-2018")
    give_role(person, "clerk", found_unit("无关单位", by=SYSTEM), by=SYSTEM)
    return person


def test_a_board_is_counted_once_until_something_is_recorded(lively: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    caches["counts"].clear()
    counted = []

    def counts_told(*given: Any, **more: Any) -> Any:
        counted.append(more)
        return counts(*given, **more)

    monkeypatch.setattr("luoshi.web.ledger.seeing.board.counts", counts_told)
    with clock.at("2019-01-05T09:00"):
        at, campaign, zhao = AsOf(date(2019, 1, 5)), lively.made.campaign, lively.cast.zhao
        assert board_of(campaign, zhao, at).totals.sums == board_of(campaign, zhao, at).totals.sums and len(counted) == 1
        board_of(campaign, lively.cast.wang, at)
        assert len(counted) == 2, "what another person sees is counted for her"
        duty = lively.duty("隐患排查")
        closing = deciding.apply_closing(duty, "已查完", by=acting(lively.cast.wang), person=lively.cast.wang)
        deciding.close_duty(closing, "done", by=acting(lively.he), person=lively.he, checklist=ALL)
        board, lights = board_of(campaign, zhao, at), counts(live_on(at), at, "lead", "theme")
        assert board.count == sum(lights.values()) and board.totals.sums["green"] == sum(count for (*_, colour), count in lights.items() if colour == "green") >= 2
        assert [more["among"] for more in counted[2:]] == [{duty.pk}] * 2, "only what was changed is counted, as it was and as it is"
