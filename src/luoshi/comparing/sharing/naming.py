"""Shared stretches → their kinds, for all at once.

Where nothing that tells stands in or beside a difference, a stretch is verbatim, edited or reordered by its letters alone; only the others
are read.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from luoshi.comparing.grams import Integers
from luoshi.comparing.records import PASSAGE_KINDS, Change
from luoshi.comparing.sharing.changes import find_changes
from luoshi.comparing.sharing.differing import Difference, differences, hidden_differences
from luoshi.comparing.sharing.fitting import Ground, Shared
from luoshi.comparing.sharing.kinds import FILLED, LEAST_FILLING, MOST_FILLINGS, kind_of
from luoshi.comparing.sharing.readings import Reading
from luoshi.comparing.sharing.signs import Signs, any_between, count_between
from luoshi.comparing.sharing.stretches import Mask, Stretch, Stretches

LONGEST_WORD = 6
"""Letters of the longest word of force, or that says no."""
Gaps = tuple[Integers, Integers]
"""(starts, ends) on one side."""
_VERBATIM, _EDITED, _REORDERED = (PASSAGE_KINDS.index(kind) for kind in ("verbatim", "edited", "reordered"))


def name_kinds(ground: Ground, shared: Shared) -> Integers:
    """The kind of each as its place in PASSAGE_KINDS."""
    found, signs = shared.stretches, ground.signs
    lengths = found.a_end - found.a_start, found.b_end - found.b_start
    equal = (found.letters == lengths[0]) & (found.letters == lengths[1]) & ~found.moved
    dotted = any_between(signs.dotted, found.a_start + 1, found.a_end) | any_between(signs.dotted, found.b_start + 1, found.b_end)
    kinds = np.where(equal, _VERBATIM, np.where(found.moved, _REORDERED, _EDITED))
    read = ~found.moved & (dotted | (~equal & _must_be_read(signs, found)))
    some = shared.part(read)
    records = some.stretches.counted_from(ground.starts[some.a], ground.starts[some.b]).records()
    texts = zip(some.a.tolist(), some.b.tolist(), strict=True)
    kinds[read] = [
        PASSAGE_KINDS.index(explain(stretch, ground.reading(a), ground.reading(b))[2]) for stretch, (a, b) in zip(records, texts, strict=True)
    ]
    return kinds


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


def _gaps(found: Stretches) -> tuple[Integers, Gaps, Gaps]:
    """(the stretch of each difference, where it stands in a, where in b), of stretches in which nothing was moved."""
    number = np.repeat(np.arange(len(found)), found.count)
    last = np.zeros(len(number), dtype=bool)
    last[found.first + found.count - 1] = True
    sides = []
    for runs, start, end in ((found.run_a, found.a_start, found.a_end), (found.run_b, found.b_start, found.b_end)):
        after = np.where(last, end[number], np.append(runs[1:], 0))
        sides.append((np.concatenate([start, runs + found.run_size]), np.concatenate([runs[found.first], after])))
    numbers = np.concatenate([np.arange(len(found)), number])
    differs = (sides[0][1] > sides[0][0]) | (sides[1][1] > sides[1][0])
    (a, a_end), (b, b_end) = ((start[differs], end[differs]) for start, end in sides)
    return numbers[differs], (a, a_end), (b, b_end)


def _must_be_read(signs: Signs, found: Stretches) -> Mask:
    """Whether another figure or date, or another object in the same pattern, may stand in the differences."""
    number, one, other = _gaps(found)
    return _may_fill(signs, found, number, one, other) | _may_count(signs, len(found), number, one, other)


def _may_fill(signs: Signs, found: Stretches, number: Integers, one: Gaps, other: Gaps) -> Mask:
    """Whether the differences are as few and as long as those that put another object into a pattern, and inside clauses."""
    lengths = one[1] - one[0], other[1] - other[0]
    filled = np.bincount(number, np.maximum(*lengths), minlength=len(found))
    share = filled / np.maximum(found.a_end - found.a_start, found.b_end - found.b_start)
    fills: Mask = (np.bincount(number, minlength=len(found)) <= MOST_FILLINGS) & (FILLED[0] <= share) & (share <= FILLED[1])
    parted = np.minimum(*lengths) < LEAST_FILLING
    for start, end in (one, other):
        parted |= any_between(signs.clauses, start + 1, end)
    fills[number[parted]] = False
    return fills


def _may_count(signs: Signs, count: int, number: Integers, one: Gaps, other: Gaps) -> Mask:
    """Whether a figure or date stands in a difference, or close to another word that tells there and may draw it in."""
    counts = np.zeros(len(number), dtype=bool)
    for start, end in (one, other):
        around = start - (start == end), end + (start == end)  # a place between two letters lies in a word if both are of it
        inside = count_between(signs.counted, *around) > (start == end)
        drawn = any_between(signs.telling, *around) & any_between(signs.counted, start - LONGEST_WORD, end + LONGEST_WORD)
        counts |= inside | drawn
    may = np.zeros(count, dtype=bool)
    may[number[counts]] = True
    return may
