"""Search: the same answer on every database, only what is open, and nothing that a query can break."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.web.seeing.conftest import login
from tests.web.turns.conftest import Signed

from luoshi.web.documents.actions import change_header
from luoshi.web.ledger.following import duty_differences
from luoshi.web.ledger.grams import runs_of, text_of
from luoshi.web.ledger.models import Duty, SavedFilter
from luoshi.web.ledger.seeing.searching import search
from luoshi.web.log.actions import record
from luoshi.web.people.acting import acting

WORDS = ["岸电", "岸电覆盖率", "岸", "率", "80", "8", "2018年12月底前", "主要港口 岸电", "岸电 主要港口", "台账", "北河", "南河省内河航运管理局", "会议", "不存在的词", "港口岸", "制定", "船"]
HOSTILE = ["%", "_", "%%%", "' OR 1=1 --", '"', "\\", "岸%电", "a" * 5000, "岸" * 500, "\x00", "（）。，", "<script>alert(1)</script>", "𠮷野家", "ﬁ", "\u202e岸电", "岸\u3000电", "", " ", "１６个", "ＬＮＧ"]


def by_reading(words: str) -> list[int]:
    """What a person finds who reads every duty."""
    found = []
    for duty in Duty.objects.filter(status="live").select_related("lead"):
        lead = "\n".join((*runs_of(duty.lead.name), *runs_of(duty.lead.short)))
        if runs_of(words[:60]) and all(run in text_of(duty) or run in lead for run in runs_of(words[:60])):
            found.append(duty.pk)
    return sorted(found)


@pytest.mark.parametrize("words", [*WORDS, *HOSTILE])
def test_a_search_finds_what_a_reader_finds(signed: Signed, words: str) -> None:
    found = search(signed.cast.zhao, words)
    assert sorted(found.rows.values_list("pk", flat=True)) == by_reading(words)
    assert sorted(search(signed.cast.zhao, words, signed.made.campaign).rows.values_list("pk", flat=True)) == by_reading(words)


@pytest.mark.parametrize("words", HOSTILE)
def test_no_query_breaks_the_page(signed: Signed, client: Client, words: str) -> None:
    login(client, signed.cast.zhao)
    page = client.get("/search/", {"q": words})
    assert page.status_code == 200 and "<script>alert" not in page.content.decode()


def test_the_whole_phrase_comes_first_then_the_latest(signed: Signed) -> None:
    both = [duty.pk for duty in search(signed.cast.zhao, "定期 汇报").rows]
    assert both and search(signed.cast.zhao, "定期 汇报").rows[0].whole is False
    numbers = list(search(signed.cast.zhao, "会议").rows.values_list("pk", flat=True))
    assert numbers == sorted(numbers, reverse=True)
    first, second = Duty.objects.filter(status="live").order_by("pk")[:2]
    record("duty.edited", signed.made.campaign.chain, {first.subject: {"words": "推广新船型 试点"}, second.subject: {"words": "试点后再推广，新船型除外"}}, by=acting(signed.cast.li))
    assert [duty.pk for duty in search(signed.cast.zhao, "推广 新船型").rows] == [first.pk, second.pk]


def test_words_are_found_as_they_are_today(signed: Signed) -> None:
    duty = signed.duty("岸电")
    record("duty.edited", signed.made.campaign.chain, {duty.subject: {"words": "推广ＬＮＧ动力船"}}, by=acting(signed.cast.li))
    assert not search(signed.cast.zhao, "岸电").rows and search(signed.cast.zhao, "lng").rows.get() == duty
    record("duty.withdrawn", signed.made.campaign.chain, {duty.subject: {"status": "rejected", "why": "不再执行", "listed": False}}, by=acting(signed.cast.zhao))
    assert not search(signed.cast.zhao, "lng").rows
    assert list(duty_differences()) == []


def test_only_what_is_open_is_found_and_counted(signed: Signed, client: Client) -> None:
    assert {duty.lead_id for duty in search(signed.cast.chen, "会议").rows} <= {signed.cast.south.pk}
    assert search(signed.cast.zhao, "岸电").rows.count() == 1 and search(signed.cast.chen, "岸电").rows.count() == 0
    change_header(signed.made.version.document, restricted=True, by=acting(signed.cast.li), person=signed.cast.li, readers=[signed.cast.li])
    assert search(signed.cast.zhao, "岸电").rows.count() == 0 and search(signed.cast.li, "岸电").rows.count() == 1
    login(client, signed.cast.zhao)
    assert "岸电覆盖率达到" not in client.get("/search/?q=岸电").content.decode()


def test_the_export_has_what_the_page_has(signed: Signed, client: Client) -> None:
    login(client, signed.cast.zhao)
    duty = signed.duty("岸电")
    record("duty.edited", signed.made.campaign.chain, {duty.subject: {"words": "=HYPERLINK(\"x\") 岸电"}}, by=acting(signed.cast.li))
    for words in ("岸电", "会议", "航运"):
        page = client.get(f"/search/?q={words}")
        sheet = load_workbook(BytesIO(client.get(f"/search.xlsx?q={words}").content)).active
        shown = [(row["duty"].listed_number, row["duty"].words) for row in page.context["rows"]]
        assert [(line[0].value, line[1].value) for line in sheet.iter_rows(min_row=2)] == shown and page.context["page"].paginator.count == len(shown)
        assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)


def test_a_filter_is_kept_for_its_person_only(signed: Signed, client: Client) -> None:
    login(client, signed.cast.zhao)
    campaign = signed.made.campaign.pk
    answer = client.post("/filters/save/", {"page": "rows", "campaign": campaign, "name": "红灯", "query": "light=red"})
    assert answer.headers["Location"] == f"/campaigns/{campaign}/board/rows/?light=red"
    assert "红灯" in client.get(f"/campaigns/{campaign}/board/rows/").content.decode()
    kept = SavedFilter.objects.get()
    login(client, signed.cast.li)
    assert client.get(f"/campaigns/{campaign}/board/rows/").context["filters"].count() == 0
    assert client.post(f"/filters/{kept.pk}/drop/").status_code == 404
    login(client, signed.cast.zhao)
    client.post(f"/filters/{kept.pk}/drop/")
    assert not SavedFilter.objects.exists()
