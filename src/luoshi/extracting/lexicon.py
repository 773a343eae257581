"""The words by which clauses are told apart, loaded once from lexicon.toml."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    raw = tomllib.loads(resources.files("luoshi.extracting").joinpath("lexicon.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in raw.items()}


def words(name: str) -> frozenset[str]:
    """One list of the lexicon by name: adverbs, verbs, singles, both, parties, exhortations, manners."""
    return _table()[name]


def alternatives(every: frozenset[str]) -> str:
    """A regular expression for any of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(every, key=lambda word: (-len(word), word)))


class _Words:
    """Words found at a place, the longest first: a dictionary look-up for each length, far quicker than one long expression."""

    def __init__(self, every: frozenset[str]) -> None:
        self.every = every
        lengths: dict[str, set[int]] = {}
        for word in every:
            lengths.setdefault(word[0], set()).add(len(word))
        self.lengths = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}

    def end_at(self, text: str, start: int, end: int) -> int:
        """Where the longest word that starts here ends, or `start` where none does."""
        if start < end:
            for size in self.lengths.get(text[start], ()):
                if start + size <= end and text[start : start + size] in self.every:
                    return start + size
        return start


_VERBS = _Words(words("verbs"))
_ADVERBS = _Words(words("adverbs"))


def adverb_end(text: str, start: int, end: int) -> int:
    """Where the adverbs that open text[start:end] end."""
    at = _ADVERBS.end_at(text, start, end)
    while at > start:
        start, at = at, _ADVERBS.end_at(text, at, end)
    return at


def verb_at(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The verb that opens text[start:end] after adverbs, or None.

    >>> verb_at("进一步加强监管", 0, 7)
    (3, 5)
    >>> verb_at("企业加强监管", 0, 6) is None
    True
    """
    first = adverb_end(text, start, end)
    after = _VERBS.end_at(text, first, end)
    return (first, after) if after > first else None
