"""What of a text is compared, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.comparing.letters import fold


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("抓好落实，抓出成效。", "抓好落实抓出成效"),
        ("２０２０年ＧＤＰ", "2020年gdp"),
        ("𠮷林省𪚥", "𠮷林省𪚥"),
        ("人人参与々", "人人参与々"),
        ("①一、Ⅱ类", "一ⅱ类"),
        ("豈", "豈"),
        (" \u3000，。——…“”🙂", ""),
        ("", ""),
    ],
)
def test_letters_are_kept_and_marks_are_not(text: str, letters: str) -> None:
    assert fold(text).words() == letters


def test_every_letter_knows_its_place() -> None:
    text = "一、𠮷林，落实"
    letters = fold(text)
    assert [text[place] for place in letters.places] == list("一𠮷林落实")


def test_only_the_stretch_asked_for_is_folded_and_places_count_from_the_start_of_the_text() -> None:
    assert fold("甲乙丙丁", 1, 3).places.tolist() == [1, 2]


def test_what_is_skipped_is_left_out_and_parts_its_neighbours() -> None:
    letters = fold("甲乙标题丙", 0, 5, [(2, 4)])
    assert letters.words() == "甲乙丙"
    assert letters.breaks.tolist() == [2, 0, 2]


def test_marks_and_ends_of_lines_part_letters_and_spaces_do_not() -> None:
    assert fold("甲，乙。丙\n丁 戊").breaks.tolist() == [2, 1, 2, 2, 0]


@given(st.text(max_size=60))
def test_any_text_folds_to_letters_in_rising_places(text: str) -> None:
    letters = fold(text)
    assert len(letters.codes) == len(letters.places) == len(letters.breaks) <= len(text)
    assert (letters.places[1:] > letters.places[:-1]).all()
    assert fold(letters.words()).words() == letters.words()


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_a_stretch_folds_as_it_does_inside_the_whole(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    whole, part = fold(text), fold(text, start, end)
    inside = (whole.places >= start) & (whole.places < end)
    assert part.places.tolist() == whole.places[inside].tolist()
    assert part.codes.tolist() == whole.codes[inside].tolist()
