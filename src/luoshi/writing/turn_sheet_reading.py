"""A turn's sheet that comes back → the rows that were filled in, and each cell that does not fit: where, what is wrong, what would be right.

Columns may have moved, rows been deleted, sheets renamed, cells merged; each row is known by its key. One row that does not fit disturbs no other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from luoshi.errors import LuoshiError, TableError
from luoshi.writing.duty_values import tidy, tidy_ends
from luoshi.writing.heads import columns_by_head
from luoshi.writing.hidden import HIDDEN, from_hidden
from luoshi.writing.opened_workbook import Line, Sheet
from luoshi.writing.quick_workbook import opened_small
from luoshi.writing.turn_records import ANSWERS, KEY, AnsweredRow, Question, codes_by_head, shown
from luoshi.writing.turn_values import read_day, read_figure, read_names, read_state
from luoshi.writing.words import LANGS, say
from luoshi.writing.workbook import fitting

T = TypeVar("T")
NO_NAMES: tuple[str, ...] = ()
NEEDED_HEADS = frozenset({"words", "state", "figure", "said", "day", KEY})
ENOUGH_HEADS = 3
HEAD_WITHIN = 30
"""Lines within which the head of the table is looked for."""
EXACT = ("said", "evidence")
"""Cells in which the width of a letter counts as a change."""
FILLS = ("state", "figure", "said", "evidence")
"""Cells of which one at least is filled in where a row is answered; a unit or a day alone says nothing."""


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell that is not taken."""

    file: str
    cell: str
    """Sheet and cell: 报送表!I7."""
    found: str
    error: LuoshiError


@dataclass(frozen=True)
class TurnSheet:
    """What came back in one file."""

    name: str
    rows: tuple[AnsweredRow, ...] = ()
    refused: tuple[RefusedCell, ...] = ()
    unchanged: int = 0
    """Rows in which nothing was filled in."""
    unknown: tuple[str, ...] = ()
    """Heads of columns that are not of the sheet; they are passed over."""


