"""The page of a comparison as a browser shows it: two texts beside each other, a cell's sentences, a phone's width."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import told_by
from made_comparison import L, made_comparison

from luoshi.writing.compared_page import compared_html

CHOOSE = """
const choose = (side, name) => { const list = document.getElementById("choose-" + side);
  list.value = [...list.options].find((option) => option.text.includes(name)).value; list.dispatchEvent(new Event("change")); };
"""
PANES = """[...document.querySelectorAll(".pane")].map((pane) => ({
  name: pane.querySelector("h3").textContent,
  marked: [...pane.querySelectorAll(".pp")].map((node) => [node.className, node.textContent]),
  numbers: [...pane.querySelectorAll(".br[data-p]")].map((node) => node.dataset.p),
  changed: [...pane.querySelectorAll("mark")].map((node) => [node.dataset.what, node.textContent]),
  edits: [...pane.querySelectorAll(".dif")].map((node) => node.textContent),
}))"""


def test_two_texts_stand_beside_each_other_with_their_passages_numbered_alike(tmp_path: Path) -> None:
    left, right = told_by(compared_html(made_comparison()), f'{CHOOSE} choose("a", "砚山"); choose("b", "蓝汀"); return {PANES};', tmp_path)
    assert (left["name"], right["name"]) == ("砚山省行业管理局", "蓝汀省行业管理局")
    assert left["numbers"] == right["numbers"] == ["1", "1", "2", "2"]
    assert left["marked"][0] == right["marked"][0] == ["pp g-verbatim", "每季度通报一次进展情况"]
    assert (left["edits"], right["edits"]) == (["作"], ["做"])


def test_a_changed_figure_is_boxed_and_named_on_both_sides(tmp_path: Path) -> None:
    left, right = told_by(compared_html(made_comparison()), f'{CHOOSE} choose("a", "通知"); choose("b", "青屿"); return {PANES};', tmp_path)
    assert (left["changed"], right["changed"]) == ([["数字", "90%"]], [["数字", "85%"]])


def test_the_pair_may_be_turned_round(tmp_path: Path) -> None:
    left, right = told_by(compared_html(made_comparison()), f'{CHOOSE} choose("a", "青屿"); choose("b", "通知"); return {PANES};', tmp_path)
    assert (left["changed"], right["changed"]) == ([["数字", "85%"]], [["数字", "90%"]])


def test_what_scrolls_one_text_scrolls_the_other_to_the_same_passage(tmp_path: Path) -> None:
    page = compared_html(made_comparison()).replace("</style>", ".pane p { margin-top: 30rem !important; }</style>", 1)
    script = f"""{CHOOSE} choose("a", "砚山"); choose("b", "蓝汀");
      const [left, right] = document.querySelectorAll(".pane");
      const top = (pane) => pane.querySelector('.br[data-p="2"]').getBoundingClientRect().top - pane.getBoundingClientRect().top;
      left.scrollTop += top(left) - left.clientHeight / 3;
      left.dispatchEvent(new Event("scroll"));
      return [top(left), top(right)];"""
    left, right = told_by(page, script, tmp_path)
    assert abs(left - right) < 5


def test_a_clicked_cell_shows_the_words_of_both_sides(tmp_path: Path) -> None:
    script = """document.querySelector(".matrix td.v-weaker a").click();
      const panel = document.getElementById("panel"); return [panel.hidden, panel.textContent];"""
    hidden, words = told_by(compared_html(made_comparison()), script, tmp_path)
    assert not hidden
    assert "必须在2018年9月底前制定实施方案" in words
    assert "力争逐步制定实施方案" in words


def test_the_weakened_are_gone_through_one_by_one(tmp_path: Path) -> None:
    script = """document.querySelector(".matrix td.v-weaker a").click(); const seen = [];
      for (let i = 0; i < 3; i++) { seen.push(document.querySelector("#panel .body > p").textContent); document.querySelector('#panel [data-go="1"]').click(); }
      return seen;"""
    first, second, third = told_by(compared_html(made_comparison()), script, tmp_path)
    assert first != second
    assert first == third


@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_wider_than_a_phone(tmp_path: Path, blind: bool, lang: str) -> None:
    script = "return [document.documentElement.scrollWidth, innerWidth];"
    wide, screen = told_by(compared_html(made_comparison(blind=blind), lang=lang), script, tmp_path, width=500)
    assert wide <= screen


def test_a_link_into_a_folded_text_opens_it(tmp_path: Path) -> None:
    number = [side.key for side in made_comparison().sides].index(L)
    script = f"""const text = document.getElementById("x{number}"), folded = text.closest("details"); folded.open = false;
      location.hash = text.id; dispatchEvent(new HashChangeEvent("hashchange")); return folded.open;"""
    assert told_by(compared_html(made_comparison()), script, tmp_path)
