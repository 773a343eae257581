"""Any list that a page shows, as a workbook: the same rows, the same columns, and no cell that is ever taken for a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from luoshi.web.words import language
from luoshi.writing.long_workbook import Value, long_xlsx


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, what it shows of a row, and how wide it is in half-width characters."""

    head: str
    value: Callable[[Any], Any]
    width: float = 14.0


def export(rows: Iterable[Any], columns: list[Column], *, title: str) -> bytes:
    """The rows as .xlsx, all of them: numbers as numbers, everything else as words. They may be as many as come: one at a time is held."""
    values = ([_cell(column.value(row)) for column in columns] for row in rows)
    return long_xlsx(values, [column.head for column in columns], [column.width for column in columns], lang=language(), title=title)


def _cell(value: Any) -> Value:
    return value if is_number(value) else "" if value is None else str(value)


def is_number(value: object) -> bool:
    """Whether a value is counted rather than read."""
    return isinstance(value, int | float) and not isinstance(value, bool)
