"""Where a text's words come from: what stands above it, what is earlier, and which texts are one."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest
from real_texts import CORPORA, family, made, named, needs_the_families, needs_the_page, page

from luoshi.comparing import Descent, Side
from luoshi.comparing.sharing.passages import find_passages
from luoshi.comparing.tracing.clusters import find_clusters
from luoshi.comparing.tracing.lineage import find_descents
from luoshi.comparing.tracing.origins import find_origins
from luoshi.comparing.tracing.reprints import find_reprints

LAW = "渡口经营者应当每月检查渡船并建立台账。渡船超载的由主管部门责令改正。渡工应当持证上岗。"
PROVINCE = "渡口经营者应当每月检查渡船并建立台账。遇有大风大雾应当停航并公告。渡工应当持证上岗。"
CITY = "渡口经营者应当每月检查渡船并建立台账。遇有大风大雾应当停航并公告。赶集日加开早班。"


def side(key: str, text: str, level: int = 0, date: str = "", unit: str = "") -> Side:
    return Side(key, text, 0, len(text), name=key, level=level, date=date, unit=unit)


def sources(found: tuple[Descent, ...], key: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.source, each.reasons) for each in found if each.key == key]


def nation_province_city() -> list[Side]:
    return [side("国", LAW, 1, "2015-03"), side("省", PROVINCE, 2, "2016", "浙江省人民政府"), side("市", CITY, 3, "2017", "衢州市人民政府")]


def test_a_city_has_its_words_from_its_province_and_the_province_from_the_nation() -> None:
    found = find_descents(nation_province_city())
    assert [(each.key, each.source) for each in found] == [("省", "国"), ("市", "省")]
    assert sources(found, "市")[0][1] == ("higher", "earlier", "nearest")
    assert (found[1].letters, found[1].share) == (31, 31 / 38)


def test_another_provinces_text_is_not_above_a_city() -> None:
    nation, province, city = nation_province_city()
    found = find_descents([nation, replace(province, unit="山东省人民政府"), city])
    assert sources(found, "市") == [("国", ("higher", "earlier", "nearest")), ("省", ("earlier",))]


def test_a_higher_text_that_is_dated_later_is_named_and_called_later() -> None:
    found = find_descents([side("省", PROVINCE, 2, "2020"), side("市", CITY, 3, "2016")])
    assert sources(found, "市") == [("省", ("higher", "later", "nearest", "only"))]


def test_a_date_that_is_missing_or_less_exact_is_not_guessed() -> None:
    assert sources(find_descents([side("省", PROVINCE, 2), side("市", CITY, 3, "2016")]), "市") == [("省", ("higher", "undated", "nearest", "only"))]
    assert find_descents([side("甲", PROVINCE, 3, "2016"), side("乙", CITY, 3, "2016-05")]) == ()
    assert find_descents([side("甲", PROVINCE), side("乙", CITY)]) == ()


def test_of_two_of_one_level_the_earlier_is_the_source() -> None:
    found = find_descents([side("乙", CITY, 3, "2017-06-01"), side("甲", PROVINCE, 3, "2017-05-31")])
    assert [(each.key, each.source, each.reasons) for each in found] == [("乙", "甲", ("earlier", "nearest", "only"))]


def test_a_text_of_a_lower_level_is_never_the_source() -> None:
    assert find_descents([side("国", LAW, 1, "2015"), side("市", CITY, 3, "2001")])[0].key == "市"
    assert len(find_descents([side("国", LAW, 1, "2015"), side("市", CITY, 3, "2001")])) == 1


def test_what_answers_a_directive_has_its_words_from_it_though_nothing_else_is_known() -> None:
    found = find_descents([side("部署", LAW), side("答复", PROVINCE)], ["部署"])
    assert [(each.key, each.source, each.reasons) for each in found] == [("答复", "部署", ("directive", "undated", "nearest", "only"))]


def test_a_few_words_that_anybody_uses_make_no_source() -> None:
    own = "".join(f"第{number}号灯塔由{number}组看护，逢{number}日擦拭灯面。" for number in range(20, 60))
    assert find_descents([side("国", "认真贯彻落实会议精神。" + LAW, 1), side("市", "认真贯彻落实会议精神。" + own, 3)]) == ()


def test_units_of_one_round_up_are_no_sources_of_each_other() -> None:
    text = LAW + PROVINCE
    sides = [Side("汇编#1", text, 0, len(LAW), level=1, date="2018"), Side("汇编#2", text, len(LAW), len(text), level=2, date="2018")]
    assert find_descents(sides) == ()


def test_a_reprint_has_the_first_print_as_its_source_and_is_itself_the_source_of_none() -> None:
    law, again, city = side("甲网", LAW, 1, "2015"), side("乙网", LAW + "（完）", 1, "2016"), side("市", CITY, 3, "2017")
    found = find_descents([again, law, city])
    assert sources(found, "乙网") == [("甲网", ("reprint",))]
    assert [source for source, _ in sources(found, "市")] == ["甲网"]


def test_reprints_differ_in_few_letters_and_in_no_figure() -> None:
    long = LAW * 4
    assert find_reprints([side("a", long), side("b", long.replace("超载", "超員", 1)), side("c", CITY)]) == (("a", "b"),)
    assert find_reprints([side("a", long + "共检查12处。"), side("b", long + "共检查15处。")]) == ()


def test_the_same_words_of_two_units_are_no_reprint() -> None:
    assert find_reprints([side("a", LAW, unit="甲局"), side("b", LAW, unit="乙局")]) == ()
    assert find_reprints([side("a", LAW, unit="甲局"), side("b", LAW, unit="甲局")]) == (("a", "b"),)


def test_the_earliest_print_comes_first_and_empty_texts_are_no_prints() -> None:
    assert find_reprints([side("甲", LAW, date="2016"), side("乙", LAW, date="2015"), side("丙", ""), side("丁", "")]) == (("乙", "甲"),)
    assert find_descents([]) == ()
    assert find_reprints([]) == ()


def test_the_order_of_the_texts_changes_nothing() -> None:
    sides = [*nation_province_city(), side("乙网", LAW, 1, "2016")]
    assert set(find_descents(sides)) == set(find_descents(sides[::-1]))
    assert {frozenset(group) for group in find_reprints(sides)} == {frozenset(group) for group in find_reprints(sides[::-1])}


def test_each_stretch_has_the_likeliest_source_of_its_own() -> None:
    sides = nation_province_city()
    passages, clusters = find_clusters(sides, find_passages(sides))
    found = find_origins(sides, passages, clusters, find_descents(sides))
    assert {(each.key, each.source) for each in found} == {("省", "国"), ("市", "省")}
    texts = {each.key: each.text for each in sides}
    for each in found:
        assert texts[each.source][each.source_start : each.source_end][:8] in texts[each.key][each.start : each.end]


def test_without_passages_nothing_comes_from_anywhere() -> None:
    assert find_origins(made("甲", "乙"), (), (), ()) == ()


@needs_the_page
def test_the_units_of_the_real_page_spoke_at_one_time_and_none_is_said_to_copy() -> None:
    assert find_descents(page()) == ()
    assert find_reprints(page()) == ()


@needs_the_families
@pytest.mark.parametrize(("name", "others"), [("legislation-rules-2015", set()), ("business-env-2019", {"商丘市"})])
def test_of_a_real_city_the_likeliest_source_is_its_province(name: str, others: set[str]) -> None:
    """Shangqiu's rule is older than its province's and has more of the nation's words."""
    sides = family(name)
    first = {each.key: each.source for each in reversed(find_descents(sides))}
    with (CORPORA / name / "manifest.tsv").open(encoding="utf-8", newline="") as lines:
        upper = {row["unit"]: row["upper_unit"] for row in csv.DictReader(lines, delimiter="\t") if row["upper_unit"]}
    assert {city for city, province in upper.items() if first[named(sides, city).key] != named(sides, f"-{province}").key} == others
