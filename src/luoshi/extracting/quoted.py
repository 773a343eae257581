"""What stands in quotation marks or in 《》: names and titles, whose numbers count nothing and whose years bind nobody."""

from __future__ import annotations

import re

PAIRS = {"《": "》", "“": "”", "‘": "’", "「": "」", "『": "』", "〔": "〕", "〈": "〉"}
_CLOSERS = {closer: opener for opener, closer in PAIRS.items()}
_MARK = re.compile("[《》“”‘’「」『』〔〕〈〉\"]")


def quoted_spans(words: str) -> list[tuple[int, int]]:
    """The outermost quoted stretches with their marks; one cut off at either end reaches to that end.

    >>> quoted_spans('落实《规划》和"三变"改革')
    [(2, 6), (7, 11)]
    >>> quoted_spans("规划（2018年）》要求")
    [(0, 10)]
    """
    spans: list[tuple[int, int]] = []
    opened, mark = -1, ""
    for match in _MARK.finditer(words):
        char = match[0]
        if opened < 0 and char in _CLOSERS:
            spans = [(0, match.end())]
        elif opened < 0:
            opened, mark = match.start(), PAIRS.get(char, char)
        elif char == mark:
            spans.append((opened, match.end()))
            opened = -1
    return spans if opened < 0 else _unclosed(spans, opened, mark, len(words))


def _unclosed(spans: list[tuple[int, int]], opened: int, mark: str, length: int) -> list[tuple[int, int]]:
    """A lone straight mark opens nothing; any other reaches to the end."""
    return spans if mark == '"' else [*spans, (opened, length)]
