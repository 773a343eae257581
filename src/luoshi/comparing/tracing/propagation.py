"""Shared stretches of pairs → groups of one wording: stretches that lie over each other are one, then each takes the label that most of its likes have.

Label propagation, not connection: in a large corpus a chain of likenesses (甲 like 乙, 乙 like 丙 …) makes one heap of everything.
"""

from __future__ import annotations

import numpy as np

from luoshi.comparing.grams import Integers

OVERLAP = 0.5
"""Of the longer of two stretches of a text the share that the other covers, for both to be one."""
ROUNDS = 12


def merge_stretches(text: Integers, start: Integers, end: Integers) -> tuple[Integers, Integers, Integers, Integers]:
    """Stretches that lie over each other as one: (text, start, end) of each, sorted, and which of them each of the given became.

    >>> text, start, end = np.array([0, 1, 0]), np.array([0, 3, 2]), np.array([10, 9, 11])
    >>> [column.tolist() for column in merge_stretches(text, start, end)]
    [[0, 1], [0, 3], [11, 9], [0, 1, 0]]
    """
    order = np.lexsort((-end, start, text))
    made: list[list[int]] = []
    node = np.empty(len(order), dtype=np.int64)
    for given, t, s, e in zip(order.tolist(), text[order].tolist(), start[order].tolist(), end[order].tolist(), strict=True):
        if made and made[-1][0] == t and min(made[-1][2], e) - s >= OVERLAP * max(made[-1][2] - made[-1][1], e - s):
            made[-1][2] = max(made[-1][2], e)
        else:
            made.append([t, s, e])
        node[given] = len(made) - 1
    columns = np.array(made, dtype=np.int64).reshape(-1, 3).T
    return columns[0], columns[1], columns[2], node


def propagate_labels(one: Integers, other: Integers, weight: Integers, count: int) -> Integers:
    """A label for each of `count` nodes, which the edges (one, other, weight) join.

    In every round each takes the label with the most weight around it, ties to the least; its own counts as much as its heaviest
    neighbour's.

    >>> propagate_labels(np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([20, 3, 20]), 4).tolist()
    [0, 0, 2, 2]
    """
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


def settle_lone_labels(label: Integers, text: Integers, one: Integers, other: Integers, weight: Integers) -> Integers:
    """The labels, where one that only one text has gives way to that of its nearest like: what is shared has two carriers.

    >>> settle_lone_labels(np.array([0, 0, 2]), np.array([0, 1, 2]), np.array([0, 1]), np.array([1, 2]), np.array([20, 3])).tolist()
    [0, 0, 0]
    """
    to, source, heavy = np.concatenate([one, other]), np.concatenate([other, one]), np.concatenate([weight, weight])
    order = np.lexsort((-source, heavy))
    nearest = np.arange(len(label))
    nearest[to[order]] = source[order]
    for _ in range(ROUNDS):
        _, number = np.unique(label, return_inverse=True)
        alone = (count_carriers(number, text) == 1)[number]
        if not alone.any():
            break
        both = alone & alone[nearest]    # two that are alone and each other's nearest would only change places
        label = np.where(both, np.minimum(label, label[nearest]), np.where(alone, label[nearest], label))
    return label


def count_carriers(label: Integers, text: Integers) -> Integers:
    """In how many texts each label stands; labels count from 0 without gaps."""
    texts = int(text.max(initial=0)) + 1
    return np.bincount(np.unique(label * texts + text) // texts)


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
