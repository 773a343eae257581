"""Candidates → shared stretches of a store's documents, aligned and named as `luoshi.comparing` does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import Joined
from luoshi.comparing.letters import fold
from luoshi.comparing.searching.candidates import Candidates
from luoshi.comparing.sharing.fitting import Ground, find_shared
from luoshi.comparing.sharing.naming import name_kinds
from luoshi.comparing.sharing.readings import Reading
from luoshi.comparing.sharing.signs import words_of
from luoshi.corpus.lookup import Integers
from luoshi.corpus.stores import Store

BATCH = 200_000
"""Candidates that are aligned at once; what is looked up of the whole corpus is looked up once for each batch."""
_READING_BYTES = 20
"""What a text that is ready to be aligned takes up, for each character."""
_SHARE_OF_MEMORY = 4


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
    store: Store, joined: Joined, candidates: Candidates, least_letters: int, *, memory: int | None = None, told: Callable[[float], None] = lambda done: None,
) -> Pairs:
    """The stretches of at least so many letters that hold of the candidates; `joined` has the letters of all documents.

    `memory` (bytes) bounds how many texts are kept ready, `told` hears how much is done, 0 to 1.
    """
    reading = _reader(store, memory)
    candidates = _part(candidates, np.minimum(candidates.a_end - candidates.a_start, candidates.b_end - candidates.b_start) >= least_letters)
    words = words_of(joined.starts, (reading(number).telling for number in range(store.documents)))
    ground = Ground.of(joined, words, reading)
    found: list[Pairs] = []
    for first, last in _batches(candidates):
        told(first / len(candidates))
        found.append(_pairs(ground, _part(candidates, slice(first, last)), least_letters))
    return _joined(found)


def _pairs(ground: Ground, candidates: Candidates, least_letters: int) -> Pairs:
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


def _batches(candidates: Candidates) -> Iterator[tuple[int, int]]:
    """(first, last) of parts that do not part the candidates of two documents."""
    opens = np.flatnonzero((np.diff(candidates.a, prepend=-1) != 0) | (np.diff(candidates.b, prepend=-1) != 0))
    first = 0
    while first < len(candidates):
        later = opens[np.searchsorted(opens, first + BATCH) :]
        last = int(later[0]) if len(later) else len(candidates)
        yield first, last
        first = last


def _reader(store: Store, memory: int | None) -> Callable[[int], Reading]:
    """Gives the text of each number, ready to be aligned; as many are kept as a part of the memory holds."""
    texts = [shard.table(["text"])["text"].combine_chunks() for shard in store.shards]
    firsts = np.array([shard.first for shard in store.shards])
    mean = max(store.characters // max(store.documents, 1), 1)
    most = None if memory is None else max(memory // _SHARE_OF_MEMORY // (mean * _READING_BYTES), 100)

    @lru_cache(maxsize=most)
    def reading(number: int) -> Reading:
        shard = int(np.searchsorted(firsts, number, side="right")) - 1
        text = texts[shard][number - int(firsts[shard])].as_py()
        return Reading.of(fold(text), text)

    return reading
