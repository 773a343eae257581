"""An aligned stretch with its changes → of what kind it is, and why."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.comparing.records import Change
from luoshi.comparing.sharing.differing import Difference
from luoshi.comparing.sharing.readings import Reading
from luoshi.comparing.sharing.stretches import Stretch
from luoshi.comparing.sharing.telling import DATE, FIGURE
from luoshi.extracting.lexicon import verb_at

LEAST_FILLING = 2
"""Letters that a filling has at least, on both sides."""
MOST_FILLINGS = 2
FILLED = (0.15, 0.6)
"""The share of a stretch that its fillings take up."""

AFTER_SUBJECT = tuple("要应须将可")


def kind_of(stretch: Stretch, found: Sequence[Difference], changes: Sequence[Change], one: Reading, other: Reading) -> tuple[str, str]:
    """(kind, reason) of a stretch with the differences `found` and their changes."""
    if stretch.moved:
        return "reordered", "clauses-moved"
    counted = [change for change in changes if change.what in (FIGURE, DATE) and change.before and change.after]
    if counted:
        return "figure", f"another-{DATE if all(change.what == DATE for change in counted) else FIGURE}"
    if not found:
        return "verbatim", "same-letters"
    if fillings(stretch, found, one, other):
        return "template", "another-object"
    return "edited", "words-changed"


def fillings(stretch: Stretch, found: Sequence[Difference], one: Reading, other: Reading) -> Sequence[Difference]:
    """The differences, if all of them put another object into the same pattern; else none."""
    longer = max(stretch.a_end - stretch.a_start, stretch.b_end - stretch.b_start)
    share = sum(max(a_end - a, b_end - b) for a, a_end, b, b_end in found) / longer
    if len(found) > MOST_FILLINGS or not FILLED[0] <= share <= FILLED[1]:
        return ()
    return found if all(_another_object(difference, one, other) for difference in found) else ()


def _another_object(difference: Difference, one: Reading, other: Reading) -> bool:
    """Whether the words on both sides name things, and nothing of the one is in the other.

    An object has words of its clause before it; at the head of a clause stands a verb, or a subject, which 要 or 应 follows.
    """
    a_start, a_end, b_start, b_end = difference
    a, b = one.words[a_start:a_end], other.words[b_start:b_end]
    if min(len(a), len(b)) < LEAST_FILLING or set(a) & set(b):
        return False
    if not (_inside_clause(one, a_start, a_end) and _inside_clause(other, b_start, b_end)):
        return False
    return verb_at(a, 0, len(a)) is None and verb_at(b, 0, len(b)) is None


def _inside_clause(reading: Reading, start: int, end: int) -> bool:
    """Whether letters [start, end) lie in one clause, and neither open it, unless as a subject."""
    if any(reading.opens_clause(at) for at in range(start + 1, end)):
        return False
    return not reading.opens_clause(start) or reading.words[end : end + 1] in AFTER_SUBJECT
