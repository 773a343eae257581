"""Sides → where each one's words most likely come from: among earlier texts and those of higher levels in its own line.

What a level above says comes first: a city that has its province's words has them from there, even if a sister city had them a week
before. A sister, or any earlier text, is named for what no text above explains; a text of a level below never is. Where neither date
nor level tells which of two was first, nothing is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Indel

from luoshi.comparing.overlays import Mask, Overlay, lay_over
from luoshi.comparing.records import Descent, Passage, Side
from luoshi.packs import load_units

LEAST_SHARE = 0.05
"""A source explains at least so much of a side that none named before it does; less is what any two texts of the genre share."""
MOST_SOURCES = 3
SAME_TEXT = 0.98
"""Of the letters of two reprints so many are the same."""


@dataclass(frozen=True, slots=True)
class _Source:
    """One text that may be the source of another."""

    number: int
    reasons: tuple[str, ...]
    covered: Mask
    """Letters of the side that it has too."""


def find_descents(sides: Sequence[Side], passages: Sequence[Passage] = ()) -> tuple[Descent, ...]:
    """For each side, in their order, its likely sources: those in the line above it first, then the one that explains most of the rest.

    >>> asked, said = "各单位要每月报送检查进展情况。", "我局每月报送检查进展情况。"
    >>> sides = [Side("部", asked, 0, len(asked), level=1, date="2018-08"), Side("省", said, 0, len(said), level=2, date="2018-09")]
    >>> [(found.key, found.source, found.letters, found.reasons) for found in find_descents(sides)]
    [('省', '部', 10, ('higher', 'earlier', 'nearest', 'only'))]
    """
    overlay = lay_over(sides)
    covered = [overlay.covered_by(number) for number in range(len(sides))]
    return tuple(descent for number in range(len(sides)) for descent in _descents(overlay, covered, number))


def _descents(overlay: Overlay, covered: Sequence[Mask], number: int) -> Iterator[Descent]:
    letters = slice(*overlay.starts[number : number + 2].tolist())
    side, length = overlay.sides[number], letters.stop - letters.start
    sources = [
        _Source(other, reasons, mask[letters])
        for other, mask in enumerate(covered)
        if (reasons := _why_before(overlay.sides[other], side)) and other != number
    ]
    telling = [source for source in sources if source.covered.sum() >= LEAST_SHARE * length > 0]
    for place, source in enumerate(_chosen(overlay, telling, length)):
        shared = int(source.covered.sum())
        reasons = source.reasons + (("nearest",) if not place else ()) + (("only",) if len(telling) == 1 else ())
        yield Descent(side.key, overlay.sides[source.number].key, shared, shared / length, reasons)


def _chosen(overlay: Overlay, sources: Sequence[_Source], length: int) -> list[_Source]:
    """One after the other the source that explains most of what is left; those above before all others."""
    explained = np.zeros(length, dtype=bool)
    chosen: list[_Source] = []
    for above in (True, False):
        left = [source for source in sources if ("higher" in source.reasons) == above]
        while left and len(chosen) < MOST_SOURCES:
            best = max(left, key=lambda source: (int((source.covered & ~explained).sum()), _tie(overlay.sides[source.number])))
            if (best.covered & ~explained).sum() < LEAST_SHARE * length:
                break
            left.remove(best)
            chosen.append(best)
            explained |= best.covered
    return chosen


def _tie(side: Side) -> tuple[str, str]:
    """Of two sources that explain as much, the later one is nearer; the words decide where the dates don't."""
    return side.date, side.text


# -- which was first -----------------------------------------------------------------------------------------------


def _why_before(source: Side, side: Side) -> tuple[str, ...]:
    """Why one side's words may have come to the other; () where nothing says so.

    A higher text with a later date is most often a later version of the one that was there before: it is named, and called later.
    """
    if source.name == side.name and source.text == side.text:
        return ()
    order = date_order(source.date, side.date)
    if is_above(source, side):
        return ("higher", {-1: "earlier", 1: "later"}.get(order, "undated"))
    return ("earlier",) if order < 0 and not is_above(side, source) else ()


def date_order(one: str, other: str) -> int:
    """-1 if the first date is earlier, 1 if later, 0 if not known: dates are compared as far as both are known.

    >>> date_order("2018-08-31", "2018-09"), date_order("2018", "2018-09"), date_order("", "2018")
    (-1, 0, 0)
    """
    known = min(len(one), len(other))
    return (one[:known] > other[:known]) - (one[:known] < other[:known])


def is_above(source: Side, side: Side) -> bool:
    """Whether a side is of a higher level in the line of another: the nation above all, a province above its own cities.

    >>> province, city = Side("省", "", 0, 0, unit="浙江省人民政府", level=2), Side("市", "", 0, 0, unit="德州市人民政府", level=3)
    >>> is_above(province, city), is_above(Side("国", "", 0, 0, level=1), city)
    (False, True)
    """
    if not source.level or not side.level or source.level >= side.level:
        return False
    above, below = _line(source), _line(side)
    return not above or not below or above == below[: len(above)]


def _line(side: Side) -> tuple[str, ...]:
    """Codes of the province and the prefecture in which a side's unit is, as far as its names tell."""
    units = load_units()
    division = next((found for name in (side.unit, side.title) if (found := units.find(name))), None)
    if division is None:
        return ()
    return (division.code,) if not division.parent else (division.parent, division.code)


# -- reprints ------------------------------------------------------------------------------------------------------


def find_reprints(sides: Sequence[Side]) -> tuple[tuple[str, ...], ...]:
    """Groups of sides that hold one and the same text, each in the order of the sides.

    Up to a letter in fifty may differ, none of them a figure; a text that two different units give as their own is no reprint.

    >>> words = ["我局每月报送检查进展情况，", "我局每月报送检查进展情况。", "我局每季度报送检查进展情况。"]
    >>> find_reprints([Side(key, text, 0, len(text)) for key, text in zip("甲乙丙", words, strict=True)])
    (('甲', '乙'),)
    """
    words = [letters.words() for letters in lay_over(sides).letters]
    first = list(range(len(sides)))
    for number in range(len(sides)):
        first[number] = next((first[other] for other in range(number) if _is_reprint(sides[other], sides[number], words[other], words[number])), number)
    sizes = Counter(first)
    return tuple(tuple(side.key for side, group in zip(sides, first, strict=True) if group == number) for number in range(len(sides)) if sizes[number] > 1)


def _is_reprint(one: Side, other: Side, words: str, other_words: str) -> bool:
    if not words or not other_words or (one.unit and other.unit and one.unit != other.unit):
        return False
    if words == other_words:
        return True
    if abs(len(words) - len(other_words)) > (1 - SAME_TEXT) * max(len(words), len(other_words)) or _figures(words) != _figures(other_words):
        return False
    return Indel.normalized_similarity(words, other_words, score_cutoff=SAME_TEXT) >= SAME_TEXT


def _figures(words: str) -> str:
    """All digits of a text in their order."""
    return "".join(filter(str.isdecimal, words))
