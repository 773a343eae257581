"""A store → where the words of its documents most likely come from, among its earlier or higher documents, and which are one text.

The passages that documents share nominate the few others that are worth looking at; these are then judged as `luoshi.comparing` judges a
family of texts. A store of a small family is judged whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from luoshi.comparing.letters import fold
from luoshi.comparing.records import Comparison, Descent, Side
from luoshi.comparing.tracing.lineage import find_descents
from luoshi.comparing.tracing.reprints import find_reprints
from luoshi.comparing.tracing.seniority import why_before
from luoshi.corpus.lookup import Integers
from luoshi.corpus.nominating import Pairs, Stretches, directed, in_common, nearly_one
from luoshi.corpus.results import versioned
from luoshi.corpus.reusing import Searcher, reuse
from luoshi.corpus.stores import Store, open_store

LARGEST_FAMILY = 60
"""So many documents are judged whole, and fit into one picture."""
NOMINATED = 8
"""Of a larger store so many are judged for each document."""
LOOKED_AT = 40
"""And so many, by what they have in common, are asked whether they could be its source."""


@dataclass(frozen=True, slots=True)
class Ancestry:
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
    """Of the document, those that stand in runs of eight which the source has too."""
    share: float
    """Of all letters of the document, 0 to 1."""
    reasons: tuple[str, ...]
    """Stable words, as of `luoshi.comparing.Descent`."""


@dataclass(frozen=True)
class Lineage:
    """Where the words of a store's documents come from, as Arrow tables."""

    documents: int
    descents: pa.Table
    """The fields of `Ancestry`, by document and rank."""
    origins: pa.Table
    """number, start, end, source, source_start, source_end, rank: each passage with its likely source; spans in characters."""
    reprints: pa.Table
    """group, number, id: documents that hold one and the same text, the earliest of each group first."""

    def likely(self, most: int | None = None) -> tuple[Ancestry, ...]:
        """The likeliest source of each document that has one; the largest shares first."""
        rows = [row for row in self.descents.to_pylist() if row["rank"] == 1]
        rows.sort(key=lambda row: (-row["share"], row["number"]))
        return tuple(Ancestry(**{**row, "reasons": tuple(row["reasons"])}) for row in rows[:most])

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The ids of documents that are one text."""
        found: dict[int, list[str]] = {}
        for row in self.reprints.to_pylist():
            found.setdefault(row["group"], []).append(row["id"])
        return tuple(tuple(ids) for ids in found.values())


def lineage(
    store: Store | str | Path, *, passages: pa.Table | None = None, least_letters: int | None = None, memory: int | None = None,
    search: Searcher | None = None, progress: Callable[[str, float], None] | None = None, jobs: int = 1,
) -> Lineage:
    """For each document of a store the likely sources of its words: those above it in its own line, then earlier ones.

    `passages` is the table of `reuse`, which is made anew where it is not given (with the same options).

    >>> import json, pathlib, tempfile
    >>> from luoshi.corpus import build
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> texts = [("甲", "2017", "各单位要每月报送安全检查进展情况。"), ("乙", "2018", "我局将每月报送安全检查进展情况。")]
    >>> lines = [json.dumps({"id": id, "date": date, "text": text}) for id, date, text in texts]
    >>> _ = (folder / "a.jsonl").write_text("\\n".join(lines))
    >>> _ = build(folder / "a.jsonl", folder / "store")
    >>> [(one.id, one.source_id, one.letters, one.reasons) for one in lineage(folder / "store").likely()]
    [('乙', '甲', 12, ('earlier', 'nearest', 'only'))]
    """
    store = store if isinstance(store, Store) else open_store(store)
    tell = progress or (lambda stage, done: None)
    if passages is None:
        passages = reuse(store, **({} if least_letters is None else {"least_letters": least_letters}), memory=memory, search=search, progress=tell, jobs=jobs).passages
    else:
        store.check()
    stretches = _in_letters(store, passages)
    family = _Family(store, in_common(stretches))
    groups = family.reprints()
    descents = [descent for number in range(store.documents) for descent in family.descents(number, groups, tell)]
    return Lineage(store.documents, _descents(descents, store), _origins(store, stretches, descents), _reprints(groups, store))


def family(store: Store, found: Lineage) -> Comparison | None:
    """The documents of a small store with their descents, as papers show them; None where there are more than a picture holds."""
    if store.documents > LARGEST_FAMILY:
        return None
    rows = store.table(["id", "name", "title", "unit", "date", "level"]).to_pylist()
    sides = tuple(Side(row["id"], "", 0, 0, name=row["name"], unit=row["unit"], title=row["title"], date=row["date"], level=row["level"]) for row in rows)
    descents = tuple(Descent(row["id"], row["source_id"], row["letters"], row["share"], tuple(row["reasons"])) for row in found.descents.to_pylist())
    return Comparison(sides=sides, descents=descents, reprints=found.groups())


# -- judging -------------------------------------------------------------------------------------------------------

Ranked = tuple[int, int, int, Descent]
"""(document, source, rank, what is said of it)."""


class _Family:
    """The documents of a store as sides, and what each two have in common."""

    def __init__(self, store: Store, pairs: Pairs) -> None:
        self.pairs = pairs
        self.texts = [text for shard in store.shards for text in shard.table(["text"])["text"]]
        self.rows = store.table(["name", "title", "unit", "date", "level"]).to_pylist()
        self.letters = store.table(["letters"])["letters"].to_numpy().astype(np.int64)

    def side(self, number: int) -> Side:
        """A document; its key is its number."""
        text, row = self.texts[number].as_py(), self.rows[number]
        return Side(str(number), text, 0, len(text), name=row["name"], unit=row["unit"], title=row["title"], date=row["date"], level=row["level"])

    def reprints(self) -> list[list[int]]:
        """Groups of documents that are one text, the earliest of each first."""
        near = nearly_one(self.pairs, self.letters)
        return [[int(key) for key in keys] for group in near for keys in find_reprints([self.side(number) for number in group])]

    def descents(self, number: int, groups: Sequence[Sequence[int]], tell: Callable[[str, float], None]) -> Iterator[Ranked]:
        """The sources of one document, the likeliest first."""
        tell("sources", (number + 1) / len(self.rows))
        sides = [self.side(number), *self.nominated(number, {one: group[0] for group in groups for one in group[1:]})]
        found = [descent for descent in find_descents(sides) if descent.key == str(number)] if len(sides) > 1 else []
        for rank, descent in enumerate(found, 1):
            yield number, int(descent.source), rank, descent

    def nominated(self, number: int, first: dict[int, int]) -> list[Side]:
        """Those that may be its source; of a reprint the first of its group alone."""
        if number in first:
            return [self.side(first[number])]
        side, chosen = self.side(number), []
        most = len(self.rows) if len(self.rows) <= LARGEST_FAMILY else NOMINATED
        for other in self.pairs.of(number)[:max(LOOKED_AT, most)].tolist():
            source = self.side(other)
            if other not in first and why_before(source, side):
                chosen.append(source)
            if len(chosen) == most:
                break
        return chosen


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


def _descents(ranked: Sequence[Ranked], store: Store) -> pa.Table:
    about = store.table(["id", "title", "unit", "date", "level"])
    documents, others, ranks = [row[0] for row in ranked], [row[1] for row in ranked], [row[2] for row in ranked]
    columns: dict[str, object] = {"number": pa.array(documents, pa.int64())} | _about(about, documents, "")
    columns |= {"source": pa.array(others, pa.int64())} | _about(about, others, "source_")
    columns |= {"rank": pa.array(ranks, pa.int64()), "letters": pa.array([row[3].letters for row in ranked], pa.int64())}
    columns |= {"share": pa.array([row[3].share for row in ranked], pa.float64())}
    columns |= {"reasons": pa.array([list(row[3].reasons) for row in ranked], pa.list_(pa.string()))}
    return versioned(columns)


def _about(about: pa.Table, documents: list[int], before: str) -> dict[str, object]:
    chosen = about.take(pa.array(documents, pa.int64()))
    return {f"{before}{name}": chosen[name] for name in ("id", "title", "unit", "date", "level")}


def _origins(store: Store, stretches: Stretches, ranked: Sequence[Ranked]) -> pa.Table:
    """The stretches of each document that its sources have, each letter with the source of the lowest rank."""
    rank = {(document, source): rank for document, source, rank, _ in ranked}
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


def _reprints(groups: Sequence[Sequence[int]], store: Store) -> pa.Table:
    members = [(group, number) for group, numbers in enumerate(groups) for number in numbers]
    numbers = pa.array([number for _, number in members], pa.int64())
    ids = store.table(["id"])["id"].take(numbers)
    return versioned({"group": pa.array([group for group, _ in members], pa.int64()), "number": numbers, "id": ids})
