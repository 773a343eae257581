"""A store → where the words of its documents most likely come from, among its earlier or higher documents, and which are one text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from luoshi.comparing.letters import fold
from luoshi.comparing.records import Comparison, Descent, Side
from luoshi.corpus.descents import Dated, Source, Stretches, directed, find_sources, reprints, united
from luoshi.corpus.lookup import Integers
from luoshi.corpus.results import versioned
from luoshi.corpus.reusing import Searcher, reuse
from luoshi.corpus.stores import Store, open_store

LARGEST_FAMILY = 60
"""So many documents fit into one picture."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where words of one document most likely come from."""

    number: int
    id: str
    title: str
    unit: str
    date: str
    level: int
    source: int
    source_id: str
    source_title: str
    source_unit: str
    source_date: str
    source_level: int
    rank: int
    """1 the likeliest source; further ones by what they add."""
    letters: int
    """Of the document that the source has too."""
    added: int
    """Of these, those that no source of a lower rank has."""
    share: float
    """`letters` of all letters of the document, 0 to 1."""
    reasons: tuple[str, ...]
    """higher (level) · earlier · nearest (most letters) · only · undated (decided without both dates) · reprint."""


@dataclass(frozen=True)
class Lineage:
    """Where the words of a store's documents come from, as Arrow tables."""

    documents: int
    descents: pa.Table
    """The fields of `Origin`, by document and rank."""
    origins: pa.Table
    """number, start, end, source, source_start, source_end, rank: each passage with its likely source; spans in characters."""
    reprints: pa.Table
    """group, number, id: documents that hold one and the same text, the earliest of each group first."""

    def likely(self, most: int | None = None) -> tuple[Origin, ...]:
        """The likeliest source of each document that has one; the largest shares first."""
        rows = [row for row in self.descents.to_pylist() if row["rank"] == 1]
        rows.sort(key=lambda row: (-row["share"], row["number"]))
        return tuple(Origin(**{**row, "reasons": tuple(row["reasons"])}) for row in rows[:most])

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The ids of documents that are one text."""
        found: dict[int, list[str]] = {}
        for row in self.reprints.to_pylist():
            found.setdefault(row["group"], []).append(row["id"])
        return tuple(tuple(ids) for ids in found.values())


def lineage(
    store: Store | str | Path, *, passages: pa.Table | None = None, least_letters: int | None = None, memory: int | None = None,
    search: Searcher | None = None, progress: Callable[[str, float], None] | None = None,
) -> Lineage:
    """For each document of a store the likely sources of its words among the documents that are earlier, or higher and not later.

    `passages` is the table of `reuse`, which is made anew where it is not given (with the same options).

    >>> import json, pathlib, tempfile
    >>> from luoshi.corpus import build
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> texts = [("甲", "2017", "各单位要每月报送安全检查进展情况。"), ("乙", "2018", "我局将每月报送安全检查进展情况。")]
    >>> lines = [json.dumps({"id": id, "date": date, "text": text}) for id, date, text in texts]
    >>> _ = (folder / "a.jsonl").write_text("\\n".join(lines))
    >>> _ = build(folder / "a.jsonl", folder / "store")
    >>> [(one.id, one.source_id, one.letters, one.reasons) for one in lineage(folder / "store").likely()]
    [('乙', '甲', 12, ('earlier', 'only'))]
    """
    store = store if isinstance(store, Store) else open_store(store)
    tell = progress or (lambda stage, done: None)
    if passages is None:
        passages = reuse(store, **({} if least_letters is None else {"least_letters": least_letters}), memory=memory, search=search, progress=tell).passages
    else:
        store.check()
    tell("sources", 0.0)
    about = store.table(["number", "id", "title", "unit", "date", "level", "letters"])
    known = Dated(about["date"].to_pylist(), about["level"].to_numpy().astype(np.int64), about["letters"].to_numpy().astype(np.int64))
    stretches = _in_letters(store, passages)
    joined = united(stretches)
    groups = reprints(joined, known)
    sources = list(find_sources(joined, known, groups))
    tell("sources", 1.0)
    return Lineage(store.documents, _descents(sources, known, about), _origins(store, stretches, sources), _reprints(groups, about))


def family(store: Store, found: Lineage) -> Comparison | None:
    """The documents of a small store with their descents, as papers show them; None where there are more than a picture holds."""
    if store.documents > LARGEST_FAMILY:
        return None
    rows = store.table(["id", "name", "title", "unit", "date", "level"]).to_pylist()
    sides = tuple(Side(row["id"], "", 0, 0, name=row["name"], unit=row["unit"], title=row["title"], date=row["date"], level=row["level"]) for row in rows)
    descents = tuple(Descent(row["id"], row["source_id"], row["letters"], row["share"], tuple(row["reasons"])) for row in found.descents.to_pylist())
    return Comparison(sides=sides, descents=descents, reprints=found.groups())


# -- spans ---------------------------------------------------------------------------------------------------------


def _in_letters(store: Store, passages: pa.Table) -> Stretches:
    """The passages in both directions, with spans in letters instead of characters."""
    named = {name: passages[name].to_numpy().astype(np.int64) for name in ("a", "a_start", "a_end", "b", "b_start", "b_end", "letters")}
    count = passages.num_rows
    documents = np.concatenate([named["a"], named["b"]])
    places = np.concatenate([named["a_start"], named["b_start"], named["a_end"], named["b_end"]])
    for places_of, here in _each_document(store, np.concatenate([documents, documents])):
        places[here] = np.searchsorted(places_of, places[here])
    a_start, b_start, a_end, b_end = (places[at * count : (at + 1) * count] for at in range(4))
    return directed(named["a"], a_start, a_end, named["b"], b_start, b_end, named["letters"])


def _each_document(store: Store, documents: Integers) -> Iterator[tuple[Integers, Integers]]:
    """(places of its letters, rows that are of it) for each document that has rows; one shard's texts in memory at once."""
    order = np.argsort(documents, kind="stable")
    bounds = np.searchsorted(documents[order], np.arange(store.documents + 1))
    for shard in store.shards:
        for number, text in enumerate(shard.table(["text"])["text"], shard.first):
            here = order[bounds[number] : bounds[number + 1]]
            if len(here):
                yield fold(text.as_py()).places.astype(np.int64), here


