"""A finished store: its manifest, and its shards opened one by one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from luoshi.comparing.letters import Breaks, Codes
from luoshi.corpus.lookup import Index, Integers
from luoshi.corpus.records import SCHEMA, Row, Trouble
from luoshi.errors import StoreDamaged, StoreMissing, StoreSchema, StoreUnfinished

MANIFEST, BUILDING = "manifest.json", "building.json"
DOCUMENTS, LETTERS, INDEX, TROUBLES, NOTE = "documents.parquet", "letters.arrow", "index.arrow", "troubles.jsonl", "shard.json"
FILES = (DOCUMENTS, LETTERS, INDEX, TROUBLES)
"""Of a shard, besides its note."""


def shard_folder(store: Path, number: int) -> Path:
    """Where a shard of a store is kept."""
    return store / f"shard-{number:05}"


@dataclass(frozen=True)
class Shard:
    """One part of a store; what is big is mapped into memory."""

    folder: Path
    first: int
    """Number of its first document."""
    documents: int
    digests: dict[str, str] = field(default_factory=dict, compare=False)
    """SHA-256 of its files."""

    @cached_property
    def codes(self) -> Codes:
        """The letters of all its documents."""
        column: Codes = self._column(LETTERS, "code")
        return column

    @cached_property
    def breaks(self) -> Breaks:
        """What parts each letter from the one before."""
        column: Breaks = self._column(LETTERS, "break")
        return column

    @cached_property
    def starts(self) -> Integers:
        """The letter at which each document begins, and the number of all."""
        starts: Integers = _values(self._index["starts"][0].values)
        return starts

    @cached_property
    def index(self) -> Index:
        """Where the grams stand."""
        row = self._index
        return Index(row["bits"][0].as_py(), _values(row["firsts"][0].values), _values(row["places"][0].values))

    def rows(self, numbers: Sequence[int]) -> dict[int, Row]:
        """Documents by their numbers, which must be of this shard; only the row groups that hold them are unpacked."""
        import pyarrow.parquet as pq  # type: ignore[import-untyped]

        wanted = {number - self.first for number in numbers}
        found: dict[int, Row] = {}
        file = pq.ParquetFile(self.folder / DOCUMENTS)
        start = 0
        for group in range(file.num_row_groups):
            end = start + file.metadata.row_group(group).num_rows
            if here := [at for at in range(start, end) if at in wanted]:
                table = file.read_row_group(group, columns=list(Row.__slots__))
                for at in here:
                    found[self.first + at] = Row(**{name: table[name][at - start].as_py() for name in Row.__slots__})
            start = end
        return found

    def table(self, columns: Sequence[str]) -> pa.Table:
        """Some columns of all its documents."""
        import pyarrow.parquet as pq

        return pq.read_table(self.folder / DOCUMENTS, columns=list(columns))

    @cached_property
    def _index(self) -> pa.Table:
        return self._mapped(INDEX)

    def _column(self, file: str, name: str) -> Any:
        return _values(self._mapped(file)[name].combine_chunks())

    def _mapped(self, name: str) -> pa.Table:
        return pa.ipc.open_file(pa.memory_map(str(self.folder / name))).read_all()

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """StoreDamaged where something fails because a file of this shard is not as it was written; the file is named."""
        try:
            yield
        except (ArithmeticError, LookupError, MemoryError, OSError, SystemError, TypeError, ValueError, pa.ArrowException):
            self.check()
            raise

    def check(self) -> None:
        """StoreDamaged if a file is not as it was written."""
        for name, sha256 in self.digests.items():
            if digest_of(self.folder / name) != sha256:
                raise StoreDamaged.of(str(self.folder / name))


@dataclass(frozen=True)
class Store:
    """A finished store."""

    folder: Path
    manifest: dict[str, Any]
    shards: tuple[Shard, ...]

    @property
    def documents(self) -> int:
        """How many documents it holds."""
        return int(self.manifest["documents"])

    @property
    def characters(self) -> int:
        """Of all texts."""
        return int(self.manifest["characters"])

    def table(self, columns: Sequence[str] = ("number", "id", "name", "title", "unit", "date", "level", "characters", "letters")) -> pa.Table:
        """Some columns of all documents, in the order of their numbers."""
        return pa.concat_tables([shard.table(columns) for shard in self.shards])

    def rows(self, numbers: Sequence[int]) -> dict[int, Row]:
        """Documents by their numbers."""
        found: dict[int, Row] = {}
        for shard in self.shards:
            if here := [number for number in numbers if shard.first <= number < shard.first + shard.documents]:
                with shard.blamed():
                    found.update(shard.rows(here))
        return found

    def check(self) -> None:
        """StoreDamaged, which names the file, if one is not as it was written. Takes a second for some hundreds of megabytes."""
        for shard in self.shards:
            shard.check()

    def troubles(self) -> Iterator[Trouble]:
        """What was told of its documents when it was built."""
        for shard in self.shards:
            with shard.blamed():
                told = [Trouble(**json.loads(line)) for line in (shard.folder / TROUBLES).read_text("utf-8").splitlines()]
            yield from told


def digest_of(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _values(array: Any) -> Any:
    """An Arrow array without gaps as numpy sees it, without a copy. (Arrow's own way would first load pandas where it is installed.)"""
    array = array.chunk(0) if isinstance(array, pa.ChunkedArray) else array
    return np.frombuffer(array.buffers()[1], dtype=str(array.type), count=len(array), offset=array.offset * array.type.bit_width // 8)


def open_store(folder: str | Path) -> Store:
    """The store in a folder. StoreError where there is none, or it is unfinished, damaged, or of another age."""
    folder = Path(folder)
    manifest = read_manifest(folder)
    if manifest is None:
        raise (StoreUnfinished if (folder / BUILDING).exists() else StoreMissing).of(str(folder))
    try:
        shards = [_shard(shard_folder(folder, number), note) for number, note in enumerate(manifest["shards"])]
    except (AttributeError, KeyError, TypeError) as error:
        raise StoreDamaged.of(str(folder / MANIFEST)) from error
    return Store(folder, manifest, tuple(shards))


def _shard(folder: Path, note: dict[str, Any]) -> Shard:
    """A shard whose files are all there, and as long as they were written."""
    for name, file in note["files"].items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != file["bytes"]:
            raise StoreDamaged.of(str(path))
    return Shard(folder, note["first"], note["documents"], {name: file["sha256"] for name, file in note["files"].items()})


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a store of our schema, None where there is none yet."""
    file = folder / MANIFEST
    try:
        manifest = json.loads(file.read_text("utf-8"))
        schema = manifest["schema"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreDamaged.of(str(file)) from error
    if schema != SCHEMA:
        older = isinstance(schema, int) and schema < SCHEMA
        raise (StoreSchema.older if older else StoreSchema.newer)(str(folder), schema, SCHEMA)
    if not manifest.keys() >= {"source", "settings", "shards", "documents", "characters"}:
        raise StoreDamaged.of(str(file))
    return dict(manifest)

