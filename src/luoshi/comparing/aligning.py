"""Two strings of letters → the stretches in which they have the same words, in order or not: runs, blocks of runs, stretches of blocks.

A *run* is a row of equal letters. Runs that follow each other closely in both strings make a *block*; where too much that differs lies
between two, they are parted, and letters that agree by chance at an end are not part. What is left over beside the blocks is aligned
again with all of the other string: there are the clauses that were moved, and the copies of what stands twice. Blocks that lie beside
each other in both strings, whatever their order, make a *stretch*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

Run = tuple[int, int, int]
"""(place in the one string, place in the other, letters)."""
Gap = tuple[int, int]

OPENING, EACH = 0.5, 0.5
"""What a difference costs, and what each of its letters costs, where a letter in common earns 1."""
LEAST_BLOCK = 4
"""Letters that a block must have in common."""
NEAR = 12
"""Letters that may lie between two blocks of one stretch, in both strings."""
LEAST_RUN = 7
"""A single run of so many letters is a stretch."""
LEAST_LETTERS = 9
"""Letters that a stretch of several runs must have in common."""
LEAST_SHARE = 0.5
"""And that share of the longer of its two sides."""


@dataclass(frozen=True, slots=True)
class Block:
    """Runs that follow each other in both strings; not empty."""

    runs: tuple[Run, ...]

    @property
    def a_start(self) -> int:
        return self.runs[0][0]

    @property
    def a_end(self) -> int:
        return self.runs[-1][0] + self.runs[-1][2]

    @property
    def b_start(self) -> int:
        return self.runs[0][1]

    @property
    def b_end(self) -> int:
        return self.runs[-1][1] + self.runs[-1][2]

    @property
    def letters(self) -> int:
        return sum(size for _, _, size in self.runs)

    def turned(self) -> Block:
        """The same, seen from the other string."""
        return Block(tuple((b, a, size) for a, b, size in self.runs))

    def shifted(self, a: int, b: int) -> Block:
        """The same, in strings that begin so many letters earlier."""
        return Block(tuple((one + a, other + b, size) for one, other, size in self.runs))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that both strings have in one place: what kept its order, and what was moved. Places are letters of the two strings."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    kept: tuple[Block, ...]
    """In the order of both strings."""
    moved: tuple[Block, ...] = ()
    """In the order of the first string."""

    @property
    def letters(self) -> int:
        """How many both have, order aside."""
        return sum(block.letters for block in self.kept) + sum(block.letters for block in self.moved)

    @property
    def similarity(self) -> float:
        """The share that these are of the longer side."""
        return self.letters / max(self.a_end - self.a_start, self.b_end - self.b_start)

    def turned(self) -> Stretch:
        """The same, seen from the other string."""
        kept, moved = (tuple(block.turned() for block in blocks) for blocks in (self.kept, self.moved))
        moved = tuple(sorted(moved, key=lambda block: block.a_start))
        return Stretch(self.b_start, self.b_end, self.a_start, self.a_end, kept, moved)

    def shifted(self, a: int, b: int) -> Stretch:
        """The same, in strings that begin so many letters earlier."""
        kept, moved = (tuple(block.shifted(a, b) for block in blocks) for blocks in (self.kept, self.moved))
        return Stretch(self.a_start + a, self.a_end + a, self.b_start + b, self.b_end + b, kept, moved)


def align(one: str, other: str) -> list[Stretch]:
    """The stretches that the two strings share, in no order that matters.

    >>> [stretch] = align("另各单位每月报送安全检查进展", "我局将每月及时报送安全检查进展等")
    >>> stretch.a_start, stretch.a_end, stretch.b_start, stretch.b_end, stretch.letters
    (4, 14, 3, 15, 10)
    """
    if other < one:  # of several equally short ways the same is taken, whichever string comes first
        return [stretch.turned() for stretch in align(other, one)]
    if one == other:
        return [_stretch([Block(((0, 0, len(one)),))])] if one else []
    blocks, found = _blocks(_runs(one, other, 0, 0)), 0
    while len(blocks) > found:
        found = len(blocks)
        blocks = _unlike([*blocks, *_left_over(one, other, blocks)])
    return [stretch for group in _beside_each_other(blocks) if _tells(stretch := _stretch(group))]


def _tells(stretch: Stretch) -> bool:
    """Whether so much is shared that it is no chance."""
    longest = max(size for block in (*stretch.kept, *stretch.moved) for _, _, size in block.runs)
    enough = stretch.letters >= LEAST_LETTERS and stretch.similarity >= LEAST_SHARE
    return enough or (longest >= LEAST_RUN and longest == stretch.letters)


# -- runs and blocks -----------------------------------------------------------------------------------------------


def _runs(one: str, other: str, a: int, b: int) -> list[Run]:
    """The runs of the shortest way from the one string to the other; they start at a and b."""
    return [
        (a + step.src_start, b + step.dest_start, step.src_end - step.src_start)
        for step in Levenshtein.opcodes(one, other)
        if step.tag == "equal"
    ]


def _blocks(runs: Sequence[Run]) -> list[Block]:
    """The runs in groups that each earn more than what differs between them costs, without chance letters at their ends."""
    blocks: list[Block] = []
    for group in _groups(runs):
        trimmed = _trimmed(group)
        if sum(size for _, _, size in trimmed) >= LEAST_BLOCK:
            blocks.append(Block(tuple(trimmed)))
    return blocks


def _groups(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Runs parted where all that was earned since the last parting is spent."""
    group: list[Run] = []
    earned = 0.0
    for run in runs:
        earned -= _cost(group[-1], run) if group else 0.0
        if earned <= 0 and group:
            yield group
            group, earned = [], 0.0
        earned += run[2]
        group.append(run)
    if group:
        yield group


