"""Which words two sides share, where, of what kind, and what changed in them.

A case of cases/passages.json has two texts and what is found: [words of a, words of b, kind, [[what, before, after], …]].
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.comparing.grams import join_letters
from luoshi.comparing.letters import fold
from luoshi.comparing.records import PASSAGE_KINDS, Passage, Side
from luoshi.comparing.sharing.aligning import align_all
from luoshi.comparing.sharing.dots import Windows
from luoshi.comparing.sharing.ends import with_fitting_ends
from luoshi.comparing.sharing.fitting import Ground, Shared, with_ends_set
from luoshi.comparing.sharing.naming import explain, name_kinds
from luoshi.comparing.sharing.passages import find_passages
from luoshi.comparing.sharing.readings import Reading
from luoshi.comparing.sharing.signs import words_of
from luoshi.comparing.sharing.stretches import Stretch

CASES = json.loads((Path(__file__).parent / "cases" / "passages.json").read_text(encoding="utf-8"))


def side(key: str, text: str, start: int = 0, end: int | None = None, skipped: tuple[tuple[int, int], ...] = ()) -> Side:
    return Side(key, text, start, len(text) if end is None else end, skipped)


def between(*texts: str) -> tuple[Passage, ...]:
    return find_passages([side(str(number), text) for number, text in enumerate(texts)])


def told(passages: tuple[Passage, ...], *texts: str) -> list[Any]:
    """The passages as a case has them."""
    return [
        [
            texts[int(p.a)][p.a_start : p.a_end], texts[int(p.b)][p.b_start : p.b_end], p.kind,
            [[change.what, change.before, change.after] for change in p.changes],
        ]
        for p in passages
    ]  # fmt: skip


def mirrored(passage: Passage) -> tuple[Any, ...]:
    return passage.b, passage.b_start, passage.b_end, passage.a, passage.a_start, passage.a_end, passage.kind


def placed(passage: Passage) -> tuple[Any, ...]:
    return passage.a, passage.a_start, passage.a_end, passage.b, passage.b_start, passage.b_end, passage.kind


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_passages_are_found_and_named(case: dict[str, Any]) -> None:
    assert told(between(case["a"], case["b"]), case["a"], case["b"]) == case["found"]


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_the_other_way_round_the_same_is_found(case: dict[str, Any]) -> None:
    one, other = side("a", case["a"]), side("b", case["b"])
    forth, back = find_passages([one, other]), find_passages([other, one])
    assert sorted(map(placed, forth)) == sorted(map(mirrored, back))


def test_two_identical_texts_are_one_passage() -> None:
    text = "健全机制。每月报送检查进展情况。压实责任，每月报送检查进展情况。"
    [found] = between(text, text)
    assert (found.kind, found.a_start, found.a_end, found.similarity) == ("verbatim", 0, len(text) - 1, 1.0)


def test_a_text_is_not_compared_with_itself() -> None:
    assert between("健全末端投递服务质量通报制度。健全末端投递服务质量通报制度。") == ()


def test_two_units_in_one_round_up_are_two_sides_and_places_count_in_its_text() -> None:
    text = "甲局：每月报送寄递安全检查进展。乙局：每月报送寄递安全检查进展。"
    [found] = find_passages([side("甲", text, 0, 16), side("乙", text, 16)])
    assert (found.a, found.b) == ("甲", "乙")
    assert text[found.a_start : found.a_end] == text[found.b_start : found.b_end] == "每月报送寄递安全检查进展"
    assert found.a_end <= 16 <= found.b_start


def test_headings_that_are_left_out_are_not_shared() -> None:
    text = "打好污染防治攻坚战\n各家做法不一。"
    other = "打好污染防治攻坚战\n天气晴好。"
    assert find_passages([side("a", text, skipped=((0, 9),)), side("b", other, skipped=((0, 9),))]) == ()


def test_edits_say_how_the_one_becomes_the_other() -> None:
    one, other = "各县局要按月报送寄递安全检查进展情况。", "各县局要按月上报寄递安全检查工作进展情况。"
    [found] = between(one, other)
    assert [(edit.kind, edit.before, edit.after) for edit in found.edits] == [("replace", "报送", "上报"), ("insert", "", "工作")]


def test_moved_clauses_are_edits() -> None:
    [found] = between("完善应急预案，开展联合演练，配齐消防器材。", "配齐消防器材，完善应急预案，开展联合演练。")
    assert [(edit.kind, edit.before) for edit in found.edits] == [("move", "配齐消防器材")]
    assert found.similarity == 1.0


LETTER = st.sampled_from("甲乙丙丁戊己庚辛壬癸，。不20年")
TEXT = st.text(LETTER, max_size=60)


def spliced(parts: tuple[str, str, str, str, str]) -> tuple[str, str]:
    before, shared, after, before2, after2 = parts
    return before + shared + after, before2 + shared + after2


@settings(deadline=None, max_examples=40)
@given(st.tuples(TEXT, st.text(LETTER, min_size=12, max_size=40), TEXT, TEXT, TEXT).map(spliced))
def test_words_of_every_passage_are_those_of_its_spans(texts: tuple[str, str]) -> None:
    for passage in between(*texts):
        assert passage.kind in PASSAGE_KINDS
        a, b = (fold(texts[n], *span).words() for n, span in enumerate([(passage.a_start, passage.a_end), (passage.b_start, passage.b_end)]))
        assert 0 < passage.letters <= min(len(a), len(b))
        assert passage.similarity == round(passage.letters / max(len(a), len(b)), 4)
        for edit in passage.edits:
            assert texts[0][edit.a_start : edit.a_end] == edit.before and texts[1][edit.b_start : edit.b_end] == edit.after
        for change in passage.changes:
            assert texts[0][change.a_start : change.a_end] == change.before and texts[1][change.b_start : change.b_end] == change.after


@settings(deadline=None, max_examples=40)
@given(st.lists(TEXT, min_size=2, max_size=3))
def test_the_order_of_texts_only_turns_passages_round(texts: list[str]) -> None:
    sides = [side(str(number), text) for number, text in enumerate(texts)]
    forth, back = find_passages(sides), find_passages(sides[::-1])
    assert sorted(map(placed, forth)) == sorted(map(mirrored, back))


def ground_of(texts: list[str]) -> Ground:
    folded = [fold(text) for text in texts]
    readings = [Reading.of(letters, text) for letters, text in zip(folded, texts, strict=True)]
    joined = join_letters(folded)
    return Ground.of(joined, words_of(joined.starts, (reading.telling for reading in readings)), readings.__getitem__)


@settings(deadline=None, max_examples=150)
@given(st.tuples(TEXT, st.text(LETTER, min_size=9, max_size=24), TEXT, TEXT, TEXT).map(spliced), st.lists(st.integers(0, 12), min_size=4, max_size=4))
def test_ends_and_kinds_of_all_at_once_are_those_of_each(texts: tuple[str, str], cut: list[int]) -> None:
    ground = ground_of(list(texts))
    starts, readings = ground.starts, [ground.reading(number) for number in (0, 1)]
    places = (starts[0] + cut[0], starts[1] - cut[1], starts[1] + cut[2], starts[2] - cut[3])
    window = Windows(*(np.array([min(max(place, starts[at // 2]), starts[at // 2 + 1])]) for at, place in enumerate(places)))
    found = align_all(ground.signs.codes, window)
    shared = Shared(np.zeros(len(found), np.int64), np.ones(len(found), np.int64), found)
    aligned = found.counted_from(starts[shared.a], starts[shared.b]).records()
    wanted = [stretch for stretch in (with_fitting_ends(one, *readings) for one in aligned) if stretch]
    fitted = with_ends_set(ground, shared)
    records = list(fitted.stretches.counted_from(starts[fitted.a], starts[fitted.b]).records())
    assert [(*one[:5], runs_of(one)) for one in records] == [(*one[:5], runs_of(one)) for one in wanted]
    assert [PASSAGE_KINDS[kind] for kind in name_kinds(ground, fitted)] == [explain(stretch, *readings)[2] for stretch in wanted]


def runs_of(stretch: Stretch) -> list[tuple[int, int, int]]:
    return [run for block in (*stretch.kept, *stretch.moved) for run in block.runs]
