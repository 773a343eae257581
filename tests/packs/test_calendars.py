"""Working days: the notices' tables, the count from the day after receipt, regions, and a year of one's own."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.errors import PackError, UsageError
from luoshi.packs import Calendar, SpecialDay, calendar_regions, load_calendar, region_of_place

YEARS_OF_CHINA = range(2006, 2027)
HELD = [load_calendar(region.code) for region in calendar_regions()]
ROWS = sorted({(special.sentence, special.notice.title, special.name) for calendar in HELD for special in calendar.special_days if special.sentence})
WEEKDAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}

OFF_IN_2018 = {
    "元旦": ["01-01"], "春节": ["02-15", "02-16", "02-19", "02-20", "02-21"], "清明节": ["04-05", "04-06"], "劳动节": ["04-30", "05-01"],
    "端午节": ["06-18"], "中秋节": ["09-24"], "国庆节": ["10-01", "10-02", "10-03", "10-04", "10-05"], "元旦 2019": ["12-31"],
}  # fmt: skip
WORKED_WEEKENDS_OF_2018 = ["02-11", "02-24", "04-08", "04-28", "09-29", "09-30", "12-29"]


def in_2018(days: list[str]) -> list[date]:
    """Month and day as dates of 2018."""
    return [date.fromisoformat(f"2018-{day}") for day in days]


def all_days(year: int) -> list[date]:
    """Every day of a year."""
    return [date(year, 1, 1) + timedelta(days) for days in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


def days_of(sentence: str, title: str, name: str) -> list[SpecialDay]:
    """The days that a sentence of one notice names, the regions' calendars included."""
    found = {
        special.day: special
        for calendar in HELD
        for special in calendar.special_days
        if (special.sentence, special.notice.title, special.name) == (sentence, title, name)
    }
    return [found[day] for day in sorted(found)]


def test_the_working_days_of_2018_are_those_of_the_notice() -> None:
    calendar = load_calendar()
    off = {day for days in OFF_IN_2018.values() for day in in_2018(days)}
    worked = set(in_2018(WORKED_WEEKENDS_OF_2018))
    for day in all_days(2018):
        assert calendar.is_working_day(day) == ((day.isoweekday() < 6 and day not in off) or day in worked), day


@pytest.mark.parametrize("day", in_2018(["09-29", "09-30"]))
def test_the_weekend_before_the_national_day_of_2018_was_worked(day: date) -> None:
    assert load_calendar().is_working_day(day)


@pytest.mark.parametrize("day", in_2018([f"10-0{n}" for n in range(1, 8)]))
def test_the_national_day_of_2018_lasted_a_week(day: date) -> None:
    assert not load_calendar().is_working_day(day)


def test_the_notice_for_2019_reaches_back_into_2018() -> None:
    calendar = load_calendar()
    special = calendar.why(date(2018, 12, 29))
    assert special is not None and special.is_working and special.notice.title == "国务院办公厅关于2019年部分节假日安排的通知"
    assert not calendar.is_working_day(date(2018, 12, 31))


def test_a_later_notice_has_the_last_word() -> None:
    calendar = load_calendar()
    assert [calendar.is_working_day(date(2019, 5, day)) for day in range(1, 6)] == [False, False, False, False, True]
    extended = calendar.why(date(2020, 2, 1))
    assert extended is not None and not extended.is_working and extended.notice.number == "国办发明电〔2020〕1号"
    assert calendar.is_working_day(date(2020, 2, 3))


# 全国年节及纪念日放假办法: 11 days from 2008 on; the notice for 2025: 全体公民放假的假日增加2天. A day more for the
# commemoration of 2015; in 2020 the longer Spring Festival took a Friday and a Saturday to be worked.
@pytest.mark.parametrize("year", range(2013, 2027))
def test_moved_days_neither_add_nor_take_a_working_day(year: int) -> None:
    days = all_days(year)
    statutory = (13 if year >= 2025 else 11) + {2015: 1, 2020: 2}.get(year, 0)
    assert sum(map(load_calendar().is_working_day, days)) == sum(day.isoweekday() < 6 for day in days) - statutory


@pytest.mark.parametrize(("sentence", "title", "name"), ROWS)
def test_a_sentence_names_its_days_with_their_weekdays(sentence: str, title: str, name: str) -> None:
    specials = days_of(sentence, title, name)
    by_month_and_day = {(special.day.month, special.day.day): special.day for special in specials}
    for month, day, weekday in re.findall(r"(\d+)月(\d+)日（[^）]*?(?:星期|周)([一二三四五六日天])", sentence):
        named = by_month_and_day.get((int(month), int(day)))
        assert named is None or named.isoweekday() == WEEKDAYS[weekday]


