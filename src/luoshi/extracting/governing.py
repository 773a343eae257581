"""What is said once and governs several duties: terms, subjects, parties set in motion, conditions, assignments.

Each stays in force for one stretch of text and no longer: a fronted term (到2020年，) for its sentence, one that opens a measure
for the counted measures of its half sentence, one in a heading for the section; a subject for its sentence; 各地 for its
paragraph, as long as nobody else is named (GUIDELINES of the labelled texts, rulings 6 and 8).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from luoshi.extracting.actors import goes_on, moved
from luoshi.extracting.clauses import Piece
from luoshi.extracting.records import Actor, Deadline, Named
from luoshi.extracting.sections import Heading
from luoshi.extracting.times import find_deadlines

T = TypeVar("T")


class InForce(Generic[T]):
    """Values that hold within one stretch, named by its running number."""

    def __init__(self) -> None:
        self._stretch = -1
        self._values: tuple[T, ...] = ()

    def set(self, stretch: int, values: Iterable[T]) -> None:
        """From here on, in this stretch, these hold."""
        self._stretch, self._values = stretch, tuple(values)

    def within(self, stretch: int) -> tuple[T, ...]:
        """What holds in a stretch; () where nothing does."""
        return self._values if stretch == self._stretch else ()


_NO_TERM = frozenset(f"context.{what}" for what in ("past", "fact", "review", "office", "title", "furniture", "lead"))
_YEAR = re.compile(r"(?:在|于)?(?P<year>20[0-9]{2})年(?=[^0-9度前底末初内来以上下一至到—])")
_GOALS = re.compile(r"(?P<when>今年|本年度|(?P<year>20[0-9]{2})年)[^，。：；]{0,24}目标[^，。：；]{0,6}[：:]")


_WHOLE_YEAR = re.compile(r"全年(?!龄|级|无休)|年度完成")


class Terms:
    """The deadlines in force."""

    def __init__(self, text: str, dated: str) -> None:
        self.text, self.dated = text, dated
        self._sentence: InForce[Deadline] = InForce()
        self._half: InForce[Deadline] = InForce()
        self._sections: dict[Heading, tuple[Deadline, ...]] = {}

    def note(self, piece: Piece) -> None:
        """Take up the term of a piece that binds nobody: 到2020年，; 今年主要预期目标是：; a heading with a date."""
        if piece.verdict.kind != "context" or piece.verdict.reason.rule in _NO_TERM:
            return
        due = find_deadlines(self.text, piece.start, piece.end, dated=self.dated) or self._year_of_goals(piece)
        if due and piece.section.headings and (piece.head or piece.section.mode == "goal"):
            self._sections[piece.section.headings[-1]] = due
        if due and not piece.head:
            self._sentence.set(piece.sentence, due)

    def own(self, piece: Piece) -> tuple[Deadline, ...]:
        """The terms in a measure's own words; one that opens it is in force for what follows."""
        due = find_deadlines(self.text, piece.start, piece.end, dated=self.dated) or self._opening_year(piece) or self._whole_year(piece)
        if due and due[0].start <= piece.body.start + 1:
            self._half.set(piece.half, due)
        return due

    def around(self, piece: Piece, *, counted: bool) -> tuple[Deadline, ...]:
        """The terms that govern a measure from outside; `counted`: whether it has a figure or a state to reach."""
        due = (self._half.within(piece.half) if counted else ()) or self._sentence.within(piece.sentence)
        return due or next((self._sections[h] for h in reversed(piece.section.headings) if h in self._sections), ())

    def _opening_year(self, piece: Piece) -> tuple[Deadline, ...]:
        """2019年修订…: the year by whose end it is done, unless it is past."""
        found = _YEAR.search(self.text, piece.start, min(piece.end, piece.body.start + 8))
        if not found or found["year"] < (self.dated or "2000")[:4]:
            return ()
        start, end = found.start("year"), found.end()
        return (Deadline(found["year"], start, end, self.text[start:end], last_day=f"{found['year']}-12-31"),)

    def _whole_year(self, piece: Piece) -> tuple[Deadline, ...]:
        """全年新增…: the year of the document."""
        found = _WHOLE_YEAR.search(self.text, piece.body.start, piece.end)
        if not found or not self.dated:
            return ()
        return (Deadline(self.dated[:4], *found.span(), found.group(), True, self.dated, f"{self.dated[:4]}-12-31"),)

    def _year_of_goals(self, piece: Piece) -> tuple[Deadline, ...]:
        """今年的主要预期目标是：… — the year by whose end the listed goals are to be reached."""
        found = _GOALS.search(self.text, piece.start, piece.end)
        year = (found["year"] or self.dated[:4]) if found else ""
        if not found or not year or year < self.dated[:4]:
            return ()
        inferred = not found["year"]
        return (Deadline(year, *found.span("when"), found["when"], inferred, self.dated if inferred else "", f"{year}-12-31"),)


