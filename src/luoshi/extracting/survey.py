"""Clauses and duties → the gap table (units × themes and mechanisms) and the questions to be put to each unit.

An empty cell means "not in this text" and nothing more: a news report is not the plan itself. What a unit says in answer to
another directive is left out of its row. A theme is answered where a duty or a target carries it (the cell has `duties`); where
only a purpose or a principle names it, the cell has spans and no duties: named, with no measure. A mechanism is there where a
duty or a target shows one of the pack's words for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from luoshi.extracting.records import Cell, Clause, FoundDuty, Question, Remark
from luoshi.packs import Mechanism, Pack
from luoshi.reading import ReadDocument

_BINDING = frozenset({"duty", "target"})
_REST = "develop"


def columns_of(pack: Pack) -> tuple[str, ...]:
    """Codes of the gap table's columns: themes, then mechanisms."""
    return (*(theme.code for theme in pack.themes), *(m.code for m in pack.mechanisms))


def units_of(document: ReadDocument) -> tuple[str, ...]:
    """Who spoke, in order."""
    return tuple(dict.fromkeys(s.unit for s in document.statements))


def gap_table(document: ReadDocument, clauses: Sequence[Clause], duties: Sequence[FoundDuty], pack: Pack) -> tuple[Cell, ...]:
    """One cell for every unit and column, row by row."""
    main = {s.index: s.unit for s in document.statements if not s.directive}
    numbers = {(d.start, d.end): d for d in duties}
    table: list[Cell] = []
    for unit in units_of(document):
        own = [c for c in clauses if c.statement is not None and main.get(c.statement) == unit]
        bound = [(c, numbers[c.start, c.end]) for c in own if c.kind in _BINDING]
        table += [_theme_cell(unit, theme.code, own, bound) for theme in pack.themes]
        table += _mechanism_cells(unit, bound, document.text, pack)
    return tuple(table)


Bound = Sequence[tuple[Clause, FoundDuty]]


def _cell(unit: str, column: str, found: Bound, label: str = "") -> Cell:
    return Cell(unit, column, tuple((c.start, c.end) for c, _ in found), tuple(d.number for _, d in found), label)


def _theme_cell(unit: str, code: str, own: Sequence[Clause], bound: Bound) -> Cell:
    found = [(c, d) for c, d in bound if c.theme == code]
    if found:
        return _cell(unit, code, found, str(len(found)))
    named = tuple((c.start, c.end) for c in own if c.theme == code)
    return Cell(unit, code, named)


def _mechanism_cells(unit: str, bound: Bound, text: str, pack: Pack) -> Iterator[Cell]:
    worded = _any_word(pack)
    hinted = [(c, d) for c, d in bound if worded.search(text, c.start, c.end)]
    for mechanism in pack.mechanisms:
        by_field = SHOWN_BY.get(mechanism.code)
        if by_field:
            found = [(c, d) for c, d in bound if by_field(d)]
        else:
            found = [(c, d) for c, d in hinted if _shows(mechanism, text[c.start : c.end])]
        labels = dict.fromkeys(label for _, d in found for label in _labels(mechanism.code, d))
        yield _cell(unit, mechanism.code, found, "、".join(labels))


@lru_cache(maxsize=8)
def _any_word(pack: Pack) -> re.Pattern[str]:
    """Matches where any mechanism may be shown: a cheap look before each is asked."""
    return re.compile("|".join(word for m in pack.mechanisms if m.code not in SHOWN_BY for word in m.words) or "(?!)")


def has_rhythm(duty: FoundDuty) -> bool:
    """Whether it recurs more often than by the year, and is no figure to be reached in each turn."""
    return duty.recurrence is not None and duty.recurrence.value != "yearly" and not duty.quantities


def is_dated_act(duty: FoundDuty) -> bool:
    """A dated act: something to do by a day or a month; a horizon of years (到2020年) is a goal, not an act."""
    return duty.kind == "duty" and any(len(d.value) > 4 or d.value.startswith(("+", "--")) for d in duty.deadlines)


