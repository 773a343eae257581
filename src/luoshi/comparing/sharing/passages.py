"""Sides → the passages that any two of them share: where, of what kind, with which edits and changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from luoshi.comparing.grams import join_letters
from luoshi.comparing.letters import fold
from luoshi.comparing.records import Change, Passage, Side
from luoshi.comparing.searching.candidates import Candidates, find_candidates
from luoshi.comparing.sharing.differing import Difference, find_edits
from luoshi.comparing.sharing.fitting import Ground, find_shared
from luoshi.comparing.sharing.kinds import fillings
from luoshi.comparing.sharing.naming import explain
from luoshi.comparing.sharing.readings import Reading
from luoshi.comparing.sharing.signs import words_of
from luoshi.comparing.sharing.stretches import Stretch
from luoshi.extracting.collector import collector_at_rest


def find_passages(sides: Sequence[Side]) -> tuple[Passage, ...]:
    """The passages that any two sides share, by pair of sides and place. Two units in one document are two sides of its text.

    The order of the sides decides only which of a pair is `a`; `carriers` and `cluster` are filled by `clusters.find_clusters`.

    >>> one, other = "各单位要在2020年底前完成寄递渠道安全检查。", "我局将逐步完成寄递渠道安全检查。"
    >>> [found] = find_passages([Side("甲", one, 0, len(one)), Side("乙", other, 0, len(other))])
    >>> found.kind, [(change.what, change.before, change.after) for change in found.changes]
    ('figure', [('date', '2020年底前', '逐步')])
    """
    with collector_at_rest():
        return tuple(_found(sides))


def _found(sides: Sequence[Side]) -> Iterator[Passage]:
    folded = [fold(side.text, side.start, side.end, side.skipped) for side in sides]
    readings = [Reading.of(letters, side.text) for letters, side in zip(folded, sides, strict=True)]
    joined = join_letters(folded)
    words = words_of(joined.starts, (reading.telling for reading in readings))
    ground = Ground.of(joined, words, readings.__getitem__)
    for a, b, stretch in find_stretches(ground, find_candidates(folded)):
        yield make_passage(sides[a], sides[b], readings[a], readings[b], stretch)


def find_stretches(ground: Ground, candidates: Candidates) -> Iterator[tuple[int, int, Stretch]]:
    """(number of a, number of b, stretch in letters of each) for all that holds of the candidates, by pair and place."""
    found = find_shared(ground, candidates)
    records = found.stretches.counted_from(ground.starts[found.a], ground.starts[found.b]).records()
    yield from zip(found.a.tolist(), found.b.tolist(), records, strict=True)


def make_passage(a: Side, b: Side, one: Reading, other: Reading, stretch: Stretch) -> Passage:
    """The passage that a stretch of two sides is."""
    found, changes, kind, reason = explain(stretch, one, other)
    if kind == "template":
        changes = _with_objects(changes, fillings(stretch, found, one, other), one, other)
    a_span, b_span = one.span(stretch.a_start, stretch.a_end), other.span(stretch.b_start, stretch.b_end)
    edits = find_edits(stretch, found, one, other) if found or stretch.moved else ()
    return Passage(
        a.key, *a_span, b.key, *b_span, kind, round(stretch.similarity, 4), stretch.letters, edits, changes, reason=reason
    )


def _with_objects(changes: Sequence[Change], filled: Sequence[Difference], one: Reading, other: Reading) -> tuple[Change, ...]:
    """The changes and what fills the pattern on either side."""
    objects = []
    for a_start, a_end, b_start, b_end in filled:
        a, b = one.span(a_start, a_end), other.span(b_start, b_end)
        objects.append(Change("object", one.text[slice(*a)], other.text[slice(*b)], *a, *b))
    return tuple(sorted([*changes, *objects], key=lambda change: (change.a_start, change.b_start)))