@pytest.mark.parametrize(("sentence", "title", "name"), ROWS)
def test_the_weekends_worked_are_those_that_the_sentence_names(sentence: str, title: str, name: str) -> None:
    plain = re.sub(r"（[^）]*）", "", sentence)
    clauses = re.findall(r"((?:\d{4}年)?(?:\d+月)?\d+日(?:、(?:\d{4}年)?(?:\d+月)?\d+日)*)上班", plain)
    named = [int(day) for clause in clauses for day in re.findall(r"(\d+)日", clause)]
    worked = [special.day.day for special in days_of(sentence, title, name) if special.is_working]
    # In 2020 a longer holiday took back one of the days to be worked.
    assert sorted(worked) == sorted(named) or (name, "2020" in title, sorted(named)) == ("春节", True, [1, 19])


@pytest.mark.parametrize(("sentence", "title", "name"), ROWS)
def test_the_days_off_are_as_many_as_the_sentence_says(sentence: str, title: str, name: str) -> None:
    off = [special.day for special in days_of(sentence, title, name) if not special.is_working]
    said = re.search(r"共(\d+)天", sentence)
    # The first notice on the May holiday of 2019 gave a day that the second one names again.
    assert said is None or len(off) == int(said.group(1)) or not off
    assert all(f"{day.day}日" in sentence for day in (off[0], off[-1])) if off and "延长" not in sentence else True


@pytest.mark.parametrize("calendar", HELD, ids=lambda calendar: calendar.region)
def test_every_day_says_where_it_comes_from(calendar: Calendar) -> None:
    for special in calendar.special_days:
        notice = special.notice
        assert notice.basis == "derived" or special.sentence
        assert notice.source or notice.read_in
        assert notice.basis == "text" or notice.note, "what is not certain says why"


def test_the_years_known_are_those_of_the_reference() -> None:
    known = {calendar.region: sorted(year for year in calendar.known_years if year >= 2014) for calendar in HELD}
    assert load_calendar().known_years == frozenset(YEARS_OF_CHINA)
    assert known == {
        "cn": list(range(2014, 2027)), "cn-gx": [2015, 2017, 2018, 2019, 2020, 2022, 2023, 2024, 2025], "cn-xj": [2022, 2023, 2025],
        "cn-nx": [2019, 2020, 2021, 2022], "cn-xz": [],
    }  # fmt: skip


def test_counting_begins_on_the_day_after_receipt() -> None:
    calendar = load_calendar()
    friday, saturday, sunday, eighth = date(2018, 9, 28), date(2018, 9, 29), date(2018, 9, 30), date(2018, 10, 8)
    assert [calendar.add_working_days(friday, n).day for n in (0, 1, 2, 3)] == [friday, saturday, sunday, eighth]
    assert calendar.add_working_days(date(2018, 10, 3), 1).day == eighth
    assert calendar.working_days_between(friday, friday) == 0


def test_a_due_date_in_an_unknown_year_is_provisional_and_follows_the_week() -> None:
    due = load_calendar().add_working_days(date(2031, 10, 1), 3)
    assert due == (date(2031, 10, 6), True)


def test_the_last_week_of_a_year_is_provisional_until_the_next_notice_is_out() -> None:
    calendar = load_calendar()
    assert not calendar.add_working_days(date(2026, 12, 23), 1).provisional
    assert calendar.add_working_days(date(2026, 12, 23), 2).provisional
    assert not calendar.add_working_days(date(2025, 12, 23), 2).provisional


def test_a_count_out_of_the_calendar_is_an_error_that_says_so() -> None:
    with pytest.raises(UsageError) as caught:
        load_calendar().add_working_days(date(2018, 1, 1), 10_000_000)
    assert "超出了日历的范围" in caught.value.sentence("zh")


def test_guangxi_has_its_third_of_the_third_month() -> None:
    guangxi, china = load_calendar("cn-gx"), load_calendar()
    april = [date(2018, 4, day) for day in (15, 18, 19, 20)]
    assert [guangxi.is_working_day(day) for day in april] == [True, False, False, False]
    assert [china.is_working_day(day) for day in april] == [False, True, True, True]
    assert not guangxi.is_working_day(date(2018, 10, 1))


