"""What the documents of a store share: the same passages and kinds as compare finds, gathered, the most telling first."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from made_corpus import documents, write_lines
from peak_memory import run_and_measure

from luoshi.comparing import PASSAGE_KINDS, Side
from luoshi.comparing.sharing.passages import find_passages
from luoshi.corpus import Reuse, Store, build, open_store, reuse, shards, sharing
from luoshi.errors import UsageError

SOAK = bool(os.environ.get("LUOSHI_SOAK"))

TEXTS = {
    "原": "各渔港管理站要在2019年底前完成老旧渔船更新台账，逐船建档。灯塔值守组每夜三次登记灯器状况，发现异常立即上报。",
    "同": "现印发如下：各渔港管理站要在2019年底前完成老旧渔船更新台账，逐船建档。",
    "数": "我市各渔港管理站要在2021年底前完成老旧渔船更新台账，逐船建档，并张榜公布。",
    "序": "发现异常立即上报，灯塔值守组每夜三次登记灯器状况。",
    "改": "灯塔值守组每夜三次认真登记灯器运行状况，发现异常要立即上报。",
    "他": "读者凭证借阅图书，逾期未还的暂停借阅三十日。",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Reuse]:
    folder = tmp_path_factory.mktemp("reuse")
    rows = [{"id": id, "unit": f"{id}局", "date": f"20{10 + at}", "text": text} for at, (id, text) in enumerate(TEXTS.items())]
    build(write_lines(folder / "a.jsonl", rows), folder / "store")
    store = open_store(folder / "store")
    return store, reuse(store)


def passages_of(store: Store, found: Reuse) -> set[tuple[object, ...]]:
    ids = store.table(["id"])["id"].to_pylist()
    return {(ids[p["a"]], p["a_start"], p["a_end"], ids[p["b"]], p["b_start"], p["b_end"], p["kind"], p["letters"]) for p in found.passages.to_pylist()}


def test_passages_and_kinds_are_those_of_compare(made: tuple[Store, Reuse]) -> None:
    store, found = made
    sides = [Side(id, text, 0, len(text)) for id, text in TEXTS.items()]
    wanted = {(p.a, p.a_start, p.a_end, p.b, p.b_start, p.b_end, p.kind, p.letters) for p in find_passages(sides) if p.letters >= 12}
    assert passages_of(store, found) == wanted
    assert len(wanted) >= 4


def test_the_kinds_are_told(made: tuple[Store, Reuse]) -> None:
    store, found = made
    kinds = {(a, b): kind for a, _, _, b, _, _, kind, _ in passages_of(store, found)}
    assert kinds["原", "同"] == "verbatim"
    assert kinds["原", "数"] == "figure"
    assert kinds["原", "序"] == "reordered"
    assert kinds["原", "改"] == "edited"
    assert set(kinds.values()) <= set(PASSAGE_KINDS)


def test_a_cluster_says_who_has_it_and_how_many(made: tuple[Store, Reuse]) -> None:
    store, found = made
    ids = {row["cluster"]: row for row in found.clusters.to_pylist()}
    for cluster, row in ids.items():
        members = [member for member in found.members.to_pylist() if member["cluster"] == cluster]
        assert row["carriers"] == len({member["number"] for member in members}) >= 2
        assert row["units"] == len({member["unit"] for member in members})
        texts = store.rows([member["number"] for member in members])
        assert row["words"] in [texts[member["number"]].text[member["start"] : member["end"]] for member in members]


def test_the_earliest_document_shows_a_wording(made: tuple[Store, Reuse]) -> None:
    assert {one.id for one in made[1].most_telling()} == {"原"}


def test_the_most_telling_stand_first(made: tuple[Store, Reuse]) -> None:
    rarities = [one.rarity for one in made[1].most_telling()]
    assert rarities == sorted(rarities, reverse=True)


def test_it_does_not_depend_on_how_the_store_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write_lines(tmp_path / "a.jsonl", documents(16, sentences=8))
    build(source, tmp_path / "whole")
    monkeypatch.setattr(shards, "SHARD_CHARACTERS", 1_000)
    build(source, tmp_path / "cut")
    whole, cut = reuse(tmp_path / "whole"), reuse(tmp_path / "cut")
    for name in ("clusters", "members", "passages"):
        assert getattr(whole, name).equals(getattr(cut, name))


@pytest.mark.parametrize("texts", [[], ["独此一份，别处都没有的文字。"], ["各渔港管理站每月报送进展情况。", "灯塔值守组每夜三次登记灯器状况。"]])
def test_where_nothing_is_shared_the_tables_are_empty(texts: list[str], tmp_path: Path) -> None:
    build(write_lines(tmp_path / "a.jsonl", [{"text": text} for text in texts]), tmp_path / "store")
    found = reuse(tmp_path / "store")
    assert [found.clusters.num_rows, found.members.num_rows, found.passages.num_rows] == [0, 0, 0]
    assert found.most_telling() == ()


def test_several_processes_find_the_same_in_the_same_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(write_lines(tmp_path / "a.jsonl", documents(40)), tmp_path / "store")
    alone = reuse(tmp_path / "store")
    monkeypatch.setattr(sharing, "WORTH_PROCESSES", 0)
    monkeypatch.setattr(sharing, "BATCH", 100)
    monkeypatch.setattr(sharing, "DOCUMENTS_AT_ONCE", 7)
    together = reuse(tmp_path / "store", jobs=2)
    assert alone.passages.num_rows > 0
    for name in ("clusters", "members", "passages"):
        assert getattr(together, name).equals(getattr(alone, name))


def test_less_memory_than_the_store_needs_is_refused(made: tuple[Store, Reuse]) -> None:
    with pytest.raises(UsageError, match="至少给"):
        reuse(made[0], memory=100_000_000)


REUSES = """
from luoshi.corpus import reuse
told = reuse(sys.argv[1], least_letters=30, memory=600_000_000).passages.num_rows
"""


DENSE = pytest.mark.xfail(strict=True, reason="four million candidates stay in memory, and the search that finds them asks for more than is left")


@pytest.mark.parametrize("count", [60, *([300, pytest.param(1000, marks=DENSE)] if SOAK else [])])
def test_the_memory_that_was_given_is_kept(tmp_path: Path, count: int) -> None:
    build(write_lines(tmp_path / "a.jsonl", documents(count)), tmp_path / "store")      # 300 of these share as many stretches as 2,000 real ones
    passages, peak = run_and_measure(REUSES, tmp_path / "store")
    assert passages > 0
    assert peak < 600_000_000
