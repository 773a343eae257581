"""Chains → the frame they stand in: which of them open its parts, and under which part each stands.

Where documents have headings, a part is the heading that most sides put over a thing; else it is a theme, and what has no theme
stands where its sides say it. What opens a numbered item in two sides or more, or is a heading there, is a piece of the frame.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import fmean

from luoshi.comparing.restoring.chaining import Chain, join
from luoshi.comparing.restoring.sayings import BINDING, LEADERSHIP, Saying

NO_THEME = "-"
REST = "develop"
"""The theme that takes what no other takes: it tells nothing of what is not a measure."""


def framed(chains: Sequence[Chain]) -> tuple[list[Chain], list[Chain]]:
    """The pieces of the frame, what is said beside one another put together, and all other chains."""
    heads = sorted((chain for chain in chains if _heads(chain) > 1), key=lambda chain: (-len(chain.carriers), chain.name))
    pieces: list[list[Chain]] = []
    for chain in heads:
        if not _place(chain, pieces):
            pieces.append([chain])
    rest = []
    for chain in chains:
        if _heads(chain) < 2 and not (_heads(chain) and _theme(chain) and _place(chain, pieces, _theme(chain))):
            rest.append(chain)
    return [join(piece) for piece in pieces], rest


def _place(chain: Chain, pieces: Sequence[list[Chain]], theme: str = "") -> bool:
    """Puts a chain to the piece of the frame beside which it is said, if there is one (of that theme)."""
    near = next((piece for piece in pieces if any(_beside(chain, other) and theme in ("", _theme(other)) for other in piece)), None)
    if near is not None:
        near.append(chain)
    return near is not None


def _heads(chain: Chain) -> int:
    """In how many sides it opens an item or is a heading."""
    return len({saying.side for saying in chain.sayings if saying.heads})


def _beside(one: Chain, other: Chain) -> bool:
    """Whether two sides or more say both in one sentence, and one of them as heads."""
    first, second = (_sentences(chain) for chain in (one, other))
    both = first.keys() & second.keys()
    return len({side for side, _ in both}) > 1 and any(first[place] and second[place] for place in both)


def _sentences(chain: Chain) -> dict[tuple[int, int], bool]:
    """The sentences in which sides say it in words of its own, and whether they do so at the head of an item."""
    found: dict[tuple[int, int], bool] = {}
    for saying in chain.sayings:
        if any(saying in link.own for link in chain.links):
            place = saying.side, saying.sentence
            found[place] = found.get(place, False) or saying.heads
    return found


def parts_of(frame: Sequence[Chain], rest: Sequence[Chain]) -> dict[Chain, str]:
    """The part under which each stands: a theme's code, or the words of a heading."""
    parts = {chain: _heading(chain) or _theme(chain) for chain in (*frame, *rest)}
    for chain in frame:
        parts[chain] = parts[chain] or _title(chain)
    beside = _Beside({chain: part for chain, part in parts.items() if part}, frame)
    return {chain: beside.inside(chain, part) or part or beside.part(chain) for chain, part in parts.items()}


def _heading(chain: Chain) -> str:
    """The heading that most of the sides have above it, where most have one."""
    above = {saying.side: saying.heading for saying in chain.sayings}
    words = Counter(heading for heading in above.values() if heading)
    return _most(words) if 2 * words.total() > len(above) else ""


def _theme(chain: Chain) -> str:
    """The theme that most of its clauses have, where a measure's counts twice; one that tells more than the rest, if as many do."""
    themes: Counter[str] = Counter()
    for saying in chain.sayings:
        if saying.theme != NO_THEME and (saying.theme != REST or saying.kind in BINDING):
            themes[saying.theme] += 2 if saying.kind in BINDING else 1
    return min(themes, key=lambda theme: (-themes[theme], theme == REST, theme), default="")


def _title(chain: Chain) -> str:
    """What most sides say of it, the first thing if several."""
    widest = min(chain.links, key=lambda link: (-len(link.sides), fmean(saying.at for saying in link.own), link.name))
    return _most(Counter(saying.core for saying in widest.own))


def _most(words: Counter[str]) -> str:
    return min(words, key=lambda word: (-words[word], word), default="")


class _Beside:
    """Where the sides say what has a part, to find the part of what has none."""

    def __init__(self, parts: dict[Chain, str], frame: Sequence[Chain]) -> None:
        self.opened: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self.sentences: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
        heads = set(frame)
        under: dict[Saying, set[str]] = defaultdict(set)
        for chain, part in parts.items():
            for saying in chain.sayings:
                under[saying].add(part)
        for chain, part in parts.items():
            for saying in [saying for saying in chain.sayings if len(under[saying]) == 1]:
                self.sentences[saying.side, saying.sentence].append((saying.at, part))
                if chain in heads:
                    self.opened[saying.side].append((saying.at, part))
        for places in self.opened.values():
            places.sort()

    def part(self, chain: Chain) -> str:
        """The part of what most sides say in the same sentence, the nearest first; else that which they opened last before it."""
        near = Counter(part for saying in chain.sayings if (part := self._in_sentence(saying)))
        return _most(near) or _most(Counter(part for saying in chain.sayings if (part := self._opened_before(saying))))

    def inside(self, chain: Chain, part: str) -> str:
        """The other part in whose items all sides say a measure of leadership or of the rest, if several do; else ''."""
        if part not in (LEADERSHIP, REST) or any(saying.heads for saying in chain.sayings):
            return ""
        opened = {saying.side: self._opened_before(saying) for saying in chain.sayings if self.opened.get(saying.side)}
        return next(iter(opened.values())) if len(opened) > 1 and len(set(opened.values())) == 1 else ""

    def _in_sentence(self, saying: Saying) -> str:
        places = self.sentences.get((saying.side, saying.sentence), [])
        return min(((abs(at - saying.at), at < saying.at, part) for at, part in places), default=(0, False, ""))[2]

    def _opened_before(self, saying: Saying) -> str:
        places = self.opened.get(saying.side, [])
        number = bisect_right(places, (saying.at, "\U0010ffff")) - 1
        return places[max(number, 0)][1] if places else ""
