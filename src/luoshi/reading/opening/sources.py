"""Pieces of text with their places → a SourceText whose blocks start where they should."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from luoshi.errors import EmptyInput
from luoshi.reading.document import Block, Place, SourceText

Given = tuple[tuple[str, str], ...]

_LINE_ENDS = re.compile("[\r\v\f\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_ODD = re.compile(f"{_LINE_ENDS.pattern}|{_UNPRINTABLE.pattern}".replace("]|[", ""))


def clean(text: str) -> str:
    """The text with a line feed for every line end, and U+FFFD for what is no character that a paper could hold.

    >>> clean("一\\r\\n二\\x00")
    '一\\n二\\ufffd'
    """
    text = text.replace("\r\n", "\n")
    if not _ODD.search(text):  # one look at most texts, not two
        return text
    return _UNPRINTABLE.sub("\ufffd", _LINE_ENDS.sub("\n", text))


@cache
def paragraph(number: int) -> Place:
    """The place of a paragraph by its number."""
    return Place(paragraph=number)


class Gatherer:
    """Gathers pieces of text in reading order, and gives each of their lines a block."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    @property
    def count(self) -> int:
        """How many blocks there are so far."""
        return len(self._blocks)

    def add(self, text: str, place: Place, style: str = "", level: int = 0) -> None:
        """Adds a paragraph, a block for each of its lines; one of white space only is left out."""
        text = clean(text).strip("\n")
        for line in text.split("\n") if text.strip() else ():
            self._put(line, "\n", Block(self._length, place, style, level))

    def add_row(self, cells: Iterable[tuple[str, Place]]) -> None:
        """Adds a row of a table: its cells on one line with a tab between them, a block for each that is not empty."""
        for text, place in cells:
            self._put(" ".join(clean(text).split()), "\t", Block(self._length, place, "table"))
        if self._parts:
            self._parts[-1] = self._parts[-1][:-1] + "\n"

    def _put(self, line: str, end: str, block: Block) -> None:
        if line:
            self._blocks.append(block)
        self._parts.append(line + end)
        self._length += len(line) + 1

    def finish(self, name: str, file_format: str, encoding: str = "", given: Given = ()) -> SourceText:
        """What was gathered, without the last line feed; EmptyInput where that is nothing."""
        text = "".join(self._parts)[:-1]
        if not text.strip():
            raise EmptyInput.of(name)
        return SourceText(name, file_format, text, tuple(self._blocks), encoding, given)


def plain(name: str, text: str, file_format: str, encoding: str = "") -> SourceText:
    """A text without any format: one block for each line that is not blank, numbered from 1."""
    text = clean(text.rstrip("\x1a"))
    blocks: list[Block] = []
    offset = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            blocks.append(Block(offset, paragraph(len(blocks) + 1)))
        offset += len(line) + 1
    if not blocks:
        raise EmptyInput.of(name)
    return SourceText(name, file_format, text, tuple(blocks), encoding)


def given(pairs: Sequence[tuple[str, str]]) -> Given:
    """What is said of a document, without what is empty; of a key said twice, the first.

    >>> given([("unit", "市局"), ("date", " "), ("unit", "县局")])
    (('unit', '市局'),)
    """
    first: dict[str, str] = {}
    for key, value in pairs:
        if value.strip():
            first.setdefault(key, value.strip())
    return tuple(first.items())
