"""What computes the plan: DuckDB in this process, within a memory limit, spilling to a folder of its own."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import ibis  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
from ibis.expr.types import Table  # type: ignore[import-untyped]

BATCH_ROWS = 500_000


class Engine(Protocol):
    """Keeps tables under names and computes Ibis expressions over them."""

    def load(self, name: str, batches: Iterable[pa.Table]) -> Table:
        """A table with the rows of all batches (same columns, at least one batch)."""

    def keep(self, name: str, expression: Table) -> Table:
        """The rows of an expression, computed now and kept."""

    def drop(self, *names: str) -> None:
        """Forget kept tables."""

    def fetch(self, expression: Table) -> pa.Table:
        """The rows of an expression, here."""

    def batches(self, expression: Table) -> Iterator[pa.Table]:
        """The rows of an expression, some at a time; nothing else may be asked meanwhile."""


class DuckEngine:
    """DuckDB in process. Used as a context, it removes what it spilled at the end.

    >>> with DuckEngine() as engine:
    ...     table = engine.load("one", [pa.table({"x": [1, 2]})])
    ...     engine.fetch(engine.keep("two", table.filter(table.x > 1))).to_pydict()
    {'x': [2]}
    """

    def __init__(self, *, memory_limit_mb: int | None = None, threads: int | None = None, spill_to: Path | None = None) -> None:
        """`memory_limit_mb` for what the engine holds (default: its own, four fifths of the machine's); `spill_to`: a folder for the rest."""
        self._own = None if spill_to else tempfile.mkdtemp(prefix="luoshi-")
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

    def load(self, name: str, batches: Iterable[pa.Table]) -> Table:
        table: Table | None = None
        with _quiet():
            for batch in batches:
                if table is None:
                    table = self._connection.create_table(name, batch, temp=True)
                else:
                    self._connection.insert(name, batch)
        assert table is not None
        return table

    def keep(self, name: str, expression: Table) -> Table:
        with _quiet():
            return self._connection.create_table(name, expression, temp=True)

    def drop(self, *names: str) -> None:
        with _quiet():
            for name in names:
                self._connection.drop_table(name)

    def fetch(self, expression: Table) -> pa.Table:
        with _quiet():
            return expression.to_pyarrow()

    def batches(self, expression: Table) -> Iterator[pa.Table]:
        rows = self._connection.con.sql(self._connection.compile(expression))
        # Ibis 12 asks DuckDB 2 for batches by a name that is gone.
        read = getattr(rows, "to_arrow_reader", None) or rows.fetch_arrow_reader
        for batch in read(BATCH_ROWS):
            yield pa.Table.from_batches([batch])


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the warning that Ibis 12 calls DuckDB 2 by an old name: it says nothing to those who run a comparison."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)
        yield
