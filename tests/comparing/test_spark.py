"""The same plan on Spark: row for row what DuckDB gives."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from luoshi.comparing.letters import Letters, fold
from luoshi.comparing.searching import plan
from luoshi.comparing.searching.candidates import Candidates, find_candidates, search_for
from luoshi.comparing.searching.engines import DuckEngine, Engine, engine_for
from luoshi.corpus import build, open_store

EXAMPLES = Path(__file__).parents[2] / "examples"
UNUSUAL = ["", "。。", "𠮷林𪚥河沿岸整治到位，每月报送检查进展情况", "在𠮷林𪚥河沿岸整治到位。每月报送检查进展情况", "甲乙" * 40, "甲乙" * 30]
COARSE = search_for(100_000_000)


@pytest.fixture(scope="module")
def spark() -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        with engine_for("spark", master="local[2]") as engine:
            yield engine


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> list[Letters]:
    """Those of a small store, and some that no store would hold."""
    folder = tmp_path_factory.mktemp("store")
    words = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.rglob("*.txt"))]
    lines = [json.dumps({"id": str(number), "text": text}, ensure_ascii=False) for number, text in enumerate(words)]
    (folder / "texts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    build(folder / "texts.jsonl", folder / "store")
    stored = [text for shard in open_store(folder / "store").shards for text in shard.table(["text"])["text"].to_pylist()]
    return [fold(text) for text in (*stored, *UNUSUAL)]


def rows(found: Candidates) -> Sequence[tuple[int, ...]]:
    return list(zip(*(getattr(found, name).tolist() for name in plan.SEGMENT), strict=True))


def test_both_engines_find_the_same_candidates_in_a_store(spark: Engine, texts: list[Letters]) -> None:
    found = rows(find_candidates(texts))
    assert len(found) > 100
    assert rows(find_candidates(texts, engine=spark)) == found


def test_both_engines_find_the_same_as_in_a_large_corpus_where_groups_are_not_compared(spark: Engine, texts: list[Letters]) -> None:
    groups = [number % 3 for number in range(len(texts))]
    found = rows(find_candidates(texts, groups=groups, search=COARSE))
    assert found
    assert rows(find_candidates(texts, groups=groups, search=COARSE, engine=spark)) == found


def test_both_engines_merge_segments_that_start_at_one_place_alike(spark: Engine) -> None:
    segments = pa.table(
        {name: pa.array(column, pa.int32()) for name, column in zip(
            plan.SEGMENT,
            zip(*[(0, 0, 9, 1, 0, 9), (0, 0, 9, 1, 40, 49), (0, 0, 30, 1, 0, 9), (0, 50, 60, 1, 41, 50), (0, 50, 60, 2, 0, 10)], strict=True),
            strict=True,
        )}
    )  # fmt: skip

    def merged(engine: Engine) -> list[tuple[int, ...]]:
        table = engine.load("segments", segments)
        found = engine.fetch(plan.merge_near(table, 12))
        engine.drop("segments")
        return sorted(zip(*(found[name].to_pylist() for name in plan.SEGMENT), strict=True))

    with DuckEngine() as duck:
        assert merged(duck) == merged(spark)
