"""An Extraction as it was read and what a person changed in its list → the Extraction that the papers follow.

A duty is known by the number under which it was read, whatever number she gives it. What nobody touched stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from luoshi.errors import PackError
from luoshi.extracting.records import THEMES, Cell, Clause, Extraction, FoundDuty, Missing, Question, Reason, Remark
from luoshi.extracting.survey import SHOWN_BY, remarks_of
from luoshi.packs import awaited, load_pack
from luoshi.writing.corrections import ADDED, DELETED, Correction
from luoshi.writing.duty_columns import BY_CODE
from luoshi.writing.duty_values import CORRECTED, with_year

Duties = Mapping[int, FoundDuty]
"""Duties by the number under which they were read, or which they got when they were added."""

ANSWERED_BY = {"owner": ("owner",), "deadline": ("deadline", "year"), "recurrence": ("period",), "quantity": ("unit", "measure")}
"""What need not be asked once a column is filled by hand."""


def correct(extraction: Extraction, corrections: Iterable[Correction]) -> Extraction:
    """The extraction with every correction carried out; TableError where a value does not fit its column."""
    changes = tuple(corrections)
    if not changes:
        return extraction
    before = {duty.number: duty for duty in extraction.duties}
    after = corrected_duties(extraction, changes)
    owned = {c.row for c in changes if c.column == "owner" and c.after}
    units = tuple(dict.fromkeys((*extraction.units, *(d.unit for d in after.values() if d.unit))))
    table = tuple(_Gaps(extraction, before, after, owned).cells(units))
    return replace(
        extraction,
        clauses=tuple(corrected_clause(clause, before, after) for clause in extraction.clauses),
        duties=tuple(sorted(after.values(), key=lambda duty: duty.number)),
        units=units,
        awaited=awaited(extraction.awaited, units),
        table=tuple(replace(cell, duties=_renumbered(cell.duties, after)) for cell in table),
        remarks=corrected_remarks(extraction, units, table),
        questions=tuple(corrected_questions(extraction, before, after, table)),
    )


def corrected_remarks(extraction: Extraction, units: tuple[str, ...], table: tuple[Cell, ...]) -> tuple[Remark, ...]:
    """What stands out in the corrected table; nothing, where the campaign's pack is not at hand to say it."""
    if table == extraction.table:
        return extraction.remarks
    try:
        return remarks_of(units, table, load_pack(extraction.pack))
    except PackError:
        return ()


# -- duties --------------------------------------------------------------------------------------------------------


def corrected_duties(extraction: Extraction, changes: tuple[Correction, ...]) -> dict[int, FoundDuty]:
    """The duties that stand after all changes, by the number under which they were read."""
    duties = {duty.number: duty for duty in extraction.duties}
    for change in changes:
        if change.column == ADDED:
            duties[change.row] = _added(extraction, change.row)
    for change in changes:
        column = BY_CODE.get(change.column)
        if column and column.change and change.row in duties:
            duties[change.row] = column.change(duties[change.row], change.after)
    gone = {change.row for change in changes if change.column == DELETED}
    by_row = {row: [c for c in changes if c.row == row] for row in {c.row for c in changes}}
    return {row: _settled(extraction, duty, by_row.get(row, [])) for row, duty in duties.items() if row not in gone}


def _added(extraction: Extraction, number: int) -> FoundDuty:
    return FoundDuty(number, 0, 0, "", "duty", "-", "", None, Reason(CORRECTED), Reason(CORRECTED), 1.0)


def _settled(extraction: Extraction, duty: FoundDuty, changes: list[Correction]) -> FoundDuty:
    """A changed duty in its place, with what need no longer be asked left out."""
    columns = {change.column for change in changes if change.after != change.before}
    if columns & {"unit", ADDED}:
        duty = _in_statement(extraction, duty)
    if columns & {"words", ADDED}:
        duty = _anchored(extraction, duty)
    if "deadline" in columns:
        duty = _with_years(extraction, duty)
    if "missing" in columns:
        return duty
    return replace(duty, missing=tuple(_still_missing(duty, {c.column for c in changes if c.column in columns and c.after}, columns)))


def _with_years(extraction: Extraction, duty: FoundDuty) -> FoundDuty:
    """The duty with the year of the document's date in deadlines that name none, marked as inferred, as in reading."""
    dated = extraction.document.dated or extraction.document.date
    return replace(duty, deadlines=tuple(with_year(deadline, dated) for deadline in duty.deadlines))


def _still_missing(duty: FoundDuty, filled: set[str], changed: set[str]) -> list[Missing]:
    answered = {what for column in filled for what in ANSWERED_BY.get(column, ())}
    if "deadline" in filled and any(deadline.value.startswith("--") for deadline in duty.deadlines):
        answered.discard("year")
    if "recurrence" in filled and duty.recurrence and duty.recurrence.value == "ongoing":
        answered.discard("period")
    raised = [Missing("deadline")] if "deadline" in changed and not duty.deadlines else []
    raised += [Missing("year", deadline.words) for deadline in duty.deadlines if "deadline" in changed and deadline.value.startswith("--")][:1]
    kept = [missing for missing in duty.missing if missing.what not in answered]
    return kept + [m for m in raised if m.what not in {k.what for k in kept}]


