"""A store → what its documents share: passages of pairs, gathered into clusters, the most telling first and boilerplate last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from luoshi.comparing.grams import join_letters
from luoshi.comparing.letters import Letters, fold
from luoshi.comparing.records import PASSAGE_KINDS
from luoshi.comparing.searching.candidates import Candidates, find_candidates
from luoshi.corpus.clustering import Clusters, cluster
from luoshi.corpus.lookup import Integers
from luoshi.corpus.results import versioned
from luoshi.corpus.sharing import Pairs, verify
from luoshi.corpus.stores import Store, open_store
from luoshi.errors import UsageError, megabytes

LEAST_LETTERS = 12
_FIXED_MEMORY = 560_000_000
"""What the program needs besides the letters."""
_MEMORY_PER_LETTER = 30
_NO_PLACES = np.empty(0, dtype=np.int32)

Searcher = Callable[[Sequence[Letters]], Candidates]


@dataclass(frozen=True, slots=True)
class Shared:
    """One wording that several documents have."""

    cluster: int
    carriers: int
    """How many documents."""
    units: int
    """How many different units, those not known left out."""
    letters: int
    """Of its longest form."""
    rarity: float
    """Letters weighed by how few of the store's documents have them, in bits; 0 for what all have."""
    words: str
    """As the earliest of the documents has it."""
    id: str
    """Of that document."""
    unit: str
    title: str
    date: str


@dataclass(frozen=True)
class Reuse:
    """What the documents of a store share, as Arrow tables; spans are in characters of the texts."""

    documents: int
    clusters: pa.Table
    """The fields of `Shared`; the most telling first."""
    members: pa.Table
    """cluster, number, id, unit, date, start, end: who has it, and where."""
    passages: pa.Table
    """a, a_start, a_end, b, b_start, b_end, letters, similarity, kind, cluster: by pairs of documents (their numbers)."""

    def most_telling(self, most: int = 20) -> tuple[Shared, ...]:
        """The first clusters as records."""
        return tuple(Shared(**row) for row in self.clusters.slice(0, most).to_pylist())


def reuse(
    store: Store | str | Path, *, least_letters: int = LEAST_LETTERS, memory: int | None = None, search: Searcher | None = None,
    progress: Callable[[str, float], None] | None = None, jobs: int = 1,
) -> Reuse:
    """The passages of at least `least_letters` letters that any two documents of a store share, in clusters.

    `memory` (bytes) is what the search may take, which spills to disk beyond; `search` another way to find candidates (see
    `luoshi.comparing.searching.spark`); `progress` is told the name of each stage (search, align, cluster, tell) and how much of it is done, 0 to 1.
    With more than one of `jobs`, a large store is aligned by so many processes; a script that asks for this has to keep its own work under
    `if __name__ == "__main__"`. The result depends on the store alone.

    >>> import json, pathlib, tempfile
    >>> from luoshi.corpus import build
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> texts = {"甲": "各单位要每月报送安全检查进展情况。", "乙": "我局将每月报送安全检查进展情况。", "丙": "加强组织领导。"}
    >>> lines = [json.dumps({"id": id, "text": text}) for id, text in texts.items()]
    >>> _ = (folder / "a.jsonl").write_text("\\n".join(lines))
    >>> _ = build(folder / "a.jsonl", folder / "store")
    >>> [(one.words, one.carriers) for one in reuse(folder / "store").most_telling()]
    [('每月报送安全检查进展情况', 2)]
    """
    store = store if isinstance(store, Store) else open_store(store)
    tell = progress or (lambda stage, done: None)
    _check_memory(store, memory)
    store.check()
    tell("search", 0.0)
    texts = [letters for shard in store.shards for letters in _letters_of(shard)]
    candidates = (search or searcher(memory))(texts)
    pairs = verify(store, join_letters(texts), candidates, least_letters, memory=memory, jobs=jobs, told=lambda done: tell("align", done))
    tell("cluster", 0.0)
    clusters = cluster(pairs, store.documents)
    tell("tell", 0.0)
    return _told(store, pairs, clusters)


def _check_memory(store: Store, memory: int | None) -> None:
    """UsageError for less than the letters and the program need; what the search needs beyond is spilled to disk."""
    least = _FIXED_MEMORY + _MEMORY_PER_LETTER * int(store.manifest["letters"])
    if memory is not None and memory < least:
        raise UsageError(
            f"--memory {megabytes(memory)} 不够。", f"--memory {megabytes(memory)} is not enough.",
            next_zh=f"这个语料库请至少给 {megabytes(least)}。", next_en=f"Give at least {megabytes(least)} for this store.",
        )


def searcher(memory: int | None = None, engine: str = "duckdb", master: str | None = None) -> Searcher:
    """The search within so many bytes: in this process (duckdb), or on the Spark cluster at `master` (spark).

    NeedsExtra where Spark is wanted and not installed.
    """
    limit = memory and memory // 1_000_000

    def search(texts: Sequence[Letters]) -> Candidates:
        if engine != "spark":
            return _within(limit, texts)
        from luoshi.comparing.searching.spark import SparkEngine

        with SparkEngine(master=master, memory_limit_mb=limit) as spark:
            return find_candidates(texts, engine=spark)

    return search


