"""Printed lines → paragraphs; page numbers and running heads → nothing.

Reads the text line by line; deletes the line feed where a paragraph goes on, and whole lines that belong to the page and not
to the text. A line is joined only when it was full: headings, items and lists of short lines stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from luoshi.reading.repair.draft import Cut, Draft, Swap

_PAGE_NUMBER = re.compile(
    r"[ \t\u3000]*(?:[—–－─\-·•]{1,3}[ \t\u3000]*[0-9０-９]{1,4}[ \t\u3000]*[—–－─\-·•]{1,3}"
    r"|第[ \t\u3000]*\d{1,4}[ \t\u3000]*页(?:[ \t\u3000]*[，,/]?[ \t\u3000]*共[ \t\u3000]*\d{1,4}[ \t\u3000]*页)?"
    r"|[Pp]age[ \t]*\d{1,4}(?:[ \t]*(?:of|/)[ \t]*\d{1,4})?|\d{1,4}[ \t]*/[ \t]*\d{1,4})[ \t\u3000]*"
)
_BARE_NUMBER = re.compile(r"[ \t\u3000]*\d{1,3}[ \t\u3000]*")
_PAGE_LINE_MOST = 24
_HEAD_MOST = 60
_PAGES_LEAST = 2
_HEAD_SHARE = 0.4

_ENDS = re.compile("[。！？；：…”’）》〕.!?;:]\\s*$")
_ENDS_SENTENCE = re.compile("[。！？；：…!?;:][”’）]?\\s*$")
_ITEM = re.compile(
    r"[ \t\u3000]*(?:第[〇零一二三四五六七八九十百千\d]{1,7}[编章节条款]|[一二三四五六七八九十百]{1,4}[、.．]"
    r"|[(（][一二三四五六七八九十百\d]{1,4}[)）]|\d{1,3}(?:[、．)）]|\.(?!\d))|[①-⑳⑴-⒇❶-❿■●◆•·▪]|——|附件\s*\d*\s*[:：]?|附\s*[:：])"
)
_DIGIT = re.compile(r"\d")
_WRAP_LINES_LEAST = 5
_WRAP_WIDTH_MOST = 130
_WRAP_WIDTH_LEAST = 30
_SLACK = 4
_CLOSERS = "”’）》〕)"
_OPENERS = {"《": "》", "（": "）", "(": ")", "“": "”", "〔": "〕"}


class _Line(NamedTuple):
    """One printed line and where it stands."""

    start: int
    end: int
    words: str

    @property
    def width(self) -> int:
        return _width(self.words.rstrip())


def mend_lines(draft: Draft) -> None:
    """Run all steps on a draft."""
    if "\n" not in draft.characters:
        return
    draft.cut(_page_marks(draft))
    if draft.source.format == "pdf" or _might_be_wrapped(draft.text):
        _join(draft)


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for words in text.split("\n"):
        lines.append(_Line(start, start + len(words), words))
        start += len(words) + 1
    return lines


def _width(words: str) -> int:
    """Columns of a line: two for a Chinese character or mark, one for others."""
    return sum(1 if char < "\u0300" else 2 for char in words)


# Page numbers and running heads


def _page_marks(draft: Draft) -> list[Cut]:
    text = draft.text
    cuts = [_whole_line(text, line, "page-number") for line in _lines(text) if _is_page_number(line.words)]
    if draft.source.blocks:
        pages = _pages(draft)
        cuts += [_whole_line(text, line, "running-head") for line in _running_heads(draft, pages)]
        cuts += [_whole_line(text, line, "page-number") for line in _bare_numbers(pages)]
    return cuts


def _is_page_number(words: str) -> bool:
    return len(words) <= _PAGE_LINE_MOST and bool(_PAGE_NUMBER.fullmatch(words))


def _whole_line(text: str, line: _Line, reason: str) -> Cut:
    """A line with the line feed that ends it, or the one before it when it is the last."""
    if line.end < len(text):
        return Cut(line.start, line.end + 1, "page-mark", reason)
    return Cut(max(0, line.start - 1), line.end, "page-mark", reason)


def _pages(draft: Draft) -> dict[int, list[_Line]]:
    """Page → its lines that hold something, where the format tells pages."""
    pages: dict[int, list[_Line]] = {}
    blocks = list(draft.blocks())
    which = 0
    for line in _lines(draft.text):
        while which + 1 < len(blocks) and blocks[which + 1][0] <= line.start:
            which += 1
        page = blocks[which][1].place.page
        if page is not None and line.words.strip():
            pages.setdefault(page, []).append(line)
    return pages


def _running_heads(draft: Draft, pages: dict[int, list[_Line]]) -> Iterator[_Line]:
    """Lines of blocks that the format calls a head, and first or last lines that come back page after page."""
    heads = {start for start, block in draft.blocks() if block.style == "header"}
    yield from (line for line in _lines(draft.text) if line.start in heads and line.words)
    if len(pages) < _PAGES_LEAST:
        return
    for side in (0, -1):
        ends = [lines[side] for lines in pages.values() if len(lines[side].words) <= _HEAD_MOST]
        counts = Counter(map(_without_digits, ends))
        for words, count in counts.items():
            if words and count >= max(_PAGES_LEAST, _HEAD_SHARE * len(pages)) and not _ENDS_SENTENCE.search(words):
                alike = [line for line in ends if _without_digits(line) == words]
                yield from alike[1:] if _is_only_title(alike, draft.text) else alike


def _is_only_title(heads: list[_Line], text: str) -> bool:
    """Whether the first running head opens the text and no other line says the same: it is the title then."""
    if text[: heads[0].start].strip():
        return False
    alike = sum(_without_digits(line) == _without_digits(heads[0]) for line in _lines(text))
    return alike == len(heads)


def _without_digits(line: _Line) -> str:
    return _DIGIT.sub("", line.words).strip()


def _bare_numbers(pages: dict[int, list[_Line]]) -> Iterator[_Line]:
    """A number alone at the foot or head of at least two pages."""
    for side in (0, -1):
        alone = [lines[side] for lines in pages.values() if _BARE_NUMBER.fullmatch(lines[side].words)]
        if len(alone) > 1:
            yield from alone


# Joining


def _might_be_wrapped(text: str) -> bool:
    """The cheap test: most of the text stands in lines of nearly one length that end in the middle of a sentence."""
    lines = [line for line in text.split("\n") if line]
    if len(lines) < _WRAP_LINES_LEAST or len(text) > len(lines) * _WRAP_WIDTH_MOST:
        return False
    return _wrap_width([_Line(0, 0, line) for line in lines]) is not None


def _wrap_width(lines: list[_Line]) -> int | None:
    """The columns at which the lines were broken, or None when they were not."""
    widths = sorted(line.width for line in lines if line.words.strip())
    if len(widths) < _WRAP_LINES_LEAST:
        return None
    usual = _commonest_long(widths)
    full = [line for line in lines if abs(line.width - usual) <= _SLACK]
    broken = [line for line in full if not _ENDS.search(line.words)]
    enough = sum(line.width for line in full) >= 0.4 * sum(widths) and len(broken) >= 0.5 * len(full)
    return usual if enough and len(full) >= 3 and _WRAP_WIDTH_LEAST <= usual <= _WRAP_WIDTH_MOST else None


def _commonest_long(widths: list[int]) -> int:
    """The width around which most columns of text stand."""
    mass: Counter[int] = Counter()
    for width in widths:
        for near in range(width - 2, width + 3):
            mass[near] += width
    return max(mass, key=lambda width: (mass[width], width))


def _join(draft: Draft) -> None:
    lines = _lines(draft.text)
    width = _wrap_width(lines)
    if width is None:
        return
    indented = sum(line.words[:1] in (" ", "\u3000") for line in lines) >= 0.1 * len(lines)
    cuts: list[Cut] = []
    swaps: list[Swap] = []
    for line, after in pairwise(lines):
        if _goes_on(line, after, width, indented):
            _mend_break(draft.text, line, after, cuts, swaps)
    draft.swap(swaps)
    draft.cut(cuts)


def _goes_on(line: _Line, after: _Line, width: int, indented: bool) -> bool:
    """Whether the paragraph of a line goes on in the next."""
    words, rest = line.words.rstrip(), after.words.strip()
    if not words or not rest:
        return False
    if _is_full(line, after, width):
        return _runs_on(words, after, indented) and (words[-1] not in _CLOSERS or _is_prose(after, width))
    return _leaves_open(words, rest) and line.width >= width // 2


def _is_full(line: _Line, after: _Line, width: int) -> bool:
    """Whether the first word of the next line had no room."""
    first = re.match(r"\s*([!-~]+|.)", after.words)
    return line.width + _width(first[1] if first else "") + _SLACK > width


def _runs_on(words: str, after: _Line, indented: bool) -> bool:
    """Whether a full line runs on; where paragraphs are indented, the lack of an indent says so even behind a full stop."""
    if words[-1] in "，、,":
        return True
    if indented and after.words[:1] in (" ", "\u3000"):
        return False
    return (indented or not _ENDS_SENTENCE.search(words)) and not _ITEM.match(after.words)


def _is_prose(line: _Line, width: int) -> bool:
    """Whether a line is full or ends with punctuation: a cell of a form does neither."""
    return line.width >= width - _SLACK or bool(_ENDS.search(line.words))


def _leaves_open(words: str, rest: str) -> bool:
    """Whether a bracket or title that opens in this line closes in the next."""
    for opener, closer in _OPENERS.items():
        at = words.rfind(opener)
        if at >= 0 and closer not in words[at:] and closer in rest and opener not in rest.split(closer)[0]:
            return not _ITEM.match(rest)
    return False


def _mend_break(text: str, line: _Line, after: _Line, cuts: list[Cut], swaps: list[Swap]) -> None:
    """Delete the break with the spaces around it; between two Latin words it becomes a space."""
    begin = line.start + len(line.words.rstrip())
    end = after.end - len(after.words.lstrip())
    if text[begin - 1].isascii() and text[begin - 1].isalpha() and text[end].isascii() and text[end].isalpha():
        swaps.append(Swap(line.end, " ", "line-break", "wrapped"))
        cuts += [Cut(begin, line.end, "line-break", "wrapped"), Cut(line.end + 1, end, "line-break", "wrapped")]
    else:
        cuts.append(Cut(begin, end, "line-break", "wrapped"))
