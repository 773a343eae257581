"""A point → its parts: what it asks for, one by one, without who is addressed, in what case, how often and by when.

A case (对…的，) belongs to what is asked in it. Aims and bases are no part, unless there is nothing else. Figures, terms and rhythms are
compared by themselves and take no part in finding who speaks to the point.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from luoshi.comparing.covering.lesser_figures import find_limits, find_tenths
from luoshi.comparing.covering.lesser_times import COUNTED, EVERY
from luoshi.comparing.covering.points import Asked
from luoshi.comparing.records import Span
from luoshi.comparing.sentences import OPENING
from luoshi.comparing.terms import Weights, terms_of
from luoshi.extracting import Clause, FoundDuty

ASIDE = re.compile(r"（[^（）]*）|\([^()]*\)")
"""What stands in brackets explains."""
ADDRESSED = re.compile(
    r"^\s*(?:[^，。；]{0,40}?(?:人民政府|部门|地区|地方|机关|局|厅|委|办|处|单位和个人|各单位)(?:、[^，。；]{0,10}部门)?"
    r"(?:及其?(?:有关|相关|工作)?部门|和(?:有关|相关)?单位|及有关单位|根据需要)?(?=应当|应|可以|不得|要|须|必须|有权|将|每|按|定期|负责|年底|于|在|对|(?<![办处])，)|国家(?=[一-鿿]))"
)
"""Who must act, where it is a body of the state, opening the clause; its rhythm or term may already be cut out."""
PROHIBITS = re.compile("不得|禁止|严禁|不准|不再|杜绝|不可|不予|不应|不许")
"""An act that must not be done; only a sentence that says no speaks to it."""
ASKS_OF = re.compile(r"(?P<subject>[^，。；]{4,60}?)(?:应当|不得|必须|可以)")
SETS_UP = re.compile(r"(?:建立|健全|完善|建设|设立|实行|推行|制定|编制|形成|构建|搭建|推动)[^，。；]{2,40}?(?:制度|机制|体系|平台|清单|系统|办法|目录|中心|台账)")
NO_PART = frozenset({"context.composition", "context.assignment"})
"""Rules of clauses that say who answers for it: compared by themselves."""
SAYS_NO = re.compile(
    PROHIBITS.pattern + r"|不(?![断少低超高同仅但良足大小动合正必符定限利错懈畏便满误余变])[一-鿿]|无需|免于"
)
"""The same, and what else a sentence says no by: 不采购."""
OPENS_A_CASE = re.compile(r"(?:的|外|时|后|下|内)[，,]\s*$")
ASKS = re.compile(r"应当?|不得|可以|必须|须|一律|要|禁止|严禁|不再|方可|有权")
SERVICE = re.compile("为[^，。；]{1,16}(?:提供|办理|开辟|配备|发放)[^，。；]{3,}")
ASKS_AT_ONCE = re.compile(r"\s*(?:并|均|都|也|还|原则上|一般)?(?:应当?|不得|可以|必须|须|一律|要)")
"""Opens a clause whose subject or case stands before it."""
SMALL = 0.3
"""Of the heaviest part's weight, up to which a part only goes on with what stands before it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a point asks for."""

    start: int
    end: int
    terms: frozenset[str]
    """Of what is asked."""
    weight: float
    case: frozenset[str] = frozenset()
    """Terms of the case in which, or of the thing of which, it is asked."""
    prohibits: bool = False
    sets_up: bool = False
    """Whether it names something that is to be there: a system, a mechanism, a list."""

    @property
    def definite(self) -> bool:
        """Whether it can be seen to be missing: something forbidden, or something set up."""
        return self.prohibits or self.sets_up


def parts_of(asked: Asked, text: str, weights: Weights) -> tuple[Part, ...]:
    """What a point asks for, one by one, in reading order; the whole point where nothing in it stands out."""
    parts: list[Part] = []
    held: list[Clause] = []
    case: frozenset[str] = frozenset()
    slots = slots_in(text, asked.duties)
    for clause, after in zip_longest(asked.clauses, asked.clauses[1:]):
        if is_item(asked, text, clause):
            held, case = [], frozenset()
        if after is not None and _is_case(text, clause, after):
            held.append(clause)
        elif clause.reason.rule not in NO_PART and _asks(asked, text, clause):
            subject, act = _in_two(plain(text, clause, slots))
            case |= _terms(held, asked, text) | terms_of(subject)
            terms = terms_of(act) - case or terms_of(act)
            start = held[0].start if held else clause.start
            parts.append(Part(start, clause.end, terms, weights.total(terms), case - terms, bool(PROHIBITS.search(act)), bool(SETS_UP.search(act))))
            held = []
    telling = tuple(part for part in parts if part.weight)
    return tuple(_small_ones_joined(telling, weights)) or (_whole(asked, text, weights),)