def _in_statement(extraction: Extraction, duty: FoundDuty) -> FoundDuty:
    """The duty in the statement of its unit, if there is just one way to say which."""
    at_place = extraction.document.statement_at(duty.start) if duty.end > duty.start else None
    mine = [s for s in extraction.document.statements if s.unit == duty.unit]
    if at_place or not mine:
        return duty
    return replace(duty, statement=mine[0].index, start=mine[0].start, end=mine[0].start)


def _anchored(extraction: Extraction, duty: FoundDuty) -> FoundDuty:
    """The duty where its words stand in the text; words that are a person's own keep the place that the duty had."""
    statement = next((s for s in extraction.document.statements if s.index == duty.statement), None)
    scopes = [(duty.start, duty.end), (statement.start, statement.end) if statement else (0, len(extraction.document.text))]
    for start, end in scopes:
        found = extraction.document.text.find(duty.words, start, end) if duty.words else -1
        if found >= 0:
            return replace(duty, start=found, end=found + len(duty.words))
    return duty


def corrected_clause(clause: Clause, before: Duties, after: Duties) -> Clause:
    """A clause with the kind and the theme that its duty now has."""
    for row, duty in after.items():
        old = before.get(row)
        if old and old is not duty and old.start < clause.end and clause.start < old.end and clause.kind == old.kind:
            kind = (duty.kind, duty.reason) if duty.kind != old.kind else (clause.kind, clause.reason)
            theme = (duty.theme, duty.theme_reason) if duty.theme != old.theme else (clause.theme, clause.theme_reason)
            return replace(clause, kind=kind[0], reason=kind[1], theme=theme[0], theme_reason=theme[1])
    return clause


# -- the gap table -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Gaps:
    """The gap table, of which only those cells change whose duties came or went."""

    extraction: Extraction
    before: Duties
    after: Duties
    owned: set[int]

    def cells(self, units: tuple[str, ...]) -> list[Cell]:
        """Every cell, in the order of units and columns."""
        return [self._cell(self.extraction.cell(unit, column)) for unit in units for column in self.extraction.columns]

    def _cell(self, cell: Cell) -> Cell:
        was = {row for row in self.before if self._shows(cell, row, self.before, ())}
        now = {row for row in self.after if self._shows(cell, row, self.after, self.owned)}
        if was == now:
            return cell
        gone = {(self.before[row].start, self.before[row].end) for row in was - now}
        came = {(self.after[row].start, self.after[row].end) for row in now - was}
        spans = sorted({span for span in cell.spans if span not in gone} | came)
        duties = sorted((set(cell.duties) - (was - now)) | (now - was))
        return Cell(cell.unit, cell.column, tuple(spans), tuple(duties), str(len(duties)) if cell.column in THEMES and duties else "")

    def _shows(self, cell: Cell, row: int, duties: Duties, owned: Iterable[int]) -> bool:
        """Whether a duty speaks on a cell's theme or mechanism."""
        duty = duties[row]
        if cell.column == "person":
            return duty.unit == cell.unit and row in owned
        if duty.unit != cell.unit or cell.column in THEMES:
            return duty.unit == cell.unit and duty.theme == cell.column
        if cell.column in SHOWN_BY:
            return SHOWN_BY[cell.column](duty)
        said = self.before.get(row)
        return said is not None and row in self.extraction.cell(said.unit, cell.column).duties


def _renumbered(rows: Iterable[int], after: Duties) -> tuple[int, ...]:
    return tuple(sorted(after[row].number for row in rows if row in after))


# -- questions -----------------------------------------------------------------------------------------------------


def corrected_questions(extraction: Extraction, before: Duties, after: Duties, table: tuple[Cell, ...]) -> list[Question]:
    """What is still to be asked: of untouched duties as before, of changed ones what they now lack, of the table its gaps."""
    same = {row for row, duty in after.items() if before.get(row) is duty or (row in before and _asks_alike(before[row], duty))}
    was_empty = {(cell.unit, cell.column) for cell in extraction.table if not cell.duties}
    is_empty = {(cell.unit, cell.column) for cell in table if not cell.duties}
    kept = [_kept(question, after) for question in extraction.questions if _stands(question, same, is_empty)]
    asked = [question for row, duty in sorted(after.items()) if row not in same for question in _questions_of(duty)]
    gaps = [Question(unit, "theme" if column in THEMES else "mechanism", column) for unit, column in sorted(is_empty - was_empty) if column != THEMES[-1]]
    return kept + asked + gaps


def _asks_alike(old: FoundDuty, new: FoundDuty) -> bool:
    return (old.missing, old.unit, old.start, old.end) == (new.missing, new.unit, new.start, new.end)


def _stands(question: Question, same: set[int], is_empty: set[tuple[str, str]]) -> bool:
    if question.what in ("theme", "mechanism"):
        return (question.unit, question.words) in is_empty
    return question.duty is None or question.duty in same


def _kept(question: Question, after: Duties) -> Question:
    return question if question.duty is None else replace(question, duty=after[question.duty].number)


def _questions_of(duty: FoundDuty) -> list[Question]:
    return [Question(duty.unit, missing.what, missing.words, duty.number, duty.start, duty.end) for missing in duty.missing]


