"""How many texts carry each word of a text: stretches with the same number of carriers, and whether the directive has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from luoshi.comparing import Comparison, Span


@dataclass(frozen=True, slots=True)
class Carried:
    """A stretch of one side whose words the same texts carry."""

    start: int
    end: int
    carriers: int
    """How many responses have these words, this one included where it is a response; the directive is not counted."""
    directive: bool
    """Whether the directive has them."""


def carried_words(comparison: Comparison) -> dict[str, list[Carried]]:
    """For each side its stretches that some other side has too, in reading order, not overlapping."""
    spans: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for passage in comparison.passages:
        spans[passage.a][passage.b].append((passage.a_start, passage.a_end))
        spans[passage.b][passage.a].append((passage.b_start, passage.b_end))
    asking = set(comparison.directives)
    return {side.key: list(_carried(side.key not in asking, spans[side.key], asking)) for side in comparison.sides}


def _carried(counts_itself: bool, by_other: dict[str, list[Span]], asking: set[str]) -> Iterator[Carried]:
    """A sweep over the edges of all spans: how many responses cover each stretch, and whether a directive does."""
    edges: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for other, spans in by_other.items():
        for start, end in merged(spans):
            edges[start][other in asking] += 1
            edges[end][other in asking] -= 1
    responses = directives = last = 0
    for edge in sorted(edges):
        if responses or directives:
            yield Carried(last, edge, responses + counts_itself, directives > 0)
        responses, directives, last = responses + edges[edge][0], directives + edges[edge][1], edge


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans sorted, those that touch as one.

    >>> merged([(4, 6), (0, 3), (2, 4)])
    [(0, 6)]
    """
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out
