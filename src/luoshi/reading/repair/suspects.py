"""Suspected typos: reported with a proposal, never changed.

Two sources: words that official texts are known to confuse, and the document itself, where two passages that are otherwise
the same differ by one character and one of the two makes no known word there.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from luoshi.reading.document import Suspect
from luoshi.reading.repair.draft import Draft
from luoshi.reading.repair.readings import known_readings
from luoshi.reading.repair.tables import Confusion, confusions, is_common_pair, is_frequent_pair

_PASSAGE = re.compile("[一-鿿]{7,40}")
_FLANK = 4
_FLANK_AT_EDGE = 5
_BUCKET_MOST = 8
_RADICALS = sorted(unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6))
ORDINARY = frozenset("〇零一二三四五六七八九十百千万亿两几多甲乙丙丁的地得和与及或在对为以由于等是了之其并而要也都就从向到把将被")
"""Numerals and function words: one for another is no slip of the hand."""


def suspect_typos(draft: Draft) -> Iterator[Suspect]:
    """All suspects, by place; one place is named once."""
    known = list(_confused(draft.text, draft.characters))
    places = {place for s in known for place in range(s.start, s.end)}
    yield from known
    yield from (s for s in _collated(draft.text) if s.start not in places)


def _confused(text: str, characters: set[str]) -> Iterator[Suspect]:
    for confusion in confusions():
        if characters.issuperset(confusion.wrong) and confusion.wrong in text:
            for match in re.finditer(confusion.wrong, text):
                if not _is_right_here(confusion, text, match.start()):
                    yield Suspect(
                        "typo", match.start(), match.end(), match[0], confusion.proposal, f"confused-{confusion.why}"
                    )


def _is_right_here(confusion: Confusion, text: str, at: int) -> bool:
    around = text[max(0, at - 4) : at + len(confusion.wrong) + 4]
    return any(words in around for words in confusion.exceptions)


def _collated(text: str) -> Iterator[Suspect]:
    """The document against itself: passages that begin alike, and, read backwards, that end alike."""
    passages = Counter(_PASSAGE.findall(text))
    backwards = {passage[::-1]: passage for passage in passages}
    odd: dict[tuple[str, int], str] = {}
    for one, other, at in _nearly_alike(passages):
        _judge(passages, (one, at), (other, at), odd)
    for one, other, at in _nearly_alike(backwards):
        _judge(passages, (backwards[one], len(one) - 1 - at), (backwards[other], len(other) - 1 - at), odd)
    for (passage, at), right in sorted(odd.items()):
        first, last = _odd_pair(passage, at)
        proposal = passage[first:at] + right + passage[at + 1 : last]
        for match in re.finditer(passage, text):
            start, end = match.start() + first, match.start() + last
            yield Suspect("typo", start, end, passage[first:last], proposal, "collated")


def _odd_pair(passage: str, at: int) -> tuple[int, int]:
    """The pair that is no word: the odd character with its right neighbour, or else with its left one."""
    if at + 1 < len(passage) and not is_common_pair(passage[at : at + 2]):
        return at, at + 2
    return max(0, at - 1), at + 1


def _nearly_alike(passages: Collection[str]) -> Iterator[tuple[str, str, int]]:
    """Two passages with one beginning, where they first differ, and agree again behind; crowded beginnings are left out."""
    for bucket in _buckets(passages):
        for one, other in combinations(bucket, 2):
            at = _first_difference(one, other)
            if _agree_behind(one, other, at):
                yield one, other, at


def _buckets(passages: Collection[str]) -> Iterable[list[str]]:
    """Passages that share their beginning, where neither one nor too many do."""
    sizes = Counter([passage[:_FLANK] for passage in passages])
    buckets: dict[str, list[str]] = {start: [] for start, size in sizes.items() if 1 < size <= _BUCKET_MOST}
    for passage in passages:
        if passage[:_FLANK] in buckets:
            buckets[passage[:_FLANK]].append(passage)
    return buckets.values()


def _first_difference(one: str, other: str) -> int:
    at, least = _FLANK, min(len(one), len(other))
    while at < least and one[at] == other[at]:
        at += 1
    return at


def _agree_behind(one: str, other: str, at: int) -> bool:
    """Whether a flank follows in both, or, after a longer beginning, the same end."""
    left, right = one[at + 1 : at + 1 + _FLANK], other[at + 1 : at + 1 + _FLANK]
    return left == right and (len(left) == _FLANK or (at >= _FLANK_AT_EDGE and left != ""))


def _judge(passages: Counter[str], one: tuple[str, int], other: tuple[str, int], odd: dict[tuple[str, int], str]) -> None:
    """Enter the one of the two that makes no known word, where the other does on both sides."""
    letters = {one[0][one[1]], other[0][other[1]]}
    if not letters.isdisjoint(ORDINARY):
        return
    for wrong, right in ((one, other), (other, one)):
        rarer = passages[wrong[0]] <= passages[right[0]]
        if rarer and not _makes_word(*wrong) and _known_sides(*right) == 2 and is_mistakable(*letters):
            odd[wrong] = right[0][right[1]]


def _known_sides(passage: str, at: int) -> int:
    """On how many sides a character makes a common pair with its neighbour; an open side counts."""
    left = at == 0 or is_common_pair(passage[at - 1 : at + 1])
    right = at + 1 == len(passage) or is_common_pair(passage[at : at + 2])
    return left + right


def _makes_word(passage: str, at: int) -> bool:
    """Whether a character fits on both sides, or makes a frequent pair on one (指出, but not 指施)."""
    sides = [passage[i : i + 2] for i in (at - 1, at) if 0 <= i < len(passage) - 1]
    return _known_sides(passage, at) == 2 or any(map(is_frequent_pair, sides))


def is_mistakable(one: str, other: str) -> bool:
    """Whether two characters share a radical or a sound: what a hand or an input method takes for one another.

    >>> is_mistakable("措", "指"), is_mistakable("既", "即"), is_mistakable("乘", "驶")
    (True, True, False)
    """
    return _radical(one) == _radical(other) or not known_readings(one).isdisjoint(known_readings(other))


def _radical(char: str) -> int:
    """Which radical: the ideographs of Unicode's first block stand in the order of the 214 radicals."""
    return bisect_right(_RADICALS, char)
