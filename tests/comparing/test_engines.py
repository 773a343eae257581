"""What an engine promises: rows go in, rows come out, however little memory there is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from luoshi.comparing.searching.engines import DuckEngine, engine_for


def doubled(rows: pa.Table) -> pa.Table:
    return pa.table({"x": pc.multiply(rows["x"], 2)})


def test_a_step_is_given_all_rows_a_few_at_a_time() -> None:
    given: list[int] = []

    def counted(rows: pa.Table) -> pa.Table:
        given.append(rows.num_rows)
        return doubled(rows)

    with DuckEngine(threads=2) as engine:
        numbers = engine.load("numbers", pa.table({"x": pa.array(range(10_000), pa.int64())}))
        made = engine.map("made", numbers, counted, {"x": "int64"}, batch_rows=300)
        assert sorted(engine.fetch(made)["x"].to_pylist()) == list(range(0, 20_000, 2))
    assert sum(given) == 10_000
    assert max(given) <= 300


def test_a_step_over_no_rows_makes_an_empty_table() -> None:
    with DuckEngine() as engine:
        none = engine.load("none", pa.table({"x": pa.array([], pa.int64())}))
        assert engine.fetch(engine.map("made", none, doubled, {"x": "int64"})).num_rows == 0


def test_what_goes_wrong_in_a_step_is_not_passed_over() -> None:
    def broken(rows: pa.Table) -> pa.Table:
        raise ValueError("the step")

    with DuckEngine() as engine:
        one = engine.load("one", pa.table({"x": [1]}))
        with pytest.raises(ValueError, match="the step"):
            engine.map("made", one, broken, {"x": "int64"})


def test_more_rows_than_the_memory_holds_go_to_the_folder_and_are_removed_at_the_end(tmp_path: Path) -> None:
    numbers = np.random.default_rng(1).permutation(12_000_000)
    with DuckEngine(memory_limit_mb=100, threads=1, spill_to=tmp_path) as engine:
        kept = engine.load("numbers", pa.table({"x": numbers, "y": numbers[::-1]}))
        assert any(tmp_path.iterdir())
        assert engine.fetch(kept.aggregate(n=kept.count(), most=kept.x.max())).to_pylist() == [{"n": 12_000_000, "most": 11_999_999}]
    assert not any(tmp_path.iterdir())


def test_a_dropped_name_can_be_used_again() -> None:
    with engine_for("duckdb", threads=1) as engine:
        engine.load("one", pa.table({"x": [1]}))
        engine.drop("one")
        assert engine.fetch(engine.load("one", pa.table({"y": [2]}))).to_pydict() == {"y": [2]}


def test_there_is_no_engine_of_another_name() -> None:
    with pytest.raises(ValueError, match="postgres"):
        engine_for("postgres")
