"""What a person writes into a cell of a turn's sheet, or into the site's form → its value; and what would be right where it has none."""

from __future__ import annotations

import re
from calendar import isleap
from datetime import date, timedelta
from functools import lru_cache

from luoshi.errors import TableError
from luoshi.extracting.dates import PartDate
from luoshi.writing.duty_values import read_choice, read_deadline, tidy, tidy_ends, wrong

STATES = ("not-begun", "going", "done", "stuck")
OTHER_WORDS = {
    "未开始": "not-begun", "没有启动": "not-begun", "尚未启动": "not-begun", "进行中": "going", "正在推进": "going", "正在进行": "going", "推进": "going",
    "完成": "done", "已办结": "done", "办结": "done", "受阻中": "stuck", "有困难": "stuck", "推进困难": "stuck",
}  # fmt: skip
"""What people write for a state where they do not pick it from the list."""
FIGURE_HOLDS, UNIT_HOLDS = 60, 20
"""Characters that a figure and its unit may have."""
MOST_NAMES = 20
"""Pieces of evidence that one return may carry."""

_FIGURE = re.compile(r"([+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?)\s*([^\d\s(]{0,20})\s*(?:\((.*)\))?", re.DOTALL)
_LOOKS_LIKE_A_DAY = re.compile(r"(?=.*\d)[\d\s年月日号/.:\-底末前之以上中下旬]+")
"""Other words around a date make it no day: 拟于9月底前 tells of a plan."""
_SERIAL = re.compile(r"([3-7]\d{4})(?:\.0+)?")
_SERIAL_ZERO = date(1899, 12, 30)
"""The day 0 of a spreadsheet whose cell was not told to show a date."""


def read_state(cell: str) -> str:
    """The code of a state of work.

    >>> read_state("推进中"), read_state("已办结。"), read_state("Done")
    ('going', 'done', 'done')
    """
    words = tidy(cell).rstrip("。.!")
    if not words:
        raise wrong("没有填写工作状态。", "The state of the work is missing.", "请填：未启动、推进中、已完成、受阻。", "Choose one of: not begun, going on, done, stuck.")
    return OTHER_WORDS.get(words) or read_choice(words, "work-state", STATES)


def read_figure(cell: str, unit_cell: str = "") -> tuple[str, str, str]:
    """A figure, its unit and what stands in brackets behind it.

    >>> read_figure("１，２００处（含2处在建）"), read_figure("95%"), read_figure("12", "个"), read_figure("")
    (('1200', '处', '含2处在建'), ('95', '%', ''), ('12', '个', ''), ('', '', ''))
    """
    words, unit = tidy(cell), tidy(unit_cell)
    if not words:
        return "", unit, ""
    match = _FIGURE.fullmatch(words)
    if not match:
        raise wrong(f"“{tidy_ends(cell)}”不是一个数。", f"“{tidy_ends(cell)}” is not a number.", "只写数字，如 120、95%；说明写到“进展情况”。", "Write the number only, like 120 or 95%; explain it under “Progress”.")
    figure, beside, note = match[1].replace(",", ""), match[2], (match[3] or "").strip()
    if beside and unit and beside != unit:
        raise wrong(f"“{words}”与计量单位“{unit}”不一致。", f"“{words}” does not fit the unit “{unit}”.", "请只在一处写单位。", "Write the unit in one place.")
    if len(figure) > FIGURE_HOLDS or len(unit) > UNIT_HOLDS:
        raise wrong("数或单位太长。", "The figure or its unit is too long.", f"数不超过{FIGURE_HOLDS}字，单位不超过{UNIT_HOLDS}字。", f"At most {FIGURE_HOLDS} and {UNIT_HOLDS} characters.")
    return figure, unit or beside, note


@lru_cache(1024)
def read_day(cell: str, today: date) -> str:
    """The day on which something happened; a month stands for its last day, a day without a year for the latest one that is over. '' from an empty cell.

    >>> [read_day(words, date(2019, 1, 5)) for words in ("2018年12月28日", "12月28日", "9月底前", "２０１８／９／３０", "43371", "")]
    ['2018-12-28', '2018-12-28', '2018-09-30', '2018-09-30', '2018-09-28', '']
    """
    words = tidy(cell)
    if not words:
        return ""
    serial = _SERIAL.fullmatch(words)
    day = _SERIAL_ZERO + timedelta(days=int(serial[1])) if serial else _day(cell, words, today)
    if day > today:
        raise wrong(f"“{tidy_ends(cell)}”（{day}）在今天之后。", f"“{tidy_ends(cell)}” ({day}) lies in the future.", "请写事情发生的那一天；还没有发生的不写日期。", "Give the day on which it happened; leave it empty if it has not yet.")
    return day.isoformat()


def _day(cell: str, words: str, today: date) -> date:
    try:
        value = read_deadline(words) if _LOOKS_LIKE_A_DAY.fullmatch(words) else ""
    except TableError:
        value = ""
    if not value or value.startswith("+") or value.isdecimal():
        raise _no_day(cell)
    known = PartDate.of(value)
    if value.startswith("--"):
        month, day = _month_and_day(value)
        known = PartDate(_latest_year(month, day, today), month, day)
    return date.fromisoformat(known.last_day())


def _month_and_day(value: str) -> tuple[int, int]:
    """Of --09-30 or --09."""
    parts = [int(part) for part in value.split("-") if part]
    return parts[0], parts[1] if len(parts) > 1 else 0


def _latest_year(month: int, day: int, today: date) -> int:
    """The latest year in which the day, or the month's last, is not after today."""
    years = (year for year in range(today.year, today.year - 9, -1) if (month, day) != (2, 29) or isleap(year))
    return next((year for year in years if PartDate(year, month, day).last_day() <= today.isoformat()), today.year)


def _no_day(cell: str) -> TableError:
    return wrong(f"“{tidy_ends(cell)}”不是能读懂的日期。", f"“{tidy_ends(cell)}” is not a day that can be read.", "可写：2018-12-28、2018年12月28日、12月28日、9月底前；不写按报回当天计。", "Write 2018-12-28, 12月28日 or 9月底前; leave it empty for the day on which the sheet comes back.")


def read_names(cell: str) -> tuple[str, ...]:
    """The names of pieces of evidence, each once.

    >>> read_names("台账.xlsx；验收单；台账.xlsx")
    ('台账.xlsx', '验收单')
    """
    parts = re.split(r"[;；\n]+", tidy_ends(cell))
    names = tuple(dict.fromkeys(name for part in parts if (name := part.strip(" \t\u3000\u200b"))))
    if len(names) > MOST_NAMES:
        raise wrong(f"佐证名称有 {len(names)} 个，多于 {MOST_NAMES} 个。", f"{len(names)} pieces of evidence are named, more than {MOST_NAMES}.", "请合并成较少的文件。", "Put them together into fewer files.")
    return names
