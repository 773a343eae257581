"""A source text → its clean text, with a record of every change.

`repair_source` mends, `replay` does it again from the records alone, `REASONS` explains them in Chinese and English.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.reading.document import Repair, SourceText, Suspect
from luoshi.reading.repair.characters import is_traditional, mend_characters
from luoshi.reading.repair.draft import Draft
from luoshi.reading.repair.lines import mend_lines
from luoshi.reading.repair.lost import mend_lost, suspect_lost
from luoshi.reading.repair.punctuation import mend_punctuation
from luoshi.reading.repair.readings import mend_readings
from luoshi.reading.repair.reasons import REASONS
from luoshi.reading.repair.spaces import mend_spaces
from luoshi.reading.repair.suspects import ORDINARY, is_mistakable, suspect_typos
from luoshi.reading.repair.tables import is_common_pair, is_frequent_pair, looseness

__all__ = ["ORDINARY", "REASONS", "Repaired", "is_common_pair", "is_frequent_pair", "is_mistakable", "looseness", "repair_source", "replay"]

_ROUNDS_MOST = 8
"""One step may clear the way for another; a text that is damaged in many ways needs three rounds, a clean one needs one."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """The clean text, what was changed in the source to get it, and what looks wrong and was left."""

    text: str
    repairs: tuple[Repair, ...]
    suspects: tuple[Suspect, ...]


def repair_source(source: SourceText) -> Repaired:
    """The clean text of a source.

    >>> repaired = repair_source(SourceText("x", "paste", "打好攻堅戰(zhàn),確保實效。"))
    >>> repaired.text
    '打好攻坚战，确保实效。'
    >>> repaired.repairs[1]
    Repair(kind='reading', start=5, end=11, before='(zhàn)', after='', reason='reading')
    """
    draft = Draft(source)
    for _ in range(_ROUNDS_MOST):
        draft.changed = False
        _mend(draft)
        if not draft.changed:
            break
    draft.suspect(suspect_lost(draft))
    draft.suspect(suspect_typos(draft))
    suspects = sorted(set(draft.suspects()), key=lambda suspect: (suspect.start, suspect.end, suspect.kind))
    return Repaired(draft.text, draft.repairs(), tuple(suspects))


def _mend(draft: Draft) -> None:
    """One round of all steps; each reads the text as the one before left it."""
    mend_lost(draft)
    mend_readings(draft, is_traditional(draft))
    mend_characters(draft)
    mend_lines(draft)
    mend_punctuation(draft)
    mend_spaces(draft)


def replay(source_text: str, repairs: Iterable[Repair]) -> str:
    """The clean text from the records alone.

    >>> replay("強(qiáng)化", [Repair("traditional", 0, 1, "強", "强", "traditional"), Repair("reading", 1, 8, "", "", "")])
    '强化'
    """
    parts, done = [], 0
    for repair in repairs:
        parts += [source_text[done : repair.start], repair.after]
        done = repair.end
    return "".join([*parts, source_text[done:]])
