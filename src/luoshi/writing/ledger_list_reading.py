"""A responsibility list that went out and comes back → what was changed in it, cell by cell, and which cells do not fit.

A cell was changed where it says something else than it showed when the list went out. Columns may have moved, rows may have been
sorted, copied and taken out; each row is known by its hidden key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from luoshi.errors import LuoshiError, TableError
from luoshi.writing.duty_values import tidy, tidy_ends
from luoshi.writing.heads import columns_by_head
from luoshi.writing.hidden import HIDDEN, from_hidden
from luoshi.writing.ledger_records import BY_CODE, Directory, ListedDuty, codes_by_head, name_field, shown
from luoshi.writing.ledger_values import fields_of
from luoshi.writing.opened_workbook import Line, Sheet, opened_bytes
from luoshi.writing.words import LANGS, say
from luoshi.writing.workbook import fitting

KEY = "key"
EXACT = frozenset({"unit", "words", "lead", "supports", "owner_post", "party_post", "admin_post", "note", "document"})
"""Columns in which the width of a letter counts as a change."""
NEEDED_HEADS = frozenset({"words", "lead", "due", "owner_post", "kind", KEY})
ENOUGH_HEADS = 3


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that a person changed, and the fields of the duty that follow from it."""

    key: str
    column: str
    before: str
    after: str
    fields: Mapping[str, Any]
    where: str
    """Sheet and cell: 责任清单!F12."""


