"""The shipped examples hold what their page says, and reading finds it."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

import luoshi

EXAMPLES = Path(__file__).parents[1] / "examples"
CLEAN = (EXAMPLES / "round-up.clean.txt").read_text("utf-8")


def round_up() -> luoshi.ReadDocument:
    """The damaged round-up, read."""
    return luoshi.read(EXAMPLES / "round-up.txt", dated="2018-09")


def plan(suffix: str) -> str:
    """The plan as read from one of its formats, without white space and the article's surroundings."""
    return "".join(luoshi.read(EXAMPLES / f"plan.{suffix}").text.split())


def test_the_damaged_round_up_is_made_from_the_clean_one() -> None:
    make = runpy.run_path(str(EXAMPLES / "make.py"))
    assert make["damaged"](CLEAN) == (EXAMPLES / "round-up.txt").read_text("utf-8")


def test_the_web_page_is_made_from_the_plan() -> None:
    make = runpy.run_path(str(EXAMPLES / "make.py"))
    assert make["plan_html"]() == (EXAMPLES / "plan.html").read_text("utf-8")


def test_reading_the_damaged_round_up_gives_the_clean_one() -> None:
    assert round_up().text.strip() == CLEAN.strip()


def test_the_wrong_character_is_reported_and_kept() -> None:
    document = round_up()
    [suspect] = document.suspects
    mended = document.text[: suspect.start] + suspect.proposal + document.text[suspect.end :]
    assert mended == document.text.replace("徘查", "排查")
    assert "徘查" in document.text


def test_eight_units_speak_and_the_list_is_open() -> None:
    document = round_up()
    assert len(document.named_units) == 8
    assert document.open_list


def test_one_unit_answers_a_second_directive() -> None:
    others = [s.unit for s in round_up().statements if s.directive]
    assert others == ["云岭省内河航运管理局"]


def test_the_ninth_unit_is_awaited() -> None:
    found = luoshi.extract(round_up(), expected=luoshi.read_expected(EXAMPLES / "units.csv"))
    assert found.awaited == ("南汀省内河航运管理局",)


def test_the_footer_binds_nobody() -> None:
    footer = CLEAN.index("声明：")
    assert [d.words for d in luoshi.extract(round_up()).duties if d.start >= footer] == []


def test_one_unit_alone_meets_every_quarter() -> None:
    found = luoshi.extract(round_up())
    assert {d.unit for d in found.duties if d.recurrence and d.recurrence.value == "quarterly"} == {"石梁省内河航运管理局"}


@pytest.mark.parametrize("suffix", ["html", "docx", "pdf"])
def test_the_plan_reads_alike_in_every_format(suffix: str) -> None:
    clean = plan("txt")
    body = clean[clean.index("一、总体要求") : clean.index("附件：")]
    assert body in plan(suffix)


def test_the_plan_names_who_leads_and_who_supports() -> None:
    found = luoshi.extract(luoshi.read(EXAMPLES / "plan.txt"))
    duty = next(d for d in found.duties if "每半年" in d.words)
    roles = {(actor.name, actor.role) for actor in duty.actors}
    assert {("安全监督处", "lead"), ("办公室", "support"), ("财务处", "support")} <= roles
