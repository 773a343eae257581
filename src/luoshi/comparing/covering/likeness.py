"""Points and sentences → how like they are, letter by letter, and whether a sentence is liker another point.

Parts tell whether what is asked for is said at all; two sentences may have the same parts by words that are common where both come from.
Likeness looks at both sides: a long sentence that happens to have a point's words is little like it. A sentence speaks first to the
point that it is likest, and to another less the farther that one stands behind.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.terms import RUN, Sought, Weights, without_silent

Likenesses = NDArray[np.float32]


def letters_and_pairs(words: str) -> frozenset[str]:
    """Single letters and pairs of them, without the silent words; a paraphrase that turns words about still has the letters.

    >>> sorted(letters_and_pairs("应当一次性告知"))
    ['一', '一次', '告', '告知', '性', '性告', '次', '次性', '知']
    """
    runs = [run for stretch in without_silent(words) for run in RUN.findall(stretch)]
    return frozenset().union(*runs, (pair for run in runs for pair in map("".join, itertools.pairwise(run))))


def likenesses(points: Sequence[str], sentences: Sequence[Sequence[str]]) -> Likenesses:
    """For each point (row) and sentence (column), 0 to 1: what both have, weighed by rarity, of the geometric mean of what each has;
    less where another point is liker. A sentence is given by the stretches into which a point would be taken apart, and is as like as the likest of them, or as all together.

    >>> [round(float(each), 2) for each in likenesses(["报送检查进展", "公布投诉电话"], [["开展检查并报送进展"], ["公布投诉受理电话"]])[0]]
    [0.72, 0.0]
    """
    asked = [letters_and_pairs(words) for words in points]
    units = [[letters_and_pairs("，".join(stretches)), *(map(letters_and_pairs, stretches) if len(stretches) > 1 else ())] for stretches in sentences]
    said = [grams for unit in units for grams in unit]
    if not asked or not said:
        return np.zeros((len(asked), len(sentences)), dtype=np.float32)
    weights = Weights([*asked, *said])
    sought = Sought(said, weights)
    of_units = np.sqrt([weights.total(grams) or 1.0 for grams in said])
    alike = np.vstack([sought.shares(grams) * weights.total(grams) ** 0.5 / of_units for grams in asked]).astype(np.float32)
    firsts = np.cumsum([0, *map(len, units[:-1])])
    return np.maximum.reduceat(_less_behind_others(alike), firsts, axis=1)


def _less_behind_others(alike: Likenesses) -> Likenesses:
    """Each likeness times its share of that of the likest other point, where that one is greater."""
    if len(alike) < 2:
        return alike
    second, first = np.partition(alike, -2, axis=0)[-2:]
    others = np.where(alike == first, second, first)
    return np.where(others > alike, alike * alike / np.maximum(others, 1e-9), alike).astype(np.float32)
