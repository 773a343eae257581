"""Any list that a page shows, as a workbook: the same rows, the same columns, and no cell that is ever taken for a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from luoshi.web.words import language
from luoshi.writing.workbook import Book, cell_at, print_on_a4


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, what it shows of a row, and how wide it is in half-width characters."""

    head: str
    value: Callable[[Any], Any]
    width: float = 14.0


def export(rows: Iterable[Any], columns: list[Column], *, title: str) -> bytes:
    """The rows as .xlsx: numbers as numbers, everything else as words."""
    book = Book(language(), title)
    sheet = book.sheet("sheet.listed")
    values = [[column.value(row) for column in columns] for row in rows]
    words = [["" if value is None or is_number(value) else str(value) for value in line] for line in values]
    book.table(sheet, [column.head for column in columns], words, [column.width for column in columns])
    for number, line in enumerate(values, 2):
        for place, value in enumerate(line, 1):
            if is_number(value):
                book.number(cell_at(sheet, number, place), value)
    print_on_a4(sheet, title, language())
    return book.as_bytes()


def is_number(value: object) -> bool:
    """Whether a value is counted rather than read."""
    return isinstance(value, int | float) and not isinstance(value, bool)
