"""The papers of the ledger's list open in Word and Excel, say what the rows say, are the same bytes each time, and come back as they went out."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from luoshi.writing.ledger_list import correctable_xlsx, listed_xlsx
from luoshi.writing.ledger_list_reading import read_listed
from luoshi.writing.ledger_paper import listed_docx
from luoshi.writing.ledger_records import Directory, ListChange, ListedDuty, ListHead

NORTH, SOUTH = "北河省内河航运管理局", "南河省内河航运管理局"
DIRECTORY = Directory({NORTH: 2, SOUTH: 3}, {f"{NORTH} 局长": 5, f"{SOUTH} 局长": 6, f"{SOUTH} 总工程师": 7}, {"北河": 2, "南河": 3})
HEAD = ListHead("三项攻坚", 2, "2018-09-30", "全国内河航运管理局", "赵", "局长", "campaign:1", 173, "sha256:" + "ab" * 32, "sha256:" + "cd" * 32)
DUTY = ListedDuty(
    "duty:1", 1, NORTH, "按季度召开专题会议，", "duty", "lead", rhythm="quarterly", deliverables="专题会议", lead=NORTH, supports=(SOUTH,), owner_post=f"{NORTH} 局长",
    holders={"owner_post": "王"}, document="两省部署", place="第3段", status="live",
)  # fmt: skip
DUTIES = [DUTY, replace(DUTY, key="duty:2", number=2, words="到2020年岸电覆盖率达到80%以上。", due="2020", quantity="80%以上", rhythm=""), replace(DUTY, key="duty:9", number=9, unit=SOUTH, lead=SOUTH, owner_post=f"{SOUTH} 局长", holders={})]
CHANGES = [ListChange(2, "到2020年岸电覆盖率达到80%以上。", "due", "2019年", "2020年", "李（督查室） 2018年9月12日"), ListChange(4, "一项旧任务", "dropped", "与第2项重复", "", "赵 2018年9月20日")]


def text_of(content: bytes) -> str:
    docx = Document(BytesIO(content))
    cells = (cell.text for table in docx.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in docx.paragraphs), *cells])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_rows_give_the_same_bytes(lang: str) -> None:
    for write in (listed_docx, listed_xlsx):
        assert write(HEAD, DUTIES, changes=CHANGES, lang=lang) == write(HEAD, DUTIES, changes=CHANGES, lang=lang)
    assert correctable_xlsx(HEAD, DUTIES, DIRECTORY, lang=lang) == correctable_xlsx(HEAD, DUTIES, DIRECTORY, lang=lang)


def test_the_paper_names_version_date_signer_and_the_code_with_how_to_check_it() -> None:
    text = text_of(listed_docx(HEAD, DUTIES, changes=CHANGES))
    for words in ("三项攻坚责任清单", "（第2版　2018年9月30日签发）", "签发人：局长　赵", "台账校验码：173:sha256:abab", "luoshi verify --chain campaign:1 --head 173:sha256:"):
        assert words in text


def test_the_paper_groups_the_duties_by_unit_with_sentence_place_and_posts() -> None:
    text = text_of(listed_docx(HEAD, DUTIES))
    assert f"一、{NORTH}（2项）" in text and f"二、{SOUTH}（1项）" in text
    assert "按季度召开专题会议\n出处：两省部署、第3段" in text and "局长（王）" in text and "本单位牵头" in text


def test_the_paper_tells_what_changed_and_who_approved_it() -> None:
    text = text_of(listed_docx(HEAD, DUTIES, changes=CHANGES))
    assert "三、与第1版相比" in text and "李（督查室） 2018年9月12日" in text and "撤下" in text and "与第2项重复" in text
    assert "没有变动" in text_of(listed_docx(HEAD, DUTIES))


def test_both_leads_are_named_where_both_are_responsible() -> None:
    paired = [replace(DUTY, party_post=f"{NORTH} 书记", admin_post=f"{NORTH} 局长")]
    assert "党：书记" in text_of(listed_docx(replace(HEAD, paired=True), paired))


def test_an_example_and_an_extract_say_so_on_the_paper() -> None:
    text = text_of(listed_docx(replace(HEAD, example=True, extract=True), DUTIES))
    assert "均为虚构" in text and "摘录" in text


def test_a_draft_has_no_signature_and_no_code() -> None:
    text = text_of(listed_docx(ListHead("三项攻坚"), DUTIES))
    assert "待签发稿" in text and "校验码" not in text and "签发人" not in text


def test_the_paper_lies_on_its_side() -> None:
    section = Document(BytesIO(listed_docx(HEAD, DUTIES))).sections[0]
    assert (round(section.page_width or 0, -3), round(section.page_height or 0, -3)) == (round(Mm(297), -3), round(Mm(210), -3))


def test_the_signed_workbook_holds_list_changes_and_code() -> None:
    book = load_workbook(BytesIO(listed_xlsx(HEAD, DUTIES, changes=CHANGES)))
    assert [sheet.title for sheet in book] == ["责任清单", "变动", "签发和校验"]
    assert [cell.value for cell in book["变动"][2]] == ["2", "到2020年岸电覆盖率达到80%以上。", "完成时限", "2019年", "2020年", "李（督查室） 2018年9月12日"]
    assert "台账校验码：173:sha256:" in "".join(str(row[0]) for row in book["签发和校验"].iter_rows(values_only=True))


hostile = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]) | st.sampled_from("=+-@\t\r\n_x0041_；、"), max_size=40)
rows = st.builds(
    lambda words, note, deliverables, number: replace(DUTY, key=f"duty:{number}", number=number, words=words or "一", note=note, deliverables=deliverables), hostile, hostile, hostile, st.integers(1, 10**6),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(rows, min_size=1, max_size=5, unique_by=lambda duty: duty.key), st.sampled_from(["zh", "en"]))
def test_any_list_that_comes_back_unchanged_changes_nothing(duties: list[ListedDuty], lang: str) -> None:
    content = correctable_xlsx(HEAD, duties, DIRECTORY, lang=lang)
    returned = read_listed(content, "x.xlsx", "campaign:1", duties, DIRECTORY)
    assert (returned.changes, returned.added, returned.deleted, returned.refused) == ((), (), (), ())
    cells = [cell for sheet in load_workbook(BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def changed(content: bytes, cells: dict[str, Any]) -> bytes:
    book = load_workbook(BytesIO(content))
    for place, value in cells.items():
        book.worksheets[0][place] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


CELLS = [
    ("F2", "９月底前", {"due": "2018-09-30", "due_words": "9月底前", "last_day": "2018-09-30"}),
    ("F2", "2018/12；2020年", {"due": "2018-12;2020", "due_words": "2018/12；2020年", "last_day": "2020-12-31"}),
    ("C2", "Pollution control", {"theme": "green"}),
    ("C2", None, {"theme": "-"}),
    ("G3", "按季度", {"rhythm": "quarterly", "rhythm_words": "按季度"}),
    ("J2", "南河", {"lead": 3}),
    ("K2", "北河，南河", {"supports": [2, 3]}),
    ("L2", "总工程师", {"owner_post": 7}),
    ("L4", "局长", None),
    ("L2", None, {"owner_post": None}),
    ("I2", "办法；台账", {"deliverables": "办法、台账"}),
    ("M2", "（新）", {"note": "（新）"}),
]


@pytest.mark.parametrize(("place", "value", "fields"), CELLS)
def test_a_cell_is_understood_as_people_write_it(place: str, value: str | None, fields: dict[str, Any] | None) -> None:
    content = changed(correctable_xlsx(HEAD, DUTIES, DIRECTORY), {place: value})
    returned = read_listed(content, "x.xlsx", "campaign:1", DUTIES, DIRECTORY, dated="2018-08")
    assert returned.refused == ()
    assert [change.fields for change in returned.changes] == ([fields] if fields else [{"owner_post": 6}])


WRONG = [
    ("F2", "尽快", "不是能读懂的时限"), ("F2", "2018-13", "没有"), ("D2", "口号", "不在可选的词里"), ("J2", "北河、南河", "只能有一个"), ("L2", "科长", "没有名为“科长”的岗位"),
    ("H2", "若干", "没有数"), ("E2", " ", "不能空着"), ("A2", 7, "由系统给出"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "said"), WRONG)
def test_a_cell_that_does_not_fit_is_told_with_what_would_be_right(place: str, value: Any, said: str) -> None:
    content = changed(correctable_xlsx(HEAD, DUTIES, DIRECTORY), {place: value})
    (refused,) = read_listed(content, "x.xlsx", "campaign:1", DUTIES, DIRECTORY).refused
    assert refused.where == f"责任清单!{place}" and said in refused.error.sentence("zh") and refused.error.next_en


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_list_comes_back_from_another_program_unchanged(tmp_path: Path) -> None:
    sent = tmp_path / "清单.xlsx"
    sent.write_bytes(correctable_xlsx(HEAD, DUTIES, DIRECTORY))
    back = tmp_path / "back"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(back), str(sent)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    returned = read_listed((back / "清单.xlsx").read_bytes(), "清单.xlsx", "campaign:1", DUTIES, DIRECTORY)
    assert (returned.rows, returned.changes, returned.added, returned.deleted, returned.refused) == (3, (), (), (), ())


def test_no_word_of_ours_in_an_english_paper_is_chinese() -> None:
    plain = replace(DUTY, unit="North", words="w", deliverables="", lead="North", supports=(), owner_post="head", holders={}, document="d", place="paragraph 3")
    english = ListHead("Campaign", 1, "2018-09-30", "Nation", "Zhao", "head", "campaign:1", 1, "sha256:ab", "sha256:cd")
    assert not re.search("[\u4e00-\u9fff]", text_of(listed_docx(english, [plain], lang="en")))
