"""Passages that differ by one character between equal flanks → suspected typos, with the side that has the doubtful word.

Most such differences are meant: 省 and 市, 一 and 二, 推进 and 推动. A character is doubted only if all of this holds: the other could
be mistaken for it (one radical, or one sound); it makes no word with its neighbours, where the other does on both sides; it is not
part of a place's name (温州 and 湖州); and no more sides have it than have the other. What is a word, many official texts say and what
the other sides write elsewhere. Where both make words, or neither does, nothing is reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from luoshi.comparing.letters import Letters, fold
from luoshi.comparing.records import Passage, Side, Variant
from luoshi.packs import load_units
from luoshi.reading import ReadDocument, Suspect
from luoshi.reading.repair import ORDINARY, is_common_pair, is_frequent_pair, is_mistakable, looseness

FLANK = 3
"""So many letters are equal on each side of the character; at the end of a sentence fewer will do."""
FLANKS = 7
"""So many are equal on both sides together."""
CONTEXT = 4
"""Letters around a character by which the same words are found again."""
LOOSE = 600
"""A pair that is as loose as this may be the end of one word and the beginning of another."""


def find_variants(sides: Sequence[Side], passages: Sequence[Passage]) -> tuple[Variant, ...]:
    """The suspected typos of all sides, in the order of the sides and of their places. Nothing is changed.

    >>> words = ("认真落实各项政策措施。", "认真落实各项政策指施。")
    >>> sides = [Side(key, text, 0, len(text)) for key, text in zip("甲乙", words, strict=True)]
    >>> [(found.key, found.words, found.proposal) for found in find_variants(sides, [Passage("甲", 0, 8, "乙", 0, 8, "verbatim", 1.0, 8)])]
    [('乙', '指施', '措施')]
    """
    texts = {side.key: _Text(side) for side in sides}
    doubts: dict[_Place, dict[str, set[_Place]]] = defaultdict(lambda: defaultdict(set))
    for one, other in _swaps(texts, passages):
        for doubtful, likely in ((one, other), (other, one)):
            if _is_doubtful(texts, doubtful, likely):
                doubts[doubtful][texts[likely[0]].words[likely[1]]].add(likely)
    order = {side.key: number for number, side in enumerate(sides)}
    ranked = sorted(doubts.items(), key=lambda item: (order[item[0][0]], item[0][1]))
    return tuple(_told(texts, order, place, likely) for place, likely in ranked)


def suspects_in(document: ReadDocument, sides: Sequence[Side], variants: Sequence[Variant]) -> tuple[Suspect, ...]:
    """The variants of a document's sides as suspects of reading, by place, without what reading suspected there itself.

    >>> from luoshi.reading import read_text
    >>> document = read_text("认真落实各项政策指施。", name="乙")
    >>> side = Side("乙", document.text, 0, 11, name="乙")
    >>> suspects_in(document, [side], [Variant("乙", 8, 10, "指施", "措施", (("甲", 8, 10),))])
    (Suspect(kind='typo', start=8, end=10, words='指施', proposal='措施', reason='collation'),)
    """
    keys = {side.key for side in sides if side.name == document.name and side.text == document.text}
    known = [(suspect.start, suspect.end) for suspect in document.suspects]
    found = {
        Suspect("typo", each.start, each.end, each.words, each.proposal, each.reason)
        for each in variants
        if each.key in keys and not any(start < each.end and each.start < end for start, end in known)
    }
    return tuple(sorted(found, key=lambda suspect: (suspect.start, suspect.end)))


# -- one character for another -------------------------------------------------------------------------------------

_Place = tuple[str, int]
"""A side's key and the number of a letter in it."""


