"""A point and the sentences that answer it → the longest stretch of the point of which they say nothing.

A letter of the point counts as said where a pair of letters with it, or a word of one sense, stands in any of the sentences or in the heading
over them. What is put aside in a point (see `parts`) is not looked for. Two or three letters may be unsaid anywhere; a stretch as long as a
clause, or as several members of a list, is something that the answer leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from luoshi.comparing.covering.matching import Said
from luoshi.comparing.covering.parts import ADDRESSED, ASIDE, slots_in
from luoshi.comparing.covering.points import Asked
from luoshi.comparing.records import Span
from luoshi.comparing.sentences import OPENING, quoted
from luoshi.comparing.terms import RUN, find_known
from luoshi.extracting import Clause

LEFT_OUT = 16
"""Letters in a row, marks between them not counted, of which nothing is said: about two clauses, or four members of a list."""
ASIDE_MARK = "，"
"""Stands for each letter that is put aside, so that every other one keeps its place."""


def asked_words(asked: Asked, text: str) -> tuple[tuple[int, str], ...]:
    """Where each clause of a point begins, with what it asks for: its words, of the same length, with marks for what is put aside."""
    slots = slots_in(text, asked.duties)
    return tuple((clause.start, _put_aside(text, clause, slots)) for clause in asked.clauses)


def find_left_out(clauses: Iterable[tuple[int, str]], text: str, said: Sequence[Said]) -> Span | None:
    """Where the longest stretch of these clauses of a point stands that is left out; None where none is as long as `LEFT_OUT`."""
    words = "，".join(dict.fromkeys(words for each in said for words in (each.words, each.sentence.heading)))
    terms = frozenset[str]().union(*(each.terms | each.under for each in said))
    longest = max(_unsaid(clauses, words, terms), key=lambda places: (len(places), -places[0]), default=())
    return quoted(text, longest[0], longest[-1] + 1) if len(longest) >= LEFT_OUT else None


def _put_aside(text: str, clause: Clause, slots: Sequence[Span]) -> str:
    """A clause's words with marks for its number, brackets, who is addressed, figures, terms and rhythms."""
    letters = list(text[clause.start : clause.end])
    for start, end in slots:
        if clause.start <= start and end <= clause.end:
            letters[start - clause.start : end - clause.start] = ASIDE_MARK * (end - start)
    words = _marked(ASIDE, "".join(letters))
    number = OPENING.match(words)
    first = number.end() if number else 0
    return ASIDE_MARK * first + _marked(ADDRESSED, words[first:])


def _marked(pattern: re.Pattern[str], words: str) -> str:
    return pattern.sub(lambda found: ASIDE_MARK * len(found[0]), words)


def _unsaid(clauses: Iterable[tuple[int, str]], words: str, terms: frozenset[str]) -> Iterator[tuple[int, ...]]:
    """The places of the letters of each stretch that `words`, with these terms, say nothing of; marks and clauses' ends do not part a stretch."""
    places = list[int]()
    for start, asked in clauses:
        said = _said(asked, words, terms)
        for run in RUN.finditer(asked):
            for at in range(*run.span()):
                if not said[at]:
                    places.append(start + at)
                elif places:
                    yield tuple(places)
                    places = []
    if places:
        yield tuple(places)


def _said(asked: str, words: str, terms: frozenset[str]) -> list[bool]:
    """Of each letter, whether it is said in `words`, which has these terms."""
    said = [False] * len(asked)
    for at in range(len(asked) - 1):
        if asked[at : at + 2] in words:
            said[at : at + 2] = [True, True]
    for found, term in find_known(asked):
        if term in terms:
            said[found.start() : found.end()] = [True] * len(found[0])
    return said
