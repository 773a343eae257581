"""A long table: the same look as a short one, any words kept as words, rows held one at a time, and nothing left out unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from luoshi.writing.long_workbook import long_xlsx
from luoshi.writing.workbook import Book, cell_at, print_on_a4

HEADS, WIDTHS = ["编号", "任务", "单位"], [8.0, 60.0, 20.0]
ROWS: list[list[Any]] = [[1, "完成渡口隐患排查。", "北河"], [2, "=HYPERLINK(1)", None], [3.5, "两行\n文字 & <b>", "  空格  "], [None, "_x0041_", "＝1"]]

LOOK = ("data_type", "number_format", "quotePrefix", "font", "border", "alignment", "fill")


def made(rows: Any, **more: Any) -> bytes:
    return long_xlsx(rows, HEADS, WIDTHS, **{"lang": "zh", "title": "任务"} | more)


def opened(content: bytes) -> Any:
    return load_workbook(BytesIO(content)).active


def values(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]


def short(rows: list[list[Any]]) -> Any:
    """The same table as `Book` makes it, cell by cell."""
    book = Book("zh", "任务")
    sheet = book.sheet("sheet.listed")
    book.table(sheet, HEADS, [[value if isinstance(value, str) else "" for value in row] for row in rows], WIDTHS)
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            if isinstance(value, int | float):
                book.number(cell_at(sheet, number, column), value)
    print_on_a4(sheet, "任务", "zh")
    return opened(book.as_bytes())


def test_it_looks_as_a_short_one_does() -> None:
    one, other = opened(made(ROWS)), short(ROWS)
    assert values(one) == values(other)
    for line, same in zip(one.iter_rows(), other.iter_rows(), strict=True):
        for cell, as_before in zip(line, same, strict=True):
            assert [repr(getattr(cell, what)) for what in LOOK] == [repr(getattr(as_before, what)) for what in LOOK], cell.coordinate
    assert [one.row_dimensions[n].height for n in range(1, 6)] == [other.row_dimensions[n].height for n in range(1, 6)]
    for what in ("freeze_panes", "dimensions", "print_title_rows", "title"):
        assert getattr(one, what) == getattr(other, what)
    assert one.auto_filter.ref == other.auto_filter.ref == "A1:C5"


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(-(10**9), 10**9), st.text(max_size=30)), min_size=3, max_size=3), max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_words_come_back_as_words_and_numbers_as_numbers(rows: list[list[Any]]) -> None:
    found, wanted = opened(made(rows)), short(rows)
    assert values(found)[: len(rows)] == values(wanted)[: len(rows)]
    assert all(cell.data_type != "f" for line in found.iter_rows() for cell in line)


def test_the_same_rows_give_the_same_bytes() -> None:
    assert made(ROWS) == made(ROWS)


def test_no_row_is_held_longer_than_it_takes_to_write_it() -> None:
    alive = most = 0

    class Row(list[Any]):
        def __init__(self, number: int) -> None:
            nonlocal alive, most
            super().__init__([number, f"第{number}项", "北河"])
            alive, most = alive + 1, max(most, alive + 1)

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    def rows() -> Iterator[Row]:
        for number in range(5_000):
            yield Row(number)

    assert len(values(opened(made(rows())))) == 5_000
    assert most <= 3


@pytest.mark.parametrize(("count", "shown", "last"), [(4, 4, "第4项"), (5, 5, "第5项"), (6, 4, None), (9, 4, None)])
def test_what_a_sheet_does_not_hold_is_said_on_its_last_row(count: int, shown: int, last: str | None) -> None:
    found = values(opened(made(([n, f"第{n}项", ""] for n in range(1, count + 1)), most=5)))
    assert [line[1] for line in found[:shown]] == [f"第{n}项" for n in range(1, shown + 1)]
    assert found[-1][1] == last if last else f"另有 {count - shown} 行" in found[-1][0]
    assert len(found) == min(count, 5)


def test_an_empty_table_has_its_head() -> None:
    assert [cell.value for cell in next(opened(made([])).iter_rows())] == HEADS


def test_the_package_holds_each_part_once() -> None:
    names = ZipFile(BytesIO(made(ROWS))).namelist()
    assert len(names) == len(set(names)) and "xl/worksheets/sheet1.xml" in names
