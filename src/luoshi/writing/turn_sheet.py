"""A unit's turn as .xlsx, to be filled in with WPS or Excel and sent back: a row a question, choices, a hidden key in each row.

The same questions give the same bytes. A cell is never a formula, whatever it begins with.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from luoshi.writing.hidden import HIDDEN, hidden_lines
from luoshi.writing.turn_records import ANSWERS, COLUMNS, KEY, Question, SheetHead, shown
from luoshi.writing.turn_values import STATES
from luoshi.writing.words import name_date, say
from luoshi.writing.workbook import INK, QUIET, RULE, Book, cell_at, height_of, print_on_a4, set_widths, style_head, style_text

HEAD_ROW = 4
"""The row of the columns' heads; title, unit and a hint stand above."""
ANSWER_FILL, ANSWER_HEAD = "FFFBE6", "FFF2CC"
_EDGE = Side(style="thin", color=RULE)


def turn_xlsx(head: SheetHead, questions: Sequence[Question], *, lang: str = "zh") -> bytes:
    """The workbook: the sheet, how to fill it in, and what every cell showed when it went out."""
    book = Book(lang, say("turnsheet.title", lang, campaign=head.campaign, turn=head.turn))
    rows = [shown(question, lang) for question in questions]
    sheet = _write_sheet(book, head, questions, rows)
    _write_how(book)
    _write_hidden(book, head, questions, rows)
    book.book.active = 0
    _protect(sheet)
    return book.as_bytes()


def _write_sheet(book: Book, head: SheetHead, questions: Sequence[Question], rows: Sequence[dict[str, str]]) -> Worksheet:
    sheet = book.sheet("turnsheet.sheet")
    widths = [column.width for column in COLUMNS]
    _write_top(book, sheet, head, len(questions))
    for number, column in enumerate(COLUMNS, 1):
        book.put(cell_at(sheet, HEAD_ROW, number), say(column.head, book.lang))
    book.put(cell_at(sheet, HEAD_ROW, len(COLUMNS) + 1), say(f"turncol.{KEY}", book.lang))
    style_head(sheet, HEAD_ROW, len(COLUMNS) + 1)
    for number, column in enumerate(COLUMNS, 1):
        if column.answer:
            cell_at(sheet, HEAD_ROW, number).fill = PatternFill("solid", fgColor=ANSWER_HEAD)
    for index, (question, row) in enumerate(zip(questions, rows, strict=True), HEAD_ROW + 1):
        _write_row(book, sheet, index, question, row)
    set_widths(sheet, [*widths, 14.0])
    sheet.column_dimensions[get_column_letter(len(COLUMNS) + 1)].hidden = True
    _offer(book, sheet, len(questions))
    _set_up_page(book, sheet, head, len(questions))
    return sheet


def _write_top(book: Book, sheet: Worksheet, head: SheetHead, count: int) -> None:
    """Title, unit and days, and a hint, each over the whole width."""
    said = (
        say("turnsheet.title", book.lang, campaign=head.campaign, turn=head.turn),
        say("turnsheet.head", book.lang, unit=head.unit, first=name_date(head.first, book.lang), last=name_date(head.last, book.lang), due=name_date(head.due_on, book.lang), count=count),
        say("turnsheet.hint", book.lang),
    )
    fonts = (Font(name="黑体", size=16, color=INK), Font(name="宋体", size=11, bold=True, color=INK), Font(name="宋体", size=10, color=QUIET))
    for row, (words, font, height) in enumerate(zip(said, fonts, (30.0, 21.0, 18.0), strict=True), 1):
        cell = cell_at(sheet, row, 1)
        book.put(cell, words)
        cell.font, cell.border = font, Border()
        cell.alignment = Alignment(horizontal="center" if row == 1 else "left", vertical="center")
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(COLUMNS))
        sheet.row_dimensions[row].height = height
    sheet.row_dimensions[HEAD_ROW].height = 32.0


def _write_row(book: Book, sheet: Worksheet, index: int, question: Question, row: dict[str, str]) -> None:
    for number, column in enumerate(COLUMNS, 1):
        cell, words = cell_at(sheet, index, number), row[column.code]
        book.put(cell, words)
        is_risky = bool(cell.quotePrefix)
        book.look(cell, ("turn", column.answer, is_risky), _styler(cell, is_risky, column.answer))
    book.put(cell_at(sheet, index, len(COLUMNS) + 1), question.key)
    sheet.row_dimensions[index].height = max(34.0, *(height_of(row[column.code], column.width) for column in COLUMNS))


def _styler(cell: Cell, is_risky: bool, answer: bool) -> Callable[[], None]:
    """The look of a cell that is given, or is to be filled in."""

    def style() -> None:
        style_text(cell, is_risky)
        cell.border = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
        if answer:
            cell.fill, cell.protection = PatternFill("solid", fgColor=ANSWER_FILL), Protection(locked=False)

    return style


def _offer(book: Book, sheet: Worksheet, count: int) -> None:
    """The states of work to choose from."""
    letter = get_column_letter([column.code for column in COLUMNS].index("state") + 1)
    names = ",".join(say(f"work-state.{state}", book.lang) for state in STATES)
    choice = DataValidation("list", formula1=f'"{names}"', allow_blank=True, errorStyle="warning", error=say("turnsheet.choose", book.lang))
    choice.showErrorMessage, choice.sqref = True, f"{letter}{HEAD_ROW + 1}:{letter}{HEAD_ROW + max(count, 1)}"
    sheet.add_data_validation(choice)


def _set_up_page(book: Book, sheet: Worksheet, head: SheetHead, count: int) -> None:
    last, width = HEAD_ROW + max(count, 1), get_column_letter(len(COLUMNS))
    sheet.freeze_panes = f"C{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{width}{last}"
    sheet.print_title_rows, sheet.print_area = f"{HEAD_ROW}:{HEAD_ROW}", f"A1:{width}{last}"
    sheet.sheet_view.zoomScale = 90
    print_on_a4(sheet, head.unit, book.lang)


def _protect(sheet: Worksheet) -> None:
    """What is given cannot be overwritten by mistake; there is no password."""
    shield = sheet.protection
    shield.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(shield, allowed, False)


def _write_how(book: Book) -> None:
    sheet = book.sheet("turnsheet.how-sheet")
    for row, words in enumerate(say("turnsheet.how", book.lang).split("\n"), 1):
        cell = cell_at(sheet, row, 1)
        book.put(cell, words)
        cell.border = Border()
        sheet.row_dimensions[row].height = height_of(words, 100) + 4
    set_widths(sheet, [100])
    sheet.sheet_view.showGridLines = False


def _write_hidden(book: Book, head: SheetHead, questions: Sequence[Question], rows: Sequence[dict[str, str]]) -> None:
    """Only what differs from what a cell showed was filled in by a person."""
    answers = {q.key: [q.given, {code: row[code] for code in ("words", "number", *ANSWERS)}] for q, row in zip(questions, rows, strict=True)}
    kept = {"chain": head.chain, "turn": head.turn_number, "unit": head.unit, "shown": answers}
    words = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "backslashreplace").decode()
    sheet: Worksheet = book.book.create_sheet(HIDDEN)
    for row, line in enumerate(hidden_lines(words, book.lang), 1):
        book.put(cell_at(sheet, row, 1), line)
    sheet.sheet_state = "veryHidden"
