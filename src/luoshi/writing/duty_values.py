"""What a person writes into a cell of the responsibility list → the value of a duty; and what is wrong with it, if it has none.

Full-width letters and digits, 、，；; and line feeds between members, and both languages of every word are understood. What a cell
keeps unchanged also keeps its words and its place.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import TypeVar

from luoshi.errors import TableError
from luoshi.extracting.dates import PartDate
from luoshi.extracting.quantities import find_quantities
from luoshi.extracting.records import THEMES, Actor, Deadline, FoundDuty, Missing, Named, Quantity, Reason, Recurrence
from luoshi.extracting.times import find_deadlines, find_recurrence
from luoshi.writing.words import LANGS, WORDS, name_date, say

CORRECTED = "corrected"
KINDS = ("duty", "target")
RHYTHMS = ("daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly", "ongoing")
LACKS = ("owner", "deadline", "year", "period", "unit", "measure", "document")

Change = Callable[[FoundDuty, str], FoundDuty]
Value = TypeVar("Value", Deadline, Quantity, Actor, Named, Missing)

_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?号?|月?)|年?)(?:底|末|前|之前|以前)*")
_YEARLESS = re.compile(r"(?:--)?(\d{1,2})(?:月|-)?(?:(\d{1,2})[日号]?)?(?:底|末|前|之前|以前)*")
_LENGTH = re.compile(r"\+?(\d{1,3})个?(工作日|wd|日|天|d|月|m|年|y)(?:之?以?内|前)?")
_LENGTH_UNITS = {"工作日": "wd", "日": "d", "天": "d", "月": "m", "年": "y"}
_ENGLISH = (
    (r"within (\d+) working days", r"+\1wd"),
    (r"within (\d+) ([dmy])(?:ays|onths|ears)", r"+\1\2"),
    (r"month (\d+), no year given", r"--\1"),
    (r"(\d+-\d+), no year given", r"--\1"),
)
_APART = re.compile(r"[;；\n]+")
_NAMES_APART = re.compile(r"[、,，;；\n]+")


def tidy(cell: str) -> str:
    """A cell's words without differences that the eye hardly sees: width of letters, spaces at the ends, kind of line feed.

    >>> tidy(" ２０１８－０９ ")
    '2018-09'
    """
    folded = unicodedata.normalize("NFKC", cell.replace("\r\n", "\n").replace("\r", "\n"))
    return folded.replace("\u200b", "").strip()


def wrong(zh: str, en: str, next_zh: str, next_en: str) -> TableError:
    """The error for a value that does not fit its column; who reads the table says where."""
    return TableError(zh, en, next_zh=next_zh, next_en=next_en)


# -- one of a list -------------------------------------------------------------------------------------------------


def read_choice(cell: str, group: str, codes: Iterable[str], extra: Iterable[str] = ()) -> str:
    """The code whose word, in either language, the cell holds.

    >>> read_choice("举措", "kind", KINDS), read_choice("Target", "kind", KINDS)
    ('duty', 'target')
    """
    known = tuple(codes)
    code = _code_by_word(group, known, tuple(extra)).get(tidy(cell).lower())
    if code is not None:
        return code
    zh, en = ("、".join(say(f"{group}.{code}", lang) for code in known) for lang in LANGS)
    raise wrong(f"“{cell}”不在可选的词里。", f"“{cell}” is none of the words to choose from.", f"请填：{zh}。", f"Choose one of: {en}.")


@cache
def _code_by_word(group: str, known: tuple[str, ...], extra: tuple[str, ...]) -> dict[str, str]:
    """Word in either language, or the code itself, in small letters → the code."""
    words = {tidy(say(f"{group}.{code}", lang)).lower(): code for code in known for lang in LANGS}
    return words | {code.lower(): code for code in (*known, *extra)}


def set_kind(duty: FoundDuty, cell: str) -> FoundDuty:
    """The duty as an act or as a state to be reached."""
    return replace(duty, kind=read_choice(cell, "kind", KINDS), reason=Reason(CORRECTED))


def set_theme(duty: FoundDuty, cell: str) -> FoundDuty:
    """The duty under another theme; an empty cell means none."""
    theme = read_theme(cell)
    return replace(duty, theme=theme, theme_reason=Reason(CORRECTED))


def read_theme(cell: str) -> str:
    """The code of a theme, from its long or its short name; '-' from an empty cell.

    >>> read_theme("污染防治"), read_theme("防范风险"), read_theme("")
    ('green', 'risk', '-')
    """
    short = {say(f"column.{theme}", lang): theme for theme in THEMES for lang in LANGS}
    return short.get(tidy(cell)) or (read_choice(cell, "theme", (*THEMES, "-")) if tidy(cell) else "-")


# -- dates and rhythms ---------------------------------------------------------------------------------------------


def set_deadlines(duty: FoundDuty, cell: str) -> FoundDuty:
    """The duty with these deadlines, several parted by ；."""
    known = {key: old for old in duty.deadlines for key in (old.value, *(tidy(name_date(old.value, lang)) for lang in LANGS))}
    found = tuple(known.get(words) or _deadline(duty, words) for words in _members(cell))
    return replace(duty, deadlines=found)


def _deadline(duty: FoundDuty, words: str) -> Deadline:
    value = read_deadline(words)
    return Deadline(value, duty.start, duty.start, words, last_day=PartDate.of(value).last_day() if value[0].isdigit() else "")


def read_deadline(cell: str) -> str:
    """The value of one deadline, no more precise than it is written.

    >>> [read_deadline(words) for words in ("2018年9月", "2018/9/30", "9月", "2020年", "5个工作日内", "2018年底前")]
    ['2018-09', '2018-09-30', '--09', '2020', '+5wd', '2018-12-31']
    """
    words = _plain_date(cell)
    value = _date(words) or _yearless(words) or _length(words)
    found = () if value else find_deadlines(words) or find_deadlines(words + "前")
    if value or found:
        return value or (found[0].value if found else "")
    raise wrong(
        f"“{cell}”不是能读懂的时限。", f"“{cell}” is not a deadline that can be read.",
        "可写：2018年9月、2018-09-30、9月、2020年、5个工作日内；没有时限就留空。", "Write 2018-09, 2018-09-30, 2020 or +5wd; leave it empty if there is none.",
    )


def with_year(deadline: Deadline, dated: str) -> Deadline:
    """A deadline that names no year with the year of `dated` (2018, 2018-09), marked as inferred, as in reading; others as they are.

    >>> with_year(Deadline("--09-30", 0, 0, "9月底前"), "2018-08").value, with_year(Deadline("2019", 0, 0, "2019年"), "2018-08").value
    ('2018-09-30', '2019')
    """
    found = (find_deadlines(deadline.words, dated=dated) or find_deadlines(f"{deadline.words}前", dated=dated)) if deadline.value.startswith("--") else ()
    if not found or found[0].value.startswith("--"):
        return deadline
    return replace(deadline, value=found[0].value, inferred=True, inferred_from=dated, last_day=found[0].last_day)


def _plain_date(cell: str) -> str:
    """The cell without blanks and midnight, and our own English words for a date as its value."""
    words = tidy(cell)
    for ours, value in _ENGLISH:
        words = re.sub(ours, value, words)
    return re.sub(r"\s+(?:00:00(?::00)?)?", "", words)


def _date(words: str) -> str:
    match = _DATE.fullmatch(words)
    if not match or words.endswith(("底", "末", "底前", "末前")):
        return ""
    return _checked(int(match[1]), int(match[2] or 0), int(match[3] or 0), words)


def _yearless(words: str) -> str:
    match = _YEARLESS.fullmatch(words)
    if not match or not ("月" in words or words.startswith("--")) or words.endswith(("底", "末", "底前", "末前")):
        return ""
    return _checked(0, int(match[1]), int(match[2] or 0), words)


def _checked(year: int, month: int, day: int, words: str) -> str:
    """The date in the form of a value, if there is such a day."""
    longest = 29 if not year and month == 2 else monthrange(year or 2001, month)[1] if 1 <= month <= 12 else 0
    if month > 12 or day > longest or (year and not 1900 <= year <= 2199):
        raise wrong(f"没有“{words}”这个日期。", f"There is no date “{words}”.", "请核对年、月、日。", "Check year, month and day.")
    return PartDate(year, month, day).iso()


def _length(words: str) -> str:
    match = _LENGTH.fullmatch(words)
    if not match or (match[2] in ("月", "年") and "个" not in words and "内" not in words):
        return ""
    return f"+{int(match[1])}{_LENGTH_UNITS.get(match[2], match[2])}"


def set_recurrence(duty: FoundDuty, cell: str) -> FoundDuty:
    """The duty with this rhythm; an empty cell means none."""
    if not tidy(cell):
        return replace(duty, recurrence=None)
    found = find_recurrence(tidy(cell))
    value = found.value if found and not _is_choice(cell) else read_choice(cell, "recurrence", RHYTHMS)
    same = duty.recurrence and duty.recurrence.value == value
    return duty if same else replace(duty, recurrence=Recurrence(value, duty.start, duty.start, tidy(cell), day=found.day if found else None))


def _is_choice(cell: str) -> bool:
    return tidy(cell).lower() in {tidy(say(f"recurrence.{value}", lang)).lower() for value in RHYTHMS for lang in LANGS}


# -- figures, names, what is missing -------------------------------------------------------------------------------


def set_quantities(duty: FoundDuty, cell: str) -> FoundDuty:
    """The duty with these figures, several parted by ；."""
    known = {key: old for old in duty.quantities for key in (old.value, tidy(old.words))}
    return replace(duty, quantities=tuple(known.get(words) or _quantity(duty, words) for words in _members(cell)))


def _quantity(duty: FoundDuty, words: str) -> Quantity:
    """A figure as it is read in a text; one that no rule knows is kept as written, if it holds a number at all."""
    found = find_quantities(words)
    if len(found) == 1:
        return replace(found[0], start=duty.start, end=duty.start, words=words)
    if not re.search(r"[0-9〇零一二两三四五六七八九十百千万亿半]", words):
        raise wrong(f"“{words}”里没有数。", f"There is no number in “{words}”.", "请写数和单位，如：90%以上、58个。", "Write a number with its unit, like >=90% or 58个.")
    return Quantity(words, duty.start, duty.start, words)


def set_actors(role: str) -> Change:
    """A change of those who have this role; the others stay."""

    def change(duty: FoundDuty, cell: str) -> FoundDuty:
        known = {actor.name: actor for actor in duty.actors if actor.role == role}
        named = [known.get(name) or Actor(name, role, duty.start, duty.start) for name in _names(cell)]
        return replace(duty, actors=(*(actor for actor in duty.actors if actor.role != role), *named))

    return change


def set_names(field: str) -> Change:
    """A change of the deliverables, programmes or conditions."""

    def change(duty: FoundDuty, cell: str) -> FoundDuty:
        known = {named.name: named for named in getattr(duty, field)}
        members = _members(cell) if field == "conditions" else _names(cell)
        return replace(duty, **{field: tuple(known.get(name) or Named(name, duty.start, duty.start) for name in members)})  # type: ignore[arg-type]

    return change


def set_missing(duty: FoundDuty, cell: str) -> FoundDuty:
    """The duty with just these things still to be asked."""
    known = {old.what: old for old in reversed(duty.missing)}
    asked = [read_choice(name, "missing", LACKS) for name in _names(re.sub(r"[（(：:].*?(?=[、,，;；\n]|$)", "", cell))]
    return replace(duty, missing=tuple(known.get(what) or Missing(what) for what in dict.fromkeys(asked)))


def set_text(field: str) -> Change:
    """A change of a field that is words and nothing else."""

    def change(duty: FoundDuty, cell: str) -> FoundDuty:
        return replace(duty, **{field: tidy_ends(cell)})  # type: ignore[arg-type]

    return change


def set_deadline_words(duty: FoundDuty, cell: str) -> FoundDuty:
    """The duty's deadlines in these words, one each."""
    words = _members(cell)
    return replace(duty, deadlines=tuple(replace(d, words=w) for d, w in zip(duty.deadlines, words, strict=False)) or duty.deadlines)


def set_number(duty: FoundDuty, cell: str) -> FoundDuty:
    """The duty under another number."""
    number = tidy(cell)
    if not number.isdecimal() or int(number) < 1:
        raise wrong(f"“{cell}”不是序号。", f"“{cell}” is not a number of a duty.", "请填正整数。", "Fill in a whole number from 1.")
    return replace(duty, number=int(number))


def tidy_ends(cell: str) -> str:
    """A cell's words as they are, without blanks around them."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def _members(cell: str) -> list[str]:
    return [words for part in _APART.split(tidy(cell)) if (words := part.strip())]


def _names(cell: str) -> list[str]:
    words = cell.replace("\r", "\n")
    return list(dict.fromkeys(name for part in _NAMES_APART.split(words) if (name := part.strip(" \t\u3000\u200b"))))


def theme_names(lang: str) -> list[str]:
    """The names of themes to choose from."""
    return [say(f"theme.{theme}", lang) for theme in THEMES]


def known_theme(code: str, lang: str) -> str:
    """The name of a theme; one that a pack adds is its own name."""
    return say(f"theme.{code}", lang) if f"theme.{code}" in WORDS else code
