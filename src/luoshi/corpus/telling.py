"""Documents → the words in them that tell, as columns: found once, and small enough to be kept of every document.

Finding them takes ten times as long as all else that makes a text ready to be aligned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.letters import fold
from luoshi.comparing.sharing.readings import Reading, Told
from luoshi.comparing.sharing.signs import MARKS, Words
from luoshi.corpus.lookup import Integers
from luoshi.corpus.stores import Store

_READING_BYTES = 20
"""What a text that is ready to be aligned takes up, for each character."""
_SHARE_OF_MEMORY = 4
_KINDS = tuple(MARKS)


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """The telling words of documents in reading order; all arrays but `firsts` of one length."""

    firsts: Integers
    """The first word of each document; and how many there are in all."""
    start: NDArray[np.int32]
    """In letters of the document."""
    end: NDArray[np.int32]
    kind: NDArray[np.uint8]
    """Its place among figure, date, force, negation."""
    meaning: NDArray[np.int32]
    """Its place in `meanings`."""
    meanings: Sequence[str]

    def of(self, number: int) -> list[Told]:
        """The words of one document."""
        chosen = slice(int(self.firsts[number]), int(self.firsts[number + 1]))
        columns = (getattr(self, name)[chosen].tolist() for name in ("kind", "meaning", "start", "end"))
        return [(_KINDS[kind], self.meanings[meaning], start, end) for kind, meaning, start, end in zip(*columns, strict=True)]

    def words(self, starts: Integers) -> Words:
        """All of them in the row of letters in which the documents begin at `starts`."""
        begins = np.repeat(starts[:-1], np.diff(self.firsts))
        mark = np.array([MARKS[kind] for kind in _KINDS], dtype=np.uint8)[self.kind]
        return Words(begins + self.start, begins + self.end, mark)


def find_telling(store: Store, first: int, last: int) -> Telling:
    """The telling words of documents `first` to before `last`."""
    text = texts_of(store)
    told = [Reading.of(fold(text(number)), text(number)).telling for number in range(first, last)]
    number_of: dict[str, int] = {}
    rows = [(_KINDS.index(what), number_of.setdefault(meaning, len(number_of)), start, end) for words in told for what, meaning, start, end in words]
    kind, meaning, start, end = np.array(rows, dtype=np.int32).reshape(-1, 4).T
    return Telling(np.cumsum([0, *map(len, told)]), start, end, kind.astype(np.uint8), meaning, tuple(number_of))


def joined_telling(parts: Iterable[Telling]) -> Telling:
    """The words of one part's documents after those of the other's."""
    number_of: dict[str, int] = {}
    kept = []
    counts = [np.empty(0, np.int64)]
    for part in parts:
        new = np.array([number_of.setdefault(meaning, len(number_of)) for meaning in part.meanings], dtype=np.int32)
        kept.append((part.start, part.end, part.kind, new[part.meaning]))
        counts.append(np.diff(part.firsts))
    if not kept:
        none = np.empty(0, np.int32)
        return Telling(np.zeros(1, np.int64), none, none, none.astype(np.uint8), none, ())
    start, end, kind, meaning = (np.concatenate(column) for column in zip(*kept, strict=True))
    return Telling(np.append(0, np.cumsum(np.concatenate(counts))), start, end, kind, meaning, tuple(number_of))


def texts_of(store: Store) -> Callable[[int], str]:
    """Gives the text of each number; those of a shard are read when the first of them is asked for."""
    firsts = np.array([shard.first for shard in store.shards])
    texts = lru_cache(maxsize=None)(lambda shard: store.shards[shard].table(["text"])["text"].combine_chunks())

    def text(number: int) -> str:
        shard = int(np.searchsorted(firsts, number, side="right")) - 1
        return str(texts(shard)[number - int(firsts[shard])].as_py())

    return text


def reader(store: Store, telling: Telling, memory: int | None) -> Callable[[int], Reading]:
    """Gives the text of each number, ready to be aligned; as many are kept as a part of the memory (bytes) holds."""
    text = texts_of(store)
    mean = max(store.characters // max(store.documents, 1), 1)
    most = None if memory is None else max(memory // _SHARE_OF_MEMORY // (mean * _READING_BYTES), 100)

    @lru_cache(maxsize=most)
    def reading(number: int) -> Reading:
        words = text(number)
        return Reading.of(fold(words), words, telling.of(number))

    return reading
