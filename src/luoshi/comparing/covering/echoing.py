"""What the directives say in so many letters → how much of an answer is its own.

An echo may put a word of its own for another (体系 → 制度) or open with 进一步; what makes an answer of it is a clause, or members of a list,
that no directive has. That is counted in letters and not by what words weigh, for rhetoric has rare words as well as common ones.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from luoshi.comparing.letters import fold

RUN = 4
"""So many letters in a row that a directive has are its words."""
LONGEST_OWN, MOST_OWN = 7, 0.22
"""Letters in a row that are its own, and the share of all of them, up to which an answer adds nothing."""


class Wording:
    """The wording of all directives."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.runs = frozenset(letters[at : at + RUN] for letters in map(_letters, texts) for at in range(len(letters) - RUN + 1))

    def own_runs(self, words: str) -> tuple[int, ...]:
        """How long the stretches are that no directive has, in letters.

        >>> Wording(["应当建立渡口巡查制度。"]).own_runs("组织建立渡口巡查制度，分段包干")
        (2, 4)
        """
        letters = _letters(words)
        own = [True] * len(letters)
        for at in range(len(letters) - RUN + 1):
            if letters[at : at + RUN] in self.runs:
                own[at : at + RUN] = [False] * RUN
        return tuple(len(list(run)) for is_own, run in itertools.groupby(own) if is_own)

    def adds_nothing(self, words: str) -> bool:
        """Whether next to none of the words are its own."""
        own = self.own_runs(words)
        return max(own, default=0) <= LONGEST_OWN and sum(own) <= MOST_OWN * len(_letters(words))


def _letters(words: str) -> str:
    return fold(words).words()
