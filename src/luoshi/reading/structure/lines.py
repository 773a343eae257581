"""One line of a document as the steps of structuring see it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from luoshi.reading.document import Numbering, ReadDocument
from luoshi.reading.structure.numbering import parse_numbering

_BLANK = " \t　\xa0\ufeff\u200b\r"
_FILLER = re.compile(r"[?？\s　]{3,}|[?？]$")
_HAN_GAP = re.compile(r"(?<=[一-鿿])[ 　]+(?=[一-鿿])")
_SENTENCE = re.compile(r"[。；！？!?;]")
ENDS = "。；！？：，、,;!?:"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph without its indents: where it stands, its words, what the file's format says of it, its number."""

    start: int
    end: int
    text: str
    style: str = ""
    level: int = 0
    numbering: Numbering | None = None

    @property
    def is_short(self) -> bool:
        """Whether it could be a heading or a name: one piece, without the punctuation of a sentence."""
        return len(self.text) <= 60 and self.text[-1] not in ENDS and not _SENTENCE.search(self.text)

    @property
    def is_running_text(self) -> bool:
        """Whether it says something in whole sentences."""
        return len(self.text) > 60 or self.text[-1] in "。；！？" or _SENTENCE.search(self.text) is not None


def split_lines(document: ReadDocument) -> list[Line]:
    """The document's paragraphs, indents and empty ones left out."""
    lines, start, text = [], 0, document.text
    style_of = _styles(document)
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        first, last = _trimmed(text, start, end)
        if first < last:
            words = text[first:last]
            style, level = style_of(first)
            lines.append(Line(first, last, words, style, level, parse_numbering(words)))
        start = end + 1
    return lines


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A line's span without its indent, padding and trailing blanks; empty where nothing else is there."""
    body = text[start:end].rstrip(_BLANK)
    first, last = start + len(body) - len(body.lstrip(_BLANK)), start + len(body)
    filler = _FILLER.match(text, first, last) if first < last and text[first] in "?？" else None
    return (filler.end() if filler and filler.end() < last else first), last


def _styles(document: ReadDocument) -> Callable[[int], tuple[str, int]]:
    """A function from a clean place to the style and level that the file's format gives it."""
    blocks = document.source.blocks
    if not any(block.style for block in blocks):
        return lambda _: ("", 0)
    starts = [block.start for block in blocks]

    def style_of(offset: int) -> tuple[str, int]:
        index = bisect_right(starts, document.offsets.source_offset(offset)) - 1
        return (blocks[index].style, blocks[index].level) if index >= 0 else ("", 0)

    return style_of


def unspaced(words: str) -> str:
    """The words without the spaces that spread single characters: 政 府 工 作 报 告.

    >>> unspaced("政  府  工 作 报 告"), unspaced("中共四川省委 四川省人民政府")
    ('政府工作报告', '中共四川省委 四川省人民政府')
    """
    letters = words.split()
    if len(letters) > 1 and sum(map(len, letters)) < 2 * len(letters):
        return _HAN_GAP.sub("", words)
    return words
