"""What the directives say in so many letters → how much of an answer is its own.

An echo may put a word of its own for another (体系 → 制度) or open with 进一步; what makes an answer of it is a clause, or members of a list,
that no directive has. That is counted in letters and not by what words weigh, for rhetoric has rare words as well as common ones.
An article that takes a point's words over may go on with measures of its own; they make an answer of it too, if they keep to the matter
and speak to no other point.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from luoshi.comparing.covering.likeness import Likenesses
from luoshi.comparing.covering.matching import Said
from luoshi.comparing.letters import fold

RUN = 4
"""So many letters in a row that a directive has are its words."""
LONGEST_OWN, MOST_OWN = 7, 0.22
"""Letters in a row that are its own, and the share of all of them, up to which an answer adds nothing."""
CLAUSE = re.compile("[，,；;。：:]")
CLAUSE_AT_LEAST, OWN_CLAUSE = 9, 0.6
"""Letters of a clause, and the share of them that must be its own, for it to be a demand that no directive makes."""
KEEPS_TO_IT = 2
"""Terms of a point that a sentence must have to keep to its matter."""
ANOTHERS = 0.5
"""How like another point a sentence must be to be an answer to that one."""
MEASURE = 20
"""Letters of its own with which an article goes on."""


class Wording:
    """The wording of all directives."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.runs = frozenset(letters[at : at + RUN] for letters in map(_letters, texts) for at in range(len(letters) - RUN + 1))

    def own_runs(self, words: str) -> tuple[tuple[int, ...], ...]:
        """How long the stretches are that no directive has, in letters, clause by clause.

        >>> Wording(["应当建立渡口巡查制度。"]).own_runs("组织建立渡口巡查制度，分段包干")
        ((2,), (4,))
        """
        clauses = [_letters(clause) for clause in CLAUSE.split(words)]
        own = iter(self._are_own("".join(clauses)))
        return tuple(tuple(len(list(run)) for is_own, run in itertools.groupby(itertools.islice(own, len(clause))) if is_own) for clause in clauses)

    def _are_own(self, letters: str) -> list[bool]:
        """Of each letter, whether it stands in no run of a directive."""
        own = [True] * len(letters)
        for at in range(len(letters) - RUN + 1):
            if letters[at : at + RUN] in self.runs:
                own[at : at + RUN] = [False] * RUN
        return own

    def adds_nothing(self, words: str) -> bool:
        """Whether next to none of the words are its own, and no clause is."""
        own = self.own_runs(words)
        lengths = [len(_letters(clause)) for clause in CLAUSE.split(words)]
        has_own_clause = any(length >= CLAUSE_AT_LEAST and sum(runs) >= OWN_CLAUSE * length for runs, length in zip(own, lengths, strict=True))
        return not has_own_clause and max(map(max, filter(None, own)), default=0) <= LONGEST_OWN and sum(map(sum, own)) <= MOST_OWN * sum(lengths)

    def own_letters(self, words: str) -> int:
        """How many letters stand in no directive."""
        return sum(map(sum, self.own_runs(words)))


class Articles:
    """The articles of the answering sides, as their sentences go on."""

    def __init__(self, said: Sequence[Said], alike: Likenesses, understood: frozenset[str]) -> None:
        """`alike` is how like each point (row) each sentence (column) is; `understood` are terms that tell no matter apart."""
        self.said, self.alike, self.understood = said, alike, understood
        self.places = {(each.side, each.sentence.start): at for at, each in enumerate(said)}

    def goes_on(self, said: Said, point: int, terms: frozenset[str], wording: Wording) -> bool:
        """Whether measures of its own follow a sentence in its article; `point` is the row of the point that it answers, `terms` are those of it."""
        matter = terms - self.understood
        return sum(wording.own_letters(each.words) for each in self._after(said, point) if len(each.terms & matter) >= KEEPS_TO_IT) >= MEASURE

    def _after(self, said: Said, point: int) -> Iterator[Said]:
        """The sentences after it in its article that answer no other point."""
        for at in range(self.places[said.side, said.sentence.start] + 1, len(self.said)):
            if (self.said[at].side, self.said[at].sentence.place) != (said.side, said.sentence.place):
                return
            if self.alike[:, at].max() < ANOTHERS or self.alike[:, at].argmax() == point:
                yield self.said[at]


def _letters(words: str) -> str:
    return fold(words).words()
