"""What a person changed in a responsibility list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

ADDED, DELETED = "added", "deleted"


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell that a person changed; or a row that was added or deleted."""

    row: int
    """The number of the duty."""
    column: str
    """A column's code (`duty_columns.COLUMNS`), the head of a column of her own, or added · deleted."""
    before: str
    """As the text was read; '' in a row or column that was added."""
    after: str


def merge_corrections(earlier: Iterable[Correction], later: Iterable[Correction]) -> tuple[Correction, ...]:
    """Both, by row, as one change a cell: from what was read at first to what stands there now; what was taken back is gone.

    >>> merge_corrections([Correction(1, "unit", "甲", "乙")], [Correction(1, "unit", "乙", "丙")])
    (Correction(row=1, column='unit', before='甲', after='丙'),)
    """
    merged = {(c.row, c.column): c for c in earlier}
    for change in later:
        first = merged.get((change.row, change.column))
        merged[change.row, change.column] = replace(change, before=first.before) if first else change
    return tuple(sorted((c for c in merged.values() if c.before != c.after), key=lambda c: (c.row, c.column)))
