"""A directive and fourteen replies: every weakened promise is found, and nothing else is called weaker."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import luoshi
from luoshi.comparing import Coverage, Weakening

ROOT = Path(__file__).parents[2]
CASES = json.loads((Path(__file__).parent / "cases/fourteen_replies.json").read_text("utf-8"))
TWO_THINGS = "完成在册货船生活污水收集装置改造，严禁船舶油污水直接排放"
"""The one point that asks for two things: a reply to one of them alone leaves the other out."""


@cache
def covered() -> Coverage:
    """The examples' directive beside the examples' replies."""
    asked = luoshi.extract(luoshi.read(ROOT / "examples" / CASES["directive"]))
    files = sorted((ROOT / "examples" / CASES["replies"]).iterdir())
    return luoshi.coverage(asked, [luoshi.extract(luoshi.read(file, dated=CASES["dated"])) for file in files])


def weakenings(unit: str) -> list[tuple[int, Weakening]]:
    """What is weaker in one unit's reply, with the point's number."""
    return [(answer.point, weaker) for answer in covered().answers if answer.key == f"{unit}.txt" or unit in answer.key for weaker in answer.weakenings]


def is_planted(weaker: Weakening, planted: dict[str, str]) -> bool:
    """Whether a weakening is the one that was planted: of its kind, in its words."""
    said = weaker.said and (planted["said"] in weaker.said or weaker.said in planted["said"])
    return weaker.what == planted["what"] and bool(said) and planted["asked"] in weaker.asked


@pytest.mark.parametrize("planted", CASES["weakened"], ids=lambda case: f"{case['unit'][:2]}-{case['what']}-{case['said']}")
def test_every_weakened_promise_is_found(planted: dict[str, str]) -> None:
    assert [weaker for _, weaker in weakenings(planted["unit"]) if is_planted(weaker, planted)]


def test_nothing_else_is_called_weaker() -> None:
    points = {point.number: point.words for point in covered().points}
    planted = {unit: [case for case in CASES["weakened"] if case["unit"] == unit] for unit in {case["unit"] for case in CASES["weakened"]}}
    units = {answer.key.rpartition("/")[2].removesuffix(".txt") for answer in covered().answers}
    others = [
        (unit, weaker.what, weaker.asked, weaker.said)
        for unit in sorted(units) for number, weaker in weakenings(unit)
        if not any(is_planted(weaker, case) for case in planted.get(unit, [])) and not (weaker.what == "scope" and TWO_THINGS in points[number])
    ]  # fmt: skip
    assert others == []


def test_a_reply_that_answers_nothing_is_absent_on_every_point() -> None:
    verdicts = Counter(answer.verdict for answer in covered().answers if "青柳省" in answer.key)
    assert set(verdicts) == {"absent"}


def test_a_reply_that_asks_more_of_itself_is_not_weaker_on_what_it_answers_in_full() -> None:
    kinds = {weaker.what for _, weaker in weakenings("西陵省内河航运管理局")}
    assert kinds <= {"scope"}
