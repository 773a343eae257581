"""The rows of a responsibility list as its papers show them, the columns, and what changed between two versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from luoshi.writing import duty_values as values
from luoshi.writing.words import WORDS, name_date, say

POSTS = ("owner_post", "party_post", "admin_post")


@dataclass(frozen=True, slots=True)
class ListedDuty:
    """One row: a duty in words, as it stood when it was listed."""

    key: str
    """duty:17, by which the row is known when the list comes back."""
    number: int
    """On the list; 0 where none was given yet."""
    unit: str
    words: str
    kind: str = "duty"
    theme: str = "-"
    due: str = ""
    """2018-09;2020"""
    due_words: str = ""
    rhythm: str = ""
    quantity: str = ""
    deliverables: str = ""
    programmes: str = ""
    conditions: str = ""
    lead: str = ""
    supports: tuple[str, ...] = ()
    owner_post: str = ""
    party_post: str = ""
    admin_post: str = ""
    holders: Mapping[str, str] | None = None
    """Field of a post → who holds it on the day."""
    note: str = ""
    missing: tuple[str, ...] = ()
    status: str = "accepted"
    document: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ListChange:
    """One difference between a version and the one before it."""

    number: int
    words: str
    what: str
    """added · dropped · the name of a field of ListedDuty."""
    before: str = ""
    after: str = ""
    approved: str = ""
    """Who, and when."""


@dataclass(frozen=True, slots=True)
class ListHead:
    """What stands above and below the rows."""

    campaign: str
    number: int = 0
    """The version; 0: not signed."""
    signed_on: str = ""
    """YYYY-MM-DD"""
    unit: str = ""
    signer: str = ""
    post: str = ""
    chain: str = ""
    entry: int = 0
    digest: str = ""
    """Of the entry with which it was signed: it covers all entries before."""
    rows_digest: str = ""
    note: str = ""
    example: bool = False
    paired: bool = False
    """Whether a party and an administrative post are asked for."""
    extract: bool = False
    """Whether it holds only those rows that are open to the reader."""


def alone(words: str) -> str:
    """A sentence without the mark that ties it to the next one, as it is quoted by itself.

    >>> alone("按季度召开专题会议，"), alone("制定责任清单。")
    ('按季度召开专题会议', '制定责任清单。')
    """
    return words.strip().rstrip("，、；：,;:")


Show = Callable[[ListedDuty, str], str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its code, the key of its head's words, its width in half-width characters, what it shows, whether a person may change it."""

    code: str
    head: str
    width: float
    show: Show
    editable: bool = True


def _text(field: str) -> Show:
    return lambda duty, _: str(getattr(duty, field))


def _due(duty: ListedDuty, lang: str) -> str:
    return say("join.clause", lang).join(name_date(value, lang) for value in duty.due.split(";") if value)


def _rhythm(duty: ListedDuty, lang: str) -> str:
    return say(f"recurrence.{duty.rhythm}", lang) if f"recurrence.{duty.rhythm}" in WORDS else duty.rhythm


def _missing(duty: ListedDuty, lang: str) -> str:
    return say("join.list", lang).join(say(f"missing.{what}", lang) for what in duty.missing)


def _theme(duty: ListedDuty, lang: str) -> str:
    return "" if duty.theme == "-" else values.known_theme(duty.theme, lang)


COLUMNS: tuple[Column, ...] = (
    Column("number", "listed.number", 6, lambda d, _: str(d.number or ""), False),
    Column("unit", "field.unit", 20, _text("unit"), False),
    Column("theme", "field.theme", 14, _theme),
    Column("kind", "field.kind", 7, lambda d, lang: say(f"kind.{d.kind}", lang)),
    Column("words", "field.words", 46, _text("words")),
    Column("due", "field.deadline", 14, _due),
    Column("rhythm", "field.recurrence", 10, _rhythm),
    Column("quantity", "field.quantity", 12, _text("quantity")),
    Column("deliverables", "field.deliverables", 14, _text("deliverables")),
    Column("lead", "listed.lead", 16, _text("lead")),
    Column("supports", "listed.supports", 16, lambda d, lang: say("join.list", lang).join(d.supports)),
    Column("owner_post", "listed.owner_post", 18, _text("owner_post")),
    Column("party_post", "listed.party_post", 18, _text("party_post")),
    Column("admin_post", "listed.admin_post", 18, _text("admin_post")),
    Column("note", "listed.note", 14, _text("note")),
    Column("programmes", "field.programmes", 14, _text("programmes")),
    Column("conditions", "field.conditions", 18, _text("conditions")),
    Column("missing", "field.missing", 16, _missing, False),
    Column("status", "listed.status", 14, lambda d, lang: say(f"listed-status.{d.status}", lang), False),
    Column("document", "field.document", 24, _text("document"), False),
    Column("place", "field.place", 14, _text("place"), False),
)
"""The columns in the order of the workbook."""
BY_CODE: Mapping[str, Column] = {column.code: column for column in COLUMNS}


def columns_for(duties: Iterable[ListedDuty], paired: bool) -> tuple[Column, ...]:
    """The columns; those of the party and administrative posts only where they are asked for or filled."""
    named = paired or any(duty.party_post or duty.admin_post for duty in duties)
    return COLUMNS if named else tuple(column for column in COLUMNS if column.code not in ("party_post", "admin_post"))


def shown(duty: ListedDuty, lang: str) -> dict[str, str]:
    """What every column shows of a duty."""
    return {column.code: column.show(duty, lang) for column in COLUMNS}


def name_field(code: str, lang: str) -> str:
    """A column by the words of its head."""
    return say(BY_CODE[code].head, lang) if code in BY_CODE else code


def codes_by_head() -> dict[str, str]:
    """Every head in both languages → its column's code."""
    heads = {values.tidy(say(column.head, lang)).lower(): column.code for column in COLUMNS for lang in ("zh", "en")}
    return heads | {values.tidy(say("field.key", lang)).lower(): "key" for lang in ("zh", "en")}


@dataclass(frozen=True, slots=True)
class Directory:
    """The units and posts that a list may name: label → number. A label is what the drop-downs show."""

    units: Mapping[str, int]
    posts: Mapping[str, int]
    other_names: Mapping[str, int] | None = None
    """Further names of units (short ones), which are understood and not offered."""
