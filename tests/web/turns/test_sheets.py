"""A turn in Excel: sent out, filled in by people as people fill tables in, and taken back cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment
from tests.web.turns.conftest import Signed

from luoshi.errors import TableError
from luoshi.web import clock
from luoshi.web.ledger.actions.sheets import read_files, sheet_of, take_in
from luoshi.web.ledger.actions.turning import check_return, give_return, open_turn
from luoshi.web.ledger.models import Return, Turn
from luoshi.web.log.models import Entry
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting
from luoshi.writing.hidden import HIDDEN
from luoshi.writing.opened_workbook import opened_bytes
from luoshi.writing.quick_workbook import quick_sheets
from luoshi.writing.turn_records import COLUMNS, Question, SheetHead, key_of
from luoshi.writing.turn_sheet import HEAD_ROW, turn_xlsx
from luoshi.writing.turn_sheet_reading import TurnSheet, read_turn_sheet
from luoshi.writing.turn_values import STATES
from luoshi.writing.words import say

CHAIN, TURN = "campaign:1", 2
TODAY = date(2019, 1, 5)
HEAD = SheetHead("三项攻坚", "2018-Q4", "北河省内河航运管理局", "2018-10-01", "2018-12-31", "2019-01-10", CHAIN, TURN)
LETTER = {column.code: chr(ord("A") + at) for at, column in enumerate(COLUMNS)} | {"key": chr(ord("A") + len(COLUMNS))}
Edit = Callable[[Any], None]


def question(number: int, **more: Any) -> Question:
    return Question(**{"key": key_of(CHAIN, TURN, number), "number": str(number), "words": f"完成第{number}类渡口隐患排查。", "why": "due", "due": "2018-12-31"} | more)


QUESTIONS = [question(n) for n in (11, 12, 13)]


def cell(row: int, code: str) -> str:
    """The cell of the row-th question, from 0."""
    return f"{LETTER[code]}{HEAD_ROW + 1 + row}"


def edited(content: bytes, edit: Edit) -> bytes:
    book = load_workbook(BytesIO(content))
    edit(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes, questions: list[Question] = QUESTIONS, **more: Any) -> TurnSheet:
    return read_turn_sheet(content, "北河.xlsx", {q.key: q for q in questions}, **{"chain": CHAIN, "turn": TURN, "today": TODAY} | more)


def sent_back(edit: Edit, questions: list[Question] = QUESTIONS, lang: str = "zh") -> TurnSheet:
    return read(edited(turn_xlsx(HEAD, questions, lang=lang), edit), questions)


def put(**cells: str) -> Edit:
    """Fills the cells of the first question in."""

    def edit(book: Any) -> None:
        for code, words in cells.items():
            book.worksheets[0][cell(0, code)] = words

    return edit


def why(sheet: TurnSheet) -> list[tuple[str, str]]:
    return [(one.cell, one.error.sentence("zh")) for one in sheet.refused]


# -- the sheet as it goes out --------------------------------------------------------------------------------------


def test_the_same_questions_give_the_same_bytes() -> None:
    assert turn_xlsx(HEAD, QUESTIONS) == turn_xlsx(HEAD, QUESTIONS)


def test_no_cell_that_goes_out_is_a_formula() -> None:
    risky = [question(n, words=f"{mark}1+1", said=f"{mark}cmd|' /C calc'!A0", last=f"{mark}HYPERLINK(1)") for n, mark in enumerate(["=", "+", "-", "@", "\t=", "＝"], 1)]
    content = turn_xlsx(HEAD, risky)
    sheets = "".join(ZipFile(BytesIO(content)).read(name).decode() for name in ZipFile(BytesIO(content)).namelist() if name.startswith("xl/worksheets/"))
    assert "<f>" not in sheets
    rows = load_workbook(BytesIO(content)).worksheets[0]
    assert all(rows[cell(at, "said")].data_type == "s" and rows[cell(at, "said")].quotePrefix for at in range(len(risky)))
    assert read(content, risky).unchanged == len(risky)


def test_what_is_given_is_locked_and_what_is_asked_is_not() -> None:
    sheet = load_workbook(BytesIO(turn_xlsx(HEAD, QUESTIONS))).worksheets[0]
    assert sheet.protection.sheet and not sheet.protection.password
    assert sheet[cell(0, "words")].protection.locked and sheet[f"A{HEAD_ROW}"].protection.locked
    assert not any(sheet[cell(0, column.code)].protection.locked for column in COLUMNS if column.answer)
    assert sheet.column_dimensions[LETTER["key"]].hidden
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == ['"未启动,推进中,已完成,受阻"']


# -- as people fill it in ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cells", "taken"), [
    ({"state": "推进中", "figure": "１２０", "figure_unit": "处"}, ("going", "120", "处", "", "", ())),
    ({"state": "推进中", "figure": "1,200处"}, ("going", "1200", "处", "", "", ())),
    ({"state": " 已办结。", "said": "  完成了 \n"}, ("done", "", "", "完成了", "", ())),
    ({"state": "推进中", "figure": "120处（含2处在建）", "said": "已排查"}, ("going", "120", "处", "已排查〔数量说明：含2处在建〕", "", ())),
    ({"state": "推进中", "day": "9月底前"}, ("going", "", "", "", "2018-09-30", ())),
    ({"state": "推进中", "day": "２０１８年１２月２８日"}, ("going", "", "", "", "2018-12-28", ())),
    ({"state": "推进中", "day": "1月3日"}, ("going", "", "", "", "2019-01-03", ())),
    ({"state": "done", "evidence": "台账.xlsx;验收单"}, ("done", "", "", "", "", ("台账.xlsx", "验收单"))),
])  # fmt: skip
def test_a_cell_is_understood_as_people_write_it(cells: dict[str, str], taken: tuple[Any, ...]) -> None:
    found = sent_back(put(**cells))
    assert why(found) == []
    assert [row.answer for row in found.rows] == [taken]
    assert found.unchanged == 2


@pytest.mark.parametrize(("cells", "code", "wrong"), [
    ({"figure": "120"}, "state", "请填：未启动、推进中、已完成、受阻"),
    ({"state": "差不多了"}, "state", "不在可选的词里"),
    ({"state": "推进中", "figure": "约三成"}, "figure", "只写数字"),
    ({"state": "推进中", "figure": "120处", "figure_unit": "个"}, "figure", "只在一处写单位"),
    ({"state": "推进中", "day": "年底吧"}, "day", "可写：2018-12-28"),
    ({"state": "推进中", "day": "2019-02-01"}, "day", "在今天之后"),
    ({"state": "推进中", "day": "2018-02-30"}, "day", "不是能读懂的日期"),
])  # fmt: skip
def test_a_cell_that_does_not_fit_is_named_with_what_would_be_right(cells: dict[str, str], code: str, wrong: str) -> None:
    found = sent_back(put(**cells))
    assert [where for where, _ in why(found)] == [f"报送表!{cell(0, code)}"]
    assert wrong in why(found)[0][1]
    assert found.rows == ()


def test_columns_may_move_and_others_be_added_and_sheets_be_renamed() -> None:
    def edit(book: Any) -> None:
        sheet = book.worksheets[0]
        put(state="推进中", said="在办")(book)
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.insert_cols(1)
        sheet.cell(HEAD_ROW, 1, "我的备注")
        sheet.cell(HEAD_ROW + 1, 1, "催过张三")
        sheet.move_range(f"H{HEAD_ROW}:H{HEAD_ROW + 3}", cols=12)     # the state goes to the far right
        sheet.title = "改好的"

    found = sent_back(edit)
    assert [(row.state, row.said) for row in found.rows] == [("going", "在办")]
    assert found.unknown == ("我的备注",)


def test_rows_may_be_deleted_and_sorted() -> None:
    def edit(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet[cell(2, "state")] = "已完成"
        sheet.delete_rows(HEAD_ROW + 1, 2)

    found = sent_back(edit)
    assert [(row.key, row.state) for row in found.rows] == [(QUESTIONS[2].key, "done")]


def test_merged_cells_speak_for_all_their_rows() -> None:
    def edit(book: Any) -> None:
        sheet = book.worksheets[0]
        for code in ("state", "said"):
            sheet.merge_cells(f"{cell(0, code)}:{cell(1, code)}")
        put(state="推进中", said="两项一并推进")(book)

    assert [(row.key, row.state, row.said) for row in sent_back(edit).rows] == [(q.key, "going", "两项一并推进") for q in QUESTIONS[:2]]


def test_a_note_on_a_cell_is_not_lost() -> None:
    def edit(book: Any) -> None:
        put(state="推进中", said="已排查")(book)
        book.worksheets[0][cell(0, "figure")].comment = Comment("数字以年报为准", "王")

    assert [row.said for row in sent_back(edit).rows] == ["已排查〔批注：数字以年报为准〕"]


def test_a_formula_is_read_by_what_it_showed_and_refused_where_that_is_not_kept() -> None:
    def edit(book: Any) -> None:
        put(state="推进中", figure="=60+60")(book)

    assert "公式" in why(sent_back(edit))[0][1]


def test_a_part_of_the_columns_that_was_sorted_alone_is_noticed() -> None:
    def edit(book: Any) -> None:
        sheet = book.worksheets[0]
        put(state="推进中")(book)
        sheet[cell(0, "words")], sheet[cell(1, "words")] = QUESTIONS[1].words, QUESTIONS[0].words

    assert "只排序或移动了一部分列" in why(sent_back(edit))[0][1]


def test_a_lost_key_is_found_by_number_and_sentence() -> None:
    def edit(book: Any) -> None:
        put(state="推进中")(book)
        book.worksheets[0].delete_cols(len(COLUMNS) + 1)

    assert [row.key for row in sent_back(edit).rows] == [QUESTIONS[0].key]


def test_a_lost_hidden_sheet_loses_nothing() -> None:
    def edit(book: Any) -> None:
        put(state="推进中")(book)
        del book[HIDDEN]

    found = sent_back(edit)
    assert [(row.key, row.seen) for row in found.rows] == [(QUESTIONS[0].key, None)] and found.unchanged == 2


def test_a_key_of_another_turn_is_refused_at_its_cell() -> None:
    def edit(book: Any) -> None:
        put(state="推进中")(book)
        book.worksheets[0][cell(0, "key")] = key_of(CHAIN, 99, 11)

    assert why(sent_back(edit))[0][0] == f"报送表!{cell(0, 'key')}"


def test_the_sheet_of_another_turn_is_refused_as_a_whole() -> None:
    with pytest.raises(TableError):
        read(turn_xlsx(HEAD, QUESTIONS), turn=3)


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"\xd0\xcf\x11\xe0old"])
def test_what_is_no_workbook_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(TableError) as refused:
        read(content)
    assert "北河.xlsx" in refused.value.sentence("zh")


def test_the_quick_way_sees_the_same_cells_as_the_slow_one() -> None:
    def edit(book: Any) -> None:
        sheet = book.worksheets[0]
        put(state="推进中", said="<b>&\n第二行 _x0041_", figure="=1+1", evidence="  两端有空格  ")(book)
        sheet[cell(0, "figure_unit")], sheet[cell(1, "figure")], sheet[cell(1, "day")] = 0.95, 120.5, date(2018, 12, 28)
        sheet[cell(0, "figure_unit")].number_format = "0%"
        sheet[cell(1, "state")], sheet[cell(2, "state")] = True, "#N/A"
        sheet.merge_cells(f"{cell(1, 'said')}:{cell(2, 'said')}")
        sheet[cell(2, "day")].comment = Comment("批注", "王")

    content = edited(turn_xlsx(HEAD, QUESTIONS), edit)
    quick, slow = quick_sheets(content), opened_bytes(content, "北河.xlsx")
    assert quick is not None

    def plain(sheets: list[Any]) -> list[Any]:
        return [(s.name, [(line.number, line.cells, {k: str(e) for k, e in line.errors.items()}, line.notes) for line in s.lines]) for s in sheets]

    assert plain(quick) == plain(slow)


# -- round trips ---------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs", "Sm"]), max_size=60).map(str.strip)
FIGURES = st.one_of(st.just(""), st.integers(-10**9, 10**9).map(str), st.decimals(-1000, 1000, places=2).map(str))
DAYS = st.one_of(st.just(""), st.dates(date(2015, 1, 1), TODAY).map(date.isoformat))
ANSWERED = st.fixed_dictionaries({
    "state": st.sampled_from(STATES), "figure": FIGURES, "figure_unit": st.sampled_from(["", "处", "个", "%", "万元"]), "said": WORDS, "day": DAYS,
    "evidence": st.lists(st.sampled_from(["台账.xlsx", "验收单", "批复"]), unique=True, max_size=3).map(tuple),
})  # fmt: skip


@given(st.lists(st.one_of(st.none(), ANSWERED), min_size=1, max_size=4), st.sampled_from(["zh", "en"]))
@settings(max_examples=40, deadline=None)
def test_what_goes_out_and_comes_back_unchanged_changes_nothing(answers: list[dict[str, Any] | None], lang: str) -> None:
    questions = [question(n, given=1 if answer else 0, **(answer or {})) for n, answer in enumerate(answers, 1)]
    found = read(turn_xlsx(HEAD, questions, lang=lang), questions)
    assert (found.rows, found.refused, found.unchanged) == ((), (), len(questions))


@given(st.lists(st.one_of(st.none(), ANSWERED), min_size=1, max_size=4), st.sampled_from(["zh", "en"]))
@settings(max_examples=40, deadline=None)
def test_any_answers_come_back_exactly(answers: list[dict[str, Any] | None], lang: str) -> None:
    questions = [question(n) for n in range(1, len(answers) + 1)]

    def edit(book: Any) -> None:
        sheet = book.worksheets[0]
        for at, answer in enumerate(answers):
            for code, value in (answer or {}).items():
                words = say(f"work-state.{value}", lang) if code == "state" else "；".join(value) if code == "evidence" else value
                box = sheet[cell(at, code)]
                box.value, box.data_type = words or None, "s" if words else "n"

    found = sent_back(edit, questions, lang)
    assert found.refused == ()
    assert {row.key: row.answer for row in found.rows} == {
        questions[at].key: tuple(answer[code] for code in ("state", "figure", "figure_unit", "said", "day", "evidence")) for at, answer in enumerate(answers) if answer
    }


# -- on the site ---------------------------------------------------------------------------------------------------


@pytest.fixture
def turn(signed: Signed) -> Turn:
    with clock.at("2019-01-02T09:00"):
        return open_turn(signed.made.campaign, date(2018, 10, 1), date(2018, 12, 31), date(2019, 1, 10), by=acting(signed.cast.li), person=signed.cast.li)


def downloaded(client: Any, turn: Turn, unit: Any) -> bytes:
    answer = client.get(f"/turns/{turn.pk}/units/{unit.pk}/sheet.xlsx")
    assert answer.status_code == 200
    return bytes(answer.content)


def filled_in(content: bytes, *answers: dict[str, str]) -> bytes:
    def edit(book: Any) -> None:
        for at, answer in enumerate(answers):
            for code, words in answer.items():
                book.worksheets[0][cell(at, code)] = words

    return edited(content, edit)


def looked_at(client: Any, turn: Turn, **files: bytes) -> Any:
    return client.post(f"/turns/{turn.pk}/import/", {"files": [SimpleUploadedFile(f"{name}.xlsx", content) for name, content in files.items()]})


def confirmed(client: Any, turn: Turn, looked: Any, **choices: str) -> Any:
    return client.post(f"/turns/{turn.pk}/import/confirm/", {"sent": looked.context["sent"]} | choices)


def test_a_unit_answers_by_excel_and_the_same_file_twice_changes_nothing(turn: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    with clock.at("2019-01-05T09:00"):
        file = filled_in(downloaded(client, turn, signed.cast.north), {"state": "推进中", "figure": "120处", "said": "已排查", "day": "12月28日", "evidence": "台账.xlsx"})
        looked = looked_at(client, turn, north=file)
        assert "12月28日" in looked.content.decode() and "2018-12-28" in looked.content.decode(), "what is read differently is shown"
        confirmed(client, turn, looked)
        row = Return.objects.get(unit=signed.cast.north, status="given")
        assert (row.state, row.figure, row.figure_unit, row.words, row.happened_on, row.person) == ("going", "120", "处", "已排查", date(2018, 12, 28), signed.cast.wang)
        assert row.evidence == [{"file": "", "name": "台账.xlsx", "dated": "", "kind": "", "note": ""}]
        entries = Entry.objects.count()
        again = looked_at(client, turn, north=file)
        assert again.context["plan"].same == 1 and not again.context["plan"].claimed
        confirmed(client, turn, looked)
    assert Entry.objects.count() == entries
    assert list(differences()) == []


def test_the_clerk_of_the_superior_takes_thirty_in_at_once_and_one_bad_file_stops_no_other(turn: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.li)
    with clock.at("2019-01-05T09:00"):
        files = {"north": filled_in(downloaded(client, turn, signed.cast.north), {"state": "推进中", "said": "在办"}), "south": filled_in(downloaded(client, turn, signed.cast.south), {"state": "已完成"})}
        looked = looked_at(client, turn, **files, broken=b"no workbook", empty=downloaded(client, turn, signed.cast.south))
        page = looked.content.decode()
        assert "broken.xlsx" in page and "打不开" in page
        confirmed(client, turn, looked)
    given = Return.objects.filter(status="given")
    assert {row.unit for row in given} == {signed.cast.north, signed.cast.south} and {row.person for row in given} == {signed.cast.li}
    client.force_login(signed.he)
    assert "来自文件 north.xlsx" in client.get(f"/returns/{given.get(unit=signed.cast.north).pk}/").content.decode()


def test_a_file_that_does_not_fit_when_it_is_written_stops_no_other(turn: Turn, signed: Signed) -> None:
    with clock.at("2019-01-05T09:00"):
        files = [(f"{unit}.xlsx", filled_in(sheet_of(turn, unit, signed.cast.li), {"state": "推进中", "said": "在办", "day": day})) for unit, day in ((signed.cast.north, "1月4日"), (signed.cast.south, "12月28日"))]
        rows = read_files(turn, files, signed.cast.li).rows
    with clock.at("2019-01-03T09:00"):      # a day before the first of them
        given, refused = take_in(turn, rows, by=acting(signed.cast.li), person=signed.cast.li)
    assert given == 1 and [name for name, _ in refused] == [f"{signed.cast.north}.xlsx"]
    assert Return.objects.get(status="given").unit == signed.cast.south
    assert {tally.unit: tally.answered for tally in turn.tallies.all()} == {signed.cast.north: 0, signed.cast.south: 1}
    assert list(differences()) == []


def test_two_versions_of_one_row_are_both_shown_and_the_clerk_chooses(turn: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.li)
    with clock.at("2019-01-05T09:00"):
        sheet = downloaded(client, turn, signed.cast.north)
        looked = looked_at(client, turn, one=filled_in(sheet, {"state": "推进中", "said": "甲说"}), two=filled_in(sheet, {"state": "已完成", "said": "乙说"}))
        page = looked.content.decode()
        assert "甲说" in page and "乙说" in page and "请选定一种" in page
        key = looked.context["plan"].claimed[0].now.key
        confirmed(client, turn, looked, **{f"several-{key}": "1", f"choose-{key}": "none"})
        assert not Return.objects.filter(status="given").exists()
        confirmed(client, turn, looked, **{f"several-{key}": "1", f"choose-{key}": "1"})
    assert Return.objects.get(status="given").words == "乙说"


def test_what_was_given_on_the_site_meanwhile_is_a_version_too(turn: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.li)
    with clock.at("2019-01-05T09:00"):
        sheet = downloaded(client, turn, signed.cast.north)
        row = Return.objects.filter(unit=signed.cast.north).order_by("duty__listed_number", "duty", "period").first()
        give_return(row, {"state": "done", "words": "网页上报的"}, by=acting(signed.cast.wang), person=signed.cast.wang)
        looked = looked_at(client, turn, one=filled_in(sheet, {"state": "推进中", "said": "表里写的"}))
        page = looked.content.decode()
        assert "网页上报的" in page and "表里写的" in page and "保留网页上已报的" in page
        key = looked.context["plan"].claimed[0].now.key
        confirmed(client, turn, looked, **{f"several-{key}": "1", f"choose-{key}": "keep"})
    assert Return.objects.get(pk=row.pk).words == "网页上报的"


def test_what_changed_after_the_preview_is_not_overwritten(turn: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.li)
    with clock.at("2019-01-05T09:00"):
        looked = looked_at(client, turn, one=filled_in(downloaded(client, turn, signed.cast.north), {"state": "推进中", "said": "表里写的"}))
        row = Return.objects.filter(unit=signed.cast.north).order_by("duty__listed_number", "duty", "period").first()
        give_return(row, {"state": "done", "words": "抢先报的"}, by=acting(signed.cast.wang), person=signed.cast.wang)
        assert confirmed(client, turn, looked).status_code == 409
    assert Return.objects.get(pk=row.pk).words == "抢先报的"


def test_an_accepted_return_is_neither_sent_out_nor_changed(turn: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    with clock.at("2019-01-05T09:00"):
        file = filled_in(downloaded(client, turn, signed.cast.north), {"state": "推进中", "said": "迟来的"})
        row = Return.objects.filter(unit=signed.cast.north).order_by("duty__listed_number", "duty", "period").first()
        row = give_return(row, {"state": "done"}, by=acting(signed.cast.wang), person=signed.cast.wang)
        check_return(row, "accepted", by=acting(signed.he), person=signed.he)
        assert "已经核查接受" in looked_at(client, turn, late=file).content.decode()
        assert row.duty.words not in str([c.value for r in load_workbook(BytesIO(downloaded(client, turn, signed.cast.north))).worksheets[0] for c in r])


def test_a_province_takes_in_nothing_for_another(turn: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.li)
    file = filled_in(downloaded(client, turn, signed.cast.north), {"state": "推进中", "said": "北河的话"})
    client.force_login(signed.cast.chen)
    assert client.get(f"/turns/{turn.pk}/units/{signed.cast.north.pk}/sheet.xlsx").status_code == 404
    looked = looked_at(client, turn, north=file)
    assert not looked.context["plan"].claimed and len(looked.context["plan"].refused) == 1
    package = client.get(f"/turns/{turn.pk}/sheets.zip")
    assert [name.endswith(f"{signed.cast.south}.xlsx") for name in ZipFile(BytesIO(package.content)).namelist()] == [True]


def test_what_was_shown_to_one_is_not_confirmed_by_another(turn: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.li)
    looked = looked_at(client, turn, one=filled_in(downloaded(client, turn, signed.cast.north), {"state": "推进中"}))
    client.force_login(signed.cast.chen)
    assert confirmed(client, turn, looked).status_code == 404
    assert not Return.objects.filter(status="given").exists()
