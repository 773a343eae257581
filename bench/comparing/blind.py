"""Reconstruction without the directive, held against the directive that exists: what share of its points comes out, and of ours is its.

    python bench/comparing/blind.py [FAMILY …] [--misses] [--passages]

A point of the directive is carried where the proposals nearest to it together have 0.6 of its terms by weight (terms and points as
coverage has them: pairs of letters and words of one sense; rare ones weigh more); a proposal is carried where the directive's
sentence nearest to it has 0.6 of its terms. "two have" are the points that two sides or more have by the same measure: no other could
be reconstructed. Read by eye with --misses; --passages finds the shared passages too, which takes longer than all the rest.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import luoshi
from luoshi.comparing.covering.points import find_points
from luoshi.comparing.records import Proposal, Side
from luoshi.comparing.restoring.blind import propose
from luoshi.comparing.sentences import sentences_of
from luoshi.comparing.sharing.passages import find_passages
from luoshi.comparing.sides import sides_of
from luoshi.comparing.terms import Weights, terms_of

ROOT = Path(__file__).parents[2]
CORPORA = ROOT.parent / "shared/corpora"
CARRIED = 0.6
NEAREST = 3
"""So many proposals together may carry a point."""


@dataclass(frozen=True)
class Family:
    """A directive and what answers it."""

    name: str
    directives: tuple[Path, ...]
    responses: tuple[Path, ...]


def families() -> list[Family]:
    """Those of the shared corpora, whole and in part, and our own example."""
    found = [Family("example", (ROOT / "examples/directive.txt",), (ROOT / "examples/round-up.txt",))]
    for folder in sorted(CORPORA.glob("*/responses")):
        directives = tuple(sorted((folder.parent / "directive").iterdir()))
        responses = tuple(sorted(folder.iterdir()))
        found.append(Family(folder.parent.name, directives, responses))
        if len(responses) > 8:
            found.append(Family(f"{folder.parent.name}, every 3rd", directives, responses[::3]))
    return found


def sides(paths: Sequence[Path], *, split: bool) -> tuple[Side, ...]:
    """The documents, read and extracted."""
    return sides_of([luoshi.extract(luoshi.read(path)) for path in paths], split=split)


class Measured:
    """One reconstruction beside its directive."""

    def __init__(self, family: Family, *, with_passages: bool) -> None:
        self.asking = sides(family.directives, split=False)
        self.answering = sides(family.responses, split=True)
        passages = find_passages(self.answering) if with_passages else ()
        before = time.perf_counter()
        self.proposals = propose(self.answering, passages)
        self.seconds = time.perf_counter() - before
        self.points = [asked.point.words for asked in find_points(self.asking)]
        self.sentences = [side.text[s.start : s.end] for side in self.asking for s in sentences_of(side)]
        proposed = [terms_of(p.words) for p in self.proposals]
        asked, said = [terms_of(words) for words in self.points], [terms_of(words) for words in self.sentences]
        self.weights = Weights([*proposed, *said])
        self.of_points = [self.share(terms, self.nearest(terms, proposed)) for terms in asked]
        self.attainable = self._attainable(asked)
        self.of_proposals = [max((self.share(terms, other) for other in said), default=0.0) for terms in proposed]

    def share(self, terms: frozenset[str], other: frozenset[str]) -> float:
        """Of the terms' weight, what the other has."""
        total = self.weights.total(terms)
        return self.weights.total(terms & other) / total if total else 0.0

    def nearest(self, terms: frozenset[str], others: Sequence[frozenset[str]]) -> frozenset[str]:
        """What those have together that have most of the terms."""
        best = sorted(others, key=lambda other: -self.share(terms, other))[:NEAREST]
        return frozenset().union(*best)

    def _attainable(self, asked: Sequence[frozenset[str]]) -> list[bool]:
        """Whether two sides or more have the point in their own sentences: nothing else could be reconstructed."""
        said = [[terms_of(side.text[s.start : s.end]) for s in sentences_of(side)] for side in self.answering]
        return [sum(self.share(terms, self.nearest(terms, each)) >= CARRIED for each in said) > 1 for terms in asked]

    def recall(self, *, of_attainable: bool = False) -> float:
        """Of the directive's points, or of those that two sides have."""
        shares = [share for share, both in zip(self.of_points, self.attainable, strict=True) if both or not of_attainable]
        return sum(share >= CARRIED for share in shares) / max(len(shares), 1)

    def precision(self, least: float = 0.0) -> tuple[float, int]:
        """Of the proposals with that confidence or more, and how many they are."""
        kept = [share for p, share in zip(self.proposals, self.of_proposals, strict=True) if p.confidence >= least]
        return sum(share >= CARRIED for share in kept) / max(len(kept), 1), len(kept)


def main(wanted: Sequence[str], *, misses: bool, with_passages: bool) -> None:
    """Print one line a family."""
    print(f"{'family':34} sides points  two have  proposals  recall  of those  precision  of >=0.6    of >=0.9    s")
    for family in families():
        if wanted and not family.name.startswith(tuple(wanted)):
            continue
        found = Measured(family, with_passages=with_passages)
        every, sure, surest = found.precision(), found.precision(0.6), found.precision(0.9)
        print(
            f"{family.name:34} {len(found.answering):5} {len(found.points):6} {sum(found.attainable):9}  {every[1]:9}  {found.recall():6.2f}  {found.recall(of_attainable=True):8.2f}  {every[0]:9.2f}  "
            f"{sure[0]:.2f} ({sure[1]:3})  {surest[0]:.2f} ({surest[1]:3})  {found.seconds:.1f}"
        )
        if misses:
            show(found)


def show(found: Measured) -> None:
    """What is not carried, on both sides."""
    for words, share, both in zip(found.points, found.of_points, found.attainable, strict=True):
        print(f"  point {'   ' if share >= CARRIED else 'NOT'} {'2' if both else ' '} {share:.2f} {words[:110]}")
    for proposal, share in zip(found.proposals, found.of_proposals, strict=True):
        print(f"  ours  {'   ' if share >= CARRIED else 'NOT'} {share:.2f} {line(proposal)}")


def line(proposal: Proposal) -> str:
    """A proposal in one line."""
    return f"{len(proposal.carriers)} {proposal.confidence:.2f} {proposal.kind:9} [{proposal.part[:12]}] {proposal.words[:110]}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("families", nargs="*")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--passages", action="store_true")
    given = parser.parse_args()
    main(given.families, misses=given.misses, with_passages=given.passages)
