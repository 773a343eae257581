"""Two rows of letters → what they have in common, in order, and where they differ; what does not belong is trimmed off."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel, Opcode

from luoshi.comparing.letters import Letters
from luoshi.comparing.records import Span

_LEAST_RUN = 2
"""Equal letters that an end of the match must have."""
_FAR = 12
"""Equal runs that are parted by more letters than this, and are shorter than what parts them, do not belong together."""


@dataclass(frozen=True, slots=True)
class Match:
    """What two rows of letters have in common; spans in letters."""

    a: Span
    b: Span
    letters: int
    """Equal ones, in order."""
    changes: tuple[tuple[Span, Span], ...]
    """Where they differ between the first and the last equal letter."""


def match_letters(a: Letters, b: Letters, core: Span) -> Match | None:
    """The best match of `a` in `b` around `core`, a stretch of b that is known to share words with a; None if nothing holds.

    >>> from luoshi.comparing.letters import fold
    >>> found = match_letters(fold("要每月报送检查进展"), fold("其次，各单位要每季度报送检查进展情况。"), (5, 14))
    >>> found.a, found.b, found.changes
    ((0, 9), (5, 15), (((2, 3), (7, 9)),))
    """
    codes = list(Indel.opcodes(a.codes.tolist(), b.codes.tolist()))
    runs = [code for code in codes if code.tag == "equal"]
    kept = _around(runs, core)
    if not kept:
        return None
    first, last = kept[0], kept[-1]
    changes = _changes(kept)
    letters = sum(run.src_end - run.src_start for run in kept)
    return Match((first.src_start, last.src_end), (first.dest_start, last.dest_end), letters, changes)


def _around(runs: list[Opcode], core: Span) -> list[Opcode]:
    """The runs of the core and those that follow closely on both sides; ends of a single letter are dropped."""
    inside = [at for at, run in enumerate(runs) if run.dest_start < core[1] and run.dest_end > core[0]]
    if not inside:
        return []
    first, last = inside[0], inside[-1]
    while first > 0 and _near(runs[first - 1], runs[first - 1], runs[first]):
        first -= 1
    while last + 1 < len(runs) and _near(runs[last + 1], runs[last], runs[last + 1]):
        last += 1
    kept = runs[first : last + 1]
    while kept and _length(kept[0]) < _LEAST_RUN:
        del kept[0]
    while kept and _length(kept[-1]) < _LEAST_RUN:
        del kept[-1]
    return kept


def _length(run: Opcode) -> int:
    return int(run.src_end - run.src_start)


def _near(further: Opcode, one: Opcode, other: Opcode) -> bool:
    gap = max(other.src_start - one.src_end, other.dest_start - one.dest_end)
    return gap <= max(2, min(_FAR, _length(further)))


def _changes(kept: list[Opcode]) -> tuple[tuple[Span, Span], ...]:
    return tuple(
        ((one.src_end, other.src_start), (one.dest_end, other.dest_start)) for one, other in pairwise(kept)
    )
