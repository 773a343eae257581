"""Pieces that bind → FoundDuty: with what stands in them and what governs them from around.

A deadline in a fronted piece (到2020年，) goes to the duties of its sentence, one in a heading or under 主要目标 to those of its
section, 该项工作于…完成 back to those of its item; a subject goes to the rest of its sentence; a bracketed assignment goes back to
the assignment before it, or to the start of its item (GUIDELINES, rulings 6 and 8).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from luoshi.extracting.actors import assigned, goes_on, moved
from luoshi.extracting.clauses import Piece
from luoshi.extracting.lexicon import verb_at
from luoshi.extracting.missing import find_missing
from luoshi.extracting.naming import find_deliverables, find_programmes
from luoshi.extracting.quantities import find_quantities
from luoshi.extracting.records import Actor, Deadline, FoundDuty, Named, Quantity, Reason, Recurrence
from luoshi.extracting.sections import Heading
from luoshi.extracting.times import find_deadlines, find_recurrence
from luoshi.packs import Pack
from luoshi.reading import ReadDocument

_BINDING = frozenset({"duty", "target"})
_THIS_WORK = re.compile(r"(?:该项|此项|上述|以上|这项|本项|各项|有关|相关)(?:工作|任务|行动)")
_EVERYONE = re.compile(r"^(?:各地|各级|各市|各县|各省|各区|各部门|各单位|各有关|各相关|各州|地方各级)")
_PERSON = re.compile(r"(?:负责同志|负责人|领导|同志)$|^一个")
_YEAR = re.compile(r"(?:在|于)?(20[0-9]{2})年(?=[^0-9度前底末初内来以上下一至到—])")
_GOALS = re.compile(r"(?P<when>今年|本年度|(?P<year>20[0-9]{2})年)[^，。：；]{0,24}目标[^，。：；]{0,6}[：:]")
_MEETING = re.compile(r"(?:研究|听取|部署|分析|总结|协调|解决|通报|调度)")


@dataclass
class _Draft:
    """One duty in the making."""

    piece: Piece
    theme: str
    theme_reason: Reason
    deadlines: tuple[Deadline, ...] = ()
    recurrence: Recurrence | None = None
    moved: tuple[Actor, ...] = ()
    assigned: tuple[Actor, ...] = ()
    conditions: tuple[Named, ...] = ()
    quantities: tuple[Quantity, ...] = ()


def find_duties(document: ReadDocument, pieces: Sequence[Piece], themes: Sequence[tuple[str, Reason]], pack: Pack, dated: str) -> tuple[FoundDuty, ...]:
    """The duties and targets among the pieces, in reading order, numbered from 1."""
    drafts = _Governed(document.text, dated, document.issuer).drafts(pieces, themes)
    units = {s.index: s.unit for s in document.statements}
    return tuple(_record(document.text, number, draft, units, pack) for number, draft in enumerate(drafts, 1))


class _Governed:
    """Walks the pieces and keeps what governs the duties that follow."""

    def __init__(self, text: str, dated: str, issuer: str) -> None:
        self.text, self.dated, self.issuer = text, dated, issuer
        self.out: list[_Draft] = []
        self.sentence_due: tuple[int, tuple[Deadline, ...]] = (-1, ())
        self.half_due: tuple[int, tuple[Deadline, ...]] = (-1, ())
        self.section_due: dict[Heading, tuple[Deadline, ...]] = {}
        self.subject: tuple[int, tuple[Actor, ...]] = (-1, ())
        self.everyone: tuple[int, tuple[Actor, ...]] = (-1, ())
        self.conditions: tuple[int, tuple[Named, ...]] = (-1, ())
        self.carried: tuple[int, tuple[Actor, ...]] = (-1, ())
        self.waiting: list[_Draft] = []          # duties since the last assignment of this item

    def drafts(self, pieces: Sequence[Piece], themes: Sequence[tuple[str, Reason]]) -> list[_Draft]:
        """All drafts, with what governs them."""
        paragraph = -1
        for piece, (theme, reason) in zip(pieces, themes, strict=True):
            if piece.paragraph != paragraph:
                paragraph = piece.paragraph
                if not self._is_assignment(piece):
                    self.waiting = []
            if piece.verdict.kind in _BINDING:
                self._bind(piece, theme, reason)
            else:
                self._frame(piece)
        return self.out

    def _is_assignment(self, piece: Piece) -> bool:
        return piece.verdict.reason.rule == "context.assignment"

    def _frame(self, piece: Piece) -> None:
        if self._is_assignment(piece):
            units = assigned(self.text, piece.start, piece.end)
            for draft in self.waiting:
                draft.assigned = units
            self.waiting = []
            return
        self._note_subject(piece)
        if piece.verdict.kind == "context":
            self._note_due(piece)
            if piece.verdict.reason.rule == "context.frame":
                self._note_condition(piece)

    def _note_due(self, piece: Piece) -> None:
        if piece.verdict.reason.rule in ("context.past", "context.fact", "context.review", "context.office", "context.title", "context.furniture", "context.lead"):
            return
        due = find_deadlines(self.text, piece.start, piece.end, dated=self.dated) or self._year_of_goals(piece)
        if not due:
            return
        if piece.section.headings and (piece.head or piece.section.mode == "goal"):
            self.section_due[piece.section.headings[-1]] = due
        if not piece.head:
            self.sentence_due = (piece.sentence, due)

    def _note_condition(self, piece: Piece) -> None:
        before = self.conditions[1] if self.conditions[0] == piece.half else ()
        words = self.text[piece.body.start : piece.body.end]
        self.conditions = (piece.half, (*before, Named(words, piece.body.start, piece.body.end)))

    def _note_subject(self, piece: Piece) -> None:
        if not piece.body.subject:
            return
        actors = _subject_names(self.text, *piece.body.subject)
        if not actors or _PERSON.search(actors[0].name) or actors[0].name == self.issuer:
            return
        if _EVERYONE.match(actors[0].name):
            self.everyone = (piece.paragraph, actors)
        else:
            self.everyone = (-1, ())
        self.subject = (piece.sentence, actors)

    def _bind(self, piece: Piece, theme: str, reason: Reason) -> None:
        self._note_subject(piece)
        draft = _Draft(piece, theme, reason)
        draft.deadlines = find_deadlines(self.text, piece.start, piece.end, dated=self.dated) or self._year(piece)
        draft.recurrence = find_recurrence(self.text, piece.start, piece.end)
        draft.quantities = find_quantities(self.text, piece.start, piece.end)
        draft.moved = self._actors(piece)
        if self.conditions[0] == piece.half:
            draft.conditions = self.conditions[1]
        self._govern(draft)
        self.out.append(draft)
        self.waiting.append(draft)

    def _year(self, piece: Piece) -> tuple[Deadline, ...]:
        """2019年修订…: a year that opens a measure is the year by whose end it is done, unless it is past."""
        found = _YEAR.search(self.text, piece.start, min(piece.end, piece.body.start + 8))
        if not found or found[1] < (self.dated or "2000")[:4]:
            return ()
        return (Deadline(found[1], found.start(1), found.end(), self.text[found.start(1) : found.end()], last_day=f"{found[1]}-12-31"),)

    def _year_of_goals(self, piece: Piece) -> tuple[Deadline, ...]:
        """今年的主要预期目标是：… — the year by whose end the listed goals are to be reached."""
        found = _GOALS.search(self.text, piece.start, piece.end)
        year = (found["year"] or self.dated[:4]) if found else ""
        if not found or not year or year < self.dated[:4]:
            return ()
        inferred = not found["year"]
        return (
            Deadline(year, *found.span("when"), found["when"], inferred, self.dated if inferred else "", f"{year}-12-31"),
        )

    def _actors(self, piece: Piece) -> tuple[Actor, ...]:
        own = moved(self.text, piece.body.start, piece.body.end)
        if own:
            self.carried = (piece.sentence, own if goes_on(self.text, piece.body.start, piece.body.end) else ())
        elif self.carried[0] == piece.sentence:
            own = self.carried[1]
        subject = self.subject[1] if self.subject[0] == piece.sentence else self._standing(piece)
        return _unique((*subject, *own))

    def _standing(self, piece: Piece) -> tuple[Actor, ...]:
        """各地 named earlier goes on through the sentences that name nobody and do not speak *of* 各地."""
        paragraph, actors = self.everyone
        if paragraph != piece.paragraph or not actors:
            return ()
        if actors[0].name in self.text[piece.start : piece.end]:
            self.everyone = (-1, ())
            return ()
        return actors

    def _govern(self, draft: _Draft) -> None:
        piece = draft.piece
        if draft.deadlines and _THIS_WORK.match(self.text, piece.start, piece.end):
            for earlier in self.waiting:
                if earlier.piece.item == piece.item and not earlier.deadlines:
                    earlier.deadlines = draft.deadlines
        if not draft.deadlines:
            draft.deadlines = self._due_around(draft)
        elif draft.deadlines[0].start <= piece.body.start + 1:
            self.half_due = (piece.half, draft.deadlines)
        if draft.recurrence is None:
            draft.recurrence = self._rhythm_around(draft)

    def _due_around(self, draft: _Draft) -> tuple[Deadline, ...]:
        piece = draft.piece
        counted = bool(draft.quantities) or piece.verdict.kind == "target"
        if self.half_due[0] == piece.half and counted and draft.recurrence is None:
            return self.half_due[1]
        if self.sentence_due[0] == piece.sentence:
            return self.sentence_due[1]
        for heading in reversed(piece.section.headings):
            if heading in self.section_due:
                return self.section_due[heading]
        return ()

    def _rhythm_around(self, draft: _Draft) -> Recurrence | None:
        before = self.out[-1] if self.out else None
        if before is None or before.recurrence is None or before.piece.sentence != draft.piece.sentence:
            return None
        meeting = "会" in self.text[before.piece.start : before.piece.end] and _MEETING.match(self.text, draft.piece.body.start)
        counted = before.recurrence.value == "yearly" and before.quantities and draft.quantities
        return before.recurrence if meeting or counted else None


def _subject_names(text: str, start: int, end: int) -> tuple[Actor, ...]:
    """教育部门和民政部门 → two names."""
    out: list[Actor] = []
    at = start
    for mark in [*re.finditer(r"、|和(?=[^，]{2})|及", text[start:end]), None]:
        stop = start + mark.start() if mark else end
        name = text[at:stop].strip(" 　")
        if name:
            begin = text.index(name, at)
            out.append(Actor(name, "", begin, begin + len(name)))
        at = start + mark.end() if mark else end
    return tuple(out)


def _unique(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    return tuple({(a.name, a.role): a for a in actors}.values())


def _record(text: str, number: int, draft: _Draft, units: dict[int, str], pack: Pack) -> FoundDuty:
    piece = draft.piece
    first, last = piece.body.start, piece.body.end
    verb = verb_at(text, first, last)
    known: dict[str, Any] = {
        "number": number, "start": piece.start, "end": piece.end, "words": text[piece.start : piece.end],
        "kind": piece.verdict.kind, "theme": draft.theme, "unit": units.get(piece.statement, "") if piece.statement is not None else "",
        "statement": piece.statement, "reason": piece.verdict.reason, "theme_reason": draft.theme_reason, "confidence": piece.verdict.confidence,
        "action": text[verb[0] : verb[1]] if verb else "", "object": text[verb[1] : last] if verb else text[first:last],
        "deadlines": draft.deadlines, "recurrence": draft.recurrence, "quantities": draft.quantities,
        "actors": _unique((*draft.moved, *draft.assigned)),
        "deliverables": find_deliverables(text, piece.start, piece.end),
        "programmes": find_programmes(text, piece.start, piece.end, pack), "conditions": draft.conditions,
    }
    return FoundDuty(**known, missing=find_missing(FoundDuty(**known), text))
