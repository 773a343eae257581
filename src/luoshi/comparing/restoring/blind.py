"""Responses without their directive → what it must have said, put together from what the sides repeat.

What two sides or more say is proposed, in the words that most of them have; clauses that the same sides say one after the other are
one proposal. Openings of numbered items that sides share are the frame; the rest stands under it by heading or theme, in the order
that most sides' own orders agree on. What one side says alone is its own and is not proposed.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from luoshi.comparing.records import Passage, Proposal, Side
from luoshi.comparing.restoring.agreeing import find_agreements
from luoshi.comparing.restoring.chaining import Chain, Stretch, chain
from luoshi.comparing.restoring.framing import framed, parts_of
from luoshi.comparing.restoring.opposing import opposite
from luoshi.comparing.restoring.precedence import agreement, merge_orders
from luoshi.comparing.restoring.sayings import BINDING, sayings_of
from luoshi.packs import load_units

LOCAL = re.compile(r"(?:全|本|我)(?:省|市|区|县|州|盟)|(?:省|市|区|县|州|盟)(?:委|政府|局|情)|自治区党委")
"""Words by which a unit means its own place."""
IN_KIND = 0.7
"""How sure what agrees in kind only is, beside what agrees in words."""
SAME_LINE = 0.25
"""What a witness weighs who is of one province with another."""


def propose(sides: Sequence[Side], passages: Sequence[Passage]) -> tuple[Proposal, ...]:
    """The points that the directive must have had, numbered from 1, parts of the frame in order; () where nothing is shared.

    >>> import luoshi
    >>> from luoshi.comparing.sides import sides_of
    >>> def found(name, text): return luoshi.extract(luoshi.read_text(text, name=name))
    >>> said = [found("甲", "我局要建立渡口隐患台账，慰问船员。"), found("乙", "要尽快建立渡口隐患台账，修缮码头。")]
    >>> [(p.words, p.carriers) for p in propose(sides_of(said), ())]
    [('建立渡口隐患台账', ('甲', '乙'))]
    """
    said = {side.key: sayings_of(side, number) for number, side in enumerate(sides)}
    every = [saying for sayings in said.values() for saying in sayings]
    frame, rest = framed(chain(find_agreements(every, opposite(said, passages))))
    parts = parts_of(frame, rest)
    ordered, kept = _ordered([*frame, *rest], parts, set(frame))
    words = Wording(ordered, sides)
    return tuple(_proposal(number, each, parts[each], each in frame, kept[each], sides, words) for number, each in enumerate(ordered, 1))


# -- order ---------------------------------------------------------------------------------------------------------


def _ordered(chains: Sequence[Chain], parts: dict[Chain, str], frame: set[Chain]) -> tuple[list[Chain], dict[Chain, float]]:
    """The chains part by part, the frame's own words first; and how far the sides agree on the place of each."""
    place = {part: at for at, part in enumerate(_order_of_parts(chains, parts, frame))}
    merged, kept = _by_sides(chains)
    at = {each: number for number, each in enumerate(merged)}
    return sorted(chains, key=lambda each: (place[parts[each]], each not in frame, at[each])), kept


def _by_sides(chains: Sequence[Chain]) -> tuple[list[Chain], dict[Chain, float]]:
    names, orders = [each.name for each in chains], _orders([_places(each) for each in chains])
    merged = merge_orders(names, orders)
    return [chains[number] for number in merged], dict(zip(chains, agreement(names, orders, merged), strict=True))


def _order_of_parts(chains: Sequence[Chain], parts: dict[Chain, str], frame: set[Chain]) -> list[str]:
    """Parts in the order in which most sides open them; where a side does not, in which it first speaks of them."""
    names = sorted(set(parts.values()))
    found: list[dict[int, int]] = [{} for _ in names]
    for opening in (False, True):
        for each in chains:
            if (each in frame) == opening:
                first = found[names.index(parts[each])]
                for side, at in _places(each).items():
                    first[side] = at if opening else min(at, first.get(side, at))
    return [names[number] for number in merge_orders(names, _orders(found))]


def _places(each: Chain) -> dict[int, int]:
    """Where each side first says it."""
    first: dict[int, int] = {}
    for saying in each.sayings:
        first[saying.side] = min(saying.at, first.get(saying.side, saying.at))
    return first


def _orders(places: Sequence[dict[int, int]]) -> list[list[int]]:
    """For each side, the numbers of what it says in its order."""
    by_side: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, first in enumerate(places):
        for side, at in first.items():
            by_side[side].append((at, number))
    return [[number for _, number in sorted(said)] for _, said in sorted(by_side.items())]


# -- words ---------------------------------------------------------------------------------------------------------


