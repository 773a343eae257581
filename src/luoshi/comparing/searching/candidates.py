"""Many folded texts → the stretches that any two of them may share.

Two searches are united. *Runs*: equal letters without a gap, found by grams of 6 to 9 letters. *Pieces*: sentences that have rare
grams of 4 letters in common, however edited or reordered; a sketch of their pairs of letters says which are alike enough to be
aligned. A gram that stands very often tells little and costs much: it is left out above a bound that follows from how many pairs
the corpus may cost, so the bound is higher where texts are few.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from ibis.expr.types import Table  # type: ignore[import-untyped]
from numpy.typing import NDArray

from luoshi.comparing.grams import Integers, Joined, Pieces, count_places, cut_pieces, gram_table, join_letters, piece_gram_table
from luoshi.comparing.letters import Letters
from luoshi.comparing.searching import plan
from luoshi.comparing.searching.engines import DuckEngine, Engine
from luoshi.comparing.searching.runs import extend_runs
from luoshi.comparing.searching.sketches import Sketches, likeness, sketch_pieces

CHUNK_LETTERS = 2_000_000
"""How many letters are handed to the engine at once."""
CHUNK_PIECES = 50_000
"""And how many pieces."""
SMALL_LETTERS = 1_000_000
"""Up to so many letters in all, the search is at its finest."""
LEAST_PAIRS = 2_000_000
"""So many pairs of places can always be looked at."""
FORMULA, LEAST_FORMULA = 2, 10
"""Words that stand more often than so many times in each text on the whole, and in more places than these, are a formula."""
LEAST_EVIDENCE = 15
"""Bits that pieces of a corpus just above that size must share."""
BITS_FOR_TWICE = 3
"""And how many more for one of twice the size: two, because chance makes four times the pairs; one, because a genre repeats itself."""


@dataclass(frozen=True, slots=True)
class Search:
    """How widely it is searched."""

    run_gram: int
    """Letters of the grams by which runs are found."""
    least_run: int
    """Letters that a run must have."""
    telling_run: int
    """Letters that a run must have whose words stand in more than `rare` places."""
    rare: int = 10
    piece_gram: int = 4
    piece_kept: int = 16
    """So many of a piece's rarest grams are joined on."""
    piece_evidence: int = 0
    """Bits that these must weigh together; one that stands once in a thousand letters weighs ten."""
    piece_likeness: float = 0.3
    """And the least likeness of the sketches."""
    run_pairs: int = 20_000_000
    """How many pairs of places the engine may be asked to look at for runs."""
    piece_pairs: int = 20_000_000
    """And for pieces: a gram that tells of a reordered sentence is shorter, so it stands more often."""
    formula: int = 0
    """In a small corpus a run of fewer than `long_run` letters whose grams all stand in more places is a formula, and does not tell; 0: none is."""
    long_run: int = 24
    gap: int = 12
    """Letters between two runs or pieces that make one candidate, on each side."""


