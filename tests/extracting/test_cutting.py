"""Where a sentence is cut. A case: the pieces; joined they are the sentence. What must not be cut is one piece."""

from __future__ import annotations

from typing import Any

import pytest
from case_files import cases
from hypothesis import given
from hypothesis import strategies as st

from luoshi.extracting.cutting import cut


def pieces_of(text: str) -> list[str]:
    return [text[start:end] for start, end in cut(text, 0, len(text))]


@pytest.mark.parametrize("row", cases("cutting", "in_the_wild", "made_up"))
def test_a_sentence_is_cut_where_a_clause_with_its_own_verb_ends(row: dict[str, Any]) -> None:
    assert pieces_of("".join(row["pieces"])) == row["pieces"]


@pytest.mark.parametrize("row", cases("cutting", "must_not_change"))
def test_what_is_one_thing_is_not_cut(row: dict[str, Any]) -> None:
    assert pieces_of(row["pieces"][0]) == row["pieces"]


@pytest.mark.parametrize("row", cases("cutting", "known_failures"))
@pytest.mark.xfail(strict=True)
def test_what_is_not_cut_rightly_yet(row: dict[str, Any]) -> None:
    assert pieces_of("".join(row["pieces"])) == row["pieces"]


def test_only_the_stretch_that_is_asked_for_is_cut() -> None:
    text = "前一句。摸清底数，建立台账。后一句。"
    assert [text[start:end] for start, end in cut(text, 4, 14)] == ["摸清底数，", "建立台账。"]


@given(st.text(alphabet="。；！？，、：“”‘’（）()《》【】\n 一二三（要是加强监管落实责任坚持企业0-9%,.", max_size=60))
def test_the_pieces_of_any_text_are_the_whole_of_it_in_order(text: str) -> None:
    assert "".join(pieces_of(text)) == text
    assert all(pieces_of(text))
