"""What is promised holds: on real documents of every kind, and on any text at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from labelled import ABSENT, CORPORA, GOLD
from promises import PROMISES, broken

from luoshi.errors import EmptyInput
from luoshi.extracting import extract
from luoshi.reading import ReadDocument, read, read_text
from luoshi.writing.as_json import as_json

EVERY = 1 if os.environ.get("LUOSHI_ALL_CORPORA") else 6
"""One work report in so many is read (all of them take about a minute): LUOSHI_ALL_CORPORA=1 reads all."""

needs_corpora = pytest.mark.skipif(not CORPORA.exists(), reason=ABSENT)
Text = tuple[str, str]


def real_texts() -> Iterator[Any]:
    """(text, year) of the corpora's documents under their names; one in EVERY of the work reports, all of the others."""
    if not CORPORA.exists():
        return
    reports = (CORPORA / "gwr-province-2016-2021.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, reports[::EVERY]):
        yield pytest.param((row["text"], str(row["year_delivered"])), id=row["id"])
    for path in sorted(CORPORA.glob("*/*/*.txt")):
        yield pytest.param((path.read_text(encoding="utf-8"), ""), id=path.stem)
    for number, line in enumerate((CORPORA / "damaged-excerpts.jsonl").read_text(encoding="utf-8").splitlines()):
        yield pytest.param((str(json.loads(line)["text"]), ""), id=f"damaged-{number}")


@needs_corpora
@pytest.mark.parametrize("text", list(real_texts()))
def test_what_is_promised_holds_for_a_real_document(text: Text) -> None:
    found = extract(read_text(text[0], dated=text[1]))
    assert list(broken(found)) == []


@pytest.mark.skipif(not GOLD.exists(), reason=ABSENT)
@pytest.mark.parametrize("path", sorted(GOLD.glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("pack", [None, "postal-2018"])
@pytest.mark.parametrize("dated", ["", "2018-09"])
def test_what_is_promised_holds_with_any_pack_and_date(path: Path, pack: str | None, dated: str) -> None:
    assert list(broken(extract(read(path, dated=dated), pack=pack))) == []


@pytest.mark.skipif(not GOLD.exists(), reason=ABSENT)
@pytest.mark.parametrize("path", sorted(GOLD.glob("*.txt")), ids=lambda path: path.stem)
def test_the_same_text_gives_the_same_object_twice(path: Path) -> None:
    once, again = (extract(read(path, dated="2018"), pack="postal-2018") for _ in range(2))
    assert once.clauses == again.clauses and once.duties == again.duties
    assert as_json(once) == as_json(again)


WORDS = ["要", "将", "加强", "推进", "建立", "制定", "落实", "责任", "企业", "各县区", "市财政局", "会议强调，", "到2020年，", "9月底前", "每季度", "100家以上", "90%", "千万级", "（市水利局牵头，市财政局配合）", "（", "）", "“", "”", "《", "》", "一、", "（二）", "1.", "①", "三是", "第四条\u3000", "——", "附件：", "各县人民政府：", "\n", "\n\n", "，", "。", "；", "、", "：", "！", " ", "\u3000", "戰(zhàn)", "▢", "绿色", "目标", "原则", "回顾", "确保", "坚持", "为", "以", "了", "快递下乡", "甲市邮政管理局", "请在30日内"]
AS_WRITTEN = st.lists(st.sampled_from(WORDS), max_size=60).map("".join)


def read_any(text: str, dated: str) -> ReadDocument | None:
    """The document, or None where there is nothing to read."""
    try:
        return read_text(text, dated=dated)
    except EmptyInput:
        return None


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(AS_WRITTEN | st.text(max_size=80), st.sampled_from(["", "2018", "2018-09", "2018-08-31"]), st.sampled_from([None, "postal-2018"]))
def test_what_is_promised_holds_for_any_text(text: str, dated: str, pack: str | None) -> None:
    document = read_any(text, dated)
    if document is not None:
        assert list(broken(extract(document, pack=pack))) == []


def test_each_promise_says_what_it_promises() -> None:
    assert all(promise.__doc__ for promise in PROMISES)


def test_a_broken_promise_is_seen() -> None:
    found = extract(read_text("要在9月底前建立台账，完善制度。", dated="2018"))
    moved = replace(found, duties=tuple(replace(duty, start=duty.start + 1) for duty in found.duties), clauses=found.clauses[:1])
    assert [name.split(":")[0] for name in broken(moved)][:3] == ["clauses_cover_the_text", "every_duty_is_a_clause", "every_quote_stands_in_the_text"]
