"""An Extraction → 责任清单.xlsx: one row per duty, the gap table, the questions, the repairs, and all of it as JSON on a hidden sheet.

What a person corrected is shown as she wrote it, in colour, with what it was before; `duty_list_reading` reads it back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from luoshi.extracting.records import Cell, Extraction, FoundDuty
from luoshi.writing.as_json import as_json
from luoshi.writing.correcting import correct
from luoshi.writing.corrections import ADDED, DELETED, Correction
from luoshi.writing.duty_columns import BY_CODE, COLUMNS, Column, head_of, lay_over, row_of
from luoshi.writing.duty_keys import key_of
from luoshi.writing.duty_values import KINDS, RHYTHMS, theme_names
from luoshi.writing.gap_notes import left_out
from luoshi.writing.hidden import HIDDEN, hidden_lines
from luoshi.writing.question_lines import name_numbers, question_lines
from luoshi.writing.remarks import plain, remark_sentences
from luoshi.writing.repair_lines import repair_lines
from luoshi.writing.words import name_column, name_place, say
from luoshi.writing.workbook import Book, cell_at, height_of, print_on_a4, set_widths, style_changed, style_quiet

NARROW = 8.0
SHORT = 5
"""A cell of the gap table holds a label of so many characters, else a count."""
ROOM = 200
"""Empty rows below the list in which the choices are offered too."""


def duty_list_xlsx(extraction: Extraction, *, lang: str = "zh", corrections: Sequence[Correction] = ()) -> bytes:
    """The workbook, in Chinese ("zh") or English ("en"); quotes stay as they are.

    `extraction` is what was read, `corrections` what a person changed since; the same values give the same bytes.
    """
    return _DutyList(extraction, lang, tuple(corrections)).as_bytes()


class _DutyList:
    """One workbook: what was read, what a person changed, and what stands after it."""

    def __init__(self, read: Extraction, lang: str, corrections: tuple[Correction, ...]) -> None:
        self.read, self.lang, self.corrections = read, lang, corrections
        self.extraction = correct(read, corrections)
        self.rows = rows_of(read, corrections, lang)
        self.own = own_columns(corrections)
        self.title = read.document.title or read.document.name.replace("\\", "/").rsplit("/", 1)[-1]
        self.book = Book(lang, f"{self.say('paper.list')} {self.title}")
        self.sheet_rows = {duty.number: index for index, (_, duty, _) in enumerate(self.rows, 2)}

    def say(self, key: str, **values: object) -> str:
        """The words for a key in the workbook's language."""
        return say(key, self.lang, **values)

    def as_bytes(self) -> bytes:
        """Every sheet, then the file."""
        self.write_duties()
        self.write_gaps()
        self.write_questions()
        self.write_corrections()
        self.write_repairs()
        self.write_hidden()
        return self.book.as_bytes()

    # -- the list itself -------------------------------------------------------------------------------------------

    def write_duties(self) -> None:
        """One row per duty, and the hidden key by which it is known when the list comes back."""
        sheet = self.book.sheet("sheet.duties")
        codes = [*(column.code for column in COLUMNS), *self.own]
        heads = [head_of(code, self.lang) for code in codes]
        lines = [[*(row.get(code, "") for code in codes), key_of(self.read, known, duty)] for known, duty, row in self.rows]
        widths = [*(self.width(column) for column in COLUMNS), *(18.0 for _ in self.own), 12.0]
        printed = sum(column.printed for column in COLUMNS)
        self.book.table(sheet, [*heads, self.say("field.key")], lines, widths, high_by=printed)
        sheet.column_dimensions[get_column_letter(len(codes) + 1)].hidden = True
        self.shape_duties(sheet, codes)
        self.mark_changes(sheet, codes)

    def width(self, column: Column) -> float:
        """A column's width; one in which nothing stands yet is narrow."""
        filled = column.change is None or any(row.get(column.code) for _, _, row in self.rows)
        return column.width if filled else min(column.width, NARROW)

    def shape_duties(self, sheet: Worksheet, codes: list[str]) -> None:
        """Numbers as numbers, choices, what is printed, and what is only for looking into."""
        last = max(len(self.rows) + 1, 2)
        for index, (_, duty, row) in enumerate(self.rows, 2):
            self.book.number(cell_at(sheet, index, 1), duty.number)
            confidence = row["confidence"]
            if confidence.replace(".", "", 1).isascii() and confidence.replace(".", "", 1).isdigit():
                self.book.number(cell_at(sheet, index, codes.index("confidence") + 1), float(confidence), "0.00")
        self.offer(sheet, codes, last + ROOM)
        printed = sum(column.printed for column in COLUMNS)
        for number in range(printed + 1, len(COLUMNS) + 1):
            sheet.column_dimensions[get_column_letter(number)].outlineLevel = 1
        sheet.print_area = f"A1:{get_column_letter(printed)}{last}"
        sheet.freeze_panes = "C2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(codes))}{last}"
        print_on_a4(sheet, f"{self.say('paper.list')}  {self.title}", self.lang)

    def offer(self, sheet: Worksheet, codes: list[str], last: int) -> None:
        """Lists to choose from where only certain words fit."""
        kinds = [self.say(f"kind.{kind}") for kind in KINDS]
        rhythms = [self.say(f"recurrence.{value}") for value in RHYTHMS]
        for code, words in (("theme", theme_names(self.lang)), ("kind", kinds), ("recurrence", rhythms)):
            letter = get_column_letter(codes.index(code) + 1)
            choice = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True, errorStyle="warning", error=self.say("list.choose"))
            choice.showErrorMessage, choice.sqref = True, f"{letter}2:{letter}{last}"
            sheet.add_data_validation(choice)

    def mark_changes(self, sheet: Worksheet, codes: list[str]) -> None:
        """Colour where a person changed something, and a note that says what it was."""
        index_of = {known: index for index, (known, _, _) in enumerate(self.rows, 2)}
        for change in self.corrections:
            if change.row in index_of and change.column in (*codes, ADDED):
                cell = cell_at(sheet, index_of[change.row], 1 if change.column == ADDED else codes.index(change.column) + 1)
                style_changed(cell)
                said = self.say("list.added") if change.column == ADDED else self.say("list.corrected", before=change.before or self.say("label.none"))
                cell.comment = Comment(said[:500], "luoshi", height=80, width=260)

    # -- what follows from it --------------------------------------------------------------------------------------

    def write_gaps(self) -> None:
        """Units by themes and mechanisms; each cell leads to its first duty."""
        sheet = self.book.sheet("sheet.gaps")
        columns = self.extraction.columns
        heads = [self.say("field.unit"), *(name_column(column, self.lang) for column in columns)]
        units = self.extraction.units
        lines = [[unit, *(self.gap(self.extraction.cell(unit, column)) for column in columns)] for unit in units]
        widths = [20, *(11 for _ in columns)]
        self.book.table(sheet, heads, lines, widths)
        for row, unit in enumerate(units, 2):
            for number, column in enumerate(columns, 2):
                self.link(sheet, row, number, self.extraction.cell(unit, column))
        numbers = [[unit, *(name_numbers(self.extraction.cell(unit, column).duties, self.lang) for column in columns)] for unit in units]
        self.book.block(sheet, len(units) + 4, [self.say("field.numbers"), *heads[1:]], numbers, widths)
        self.add_notes(sheet, 2 * len(units) + 7, widths)
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(units) + 1}"
        print_on_a4(sheet, f"{self.say('heading.gaps')}  {self.title}", self.lang)

    def gap(self, cell: Cell) -> str:
        """What a unit's text says in one cell of the gap table, in a few words: programs do not fold the words of a link."""
        if not cell.duties:
            return self.say("only-named" if cell.spans else "not-in-text")
        if cell.label and not cell.label.isdecimal() and len(cell.label) <= SHORT:
            return cell.label
        return self.say("list.count", count=len(cell.duties))

    def link(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        """A filled cell leads to its first duty; an empty one is quiet."""
        target = cell_at(sheet, row, column)
        if not cell.duties:
            style_quiet(target)
        first = next((self.sheet_rows[number] for number in cell.duties if number in self.sheet_rows), None)
        if first:
            target.hyperlink = Hyperlink(ref=target.coordinate, location=f"'{self.say('sheet.duties')}'!A{first}")

    def add_notes(self, sheet: Worksheet, row: int, widths: Sequence[float]) -> None:
        """What the table does not say: who is awaited, whether there may be more, and what a gap means."""
        notes = [self.say("not-in-text.note"), self.say("only-named.note")]
        notes = [plain(sentence) for sentence in remark_sentences(self.extraction, self.lang)] + left_out(self.extraction, self.lang) + notes
        if self.extraction.awaited:
            notes.insert(0, self.say("heading.awaited") + self.say("join.colon") + self.say("join.list").join(self.extraction.awaited))
        if self.extraction.document.open_list:
            notes.insert(0, self.say("label.open-list"))
        last = max(2, min(9, len(widths)))
        for index, words in enumerate(notes, row):
            self.book.put(cell_at(sheet, index, 1), words)
            sheet.merge_cells(start_row=index, start_column=1, end_row=index, end_column=last)
            sheet.row_dimensions[index].height = height_of(words, sum(widths[:last]))

    def write_questions(self) -> None:
        """What to ask each unit, with room for the reply."""
        sheet = self.book.sheet("sheet.questions")
        heads = [self.say(f"field.{key}") for key in ("unit", "what", "numbers", "question", "words", "place", "reply")]
        asked = ((unit, line) for unit in self.extraction.units for line in question_lines(self.extraction, unit, self.lang))
        lines = [[unit, line.about, line.numbers, line.question, line.words, line.place, ""] for unit, line in asked]
        self.book.table(sheet, heads, lines, [22, 12, 14, 46, 46, 12, 30])
        print_on_a4(sheet, f"{self.say('heading.questions')}  {self.title}", self.lang)

    def write_corrections(self) -> None:
        """What a person changed: before and after."""
        if not self.corrections:
            return
        sheet = self.book.sheet("sheet.corrections")
        heads = [self.say(f"field.{key}") for key in ("number", "column", "before", "after")]
        self.book.table(sheet, heads, [self.change(change) for change in self.corrections], [8, 18, 60, 60])
        print_on_a4(sheet, f"{self.say('sheet.corrections')}  {self.title}", self.lang)

    def change(self, change: Correction) -> list[str]:
        """One change in words."""
        known = {ADDED: self.say("list.added"), DELETED: self.say("list.deleted")}
        return [str(change.row), known.get(change.column) or head_of(change.column, self.lang), change.before, change.after]

    def write_repairs(self) -> None:
        """What was repaired, by kind, and what looked doubtful and was left alone."""
        sheet = self.book.sheet("sheet.repairs")
        heads = [self.say(f"field.{key}") for key in ("kind", "before", "after", "count", "first-place")]
        lines = [[line.kind, line.before, line.after, str(line.count), line.place] for line in repair_lines(self.read, self.lang)]
        widths = [18, 30, 30, 10, 26]
        self.book.table(sheet, heads, lines, widths)
        row = len(lines) + 4
        place = self.read.document.place
        doubts = [[self.say(f"suspect.{s.kind}"), s.words, s.proposal, "", name_place(place(s.start), self.lang)] for s in self.read.document.suspects]
        self.book.block(sheet, row, [self.say("heading.suspects"), self.say("field.words"), self.say("field.proposal"), "", self.say("field.place")], doubts, widths)
        if self.book.unprintable:
            self.book.put(cell_at(sheet, row + len(doubts) + 2, 1), self.say("list.unprintable", count=self.book.unprintable))
        print_on_a4(sheet, f"{self.say('heading.repairs')}  {self.title}", self.lang)

    def write_hidden(self) -> None:
        """Everything that was read and corrected, from which all papers can be written again, and what every cell showed.

        What the cells showed is kept because a later version may say it in other words, and that is no change of hers.
        """
        sheet: Worksheet = self.book.book.create_sheet(HIDDEN)
        shown = json.dumps({str(known): row for known, _, row in self.rows}, ensure_ascii=False, separators=(",", ":"))
        shown = shown.encode("utf-8", "backslashreplace").decode("utf-8")
        whole = f'{{"read":{as_json(self.read, self.corrections)},"shown":{shown}}}'
        for row, words in enumerate(hidden_lines(whole, self.lang), 1):
            self.book.put(cell_at(sheet, row, 1), words)
        sheet.sheet_state = "veryHidden"
        set_widths(sheet, [40])


def rows_of(read: Extraction, corrections: Sequence[Correction], lang: str) -> list[tuple[int, FoundDuty, dict[str, str]]]:
    """For every duty that stands: the number under which it is known, the duty, and what its cells show."""
    extraction = correct(read, corrections)
    by_row = {row: list(group) for row, group in groupby(sorted(corrections, key=lambda c: c.row), key=lambda c: c.row)}
    known = {change.after: change.row for change in corrections if change.column == "number"}
    rows = []
    for duty in extraction.duties:
        row = int(known.get(str(duty.number), duty.number))
        rows.append((row, duty, lay_over(row_of(extraction, duty, lang), by_row.get(row, ()))))
    return rows


def own_columns(corrections: Iterable[Correction]) -> list[str]:
    """The heads of the columns that a person added, in a fixed order."""
    return sorted({change.column for change in corrections} - set(BY_CODE) - {ADDED, DELETED})


