"""A table of any length as a workbook: its rows pass through one at a time, and it looks as `workbook.Book` makes tables look.

A workbook of two rows is made first, and its second row gives way to all that come.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.utils import get_column_letter

from luoshi.writing.same_bytes import ZIP_TIME
from luoshi.writing.words import say
from luoshi.writing.workbook import RISKY, Book, cell_at, height_of, plain_text, print_on_a4

Value = str | int | float | None
MOST_ROWS = 1_048_575
"""Rows of one sheet of a spreadsheet, its head not counted."""
SHEET, WORKBOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"

_SAMPLE = re.compile(r'<row r="2".*?</row>', re.DOTALL)
_LOOK = re.compile(r'<c r="[A-Z]+2" s="(\d+)"')
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def long_xlsx(rows: Iterable[Sequence[Value]], heads: Sequence[str], widths: Sequence[float], *, lang: str, title: str, name: str = "sheet.listed", most: int = MOST_ROWS) -> bytes:
    """The rows as .xlsx: numbers as numbers, words as words whatever they begin with. Where a sheet holds no more, its last row says how many are left out.

    `name`: the key of the sheet's name; the same rows give the same bytes.
    """
    made = BytesIO(_small(heads, widths, lang, title, name))
    out = BytesIO()
    with ZipFile(made) as small, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as package:
        words = small.read(SHEET).decode()
        sample = _SAMPLE.search(words)
        assert sample, "the small workbook has a second row"
        written = _Rows(_LOOK.findall(sample.group()), widths, lang, most)
        before, after = words[: sample.start()], words[sample.end() :]
        letter = get_column_letter(len(heads))
        with package.open(_part(SHEET), "w", force_zip64=True) as part:
            part.write(re.sub(r"<dimension [^>]*/>", "", before).encode())
            written.write(rows, part.write)
            part.write(after.replace(f'ref="A1:{letter}2"', f'ref="A1:{letter}{max(written.last, 2)}"').encode())
        for each in sorted(set(small.namelist()) - {SHEET}):
            content = small.read(each)
            if each == WORKBOOK:
                content = content.replace(f"$A$1:${letter}$2".encode(), f"$A$1:${letter}${max(written.last, 2)}".encode())
            package.writestr(_part(each), content)
    return out.getvalue()


def _small(heads: Sequence[str], widths: Sequence[float], lang: str, title: str, name: str) -> bytes:
    """The workbook with its head, and a row with a cell of each look: words, words that look like a formula, a number."""
    book = Book(lang, title)
    sheet = book.sheet(name)
    book.table(sheet, heads, [["."] * len(heads)], widths)
    for column, words in enumerate((".", "="), 1):
        book.put(cell_at(sheet, 2, column), words)
    book.number(cell_at(sheet, 2, 3), 1)
    print_on_a4(sheet, title, lang)
    return book.as_bytes()


def _part(name: str) -> ZipInfo:
    info = ZipInfo(name, ZIP_TIME)
    info.compress_type, info.external_attr, info.create_system = ZIP_DEFLATED, 0o600 << 16, 3
    return info


class _Rows:
    """Rows on their way into a sheet; `last` is the number of the last one written."""

    def __init__(self, looks: Sequence[str], widths: Sequence[float], lang: str, most: int) -> None:
        self.last = 1
        self._text, self._risky, self._number = looks[:3]
        self._widths, self._lang, self._most = widths, lang, most
        self._letters = [get_column_letter(number) for number in range(1, len(widths) + 1)]
        self._cell = lru_cache(20_000)(self._words)      # units, themes and states come again and again
        self._height = lru_cache(20_000)(height_of)

    def write(self, rows: Iterable[Sequence[Value]], send: Callable[[bytes], object]) -> None:
        left_out: Sequence[Value] | None = None
        count = 0
        for row in rows:
            if self.last < self._most:
                send(self._row(row))
                continue
            left_out, count = row, count + 1
        if left_out is not None and count == 1:
            send(self._row(left_out))
        elif count:
            send(self._row([say("sheet.left-out", self._lang, count=count)]))

    def _row(self, row: Sequence[Value]) -> bytes:
        self.last += 1
        number = self.last
        height = max((self._height(value, width) for value, width in zip(row, self._widths, strict=False) if isinstance(value, str)), default=18.0)
        cells = "".join([f'<c r="{letter}{number}"{self._value(value)}' for letter, value in zip(self._letters, row, strict=False)])
        return f'<row r="{number}" ht="{height:g}">{cells}</row>'.encode()

    def _value(self, value: Value) -> str:
        if value is None or isinstance(value, str):
            return self._cell(value or "")
        return f' s="{self._number}"><v>{value}</v></c>'

    def _words(self, words: str) -> str:
        if not words:
            return f' s="{self._text}"/>'
        kept = plain_text(words, self._lang)[0].translate(_ESCAPED)
        space = ' xml:space="preserve"' if kept != kept.strip() or "\n" in kept else ""
        return f' s="{self._risky if words.startswith(RISKY) else self._text}" t="inlineStr"><is><t{space}>{kept}</t></is></c>'
