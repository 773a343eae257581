"""The differences of a stretch → the changes that alter what is said: another figure or date, yes and no, another force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from luoshi.comparing.records import Change
from luoshi.comparing.sharing.differing import Difference
from luoshi.comparing.sharing.readings import Reading, Told
from luoshi.comparing.sharing.stretches import Run, Stretch
from luoshi.comparing.sharing.telling import DATE, FIGURE, FORCE, NEGATION, letters_of_no, says_no

COUNTED = (FIGURE, DATE)
LOOSE = ("loosely", "aims")
AFTER_NO = 3
"""Letters that tell whether 不 says no: 不断 does not."""


def find_changes(stretch: Stretch, found: Sequence[Difference], one: Reading, other: Reading) -> tuple[Change, ...]:
    """The changes among the differences `found` of a stretch, in the order of the first side."""
    near = [difference for difference in found if _may_tell(one, *difference[:2]) or _may_tell(other, *difference[2:])]
    if not near:
        return ()
    runs = [run for block in (*stretch.kept, *stretch.moved) for run in block.runs]
    changes: list[Change] = []
    for region in _merged([_grown(difference, runs, one, other) for difference in near]):
        changes += _in_region(region, one, other)
    return tuple(changes)


def _may_tell(reading: Reading, start: int, end: int) -> bool:
    """Whether a word that tells, or a letter that says no, is among these letters or touches them; most differences are quickly seen not to."""
    return reading.marked.find(1, max(start - 1, 0), end + 1) >= 0 or not letters_of_no().isdisjoint(reading.words[start:end])


# -- where: differences grown to whole words -------------------------------------------------------------------------


def _grown(difference: Difference, runs: Sequence[Run], one: Reading, other: Reading) -> Difference:
    """The difference with the whole of each telling word that it touches, on both sides: 202[0] → 202[5] becomes 2020 → 2025."""
    a_start, a_end, b_start, b_end = difference
    while True:
        wider_a = _whole(one, a_start, a_end)
        if wider_a == (a_start, a_end) and _whole(other, b_start, b_end) == (b_start, b_end):
            return a_start, a_end, b_start, b_end
        b_from, b_to = _across(runs, wider_a, (a_start, a_end), (b_start, b_end), 0)
        wider_b = _whole(other, b_from, b_to)
        a_from, a_to = _across(runs, wider_b, (b_from, b_to), wider_a, 1)
        a_start, a_end, (b_start, b_end) = a_from, a_to, wider_b


def _whole(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Letters [start, end) with the whole of each telling word that lies in them in part; of none, with the word around the place."""
    around = reading.told(start, end) if start < end else [t for t in reading.told(start - 1, start + 1) if t[2] < start < t[3]]
    return min([start, *(told[2] for told in around)]), max([end, *(told[3] for told in around)])


def _across(runs: Sequence[Run], wider: tuple[int, int], was: tuple[int, int], opposite: tuple[int, int], side: int) -> tuple[int, int]:
    """The opposite side of a region, wider by what the letters that were added are equal to."""
    start, end = opposite
    for run in runs:
        here, there, size = run[side], run[1 - side], run[2]
        if here <= was[0] - 1 < here + size and wider[0] < was[0]:
            start = min(start, there + max(wider[0] - here, 0))
        if here <= was[1] < here + size and wider[1] > was[1]:
            end = max(end, there + min(wider[1] - here, size))
    return start, end


def _merged(regions: Sequence[Difference]) -> list[Difference]:
    """Regions that overlap on a side as one."""
    merged: list[Difference] = []
    for region in sorted(regions):
        last = merged[-1] if merged else None
        if last and (region[0] < last[1] or (region[2] < last[3] and last[2] < region[3])):
            merged[-1] = (last[0], max(last[1], region[1]), min(last[2], region[2]), max(last[3], region[3]))
        else:
            merged.append(region)
    return merged


# -- what ------------------------------------------------------------------------------------------------------------


