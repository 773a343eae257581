"""Tables that a store gave ↔ Parquet files, each with the version of its form and the store that it is of."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from luoshi.corpus.records import RESULTS_SCHEMA
from luoshi.corpus.stores import Store
from luoshi.errors import ResultMissing, StoreDamaged, StoreOfOther, StoreSchema, StoreUnwritable

_VERSION, _STORE = b"luoshi.schema", b"luoshi.store"


def versioned(columns: dict[str, object] | pa.Table) -> pa.Table:
    """A table that tells the version of its form."""
    table = columns if isinstance(columns, pa.Table) else pa.table(columns)
    return table.replace_schema_metadata({_VERSION: str(RESULTS_SCHEMA).encode()})


def write_tables(folder: str | Path, store: Store, tables: dict[str, pa.Table]) -> list[Path]:
    """Each table as `name`.parquet into the folder; a file is there whole or not at all."""
    written = []
    for name, table in tables.items():
        file = Path(folder) / f"{name}.parquet"
        half = file.with_name(f".{file.name}.half")
        metadata = {**table.schema.metadata, _STORE: store_digest(store).encode()}
        try:
            pq.write_table(table.replace_schema_metadata(metadata), half, compression="zstd")
            half.replace(file)
        except OSError as error:
            half.unlink(missing_ok=True)
            raise StoreUnwritable.of(str(file), error) from error
        written.append(file)
    return written


def read_table(folder: str | Path, store: Store, name: str) -> pa.Table:
    """A table that was written of this very store. ResultMissing where it is not there, a StoreError where it is damaged or of another store or form."""
    file = Path(folder) / f"{name}.parquet"
    try:
        table = pq.read_table(file)
    except FileNotFoundError as error:
        raise ResultMissing.of(str(file)) from error
    except (OSError, pa.ArrowInvalid) as error:
        raise StoreDamaged.result(str(file)) from error
    metadata = table.schema.metadata or {}
    version = metadata.get(_VERSION, b"?").decode("ascii", "replace")
    if version != str(RESULTS_SCHEMA):
        raise StoreSchema.result(str(file), version, RESULTS_SCHEMA)
    if metadata.get(_STORE) != store_digest(store).encode():
        raise StoreOfOther.result(str(file))
    return table


def store_digest(store: Store) -> str:
    """Of the contents of a store, wherever it lies.

    Another source, another setting or another form gives another digest.
    """
    return hashlib.sha256(json.dumps(store.manifest, sort_keys=True).encode()).hexdigest()
