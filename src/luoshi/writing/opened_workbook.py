"""A workbook's cells as the words that a person sees in them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from luoshi.errors import TableError, Unreadable
from luoshi.reading.opening.archive import Archive

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""The first bytes of .xls, and of an .xlsx with a password."""
_ESCAPED = re.compile(r"_x005F_(x[0-9A-Fa-f]{4}_)")
"""How the format writes _x0041_, which would else be a letter A; openpyxl leaves it so in some cells."""
_FORMULA = re.compile(rb"<f[ >/]")
MOST_ROWS, MOST_COLUMNS = 100_000, 200


@dataclass(frozen=True)
class Line:
    """One row: its number from 1, its words by column letter, what is wrong with a cell, and the notes that hang on cells."""

    number: int
    cells: dict[str, str]
    errors: dict[str, TableError] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, and those of its rows that hold something."""

    name: str
    lines: list[Line]


def open_workbook(path: Path) -> list[Sheet]:
    """Every sheet of an .xlsx; TableError if it cannot be opened."""
    if path.is_dir():
        raise _bad(path, "这是文件夹", "it is a folder", "请写出文件夹里的 责任清单.xlsx。", "Name the 责任清单.xlsx in it.")
    if not path.is_file():
        raise _bad(path, "没有这个文件", "there is no such file", "请核对文件名和路径。", "Check its name and folder.")
    with path.open("rb") as file:
        if file.read(4) == OLD_EXCEL:
            raise _bad(path, "它是旧版 .xls，或加了密码", "it is an old .xls, or has a password", "请去掉密码，另存为 .xlsx。", "Take the password off and save it as .xlsx.")
    return _sheets(path, path)


def opened_bytes(content: bytes, name: str) -> list[Sheet]:
    """Every sheet of an .xlsx that was sent in; TableError if it cannot be opened, TooLarge if it is packed beyond measure."""
    path = Path(name)
    if content.startswith(OLD_EXCEL):
        raise _bad(path, "它是旧版 .xls，或加了密码", "it is an old .xls, or has a password", "请去掉密码，另存为 .xlsx。", "Take the password off and save it as .xlsx.")
    try:
        Archive(content, path.name, "xlsx").refuse_entities()
    except Unreadable:
        raise _bad(path, "它不是 .xlsx 工作簿，或已损坏", "it is no .xlsx workbook, or is damaged", "请在 WPS 或 Excel 里打开，另存为 .xlsx。", "Open it in WPS or Excel and save it as .xlsx.") from None
    return _sheets(BytesIO(content), path)


def _sheets(file: Path | BytesIO, path: Path) -> list[Sheet]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")     # openpyxl tells of styles that it does not know
            shown = load_workbook(file, data_only=True)
            unknown = _formulas(file) if _has_formulas(file) else {}
        return [Sheet(sheet.title, list(_lines(sheet, unknown.get(sheet.title, frozenset())))) for sheet in shown.worksheets]
    except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError, AttributeError):
        raise _bad(path, "它不是 .xlsx 工作簿，或已损坏", "it is no .xlsx workbook, or is damaged", "请在 WPS 或 Excel 里打开，另存为 .xlsx。", "Open it in WPS or Excel and save it as .xlsx.") from None


def _bad(path: Path, zh: str, en: str, next_zh: str, next_en: str) -> TableError:
    return TableError(f"这个工作簿打不开：{zh}。", f"This workbook cannot be opened: {en}.", where=path.name, next_zh=next_zh, next_en=next_en)


def _has_formulas(file: Path | BytesIO) -> bool:
    """Whether any sheet holds a formula: few do, and looking costs a second reading."""
    with ZipFile(file) as package:
        return any(_FORMULA.search(package.read(name)) for name in package.namelist() if name.startswith("xl/worksheets/sheet"))


def _formulas(file: Path | BytesIO) -> dict[str, frozenset[tuple[int, int]]]:
    """Sheet → its cells with a formula, by row and column."""
    book = load_workbook(file)
    return {
        sheet.title: frozenset((number, column) for number, row in enumerate(sheet.iter_rows(), 1) for column, cell in enumerate(row, 1) if cell.data_type == "f")
        for sheet in book.worksheets
    }


def _lines(sheet: Worksheet, formulas: frozenset[tuple[int, int]]) -> Iterator[Line]:
    merged = _merged(sheet)
    rows = sheet.iter_rows(max_row=min(sheet.max_row, MOST_ROWS), max_col=min(sheet.max_column, MOST_COLUMNS))
    for number, cells in enumerate(rows, 1):
        line = Line(number, {})
        for column, cell in enumerate(cells, 1):
            first = merged.get((number, column))
            _take(line, sheet.cell(*first) if first else cell, get_column_letter(column), (number, column) in formulas)
        if line.cells or line.errors:
            yield line


def _merged(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """For every cell of a merged area, the one whose words it shows."""
    areas = sheet.merged_cells.ranges
    return {(row, column): (area.min_row, area.min_col) for area in areas for row, column in product(range(area.min_row, area.max_row + 1), range(area.min_col, area.max_col + 1))}


def _take(line: Line, cell: Cell | MergedCell, letter: str, is_formula: bool) -> None:
    """A cell's words and note into its line, or what is wrong with it."""
    if cell.comment and cell.comment.text.strip():
        line.notes[letter] = cell.comment.text.strip()
    if is_formula and cell.value is None:
        line.errors[letter] = without_result()
    elif cell.data_type == "e":
        line.errors[letter] = wrong_formula(str(cell.value))
    elif words := words_of(cell.value, cell.number_format):
        line.cells[letter] = words


def without_result() -> TableError:
    """The error for a formula whose result the file does not keep."""
    return TableError(
        "这一格是公式，文件里没有存下它的结果。", "This cell is a formula whose result is not kept in the file.", next_zh="请改成要写的文字或数，或在 WPS、Excel 里打开后保存一次。", next_en="Write the words or the number instead, or open and save it once in WPS or Excel.",
    )


def wrong_formula(shown: str) -> TableError:
    """The error for a formula that came to none."""
    return TableError(f"这一格是公式错误“{shown}”。", f"This cell is a formula's error, “{shown}”.", next_zh="请改成要写的文字或数。", next_en="Write the words or the number instead.")


def words_of(value: Any, shown: str) -> str:
    """A value as it is seen: 0.9 under a percent format is 90%, a date its day."""
    if isinstance(value, str):
        return _ESCAPED.sub(r"_\1", value) if "_x005F_" in value else value
    if value is None or isinstance(value, bool):
        return {None: "", True: "是", False: "否"}[value]
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return f"{round(value * 100, 6):g}%" if "%" in shown else f"{value:.15g}"
    return _ESCAPED.sub(r"_\1", str(value))
