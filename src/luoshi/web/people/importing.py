"""A workbook of units, posts and people → its rows by column, whatever the order and language of the heads; and the template to fill in."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from luoshi.errors import LuoshiError, TableError
from luoshi.reading.opening.archive import Archive
from luoshi.web.people.fitting import plain
from luoshi.web.people.models import BINDING, ROLES, SIDES, UNIT_KINDS
from luoshi.web.words import say, table
from luoshi.writing.opened_workbook import Line, Sheet, open_workbook

UNIT_COLUMNS = ("unit", "unit-short", "unit-kind", "superior", "relation", "unit-code")
POST_COLUMNS = ("unit", "post", "side", "person", "login", "email", "role")
FILLS_UNIT = frozenset(UNIT_COLUMNS[1:])
FILLS_POST = frozenset(POST_COLUMNS[1:])
ALSO = {
    "unit": ("单位", "单位全称", "名称", "unit name", "name of the unit"),
    "unit-short": ("单位简称", "short"),
    "unit-kind": ("单位类别", "类型", "单位类型", "unit kind"),
    "superior": ("上级", "隶属单位", "主管单位", "superiors"),
    "relation": ("隶属关系", "单位关系"),
    "unit-code": ("行政区划代码", "区划代码", "单位代码"),
    "post": ("职务", "岗位名称", "post name", "position"),
    "side": ("岗位类型", "职务类别", "kind of post"),
    "person": ("姓名", "任职人", "人员", "holder", "person"),
    "login": ("账号", "用户名", "login", "username"),
    "email": ("电子邮箱", "电子邮件", "邮件地址", "e-mail", "email", "mail"),
    "role": ("权限", "roles"),
}
"""Heads that mean a column besides its own two."""
HEAD_AMONG = 20
"""The head is among so many first rows."""


@dataclass(frozen=True)
class Row:
    """One row: where it stands, its words by column, the letter of each column, and cells that hold an error."""

    sheet: str
    number: int
    cells: dict[str, str]
    letters: dict[str, str]
    errors: tuple[LuoshiError, ...] = field(default=(), compare=False)

    def where(self, column: str) -> str:
        """单位 B3"""
        return f"{self.sheet} {self.letters.get(column, 'A')}{self.number}"


def read_rows(content: bytes, name: str) -> list[Row]:
    """The rows of every sheet that has a head; TableError or InputError for a file that cannot be used."""
    if content[:2] == b"PK":
        Archive(content, name, "Excel").refuse_entities()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        path.write_bytes(content)
        try:
            sheets = open_workbook(path)
        except TableError as error:
            error.where = name
            raise
    rows = [row for sheet in sheets for row in _rows_of(sheet)]
    if not any(_head(sheet) for sheet in sheets):
        raise TableError("没有找到表头。", "The head was not found.", where=name, next_zh="请在前 20 行内写一行列名，至少有“单位名称”和另外一列。", next_en="Name the columns in one of the first 20 rows: at least Unit and one other.")
    return rows


def heads() -> dict[str, str]:
    """Every head, as it is compared, and the column that it means."""
    known = {plain(words).lower(): column for column in dict.fromkeys(UNIT_COLUMNS + POST_COLUMNS) for words in table()[f"import-column.{column}"]}
    return {plain(words).lower(): column for column, many in ALSO.items() for words in many} | known


def _head(sheet: Sheet) -> tuple[Line, dict[str, str]] | None:
    """The line that names the columns, and the column of each letter."""
    known = heads()
    for line in sheet.lines[:HEAD_AMONG]:
        columns: dict[str, str] = {}
        for letter, words in line.cells.items():
            column = known.get(plain(words).lower())
            if column and column not in columns.values():
                columns[letter] = column
        if "unit" in columns.values() and (len(columns) > 1 or len(line.cells) == 1):
            return line, columns
    return None


def _rows_of(sheet: Sheet) -> Iterator[Row]:
    found = _head(sheet)
    if found is None:
        return
    head, columns = found
    letters = {column: letter for letter, column in columns.items()}
    for line in sheet.lines:
        cells = {column: words for letter, column in columns.items() if (words := tidy(line.cells.get(letter, "")))}
        if line.number > head.number and (cells or any(letter in columns for letter in line.errors)):
            yield Row(sheet.name, line.number, cells, letters, tuple(_placed(line, sheet.name, columns)))


def _placed(line: Line, sheet: str, columns: dict[str, str]) -> Iterator[LuoshiError]:
    for letter, error in line.errors.items():
        if letter in columns:
            yield TableError(error.zh, error.en, where=f"{sheet} {letter}{line.number}", next_zh=error.next_zh, next_en=error.next_en)


_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


def tidy(words: str) -> str:
    """Words with letters and digits of usual width, and no blanks around them.

    >>> tidy(" ６１００００　")
    '610000'
    """
    return " ".join(words.translate(_NARROW).replace("\0", "").split())


# -- the template --------------------------------------------------------------------------------------------------


def template(lang: str) -> bytes:
    """A workbook to fill in: a sheet of units and one of posts and people, with choices where there are some."""
    book = Workbook()
    first = book.active
    assert first is not None
    _sheet(first, "import-sheet.units", UNIT_COLUMNS, lang)
    _sheet(book.create_sheet(), "import-sheet.people", POST_COLUMNS, lang)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


CHOICES = {"unit-kind": ("unit-kind", UNIT_KINDS), "relation": ("relation", BINDING), "side": ("post-side", SIDES), "role": ("person-role", ROLES)}
WIDE = {"unit": 34, "superior": 34}


def _sheet(sheet: Any, title: str, columns: tuple[str, ...], lang: str) -> None:
    sheet.title = say(title, lang)
    sheet.append([say(f"import-column.{column}", lang) for column in columns])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        cell = sheet.cell(1, number)
        cell.font, cell.alignment, cell.fill = Font(bold=True), Alignment(vertical="center"), PatternFill("solid", fgColor="F5F3ED")
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = WIDE.get(column, 16)
        for row in range(2, 500):
            sheet.cell(row, number).number_format = "@"     # a code is words, or Excel drops its zeros
        if column in CHOICES:
            group, codes = CHOICES[column]
            choice = DataValidation("list", formula1='"' + ",".join(say(f"{group}.{code}", lang) for code in codes) + '"', allow_blank=True, showErrorMessage=False)
            sheet.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}499")
