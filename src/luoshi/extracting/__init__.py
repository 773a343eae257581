"""A ReadDocument → clauses with their kind, duties with their words and place, the gap table and the questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from luoshi.extracting.clauses import Piece, find_pieces
from luoshi.extracting.collector import collector_at_rest
from luoshi.extracting.duties import find_duties
from luoshi.extracting.records import (
    KINDS,
    THEMES,
    Actor,
    Cell,
    Clause,
    Deadline,
    Extraction,
    FoundDuty,
    Missing,
    Named,
    Quantity,
    Question,
    Reason,
    Recurrence,
    Remark,
)
from luoshi.extracting.survey import columns_of, gap_table, questions_of, remarks_of, units_of
from luoshi.extracting.themes import Found, find_themes
from luoshi.packs import Pack, awaited, load_pack
from luoshi.reading import ReadDocument

__all__ = [
    "KINDS",
    "THEMES",
    "Actor",
    "Cell",
    "Clause",
    "Deadline",
    "Extraction",
    "FoundDuty",
    "Missing",
    "Named",
    "Quantity",
    "Question",
    "Reason",
    "Recurrence",
    "Remark",
    "extract",
]


def extract(document: ReadDocument, *, pack: Pack | str | Path | None = None, expected: Sequence[str] = ()) -> Extraction:
    """Everything found in one document: clauses, duties, the gap table, the questions, and who is awaited.

    `pack` names the campaign (None: the general meaning of the five themes); `expected` are the units that should answer
    (else those of the pack, where the document is a round-up of several). Deadlines are resolved against the document's
    `dated`, or its own date. Raises PackError for an unknown pack.

    >>> from luoshi.reading import read_text
    >>> found = extract(read_text("各单位要在9月底前制定实施方案，每月报送进展。", dated="2018"))
    >>> [(d.deadlines[0].value if d.deadlines else None, d.recurrence and d.recurrence.value) for d in found.duties]
    [('2018-09-30', None), (None, 'monthly')]
    """
    chosen = pack if isinstance(pack, Pack) else load_pack(pack)
    with collector_at_rest():
        return _extract(document, chosen, expected)


def _extract(document: ReadDocument, chosen: Pack, expected: Sequence[str]) -> Extraction:
    pieces = find_pieces(document)
    themes = find_themes(document.text, pieces, chosen)
    clauses = tuple(_clause(piece, found) for piece, found in zip(pieces, themes, strict=True))
    duties = find_duties(document, pieces, themes, chosen, document.dated or document.date)
    table = gap_table(document, clauses, duties, chosen)
    units = units_of(document)
    return Extraction(
        document=document,
        pack=chosen.name,
        clauses=clauses,
        duties=duties,
        units=units,
        awaited=_awaited(units, expected, chosen),
        columns=columns_of(chosen),
        table=table,
        questions=questions_of(document, duties, table, chosen),
        remarks=remarks_of(units, table, chosen),
        other_directives=tuple((s.unit, s.directive) for s in document.statements if s.directive),
    )


def _clause(piece: Piece, found: Found) -> Clause:
    theme, reason = found
    verdict = piece.verdict
    return Clause(piece.start, piece.end, verdict.kind, theme, verdict.reason, reason, verdict.confidence, piece.statement)


def _awaited(units: Sequence[str], expected: Sequence[str], pack: Pack) -> tuple[str, ...]:
    """Who was expected and did not speak; the pack's own list counts only for a round-up of its units."""
    if expected:
        return awaited(tuple(expected), tuple(units))
    return awaited(pack.units, tuple(units)) if len(units) > 1 else ()
