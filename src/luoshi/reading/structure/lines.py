"""One line of a document as the steps of structuring see it."""

from __future__ import annotations

import re
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
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if line := _line(document, start, end):
            lines.append(line)
        start = end + 1
    return lines


def _line(document: ReadDocument, start: int, end: int) -> Line | None:
    raw = document.text[start:end]
    body = raw.rstrip(_BLANK)
    first = start + len(body) - len(body.lstrip(_BLANK))
    if filler := _FILLER.match(document.text, first, start + len(body)):
        first = filler.end()
    words = document.text[first : start + len(body)]
    if not words:
        return None
    block = document.source.block_at(document.offsets.source_offset(first)) if document.source.blocks else None
    return Line(first, first + len(words), words, block.style if block else "", block.level if block else 0, parse_numbering(words))


def unspaced(words: str) -> str:
    """The words without the spaces that spread single characters: 政 府 工 作 报 告.

    >>> unspaced("政  府  工 作 报 告"), unspaced("中共四川省委 四川省人民政府")
    ('政府工作报告', '中共四川省委 四川省人民政府')
    """
    letters = words.split()
    if len(letters) > 1 and sum(map(len, letters)) < 2 * len(letters):
        return _HAN_GAP.sub("", words)
    return words
