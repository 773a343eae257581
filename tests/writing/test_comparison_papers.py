"""What people see of a comparison: a workbook, a page, a picture, letters, JSON."""

from __future__ import annotations

import json
import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from docx import Document
from lxml import html
from made_comparison import D, L, Q, Y, made_comparison
from openpyxl import Workbook, load_workbook

from luoshi.comparing import PASSAGE_KINDS, VERDICTS, WEAKENINGS
from luoshi.comparing import records as compared_records
from luoshi.writing.as_json_comparison import SCHEMA, comparison_json
from luoshi.writing.compared import Compared
from luoshi.writing.compared_page import compared_html
from luoshi.writing.comparison_papers import papers_of_comparison
from luoshi.writing.coverage_sheet import coverage_xlsx
from luoshi.writing.coverage_slips import compared_slip_docx
from luoshi.writing.lineage_svg import lineage_svg
from luoshi.writing.words import LANGS, say


def book(*, blind: bool = False, lang: str = "zh") -> Workbook:
    return load_workbook(BytesIO(coverage_xlsx(made_comparison(blind=blind), lang=lang)))


def values(workbook: Workbook, sheet: str) -> list[list[str]]:
    return [[str(cell.value or "") for cell in row] for row in workbook[sheet].iter_rows()]


def page(*, blind: bool = False, lang: str = "zh") -> html.HtmlElement:
    return html.document_fromstring(compared_html(made_comparison(blind=blind), lang=lang))


def letter(key: str, lang: str = "zh") -> str:
    document = Document(BytesIO(compared_slip_docx(Compared(made_comparison(), lang), key)))
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *tables])


# -- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_every_code_has_its_words(lang: str) -> None:
    codes = [("verdict", VERDICTS), ("verdict-mark", VERDICTS), ("passage", PASSAGE_KINDS), ("passage-sign", PASSAGE_KINDS), ("weakening", WEAKENINGS)]
    assert all(say(f"{group}.{code}", lang) for group, many in codes for code in many)


@pytest.mark.parametrize("lang", LANGS)
def test_signs_of_kinds_and_verdicts_differ(lang: str) -> None:
    for group, codes in (("verdict-mark", VERDICTS), ("passage-sign", PASSAGE_KINDS)):
        assert len({say(f"{group}.{code}", lang) for code in codes}) == len(codes)


def test_nobody_is_praised_or_blamed() -> None:
    from luoshi.writing.comparison_words import COMPARISON_WORDS

    judging = re.compile("优秀|先进|落后|不力|敷衍|抄袭|plagiar|poor|excellent")
    assert not [key for key, pair in COMPARISON_WORDS.items() if any(judging.search(words) for words in pair)]


# -- the workbook --------------------------------------------------------------------------------------------------


def test_the_table_has_a_row_a_point_and_a_column_a_unit() -> None:
    rows = values(book(), "覆盖对照")
    assert rows[0][4:] == ["青屿省行业管理局", "砚山省行业管理局", "蓝汀省行业管理局"]
    assert [row[2][:6] for row in rows[1:5]] == ["各省局必须在", "到2020年", "每季度通报一", "对弄虚作假的"]


def test_a_cell_says_verdict_weakening_and_sentence() -> None:
    assert values(book(), "覆盖对照")[2][4].split("\n") == ["减弱", "数字：“90%”→“85%”", "“到2020年全部渡口安全检查覆盖率达到85%以上。”"]


def test_an_unsure_verdict_is_marked() -> None:
    assert values(book(), "覆盖对照")[4][6].startswith("照搬原文?")


def test_verdicts_differ_in_colour_too() -> None:
    sheet = book()["覆盖对照"]
    colours = {sheet[place].fill.fgColor.rgb for place in ("E2", "F2", "G2", "G4")}
    assert len(colours) == 4


def test_a_row_a_weakening_with_the_words_of_both_sides() -> None:
    rows = values(book(), "减弱")[1:]
    assert [(row[1][:2], row[2], row[3], row[4]) for row in rows] == [
        ("砚山", "时限", "2018年9月底前", "逐步"),
        ("砚山", "力度", "必须", "力争"),
        ("砚山", "成果", "备案", "本文未见"),
        ("青屿", "数字", "90%", "85%"),
    ]
    assert rows[0][8] == f"砚山.txt 第2段 [{made_comparison().coverage.answer(1, Y).spans[0][0]}–{made_comparison().coverage.answer(1, Y).spans[0][1]})"  # type: ignore[union-attr]


