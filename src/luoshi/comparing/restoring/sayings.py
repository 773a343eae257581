"""A side → what it says, clause by clause, ready to be held beside what the others say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from luoshi.comparing.letters import fold
from luoshi.comparing.records import Side
from luoshi.comparing.sentences import OPENING, Sentence, sentences_of
from luoshi.comparing.terms import terms_of
from luoshi.extracting import Clause
from luoshi.extracting.bodies import body_of
from luoshi.extracting.lexicon import adverb_end, verb_at

NOT_SAID = frozenset({"context.attribution", "context.assignment", "context.directive", "context.review"})
"""Reasons why a clause is no part of what is asked."""
LEADERSHIP = "lead"
MECHANISMS = frozenset({"leading-group", "rhythm", "list", "supervision", "assessment", "accountability", "bulletin"})
BINDING = frozenset({"duty", "target"})
LEAST_LETTERS = 4
"""Of a clause; a heading may have half as many."""

_ADDRESS = re.compile(r"即(?![将时使要])|(?:我们|大家)?(?:(?:即|并且?|同时|还|也|更|都)(?=要))?(?:必须|要(?![求素点件闻害道领]))?")
_TOPIC = re.compile(r"在(?P<what>[^，。]{2,20})方面[，,]?$")
_TRIM = "，,。；;：:！!？?、 　\t\r\n"


@dataclass(frozen=True, slots=True, eq=False)
class Saying:
    """One clause of a side; equal to itself alone."""

    side: int
    """Number of its side."""
    at: int
    """Its own number within the side."""
    start: int
    end: int
    """Its words without numbering, address and closing marks."""
    core: str
    """Its letters without subject and adverbs before the verb: what is compared."""
    thing: str
    """Its letters without the verb that opens it: what the act is done to."""
    ends: frozenset[int]
    """Letters of the core after which a mark stands, and its length: where a member of a list may end."""
    thing_terms: frozenset[str]
    terms: frozenset[str]
    """Its terms: pairs of letters, and words known to mean the same."""
    kind: str
    """What it does; what an article says as a fact is meant to bind, unless it only says in which case (…的，)."""
    theme: str
    sentence: int
    """Number of the stretch up to 。 or ； in which it stands, within the side."""
    heads: bool
    """Whether it stands over what follows: a heading, or what opens a numbered item before its measures."""
    heading: str
    """The heading above it."""
    aside: bool
    """Whether it answers another directive than the one that all answer."""
    programmes: frozenset[str]
    """The named programmes that it is about."""
    mechanisms: frozenset[str]
    """How work gets done, as far as it sets that up: codes of MECHANISMS."""

    @property
    def counts(self) -> bool:
        """Whether it is evidence for a directive: it answers it, and says more than a fact. A heading stands over what is asked."""
        return not self.aside and (self.kind != "context" or self.heads)


def sayings_of(side: Side, number: int) -> tuple[Saying, ...]:
    """The clauses of one side in reading order, without names, titles, furniture and attributions; `number` is the side's.

    >>> import luoshi
    >>> from luoshi.comparing.sides import sides_of
    >>> side = sides_of([luoshi.extract(luoshi.read_text("一要切实提高政治站位，每月认真检查渡口。"))])[0]
    >>> [(side.text[s.start : s.end], s.core, s.heads) for s in sayings_of(side, 0)]
    [('切实提高政治站位', '提高政治站位', True), ('每月认真检查渡口', '检查渡口', False)]
    """
    return tuple(_Sayings(side, number).all())


class _Sayings:
    """One walk over the sentences of a side."""

    def __init__(self, side: Side, number: int) -> None:
        self.side, self.text, self.number = side, side.text, number
        letters = fold(side.text, side.start, side.end)
        self.letters, self.places = letters.words(), letters.places.tolist()
        self.marked = set(np.flatnonzero(letters.breaks).tolist())
        found = side.extraction
        self.asides = {statement.index for statement in found.document.statements if statement.directive} if found else set()
        self.mechanisms: dict[int, set[str]] = defaultdict(set)
        for cell in found.table if found else ():
            if cell.column in MECHANISMS:
                for start, _ in cell.spans:
                    self.mechanisms[start].add(cell.column)

    def all(self) -> Iterator[Saying]:
        at = 0
        sentences = sentences_of(self.side)
        for index, sentence in enumerate(sentences):
            heads = _heads(self.text, sentence, sentences[index + 1] if index + 1 < len(sentences) else None)
            for number, clause in enumerate(sentence.clauses):
                made = None if clause.reason.rule in NOT_SAID else self.saying(clause, sentence, index, at, number < heads)
                if made:
                    yield made
                    at += 1

    def saying(self, clause: Clause, sentence: Sentence, index: int, at: int, heads: bool) -> Saying | None:
        """The clause as a saying, None where too little is left of it to tell what it says."""
        start, core_start, end = words_of(self.text, clause)
        core = self.folded(core_start, end)
        if len(core) < LEAST_LETTERS // (1 + sentence.head):
            core_start, core = start, self.folded(start, end)
        if len(core) < LEAST_LETTERS // (1 + sentence.head):
            return None
        verb = None if _TOPIC.match(self.text, clause.start, clause.end) else verb_at(self.text, core_start, end)
        thing_start = verb[1] if verb and verb[1] < end else core_start
        programmes = frozenset(named.name for duty in sentence.duties if duty.start == clause.start for named in duty.programmes)
        only_when = self.text[end - 1] == "的" and clause is not sentence.clauses[-1]
        binds = sentence.in_article and clause.kind == "context" and not only_when
        kind = "duty" if binds else clause.kind
        thing, act = terms_of(self.text[thing_start:end]), terms_of(self.text[core_start:thing_start])
        return Saying(
            self.number, at, start, end, self.letters[core.start : core.stop], self.letters[self.folded(thing_start, end).start : core.stop], self.ends(core),
            thing, thing | act, kind, clause.theme, index, heads, sentence.heading, clause.statement in self.asides, programmes, frozenset(self.mechanisms.get(clause.start, ())),
        )  # fmt: skip

    def folded(self, start: int, end: int) -> range:
        """Which of the side's letters stand there."""
        return range(bisect_left(self.places, start), bisect_left(self.places, end))

    def ends(self, core: range) -> frozenset[int]:
        """Letters from the first on after which a mark stands, and all of them."""
        return frozenset((*(at - core.start for at in core[1:] if at in self.marked), len(core)))


