"""An aligned stretch → the same with ends where a reader would put them.

A letter or two beyond a mark are there by chance and go. A figure, date or word of force that stands at the very end of both sides, or a 不
that only one side has, belongs to what was said alike; and so does the rest of a clause whose other end agrees.
"""

from __future__ import annotations

from luoshi.comparing.sharing.grouping import LEAST_RUN
from luoshi.comparing.sharing.readings import Reading, Told
from luoshi.comparing.sharing.stretches import Block, Run, Stretch
from luoshi.comparing.sharing.telling import DATE, FIGURE, NEGATION, says_no

CHANCE = 2
"""So many letters at an end, beyond a mark, agree by chance."""
LEAST_WORDS = 7
"""Letters of several runs that must stand outside figures and other words that tell."""
LEAST_OF_CLAUSE = 2
"""Letters at the other end of a clause that must agree."""
LONGEST_FILLING = 6
"""Letters that may differ between them and the stretch."""


def with_fitting_ends(stretch: Stretch, one: Reading, other: Reading) -> Stretch | None:
    """The stretch with its ends set; None where too little is left."""
    trimmed = _trimmed(stretch, one, other)
    if trimmed is None:
        return None
    fitted = _end_set(_start_set(trimmed, one, other), one, other)
    return fitted if _has_words(fitted, one, other) else None


def _has_words(stretch: Stretch, one: Reading, other: Reading) -> bool:
    """Whether enough of what several runs have in common is no figure or date: 增长…亿元 is in every report."""
    runs = [run for block in (*stretch.kept, *stretch.moved) for run in block.runs]
    if len(runs) == 1:
        return True
    telling = (max(one.marked.count(1, a, a + size), other.marked.count(1, b, b + size)) for a, b, size in runs)
    return stretch.letters - sum(telling) >= LEAST_WORDS


# -- chance letters --------------------------------------------------------------------------------------------------


def _trimmed(stretch: Stretch, one: Reading, other: Reading) -> Stretch | None:
    """Without one or two letters that stand before the first mark, or after the last one, on both sides, and open or close no clause."""
    if stretch.moved or not stretch.kept:
        return stretch
    runs = [run for block in stretch.kept for run in block.runs]
    runs = _without_opening(runs, one, other)
    runs = _without_closing(runs, one, other)
    if sum(size for _, _, size in runs) == stretch.letters:
        return stretch
    if sum(size for _, _, size in runs) < LEAST_RUN:
        return None
    block = Block.of(tuple(runs))
    return Stretch(*block[:5], (block,))


def _without_opening(runs: list[Run], one: Reading, other: Reading) -> list[Run]:
    a, b, size = runs[0]
    if one.opens_clause(a) and other.opens_clause(b):
        return runs
    for cut in range(min(CHANCE, size - 1), 0, -1):
        if one.opens_clause(a + cut) and other.opens_clause(b + cut):
            return [(a + cut, b + cut, size - cut), *runs[1:]]
    return runs


def _without_closing(runs: list[Run], one: Reading, other: Reading) -> list[Run]:
    a, b, size = runs[-1]
    if one.opens_clause(a + size) and other.opens_clause(b + size):
        return runs
    for cut in range(min(CHANCE, size - 1), 0, -1):
        if one.opens_clause(a + size - cut) and other.opens_clause(b + size - cut):
            return [*runs[:-1], (a, b, size - cut)]
    return runs


# -- the start -------------------------------------------------------------------------------------------------------


def _start_set(stretch: Stretch, one: Reading, other: Reading) -> Stretch:
    a, b = _start_told(stretch.a_start, stretch.b_start, one, other)
    wider = stretch._replace(a_start=a, b_start=b)
    if (a, b) == (stretch.a_start, stretch.b_start):
        a, b = _start_of_clause(a, b, one, other)
    size = _equal_before(a, b, one, other)
    if not size:
        return wider if (a, b) == (wider.a_start, wider.b_start) else stretch
    run = (a - size, b - size, size)
    return stretch._replace(a_start=a - size, b_start=b - size, letters=stretch.letters + size, kept=(Block.of((run,)), *stretch.kept))