def test_a_row_of_the_list_leads_back_to_its_cell() -> None:
    assert [book()["减弱"][place].hyperlink.location for place in ("A2", "A5")] == ["'覆盖对照'!F2", "'覆盖对照'!E3"]


def test_shares_are_numbers_with_their_letters() -> None:
    sheet = book()["自有内容"]
    assert isinstance(sheet["B2"].value, int)
    assert 0 < sheet["C2"].value < 1
    assert sheet["C2"].number_format == "0%"


def test_passages_name_kind_and_change() -> None:
    rows = values(book(), "共同段落")
    assert rows[1][1] == "数字或日期不同"
    assert rows[1][6] == "数字：“90%”→“85%”"


@pytest.mark.parametrize("blind", [False, True])
def test_no_cell_is_a_formula(blind: bool) -> None:
    cells = [cell for sheet in book(blind=blind).worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    own = [cell for cell in cells if str(cell.value or "").startswith("建立山区邮路台账")]
    assert own


def test_heads_stay_and_print_on_every_page() -> None:
    sheet = book()["覆盖对照"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_title_cols) == ("E2", "$1:$1", "$A:$D")
    assert sheet.auto_filter.ref == "A1:G5"
    assert sheet.page_setup.orientation == "landscape"


def test_blind_the_first_sheet_is_marked_as_reconstructed() -> None:
    rows = values(book(blind=True), "还原要点")
    assert rows[1][2] == "每季度通报一次进展情况"
    assert rows[1][5] == "本文未见"
    assert any("由各单位复述还原，非原文" in word for row in rows for word in row)


# -- the page ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize("lang", LANGS)
def test_every_link_of_the_page_leads_somewhere(blind: bool, lang: str) -> None:
    shown = page(blind=blind, lang=lang)
    ids = shown.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert [link for link in shown.xpath("//a/@href") if link.lstrip("#") not in ids] == []


@pytest.mark.parametrize("blind", [False, True])
def test_nothing_is_fetched(blind: bool) -> None:
    words = compared_html(made_comparison(blind=blind))
    assert not re.findall(r"(?:src|href)=\"(?!#)|url\((?!#)|@import|https?://(?!www\.w3\.org/2000/svg)", words)


def test_a_cell_leads_to_the_sentences_of_both_sides() -> None:
    shown = page()
    link = shown.xpath("//table[contains(@class,'matrix')]//td[@class='v-weaker']/a")[1]
    answer = shown.get_element_by_id(link.get("href")[1:])
    assert "85%" in answer.text_content()
    assert "90%" in answer.xpath("ancestor::section[1]")[0].text_content()
    assert [mark.text for mark in answer.xpath(".//mark")] == ["85%"]


def test_each_text_stands_once_and_whole() -> None:
    comparison, shown = made_comparison(), page()
    for number, side in enumerate(comparison.sides):
        words = "\n".join(p.text_content() for p in shown.xpath(f"//div[@id='x{number}']/p"))
        assert words == side.text[side.start : side.end]


def test_the_script_is_given_every_passage_and_its_places() -> None:
    comparison = made_comparison()
    data = json.loads(page().get_element_by_id("data").text)
    texts = [side.text[side.start : side.end] for side in comparison.sides]
    first = data["passages"][0]
    assert len(data["passages"]) == len(comparison.passages)
    assert texts[first[0]][first[2] : first[3]] == "到2020年全部渡口安全检查覆盖率达到90%以上。"
    code, *at = first[9][0]
    assert (data["words"]["changes"][code], texts[first[1]][at[2] : at[3]]) == ("数字", "85%")


def test_own_words_are_bare_and_shared_words_are_underlined_by_carriers() -> None:
    shown = page(blind=True)
    number = [side.key for side in made_comparison(blind=True).sides].index(L)
    marked = {span.text: span.get("class") for span in shown.xpath(f"//div[@id='x{number}']//span[@class]")}
    assert marked["每季度通报一次进展情况"] == "w2"
    assert not any("每月召开调度会" in words for words in marked)


def test_a_strip_has_a_block_for_each_shared_stretch() -> None:
    strips = page(blind=True).xpath("//ol[@class='strips']/li")
    assert [len(strip.xpath(".//*[local-name()='rect'][@class='w2']")) for strip in strips] == [0, 2, 2]


def test_the_reconstructed_points_are_marked_and_name_who_says_them() -> None:
    shown = page(blind=True)
    assert shown.xpath("//p[@class='stamp']")[0].text == "由各单位复述还原，非原文"
    first = shown.get_element_by_id("q1")
    assert (first.xpath(".//*[@class='has']/text()"), first.xpath(".//*[@class='lacks']//text()")) == (["砚山", "蓝汀"], ["青屿"])


def test_words_of_a_text_are_never_markup() -> None:
    from dataclasses import replace

    made = made_comparison()
    evil = replace(made, sides=tuple(replace(side, title="<script>alert(1)</script>", unit="</script><img src=x>") for side in made.sides))
    words = compared_html(evil)
    assert "<img src=x>" not in words
    assert "<script>alert" not in words


# -- the picture of sources ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_picture_of_sources_is_text_and_arrows(lang: str) -> None:
    picture = ElementTree.fromstring(lineage_svg(made_comparison(), lang=lang))
    words = [node.text for node in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert "青屿省行业管理局" in words
    assert words.count("40%") == 3
    assert say("level.1", lang) in words
    assert say("level.2", lang) in words


def test_without_sources_there_is_no_picture() -> None:
    assert lineage_svg(made_comparison(blind=True)) == ""


# -- letters -------------------------------------------------------------------------------------------------------


def test_a_letter_sets_the_directives_words_beside_the_units() -> None:
    words = letter(Y)
    assert "“2018年9月底前”→“逐步”" in words
    assert "“各省局必须在2018年9月底前制定实施方案，并报总局备案。”（部署.txt 第4段）" in words
    assert "“力争逐步制定实施方案，细化三项措施。”（砚山.txt 第2段）" in words


def test_a_letter_lists_what_is_not_in_the_text() -> None:
    words = letter(Q)
    assert "部署已有要求、本文未见之处" in words
    assert "“每季度通报一次进展情况。”" in words
    assert "《云泽行业总局关于打好攻坚战的通知》" in words


def test_headings_of_a_letter_are_numbered_in_a_row() -> None:
    numbers = re.findall(r"^([一二三四五])、", letter(Q), re.M)
    assert numbers == list("一二三四五")[: len(numbers)]
    assert len(numbers) >= 2


def test_english_letters_quote_the_chinese() -> None:
    assert "figure: “90%” → “85%”" in letter(Q, "en")


# -- JSON ----------------------------------------------------------------------------------------------------------


def test_the_json_names_its_schema_and_each_text_once() -> None:
    plain = json.loads(comparison_json(made_comparison()))
    assert plain["schema"] == SCHEMA
    assert len(plain["texts"]) == 4
    answer = next(a for a in plain["coverage"]["answers"] if a["key"] == Q and a["point"] == 2)
    text = plain["texts"][plain["sides"][1]["text"]]["text"]
    assert text[slice(*answer["weakenings"][0]["said_span"])] == "85%"
    assert plain["directives"] == [D]


def test_the_reference_names_every_key_of_the_json() -> None:
    from pathlib import Path

    reference = (Path(__file__).parents[2] / "docs/reference/comparison-json.md").read_text("utf-8")
    known = set(re.findall(r"`([a-z_]+)`", reference))
    used = set(json.loads(comparison_json(made_comparison()))) | set(json.loads(comparison_json(made_comparison()))["sides"][0])
    for record in (compared_records.Passage, compared_records.Answer, compared_records.Point, compared_records.Proposal, compared_records.Descent, compared_records.OwnText):
        used |= {"span" if name in ("start", "end") else name for name in record.__dataclass_fields__}
    assert used <= known


# -- all of them ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize("lang", LANGS)
def test_the_same_comparison_gives_the_same_bytes(blind: bool, lang: str) -> None:
    once, twice = (list(papers_of_comparison(made_comparison(blind=blind), lang=lang)) for _ in range(2))
    assert once == twice


def test_which_papers_there_are() -> None:
    assert [name for name, _ in papers_of_comparison(made_comparison())] == [
        "覆盖对照.xlsx", "对照.html", "来源.svg", "补充细化建议-青屿省行业管理局.docx", "补充细化建议-砚山省行业管理局.docx",
        "补充细化建议-蓝汀省行业管理局.docx", "对照.json",
    ]  # fmt: skip
    assert [name for name, _ in papers_of_comparison(made_comparison(blind=True))] == ["覆盖对照.xlsx", "对照.html", "对照.json"]