@dataclass(frozen=True)
class _Text:
    """One side, by its letters."""

    side: Side

    @cached_property
    def letters(self) -> Letters:
        return fold(self.side.text, self.side.start, self.side.end, self.side.skipped)

    @cached_property
    def words(self) -> str:
        return self.letters.words()

    @cached_property
    def pairs(self) -> dict[str, int]:
        """How often two letters stand side by side."""
        counts: dict[str, int] = defaultdict(int)
        for at in range(len(self.words) - 1):
            counts[self.words[at : at + 2]] += 1
        return counts

    def letter_at(self, place: int) -> int:
        """The number of the letter that stands at a character of the text."""
        return int(np.searchsorted(self.letters.places, place))

    def context(self, at: int, letter: str = "") -> str:
        """The words around a letter, up to the next mark, with another in its place."""
        breaks = self.letters.breaks
        start = next((first for first in range(at, max(at - CONTEXT, 0), -1) if breaks[first]), max(at - CONTEXT, 0))
        end = next((last for last in range(at + 1, at + 1 + CONTEXT) if last >= len(breaks) or breaks[last]), at + 1 + CONTEXT)
        return self.words[start:at] + (letter or self.words[at]) + self.words[at + 1 : end]


def _swaps(texts: dict[str, _Text], passages: Sequence[Passage]) -> Iterator[tuple[_Place, _Place]]:
    """Where two sides have one letter for another, that could be a slip, between equal flanks."""
    seen: set[tuple[_Place, _Place]] = set()
    for passage in passages:
        a, b = texts[passage.a], texts[passage.b]
        for at, to in (*_replaced(a, b, passage), *_beside(a, b, passage)):
            one, other = (passage.a, at), (passage.b, to)
            if (one, other) not in seen and _could_be_a_slip(a.words[at], b.words[to]) and _has_flanks(texts, one, other):
                seen.add((one, other))
                yield one, other


def _replaced(a: _Text, b: _Text, passage: Passage) -> Iterator[tuple[int, int]]:
    """Letters of the two sides in which a replacement differs, where it is one."""
    for edit in passage.edits:
        if edit.kind == "replace" and len(edit.before) == len(edit.after):
            differing = [at for at, (one, other) in enumerate(zip(edit.before, edit.after, strict=True)) if one != other]
            if len(differing) == 1:
                yield a.letter_at(edit.a_start + differing[0]), b.letter_at(edit.b_start + differing[0])


def _beside(a: _Text, b: _Text, passage: Passage) -> Iterator[tuple[int, int]]:
    """The letters just before and just after a passage: a slip so near the end of a sentence is not part of what is alike."""
    before = a.letter_at(passage.a_start) - 1, b.letter_at(passage.b_start) - 1
    after = a.letter_at(passage.a_end), b.letter_at(passage.b_end)
    if min(before) >= 0:
        yield before
    if after[0] < len(a.words) and after[1] < len(b.words):
        yield after


def _could_be_a_slip(one: str, other: str) -> bool:
    """Whether a hand could take one Han letter for the other."""
    if one == other or not (_is_han(one) and _is_han(other)):
        return False
    return ORDINARY.isdisjoint((one, other)) and is_mistakable(one, other)


