"""What stands on the sheet of a unit's turn: its head, its questions, its columns; and the key of a row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache

from luoshi.writing.duty_values import tidy
from luoshi.writing.turn_values import STATES
from luoshi.writing.words import LANGS, name_date, say


@dataclass(frozen=True, slots=True)
class SheetHead:
    """Whose sheet it is, of which turn."""

    campaign: str
    turn: str
    unit: str
    first: str
    last: str
    """The days that the turn covers: 2018-10-01."""
    due_on: str
    chain: str
    """The campaign's chain in the log."""
    turn_number: int


@dataclass(frozen=True, slots=True)
class Question:
    """One duty that is asked for, as it stands now."""

    key: str
    number: str
    """On the signed list."""
    words: str
    why: str
    """A reason of asking: slot, due, overdue, undated."""
    unit: str = ""
    period: str = ""
    due: str = ""
    last: str = ""
    """What was returned last, in one piece of text."""
    remark: str = ""
    """back or query, where the checker said something."""
    reason: str = ""
    """What the checker said."""
    state: str = ""
    figure: str = ""
    figure_unit: str = ""
    said: str = ""
    day: str = ""
    evidence: tuple[str, ...] = ()
    given: int = 0
    """How often it was given."""
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class TurnColumn:
    """One column: its code, how wide it is (in half-width characters), whether it is filled in."""

    code: str
    width: float
    answer: bool = False

    @property
    def head(self) -> str:
        """The key of its head."""
        return f"turncol.{self.code}"


COLUMNS = (
    TurnColumn("number", 6), TurnColumn("words", 42), TurnColumn("why", 15), TurnColumn("period", 10), TurnColumn("due", 16), TurnColumn("last", 34),
    TurnColumn("state", 10, True), TurnColumn("figure", 10, True), TurnColumn("figure_unit", 10, True), TurnColumn("said", 44, True),
    TurnColumn("day", 13, True), TurnColumn("evidence", 22, True),
)  # fmt: skip
ANSWERS = tuple(column.code for column in COLUMNS if column.answer)
KEY = "key"


def key_of(chain: str, turn: int, number: int) -> str:
    """The key of a row: the return's number, and a digest of campaign, turn and number that tells a key of another turn.

    >>> key_of("campaign:1", 2, 17)
    '17-c9edd433'
    """
    return f"{number}-{hashlib.sha256(f'{chain}|turn:{turn}|{number}'.encode()).hexdigest()[:8]}"


def shown(question: Question, lang: str) -> dict[str, str]:
    """What each cell of a question shows."""
    why = [say(f"ask-why.{question.why}", lang)] + ([say(f"turnsheet.{question.remark}", lang, reason=question.reason)] if question.remark else [])
    return {
        "number": question.number, "words": question.words, "why": "\n".join(why), "period": question.period, "due": name_date(question.due, lang) if question.due else "",
        "last": question.last or say("turnsheet.no-last", lang), "state": say(f"work-state.{question.state}", lang) if question.state in STATES else "",
        "figure": question.figure, "figure_unit": question.figure_unit, "said": question.said, "day": question.day, "evidence": "；".join(question.evidence),
    }  # fmt: skip


@cache
def codes_by_head() -> dict[str, str]:
    """Head in either language, tidied and in small letters → the code of the column."""
    codes = {tidy(say(column.head, lang)).lower(): column.code for column in COLUMNS for lang in LANGS}
    return codes | {tidy(say(f"turncol.{KEY}", lang)).lower(): KEY for lang in LANGS}


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """One row that a person filled in."""

    key: str
    state: str
    figure: str
    figure_unit: str
    said: str
    day: str
    """'' where none is given."""
    evidence: tuple[str, ...]
    where: str
    """File, sheet and row: 北河.xlsx 报送表!7."""
    seen: int | None = None
    """How often the return had been given when the sheet went out; None where the sheet does not say."""
    understood: tuple[tuple[str, str, str], ...] = field(default=())
    """(column, as written, as taken) where the two differ."""
    file: str = ""
    """The name of the file in which it stands."""

    @property
    def answer(self) -> tuple[object, ...]:
        """What it says, wherever it stands."""
        return (self.state, self.figure, self.figure_unit, self.said, self.day, self.evidence)
