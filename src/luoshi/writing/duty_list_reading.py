"""A 责任清单.xlsx that a person corrected → what was read, and what she changed.

Columns may be moved, hidden, left out or added, rows moved, deleted, copied or added; the hidden key says which row is which.
What is asked of a cell is in `duty_values`; every cell that does not fit is named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from luoshi.errors import TableError
from luoshi.extracting.records import Extraction, FoundDuty, Reason
from luoshi.writing.as_json import corrections_in, from_dict
from luoshi.writing.correcting import correct
from luoshi.writing.corrections import ADDED, DELETED, Correction, merge_corrections
from luoshi.writing.duty_columns import BY_CODE, codes_by_head
from luoshi.writing.duty_keys import digest_of, read_key
from luoshi.writing.duty_list import rows_of
from luoshi.writing.duty_values import tidy, tidy_ends
from luoshi.writing.hidden import HIDDEN, from_hidden
from luoshi.writing.opened_workbook import Line, Sheet, open_workbook
from luoshi.writing.words import LANGS, say
from luoshi.writing.workbook import fitting

KEY = "key"
EXACT = frozenset({"unit", "words", "action", "object", "owner", "remark"})
"""Columns in which the width of a letter counts as a change; so it does in columns of her own."""
ENOUGH_HEADS = 4
SHOWN = 5
"""So many wrong cells are named in one error."""


@dataclass(frozen=True)
class CorrectedList:
    """A responsibility list that came back."""

    read: Extraction
    """What was read at first."""
    corrections: tuple[Correction, ...]
    lang: str

    @cached_property
    def extraction(self) -> Extraction:
        """What the papers follow: what was read, corrected."""
        return correct(self.read, self.corrections)


def read_duty_list(path: str | Path) -> CorrectedList:
    """The list in a workbook that `duty_list_xlsx` wrote and a person may have changed.

    TableError: no such workbook, not one of ours, or a cell whose value does not fit (with sheet and cell).
    """
    sheets = open_workbook(Path(path))
    name = Path(path).name
    before, shown = _hidden(sheets, name)
    sheet, head = _list_sheet(sheets, name)
    changes = _Returned(before, shown, f"{name} {sheet.name}!").changes(head, sheet.lines)
    result = CorrectedList(before.read, merge_corrections(before.corrections, changes), before.lang)
    _check_numbers(result, name)
    return result


def _hidden(sheets: Sequence[Sheet], name: str) -> tuple[CorrectedList, dict[int, dict[str, str]]]:
    """What was read and corrected when the list was written, and what the cells of each row showed."""
    lines = next(([line.cells.get("A", "") for line in sheet.lines] for sheet in sheets if sheet.name == HIDDEN), [])
    try:
        words, lang = from_hidden(lines)
        plain = json.loads(words)
        given = CorrectedList(from_dict(plain["read"]), corrections_in(plain["read"]), lang if lang in LANGS else "zh")
        return given, {int(known): row for known, row in plain["shown"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise TableError(
            f"这不是 luoshi 写出的责任清单，或隐藏的工作表“{HIDDEN}”已删去、改动。", f"This is no list written by luoshi, or its hidden sheet “{HIDDEN}” is gone or changed.",
            where=name, next_zh="请用 luoshi read 重新写出清单，把改动移到新表里。", next_en="Write the list again with luoshi read, and carry the changes over.",
        ) from None


def _list_sheet(sheets: Sequence[Sheet], name: str) -> tuple[Sheet, Line]:
    """The sheet that holds the list, and its head."""
    names = [say("sheet.duties", lang) for lang in LANGS]
    for sheet in sorted(sheets, key=lambda sheet: sheet.name not in names):
        for line in sheet.lines[:20]:
            if sheet.name != HIDDEN and len(_known_heads(line) & {"words", "unit", "theme", "kind", "deadline", KEY}) >= ENOUGH_HEADS:
                return sheet, line
    raise TableError(
        "没有找到责任清单的表头。", "The head of the list was not found.", where=name,
        next_zh="请保留“单位、方面、类型、原句、完成时限”等列名。", next_en="Keep the heads Unit, Theme, Kind, Sentence, Deadline.",
    )


def _known_heads(line: Line) -> set[str]:
    return set(_codes(line).values())


def _codes(head: Line) -> dict[str, str]:
    """Column letters → codes; a column of her own keeps its head, or its letter where it has none."""
    known = codes_by_head() | {tidy(say("field.key", lang)).lower(): KEY for lang in LANGS}
    codes: dict[str, str] = {}
    for letter, words in head.cells.items():
        code = known.get(tidy(words).lower()) or tidy_ends(words) or letter
        codes[letter] = code if code not in codes.values() else f"{code} {letter}"
    return codes


@dataclass(frozen=True)
class _Row:
    """One row that came back: its cells by column, and where they stand."""

    line: Line
    cells: dict[str, str]
    letters: dict[str, str]

    def where(self, column: str) -> str:
        return f"{self.letters.get(column, 'A')}{self.line.number}"


class _Returned:
    """Compares what came back with what was written."""

    def __init__(self, before: CorrectedList, shown: dict[int, dict[str, str]], sheet: str) -> None:
        self.read, self.earlier, self.lang, self.sheet = before.read, before.corrections, before.lang, sheet
        self.written = {known: (duty, shown[known]) for known, duty, _ in rows_of(self.read, self.earlier, self.lang)}
        self.first = {duty.number: (duty, row) for _, duty, row in rows_of(self.read, (), self.lang)}
        self.wrong: list[TableError] = []

    def changes(self, head: Line, lines: Iterable[Line]) -> list[Correction]:
        """Every cell that was changed, every row that was added or deleted; TableError names the cells that do not fit."""
        codes = _codes(head)
        rows = [self._row(line, codes) for line in lines if line.number > head.number]
        kept, added = self._sorted_out([row for row in rows if any(words for code, words in row.cells.items() if code != KEY)])
        changes = [change for known, row in kept.items() for change in self._changed(known, row)]
        changes += self._deleted(set(kept))
        changes += self._added(added, set(kept))
        self._complain()
        return changes

    def _row(self, line: Line, codes: dict[str, str]) -> _Row:
        named = {letter: codes.get(letter, letter) for letter in (*codes, *(c for c in line.cells if c not in codes))}
        cells = {code: line.cells.get(letter, "") for letter, code in named.items() if letter in codes or line.cells.get(letter)}
        self.wrong += [self._at(error, f"{letter}{line.number}") for letter, error in line.errors.items()]
        return _Row(line, cells, {code: letter for letter, code in named.items()})

    # -- which row is which ----------------------------------------------------------------------------------------

    def _sorted_out(self, rows: Sequence[_Row]) -> tuple[dict[int, _Row], list[_Row]]:
        """Rows that were written, by the number under which they are known, and rows that are new."""
        claims: dict[int, list[_Row]] = {}
        added = []
        for row in rows:
            known = self._known(row)
            if known is None:
                added.append(row)
            else:
                claims.setdefault(known, []).append(row)
        kept = {known: max(claimed, key=lambda row: self._alike(known, row)) for known, claimed in claims.items()}
        copies = [row for known, claimed in claims.items() for row in claimed if row is not kept[known]]
        return kept, sorted(added + copies, key=lambda row: row.line.number)

    def _known(self, row: _Row) -> int | None:
        key = read_key(row.cells.get(KEY, ""))
        if key is None:
            return self._by_words(row)
        digest, known = key
        if digest != digest_of(self.read):
            self.wrong.append(self._at(TableError(
                "这一行来自另一份文件的清单。", "This row is from the list of another document.",
                next_zh="请在那份清单里改；要作为新任务保留，请清空这一行的“键”。", next_en="Correct it there; to keep it as a new duty, empty its key.",
            ), row.where(KEY)))
        return known if known in self.written or known in self.first else None

    def _by_words(self, row: _Row) -> int | None:
        """Where the key is gone: the row with the same number and sentence."""
        for known, (duty, written) in self.written.items():
            if tidy(row.cells.get("number", "")) == str(duty.number) and self._same("words", written["words"], row.cells.get("words", "")):
                return known
        return None

    def _baseline(self, known: int) -> tuple[FoundDuty, dict[str, str]]:
        return self.written.get(known) or self.first[known]

    def _alike(self, known: int, row: _Row) -> int:
        _, written = self._baseline(known)
        return sum(self._same(code, written.get(code, ""), words) for code, words in row.cells.items())

    # -- what was changed ------------------------------------------------------------------------------------------

    def _same(self, code: str, written: str, found: str) -> bool:
        shown = fitting(written, self.lang)[0]
        if code in EXACT or code not in BY_CODE:
            return tidy_ends(shown) == tidy_ends(found)
        if tidy(shown) == tidy(found):
            return True
        return _is_number(shown) and _is_number(found) and float(shown) == float(found)

    def _changed(self, known: int, row: _Row) -> Iterator[Correction]:
        duty, written = self._baseline(known)
        if known not in self.written:
            yield Correction(known, DELETED, duty.words, duty.words)
        for code, found in row.cells.items():
            if code != KEY and not self._same(code, written.get(code, ""), found) and self._fits(code, duty, found, row):
                yield Correction(known, code, written.get(code, ""), tidy_ends(found))

    def _fits(self, code: str, duty: FoundDuty, found: str, row: _Row) -> bool:
        """Whether a value can be read; if not, the error is kept for later."""
        column = BY_CODE.get(code)
        if code == "unit" and not self._names_a_unit(found):
            self.wrong.append(self._at(_no_unit(), row.where(code)))
            return False
        if column and column.change:
            try:
                column.change(duty, found)
            except TableError as error:
                self.wrong.append(self._at(error, row.where(code)))
                return False
        return True

    def _names_a_unit(self, found: str) -> bool:
        """Whether a cell says whose duty it is; where one unit or none speaks, it may stay empty."""
        return bool(tidy(found)) or len(self.read.units) < 2

    def _deleted(self, kept: set[int]) -> Iterator[Correction]:
        return (Correction(known, DELETED, duty.words, "") for known, (duty, _) in self.written.items() if known not in kept)

    # -- rows of her own -------------------------------------------------------------------------------------------

    def _added(self, rows: Sequence[_Row], kept: set[int]) -> Iterator[Correction]:
        following = max([0, *self.first, *self.written, *(c.row for c in self.earlier), *(self.written[k][0].number for k in self.written)]) + 1
        taken = {tidy(str(self._baseline(known)[0].number)) for known in kept}
        for known, row in enumerate(rows, following):
            yield from self._new(known, row, taken)

    def _new(self, known: int, row: _Row, taken: set[str]) -> Iterator[Correction]:
        words = tidy_ends(row.cells.get("words", "")) or tidy_ends(row.cells.get("action", "") + row.cells.get("object", ""))
        if not words:
            self.wrong.append(self._at(TableError(
                "新增的这一行没有写任务。", "This new row says no duty.", next_zh="请在“原句”列写明要做什么，或删去这一行。", next_en="Write what is to be done under “Sentence”, or delete the row.",
            ), row.where("words")))
            return
        if not self._names_a_unit(row.cells.get("unit", "")):
            self.wrong.append(self._at(_no_unit(), row.where("unit")))
        yield Correction(known, ADDED, "", words)
        yield Correction(known, "words", "", words)
        blank = FoundDuty(known, 0, 0, words, "duty", "-", "", None, Reason(ADDED), Reason(ADDED), 1.0)
        for code, found in row.cells.items():
            given = code not in BY_CODE or BY_CODE[code].change or code in ("owner", "remark")
            if tidy(found) and given and code not in (KEY, "words") and not (code == "number" and tidy(found) in taken) and self._fits(code, blank, found, row):
                yield Correction(known, code, "", tidy_ends(found))

    # -- what does not fit -----------------------------------------------------------------------------------------

    def _at(self, error: TableError, cell: str) -> TableError:
        return TableError(error.zh, error.en, where=f"{self.sheet}{cell}", next_zh=error.next_zh, next_en=error.next_en)

    def _complain(self) -> None:
        """One error that says the first in full and names the cells of the others."""
        if not self.wrong:
            return
        first, *others = self.wrong
        if not others:
            raise first
        cells = [error.where.rsplit("!", 1)[-1] for error in others]
        more = "…" if len(cells) > SHOWN else ""
        raise TableError(
            first.zh, first.en, where=first.where,
            next_zh=f"{first.next_zh}另有{len(cells)}格也不合适：{'、'.join(cells[:SHOWN])}{more}。",
            next_en=f"{first.next_en} So do not fit {len(cells)} more: {', '.join(cells[:SHOWN])}{more}.",
        )


def _no_unit() -> TableError:
    return TableError(
        "没有写是哪个单位的任务。", "It is not said whose duty this is.", next_zh="请在“单位”列写明单位，或删去这一行。", next_en="Write the unit under “Unit”, or delete the row.",
    )


def _is_number(words: str) -> bool:
    return words.isascii() and words.replace(".", "", 1).isdigit()


def _check_numbers(result: CorrectedList, name: str) -> None:
    """Two duties under one number would be one in every paper."""
    numbers = [duty.number for duty in result.extraction.duties]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        words = "、".join(map(str, twice[:SHOWN]))
        raise TableError(
            f"序号重复：{words}。", f"Numbers given twice: {words}.", where=name,
            next_zh="请给每条任务一个不同的序号；新增的行可以不填。", next_en="Give each duty a number of its own; new rows may leave it empty.",
        )
