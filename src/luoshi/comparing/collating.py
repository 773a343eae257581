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
from luoshi.comparing.records import Edit, Passage, Side, Variant
from luoshi.packs import load_units
from luoshi.reading import ReadDocument, Suspect
from luoshi.reading.repair import ORDINARY, is_common_pair, is_frequent_pair, is_mistakable

FLANK = 3
"""So many letters are equal on each side of the character; at the end of a sentence fewer will do."""
FLANKS = 7
"""So many are equal on both sides together."""
CONTEXT = 4
"""Letters around a character by which the same words are found again."""


def find_variants(sides: Sequence[Side], passages: Sequence[Passage]) -> tuple[Variant, ...]:
    """The suspected typos of all sides, in the order of the sides and of their places. Nothing is changed.

    >>> words = ("认真落实各项政策措施。", "认真落实各项政策指施。")
    >>> sides = [Side(key, text, 0, len(text)) for key, text in zip("甲乙", words, strict=True)]
    >>> edit = Edit("replace", 8, 9, 8, 9, "措", "指")
    >>> [(found.key, found.words, found.proposal) for found in find_variants(sides, [Passage("甲", 0, 10, "乙", 0, 10, "edited", 0.9, 9, (edit,))])]
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
        """The words around a letter, with another in its place."""
        return self.words[max(at - CONTEXT, 0) : at] + (letter or self.words[at]) + self.words[at + 1 : at + 1 + CONTEXT]


def _swaps(texts: dict[str, _Text], passages: Sequence[Passage]) -> Iterator[tuple[_Place, _Place]]:
    """Where two sides have one letter for another between equal flanks."""
    for passage in passages:
        for edit in passage.edits:
            at = _differing(edit)
            if at is not None:
                one = (passage.a, texts[passage.a].letter_at(edit.a_start + at))
                other = (passage.b, texts[passage.b].letter_at(edit.b_start + at))
                if _has_flanks(texts, one, other):
                    yield one, other


def _differing(edit: Edit) -> int | None:
    """The one character in which the two sides of a replacement differ, where it is a Han letter that could be a slip."""
    if edit.kind != "replace" or len(edit.before) != len(edit.after):
        return None
    differing = [at for at, (one, other) in enumerate(zip(edit.before, edit.after, strict=True)) if one != other]
    if len(differing) != 1:
        return None
    letters = {edit.before[differing[0]], edit.after[differing[0]]}
    return differing[0] if letters.isdisjoint(ORDINARY) and all(_is_han(letter) for letter in letters) and is_mistakable(*letters) else None


def _is_han(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"


def _has_flanks(texts: dict[str, _Text], one: _Place, other: _Place) -> bool:
    """Whether enough letters are equal on both sides of two letters."""
    a, b, at, to = texts[one[0]], texts[other[0]], one[1], other[1]
    before = _equal(a.words[:at][::-1], b.words[:to][::-1])
    after = _equal(a.words[at + 1 : at + 1 + FLANKS], b.words[to + 1 : to + 1 + FLANKS])
    opens = bool(a.letters.breaks[at - before] and b.letters.breaks[to - before])
    closes = all(end >= len(text.words) or text.letters.breaks[end] for text, end in ((a, at + 1 + after), (b, to + 1 + after)))
    return before + after >= FLANKS and (before >= FLANK or opens) and (after >= FLANK or closes)


def _equal(one: str, other: str) -> int:
    """How many letters are equal from the start, at most FLANKS."""
    return next((at for at, (a, b) in enumerate(zip(one[:FLANKS], other, strict=False)) if a != b), min(len(one), len(other), FLANKS))


# -- which of the two is doubtful ----------------------------------------------------------------------------------


def _is_doubtful(texts: dict[str, _Text], doubtful: _Place, likely: _Place) -> bool:
    """Whether the one makes no word where the other does, and no more sides have it."""
    (key, at), (other, to) = doubtful, likely
    contexts = [texts[key].context(at), texts[key].context(at, texts[other].words[to])]
    carriers = [sum(context in text.words for text in texts.values()) for context in contexts]
    if carriers[0] > carriers[1] or _names_a_place(texts[key], at) or _names_a_place(texts[other], to):
        return False
    return not _makes_word(texts, doubtful) and _known_sides(texts, likely) == 2


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
    return 2 - len(pairs) + sum(is_common_pair(pair) or _stands_elsewhere(texts, key, pair, context) for pair in pairs)


def _pairs_at(text: _Text, at: int) -> list[str]:
    """The letter with its left and its right neighbour, where no mark parts them."""
    breaks = text.letters.breaks
    left = [text.words[at - 1 : at + 1]] if at and not breaks[at] else []
    right = [text.words[at : at + 2]] if at + 1 < len(text.words) and not breaks[at + 1] else []
    return left + right


def _stands_elsewhere(texts: dict[str, _Text], key: str, pair: str, context: str) -> bool:
    """Whether another side has the pair in other words than these: what one side alone writes is not thereby a word."""
    return any(text.pairs.get(pair, 0) > text.words.count(context) for other, text in texts.items() if other != key)


def _told(texts: dict[str, _Text], order: dict[str, int], place: _Place, likely: dict[str, set[_Place]]) -> Variant:
    """The doubtful pair, and the pair that most others have."""
    key, at = place
    letter, others = max(sorted(likely.items()), key=lambda item: len(item[1]))
    text = texts[key]
    first = _odd_pair(text, at)
    ranked = sorted(others, key=lambda other: (order[other[0]], other[1]))
    words, span = text.side.text, text.letters.span(first, first + 2)
    where = int(text.letters.places[at])
    shift = first - at
    return Variant(
        key, *span, words[slice(*span)], words[span[0] : where] + letter + words[where + 1 : span[1]],
        tuple((other, *texts[other].letters.span(to + shift, to + shift + 2)) for other, to in ranked),
    )


def _odd_pair(text: _Text, at: int) -> int:
    """Where the pair begins that is no word: the letter with its right neighbour, else with its left one."""
    pairs = _pairs_at(text, at)
    right = at + 1 < len(text.words) and not text.letters.breaks[at + 1]
    return at if right and not is_common_pair(pairs[-1]) else max(at - 1, 0)