def _cost(before: Run, after: Run) -> float:
    """What differs between two runs."""
    gap = max(after[0] - before[0], after[1] - before[1]) - before[2]
    return OPENING + EACH * gap


def _trimmed(group: list[Run]) -> list[Run]:
    """The part of a group that earns most: an end that costs more than it brings is cut off."""
    end = _best_end(group)
    kept = group[:end]
    backwards = [(-(a + size), -(b + size), size) for a, b, size in reversed(kept)]
    return kept[len(kept) - _best_end(backwards) :]


def _best_end(runs: Sequence[Run]) -> int:
    """How many runs, from the first, earn most."""
    best, best_end, earned = 0.0, 0, 0.0
    for index, run in enumerate(runs):
        earned += run[2] - (_cost(runs[index - 1], run) if index else 0.0)
        if earned > best:
            best, best_end = earned, index + 1
    return best_end


# -- what was moved, what stands twice ---------------------------------------------------------------------------------


def _left_over(one: str, other: str, blocks: Sequence[Block]) -> list[Block]:
    """Blocks of what no block covers on one side, with anything on the other."""
    found: list[Block] = []
    for start, end in _free([(block.a_start, block.a_end) for block in blocks], len(one)):
        found += _blocks(_runs(one[start:end], other, start, 0))
    for start, end in _free(sorted((block.b_start, block.b_end) for block in blocks), len(other)):
        found += _blocks(_runs(one, other[start:end], 0, start))
    return found


def _free(taken: Sequence[Gap], length: int) -> Iterator[Gap]:
    """What lies between the spans (sorted), where it is long enough for a block."""
    at = 0
    for start, end in [*taken, (length, length)]:
        if start - at >= LEAST_BLOCK:
            yield at, start
        at = max(at, end)


def _unlike(blocks: Iterable[Block]) -> list[Block]:
    """The blocks without those that overlap a greater one on both sides; in the order of the first string."""
    kept: list[Block] = []
    for block in sorted(blocks, key=lambda block: (-block.letters, block.a_start, block.b_start)):
        if not any(_overlap(block, other) for other in kept):
            kept.append(block)
    return sorted(kept, key=lambda block: (block.a_start, block.b_start))


def _overlap(one: Block, other: Block) -> bool:
    return one.a_start < other.a_end and other.a_start < one.a_end and one.b_start < other.b_end and other.b_start < one.b_end


# -- stretches -----------------------------------------------------------------------------------------------------


def _beside_each_other(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks in groups that lie beside each other, and do not overlap, in both strings."""
    groups: list[list[Block]] = []
    for block in blocks:
        group = next((group for group in reversed(groups) if _joins(group, block)), None)
        if group is None:
            groups.append([block])
        else:
            group.append(block)
    return groups


def _joins(group: Sequence[Block], block: Block) -> bool:
    a_start, a_end = min(b.a_start for b in group), max(b.a_end for b in group)
    b_start, b_end = min(b.b_start for b in group), max(b.b_end for b in group)
    if block.a_start - a_end > NEAR or block.b_start - b_end > NEAR or b_start - block.b_end > NEAR:
        return False
    if any(block.a_start < b.a_end or (block.b_start < b.b_end and b.b_start < block.b_end) for b in group):
        return False
    longer = max(max(a_end, block.a_end) - a_start, max(b_end, block.b_end) - min(b_start, block.b_start))
    return (sum(b.letters for b in group) + block.letters) / longer >= LEAST_SHARE


def _stretch(group: Sequence[Block]) -> Stretch:
    """The blocks that have the same order in both strings and most letters are kept; the others are moved."""
    best: list[tuple[int, list[Block]]] = []
    for block in group:
        before = max((b for b in best if b[1][-1].b_end <= block.b_start), key=lambda b: b[0], default=(0, []))
        best.append((before[0] + block.letters, [*before[1], block]))
    kept = max(best, key=lambda b: b[0])[1]
    return Stretch(
        group[0].a_start, max(block.a_end for block in group), min(block.b_start for block in group), max(block.b_end for block in group),
        tuple(kept), tuple(block for block in group if block not in kept),
    )  # fmt: skip
