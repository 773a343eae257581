"""By when: the deadlines in a stretch of text, at the precision that the words give. How often: see `rhythms`.

A deadline is a term for doing or reaching something. The date of a paper, a plan's name, a start (自…起施行), a fact of the
past (截至2017年底) and a comparison (比2015年) bind nobody. 前 keeps the period in: 9月前, 9月底前 and 9月30日前 all end with
September. A year that only the document's date gives is marked as inferred; a month that lies two or more months before that
date is next year's. Feasts with a fixed date count as that date (元旦前 → 01-01), those of the lunar calendar not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from luoshi.extracting import time_words as tw
from luoshi.extracting.dates import FEASTS, PLAN_ENDS, PartDate, last_of_month
from luoshi.extracting.numerals import PlainText, plain_text, read_number, read_year
from luoshi.extracting.quoted import quoted_spans
from luoshi.extracting.records import Deadline
from luoshi.extracting.rhythms import find_recurrence

__all__ = ["find_deadlines", "find_recurrence"]

_GUARD = re.compile("[年月季内前间力末期]")
_SENTENCE_END = re.compile(r"[。！？\n]")


@dataclass(frozen=True, slots=True)
class _Term:
    """One term before it becomes a record: a date or a length, and where it stands in the plain text."""

    start: int
    end: int
    value: str
    date: PartDate = field(default_factory=PartDate)
    inferred: bool = False
    anchor: str = ""


def find_deadlines(text: str, start: int = 0, end: int | None = None, *, dated: str = "") -> tuple[Deadline, ...]:
    """The deadlines in text[start:end], in reading order; `dated` ('2018', '2018-09', '2018-08-31' or '') gives a missing year.

    Without any year the value keeps what is known: '--09'.

    >>> [(d.value, d.inferred) for d in find_deadlines("2018年6月底、9月底前分两批完成", dated="2018")]
    [('2018-06-30', False), ('2018-09-30', False)]
    >>> find_deadlines("9月份要适时召开动员部署会议")[0].value
    '--09'
    """
    stop = len(text) if end is None else end
    if not _GUARD.search(text, start, stop):
        return ()
    plain = plain_text(text, start, stop)
    terms = _terms(plain, PartDate.of(dated), text[max(0, start - 120) : start])
    hedges = tuple(dict.fromkeys(tw.HEDGES.findall(plain.words))) if terms else ()
    return tuple(_record(term, text, plain, dated, hedges) for term in terms)


def _record(term: _Term, text: str, plain: PlainText, dated: str, hedges: tuple[str, ...]) -> Deadline:
    """The term as the record that all parts share."""
    start, end = plain.span(term.start, term.end)
    given = dated if term.inferred else ""
    return Deadline(term.value, start, end, text[start:end], term.inferred, given, term.date.last_day(), hedges, term.anchor)


def _terms(plain: PlainText, dated: PartDate, before: str) -> list[_Term]:
    """All terms of a stretch, in order, without overlaps and without those that bind nobody."""
    words = plain.words
    found = [*_calendar(words, dated, before), *_fixed(words, dated), *_lengths(words)]
    found.sort(key=lambda term: (term.start, -term.end))
    kept: list[_Term] = []
    for term in found:
        if (not kept or term.start >= kept[-1].end) and term.value not in {other.value for other in kept}:
            kept.append(term)
    return kept


# -- points and stretches in the calendar --------------------------------------------------------------------------


def _calendar(words: str, dated: PartDate, before: str) -> Iterator[_Term]:
    """2020年底前, 今年上半年, 9月份; a later one without a year takes the year of the one before it."""
    names = quoted_spans(words)
    earlier = PartDate()
    for match in tw.CALENDAR.finditer(words):
        if _inside(match, names) or not _binds(match, words):
            continue
        if not (earlier.year or match["year"] or match["near"]):
            earlier = _earlier_term(before, dated)
        year, inferred = _year_of(match, dated, earlier.year)
        date = _date_of(match, year, dated)
        if not (match["year"] or match["near"] or match["moon"]):
            date = _not_long_past(date, dated) if inferred else _not_before(date, earlier)
        if date.year and date.year < dated.year:
            continue
        earlier = date if match["year"] or earlier.year else earlier
        start = match.start() - bool(tw.WORDED.search(words, 0, match.start()))
        yield _Term(start, match.end(), date.iso(), date, inferred and bool(date.year))


def _inside(match: re.Match[str], names: list[tuple[int, int]]) -> bool:
    """Whether the words stand in a name."""
    return any(start <= match.start() < end for start, end in names)


def _year_of(match: re.Match[str], dated: PartDate, carried: int) -> tuple[int, bool]:
    """The year, and whether only the document's date gives it."""
    if match["year"]:
        return read_year(match["year"]), False
    if match["near"]:
        ahead = {"明年": 1, "后年": 2}.get(match["near"], 0)
        return (dated.year + ahead if dated.year else 0), True
    return (carried, False) if carried else (dated.year, True)


