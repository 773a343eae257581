"""Responses without their directive: what they repeat is put together, and what each says alone is left to it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from real_texts import needs_the_page, page

from luoshi.comparing import Proposal, Side, sides_of
from luoshi.comparing.restoring.blind import propose
from luoshi.comparing.sharing.passages import find_passages
from luoshi.extracting import extract
from luoshi.reading import read, read_text

CASE = json.loads((Path(__file__).parent / "cases/blind.json").read_text(encoding="utf-8"))
EXAMPLE = Path(__file__).parents[2] / "examples/round-up.txt"


def side_of(name: str, text: str) -> Side:
    return sides_of([extract(read_text(text, name=name))])[0]


def proposed(*texts: str) -> tuple[Proposal, ...]:
    """What texts repeat; their keys are 0, 1, 2 …"""
    sides = [side_of(str(number), text) for number, text in enumerate(texts)]
    return propose(sides, find_passages(sides))


def words_of(proposals: Sequence[Proposal]) -> list[str]:
    return [proposal.words for proposal in proposals]


def reconstructed() -> tuple[Proposal, ...]:
    sides = [side_of(name, text) for name, text in CASE["texts"].items()]
    return propose(sides, find_passages(sides))


def on_the_page() -> tuple[Proposal, ...]:
    return propose(page(), find_passages(page()))


def test_a_made_campaign_comes_out_with_its_frame_its_measures_and_who_says_them() -> None:
    assert [[p.kind, p.part, p.words, list(p.carriers)] for p in reconstructed()] == CASE["proposed"]


@pytest.mark.parametrize("words", CASE["own"])
def test_what_one_unit_says_alone_is_not_the_directives(words: str) -> None:
    assert not any(words in proposal.words for proposal in reconstructed())


def test_texts_that_share_nothing_give_nothing() -> None:
    assert proposed("我局要修缮灯塔围墙。", "要慰问离休船员。") == ()
    assert proposed("我局要修缮灯塔围墙。") == proposed() == ()


def test_many_texts_that_say_one_thing_give_one_point_that_all_carry() -> None:
    found = proposed(*(f"第{number}局要在本辖区建立渡口隐患台账，并保养{number}号趸船。" for number in range(30)))
    assert [len(proposal.carriers) for proposal in found if "隐患台账" in proposal.words] == [30]


def test_one_verb_may_stand_for_another_over_the_same_thing() -> None:
    (found,) = proposed("要夯实渡口安全基础，走访船户。", "要打牢渡口安全基础，擦拭航标。")
    assert found.carriers == ("0", "1")


def test_the_same_verb_over_other_things_is_not_the_same() -> None:
    assert proposed("要充分发挥企业主体作用。", "要充分发挥行业协会优势。") == ()


def test_the_same_pattern_with_another_thing_in_it_is_told_apart_where_units_say_both() -> None:
    both = "要落实船东主体责任，检修趸船。要落实港区主体责任，检修吊机。"
    assert sorted(words_of(proposed(both, both.replace("检修", "更换")))) == ["落实港区主体责任", "落实船东主体责任"]


def test_a_member_of_a_list_carries_what_another_says_at_length() -> None:
    found = proposed("要扎实做好渡工定点培训。", "要做好渡工定点培训，疏浚东支航道。", "要抓好船员体检、渡工轮岗和定点培训等工作。")
    assert [p.carriers for p in found if "定点培训" in p.words] == [("0", "1", "2")]


def test_measures_of_one_named_programme_are_one_point() -> None:
    found = proposed("要实施“船运下乡”工程，修缮灯塔。", "要推动“船运下乡”与“农货上船”融合发展，慰问船员。")
    assert words_of(found) == ["实施“船运下乡”工程"]


def test_mechanisms_of_one_kind_agree_though_no_word_does_and_are_marked_as_unsure() -> None:
    (found,) = proposed("要加强组织领导，制定渡运成效考核办法。", "要加强统筹，把渡口整治纳入年度绩效评价。")
    assert (found.kind, found.carriers) == ("mechanism", ("0", "1"))
    assert found.confidence < 0.6


def test_what_answers_another_directive_is_no_evidence_for_this_one() -> None:
    sides = sides_of([extract(read(EXAMPLE, dated="2018-09"))])
    asides = {(s.start, s.end) for s in sides[0].extraction.document.statements if s.directive} if sides[0].extraction else set()
    assert asides
    assert not any(start <= p.start < end for p in propose(sides, ()) for start, end in asides)


def test_our_own_round_up_gives_the_points_that_it_was_written_to_share() -> None:
    sides = sides_of([extract(read(EXAMPLE, dated="2018-09"))])
    short = {side.key: side.unit[:2] for side in sides}
    found = {p.words[:6]: "".join(sorted(short[key] for key in p.carriers)) for p in propose(sides, find_passages(sides))}
    wanted = {"健全隐患排查": "北屏青原", "推进贫困地区": "北屏沙洲", "细化任务分工": "云岭青原", "实施“船运下": "云岭平川"}
    assert {words: found.get(words) for words in wanted} == wanted


def test_two_cities_of_one_province_are_less_sure_a_sign_than_two_provinces() -> None:
    def sure(*units: str) -> float:
        said = [side_of(unit, "要建立渡口隐患台账。") for unit in units] + [side_of("浙江省航运局", "要疏浚航道。")]
        sides = [replace(side, unit=side.name) for side in said]
        (found,) = propose(sides, ())
        return float(found.confidence)

    assert sure("德州市航运局", "济南市航运局") < 0.6 < sure("德州市航运局", "武汉市航运局")


def test_a_wording_without_a_suspected_typo_is_shown() -> None:
    assert not any("徘查" in proposal.words for proposal in reconstructed())


def test_mechanisms_targets_and_attitudes_have_their_kinds() -> None:
    same = "要凝心聚力、真抓实干。要每月通报渡口整治进展。到2020年，渡口岸电覆盖率达到80%。"
    found = {p.words: p.kind for p in proposed(f"{same}要修缮灯塔。", f"{same}要慰问船员。")}
    assert {found[words] for words in found if "凝心聚力" in words} == {"stance"}
    assert {found[words] for words in found if "通报" in words} == {"mechanism"}
    assert {found[words] for words in found if "覆盖率" in words} == {"target"}


SENTENCES = ["要建立渡口隐患台账，逐处排查渡口隐患。", "一要严守安全底线。要压实渡工岗位责任。", "要每季度召开专题会议。", "要实施“船运下乡”工程；改造便民码头。", "我局要修缮灯塔。"]
TEXTS = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map("".join), min_size=2, max_size=4)


def check(proposals: Sequence[Proposal], sides: Sequence[Side]) -> None:
    by_key = {side.key: side for side in sides}
    assert [proposal.number for proposal in proposals] == list(range(1, len(proposals) + 1))
    for proposal in proposals:
        assert proposal.words == by_key[proposal.key].text[proposal.start : proposal.end]
        assert proposal.words == proposal.words.strip("，。；、 ")
        assert len(set(proposal.carriers)) == len(proposal.carriers) > 1
        assert set(proposal.carriers) <= {key for key, _, _ in proposal.sources}
        assert all(by_key[key].start <= start < end <= by_key[key].end for key, start, end in proposal.sources)
        assert 0 < proposal.confidence < 1


@settings(max_examples=30, deadline=None)
@given(TEXTS, st.randoms(use_true_random=False))
def test_the_result_does_not_depend_on_the_order_of_the_texts(texts: list[str], draw: object) -> None:
    sides = [side_of(str(number), text) for number, text in enumerate(texts)]
    shuffled = list(sides)
    draw.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = propose(sides, ()), propose(shuffled, ())
    check(one, sides)
    assert [(p.part, p.words, p.kind, set(p.carriers), p.confidence) for p in one] == [(p.part, p.words, p.kind, set(p.carriers), p.confidence) for p in other]


@needs_the_page
def test_the_real_pages_five_parts_come_out_in_their_order() -> None:
    found = on_the_page()
    check(found, page())
    frame = [p for p in found if p.kind == "frame"]
    assert ["政治站位" in frame[0].part, *(p.part for p in frame[1:])] == [True, "risk", "poverty", "green", "lead"]
    assert all(2 * len(p.carriers) > len(page()) for p in frame[:-1])


@needs_the_page
@pytest.mark.parametrize("words", ["毛细血管", "有效模式", "就业扶贫力度", "扶贫样板", "服务大局", "系统应对", "党政主体责任", "企业作用", "支持配合", "考核问责", "宣传引导"])
def test_the_measures_that_two_bureaus_share_come_out_once_each(words: str) -> None:
    shaanxi, xinjiang = page()[0].key, page()[-1].key
    (found,) = [p for p in on_the_page() if words in p.words]
    assert {shaanxi, xinjiang} <= set(found.carriers)


@needs_the_page
def test_local_measures_of_the_real_page_stay_local() -> None:
    assert not any(words in p.words for p in on_the_page() for words in ("金牌项目", "人才队伍", "快递园区", "领导小组", "实事", "一市一品"))


@needs_the_page
def test_the_real_page_does_not_depend_on_the_order_of_its_units() -> None:
    backwards = tuple(reversed(page()))
    assert words_of(propose(page(), ())) == words_of(propose(backwards, ()))