def _is_han(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"


def _has_flanks(texts: dict[str, _Text], one: _Place, other: _Place) -> bool:
    """Whether enough letters are equal on both sides of two letters."""
    a, b, at, to = texts[one[0]], texts[other[0]], one[1], other[1]
    before = _equal(a.words[:at][::-1], b.words[:to][::-1])
    after = _equal(a.words[at + 1 : at + 1 + FLANKS], b.words[to + 1 : to + 1 + FLANKS])
    opens = a.letters.breaks[at - before : at + 1].any() and b.letters.breaks[to - before : to + 1].any()
    closes = all(end >= len(text.words) or text.letters.breaks[start:end].any() for text, start, end in ((a, at + 1, at + 2 + after), (b, to + 1, to + 2 + after)))
    return bool(before + after >= FLANKS and (before >= FLANK or opens) and (after >= FLANK or closes))


def _equal(one: str, other: str) -> int:
    """How many letters are equal from the start, at most FLANKS."""
    return next((at for at, (a, b) in enumerate(zip(one[:FLANKS], other, strict=False)) if a != b), min(len(one), len(other), FLANKS))


# -- which of the two is doubtful ----------------------------------------------------------------------------------


def _is_doubtful(texts: dict[str, _Text], doubtful: _Place, likely: _Place) -> bool:
    """Whether the one makes no word where the other does, and no more sides have it."""
    (key, at), (other, to) = doubtful, likely
    contexts = [texts[key].context(at), texts[key].context(at, texts[other].words[to])]
    has, likelier = (sum(context in text.words for text in texts.values()) for context in contexts)
    if has > likelier or _names_a_place(texts[key], at) or _names_a_place(texts[other], to) or _makes_word(texts, doubtful):
        return False
    if _known_sides(texts, likely) == 2:
        return True
    if _known_sides(texts, doubtful) or not _makes_word(texts, likely):
        return False
    # Where two words meet by chance (巡检|措施) the pair is seldom known. Then more sides must have the one, or it be firmly a word.
    return has < likelier or any(is_frequent_pair(pair) and looseness(pair) < LOOSE for pair in _pairs_at(texts[other], to))


def _names_a_place(text: _Text, at: int) -> bool:
    """Whether a letter stands in the name of a division."""
    names = load_units().names
    longest = max(map(len, names))
    starts = range(max(at - longest + 1, 0), at + 1)
    return any(text.words[start : start + length] in names for start in starts for length in range(at - start + 1, longest + 1) if length > 1)


def _makes_word(texts: dict[str, _Text], place: _Place) -> bool:
    """Whether a letter fits its neighbours on both sides, or makes a frequent pair with one."""
    return _known_sides(texts, place) == 2 or any(map(is_frequent_pair, _pairs_at(texts[place[0]], place[1])))


def _known_sides(texts: dict[str, _Text], place: _Place) -> int:
    """On how many sides a letter makes a known pair with its neighbour; the end of a text or of a part counts."""
    key, at = place
    text = texts[key]
    context = text.context(at)
    pairs = _pairs_at(text, at)
    others = {other: text for other, text in texts.items() if other != key}    # what one side alone writes is not thereby a word
    return 2 - len(pairs) + sum(is_common_pair(pair) or _stands_elsewhere(others, pair, context) for pair in pairs)


def _pairs_at(text: _Text, at: int) -> list[str]:
    """The letter with its left and its right neighbour, where no mark parts them."""
    breaks = text.letters.breaks
    left = [text.words[at - 1 : at + 1]] if at and not breaks[at] else []
    right = [text.words[at : at + 2]] if at + 1 < len(text.words) and not breaks[at + 1] else []
    return left + right


def _stands_elsewhere(texts: dict[str, _Text], pair: str, context: str) -> bool:
    """Whether one of the texts has the pair in other words than these."""
    return any(text.pairs.get(pair, 0) > text.words.count(context) for text in texts.values())


def _told(texts: dict[str, _Text], order: dict[str, int], place: _Place, likely: dict[str, set[_Place]]) -> Variant:
    """The doubtful pair, and the pair that most others have."""
    key, at = place
    letter, others = max(sorted(likely.items()), key=lambda item: len(item[1]))
    text = texts[key]
    first = _word_begins(text, at, letter)
    ranked = sorted(others, key=lambda other: (order[other[0]], other[1]))
    words, span = text.side.text, text.letters.span(first, first + 2)
    where = int(text.letters.places[at])
    shift = first - at
    return Variant(
        key, *span, words[slice(*span)], words[span[0] : where] + letter + words[where + 1 : span[1]],
        tuple((other, *texts[other].letters.span(to + shift, to + shift + 2)) for other, to in ranked),
    )


def _word_begins(text: _Text, at: int, letter: str) -> int:
    """Where the pair begins that is a word with the likely letter: at the letter, or at the one before."""
    starts = [start for start in (at, at - 1) if start >= 0 and start + 1 < len(text.words)]
    pairs = {start: letter + text.words[at + 1] if start == at else text.words[start] + letter for start in starts}
    return min(pairs, key=lambda start: (not is_frequent_pair(pairs[start]), not is_common_pair(pairs[start]), looseness(pairs[start]), start))