def _proposal(number: int, each: Chain, part: str, is_frame: bool, kept: float, sides: Sequence[Side], words: Wording) -> Proposal:
    best = words.best(each)
    start, end = best.said[0].start, best.said[-1].end
    key, text = sides[best.side].key, sides[best.side].text
    sources = tuple((sides[s.side].key, s.said[0].start, s.said[-1].end) for s in each.stretches)
    return Proposal(
        number, part, text[start:end], key, start, end, tuple(sides[side].key for side in each.carriers), sources,
        "frame" if is_frame else _kind(each), _confidence(each, kept, words.lines),
    )  # fmt: skip


class Wording:
    """Which of the wordings of a thing is shown."""

    def __init__(self, chains: Sequence[Chain], sides: Sequence[Side]) -> None:
        self.suspects = [[(s.start, s.end) for s in side.extraction.document.suspects] if side.extraction else [] for side in sides]
        self.texts = [side.text for side in sides]
        self.lines = lines_of(sides)
        self.repeats = [0] * len(sides)
        """How many clauses each side shares: who repeats much quotes rather than words anew."""
        for each in chains:
            for saying in set(each.sayings):
                self.repeats[saying.side] += 1

    def best(self, each: Chain) -> Stretch:
        """The stretch that says most of it, nearest to what the other sides say; of two, the one without a suspected typo, then that
        which names no place of its own, then that of the side that repeats more; then the shortest, then by its words."""
        said = [stretch for stretch in each.stretches if not stretch.said[0].aside]
        links = {stretch: sum(any(saying in link.own for saying in stretch.said) for link in each.links) for stretch in said}
        fullest = [stretch for stretch in said if links[stretch] == max(links.values())]
        return min(fullest, key=lambda s: (-_nearness(s, fullest), self._doubtful(s), _local(s), -self.repeats[s.side], len(_core(s)), _core(s), len(self._words(s)), self._words(s)))


    def _words(self, stretch: Stretch) -> str:
        return self.texts[stretch.side][stretch.said[0].start : stretch.said[-1].end]

    def _doubtful(self, stretch: Stretch) -> int:
        """How many words of it look wrong."""
        start, end = stretch.said[0].start, stretch.said[-1].end
        return sum(start <= at < end for at, _ in self.suspects[stretch.side])


def _local(stretch: Stretch) -> int:
    """How often it names its own province or city."""
    return len(LOCAL.findall(_core(stretch)))


def _core(stretch: Stretch) -> str:
    return "".join(saying.core for saying in stretch.said)


def _nearness(stretch: Stretch, others: Sequence[Stretch]) -> float:
    """How much its words are those of the other sides: 0 to the number of sides."""
    best: dict[int, float] = {}
    for other in others:
        best[other.side] = max(best.get(other.side, 0.0), float(LCSseq.normalized_similarity(_core(stretch), _core(other))))
    return round(sum(sorted(best.values())), 6)


def _kind(each: Chain) -> str:
    """What most sides' clauses do; a mechanism where most of its measures set one up."""
    measures = [saying for saying in each.sayings if saying.kind in BINDING]
    if 2 * len(measures) < len(each.sayings) and not any(2 * sum(s.kind in BINDING for s in link.own) > len(link.own) for link in each.links):
        return "stance"
    if 2 * sum(bool(saying.mechanisms) for saying in measures) > len(measures):
        return "mechanism"
    return "target" if 2 * sum(saying.kind == "target" for saying in measures) > len(measures) else "duty"


def _confidence(each: Chain, kept: float, lines: Sequence[str]) -> float:
    """0 to 1: rises with the sides that say it and with their own wordings, falls where they do not agree on its place, or may have it
    from their own province rather than from the directive."""
    apart = len({lines[side] for side in each.carriers})
    witnesses = apart + SAME_LINE * (len(each.carriers) - apart)
    wordings = len({_core(stretch) for stretch in each.stretches})
    sure = (1 - math.pow(0.5, witnesses - 0.5)) * (IN_KIND if any(link.in_kind for link in each.links) else 1.0)
    return round(min(sure + (0.05 if wordings > 1 else 0.0) - 0.1 * (1 - kept), 0.99), 2)


def lines_of(sides: Sequence[Side]) -> list[str]:
    """For each side its province, where there are several; its own key where it is not known, or where all are of one.

    >>> def side(key, unit): return Side(key, "", 0, 0, unit=unit)
    >>> lines_of([side("1", "德州市人民政府"), side("2", "山东省人民政府"), side("3", "浙江省人民政府"), side("4", "某局")])
    ['370000', '370000', '330000', '4']
    >>> lines_of([side("1", "德州市人民政府"), side("2", "山东省人民政府")])
    ['1', '2']
    """
    provinces = [_province(side) for side in sides]
    several = len(set(provinces) - {""}) > 1
    return [province if several and province else side.key for province, side in zip(provinces, sides, strict=True)]


def _province(side: Side) -> str:
    """The code of the province to which a side's unit belongs, '' where it is not known."""
    units = load_units()
    division = units.find(side.unit) or units.find(side.title)
    return units.province(division).code if division else ""
