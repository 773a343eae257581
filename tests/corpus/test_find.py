"""Who else says this: pasted words looked up in a store."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_corpus import documents, write_lines

from luoshi.corpus import Store, build, find, open_store, shards
from luoshi.errors import UsageError

TEXT = "（一）各渔港管理站要在9月底前，完成老旧渔船更新台账，逐船建档。"


@pytest.fixture
def one(tmp_path: Path) -> Store:
    """A store of one document."""
    build(write_lines(tmp_path / "a.jsonl", [{"id": "甲", "text": TEXT}, {"id": "乙", "text": "我站每季度核对航标缺损清单。"}]), tmp_path / "store")
    return open_store(tmp_path / "store")


def test_every_document_is_found_by_its_own_paragraph(store: Store) -> None:
    for row in documents(60)[::7]:
        paragraph = str(row["text"]).split("\n")[1]
        best = find(store, paragraph).found[0]
        assert (best.document.id, best.words, best.share, best.edits) == (row["id"], paragraph[:-1], 1.0, ())


def test_a_paragraph_with_every_tenth_character_left_out_is_found_first(store: Store) -> None:
    for row in documents(60)[::7]:
        paragraph = str(row["text"]).split("\n")[0]
        damaged = "".join(char for at, char in enumerate(paragraph) if at % 10 != 9)
        best = find(store, damaged).found[0]
        assert best.document.id == row["id"]
        assert best.share > 0.95
        assert best.edits


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_six_letters_of_any_document_are_found_in_it(store: Store, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(documents(60)))
    letters = "".join(char for char in str(row["text"]) if char not in "，。\n")
    at = data.draw(st.integers(0, len(letters) - 6))
    found = find(store, letters[at : at + 6], most=1000).found
    assert row["id"] in {hit.document.id for hit in found}
    assert all("".join(char for char in hit.words if char not in "，。\n") == letters[at : at + 6] for hit in found)


def test_punctuation_and_spaces_of_the_question_do_not_count(one: Store) -> None:
    assert find(one, "完成 老旧渔船、更新台账").found[0].words == "完成老旧渔船更新台账"


def test_figures_do_count(one: Store) -> None:
    best = find(one, "要在10月底前完成老旧渔船更新台账").found[0]
    assert [(edit.before, edit.after) for edit in best.edits] == [("10", "9")]


def test_words_at_the_very_beginning_and_end_are_found(one: Store) -> None:
    assert find(one, "一各渔港管理站").found[0].start == 1
    assert find(one, "台账逐船建档").found[0].end == len(TEXT) - 1


def test_words_that_nobody_says_are_found_nowhere(one: Store) -> None:
    answer = find(one, "卫星遥感监测秸秆焚烧火点，逐点核实。")
    assert (answer.found, answer.places, answer.documents) == ((), 0, 0)


def test_a_question_of_several_hundred_characters_finds_its_parts(store: Store) -> None:
    rows = documents(60)
    question = str(rows[3]["text"])[:200] + "另有本站自己的一段说明，别处都没有。" + str(rows[40]["text"])[:200]
    assert {hit.document.id for hit in find(store, question).found[:2]} == {"文3", "文40"}


@pytest.mark.parametrize("words", ["", "，。！", "检查进展", "每月报送进"])
def test_fewer_than_six_letters_are_too_few(one: Store, words: str) -> None:
    with pytest.raises(UsageError, match="太短"):
        find(one, words)


@pytest.mark.parametrize("words", ["完成老舊漁船更新臺賬，逐船建檔", "完成老旧漁(yú)船更新台账(zhàng)，逐船建檔(dàng)"])
def test_words_from_a_damaged_page_are_found_as_reading_repairs_them(one: Store, words: str) -> None:
    answer = find(one, words)
    assert answer.asked == "完成老旧渔船更新台账，逐船建档"
    assert answer.found[0].share == 1.0


def test_words_that_only_look_damaged_are_found_as_they_stand(tmp_path: Path) -> None:
    build(write_lines(tmp_path / "a.jsonl", [{"text": "堃城渡口（PPP项目）每月检查，單獨建檔。"}]), tmp_path / "store")
    assert find(tmp_path / "store", "渡口（PPP项目）每月检查，單獨建檔").found[0].share == 1.0


def test_letters_beyond_the_basic_plane_are_found(tmp_path: Path) -> None:
    build(write_lines(tmp_path / "a.jsonl", [{"text": "前言。𠮷林𠮷林渡口每月检查。"}]), tmp_path / "store")
    assert find(tmp_path / "store", "𠮷林渡口每月检查").found[0].words == "𠮷林渡口每月检查"


def test_the_answer_does_not_depend_on_how_the_store_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write_lines(tmp_path / "a.jsonl", documents(40))
    build(source, tmp_path / "whole")
    monkeypatch.setattr(shards, "SHARD_CHARACTERS", 2_000)
    build(source, tmp_path / "cut")
    assert len(open_store(tmp_path / "cut").shards) > 5
    draw = random.Random(1)
    for row in draw.sample(documents(40), 5):
        words = str(row["text"])[50:120]
        assert find(tmp_path / "cut", words, most=1000) == find(tmp_path / "whole", words, most=1000)


def test_a_document_that_says_it_twice_has_two_places(tmp_path: Path) -> None:
    text = TEXT + "中间隔着很长的一段别的文字" * 8 + "。" + TEXT
    build(write_lines(tmp_path / "a.jsonl", [{"text": text}]), tmp_path / "store")
    answer = find(tmp_path / "store", "完成老旧渔船更新台账")
    assert (answer.places, answer.documents) == (2, 1)


def test_asking_loads_nothing_that_reads_or_compares_documents(store: Store) -> None:
    unwanted = {"ibis", "duckdb", "pandas", "luoshi.extracting", "luoshi.reading", "openpyxl", "docx", "pyspark"}
    words = ["corpus", "find", str(store.folder), "每月报送渡口安全检查方案"]
    code = f"import sys\nfrom luoshi.cli import main\ntry: main({words!r})\nexcept SystemExit: pass\nprint(sorted(set(sys.modules) & {unwanted!r}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONUTF8": "1"}, check=True)
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_json_tells_as_what_it_was_asked(one: Store) -> None:
    done = subprocess.run([sys.executable, "-m", "luoshi", "corpus", "find", one.folder, "完成老舊漁船更新臺賬", "--json"], capture_output=True, text=True, check=True, encoding="utf-8")
    assert json.loads(done.stdout)["asked"] == "完成老旧渔船更新台账"
