"""Stretches as they were aligned → with ends where a reader would put them, each once, those alone that say more than a formula.

Most ends need no word to be read: a letter or two that stand by chance beyond a mark go, the equal letters at the other end of a clause
come in. This is done for all at once, as `ends` does it for one; where a word that tells stands at an end, `ends` is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import Integers, Joined
from luoshi.comparing.searching.candidates import Candidates, Search, search_for, telling_before
from luoshi.comparing.sharing.aligning import align_all
from luoshi.comparing.sharing.dots import Windows
from luoshi.comparing.sharing.ends import CHANCE, LEAST_OF_CLAUSE, LEAST_WORDS, LONGEST_FILLING, with_fitting_ends
from luoshi.comparing.sharing.grouping import LEAST_RUN
from luoshi.comparing.sharing.readings import Reading
from luoshi.comparing.sharing.signs import DENIES, Signs, Words, any_between, count_between, signs_of
from luoshi.comparing.sharing.stretches import Mask, Stretches, columns_of, stretches_after

Readings = Callable[[int], Reading]
"""Gives the text of each number."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """All texts as they are aligned, made once however many parts their candidates are aligned in."""

    signs: Signs
    starts: Integers
    """Where each text begins in the row of letters; and where the last one ends."""
    reading: Readings
    search: Search
    telling: Integers
    """How many grams before each letter are no formula (see `candidates.Search.formula`); empty where no formulas are told apart."""

    @classmethod
    def of(cls, joined: Joined, words: Words, reading: Readings) -> Ground:
        """The ground of these texts, with the words in them that tell."""
        before = telling_before(joined, search_for(len(joined.codes), len(joined.starts) - 1))
        return cls.over(signs_of(joined.codes, joined.breaks, joined.starts, words), joined.starts, before, reading)

    @classmethod
    def over(cls, signs: Signs, starts: Integers, telling: Integers, reading: Readings) -> Ground:
        """The same of what is already known."""
        return cls(signs, starts, reading, search_for(len(signs.codes), len(starts) - 1), telling)


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """Stretches of pairs of texts; places count in the row of letters."""

    a: Integers
    """The text of each."""
    b: Integers
    stretches: Stretches

    def __len__(self) -> int:
        return len(self.a)

    def part(self, which: Integers | Mask) -> Shared:
        """Some of them."""
        return Shared(self.a[which], self.b[which], self.stretches.part(which))


def find_shared(ground: Ground, candidates: Candidates) -> Shared:
    """What holds of the candidates, by pair of texts and place; no stretch lies, on both sides, inside the one before or after."""
    first, other = ground.starts[candidates.a], ground.starts[candidates.b]
    windows = Windows(first + candidates.a_start, first + candidates.a_end, other + candidates.b_start, other + candidates.b_end)
    found = align_all(ground.signs.codes, windows)
    shared = with_ends_set(ground, Shared(candidates.a[found.pair].astype(np.int64), candidates.b[found.pair].astype(np.int64), found))
    shared = shared.part(_once(shared))
    return shared.part(_telling(ground, shared.stretches))


# -- ends ------------------------------------------------------------------------------------------------------------


def with_ends_set(ground: Ground, shared: Shared) -> Shared:
    """The same with ends set, without those of which too little is left."""
    signs = ground.signs
    trimmed = _trimmed(signs, shared.stretches)
    shared = Shared(shared.a, shared.b, trimmed).part((trimmed.letters >= LEAST_RUN) | (trimmed.letters == shared.stretches.letters))
    told = _words_at_ends(signs, shared.stretches)
    number = np.arange(len(shared))
    plain = _widened(signs, shared.stretches.part(~told))
    plain_number = number[~told]
    worded = _has_words(signs, plain)
    asked, asked_number = _asked(ground, shared.part(told), number[told])
    numbers = np.concatenate([plain_number[worded], asked_number])
    order = np.argsort(numbers, kind="stable")
    both = stretches_after(plain.part(worded), asked).part(order)
    chosen = numbers[order]
    return Shared(shared.a[chosen], shared.b[chosen], both)


def _trimmed(signs: Signs, found: Stretches) -> Stretches:
    """Without one or two letters that stand before the first mark, or after the last one, on both sides, and open or close no clause."""
    first, last = found.first, found.first + found.count - 1
    size = found.run_size.copy()
    front = _cut(signs, found.a_start, found.b_start, size[first], 1)
    front[found.moved] = 0
    size[first] -= front
    back = _cut(signs, found.a_end, found.b_end, size[last], -1)
    back[found.moved] = 0
    size[last] -= back
    run_a, run_b = found.run_a.copy(), found.run_b.copy()
    run_a[first] += front
    run_b[first] += front
    return replace(
        found, a_start=found.a_start + front, b_start=found.b_start + front, a_end=found.a_end - back, b_end=found.b_end - back,
        letters=found.letters - front - back, run_a=run_a, run_b=run_b, run_size=size,
    )  # fmt: skip


def _cut(signs: Signs, a: Integers, b: Integers, size: Integers, step: int) -> Integers:
    """How many letters of a run go at each of these ends; `step` leads into the run."""
    cut = np.zeros(len(a), dtype=np.int64)
    inside = ~(signs.opens[a] & signs.opens[b])
    for letters in range(1, CHANCE + 1):
        fits = np.flatnonzero(inside & (letters < size))
        fits = fits[signs.opens[a[fits] + step * letters] & signs.opens[b[fits] + step * letters]]
        cut[fits] = letters
    return cut


def _words_at_ends(signs: Signs, found: Stretches) -> Mask:
    """Whether words that tell stand beside an end on both sides, or one that says no on one, so that they must be read."""
    told = _may_stand_for(signs.marked[found.a_end], signs.marked[found.b_end])
    before = np.maximum(found.a_start - 1, 0), np.maximum(found.b_start - 1, 0)
    told |= _may_stand_for(*(signs.marked[at] for at in before))
    for at, start in zip(before, (found.a_start, found.b_start), strict=True):
        told |= any_between(signs.saying_no, at, at + 1) & ~signs.opens[start]
    return told


def _may_stand_for(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> Mask:
    may: Mask = ((one > 0) & (other > 0)) | (one == DENIES) | (other == DENIES)
    return may


def _widened(signs: Signs, found: Stretches) -> Stretches:
    """With the equal letters at the other end of the clauses in which they begin or end, or those just beside them."""
    a_from, b_from, before = _clause_before(signs, found.a_start, found.b_start)
    a_to, b_to, after = _clause_after(signs, found.a_end, found.b_end)
    before = np.where(before, before, _equal_beside(signs, found.a_start, found.b_start, -1))
    after = np.where(after, after, _equal_beside(signs, found.a_end, found.b_end, 1))
    found = _with_runs(found, a_from - before, b_from - before, before, front=True)
    return _with_runs(found, a_to, b_to, after, front=False)


def _clause_before(signs: Signs, a: Integers, b: Integers) -> tuple[Integers, Integers, Integers]:
    """(where in a, and in b, the equal letters at the head of both clauses end, how many) if the stretch begins soon after them; else a, b, 0."""
    inside = np.flatnonzero(~signs.opens[a] & ~signs.opens[b])
    a_head, b_head = signs.head(a[inside]), signs.head(b[inside])
    room = np.minimum(a[inside] - a_head, b[inside] - b_head)
    same = _equal_letters(signs, a_head, b_head, room, 1)
    near = np.maximum(a[inside] - a_head, b[inside] - b_head) - same <= LONGEST_FILLING
    good = (same >= LEAST_OF_CLAUSE) & near
    return _moved_to(a, b, inside[good], (a_head + same)[good], (b_head + same)[good], same[good])


def _clause_after(signs: Signs, a: Integers, b: Integers) -> tuple[Integers, Integers, Integers]:
    """The same behind: where the equal letters at the tail of both clauses begin."""
    inside = np.flatnonzero(~signs.opens[a] & ~signs.opens[b])
    a_tail, b_tail = signs.tail(a[inside]), signs.tail(b[inside])
    room = np.minimum(a_tail - a[inside], b_tail - b[inside])
    same = _equal_letters(signs, a_tail - 1, b_tail - 1, room, -1)
    near = np.maximum(a_tail - a[inside], b_tail - b[inside]) - same <= LONGEST_FILLING
    good = (same >= LEAST_OF_CLAUSE) & near
    return _moved_to(a, b, inside[good], (a_tail - same)[good], (b_tail - same)[good], same[good])


def _moved_to(a: Integers, b: Integers, which: Integers, a_new: Integers, b_new: Integers, same: Integers) -> tuple[Integers, Integers, Integers]:
    a, b, size = a.copy(), b.copy(), np.zeros(len(a), dtype=np.int64)
    a[which], b[which], size[which] = a_new, b_new, same
    return a, b, size


def _equal_letters(signs: Signs, a: Integers, b: Integers, room: Integers, step: int) -> Integers:
    """How many letters are equal from these places on, within the room."""
    same = np.zeros(len(a), dtype=np.int64)
    going = np.flatnonzero(room > 0)
    number = 0
    while len(going):
        going = going[signs.codes[a[going] + step * number] == signs.codes[b[going] + step * number]]
        number += 1
        same[going] = number
        going = going[room[going] > number]
    return same


def _equal_beside(signs: Signs, a: Integers, b: Integers, step: int) -> Integers:
    """How many letters beside these ends are equal, up to the next mark on either side; with every text a clause begins."""
    size = np.zeros(len(a), dtype=np.int64)
    going = np.arange(len(a))
    number = 0
    while len(going):
        a_now, b_now = a[going] + step * number, b[going] + step * number
        inside = np.flatnonzero(~signs.opens[a_now] & ~signs.opens[b_now])
        back = 1 if step < 0 else 0
        going = going[inside[signs.codes[a_now[inside] - back] == signs.codes[b_now[inside] - back]]]
        number += 1
        size[going] = number
    return size


def _with_runs(found: Stretches, a: Integers, b: Integers, size: Integers, *, front: bool) -> Stretches:
    """With a run of its own at the front or the back of those for which `size` is not 0."""
    which = np.flatnonzero(size)
    if not len(which):
        return found
    blocks = int(found.run_block.max()) + 1
    kept = _kept_runs(found)
    place = found.first if front else found.first + kept  # what was moved stays last
    new = {"run_a": a, "run_b": b, "run_size": size, "run_block": blocks + np.arange(len(found)), "run_moved": np.zeros(len(found), dtype=bool)}
    runs = {name: np.insert(getattr(found, name), place[which], column[which]) for name, column in new.items()}
    count = found.count + (size > 0)
    ends = {}
    for side, at in (("a", a), ("b", b)):
        name = f"{side}_start" if front else f"{side}_end"
        old = getattr(found, name)
        ends[name] = np.where(size > 0, at if front else at + size, old)
    return replace(found, **ends, **runs, letters=found.letters + size, count=count, first=np.cumsum(count) - count)


def _kept_runs(found: Stretches) -> Integers:
    """How many runs of each kept their order."""
    return found.count - (np.add.reduceat(found.run_moved, found.first, dtype=np.int64) if len(found) else found.count)


def _has_words(signs: Signs, found: Stretches) -> Mask:
    """Whether enough of what several runs have in common is no figure or date: 增长…亿元 is in every report."""
    if not len(found):
        return np.empty(0, dtype=bool)
    a, b, size = found.run_a, found.run_b, found.run_size
    telling = np.maximum(count_between(signs.telling, a, a + size), count_between(signs.telling, b, b + size))
    has: Mask = (found.count == 1) | (found.letters - np.add.reduceat(telling, found.first) >= LEAST_WORDS)
    return has


def _asked(ground: Ground, shared: Shared, number: Integers) -> tuple[Stretches, Integers]:
    """Those at whose ends stands a word that tells, one by one; and their numbers."""
    a_from, b_from = ground.starts[shared.a], ground.starts[shared.b]
    records = shared.stretches.counted_from(a_from, b_from).records()
    texts = zip(shared.a.tolist(), shared.b.tolist(), strict=True)
    fitted = [with_fitting_ends(stretch, ground.reading(a), ground.reading(b)) for stretch, (a, b) in zip(records, texts, strict=True)]
    left = np.array([stretch is not None for stretch in fitted], dtype=bool)
    columns = columns_of(shared.stretches.pair[left], [stretch for stretch in fitted if stretch])
    return columns.counted_from(-a_from[left], -b_from[left]), number[left]


# -- each once, and telling --------------------------------------------------------------------------------------------


def _once(shared: Shared) -> Integers:
    """The stretches without those that lie, on both sides, inside the one before or after."""
    found = shared.stretches
    spans = found.a_start, found.a_end, found.b_start, found.b_end
    same = (shared.a[1:] == shared.a[:-1]) & (shared.b[1:] == shared.b[:-1])
    one, other = [span[:-1] for span in spans], [span[1:] for span in spans]
    meets = same & (_inside(one, other) | _inside(other, one))
    if not meets.any():
        return np.arange(len(shared))
    opens = np.flatnonzero(np.append(True, ~same))
    group = np.cumsum(np.append(True, ~same)) - 1
    left = np.ones(len(shared), dtype=bool)
    ends = np.append(opens[1:], len(shared))
    for at in np.unique(group[1:][meets]).tolist():
        first, last = int(opens[at]), int(ends[at])
        left[first:last] = False
        left[[first + number for number in _outermost(list(zip(*(span[first:last].tolist() for span in spans), strict=True)))]] = True
    return np.flatnonzero(left)


def _inside(one: Sequence[Integers], other: Sequence[Integers]) -> Mask:
    inside: Mask = (other[0] <= one[0]) & (one[1] <= other[1]) & (other[2] <= one[2]) & (one[3] <= other[3])
    return inside


def _outermost(spans: Sequence[tuple[int, int, int, int]]) -> list[int]:
    def lies_in(one: int, other: int) -> bool:
        a, b = spans[one], spans[other]
        return b[0] <= a[0] and a[1] <= b[1] and b[2] <= a[2] and a[3] <= b[3]

    kept: list[int] = []
    for number in range(len(spans)):
        while kept and lies_in(kept[-1], number):
            kept.pop()
        if not kept or not lies_in(number, kept[-1]):
            kept.append(number)
    return kept


def _telling(ground: Ground, found: Stretches) -> Mask:
    """Which are long, have a run that is no formula, or only runs too short to be one."""
    if not len(ground.telling) or not len(found):
        return np.ones(len(found), dtype=bool)
    size = ground.search.run_gram
    long = found.run_size >= size
    at = found.run_a[long]
    told = np.zeros(len(long), dtype=bool)
    told[long] = ground.telling[at + found.run_size[long] - size + 1] > ground.telling[at]
    tells, has_long = (np.logical_or.reduceat(column, found.first) for column in (told, long))
    telling: Mask = (found.letters >= ground.search.long_run) | ~has_long | tells
    return telling
