"""Tables and records open as one document a row, by the names of their columns."""

from __future__ import annotations

import datetime as dt
import io
import json

import openpyxl
import pytest
from opening_files import check_blocks

from luoshi.errors import TableError
from luoshi.reading.document import SourceText
from luoshi.reading.opening import open_bytes

ROWS = [
    ["单位", "标题", "正文", "日期", "文号"],
    ["甲市局", "实施意见", "一、加强领导。\n二、强化考核。", dt.datetime(2018, 9, 3), "甲邮发〔2018〕5号"],
    ["乙市局", None, "请认真落实。", 2018, None],
    ["丙市局", "没有正文", None, None, None],
]


def workbook(rows: list[list[object]], merge: str = "", more: dict[str, list[list[object]]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for sheet, content in [(book.active, rows), *((book.create_sheet(name), other) for name, other in (more or {}).items())]:
        for row in content:
            sheet.append(row)
    if merge:
        book.active.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(name: str, data: bytes, **columns: str) -> list[SourceText]:
    sources = open_bytes(name, data, columns=columns)
    for source in sources:
        check_blocks(source)
    return sources


def test_each_row_with_a_text_is_a_document() -> None:
    first, second = opened("甲.xlsx", workbook(ROWS))
    assert first.text == "一、加强领导。\n二、强化考核。"
    assert dict(first.given) == {"unit": "甲市局", "title": "实施意见", "date": "2018-09-03", "number": "甲邮发〔2018〕5号"}
    assert (first.name, first.format, first.blocks[0].place.cell, first.blocks[0].place.row) == ("甲.xlsx#2", "xlsx", "C2", 2)
    assert dict(second.given) == {"unit": "乙市局", "date": "2018"}


def test_a_title_above_the_header_does_not_matter() -> None:
    rows = [["各单位贯彻落实情况表"], [], *ROWS]
    assert [source.name for source in opened("甲.xlsx", workbook(rows))] == ["甲.xlsx#4", "甲.xlsx#5"]


def test_a_unit_merged_over_several_rows_counts_for_each() -> None:
    rows: list[list[object]] = [["单位", "内容"], ["甲市局", "加强领导。"], [None, "强化考核。"], [None, "压实责任。"]]
    assert [dict(source.given) for source in opened("甲.xlsx", workbook(rows, "A2:A3"))] == [{"unit": "甲市局"}, {"unit": "甲市局"}, {}]


def test_every_sheet_that_has_a_text_is_read() -> None:
    data = workbook([["说明"], ["填表须知"]], more={"一季度": [["单位", "正文"], ["甲", "加强。"]]})
    (source,) = opened("甲.xlsx", data)
    assert (source.name, source.blocks[0].place.sheet) == ("甲.xlsx#一季度!2", "一季度")


def test_columns_of_any_name_can_be_pointed_out() -> None:
    (source,) = opened("甲.xlsx", workbook([["局", "我们怎么做"], ["甲局", "加强领导。"]]), text="我们怎么做", unit="局")
    assert (source.text, dict(source.given)) == ("加强领导。", {"unit": "甲局"})


def test_a_table_without_a_text_says_which_columns_it_has() -> None:
    with pytest.raises(TableError) as error:
        open_bytes("甲.xlsx", workbook([["单位", "电话"], ["甲", "123"]]))
    assert "单位、电话" in error.value.sentence("zh")
    assert "正文" in error.value.sentence("zh")


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(TableError) as error:
        open_bytes("甲.xlsx", workbook(ROWS), columns={"text": "全部内容"})
    assert "“全部内容”" in error.value.sentence("zh")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_every_encoding_and_with_every_delimiter(encoding: str, delimiter: str) -> None:
    lines = [["单位", "正文"], ["甲局", '"加强领导。\r\n强化考核，一抓到底；"']]
    data = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    (source,) = opened("甲.csv", data)
    assert (source.text, dict(source.given)) == ("加强领导。\n强化考核，一抓到底；", {"unit": "甲局"})


def test_a_long_text_in_a_cell_is_read_whole() -> None:
    text = "加强领导。" * 60_000
    (source,) = opened("甲.csv", f"正文\n{text}\n".encode())
    assert source.text == text


RECORDS = [{"title": "意见", "text": "加强领导。", "year": 2018}, {"title": "方案", "text": ["一、考核。", "二、通报。"]}, {"title": "无正文", "text": ""}]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("甲.jsonl", "\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS)),
        ("甲.json", json.dumps(RECORDS)),
        ("甲.json", json.dumps({"count": 3, "documents": RECORDS})),
        ("甲.json", "\n".join(json.dumps(record) for record in RECORDS)),
    ],
)
def test_records_are_read_one_document_each(name: str, data: str) -> None:
    first, second = opened(name, data.encode())
    assert (first.text, dict(first.given)) == ("加强领导。", {"title": "意见", "date": "2018"})
    assert second.text == "一、考核。\n二、通报。"


def test_one_object_is_one_document() -> None:
    (source,) = opened("甲.json", json.dumps(RECORDS[0]).encode())
    assert source.text == "加强领导。"