def _in_region(region: Difference, one: Reading, other: Reading) -> Iterator[Change]:
    a_words, b_words = one.told(*region[:2]), other.told(*region[2:])
    counted = list(_counted(region, a_words, b_words, one, other))
    yield from counted
    negated = _negation(region, a_words, b_words, one, other)
    if negated:
        yield negated
    elif not any(not change.before or not change.after or _is_loose(change, a_words, b_words) for change in counted):
        yield from _force(region, a_words, b_words, one, other)


def _is_loose(change: Change, a_words: Sequence[Told], b_words: Sequence[Told]) -> bool:
    """Whether a loosening word already stands in this change for a figure or date."""
    return change.what in COUNTED and any(told[1] in LOOSE for told in (*a_words, *b_words))


def _counted(region: Difference, a_words: Sequence[Told], b_words: Sequence[Told], one: Reading, other: Reading) -> Iterator[Change]:
    """Figures and dates that only one side has, each with what the other has in its place: another, or a loosening word."""
    a_own, b_own = _unmatched(a_words, b_words)
    if not a_own and not b_own:
        return
    a_loose = [told for told in a_words if told[1] in LOOSE] if not a_own else []
    b_loose = [told for told in b_words if told[1] in LOOSE] if not b_own else []
    for before, after in zip_longest(a_own or a_loose, b_own or b_loose):
        if any(told and told[0] in COUNTED for told in (before, after)):
            what = DATE if any(told and told[0] == DATE for told in (before, after)) else FIGURE
            yield _change(what, before, after, region, one, other)


def _unmatched(a_words: Sequence[Told], b_words: Sequence[Told]) -> tuple[list[Told], list[Told]]:
    """The figures and dates whose meaning the other side does not have."""
    a_own = [told for told in a_words if told[0] in COUNTED]
    b_own = []
    for told in b_words:
        same = next((mine for mine in a_own if mine[:2] == told[:2]), None)
        if same:
            a_own.remove(same)
        elif told[0] in COUNTED:
            b_own.append(told)
    return a_own, b_own


def _negation(region: Difference, a_words: Sequence[Told], b_words: Sequence[Told], one: Reading, other: Reading) -> Change | None:
    """Where one side says no and the other does not."""
    no, also = ([told for told in words if told[0] == NEGATION] for words in (a_words, b_words))
    if len(no) != len(also):
        before = no[0] if no else next(iter(_forces(a_words)), None)
        after = also[0] if also else next(iter(_forces(b_words)), None)
        return _change(NEGATION, before, after, region, one, other, whole=True)
    a, b = one.words[slice(*region[:2])], other.words[slice(*region[2:])]
    if says_no(a, one.words[region[1] : region[1] + AFTER_NO]) != says_no(b, other.words[region[3] : region[3] + AFTER_NO]):
        return _change(NEGATION, None, None, region, one, other, whole=True)
    return None


def _forces(words: Sequence[Told]) -> list[Told]:
    return [told for told in words if told[0] == FORCE]


def _force(region: Difference, a_words: Sequence[Told], b_words: Sequence[Told], one: Reading, other: Reading) -> Iterator[Change]:
    """Words of force of another class, or that only one side has."""
    before, after = _forces(a_words), _forces(b_words)
    if {told[1] for told in before} != {told[1] for told in after}:
        yield _change(FORCE, before[0] if before else None, after[0] if after else None, region, one, other)


def _change(what: str, before: Told | None, after: Told | None, region: Difference, one: Reading, other: Reading, *, whole: bool = False) -> Change:
    """The change in the words of both sides; of a word that is missing, nothing, or the whole of what stands there."""
    a = one.span(*(before[2:] if before else region[:2] if whole else (region[1], region[1])))
    b = other.span(*(after[2:] if after else region[2:] if whole else (region[3], region[3])))
    return Change(what, one.text[slice(*a)], other.text[slice(*b)], *a, *b)
