"""Runs in blocks → the stretches that the blocks of each pair make, for all pairs at once.

Blocks that lie beside each other in both windows, whatever their order, make a stretch: what kept its order, and what was moved. A block
that stands beside another in one window and far from it in the other is a stretch of its own; so is the second copy of what stands twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from luoshi.comparing.grams import Integers
from luoshi.comparing.sharing.blocks import Blocks
from luoshi.comparing.sharing.dots import Runs
from luoshi.comparing.sharing.stretches import Mask, Stretches, spread

NEAR = 16
"""Letters that may lie between two blocks of one stretch, in both windows."""
LEAST_RUN = 7
"""A single run of so many letters is a stretch."""
LEAST_LETTERS = 9
"""Letters that a stretch of several runs must have in common."""
LEAST_SHARE = 0.5
"""And that share of the longer of its two sides."""
LEAST_MOVED, LEAST_SHARE_MOVED = 5, 0.1
"""Letters that must be moved, and the share of all in common; a word that stands elsewhere by chance makes no other order."""
MANY_LETTERS, LEAST_SHARE_OF_MANY = 18, 0.4
"""Where so many are in common, a smaller share is enough."""

Box = tuple[int, int, int, int, int]
"""(a_start, a_end, b_start, b_end, letters) of a block."""


@dataclass(frozen=True, slots=True, eq=False)
class _Boxes:
    """One row for each block, sorted by pair, the best first."""

    pair: Integers
    a_start: Integers
    a_end: Integers
    b_start: Integers
    b_end: Integers
    letters: Integers
    longest: Integers
    """Letters of its longest run."""
    first: Integers
    """Its first run."""
    count: Integers
    """How many runs."""

    def __len__(self) -> int:
        return len(self.pair)


def find_stretches_of(blocks: Blocks) -> Stretches:
    """The stretches that the blocks of each pair make, sorted by pair and place in the first window; at equal places, of the better blocks first."""
    boxes = _boxes_of(blocks)
    round_ = _rounds(blocks, boxes)
    group = _beside_each_other(boxes, round_)
    order = np.lexsort((boxes.a_start, group))
    moved, left_out = _order_kept(boxes, group, order)
    chosen = order[~left_out[order]]
    chosen = chosen[np.lexsort((moved[chosen], group[chosen]))]
    first = np.flatnonzero(np.diff(group[chosen], prepend=-1))
    found, rounds = _gathered(blocks.runs, boxes, chosen, first, moved), round_[chosen[first]]
    tells = np.flatnonzero(_tells(found, np.maximum.reduceat(boxes.longest[chosen], first) if len(first) else first))
    return found.part(tells[np.lexsort((rounds[tells], found.b_start[tells], found.a_start[tells], found.pair[tells]))])


def _boxes_of(blocks: Blocks) -> _Boxes:
    runs = blocks.runs
    first = np.flatnonzero((np.diff(runs.pair, prepend=-1) != 0) | (np.diff(blocks.block, prepend=-1) != 0))
    count = np.diff(np.append(first, len(runs)))
    last = first + count - 1
    letters, longest = (of.reduceat(runs.size, first) if len(first) else first for of in (np.add, np.maximum))
    ends = runs.a[last] + runs.size[last], runs.b[last] + runs.size[last]
    return _Boxes(runs.pair[first], runs.a[first], ends[0], runs.b[first], ends[1], letters, longest, first, count)


# -- what stands twice -----------------------------------------------------------------------------------------------


def _rounds(blocks: Blocks, boxes: _Boxes) -> Integers:
    """For each block the first round in which no better block has a letter of it, on either side: what stands twice comes in a later one.

    A block may lie in a gap of another.
    """
    rounds = np.zeros(len(boxes), dtype=np.int64)
    runs = blocks.runs
    owner = np.repeat(np.arange(len(boxes)), boxes.count)
    which = np.unique(np.concatenate([owner[_meeting(runs.pair, start, runs.size)] for start in (runs.a, runs.b)]))
    chosen = runs.part(spread(boxes.first[which], boxes.count[which]))
    rows = list(zip(_from_least(chosen.pair, chosen.a), _from_least(chosen.pair, chosen.b), chosen.size.tolist(), strict=True))
    now, at = -1, 0
    taken: list[tuple[int, int]] = []
    for block, pair, count in zip(which.tolist(), boxes.pair[which].tolist(), boxes.count[which].tolist(), strict=True):
        if pair != now:
            now, taken = pair, []
        rounds[block] = _take(rows[at : at + count], taken)
        at += count
    return rounds


def _from_least(pair: Integers, places: Integers) -> list[int]:
    """The places counted from the least one of their pair."""
    if not len(pair):
        return []
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    least = np.minimum.reduceat(places, first)
    counted: list[int] = (places - np.repeat(least, np.diff(np.append(first, len(pair))))).tolist()
    return counted


def _meeting(pair: Integers, start: Integers, size: Integers) -> Integers:
    """Runs that have a letter of one side in common with another of their pair."""
    room = int((start + size).max(initial=0)) + 1
    key = pair * room + start
    order = np.argsort(key, kind="stable")
    begins, ends = key[order], (key + size)[order]
    meets = np.zeros(len(order), dtype=bool)
    meets[1:] = begins[1:] < np.maximum.accumulate(ends)[:-1]
    meets[:-1] |= begins[1:] < ends[:-1]
    found: Integers = order[meets]
    return found


def _take(runs: Sequence[tuple[int, int, int]], taken: list[tuple[int, int]]) -> int:
    """The first round that has none of the letters of a block; it has them from now on. A side of a round is one number with a bit for each letter."""
    in_a = in_b = 0
    for a, b, size in runs:
        letters = (1 << size) - 1
        in_a |= letters << a
        in_b |= letters << b
    for number, (a_taken, b_taken) in enumerate(taken):
        if not (a_taken & in_a or b_taken & in_b):
            taken[number] = a_taken | in_a, b_taken | in_b
            return number
    taken.append((in_a, in_b))
    return len(taken) - 1


# -- what lies beside each other -------------------------------------------------------------------------------------


def _beside_each_other(boxes: _Boxes, rounds: Integers) -> Integers:
    """The group of each block: those of a round of a pair, parted where most lies between them until they are dense on both sides."""
    group: Integers
    _, group = np.unique(boxes.pair * (int(rounds.max(initial=0)) + 1) + rounds, return_inverse=True)
    groups = int(group.max(initial=-1)) + 1
    several = _with_others(np.arange(len(boxes)), group)
    while len(several):
        parted, later = _parted(boxes, several, group[several])
        _, number = np.unique(group[later], return_inverse=True)
        group[later] = groups + number
        groups += int(number.max(initial=-1)) + 1
        several = _with_others(parted, group)
    return group


def _with_others(which: Integers, group: Integers) -> Integers:
    """Those of the blocks that are not alone in their group."""
    _, number, times = np.unique(group[which], return_inverse=True, return_counts=True)
    found: Integers = which[times[number] > 1]
    return found


def _parted(boxes: _Boxes, which: Integers, group: Integers) -> tuple[Integers, Integers]:
    """(the blocks of groups that are parted, those of them that lie behind the gap)."""
    in_a = which[np.lexsort((boxes.a_start[which], group))]
    in_b = which[np.lexsort((boxes.b_start[which], group))]
    firsts = np.flatnonzero(np.diff(np.sort(group), prepend=-1))
    owner = np.repeat(np.arange(len(firsts)), np.diff(np.append(firsts, len(which))))
    a_gap, a_at, a_long = _widest_gap(boxes.a_start[in_a], boxes.a_end[in_a], firsts, owner)
    b_gap, b_at, b_long = _widest_gap(boxes.b_start[in_b], boxes.b_end[in_b], firsts, owner)
    letters = np.add.reduceat(boxes.letters[in_a], firsts)
    whole = (np.maximum(a_gap, b_gap) < 0) | ((np.maximum(a_gap, b_gap) <= NEAR) & dense(letters, np.maximum(a_long, b_long)))
    by_a = a_gap >= b_gap
    place = np.arange(len(which))
    later = np.concatenate([in_a[(~whole & by_a)[owner] & (place >= a_at[owner])], in_b[(~whole & ~by_a)[owner] & (place >= b_at[owner])]])
    parted: Integers = in_a[~whole[owner]]
    return parted, later


def _widest_gap(start: Integers, end: Integers, firsts: Integers, owner: Integers) -> tuple[Integers, Integers, Integers]:
    """Of each group: (letters that no block covers in the widest gap, -1 where there is none; place of the block after it; letters from start to end)."""
    room = int(end.max()) + 1
    reach = np.maximum.accumulate(end + owner * room) - owner * room
    gap = np.empty_like(start)
    gap[1:] = start[1:] - reach[:-1]
    gap[firsts] = -1
    widest = np.maximum(np.maximum.reduceat(gap, firsts), -1)
    at = np.flatnonzero(gap == widest[owner])
    place = np.zeros(len(firsts), dtype=np.int64)
    place[owner[at[::-1]]] = at[::-1]
    lasts = np.append(firsts[1:], len(start)) - 1
    return widest, place, reach[lasts] - start[firsts]


def dense(letters: Integers, longer: Integers) -> Mask:
    """Whether so many letters in common are enough for stretches whose longer sides have so many."""
    enough: Mask = letters >= longer * np.where(letters < MANY_LETTERS, LEAST_SHARE, LEAST_SHARE_OF_MANY)
    return enough


# -- what kept its order ---------------------------------------------------------------------------------------------


def _order_kept(boxes: _Boxes, group: Integers, order: Integers) -> tuple[Mask, Mask]:
    """Of each block, whether it was moved, and whether it is left out: too little to make another order. `order` is by group, then place."""
    moved, left_out = np.zeros(len(boxes), dtype=bool), np.zeros(len(boxes), dtype=bool)
    before, after = order[:-1], order[1:]
    turns = (group[before] == group[after]) & ((boxes.a_end[before] > boxes.a_start[after]) | (boxes.b_end[before] > boxes.b_start[after]))
    turning = np.zeros(int(group.max(initial=0)) + 1, dtype=bool)
    turning[group[after[turns]]] = True
    several = order[turning[group[order]]]
    for blocks in np.split(several, np.flatnonzero(np.diff(group[several])) + 1) if len(several) else ():
        columns = (boxes.a_start, boxes.a_end, boxes.b_start, boxes.b_end, boxes.letters)
        others = blocks[_out_of_order(list(zip(*(column[blocks].tolist() for column in columns), strict=True)))]
        letters, of_others = int(boxes.letters[blocks].sum()), int(boxes.letters[others].sum())
        told = of_others >= LEAST_MOVED and of_others >= LEAST_SHARE_MOVED * letters
        (moved if told else left_out)[others] = True
    return moved, left_out


def _out_of_order(boxes: Sequence[Box]) -> list[int]:
    """Which blocks, in the order of the first window, are not among those that have one order in both and most letters."""
    earned: list[int] = []
    before: list[int] = []
    for number, (a_start, _, b_start, _, letters) in enumerate(boxes):
        best, last = 0, -1
        for other in range(number):
            if earned[other] > best and boxes[other][1] <= a_start and boxes[other][3] <= b_start:
                best, last = earned[other], other
        earned.append(best + letters)
        before.append(last)
    at = max(range(len(boxes)), key=earned.__getitem__)
    kept = set()
    while at >= 0:
        kept.add(at)
        at = before[at]
    return [number for number in range(len(boxes)) if number not in kept]


# -- stretches -------------------------------------------------------------------------------------------------------


def _gathered(runs: Runs, boxes: _Boxes, chosen: Integers, first: Integers, moved: Mask) -> Stretches:
    """One stretch for each row of `chosen` blocks that begins at one of `first`."""

    def of(function: np.ufunc, values: Integers) -> Integers:
        return function.reduceat(values[chosen], first) if len(first) else first

    count = of(np.add, boxes.count)
    places = spread(boxes.first[chosen], boxes.count[chosen])
    block, shifted = np.repeat(chosen, boxes.count[chosen]), np.repeat(moved[chosen], boxes.count[chosen])
    return Stretches(
        boxes.pair[chosen[first]], of(np.minimum, boxes.a_start), of(np.maximum, boxes.a_end), of(np.minimum, boxes.b_start), of(np.maximum, boxes.b_end),
        of(np.add, boxes.letters), np.cumsum(count) - count, count, runs.a[places], runs.b[places], runs.size[places], block, shifted,
    )  # fmt: skip


def _tells(stretches: Stretches, longest: Integers) -> Mask:
    """Whether so much is shared that it is no chance; `longest` has the letters of each one's longest run."""
    letters = stretches.letters
    chance = stretches.moved & (letters < MANY_LETTERS) & (longest < LEAST_RUN)  # a few short words in any order are the vocabulary of the field
    longer = np.maximum(stretches.a_end - stretches.a_start, stretches.b_end - stretches.b_start)
    enough = (letters >= LEAST_LETTERS) & dense(letters, longer)
    told: Mask = ~chance & (enough | ((longest >= LEAST_RUN) & (longest == letters)))
    return told
