"""Many folded texts → the stretches that any two of them may share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from ibis.expr.types import Table  # type: ignore[import-untyped]

from luoshi.comparing import plan
from luoshi.comparing.engines import DuckEngine, Engine
from luoshi.comparing.grams import Integers, Joined, Pieces, cut_pieces, gram_table, join_letters, piece_gram_table
from luoshi.comparing.letters import Letters

COLUMNS = ("a", "a_start", "a_end", "b", "b_start", "b_end", "letters")


@dataclass(frozen=True, slots=True)
class Search:
    """How widely it is searched. The defaults follow from the size of the corpus."""

    size: int = 6
    """Letters of a positional gram."""
    window: int = 1
    """Of so many grams in a row the rarest is joined on."""
    most: int = 100
    """A positional gram that stands more often is left out."""
    least_run: int = 9
    """Letters that a stretch must have in common to be kept on its own."""
    run_gap: int = 12
    merge_gap: int = 16
    piece_grams: int = 12
    piece_most: int = 100
    piece_shared: int = 2
    piece_likeness: float = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Stretches that text a and text b (a before b) may share, in letters of the texts; sorted; arrays of one length."""

    a: Integers
    a_start: Integers
    a_end: Integers
    b: Integers
    b_start: Integers
    b_end: Integers

    def __len__(self) -> int:
        return len(self.a)


def find_candidates(folded: Sequence[Letters], *, search: Search | None = None, memory_limit_mb: int | None = None,
                    threads: int | None = None, spill_to: Path | None = None) -> Candidates:
    """The stretches that any two of the texts may share. A text is not compared with itself.

    >>> from luoshi.comparing.letters import fold
    >>> found = find_candidates([fold("各单位要每月报送检查进展。"), fold(""), fold("我局将每月报送检查进展情况。")])
    >>> found.a.tolist(), found.b.tolist(), found.a_start.tolist(), found.a_end.tolist()
    ([0], [2], [0], [12])
    """
    joined = join_letters(folded)
    with DuckEngine(memory_limit_mb=memory_limit_mb, threads=threads, spill_to=spill_to) as engine:
        return _sorted(search_with(engine, joined, search or Search()))


def search_with(engine: Engine, joined: Joined, search: Search) -> pa.Table:
    """The candidates as the engine gives them, in no order."""
    runs = _runs(engine, joined, search)
    pieces = _like_pieces(engine, joined, search)
    merged = engine.keep("merged", plan.merge_near(plan.unite(runs, pieces), search.merge_gap))
    return engine.fetch(merged)


def _runs(engine: Engine, joined: Joined, search: Search) -> Table:
    grams = engine.load("grams", [gram_table(joined, search.size)])
    counts = engine.keep("counts", plan.count_grams(grams))
    chosen = engine.keep("chosen", plan.choose_rarest_of_windows(grams, counts, search.window))
    few = engine.keep("few", plan.drop_frequent(chosen, search.most))
    hits = engine.keep("hits", plan.pair_grams(few, search.size))
    runs = plan.join_runs(hits, search.size, search.run_gap)
    return engine.keep("runs", runs.filter(runs.letters >= search.least_run))


def _like_pieces(engine: Engine, joined: Joined, search: Search) -> Table:
    pieces = cut_pieces(joined)
    grams = engine.load("piece_grams", [piece_gram_table(joined, pieces)])
    counts = engine.keep("piece_counts", plan.count_grams(grams))
    rarest = engine.keep("rarest", plan.choose_rarest_of_pieces(grams, counts, search.piece_most, search.piece_grams))
    paired = engine.fetch(plan.pair_pieces(rarest, search.piece_shared))
    return engine.load("pieces", [_alike(joined, pieces, paired, search.piece_likeness)])


def _alike(joined: Joined, pieces: Pieces, paired: pa.Table, likeness: float) -> pa.Table:
    """Of the paired pieces those that have at least `likeness` of their pairs of letters in common, as segments."""
    one, other = paired["piece_a"].to_numpy(), paired["piece_b"].to_numpy()
    bits = _sketches(joined, pieces)
    common = np.bitwise_count(bits[one] & bits[other]).sum(axis=1, dtype=np.int64)
    sizes = np.bitwise_count(bits).sum(axis=1, dtype=np.int64)
    alike = common >= likeness * np.sqrt(sizes[one] * sizes[other])
    return _segments(joined, pieces, one[alike], other[alike], common[alike])


def _segments(joined: Joined, pieces: Pieces, one: Integers, other: Integers, common: Integers) -> pa.Table:
    columns = {}
    for side, chosen in (("a", one), ("b", other)):
        text = pieces.text[chosen]
        columns[side] = text
        columns[f"{side}_start"] = (pieces.starts[chosen] - joined.starts[text]).astype(np.int32)
        columns[f"{side}_end"] = (pieces.ends[chosen] - joined.starts[text]).astype(np.int32)
    return pa.table({**columns, "letters": common}).select(COLUMNS)


SKETCH_WORDS = 8


def _sketches(joined: Joined, pieces: Pieces) -> np.ndarray[tuple[int, int], np.dtype[np.uint64]]:
    """512 bits a piece: one for each pair of letters in it."""
    table = piece_gram_table(joined, pieces, 2)
    piece, gram = table["piece"].to_numpy(), table["gram"].to_numpy().astype(np.uint64)
    bit = (gram * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - 9)
    bits = np.zeros((len(pieces), SKETCH_WORDS), dtype=np.uint64)
    np.bitwise_or.at(bits, (piece, bit >> np.uint64(6)), np.uint64(1) << (bit & np.uint64(63)))
    return bits


def _sorted(table: pa.Table) -> Candidates:
    columns = [table[name].to_numpy().astype(np.int64) for name in COLUMNS[:6]]
    order = np.lexsort(columns[::-1])
    return Candidates(*(column[order] for column in columns))
