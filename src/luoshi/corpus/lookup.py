"""Letters → where each 6-gram stands: the places in the order of their grams, and where each bucket of grams begins.

A bucket holds the grams whose hashes begin with the same bits, about four places each. Places that only share the bucket are told
apart by the letters themselves, so nothing but the places has to be kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.letters import Codes

SIZE = 6
"""Letters of a gram."""
_PLACES_PER_BUCKET = 4
_BITS = (8, 26)

_FACTORS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9))

Integers = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Positions = NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Where the grams of a row of letters stand."""

    bits: int
    firsts: Positions
    """2**bits + 1: the first place of each bucket."""
    places: Positions
    """Letters at which a gram begins."""

    def counts(self, grams: Hashes) -> Integers:
        """How many places share each gram's bucket; ValueError where the index is damaged."""
        buckets = _buckets(grams, self.bits)
        ends = self.firsts[buckets + 1].astype(np.int64)
        counts = ends - self.firsts[buckets]
        if (counts < 0).any() or (ends > len(self.places)).any():
            raise ValueError("a bucket that cannot be")
        return counts

    def places_of(self, grams: Hashes) -> tuple[Integers, Integers]:
        """(which of the grams, place) for every place that shares a gram's bucket."""
        counts = self.counts(grams)
        firsts = self.firsts[_buckets(grams, self.bits)].astype(np.int64)
        which = np.repeat(np.arange(len(grams)), counts)
        within = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        return which, self.places[firsts[which] + within].astype(np.int64)


def hash_grams(codes: Codes) -> Hashes:
    """One number for each gram. It is part of the store's form: another one needs another SCHEMA.

    >>> hash_grams(np.arange(0x4E00, 0x4E07, dtype=np.uint32)).tolist()
    [1372284852980071224, 2643508035857905570]
    """
    count = max(len(codes) - SIZE + 1, 0)
    mixed = np.zeros(count, dtype=np.uint64)
    for offset in range(SIZE):
        mixed *= _FACTORS[0]
        mixed += codes[offset : offset + count]
        mixed ^= mixed >> np.uint64(29)
    mixed *= _FACTORS[1]
    return mixed ^ (mixed >> np.uint64(32))


def index_letters(codes: Codes, starts: Integers) -> Index:
    """The places of all grams that stand within one text; text t has the letters starts[t] to starts[t + 1].

    >>> index = index_letters(np.array([1, 2, 3, 4, 5, 6, 7, 8], dtype=np.uint32), np.array([0, 7, 8]))
    >>> sorted(index.places.tolist())
    [0, 1]
    """
    grams = hash_grams(codes)
    at = np.flatnonzero(_within_one(len(grams), starts))
    bits = int(np.clip(np.ceil(np.log2(max(len(at), 1) / _PLACES_PER_BUCKET)), *_BITS))
    buckets = _buckets(grams[at], bits)
    order = np.argsort(buckets, kind="stable")
    firsts = np.zeros((1 << bits) + 1, dtype=np.uint32)
    np.cumsum(np.bincount(buckets, minlength=1 << bits), out=firsts[1:])
    return Index(bits, firsts, at[order].astype(np.uint32))


def _buckets(grams: Hashes, bits: int) -> Integers:
    return (grams >> np.uint64(64 - bits)).astype(np.int64)


def _within_one(count: int, starts: Integers) -> NDArray[np.bool_]:
    """Which of the grams do not run over the end of a text."""
    within = np.ones(count, dtype=np.bool_)
    for back in range(1, SIZE):
        before = starts[1:-1] - back
        within[before[(before >= 0) & (before < count)]] = False
    return within
