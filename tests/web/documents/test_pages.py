"""The pages of a campaign: opened, changed, overviewed; coverage and relay; each in both languages and without script."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.web.cast import Cast
from tests.web.documents.conftest import EXAMPLES, PLAN, signed_in, the_log_holds, upload

from luoshi.errors import ActRefused
from luoshi.web import clock, reader
from luoshi.web.documents import actions
from luoshi.web.documents.comparing import kept, make, texts_for_coverage, texts_for_sharing
from luoshi.web.documents.models import Campaign, Document, Relay, Version
from luoshi.web.documents.overview import overview_of
from luoshi.web.documents.relays import lags_of, traces_of
from luoshi.web.log.models import Entry
from luoshi.web.people import actions as people
from luoshi.web.people.acting import SYSTEM, acting

POSTAL = Path(__file__).parents[4] / "shared" / "gold" / "postal-2018.txt"


def get(person: Any, address: str, lang: str = "zh-hans") -> str:
    client = signed_in(person)
    client.cookies["luoshi_language"] = lang
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


@pytest.fixture
def whole(campaign: Campaign, cast: Cast) -> Campaign:
    """A campaign with its directive, a reply, a round-up and one that fails, all read."""
    asked = upload(campaign, cast, "部署.txt", (EXAMPLES / "directive.txt").read_bytes(), kind="directive", form="meeting", received_on=date(2018, 8, 20)).document
    upload(campaign, cast, "北河.txt", f"{cast.north.name}\n" + PLAN + "\n建立安全风险分级管控和隐患排查治理双重预防机制。", unit=cast.north, answers=[asked])
    upload(campaign, cast, "综合.txt", (EXAMPLES / "round-up.txt").read_bytes(), form="round-up")
    upload(campaign, cast, "坏.docx", (EXAMPLES / "plan.docx").read_bytes()[:3000], unit=cast.south)
    reader.read_waiting()
    return campaign


ADDRESSES = ("/campaigns/", "/campaigns/{c}/", "/campaigns/{c}/documents/", "/campaigns/{c}/documents/?state=failed", "/campaigns/{c}/relay/", "/campaigns/{c}/coverage/?make=1", "/campaigns/{c}/coverage/?point=3", "/documents/{d}/", "/documents/{r}/?at=0-9,12-20", "/documents/{r}/shared/?make=1")


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize("who", ["li", "zhao", "wang"])
def test_every_page_is_shown_to_who_may_see_it(whole: Campaign, cast: Cast, who: str, lang: str) -> None:
    directive, reply = Document.objects.get(kind="directive"), Document.objects.get(unit=cast.north)
    for address in ADDRESSES:
        get(getattr(cast, who), address.format(c=whole.pk, d=directive.pk, r=reply.pk), lang)


def test_a_campaign_is_opened_with_ticked_and_pasted_units(cast: Cast) -> None:
    given = {"name": "攻坚", "unit": cast.nation.pk, "pack": "general", "dated": "2018-08", "paired": "on", "addressees": [cast.north.pk], "pasted": "南河\n北河省内河航运管理局"}
    answer = signed_in(cast.li).post("/campaigns/new/", given)
    campaign = Campaign.objects.get()
    assert answer.status_code == 302 and campaign.paired and {a.unit for a in campaign.addressees.all()} == {cast.north, cast.south}
    assert the_log_holds(campaign)


@pytest.mark.parametrize(("field", "value", "told"), [("pasted", "没有的局", "没有的局"), ("dated", "2018-13", "不是日期"), ("name", "", "")])
def test_what_is_filled_in_wrong_is_told_and_nothing_is_opened(cast: Cast, field: str, value: str, told: str) -> None:
    given = {"name": "攻坚", "unit": cast.nation.pk, "pack": "general", "dated": "", "pasted": "", field: value}
    answer = signed_in(cast.li).post("/campaigns/new/", given)
    assert answer.status_code == 422 and told in answer.content.decode() and not Campaign.objects.exists()


def test_a_date_is_taken_as_people_write_it(cast: Cast) -> None:
    for written, meant in (("2018年8月", "2018-08"), ("２０１８／8／3", "2018-08-03"), ("2018.8.31", "2018-08-31"), ("2018年", "2018")):
        signed_in(cast.li).post("/campaigns/new/", {"name": "攻坚", "unit": cast.nation.pk, "pack": "general", "dated": written, "pasted": ""})
        assert Campaign.objects.latest("pk").dated == meant


def test_who_may_open_a_campaign_finds_the_way_from_an_empty_home(cast: Cast) -> None:
    auditor = people.add_person("xu", "许", by=SYSTEM, password="river-2018")
    people.give_role(auditor, "auditor", cast.nation, by=SYSTEM)
    assert 'href="/campaigns/new/"' in get(cast.li, "/") and "/campaigns/new/" not in get(auditor, "/")


def test_the_list_of_documents_counts_their_duties(campaign: Campaign, cast: Cast) -> None:
    upload(campaign, cast, "方案.txt", PLAN, unit=cast.north)
    reader.read_waiting()
    assert get(cast.li, f"/campaigns/{campaign.pk}/documents/").count('<td class="num fit" data-label="任务">2</td>') == 1


def test_documents_stand_on_pages_and_each_filter_keeps_them(whole: Campaign, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client, address = signed_in(cast.li), f"/campaigns/{whole.pk}/documents/"
    every = [row["document"].pk for row in client.get(address).context["rows"]]
    monkeypatch.setattr("luoshi.web.documents.views.uploads.PAGE", 2)
    first = client.get(address)
    assert "rel=\"next\"" in first.content.decode() and first.context["total"] == len(every) > 2
    assert [row["document"].pk for number in first.context["page"].paginator.page_range for row in client.get(address, {"page": number}).context["rows"]] == every
    assert {row["document"].kind for row in client.get(address, {"kind": "directive"}).context["rows"]} == {"directive"}


def test_a_campaign_is_changed_and_closed_and_then_only_read(campaign: Campaign, cast: Cast) -> None:
    client = signed_in(cast.li)
    assert client.post(f"/campaigns/{campaign.pk}/change/", {"name": "新名", "pack": "general", "dated": "2018", "pasted": ""}).status_code == 302
    assert client.post(f"/campaigns/{campaign.pk}/addressees/{campaign.addressees.first().pk}/drop/").status_code == 302
    assert client.post(f"/campaigns/{campaign.pk}/addressees/", {"pasted": "北河"}).status_code == 302
    assert client.post(f"/campaigns/{campaign.pk}/close/").status_code == 302
    closed = Campaign.objects.get()
    assert closed.name == "新名" and closed.until
    with pytest.raises(ActRefused):
        upload(closed, cast, "a.txt", PLAN, unit=cast.north)
    assert "已于" in get(cast.li, f"/campaigns/{campaign.pk}/documents/")
    assert the_log_holds(campaign)


def test_who_does_not_lead_a_campaign_cannot_change_it(campaign: Campaign, cast: Cast) -> None:
    assert signed_in(cast.wang).get(f"/campaigns/{campaign.pk}/change/").status_code == 404
    assert signed_in(cast.wang).post(f"/campaigns/{campaign.pk}/close/").status_code == 404


def test_the_overview_says_who_spoke_and_who_is_awaited(whole: Campaign, cast: Cast) -> None:
    overview = overview_of(whole, cast.li)
    assert cast.north in [speaker.unit for speaker in overview.speakers] and overview.awaited == [cast.south]
    assert overview.at_least and len(overview.speakers) == 9 and len(overview.unread) == 1
    speaker = next(s for s in overview.speakers if s.unit == cast.north)
    assert speaker.cells["rhythm"].labels.keys() == {"每月"} and speaker.cells["assessment"].state == "none"
    page = get(cast.li, f"/campaigns/{whole.pk}/")
    assert "至少" in page and "本文未见" in page and cast.south.name in page


def test_a_province_sees_what_it_said_itself_and_nobody_else(whole: Campaign, cast: Cast) -> None:
    overview = overview_of(whole, cast.wang)
    assert [speaker.unit for speaker in overview.speakers] == [cast.north] and overview.awaited == []
    assert "石梁省" not in get(cast.wang, f"/campaigns/{whole.pk}/")


def test_a_cell_leads_to_the_sentence(whole: Campaign, cast: Cast) -> None:
    overview = overview_of(whole, cast.li)
    (document, spans), *_ = next(s for s in overview.speakers if s.unit == cast.north).cells["rhythm"].places
    start, end = spans[0]
    page = get(cast.li, f"/documents/{document}/?at={start}-{end}")
    assert f'<mark id="at-{start}">每月报送进展情况。</mark>' in page


def test_coverage_is_made_once_for_the_same_texts(whole: Campaign, cast: Cast) -> None:
    directive = Document.objects.get(kind="directive")
    texts = texts_for_coverage(directive, cast.li)
    assert kept(texts) is None
    found = make(texts)
    assert kept(texts_for_coverage(directive, cast.li)) == found and len(found["points"]) == 24
    assert kept(texts_for_coverage(directive, cast.wang)) is None      # other texts are open to her


def test_coverage_waits_with_progress_and_shows_both_sides(whole: Campaign, cast: Cast) -> None:
    page = get(cast.li, f"/campaigns/{whole.pk}/coverage/")
    assert "<progress" in page and "make=1" in page
    page = get(cast.li, f"/campaigns/{whole.pk}/coverage/?make=1&point=3")
    assert "双重预防机制" in page and "本文未见" in page and cast.north.name in page


def test_shared_words_of_a_closed_text_are_not_shown(whole: Campaign, cast: Cast) -> None:
    make(texts_for_sharing(whole, cast.li))
    reply = Document.objects.get(unit=cast.north)
    page = get(cast.wang, f"/documents/{reply.pk}/shared/?make=1")
    assert "石梁省" not in page and "综合" not in page


def test_the_header_is_changed_through_the_page(whole: Campaign, cast: Cast) -> None:
    reply = Document.objects.get(unit=cast.north)
    given = {"title": "回复", "number": "北航〔2018〕1号", "what": "response.reply", "unit": cast.north.pk, "dated": "2018-08-31", "received_on": "2018-09-01", "paper": "3 号柜"}
    assert signed_in(cast.li).post(f"/documents/{reply.pk}/change/", given).status_code == 302
    reply.refresh_from_db()
    assert (reply.title, reply.number, reply.dated, reply.received_on, reply.paper) == ("回复", "北航〔2018〕1号", "2018-08-31", date(2018, 9, 1), "3 号柜")
    assert the_log_holds(whole)


def test_a_failed_reading_is_tried_again_from_its_page(whole: Campaign, cast: Cast) -> None:
    version = Version.objects.get(status="failed")
    page = get(cast.li, f"/documents/{version.document_id}/")
    assert "没有读成" in page and "作为新版本上传" in page and "去核定" not in page
    assert signed_in(cast.li).post(f"/documents/{version.document_id}/retry/").status_code == 302
    assert "<progress" in get(cast.li, f"/documents/{version.document_id}/")


def test_progress_is_in_the_database_and_so_survives_a_restart(campaign: Campaign, cast: Cast) -> None:
    upload(campaign, cast, "a.txt", PLAN, unit=cast.north)
    assert 'hx-trigger="every' in get(cast.li, f"/campaigns/{campaign.pk}/documents/")
    job = reader.take_job()
    assert job
    reader._hold(job, "extracting")
    assert "逐句判读" in get(cast.li, f"/campaigns/{campaign.pk}/documents/")


# -- relay ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def directive(campaign: Campaign, cast: Cast) -> Document:
    return upload(campaign, cast, "部署.txt", "各单位要每月报送进展。", kind="directive").document


def test_a_relay_happened_on_the_day_it_happened(campaign: Campaign, cast: Cast, directive: Document) -> None:
    actions.note_relay(directive, cast.north, by=acting(cast.li), person=cast.li, received_on=date(2018, 9, 28), passed_on=date(2018, 10, 8), form="meeting")
    assert Entry.objects.get(kind="relay.noted").happened_on == date(2018, 10, 8)
    (_, traces), *_ = traces_of(campaign, cast.li, clock.today())
    assert [(t.unit, t.state, t.days) for t in traces] == [(cast.north, "passed", 3), (cast.south, "awaited", None)]      # the Saturday and Sunday before the holidays were worked
    assert the_log_holds(campaign)


def test_a_correction_to_an_earlier_day_has_the_last_word(campaign: Campaign, cast: Cast, directive: Document) -> None:
    for day in (20, 6):
        actions.note_relay(directive, cast.north, by=acting(cast.li), received_on=date(2018, 9, 3), passed_on=date(2018, 9, day))
    assert Relay.objects.get().passed_on == date(2018, 9, 6)
    assert the_log_holds(campaign)


def test_a_region_has_days_of_its_own_and_an_unknown_year_is_provisional(campaign: Campaign, cast: Cast, directive: Document) -> None:
    west = people.found_unit("广西内河航运管理局", by=SYSTEM, code="450000", superiors=[(cast.nation, "leads")])
    actions.name_addressees(campaign, [west], by=acting(cast.li))
    with clock.at("2099-05-01T09:00"):
        for unit in (west, cast.north):
            actions.note_relay(directive, unit, by=acting(cast.li), received_on=date(2018, 4, 17), passed_on=date(2018, 4, 20))
        actions.note_relay(directive, cast.south, by=acting(cast.li), received_on=date(2099, 3, 2), passed_on=date(2099, 3, 4))
        (_, traces), *_ = traces_of(campaign, cast.li, clock.today())
    told = {t.unit: (t.days, t.provisional) for t in traces}
    assert told[cast.north][0] == 3 and told[west][0] == 0 and told[cast.south] == (2, True)
    assert {lag.level: lag.median_days for lag in lags_of(traces)} == {"province": 0, "other": 2.5}


@pytest.mark.parametrize(("received", "passed"), [(None, None), (date(2018, 9, 5), date(2018, 9, 1)), (date(2098, 1, 1), None)])
def test_days_that_cannot_be_are_refused(cast: Cast, directive: Document, received: date | None, passed: date | None) -> None:
    with pytest.raises(ActRefused):
        actions.note_relay(directive, cast.north, by=acting(cast.li), received_on=received, passed_on=passed)


def test_a_row_is_entered_in_place_and_without_script(campaign: Campaign, cast: Cast, directive: Document) -> None:
    address = f"/campaigns/{campaign.pk}/relay/{directive.pk}/{cast.north.pk}/"
    row = signed_in(cast.li).post(address, {"received_on": "2018-09-03", "passed_on": "2018-09-05", "way": "meeting"}, headers={"HX-Request": "true"}).content.decode()
    assert row.strip().startswith("<tr") and "会议传达" in row and "<html" not in row
    assert signed_in(cast.wang).post(address, {"received_on": "2018-09-03", "passed_on": "2018-09-06"}).status_code == 302
    assert Relay.objects.get().passed_on == date(2018, 9, 6)
    refused = signed_in(cast.li).post(address, {"received_on": "2018-09-09", "passed_on": "2018-09-06"}, headers={"HX-Request": "true"})
    assert refused.status_code == 422 and "早于" in refused.content.decode()
    assert signed_in(cast.chen).post(address, {"received_on": "2018-09-03"}).status_code == 404


def test_the_trace_goes_out_as_a_workbook_with_no_formula(campaign: Campaign, cast: Cast, directive: Document) -> None:
    actions.note_relay(directive, cast.north, by=acting(cast.li), received_on=date(2018, 9, 3), passed_on=date(2018, 9, 5), note="=1+1")
    answer = signed_in(cast.li).get(f"/campaigns/{campaign.pk}/relay.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[1][1] == cast.north.name and rows[1][7] == 2 and rows[1][9] == "'=1+1" and len(rows) == 3
    own = openpyxl.load_workbook(io.BytesIO(signed_in(cast.wang).get(f"/campaigns/{campaign.pk}/relay.xlsx").content))
    assert len(list(own.active.values)) == 2


# -- the real page -------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not POSTAL.exists(), reason="../shared is absent")
def test_the_real_page_goes_from_upload_to_the_sentence(cast: Cast) -> None:
    campaign = actions.open_campaign("三大攻坚战", cast.nation, by=acting(cast.li), pack="postal-2018", dated="2018-08")
    version = upload(campaign, cast, POSTAL.name, POSTAL.read_bytes(), form="round-up")
    reader.read_waiting()
    assert version.document.duties.count() > 150
    overview = overview_of(campaign, cast.li)
    assert len(overview.speakers) == 8 and overview.at_least
    shanxi = next(speaker for speaker in overview.speakers if speaker.name.startswith("山西"))
    assert shanxi.cells["leading-group"].state == "yes" and [r.unit for r in overview.remarks if r.column == "leading-group"] == [shanxi.name]
    document, spans = shanxi.cells["leading-group"].places[0]
    assert "领导小组" in get(cast.li, f"/documents/{document}/?at={spans[0][0]}-{spans[0][1]}").split(f'<mark id="at-{spans[0][0]}">')[1].split("</mark>")[0]
    assert the_log_holds(campaign)
