"""Passages in clusters → for each stretch of a side, where its words most likely come from."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luoshi.comparing.records import Cluster, Descent, Origin, Passage, Side
from luoshi.comparing.tracing.seniority import ABOVE, why_before

NEARLY = 0.9
"""Of the most letters in common: among sources that have so many, the one above is likelier, then the one from which the side has most."""

Stretch = tuple[str, int, int]
"""Key of a side, start, end."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One stretch from which another may come."""

    source: Stretch
    letters: int
    similarity: float
    reasons: tuple[str, ...]
    rank: int
    """Which of the side's sources it is, 0 for the likeliest."""


def find_origins(
    sides: Sequence[Side], passages: Sequence[Passage], clusters: Sequence[Cluster], descents: Sequence[Descent], directive_keys: Sequence[str] = ()
) -> tuple[Origin, ...]:
    """The likely source of every stretch that an earlier or higher side has too, by side and place.

    >>> asked, said = "各单位要每月报送检查进展情况。", "我局每月报送检查进展情况。"
    >>> sides = [Side("部", asked, 0, len(asked), level=1, date="2018-08"), Side("省", said, 0, len(said), level=2, date="2018-09")]
    >>> passages = [Passage("部", 4, 14, "省", 2, 12, "verbatim", 1.0, 10, cluster=0)]
    >>> clusters = [Cluster(0, (("部", 4, 14), ("省", 2, 12)), 2, 1.0)]
    >>> [(found.key, found.start, found.source, found.source_start, found.reasons) for found in find_origins(sides, passages, clusters, ())]
    [('省', 2, '部', 4, ('higher', 'earlier', 'only'))]
    """
    side_of = {side.key: side for side in sides}
    rank_of = {(each.key, each.source): number for number, each in enumerate(descents)}
    why = {
        (one.key, other.key): why_before(one, other, asked=one.key in directive_keys and other.key not in directive_keys)
        for one in sides
        for other in sides
    }
    found: dict[tuple[int, Stretch], list[_Candidate]] = defaultdict(list)
    for passage, stretch, source in _directed(passages, _Members(clusters)):
        reasons = why[source[0], stretch[0]]
        if reasons:
            rank = rank_of.get((stretch[0], source[0]), len(descents))
            found[passage.cluster, stretch].append(_Candidate(source, passage.letters, passage.similarity, reasons, rank))
    origins = [_origin(cluster, stretch, candidates, side_of) for (cluster, stretch), candidates in found.items()]
    order = {side.key: number for number, side in enumerate(sides)}
    return tuple(sorted(origins, key=lambda origin: (order[origin.key], origin.start, origin.end, origin.cluster)))


class _Members:
    """Clusters, to be asked which member holds a stretch."""

    def __init__(self, clusters: Sequence[Cluster]) -> None:
        self._spans: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
        for cluster in clusters:
            for key, start, end in cluster.members:
                self._spans[cluster.index, key].append((start, end))

    def holding(self, cluster: int, key: str, start: int) -> Stretch | None:
        """The member that begins last at or before a place and reaches beyond it."""
        spans = self._spans.get((cluster, key), [])
        at = bisect_right(spans, start, key=lambda span: span[0]) - 1
        return (key, *spans[at]) if at >= 0 and spans[at][1] > start else None


def _directed(passages: Sequence[Passage], members: _Members) -> Iterator[tuple[Passage, Stretch, Stretch]]:
    """(passage, the member it belongs to, the words of the other side), both ways."""
    for passage in passages:
        a, b = (passage.a, passage.a_start, passage.a_end), (passage.b, passage.b_start, passage.b_end)
        for one, other in ((a, b), (b, a)):
            if member := members.holding(passage.cluster, *one[:2]):
                yield passage, member, other


def _origin(cluster: int, stretch: Stretch, candidates: Sequence[_Candidate], side_of: dict[str, Side]) -> Origin:
    """The likeliest of the candidates."""
    enough = NEARLY * max(each.letters for each in candidates)
    near = [each for each in candidates if each.letters >= enough]
    best = min(near, key=lambda each: (not ABOVE.intersection(each.reasons), each.rank, -each.similarity, each.source[1], side_of[each.source[0]].text))
    only = ("only",) if len({each.source[0] for each in candidates}) == 1 else ()
    return Origin(*stretch, *best.source, best.reasons + only, cluster)
