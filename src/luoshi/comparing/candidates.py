"""Many folded texts → the stretches that any two of them may share.

Two searches are united. *Runs*: equal letters without a gap, found by grams of 6 to 9 letters. *Pieces*: sentences that have rare
grams of 4 letters in common, however edited or reordered; a sketch of their pairs of letters says which are alike enough to be
aligned. A gram that stands very often tells little and costs much: it is left out above a bound that follows from how many pairs
the corpus may cost, so the bound is higher where texts are few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from ibis.expr.types import Table  # type: ignore[import-untyped]
from numpy.typing import NDArray

from luoshi.comparing import plan
from luoshi.comparing.engines import DuckEngine, Engine
from luoshi.comparing.grams import Integers, Joined, Pieces, cut_pieces, gram_table, join_letters, piece_gram_table
from luoshi.comparing.letters import Letters
from luoshi.comparing.runs import extend_runs
from luoshi.comparing.sketches import likeness, sketch_pieces

CHUNK_LETTERS = 4_000_000
"""How many letters are handed to the engine at once."""
SMALL_LETTERS = 1_000_000
"""Up to so many letters in all, the search is at its finest."""


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
    piece_shared: int = 2
    """So many of them must be shared, or one that is rare."""
    piece_likeness: float = 0.36
    pairs: int = 20_000_000
    """How many pairs of places the engine may be asked to look at, for runs and for pieces each."""
    gap: int = 12
    """Letters between two runs or pieces that make one candidate, on each side."""


def search_for(letters: int) -> Search:
    """How a corpus of so many letters is searched.

    >>> search_for(10_000).least_run, search_for(50_000_000).least_run
    (7, 9)
    """
    if letters <= SMALL_LETTERS:
        return Search(run_gram=6, least_run=7, telling_run=9)
    return Search(run_gram=9, least_run=9, telling_run=12, pairs=max(20_000_000, 5 * letters))


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
) -> Candidates:
    """The stretches that any two of the texts may share. A text is not compared with itself, nor with others of its group.

    `groups` has a number for each text: give all sides of one file the same, or a few texts 0 and the many they are compared with 1.
    `memory_limit_mb` bounds the whole search, the letters included. The result does not depend on threads or memory.

    >>> from luoshi.comparing.letters import fold
    >>> found = find_candidates([fold("各单位要每月报送检查进展。"), fold(""), fold("我局将每月报送检查进展情况。")])
    >>> found.a.tolist(), found.a_start.tolist(), found.a_end.tolist()
    ([0], [0], [12])
    """
    joined = join_letters(folded, groups)
    limit = _engine_limit(memory_limit_mb, len(joined.codes))
    with DuckEngine(memory_limit_mb=limit, threads=threads, spill_to=spill_to) as engine:
        return _sorted(search_with(engine, joined, search or search_for(len(joined.codes))))


def _engine_limit(memory_limit_mb: int | None, letters: int) -> int | None:
    """What is left for the engine: the letters, their grams in the making and the program itself are not its own."""
    return None if memory_limit_mb is None else max(memory_limit_mb - 300 - letters * 25 // 1_000_000, 200)


def search_with(engine: Engine, joined: Joined, search: Search) -> pa.Table:
    """The candidates as the engine gives them, in no order."""
    nothing = _segment_table([np.empty(0, np.int32)] * len(plan.SEGMENT))
    found = [nothing, *_runs(engine, joined, search), *_like_pieces(engine, joined, search)]
    segments = engine.load("segments", found)
    return engine.fetch(plan.merge_near(segments, search.gap))


def _runs(engine: Engine, joined: Joined, search: Search) -> Iterator[pa.Table]:
    """Segments that are equal runs."""
    chunks = joined.chunks(CHUNK_LETTERS)
    grams = engine.load("grams", (gram_table(joined, search.run_gram, *chunk) for chunk in chunks))
    counts = engine.keep("counts", plan.count_grams(grams))
    most = _most(engine, counts, search.pairs)
    rare = engine.keep("rare", plan.keep_rare_grams(grams, counts, most))
    engine.drop("grams", "counts")
    for begins in engine.batches(plan.pair_runs(rare)):
        yield _whole_runs(joined, begins, search)
    engine.drop("rare")


def _most(engine: Engine, counts: Table, pairs: int) -> int:
    """The highest number of times a gram may stand so that all grams up to it make no more than so many pairs of places."""
    table = engine.fetch(plan.count_times(counts))
    times, grams = table["times"].to_numpy().astype(np.int64), table["grams"].to_numpy()
    order = np.argsort(times)
    cost = np.cumsum(times[order] * (times[order] - 1) // 2 * grams[order])
    affordable = times[order][cost <= pairs]
    return int(max(affordable[-1] if len(affordable) else 0, 2))


def _whole_runs(joined: Joined, begins: pa.Table, search: Search) -> pa.Table:
    a, a_at, b, b_at, times = (begins[name].to_numpy().astype(np.int64) for name in ("a", "a_at", "b", "b_at", "times"))
    before, after = extend_runs(joined, a, a_at, b, b_at)
    length = before + after
    told = (length >= search.telling_run) | ((length >= search.least_run) & (times <= search.rare))
    columns = (a, a_at - before, a_at + after, b, b_at - before, b_at + after)
    return _segment_table([column[told] for column in columns])


def _like_pieces(engine: Engine, joined: Joined, search: Search) -> Iterator[pa.Table]:
    """Segments that are pieces alike."""
    pieces = cut_pieces(joined)
    grams = engine.load("piece_grams", _piece_grams(joined, pieces, search.piece_gram))
    counts = engine.keep("piece_counts", plan.count_grams(grams))
    most = _most(engine, counts, search.pairs)
    rarest = engine.keep("rarest", plan.keep_rarest_of_pieces(grams, counts, most, search.piece_kept))
    engine.drop("piece_grams", "piece_counts")
    sketches = sketch_pieces(joined, pieces)
    for paired in engine.batches(plan.pair_pieces(rarest, search.piece_shared, search.rare)):
        one, other = paired["piece_a"].to_numpy(), paired["piece_b"].to_numpy()
        alike = likeness(sketches, one, other) >= search.piece_likeness
        yield _piece_segments(joined, pieces, one[alike], other[alike])
    engine.drop("rarest")


def _piece_grams(joined: Joined, pieces: Pieces, size: int) -> Iterator[pa.Table]:
    step = CHUNK_LETTERS // 40
    for first in range(0, max(len(pieces), 1), step):
        yield piece_gram_table(joined, pieces, size, first, min(first + step, len(pieces)))


def _piece_segments(joined: Joined, pieces: Pieces, one: Integers, other: Integers) -> pa.Table:
    columns: list[NDArray[np.integer]] = []
    for chosen in (one, other):
        text = pieces.text[chosen]
        columns += [text, pieces.starts[chosen] - joined.starts[text], pieces.ends[chosen] - joined.starts[text]]
    return _segment_table(columns)


def _segment_table(columns: Sequence[NDArray[np.integer]]) -> pa.Table:
    return pa.table({name: column.astype(np.int32) for name, column in zip(plan.SEGMENT, columns, strict=True)})


def _sorted(table: pa.Table) -> Candidates:
    columns = {name: table[name].to_numpy().astype(np.int64) for name in plan.SEGMENT}
    order = np.lexsort([columns[name] for name in ("b_end", "a_end", "b_start", "a_start", "b", "a")])
    return Candidates(**{name: column[order] for name, column in columns.items()})
