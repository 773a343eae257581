"""Places in an older text → the same places in a newer one; what is not found again has none.

A place is found in three steps, each only for what the step before left: the same words, nearest to where they are expected; a
clause of the newer text that is alike (`ALIKE` of 100, `ALIKE_SHORT` for a few letters); the best stretch around the expected place
(`NEAR`). Places of one unit's statement are looked for in that unit's statement only. Where they are expected, the lines that both
texts have tell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import accumulate

from rapidfuzz import fuzz, process

from luoshi.packs import same_unit

Span = tuple[int, int]

ALIKE = 70.0
"""Of 100 (rapidfuzz ratio of the letters): a sentence with a figure, a date and a few words changed has more; another duty of the same heading has less."""
ALIKE_SHORT = 90.0
SHORT = 8
"""Letters below which likeness says little."""
NEAR = 80.0
AROUND = 300
"""Characters to each side of the expected place."""
MANY_LINES = 5000

_MARKS = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """Letters and digits, without marks and spaces.

    >>> letters("一、抓好 落实。")
    '一抓好落实'
    """
    return _MARKS.sub("", text)


@dataclass(frozen=True)
class Text:
    """One version: its text, the spans of its clauses, and who speaks at a place ('' where the text does not say)."""

    text: str
    clauses: Sequence[Span] = ()
    speaker: Callable[[int], str] = lambda _: ""


def places_in(newer: Text, older: Text, spans: Iterable[Span]) -> dict[Span, Span]:
    """For each span of the older text its span in the newer one; left out where it is not found.

    >>> old, new = Text("一是建立制度。二是每月检查。"), Text("目录。二是每月检查。")
    >>> places_in(new, old, [(0, 7), (7, 14)])
    {(7, 14): (3, 10)}
    """
    wanted = sorted(set(spans))
    expected = _expecting(older.text, newer.text)
    found: dict[Span, Span] = {}
    for step in (_exact, _alike, _nearby):
        left = [span for span in wanted if span not in found]
        found.update(step(left, newer, older, expected, found))
    return found


Expected = Callable[[int], int]
Found = Mapping[Span, Span]


def _expecting(old: str, new: str) -> Expected:
    """Where a place of the older text should be in the newer one, by the lines that they share."""
    old_lines, new_lines = old.split("\n"), new.split("\n")
    old_starts, new_starts = _starts(old_lines), _starts(new_lines)
    blocks = SequenceMatcher(None, old_lines, new_lines, autojunk=len(old_lines) > MANY_LINES).get_opcodes()
    firsts = [block[1] for block in blocks]

    def expected(offset: int) -> int:
        line = bisect_right(old_starts, offset) - 1
        kind, i1, i2, j1, j2 = blocks[bisect_right(firsts, line) - 1]
        start, into = new_starts[j1], offset - old_starts[i1]
        if kind == "equal":
            return start + into
        return start + into * (new_starts[j2] - start) // max(1, old_starts[i2] - old_starts[i1])

    return expected


def _starts(lines: Sequence[str]) -> list[int]:
    return [0, *accumulate(len(line) + 1 for line in lines)]


def _one_to_one(pairs: Iterable[tuple[float, Span, Span]]) -> dict[Span, Span]:
    """The pairs with the least cost first, each old and each new place once."""
    matched: dict[Span, Span] = {}
    taken: set[Span] = set()
    for _, old, new in sorted(pairs):
        if old not in matched and new not in taken:
            matched[old] = new
            taken.add(new)
    return matched


def _exact(left: Sequence[Span], newer: Text, older: Text, expected: Expected, found: Found) -> dict[Span, Span]:
    pairs = []
    for start, end in left:
        for at in _occurrences(older.text[start:end], newer.text):
            if _same_speaker(older, start, newer, at):
                pairs.append((float(abs(at - expected(start))), (start, end), (at, at + end - start)))
    return _one_to_one(pairs)


def _occurrences(words: str, text: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _same_speaker(older: Text, start: int, newer: Text, at: int) -> bool:
    was, now = older.speaker(start), newer.speaker(at)
    return not was or not now or _is_one_unit(was, now)


@cache
def _is_one_unit(name: str, other: str) -> bool:
    """Whether two names are one unit's: a newer version may write it in full."""
    return name == other or same_unit(name, other)


def _alike(left: Sequence[Span], newer: Text, older: Text, expected: Expected, found: Found) -> dict[Span, Span]:
    taken = set(found.values())
    free = [clause for clause in dict.fromkeys(newer.clauses) if clause not in taken]
    if not left or not free:
        return {}
    olds, news = [letters(older.text[a:b]) for a, b in left], [letters(newer.text[a:b]) for a, b in free]
    scores = process.cdist(olds, news, scorer=fuzz.ratio, score_cutoff=ALIKE)
    pairs = []
    for row, column in zip(*scores.nonzero(), strict=True):
        (start, end), clause, score = left[row], free[column], float(scores[row, column])
        enough = score >= (ALIKE if min(len(olds[row]), len(news[column])) >= SHORT else ALIKE_SHORT)
        if enough and _same_speaker(older, start, newer, clause[0]):
            # The place decides only between clauses that are equally alike.
            pairs.append((-score + abs(clause[0] - expected(start)) / (len(newer.text) + 1), (start, end), clause))
    return _one_to_one(pairs)


def _nearby(left: Sequence[Span], newer: Text, older: Text, expected: Expected, found: Found) -> dict[Span, Span]:
    near = {}
    for start, end in left:
        words, at = older.text[start:end], expected(start)
        first = max(0, at - AROUND)
        window = newer.text[first : at + end - start + AROUND]
        if len(letters(words)) < SHORT or len(window) < len(words):
            continue
        best = fuzz.partial_ratio_alignment(words, window, score_cutoff=NEAR)
        if best and best.dest_end > best.dest_start and _same_speaker(older, start, newer, first + best.dest_start):
            near[start, end] = (first + best.dest_start, first + best.dest_end)
    return near


def is_covered(span: Span, places: Iterable[Span]) -> bool:
    """Whether more than half of a span lies in any of the places."""
    inside = {at for start, end in places for at in range(max(start, span[0]), min(end, span[1]))}
    return 2 * len(inside) > span[1] - span[0]
