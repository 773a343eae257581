"""What holds for every text, sensible or not."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reading.document import Block, OffsetMap, Place, SourceText
from luoshi.reading.repair import REASONS, Repaired, repair_source, replay

WORDS = (
    "推动 高质量 发展 戰 業 著 著力 乾 一 壹 第一条 （一） 1. (zhàn) (yè) ( zhe ) ((zhu4)) (PPP) (一) （1) ( ) , ; : . ? ?? ! \" 「 」 陜 "
    "於 裏 〔２０１８〕 2 0 1 8 年 月 — - -- 12 \ufffd \x00 \u200b \ue000 \ud800 \r ▢ * ** @@ 指施 措施 锟斤拷 ⼀ 豈 甲 乙 目 录 A. "
    "http://a 。 ， 、 ： % 第3页 页"
)
PIECES = st.sampled_from(WORDS.split(" "))
LINES = st.lists(PIECES | st.sampled_from(["\n", " ", "　"]) | st.text(max_size=3), max_size=60).map("".join)
TEXTS = LINES | st.text(max_size=80) | st.lists(st.text("推动高质量发展，。(zhàn)戰 ", min_size=26, max_size=30), max_size=12).map("\n".join)
FORMATS = st.sampled_from(["txt", "pdf", "paste"])


def repaired(text: str, form: str = "txt") -> Repaired:
    return repair_source(SourceText("any", form, text))


@settings(max_examples=300, deadline=None)
@given(TEXTS, FORMATS)
def test_the_records_give_the_text(text: str, form: str) -> None:
    result = repaired(text, form)
    assert replay(text, result.repairs) == result.text


@settings(max_examples=200, deadline=None)
@given(TEXTS, FORMATS)
def test_records_are_sorted_apart_and_true(text: str, form: str) -> None:
    result = repaired(text, form)
    for repair in result.repairs:
        assert repair.before == text[repair.start : repair.end] != repair.after
        assert len(repair.after) in (0, len(repair.before))
        assert repair.reason in REASONS
    assert all(a.end <= b.start for a, b in pairwise(result.repairs))


@settings(max_examples=300, deadline=None)
@given(TEXTS, FORMATS)
def test_a_mended_text_needs_no_mending(text: str, form: str) -> None:
    clean = repaired(text, form).text
    again = repaired(clean, form)
    assert (again.text, again.repairs) == (clean, ())


@settings(max_examples=200, deadline=None)
@given(TEXTS, FORMATS)
def test_suspects_are_words_of_the_clean_text(text: str, form: str) -> None:
    result = repaired(text, form)
    for suspect in result.suspects:
        assert result.text[suspect.start : suspect.end] == suspect.words != ""
        assert suspect.reason in REASONS


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_every_clean_character_has_its_source(text: str) -> None:
    result = repaired(text)
    offsets = OffsetMap([(r.start, r.end) for r in result.repairs if not r.after], len(text))
    changed = {at for r in result.repairs for at in range(r.start, r.end)}
    for at, char in enumerate(result.text):
        source = offsets.source_offset(at)
        assert text[source] == char or source in changed


@settings(max_examples=100, deadline=None)
@given(st.lists(LINES, max_size=8))
def test_pages_never_crash(paragraphs: list[str]) -> None:
    text, starts = "\n".join(paragraphs), [0]
    for paragraph in paragraphs[:-1]:
        starts.append(starts[-1] + len(paragraph) + 1)
    blocks = tuple(Block(start, Place(page=i // 2 + 1), "header" if i % 5 == 4 else "") for i, start in enumerate(starts))
    result = repair_source(SourceText("any", "pdf", text, blocks))
    assert replay(text, result.repairs) == result.text


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_answer(text: str) -> None:
    assert repaired(text) == repaired(text)
