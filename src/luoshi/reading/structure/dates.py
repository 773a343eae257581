"""A date as documents write it: 2018年8月31日, 二〇一八年八月三十一日, 2018-08-31, 2018年8月."""

from __future__ import annotations

import re

from luoshi.reading.structure.numbering import han_number

_ARABIC = r"(?P<y>(?:19|20)\d\d)\s*(?:年\s*(?P<m>1[0-2]|0?[1-9])\s*月(?:\s*(?P<d>3[01]|[12]\d|0?[1-9])\s*[日号])?|[-/.](?P<m2>1[0-2]|0?[1-9])[-/.](?P<d2>3[01]|[12]\d|0?[1-9])(?!\d))"
_DIGIT = "〇零○Ｏ０一二三四五六七八九"
_HAN = rf"(?P<hy>[一二][{_DIGIT}]{{3}})\s*年\s*(?P<hm>[元一二三四五六七八九十]{{1,2}})\s*月(?:\s*(?P<hd>[一二三四五六七八九十]{{1,3}})\s*[日号])?"
_DATE = re.compile(f"(?:{_ARABIC}|{_HAN})")
_ALONE = re.compile(rf"^[（(\s—–─-]*{_DATE.pattern}[）)\s]*(?:星期[一二三四五六日天])?(?:印发|发布|公布)?[）)\s]*$")
_OF_MEETING = re.compile(rf"^[（(\s—–─\-*]*{_DATE.pattern}\s*在.{{4,60}}(?:会议|大会|会|全会)上?[）)\s]*$")
_OF_RULE = re.compile(rf"^[（(\s]*(?:(?:根据)?{_DATE.pattern}.{{0,90}}?(?:第[一二三四五六七八九十]+次)?(?:通过|批准|公布|发布|施行|实施|修订|修正|废止)[，、；;）)\s]*)+$")


def find_date(words: str, start: int = 0) -> str:
    """The first date in the words at the precision that they give, or ''.

    >>> find_date("（2018年8月31日）"), find_date("二〇一八年八月"), find_date("2019/3/5 10:19"), find_date("9月份")
    ('2018-08-31', '2018-08', '2019-03-05', '')
    """
    match = _DATE.search(words, start)
    return _iso(match) if match else ""


def latest_date(words: str) -> str:
    """The latest of all dates in the words, or ''.

    >>> latest_date("2001年1月16日会议通过 2017年1月19日会议修订")
    '2017-01-19'
    """
    return max(map(_iso, _DATE.finditer(words)), default="")


def is_date_line(words: str) -> bool:
    """Whether a line gives only a date, or the date of the meeting where the text was read, or of a rule's adoption."""
    if len(words) > 300 or not any(mark in words for mark in "年-/."):
        return False
    return any(pattern.match(words) for pattern in (_ALONE, _OF_MEETING, _OF_RULE))


def is_adoption(words: str) -> bool:
    """Whether a date line tells of a rule's adoption or approval (and not of its taking effect)."""
    return _OF_RULE.match(words) is not None and not words.rstrip("）)").endswith(("施行", "实施", "废止"))


def _iso(match: re.Match[str]) -> str:
    part = match.groupdict()
    if part["hy"]:
        year = "".join(str("〇一二三四五六七八九".find(c)) if c in "一二三四五六七八九" else "0" for c in part["hy"])
        month = "1" if part["hm"] == "元" else str(han_number(part["hm"]))
        day = str(han_number(part["hd"])) if part["hd"] else ""
    else:
        year, month, day = part["y"], part["m"] or part["m2"], part["d"] or part["d2"] or ""
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
