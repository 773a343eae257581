"""A region's name or a place's code → its Calendar, from a file for each year."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from luoshi.errors import PackError
from luoshi.packs.working_days import NEXT_YEAR_BEGINS, Calendar, Notice, SpecialDay

SHIPPED = Path(__file__).parent / "calendars"
COUNTRY = "cn"
BASES = ("text", "report", "derived")

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Region:
    """A region with days of its own, and the rule that gives them."""

    code: str
    zh: str
    en: str
    places: tuple[str, ...]
    """Codes of GB/T 2260."""
    since: int
    """The first year of the rule; 0 where the table does not give it."""
    title: str
    number: str
    sentence: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Year:
    """A year's file, read."""

    year: int
    special_days: tuple[SpecialDay, ...]
    """In the order of the file: where a later notice names a day again, it has the last word."""
    is_known: bool
    """Whether the words of all its notices were read."""


def load_calendar(region: str = COUNTRY, folder: str | Path | None = None) -> Calendar:
    """The calendar of a region, or of the place with this code of GB/T 2260: the whole country's days, and its own.

    `folder` holds years of one's own, `cn/2027.toml`, in place of or beside the shipped ones, and may hold a `regions.toml`.
    PackError: there is no such region, or a file does not fit. Loaded once: a file changed later is not read again.

    >>> load_calendar("450000").region, load_calendar("610000").region
    ('cn-gx', 'cn')
    """
    own = Path(folder) if folder is not None else None
    if own is not None and not own.is_dir():
        raise _bad(own, "", "没有这个文件夹", "there is no such folder")
    return _load(region_of_place(region, own) if region.isdecimal() else region, own)


def region_of_place(place: str, folder: Path | None = None) -> str:
    """The region whose days hold at a place, given by its code of GB/T 2260; 'cn' where it has none of its own.

    >>> region_of_place("450103"), region_of_place("110000")
    ('cn-gx', 'cn')
    """
    regions = {code: region.code for region in calendar_regions(folder) for code in region.places}
    nearest = (place, f"{place[:4]}00", f"{place[:2]}0000")
    return next((regions[code] for code in nearest if code in regions), COUNTRY)


@cache
def calendar_regions(folder: Path | None = None) -> tuple[Region, ...]:
    """The regions that have calendars, the whole country first; those of a folder's regions.toml added or put in their place.

    >>> [region.code for region in calendar_regions()]
    ['cn', 'cn-gx', 'cn-xj', 'cn-nx', 'cn-xz']
    """
    regions: dict[str, Region] = {}
    for home in _homes(folder):
        path = home / "regions.toml"
        for place, row in _rows(_read(path), "regions", "", path) if path.is_file() else ():
            region = _region(row, place, path)
            regions[region.code] = region
    return tuple(regions.values())


def _homes(folder: Path | None) -> tuple[Path, ...]:
    return (SHIPPED,) if folder is None else (SHIPPED, folder)


@cache
def _load(code: str, folder: Path | None) -> Calendar:
    regions = {region.code: region for region in calendar_regions(folder)}
    if code not in regions:
        raise _no_region(code, tuple(regions))
    region, country = regions[code], _years(COUNTRY, folder)
    own = _years(code, folder) if code != COUNTRY else {}
    days = {special.day: special for years in (country, own) for year in years.values() for special in year.special_days}
    known = {year for year, table in country.items() if table.is_known and (code == COUNTRY or _is_settled(region, year, own))}
    return Calendar(code, region.zh, region.en, days.values(), known)


def _is_settled(region: Region, year: int, own: dict[int, Year]) -> bool:
    """Whether nothing of the region's own may change a year: its notice was read, or its rule was not in force yet."""
    return own[year].is_known if year in own else year < region.since


def _no_region(code: str, known: tuple[str, ...]) -> PackError:
    return PackError(
        f"没有名为“{code}”的日历。", f"There is no calendar “{code}”.",
        next_zh=f"可用的有：{'、'.join(known)}；也可给出六位行政区划代码。", next_en=f"There are: {', '.join(known)}; or give a place's code of six digits.",
    )


def _years(code: str, folder: Path | None) -> dict[int, Year]:
    """The region's years in order; a file of the folder stands in place of the shipped one of that year."""
    files = {path.stem: path for home in _homes(folder) for path in (home / code).glob("*.toml")}
    return {table.year: table for table in (_year(code, path) for _, path in sorted(files.items()))}


