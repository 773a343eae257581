"""A document as its page shows it: the text in paragraphs with places marked, and facts of how it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Span = tuple[int, int]
MOST_SHOWN = 300_000
"""Characters of a text that a page shows at once."""
_SPANS = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, marked or not."""

    words: str
    start: int
    marked: bool = False
    first: bool = False
    """Whether a mark begins here: the place to which an address leads."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One paragraph."""

    role: str
    pieces: tuple[Piece, ...]


def spans_in(words: str) -> list[Span]:
    """The places that an address names: "12-40,80-96"; what is no place is passed over."""
    return [(int(a), int(b)) for a, b in _SPANS.findall(words)[:200] if int(a) < int(b)]


def paragraphs_of(plain: dict[str, Any], marks: Sequence[Span] = ()) -> Iterator[Shown]:
    """The paragraphs of a reading (as plain values), from the first to the last that is shown."""
    text, spans = plain["text"], merged(marks)
    for paragraph in plain["paragraphs"]:
        start, end = paragraph["span"]
        if start >= MOST_SHOWN:
            return
        yield Shown(paragraph["role"], tuple(_pieces(text, start, end, spans)))


def merged(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, those that touch made one.

    >>> merged([(8, 9), (1, 4), (3, 6)])
    [(1, 6), (8, 9)]
    """
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Piece]:
    at = start
    for first, last in spans:
        if last <= at or first >= end:
            continue
        if first > at:
            yield Piece(text[at:first], at)
        yield Piece(text[max(at, first) : min(last, end)], max(at, first), True, first >= at)
        at = min(last, end)
    if at < end:
        yield Piece(text[at:end], at)