SHOWN_BY: Mapping[str, Callable[[FoundDuty], bool]] = {"rhythm": has_rhythm, "dated": is_dated_act, "programme": lambda duty: bool(duty.programmes)}
"""Mechanisms that a duty's fields show, not its words."""


def _labels(code: str, duty: FoundDuty) -> Iterator[str]:
    if code == "rhythm" and duty.recurrence:
        yield duty.recurrence.words + ("?" if duty.recurrence.value == "ongoing" else "")
    elif code == "dated":
        yield from (d.words for d in duty.deadlines)
    elif code == "programme":
        yield from (p.name for p in duty.programmes)
    elif code in ("leading-group", "plan", "list"):
        yield from (d.name for d in duty.deliverables)


@lru_cache(maxsize=256)
def _patterns(mechanism: Mechanism) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile("|".join(mechanism.words) or "(?!)"), re.compile("|".join(mechanism.not_words) or "(?!)")


def _shows(mechanism: Mechanism, words: str) -> bool:
    pattern, without = _patterns(mechanism)
    return bool(pattern.search(without.sub("", words)))


def questions_of(document: ReadDocument, duties: Sequence[FoundDuty], table: Sequence[Cell], pack: Pack) -> tuple[Question, ...]:
    """What to ask: what is not in this text, what single duties lack, and words that look wrong; unit by unit."""
    out: list[Question] = []
    for unit in units_of(document):
        out += _silent(unit, table, pack)
        out += [Question(unit, m.what, m.words, d.number, d.start, d.end) for d in duties if d.unit == unit for m in d.missing]
        out += _doubtful(document, unit)
    return tuple(out)


def _silent(unit: str, table: Sequence[Cell], pack: Pack) -> Iterator[Question]:
    themes = {theme.code for theme in pack.themes}
    for cell in table:
        if cell.unit == unit and not cell.duties and cell.column != _REST:
            yield Question(unit, "theme" if cell.column in themes else "mechanism", cell.column)


def _doubtful(document: ReadDocument, unit: str) -> Iterator[Question]:
    for suspect in document.suspects:
        statement = document.statement_at(suspect.start)
        if statement and statement.unit == unit:
            yield Question(unit, "suspect", suspect.words, None, suspect.start, suspect.end)




_SEVERAL = 3
"""From so many units on, it says something that only one has a thing, or none."""


def remarks_of(units: Sequence[str], table: Sequence[Cell], pack: Pack) -> tuple[Remark, ...]:
    """What a superior should see first: who leaves whole themes out, what one unit alone has, what none has."""
    if len(units) < _SEVERAL:
        return ()
    mechanisms = [mechanism.code for mechanism in pack.mechanisms]
    columns = [[cell for cell in table if cell.column == column and _is_definite(cell)] for column in mechanisms]
    alone = [Remark("only", c[0].column, c[0].unit, label=c[0].label, spans=c[0].spans) for c in columns if len(c) == 1]
    nobody = [Remark("nobody", column) for column, cells in zip(mechanisms, columns, strict=True) if not cells]
    return (*_leaving_out(units, table, pack), *alone, *nobody)


def _is_definite(cell: Cell) -> bool:
    """Whether a cell says it for good: a rhythm without a period (定期?) does not."""
    return bool(cell.spans) and not (cell.label and all(word.endswith("?") for word in cell.label.split("、")))


def _leaving_out(units: Sequence[str], table: Sequence[Cell], pack: Pack) -> Iterator[Remark]:
    battles = [theme.code for theme in pack.themes if theme.code not in ("lead", _REST)]
    for unit in units:
        cells = {cell.column: cell for cell in table if cell.unit == unit}
        absent = tuple(code for code in battles if not cells[code].spans)
        if absent:
            present = tuple(code for code in battles if code not in absent)
            yield Remark("partly", "", unit, present, absent, spans=tuple(span for code in present for span in cells[code].spans))