# -- tables --------------------------------------------------------------------------------------------------------


def _descents(sources: list[Source], known: Dated, about: pa.Table) -> pa.Table:
    documents, others = ([getattr(one, name) for one in sources] for name in ("document", "source"))
    columns: dict[str, object] = {"number": pa.array(documents, pa.int64())}
    columns |= _about(about, documents, "")
    columns |= {"source": pa.array(others, pa.int64())} | _about(about, others, "source_")
    columns |= {name: pa.array([getattr(one, name) for one in sources], pa.int64()) for name in ("rank", "letters", "added")}
    columns["share"] = pa.array([one.letters / max(int(known.letters[one.document]), 1) for one in sources], pa.float64())
    columns["reasons"] = pa.array([list(one.reasons) for one in sources], pa.list_(pa.string()))
    return versioned(columns)


def _about(about: pa.Table, documents: list[int], before: str) -> dict[str, object]:
    chosen = about.take(pa.array(documents, pa.int64()))
    return {f"{before}{name}": chosen[name] for name in ("id", "title", "unit", "date", "level")}


def _origins(store: Store, stretches: Stretches, sources: list[Source]) -> pa.Table:
    """The stretches of each document that its sources have, each letter with the source of the lowest rank."""
    rank = {(one.document, one.source): one.rank for one in sources}
    ranks = np.array([rank.get(pair, 0) for pair in zip(stretches.document.tolist(), stretches.other.tolist(), strict=True)], dtype=np.int64)
    order = np.lexsort((stretches.start, ranks, stretches.document))
    order = order[ranks[order] > 0]
    chosen = _new_ones(stretches.take(order))
    kept, ranks = stretches.take(order[chosen]), ranks[order[chosen]]
    spans = {"start": kept.start, "end": kept.end - 1, "source_start": kept.other_start, "source_end": kept.other_end - 1}
    for side, names in ((kept.document, ("start", "end")), (kept.other, ("source_start", "source_end"))):
        for places_of, here in _each_document(store, side):
            for name in names:
                spans[name][here] = places_of[spans[name][here]]
    columns = {"number": kept.document, "start": spans["start"], "end": spans["end"] + 1, "source": kept.other}
    return versioned({**columns, "source_start": spans["source_start"], "source_end": spans["source_end"] + 1, "rank": ranks})


def _new_ones(ranked: Stretches) -> Integers:
    """Of stretches by document and rank those of which the half at least is not told by one before."""
    kept, seen, document = [], np.zeros(0, dtype=np.bool_), -1
    longest = int(ranked.end.max(initial=0))
    for at, (number, start, end) in enumerate(zip(ranked.document.tolist(), ranked.start.tolist(), ranked.end.tolist(), strict=True)):
        if number != document:
            seen, document = np.zeros(longest, dtype=np.bool_), number
        if 2 * int(seen[start:end].sum()) <= end - start:
            kept.append(at)
            seen[start:end] = True
    return np.array(kept, dtype=np.int64)


def _reprints(groups: list[list[int]], about: pa.Table) -> pa.Table:
    members = [(group, number) for group, numbers in enumerate(groups) for number in numbers]
    numbers = pa.array([number for _, number in members], pa.int64())
    return versioned({"group": pa.array([group for group, _ in members], pa.int64()), "number": numbers, "id": about["id"].take(numbers)})
