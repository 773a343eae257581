"""By when and how often: what is a deadline or a rhythm, what it means, and what only looks like one."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.extracting.dates import PartDate
from luoshi.extracting.times import find_deadlines, find_recurrence

CASES = Path(__file__).parent / "cases" / "times"
OFFICIAL = Path(__file__).parents[3] / "shared" / "corpora" / "time-labels" / "official.tsv"


def cases(name: str) -> list[Any]:
    rows = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["words"]) for row in rows]


def official() -> list[dict[str, str]]:
    if not OFFICIAL.exists():
        return []
    with OFFICIAL.open(encoding="utf-8", newline="") as lines:
        return [{key: value or "" for key, value in row.items()} for row in csv.DictReader(lines, delimiter="\t")]


def check(row: dict[str, Any]) -> None:
    deadlines = find_deadlines(row["words"], dated=row["dated"])
    recurrence = find_recurrence(row["words"])
    assert [deadline.value for deadline in deadlines] == row["due"]
    assert (recurrence.value if recurrence else None) == row["recurrence"]
    if "day" in row:
        assert recurrence is not None and recurrence.day == row["day"]
    for name in ("inferred", "anchor", "last_day"):
        assert name not in row or getattr(deadlines[0], name) == row[name]
    assert set(row.get("hedges", ())) <= set(deadlines[0].hedges if deadlines else ())


@pytest.mark.parametrize("row", [*cases("made_up"), *cases("in_the_wild")])
def test_a_time_is_read_at_the_precision_of_its_words(row: dict[str, Any]) -> None:
    check(row)


@pytest.mark.parametrize("row", cases("must_not_change"))
def test_what_binds_nobody_is_neither_deadline_nor_rhythm(row: dict[str, Any]) -> None:
    assert find_deadlines(row["words"], dated=row["dated"]) == ()
    assert find_recurrence(row["words"]) is None


@pytest.mark.parametrize("row", cases("known_failures"))
@pytest.mark.xfail(strict=True)
def test_what_is_not_read_yet(row: dict[str, Any]) -> None:
    check(row)


@pytest.mark.parametrize("row", official() or [pytest.param({}, marks=pytest.mark.skip(reason="../shared is absent"))], ids=lambda row: row.get("words", "-"))
def test_every_line_of_the_official_labels_is_right(row: dict[str, str]) -> None:
    deadlines = find_deadlines(row["words"], dated=row["document_date"])
    recurrence = find_recurrence(row["words"])
    assert ";".join(deadline.value for deadline in deadlines) == row["due"]
    assert (recurrence.value if recurrence else "") == row["recurrence"]
    for note in row["note"].split("; "):
        kind, _, value = note.partition(" ")
        assert kind != "hedge" or not deadlines or value in deadlines[0].hedges
        assert kind != "anchor" or deadlines[0].anchor == value
        assert kind != "day" or (recurrence is not None and recurrence.day == int(value))
    assert any(deadline.inferred for deadline in deadlines) == ("year inferred" in row["note"])


def test_a_year_from_the_documents_date_says_where_it_came_from() -> None:
    deadline = find_deadlines("9月份要召开", dated="2018-08-31")[0]
    assert (deadline.inferred, deadline.inferred_from) == (True, "2018-08-31")


def test_a_later_term_of_the_sentence_takes_the_year_of_the_earlier_one() -> None:
    text = "2020年6月底前完成摸底，9月底前完成整改。3月底前总结。"
    assert [d.value for d in find_deadlines(text, 13, 22, dated="2019")] == ["2020-09-30"]
    assert [d.inferred for d in find_deadlines(text, 13, 22, dated="2019")] == [False]
    assert [d.value for d in find_deadlines(text, 23, len(text), dated="2019")] == ["2019-03-31"]


def test_spans_are_places_in_the_whole_text() -> None:
    text = "前面的话。于２ 0 2 0 年 底 前完成，每 月 5 日报送"
    deadline = find_deadlines(text, 5)[0]
    recurrence = find_recurrence(text, 5)
    assert text[deadline.start : deadline.end] == deadline.words == "２ 0 2 0 年 底 前"
    assert recurrence is not None and text[recurrence.start : recurrence.end] == "每 月"


def test_nothing_outside_the_stretch_is_found() -> None:
    text = "2020年底前完成，按月调度"
    assert find_deadlines(text, 9) == ()
    assert find_recurrence(text, 0, 8) is None


def test_the_last_day_follows_the_calendar() -> None:
    assert find_deadlines("2020年2月底前", dated="2018")[0].last_day == "2020-02-29"
    assert PartDate(2019, 2).last_day() == "2019-02-28"


@given(st.text(alphabet="年月日底前内到至每按季度周20１８９三十五二〇“”《》，。-— 截已了自起印发后个工作", max_size=40), st.sampled_from(["", "2018", "2018-09", "2018-08-31"]))
def test_any_text_gives_terms_that_stand_in_it(text: str, dated: str) -> None:
    for found in find_deadlines(text, dated=dated):
        assert text[found.start : found.end] == found.words
        assert found.value
    rhythm = find_recurrence(text)
    assert rhythm is None or text[rhythm.start : rhythm.end] == rhythm.words
