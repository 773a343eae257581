"""The heads of a table that came back → which letter is which column, wherever a person moved it."""

from __future__ import annotations

from collections.abc import Mapping

from luoshi.writing.duty_values import tidy, tidy_ends
from luoshi.writing.opened_workbook import Line


def columns_by_head(head: Line, known: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Letter → column for the heads that are `known` (by their tidied words in small letters), each once; and the heads that are not.

    >>> columns_by_head(Line(1, {"A": "单位", "B": "经费", "C": "单 位"}), {"单位": "unit"})
    ({'A': 'unit'}, ('经费', '单 位'))
    """
    codes: dict[str, str] = {}
    unknown = []
    for letter, words in head.cells.items():
        code = known.get(tidy(words).lower())
        if code and code not in codes.values():
            codes[letter] = code
        elif tidy(words):
            unknown.append(tidy_ends(words))
    return codes, tuple(unknown)
