"""The comparison is one safe, linked, reproducible page."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement

from luoshi.extracting import extract
from luoshi.extracting.records import Cell, Extraction
from luoshi.reading import ReadDocument, SourceText, read_text
from luoshi.writing.html import comparison_html
from luoshi.writing.layout import Lookup, lay_out

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)> & \x00\u202e"\'{0}</style></title>'


def parsed(extraction: Extraction, lang: str = "zh") -> HtmlElement:
    return lxml_html.document_fromstring(comparison_html(extraction, lang=lang))


def words(element: HtmlElement) -> str:
    return re.sub(r"\s+", " ", str(element.text_content()))


def bare(unit: str) -> Extraction:
    """An extraction in which everything that can carry words carries the same hostile ones."""
    text = HOSTILE.replace("\x00", "\ufffd")
    document = ReadDocument(SourceText(HOSTILE, "txt", text), text, title=HOSTILE, number=HOSTILE, issuer=HOSTILE, date=HOSTILE)
    cell = Cell(unit, "risk", ((0, 5),), (), HOSTILE)
    return Extraction(document, HOSTILE, (), (), (unit,), (HOSTILE,), ("risk", HOSTILE), (cell,), (), other_directives=((HOSTILE, HOSTILE),))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_link_leads_to_a_place_on_the_page(roundup: Extraction, lang: str) -> None:
    page = parsed(roundup, lang)
    anchors = page.xpath("//@id")
    assert len(anchors) == len(set(anchors))
    links = page.xpath("//a/@href")
    assert links and {link[1:] for link in links} <= set(anchors)
    assert all(link.startswith("#") for link in links)


def test_nothing_is_fetched_and_nothing_runs(roundup: Extraction) -> None:
    page = parsed(roundup)
    assert not page.xpath("//script | //link | //img | //iframe | //@src | //@onclick")
    assert not re.search(r"url\(|@import|https?:", comparison_html(roundup))


def test_a_filled_cell_leads_to_the_sentence_that_says_it(roundup: Extraction) -> None:
    page = parsed(roundup)
    cell = page.xpath("//td[a='按季度']")[0]
    target = page.get_element_by_id(cell.find("a").get("href")[1:])
    assert "按季度召开专题会议。" in words(target)


def test_an_empty_cell_says_not_in_this_text(roundup: Extraction) -> None:
    empty = sum(not cell.spans for cell in roundup.table)
    assert [words(cell) for cell in parsed(roundup).xpath("//td[contains(@class, 'none')]")] == ["本文未见"] * empty
    assert [words(cell) for cell in parsed(roundup, "en").xpath("//td[contains(@class, 'none')]")] == ["not in this text"] * empty


def test_every_duty_stands_in_the_margin_and_leads_back_to_the_table(roundup: Extraction) -> None:
    page = parsed(roundup)
    for duty in roundup.duties:
        note = page.get_element_by_id(f"d{duty.number}")
        back = page.get_element_by_id(note.xpath("a/@href")[0][1:])
        assert str(duty.number) in words(note)
        assert back.tag in ("td", "th")


def test_kinds_are_told_by_more_than_colour() -> None:
    from luoshi.writing.html import style

    lines = re.findall(r"\.k-(\w+) \{ text-decoration(?:-style)?: (\w+)", style())
    assert len({line for _, line in lines}) == len(lines) == 6


def test_the_text_is_there_whole_and_in_order(roundup: Extraction) -> None:
    page = parsed(roundup)
    for sign in page.xpath("//section[@id='text']//*[@class='n' or contains(@class, 'sign') or contains(@class, 'flag')]"):
        sign.drop_tree()
    said = "".join(str(p.text_content()) for p in page.xpath("//section[@class='statement']//p"))
    assert said == "".join(roundup.document.text[s.heading[1] + 1 : s.end] for s in roundup.document.statements if s.heading)


def test_no_character_is_laid_out_twice_or_lost(roundup: Extraction) -> None:
    rows = [row for section in lay_out(roundup) for row in section.rows]
    assert all(a.end <= b.start for a, b in pairwise(rows))
    assert "".join(roundup.document.text[row.start : row.end] for row in rows) == roundup.document.text.replace("\n", "")


def test_a_clause_is_found_at_every_character_that_it_covers(roundup: Extraction) -> None:
    lookup = Lookup(roundup)
    for number, clause in enumerate(roundup.clauses, 1):
        assert lookup.clause_at(clause.start) == lookup.clause_at(clause.end - 1) == number


def test_a_repaired_word_shows_the_original_on_hover(roundup: Extraction) -> None:
    titles = parsed(roundup).xpath("//section[@class='statement']//span[contains(@class, 'fix-seen')]/@title")
    assert "原文：業(yè)" in titles


def test_a_long_label_is_cut_to_the_column_and_whole_on_hover(roundup: Extraction) -> None:
    label = "快递下乡、一市一品、邮政在乡、电子运单"
    table = tuple(replace(cell, label=label) if cell.label == "快递下乡" else cell for cell in roundup.table)
    (link,) = parsed(replace(roundup, table=table)).xpath("//td/a[contains(text(), '快递下乡')]")
    assert link.text == "快递下乡等4项" and label in link.get("title")


def test_a_doubtful_word_is_flagged_and_not_changed(roundup: Extraction) -> None:
    (flagged,) = parsed(roundup).xpath("//span[@class='suspect']")
    assert (flagged.text, "疑为“措施”" in flagged.get("title")) == ("指施", True)


def test_an_unsure_clause_is_flagged(roundup: Extraction) -> None:
    flags = parsed(roundup).xpath("//section[@class='statement']//*[contains(@class, 'unsure-flag')]/..")
    assert ["四要抓好重大政策指施的落地" in words(flag).replace("疑", "") for flag in flags] == [True]


def test_repairs_are_counted_by_kind(roundup: Extraction) -> None:
    rows = {words(row[0]): int(row[1].text) for row in parsed(roundup).xpath("//section[@id='repairs']//tbody/tr")}
    assert sum(rows.values()) == len(roundup.document.repairs)
    assert rows["注音"] == sum(repair.kind == "reading" for repair in roundup.document.repairs)


def test_who_spoke_and_who_is_awaited_stand_on_top(roundup: Extraction) -> None:
    top = words(parsed(roundup).xpath("//header")[0])
    assert all(unit in top for unit in (*roundup.units, *roundup.awaited))
    assert "不一定是全部" in top


def test_a_deadline_says_where_its_year_comes_from(roundup: Extraction) -> None:
    duty = next(duty for duty in roundup.duties if duty.deadlines and duty.deadlines[0].inferred)
    assert "9月底前 → 2018年9月30日（年份按2018-09推定）" in words(parsed(roundup).get_element_by_id(f"d{duty.number}"))


@pytest.mark.parametrize("unit", [HOSTILE, "", "甲局"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_words_stay_words(unit: str, lang: str) -> None:
    page = comparison_html(bare(unit), lang=lang)
    assert "<script" not in page and "<img" not in page and "\x00" not in page and "\u202e" not in page
    assert page.count("</style>") == page.count("</title>") == 1
    assert not lxml_html.document_fromstring(page).xpath("//script | //img")


def test_an_empty_text_still_makes_a_page() -> None:
    page = parsed(Extraction(ReadDocument(SourceText("空.txt", "txt", ""), ""), "", (), ()))
    assert "空.txt" in words(page)


def test_the_same_extraction_gives_the_same_page(roundup: Extraction) -> None:
    assert comparison_html(roundup) == comparison_html(replace(roundup))


def test_the_english_page_keeps_quotes_in_chinese(roundup: Extraction) -> None:
    page = parsed(roundup, "en")
    own = page.xpath("//*[not(ancestor-or-self::*[@lang='zh-CN'])]/text()[not(parent::style)]")
    names = (*roundup.units, *roundup.awaited)
    assert "“定期”" in words(page)
    assert page.get("lang") == "en" and any("not in this text" in text.lower() for text in own) and names


def test_the_hover_of_a_clause_says_the_rule_that_gave_its_kind_and_its_theme() -> None:
    titles = parsed(extract(read_text("要建立安全隐患台账，提高政治站位。"))).xpath("//span[contains(@class, 'k-')]/@title")
    assert titles[0].split("\n")[0] == "举措：动词开头：要做的事：“建立”"
    assert titles[0].split("\n")[1].startswith("防范化解重大风险：句中有")
    assert titles[1].startswith("认识：") and "提高政治站位" not in titles[1]
