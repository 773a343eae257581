"""A workbook that holds text as text: nothing in it is ever taken for a formula, a number or a date, and nothing is lost unsaid."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from copy import copy
from io import BytesIO
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from luoshi.writing.same_bytes import with_fixed_times
from luoshi.writing.words import say

CELL_HOLDS = 32_767
"""UTF-16 units that Excel keeps in one cell."""
TEXT_FORMAT = "@"
LINE_HEIGHT, MOST_HEIGHT = 14.0, 405.0
"""In points; Excel's rows end at 409."""
A4 = 9

INK, RULE, HEAD, QUIET, CHANGED = "1F2933", "BFC8D2", "E3EAF2", "8A94A0", "FFF2CC"

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, or a table cannot show."""
_WIDE = re.compile("[\u2e80-\U0010ffff“”‘’…—·]")
"""Characters twice as wide as others."""
_LOOKS_ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What programs that open a table take for the beginning of a formula."""

_SHEET_PART = re.compile(r"xl/worksheets/sheet\d+\.xml")
"""Where a height is not called the user's own, Excel and WPS fit it anew once a cell is changed."""

_THIN = Side(style="thin", color=RULE)
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_BODY = Font(name="宋体", size=10.5, color=INK)
_BOLD = Font(name="宋体", size=10.5, bold=True, color=INK)
_QUIET = Font(name="宋体", size=10.5, color=QUIET)
_HEAD_FILL = PatternFill("solid", fgColor=HEAD)
_CHANGED_FILL = PatternFill("solid", fgColor=CHANGED)


class Book:
    """A workbook in the making; `unprintable` counts the characters that it could not hold."""

    def __init__(self, lang: str, title: str) -> None:
        """`title` goes into the file's properties."""
        self.lang = lang
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        self.book.properties.creator, self.book.properties.title = "luoshi", UNPRINTABLE.sub("\ufffd", title)
        self.unprintable = 0
        self._looks: dict[Hashable, StyleArray] = {}

    def sheet(self, key: str) -> Worksheet:
        """A new sheet under the name that `words` has for the key."""
        sheet: Worksheet = self.book.create_sheet(say(key, self.lang))
        return sheet

    def put(self, cell: Cell, words: str) -> None:
        """Words into a cell, as text whatever they begin with; what the cell cannot hold is replaced or cut, and said so."""
        cell.value = self._fitting(words) if words else None
        cell.data_type = "s" if words else "n"
        is_risky = words.startswith(RISKY)
        self.look(cell, ("text", is_risky), lambda: style_text(cell, is_risky))

    def look(self, cell: Cell, name: Hashable, style: Callable[[], None]) -> None:
        """A cell's look, worked out by `style` once for each name: the same for thousands of cells, it costs most of a workbook's time."""
        styled: Any = cell      # its type knows nothing of the style that it keeps
        if name in self._looks:
            styled._style = copy(self._looks[name])
            return
        style()
        self._looks[name] = copy(styled._style)

    def _fitting(self, words: str) -> str:
        clean, count = plain_text(words, self.lang)
        self.unprintable += count
        return clean

    def table(self, sheet: Worksheet, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float], *, high_by: int | None = None) -> None:
        """A head and rows under it, framed, with a frozen head and filters; rows are as high as their first `high_by` cells need."""
        self.block(sheet, 1, heads, rows, widths, high_by=high_by)
        set_widths(sheet, widths)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{max(sheet.max_row, 2)}"
        sheet.print_title_rows = "1:1"

    def block(self, sheet: Worksheet, first: int, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float], *, high_by: int | None = None) -> None:
        """A head in the row `first` and rows under it."""
        for number, words in enumerate((heads, *rows), first):
            for column, word in enumerate(words, 1):
                self.put(cell_at(sheet, number, column), word)
            shown = zip(words[:high_by], widths, strict=False)
            sheet.row_dimensions[number].height = max(height_of(word, width) for word, width in shown)
        style_head(sheet, first, len(heads))

    def number(self, cell: Cell, value: float, shown: str = "0") -> None:
        """A number into a cell, as a number."""
        self.put(cell, "")
        cell.value, cell.data_type = value, "n"
        self.look(cell, ("number", shown), lambda: style_number(cell, shown))

    def as_bytes(self) -> bytes:
        """The file; the same contents give the same bytes."""
        out = BytesIO()
        self.book.save(out)
        return with_fixed_times(out.getvalue(), [(_SHEET_PART, b' customHeight="1"', b"")])


def fitting(words: str, lang: str) -> tuple[str, int]:
    """What a cell shows of these words, and how many of their characters it could not hold."""
    clean, count = (words, 0) if words.isprintable() else UNPRINTABLE.subn("\ufffd", words.replace("\r\n", "\n").replace("\r", "\n"))
    holds = CELL_HOLDS // 2
    if len(clean) > holds:
        clean = clean[: holds - 100] + say("list.cut", lang, count=len(clean) - holds + 100)
    return clean, count


def plain_text(words: str, lang: str) -> tuple[str, int]:
    """Words as a file of a workbook keeps them, and how many of their characters it could not hold."""
    clean, count = fitting(words, lang)
    return _LOOKS_ESCAPED.sub(r"_x005F_\1", clean), count


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell in a row and a column, both from 1."""
    return cast(Cell, sheet.cell(row, column))


def style_text(cell: Cell, is_risky: bool) -> None:
    """The look of a cell with words; risky ones are marked as text for programs that look at their first character."""
    cell.number_format, cell.quotePrefix = TEXT_FORMAT, is_risky
    cell.font, cell.border = _BODY, _FRAME
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def style_number(cell: Cell, shown: str) -> None:
    """The look of a framed cell with a number."""
    cell.number_format = shown
    cell.alignment = Alignment(horizontal="center", vertical="top")


def style_head(sheet: Worksheet, row: int, columns: int) -> None:
    """The look of a head row."""
    for column in range(1, columns + 1):
        cell = cell_at(sheet, row, column)
        cell.font, cell.fill = _BOLD, _HEAD_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")


def style_quiet(cell: Cell) -> None:
    """The look of a cell that says that there is nothing."""
    cell.font = _QUIET


def style_changed(cell: Cell) -> None:
    """The look of a cell that a person changed."""
    cell.fill = _CHANGED_FILL


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Widths in half-width characters, from the first column on."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def height_of(words: str, width: float) -> float:
    """How high a row must be for these words, for programs that do not see to it when they open a file; in points."""
    return min(lines_of(words, width) * LINE_HEIGHT + 4, MOST_HEIGHT)


def lines_of(words: str, width: float) -> int:
    r"""How many lines words take in a column; a Chinese character is as wide as two others.

    >>> lines_of("按季度召开会议", 10), lines_of("甲\n乙", 10)
    (2, 2)
    """
    room = max(int((width - 1) // 2 * 2), 2)
    return sum(max(1, -(-(len(line) + len(_WIDE.findall(line))) // room)) for line in words.split("\n"))


def print_on_a4(sheet: Worksheet, title: str, lang: str) -> None:
    """A landscape A4 page as wide as the table, with title and page numbers."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.75, 0.6, 0.35, 0.3
    words = UNPRINTABLE.sub("\ufffd", title).replace("&", "&&")[:120]
    sheet.HeaderFooter.oddHeader = HeaderFooterItem(center=_HeaderFooterPart(text=words, size=14))
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text=say("list.page", lang)))
