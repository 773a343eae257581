"""Passages of pairs → clusters: one stretch of words, and every side that has it in one wording or another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.grams import Integers, hash_grams, join_letters
from luoshi.comparing.letters import Places, fold
from luoshi.comparing.records import Cluster, Passage, Side
from luoshi.comparing.tracing.propagation import merge_stretches, propagate_labels, settle_lone_labels

Member = tuple[int, int, int]
"""Number of the side in canonical order, start, end in characters."""
GRAM = 4
"""So many letters are looked at together to tell how many sides have a letter where it stands."""


def find_clusters(sides: Sequence[Side], passages: Sequence[Passage]) -> tuple[tuple[Passage, ...], tuple[Cluster, ...]]:
    """The passages with their cluster and its carriers, and the clusters, the most telling first.

    Which stretches are one cluster and how they rank does not depend on the order of the sides or of the passages.

    >>> words = ("每月报送检查进展情况。", "我局每月报送检查进展情况。")
    >>> sides = [Side(key, text, 0, len(text)) for key, text in zip("甲乙", words, strict=True)]
    >>> passages, clusters = find_clusters(sides, [Passage("甲", 0, 10, "乙", 2, 12, "verbatim", 1.0, 10)])
    >>> passages[0].cluster, clusters[0].members
    (0, (('甲', 0, 10), ('乙', 2, 12)))
    """
    if not passages:
        return (), ()
    ordered = sorted(sides, key=lambda side: (side.text[side.start : side.end], side.unit, side.date, side.key))
    members, one, other = _nodes(ordered, passages)
    weight = np.array([max(round(p.letters * p.similarity), 1) for p in passages], dtype=np.int64)
    labels = propagate_labels(one, other, weight, len(members))
    labels = settle_lone_labels(labels, np.array([side for side, _, _ in members]), one, other, weight).tolist()
    groups: dict[int, list[Member]] = {}
    for label, member in zip(labels, members, strict=True):
        groups.setdefault(label, []).append(member)
    ranked = _ranked(ordered, groups)
    clusters = tuple(_named(sides, ordered, index, groups[label], rarity) for index, (label, rarity) in enumerate(ranked.items()))
    index_of = {label: index for index, label in enumerate(ranked)}
    ends = [(index_of[labels[a]], index_of[labels[b]]) for a, b in zip(one.tolist(), other.tolist(), strict=True)]
    return tuple(_placed(passage, clusters, each) for passage, each in zip(passages, ends, strict=True)), clusters


def _nodes(ordered: Sequence[Side], passages: Sequence[Passage]) -> tuple[list[Member], Integers, Integers]:
    """The stretches of all passages, those that lie over each other as one, and which of them each passage joins."""
    number = {side.key: index for index, side in enumerate(ordered)}
    ends = [(number[p.a], p.a_start, p.a_end) for p in passages] + [(number[p.b], p.b_start, p.b_end) for p in passages]
    side, start, end, node = merge_stretches(*np.array(ends, dtype=np.int64).T)
    members = list(zip(side.tolist(), start.tolist(), end.tolist(), strict=True))
    return members, node[: len(passages)], node[len(passages) :]


def _ranked(ordered: Sequence[Side], groups: dict[int, list[Member]]) -> dict[int, float]:
    """Label → rarity, the most telling first."""
    weighed = _weighed(ordered)
    rarity = {label: max(map(weighed.rarity, group)) for label, group in groups.items()}
    order = sorted(groups, key=lambda label: (-rarity[label], -max(end - start for _, start, end in groups[label]), groups[label]))
    return {label: rarity[label] for label in order}


def _named(sides: Sequence[Side], ordered: Sequence[Side], index: int, group: Sequence[Member], rarity: float) -> Cluster:
    place = {side.key: number for number, side in enumerate(sides)}
    members = sorted(((ordered[side].key, start, end) for side, start, end in group), key=lambda member: (place[member[0]], *member[1:]))
    return Cluster(index, tuple(members), len({key for key, _, _ in members}), rarity)


def _placed(passage: Passage, clusters: Sequence[Cluster], ends: tuple[int, int]) -> Passage:
    """The passage in its cluster; where its two ends fell into two, in the one that more sides have."""
    chosen = max(sorted(ends), key=lambda index: clusters[index].carriers)
    return replace(passage, cluster=chosen, carriers=clusters[chosen].carriers)


# -- rarity --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Weighed:
    """How much each letter of each side tells."""

    places: tuple[Places, ...]
    summed: tuple[NDArray[np.float64], ...]
    """Of each side, the weights up to each letter."""

    def rarity(self, member: Member) -> float:
        """What the letters of a stretch weigh together, in bits."""
        side, start, end = member
        first, last = np.searchsorted(self.places[side], [start, end])
        return round(float(self.summed[side][last] - self.summed[side][first]), 3)


def _weighed(sides: Sequence[Side]) -> _Weighed:
    """Each letter weighs log2((sides + 1) / sides that have it in a gram of four around it, the rarest that two have); else nothing."""
    letters = [fold(side.text, side.start, side.end, side.skipped) for side in sides]
    joined = join_letters(letters)
    counts = _sides_with_gram(hash_grams(joined.codes, GRAM), joined.text_of(np.arange(len(joined.codes))), len(sides))
    weights = np.where(counts > 0, np.log2((len(sides) + 1) / np.maximum(counts, 1)), 0.0)
    parts = np.split(weights, joined.starts[1:-1])
    return _Weighed(tuple(each.places for each in letters), tuple(np.concatenate(([0.0], np.cumsum(part))) for part in parts))


def _sides_with_gram(grams: Integers, side: Integers, sides: int) -> Integers:
    """For each letter: of the grams around it that two sides or more have, how many sides have the rarest; 0 where there is none."""
    fewest = np.full(len(side), sides + 1, dtype=np.int64)
    whole = side[: len(grams)] == side[len(side) - len(grams) :]
    number = np.unique(grams, return_inverse=True)[1]
    carried = np.unique(number[whole] * sides + side[: len(grams)][whole]) // sides
    carriers = np.bincount(carried, minlength=int(number.max(initial=-1)) + 1)[number]
    carriers[~whole | (carriers < 2)] = sides + 1
    for step in range(GRAM):
        part = fewest[step : step + len(grams)]
        np.minimum(part, carriers, out=part)
    return np.where(fewest <= sides, fewest, 0)
