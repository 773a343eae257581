"""The summary of a comparison on a terminal."""

from __future__ import annotations

import pytest
from made_comparison import made_comparison
from rich.cells import cell_len

from luoshi.screen import Screen
from luoshi.terminal_comparison import render_comparison


def shown(*, blind: bool = False, lang: str = "zh", width: int = 80, encoding: str = "utf-8") -> str:
    return render_comparison(made_comparison(blind=blind), lang, Screen(width, encoding=encoding), ("南汀省行业管理局",))


def test_what_is_weaker_comes_first_with_the_words_of_both_sides() -> None:
    words = shown()
    assert words.index("减弱之处  2") < words.index("本文未见的要点") < words.index("要点×单位") < words.index("各单位自有内容")
    assert "时限：“2018年9月底前”→“逐步”" in words
    assert "数字：“90%”→“85%”" in words
    assert "成果：“备案”→ 本文未见" in words


def test_it_is_said_who_is_silent_on_what() -> None:
    assert "2家：砚山、蓝汀" in shown()


def test_verdicts_are_told_without_colour() -> None:
    row = next(line for line in shown().splitlines() if line.startswith("4 一 对弄虚") and "“" not in line)
    assert row.split()[-3:] == ["·", "照", "照?"]


def test_who_was_expected_and_is_not_there_is_awaited() -> None:
    assert "1个单位：南汀省行业管理局" in shown()


def test_blind_the_points_are_marked_as_reconstructed() -> None:
    words = shown(blind=True)
    assert "由各单位复述还原，非原文" in words
    assert "2/3" in words
    assert "减弱之处" not in words


def test_suspected_typos_are_reported() -> None:
    assert "蓝汀：“做假”，其他单位作“作假”" in shown()


@pytest.mark.parametrize("width", [40, 80, 160])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("blind", [False, True])
def test_no_line_is_wider_than_the_screen(width: int, lang: str, blind: bool) -> None:
    assert max(map(cell_len, shown(blind=blind, lang=lang, width=width).splitlines())) <= width


def test_a_screen_of_another_encoding_shows_every_character() -> None:
    shown(encoding="gbk").encode("gbk")
    shown(encoding="ascii").encode("ascii")
