"""How much of a text is its own: the letters in runs of eight that no other side has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_texts import made, named, needs_the_page, page

from luoshi.comparing import OwnText, Side, Span
from luoshi.comparing.letters import fold
from luoshi.comparing.tracing.owning import own_text

SHARED_ON_THE_REAL_PAGE = {"广西": 64, "新疆": 51, "陕西": 46, "辽宁": 44, "河北": 28, "山西": 22, "广东": 20, "山东": 11}
"""Percent of a unit's letters in 8-grams that another unit has, counted apart from this project."""
SENTENCES = ["每月报送检查进展情况", "建立灯塔档案", "成立由局长任组长的领导小组", "各县局要加强督促检查", "无", ""]


def letters_in(side: Side, spans: tuple[Span, ...]) -> int:
    return sum(len(fold(side.text, start, end, side.skipped)) for start, end in spans)


def counted_by_hand(side: Side, others: list[Side]) -> int:
    """Letters of a side in runs of eight that one of the others has, looked up one by one."""
    words = fold(side.text, side.start, side.end, side.skipped).words()
    elsewhere = [fold(other.text, other.start, other.end, other.skipped).words() for other in others]
    begins = [at for at in range(len(words) - 7) if any(words[at : at + 8] in other for other in elsewhere)]
    return len({at + step for at in begins for step in range(8)})


def texts_of_sentences() -> st.SearchStrategy[list[str]]:
    return st.lists(st.lists(st.sampled_from(SENTENCES), max_size=5).map("。".join), max_size=4)


@needs_the_page
@pytest.mark.parametrize(("unit", "percent"), SHARED_ON_THE_REAL_PAGE.items())
def test_on_the_real_page_the_shares_are_those_counted_by_eight_grams(unit: str, percent: int) -> None:
    own = {each.key: each for each in own_text(page())}[named(page(), unit).key]
    assert 100 * own.shared / own.letters == pytest.approx(percent, abs=1)


@needs_the_page
def test_on_the_real_page_every_figure_has_its_places() -> None:
    for side, own in zip(page(), own_text(page()), strict=True):
        assert letters_in(side, own.shared_spans) == own.shared
        assert letters_in(side, own.own_spans) == own.letters - own.shared
        assert all(side.start <= start < end <= side.end for start, end in own.shared_spans + own.own_spans)


@given(texts_of_sentences())
def test_the_count_is_that_of_looking_up_every_run(texts: list[str]) -> None:
    sides = made(*texts)
    found = own_text(sides)
    assert [own.shared for own in found] == [counted_by_hand(side, [other for other in sides if other is not side]) for side in sides]


@given(texts_of_sentences(), st.integers(0, 3))
def test_shared_own_and_the_directives_letters_make_up_the_text(texts: list[str], asking: int) -> None:
    sides = made(*texts)
    for own in own_text(sides, [str(asking)]):
        side = sides[int(own.key)]
        assert letters_in(side, own.shared_spans) == own.shared
        assert letters_in(side, own.directive_spans) == own.directive
        assert own.letters - own.shared - own.directive <= letters_in(side, own.own_spans) <= own.letters - max(own.shared, own.directive)


@given(texts_of_sentences())
def test_the_order_of_the_texts_changes_nothing(texts: list[str]) -> None:
    def told(found: tuple[OwnText, ...]) -> set[tuple[object, ...]]:
        return {(own.key, own.letters, own.shared, own.shared_spans, frozenset(own.with_whom)) for own in found}

    sides = made(*texts)
    assert told(own_text(sides)) == told(own_text(sides[::-1]))


def test_what_a_text_repeats_of_itself_is_its_own() -> None:
    [alone, other] = own_text(made("每月报送检查进展情况。每月报送检查进展情况。", "建立全省灯塔巡检档案。"))
    assert (alone.shared, other.shared) == (0, 0)
    assert alone.own_spans == ((0, 21),)


def test_a_whole_copy_has_nothing_of_its_own() -> None:
    own = own_text(made("我局每月报送检查进展情况。", "我局每月报送检查进展情况。"))
    assert [(each.shared, each.letters, each.own_spans) for each in own] == [(12, 12, ())] * 2


def test_a_unit_shares_nothing_with_itself_in_one_document() -> None:
    text = "每月报送检查进展情况。建立灯塔档案。每月报送检查进展情况。"
    sides = [Side("甲#1", text, 0, 11, unit="甲局"), Side("甲#2", text, 11, 18, unit="乙局"), Side("甲#3", text, 18, 29, unit="甲局")]
    assert [own.shared for own in own_text(sides)] == [0, 0, 0]


def test_headings_are_left_out_and_no_place_reaches_across_one() -> None:
    one, other = "各局每月报送\n一、检查\n进展情况说明。", "每月报送进展情况说明。"
    sides = [Side("0", one, 0, len(one), ((7, 11),)), *made("", other)[1:]]
    own = own_text(sides)[0]
    assert (own.letters, own.shared, own.shared_spans) == (12, 10, ((2, 6), (12, 18)))


def test_the_directives_words_are_counted_apart_and_a_directive_has_no_figures_of_its_own() -> None:
    asked, said, echoed = made("每月报送检查进展情况。", "每月报送检查进展情况，并建立灯塔档案。", "并建立灯塔档案工作。")
    [own, other] = own_text([asked, said, echoed], ["0"])
    assert (own.key, own.directive, own.shared, own.own_spans) == ("1", 10, 0, ((11, 18),))
    assert (other.directive, other.shared) == (0, 0)


def test_it_says_with_whom_most_first() -> None:
    own = own_text(made("每月报送检查进展情况。各县局要加强督促检查。", "每月报送检查进展情况。", "各县局要加强督促检查。每月报送检查进展情况。"))[0]
    assert own.with_whom == (("2", 20), ("1", 10))


def test_seven_letters_are_no_run_and_eight_are() -> None:
    assert [own.shared for own in own_text(made("甲乙丙丁戊己庚", "甲乙丙丁戊己庚"))] == [0, 0]
    assert [own.shared for own in own_text(made("甲乙丙丁戊己庚辛", "甲乙丙丁戊己庚辛"))] == [8, 8]


def test_letters_beyond_the_basic_plane_count_and_empty_texts_do_no_harm() -> None:
    assert [own.shared for own in own_text(made("𠮷林𪚥局每月检查𠀋县", "", "𠮷林𪚥局每月检查𠀋县"))] == [10, 0, 10]
    assert own_text([]) == ()
