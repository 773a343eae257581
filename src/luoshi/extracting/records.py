"""The records of extracting: clauses with their kind, duties with their words and place.

All spans are half-open [start, end) in characters of the clean text; every `words` is the text of its span.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from luoshi.reading import ReadDocument

Span = tuple[int, int]

KINDS = ("duty", "target", "stance", "principle", "purpose", "context")
THEMES = ("risk", "poverty", "green", "lead", "develop")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a stable rule name (explained in Chinese and English by `extracting.rules`) and the words that made it fire."""

    rule: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One stretch of a statement and what it does."""

    start: int
    end: int
    kind: str
    theme: str
    """One of THEMES, or '-'."""
    reason: Reason
    theme_reason: Reason
    confidence: float
    """0 to 1; below 0.6 a person should look first."""
    statement: int | None = None
    """Index of its statement, None in the lead and the furniture."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when, at the precision that the text gives."""

    value: str
    """2020 · 2018-09 · 2018-12-31 · +5wd · +30d · +3m · +1y."""
    start: int
    end: int
    words: str
    inferred: bool = False
    """Whether the year is not in the words but from the document's date."""
    inferred_from: str = ""
    """The date that gave the year: what the caller or the text said."""
    last_day: str = ""
    """The last day of the period, YYYY-MM-DD, where it can be known."""
    hedges: tuple[str, ...] = ()
    """适时, 原则上, 力争 … as written."""
    anchor: str = ""
    """What a relative one counts from: 印发之日, 收到通知, 会后."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often."""

    value: str
    """daily · weekly · monthly · quarterly · half-yearly · yearly · ongoing (no period stated)."""
    start: int
    end: int
    words: str
    day: int | None = None
    """每月28日前 → 28."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with the unit that the text gives, and none other."""

    value: str
    """>=90% · 58个 · 10000000 · ~10个 · 10-20家 · +7% · >=+20%."""
    start: int
    end: int
    words: str
    comparator: str = ""
    """'' · >= · <= · > · < · ~ · + · - · >=+ · >=- (a fall of at least) …"""
    number: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who must act, where it is not simply the issuing unit."""

    name: str
    role: str
    """lead 牵头 · support 配合 · joint 责任单位 · '' (the subject, or the party to be moved)."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """A deliverable or a programme: its plain name, and where it stands."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Missing:
    """What a superior would have to ask before the duty could be checked."""

    what: str
    """owner · deadline · year · period · unit · measure · document."""
    words: str = ""
    """The words that raise the question: 定期, 千万级, 《…》."""


@dataclass(frozen=True, slots=True)
class FoundDuty:
    """Something that a unit bound itself or others to do (duty) or to reach (target)."""

    number: int
    """From 1, in reading order, within the document."""
    start: int
    end: int
    words: str
    kind: str
    theme: str
    unit: str
    statement: int | None
    reason: Reason
    theme_reason: Reason
    confidence: float
    action: str = ""
    object: str = ""
    deadlines: tuple[Deadline, ...] = ()
    recurrence: Recurrence | None = None
    quantities: tuple[Quantity, ...] = ()
    actors: tuple[Actor, ...] = ()
    deliverables: tuple[Named, ...] = ()
    programmes: tuple[Named, ...] = ()
    conditions: tuple[Named, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def checkable(self) -> bool:
        """Whether nothing would have to be asked but the owner below the unit."""
        return not any(m.what != "owner" for m in self.missing)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the gap table: what a unit's text says on one theme or mechanism."""

    unit: str
    column: str
    """A theme, or a mechanism: leading-group · rhythm · plan · list · supervision · assessment · accountability · bulletin · programme · dated · person."""
    spans: tuple[Span, ...] = ()
    """The clauses that say it, in reading order; empty: not in this text. Spans without duties: only named, with no measure."""
    duties: tuple[int, ...] = ()
    """Numbers of the duties among them."""
    label: str = ""
    """A word for the cell: 按季度, 9月份, 3 …, with '?' where a rhythm states no period; '' where the count says enough."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What stands out in the gap table."""

    what: str
    """nobody (no unit's text has it) · only (one unit's alone has it) · partly (a unit's text leaves whole themes out)."""
    column: str
    """Of nobody and only; '' of partly."""
    unit: str = ""
    """Of only and partly."""
    present: tuple[str, ...] = ()
    """Of partly: the themes that the unit's text has."""
    absent: tuple[str, ...] = ()
    """Of partly: those that it leaves out."""
    label: str = ""
    """Of only: the cell's word."""
    spans: tuple[Span, ...] = ()
    """The clauses that show it."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask a unit, with the sentence that raises it."""

    unit: str
    what: str
    """As Missing.what, or 'theme' / 'mechanism' (not in this text), 'suspect' (a doubtful word)."""
    words: str = ""
    duty: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Extraction:
    """Everything found in one document."""

    document: ReadDocument
    pack: str
    clauses: tuple[Clause, ...]
    duties: tuple[FoundDuty, ...]
    units: tuple[str, ...] = ()
    """Who spoke, in order."""
    awaited: tuple[str, ...] = ()
    """Who was expected and did not speak in this text."""
    columns: tuple[str, ...] = ()
    """Of the gap table: themes, then mechanisms."""
    table: tuple[Cell, ...] = ()
    questions: tuple[Question, ...] = ()
    remarks: tuple[Remark, ...] = ()
    """What stands out, in the order of the table."""
    other_directives: tuple[tuple[str, str], ...] = field(default=())
    """(unit, words) of directives answered besides the main one."""

    def cell(self, unit: str, column: str) -> Cell:
        """The cell of the gap table for a unit and a column (empty if there is none)."""
        return next((c for c in self.table if c.unit == unit and c.column == column), Cell(unit, column))