def _year(code: str, path: Path) -> Year:
    table = _read(path)
    _only(table, ("year", "region", "notices"), "", path)
    year = _field(table, "year", int, "", path)
    if path.stem != str(year):
        raise _bad(path, "year", f"年份 {year} 与文件名不符", f"the year {year} is not the file's name")
    if _field(table, "region", str, "", path) != code:
        raise _bad(path, "region", f"应为“{code}”，即所在文件夹的名称", f"it should be “{code}”, the folder's name")
    notices = [(_notice(row, place, path), place, row) for place, row in _rows(table, "notices", "", path)]
    days = [special for notice, place, row in notices for special in _special_days(notice, row, place, year, path)]
    return Year(year, tuple(days), all(notice.basis == "text" for notice, _, _ in notices))


def _notice(row: Table, place: str, path: Path) -> Notice:
    _only(row, ("title", "number", "effective", "basis", "source", "read_in", "note", "holidays"), place, path)
    basis = _field(row, "basis", str, place, path)
    if basis not in BASES:
        raise _bad(path, f"{place}.basis", f"只能是 {'、'.join(BASES)}", f"it is one of {', '.join(BASES)}")
    words = {key: _field(row, key, str, place, path) for key in ("title", "number", "source", "read_in", "note")}
    effective = row.get("effective", "")
    if effective != "" and type(effective) is not date:
        raise _bad(path, f"{place}.effective", "应为日期，如 2017-11-30，或空字符串", "it is a date, 2017-11-30, or an empty string")
    return Notice(effective=effective or None, basis=basis, **words)


def _special_days(notice: Notice, row: Table, place: str, year: int, path: Path) -> Iterator[SpecialDay]:
    for at, holiday in _rows(row, "holidays", place, path):
        _only(holiday, ("name", "sentence", "days", "make_up"), at, path)
        name, sentence = _field(holiday, "name", str, at, path), _field(holiday, "sentence", str, at, path)
        for key, works in (("days", False), ("make_up", True)):
            for day in _dates(holiday, key, at, year, path):
                yield SpecialDay(day, works, name, sentence, notice)


def _dates(row: Table, key: str, place: str, year: int, path: Path) -> list[date]:
    days: list[date] = _field(row, key, list, place, path)
    where = f"{place}.{key}"
    for day in days:
        if type(day) is not date:
            raise _bad(path, where, f"{day!r} 不是日期，应如 {year}-10-01", f"{day!r} is not a date like {year}-10-01")
        if day.year != year and (day.year != year - 1 or (day.month, day.day) < NEXT_YEAR_BEGINS):
            raise _bad(path, where, f"{day} 不在 {year} 年", f"{day} does not lie in {year}")
        if key == "make_up" and day.isoweekday() < 6:
            raise _bad(path, where, f"{day} 不是周末，不能调休上班", f"{day} is no weekend, so it cannot be worked in exchange")
    if len(set(days)) < len(days):
        raise _bad(path, where, "日期重复", "a date stands there twice")
    return days


def _region(row: Table, place: str, path: Path) -> Region:
    words = ("code", "zh", "en", "title", "number", "sentence", "source", "note")
    _only(row, (*words, "places", "since"), place, path)
    places: list[str] = _field(row, "places", list, place, path)
    since = _field(row, "since", int, place, path) if "since" in row else 0
    return Region(places=tuple(map(str, places)), since=since, **{key: _field(row, key, str, place, path) for key in words})


def _read(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _bad(path, "", f"不是有效的 TOML（{error}）", f"it is not valid TOML ({error})") from None


def _rows(table: Table, key: str, place: str, path: Path) -> Iterator[tuple[str, Table]]:
    """Each table of a list, with its place as a person finds it: notices[1].holidays[2]."""
    rows: list[Table] = _field(table, key, list, place, path)
    for number, row in enumerate(rows, 1):
        at = f"{place}.{key}[{number}]".lstrip(".")
        if not isinstance(row, dict):
            raise _bad(path, at, "应为一个表", "it is no table")
        yield at, row


def _field(table: Table, key: str, kind: type, place: str, path: Path) -> Any:
    where = f"{place}.{key}".lstrip(".")
    if key not in table:
        raise _bad(path, where, "缺少此字段", "the field is missing")
    if type(table[key]) is not kind:
        raise _bad(path, where, "字段的类型不对", "the field has the wrong type")
    return table[key]


def _only(table: Table, keys: tuple[str, ...], place: str, path: Path) -> None:
    """Nothing beside the fields that are known: a misspelt make_up would be a Saturday lost in silence."""
    for key in table:
        if key not in keys:
            raise _bad(path, f"{place}.{key}".lstrip("."), "不认识的字段", "the field is not known")


def _bad(path: Path, place: str, zh: str, en: str) -> PackError:
    return PackError(
        f"日历有误：{zh}。", f"The calendar does not fit: {en}.", where=f"{path} {place}".strip(),
        next_zh="请对照 packs/calendars/cn/2018.toml 修改。", next_en="Compare it with packs/calendars/cn/2018.toml.",
    )