def read_turn_sheet(content: bytes, name: str, questions: Mapping[str, Question], *, chain: str, turn: int, today: date) -> TurnSheet:
    """What was filled in; TableError where the file is no sheet of ours, or of another turn.

    `questions`: what is asked in the turn, by key; a key that is not among them is refused at its cell.
    """
    sheets = opened_small(content, name)
    lang, before = _sent(sheets, name, chain, turn)
    sheet, head = _table(sheets, name)
    return _Reading(name, sheet.name, lang, before, questions, today).read(head, sheet.lines)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a row showed when it went out, and how often the return had been given then."""

    given: int
    cells: Mapping[str, str]


def _sent(sheets: Sequence[Sheet], name: str, chain: str, turn: int) -> tuple[str, dict[str, _Sent]]:
    """The language of the sheet and what it showed; nothing where its hidden part is gone: the keys in the rows still say which is which."""
    lines = next(([line.cells.get("A", "") for line in sheet.lines] for sheet in sheets if sheet.name == HIDDEN), [])
    try:
        words, lang = from_hidden(lines)
        kept = json.loads(words)
        before = {str(key): _Sent(int(given), dict(cells)) for key, (given, cells) in kept["shown"].items()}
        of = (kept["chain"], kept["turn"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return "zh", {}
    if of != (chain, turn):
        raise TableError("这是另一个报送期的报送表。", "This is the sheet of another turn.", where=name, next_zh="请到那个报送期里导入。", next_en="Import it in that turn.")
    return (lang if lang in LANGS else "zh"), before


def _table(sheets: Sequence[Sheet], name: str) -> tuple[Sheet, Line]:
    """The sheet that holds the questions, whatever it is called, and its head."""
    known = codes_by_head()
    for sheet in sheets:
        for line in sheet.lines[:HEAD_WITHIN]:
            heads = {known.get(tidy(words).lower()) for words in set(line.cells.values())}
            if sheet.name != HIDDEN and len(heads & NEEDED_HEADS) >= ENOUGH_HEADS:
                return sheet, line
    raise TableError(
        "没有找到报送表的表头。", "The head of the return was not found.", where=name,
        next_zh="请保留“任务（原句）、工作状态、进展情况”等列名，或重新下载报送表。", next_en="Keep the heads Duty, State of work, Progress, or download the sheet again.",
    )


@dataclass(frozen=True)
class _Row:
    """One row that came back."""

    number: int
    cells: dict[str, str]
    letters: dict[str, str]
    errors: dict[str, TableError]
    notes: dict[str, str]

    def is_answered(self) -> bool:
        return any(tidy(self.cells.get(code, "")) or code in self.errors for code in FILLS)


@dataclass
class _Reading:
    """Reads one file; `refused` grows as it goes."""

    file: str
    sheet: str
    lang: str
    before: dict[str, _Sent]
    questions: Mapping[str, Question]
    today: date
    refused: list[RefusedCell] = field(default_factory=list)
    unchanged: int = 0

    def read(self, head: Line, lines: Iterable[Line]) -> TurnSheet:
        """Every row that was filled in."""
        codes, unknown = columns_by_head(head, codes_by_head())
        found = [row for line in lines if line.number > head.number and (row := self._answered(_row(line, codes)))]
        rows = list({(row.key, row.answer): row for row in found}.values())
        return TurnSheet(self.file, tuple(rows), tuple(self.refused), self.unchanged, unknown)

    def _answered(self, row: _Row) -> AnsweredRow | None:
        """What a row says; None where nothing was filled in, or something does not fit."""
        key = tidy(row.cells.get(KEY, "")) or self._by_words(row)
        sent = self.before.get(key)
        if self._is_as_sent(row, key, sent):
            self.unchanged += bool(key)
            return None
        known = len(self.refused)
        self._check_key(row, key, sent)
        for code, error in row.errors.items():
            self._refuse(row, code, error)
        made = self._made(row, key, sent) if len(self.refused) == known else None
        return made if len(self.refused) == known else None

    def _is_as_sent(self, row: _Row, key: str, sent: _Sent | None) -> bool:
        """Whether a person filled nothing in: the cells are as they went out, or as they stand now, or empty."""
        if any(code in row.errors for code in ANSWERS) or any(row.notes.get(code) for code in ANSWERS):
            return False
        if not row.is_answered() and not (sent and any(sent.cells.get(code) for code in FILLS)):
            return True
        question = self.questions.get(key)
        versions = [sent.cells] if sent else [shown(question, lang) for lang in LANGS] if question else []
        return any(all(_same(was.get(code, ""), row.cells.get(code, ""), self.lang, exact=code in EXACT) for code in ANSWERS if code in row.letters) for was in versions)

    def _by_words(self, row: _Row) -> str:
        """Where the key is gone: the one question with the same number and sentence."""
        wanted = [tidy_ends(row.cells.get(code, "")) for code in ("number", "words")]
        same = [key for key, one in self.questions.items() if [tidy_ends(fitting(words, self.lang)[0]) for words in (one.number, one.words)] == wanted]
        return same[0] if len(same) == 1 else ""

    def _check_key(self, row: _Row, key: str, sent: _Sent | None) -> None:
        question = self.questions.get(key)
        if question is None:
            self._refuse(row, KEY, _no_question() if key else _no_key())
        elif row.cells.get("words") and not _same(question.words, row.cells["words"], self.lang) and not (sent and _same(sent.cells["words"], row.cells["words"], self.lang)):
            self._refuse(row, "words", _torn(question.words))
        elif question.accepted:
            self._refuse(row, "state", _accepted())

    def _made(self, row: _Row, key: str, sent: _Sent | None) -> AnsweredRow:
        """The row's answer; what does not fit is refused beside it."""
        cells = {code: row.cells.get(code, "") for code in ANSWERS}
        state = self._take(row, "state", lambda: read_state(cells["state"]), "")
        figure, unit, note = self._take(row, "figure", lambda: read_figure(cells["figure"], cells["figure_unit"]), ("", "", ""))
        day = self._take(row, "day", lambda: read_day(cells["day"], self.today), "")
        said = tidy_ends(cells["said"]) + (say("turnsheet.figure-note", self.lang, words=note) if note else "")
        said += "".join(say("turnsheet.note", self.lang, words=words) for code, words in row.notes.items() if code in ANSWERS)
        taken = {"figure": figure, "day": day, "said": said}
        understood = tuple((code, tidy_ends(cells[code]), words) for code, words in taken.items() if words and tidy_ends(cells[code]) != words)
        evidence = self._take(row, "evidence", lambda: read_names(cells["evidence"]), NO_NAMES)
        return AnsweredRow(key, state, figure, unit, said, day, evidence, f"{self.file} {self.sheet}!{row.number}", sent.given if sent else None, understood, self.file)

    def _take(self, row: _Row, code: str, read: Callable[[], T], blank: T) -> T:
        try:
            return read()
        except LuoshiError as error:
            self._refuse(row, code, error)
            return blank

    def _refuse(self, row: _Row, code: str, error: LuoshiError) -> None:
        letter = row.letters.get(code, "A")
        self.refused.append(RefusedCell(self.file, f"{self.sheet}!{letter}{row.number}", row.cells.get(code, ""), error))


def _same(one: str, other: str, lang: str, *, exact: bool = False) -> bool:
    """Whether a cell says what it showed, in which only what fits was shown; unless exact, the width of letters does not count."""
    return (one == other and not exact) or tidy_ends(fitting(one, lang)[0]) == tidy_ends(other) or (not exact and tidy(one) == tidy(other))


def _row(line: Line, codes: Mapping[str, str]) -> _Row:
    cells = {code: line.cells.get(letter, "") for letter, code in codes.items()}
    errors = {codes[letter]: error for letter, error in line.errors.items() if letter in codes}
    notes = {codes[letter]: words for letter, words in line.notes.items() if letter in codes}
    return _Row(line.number, cells, {code: letter for letter, code in codes.items()}, errors, notes)


def _no_key() -> TableError:
    return TableError("这一行没有键，也对不上本期的任何一个问题。", "This row has no key and fits no question of the turn.", next_zh="请从报送表里原来的行复制键，或重新下载报送表。", next_en="Copy the key from the row as it was sent, or download the sheet again.")


def _no_question() -> TableError:
    return TableError("这一行的键不是本期、您可报送的问题。", "This row’s key is of no question of this turn that you may answer.", next_zh="请核对是不是别的报送期、别的单位的表。", next_en="Look whether it is the sheet of another turn or unit.")


def _torn(words: str) -> TableError:
    return TableError("这一行的任务与键不符，可能只排序或移动了一部分列。", "The duty in this row is not that of its key; perhaps only some columns were sorted.", next_zh=f"这个键的任务是：{words[:40]}。请恢复原来的行。", next_en=f"The key’s duty is: {words[:40]}. Put the row back.")


def _accepted() -> TableError:
    return TableError("这一项已经核查接受，不再改动。", "This return was accepted and stays as it is.", next_zh="有新进展请在下一期报送。", next_en="Report what is new in the next turn.")
