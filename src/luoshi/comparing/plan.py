"""The relational part of finding shared stretches, as Ibis expressions: tables in, one table out, the same on every engine.

Nothing here runs: `luoshi.comparing.candidates` hands each expression to an engine, which keeps its rows. Steps are kept one by one,
since an engine that is given all of them at once may join the common grams first and never end.
"""

from __future__ import annotations

import ibis  # type: ignore[import-untyped]
from ibis.expr.types import Table  # type: ignore[import-untyped]

PAIR = ("a", "b")
SEGMENT = {"a": "int32", "a_start": "int32", "a_end": "int32", "b": "int32", "b_start": "int32", "b_end": "int32", "letters": "int64"}
"""The columns of stretches that two texts may share: a before b, in letters of each; `letters` they have in common, at least."""


def count_grams(grams: Table) -> Table:
    """(text, at | piece, gram) → (gram, times): the grams that stand in two different texts, and how often each stands anywhere."""
    counted = grams.group_by("gram").aggregate(
        times=lambda t: t.count(), low=lambda t: t.text.min(), high=lambda t: t.text.max()
    )
    return counted.filter(counted.low < counted.high).select("gram", "times")


def choose_rarest_of_windows(grams: Table, counts: Table, window: int) -> Table:
    """(text, at, gram), (gram, times) → (text, at, gram): of every `window` repeated grams that follow each other the rarest, ties by the gram itself.

    A text that repeats at least `window` grams of another in a row chooses there what the other chooses: how often a gram stands
    is counted over all texts, so both see the same figures.
    """
    known = grams.join(counts, "gram").select("text", "at", "gram", "times")
    if window <= 1:
        return known
    before = ibis.window(group_by="text", order_by="at", preceding=window - 1, following=0)
    after = ibis.window(group_by="text", order_by="at", preceding=0, following=window - 1)
    ranked = known.mutate(key=known.times * 65536 + known.gram % 32768)
    ranked = ranked.mutate(least=ranked.key.min().over(before))
    ranked = ranked.mutate(chosen=ranked.least.max().over(after) == ranked.key)
    return ranked.filter(ranked.chosen).select("text", "at", "gram", "times")


def drop_frequent(grams: Table, most: int) -> Table:
    """The rows whose gram stands at most `most` times among them."""
    counted = grams.group_by("gram").aggregate(left=lambda t: t.count())
    return grams.semi_join(counted.filter(counted.left <= most), "gram")


def pair_grams(grams: Table, size: int) -> Table:
    """(text, at, gram) → (a, a_start, a_end, b, b_start, b_end): every two places of a gram in different texts, a before b."""
    one, other = grams.view(), grams.view()
    hits = one.join(other, [one.gram == other.gram, one.text < other.text], rname="{name}_b")
    return hits.select(a=hits.text, a_start=hits["at"], b=hits.text_b, b_start=hits.at_b)


def join_runs(hits: Table, size: int, gap: int) -> Table:
    """(a, a_start, b, b_start) → segments (a, a_start, a_end, b, b_start, b_end, letters): hits of one diagonal, not more than `gap` apart, in one run."""
    hits = hits.mutate(slope=hits.a_start - hits.b_start)
    along = ibis.window(group_by=["a", "b", "slope"], order_by="a_start")
    step = hits.mutate(step=hits.a_start - hits.a_start.lag().over(along))
    opened = step.mutate(opens=ibis.ifelse(step.step.isnull() | (step.step > gap + size), 1, 0), new=ibis.ifelse(step.step.isnull() | (step.step > size), size, step.step))
    upto = ibis.window(group_by=["a", "b", "slope"], order_by="a_start", preceding=None, following=0)
    runs = opened.mutate(run=opened.opens.sum().over(upto))
    return runs.group_by(["a", "b", "slope", "run"]).aggregate(
        a_start=runs.a_start.min(),
        a_end=runs.a_start.max() + size,
        b_start=runs.b_start.min(),
        b_end=runs.b_start.max() + size,
        letters=runs.new.sum(),
    ).cast(SEGMENT).select(*SEGMENT)


def merge_near(segments: Table, gap: int) -> Table:
    """Segments of a pair that are not more than `gap` letters apart on both sides → one stretch on each side.

    Split alternately along a and along b until three cuts are made: what is near in one text and far in the other is parted, and the
    order within a stretch does not matter, so that reordered clauses stay together.
    """
    parted = _part(segments, "a", [], gap)
    parted = _part(parted, "b", ["part_a0"], gap)
    parted = _part(parted, "a", ["part_a0", "part_b1"], gap)
    keys = ["a", "b", "part_a0", "part_b1", "part_a2"]
    return parted.group_by(keys).aggregate(
        a_start=parted.a_start.min(),
        a_end=parted.a_end.max(),
        b_start=parted.b_start.min(),
        b_end=parted.b_end.max(),
        letters=parted.letters.sum(),
    ).cast(SEGMENT).select(*SEGMENT)


def _part(segments: Table, side: str, parts: list[str], gap: int) -> Table:
    """Numbers the groups into which the segments fall along one side, in a new column."""
    start, end, by = f"{side}_start", f"{side}_end", [*PAIR, *parts]
    behind = ibis.window(group_by=by, order_by=start, preceding=(None, 1))
    upto = ibis.window(group_by=by, order_by=start, preceding=None, following=0)
    reached = segments.mutate(reach=segments[end].max().over(behind))
    opened = reached.mutate(opens=ibis.ifelse(reached.reach.isnull() | (reached[start] - reached.reach > gap), 1, 0))
    return opened.mutate(**{f"part_{side}{len(parts)}": opened.opens.sum().over(upto)}).drop("reach", "opens")


def choose_rarest_of_pieces(grams: Table, counts: Table, most: int, kept: int) -> Table:
    """(piece, text, gram), (gram, times) → the `kept` rarest grams of each piece among those that stand at most `most` times."""
    known = grams.join(counts.filter(counts.times <= most), "gram").select("piece", "text", "gram", "times")
    ranked = known.mutate(rank=ibis.row_number().over(ibis.window(group_by="piece", order_by=[known.times, known.gram])))
    return ranked.filter(ranked["rank"] < kept).select("piece", "text", "gram")


def pair_pieces(grams: Table, least: int) -> Table:
    """(piece, text, gram) → (piece_a, piece_b, shared): pieces of different texts that have at least `least` of these grams in common."""
    one, other = grams.view(), grams.view()
    hits = one.join(other, [one.gram == other.gram, one.text < other.text], rname="{name}_b")
    paired = hits.group_by(piece_a=hits.piece, piece_b=hits.piece_b).aggregate(shared=lambda t: t.count())
    return paired.filter(paired.shared >= least)


def unite(*tables: Table) -> Table:
    """All rows of tables that have the same columns."""
    return ibis.union(*tables) if len(tables) > 1 else tables[0]
