"""Several orders of some of the things each → one order of all, as most of the orders have it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ROUNDS = 20
"""More are seldom needed; cycles among the orders would never end."""


def merge_orders(names: Sequence[str], orders: Sequence[Sequence[int]]) -> list[int]:
    """The numbers of `names` in the order on which most orders agree; what they leave open goes by name.

    Each order holds some of the numbers, once. First all are ranked by how many others most orders put after them; then each is put
    where it stands against the fewest orders, as long as that makes anything better.

    >>> merge_orders("abc", [[0, 2], [0, 1, 2], [2, 1]])
    [0, 1, 2]
    """
    prefer = _preferences(len(names), orders)
    wins = np.sign(prefer).sum(axis=1)
    ranked = sorted(range(len(names)), key=lambda number: (-int(wins[number]), names[number]))
    for _ in range(ROUNDS):
        before = list(ranked)
        for number in before:
            _put_best(number, ranked, prefer)
        if ranked == before:
            break
    return ranked


def _put_best(number: int, ranked: list[int], prefer: NDArray[np.int32]) -> None:
    """Moves a number to where most orders have it, and leaves it where no place is better."""
    at = ranked.index(number)
    ranked.pop(at)
    after = prefer[number, ranked]
    gains = np.concatenate(([0], np.cumsum(-after)))          # of standing after the first, the second …
    best = int(gains.argmax())
    ranked.insert(best if gains[best] > gains[at] else at, number)


def _preferences(count: int, orders: Sequence[Sequence[int]]) -> NDArray[np.int32]:
    """How many orders more have the row before the column than after it."""
    prefer = np.zeros((count, count), dtype=np.int32)
    for order in orders:
        held = np.asarray(order, dtype=np.intp)
        before = np.triu(np.ones((len(held), len(held)), dtype=np.int32), 1)
        prefer[np.ix_(held, held)] += before - before.T
    return prefer


def agreement(names: Sequence[str], orders: Sequence[Sequence[int]], merged: Sequence[int]) -> list[float]:
    """For each number, the share of its pairs in the orders that stand as in the merged order; 1.0 where it has none."""
    prefer = _preferences(len(names), orders)
    place = np.empty(len(names), dtype=np.intp)
    place[list(merged)] = np.arange(len(names))
    held = np.sign(place[None, :] - place[:, None]) * prefer
    kept = np.where(held > 0, held, 0).sum(axis=1)
    total = np.abs(prefer).sum(axis=1)
    return [float(k / t) if t else 1.0 for k, t in zip(kept, total, strict=True)]