def test_guangxi_rests_where_the_country_works_in_exchange() -> None:
    guangxi = load_calendar("cn-gx")
    assert not guangxi.is_working_day(date(2017, 4, 1)) and guangxi.is_working_day(date(2017, 4, 8))
    assert not guangxi.is_working_day(date(2023, 4, 23)) and load_calendar().is_working_day(date(2023, 4, 23))


def test_guangxi_worked_through_its_holiday_in_2020() -> None:
    guangxi = load_calendar("cn-gx")
    assert guangxi.knows(2020) and guangxi.is_working_day(date(2020, 3, 26)) and guangxi.is_working_day(date(2020, 3, 27))


def test_a_day_that_was_only_reckoned_is_not_certain() -> None:
    guangxi = load_calendar("cn-gx")
    assert not guangxi.is_working_day(date(2026, 4, 20)) and not guangxi.knows(2026)
    assert guangxi.add_working_days(date(2026, 4, 17), 1) == (date(2026, 4, 21), True)


def test_before_its_rule_a_region_has_the_country_s_days() -> None:
    assert load_calendar("cn-gx").knows(2013) and load_calendar("cn-gx").is_working_day(date(2013, 4, 12))


def test_a_region_whose_notice_is_not_known_has_the_country_s_days_provisionally() -> None:
    for code in ("cn-xj", "cn-nx", "cn-xz"):
        due = load_calendar(code).add_working_days(date(2018, 9, 28), 3)
        assert due == (date(2018, 10, 8), True)
    assert not load_calendar("cn-xj").add_working_days(date(2023, 6, 27), 1).provisional


@pytest.mark.parametrize(("place", "region"), [("450000", "cn-gx"), ("450103", "cn-gx"), ("650100", "cn-xj"), ("640000", "cn-nx"), ("540000", "cn-xz"), ("610000", "cn"), ("", "cn")])
def test_a_place_leads_to_its_region(place: str, region: str) -> None:
    assert region_of_place(place) == region


def test_a_calendar_is_loaded_once_and_its_version_tells_it_from_others() -> None:
    assert load_calendar() is load_calendar("cn") is load_calendar("110000")
    assert len({calendar.version for calendar in HELD}) == len(HELD)
    assert re.fullmatch(r"cn-[0-9a-f]{12}", load_calendar().version)


# A year of one's own

OWN = """
year = 2027
region = "cn"

[[notices]]
title = "示例通知"
number = ""
effective = 2026-11-20
basis = "text"
source = "示例"
read_in = ""
note = ""

[[notices.holidays]]
name = "元旦"
sentence = "1月1日至3日放假，共3天。12月26日（星期六）上班。"
days = [2027-01-01, 2027-01-02, 2027-01-03]
make_up = [2026-12-26]
"""


