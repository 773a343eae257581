"""Pieces that bind → FoundDuty: with what stands in them and what governs them from around.

Forward go terms, subjects and conditions (see `governing`); backward go 该项工作于…完成, to the duties of its item, and a bracketed
assignment, to the duties since the assignment before it or since the start of its item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.extracting.actors import assigned
from luoshi.extracting.clauses import Piece
from luoshi.extracting.governing import Agents, Conditions, Terms, unique
from luoshi.extracting.lexicon import verb_at
from luoshi.extracting.missing import find_missing
from luoshi.extracting.naming import find_deliverables, find_programmes
from luoshi.extracting.quantities import find_quantities
from luoshi.extracting.records import Actor, Deadline, FoundDuty, Named, Quantity, Reason, Recurrence
from luoshi.extracting.times import find_recurrence
from luoshi.packs import Pack
from luoshi.reading import ReadDocument

_BINDING = frozenset({"duty", "target"})
_THIS_WORK = re.compile(r"(?:该项|此项|上述|以上|这项|本项|各项|有关|相关)(?:工作|任务|行动)")
_AT_MEETING = re.compile(r"(?:研究|听取|部署|分析|总结|协调|解决|通报|调度)")


@dataclass(slots=True)
class _Draft:
    """One duty in the making; deadlines and assignments may still come from what follows."""

    piece: Piece
    words: str
    theme: str
    theme_reason: Reason
    recurrence: Recurrence | None
    quantities: tuple[Quantity, ...]
    actors: tuple[Actor, ...]
    conditions: tuple[Named, ...]
    deliverables: tuple[Named, ...]
    deadlines: tuple[Deadline, ...] = ()

    @property
    def start(self) -> int:
        return self.piece.start

    @property
    def end(self) -> int:
        return self.piece.end

    @property
    def kind(self) -> str:
        return self.piece.verdict.kind


def find_duties(document: ReadDocument, pieces: Sequence[Piece], themes: Sequence[tuple[str, Reason]], pack: Pack, dated: str) -> tuple[FoundDuty, ...]:
    """The duties and targets among the pieces, in reading order, numbered from 1; `dated` gives a missing year."""
    drafts = _Walk(document, dated).drafts(pieces, themes)
    units = {s.index: s.unit for s in document.statements}
    return tuple(_record(document.text, number, draft, units, pack) for number, draft in enumerate(drafts, 1))


class _Walk:
    """One walk over the pieces."""

    def __init__(self, document: ReadDocument, dated: str) -> None:
        self.text = document.text
        self.terms = Terms(self.text, dated)
        self.agents = Agents(self.text, document.issuer)
        self.conditions = Conditions(self.text)
        self.out: list[_Draft] = []
        self.waiting: list[_Draft] = []
        """Duties since the last assignment of this item."""
        self.assigning: list[_Draft] = []
        """Duties to which the assignment just before went."""

    def drafts(self, pieces: Sequence[Piece], themes: Sequence[tuple[str, Reason]]) -> list[_Draft]:
        """All drafts, with what governs them."""
        paragraph = -1
        for piece, (theme, reason) in zip(pieces, themes, strict=True):
            assignment = piece.verdict.reason.rule == "context.assignment"
            self.assigning = self.assigning if assignment else []
            if piece.paragraph != paragraph and not assignment:
                self.waiting = []
            paragraph = piece.paragraph
            if assignment:
                self._assign(piece)
            elif piece.verdict.kind in _BINDING:
                self._bind(piece, theme, reason)
            else:
                self._note(piece)
        return self.out

    def _assign(self, piece: Piece) -> None:
        """To the duties since the last assignment; a second one right behind the first (配合单位：…) goes to the same."""
        units = assigned(self.text, piece.start, piece.end)
        self.assigning = self.waiting or self.assigning
        for draft in self.assigning:
            draft.actors = unique((*draft.actors, *units))
        self.waiting = []

    def _note(self, piece: Piece) -> None:
        self.agents.note(piece)
        self.terms.note(piece)
        self.conditions.note(piece)

    def _bind(self, piece: Piece, theme: str, reason: Reason) -> None:
        draft = _Draft(
            piece, self.text[piece.start : piece.end], theme, reason,
            recurrence=find_recurrence(self.text, piece.start, piece.end),
            quantities=find_quantities(self.text, piece.start, piece.end),
            actors=self.agents.of(piece),
            conditions=self.conditions.of(piece),
            deliverables=find_deliverables(self.text, piece.start, piece.end),
        )
        self._date(draft)
        draft.recurrence = draft.recurrence or self._rhythm_before(draft)
        self.out.append(draft)
        self.waiting.append(draft)

    def _date(self, draft: _Draft) -> None:
        piece = draft.piece
        draft.deadlines = self.terms.own(piece)
        if not draft.deadlines:
            counted = draft.recurrence is None and (bool(draft.quantities) or piece.verdict.kind == "target")
            draft.deadlines = self.terms.around(piece, counted=counted)
        elif _THIS_WORK.match(self.text, piece.start, piece.end):
            for earlier in self.waiting:
                if earlier.piece.item == piece.item and not earlier.deadlines:
                    earlier.deadlines = draft.deadlines

    def _rhythm_before(self, draft: _Draft) -> Recurrence | None:
        """按季度召开会议，研究…: what is done at the meeting; 每年培育20家，建设100家: what is counted likewise."""
        before = self.out[-1] if self.out else None
        if before is None or before.recurrence is None or before.piece.sentence != draft.piece.sentence:
            return None
        meeting = "会" in self.text[before.piece.start : before.piece.end] and _AT_MEETING.match(self.text, draft.piece.body.start)
        counted = before.recurrence.value == "yearly" and before.quantities and draft.quantities
        return before.recurrence if meeting or counted else None


def _with_its_fellows(text: str, verb: tuple[int, int] | None, end: int) -> tuple[int, int] | None:
    """防范|和遏制事故 → 防范和遏制|事故: verbs that share an object are one action."""
    while verb and text.startswith(("和", "与", "并", "、"), verb[1]):
        fellow = verb_at(text, verb[1] + 1, end)
        if fellow is None or fellow[1] >= end:
            break
        verb = verb[0], fellow[1]
    return verb


def _record(text: str, number: int, draft: _Draft, units: dict[int, str], pack: Pack) -> FoundDuty:
    piece = draft.piece
    first, last = piece.body.start, piece.body.end
    verb = _with_its_fellows(text, piece.body.verb, last)
    return FoundDuty(
        number=number, start=piece.start, end=piece.end, words=draft.words,
        kind=piece.verdict.kind, theme=draft.theme, unit=units.get(piece.statement, "") if piece.statement is not None else "",
        statement=piece.statement, reason=piece.verdict.reason, theme_reason=draft.theme_reason, confidence=piece.verdict.confidence,
        action=text[verb[0] : verb[1]] if verb else "", object=text[verb[1] : last] if verb else text[first:last],
        deadlines=draft.deadlines, recurrence=draft.recurrence, quantities=draft.quantities, actors=draft.actors,
        deliverables=draft.deliverables, programmes=find_programmes(text, piece.start, piece.end, pack),
        conditions=draft.conditions, missing=find_missing(draft, text),
    )
