"""The tables beside this module, read once when first needed."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Context(NamedTuple):
    """One row of contexts.tsv: what a character becomes beside certain words."""

    char: str
    becomes: str
    kind: str
    everywhere: bool
    """Whether it holds in simplified text too."""
    words: tuple[str, ...]
    """Empty: any other place."""


class Confusion(NamedTuple):
    """One row of confusions.tsv."""

    wrong: str
    proposal: str
    exceptions: tuple[str, ...]
    why: str


def rows(name: str) -> list[list[str]]:
    """The rows of a table, split at tabs, without its notes."""
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")]


@cache
def traditional() -> dict[str, str]:
    """Traditional character → simplified, one for one, without those that contexts decide."""
    decided = {context.char for context in contexts()}
    return {char: simple for char, simple in rows("traditional.tsv") if char not in decided}


@cache
def variants(where: str) -> dict[str, str]:
    """Variant form → usual form, for "any" text or for "traditional" text only."""
    return {char: usual for char, usual, place in rows("variants.tsv") if place == where}


@cache
def contexts() -> tuple[Context, ...]:
    """The rows of contexts.tsv in their order: the first that fits wins."""
    return tuple(
        Context(char, becomes, kind, where == "any", () if words == "*" else tuple(words.split()))
        for char, becomes, kind, where, words in rows("contexts.tsv")
    )


@cache
def pairs() -> dict[str, tuple[str, str]]:
    """First character → the characters that follow it in many official texts, and those that follow it in some."""
    return {first: (often, some) for first, often, some in rows("pairs.tsv")}


def is_common_pair(two: str) -> bool:
    """Whether two characters stand side by side in several official texts.

    >>> is_common_pair("措施"), is_common_pair("指施")
    (True, False)
    """
    often, some = pairs().get(two[0], ("", ""))
    return two[1] in often or two[1] in some


def is_frequent_pair(two: str) -> bool:
    """Whether two characters stand side by side in many official texts.

    >>> is_frequent_pair("指出"), is_frequent_pair("策指")
    (True, False)
    """
    return two[1] in pairs().get(two[0], ("", ""))[0]


def looseness(two: str) -> int:
    """Followers of the first character times forerunners of the second: small within a word, large where two words meet.

    >>> looseness("检查") < looseness("查制"), looseness("措施") < looseness("策措")
    (True, True)
    """
    often, some = pairs().get(two[0], ("", ""))
    return len(often + some) * _forerunners().get(two[1], 0)


@cache
def _forerunners() -> dict[str, int]:
    """Character → how many characters stand before it in several official texts."""
    return Counter(follower for often, some in pairs().values() for follower in often + some)


@cache
def confusions() -> tuple[Confusion, ...]:
    """The rows of confusions.tsv."""
    return tuple(Confusion(wrong, right, tuple(keep.split()), why) for wrong, right, keep, why in rows("confusions.tsv"))


@cache
def heading_words() -> frozenset[str]:
    """Words that are printed with a space between their characters: 目 录, 附 则."""
    return frozenset(word for row in rows("spaced.tsv") if row[0] == "word" for word in row[1].split())


@cache
def enumerations() -> tuple[str, ...]:
    """Sets of single characters that may stand apart and mean a list: 甲 乙 丙."""
    return tuple(group for row in rows("spaced.tsv") if row[0] == "list" for group in row[1].split())
