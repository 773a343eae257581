"""What a superior has to ask of one duty."""

from __future__ import annotations

from typing import Any

import pytest

from luoshi.extracting.missing import find_missing
from luoshi.extracting.quantities import find_quantities
from luoshi.extracting.records import Actor, FoundDuty, Named, Reason
from luoshi.extracting.times import find_deadlines, find_recurrence


def duty(words: str, kind: str = "duty", *, before: str = "", dated: str = "", actors: tuple[Actor, ...] = (), made: tuple[Named, ...] = ()) -> tuple[FoundDuty, str]:
    """A duty as it would be found in `before` + `words`, and that text."""
    text = before + words
    start = len(before)
    found: dict[str, Any] = {
        "deadlines": find_deadlines(text, start, dated=dated),
        "recurrence": find_recurrence(text, start),
        "quantities": find_quantities(text, start),
    }
    because = Reason("test")
    return FoundDuty(1, start, len(text), words, kind, "lead", "甲局", 0, because, because, 0.9, actors=actors, deliverables=made, **found), text


def asked(words: str, kind: str = "duty", **more: Any) -> list[tuple[str, str]]:
    return [(missing.what, missing.words) for missing in find_missing(*duty(words, kind, **more))]


def whats(words: str, kind: str = "duty", **more: Any) -> set[str]:
    return {what for what, _ in asked(words, kind, **more)} - {"owner"}


@pytest.mark.parametrize("actor", [Actor("省数据局", "lead", 0, 0), Actor("省财政厅", "joint", 0, 0), Actor("市场监管处", "", 0, 0), Actor("局长", "", 0, 0)])
def test_a_lead_a_responsible_unit_an_office_or_a_post_is_an_owner(actor: Actor) -> None:
    assert ("owner", "") not in asked("完成整改", actors=(actor,))


@pytest.mark.parametrize("actors", [(), (Actor("企业", "", 0, 0),), (Actor("省财政厅", "support", 0, 0),)])
def test_nobody_named_or_only_who_is_moved_or_helps_leaves_the_owner_open(actors: tuple[Actor, ...]) -> None:
    assert ("owner", "") in asked("完成整改", actors=actors)


@pytest.mark.parametrize("words", ["出台指导意见", "召开部署会议", "成立领导小组", "建设100家基地"])
def test_what_comes_to_an_end_wants_a_date(words: str) -> None:
    assert "deadline" in whats(words)


def test_a_target_wants_a_date_and_a_measure() -> None:
    assert whats("快件包装实现绿色化", "target") == {"deadline", "measure"}


def test_a_target_with_its_own_measure_wants_only_a_date() -> None:
    assert whats("实现县级服务中心全覆盖", "target") == {"deadline"}
    assert whats("覆盖率达到90%", "target") == {"deadline"}


def test_standing_work_is_asked_for_a_measure_and_not_for_a_date() -> None:
    assert whats("加强末端监管") == {"measure"}


def test_words_that_play_for_time_are_asked_about() -> None:
    assert ("deadline", "尽快") in asked("尽快出台管理办法")
    assert ("deadline", "逐步") in asked("逐步推广绿色包装")


def test_a_date_or_a_rhythm_answers_the_question_of_time() -> None:
    assert whats("2018年底前出台管理办法") == set()
    assert whats("按季度组织召开专题会议") == set()


def test_a_month_without_a_year_is_a_question_until_the_caller_dates_the_document() -> None:
    assert ("year", "9月底前") in asked("9月底前召开会议")
    assert "year" not in whats("9月底前召开会议", dated="2018")


def test_a_rhythm_without_a_period_is_a_question_in_its_own_words() -> None:
    assert asked("定期研究推进") == [("owner", ""), ("period", "定期")]


def test_a_magnitude_without_a_unit_is_a_question_and_a_counted_noun_is_none() -> None:
    assert ("unit", "千万级") in asked("打造“千万级”项目")
    assert "unit" not in whats("解决33.92万贫困人口的饮水问题")


def test_a_plan_that_is_relied_upon_is_asked_for() -> None:
    assert ("document", "《绿色发展专项工作方案》") in asked("深入开展调查研究", before="结合《绿色发展专项工作方案》安排，")
    assert ("document", "《三年行动计划》") in asked("落实《三年行动计划》")
    assert ("document", "省级供应商培育认定办法") in asked("每年培育10家", before="根据省级供应商培育认定办法，")


@pytest.mark.parametrize("words", ["制定《三年行动计划》", "落实《邮政法》", "落实《安全条例》"])
def test_ones_own_paper_and_the_law_are_not_asked_for(words: str) -> None:
    assert "document" not in whats(words)


def test_a_citation_in_another_sentence_is_not_this_dutys() -> None:
    assert "document" not in whats("开展调查研究", before="结合《专项工作方案》安排。")


def test_only_an_owner_missing_leaves_a_duty_checkable() -> None:
    found, text = duty("2018年底前出台管理办法", made=(Named("管理办法", 0, 4),))
    assert {missing.what for missing in find_missing(found, text)} == {"owner"}
