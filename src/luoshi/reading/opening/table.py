"""Tables (.xlsx, .csv): one document for each row that has a text, by the names of the columns."""

from __future__ import annotations

import csv
import datetime as dt
import io
import posixpath
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from luoshi.errors import EmptyInput, TableError, Unreadable
from luoshi.reading.document import Place, SourceText
from luoshi.reading.opening.archive import ZIP_ERRORS, Archive
from luoshi.reading.opening.columns import find_columns, is_header, seen
from luoshi.reading.opening.sources import Gatherer, given

KIND = "Excel xlsx"
HEADER_ROWS = 10
"""A header is looked for in so many rows: a title and notes often stand above it."""
MAX_CELL = 10_000_000
_XLSX_ERRORS = (*ZIP_ERRORS, KeyError, TypeError, AttributeError, AssertionError, SyntaxError, ArithmeticError)
"""What openpyxl raises on parts that do not fit together (XML errors are SyntaxErrors)."""
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_CARRIAGE = re.compile("_x000D_\n?|\r\n?")

Row = tuple[int, Sequence[str]]
"""A row's number, from 1, and its cells."""


class Sheet(NamedTuple):
    """A table and what to call it; the name is '' where there is only one."""

    name: str
    rows: Iterator[Row]


def open_xlsx(name: str, data: bytes, columns: Mapping[str, str]) -> list[SourceText]:
    """The rows of every sheet that has a column for the text; a cell merged over several rows counts for each of them."""
    archive = Archive(data, name, KIND)
    archive.refuse_entities()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on styles and links, of which we read none
            return _documents(name, "xlsx", _sheets(archive, data), columns, "")
    except _XLSX_ERRORS as error:
        raise Unreadable.of(name, KIND) from error


def _sheets(archive: Archive, data: bytes) -> list[Sheet]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    merged = _merged_by_sheet(archive)
    sheets = []
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of its size may be wrong, and rows would be padded to it
        rows = ((number, [_words(value) for value in row]) for number, row in enumerate(sheet.iter_rows(values_only=True), 1))
        sheets.append(Sheet(sheet.title, _filled_down(rows, merged.get(sheet.title, []))))
    return sheets


def open_csv(name: str, text: str, encoding: str, columns: Mapping[str, str]) -> list[SourceText]:
    """The rows of a table parted by commas, tabs or semicolons."""
    csv.field_size_limit(MAX_CELL)
    head = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    delimiter = max(",\t;", key=head.count)
    rows = enumerate(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter), 1)
    try:
        return _documents(name, "csv", [Sheet("", iter(rows))], columns, encoding)
    except csv.Error as error:
        raise Unreadable.of(name, "CSV") from error


def _documents(name: str, file_format: str, sheets: list[Sheet], columns: Mapping[str, str], encoding: str) -> list[SourceText]:
    """One document for each row with a text, in all sheets that have a column for it; TableError if there is none."""
    found: list[SourceText] = []
    refused: list[TableError] = []
    for index, sheet in enumerate(sheets):
        label = f"{name}#{sheet.name}!" if index else f"{name}#"
        try:
            header, rows = _split_header(sheet.rows, columns, name)
        except TableError as error:
            refused.append(error)
            continue
        for row in rows:
            if document := _document(f"{label}{row[0]}", file_format, sheet.name, header, row, encoding):
                found.append(document)
    if not found:
        raise refused[0] if len(refused) == len(sheets) and refused else EmptyInput.of(name)
    return found


def _split_header(rows: Iterator[Row], columns: Mapping[str, str], where: str) -> tuple[dict[str, int], Iterator[Row]]:
    first = list(islice(rows, HEADER_ROWS))
    for index, (_, cells) in enumerate(first):
        if is_header(cells, columns):
            return find_columns(cells, columns, where), _after(first[index + 1:], rows)
    widest = max((cells for _, cells in first), key=lambda cells: len(seen(cells)), default=[])
    find_columns(widest, columns, where)  # names the column that the caller wants and that is not there
    raise TableError.no_text(where, seen(widest))


def _after(first: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from first
    yield from rest


def _document(name: str, file_format: str, sheet: str, header: dict[str, int], row: Row, encoding: str) -> SourceText | None:
    number, cells = row

    def cell(ours: str) -> str:
        index = header.get(ours, len(cells))
        return cells[index] if index < len(cells) else ""

    if not cell("text").strip():
        return None
    out = Gatherer()
    place = Place(sheet=sheet or None, row=number, cell=f"{letters(header['text'] + 1)}{number}")
    out.add(cell("text"), place)
    return out.finish(name, file_format, encoding, given([(ours, " ".join(cell(ours).split())) for ours in header if ours != "text"]))


def letters(column: int) -> str:
    """A column's letters: 1 → A, 28 → AB.

    >>> letters(1), letters(28)
    ('A', 'AB')
    """
    words = ""
    while column:
        column, rest = divmod(column - 1, 26)
        words = chr(65 + rest) + words
    return words


def _number_of(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number


def _words(value: object) -> str:
    """A cell's value as a reader of the sheet sees it."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else _CARRIAGE.sub("\n", str(value))


def _filled_down(rows: Iterator[Row], merged: list[tuple[int, int, int]]) -> Iterator[Row]:
    """Rows in which the value of a cell merged downwards stands in each row; `merged`: (first row, last row, column)."""
    opening: dict[int, list[tuple[int, int]]] = {}
    for first, last, column in merged:
        opening.setdefault(first, []).append((last, column))
    open_now: dict[int, tuple[int, str]] = {}
    for number, row in rows:
        cells = list(row)
        for last, column in opening.get(number, ()):
            open_now[column] = (last, cells[column - 1] if column <= len(cells) else "")
        for column, (last, words) in open_now.items():
            if number <= last and column <= len(cells) and not cells[column - 1]:
                cells[column - 1] = words
        yield number, cells


def _merged_by_sheet(archive: Archive) -> dict[str, list[tuple[int, int, int]]]:
    """The cells merged over several rows, for each sheet by its name."""
    book, relations = archive.xml("xl/workbook.xml"), archive.xml("xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        return {}
    targets = {str(item.get("Id")): posixpath.normpath(posixpath.join("/xl", item.get("Target", ""))).lstrip("/") for item in relations}
    found: dict[str, list[tuple[int, int, int]]] = {}
    for sheet in book.iter("{*}sheet"):
        link = next((value for key, value in sheet.items() if str(key).endswith("}id")), "")
        matches = _MERGED.finditer(archive.read(targets.get(str(link), "")) or b"")
        spans = [(int(m[2]), int(m[4]), _number_of(m[1])) for m in matches if m[2] != m[4]]
        found[sheet.get("name", "")] = sorted(spans)
    return found