def _within(limit: int | None, texts: Sequence[Letters]) -> Candidates:
    import duckdb

    try:
        return find_candidates(texts, memory_limit_mb=limit)
    except duckdb.OutOfMemoryException as error:
        raise UsageError(
            "查找时内存或临时空间不够。", "Memory, or the space to spill to, ran out while searching.",
            next_zh="请加大 --memory，或腾出临时文件夹的空间。", next_en="Give more with --memory, or make room in the folder for temporary files.",
        ) from error


def _letters_of(shard: Any) -> Iterator[Letters]:
    for start, end in zip(shard.starts[:-1].tolist(), shard.starts[1:].tolist(), strict=True):
        yield Letters(shard.codes[start:end], _NO_PLACES, shard.breaks[start:end])


# -- tables --------------------------------------------------------------------------------------------------------


def _told(store: Store, pairs: Pairs, clusters: Clusters) -> Reuse:
    documents = np.concatenate([pairs.a, pairs.b, clusters.document])
    starts = np.concatenate([pairs.a_start, pairs.b_start, clusters.start])
    ends = np.concatenate([pairs.a_end, pairs.b_end, clusters.end])
    about = store.table(["id", "unit", "title", "date"])
    shown = _first_members(clusters, about)
    starts, ends, words = _in_characters(store, documents, starts, ends, 2 * len(pairs) + shown)
    cut = [len(pairs), 2 * len(pairs)]
    (a_start, b_start, start), (a_end, b_end, end) = np.split(starts, cut), np.split(ends, cut)
    passages = {
        "a": pairs.a, "a_start": a_start, "a_end": a_end, "b": pairs.b, "b_start": b_start, "b_end": b_end,
        "letters": pairs.letters, "similarity": pairs.similarity,
        "kind": pa.DictionaryArray.from_arrays(pa.array(pairs.kind, pa.int8()), list(PASSAGE_KINDS)), "cluster": clusters.of_pair,
    }  # fmt: skip
    members = _members(clusters, about, start, end)
    return Reuse(store.documents, _clusters(clusters, about.take(clusters.document[shown]), members, words), members, versioned(passages))


def _first_members(clusters: Clusters, about: pa.Table) -> Integers:
    """Of each cluster the stretch by which it is shown: the earliest dated document's, then the first's, the longest there."""
    dates = np.array([date or "9999" for date in about["date"].to_pylist()], dtype="U10")
    order = np.lexsort((-(clusters.end - clusters.start), clusters.document, dates[clusters.document], clusters.cluster))
    return order[np.flatnonzero(np.diff(clusters.cluster[order], prepend=-1))]


def _in_characters(store: Store, documents: Integers, starts: Integers, ends: Integers, shown: Integers) -> tuple[Integers, Integers, list[str]]:
    """Spans in letters as spans in characters, and the words of those to be shown. Only one shard's texts are in memory at once."""
    order = np.argsort(documents, kind="stable")
    bounds = np.searchsorted(documents[order], np.arange(store.documents + 1))
    new_starts, new_ends, words, wanted = np.empty_like(starts), np.empty_like(ends), {}, set(shown.tolist())
    for shard in store.shards:
        for number, text in enumerate(shard.table(["text"])["text"], shard.first):
            here = order[bounds[number] : bounds[number + 1]]
            if len(here):
                text = text.as_py()
                places = fold(text).places
                new_starts[here], new_ends[here] = places[starts[here]], places[ends[here] - 1] + 1
                new_ends[here] += [_has_sign(text, end) for end in new_ends[here].tolist()]
                words.update({one: text[new_starts[one] : new_ends[one]] for one in here.tolist() if one in wanted})
    return new_starts, new_ends, [words[one] for one in shown.tolist()]


def _has_sign(text: str, end: int) -> bool:
    """Whether a sign of per cent follows, which belongs to the figure before it."""
    return text[end : end + 1] in ("%", "％", "‰") and text[end - 1].isdigit()


def _members(clusters: Clusters, about: pa.Table, start: Integers, end: Integers) -> pa.Table:
    order = np.lexsort((clusters.start, clusters.document, clusters.cluster))
    who = about.select(["id", "unit", "date"]).take(clusters.document[order])
    columns = {"cluster": clusters.cluster[order], "number": clusters.document[order]}
    return versioned({**columns, **{name: who[name] for name in who.column_names}, "start": start[order], "end": end[order]})


def _clusters(clusters: Clusters, who: pa.Table, members: pa.Table, words: list[str]) -> pa.Table:
    counts = {"carriers": clusters.carriers, "units": _units(members, len(clusters.carriers)), "letters": clusters.letters, "rarity": clusters.rarity}
    return versioned({"cluster": np.arange(len(words)), **counts, "words": words, **{name: who[name] for name in ("id", "unit", "title", "date")}})


def _units(members: pa.Table, count: int) -> Integers:
    named: list[set[str]] = [set() for _ in range(count)]
    for number, unit in zip(members["cluster"].to_pylist(), members["unit"].to_pylist(), strict=True):
        if unit:
            named[number].add(unit)
    return np.array([len(units) for units in named], dtype=np.int64)
