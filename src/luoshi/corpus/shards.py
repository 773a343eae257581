"""Rows → one shard of a store: a folder of three Arrow and Parquet files, what was told, and a note of where the next begins.

A shard is written beside its place and then renamed, so it is there whole or not at all. Nothing in it tells of time or machine: the
same rows give the same bytes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from numpy.typing import NDArray

from luoshi.comparing.letters import Letters
from luoshi.corpus.flushing import flush
from luoshi.corpus.lookup import SIZE, index_letters
from luoshi.corpus.records import SCHEMA, Row, Trouble
from luoshi.corpus.sources import Position
from luoshi.corpus.stores import DOCUMENTS, FILES, INDEX, LETTERS, NOTE, TROUBLES, digest_of, shard_folder

SHARD_CHARACTERS = 2_000_000
"""A shard is full with the document that reaches it."""
GROUP_CHARACTERS = 200_000
"""Of a row group: what is unpacked to show one document."""

_METADATA = {b"luoshi.schema": str(SCHEMA).encode()}
DOCUMENT_SCHEMA = pa.schema(
    [
        ("number", pa.int32()), ("id", pa.string()), ("name", pa.string()), ("title", pa.string()), ("unit", pa.string()), ("date", pa.string()),
        ("level", pa.int8()), ("text", pa.string()), ("characters", pa.int32()), ("letters", pa.int32()), ("digest", pa.string()),
    ],
    metadata=_METADATA,
)  # fmt: skip


@dataclass(slots=True)
class Draft:
    """The rows of a shard that is not full yet."""

    rows: list[Row] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    letters: list[Letters] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    characters: int = 0

    def add(self, row: Row, digest: str, letters: Letters) -> None:
        """Takes a document in."""
        self.rows.append(row)
        self.digests.append(digest)
        self.letters.append(letters)
        self.characters += len(row.text)

    @property
    def full(self) -> bool:
        """Whether the next document belongs to the next shard."""
        return self.characters >= SHARD_CHARACTERS

    def __bool__(self) -> bool:
        return bool(self.rows or self.troubles)


def write_shard(store: Path, number: int, first: int, draft: Draft, after: Position) -> dict[str, object]:
    """Shard `number` of the store, whose documents count from `first`; gives its note, which ends with where the source goes on."""
    half, whole = store / f".{number:05}", shard_folder(store, number)
    for left in (half, whole):
        shutil.rmtree(left, ignore_errors=True)
    half.mkdir()
    _write_documents(half / DOCUMENTS, first, draft)
    _write_letters(half, draft)
    lines = (json.dumps(asdict(trouble), ensure_ascii=False, sort_keys=True) + "\n" for trouble in draft.troubles)
    (half / TROUBLES).write_text("".join(lines), "utf-8")
    note = _note(half, first, draft, after)
    (half / NOTE).write_text(json.dumps(note, indent=1, sort_keys=True) + "\n", "utf-8")
    flush(*half.iterdir(), half)
    half.rename(whole)
    flush(store)
    return note


def _note(folder: Path, first: int, draft: Draft, after: Position) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "first": first,
        "documents": len(draft.rows),
        "characters": draft.characters,
        "letters": sum(map(len, draft.letters)),
        "troubles": len(draft.troubles),
        "after": list(after),
        "files": {name: {"bytes": (folder / name).stat().st_size, "sha256": digest_of(folder / name)} for name in FILES},
    }


def _write_documents(file: Path, first: int, draft: Draft) -> None:
    with pq.ParquetWriter(file, DOCUMENT_SCHEMA, compression="zstd") as writer:
        for start, end in _groups(draft.rows):
            writer.write_table(_documents(first, draft, start, end))


def _groups(rows: Sequence[Row]) -> list[tuple[int, int]]:
    groups, start, held = [], 0, 0
    for number, row in enumerate(rows):
        held += len(row.text)
        if held >= GROUP_CHARACTERS or number == len(rows) - 1:
            groups.append((start, number + 1))
            start, held = number + 1, 0
    return groups


def _documents(first: int, draft: Draft, start: int, end: int) -> pa.Table:
    rows = draft.rows[start:end]
    named = {name: [getattr(row, name) for row in rows] for name in ("id", "name", "title", "unit", "date", "level", "text")}
    sizes = {"characters": [len(row.text) for row in rows], "letters": [len(letters) for letters in draft.letters[start:end]]}
    columns = {"number": range(first + start, first + end), **named, **sizes, "digest": draft.digests[start:end]}
    return pa.table(columns, schema=DOCUMENT_SCHEMA)


def _write_letters(folder: Path, draft: Draft) -> None:
    """Letters and index as Arrow files, which are mapped into memory and not read."""
    codes = np.concatenate([np.empty(0, np.uint32), *(letters.codes for letters in draft.letters)])
    breaks = np.concatenate([np.empty(0, np.uint8), *(letters.breaks for letters in draft.letters)])
    starts = np.cumsum([0, *map(len, draft.letters)], dtype=np.int64)
    _write_arrow(folder / LETTERS, pa.table({"code": codes, "break": breaks}))
    index = index_letters(codes, starts)
    row: dict[str, NDArray[Any]] = {"starts": starts, "firsts": index.firsts, "places": index.places}
    _write_arrow(folder / INDEX, pa.table({"size": [SIZE], "bits": [index.bits], **{name: _in_one_row(values) for name, values in row.items()}}))


def _in_one_row(values: NDArray[Any]) -> pa.Array:
    return pa.LargeListArray.from_arrays(pa.array([0, len(values)], pa.int64()), pa.array(values))


def _write_arrow(file: Path, table: pa.Table) -> None:
    table = table.replace_schema_metadata(_METADATA)
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
