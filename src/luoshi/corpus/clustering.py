"""Shared stretches of pairs → clusters of one wording: stretches that lie over each other are one, then each takes the label that most of its likes have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.corpus.lookup import Integers
from luoshi.corpus.sharing import Pairs

OVERLAP = 0.5
"""Of the longer of two stretches of a document the share that the other covers, for both to be one."""
ROUNDS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Stretches and the cluster of each; clusters count from 0, the most telling first."""

    document: Integers
    start: Integers
    end: Integers
    cluster: Integers
    carriers: Integers
    """Of each cluster, how many documents have it."""
    letters: Integers
    """Of each cluster, of its longest stretch."""
    rarity: NDArray[np.float64]
    """Of each cluster: letters, each weighed by how few of the documents have it, in bits; what all have counts nothing."""
    of_pair: Integers
    """The cluster of each pair."""


def cluster(pairs: Pairs, documents: int) -> Clusters:
    """Clusters by label propagation, not by connection: a chain of likenesses does not make one heap of everything."""
    document, start, end, node = _stretches(
        np.concatenate([pairs.a, pairs.b]), np.concatenate([pairs.a_start, pairs.b_start]), np.concatenate([pairs.a_end, pairs.b_end])
    )
    one, other = node[: len(pairs)], node[len(pairs) :]
    label = _propagate(one, other, pairs.letters, len(document))
    label, carriers, letters = _counted(label, document, end - start)
    rarity = letters * np.log2(np.maximum(documents, 1) / carriers)
    rank = np.lexsort((np.arange(len(rarity)), -letters, -rarity))
    place = np.empty(len(rank), dtype=np.int64)
    place[rank] = np.arange(len(rank))
    label = place[label]
    return Clusters(document, start, end, label, carriers[rank], letters[rank], rarity[rank], label[one] if len(one) else one)


def _stretches(document: Integers, start: Integers, end: Integers) -> tuple[Integers, Integers, Integers, Integers]:
    """Stretches that lie over each other as one: (document, start, end) of each, and which of them each of the given became."""
    order = np.lexsort((-end, start, document))
    made: list[list[int]] = []
    node = np.empty(len(order), dtype=np.int64)
    for given, d, s, e in zip(order.tolist(), document[order].tolist(), start[order].tolist(), end[order].tolist(), strict=True):
        if made and made[-1][0] == d and min(made[-1][2], e) - s >= OVERLAP * max(made[-1][2] - made[-1][1], e - s):
            made[-1][2] = max(made[-1][2], e)
        else:
            made.append([d, s, e])
        node[given] = len(made) - 1
    columns = np.array(made, dtype=np.int64).reshape(-1, 3).T
    return columns[0], columns[1], columns[2], node


def _propagate(one: Integers, other: Integers, weight: Integers, count: int) -> Integers:
    """A label for each node: in every round the one with the most weight around it, ties to the least; its own counts as much as its heaviest neighbour's."""
    label = np.arange(count)
    heaviest = np.zeros(count, dtype=np.int64)
    for side in (one, other):
        np.maximum.at(heaviest, side, weight)
    to, source = np.concatenate([one, other, label]), np.concatenate([other, one, label])
    weight = np.concatenate([weight, weight, heaviest])
    for _ in range(ROUNDS):
        chosen = _heaviest_label(to, label[source], weight)
        if np.array_equal(chosen, label):
            break
        label = chosen
    return label


def _heaviest_label(to: Integers, label: Integers, weight: Integers) -> Integers:
    """Of the labels that come to each node the one with the most weight; every node gets at least one."""
    order = np.lexsort((label, to))
    to, label, weight = to[order], label[order], weight[order]
    opens = np.flatnonzero(np.diff(to, prepend=-1) | np.diff(label, prepend=-1))
    total = np.add.reduceat(weight, opens) if len(opens) else weight
    to, label = to[opens], label[opens]
    best = np.lexsort((label, -total, to))
    first = np.flatnonzero(np.diff(to[best], prepend=-1))
    return label[best][first]


def _counted(label: Integers, document: Integers, length: Integers) -> tuple[Integers, Integers, Integers]:
    """(label from 0 without gaps, carriers and longest stretch of each)."""
    labels, label = np.unique(label, return_inverse=True)
    distinct = np.unique(np.stack([label, document], axis=1), axis=0)[:, 0] if len(label) else label
    longest = np.zeros(len(labels), dtype=np.int64)
    np.maximum.at(longest, label, length)
    return label, np.bincount(distinct, minlength=len(labels)), longest