def _start_told(a: int, b: int, one: Reading, other: Reading) -> tuple[int, int]:
    """Where the stretch begins with the words that tell and stand just before it."""
    before, also = one.ending(a), other.ending(b)
    if _stand_for_each_other(before, also):
        return min([a, *(t[2] for t in [before] if t)]), min([b, *(t[2] for t in [also] if t)])
    if _says_no_at(one, a) != _says_no_at(other, b):
        return a - _says_no_at(one, a), b - _says_no_at(other, b)
    return a, b


def _says_no_at(reading: Reading, at: int) -> bool:
    """Whether the letter before this one turns what follows into its opposite."""
    return bool(at) and not reading.opens_clause(at) and says_no(reading.words[at - 1], reading.words[at : at + 3])


def _start_of_clause(a: int, b: int, one: Reading, other: Reading) -> tuple[int, int]:
    """Where the equal letters at the start of both clauses end, if the stretch begins soon after them."""
    if one.opens_clause(a) or other.opens_clause(b):
        return a, b
    a_from, b_from = one.clause_start(a), other.clause_start(b)
    same = 0
    while a_from + same < a and b_from + same < b and one.words[a_from + same] == other.words[b_from + same]:
        same += 1
    near = max(a - a_from, b - b_from) - same <= LONGEST_FILLING
    return (a_from + same, b_from + same) if same >= LEAST_OF_CLAUSE and near else (a, b)


def _equal_before(a: int, b: int, one: Reading, other: Reading) -> int:
    """How many letters before these places are equal, back to the start of a clause."""
    size = 0
    while a > size and b > size and one.words[a - size - 1] == other.words[b - size - 1]:
        if one.opens_clause(a - size) or other.opens_clause(b - size):
            break
        size += 1
    return size


# -- the end ---------------------------------------------------------------------------------------------------------


def _end_set(stretch: Stretch, one: Reading, other: Reading) -> Stretch:
    a, b = _end_told(stretch.a_end, stretch.b_end, one, other)
    wider = stretch._replace(a_end=a, b_end=b)
    if (a, b) == (stretch.a_end, stretch.b_end):
        a, b = _end_of_clause(a, b, one, other)
    size = _equal_after(a, b, one, other)
    if not size:
        return wider if (a, b) == (wider.a_end, wider.b_end) else stretch
    return stretch._replace(a_end=a + size, b_end=b + size, letters=stretch.letters + size, kept=(*stretch.kept, Block.of(((a, b, size),))))


def _end_told(a: int, b: int, one: Reading, other: Reading) -> tuple[int, int]:
    """Where the stretch ends with the words that tell and stand just behind it."""
    after, also = one.beginning(a), other.beginning(b)
    if _stand_for_each_other(after, also):
        return max([a, *(t[3] for t in [after] if t)]), max([b, *(t[3] for t in [also] if t)])
    return a, b


def _end_of_clause(a: int, b: int, one: Reading, other: Reading) -> tuple[int, int]:
    """Where the equal letters at the end of both clauses begin, if the stretch ends soon before them."""
    if one.opens_clause(a) or other.opens_clause(b):
        return a, b
    a_to, b_to = one.clause_end(a), other.clause_end(b)
    same = 0
    while a_to - same > a and b_to - same > b and one.words[a_to - same - 1] == other.words[b_to - same - 1]:
        same += 1
    near = max(a_to - a, b_to - b) - same <= LONGEST_FILLING
    return (a_to - same, b_to - same) if same >= LEAST_OF_CLAUSE and near else (a, b)


def _equal_after(a: int, b: int, one: Reading, other: Reading) -> int:
    """How many letters from these places are equal, up to the end of a clause."""
    size = 0
    while a + size < len(one.words) and b + size < len(other.words) and one.words[a + size] == other.words[b + size]:
        if one.opens_clause(a + size) or other.opens_clause(b + size):
            break
        size += 1
    return size


def _stand_for_each_other(one: Told | None, other: Told | None) -> bool:
    """Whether the one word stands where the other side has another: figure for figure, a loosening word for a date, 可以 for 不得."""
    if one is None or other is None:
        return (one or other or ("",))[0] == NEGATION
    if one[:2] == other[:2]:
        return False
    counted = [told[0] in (FIGURE, DATE) for told in (one, other)]
    return counted[0] == counted[1] or bool({one[1], other[1]} & {"loosely", "aims"})
