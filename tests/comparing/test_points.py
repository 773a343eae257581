"""A directive's points: what a clerk would call one item."""

from __future__ import annotations

import itertools

import pytest
from real_texts import CORPORA, PAGE, needs_the_families, needs_the_page

from luoshi.comparing import Point, sides_of
from luoshi.comparing.covering.points import find_points
from luoshi.extracting import extract
from luoshi.reading import read, read_text

RULE = (
    "第一章 总则\n第一条 为了保障渡运安全，制定本条例。\n第二条 本条例所称渡口，是指供人员上下渡船的场所。\n"
    "第三条 渡口运营人应当为乘客配备救生衣，维护候船设施；不得超员载客。\n"
    "第四条 有下列情形之一的，渡口应当停航：\n（一）能见度不足二百米；\n（二）风力超过六级。\n第五条 本条例自2021年1月1日起施行。\n"
)


def points_of(text: str) -> list[Point]:
    return [asked.point for asked in find_points(sides_of([extract(read_text(text, dated="2018-08"))], split=False))]


def words_of(text: str) -> list[str]:
    return [point.words for point in points_of(text)]


def test_duties_of_one_sentence_are_one_point() -> None:
    assert words_of("各局要加强渡口巡查，落实值守责任，完善救生设备。") == ["各局要加强渡口巡查，落实值守责任，完善救生设备。"]


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("加强渡口巡查，每月通报进展。", "每月通报进展。"),
        ("加强渡口巡查，2018年底前建成监控中心。", "2018年底前建成监控中心。"),
        ("加快老旧渡船淘汰，单位能耗下降5%。", "单位能耗下降5%。"),
        ("加强渡口巡查，制定值守方案。", "制定值守方案。"),
    ],
)
def test_a_duty_with_a_slot_of_its_own_stands_alone(text: str, alone: str) -> None:
    assert words_of(text) == [text.removesuffix(alone).removesuffix("，"), alone]


def test_who_leads_a_body_stays_with_the_body() -> None:
    assert words_of("各局要成立领导小组，由主要负责人任组长，并明确联系人。")[0] == "各局要成立领导小组，由主要负责人任组长"


def test_a_label_is_the_documents_own_numbering() -> None:
    points = points_of("一、总体要求\n坚持安全第一。\n二、重点任务\n（一）防范风险。\n1.开展渡口巡查。\n（二）服务群众。\n2.修建候船亭。\n")
    assert [(point.label, point.heading) for point in points] == [("二（一）1", "防范风险"), ("二（二）2", "服务群众")]


def test_a_point_is_quoted_without_its_number_and_the_comma_after_it() -> None:
    points = points_of("二、重点任务\n（一）防范风险。\n1.建立渡口台账，每月通报进展。\n")
    assert [(point.label, point.words) for point in points] == [("二（一）1", "建立渡口台账"), ("二（一）1", "每月通报进展。")]


def test_articles_are_numbered_through_and_cases_stay_with_their_opening() -> None:
    points = points_of(RULE)
    assert [point.label for point in points] == ["第三条", "第三条", "第四条"]
    assert points[-1].words.endswith("（二）风力超过六级。")


def test_definitions_aims_and_dates_of_coming_into_force_are_no_points() -> None:
    assert not {point.label for point in points_of(RULE)} & {"第一条", "第二条", "第五条"}


def test_vows_and_aims_are_no_points() -> None:
    assert words_of("要提高政治站位，统一思想认识。为实现高质量发展作出贡献。") == []


def test_a_heading_over_nothing_that_binds_is_a_point() -> None:
    points = points_of("关于渡运安全工作的通知\n各局：\n一、开展渡口巡查\n要逐个登记渡口，巡查情况记入台账。\n二、航标灯塔修复\n要提高思想认识，增强责任感和使命感。\n三、更换救生设备\n要更换老化缆绳。\n")
    assert [(point.words, point.kind) for point in points[:2]] == [("要逐个登记渡口，巡查情况记入台账。", "duty"), ("航标灯塔修复", "heading")]


def test_points_are_numbered_through_several_directives() -> None:
    sides = sides_of([extract(read_text("加强渡口巡查。", name="甲")), extract(read_text("修建候船亭。", name="乙"))])
    assert [(asked.point.number, asked.point.key) for asked in find_points(sides)] == [(1, "甲"), (2, "乙")]


@pytest.mark.parametrize("text", ["安全第一。", "。；。"])
def test_a_text_that_asks_nothing_has_no_points(text: str) -> None:
    assert points_of(text) == []


@needs_the_families
def test_a_regulation_gives_as_many_points_as_a_clerk_would_count() -> None:
    path = next((CORPORA / "business-env-2019" / "directive").iterdir())
    sides = sides_of([extract(read(path))], split=False)
    assert 150 <= len(find_points(sides)) <= 200


@needs_the_page
def test_every_point_is_a_stretch_of_its_text() -> None:
    sides = sides_of([extract(read(PAGE, dated="2018-08"))], split=False)
    points = [asked.point for asked in find_points(sides)]
    assert all(sides[0].text[point.start : point.end] == point.words for point in points)
    assert all(before.end <= after.start for before, after in itertools.pairwise(points))
