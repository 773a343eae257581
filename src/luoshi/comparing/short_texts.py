"""Short texts beside others → which other a text repeats, how much of it, and the words that they share. Nothing is judged: the words are shown.

What a text merely quotes (the duty that it answers) does not count as repeated. A few hundred texts: plain strings do; of thousands, `run_numbers` tells which are worth it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from luoshi.comparing.letters import Letters, fold
from luoshi.comparing.records import Span

RUN = 8
"""Letters that must stand in one row in both texts."""
LEAST_LETTERS, LEAST_PERCENT = 8, 50
"""Shared letters, and their share of the text's own, from which a text is said to repeat another."""
FIRST = 8
"""Of texts that share one run, so many of the first are looked at: a formula that everyone uses has no one source."""
MOST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class ShortText:
    """Words under a number, and the words that they may quote."""

    number: int
    words: str
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """That a text says again what another says."""

    other: int
    """The number of the other text."""
    percent: int
    """How many of the text's letters stand in the other, between 0 and 100; what it quotes left out."""
    letters: int
    spans: tuple[Span, ...]
    """The shared words, in characters of the text."""


def find_repeats(asked: Iterable[ShortText], others: Sequence[ShortText]) -> dict[int, list[Repeat]]:
    """For each text that repeats any of the others: those that it repeats most, the fullest first, in the order of `others` where equal.

    >>> one = ShortText(1, "已召开专题会议研究部署，下一步继续推进。")
    >>> [(r.other, r.percent) for r in find_repeats([one], [one, ShortText(2, "我局已召开专题会议研究部署，开展检查12次。")])[1]]
    [(2, 61)]
    """
    asked = list(asked)
    runs = [_runs(letters.words()) for letters in fold_each([text.words for text in others])]
    places = _first_places(runs)
    quotes = fold_each([text.quoted for text in asked])
    found: dict[int, list[Repeat]] = {}
    for text, letters, quote in zip(asked, fold_each([text.words for text in asked]), quotes, strict=True):
        mine = _runs(letters.words())
        counts = _shared_runs(text, mine, places, others)
        best = sorted(counts, key=lambda at: (-counts[at], at))[: 2 * MOST_OTHERS]
        quoted = set(_runs(quote.words()))
        repeats = [made for at in best if (made := _repeat(letters, mine, set(runs[at]), quoted, others[at].number))]
        if repeats:
            found[text.number] = sorted(repeats, key=lambda repeat: -repeat.percent)[:MOST_OTHERS]
    return found


def fold_each(texts: Sequence[str]) -> list[Letters]:
    """The letters of each text, all folded in one go: of short texts that is many times faster.

    >>> [letters.words() for letters in fold_each(["甲，乙", "", "丙"])]
    ['甲乙', '', '丙']
    """
    letters = fold("\n".join(texts))
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    cuts = letters.places.searchsorted(starts).tolist()
    return [Letters(letters.codes[a:b], letters.places[a:b] - start, letters.breaks[a:b]) for start, (a, b) in zip(starts, pairwise(cuts), strict=False)]


def _runs(words: str) -> list[str]:
    return [words[at : at + RUN] for at in range(len(words) - RUN + 1)]


def _first_places(runs: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """Each run → the first texts in which it stands."""
    places: dict[str, list[int]] = {}
    for at, own in enumerate(runs):
        for run in dict.fromkeys(own):
            known = places.setdefault(run, [])
            if len(known) < FIRST:
                known.append(at)
    return places


def _shared_runs(text: ShortText, runs: Iterable[str], places: Mapping[str, Sequence[int]], others: Sequence[ShortText]) -> dict[int, int]:
    """The other texts that share runs with this one, and how many."""
    counts: dict[int, int] = {}
    for run in runs:
        for at in places.get(run, ()):
            if others[at].number != text.number:
                counts[at] = counts.get(at, 0) + 1
    return counts


def _repeat(letters: Letters, runs: Sequence[str], other: Set[str], quoted: Set[str], number: int) -> Repeat | None:
    quotes = _in_runs(runs, quoted)
    shared = _in_runs(runs, other) - quotes
    whole = len(letters) - len(quotes)
    percent = 100 * len(shared) // whole if whole else 0
    if len(shared) < LEAST_LETTERS or percent < LEAST_PERCENT:
        return None
    return Repeat(number, percent, len(shared), tuple(_spans(letters, sorted(shared))))


def _in_runs(runs: Sequence[str], wanted: Set[str]) -> set[int]:
    """The letters that stand in one of the wanted runs."""
    return {at + offset for at, run in enumerate(runs) if run in wanted for offset in range(RUN)}


def _spans(letters: Letters, marked: Sequence[int]) -> Iterator[Span]:
    """The stretches of marked letters, in characters of the text."""
    for _, group in groupby(enumerate(marked), lambda one: one[1] - one[0]):
        stretch = [at for _, at in group]
        yield letters.span(stretch[0], stretch[-1] + 1)