def _date_of(match: re.Match[str], year: int, dated: PartDate) -> PartDate:
    """The date that the parts of the match give; 底, 末, 内 and whole quarters end on a day."""
    if match["month"]:
        return _in_month(match, year, int(read_number(match["month"])))
    if match["half"] or match["quarter"]:
        month = 3 * int(read_number(match["quarter"])) if match["quarter"] else {"上": 6, "下": 12}[match["half"]]
        return PartDate(year, month, last_of_month(year, month))
    if match["moon"]:
        return _this_month(match, year, dated)
    if match["edge"] == "中":
        return PartDate(year, 6, 30)
    ends_on_a_day = match["edge"] or (match["rel"] or "").endswith("内")
    return PartDate(year, 12, 31) if ends_on_a_day else PartDate(year)


def _in_month(match: re.Match[str], year: int, month: int) -> PartDate:
    """9月 · 9月30日 · 9月底 · 9月中旬."""
    if match["day"]:
        return PartDate(year, month, int(read_number(match["day"])))
    if match["third"] and match["third"] != "下":
        return PartDate(year, month, 10 if match["third"] == "上" else 20)
    if match["third"] or match["edge"] in ("底", "末"):
        return PartDate(year, month, last_of_month(year, month))
    return PartDate(year, month)


def _this_month(match: re.Match[str], year: int, dated: PartDate) -> PartDate:
    """月底前 in a document whose month is known; else nothing is known of it."""
    if not dated.month:
        return PartDate()
    month = dated.month + match["moon"].startswith("下")
    year, month = (year + 1, 1) if month > 12 else (year, month)
    day = int(read_number(match["moonday"])) if match["moonday"] else last_of_month(year, month)
    return PartDate(year, month, day)


def _not_long_past(date: PartDate, dated: PartDate) -> PartDate:
    """A month two or more before the document's own is next year's."""
    late = date.month and dated.month and dated.month - date.month >= 2
    return PartDate(date.year + 1, date.month, date.day) if late else date


def _not_before(date: PartDate, earlier: PartDate) -> PartDate:
    """After a term in December 2018, 3月底前 is next year's March."""
    return PartDate(date.year + 1, date.month, date.day) if date.month and date.month < earlier.month else date


def _earlier_term(before: str, dated: PartDate) -> PartDate:
    """The last term with a year of its own earlier in the same sentence; no date where there is none."""
    reach = max(0, len(before) - 120)
    opening = max((m.end() for m in _SENTENCE_END.finditer(before, reach)), default=reach)
    terms = [m for m in tw.CALENDAR.finditer(before, opening) if m["year"] and (m["rel"] or m["edge"] or m["month"])]
    return _date_of(terms[-1], read_year(terms[-1]["year"]), dated) if terms else PartDate()


def _binds(match: re.Match[str], words: str) -> bool:
    """Whether the words beside it make it a term for something still to be done."""
    start, end = match.span()
    if tw.PAST_BEFORE.search(words, 0, start) or tw.EVERY_BEFORE.search(words, 0, start) or tw.DONE.match(words, end):
        return False
    if tw.LOOKS_BACK.search(words) and not (match["rel"] or "").endswith("前"):
        return False
    if match["edge"] == "初":
        return False
    strong = match["rel"] or match["edge"] in ("底", "末")
    return bool(strong and not tw.PAST_AFTER.match(words, end)) or (not strong and _binds_weakly(match, words))


def _binds_weakly(match: re.Match[str], words: str) -> bool:
    """A bare year, quarter, month or day binds where it is a goal (到2020年) or an act follows (9月份要召开)."""
    start, end = match.span()
    if tw.PAST_AFTER.match(words, end) or (words[end : end + 1] in "）)" and words[end : end + 1]):
        return False
    if tw.TOWARDS.search(words, 0, start) and not tw.DATE_OF_PAPER.match(words, end):
        return not words[:start].endswith("在") or bool(tw.ACT.match(words, end))
    if match["day"]:
        return bool(match["from"] or tw.ACT.match(words, end)) and not tw.DATE_OF_PAPER.match(words, end)
    if match["near"] and not (match["half"] or match["quarter"] or match["month"]):
        return bool(tw.REACHING.match(words, end))
    if tw.ACT.match(words, end):
        return True
    return bool(match["span"] or match["month"]) and not tw.NAMES_AFTER.match(words, end) and words[end : end + 1] != "的"


