"""What must come out of the real page: who answers what, what is dated, what recurs, and that nobody is named, each with its sentence."""

from __future__ import annotations

import pytest
from labelled import ABSENT, GOLD

from luoshi.extracting import Cell, Extraction, FoundDuty, extract
from luoshi.reading import read, read_text

needs_the_page = pytest.mark.skipif(not GOLD.exists(), reason=ABSENT)

BATTLES = ("risk", "poverty", "green")
SHAANXI, SHANXI, GUANGXI, XINJIANG = "陕西省邮政管理局", "山西省邮政管理局", "广西自治区邮政管理局", "新疆自治区邮政管理局"


@pytest.fixture(scope="module")
def page() -> Extraction:
    """The page as its user reads it."""
    return extract(read(GOLD / "postal-2018.txt", dated="2018-09"), pack="postal-2018")


def answering(page: Extraction, column: str) -> set[str]:
    """The units of which a duty fills the column."""
    return {unit for unit in page.units if page.cell(unit, column).duties}


def quotes(page: Extraction, cell: Cell) -> list[str]:
    """The words that a cell links to."""
    return [page.document.text[start:end] for start, end in cell.spans]


def unit_duties(page: Extraction, unit: str) -> list[FoundDuty]:
    return [duty for duty in page.duties if duty.unit == unit]


@needs_the_page
def test_eight_units_speak_and_twenty_three_of_the_thirty_one_are_awaited(page: Extraction) -> None:
    assert (len(page.units), len(page.awaited)) == (8, 23)
    assert page.document.open_list
    assert not set(page.units) & set(page.awaited)
    assert "甘肃省邮政管理局" in page.awaited


@needs_the_page
def test_guangxi_answers_one_battle_of_three(page: Extraction) -> None:
    assert [battle for battle in BATTLES if page.cell(GUANGXI, battle).duties] == ["risk"]
    assert quotes(page, page.cell(GUANGXI, "risk")) == ["全力保安全，", "着力保稳定，"]


@needs_the_page
def test_a_battle_that_is_only_named_is_told_from_one_that_is_answered(page: Extraction) -> None:
    assert [battle for battle in BATTLES if not page.cell(XINJIANG, battle).duties] == ["green"]
    assert len(page.cell(XINJIANG, "green").spans) == 1
    assert "天蓝地绿水清" in quotes(page, page.cell(XINJIANG, "green"))[0]


@needs_the_page
def test_nobody_is_named(page: Extraction) -> None:
    assert answering(page, "person") == set()


@needs_the_page
def test_shanxi_alone_has_a_dated_act(page: Extraction) -> None:
    assert answering(page, "dated") == {SHANXI}
    assert [words[:3] for words in quotes(page, page.cell(SHANXI, "dated"))] == ["9月份"]
    (number,) = page.cell(SHANXI, "dated").duties
    (due,) = page.duties[number - 1].deadlines
    assert (due.value, due.inferred, due.inferred_from, due.hedges) == ("2018-09", True, "2018-09", ("适时",))


@needs_the_page
def test_shanxi_alone_has_a_rhythm_with_a_period(page: Extraction) -> None:
    with_period = {duty.unit for duty in page.duties if duty.recurrence and duty.recurrence.value != "ongoing"}
    assert with_period == {SHANXI}
    assert page.cell(SHANXI, "rhythm").label == "按季度"
    assert any("按季度" in words for words in quotes(page, page.cell(SHANXI, "rhythm")))
    assert all(page.cell(unit, "rhythm").label.endswith("?") for unit in answering(page, "rhythm") - {SHANXI})


@needs_the_page
def test_shanxi_alone_sets_up_a_leading_group(page: Extraction) -> None:
    assert answering(page, "leading-group") == {SHANXI}


@needs_the_page
def test_what_stands_out_is_said_and_linked(page: Extraction) -> None:
    said = {(remark.what, remark.column, remark.unit) for remark in page.remarks}
    assert {("nobody", "person", ""), ("only", "dated", SHANXI), ("only", "rhythm", SHANXI), ("only", "leading-group", SHANXI)} <= said
    (partly,) = (remark for remark in page.remarks if remark.what == "partly")
    assert (partly.unit, partly.present, partly.absent) == (GUANGXI, ("risk",), ("poverty", "green"))
    assert all(remark.spans for remark in page.remarks if remark.what != "nobody")


@needs_the_page
def test_every_filled_cell_leads_to_sentences_of_its_unit(page: Extraction) -> None:
    for cell in page.table:
        inside = [(s.start, s.end) for s in page.document.statements if s.unit == cell.unit]
        assert all(any(a <= start and end <= b for a, b in inside) for start, end in cell.spans)
        assert bool(cell.duties) <= bool(cell.spans)


@needs_the_page
def test_a_second_directive_has_a_statement_of_its_own_and_does_not_raise_the_row(page: Extraction) -> None:
    first, second = (s for s in page.document.statements if s.unit == SHAANXI)
    assert (first.directive, bool(second.directive)) == ("", True)
    assert [unit for unit, _ in page.other_directives] == [SHAANXI]
    beside = {duty.number for duty in page.duties if duty.statement == second.index}
    assert beside
    assert not beside & {number for column in page.columns for number in page.cell(SHAANXI, column).duties}


@needs_the_page
def test_nothing_comes_of_the_footer(page: Extraction) -> None:
    footer = page.document.text.index("请在30日内")
    assert all(duty.end <= footer for duty in page.duties)
    assert page.document.statement_at(footer) is None


@needs_the_page
def test_a_magnitude_without_a_unit_is_asked_about(page: Extraction) -> None:
    assert [(q.unit, q.words) for q in page.questions if q.what == "unit"] == [("山东省邮政管理局", "千万级")]


@needs_the_page
def test_the_suspected_typo_is_asked_about_and_stays(page: Extraction) -> None:
    assert [q.unit for q in page.questions if q.what == "suspect" and q.words == "指施"] == ["辽宁省邮政管理局"]
    assert "政策指施" in page.document.text


@needs_the_page
def test_without_a_date_the_month_stays_a_month_and_is_a_question() -> None:
    undated = extract(read(GOLD / "postal-2018.txt"), pack="postal-2018")
    (due,) = (d for duty in undated.duties for d in duty.deadlines if d.words.startswith("9月"))
    assert (due.value, due.inferred, due.last_day) == ("--09", False, "")
    assert ("year", due.words) in {(q.what, q.words) for q in undated.questions}


def test_a_units_own_list_of_who_is_expected_goes_before_the_packs() -> None:
    text = "甲市交通局、乙市交通局近日传达学习全省会议精神。\n\n甲市交通局\n\n要建立台账，完善制度。\n\n乙市交通局\n\n要制定方案，加强督查。\n"
    found = extract(read_text(text), pack="postal-2018", expected=("甲市交通局", "乙市交通局", "丙市交通局"))
    assert (found.units, found.awaited) == (("甲市交通局", "乙市交通局"), ("丙市交通局",))
