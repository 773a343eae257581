"""A term or a rhythm asked and what is said of it → whether it comes later, is looser, or comes less often."""

from __future__ import annotations

import re
from datetime import date, timedelta

from luoshi.extracting import Deadline, Recurrence

TIMES_A_YEAR = {"daily": 250, "weekly": 52, "monthly": 12, "quarterly": 4, "half-yearly": 2, "yearly": 1, "ongoing": 0}
_LENGTH = re.compile(r"\+([0-9]+)(wd|d|m|y)")
_DAYS = {"wd": 1.4, "d": 1.0, "m": 30.4, "y": 365.0}
COUNTED = re.compile(r"(?:至少|不少于|不低于|最少)?(?:[^，。；一-鿿]{0,2})(?P<number>[0-9]+|[一二两三四五六七八九十])(?:次(?!性|序|数|产)|轮(?!训|换)|遍)")
"""How many times."""
_NUMBERS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def is_later(asked: Deadline, said: Deadline, dated: str = "") -> bool:
    """Whether what is said ends after what is asked. A length of time is held against a length, or counted from the day `dated`.

    >>> def term(value, last_day=""): return Deadline(value, 0, 0, "", last_day=last_day)
    >>> is_later(term("2020", "2020-12-31"), term("2020-12-31", "2020-12-31")), is_later(term("+30d"), term("+3m"))
    (False, True)
    >>> is_later(term("2018-12-31", "2018-12-31"), term("+3y"), "2018-09")
    True
    """
    lengths = _LENGTH.fullmatch(asked.value), _LENGTH.fullmatch(said.value)
    if lengths[0] and lengths[1]:
        wanted, given = (int(found[1]) * _DAYS[found[2]] for found in lengths if found)
        return given > wanted * 1.1
    if lengths[0]:
        return False
    ends = _end(asked), _counted_from(dated, lengths[1]) if lengths[1] else _end(said)
    return bool(ends[0] and ends[1]) and ends[1] > ends[0]


def _counted_from(dated: str, length: re.Match[str]) -> str:
    """The day a length of time ends that begins on the day, month or year `dated`; '' where that is not known."""
    parts = [int(part) for part in dated.split("-")] if dated else []
    if not parts:
        return ""
    begins = date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    return (begins + timedelta(days=int(length[1]) * _DAYS[length[2]])).isoformat()


def _end(deadline: Deadline) -> str:
    """The last day, or the month and day where no year is known."""
    return deadline.last_day or (deadline.value if deadline.value.startswith("--") else "")


def times_a_year(rhythm: Recurrence, clause: str) -> int:
    """How often in a year, with the count that stands beside it: 每年不少于2次 → 2.

    >>> times_a_year(Recurrence("half-yearly", 0, 2, "每年"), "每年组织不少于2次演练")
    2
    """
    counted = COUNTED.search(clause)
    return TIMES_A_YEAR[period_of(rhythm)] * (number_of(counted) if counted else 1)


def period_of(rhythm: Recurrence) -> str:
    """The period that the words name; 每年2次 was already read as half-yearly, though its words name the year."""
    return "yearly" if "年" in rhythm.words and "半" not in rhythm.words else rhythm.value


def number_of(counted: re.Match[str]) -> int:
    """How many times that is."""
    return _NUMBERS.get(counted["number"]) or int(counted["number"])