def search_for(letters: int, texts: int = 2) -> Search:
    """How a corpus of so many letters in so many texts is searched.

    >>> search_for(10_000).least_run, search_for(50_000_000).least_run
    (7, 9)
    """
    if letters <= SMALL_LETTERS:
        return Search(run_gram=6, least_run=7, telling_run=9, formula=max(LEAST_FORMULA, FORMULA * texts))
    evidence = LEAST_EVIDENCE + round(BITS_FOR_TWICE * math.log2(letters / SMALL_LETTERS))
    pairs = max(letters // 2, LEAST_PAIRS), max(5 * letters, LEAST_PAIRS)
    return Search(
        run_gram=9, least_run=9, telling_run=12, piece_evidence=evidence, piece_likeness=0.27, run_pairs=pairs[0], piece_pairs=pairs[1]
    )


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Stretches that text a and text b (a before b) may share, in letters of the texts; sorted by pair, then place; arrays of one length."""

    a: Integers
    a_start: Integers
    a_end: Integers
    b: Integers
    b_start: Integers
    b_end: Integers

    def __len__(self) -> int:
        return len(self.a)


def find_candidates(
    folded: Sequence[Letters],
    *,
    groups: Sequence[int] | None = None,
    search: Search | None = None,
    memory_limit_mb: int | None = None,
    threads: int | None = None,
    spill_to: Path | None = None,
    engine: Engine | None = None,
) -> Candidates:
    """The stretches that any two of the texts may share. A text is not compared with itself, nor with others of its group.

    `groups` has a number for each text: give all sides of one file the same, or a few texts 0 and the many they are compared with 1.
    `memory_limit_mb` bounds the whole search, the letters included. The result does not depend on threads, memory or engine; without
    an `engine` it is DuckDB in this process.

    >>> from luoshi.comparing.letters import fold
    >>> found = find_candidates([fold("各单位要每月报送检查进展。"), fold(""), fold("我局将每月报送检查进展情况。")])
    >>> found.a.tolist(), found.a_start.tolist(), found.a_end.tolist()
    ([0], [0], [12])
    """
    joined = join_letters(folded, groups)
    search = search or search_for(len(joined.codes), len(folded))
    if engine is not None:
        return _sorted(search_with(engine, joined, search))
    limit = _engine_limit(memory_limit_mb, len(joined.codes))
    with DuckEngine(memory_limit_mb=limit, threads=threads, spill_to=spill_to) as own:
        return _sorted(search_with(own, joined, search))


def _engine_limit(memory_limit_mb: int | None, letters: int) -> int | None:
    """What is left for the engine: the letters, their grams in the making and the program itself are not its own."""
    return None if memory_limit_mb is None else max(memory_limit_mb - 300 - letters * 25 // 1_000_000, 200)


def search_with(engine: Engine, joined: Joined, search: Search) -> pa.Table:
    """The candidates as the engine gives them, in no order."""
    runs, pieces = _runs(engine, joined, search), _like_pieces(engine, joined, search)
    found = engine.fetch(plan.merge_near(runs.union(pieces), search.gap))
    engine.drop("runs", "like_pieces")
    return found


# -- runs ----------------------------------------------------------------------------------------------------------


def _runs(engine: Engine, joined: Joined, search: Search) -> Table:
    """Segments that are equal runs."""
    shared = engine.share(joined)
    chunks = engine.load("chunks", _chunk_table(joined.chunks(CHUNK_LETTERS)))
    grams = engine.map("grams", chunks, partial(_grams_of_chunk, shared, search.run_gram), plan.GRAM, batch_rows=1)
    counts = engine.keep("counts", plan.count_grams(grams))
    most = int(_affordable(engine, counts, search.run_pairs).max(initial=2))
    rare = engine.keep("rare", plan.keep_rare_grams(grams, counts, most))
    engine.drop("chunks", "grams", "counts")
    telling = engine.share(telling_before(joined, search))
    runs = engine.map("runs", plan.pair_runs(rare), partial(_whole_runs, shared, telling, search), plan.SEGMENT)
    engine.drop("rare")
    return runs


def _chunk_table(chunks: Iterable[tuple[int, int]]) -> pa.Table:
    first, last = zip(*chunks, strict=True)
    return pa.table({"first": pa.array(first, pa.int32()), "last": pa.array(last, pa.int32())})


def _grams_of_chunk(shared: Callable[[], Joined], size: int, chunk: pa.Table) -> pa.Table:
    [row] = chunk.to_pylist()
    return gram_table(shared(), size, row["first"], row["last"])


def _affordable(engine: Engine, counts: Table, pairs: int) -> Integers:
    """The numbers of times that a gram may stand so that all grams make no more than so many pairs of places, rising; 2 and less always."""
    table = engine.fetch(plan.count_times(counts))
    times, grams = table["times"].to_numpy().astype(np.int64), table["grams"].to_numpy()
    order = np.argsort(times)
    cost = np.cumsum(times[order] * (times[order] - 1) // 2 * grams[order])
    affordable: Integers = times[order][(cost <= pairs) | (times[order] <= 2)]
    return affordable


def telling_before(joined: Joined, search: Search) -> Integers:
    """How many grams before each letter of the row are no part of a formula; empty where the search tells no formulas apart."""
    if not search.formula:
        return np.empty(0, dtype=np.int64)
    places = count_places(joined, search.run_gram)
    return np.concatenate(([0], np.cumsum((places > 0) & (places <= search.formula))))


def _whole_runs(shared: Callable[[], Joined], telling: Callable[[], Integers], search: Search, begins: pa.Table) -> pa.Table:
    a, a_at, b, b_at, times = (begins[name].to_numpy().astype(np.int64) for name in ("a", "a_at", "b", "b_at", "times"))
    before, after = extend_runs(shared(), a, a_at, b, b_at, search.run_gram)
    length = before + after
    told = (length >= search.telling_run) | ((length >= search.least_run) & (times <= search.rare))
    if search.formula:
        start = shared().starts[a] + a_at - before
        told &= (length >= search.long_run) | (telling()[start + length - search.run_gram + 1] > telling()[start])
    columns = (a, a_at - before, a_at + after, b, b_at - before, b_at + after)
    return _segment_table([column[told] for column in columns])


# -- pieces --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Sketched:
    """Pieces in letters of their texts, and their sketches."""

    text: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    sketches: Sketches


def _like_pieces(engine: Engine, joined: Joined, search: Search) -> Table:
    """Segments that are pieces alike."""
    pieces = cut_pieces(joined)
    shared = engine.share(joined), engine.share(pieces)
    chunks = engine.load("piece_chunks", _chunk_table(_chunks_of(pieces)))
    grams = engine.map("piece_grams", chunks, partial(_grams_of_pieces, *shared, search.piece_gram), plan.PIECE_GRAM, batch_rows=1)
    counts = engine.keep("piece_counts", plan.count_grams(grams))
    times = _affordable(engine, counts, search.piece_pairs)
    weights = engine.load("weights", _weights(times[times <= search.formula] if search.formula else times, len(joined.codes)))
    rarest = engine.keep("rarest", plan.keep_rarest_of_pieces(grams, counts, weights, search.piece_kept))
    engine.drop("piece_chunks", "piece_grams", "piece_counts", "weights")
    paired, sketched = plan.pair_pieces(rarest, search.piece_evidence), engine.share(_sketched(joined, pieces))
    like = engine.map("like_pieces", paired, partial(_alike, sketched, search.piece_likeness), plan.SEGMENT)
    engine.drop("rarest")
    return like


def _chunks_of(pieces: Pieces) -> Iterator[tuple[int, int]]:
    for first in range(0, max(len(pieces), 1), CHUNK_PIECES):
        yield first, min(first + CHUNK_PIECES, len(pieces))


def _weights(times: Integers, letters: int) -> pa.Table:
    """How many bits a gram weighs that stands so many times among so many letters: whole numbers, that every engine adds up alike."""
    bits = np.rint(np.log2(np.maximum(letters, 1) / times)).astype(np.int32)
    return pa.table({"times": times.astype(np.int32), "weight": np.maximum(bits, 0)})


def _grams_of_pieces(joined: Callable[[], Joined], pieces: Callable[[], Pieces], size: int, chunk: pa.Table) -> pa.Table:
    [row] = chunk.to_pylist()
    return piece_gram_table(joined(), pieces(), size, row["first"], row["last"])


def _sketched(joined: Joined, pieces: Pieces) -> Sketched:
    begins = joined.starts[pieces.text]
    starts, ends = (pieces.starts - begins).astype(np.int32), (pieces.ends - begins).astype(np.int32)
    return Sketched(pieces.text, starts, ends, sketch_pieces(joined, pieces))


def _alike(shared: Callable[[], Sketched], least: float, paired: pa.Table) -> pa.Table:
    """The segments of those pairs of pieces whose sketches are alike enough."""
    pieces, one, other = shared(), paired["piece_a"].to_numpy(), paired["piece_b"].to_numpy()
    alike = likeness(pieces.sketches, one, other) >= least
    chosen = (one[alike], other[alike])
    return _segment_table([column[which] for which in chosen for column in (pieces.text, pieces.starts, pieces.ends)])


# -- segments ------------------------------------------------------------------------------------------------------


def _segment_table(columns: Sequence[NDArray[np.integer]]) -> pa.Table:
    return pa.table({name: column.astype(np.int32) for name, column in zip(plan.SEGMENT, columns, strict=True)})


def _sorted(table: pa.Table) -> Candidates:
    columns = {name: table[name].to_numpy().astype(np.int64) for name in plan.SEGMENT}
    order = np.lexsort([columns[name] for name in ("b_end", "a_end", "b_start", "a_start", "b", "a")])
    return Candidates(**{name: column[order] for name, column in columns.items()})
