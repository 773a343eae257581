"""An aligned stretch → in what its two sides differ: differences in letters, edits in words, and figures or words of force at its very ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from luoshi.comparing.records import Edit
from luoshi.comparing.sharing.readings import Reading
from luoshi.comparing.sharing.stretches import Block, Gap, Stretch

_MARK_IN_FIGURE = re.compile(r"\d[^\w\s]+\d")
Difference = tuple[int, int, int, int]
"""Letters [a_start, a_end) of the one side stand where the other has [b_start, b_end); one of the two may be empty."""



def differences(stretch: Stretch) -> list[Difference]:
    """What lies between the runs, in the order of the first side; what was moved is no difference.

    >>> stretch = Stretch(0, 12, 0, 14, 10, (Block.of(((0, 0, 2), (4, 4, 4), (8, 10, 4))),))
    >>> differences(stretch)
    [(2, 4, 2, 4), (8, 8, 8, 10)]
    """
    if not stretch.moved:
        return list(_between_kept(stretch))
    found: list[Difference] = []
    for difference in _between_kept(stretch):
        found += _without_moved(difference, stretch.moved)
    for block in stretch.moved:
        found += _between(block)
    return sorted(found)


def _between_kept(stretch: Stretch) -> Iterator[Difference]:
    """Between the runs that kept their order, before the first and after the last of them."""
    a, b = stretch.a_start, stretch.b_start
    for block in stretch.kept:
        for a_start, b_start, size in block.runs:
            if a_start > a or b_start > b:
                yield a, a_start, b, b_start
            a, b = a_start + size, b_start + size
    if stretch.a_end > a or stretch.b_end > b:
        yield a, stretch.a_end, b, stretch.b_end


def _between(block: Block) -> Iterator[Difference]:
    for (a, b, size), (a_next, b_next, _) in pairwise(block.runs):
        yield a + size, a_next, b + size, b_next


def _without_moved(difference: Difference, moved: Sequence[Block]) -> list[Difference]:
    """The difference as it is, or, where moved words stand in it, what each side has around them."""
    a_start, a_end, b_start, b_end = difference
    a_parts = _rest(a_start, a_end, [(block.a_start, block.a_end) for block in moved])
    b_parts = _rest(b_start, b_end, sorted((block.b_start, block.b_end) for block in moved))
    if len(a_parts) <= 1 and len(b_parts) <= 1:
        whole = (*(a_parts or [(a_start, a_start)])[0], *(b_parts or [(b_start, b_start)])[0])
        return [whole] if a_parts or b_parts else []
    return [(*part, b_start, b_start) for part in a_parts] + [(a_start, a_start, *part) for part in b_parts]


def _rest(start: int, end: int, taken: Sequence[Gap]) -> list[Gap]:
    """What of [start, end) no span (sorted) takes."""
    parts: list[Gap] = []
    for first, last in [*taken, (end, end)]:
        if start < first <= end:
            parts.append((start, first))
        start = max(start, min(last, end))
    return parts


def hidden_differences(stretch: Stretch, one: Reading, other: Reading) -> list[Difference]:
    """Figures that have the same digits and are not the same: 6.5% and 65%, 10-20家 and 1020家.

    Marks are no letters, so these stand in equal runs.
    """
    if not one.may_tell(stretch.a_start, stretch.a_end):
        return []
    a, b = one.span(stretch.a_start, stretch.a_end), other.span(stretch.b_start, stretch.b_end)
    if not (_MARK_IN_FIGURE.search(one.text, *a) or _MARK_IN_FIGURE.search(other.text, *b)):
        return []
    return [
        (start, end, b + start - a, b + end - a)
        for block in (*stretch.kept, *stretch.moved)
        for a, b, size in block.runs
        for start, end in _marked_figures(one, a, size) | {(s - b + a, e - b + a) for s, e in _marked_figures(other, b, size)}
        if one.told(start, end) and _meanings(one, start, end) != _meanings(other, b + start - a, b + end - a)
    ]


def _marked_figures(reading: Reading, start: int, size: int) -> set[Gap]:
    """Figures with a mark inside, among these letters; as letters."""
    first, last = reading.span(start, start + size)
    if not _MARK_IN_FIGURE.search(reading.text, first, last):
        return set()
    told = [t for t in reading.told(start, start + size) if t[2] >= start and t[3] <= start + size]
    return {t[2:] for t in told if _MARK_IN_FIGURE.search(reading.text, *reading.span(*t[2:]))}


def _meanings(reading: Reading, start: int, end: int) -> list[tuple[str, str]]:
    return [told[:2] for told in reading.told(start, end)]


# -- edits ---------------------------------------------------------------------------------------------------------


def find_edits(stretch: Stretch, found: Sequence[Difference], one: Reading, other: Reading) -> tuple[Edit, ...]:
    """The edits that turn the words of one side into those of the other, in the order of the first; moves among them."""
    edits = [_edit(difference, one, other) for difference in _joined(found)]
    edits += [_move(block, one, other) for block in stretch.moved]
    return tuple(sorted(edits, key=lambda edit: (edit.a_start, edit.b_start)))


def _joined(found: Sequence[Difference]) -> list[Difference]:
    """Differences with a single letter in common between them as one: 加强→强化, not 加强→强 and 强→强化."""
    joined: list[Difference] = []
    for difference in found:
        if joined and difference[0] - joined[-1][1] == 1 and difference[2] - joined[-1][3] == 1:
            difference = (joined[-1][0], difference[1], joined.pop()[2], difference[3])
        joined.append(difference)
    return joined


def _edit(difference: Difference, one: Reading, other: Reading) -> Edit:
    a, b = one.span(*difference[:2]), other.span(*difference[2:])
    before, after = one.text[slice(*a)], other.text[slice(*b)]
    kind = "replace" if before and after else "delete" if before else "insert"
    return Edit(kind, *a, *b, before, after)


def _move(block: Block, one: Reading, other: Reading) -> Edit:
    a, b = one.span(block.a_start, block.a_end), other.span(block.b_start, block.b_end)
    return Edit("move", *a, *b, one.text[slice(*a)], other.text[slice(*b)])
