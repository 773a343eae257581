"""The words by which an answer binds less than what was asked, loaded once from weakening.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("weakening.toml").read_text(encoding="utf-8"))


@cache
def any_of(name: str) -> re.Pattern[str]:
    """A pattern for any word of a list, the longest first.

    >>> any_of("hedges").search("我局将力争完成")[0]
    '力争'
    """
    words = map(re.escape, sorted(_table()[name].split(), key=lambda word: (-len(word), word)))
    return re.compile("|".join([*words, *(_table()[letters] for letters in (f"{name}_letters",) if letters in _table())]))


@lru_cache(maxsize=1)
def papers() -> tuple[tuple[str, ...], ...]:
    """What papers, lists and bodies are called, the names of one kind together."""
    return tuple(tuple(line.split()) for line in _table()["papers"])
