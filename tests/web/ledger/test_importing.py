"""The list goes out to a spreadsheet and comes back: only what a person changed is taken, once, and what does not fit is told by cell."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.web.cast import Cast
from tests.web.ledger.made_list import Made, accept_all, make_campaign

from luoshi.errors import ActRefused, TableError
from luoshi.web.ledger.actions.importing import Plan, correctable_duties, digest_of_plan, plan, take_back
from luoshi.web.ledger.actions.signing import sign
from luoshi.web.ledger.lists.papers import correctable_paper, directory_of
from luoshi.web.ledger.models import Duty
from luoshi.web.log.actions import record
from luoshi.web.log.models import Entry
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting
from luoshi.web.people.scope import units_open_to

Sheet = Worksheet
NAME = "责任清单.xlsx"


@pytest.fixture
def made(cast: Cast) -> Made:
    made = make_campaign(cast)
    accept_all(made, cast)
    return made


def exported(made: Made, cast: Cast) -> bytes:
    return correctable_paper(made.campaign, list(correctable_duties(made.campaign, cast.li)), directory_of(units_open_to(cast.li)))


def corrected(content: bytes, change: Callable[[Sheet], None]) -> bytes:
    """The list as a person saves it after changing its first sheet."""
    book = load_workbook(BytesIO(content))
    change(book.worksheets[0])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def column(sheet: Sheet, head: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == head)


def put(head: str, row: int, value: Any) -> Callable[[Sheet], None]:
    return lambda sheet: sheet.cell(row, column(sheet, head)).__setattr__("value", value)


def looked_at(made: Made, cast: Cast, content: bytes) -> Plan:
    return plan(made.campaign, content, NAME, cast.li)


def taken(made: Made, cast: Cast, content: bytes, *, drop: bool = False) -> Entry:
    seen = digest_of_plan(looked_at(made, cast, content))
    return take_back(made.campaign, content, NAME, by=acting(cast.li), person=cast.li, seen=seen, drop=drop)


def refusals(made: Plan) -> list[tuple[str, str]]:
    return [(refused.where.partition("!")[2], refused.error.sentence("zh")) for refused in made.refused]


def test_what_comes_back_unchanged_changes_nothing(made: Made, cast: Cast) -> None:
    content = exported(made, cast)
    found = looked_at(made, cast, content)
    assert (found.is_empty, found.refused, found.deleted, found.returned.rows) == (True, (), (), 14)
    with pytest.raises(ActRefused, match="没有要写入的改动"):
        taken(made, cast, content)


def test_the_same_values_give_the_same_bytes(made: Made, cast: Cast) -> None:
    assert exported(made, cast) == exported(made, cast)


def test_a_changed_cell_is_taken_and_taken_twice_changes_nothing(made: Made, cast: Cast) -> None:
    content = corrected(exported(made, cast), put("完成时限", 4, "９月底前"))
    taken(made, cast, content)
    duty = made.duties[2]
    assert (duty.due, duty.due_words, str(duty.last_day), "deadline" in duty.missing) == ("2018-09-30", "9月底前", "2018-09-30", False)
    with pytest.raises(ActRefused, match="没有要写入的改动"):
        taken(made, cast, content)
    assert Entry.objects.filter(kind="duty.imported").count() == 1 and list(differences()) == []


def test_columns_may_move_and_rows_be_sorted(made: Made, cast: Cast) -> None:
    def shuffle(sheet: Sheet) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        rows = [rows[0], *reversed(rows[1:])]
        for number, row in enumerate(rows, 1):
            for place, value in enumerate([row[-1], *row[:-1]], 1):
                sheet.cell(number, place).value = value

    assert looked_at(made, cast, corrected(exported(made, cast), shuffle)).is_empty


def test_merged_cells_say_the_same_for_each_of_their_rows(made: Made, cast: Cast) -> None:
    def merge(sheet: Sheet) -> None:
        at = column(sheet, "备注")
        sheet.cell(2, at).value = "两项并报"
        sheet.merge_cells(start_row=2, end_row=3, start_column=at, end_column=at)

    taken(made, cast, corrected(exported(made, cast), merge))
    assert [duty.note for duty in made.duties[:3]] == ["两项并报", "两项并报", ""]


def test_names_are_understood_in_short_and_unknown_ones_are_told_with_like_ones(made: Made, cast: Cast) -> None:
    def name(sheet: Sheet) -> None:
        put("配合单位", 2, "南河")(sheet)
        put("牵头单位", 3, "东海省航运局")(sheet)

    found = looked_at(made, cast, corrected(exported(made, cast), name))
    assert found.changes == {made.duties[0].subject: {"supports": [cast.south.pk]}}
    ((where, words),) = refusals(found)
    assert where == "J3" and "东海省航运局" in words and "下拉列表" in words


def test_what_the_system_gives_is_not_changed_by_a_cell(made: Made, cast: Cast) -> None:
    found = looked_at(made, cast, corrected(exported(made, cast), put("单位", 2, "别的单位")))
    assert found.is_empty
    assert refusals(found) == [("B2", "“单位”一列由系统给出，不能在表里改。应为：北河省内河航运管理局。")]


def test_a_cell_that_someone_changed_meanwhile_is_refused(made: Made, cast: Cast) -> None:
    content = corrected(exported(made, cast), put("备注", 2, "甲"))
    record("duty.edited", made.campaign.chain, {made.duties[0].subject: {"note": "乙"}}, by=acting(cast.li))
    found = looked_at(made, cast, content)
    assert found.is_empty and "改为“乙”" in refusals(found)[0][1]


def test_the_deadline_of_a_live_duty_is_refused_at_its_cell_and_the_rest_is_taken(made: Made, cast: Cast) -> None:
    sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)

    def change(sheet: Sheet) -> None:
        put("完成时限", 3, "2019年")(sheet)
        put("备注", 3, "已与财务对接")(sheet)

    content = corrected(exported(made, cast), change)
    assert refusals(looked_at(made, cast, content)) == [("F3", "清单已签发，时限只能经批准延期后变动。请提出延期申请。")]
    taken(made, cast, content)
    assert (made.duties[1].note, made.duties[1].due) == ("已与财务对接", "2018-12-31")


def test_a_row_taken_out_leaves_the_list_only_when_that_is_said(made: Made, cast: Cast) -> None:
    content = corrected(exported(made, cast), lambda sheet: sheet.delete_rows(5))
    assert [duty.pk for duty in looked_at(made, cast, content).deleted] == [made.duties[3].pk]
    with pytest.raises(ActRefused):
        taken(made, cast, content)
    taken(made, cast, content, drop=True)
    assert (made.duties[3].status, NAME in made.duties[3].why) == ("rejected", True)
    assert looked_at(made, cast, content).deleted == ()


def test_a_live_duty_does_not_leave_the_list_by_a_row_taken_out(made: Made, cast: Cast) -> None:
    sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
    found = looked_at(made, cast, corrected(exported(made, cast), lambda sheet: sheet.delete_rows(5)))
    assert (found.deleted, [duty.pk for duty in found.kept]) == ((), [made.duties[3].pk])


def test_a_copied_row_is_a_new_duty_with_the_same_anchor_and_is_taken_once(made: Made, cast: Cast) -> None:
    def copy(sheet: Sheet) -> None:
        for cell in list(sheet[11]):
            sheet.cell(16, cell.column).value = cell.value
        put("数量", 16, "4个")(sheet)
        put("牵头单位", 16, "南河省内河航运管理局")(sheet)

    content = corrected(exported(made, cast), copy)
    taken(made, cast, content)
    added = Duty.objects.get(hand=cast.li)
    assert (added.quantity, added.sources, added.status, added.unit) == ("4个", made.duties[9].sources, "accepted", cast.south)
    assert looked_at(made, cast, content).is_empty
    assert list(differences()) == []


def test_a_row_copied_without_a_change_is_passed_over(made: Made, cast: Cast) -> None:
    def copy(sheet: Sheet) -> None:
        for cell in list(sheet[11]):
            sheet.cell(16, cell.column).value = cell.value

    found = looked_at(made, cast, corrected(exported(made, cast), copy))
    assert found.is_empty and len(found.returned.copies) == 1


def test_a_new_row_says_whose_it_is_and_who_put_it(made: Made, cast: Cast) -> None:
    def add(sheet: Sheet) -> None:
        put("原句", 16, "建立航运应急物资储备库。")(sheet)
        put("单位", 16, "北河")(sheet)
        put("责任岗位", 16, "北河省内河航运管理局 局长")(sheet)
        put("原句", 17, "没有单位的一行。")(sheet)

    content = corrected(exported(made, cast), add)
    assert refusals(looked_at(made, cast, content))[0][0] == "B17"
    taken(made, cast, content)
    added = Duty.objects.get(hand=cast.li)
    assert (added.unit, added.lead, added.owner_post, added.missing) == (cast.north, cast.north, made.north_post, ["deadline"])


def test_words_that_begin_like_a_formula_go_out_as_words(made: Made, cast: Cast) -> None:
    record("duty.edited", made.campaign.chain, {made.duties[0].subject: {"note": '=HYPERLINK("x")', "object": "@SUM(1)"}}, by=acting(cast.li))
    content = exported(made, cast)
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    cell = sheet.cell(2, column(sheet, "备注"))
    assert (cell.data_type, cell.quotePrefix, cell.value) == ("s", True, '=HYPERLINK("x")')
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_the_head_is_protected_and_the_key_hidden(made: Made, cast: Cast) -> None:
    sheet = load_workbook(BytesIO(exported(made, cast))).worksheets[0]
    key = sheet.cell(1, column(sheet, "键（请勿改动）"))
    assert sheet.protection.sheet and sheet["A1"].protection.locked and not sheet["A2"].protection.locked
    assert sheet.column_dimensions[key.column_letter].hidden
    assert {rule.formula1[:6] for rule in sheet.data_validations.dataValidation} >= {'"防范化解重', "'选项'!$"[:6]}


def test_the_list_of_another_campaign_is_not_taken(made: Made, cast: Cast) -> None:
    other = make_campaign(cast)
    with pytest.raises(TableError, match="另一个专项"):
        plan(other.campaign, exported(made, cast), NAME, cast.li)


def test_what_is_no_workbook_is_told_in_a_sentence(made: Made, cast: Cast) -> None:
    for content in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", "序号,单位".encode()):
        with pytest.raises(TableError):
            plan(made.campaign, content, NAME, cast.li)


def test_nothing_is_written_where_the_duties_are_no_longer_as_they_were_shown(made: Made, cast: Cast) -> None:
    content = corrected(exported(made, cast), put("备注", 2, "甲"))
    with pytest.raises(ActRefused) as refused:
        take_back(made.campaign, content, NAME, by=acting(cast.li), person=cast.li, seen="另一份")
    assert refused.value.code == "act.changed-since"


def test_who_may_not_settle_does_not_import(made: Made, cast: Cast) -> None:
    with pytest.raises(ActRefused, match="核定任务"):
        take_back(made.campaign, exported(made, cast), NAME, by=acting(cast.wang), person=cast.wang, seen="")


VALUES = {
    "完成时限": [("2018年9月", {"due": "2018-09"}), ("2019/6/30", {"due": "2019-06-30"}), ("５个工作日内", {"due": "+5wd"}), ("2018年底前", {"due": "2018-12-31"})],
    "方面": [("污染防治", {"theme": "green"}), ("Leadership", {"theme": "lead"})],
    "类型": [("目标", {"kind": "target"})],
    "周期": [("每月", {"rhythm": "monthly"}), ("每年", {"rhythm": "yearly"})],
    "数量": [("９０％以上", {"quantity": "90%以上"}), ("7个", {"quantity": "7个"})],
    "成果": [("方案，台账", {"deliverables": "方案、台账"})],
    "备注": [("改", {"note": "改"}), ("=1+1 不是公式", {"note": "=1+1 不是公式"})],
}
edits = st.dictionaries(
    st.tuples(st.sampled_from(sorted(VALUES)), st.integers(2, 15)), st.integers(0, 3), min_size=1, max_size=8,
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits)
def test_any_edits_come_back_as_exactly_those_changes(made: Made, cast: Cast, edits: dict[tuple[str, int], int]) -> None:
    content = exported(made, cast)
    chosen = {place: VALUES[place[0]][number % len(VALUES[place[0]])] for place, number in edits.items()}

    def change(sheet: Sheet) -> None:
        for (head, row), (words, _) in chosen.items():
            cell = sheet.cell(row, column(sheet, head))
            cell.value, cell.data_type = words, "s"

    found = looked_at(made, cast, corrected(content, change))
    assert found.refused == () and found.added == () and found.deleted == ()
    rows = made.duties
    expected: dict[str, dict[str, Any]] = {}
    for (_, row), (_, fields) in chosen.items():
        duty = rows[row - 2]
        expected.setdefault(duty.subject, {}).update({name: value for name, value in fields.items() if getattr(duty, name) != value})
    expected = {subject: fields for subject, fields in expected.items() if fields}
    assert {subject: {name: fields.get(name) for name in expected[subject]} for subject, fields in found.changes.items()} == expected
