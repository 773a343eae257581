"""The names of units: divisions, grammar, short forms."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from luoshi.packs import find_units, load_units, looks_like_unit, same_unit

CASES = json.loads((Path(__file__).parent / "cases" / "units.json").read_text(encoding="utf-8"))


def test_all_provinces_and_prefectures_are_there() -> None:
    levels = Counter(division.level for division in load_units().divisions)
    assert levels == {"province": 34, "prefecture": 333}


def test_every_prefecture_belongs_to_a_province() -> None:
    units = load_units()
    provinces = {d.code for d in units.divisions if d.level == "province"}
    assert {d.parent for d in units.divisions if d.level == "prefecture"} <= provinces
    assert all(d.code[:2] == d.parent[:2] for d in units.divisions if d.parent)


def test_a_short_name_finds_its_division() -> None:
    units = load_units()
    for name, full in (("陕西", "陕西省"), ("内蒙古", "内蒙古自治区"), ("恩施州", "恩施土家族苗族自治州"), ("喀什", "喀什地区"), ("吉林", "吉林省"), ("吉林市", "吉林市")):
        found = units.find(name)
        assert found is not None and found.name == full


def test_a_prefecture_leads_to_its_province() -> None:
    units = load_units()
    jinan = units.find("济南市大数据局")
    assert jinan is not None and units.province(jinan).name == "山东省"


@pytest.mark.parametrize("name", CASES["units"])
def test_a_name_looks_like_a_unit(name: str) -> None:
    assert looks_like_unit(name)


@pytest.mark.parametrize("words", CASES["not_units"])
def test_words_that_end_like_a_unit_do_not_look_like_one(words: str) -> None:
    assert not looks_like_unit(words)


@pytest.mark.parametrize(("text", "names"), CASES["in_text"])
def test_units_are_found_in_running_text(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in find_units(text)] == names


def test_a_search_keeps_to_its_stretch() -> None:
    text = "省财政厅、省教育厅"
    assert [text[a:b] for a, b in find_units(text, 5)] == ["省教育厅"]


@pytest.mark.parametrize(("one", "other"), CASES["same"])
def test_a_short_form_means_the_same_unit(one: str, other: str) -> None:
    assert same_unit(one, other) and same_unit(other, one)


@pytest.mark.parametrize(("one", "other"), CASES["different"])
def test_another_place_or_field_is_another_unit(one: str, other: str) -> None:
    assert not same_unit(one, other)
