"""The relational part of finding shared stretches, as Ibis expressions: tables in, one table out, the same on every engine.

Nothing runs here: `luoshi.comparing.searching.candidates` hands each expression to an engine, which keeps or fetches its rows. Steps are kept
one by one, since an engine that is given all of them at once may join the common grams first and never end.
"""

from __future__ import annotations

import ibis  # type: ignore[import-untyped]
from ibis.expr.types import Table  # type: ignore[import-untyped]

SEGMENT = {"a": "int32", "a_start": "int32", "a_end": "int32", "b": "int32", "b_start": "int32", "b_end": "int32"}
"""Columns of a stretch of text a and one of text b, a before b, in letters of each."""
GRAM = {"text": "int32", "group": "int32", "at": "int32", "gram": "int64", "before": "int64"}
"""Columns of a run of letters: its place in the text in letters, and the run one letter earlier (0 where there is none)."""
PIECE_GRAM = {"piece": "int32", "text": "int32", "group": "int32", "gram": "int64"}
"""Columns of a run of letters inside a piece."""


def count_grams(grams: Table) -> Table:
    """(group, gram, …) → (gram, times): grams that stand in texts of two different groups, and how often each stands in all."""
    counted = grams.group_by("gram").aggregate(
        times=lambda t: t.count(), low=lambda t: t.group.min(), high=lambda t: t.group.max()
    )
    return counted.filter(counted.low < counted.high).select("gram", times=counted.times.cast("int32"))


def count_times(counts: Table) -> Table:
    """(gram, times) → (times, grams): how many grams stand so often."""
    return counts.group_by("times").aggregate(grams=lambda t: t.count())


def keep_rare_grams(grams: Table, counts: Table, most: int) -> Table:
    """(text, group, at, gram, before), (gram, times) → the rows whose gram stands at most `most` times, with `times` and `first`.

    `first` says that the gram cannot be skipped as the second of a run, because the one before it, in `before`, is missing or left out.
    """
    rare = grams.join(counts.filter(counts.times <= most), "gram")
    frequent = counts.filter(counts.times > most).select(before="gram", beyond=ibis.literal(True))
    marked = rare.left_join(frequent, "before")
    return marked.select("text", "group", "at", "gram", "before", "times", first=marked.beyond.notnull() | (marked["at"] == 0))


def pair_runs(grams: Table) -> Table:
    """(text, group, at, gram, before, times, first) → (a, a_at, b, b_at, times): where equal runs of two texts begin.

    Every two places of a gram in texts of different groups, without those whose grams before are equal too: of a long run that two
    texts share only its first gram is given, so that the rows are as many as runs and not as letters.
    """
    one, other = grams.view(), grams.view()
    begins = [one.before != other.before, one["first"], other["first"]]
    hits = one.join(
        other,
        [one.gram == other.gram, one.text < other.text, one.group != other.group, begins[0] | begins[1] | begins[2]],
        rname="{name}_b",
    )
    return hits.select(a=hits.text, a_at=hits["at"], b=hits.text_b, b_at=hits.at_b, times=hits.times)


def keep_rarest_of_pieces(grams: Table, counts: Table, weights: Table, kept: int) -> Table:
    """(piece, text, group, gram), (gram, times), (times, weight) → the `kept` rarest grams of each piece, with their weights.

    A gram that stands more often than any number in `weights` is left out.
    """
    weighed = counts.join(weights, "times").select("gram", "times", "weight")
    known = grams.join(weighed, "gram").select("piece", "text", "group", "gram", "times", "weight")
    ranked = known.mutate(place=ibis.row_number().over(ibis.window(group_by="piece", order_by=[known.times, known.gram])))
    return ranked.filter(ranked.place < kept).select("piece", "text", "group", "gram", "weight")


def pair_pieces(grams: Table, evidence: int) -> Table:
    """(piece, text, group, gram, weight) → (piece_a, piece_b): pieces of different groups whose grams in common weigh so much."""
    one, other = grams.view(), grams.view()
    hits = one.join(
        other, [one.gram == other.gram, one.text < other.text, one.group != other.group], rname="{name}_b"
    ).select("piece", "piece_b", "weight")
    paired = hits.group_by(["piece", "piece_b"]).aggregate(weight=lambda t: t.weight.sum())
    near = paired.filter(paired.weight >= evidence)
    return near.select(piece_a=near.piece, piece_b=near.piece_b)


def merge_near(segments: Table, gap: int) -> Table:
    """Segments of two texts that are not more than `gap` letters apart on both sides → one segment.

    They are parted along both texts, and each part once more: what is near in one text and far in the other stays apart, and order
    inside a segment does not matter, so that reordered clauses stay together. Both texts are treated alike, so that it does not
    matter which of them comes first.
    """
    once = _part(_part(segments, "a", (), gap), "b", (), gap)
    twice = _part(_part(once, "a", ("a_part", "b_part"), gap), "b", ("a_part", "b_part"), gap)
    merged = twice.group_by(["a", "b", "a_part", "b_part", "a_part_part", "b_part_part"]).aggregate(
        a_start=twice.a_start.min(), a_end=twice.a_end.max(), b_start=twice.b_start.min(), b_end=twice.b_end.max()
    )
    return merged.select(*SEGMENT)


def _part(segments: Table, side: str, parts: tuple[str, ...], gap: int) -> Table:
    """Numbers the groups into which the segments of two texts, or of one part of them, fall along one side.

    Segments that start at one place come in no order of their own, so the number is summed over all that start there.
    """
    start, end, by = f"{side}_start", f"{side}_end", ["a", "b", *parts]
    behind = ibis.window(group_by=by, order_by=start, preceding=(None, 1))
    up_to = ibis.range_window(group_by=by, order_by=start, preceding=None, following=0)
    reached = segments.mutate(reach=segments[end].max().over(behind))
    opened = reached.mutate(opens=ibis.ifelse(reached.reach.isnull() | (reached[start] - reached.reach > gap), 1, 0))
    return opened.mutate(**{side + "_part" * (1 + bool(parts)): opened.opens.sum().over(up_to)}).drop("reach", "opens")
