"""The columns of the responsibility list: what each shows of a duty, and what a change in it means.

The first columns are what is printed and signed; those after `remark` are for looking into one duty. A column without a
change is kept as a person wrote it and decides nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from luoshi.extracting.records import Extraction, FoundDuty
from luoshi.writing import duty_values as values
from luoshi.writing.corrections import Correction
from luoshi.writing.rule_words import explain
from luoshi.writing.words import name_date, name_place, say

Show = Callable[[Extraction, FoundDuty, str], str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its code, the key of its head's words, its width in half-width characters, what it shows, what a change in it does."""

    code: str
    head: str
    width: float
    show: Show
    change: values.Change | None = None
    printed: bool = False


def _join(parts: Iterable[str], lang: str, by: str = "join.clause") -> str:
    return say(by, lang).join(part for part in parts if part)


def _deadlines(_: Extraction, duty: FoundDuty, lang: str) -> str:
    return _join((name_date(deadline.value, lang) for deadline in duty.deadlines), lang)


def _recurrence(_: Extraction, duty: FoundDuty, lang: str) -> str:
    return say(f"recurrence.{duty.recurrence.value}", lang) if duty.recurrence else ""


def _missing(_: Extraction, duty: FoundDuty, lang: str) -> str:
    return _join((say(f"missing.{missing.what}", lang) for missing in duty.missing), lang, "join.list")


def _actors(role: str) -> Show:
    return lambda _, duty, lang: _join((actor.name for actor in duty.actors if actor.role == role), lang, "join.list")


def _names(field: str, by: str = "join.list") -> Show:
    return lambda _, duty, lang: _join((named.name for named in getattr(duty, field)), lang, by)


def _place(extraction: Extraction, duty: FoundDuty, lang: str) -> str:
    offset = extraction.document.offsets.source_offset(duty.start)
    return _join((name_place(extraction.document.place(duty.start), lang), say("place.offset", lang, n=offset + 1)), lang, "join.list")


def _nothing(_: Extraction, __: FoundDuty, ___: str) -> str:
    return ""


COLUMNS: tuple[Column, ...] = (
    Column("number", "field.number", 6, lambda _, d, __: str(d.number), values.set_number, True),
    Column("unit", "field.unit", 18, lambda _, d, __: d.unit, values.set_text("unit"), True),
    Column("theme", "field.theme", 18, lambda _, d, lang: values.known_theme(d.theme, lang), values.set_theme, True),
    Column("kind", "field.kind", 7, lambda _, d, lang: say(f"kind.{d.kind}", lang), values.set_kind, True),
    Column("words", "field.words", 46, lambda _, d, __: d.words, values.set_text("words"), True),
    Column("deadline", "field.deadline", 14, _deadlines, values.set_deadlines, True),
    Column("recurrence", "field.recurrence", 10, _recurrence, values.set_recurrence, True),
    Column("quantity", "field.quantity", 12, lambda _, d, lang: _join((q.words for q in d.quantities), lang), values.set_quantities, True),
    Column("lead", "role.lead", 12, _actors("lead"), values.set_actors("lead"), True),
    Column("support", "role.support", 12, _actors("support"), values.set_actors("support"), True),
    Column("joint", "role.joint", 12, _actors("joint"), values.set_actors("joint"), True),
    Column("deliverables", "field.deliverables", 14, _names("deliverables"), values.set_names("deliverables"), True),
    Column("programmes", "field.programmes", 12, _names("programmes"), values.set_names("programmes"), True),
    Column("owner", "field.owner", 10, _nothing, None, True),
    Column("missing", "field.missing", 18, _missing, values.set_missing, True),
    Column("remark", "field.remark", 10, _nothing, None, True),
    Column("acting", "role.", 12, _actors(""), values.set_actors("")),
    Column("action", "field.action", 12, lambda _, d, __: d.action, values.set_text("action")),
    Column("object", "field.object", 26, lambda _, d, __: d.object, values.set_text("object")),
    Column("deadline-words", "field.deadline-words", 14, lambda _, d, lang: _join((x.words for x in d.deadlines), lang), values.set_deadline_words),
    Column("last-day", "field.last-day", 12, lambda _, d, lang: _join((x.last_day for x in d.deadlines), lang)),
    Column("inferred", "field.inferred", 12, lambda _, d, lang: _join((x.inferred_from for x in d.deadlines if x.inferred), lang)),
    Column("hedges", "field.hedges", 10, lambda _, d, lang: _join(dict.fromkeys(h for x in d.deadlines for h in x.hedges), lang)),
    Column("recurrence-words", "field.recurrence-words", 12, lambda _, d, __: d.recurrence.words if d.recurrence else ""),
    Column("conditions", "field.conditions", 18, _names("conditions", "join.clause"), values.set_names("conditions")),
    Column("checkable", "field.checkable", 8, lambda _, d, lang: say("yes" if d.checkable else "no", lang)),
    Column("confidence", "field.confidence", 8, lambda _, d, __: f"{d.confidence:.2f}"),
    Column("reason", "field.reason", 26, lambda _, d, lang: explain(d.reason, lang)),
    Column("theme-reason", "field.theme-reason", 20, lambda _, d, lang: explain(d.theme_reason, lang)),
    Column("place", "field.place", 18, _place),
    Column("source", "field.source", 60, lambda e, d, __: e.document.original(d.start, d.end)),
)

BY_CODE: Mapping[str, Column] = {column.code: column for column in COLUMNS}


def row_of(extraction: Extraction, duty: FoundDuty, lang: str) -> dict[str, str]:
    """What every column shows of a duty."""
    return {column.code: column.show(extraction, duty, lang) for column in COLUMNS}


def lay_over(row: dict[str, str], corrections: Iterable[Correction]) -> dict[str, str]:
    """The row with what a person wrote laid over it where a column only shows; a column of her own is added."""
    kept = {c.column: c.after for c in corrections if c.column not in BY_CODE or BY_CODE[c.column].change is None}
    return row | {column: after for column, after in kept.items() if column not in ("added", "deleted")}


def head_of(column: str, lang: str) -> str:
    """The head of a column; one of her own is its own head.

    >>> head_of("lead", "zh"), head_of("经费", "en")
    ('牵头', '经费')
    """
    return say(BY_CODE[column].head, lang) if column in BY_CODE else column


def codes_by_head() -> dict[str, str]:
    """Column codes by their heads in both languages, in small letters."""
    return {values.tidy(head_of(column.code, lang)).lower(): column.code for column in COLUMNS for lang in ("zh", "en")}


