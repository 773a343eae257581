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
    """One list of the lexicon by name: adverbs, verbs, both, parties."""
    return _table()[name]


def alternatives(every: frozenset[str]) -> str:
    """A regular expression for any of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(every, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1)
def adverb_pattern() -> re.Pattern[str]:
    """Matches any run of adverbs (possibly none) at a place."""
    return re.compile(rf"(?:{alternatives(words('adverbs') - words('verbs'))})*+")


@lru_cache(maxsize=1)
def verb_pattern() -> re.Pattern[str]:
    """Matches one verb at a place, the longest first."""
    return re.compile(alternatives(words("verbs")))


def adverb_end(text: str, start: int, end: int) -> int:
    """Where the adverbs that open text[start:end] end."""
    found = adverb_pattern().match(text, start, end)
    return found.end() if found else start


def verb_at(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The verb that opens text[start:end] after adverbs, or None.

    >>> verb_at("进一步加强监管", 0, 7)
    (3, 5)
    >>> verb_at("企业加强监管", 0, 6) is None
    True
    """
    found = verb_pattern().match(text, adverb_end(text, start, end), end)
    return found.span() if found else None
