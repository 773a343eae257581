"""Where two texts may share words: nothing long enough is missed, whatever the order of the texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.comparing.letters import fold
from luoshi.comparing.searching.candidates import Candidates, Search, find_candidates, search_for

FINE = search_for(1_000)
COARSE = search_for(100_000_000)
Row = tuple[int, int, int, int, int, int]


def rows(found: Candidates) -> list[Row]:
    columns = (found.a, found.a_start, found.a_end, found.b, found.b_start, found.b_end)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def candidates(texts: Sequence[str], groups: Sequence[int] | None = None, search: Search = FINE) -> list[Row]:
    return rows(find_candidates([fold(text) for text in texts], groups=groups, search=search))


def common_runs(one: str, other: str, least: int) -> list[tuple[int, int, int]]:
    """(place in one, place in other, letters) of every run that can be made no longer, found by looking at each pair of places."""
    found = []
    for i in range(len(one)):
        for j in range(len(other)):
            if one[i] == other[j] and (i == 0 or j == 0 or one[i - 1] != other[j - 1]):
                letters = 0
                while i + letters < len(one) and j + letters < len(other) and one[i + letters] == other[j + letters]:
                    letters += 1
                if letters >= least:
                    found.append((i, j, letters))
    return found


def uncovered(texts: Sequence[str], groups: Sequence[int], found: Sequence[Row], least: int) -> list[Row]:
    """The common runs of texts of different groups that lie in none of the candidates."""
    runs = [
        (a, i, i + letters, b, j, j + letters)
        for b in range(len(texts))
        for a in range(b)
        if groups[a] != groups[b]
        for i, j, letters in common_runs(texts[a], texts[b], least)
    ]
    return [run for run in runs if not inside(found, run)]


def inside(found: Sequence[Row], run: Row) -> bool:
    """Whether one of the candidates holds the whole run."""
    a, a_start, a_end, b, b_start, b_end = run
    return any((a, b) == (r[0], r[3]) and r[1] <= a_start and a_end <= r[2] and r[4] <= b_start and b_end <= r[5] for r in found)


def texts_of(letters: str, most: int = 60) -> st.SearchStrategy[list[str]]:
    return st.lists(st.text(alphabet=letters, max_size=most), max_size=5)


CLAUSES = ("建立工作专班定期会商", "每月报送检查进展情况", "压实各级主体责任", "𠮷林𪚥河沿岸整治到位", "到2020年", "完善考核办法", "工作", "甲乙丙丁戊己庚辛壬癸子丑")
joined_clauses = st.lists(st.lists(st.sampled_from(CLAUSES), max_size=8).map("".join), max_size=5)


@pytest.mark.parametrize("search", [FINE, COARSE])
@settings(max_examples=25, deadline=None)
@given(texts=st.one_of(texts_of("甲乙"), texts_of("甲乙丙𠮷"), joined_clauses), data=st.data())
def test_every_long_run_that_two_groups_share_is_inside_a_candidate(search: Search, texts: list[str], data: st.DataObject) -> None:
    groups = data.draw(st.lists(st.integers(0, 2), min_size=len(texts), max_size=len(texts)))
    assert uncovered(texts, groups, candidates(texts, groups, search), search.telling_run) == []


@settings(max_examples=25, deadline=None)
@given(texts=st.one_of(texts_of("甲乙丙丁", 80), joined_clauses), data=st.data())
def test_texts_in_another_order_give_the_same_candidates(texts: list[str], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(texts))))

    def by_text(found: Sequence[Row], names: Sequence[int]) -> list[tuple[tuple[int, int, int], ...]]:
        return sorted(tuple(sorted(((names[a], s, e), (names[b], t, f)))) for a, s, e, b, t, f in found)

    given_order = by_text(candidates(texts), range(len(texts)))
    assert by_text(candidates([texts[number] for number in order]), order) == given_order


@settings(max_examples=15, deadline=None)
@given(texts=joined_clauses)
def test_candidates_lie_inside_the_texts_and_stand_in_order(texts: list[str]) -> None:
    found = candidates(texts)
    assert found == sorted(found, key=lambda row: (row[0], row[3], row[1], row[4], row[2], row[5]))
    for a, a_start, a_end, b, b_start, b_end in found:
        assert a < b
        assert 0 <= a_start < a_end <= len(texts[a])
        assert 0 <= b_start < b_end <= len(texts[b])


def test_a_run_that_begins_at_the_first_letter_is_found() -> None:
    assert inside(candidates(["每月报送检查进展情况", "我们每月报送检查进展情况"]), (0, 0, 10, 1, 2, 12))


def test_two_equal_texts_are_one_candidate_from_end_to_end() -> None:
    text = "各单位要建立工作专班，定期会商。\n每月报送检查进展情况，逾期不报的予以通报；压实各级主体责任。"
    letters = len(fold(text))
    assert candidates([text, text]) == [(0, 0, letters, 1, 0, letters)]


def test_a_text_is_not_compared_with_itself() -> None:
    assert candidates(["每月报送检查进展情况。每月报送检查进展情况。"]) == []


def test_a_sentence_that_stands_twice_is_found_at_both_places() -> None:
    words, other = "每月报送检查进展情况。", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳。"
    assert candidates([words + other + words, words]) == [(0, 0, 10, 1, 0, 10), (0, 26, 36, 1, 0, 10)]


def test_texts_of_one_group_are_not_compared() -> None:
    text = "每月报送检查进展情况"
    assert [(row[0], row[3]) for row in candidates([text, text, text], groups=[7, 7, 3])] == [(0, 2), (1, 2)]


def test_letters_beyond_the_basic_plane_are_whole_letters() -> None:
    assert inside(candidates(["𠮷林𪚥河沿岸整治到位", "在𠮷林𪚥河沿岸整治到位"]), (0, 0, 10, 1, 1, 11))


@pytest.mark.parametrize("texts", [[], [""], ["", "。。"], ["", "每月报送检查进展情况", ""]])
def test_empty_texts_give_no_candidates(texts: list[str]) -> None:
    assert candidates(texts) == []


def test_an_edited_and_reordered_sentence_is_one_candidate() -> None:
    said = "要健全会商机制，切实压实属地责任，定期通报整改进展。"
    asked = "切实压实属地的责任，健全好会商机制，并按月通报整改的进展。"
    assert len(candidates([said, asked])) == 1


def test_a_gram_that_stands_too_often_is_left_out_and_the_run_around_it_is_still_whole() -> None:
    common, rare = "每月报送检查进展情况", "甲乙丙丁戊己庚辛壬癸子丑"
    texts = [f"{common}{rare}{common}", f"{common}{rare}{common}", *[f"{sign}{common}" for sign in "天地玄黄宇宙洪荒日月盈昃"]]
    found = candidates(texts, search=replace(FINE, formula=0, run_pairs=30, piece_pairs=30))
    assert (0, 0, 32, 1, 0, 32) in found
    assert len(found) < len(candidates(texts, search=replace(FINE, formula=0)))


def test_a_formula_is_no_candidate_but_part_of_a_run_that_holds_it() -> None:
    formula = "县级以上人民政府及其有关部门应当"
    one = "甲乙丙丁戊己 子丑寅卯辰巳 天地玄黄宇宙 日月盈昃辰宿 寒来暑往秋收 金生丽水玉出 龙师火帝鸟官"
    other = "甲乙丙丁戊己 海咸河淡鳞潜 推位让国有虞 坐朝问道垂拱 爱育黎首臣伏 鸣凤在竹白驹 化被草木赖及"
    texts = ["。".join(formula + said for said in many.split()) for many in (one, other)]
    found = candidates(texts, search=search_for(1_000, len(texts)))
    length = len(formula) + 6 + len(formula)
    assert found == [(0, 0, length, 1, 0, length)]


def test_neither_threads_nor_memory_change_the_candidates(tmp_path: Path) -> None:
    draw = np.random.default_rng(20180831)
    texts = ["".join(draw.choice(CLAUSES, 40)) for _ in range(60)]
    folded = [fold(text) for text in texts]
    found = [rows(find_candidates(folded, threads=threads, memory_limit_mb=limit, spill_to=tmp_path)) for threads, limit in ((1, 500), (2, None))]
    assert len(found[0]) > 1_000
    assert found[0] == found[1]