_EVERYONE = re.compile(r"^(?:各地|各级|各市|各县|各省|各区|各部门|各单位|各有关|各相关|各州|地方各级)")
_PERSON = re.compile(r"(?:负责同志|负责人|领导|同志)$|^一个")
_AND = re.compile(r"、|和(?=[^，]{2})|及")


class Agents:
    """Who acts, where it is not simply the issuing unit: the subject in force, and the party set in motion."""

    def __init__(self, text: str, issuer: str) -> None:
        self.text, self.issuer = text, issuer
        self._subject: InForce[Actor] = InForce()
        self._everyone: InForce[Actor] = InForce()
        self._carried: InForce[Actor] = InForce()

    def note(self, piece: Piece) -> None:
        """Take up the subject that a piece names; a person in it acts for the unit and is none of its own."""
        if not piece.body.subject:
            return
        actors = _names(self.text, *piece.body.subject)
        if not actors or _PERSON.search(actors[0].name) or actors[0].name == self.issuer:
            return
        self._everyone.set(piece.paragraph, actors if _EVERYONE.match(actors[0].name) else ())
        self._subject.set(piece.sentence, actors)

    def of(self, piece: Piece) -> tuple[Actor, ...]:
        """The actors of a measure: its subject, then the party that it sets in motion."""
        self.note(piece)
        own = moved(self.text, piece.body.start, piece.body.end)
        if own:
            self._carried.set(piece.sentence, own if goes_on(self.text, piece.body.start, piece.body.end) else ())
        subject = self._subject.within(piece.sentence) or self._standing(piece)
        own = own or self._carried.within(piece.sentence)
        return unique((*subject, *own)) if subject or own else ()

    def _standing(self, piece: Piece) -> tuple[Actor, ...]:
        """各地 goes on through the sentences that name nobody, until one speaks *of* 各地."""
        actors = self._everyone.within(piece.paragraph)
        if actors and actors[0].name in self.text[piece.start : piece.end]:
            self._everyone.set(-1, ())
            return ()
        return actors


def _names(text: str, start: int, end: int) -> tuple[Actor, ...]:
    """教育部门和民政部门 → two names."""
    out: list[Actor] = []
    at = start
    for mark in [*_AND.finditer(text, start, end), None]:
        stop = mark.start() if mark else end
        name = text[at:stop].strip(" 　")
        if name:
            begin = text.index(name, at)
            out.append(Actor(name, "", begin, begin + len(name)))
        at = mark.end() if mark else end
    return tuple(out)


def unique(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """Each name in each role once, in order."""
    return tuple({(a.name, a.role): a for a in actors}.values())


class Conditions:
    """The cases to which what follows in half a sentence is limited: 对落实不力的，…"""

    def __init__(self, text: str) -> None:
        self.text = text
        self._half: InForce[Named] = InForce()

    def note(self, piece: Piece) -> None:
        """Take up a piece that limits a case."""
        if piece.verdict.reason.rule == "context.frame":
            words = self.text[piece.body.start : piece.body.end]
            self._half.set(piece.half, (*self.of(piece), Named(words, piece.body.start, piece.body.end)))

    def of(self, piece: Piece) -> tuple[Named, ...]:
        """The cases to which a measure is limited."""
        return self._half.within(piece.half)
