"""A point and the sentence that answers it → the words that made the match, slot by slot."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from luoshi.comparing.covering.points import Asked
from luoshi.comparing.records import Side
from luoshi.comparing.sentences import Sentence
from luoshi.comparing.terms import ACT, known_words, terms_of

Reason = tuple[str, str]
MOST_WORDS = 3
"""Stretches of shared words that are told."""
HAN = re.compile(r"[㐀-鿿𠀀-𳿿A-Za-z]+")


def reasons_of(asked: Asked, terms: frozenset[str], side: Side, sentence: Sentence) -> tuple[Reason, ...]:
    """(slot, words of the answer): action, object, programme, title, theme; `terms` are those of the point.

    The object is told by the longest stretches whose pairs of letters the point has, and by words of one sense with its own.
    """
    words = side.text[sentence.start : sentence.end]
    return tuple(dict.fromkeys((*_acts(words, terms), *_objects(words, terms), *_programmes(asked, words), *_around(asked, sentence))))


def _acts(words: str, terms: frozenset[str]) -> Iterator[Reason]:
    yield from (("action", word) for word, term in known_words(words) if term.startswith(ACT) and term in terms)


def _objects(words: str, terms: frozenset[str]) -> Iterator[Reason]:
    runs = [run for run in _runs(words, terms) if len(run) > 1]
    runs += [word for word, term in known_words(words) if term in terms and not term.startswith(ACT)]
    yield from (("object", run) for run in sorted(dict.fromkeys(runs), key=lambda run: -len(run))[:MOST_WORDS])


def _runs(words: str, terms: frozenset[str]) -> Iterator[str]:
    """Stretches of letters each pair of which the point has."""
    for stretch in HAN.findall(words):
        run = ""
        for first, second in itertools.pairwise(stretch):
            if first + second in terms:
                run = run + second if run else first + second
            elif run:
                yield run
                run = ""
        if run:
            yield run


def _programmes(asked: Asked, words: str) -> Iterator[Reason]:
    names = (named.name for duty in asked.duties for named in duty.programmes)
    yield from (("programme", name) for name in names if name in words)


def _around(asked: Asked, sentence: Sentence) -> Iterator[Reason]:
    """The headings over both, and the theme that both have."""
    if terms_of(asked.point.heading) & terms_of(sentence.heading):
        yield "title", sentence.heading
    themes: Sequence[str] = [clause.theme for clause in sentence.clauses]
    if asked.point.theme != "-" and asked.point.theme in themes:
        yield "theme", asked.point.theme
