"""The same cells as `opened_workbook` gives, for many small files: read from the parts themselves, without building a workbook of them.

Whatever is unusual (another epoch, cells without an address, parts that are missing) is left to the slow way: the answer is None then.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel

from luoshi.errors import TableError, Unreadable
from luoshi.reading.opening.archive import Archive
from luoshi.writing.opened_workbook import (
    MOST_COLUMNS,
    MOST_ROWS,
    Line,
    Sheet,
    opened_bytes,
    without_result,
    words_of,
    wrong_formula,
)

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CELL, VALUE, FORMULA, INLINE, WORDS, RUN = (f"{MAIN}{tag}" for tag in ("c", "v", "f", "is", "t", "r"))
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


class _Unusual(Exception):
    """Something that the slow way understands and this one does not."""


def opened_small(content: bytes, name: str) -> list[Sheet]:
    """Every sheet of an .xlsx that was sent in, the quick way where that can be gone; errors as of `opened_bytes`."""
    found = None
    with suppress(Unreadable):
        Archive(content, name, "xlsx").refuse_entities()
        found = quick_sheets(content)
    return opened_bytes(content, name) if found is None else found


def quick_sheets(content: bytes) -> list[Sheet] | None:
    """Every sheet; None where the file has to be opened the slow way."""
    try:
        with ZipFile(BytesIO(content)) as package:
            return _Package(package).sheets()
    except (_Unusual, BadZipFile, KeyError, ValueError, TypeError, IndexError, OverflowError, etree.XMLSyntaxError):
        return None


class _Package:
    """The parts of one workbook."""

    def __init__(self, package: ZipFile) -> None:
        self.package = package
        self.names = frozenset(package.namelist())
        self.strings = self._strings()
        self.formats = self._formats()

    def sheets(self) -> list[Sheet]:
        """Every sheet in the order of the workbook."""
        book = self._root("xl/workbook.xml")
        properties = book.find(f"{MAIN}workbookPr")
        if properties is not None and properties.get("date1904") in ("1", "true"):
            raise _Unusual
        targets = self._targets("xl/workbook.xml")
        return [self._sheet(str(sheet.get("name")), targets[sheet.get(REL)]) for sheet in book.iterfind(f"{MAIN}sheets/{MAIN}sheet")]

    def _root(self, name: str) -> Any:
        return etree.fromstring(self.package.read(name), _PARSER)

    def _targets(self, part: str) -> dict[str, str]:
        """The parts that a part is linked to, by the number of the link."""
        links = join(dirname(part), "_rels", f"{part.rpartition('/')[2]}.rels")
        if links not in self.names:
            return {}
        found = self._root(links)
        return {str(one.get("Id")): str(one.get("Target")).lstrip("/") if str(one.get("Target")).startswith("/") else normpath(join(dirname(part), str(one.get("Target")))) for one in found if one.get("TargetMode") != "External"}

    def _strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self.names:
            return []
        return [_text(one) for one in self._root("xl/sharedStrings.xml").iterfind(f"{MAIN}si")]

    def _formats(self) -> list[str]:
        """The number format of each style."""
        styles = self._root("xl/styles.xml")
        own = {int(one.get("numFmtId")): str(one.get("formatCode")) for one in styles.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")}
        known: Mapping[int, str] = {**BUILTIN_FORMATS, **own}
        return [known.get(int(one.get("numFmtId", 0)), "General") for one in styles.iterfind(f"{MAIN}cellXfs/{MAIN}xf")]

    # -- one sheet ---------------------------------------------------------------------------------------------------

    def _sheet(self, name: str, part: str) -> Sheet:
        root = self._root(part)
        cells: dict[tuple[int, int], tuple[str, TableError | None]] = {}
        for line in root.iterfind(f"{MAIN}sheetData/{MAIN}row"):
            for one in line.iterchildren(CELL):
                row, column = _place(one)
                if row <= MOST_ROWS and column <= MOST_COLUMNS:
                    cells[row, column] = self._cell(one)
        for area in root.iterfind(f"{MAIN}mergeCells/{MAIN}mergeCell"):
            _spread(cells, str(area.get("ref")))
        return Sheet(name, _lines(cells, self._notes(part)))

    def _cell(self, cell: Any) -> tuple[str, TableError | None]:
        """A cell's words, or what is wrong with it."""
        kind, style = cell.get("t", "n"), self.formats[int(cell.get("s", 0))] if self.formats else "General"
        if kind == "inlineStr":
            inside = _first(cell, INLINE)
            return (words_of(_text(inside), style) if inside is not None else ""), None
        value = _first(cell, VALUE)
        if value is None or value.text is None:
            return ("", without_result()) if _first(cell, FORMULA) is not None else ("", None)
        if kind == "e":
            return "", wrong_formula(value.text)
        return words_of(self._value(kind, value.text, style), style), None

    def _value(self, kind: str, text: str, style: str) -> Any:
        if kind == "s":
            return self.strings[int(text)]
        if kind == "b":
            return bool(int(text))
        if kind == "str":
            return text
        if kind != "n":
            raise _Unusual
        number = float(text) if any(mark in text for mark in ".eE") else int(text)
        return from_excel(number, timedelta=is_timedelta_format(style)) if is_date_format(style) else number

    def _notes(self, part: str) -> dict[tuple[int, int], str]:
        """What hangs on cells."""
        notes = {}
        for target in self._targets(part).values():
            name = target.rpartition("/")[2].lower()
            if name.startswith("comment") and name.endswith(".xml") and target in self.names:
                for one in self._root(target).iterfind(f"{MAIN}commentList/{MAIN}comment"):
                    inside = one.find(f"{MAIN}text")
                    notes[_numbers(str(one.get("ref")))] = _text(inside).strip() if inside is not None else ""
        return notes


def _first(node: Any, tag: str) -> Any:
    """The first child of a kind; None where there is none."""
    return next((child for child in node if child.tag == tag), None)


def _text(node: Any) -> str:
    """The words of a string, its runs put together, without how it is pronounced."""
    words, runs = [], []
    for child in node:
        if child.tag == WORDS:
            words.append(child.text or "")
        elif child.tag == RUN:
            runs.append(child.findtext(WORDS) or "")
    return "".join(words + runs).replace("x005F_", "")


def _place(cell: Any) -> tuple[int, int]:
    address = cell.get("r")
    if address is None:
        raise _Unusual
    return _numbers(address)


@lru_cache(20_000)
def _numbers(address: str) -> tuple[int, int]:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise _Unusual
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _spread(cells: dict[tuple[int, int], tuple[str, TableError | None]], area: str) -> None:
    """Every cell of a merged area says what the first one says."""
    corners = [_numbers(address) for address in area.split(":")]
    (top, left), (bottom, right) = corners[0], corners[-1]
    first = cells.get((top, left))
    for row in range(top, min(bottom, MOST_ROWS) + 1):
        for column in range(left, min(right, MOST_COLUMNS) + 1):
            if first is not None:
                cells[row, column] = first
            else:
                cells.pop((row, column), None)


def _lines(cells: Mapping[tuple[int, int], tuple[str, TableError | None]], notes: Mapping[tuple[int, int], str]) -> list[Line]:
    rows: dict[int, Line] = {}
    for row, column in sorted(cells):
        words, error = cells[row, column]
        if (words or error) and row not in rows:
            rows[row] = Line(row, {})
        if error:
            rows[row].errors[get_column_letter(column)] = error
        elif words:
            rows[row].cells[get_column_letter(column)] = words
    for (row, column), words in notes.items():
        if row in rows and words:
            rows[row].notes[get_column_letter(column)] = words
    return list(rows.values())