@dataclass(frozen=True, slots=True)
class AddedRow:
    """A row that was not in the list that went out."""

    copied_from: str
    """The key of the row that it was copied from; '' where it is new."""
    unit: str
    cells: Mapping[str, str]
    fields: Mapping[str, Any]
    where: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell whose value is not taken: where, what is wrong, what would be right."""

    where: str
    error: LuoshiError
    cell: str
    """What stands in it."""


@dataclass(frozen=True)
class ReturnedList:
    """What came back."""

    rows: int
    """Rows that hold a duty."""
    changes: tuple[CellChange, ...] = ()
    added: tuple[AddedRow, ...] = ()
    deleted: tuple[str, ...] = ()
    """Keys of rows that were taken out."""
    refused: tuple[Refused, ...] = ()
    copies: tuple[str, ...] = ()
    """Rows that are the same as another in every cell; they are passed over."""
    unknown: tuple[str, ...] = ()
    """Heads of columns that are not of the list; they are passed over."""


def read_listed(content: bytes, name: str, chain: str, now: Sequence[ListedDuty], directory: Directory, *, dated: str = "") -> ReturnedList:
    """What a person changed in a list; TableError where it is no list of ours, or of another campaign (`chain`).

    `now`: the duties as they stand; a cell that someone else changed meanwhile is refused. `dated` gives the year of dates without one.
    """
    sheets = opened_bytes(content, name)
    lang, before = _hidden(sheets, name, chain)
    sheet, head = _list_sheet(sheets, name)
    return _Comparing(sheet.name, lang, before, {duty.key: duty for duty in now}, directory, dated).read(head, sheet.lines)


def _hidden(sheets: Sequence[Sheet], name: str, chain: str) -> tuple[str, dict[str, dict[str, str]]]:
    """The language of the list, and what its cells showed when it went out."""
    lines = next(([line.cells.get("A", "") for line in sheet.lines] for sheet in sheets if sheet.name == HIDDEN), [])
    try:
        words, lang = from_hidden(lines)
        kept = json.loads(words)
        shown_then = {str(key): dict(row) for key, row in kept["shown"].items()}
        given = kept["chain"]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise TableError(
            f"这不是从台账导出的责任清单，或隐藏的工作表“{HIDDEN}”已删去、改动。", f"This is no list exported from the ledger, or its hidden sheet “{HIDDEN}” is gone or changed.",
            where=name, next_zh="请重新导出清单，把改动移到新表里再导入。", next_en="Export the list again and carry the changes over.",
        ) from None
    if given != chain:
        raise TableError("这是另一个专项行动的清单。", "This is the list of another campaign.", where=name, next_zh="请在那个专项里导入。", next_en="Import it there.")
    return (lang if lang in LANGS else "zh"), shown_then


def _list_sheet(sheets: Sequence[Sheet], name: str) -> tuple[Sheet, Line]:
    """The sheet that holds the list, and its head."""
    known = codes_by_head()
    names = [say("sheet.listed", lang) for lang in LANGS]
    for sheet in sorted(sheets, key=lambda sheet: sheet.name not in names):
        for line in sheet.lines[:20]:
            heads = {known.get(tidy(words).lower()) for words in line.cells.values()}
            if sheet.name != HIDDEN and len(heads & NEEDED_HEADS) >= ENOUGH_HEADS:
                return sheet, line
    raise TableError(
        "没有找到责任清单的表头。", "The head of the list was not found.", where=name,
        next_zh="请保留“原句、完成时限、牵头单位、责任岗位”等列名。", next_en="Keep the heads Sentence, Deadline, Lead unit, Owner post.",
    )


@dataclass(frozen=True)
class _Row:
    """One row that came back."""

    number: int
    cells: dict[str, str]
    letters: dict[str, str]
    errors: dict[str, TableError]

    @property
    def is_empty(self) -> bool:
        return not any(words for code, words in self.cells.items() if code != KEY) and not self.errors

    def where(self, column: str) -> str:
        return f"{self.letters.get(column, 'A')}{self.number}"


@dataclass
class _Comparing:
    """Compares what came back with what went out and with what stands now."""

    sheet: str
    lang: str
    before: dict[str, dict[str, str]]
    now: dict[str, ListedDuty]
    directory: Directory
    dated: str
    refused: list[Refused] = field(default_factory=list)

    def read(self, head: Line, lines: Iterable[Line]) -> ReturnedList:
        """Every change, every row put in or taken out, every cell that does not fit."""
        codes, unknown = columns_by_head(head, codes_by_head())
        rows = [row for line in lines if line.number > head.number and not (row := self._row(line, codes)).is_empty]
        kept, others = self._sorted_out(rows)
        changes = [change for key, row in kept.items() for change in self._changes(key, row)]
        copies, added = [], []
        for key, row in others:
            if key and self._is_copy(row, kept[key]):
                copies.append(self._at(row, KEY))
            elif made := self._added(key, row, kept):
                added.append(made)
        deleted = tuple(key for key in self.before if key not in kept and key in self.now)
        return ReturnedList(len(rows), tuple(changes), tuple(added), deleted, tuple(self.refused), tuple(copies), unknown)

    def _row(self, line: Line, codes: Mapping[str, str]) -> _Row:
        cells = {code: line.cells.get(letter, "") for letter, code in codes.items()}
        errors = {codes[letter]: error for letter, error in line.errors.items() if letter in codes}
        return _Row(line.number, cells, {code: letter for letter, code in codes.items()}, errors)

    # -- which row is which ----------------------------------------------------------------------------------------

    def _sorted_out(self, rows: Sequence[_Row]) -> tuple[dict[str, _Row], list[tuple[str, _Row]]]:
        """The rows that went out, by key; and the others with the key that they were copied from."""
        claims: dict[str, list[_Row]] = {}
        others: list[tuple[str, _Row]] = []
        for row in rows:
            key = row.cells.get(KEY, "").strip() or self._by_words(row)
            if key in self.before:
                claims.setdefault(key, []).append(row)
            elif key:
                self._refuse(row, KEY, _no_key())
            else:
                others.append(("", row))
        kept = {key: max(claimed, key=lambda row: self._likeness(key, row)) for key, claimed in claims.items()}
        others += [(key, row) for key, claimed in claims.items() for row in claimed if row is not kept[key]]
        return kept, sorted(others, key=lambda other: other[1].number)

    def _by_words(self, row: _Row) -> str:
        """Where the key is gone: the one row that showed the same number, unit and sentence."""
        wanted = [tidy_ends(row.cells.get(code, "")) for code in ("number", "unit", "words")]
        same = [key for key, was in self.before.items() if [tidy_ends(fitting(was.get(code, ""), self.lang)[0]) for code in ("number", "unit", "words")] == wanted]
        return same[0] if len(same) == 1 else ""

    def _likeness(self, key: str, row: _Row) -> int:
        return sum(self._same(code, self.before[key].get(code, ""), words) for code, words in row.cells.items() if code != KEY)

    def _is_copy(self, row: _Row, other: _Row) -> bool:
        return all(self._same(code, other.cells.get(code, ""), words) for code, words in row.cells.items() if code != KEY)

    # -- what was changed ------------------------------------------------------------------------------------------

    def _same(self, code: str, one: str, other: str) -> bool:
        one = fitting(one, self.lang)[0]
        return tidy_ends(one) == tidy_ends(other) if code in EXACT else tidy(one) == tidy(other)

    def _changes(self, key: str, row: _Row) -> Iterable[CellChange]:
        for code, error in row.errors.items():
            self._refuse(row, code, error)
        was, duty = self.before[key], self.now.get(key)
        for code, found in row.cells.items():
            if code == KEY or code in row.errors or self._same(code, was.get(code, ""), found):
                continue
            if change := self._change(key, row, code, was.get(code, ""), tidy_ends(found), duty):
                yield change

    def _change(self, key: str, row: _Row, code: str, before: str, after: str, duty: ListedDuty | None) -> CellChange | None:
        """The change of one cell; None where it is refused, or made already."""
        if duty is None:
            self._refuse(row, code, _gone())
            return None
        if not BY_CODE[code].editable:
            self._refuse(row, code, _given(name_field(code, "zh"), name_field(code, "en"), before))
            return None
        is_now = shown(duty, self.lang)[code]
        if self._same(code, is_now, after):
            return None
        if not self._same(code, is_now, before):
            self._refuse(row, code, _changed_meanwhile(before, is_now))
            return None
        fields = self._fields(row, code, after, duty)
        return None if fields is None else CellChange(key, code, is_now, after, fields, self._at(row, code))

    def _fields(self, row: _Row, code: str, words: str, duty: ListedDuty) -> Mapping[str, Any] | None:
        try:
            return fields_of(code, words, duty, self.directory, self.dated)
        except LuoshiError as error:
            self._refuse(row, code, error)
            return None

    # -- rows put in -----------------------------------------------------------------------------------------------

    def _added(self, key: str, row: _Row, kept: Mapping[str, _Row]) -> AddedRow | None:
        """A new row with everything that it says; None where it stands already, or something in it does not fit."""
        known = len(self.refused)
        for code, error in row.errors.items():
            self._refuse(row, code, error)
        words, unit = tidy_ends(row.cells.get("words", "")), tidy_ends(row.cells.get("unit", ""))
        if not words:
            self._refuse(row, "words", _no_words())
            return None
        if not unit:
            self._refuse(row, "unit", _no_unit())
            return None
        if self._stands_already(row, kept):
            return None
        blank = ListedDuty("", 0, unit, words)
        fields: dict[str, Any] = {}
        for code, found in row.cells.items():
            if code in BY_CODE and BY_CODE[code].editable and tidy(found) and code not in row.errors:
                fields.update(self._fields(row, code, tidy_ends(found), blank) or {})
        if len(self.refused) > known:
            return None
        return AddedRow(key, unit, {code: words for code, words in row.cells.items() if words and code != KEY}, fields, self._at(row, "words"))

    def _stands_already(self, row: _Row, kept: Mapping[str, _Row]) -> bool:
        """Whether a duty that did not go out with this list says the same in every cell that may be changed."""
        codes = [code for code in row.cells if code in BY_CODE and (BY_CODE[code].editable or code == "unit")]
        others = (duty for key, duty in self.now.items() if key not in self.before)
        return any(all(self._same(code, shown(duty, self.lang)[code], row.cells[code]) for code in codes) for duty in others)

    # -- what does not fit -----------------------------------------------------------------------------------------

    def _refuse(self, row: _Row, code: str, error: LuoshiError) -> None:
        self.refused.append(Refused(self._at(row, code), error, row.cells.get(code, "")))

    def _at(self, row: _Row, code: str) -> str:
        return f"{self.sheet}!{row.where(code)}"


def _no_key() -> TableError:
    return TableError("这一行的键不是这份清单的。", "This row’s key is not of this list.", next_zh="要作为新任务加入，请清空最后一列（隐藏）的键。", next_en="To add it as a new duty, empty the key in the last (hidden) column.")


def _gone() -> TableError:
    return TableError("这一项在清单导出后已不在清单里。", "This duty has left the list since the list went out.", next_zh="请在任务页查看它现在的状态。", next_en="Look at its page to see where it stands.")


def _given(zh: str, en: str, now: str) -> TableError:
    return TableError(f"“{zh}”一列由系统给出，不能在表里改。", f"The column “{en}” is given by the system and cannot be changed here.", next_zh=f"应为：{now or '（空）'}。", next_en=f"It is: {now or '(empty)'}.")


def _changed_meanwhile(before: str, now: str) -> TableError:
    return TableError(
        f"清单导出后，这一格已由别人从“{before}”改为“{now}”。", f"Since the list went out someone changed this cell from “{before}” to “{now}”.",
        next_zh="请先看新的内容；仍要改的，请重新导出再改，或在任务页直接改。", next_en="Look at it as it is now; to change it still, export again or change it on the duty’s page.",
    )


def _no_words() -> TableError:
    return TableError("新增的这一行没有写任务。", "This new row says no duty.", next_zh="请在“原句”列写明要做什么，或删去这一行。", next_en="Write what is to be done under “Sentence”, or delete the row.")


def _no_unit() -> TableError:
    return TableError("没有写是哪个单位的任务。", "It is not said whose duty this is.", next_zh="请在“单位”列写明单位，或删去这一行。", next_en="Write the unit under “Unit”, or delete the row.")
