"""Sides → the passages that any two of them share: where, of what kind, with which edits and changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import numpy as np

from luoshi.comparing.grams import Joined, join_letters
from luoshi.comparing.letters import fold
from luoshi.comparing.records import Change, Passage, Side
from luoshi.comparing.searching.candidates import Candidates, find_candidates, search_for, telling_before
from luoshi.comparing.sharing.aligning import align
from luoshi.comparing.sharing.changes import find_changes
from luoshi.comparing.sharing.differing import Difference, differences, find_edits, hidden_differences
from luoshi.comparing.sharing.dots import Windows
from luoshi.comparing.sharing.ends import with_fitting_ends
from luoshi.comparing.sharing.kinds import fillings, kind_of
from luoshi.comparing.sharing.readings import Reading
from luoshi.comparing.sharing.settling import Signs, settled, signs_of
from luoshi.comparing.sharing.stretches import Stretch
from luoshi.extracting.collector import collector_at_rest

Found = tuple[int, int, Stretch]
"""(number of a, number of b, stretch in letters of each)."""


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
    stretches = find_stretches(join_letters(folded), find_candidates(folded), readings.__getitem__)
    for a, b, stretch in stretches:
        yield make_passage(sides[a], sides[b], readings[a], readings[b], stretch)


def find_stretches(joined: Joined, candidates: Candidates, reading: Callable[[int], Reading]) -> Iterator[tuple[int, int, Stretch]]:
    """(number of a, number of b, stretch in letters of each) for all that holds of the candidates, by pair and place.

    `reading` gives the text of each number. No stretch lies, on both sides, inside the one before or after.
    """
    readings = {number: reading(number) for number in np.unique(np.concatenate([candidates.a, candidates.b])).tolist()}
    marked = [readings[number].marked if number in readings else b"" for number in range(len(joined.starts) - 1)]
    aligned = _aligned(joined, candidates)
    at_rest = _at_rest(aligned, joined, signs_of(joined, marked))
    tells = _Telling(joined)
    for (a, b), group in groupby(zip(aligned, at_rest, strict=True), key=_pair_of):
        one, other = readings[a], readings[b]
        fitted = [stretch if rests else with_fitting_ends(stretch, one, other) for (*_, stretch), rests in group]
        for stretch in _once([stretch for stretch in fitted if stretch]):
            if tells.of(a, stretch):
                yield a, b, stretch


class _Telling:
    """Which stretches say more than a formula does (see `candidates.Search.formula`)."""

    def __init__(self, joined: Joined) -> None:
        self.search = search_for(len(joined.codes), len(joined.starts) - 1)
        self.starts, self.before = joined.starts.tolist(), telling_before(joined, self.search)

    def of(self, a: int, stretch: Stretch) -> bool:
        """Whether a stretch of text a is long, has a run that is no formula, or only runs too short to be one."""
        if not len(self.before) or stretch.letters >= self.search.long_run:
            return True
        size, first = self.search.run_gram, self.starts[a]
        runs = [(place, letters) for block in (*stretch.kept, *stretch.moved) for place, _, letters in block.runs if letters >= size]
        return not runs or any(self.before[first + place + letters - size + 1] > self.before[first + place] for place, letters in runs)


def _pair_of(row: tuple[Found, bool]) -> tuple[int, int]:
    return row[0][:2]


def _at_rest(found: Sequence[Found], joined: Joined, signs: Signs) -> list[bool]:
    """Whether each stretch is one run whose ends are where they should be."""
    single = [len(stretch.kept) == 1 and len(stretch.kept[0].runs) == 1 and not stretch.moved for _, _, stretch in found]
    rows = [(a, b, stretch.a_start, stretch.b_start, stretch.letters) for (a, b, stretch), one in zip(found, single, strict=True) if one]
    at_rest = np.array(single, dtype=bool)
    if rows:
        a, b, a_start, b_start, letters = np.array(rows, dtype=np.int64).T
        at_rest[at_rest] = settled(signs, joined.starts[a] + a_start, joined.starts[b] + b_start, letters)
    return list(map(bool, at_rest))


def _aligned(joined: Joined, candidates: Candidates) -> list[Found]:
    """(number of a, number of b, stretch in letters of each) for all candidates."""
    a_first, b_first = joined.starts[candidates.a], joined.starts[candidates.b]
    windows = Windows(
        a_first + candidates.a_start, a_first + candidates.a_end, b_first + candidates.b_start, b_first + candidates.b_end
    )
    a, b = candidates.a.tolist(), candidates.b.tolist()
    return [(a[pair], b[pair], stretch) for pair, stretch in align(joined.codes, windows, a_first, b_first)]


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


def explain(stretch: Stretch, one: Reading, other: Reading) -> tuple[Sequence[Difference], tuple[Change, ...], str, str]:
    """(differences, changes, kind, reason) of a stretch of two texts."""
    if stretch.letters == stretch.a_end - stretch.a_start == stretch.b_end - stretch.b_start and not stretch.moved and _same_words(stretch, one, other):
        return [], (), *kind_of(stretch, [], (), one, other)
    found = sorted([*differences(stretch), *hidden_differences(stretch, one, other)])
    changes = find_changes(stretch, found, one, other)
    return found, changes, *kind_of(stretch, found, changes, one, other)


def _same_words(stretch: Stretch, one: Reading, other: Reading) -> bool:
    """Whether no digit in it stands beside a mark that the other side may not have."""
    return not one.may_tell(stretch.a_start, stretch.a_end) or one.words_between(stretch.a_start, stretch.a_end) == other.words_between(
        stretch.b_start, stretch.b_end
    )


def _with_objects(changes: Sequence[Change], filled: Sequence[Difference], one: Reading, other: Reading) -> tuple[Change, ...]:
    """The changes and what fills the pattern on either side."""
    objects = []
    for a_start, a_end, b_start, b_end in filled:
        a, b = one.span(a_start, a_end), other.span(b_start, b_end)
        objects.append(Change("object", one.text[slice(*a)], other.text[slice(*b)], *a, *b))
    return tuple(sorted([*changes, *objects], key=lambda change: (change.a_start, change.b_start)))


def _once(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches without those that lie, on both sides, inside the one before or after."""
    kept: list[Stretch] = []
    for stretch in stretches:
        while kept and _inside(kept[-1], stretch):
            kept.pop()
        if not kept or not _inside(stretch, kept[-1]):
            kept.append(stretch)
    return kept


def _inside(one: Stretch, other: Stretch) -> bool:
    return other.a_start <= one.a_start and one.a_end <= other.a_end and other.b_start <= one.b_start and one.b_end <= other.b_end
