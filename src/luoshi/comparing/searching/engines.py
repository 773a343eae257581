"""What computes the plan: DuckDB in this process, within a memory limit, spilling to a folder of its own; or Spark."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar

import ibis  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
from ibis.expr.types import Table  # type: ignore[import-untyped]

BATCH_ROWS = 250_000
ENGINES = ("duckdb", "spark")

Columns = Mapping[str, str]
"""Names and Ibis types of a table's columns."""
Step = Callable[[pa.Table], pa.Table]
"""Some rows → other rows, each for itself: it must not matter which rows are given together."""
Shared = TypeVar("Shared")


class Engine(Protocol):
    """Keeps tables under names and computes Ibis expressions over them, and steps in numpy over their rows."""

    def share(self, value: Shared) -> Callable[[], Shared]:
        """What gives an array, or a record of arrays, to a step, wherever the step runs."""

    def load(self, name: str, rows: pa.Table) -> Table:
        """A table with these rows."""

    def keep(self, name: str, expression: Table) -> Table:
        """The rows of an expression, computed now and kept."""

    def map(self, name: str, expression: Table, step: Step, columns: Columns, batch_rows: int = BATCH_ROWS) -> Table:
        """What a step makes of the rows of an expression, at most so many at a time, computed now and kept."""

    def drop(self, *names: str) -> None:
        """Forget kept tables."""

    def fetch(self, expression: Table) -> pa.Table:
        """The rows of an expression, here."""


def engine_for(
    name: str = "duckdb",
    *,
    master: str | None = None,
    memory_limit_mb: int | None = None,
    threads: int | None = None,
    spill_to: Path | None = None,
) -> AbstractContextManager[Engine]:
    """The engine of that name. `master` says where Spark runs; the others say what DuckDB may take, and the memory what Spark's driver may.

    >>> with engine_for("duckdb", threads=1) as engine:
    ...     engine.fetch(engine.load("one", pa.table({"x": [1]}))).to_pydict()
    {'x': [1]}
    """
    if name not in ENGINES:
        raise ValueError(f"no engine {name!r}: {', '.join(ENGINES)}")
    if name == "spark":
        from luoshi.comparing.searching.spark import SparkEngine

        return SparkEngine(master=master, memory_limit_mb=memory_limit_mb, spill_to=spill_to)
    return DuckEngine(memory_limit_mb=memory_limit_mb, threads=threads, spill_to=spill_to)


class DuckEngine:
    """DuckDB in process. Used as a context, it removes what it spilled at the end.

    >>> with DuckEngine() as engine:
    ...     table = engine.load("one", pa.table({"x": [1, 2]}))
    ...     engine.fetch(engine.keep("two", table.filter(table.x > 1))).to_pydict()
    {'x': [2]}
    """

    def __init__(self, *, memory_limit_mb: int | None = None, threads: int | None = None, spill_to: Path | None = None) -> None:
        """`memory_limit_mb` for what the engine holds (default: its own, four fifths of the machine's); `spill_to`: a folder for the rest."""
        self._own = None if spill_to else tempfile.mkdtemp(prefix="luoshi-")
        self._threads = threads or os.cpu_count() or 1
        settings: dict[str, object] = {"temp_directory": str(spill_to or self._own), "preserve_insertion_order": False}
        if memory_limit_mb is not None:
            settings["memory_limit"] = f"{memory_limit_mb}MB"
        if threads is not None:
            settings["threads"] = threads
        with _quiet():
            self._connection = ibis.duckdb.connect(**settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.disconnect()
        if self._own:
            shutil.rmtree(self._own, ignore_errors=True)

    def share(self, value: Shared) -> Callable[[], Shared]:
        return lambda: value

    def load(self, name: str, rows: pa.Table) -> Table:
        with _quiet():
            return self._connection.create_table(name, rows)

    def keep(self, name: str, expression: Table) -> Table:
        with _quiet():
            return self._connection.create_table(name, expression)

    def map(self, name: str, expression: Table, step: Step, columns: Columns, batch_rows: int = BATCH_ROWS) -> Table:
        with _quiet():
            table = self._connection.create_table(name, schema=ibis.schema(columns))
        # Rows are written on a connection of their own: the first is busy giving the rows of the expression.
        with self._connection.con.cursor() as writing:
            for made in _in_threads(self._threads, step, self._batches(expression, batch_rows)):
                writing.register("rows of a step", made)
                writing.execute(f'insert into "{name}" by name select * from "rows of a step"')
                writing.unregister("rows of a step")
        return table

    def drop(self, *names: str) -> None:
        with _quiet():
            for name in names:
                self._connection.drop_table(name)

    def fetch(self, expression: Table) -> pa.Table:
        with _quiet():
            return expression.to_pyarrow()

    def _batches(self, expression: Table, rows: int) -> Iterator[pa.Table]:
        found = self._connection.con.sql(self._connection.compile(expression))
        # Ibis 12 asks DuckDB 2 for batches by a name that is gone.
        read = getattr(found, "to_arrow_reader", None) or found.fetch_arrow_reader
        for batch in read(rows):
            yield from cut_rows(batch, rows)


def cut_rows(batch: pa.RecordBatch, rows: int) -> Iterator[pa.Table]:
    """The batch as tables of at most so many rows."""
    for first in range(0, batch.num_rows, rows):
        yield pa.Table.from_batches([batch.slice(first, rows)])


def _in_threads(threads: int, step: Step, given: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """What the step makes of each, in order; only a few are under way at once, to bound the memory."""
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[pa.Table]] = deque()
        for rows in given:
            waiting.append(pool.submit(step, rows))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the warning that Ibis 12 calls DuckDB 2 by an old name: it says nothing to those who run a comparison."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)
        yield
