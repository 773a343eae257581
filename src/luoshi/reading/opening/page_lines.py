"""The elements of an article → its lines: paragraphs, headings, lists, tables row by row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.reading.document import Place
from luoshi.reading.opening.page_furniture import page_words
from luoshi.reading.opening.sources import Gatherer, paragraph

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_INLINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "q",
        "rb", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "o:p", "st1:chsdate",
    }
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BETWEEN_HANZI = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n\f]*(?=[\u3000-\u9fff\uff00-\uffef])")
_EDGES = " \t\u00a0\u3000\u200b\ufeff"


def write_lines(article: HtmlElement, out: Gatherer) -> None:
    """Writes an article line by line; lines of furniture are left out, and all from a heading such as 相关阅读 on."""
    _LineWriter(out).write(article)


class _LineWriter:
    def __init__(self, out: Gatherer) -> None:
        self._out = out
        self._number = out.count
        self._text: list[str] = []
        self._tag: list[str] = []
        self._rows: list[list[str]] = []     # of the tables around this place, the row being read
        self._row_numbers: list[int] = []
        self._ended = False

    def write(self, article: HtmlElement) -> None:
        from lxml import etree

        for event, element in etree.iterwalk(article, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                self._start(tag)
                self._text += (_list_number(element) if tag == "li" else "", element.text or "")
            else:
                self._end(tag)
                if element is not article:
                    self._text.append(element.tail or "")
        self._flush()

    def _start(self, tag: str) -> None:
        if tag in _INLINE:
            return
        if tag == "br":
            self._flush()
            return
        self._flush()
        self._tag.append(tag)
        if tag == "table":
            self._row_numbers.append(0)
        elif tag == "tr" and self._row_numbers:
            self._row_numbers[-1] += 1
            self._rows.append([])
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append("")

    def _end(self, tag: str) -> None:
        if tag in _INLINE or tag == "br":
            return
        self._flush()
        if self._tag:
            self._tag.pop()
        if tag == "tr" and self._rows:
            self._write_row(self._rows.pop())
        elif tag == "table" and self._row_numbers:
            self._row_numbers.pop()

    def _flush(self) -> None:
        """Ends a line: what was read since the last one is written, or put into its cell."""
        line = _tidy("".join(self._text))
        self._text.clear()
        if not line or self._ended:
            return
        bare = "".join(line.split())
        if bare.strip("：:【】[]") in page_words().ends:
            self._ended = True
        elif not page_words().lines.fullmatch(bare):
            self._put(line)

    def _put(self, line: str) -> None:
        if self._rows and self._rows[-1]:
            self._rows[-1][-1] += f"\n{line}" if self._rows[-1][-1] else line
            return
        level = next((_HEADINGS[tag] for tag in reversed(self._tag) if tag in _HEADINGS), 0)
        style = "title" if level == 1 else "heading" if level else "list" if "li" in self._tag[-2:] else ""
        self._number += 1
        self._out.add(line, paragraph(self._number), style, level if style == "heading" else 0)

    def _write_row(self, cells: list[str]) -> None:
        """A row with one filled cell is layout: its lines are paragraphs, of the cell around it if there is one."""
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 or (filled and self._rows and self._rows[-1]):
            for line in "\n".join(filled).split("\n"):
                self._put(line)
        elif filled:
            self._number += 1
            row = self._row_numbers[-1] if self._row_numbers else 1
            places = (Place(paragraph=self._number, row=row, cell=f"R{row}C{column}") for column in range(1, len(cells) + 1))
            self._out.add_row(zip(cells, places, strict=True))


def _tidy(text: str) -> str:
    """A line as the browser shows it: white space as one space, none where only the page's source broke a line."""
    text = _SPACE.sub(" ", _BETWEEN_HANZI.sub("", text))
    return text.strip(_EDGES)


def _list_number(item: HtmlElement) -> str:
    """The number that the browser shows before an item of a numbered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or "none" in parent.get("style", "") + item.get("style", ""):
        return ""
    start = parent.get("start", "1")
    before = sum(1 for _ in item.itersiblings("li", preceding=True))
    return f"{int(start) + before}." if start.isascii() and start.isdigit() else f"{before + 1}."
