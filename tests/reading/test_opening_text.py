"""Plain text opens in every encoding that Chinese files come in, whole or damaged."""

from __future__ import annotations

from pathlib import Path

import opencc
import pytest
from opening_files import check_blocks, opened

from luoshi.reading.opening import open_pasted

SHARED = Path(__file__).parents[3] / "shared"
TEXTS = sorted([*SHARED.glob("corpora/*/**/*.txt"), *SHARED.glob("gold/*.txt")])
SIMPLIFIED = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030", "utf-32")
SENTENCE = "各级政府要加强组织领导，健全工作机制。"
TRADITIONAL = "各級政府要加強組織領導，健全工作機制。"


@pytest.mark.parametrize("encoding", SIMPLIFIED)
@pytest.mark.parametrize("text", [SENTENCE, "工作方案", "印发〔2018〕12号", "Annual plan 年度计划 2020", "一\n二\n三\n四\n"])
def test_a_short_text_is_read_in_every_encoding(text: str, encoding: str) -> None:
    assert opened("甲.txt", text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["big5", "cp950", "big5hkscs", "gb18030", "utf-8", "utf-16"])
def test_traditional_text_is_read_in_every_encoding(encoding: str) -> None:
    assert opened("甲.txt", TRADITIONAL.encode(encoding)).text == TRADITIONAL


@pytest.mark.skipif(not TEXTS, reason="../shared is not here")
@pytest.mark.parametrize("encoding", [*SIMPLIFIED, "cp950"])
def test_every_text_of_the_corpora_comes_back_as_it_was(encoding: str) -> None:
    to_traditional = opencc.OpenCC("s2t")
    for path in TEXTS:
        text = path.read_text("utf-8").removeprefix("\ufeff")
        text = (to_traditional.convert(text) if encoding == "cp950" else text).encode(encoding, "ignore").decode(encoding)
        assert opened("甲.txt", text.encode(encoding)).text == text, path.name


@pytest.mark.parametrize(("encoding", "name"), [("utf-8-sig", "utf-8"), ("gbk", "gb18030"), ("utf-16", "utf-16-le"), ("utf-16-be", "utf-16-be")])
def test_the_encoding_is_named(encoding: str, name: str) -> None:
    assert opened("甲.txt", SENTENCE.encode(encoding)).encoding == name


def test_other_languages_are_read_too() -> None:
    text = "Résumé of the measures adopted by the authorities: amélioration générale, contrôle renforcé.\n" * 3
    assert opened("a.txt", text.encode("cp1252")).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_broken_byte_is_marked_and_nothing_after_it_is_changed(encoding: str) -> None:
    text = f"一、{SENTENCE * 3}\n二、{SENTENCE}"
    data = text.encode(encoding)
    for place in (9, 12, 25, 40):
        found = opened("甲.txt", data[:place] + b"\xff" + data[place + 1:]).text
        assert found.count("\ufffd") in {1, 2, 3}
        assert found.endswith(text[-40:])
        assert not set(found) - set(text) - {"\ufffd"}


def test_a_lost_byte_does_not_turn_the_rest_of_the_line_into_other_characters() -> None:
    data = (SENTENCE * 4).encode("gb18030")
    found = opened("甲.txt", data[:10] + data[11:30] + data[31:]).text
    assert found.count("\ufffd") == 2
    assert not set(found) - set(SENTENCE) - {"\ufffd"}


def test_a_text_cut_in_the_middle_of_a_character_keeps_the_rest() -> None:
    assert opened("甲.txt", (SENTENCE * 5).encode()[:-1]).text == (SENTENCE * 5)[:-1] + "\ufffd"


def test_line_ends_of_every_kind_part_paragraphs() -> None:
    source = opened("甲.txt", "一\r\n二\r三\u2028四\f五".encode())
    assert source.text == "一\n二\n三\n四\n五"


def test_characters_that_no_paper_can_hold_are_marked_as_lost() -> None:
    assert opened("甲.txt", f"{SENTENCE}\x07加强\x1b。".encode()).text == f"{SENTENCE}\ufffd加强\ufffd。"


def test_paragraphs_are_numbered_and_blank_lines_are_not() -> None:
    source = opened("甲.txt", "标题\n\n  \n一、总则\n二、附则".encode())
    assert [(block.start, block.place.paragraph) for block in source.blocks] == [(0, 1), (7, 2), (12, 3)]


def test_markdown_opens_as_text() -> None:
    assert opened("甲.md", "# 方案\n".encode()).format == "txt"


def test_pasted_text_opens() -> None:
    source = open_pasted("\ufeff一要提高站位\r\n二要压实责任")
    check_blocks(source)
    assert (source.name, source.format, source.text) == ("-", "paste", "一要提高站位\n二要压实责任")


def test_standard_input_is_known_by_its_content() -> None:
    assert opened("-", SENTENCE.encode("gbk")).text == SENTENCE
    assert opened("-", f"<!DOCTYPE html><body><p>{SENTENCE}</p>".encode()).format == "html"
