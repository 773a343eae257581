"""The plan on Spark: the same expressions and the same steps in numpy, on as many machines as Spark has.

The letters of all texts go to every machine once, as files that its workers map into memory; grams, runs and likenesses are made
where the rows are. Only the candidates come back.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import ibis  # type: ignore[import-untyped]
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from ibis.expr.types import Table  # type: ignore[import-untyped]

from luoshi.comparing.searching.engines import BATCH_ROWS, Columns, Shared, Step, cut_rows
from luoshi.errors import NeedsExtra

try:
    from pyspark import SparkConf, SparkFiles, StorageLevel
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import IntegerType, LongType, StructField, StructType
except ImportError as error:
    raise NeedsExtra.of("", "Spark", "spark") from error

LOCAL = "local[*]"
ON_THIS_MACHINE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "8",
}
"""Where Spark runs on this machine alone it listens to nobody else, shows no pages, and cuts its tables in few parts."""
TYPES = {"int32": IntegerType, "int64": LongType}


class SparkEngine:
    """Spark, on this machine or a cluster. Used as a context, it ends the session that it began; one that was there is used and left."""

    def __init__(self, *, master: str | None = None, memory_limit_mb: int | None = None, spill_to: Path | None = None) -> None:
        """`master` as Spark names it (default: what spark-submit said, else all cores of this machine); the memory is the driver's."""
        self._own = Path(tempfile.mkdtemp(prefix="luoshi-", dir=spill_to))
        running = SparkSession.getActiveSession()
        self._session = running or _begin(master, memory_limit_mb, self._own, spill_to)
        self._began = running is None
        with _quiet():
            self._connection = ibis.pyspark.connect(self._session)
        self._frames: dict[str, DataFrame] = {}
        self._shared = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.drop(*self._frames)
        if self._began:
            self._session.stop()
        shutil.rmtree(self._own, ignore_errors=True)

    def share(self, value: Shared) -> Callable[[], Shared]:
        self._shared += 1
        names = []
        for name, array in _arrays(value):
            path = self._own / f"{self._own.name}-{self._shared}-{name}.npy"
            np.save(path, array)
            self._session.sparkContext.addFile(str(path))
            names.append((name, path.name))
        return _SharedFiles(type(value), tuple(names))

    def load(self, name: str, rows: pa.Table) -> Table:
        return self._kept(name, self._session.createDataFrame(rows).repartition(max(rows.num_rows, 1)))

    def keep(self, name: str, expression: Table) -> Table:
        return self._kept(name, self._frame(expression))

    def map(self, name: str, expression: Table, step: Step, columns: Columns, batch_rows: int = BATCH_ROWS) -> Table:
        schema = StructType([StructField(column, TYPES[kind]()) for column, kind in columns.items()])
        with _quiet():
            made = self._frame(expression).mapInArrow(_by_batches(step, batch_rows), schema)
        return self._kept(name, made)

    def drop(self, *names: str) -> None:
        for name in names:
            self._frames.pop(name).unpersist()
            self._session.catalog.dropTempView(name)

    def fetch(self, expression: Table) -> pa.Table:
        return self._frame(expression).toArrow()

    def _frame(self, expression: Table) -> DataFrame:
        return self._session.sql(self._connection.compile(expression))

    def _kept(self, name: str, frame: DataFrame) -> Table:
        """The frame, computed now; held in memory and on disk, and computed again where a machine is lost."""
        self._frames[name] = frame.persist(StorageLevel.MEMORY_AND_DISK)
        self._frames[name].count()
        frame.createOrReplaceTempView(name)
        return self._connection.table(name)


def _begin(master: str | None, memory_limit_mb: int | None, folder: Path, spill_to: Path | None) -> SparkSession:
    """A session with what spark-submit said, or what is said here."""
    where = master or SparkConf().get("spark.master", LOCAL) or LOCAL
    settings = {"spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH_ROWS), "spark.sql.warehouse.dir": str(folder / "warehouse")}
    settings |= ON_THIS_MACHINE if where.startswith("local") else {}
    settings |= {"spark.driver.memory": f"{memory_limit_mb}m"} if memory_limit_mb else {}
    settings |= {"spark.local.dir": str(spill_to)} if spill_to else {}
    builder = SparkSession.builder.appName("luoshi").master(where)
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    if where.startswith("local"):
        session.sparkContext.pythonExec = sys.executable  # and not whatever python3 is found first, which knows nothing of luoshi
    return session


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the warning that Spark does not know the newest pandas: no row passes through it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        yield


def _arrays(value: Any) -> list[tuple[str, Any]]:
    """An array, or the fields of a record of arrays, by name."""
    return [("all", value)] if isinstance(value, np.ndarray) else [(field.name, getattr(value, field.name)) for field in fields(value)]


@dataclass(frozen=True, slots=True)
class _SharedFiles:
    """An array, or a record of arrays, that stands in files which Spark has brought to every machine."""

    made_as: type[Any]
    names: tuple[tuple[str, str], ...]
    """Field and file."""

    def __call__(self) -> Any:
        return _mapped(self)


@cache
def _mapped(shared: _SharedFiles) -> Any:
    arrays = {field: _array(SparkFiles.get(name)) for field, name in shared.names}
    return arrays["all"] if issubclass(shared.made_as, np.ndarray) else shared.made_as(**arrays)


def _array(path: str) -> np.ndarray[Any, Any]:
    """What is in the file, without reading more of it than is looked at."""
    found: np.ndarray[Any, Any] = np.load(path, mmap_mode="r" if Path(path).stat().st_size > 1 << 20 else None)
    return found


def _by_batches(step: Step, rows: int) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def made(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for part in cut_rows(batch, rows):
                yield from step(part).to_batches()

    return made