def is_item(asked: Asked, text: str, clause: Clause) -> bool:
    """Whether a clause opens an item of the list that belongs to a point."""
    return clause.start > asked.point.start and text[clause.start - 1] == "\n"


def _in_two(words: str) -> tuple[str, str]:
    """What is spoken of, and what is asked of it: 证明事项|应当有法律依据."""
    found = ASKS_OF.match(words)
    return (found["subject"], words[found.end("subject") :]) if found else ("", words)


def _asks(asked: Asked, text: str, clause: Clause) -> bool:
    """Whether a clause asks for something rather than giving an aim or a basis. What a rule says 应当 of is asked, and so is a service."""
    if clause.kind not in ("purpose", "principle", "stance"):
        return True
    words = text[clause.start : clause.end]
    if asked.in_article and clause.reason.rule == "purpose.ensure":
        return True
    return bool(SERVICE.search(words)) or (asked.in_article and bool(ASKS.search(words)) and clause.reason.rule not in ("principle.basis", "principle.mindset"))


def _is_case(text: str, clause: Clause, after: Clause) -> bool:
    """Whether a clause says in which case, or of what, the next one asks."""
    words = text[clause.start : clause.end]
    if clause.reason.rule == "context.frame" or OPENS_A_CASE.search(words):
        return True
    return not ASKS.search(words) and bool(ASKS_AT_ONCE.match(text, after.start))


def _small_ones_joined(parts: Sequence[Part], weights: Weights) -> Iterator[Part]:
    """Parts that say little by themselves (并向社会公开) go with the one before."""
    most = max((part.weight for part in parts), default=0.0)
    last: Part | None = None
    for part in parts:
        if last is None:
            last = part
        elif part.weight < most * SMALL:
            terms = last.terms | part.terms
            last = replace(last, end=part.end, terms=terms, weight=weights.total(terms), sets_up=last.sets_up or part.sets_up)
        else:
            yield last
            last = part
    if last:
        yield last


def _whole(asked: Asked, text: str, weights: Weights) -> Part:
    """A point without any part that asks: all of it."""
    terms = _terms(asked.clauses, asked, text)
    words = text[asked.point.start : asked.point.end]
    return Part(asked.point.start, asked.point.end, terms, weights.total(terms), frozenset(), bool(PROHIBITS.search(words)))


def _terms(clauses: Sequence[Clause], asked: Asked, text: str) -> frozenset[str]:
    slots = slots_in(text, asked.duties)
    return frozenset().union(*(terms_of(plain(text, clause, slots)) for clause in clauses))


def plain_words(asked: Asked, text: str) -> str:
    """All that a point says, without numbers, who is addressed, figures, terms and rhythms."""
    slots = slots_in(text, asked.duties)
    return "，".join(plain(text, clause, slots) for clause in asked.clauses)


def plain(text: str, clause: Clause | FoundDuty, slots: Sequence[Span]) -> str:
    """A clause's words without its number, brackets, who is addressed, figures, terms and rhythms."""
    return ADDRESSED.sub("", ASIDE.sub("", without_slots(text, clause, slots)))


def without_slots(text: str, clause: Clause | FoundDuty, slots: Sequence[Span]) -> str:
    """A clause's words without its number and what is in `slots`."""
    at, kept = clause.start, list[str]()
    for start, end in slots:
        if clause.start <= start and end <= clause.end:
            kept.append(text[at:start])
            at = max(at, end)
    kept.append(text[at : clause.end])
    return OPENING.sub("", "，".join(kept), count=1)


def slots_in(text: str, duties: Iterable[FoundDuty]) -> list[Span]:
    """Where the figures, terms and rhythms of some duties stand, in order."""
    return sorted({span for duty in duties for span in _slots_of(text, duty)})


def _slots_of(text: str, duty: FoundDuty) -> Iterator[Span]:
    yield from ((figure.start, figure.end) for figure in duty.quantities)
    yield from ((term.start, term.end) for term in duty.deadlines)
    yield from ((figure.start, figure.end) for find in (find_tenths, find_limits) for figure in find(text, duty.start, duty.end))
    yield from (count.span() for count in COUNTED.finditer(text, duty.start, duty.end))
    yield from (every.span() for every in EVERY.finditer(text, duty.start, duty.end))
    if duty.recurrence:
        yield duty.recurrence.start, duty.recurrence.end
