"""Suspected typos: reported with a proposal, never changed.

Two sources: words that official texts are known to confuse, and the document itself, where two passages that are otherwise
the same differ by one character and one of the two makes no known word there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from luoshi.reading.document import Suspect
from luoshi.reading.repair.draft import Draft
from luoshi.reading.repair.tables import Confusion, confusions, is_common_pair

_PASSAGE = re.compile("[一-鿿]{6,40}")
_FLANK = 4
_FLANK_AT_EDGE = 5
_BUCKET_MOST = 12
_COUNTING = frozenset("〇零一二三四五六七八九十百千万亿两几多")


def suspect_typos(draft: Draft) -> Iterator[Suspect]:
    """All suspects, by place; one place is named once."""
    known = list(_confused(draft.text))
    places = {place for s in known for place in range(s.start, s.end)}
    yield from known
    yield from (s for s in _collated(draft.text) if s.start not in places)


def _confused(text: str) -> Iterator[Suspect]:
    for confusion in confusions():
        if confusion.wrong in text:
            for match in re.finditer(confusion.wrong, text):
                if not _is_right_here(confusion, text, match.start()):
                    yield Suspect(
                        "typo", match.start(), match.end(), match[0], confusion.proposal, f"confused-{confusion.why}"
                    )


def _is_right_here(confusion: Confusion, text: str, at: int) -> bool:
    around = text[max(0, at - 4) : at + len(confusion.wrong) + 4]
    return any(words in around for words in confusion.exceptions)


def _collated(text: str) -> Iterator[Suspect]:
    """The document against itself."""
    passages = Counter(_PASSAGE.findall(text))
    odd: dict[tuple[str, int], str] = {}
    for one, other in _alike(passages):
        for at, shift in _differences(one, other):
            _judge(passages, one, other, at, shift, odd)
    for (passage, at), right in sorted(odd.items()):
        for match in re.finditer(passage, text):
            place = match.start() + at
            yield Suspect("typo", place, place + 1, passage[at], right, "collated")


def _alike(passages: Counter[str]) -> Iterator[tuple[str, str]]:
    """Passages that begin alike or end alike; crowded beginnings (我们要坚持) are left out."""
    for side in (slice(0, _FLANK), slice(-_FLANK, None)):
        buckets: dict[str, list[str]] = {}
        for passage in passages:
            buckets.setdefault(passage[side], []).append(passage)
        for bucket in buckets.values():
            if 1 < len(bucket) <= _BUCKET_MOST:
                yield from combinations(bucket, 2)


def _differences(one: str, other: str) -> Iterator[tuple[int, int]]:
    """Where one character differs between flanks that agree: its place in `one`, and how far on it stands in `other`."""
    least = min(len(one), len(other))
    ahead = next((i for i in range(least) if one[i] != other[i]), least)
    if ahead < least and _agree_after(one, other, ahead, ahead):
        yield ahead, 0
    back = next((i for i in range(1, least + 1) if one[-i] != other[-i]), least + 1)
    if back <= least and back - 1 >= _FLANK and _agree_before(one, other, len(one) - back, len(other) - back):
        yield len(one) - back, len(other) - len(one)


def _agree_after(one: str, other: str, i: int, j: int) -> bool:
    left, right = one[i + 1 :], other[j + 1 :]
    if i < _FLANK:
        return False
    if left[:_FLANK] == right[:_FLANK] and len(left) >= _FLANK:
        return True
    return i >= _FLANK_AT_EDGE and bool(left) and left == right


def _agree_before(one: str, other: str, i: int, j: int) -> bool:
    left, right = one[:i], other[:j]
    if left[-_FLANK:] == right[-_FLANK:] and len(left) >= _FLANK:
        return True
    return bool(left) and left == right and len(one) - i > _FLANK_AT_EDGE


def _judge(
    passages: Counter[str], one: str, other: str, at: int, shift: int, odd: dict[tuple[str, int], str]
) -> None:
    """Enter the one of the two that makes no known word, where the other does on both sides."""
    there = at + shift
    a, b = one[at], other[there]
    if {a, b} & _COUNTING:
        return
    a_knows, b_knows = _known_sides(one, at), _known_sides(other, there)
    if b_knows == 2 and a_knows == 0 and passages[one] <= passages[other]:
        odd[one, at] = b
    elif a_knows == 2 and b_knows == 0 and passages[other] <= passages[one]:
        odd[other, there] = a


def _known_sides(passage: str, at: int) -> int:
    """On how many sides a character makes a common pair with its neighbour."""
    return is_common_pair(passage[at - 1 : at + 1]) + (at + 1 < len(passage) and is_common_pair(passage[at : at + 2]))
