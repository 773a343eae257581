"""A term or a rhythm asked and what is said of it → whether it comes later, is looser, or comes less often."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.extracting import Deadline, Recurrence

EVERY = re.compile(r"每(?P<number>[0-9]{1,2}|[两二三四五六七八九十])?个?(?P<unit>学期|学年|旬|天|日|周|星期|月|季度|年)(?![一-鿿]?均)")
"""A period with a number, or one that no calendar names."""
DAYS_OF_A_YEAR = 364
_DAYS_OF = {"学期": 182, "学年": 364, "旬": 10, "天": 1, "日": 1, "周": 7, "星期": 7, "月": 30.4, "季度": 91, "年": 364}
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


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, in times a year."""

    start: int
    end: int
    words: str
    turns: float
    """Turns a year; 0 where no period is stated."""
    count: int = 1
    """Times in each turn."""
    counted: tuple[int, int] | None = None
    """Where the count stands."""

    @property
    def times(self) -> float:
        """Times a year."""
        return self.turns * self.count


def find_rhythm(text: str, start: int, end: int, recurrence: Recurrence | None) -> Rhythm | None:
    """How often something in text[start:end] is to be done: its recurrence, or a period like 每两周 or 每学期, with the count beside it.

    >>> [find_rhythm(words, 0, len(words), None).times for words in ("每学期组织不少于2次演练", "每两个月检查一次")]
    [4.0, 6.0]
    """
    own = EVERY.search(text, start, end)
    if own:
        turns, place = DAYS_OF_A_YEAR / (_number(own["number"]) * _DAYS_OF[own["unit"]]), own.span()
    elif recurrence:
        turns, place = float(TIMES_A_YEAR[_period(recurrence)]), (recurrence.start, recurrence.end)
    else:
        return None
    counted = COUNTED.search(text, start, end)
    count = _number(counted["number"]) if counted else 1
    return Rhythm(*place, text[slice(*place)], round(turns, 1), count, counted.span() if counted else None)


def _period(rhythm: Recurrence) -> str:
    """The period that the words name; 每年2次 was already read as half-yearly, though its words name the year."""
    return "yearly" if "年" in rhythm.words and "半" not in rhythm.words else rhythm.value


def _number(words: str | None) -> int:
    return _NUMBERS.get(words or "") or int(words or 1)
