"""Sides → those that are one and the same text, printed twice."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from luoshi.comparing.letters import fold
from luoshi.comparing.records import Side

SAME_TEXT = 0.98
"""Of the letters of two reprints so many are the same."""


def find_reprints(sides: Sequence[Side]) -> tuple[tuple[str, ...], ...]:
    """Keys of sides that hold one and the same text; in each group the earliest first, where nothing tells the highest.

    Up to a letter in fifty may differ, none of them a figure: next month's report is not a reprint of this month's. A text that two
    different units give as their own is none either: that is what sharing is about. Every member is the same text as the first.

    >>> words = ["我局每月报送检查进展情况。", "我局每月报送检查进展情况，", "我局每季度报送检查进展情况。"]
    >>> find_reprints([Side(key, text, 0, len(text)) for key, text in zip("abc", words, strict=True)])
    (('a', 'b'),)
    """
    words = {side.key: fold(side.text, side.start, side.end, side.skipped).words() for side in sides}
    groups: list[list[Side]] = []
    for side in sorted(sides, key=lambda side: (side.date or "9999", side.level or 9, side.key)):
        group = next((group for group in groups if _is_reprint(group[0], side, words)), None)
        if group is None:
            groups.append([side])
        else:
            group.append(side)
    order = {side.key: number for number, side in enumerate(sides)}
    found = [tuple(side.key for side in group) for group in groups if len(group) > 1]
    return tuple(sorted(found, key=lambda keys: min(map(order.__getitem__, keys))))


def _is_reprint(first: Side, side: Side, words: dict[str, str]) -> bool:
    one, other = words[first.key], words[side.key]
    if not one or not other or (first.unit and side.unit and first.unit != side.unit):
        return False
    if one == other:
        return True
    if abs(len(one) - len(other)) > (1 - SAME_TEXT) * (len(one) + len(other)) or _figures(one) != _figures(other):
        return False
    return Indel.normalized_similarity(one, other, score_cutoff=SAME_TEXT) >= SAME_TEXT


def _figures(words: str) -> str:
    """All digits of a text in their order."""
    return "".join(filter(str.isdecimal, words))
