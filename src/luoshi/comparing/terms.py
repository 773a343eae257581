"""Words → the terms by which two sentences are held against each other: pairs of letters, and words known to mean the same.

Pairs of letters need no dictionary and stand for the things spoken of; words of one sense (建立, 健全, 完善) count as one term, and no
pair reaches over them, so that a paraphrase loses nothing by a synonym. A term weighs more the rarer it is in all sentences at hand.
"""

from __future__ import annotations

import itertools
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

RUN = re.compile(r"[㐀-鿿𠀀-𳿿A-Za-z]+")
"""Letters without a mark or a figure between; figures are compared by themselves."""
ACT_WEIGHT = 0.45
"""What an act weighs beside the thing that it is done to."""
TITLE_WEIGHT = 0.5
"""What a word of the directive's own title weighs."""
FEW = 60
"""So many sentences are taken to stand beside those at hand, lest in a few texts all that they share be thought common."""
Places = NDArray[np.int32]
ACT, THING = "=", "≡"
"""How the terms of known words begin."""


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], re.Pattern[str]]:
    """Each known word with its term ('' for the silent ones), and where they stand, the longest first."""
    table = tomllib.loads(resources.files(__package__).joinpath("synonyms.toml").read_text(encoding="utf-8"))
    known = dict.fromkeys(table["silent"].split(), "") | {word: THING + word for word in table["whole"].split()}
    for mark, lines in ((ACT, table["acts"]), (THING, table["things"])):
        known |= {word: mark + line.split()[0] for line in lines for word in line.split()}
    return known, re.compile("|".join(map(re.escape, sorted(known, key=lambda word: (-len(word), word)))))


def terms_of(words: str) -> frozenset[str]:
    """The terms of a stretch of text.

    >>> sorted(terms_of("应当健全报装制度")), sorted(terms_of("完善报装制度"))
    (['=建立', '制度', '报装', '装制'], ['=建立', '制度', '报装', '装制'])
    """
    known, pattern = _known()
    terms: set[str] = set()
    at = 0
    for found in pattern.finditer(words):
        _add_pairs(words[at : found.start()], terms)
        term = known[found[0]]
        if term:
            terms.add(term)
        at = found.end()
    _add_pairs(words[at:], terms)
    return frozenset(terms)


def without_silent(words: str) -> Iterator[str]:
    """The stretches between the words that tell nothing of what is asked.

    >>> list(without_silent("应当健全报装制度"))
    ['健全报装制度']
    """
    known, pattern = _known()
    at = 0
    for found in pattern.finditer(words):
        if not known[found[0]]:
            if found.start() > at:
                yield words[at : found.start()]
            at = found.end()
    if at < len(words):
        yield words[at:]


def known_words(words: str) -> Iterator[tuple[str, str]]:
    """The words of the lists that stand in a stretch of text, with their terms, in order.

    >>> list(known_words("应当健全报装制度"))
    [('健全', '=建立')]
    """
    yield from ((found[0], term) for found, term in find_known(words))


def find_known(words: str) -> Iterator[tuple[re.Match[str], str]]:
    """Where the words of the lists stand in a stretch of text, with their terms, in order."""
    known, pattern = _known()
    yield from ((found, known[found[0]]) for found in pattern.finditer(words) if known[found[0]])


def _add_pairs(words: str, terms: set[str]) -> None:
    for run in RUN.findall(words):
        if len(run) == 1:
            continue
        terms.update(map("".join, itertools.pairwise(run)))


class Weights:
    """How much each term tells, by how few of the sentences at hand have it."""

    def __init__(self, all_terms: Iterable[frozenset[str]], understood: frozenset[str] = frozenset()) -> None:
        """`understood`: what all of it is about, as the title says; it weighs less, for it need not be said again."""
        self._understood = understood
        counts: Counter[str] = Counter()
        sentences = 0
        for terms in all_terms:
            counts.update(terms)
            sentences += 1
        self._most = math.log(sentences + FEW)
        self._weights = {term: (self._most - math.log(count)) * self._kind(term) for term, count in counts.items()}

    def _kind(self, term: str) -> float:
        return ACT_WEIGHT if term[0] == ACT else TITLE_WEIGHT if term in self._understood else 1.0

    def __getitem__(self, term: str) -> float:
        return self._weights.get(term, self._most)

    def total(self, terms: Iterable[str]) -> float:
        """What the terms weigh together, in whatever order they come."""
        return math.fsum(map(self.__getitem__, terms))


class Sought:
    """Many sentences, asked which of them have the terms of another."""

    def __init__(self, all_terms: Sequence[frozenset[str]], weights: Weights, under: Sequence[frozenset[str]] = ()) -> None:
        """`under`: the terms of the heading above each sentence."""
        self.weights, self.size = weights, len(all_terms)
        places: dict[str, list[int]] = {}
        for number, terms in enumerate(all_terms):
            for term in terms:
                places.setdefault(term, []).append(number)
        self.places = {term: np.array(numbers, dtype=np.int32) for term, numbers in places.items()}
        self.beneath = self._beneath(under)

    def _beneath(self, under: Sequence[frozenset[str]]) -> dict[str, Places]:
        """For each term of a heading, the sentences that have it or stand under it."""
        sentences: dict[frozenset[str], list[int]] = {}
        for number, terms in enumerate(under):
            sentences.setdefault(terms, []).append(number)
        found: dict[str, list[int]] = {}
        for terms, numbers in sentences.items():
            for term in terms:
                found.setdefault(term, []).extend(numbers)
        none = np.array([], dtype=np.int32)
        return {term: np.union1d(self.places.get(term, none), np.array(numbers, dtype=np.int32)) for term, numbers in found.items()}

    def shares(self, terms: frozenset[str]) -> NDArray[np.float64]:
        """For each sentence, the share of the terms (by weight) that it has."""
        return self._shares(terms, self.places, {})

    def shares_beneath(self, terms: frozenset[str]) -> NDArray[np.float64]:
        """The same, of each sentence with the heading above it."""
        return self._shares(terms, self.places, self.beneath)

    def _shares(self, terms: frozenset[str], places: dict[str, Places], before: dict[str, Places]) -> NDArray[np.float64]:
        found = np.zeros(self.size)
        total = 0.0
        for term in sorted(terms):
            weight = self.weights[term]
            total += weight
            where = before.get(term, places.get(term))
            if where is not None:
                found[where] += weight
        return found / total if total else found

    def have_any(self, terms: frozenset[str]) -> NDArray[np.bool_]:
        """For each sentence, whether it has one of the terms."""
        found = np.zeros(self.size, dtype=bool)
        for term in terms:
            if term in self.places:
                found[self.places[term]] = True
        return found


def acts(terms: frozenset[str]) -> frozenset[str]:
    """The acts among the terms."""
    return frozenset(term for term in terms if term[0] == ACT)