def written(folder: Path, text: str, name: str = "cn/2027.toml") -> Path:
    """The folder, with a file of this text in it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_a_year_of_one_s_own_stands_beside_the_shipped_ones(tmp_path: Path) -> None:
    own = load_calendar(folder=written(tmp_path, OWN))
    assert own.knows(2027) and own.knows(2018) and own.version != load_calendar().version
    assert own.is_working_day(date(2026, 12, 26)) and not own.is_working_day(date(2027, 1, 1))
    assert not own.add_working_days(date(2026, 12, 23), 3).provisional


def test_a_year_of_one_s_own_holds_in_the_regions_too(tmp_path: Path) -> None:
    assert load_calendar("450000", written(tmp_path, OWN)).is_working_day(date(2026, 12, 26))


def test_a_region_of_one_s_own_falls_back_on_the_country(tmp_path: Path) -> None:
    regions = '[[regions]]\ncode = "cn-cx"\nzh = "楚雄"\nen = "Chuxiong"\nplaces = ["532300"]\ntitle = ""\nnumber = ""\nsentence = ""\nsource = ""\nnote = ""\n'
    own = OWN.replace('"cn"', '"cn-cx"').replace("2027", "2018").replace("2026-12-26", "2018-01-06").replace("2018-01-01, 2018-01-02, 2018-01-03", "2018-08-06")
    written(tmp_path, regions, "regions.toml")
    calendar = load_calendar("532301", written(tmp_path, own, "cn-cx/2018.toml"))
    assert calendar.region == "cn-cx" and calendar.knows(2018) and not calendar.knows(2019)
    assert not calendar.is_working_day(date(2018, 8, 6)) and not calendar.is_working_day(date(2018, 10, 1))


BAD = {
    "year 缺少此字段": ("year = 2027\n", ""),
    "year 年份 2026 与文件名不符": ("year = 2027", "year = 2026"),
    "region 应为“cn”": ('region = "cn"', 'region = "cn-gx"'),
    "notices 缺少此字段": ("[[notices]]", "[[other]]"),
    "notices[1].basis 只能是": ('basis = "text"', 'basis = "hearsay"'),
    "notices[1].effective 应为日期": ("effective = 2026-11-20", 'effective = "2026年11月"'),
    "notices[1].title 字段的类型不对": ('title = "示例通知"', "title = 1"),
    "notices[1].holidays[1].makeup 不认识的字段": ("make_up", "makeup"),
    "notices[1].holidays[1].days 2028-01-03 不在 2027 年": ("2027-01-03", "2028-01-03"),
    "notices[1].holidays[1].days 日期重复": ("2027-01-03", "2027-01-02"),
    "notices[1].holidays[1].days '元旦' 不是日期": ("2027-01-03", '"元旦"'),
    "notices[1].holidays[1].make_up 2026-12-28 不是周末": ("2026-12-26]", "2026-12-28]"),
    "不是有效的 TOML": ("year = 2027", "year ="),
}


@pytest.mark.parametrize("told", BAD)
def test_a_file_that_does_not_fit_is_named_with_its_field(told: str, tmp_path: Path) -> None:
    before, after = BAD[told]
    text = OWN.replace(before, after) if told != "notices 缺少此字段" else "year = 2027\nregion = \"cn\"\n"
    with pytest.raises(PackError) as caught:
        load_calendar(folder=written(tmp_path, text))
    field, _, problem = told.partition(" ") if not told.startswith("不是") else ("", "", told)
    assert "2027.toml" in caught.value.where and caught.value.where.endswith(field) and problem in caught.value.zh


def test_a_region_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(PackError) as caught:
        load_calendar("cn-mars")
    assert "cn-gx" in caught.value.sentence("zh") and "six digits" in caught.value.sentence("en")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="没有这个文件夹"):
        load_calendar(folder=tmp_path / "nowhere")


# Properties

any_calendar = st.sampled_from(HELD)
any_day = st.dates(date(2004, 1, 1), date(2032, 12, 31))
any_count = st.integers(-700, 700)


def counted_one_by_one(calendar: Calendar, start: date, end: date) -> int:
    """The working days after `start` up to `end`, looked at one after the other."""
    return sum(calendar.is_working_day(start + timedelta(days)) for days in range(1, (end - start).days + 1))


@given(any_calendar, any_day, st.integers(0, 900))
def test_the_count_agrees_with_looking_at_each_day(calendar: Calendar, start: date, length: int) -> None:
    end = start + timedelta(length)
    assert calendar.working_days_between(start, end) == counted_one_by_one(calendar, start, end)
    assert calendar.working_days_between(end, start) == -calendar.working_days_between(start, end)


@given(any_calendar, any_day, any_count)
def test_adding_then_counting_gives_the_number_added(calendar: Calendar, day: date, n: int) -> None:
    assert calendar.working_days_between(day, calendar.add_working_days(day, n).day) == n


@given(any_calendar, any_day, any_count.filter(bool))
def test_a_due_date_is_a_working_day(calendar: Calendar, day: date, n: int) -> None:
    assert calendar.is_working_day(calendar.add_working_days(day, n).day)


@given(any_calendar, any_day, any_count, st.integers(1, 40))
def test_more_working_days_lead_further(calendar: Calendar, day: date, n: int, more: int) -> None:
    assert calendar.add_working_days(day, n).day < calendar.add_working_days(day, n + more).day


@given(any_calendar, any_day, any_day, st.integers(1, 300))
def test_a_later_receipt_is_never_due_earlier(calendar: Calendar, one: date, other: date, n: int) -> None:
    first, second = sorted((one, other))
    assert calendar.add_working_days(first, n).day <= calendar.add_working_days(second, n).day


@given(any_calendar, any_day, any_day)
def test_a_year_without_its_notice_makes_a_count_provisional(calendar: Calendar, one: date, other: date) -> None:
    first, last = sorted((one, other))
    if any(not calendar.knows(year) for year in range(first.year, last.year + 1)):
        assert not calendar.knows_stretch(first, last)


def test_a_hundred_thousand_questions_take_about_a_second() -> None:
    """Measured well below a second each; the bound leaves room for a busy machine."""
    calendar, days = load_calendar(), all_days(2018)
    start = perf_counter()
    for n in range(100_000 // 365):
        for day in days:
            calendar.add_working_days(day, n % 60)
    assert perf_counter() - start < 5