def words_of(text: str, clause: Clause) -> tuple[int, int, int]:
    """Where the words of a clause start, where what is compared of them starts, and where both end."""
    start, end = clause.start, clause.end
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    topic = _TOPIC.match(text, start, end)
    if topic:
        return (*topic.span("what")[:1], *topic.span("what"))
    number = OPENING.match(text, start, end)
    first = number.end() if number and number.end() < end else start
    while first < end and text[first] in _TRIM:
        first += 1
    body = body_of(text, first, end)
    if body.subject and text.startswith("要", body.start):
        first = body.start                       # 全省系统要…: whom the unit itself speaks to
    address = _ADDRESS.match(text, first, end)
    first = address.end() if address and address.end() < end else first
    core = adverb_end(text, max(first, body.start), end)
    return first, core if core < end else first, end


def _heads(text: str, sentence: Sentence, after: Sentence | None) -> int:
    """How many of a sentence's clauses stand over what follows them: all of a heading, those that open a numbered item before its
    first measure, and the measure itself where more sentences of the item follow. An article of a rule is no item."""
    if sentence.head:
        return len(sentence.clauses)
    first = next((number for number, clause in enumerate(sentence.clauses) if clause.reason.rule not in NOT_SAID), 0)
    opening = sentence.clauses[first]
    if _TOPIC.match(text, opening.start, opening.end):
        return first + 1
    if sentence.in_article or not OPENING.match(text, opening.start):
        return 0
    measures = (number for number, clause in enumerate(sentence.clauses) if clause.kind in BINDING)
    before = next(measures, len(sentence.clauses))
    goes_on = after is not None and after.place == sentence.place
    return max(before, first + 1) if goes_on else before
