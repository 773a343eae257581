"""A figure asked and a figure said → whether the one said is less, in the direction in which it is meant."""

from __future__ import annotations

import re
from decimal import Decimal

from luoshi.comparing.weak_words import any_of
from luoshi.extracting import Quantity

_FLIPPED = {">": "<", "<": ">"}


def is_lowered(asked: Quantity, said: Quantity, asked_clause: str, said_clause: str) -> bool:
    """Whether the figure said falls short of the figure asked; both are of one unit.

    >>> def figure(value, words): return Quantity(value, 0, 0, words, value[: 2] if value[1] == "=" else "", value.strip("<>=%"), "%")
    >>> is_lowered(figure(">=90%", "90%以上"), figure(">=85%", "85%以上"), "覆盖率达到90%以上", "覆盖率达到85%以上")
    True
    >>> is_lowered(figure("<=10%", "不超过10%"), figure("<=8%", "不超过8%"), "占比不超过10%", "占比不超过8%")
    False
    """
    less_is_more = _downwards(asked, asked_clause)
    if less_is_more != _downwards(said, said_clause) and _sign(asked) == _sign(said) == "":
        return False
    if _sign(asked) != _sign(said):
        return False
    wanted, given = _level(asked, less_is_more), _level(said, less_is_more)
    if wanted is None or given is None:
        return False
    return given > wanted if less_is_more else given < wanted


def same_unit(asked: Quantity, said: Quantity) -> bool:
    """Whether two figures count in one unit, and both levels or both changes."""
    return _plain(asked.unit) == _plain(said.unit) and bool(_sign(asked)) == bool(_sign(said))


def _plain(unit: str) -> str:
    return {"百分点": "个百分点", "％": "%", "小时": "个小时", "工作日": "个工作日", "环节": "个环节", "台套": "套", "千米": "公里"}.get(unit, unit)


def _sign(quantity: Quantity) -> str:
    """+ or - of a change."""
    return quantity.comparator[-1:] if quantity.comparator.endswith(("+", "-")) else ""


def _downwards(quantity: Quantity, clause: str) -> bool:
    """Whether less is better: a level to be kept under. A fall of 20% is the better the greater it is."""
    if _sign(quantity):
        return False
    return quantity.comparator in ("<", "<=") or bool(any_of("downwards").search(clause))


def _level(quantity: Quantity, upper: bool) -> Decimal | None:
    """The figure; of a range the end that binds."""
    ends = re.findall(r"[0-9]+(?:\.[0-9]+)?", quantity.number)
    if not ends:
        return None
    return Decimal(ends[-1] if upper else ends[0])
