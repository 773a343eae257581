"""A text while it is being mended: what it is by now, and where each of its characters stands in the source.

Each step looks at the text of a draft and says what to change in characters of that text; the draft keeps the account in
characters of the source, so that steps need not know of each other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from luoshi.reading.document import Block, Repair, SourceText, Suspect


class Swap(NamedTuple):
    """One character for another."""

    at: int
    after: str
    kind: str
    reason: str


class Cut(NamedTuple):
    """A stretch to be deleted."""

    start: int
    end: int
    kind: str
    reason: str


class Draft:
    """The text by now, with its account towards the source."""

    def __init__(self, source: SourceText) -> None:
        """A draft on which nothing has been changed."""
        self.source = source
        self.text = source.text
        self.characters = set(source.text)
        """All characters of the text: the cheap test whether a step has anything to do."""
        self._origins: Sequence[int] = range(len(source.text))
        self._why: dict[int, tuple[str, str]] = {}
        self._cuts: list[Repair] = []
        self._suspects: list[tuple[int, int, Suspect]] = []
        self.changed = False

    def swap(self, swaps: Iterable[Swap]) -> None:
        """Change single characters; where a place is named twice the first wins."""
        letters: list[str] | None = None
        for at, after, kind, reason in swaps:
            letters = letters if letters is not None else list(self.text)
            if letters[at] == self.text[at] != after:
                letters[at] = after
                self._why[self._origins[at]] = kind, reason
        if letters is not None:
            self._set("".join(letters))

    def cut(self, cuts: Iterable[Cut]) -> None:
        """Delete stretches; of two that overlap the one that starts first stays, and the longer one of a shared start."""
        kept: list[str] = []
        origins: list[int] = []
        done = 0
        for start, end, kind, reason in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
            if start < done or start >= end:
                continue
            kept.append(self.text[done:start])
            origins.extend(self._origins[done:start])
            self._record(start, end, kind, reason)
            done = end
        if done:
            self._origins = origins + list(self._origins[done:])
            self._set("".join(kept) + self.text[done:])

    def suspect(self, suspects: Iterable[Suspect]) -> None:
        """Keep what looks wrong, in characters of the text by now."""
        self._suspects += [(self._origins[s.start], self._origins[s.end - 1], s) for s in suspects]

    def blocks(self) -> Iterator[tuple[int, Block]]:
        """The blocks of the source and where each starts in the text by now; not those that are gone altogether."""
        ends = [block.start for block in self.source.blocks[1:]] + [len(self.source.text)]
        for block, end in zip(self.source.blocks, ends, strict=True):
            start = bisect_left(self._origins, block.start)
            if start < len(self._origins) and self._origins[start] < end:
                yield start, block

    def repairs(self) -> tuple[Repair, ...]:
        """Every change so far, in characters of the source, sorted."""
        return tuple(sorted([*self._cuts, *self._swapped()], key=lambda repair: repair.start))

    def suspects(self) -> tuple[Suspect, ...]:
        """What was kept by `suspect`, in characters of the text by now."""
        return tuple(found for first, last, s in self._suspects if (found := self._moved(first, last, s)))

    def _moved(self, first: int, last: int, suspect: Suspect) -> Suspect | None:
        start, end = bisect_left(self._origins, first), bisect_left(self._origins, last + 1)
        if start == end:
            return None
        return Suspect(suspect.kind, start, end, self.text[start:end], suspect.proposal, suspect.reason)

    def _set(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self.characters = set(text)
            self.changed = True

    def _record(self, start: int, end: int, kind: str, reason: str) -> None:
        """One record for each unbroken stretch of source: an earlier deletion may lie inside."""
        origins = self._origins[start:end]
        first = 0
        for i in range(1, len(origins) + 1):
            if i == len(origins) or origins[i] != origins[i - 1] + 1:
                begin, stop = origins[first], origins[i - 1] + 1
                self._cuts.append(Repair(kind, begin, stop, self.source.text[begin:stop], "", reason))
                first = i

    def _swapped(self) -> Iterator[Repair]:
        """Neighbouring characters that changed for the same reason are one record."""
        after = self._after_by_origin()
        run: list[int] = []
        for at in [*sorted(after), -1]:
            if run and (at != run[-1] + 1 or self._why[at] != self._why[run[0]]):
                kind, reason = self._why[run[0]]
                before = self.source.text[run[0] : run[-1] + 1]
                yield Repair(kind, run[0], run[-1] + 1, before, "".join(after[i] for i in run), reason)
                run = []
            run.append(at)

    def _after_by_origin(self) -> dict[int, str]:
        """Source place → the character that stands for it now, where that is another one."""
        now = {}
        for origin in self._why:
            at = bisect_left(self._origins, origin)
            alive = at < len(self._origins) and self._origins[at] == origin
            if alive and self.text[at] != self.source.text[origin]:
                now[origin] = self.text[at]
        return now
