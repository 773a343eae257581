"""Shared stretches of pairs → clusters of one wording, the most telling first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.tracing.propagation import count_carriers, merge_stretches, propagate_labels, settle_lone_labels
from luoshi.corpus.lookup import Integers
from luoshi.corpus.sharing import Pairs


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
    """The cluster of each pair, -1 where its two stretches are in different ones."""


def cluster(pairs: Pairs, documents: int) -> Clusters:
    """Clusters by label propagation, not by connection: a chain of likenesses does not make one heap of everything."""
    document, start, end, node = merge_stretches(
        np.concatenate([pairs.a, pairs.b]), np.concatenate([pairs.a_start, pairs.b_start]), np.concatenate([pairs.a_end, pairs.b_end])
    )
    one, other = node[: len(pairs)], node[len(pairs) :]
    label = propagate_labels(one, other, pairs.letters, len(document))
    label = settle_lone_labels(label, document, one, other, pairs.letters)
    label, carriers, letters = _counted(label, document, end - start)
    rarity = letters * np.log2(np.maximum(documents, 1) / carriers)
    rank = np.lexsort((np.arange(len(rarity)), -letters, -rarity))
    place = np.empty(len(rank), dtype=np.int64)
    place[rank] = np.arange(len(rank))
    label = place[label]
    of_pair = np.where(label[one] == label[other], label[one], -1)
    return Clusters(document, start, end, label, carriers[rank], letters[rank], rarity[rank], of_pair)


def _counted(label: Integers, document: Integers, length: Integers) -> tuple[Integers, Integers, Integers]:
    """(label from 0 without gaps, carriers and longest stretch of each)."""
    labels, label = np.unique(label, return_inverse=True)
    longest = np.zeros(len(labels), dtype=np.int64)
    np.maximum.at(longest, label, length)
    return label, count_carriers(label, document), longest
