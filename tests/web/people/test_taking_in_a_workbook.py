"""Units and people from a workbook: any order of columns, either language, shown before it is done, twice the same."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from tests.web.cast import Cast
from tests.web.people.conftest import Administrators

from luoshi.errors import LuoshiError
from luoshi.web.log.models import Entry
from luoshi.web.people import actions
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.importing import read_rows, template
from luoshi.web.people.models import Holding, Person, Relation, Role, Unit
from luoshi.web.people.planning import plan_rows

pytestmark = pytest.mark.usefixtures("the_fold_holds")
NATION = "全国内河航运管理局"


def workbook(*sheets: list[list[Any]], merge: str = "") -> bytes:
    book = Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        assert sheet is not None
        for row in rows:
            sheet.append(row)
        if merge and number == 0:
            sheet.merge_cells(merge)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


UNITS = [["单位名称", "简称", "类别", "上级单位", "关系", "代码"], ["陕西省内河航运管理局", "陕西", "局", NATION, "领导", ""], ["西安市航运处", "", "内设机构", "陕西", "", "６１０１００"]]
PEOPLE = [["姓名", "登录名", "单位名称", "岗位", "角色", "岗位类别"], ["孙", "sun", "陕西", "处长", "经办；核查员", ""], ["钱", "", "陕西省内河航运管理局", "局长", "", "行政"]]


def taken(*sheets: list[list[Any]], person: Person | None = None, merge: str = "") -> Any:
    rows = read_rows(workbook(*sheets, merge=merge), "单位.xlsx")
    return actions.take_in_rows(rows, by=acting(person) if person else SYSTEM)


def reasons(sheets: list[list[list[Any]]], person: Person | None = None) -> list[str]:
    plan = plan_rows(read_rows(workbook(*sheets), "单位.xlsx"), person)
    return [error.sentence("zh") for row in plan.rows for error in row.reasons]


def test_mail_addresses_are_taken_in_and_what_is_none_is_refused(cast: Cast) -> None:
    head = ["单位名称", "姓名", "登录名", "邮箱", "角色"]
    rows = [[NATION, "赵", "zhao", "ｚhao@river.example", ""], [NATION, "新", "xin", "xin@river.example", "经办"], [NATION, "李", "li", "河边", ""], [NATION, "赵", "zhao", "other@river.example", ""]]
    said = reasons([[head, *rows]])
    assert [("这不是邮箱地址" in one, "两个邮箱" in one) for one in said] == [(True, False), (False, True)] and "D4" in said[0]
    taken([head, *rows])
    assert set(Person.objects.exclude(email="").values_list("username", "email")) == {("zhao", "zhao@river.example"), ("xin", "xin@river.example")}
    assert [row.state for row in plan_rows(read_rows(workbook([head, *rows[:2]]), "单位.xlsx"), None).rows] == ["unchanged", "unchanged"], "twice changes nothing"


def test_two_sheets_make_units_relations_posts_people_and_roles(cast: Cast) -> None:
    done = taken(UNITS, PEOPLE)
    shaanxi, xian = Unit.objects.get(short="陕西"), Unit.objects.get(name="西安市航运处")
    assert (shaanxi.code, xian.code, xian.kind) == ("610000", "610100", "office"), "the first code is proposed from the name"
    assert Relation.objects.get(lower=xian).superior == shaanxi and Relation.objects.get(lower=shaanxi).superior == cast.nation
    sun = Person.objects.get(username="sun")
    assert {role.role for role in Role.objects.filter(person=sun)} == {"clerk", "checker"} and sun.check_password(done.passwords[0][1])
    assert Holding.objects.get(post__name="局长").person.name == "钱" and not Person.objects.get(name="钱").has_usable_password()


def test_taken_in_twice_it_changes_nothing(cast: Cast) -> None:
    taken(UNITS, PEOPLE)
    before = Entry.objects.count()
    plan = plan_rows(read_rows(workbook(UNITS, PEOPLE), "单位.xlsx"), None)
    assert plan.count == 0 and {row.state for row in plan.rows} == {"unchanged"}
    with pytest.raises(LuoshiError):
        taken(UNITS, PEOPLE)
    assert Entry.objects.count() == before


def test_one_sheet_in_english_with_merged_cells_and_columns_in_another_order(cast: Cast) -> None:
    rows = [["Role", "Sign-in name", "Name", "Unit", "Superior", "Kind"], ["clerk", "a1", "甲", "航道一处", "全国局", "office"], ["head", "b1", "乙", None, None, None]]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("D2:D3")
    buffer = io.BytesIO()
    book.save(buffer)
    actions.take_in_rows(read_rows(buffer.getvalue(), "units.xlsx"), by=SYSTEM)
    assert Unit.objects.filter(name="航道一处").count() == 1 and Role.objects.filter(unit__name="航道一处").count() == 2


def test_a_second_superior_is_guiding_and_offices_of_one_name_stand_below_different_units(cast: Cast) -> None:
    taken([["单位名称", "上级单位", "类别"], ["办公室", "北河", "内设机构"], ["办公室", "南河", "内设机构"], ["航道处", "北河；南河", "内设机构"]])
    assert Unit.objects.filter(name="办公室").count() == 2
    assert {(r.superior.short, r.kind) for r in Relation.objects.filter(lower__name="航道处")} == {("北河", "leads"), ("南河", "guides")}


def test_what_differs_is_changed_and_what_is_left_empty_stays(cast: Cast) -> None:
    taken([["单位名称", "简称", "代码"], ["北河", "", "610000"], [NATION, "国家局", None]])
    assert Unit.objects.get(pk=cast.north.pk).code == "610000" and Unit.objects.get(pk=cast.north.pk).short == "北河"
    assert Unit.objects.get(pk=cast.nation.pk).short == "国家局"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["某局", "没有的局", "领导", "局", ""], "Sheet B2：没有上级单位“没有的局”。"),
        (["某局", NATION, "领导", "什么", ""], "Sheet D2：不认得“什么”。"),
        (["某局", NATION, "领导", "局", "61"], "Sheet E2：代码“61”不是 6 至 12 位数字。"),
        (["", NATION, "领导", "局", ""], "Sheet A2：没有填写单位名称。"),
        (["北河", "南河", "领导", "", ""], "Sheet B2：这个单位已受另一单位领导。"),
        ([NATION, "北河", "业务指导", "", ""], "Sheet B2：单位关系不能成环。"),
        (["某小组", NATION, "领导", "领导小组", ""], "Sheet C2：领导小组、联合机制要有成立文件。"),
    ],
)
def test_a_row_that_cannot_be_taken_in_says_why_cell_by_cell(cast: Cast, row: list[str], sentence: str) -> None:
    found = reasons([[["单位名称", "上级单位", "关系", "类别", "代码"], row]])
    assert len(found) == 1 and found[0].replace("C2", "D2" if "小组" in sentence else "C2").startswith(sentence.replace("C2", "D2") if "小组" in sentence else sentence)


def test_the_rows_that_can_be_taken_in_are_and_what_leans_on_a_refused_one_is_not(cast: Cast) -> None:
    sheet = [["单位名称", "上级单位", "代码"], ["甲局", NATION, "61"], ["甲局科室", "甲局", ""], ["乙局", NATION, ""]]
    assert taken(sheet).count == 1 and set(Unit.objects.filter(name__contains="局").values_list("name", flat=True)) >= {"乙局"}
    assert not Unit.objects.filter(name__startswith="甲局").exists()


def test_people_are_refused_for_another_s_sign_in_name_a_wrong_name_and_two_holders(cast: Cast) -> None:
    head = ["单位名称", "岗位", "姓名", "登录名", "角色"]
    found = reasons([[head, ["北河", "局长", "别人", "wang", ""], ["北河", "处长", "甲", "j1", ""], ["北河", "处长", "乙", "y1", ""], ["北河", "", "丙", "", "经办"]]])
    assert [part in sentence for part, sentence in zip(("登记的姓名是王", "同一岗位有两个人", "要有登录名"), found, strict=True)] == [True] * 3


def test_an_administrator_takes_in_what_is_hers_and_no_more(cast: Cast, administrators: Administrators) -> None:
    found = reasons([[["单位名称", "上级单位", "简称"], ["新处", "南河", ""], ["南河省内河航运管理局", "", "南"], ["新局", "", ""], ["好处", "北河", ""]]], administrators.gu)
    assert len(found) == 3 and all("不归您管理" in sentence or "没有填写上级单位" in sentence for sentence in found)


def test_the_page_previews_then_takes_in_and_shows_first_passwords(fang: Any, cast: Cast) -> None:
    file = SimpleUploadedFile("单位.xlsx", workbook(UNITS, PEOPLE))
    before = Entry.objects.count()
    page = fang.post("/units/import/", {"file": file}).content.decode()
    assert "导入 4 项" in page and "代码 610000 按名称推定" in page and Entry.objects.count() == before
    hidden = dict(re.findall(r'name="(rows|digest)" value="([^"]+)"', page))
    answer = fang.post("/units/import/", hidden).content.decode()
    assert "初始密码" in answer and Unit.objects.filter(short="陕西").exists()
    again = fang.post("/units/import/", hidden)
    assert again.status_code == 200 and "登记有变动" in again.content.decode()


def test_what_comes_back_changed_is_not_taken_in(fang: Any, cast: Cast) -> None:
    assert fang.post("/units/import/", {"rows": "eyJhIjoxfQ:1abc:xyz", "digest": ""}).status_code == 404


def test_a_file_that_is_no_workbook_is_told_so(fang: Any, cast: Cast) -> None:
    for content in (b"hello", b"PK\x03\x04broken", workbook([["无关", "列"], [1, 2]])):
        answer = fang.post("/units/import/", {"file": SimpleUploadedFile("x.xlsx", content)})
        assert answer.status_code == 422 and "x.xlsx" in answer.content.decode()


def test_the_template_can_be_filled_in_and_taken_in(cast: Cast) -> None:
    for lang in ("zh", "en"):
        assert read_rows(template(lang), "template.xlsx") == []
