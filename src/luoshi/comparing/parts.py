"""A point → its parts: what it asks for, one by one, without who is addressed, in what case, how often and by when.

A case (对…的，) belongs to what is asked in it. Aims and bases are no part, unless there is nothing else. Figures, terms and rhythms are
compared by themselves and take no part in finding who speaks to the point.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.comparing.points import Asked
from luoshi.comparing.records import Span
from luoshi.comparing.sentences import OPENING
from luoshi.comparing.terms import Weights, terms_of
from luoshi.extracting import Clause, FoundDuty

ASIDE = re.compile(r"（[^（）]*）|\([^()]*\)")
"""What stands in brackets explains."""
ADDRESSED = re.compile(
    r"^\s*(?:国家(?=[一-鿿])|[^，。；]{0,40}?(?:人民政府|部门|地区|地方|机关|局|厅|委|办|处|单位和个人|各单位)(?:、[^，。；]{0,10}部门)?"
    r"(?:及其?(?:有关|相关|工作)?部门|和有关单位|及有关单位|根据需要)?(?=应当|应|可以|不得|要|须|必须|有权))"
)
"""Who must act, where it is a body of the state, opening the clause."""
PROHIBITS = re.compile("不得|禁止|严禁|不准|不再|杜绝|不可|不予|不应|不许")
"""An act that must not be done; only a sentence that says no speaks to it."""
OPENS_A_CASE = re.compile(r"(?:的|外|时|后|下)[，,]\s*$")
LEAST_WEIGHT = 4.0
"""Parts that weigh less say too little to be looked for."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a point asks for."""

    start: int
    end: int
    terms: frozenset[str]
    weight: float
    prohibits: bool = False


def parts_of(asked: Asked, text: str, weights: Weights) -> tuple[Part, ...]:
    """What a point asks for, one by one, in reading order; the whole point where nothing in it stands out."""
    parts: list[Part] = []
    held: list[Clause] = []
    for clause in asked.clauses:
        if clause.reason.rule == "context.frame" or OPENS_A_CASE.search(text[clause.start : clause.end]):
            held.append(clause)
        elif clause.kind not in ("purpose", "principle", "stance"):
            parts.append(_part([*held, clause], asked, text, weights))
            held = []
    telling = tuple(part for part in parts if part.weight >= LEAST_WEIGHT)
    return telling or (_part(asked.clauses, asked, text, weights),)


def _part(clauses: Iterable[Clause], asked: Asked, text: str, weights: Weights) -> Part:
    clauses = list(clauses)
    terms = frozenset().union(*(terms_of(plain(text, clause, asked.duties)) for clause in clauses))
    words = text[clauses[-1].start : clauses[-1].end]
    return Part(clauses[0].start, clauses[-1].end, terms, weights.total(terms), bool(PROHIBITS.search(words)))


def plain(text: str, clause: Clause, duties: Iterable[FoundDuty]) -> str:
    """A clause's words without its number, brackets, who is addressed, figures, terms and rhythms."""
    out = [text[clause.start : clause.end]]
    spans = sorted(span for duty in duties if duty.start == clause.start for span in slots_of(duty) if clause.start <= span[0] and span[1] <= clause.end)
    at, kept = clause.start, []
    for start, end in spans:
        kept.append(text[at:start])
        at = max(at, end)
    kept.append(text[at : clause.end])
    out = ["，".join(kept)] if spans else out
    return ADDRESSED.sub("", ASIDE.sub("", OPENING.sub("", out[0], count=1)))


def slots_of(duty: FoundDuty) -> list[Span]:
    """Where a duty's figures, terms and rhythm stand."""
    spans = [(each.start, each.end) for each in (*duty.quantities, *duty.deadlines)]
    return [*spans, (duty.recurrence.start, duty.recurrence.end)] if duty.recurrence else spans
