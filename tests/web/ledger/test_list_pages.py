"""The pages of duties and lists: who sees what, what is said, and what a click does."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document as Docx
from openpyxl import load_workbook
from tests.web.cast import Cast
from tests.web.ledger.made_list import TEXT, Made, accept_all, make_campaign
from tests.web.ledger.test_importing import corrected, exported, put

from luoshi.web import clock
from luoshi.web.ledger.actions import settling
from luoshi.web.ledger.actions.cascading import cascade
from luoshi.web.ledger.actions.signing import sign, withdraw
from luoshi.web.ledger.duties import listing
from luoshi.web.ledger.models import Duty, SignedList
from luoshi.web.ledger.seeing.searching import search
from luoshi.web.log.actions import record
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting
from luoshi.web.people.models import Person


@pytest.fixture
def made(cast: Cast) -> Made:
    made = make_campaign(cast)
    accept_all(made, cast)
    return made


def signed_in(person: Person, lang: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(person)
    client.cookies["luoshi_language"] = lang
    return client


def words(response: Any) -> str:
    """What a page says, without its marks."""
    assert response.status_code == 200, response.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def address(name: str, *args: Any) -> str:
    return reverse(f"ledger:{name}", args=args)


def pages(made: Made) -> list[str]:
    signed = SignedList.objects.get()
    own = [address(name, made.campaign.pk) for name in ("duties", "list", "slips", "import")]
    return [*own, address("signed", signed.pk), address("duty", made.duties[0].pk)]


# -- all duties ----------------------------------------------------------------------------------------------------


def test_all_duties_are_listed_with_how_many_there_are(made: Made, cast: Cast) -> None:
    said = words(signed_in(cast.li).get(address("duties", made.campaign.pk)))
    assert "共 14 条" in said and "按季度召开专题会议" in said


@pytest.mark.parametrize(
    ("query", "count"),
    [("q=考核", 1), ("q=责任清单", 1), ("unit=2", 8), ("theme=green", 1), ("status=found", 0), ("status=accepted", 14), ("owner=none", 0), ("owner=1", 8), ("q=没有的字", 0), ("status=nonsense&page=x&unit=abc", 14)],
)
def test_conditions_narrow_the_list_and_stand_in_the_address(made: Made, cast: Cast, query: str, count: int) -> None:
    query = query.replace("unit=2", f"unit={cast.north.pk}").replace("owner=1", f"owner={made.north_post.pk}")
    response = signed_in(cast.li).get(f"{address('duties', made.campaign.pk)}?{query}")
    assert response.context["page"].paginator.count == count
    assert ("没有符合条件的任务" in words(response)) is (count == 0)


def test_words_of_a_note_are_found_and_words_of_what_was_left_out_too(made: Made, cast: Cast) -> None:
    noted, rejected = made.duties[3], made.duties[5]
    record("duty.edited", made.campaign.chain, {noted.subject: {"note": "鱼鳞洲浮标"}}, by=acting(cast.li))
    record("duty.rejected", made.campaign.chain, {rejected.subject: {"status": "rejected", "why": "重复"}}, by=acting(cast.li))
    client, page = signed_in(cast.li), address("duties", made.campaign.pk)
    for query, found in (("q=鳞洲浮", [noted]), ("q=鱼 浮标", [noted]), (f"q={rejected.words[:6]}&status=rejected", [rejected])):
        assert [row["duty"] for row in client.get(f"{page}?{query}").context["rows"]] == found, query
    assert rejected not in [row["duty"] for row in client.get(f"{page}?q={rejected.words[:6]}").context["rows"]]
    assert noted in search(cast.li, "鱼鳞洲", made.campaign).rows


@pytest.mark.parametrize("order", listing.ORDERS)
@pytest.mark.parametrize("status", ["", "found", "live"])
def test_the_pages_one_after_another_are_the_list(cast: Cast, monkeypatch: pytest.MonkeyPatch, order: str, status: str) -> None:
    made = make_campaign(cast)
    accept_all(made, cast, only=made.duties[2:9])
    sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
    monkeypatch.setattr(listing, "PAGE", 4)
    wanted = listing.Wanted(order=order, status=status)
    rows = listing.shown(made.campaign, cast.li, wanted)
    pages = listing.Pages(rows, order, listing.Tally(listing.tallied(listing.duties_of(made.campaign, cast.li))).fitting(wanted))
    assert pages.count == rows.count() and pages.num_pages == -(-rows.count() // 4)
    assert [duty.pk for number in pages.page_range for duty in pages.page(number)] == [duty.pk for duty in rows]


def test_the_export_holds_exactly_what_is_shown(made: Made, cast: Cast) -> None:
    client = signed_in(cast.li)
    response = client.get(f"{address('duties_file', made.campaign.pk)}?unit={cast.south.pk}&sort=due")
    rows = list(load_workbook(BytesIO(response.content)).worksheets[0].iter_rows(min_row=2, values_only=True))
    page = client.get(f"{address('duties', made.campaign.pk)}?unit={cast.south.pk}&sort=due")
    assert [row[4] for row in rows] == [row["duty"].words for row in page.context["rows"]]
    assert "attachment" in response["Content-Disposition"]


def test_the_order_is_kept_in_the_address(made: Made, cast: Cast) -> None:
    page = signed_in(cast.li).get(f"{address('duties', made.campaign.pk)}?sort=due")
    days = [row["duty"].last_day for row in page.context["rows"]]
    assert days[:2] == sorted(days[:2]) and all(day is None for day in days[2:])


def test_a_clerk_of_a_province_sees_her_own_duties_and_no_other_and_no_count_of_them(made: Made, cast: Cast) -> None:
    sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
    client = signed_in(cast.chen)
    for page in pages(made)[:5]:
        said = words(client.get(page))
        assert "渡口渡船" not in said and not re.search("14 ?[条项]", said), page
    assert words(client.get(address("duties", made.campaign.pk))).count("三年行动方案") == 1
    assert client.get(address("duty", made.duties[0].pk)).status_code == 404


def test_a_stranger_is_sent_to_sign_in_and_finds_nothing_open(made: Made, cast: Cast) -> None:
    sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
    stranger = Person.objects.create(username="stranger", name="陌生人")
    for page in pages(made):
        assert Client().get(page).status_code == 302
        assert signed_in(stranger).get(page).status_code == 404


# -- the thread ----------------------------------------------------------------------------------------------------


def test_the_thread_shows_the_sentence_its_place_the_source_and_who_answers(made: Made, cast: Cast) -> None:
    page = signed_in(cast.li).get(address("duty", made.duties[1].pk))
    said = words(page)
    assert "2018年12月底前完成全部渡口渡船隐患排查，" in said and "第4段" in said
    assert "北河 · 局长" in said and f"王（{clock.today().isoformat()}在任）" in said
    assert f'/documents/{made.version.document_id}/desk/#d{made.duties[1].pk}' in page.content.decode()


def test_a_clerk_sees_the_paragraph_of_her_duty_where_the_whole_document_is_not_open(made: Made, cast: Cast) -> None:
    said = words(signed_in(cast.chen).get(address("duty", made.duties[8].pk)))
    assert "制定三年行动方案" in said and "新建便民候船亭16个" in said
    assert "渡口渡船" not in said and "整份文件不在您的查看范围" in said


def test_what_happened_is_told_in_words_that_people_use(made: Made, cast: Cast) -> None:
    duty = made.duties[2]
    settling.edit(duty, {"due": "9月底前"}, by=acting(cast.li), person=cast.li)
    settling.edit(Duty.objects.get(pk=duty.pk), {"due": "2018-10"}, by=acting(cast.li), person=cast.li)
    settling.ask(Duty.objects.get(pk=duty.pk), "台账由谁维护？", by=acting(cast.li), person=cast.li)
    sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
    withdraw(Duty.objects.get(pk=duty.pk), why="与上级台账重复", by=acting(cast.zhao), person=cast.zhao)
    said = words(signed_in(cast.li).get(address("duty", duty.pk)))
    for sentence in (
        "李（全国局） 写明时限：2018年9月30日", "李（全国局） 把时限由“2018年9月30日”改为“2018年10月”", "向单位提出：“台账由谁维护？”", "赵（全国局） 签发清单第 1 版，编号 3",
        "赵（全国局） 撤下清单，理由：与上级台账重复",
    ):  # fmt: skip
        assert sentence in said
    english = words(signed_in(cast.li, "en").get(address("duty", duty.pk)))
    assert "李 (全国局) changed the deadline from “2018-09-30” to “2018-10”" in english


def test_gaps_of_a_split_are_told_on_the_thread(made: Made, cast: Cast) -> None:
    cascade(made.duties[7], [made.duties[8]], by=acting(cast.li), person=cast.li)
    said = words(signed_in(cast.li).get(address("duty", made.duties[7].pk)))
    assert "还没有落到下级任务的部分" in said and "成果 “责任清单” — 没有下级任务写明" in said


def test_acts_of_the_thread_are_taken_or_refused_with_a_sentence(made: Made, cast: Cast) -> None:
    client, duty = signed_in(cast.li), made.duties[0]
    act = address("duty_act", duty.pk)
    assert client.post(act, {"do": "assign", "lead": "南河", "owner_post": "局长", "supports": ""}).status_code == 302
    assert Duty.objects.get(pk=duty.pk).owner_post == made.south_post
    refused = client.post(act, {"do": "assign", "owner_post": "不存在的岗位"})
    assert refused.status_code == 400 and "不存在的岗位" in refused.content.decode()
    assert client.post(act, {"do": "below", "other": f"#{made.duties[1].pk}"}).status_code == 302
    assert client.post(act, {"do": "below", "other": "999999"}).status_code == 400
    assert client.post(act, {"do": "release"}).status_code == 302
    assert client.post(address("duty_act", made.duties[2].pk), {"do": "join", "other": f"北河 #{made.duties[7].pk}"}).status_code == 302
    assert made.duties[2].status == "merged"
    assert client.post(act, {"do": "withdraw", "why": "x"}).status_code == 400
    assert signed_in(cast.chen).post(address("duty_act", made.duties[4].pk), {"do": "release"}).status_code == 404
    assert list(differences()) == []


def test_another_duty_is_named_by_its_number_by_words_or_by_what_is_offered(made: Made, cast: Cast) -> None:
    accept_all(made, cast)
    sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
    client, duty, parent = signed_in(cast.li), Duty.objects.get(pk=made.duties[0].pk), Duty.objects.get(pk=made.duties[7].pk)
    find, act = address("find_other", duty.pk), address("duty_act", duty.pk)
    offered = re.findall('value="([^"]+)"', client.get(find, {"other": parent.words[:6]}).content.decode())
    assert any(label.endswith(f"#{parent.pk}") for label in offered) and not any(label.endswith(f"#{duty.pk}") for label in offered)
    for typed in (str(parent.listed_number), parent.words, f"#{parent.pk}", *(label for label in offered if label.endswith(f"#{parent.pk}"))):
        assert client.post(act, {"do": "below", "other": typed}).status_code == 302, typed
        assert Duty.objects.get(pk=duty.pk).parent_id == parent.pk
        client.post(act, {"do": "release"})
    for typed, told in (("。", "没有找到"), ("99999", "没有找到"), (str(duty.listed_number), "没有找到"), ("制", "不止一条")):
        refused = client.post(act, {"do": "below", "other": typed})
        assert refused.status_code == 400 and told in refused.content.decode(), typed


def test_a_restricted_document_shows_through_no_page(made: Made, cast: Cast) -> None:
    accept_all(made, cast)
    sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
    record("document.changed", made.campaign.chain, {made.version.document.subject: {"restricted": True}}, by=acting(cast.li))
    client = signed_in(cast.li)
    for page in pages(made)[:5]:
        said = words(client.get(page))
        assert "渡口渡船" not in said and not re.search("14 ?[条项]", said), page
    assert client.get(address("duty", made.duties[0].pk)).status_code == 404
    assert client.get(address("paper", SignedList.objects.get().pk, "docx")).status_code == 404


# -- preparing and signing -----------------------------------------------------------------------------------------


def test_the_list_says_what_is_ready_and_what_lacks_something(made: Made, cast: Cast) -> None:
    record("duty.assigned", made.campaign.chain, {made.duties[0].subject: {"owner_post": None}}, by=acting(cast.li))
    page = signed_in(cast.li).get(address("list", made.campaign.pk))
    said = words(page)
    assert "1 项要素不齐" in said and "由赵签发" in said
    assert [row["duty"].pk for _, group, _ in page.context["groups"] for row in group] == [made.duties[0].pk]


def test_owners_are_assigned_to_the_rows_chosen_each_of_its_own_lead_unit(cast: Cast) -> None:
    made = make_campaign(cast)
    accept_all(made, cast, owners=False)
    client = signed_in(cast.li)
    assert client.post(address("list_assign", made.campaign.pk), {"owner_post": "局长"}).status_code == 400
    chosen = [str(duty.pk) for duty in made.duties]
    assert client.post(address("list_assign", made.campaign.pk), {"duty": chosen, "owner_post": "局长"}).status_code == 302
    assert {duty.owner_post_id for duty in made.duties[:8]} == {made.north_post.pk} and {duty.owner_post_id for duty in made.duties[8:]} == {made.south_post.pk}


def test_the_head_signs_what_she_was_shown(made: Made, cast: Cast) -> None:
    client = signed_in(cast.zhao)
    page = client.get(address("list", made.campaign.pk))
    response = client.post(address("sign", made.campaign.pk), {"seen": page.context["seen"], "note": "经局务会审定", "once": "a"}, follow=True)
    said = words(response)
    assert "第 1 版已签发，共 14 项" in said and "经局务会审定" in said and "台账校验码" in said
    assert words(client.get(address("list", made.campaign.pk))).count("没有变动") == 1


def test_the_clerk_does_not_sign(made: Made, cast: Cast) -> None:
    response = signed_in(cast.li).post(address("sign", made.campaign.pk), {"seen": ""})
    assert response.status_code == 400 and "签发清单" in response.content.decode()


def test_the_second_version_shows_its_changes_and_leads_from_each_row_to_the_thread(made: Made, cast: Cast) -> None:
    sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
    withdraw(made.duties[0], why="不再执行", by=acting(cast.zhao), person=cast.zhao)
    record("duty.edited", made.campaign.chain, {made.duties[2].subject: {"note": "按月更新"}}, by=acting(cast.li))
    preparing = words(signed_in(cast.li).get(address("list", made.campaign.pk)))
    second = sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
    page = signed_in(cast.li).get(address("signed", second.pk))
    for said in (preparing, words(page)):
        assert "不再执行" in said and "按月更新" in said and "李 " in said
    assert all(f'href="/d/{duty.pk}/"' in page.content.decode() for duty in made.duties[1:])


def test_the_papers_open_again_and_say_the_same(made: Made, cast: Cast) -> None:
    signed = sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
    client = signed_in(cast.li)
    first = client.get(address("paper", signed.pk, "docx"))
    assert first.content == client.get(address("paper", signed.pk, "docx")).content
    docx = Docx(BytesIO(first.content))
    lines = [paragraph.text for paragraph in docx.paragraphs]
    assert "三项攻坚责任清单" in lines and any("台账校验码" in line and "sha256:" in line for line in lines)
    assert sum(len(table.rows) - 1 for table in docx.tables) == 14
    book = load_workbook(BytesIO(client.get(address("paper", signed.pk, "xlsx")).content))
    assert [sheet.title for sheet in book] == ["责任清单", "签发和校验"] and book.worksheets[0].max_row == 15
    assert client.get(address("paper", signed.pk, "exe")).status_code == 404


def test_a_province_gets_an_extract_of_the_paper(made: Made, cast: Cast) -> None:
    signed = sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
    docx = Docx(BytesIO(signed_in(cast.chen).get(address("paper", signed.pk, "docx")).content))
    text = "".join(paragraph.text for paragraph in docx.paragraphs) + "".join(cell.text for table in docx.tables for row in table.rows for cell in row.cells)
    assert "摘录" in text and "三年行动方案" in text and "渡口渡船" not in text and "任务14项" not in text


# -- importing -----------------------------------------------------------------------------------------------------


def test_a_corrected_list_is_shown_first_and_written_when_confirmed(made: Made, cast: Cast) -> None:
    client = signed_in(cast.li)

    def change(sheet: Any) -> None:
        put("完成时限", 4, "9月底前")(sheet)
        put("牵头单位", 5, "无此单位")(sheet)

    file = BytesIO(corrected(exported(made, cast), change))
    file.name = "改好.xlsx"
    shown = client.post(address("import", made.campaign.pk), {"file": file}, follow=True)
    said = words(shown)
    assert "《改好.xlsx》中的改动" in said and "9月底前" in said and "责任清单!J5" in said and "无此单位" in said
    assert made.duties[2].due == ""
    done = client.post(address("import_confirm", made.campaign.pk), {"seen": shown.context["seen"], "once": "b"}, follow=True)
    assert "已写入，涉及 1 项任务" in words(done) and made.duties[2].due == "2018-09-30"
    file.seek(0)
    again = words(client.post(address("import", made.campaign.pk), {"file": file}, follow=True))
    assert "没有要写入的改动" in again


def test_what_is_no_list_is_refused_with_a_sentence(made: Made, cast: Cast) -> None:
    file = BytesIO(b"not a workbook")
    file.name = "x.xlsx"
    response = signed_in(cast.li).post(address("import", made.campaign.pk), {"file": file}, follow=True)
    assert response.status_code == 400 and "打不开" in response.content.decode()


def test_a_province_exports_its_own_rows_only(made: Made, cast: Cast) -> None:
    sheet = load_workbook(BytesIO(signed_in(cast.chen).get(address("export", made.campaign.pk)).content))
    text = "".join(str(cell) for one in sheet for row in one.iter_rows(values_only=True) for cell in row)
    assert "三年行动方案" in text and "渡口渡船" not in text and "北河" not in text


# -- letters -------------------------------------------------------------------------------------------------------


def test_the_letter_of_a_unit_holds_what_is_missing_and_what_was_asked(made: Made, cast: Cast) -> None:
    settling.ask(made.duties[9], "候船亭建在哪些渡口？", by=acting(cast.li), person=cast.li)
    settling.edit(Duty.objects.get(pk=made.duties[9].pk), {"due": "2019年"}, by=acting(cast.li), person=cast.li)
    settling.reject([made.duties[11]], "重复", by=acting(cast.li), person=cast.li)
    client = signed_in(cast.li)
    preview = words(client.get(f"{address('slips', made.campaign.pk)}?unit={cast.south.pk}"))
    docx = Docx(BytesIO(client.get(address("slip_file", made.campaign.pk, cast.south.pk)).content))
    text = "".join(p.text for p in docx.paragraphs) + "".join(cell.text for table in docx.tables for row in table.rows for cell in row.cells)
    for said in (preview, text):
        assert "候船亭建在哪些渡口？" in said and "新建便民候船亭16个" in said and "研究解决突出问题" not in said
    assert "其中读到任务（举措、目标）5条" in text


def test_a_letter_asks_of_an_untouched_reading_what_the_reading_asks(cast: Cast) -> None:
    from tests.web.ledger.made_list import read_text

    from luoshi.writing.slips import slip_docx

    made = make_campaign(cast)
    ours = Docx(BytesIO(signed_in(cast.li).get(address("slip_file", made.campaign.pk, cast.north.pk)).content))
    theirs = Docx(BytesIO(slip_docx(read_text(TEXT), cast.north.name)))
    assert [p.text for p in ours.paragraphs] == [p.text for p in theirs.paragraphs]
    assert [[c.text for c in row.cells] for t in ours.tables for row in t.rows] == [[c.text for c in row.cells] for t in theirs.tables for row in t.rows]


def test_a_letter_is_marked_as_sent_on_a_day_that_has_been(made: Made, cast: Cast) -> None:
    client = signed_in(cast.li)
    sent = address("slip_sent", made.campaign.pk, cast.south.pk)
    assert "2018年9月12日送出" in words(client.post(sent, {"on": "2018-09-12", "once": "c"}, follow=True))
    assert "2018-09-12，李" in words(client.get(address("slips", made.campaign.pk)))
    assert "不能晚于今天" in words(client.post(sent, {"on": date(2999, 1, 1).isoformat(), "once": "d"}, follow=True))
    assert "日期应为" in words(client.post(sent, {"on": "昨天", "once": "e"}, follow=True))
    assert list(differences()) == []


def test_a_silent_unit_is_written_to(cast: Cast) -> None:
    from luoshi.web.documents.actions import open_campaign

    campaign = open_campaign("另一专项", cast.nation, by=acting(cast.li), person=cast.li, addressees=[cast.north])
    client = signed_in(cast.li)
    assert "未报，发函催报" in words(client.get(address("slips", campaign.pk)))
    docx = Docx(BytesIO(client.get(address("slip_file", campaign.pk, cast.north.pk)).content))
    assert any("台账中尚未见贵单位的贯彻落实意见" in paragraph.text for paragraph in docx.paragraphs)


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_page_says_its_words_in_both_languages(made: Made, cast: Cast, lang: str) -> None:
    sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
    for person in (cast.li, cast.zhao, cast.wang):
        for page in pages(made):
            assert words(signed_in(person, lang).get(page))
