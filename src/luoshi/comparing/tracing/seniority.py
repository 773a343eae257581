"""Which of two sides was there first, or stands above: the grounds for saying that words came from one to the other."""

from __future__ import annotations

from luoshi.comparing.records import Side
from luoshi.packs import load_units

ABOVE = frozenset({"directive", "higher"})
"""Reasons that a text stands above another."""


def why_before(source: Side, side: Side, *, asked: bool = False) -> tuple[str, ...]:
    """Why one side's words may have come to the other, in stable words; () where nothing says so, or something against it.

    `asked` says that the source is a directive which the other answers. A higher text with a later date is most often a later version
    of one that was there before: it may be the source, and is called later. A text of a level below never is.

    >>> nation, province = Side("国", "国", 0, 1, level=1, date="2015-03"), Side("省", "省", 0, 1, level=2, date="2017")
    >>> why_before(nation, province), why_before(province, nation), why_before(province, nation, asked=True)
    (('higher', 'earlier'), (), ('directive', 'later'))
    """
    if is_one_document(source, side):
        return ()
    order = date_order(source.date, side.date)
    when = {-1: "earlier", 1: "later"}.get(order, "undated")
    above = ("directive",) * asked + ("higher",) * is_above(source, side)
    if above:
        return (*above, when)
    return ("earlier",) if order < 0 and not is_above(side, source) else ()


def is_one_document(one: Side, other: Side) -> bool:
    """Whether both stand in one document: two units of a round-up, or a side and itself."""
    return one.name == other.name and one.text == other.text


def date_order(one: str, other: str) -> int:
    """-1 if the first date is earlier, 1 if later, 0 if not known: dates are compared as far as both are given.

    >>> date_order("2018-08-31", "2018-09"), date_order("2018", "2018-09"), date_order("", "2018")
    (-1, 0, 0)
    """
    known = min(len(one), len(other))
    return (one[:known] > other[:known]) - (one[:known] < other[:known])


def is_above(source: Side, side: Side) -> bool:
    """Whether a side is of a higher level in the line of another: the nation above all, a province above its own cities only.

    >>> province, city = Side("省", "", 0, 0, unit="浙江省人民政府", level=2), Side("市", "", 0, 0, unit="德州市人民政府", level=3)
    >>> is_above(province, city), is_above(Side("国", "", 0, 0, level=1), city)
    (False, True)
    """
    if not source.level or not side.level or source.level >= side.level:
        return False
    above, below = _line(source), _line(side)
    return not below or above == below[: len(above)]


def _line(side: Side) -> tuple[str, ...]:
    """Codes of the province and the prefecture in which a side's unit is, as far as its names tell."""
    units = load_units()
    division = next((found for name in (side.unit, side.title) if (found := units.find(name))), None)
    if division is None:
        return ()
    return (division.code,) if not division.parent else (division.parent, division.code)
