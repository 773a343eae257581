"""How a document is built: header, roles, statements, furniture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reading import Block, ReadDocument, SourceText, read_text
from luoshi.reading.structure import parse_numbering, structure_document
from luoshi.reading.structure.docnumbers import document_number, number_in
from luoshi.reading.structure.furniture import is_furniture

CASES = Path(__file__).parent / "cases" / "structure"


def load(name: str) -> Any:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def about(name: str) -> list[Any]:
    return [pytest.param(case, id=case["about"]) for case in load(name)]


def structured(text: str, **given: str) -> ReadDocument:
    return structure_document(ReadDocument(SourceText("x", "paste", text, given=tuple(given.items())), text))


@pytest.mark.parametrize(("text", "words", "style", "ordinal"), load("numbering")["numbers"])
def test_a_number_is_read_in_each_of_its_forms(text: str, words: str, style: str, ordinal: int) -> None:
    number = parse_numbering(text)
    assert number is not None and (number.words, number.style, number.ordinal) == (words, style, ordinal)


@pytest.mark.parametrize("text", load("numbering")["no_numbers"])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert parse_numbering(text) is None


def test_a_number_is_read_inside_a_text() -> None:
    text = "会议要求，二是补齐短板。"
    assert parse_numbering(text, 5) == parse_numbering("二是补齐短板。")


@pytest.mark.parametrize("line", load("furniture")["furniture"])
def test_a_line_of_furniture_is_known_by_its_words(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", load("furniture")["not_furniture"])
def test_a_line_of_the_article_is_no_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize("case", about("documents"))
def test_the_header_and_the_roles_are_found(case: dict[str, Any]) -> None:
    document = structured(case["text"])
    assert [paragraph.role for paragraph in document.paragraphs] == case["roles"].split()
    assert (document.title, document.number, document.issuer, document.date) == (case["title"], case["number"], case["issuer"], case["date"])
    assert list(document.addressees) == case["addressees"]
    assert [statement.unit for statement in document.statements] == case["units"]


@pytest.mark.parametrize("case", about("round_ups"))
def test_each_unit_makes_its_statement(case: dict[str, Any]) -> None:
    document = structured(case["text"])
    assert [statement.unit for statement in document.statements] == case["units"]
    assert [statement.directive for statement in document.statements] == case.get("directives", [""] * len(case["units"]))
    assert (list(document.named_units), document.open_list) == (case["named"], case["open"])


def test_a_heading_gives_the_units_own_words() -> None:
    document = structured(load("round_ups")[0]["text"])
    for statement in document.statements:
        assert statement.heading is not None
        assert document.text[slice(*statement.heading)] == statement.unit


def test_what_the_table_gives_is_taken_as_it_stands() -> None:
    document = structured("要加强监管，制定方案。", title="答复", unit="甲市财政局", number="1号", date="2018-09", directive="全国会议精神")
    assert (document.title, document.issuer, document.number, document.date) == ("答复", "甲市财政局", "1号", "2018-09")
    assert [(s.unit, s.directive) for s in document.statements] == [("甲市财政局", "全国会议精神")]


def test_the_styles_of_a_file_make_titles_headings_and_tables() -> None:
    lines = [("工作安排", "title", 0), ("总体考虑", "heading", 1), ("抓好落实，完成任务。", "", 0), ("序号 任务", "table", 0), ("第1页", "header", 0)]
    text = "\n".join(words for words, _, _ in lines)
    starts = [sum(len(w) + 1 for w, _, _ in lines[:i]) for i in range(len(lines))]
    blocks = tuple(Block(start, style=style, level=level) for start, (_, style, level) in zip(starts, lines, strict=True))
    document = structure_document(ReadDocument(SourceText("x", "docx", text, blocks), text))
    assert [p.role for p in document.paragraphs] == ["title", "heading", "body", "table", "furniture"]


def test_ranks_follow_the_order_in_which_styles_open() -> None:
    document = structured("一、甲事项\n（一）乙事项。要办好。\n1.丙事项。要办好。\n（二）丁事项。要办好。\n二、戊事项\n1.己事项。要办好。\n2.庚事项。要办好。")
    assert [p.numbering.rank for p in document.paragraphs if p.numbering] == [1, 2, 3, 2, 1, 2, 2]


@pytest.mark.parametrize("line", ["国发〔2018〕22号", "晋政办发[2018] 57号", "发文字号：渝府发〔2022〕17号", "省政府令 第301号", "财政部公告2018年第3号", "甲政办〔2018〕三号", "甲水供明电（2019）5号"])
def test_a_document_number_is_known_in_its_irregular_forms(line: str) -> None:
    assert document_number(line)


@pytest.mark.parametrize("line", ["根据国发〔2018〕22号", "2018年9月", "某某路18号", "（一）加强监管", "完成22号线建设"])
def test_what_only_mentions_a_number_is_no_document_number(line: str) -> None:
    assert not document_number(line)


def test_a_number_is_found_at_the_end_of_a_title() -> None:
    assert number_in("甲省环境保护行动计划（甲政发〔2018〕30号）") == "甲政发〔2018〕30号"


@given(st.text(st.sampled_from("一二、。，；：\n （）()甲市局省委责编当前位置>2018年月日号〔〕附件1.第条 \t?—《》关于通知的要"), max_size=120))
def test_any_text_is_structured_without_loss(text: str) -> None:
    document = structured(text)
    ends = [0]
    for paragraph in document.paragraphs:
        assert ends[-1] <= paragraph.start < paragraph.end <= len(text)
        assert "\n" not in text[paragraph.start : paragraph.end]
        ends.append(paragraph.end)
    covered = {i for p in document.paragraphs for i in range(p.start, p.end)}
    assert not {c for i, c in enumerate(text) if i not in covered} - set(" \t\n　?？")
    for first, second in zip(document.statements, document.statements[1:], strict=False):
        assert first.end <= second.start


def test_a_reply_without_a_heading_is_the_units_whose_name_opens_it() -> None:
    spoken = read_text("近日，甲市邮政管理局召开会议，传达学习全国会议精神。会议要求，要在9月底前制定实施方案。")
    assert [statement.unit for statement in spoken.statements] == ["甲市邮政管理局"]


def test_a_line_of_nothing_but_question_marks_is_still_a_line() -> None:
    assert [paragraph.role for paragraph in read_text("?").paragraphs] == ["body"]
