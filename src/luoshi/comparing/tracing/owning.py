"""Sides → how much of each is its own: the letters that no other response and no directive has, with the places behind each figure.

A letter is shared if it stands in a run of eight equal letters that another side has, marks and headings left out. This is counted
from the letters themselves and not from the passages: a passage is judged (is it alike enough?), a run of equal letters is not, so
anyone can count the figure again with a search box; and it does not depend on how the passages were searched for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from luoshi.comparing.records import OwnText, Side
from luoshi.comparing.tracing.overlays import Mask, Overlay, lay_over


def own_text(sides: Sequence[Side], directive_keys: Sequence[str] = ()) -> tuple[OwnText, ...]:
    """For each response, in the order of the sides: letters that another response has, that a directive has, and that neither has.

    What a side repeats of itself is not shared, nor what its unit says elsewhere in the same document.

    >>> said = ["我局每月报送检查进展情况。建立灯塔档案。", "每月报送检查进展情况，每月报送检查进展情况。"]
    >>> [(own.letters, own.shared, own.own_spans) for own in own_text([Side(words, words, 0, len(words)) for words in said])]
    [(18, 10, ((0, 2), (13, 19))), (20, 20, ())]
    """
    overlay = lay_over(sides)
    asking = [number for number, side in enumerate(sides) if side.key in set(directive_keys)]
    answering = [number for number, side in enumerate(sides) if number not in set(asking)]
    shared, with_whom = _shared(overlay, answering)
    directive = np.zeros(len(shared), dtype=bool)
    for number in asking:
        directive |= overlay.covered_by(number)
    return tuple(_told(overlay, number, shared, directive, with_whom[number]) for number in answering)


def _shared(overlay: Overlay, answering: Sequence[int]) -> tuple[Mask, dict[int, dict[int, int]]]:
    """The letters that another response has, and for each response how many every other has of it."""
    shared = np.zeros(len(overlay.runs), dtype=bool)
    with_whom: dict[int, dict[int, int]] = {number: {} for number in answering}
    for other in answering:
        covered = overlay.covered_by(other)
        for number in answering:
            if _is_one_party(overlay.sides[number], overlay.sides[other]):
                covered[overlay.part(number)] = False
        for number, letters in enumerate(overlay.counted(covered)):
            if letters and number in with_whom:
                with_whom[number][other] = letters
        shared |= covered
    return shared, with_whom


def _is_one_party(one: Side, other: Side) -> bool:
    """Whether both are one side, or words of one unit in one document."""
    return one.key == other.key or (one.unit != "" and one.unit == other.unit and one.text == other.text and one.name == other.name)


def _told(overlay: Overlay, number: int, shared: Mask, directive: Mask, with_whom: dict[int, int]) -> OwnText:
    ranked = sorted(with_whom.items(), key=lambda item: (-item[1], item[0]))
    part = overlay.part(number)
    return OwnText(
        key=overlay.sides[number].key,
        letters=len(overlay.letters[number]),
        shared=int(np.count_nonzero(shared[part])),
        directive=int(np.count_nonzero(directive[part])),
        shared_spans=overlay.spans(number, shared),
        directive_spans=overlay.spans(number, directive),
        own_spans=overlay.spans(number, ~(shared | directive)),
        with_whom=tuple((overlay.sides[other].key, letters) for other, letters in ranked),
    )
