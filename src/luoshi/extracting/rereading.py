"""A stretch of clean text that a person chose → the duty that it is, with what stands in it.

What governs a stretch from around (a term in the clause before, an assignment at the end of the item) is not looked for: it
chose its ends itself. Its theme and its statement are those of the clause that covers most of it.
"""

from __future__ import annotations

from dataclasses import replace

from luoshi.extracting.bodies import body_of
from luoshi.extracting.kinds import judge
from luoshi.extracting.missing import find_missing
from luoshi.extracting.naming import find_deliverables, find_programmes
from luoshi.extracting.quantities import find_quantities
from luoshi.extracting.records import Clause, Extraction, FoundDuty, Reason
from luoshi.extracting.times import find_deadlines, find_recurrence
from luoshi.packs import Pack

CHOSEN = Reason("corrected")
"""Why: a person said so."""
_BINDING = ("duty", "target")


def read_stretch(extraction: Extraction, start: int, end: int, pack: Pack) -> FoundDuty:
    """The duty in text[start:end], under number 0; a duty in any case, a target where its words are those of one.

    >>> from luoshi.extracting import extract
    >>> from luoshi.packs import load_pack
    >>> from luoshi.reading import read_text
    >>> found = extract(read_text("要深入学习，12月底前完成全部储罐检测。", dated="2018"))
    >>> duty = read_stretch(found, 6, 19, load_pack())
    >>> duty.words, duty.action, [deadline.value for deadline in duty.deadlines]
    ('12月底前完成全部储罐检测', '完成', ['2018-12-31'])
    """
    document = extraction.document
    text, dated = document.text, document.dated or document.date
    body = body_of(text, start, end)
    verdict = judge(text, body)
    clause = clause_of(extraction, start, end)
    statement = document.statement_at(start)
    duty = FoundDuty(
        number=0, start=start, end=end, words=text[start:end],
        kind=verdict.kind if verdict.kind in _BINDING else "duty", theme=clause.theme if clause else "-",
        unit=statement.unit if statement else "", statement=statement.index if statement else None,
        reason=CHOSEN, theme_reason=clause.theme_reason if clause else CHOSEN, confidence=1.0,
        action=text[body.verb[0] : body.verb[1]] if body.verb else "", object=text[body.verb[1] if body.verb else body.start : body.end],
        deadlines=find_deadlines(text, start, end, dated=dated), recurrence=find_recurrence(text, start, end),
        quantities=find_quantities(text, start, end),
        deliverables=find_deliverables(text, start, end), programmes=find_programmes(text, start, end, pack),
    )  # fmt: skip
    return replace(duty, missing=find_missing(duty, text))


def clause_of(extraction: Extraction, start: int, end: int) -> Clause | None:
    """The clause that covers most of a stretch; None where there is none."""
    touching = [clause for clause in extraction.clauses if clause.start < end and start < clause.end]
    return max(touching, key=lambda clause: min(clause.end, end) - max(clause.start, start), default=None)