# -- plans, feasts, dotted dates ----------------------------------------------------------------------------------


def _fixed(words: str, dated: PartDate) -> Iterator[_Term]:
    """“十三五”末, 元旦前, 2020.12.31前."""
    if "五" in words:
        for match in tw.PLAN.finditer(words):
            year = PLAN_ENDS[match["plan"]]
            if year >= dated.year and not any(rule.match(words, match.end()) for rule in (tw.SPOKEN_OF, tw.NAMES_AFTER, tw.PAST_AFTER)):
                start = match.start() - bool(tw.WORDED.search(words, 0, match.start()))
                yield _Term(start, match.end(), str(year), PartDate(year))
    if "前" in words:
        yield from (_dotted(match) for match in tw.DOTTED.finditer(words))
        yield from (_feast(match, dated) for match in tw.FEAST.finditer(words))


def _dotted(match: re.Match[str]) -> _Term:
    """2020.12.31前."""
    date = PartDate(read_year(match["year"]), int(match["month"]), int(match["day"]))
    return _Term(match.start(), match.end(), date.iso(), date)


def _feast(match: re.Match[str], dated: PartDate) -> _Term:
    """The next such feast after the document's date."""
    month, day = FEASTS[match["feast"]]
    next_year = month < dated.month if dated.month else month == 1
    date = PartDate(dated.year + next_year if dated.year else 0, month, day)
    return _Term(match.start(), match.end(), date.iso(), date, bool(dated.year))


# -- lengths of time -----------------------------------------------------------------------------------------------


def _lengths(words: str) -> Iterator[_Term]:
    """3个月内, 用三年时间, 今后五年, 自印发之日起30日内."""
    for match in tw.RELATIVE.finditer(words) if "内" in words or "间" in words or "努力" in words else ():
        value = _length(match["count"], match["unit"])
        if value and _limits(match, words):
            yield _Term(match.start(), match.end(), value, anchor=_anchor(words[: match.start()]))
    if "后" in words or "未来" in words:
        for match in tw.AHEAD.finditer(words):
            yield _Term(match.start(), match.end(), _length(match["count"], match["unit"]))


def _limits(match: re.Match[str], words: str) -> bool:
    """Whether it limits the time for doing something (not the length of a procedure, nor a stretch of the past)."""
    start, end = match.span()
    if match["effort"]:
        return bool(tw.EFFORT.search(words, 0, start))
    if tw.NO_LIMIT.search(words, 0, start) or tw.RESTRAINT.match(words, end) or tw.LOOKS_BACK.search(words):
        return False
    return not ("请" in words[:start] and tw.READER.search(words))


def _length(count: str, unit: str) -> str:
    """+30d · +5wd · +3m · +1y; '' for hours that are not whole days."""
    unit = unit.removeprefix("个")
    number = _count(count)
    if count == "半":
        return {"年": "+6m", "月": "+15d"}.get(unit, "")
    if unit == "小时":
        return f"+{number // 24}d" if number and number % 24 == 0 else ""
    if unit == "年半":
        return f"+{12 * number + 6}m"
    if unit == "半月":
        return f"+{30 * number + 15}d"
    times, step = tw.MULTIPLES.get(unit) or (1, tw.STEPS[unit])
    return f"+{times * number}{step}"


def _count(words: str) -> int:
    """The number; of a loose pair (两三, 三五) the greater."""
    loose = len(words) == 2 and not words.isdigit() and not set(words) & set("十百半")
    return int(read_number(words[-1] if loose else words.replace("半", "") or "0"))


def _anchor(before: str) -> str:
    """What a length counts from: 印发之日, 收到通知, 会后."""
    found = tw.ANCHOR_FROM.search(before)
    if found:
        return found[1] + ("之日" if "之日起" in before else "")
    after = tw.ANCHOR_AFTER.search(before)
    if not after:
        return ""
    verb = tw.ANCHOR_VERB.search(after[1])
    named = after[1][verb.start() :] if verb else after[1].lstrip("在于应须要并")
    return named if len(named) > 1 else named + "后"
