"""Who answers which point, and how: cases are data, in cases/coverage.

A case has what is `asked`, what is `said`, and for words of a point the verdict with each weakening (what, asked, said).
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_texts import CORPORA, needs_the_families

from luoshi.comparing import VERDICTS, Answer, Coverage, Side, coverage, sides_of
from luoshi.comparing.covering.answering import cover
from luoshi.extracting import Extraction, extract
from luoshi.reading import read, read_text

CASES = Path(__file__).parent / "cases" / "coverage"
EXAMPLES = Path(__file__).parents[2] / "examples"
LABELS = Path(__file__).parent / "labels" / "business-env-2019"


def cases(*names: str) -> list[Any]:
    rows = [row for name in names for row in json.loads((CASES / f"{name}.json").read_text("utf-8"))]
    return [pytest.param(row, id=row["name"]) for row in rows]


def made(text: str, name: str) -> Extraction:
    return extract(read_text(text, name=name, dated="2018-08"))


def covered(asked: str, *said: str) -> Coverage:
    return coverage(made(asked, "部署"), [made(text, f"答复{number}") for number, text in enumerate(said, 1)])


def answer_to(found: Coverage, words: str, key: str = "答复1") -> Answer:
    return found.answer(next(point.number for point in found.points if words in point.words), key)


@pytest.mark.parametrize("case", cases("made_up", "must_not_weaken"))
def test_verdicts_and_weakenings(case: dict[str, Any]) -> None:
    found = covered(case["asked"], case["said"])
    for words, verdict, weakened in case["answers"]:
        answer = answer_to(found, words)
        assert (answer.verdict, sorted([w.what, w.asked, w.said] for w in answer.weakenings)) == (verdict, sorted(weakened))


def test_a_figure_that_may_be_a_share_of_a_sum_is_told_but_with_a_query() -> None:
    found = covered("2020年年底前改造贫困地区渡口600个以上。", "2020年年底前改造库区渡口45个。", "2020年年底前改造贫困地区渡口580个。")
    share, shortfall = (answer_to(found, "渡口", key) for key in ("答复1", "答复2"))
    assert [(w.what, w.said) for w in share.weakenings] == [("figure", "45个")]
    assert [(w.what, w.said) for w in shortfall.weakenings] == [("figure", "580个")]
    assert share.confidence < 0.6 <= shortfall.confidence


@pytest.fixture(scope="module", params=["canteens", "reservoirs"])
def replies(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Coverage]:
    """A notice and the replies to it: who is `weakened` in what, who kept it, who is `silent`, who `added` what, and what is `overlooked` as yet."""
    case = json.loads((CASES / f"{request.param}.json").read_text("utf-8"))
    said = [extract(read_text(text, name=name, dated=case["dated"])) for name, text in case["replies"].items()]
    return case, coverage(extract(read_text(case["asked"], name="部署", dated=case["dated"])), said)


def told(found: Coverage) -> list[list[str]]:
    return sorted([answer.key, w.what, w.asked, w.said] for answer in found.answers for w in answer.weakenings)


def test_every_weakened_promise_of_a_set_of_replies_is_found_and_no_other(replies: tuple[dict[str, Any], Coverage]) -> None:
    case, found = replies
    assert [row[:2] for row in told(found)] == sorted(row[:2] for row in case["weakened"])
    assert all(any(asked in row[2] and said in row[3] for row in told(found) if row[:2] == [key, what]) for key, what, asked, said in case["weakened"])


def test_what_is_overlooked_as_yet_is_written_down(replies: tuple[dict[str, Any], Coverage]) -> None:
    case, found = replies
    assert not any(said in row[3] for key, what, _, said in case.get("overlooked", ()) for row in told(found) if row[:2] == [key, what])


def test_who_kept_a_promise_who_is_silent_and_who_added_something(replies: tuple[dict[str, Any], Coverage]) -> None:
    case, found = replies
    assert {answer_to(found, words, key).verdict for key, words in case["not_weakened"]} <= {"answered", "echoed"}
    assert {answer_to(found, words, key).verdict for key, words in case["silent"]} == {"absent"}
    assert all(any(words in each.words for each in found.additions if each.key == key) for key, words in case["added"])


def test_the_words_of_a_weakening_stand_where_it_says() -> None:
    asked, said = made("各单位必须在9月底前制定检查方案，每月报送进展。", "部署"), made("我局力争制定检查方案，每季度报送进展。", "答复")
    weakened = [w for answer in coverage(asked, [said]).answers for w in answer.weakenings]
    assert {w.what for w in weakened} == {"deadline", "force", "rhythm"}
    for each in weakened:
        assert asked.document.text[slice(*each.asked_span)] == each.asked
        assert each.said_span is None or said.document.text[slice(*each.said_span)] == each.said


def test_a_directive_answered_with_itself_is_all_echo() -> None:
    text = (EXAMPLES / "directive.txt").read_text("utf-8")
    found = covered(text, text)
    assert {answer.verdict for answer in found.answers} == {"echoed"}


def test_every_point_has_an_answer_of_every_side() -> None:
    found = covered("加强渡口巡查。每月通报进展。", "加强渡口巡查，为渡工开展培训。", "修建候船亭。", "安全第一。")
    assert [(answer.point, answer.key) for answer in found.answers] == [(point, f"答复{side}") for point in (1, 2) for side in (1, 2, 3)]


def test_what_answers_no_point_is_an_addition() -> None:
    found = covered("加强渡口巡查。", "加强渡口巡查。开通库区老人免费渡运班次。")
    assert [addition.words for addition in found.additions] == ["开通库区老人免费渡运班次。"]


def test_the_match_says_its_words() -> None:
    answer = answer_to(covered("实施“船运下乡”工程。", "推进“船运下乡”工程，新建货运班线三条。"), "船运下乡")
    assert ("programme", "船运下乡") in answer.reasons
    assert ("action", "推进") in answer.reasons


@pytest.mark.parametrize(("asked", "said"), [("安全第一。", "加强渡口巡查。"), ("加强渡口巡查。", "安全第一。"), ("安全第一。", "安全第一。")])
def test_texts_that_bind_nobody_are_no_trouble(asked: str, said: str) -> None:
    assert {answer.verdict for answer in covered(asked, said).answers} <= {"absent"}


def test_a_side_without_words_is_silent() -> None:
    asked, empty = sides_of([made("加强渡口巡查。", "部署")]), Side("空", "", 0, 0)
    assert [answer.verdict for answer in cover(asked, [empty]).answers] == ["absent"]
    assert cover([empty], asked).points == ()
    assert cover(asked, []).answers == ()


SENTENCES = ("加强渡口巡查。", "每月通报巡查进展。", "2019年底前建成监控中心3处以上。", "力争修建候船亭。", "严禁超员载客。", "深刻领会会议精神。")


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5), min_size=1, max_size=4))
def test_the_order_of_responses_changes_nothing(asked: list[str], said: list[list[str]]) -> None:
    directive = made("\n".join(asked), "部署")
    replies = [made("\n".join(each), f"答复{number}") for number, each in enumerate(said)]
    there, back = coverage(directive, replies), coverage(directive, replies[::-1])
    assert set(there.answers) == set(back.answers)
    assert set(there.additions) == set(back.additions)
    assert all(answer.verdict in VERDICTS and 0 <= answer.confidence <= 1 and 0 <= answer.score <= 1 for answer in there.answers)
    assert all(bool(answer.spans) != (answer.verdict == "absent") for answer in there.answers)


@needs_the_families
def test_a_regulation_with_its_lists_of_cases_is_all_echo_of_itself() -> None:
    path = next((CORPORA / "business-env-2019" / "directive").iterdir())
    found = coverage(extract(read(path)), [extract(read_text(path.read_text("utf-8"), name="同一件"))])
    assert {answer.verdict for answer in found.answers} == {"echoed"}


@needs_the_families
def test_verdicts_agree_with_the_readers() -> None:
    labels = list(csv.DictReader((LABELS / "agreed.tsv").read_text("utf-8").splitlines(), delimiter="\t"))
    family = CORPORA / "business-env-2019"
    directive = extract(read(next((family / "directive").iterdir())))
    found = coverage(directive, [extract(read(family / "responses" / name)) for name in sorted({row["response"] for row in labels})])
    answers = {(answer.point, Path(answer.key).name): answer.verdict for answer in found.answers}
    right = 0
    for row in labels:
        start, end = directive.document.offsets.clean_span(int(row["start"]), int(row["end"]))
        point = max(found.points, key=lambda each: min(each.end, end) - max(each.start, start))
        right += answers[point.number, row["response"]] == row["verdict"]
    assert right / len(labels) >= 0.78
