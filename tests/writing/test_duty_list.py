"""The responsibility list: what is in it, and what comes back after a person has changed it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from luoshi.errors import TableError
from luoshi.extracting.records import Extraction, Missing
from luoshi.writing import words
from luoshi.writing.as_json import as_dict
from luoshi.writing.corrections import Correction
from luoshi.writing.duty_list import duty_list_xlsx
from luoshi.writing.duty_list_reading import CorrectedList, read_duty_list

Edit = Callable[[Worksheet], None]


def heads(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[1] if cell.value}


def put(head: str, row: int, value: object) -> Edit:
    def edit(sheet: Worksheet) -> None:
        cell = sheet.cell(row, heads(sheet)[head])
        cell.value = value  # type: ignore[assignment]

    return edit


def give_back(extraction: Extraction, folder: Path, *edits: Edit, lang: str = "zh") -> CorrectedList:
    """The list, changed by hand, and read again."""
    return hand_back(duty_list_xlsx(extraction, lang=lang), folder, *edits)


def hand_back(written: bytes, folder: Path, *edits: Edit) -> CorrectedList:
    book = load_workbook(io.BytesIO(written))
    for edit in edits:
        edit(book.worksheets[0])
    book.save(folder / "改过.xlsx")
    return read_duty_list(folder / "改过.xlsx")


@pytest.fixture(scope="module")
def written(roundup: Extraction) -> bytes:
    return duty_list_xlsx(roundup)


# -- what is in it -------------------------------------------------------------------------------------------------


def test_every_duty_has_its_row_with_its_sentence(written: bytes, roundup: Extraction) -> None:
    sheet = load_workbook(io.BytesIO(written)).worksheets[0]
    column = heads(sheet)["原句"]
    assert [sheet.cell(row, column).value for row in range(2, sheet.max_row + 1)] == [duty.words for duty in roundup.duties]


def test_the_head_is_frozen_filters_are_set_and_the_key_is_hidden(written: bytes) -> None:
    sheet = load_workbook(io.BytesIO(written)).worksheets[0]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref
    assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("$1:$1", "landscape", 1)
    key = sheet.cell(1, heads(sheet)["键（请勿改动）"]).column_letter
    assert sheet.column_dimensions[key].hidden
    assert {str(choice.sqref)[0] for choice in sheet.data_validations.dataValidation} == {"C", "D", "G"}


def test_a_gap_is_said_as_not_in_this_text(written: bytes) -> None:
    book = load_workbook(io.BytesIO(written))
    cells = [cell.value for row in book["对照表"].iter_rows() for cell in row]
    assert "本文未见" in cells
    assert any(cell.hyperlink for row in book["对照表"].iter_rows() for cell in row)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_extraction_gives_the_same_bytes(roundup: Extraction, lang: str) -> None:
    one, other = duty_list_xlsx(roundup, lang=lang), duty_list_xlsx(roundup, lang=lang)
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("said", ["=1+1", "+86", "-5%", "@SUM(A1)", "\t=1", "＝1"])
def test_words_that_look_like_a_formula_stay_words(roundup: Extraction, said: str) -> None:
    unsafe = replace(roundup, duties=(replace(roundup.duties[0], unit=said, action=said),))
    sheet = load_workbook(io.BytesIO(duty_list_xlsx(unsafe))).worksheets[0]
    cell = sheet.cell(2, heads(sheet)["单位"])
    assert (cell.value, cell.data_type, cell.quotePrefix) == (said, "s", True)


def test_characters_that_a_workbook_cannot_hold_are_replaced_and_counted(roundup: Extraction, tmp_path: Path) -> None:
    odd = replace(roundup, duties=(replace(roundup.duties[0], action="成立\x00\ufffe", object="_x0041_"), *roundup.duties[1:]))
    written = duty_list_xlsx(odd)
    book = load_workbook(io.BytesIO(written))
    assert any("控制字符" in str(cell.value) for row in book["修复"].iter_rows() for cell in row)
    back = hand_back(written, tmp_path)
    assert back.corrections == () and back.read == odd


def test_a_sentence_longer_than_a_cell_is_cut_in_the_list_and_whole_in_the_hidden_sheet(roundup: Extraction, tmp_path: Path) -> None:
    long = replace(roundup, duties=(replace(roundup.duties[0], object="长" * 40_000), *roundup.duties[1:]))
    written = duty_list_xlsx(long)
    sheets = load_workbook(io.BytesIO(written))
    assert max(len(str(cell.value or "")) for sheet in sheets for row in sheet.iter_rows() for cell in row) <= 32_767
    assert hand_back(written, tmp_path).extraction == long


# -- what comes back -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_untouched_list_comes_back_as_it_was_read(roundup: Extraction, tmp_path: Path, lang: str) -> None:
    back = give_back(roundup, tmp_path, lang=lang)
    assert (back.extraction, back.corrections, back.lang) == (roundup, (), lang)


CHANGES = [
    ("完成时限", "２０１８年１２月", "deadlines.0.value", "2018-12"),
    ("完成时限", datetime(2018, 9, 30), "deadlines.0.value", "2018-09-30"),
    ("完成时限", "2018-09-30；2018年底前", "deadlines.1.value", "2018-12-31"),
    ("周期", "每月", "recurrence.value", "monthly"),
    ("类型", "目标", "kind", "target"),
    ("方面", "污染防治", "theme", "green"),
    ("单位", "砚山省行业管理局", "unit", "砚山省行业管理局"),
    ("数量", "95%以上", "quantities.0.value", ">=95%"),
    ("数量", 0.95, "quantities.0.value", "0.95"),
    ("牵头", "安全处，法规处", "actors.1.name", "法规处"),
    ("成果", "实施方案", "deliverables.0.name", "实施方案"),
    ("对象", "领导小组（筹）", "object", "领导小组（筹）"),
    ("序号", "77", "number", 77),
]


@pytest.mark.parametrize(("head", "value", "field", "wanted"), CHANGES)
def test_a_changed_cell_changes_the_duty(roundup: Extraction, tmp_path: Path, head: str, value: object, field: str, wanted: object) -> None:
    back = give_back(roundup, tmp_path, put(head, 2, value))
    duty = next(duty for duty in back.extraction.duties if duty.words == roundup.duties[0].words)
    found: object = duty
    for step in field.split("."):
        found = found[int(step)] if isinstance(found, tuple) else getattr(found, step)
    assert found == wanted
    assert [c.row for c in back.corrections] == [1]


def test_a_changed_cell_is_kept_coloured_and_listed_when_the_list_is_written_again(roundup: Extraction, tmp_path: Path) -> None:
    back = give_back(roundup, tmp_path, put("方面", 2, "污染防治"), put("出处", 3, "会议记录第3页"), put("责任人", 2, "李四"))
    again = duty_list_xlsx(back.read, corrections=back.corrections)
    book = load_workbook(io.BytesIO(again))
    sheet = book.worksheets[0]
    place = sheet.cell(3, heads(sheet)["出处"])
    assert (place.value, place.fill.fgColor.rgb[-6:]) == ("会议记录第3页", "FFF2CC")
    assert place.comment is not None and "原为" in place.comment.text
    assert [row[1].value for row in book["改动"].iter_rows(min_row=2)] == ["责任人", "方面", "出处"]
    assert hand_back(again, tmp_path).corrections == back.corrections


def test_json_says_what_was_settled_by_hand(roundup: Extraction, tmp_path: Path) -> None:
    back = give_back(roundup, tmp_path, put("方面", 2, "污染防治"))
    plain = as_dict(back.extraction, back.corrections)
    assert plain["duties"][0]["theme_reason"]["rule"] == "corrected"
    assert plain["corrections"] == [{"row": 1, "column": "theme", "before": "组织领导", "after": "污染防治"}]
    assert any(clause["theme_reason"]["rule"] == "corrected" for clause in plain["clauses"])


def test_a_change_that_is_taken_back_is_no_change(roundup: Extraction, tmp_path: Path) -> None:
    back = give_back(roundup, tmp_path, put("方面", 2, "污染防治"), put("完成时限", 4, "2019年"))
    again = hand_back(duty_list_xlsx(back.read, corrections=back.corrections), tmp_path, put("方面", 2, "组织领导"), put("完成时限", 4, "2018年9月30日"))
    assert again.corrections == () and again.extraction == roundup


def test_words_that_a_later_version_says_otherwise_are_no_change(roundup: Extraction, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = duty_list_xlsx(roundup)
    monkeypatch.setitem(words.WORDS, "place.offset", ("自第{n}字", "at {n}"))
    monkeypatch.setitem(words.WORDS, "kind.duty", ("做法", "act"))
    assert hand_back(written, tmp_path).corrections == ()


def test_a_deleted_row_takes_its_duty_its_questions_and_its_place_in_the_gap_table(roundup: Extraction, tmp_path: Path) -> None:
    back = give_back(roundup, tmp_path, lambda sheet: sheet.delete_rows(2))
    assert [d.number for d in back.extraction.duties] == [d.number for d in roundup.duties[1:]]
    assert not [q for q in back.extraction.questions if q.duty == 1]
    cell = back.extraction.cell(roundup.duties[0].unit, "leading-group")
    assert not cell.spans and not cell.duties
    assert ("mechanism", "leading-group") in {(q.what, q.words) for q in back.extraction.questions if q.unit == cell.unit}


def test_an_added_row_is_a_duty_in_its_place(roundup: Extraction, tmp_path: Path) -> None:
    def add(sheet: Worksheet) -> None:
        row = sheet.max_row + 1
        for head, value in (("单位", roundup.units[1]), ("原句", "充分认识重要意义"), ("方面", "发展"), ("完成时限", "2018年12月")):
            sheet.cell(row, heads(sheet)[head], value)

    back = give_back(roundup, tmp_path, add)
    duty = back.extraction.duties[-1]
    assert (duty.number, duty.kind, duty.statement) == (len(roundup.duties) + 1, "duty", 1)
    assert roundup.document.text[duty.start : duty.end] == duty.words
    assert duty.number in back.extraction.cell(duty.unit, "dated").duties
    again = hand_back(duty_list_xlsx(back.read, corrections=back.corrections), tmp_path)
    assert again.extraction == back.extraction


def test_moved_columns_rows_and_a_column_of_her_own_lose_nothing(roundup: Extraction, tmp_path: Path) -> None:
    def shuffle(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        turned = [[*row[::-1], extra] for row, extra in zip([rows[0], *rows[:0:-1]], ["经费", "5万元"], strict=False)]
        turned += [row[::-1] for row in rows[:0:-1][1:]]
        for number, row in enumerate(turned, 1):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value

    back = give_back(roundup, tmp_path, shuffle)
    assert back.extraction == roundup
    assert back.corrections == (Correction(len(roundup.duties), "经费", "", "5万元"),)
    book = load_workbook(io.BytesIO(duty_list_xlsx(back.read, corrections=back.corrections)))
    assert "经费" in heads(book.worksheets[0])


def test_a_copied_row_is_a_new_duty(roundup: Extraction, tmp_path: Path) -> None:
    def copy(sheet: Worksheet) -> None:
        for cell in sheet[3]:
            sheet.cell(sheet.max_row + (1 if cell.column == 1 else 0), cell.column, cell.value)

    back = give_back(roundup, tmp_path, copy)
    assert len(back.extraction.duties) == len(roundup.duties) + 1
    assert back.extraction.duties[-1].words == roundup.duties[1].words


def test_cells_that_she_merged_all_say_what_the_first_says(roundup: Extraction, tmp_path: Path) -> None:
    back = give_back(roundup, tmp_path, lambda sheet: sheet.merge_cells("B2:B9"))
    assert back.extraction == roundup


def test_a_column_that_she_deleted_clears_nothing(roundup: Extraction, tmp_path: Path) -> None:
    back = give_back(roundup, tmp_path, lambda sheet: sheet.delete_cols(heads(sheet)["数量"]))
    assert back.extraction == roundup


def test_an_owner_filled_in_is_asked_for_no_more(roundup: Extraction, tmp_path: Path) -> None:
    back = give_back(roundup, tmp_path, put("责任人", 2, "安全处 张三"))
    assert "owner" not in {missing.what for missing in back.extraction.duties[0].missing}
    assert not [q for q in back.extraction.questions if q.duty == 1 and q.what == "owner"]
    assert back.extraction.cell(roundup.units[0], "person").duties == (1,)


def test_what_she_says_is_missing_is_what_is_asked(roundup: Extraction, tmp_path: Path) -> None:
    back = give_back(roundup, tmp_path, put("待补", 2, "衡量标准"))
    assert back.extraction.duties[0].missing == (Missing("measure"),)
    assert [q.what for q in back.extraction.questions if q.duty == 1] == ["measure"]


# -- what does not fit ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "value", "said"),
    [
        ("类型", "原则", "请填：举措、目标"),
        ("方面", "安全", "请填：防范化解重大风险"),
        ("完成时限", "尽快", "不是能读懂的时限"),
        ("完成时限", "2018年13月", "没有“2018年13月”这个日期"),
        ("周期", "有空时", "请填：每日"),
        ("数量", "若干", "没有数"),
        ("待补", "钱", "请填：责任人"),
        ("序号", "三", "不是序号"),
    ],
)
def test_a_wrong_value_is_named_with_sheet_and_cell_and_what_would_be_right(roundup: Extraction, tmp_path: Path, head: str, value: str, said: str) -> None:
    with pytest.raises(TableError) as caught:
        give_back(roundup, tmp_path, put(head, 4, value))
    assert said in caught.value.sentence("zh")
    assert caught.value.where.startswith("改过.xlsx 责任清单!") and caught.value.where.endswith("4")


def test_all_wrong_cells_are_named_at_once(roundup: Extraction, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="另有2格也不合适：F5、D6"):
        give_back(roundup, tmp_path, put("类型", 4, "原则"), put("完成时限", 5, "尽快"), put("类型", 6, "?"))


def test_a_number_given_twice_is_refused(roundup: Extraction, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="序号重复：2"):
        give_back(roundup, tmp_path, put("序号", 2, 2))


def test_a_new_row_without_a_duty_is_refused(roundup: Extraction, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="没有写任务"):
        give_back(roundup, tmp_path, put("单位", 100, "甲局"))


def test_a_duty_of_no_unit_is_refused_where_several_speak(roundup: Extraction, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="没有写是哪个单位的任务"):
        give_back(roundup, tmp_path, put("单位", 2, None))


def test_a_row_of_another_document_is_refused(roundup: Extraction, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="另一份文件"):
        give_back(roundup, tmp_path, put("键（请勿改动）", 2, "0123456789ab:1-2#1"))


def other_workbook(path: Path) -> None:
    Workbook().save(path)


def not_a_workbook(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 no zip")


def old_workbook(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0 old")


@pytest.mark.parametrize(("make", "said"), [(other_workbook, "不是 luoshi 写出的责任清单"), (not_a_workbook, "不是 .xlsx 工作簿"), (old_workbook, "旧版 .xls"), (lambda _: None, "没有这个文件")])
def test_a_workbook_that_is_no_list_is_refused_with_what_to_do(tmp_path: Path, make: Callable[[Path], None], said: str) -> None:
    make(tmp_path / "x.xlsx")
    with pytest.raises(TableError, match=said) as caught:
        read_duty_list(tmp_path / "x.xlsx")
    assert caught.value.next_zh and caught.value.next_en


def test_a_hidden_sheet_that_was_changed_is_refused(roundup: Extraction, tmp_path: Path) -> None:
    def spoil(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.parent["_luoshi"]["A2"] = str(sheet.parent["_luoshi"]["A2"].value).replace("三地", "四地")

    with pytest.raises(TableError, match="隐藏的工作表"):
        give_back(roundup, tmp_path, spoil)
