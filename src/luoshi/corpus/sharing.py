"""Candidates → shared stretches of a store's documents, aligned and named as `luoshi.comparing` does it.

With several processes the documents are read, and then the candidates aligned, in parts; the parts are the same however many there are.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import Joined
from luoshi.comparing.searching.candidates import Candidates
from luoshi.comparing.sharing.fitting import Ground, find_shared
from luoshi.comparing.sharing.naming import name_kinds
from luoshi.comparing.sharing.signs import Signs
from luoshi.corpus.lookup import Integers
from luoshi.corpus.processes import Apply, processes
from luoshi.corpus.stores import Store, open_store
from luoshi.corpus.telling import Telling, find_telling, joined_telling, reader
from luoshi.extracting.collector import collector_at_rest

BATCH = 50_000
"""Candidates that are aligned at once."""
DOCUMENTS_AT_ONCE = 500
"""Documents whose telling words are found at once."""
WORTH_PROCESSES = 50_000
"""Candidates from which on other processes are started; that takes a second."""

MEMORY_OF_PROCESS = 1_000_000_000
"""Bytes for each of several processes."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Shared stretches, in letters of the documents; arrays of one length."""

    a: Integers
    a_start: Integers
    a_end: Integers
    b: Integers
    b_start: Integers
    b_end: Integers
    letters: Integers
    """That both have."""
    similarity: NDArray[np.float64]
    """Of the longer stretch's letters, order aside."""
    kind: Integers
    """Its place in PASSAGE_KINDS."""

    def __len__(self) -> int:
        return len(self.a)


def verify(
    store: Store, joined: Joined, candidates: Candidates, least_letters: int, *, memory: int | None = None, jobs: int = 1,
    told: Callable[[float], None] = lambda done: None,
) -> Pairs:
    """The stretches of at least so many letters that hold of the candidates; `joined` has the letters of all documents.

    `memory` (bytes) bounds how many texts are kept ready, by all of `jobs` processes together; `told` hears how much is done, 0 to 1.
    """
    candidates = _part(candidates, np.minimum(candidates.a_end - candidates.a_start, candidates.b_end - candidates.b_start) >= least_letters)
    jobs = _worth(jobs, candidates, memory)
    folder, memory = store.folder, memory and memory // jobs
    with processes(jobs) as apply, tempfile.TemporaryDirectory(prefix="luoshi-") as kept:
        told(0.0)
        telling = joined_telling(apply(_telling_of, ((folder, *part) for part in _documents(store))))
        ground = Ground.of(joined, telling.words(joined.starts), reader(store, telling, memory))
        if jobs > 1:
            _keep(Path(kept), ground, telling)
        else:
            apply = _here(ground)
        batches = list(_batches(candidates))
        work = ((kept, folder, memory, _part(candidates, slice(*batch)), least_letters) for batch in batches)
        found: list[Pairs] = []
        for (_, last), pairs in zip(batches, apply(_aligned, work), strict=True):
            found.append(pairs)
            told(last / len(candidates))
    return _joined(found)


def _worth(jobs: int, candidates: Candidates, memory: int | None) -> int:
    """How many processes there are enough candidates and memory for."""
    room = jobs if memory is None else max(memory // MEMORY_OF_PROCESS, 1)
    return min(jobs, room) if len(candidates) >= WORTH_PROCESSES else 1


def _here(ground: Ground) -> Apply:
    """Aligns in this process, on a ground that need not be kept in files."""

    def apply(function: Callable[..., Any], work: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        return (_pairs(ground, candidates, least_letters) for *_, candidates, least_letters in work)

    return apply


def _documents(store: Store) -> Iterator[tuple[int, int]]:
    """(first, last) of parts of the documents."""
    for first in range(0, store.documents, DOCUMENTS_AT_ONCE):
        yield first, min(first + DOCUMENTS_AT_ONCE, store.documents)


def _batches(candidates: Candidates) -> Iterator[tuple[int, int]]:
    """(first, last) of parts that do not part the candidates of two documents."""
    opens = np.flatnonzero((np.diff(candidates.a, prepend=-1) != 0) | (np.diff(candidates.b, prepend=-1) != 0))
    first = 0
    while first < len(candidates):
        later = opens[np.searchsorted(opens, first + BATCH) :]
        last = int(later[0]) if len(later) else len(candidates)
        yield first, last
        first = last


def _pairs(ground: Ground, candidates: Candidates, least_letters: int) -> Pairs:
    with collector_at_rest():
        shared = find_shared(ground, candidates)
        shared = shared.part(shared.stretches.letters >= least_letters)
        kinds = name_kinds(ground, shared)
    found = shared.stretches.counted_from(ground.starts[shared.a], ground.starts[shared.b])
    longer = np.maximum(found.a_end - found.a_start, found.b_end - found.b_start)
    similarity = np.array([round(share, 4) for share in (found.letters / longer).tolist()], dtype=np.float64)
    return Pairs(shared.a, found.a_start, found.a_end, shared.b, found.b_start, found.b_end, found.letters, similarity, kinds)


def _joined(parts: Sequence[Pairs]) -> Pairs:
    none = np.empty(0, np.int64)
    columns: dict[str, Any] = {name: np.concatenate([none, *(getattr(part, name) for part in parts)]) for name in Pairs.__slots__}
    return Pairs(**columns)


def _part(candidates: Candidates, chosen: slice | NDArray[np.bool_]) -> Candidates:
    return Candidates(*(getattr(candidates, name)[chosen] for name in Candidates.__slots__))


# -- in other processes ------------------------------------------------------------------------------------------------


def _telling_of(folder: Path, first: int, last: int) -> Telling:
    return find_telling(_store(folder), first, last)


def _aligned(kept: str, folder: Path, memory: int | None, candidates: Candidates, least_letters: int) -> Pairs:
    return _pairs(_ground(kept, folder, memory), candidates, least_letters)


@lru_cache(maxsize=1)
def _store(folder: Path) -> Store:
    return open_store(folder)


@lru_cache(maxsize=1)
def _ground(kept: str, folder: Path, memory: int | None) -> Ground:
    """What `_keep` wrote, mapped into memory."""
    arrays = {file.stem: np.asarray(np.load(file, mmap_mode="r")) for file in Path(kept).glob("*.npy")}  # else each small look at them is slow
    meanings = json.loads((Path(kept) / "meanings.json").read_text("utf-8"))
    telling = Telling(**{field.name: arrays[f"told-{field.name}"] for field in fields(Telling) if field.name != "meanings"}, meanings=meanings)
    signs = Signs(**{field.name: arrays[f"signs-{field.name}"] for field in fields(Signs)})
    return Ground.over(signs, arrays["starts"], arrays["before"], reader(_store(folder), telling, memory))


def _keep(folder: Path, ground: Ground, telling: Telling) -> None:
    arrays = {"starts": ground.starts, "before": ground.telling}
    arrays |= {f"told-{field.name}": getattr(telling, field.name) for field in fields(Telling) if field.name != "meanings"}
    arrays |= {f"signs-{field.name}": getattr(ground.signs, field.name) for field in fields(Signs)}
    for name, values in arrays.items():
        np.save(folder / f"{name}.npy", values)
    (folder / "meanings.json").write_text(json.dumps(telling.meanings), "utf-8")
