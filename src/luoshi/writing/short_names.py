"""Names short enough for the head of a column, no two alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from luoshi.packs import load_units

_GRADE = re.compile(r"(?<=..)(?:[省市县区州盟]|自治[区州县])$")
"""What a place is, after its name."""


def short_names(units: Sequence[str]) -> dict[str, str]:
    """Names short enough for a table, and no two alike: the division's own short name, or what the names do not share.

    >>> short_names(["陕西省邮政管理局", "广西壮族自治区邮政管理局"])
    {'陕西省邮政管理局': '陕西', '广西壮族自治区邮政管理局': '广西'}
    >>> short_names(["云泽省行业管理局", "青屿省行业管理局"])
    {'云泽省行业管理局': '云泽', '青屿省行业管理局': '青屿'}
    >>> short_names(["云泽省行业管理局", "沙洲自治区行业管理局"])
    {'云泽省行业管理局': '云泽', '沙洲自治区行业管理局': '沙洲'}
    """
    for shorten in (_division, _without_shared_ending(units)):
        short = {unit: shorten(unit) for unit in units}
        if all(short.values()) and len(set(short.values())) == len(units):
            return short
    return {unit: unit for unit in units}


def _division(unit: str) -> str:
    found = load_units().find(unit)
    return found.short[0] if found and found.short else ""


def _without_shared_ending(units: Sequence[str]) -> Callable[[str], str]:
    """A function that takes off the ending that all names share."""
    shared = 0
    while len(units) > 1 and len({unit[-shared - 1] for unit in units if len(unit) > shared + 2}) == 1 and min(map(len, units)) > shared + 2:
        shared += 1
    return lambda unit: _GRADE.sub("", unit[: len(unit) - shared])
