"""A responsibility list from the ledger as .xlsx: the signed one with its changes and check code, and the one that goes out to be corrected.

The same rows give the same bytes. A cell is never a formula, whatever it begins with.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from luoshi.writing.duty_values import KINDS, RHYTHMS, theme_names
from luoshi.writing.hidden import HIDDEN, hidden_lines
from luoshi.writing.ledger_records import Column, Directory, ListChange, ListedDuty, ListHead, columns_for, name_field, shown
from luoshi.writing.words import name_date, say
from luoshi.writing.workbook import Book, cell_at, height_of, print_on_a4, set_widths, style_quiet

ROOM = 200
"""Rows below the last one in which choices are offered too."""


def listed_xlsx(head: ListHead, duties: Sequence[ListedDuty], *, changes: Sequence[ListChange] = (), lang: str = "zh") -> bytes:
    """A signed version: the list, what changed since the version before, who signed, and the check code."""
    book = ListBook(head, duties, lang)
    book.write_list()
    if head.number > 1:
        book.write_changes(changes)
    if head.number:
        book.write_head()
    return book.book.as_bytes()


def correctable_xlsx(head: ListHead, duties: Sequence[ListedDuty], directory: Directory, *, lang: str = "zh") -> bytes:
    """The list as it stands, to be corrected and sent back: choices to pick from, the head protected, a hidden key in each row."""
    book = ListBook(head, duties, lang)
    sheet = book.write_list(with_keys=True)
    book.write_how()
    book.offer(sheet, directory)
    book.protect_head(sheet)
    book.write_hidden()
    return book.book.as_bytes()


class ListBook:
    """One workbook: the head, the rows and a language."""

    def __init__(self, head: ListHead, duties: Sequence[ListedDuty], lang: str) -> None:
        self.head, self.duties, self.lang = head, duties, lang
        self.title = say("listpaper.title", lang, campaign=head.campaign)
        self.book = Book(lang, self.title)
        self.columns: tuple[Column, ...] = columns_for(duties, head.paired)
        self.rows = [shown(duty, lang) for duty in duties]

    def say(self, key: str, **values: object) -> str:
        """The words for a key in the workbook's language."""
        return say(key, self.lang, **values)

    def version(self) -> str:
        """Which version it is, and when it was signed."""
        if not self.head.number:
            return self.say("listpaper.draft")
        return self.say("listpaper.version", number=self.head.number, date=name_date(self.head.signed_on, self.lang))

    def write_list(self, *, with_keys: bool = False) -> Worksheet:
        """One row for each duty."""
        sheet = self.book.sheet("sheet.listed")
        heads = [self.say(column.head) for column in self.columns] + [self.say("field.key")] * with_keys
        keys = [[duty.key] if with_keys else [] for duty in self.duties]
        lines = [[*(row[column.code] for column in self.columns), *key] for row, key in zip(self.rows, keys, strict=True)]
        widths = [column.width for column in self.columns] + [12.0] * with_keys
        printed = sum(column.code not in ("programmes", "conditions", "missing", "status", "document", "place") for column in self.columns)
        self.book.table(sheet, heads, lines, widths, high_by=printed)
        for index, duty in enumerate(self.duties, 2):
            if duty.number:
                self.book.number(cell_at(sheet, index, 1), duty.number)
        last = max(len(self.duties) + 1, 2)
        sheet.freeze_panes = "C2"
        sheet.print_area = f"A1:{get_column_letter(printed)}{last}"
        for number in range(printed + 1, len(self.columns) + 1):
            sheet.column_dimensions[get_column_letter(number)].outlineLevel = 1
        if with_keys:
            sheet.column_dimensions[get_column_letter(len(heads))].hidden = True
        self.print_on(sheet)
        return sheet

    def print_on(self, sheet: Worksheet) -> None:
        """A4, with title, version and page numbers; the check code in the footer of what is signed."""
        said = [self.say(f"listpaper.{key}") for key in ("example", "extract") if getattr(self.head, key)]
        print_on_a4(sheet, "　".join([f"{self.title}{self.version()}", *said]), self.lang)

    def write_changes(self, changes: Sequence[ListChange]) -> None:
        """What was added, dropped and changed, and who approved it."""
        sheet = self.book.sheet("sheet.list-changes")
        heads = [self.say(key) for key in ("listed.number", "field.words", "listpaper.change", "listpaper.before", "listpaper.after", "listpaper.approved")]
        lines = [[str(c.number or ""), c.words, name_change(c, self.lang), c.before, c.after, c.approved] for c in changes]
        self.book.table(sheet, heads, lines or [["", self.say("listpaper.no-changes", before=self.head.number - 1), "", "", "", ""]], [7, 46, 14, 36, 36, 24])
        self.print_on(sheet)

    def write_head(self) -> None:
        """Who signed, when, and the check code with how to check it."""
        sheet = self.book.sheet("sheet.list-head")
        for row, words in enumerate([self.title, self.version(), signed_by(self.head, self.lang), self.head.note, *check_lines(self.head, self.lang)], 1):
            self.book.put(cell_at(sheet, row, 1), words)
            sheet.row_dimensions[row].height = height_of(words, 100)
        set_widths(sheet, [100])
        self.print_on(sheet)

    # -- to be corrected -------------------------------------------------------------------------------------------

    def write_how(self) -> None:
        """How to fill the list in."""
        sheet = self.book.sheet("sheet.how")
        words = self.say("listed.how")
        self.book.put(cell_at(sheet, 1, 1), words)
        sheet.row_dimensions[1].height = height_of(words, 100)
        set_widths(sheet, [100])

    def offer(self, sheet: Worksheet, directory: Directory) -> None:
        """Lists to choose from: words of ours in the cell's own rule, units and posts on a sheet of their own."""
        kinds = [self.say(f"kind.{kind}") for kind in KINDS]
        rhythms = [self.say(f"recurrence.{value}") for value in RHYTHMS]
        for code, words in (("theme", theme_names(self.lang)), ("kind", kinds), ("rhythm", rhythms)):
            self._choose(sheet, code, f'"{",".join(words)}"')
        choices = self.book.sheet("sheet.choices")
        names = [list(directory.units), list(directory.posts)]
        for column, (key, labels) in enumerate(zip(("listed.lead", "listed.owner_post"), names, strict=True), 1):
            for row, label in enumerate([self.say(key), *labels], 1):
                self.book.put(cell_at(choices, row, column), label)
        set_widths(choices, [36, 48])
        for code, letter, labels in (("lead", "A", names[0]), *((post, "B", names[1]) for post in ("owner_post", "party_post", "admin_post"))):
            if labels:
                self._choose(sheet, code, f"'{choices.title}'!${letter}$2:${letter}${len(labels) + 1}")

    def _choose(self, sheet: Worksheet, code: str, formula: str) -> None:
        codes = [column.code for column in self.columns]
        if code not in codes:
            return
        letter = get_column_letter(codes.index(code) + 1)
        choice = DataValidation("list", formula1=formula, allow_blank=True, errorStyle="warning", error=self.say("list.choose"))
        choice.showErrorMessage, choice.sqref = True, f"{letter}2:{letter}{len(self.duties) + 1 + ROOM}"
        sheet.add_data_validation(choice)

    def protect_head(self, sheet: Worksheet) -> None:
        """The head cannot be overwritten; everything below it can, and rows can be sorted, put in and taken out."""
        width = len(self.columns) + 1
        for row in range(2, len(self.duties) + 2 + ROOM):
            for column in range(1, width + 1):
                cell_at(sheet, row, column).protection = Protection(locked=False)
        for index in range(2, len(self.duties) + 2):
            for number, given in enumerate(self.columns, 1):
                if not given.editable:
                    style_quiet(cell_at(sheet, index, number))
        shield = sheet.protection
        shield.sheet = True
        for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
            setattr(shield, allowed, False)     # what is not locked may be done

    def write_hidden(self) -> None:
        """What every cell showed: only what differs from it was changed by a person."""
        sheet: Worksheet = self.book.book.create_sheet(HIDDEN)
        kept = {"chain": self.head.chain, "shown": {duty.key: row for duty, row in zip(self.duties, self.rows, strict=True)}}
        words = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "backslashreplace").decode()
        for row, line in enumerate(hidden_lines(words, self.lang), 1):
            self.book.put(cell_at(sheet, row, 1), line)
        sheet.sheet_state = "veryHidden"
        set_widths(sheet, [40])


def name_change(change: ListChange, lang: str) -> str:
    """What kind of change it is, in words."""
    return say(f"listpaper.{change.what}", lang) if change.what in ("added", "dropped") else name_field(change.what, lang)


def signed_by(head: ListHead, lang: str) -> str:
    """Who signed, in which post."""
    return say("listpaper.signer-post" if head.post else "listpaper.signer", lang, name=head.signer, post=head.post)


def check_lines(head: ListHead, lang: str) -> list[str]:
    """The check code and how to check it."""
    code = say("listpaper.head-is", lang, number=head.entry, digest=head.digest)
    join = say("join.colon", lang)
    return [
        f"{say('listpaper.head', lang)}{join}{code}",
        f"{say('listpaper.rows', lang)}{join}{head.rows_digest}",
        say("listpaper.how", lang, chain=head.chain, number=head.entry, digest=head.digest),
    ]
