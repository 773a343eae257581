"""A figure asked and a figure said → whether the one said is less, in the direction in which it is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from luoshi.comparing.covering.weak_words import any_of
from luoshi.extracting import Quantity
from luoshi.extracting.quantities import find_quantities

_TENTHS = re.compile(r"(?P<bound>达到?|不低于|不少于|超过|至少)?(?P<tenths>[一二三四五六七八九1-9])成(?P<half>半)?(?P<least>以上|多)?(?![立员果长就为本效品])")
_LIMIT = re.compile(r"(?P<number>[0-9]+)个?(?P<unit>分钟|小时)(?:以|之)?内")
_TEN = {word: number for number, word in enumerate("一二三四五六七八九", 1)}
_SHOWN = re.compile(r"(?:不少于|不低于|不小于|至少|最少|突破|不超过|不高于|不多于|不大于|最多|至多|超过|高于|大于|低于|少于|小于|大约|约|接近|近)?[0-9０-９一二两三四五六七八九十百千万亿].*$|翻.*$", re.S)
RATES = frozenset({"%", "个百分点", "‰"})
COUNTERS = frozenset(["个", "家", "所", "座", "处", "户", "项", "件", "条", "名", "人", "套", "台", "辆", "艘", "批", "种", "类", "支", "间", "栋", "只", "头", "株", "场"])
OF_ALL = re.compile("全国|全省|全市|全区|全县|全州|全行业|全系统|全域|合计|总数")


def find_figures(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    """The figures of a stretch, tenths (九成) among them.

    >>> [(figure.value, figure.words) for figure in find_figures("配备率达到九成以上", 0, 9)]
    [('>=90%', '达到九成以上')]
    """
    found = (*find_quantities(text, start, end), *find_tenths(text, start, end), *find_limits(text, start, end))
    return tuple(sorted(found, key=lambda figure: figure.start))


def find_limits(text: str, start: int, end: int) -> Iterator[Quantity]:
    """15分钟内 → <=15分钟: how quickly something must be done each time, which is no term."""
    for found in _LIMIT.finditer(text, start, end):
        yield Quantity(f"<={found['number']}{found['unit']}", found.start(), found.end(), found[0], "<=", found["number"], found["unit"])


def find_tenths(text: str, start: int, end: int) -> Iterator[Quantity]:
    """九成以上 → >=90%."""
    for found in _TENTHS.finditer(text, start, end):
        tenths = _TEN.get(found["tenths"]) or int(found["tenths"])
        number = str(tenths * 10 + (5 if found["half"] else 0))
        sign = ">=" if found["least"] or (found["bound"] and not found["bound"].startswith("达")) else ""
        yield Quantity(f"{sign}{number}%", found.start(), found.end(), found[0], sign, number, "%")


def counts_alike(asked: Quantity, said: Quantity) -> bool:
    """Whether both count things, by whatever measure word: 200所 and 219个 may well be the same."""
    return {asked.unit, said.unit} <= COUNTERS


def shown(figure: Quantity) -> tuple[str, int]:
    """The figure's words without the verb before it, and where they begin: 达到90%以上 → 90%以上.

    >>> shown(Quantity(">=90%", 4, 11, "达到90%以上", ">=", "90", "%"))
    ('90%以上', 6)
    """
    found = _SHOWN.search(figure.words)
    at = found.start() if found else 0
    return figure.words[at:], figure.start + at


def is_part_of_a_sum(asked: Quantity, clause: str) -> bool:
    """Whether the figure asked is a sum over many units (全国…600个), of which one unit's is only a part."""
    return asked.unit not in RATES and bool(OF_ALL.search(clause))


def may_be_a_share(asked: Quantity, said: Quantity) -> bool:
    """Whether a lower figure may be one unit's share of a sum that many make up together: things counted, and no more than half of them.

    >>> def figure(number, unit): return Quantity(number + unit, 0, 0, number + unit, "", number, unit)
    >>> may_be_a_share(figure("600", "个"), figure("45", "个")), may_be_a_share(figure("600", "个"), figure("580", "个"))
    (True, False)
    >>> may_be_a_share(figure("90", "%"), figure("45", "%")), may_be_a_share(figure("2", "次"), figure("1", "次"))
    (False, False)
    """
    if asked.unit in RATES | {"次"} or asked.comparator in ("<", "<=") or _sign(asked):
        return False
    wanted, given = _level(asked, False), _level(said, False)
    return wanted is not None and given is not None and 2 * given <= wanted


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
