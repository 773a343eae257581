"""Word documents (.docx): paragraphs with the numbers that Word shows, headings, tables row by row, text boxes, heads and foots.

What was inserted under change tracking is kept, what was deleted is left out; so are comments, hidden text and the readings
above a character.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from luoshi.errors import Unreadable
from luoshi.reading.document import Place, SourceText
from luoshi.reading.opening.archive import Archive
from luoshi.reading.opening.sources import Gatherer
from luoshi.reading.opening.word_numbers import BULLETS, ListNumbers, W, is_on, value, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

KIND = "Word docx"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BOX = f"{W}txbxContent"
_LEFT_OUT = frozenset({f"{W}del", f"{W}moveFrom", f"{W}rt", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr", _BOX})
_WRAPPERS = frozenset({f"{W}{tag}" for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")})
_TITLES = frozenset({"title", "标题", "主标题", "大标题", "文档标题", "公文标题"})
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])\b")
_CHARACTERS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says of its paragraphs; None or '' where it leaves that to the style it is based on."""

    name: str = ""
    based_on: str = ""
    outline: int | None = None
    list_name: str = ""
    depth: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One paragraph: its text, with its number, and what it is."""

    text: str
    style: str = ""
    level: int = 0


def open_docx(name: str, data: bytes) -> SourceText:
    """The text of a Word document; heads and foots stand before and after it with the style "header"."""
    return _Document(Archive(data, name, KIND)).read()


class _Document:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._part = self._main_part()
        root = archive.xml(self._part)
        body = None if root is None else root.find(f"{W}body")
        if body is None:
            raise Unreadable.of(archive.where, KIND)
        self._body = body
        self._relations = self._related(self._part)
        self._styles = _read_styles(self._root("styles"))
        self._numbers = ListNumbers(self._root("numbering"))
        self._out = Gatherer()
        self._paragraph = 0

    def _main_part(self) -> str:
        targets = [target for kind, target in self._related("") if kind == "officeDocument"]
        return targets[0] if targets else "word/document.xml"

    def _related(self, part: str) -> list[tuple[str, str]]:
        """The kind and the name of each part that a part refers to."""
        folder, base = posixpath.split(part)
        root = self._archive.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = []
        for item in () if root is None else root.iter(_RELATIONS):
            target = item.get("Target", "")
            if item.get("TargetMode") != "External":
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found.append((item.get("Type", "").rsplit("/", 1)[-1], path))
        return found

    def _root(self, kind: str) -> _Element | None:
        parts = [target for relation, target in self._relations if relation == kind]
        return self._archive.xml(parts[0]) if parts else None

    def read(self) -> SourceText:
        self._add_running("header")
        for element in _unwrapped(self._body):
            if element.tag == f"{W}tbl":
                self._add_table(element)
            else:
                self._add_paragraphs(self._paragraphs_of(element))
        self._add_notes()
        self._add_running("footer")
        return self._out.finish(self._archive.where, "docx")

    def _add_running(self, kind: str) -> None:
        """Running heads or foots, each wording once."""
        roots = (self._archive.xml(target) for relation, target in self._relations if relation == kind)
        found = chain.from_iterable(self._story(root) for root in roots if root is not None)
        for text in dict.fromkeys(paragraph.text for paragraph in found):
            self._out.add(text, Place(), "header")

    def _add_notes(self) -> None:
        for kind in ("footnotes", "endnotes"):
            root = self._root(kind)
            for note in () if root is None else root:
                if note.get(f"{W}type", "normal") == "normal":
                    self._add_paragraphs(self._story(note))

    def _add_paragraphs(self, paragraphs: Iterator[Found]) -> None:
        for found in paragraphs:
            if found.text.strip():
                self._paragraph += 1
                self._out.add(found.text, Place(paragraph=self._paragraph), found.style, found.level)

    def _add_table(self, table: _Element) -> None:
        rows = [_cells_of(row) for row in _rows_of(table)]
        style = "table" if any(len(cells) > 1 for cells in rows) else ""
        for number, cells in enumerate(rows, 1):
            self._add_row(number, [(column, self._cell(cell)) for column, cell in cells], style)

    def _cell(self, cell: _Element) -> list[Found]:
        return [found for found in self._story(cell) if found.text.strip()]

    def _add_row(self, row: int, cells: list[tuple[int, list[Found]]], style: str) -> None:
        """The cells of a row, a tab between them; a row that has but one filled cell keeps its paragraphs apart."""
        filled = [(column, paragraphs) for column, paragraphs in cells if paragraphs]
        if not filled:
            return
        self._paragraph += 1
        if len(filled) == 1:
            column, paragraphs = filled[0]
            place = Place(paragraph=self._paragraph, row=row, cell=f"R{row}C{column}")
            for found in paragraphs:
                self._out.add(found.text, place, style or found.style, 0 if style else found.level)
            return
        self._out.add_row(
            (" ".join(found.text for found in paragraphs), Place(paragraph=self._paragraph, row=row, cell=f"R{row}C{column}"))
            for column, paragraphs in cells
        )

    def _story(self, parent: _Element) -> Iterator[Found]:
        """The paragraphs below an element, those of tables inside it included."""
        for element in _unwrapped(parent):
            yield from self._paragraphs_of(element)

    def _paragraphs_of(self, element: _Element) -> Iterator[Found]:
        if element.tag == f"{W}p":
            yield self._paragraph_of(element)
            for box in _boxes_of(element):
                yield from self._story(box)
        elif element.tag == f"{W}tbl":
            for row in _rows_of(element):
                texts = [" ".join(found.text for found in self._cell(cell)) for _, cell in _cells_of(row)]
                yield Found("\t".join(texts))

    def _paragraph_of(self, element: _Element) -> Found:
        text = _text_of(element)
        properties = element.find(f"{W}pPr")
        style_id = "" if properties is None else value(properties, "pStyle")
        style, level = self._role(properties, style_id)
        number = self._number(properties, style_id)
        if number and not style:
            style = "list"
        return Found(_joined(number, text), style, level)

    def _role(self, properties: _Element | None, style_id: str) -> tuple[str, int]:
        outline = None if properties is None else properties.find(f"{W}outlineLvl")
        depth = self._inherited(style_id).outline if outline is None else whole(outline.get(f"{W}val"))
        names = [style.name for style in self._ancestry(style_id)]
        if any(name.startswith("toc ") for name in names):
            return "header", 0  # a table of contents repeats the headings, as a running head does
        if any(name in _TITLES for name in names):
            return "title", 0
        headings = [match for match in map(_HEADING.match, names) if match]
        if depth is not None and depth < 9:
            return "heading", depth + 1
        return ("heading", int(headings[0][1])) if headings else ("", 0)

    def _number(self, properties: _Element | None, style_id: str) -> str:
        own = None if properties is None else properties.find(f"{W}numPr")
        inherited = self._inherited(style_id)
        list_name = ("" if own is None else value(own, "numId")) or inherited.list_name
        if not list_name or list_name == "0":
            return ""
        depth = "" if own is None else value(own, "ilvl")
        if depth:
            return self._numbers.next(list_name, whole(depth))
        if own is None and inherited.depth is None:
            return self._numbers.next(list_name, self._numbers.level_of_style(list_name, style_id))
        return self._numbers.next(list_name, inherited.depth or 0)

    def _ancestry(self, style_id: str) -> list[Style]:
        """A style and those it is based on; without one, the default style."""
        found: dict[str, Style] = {}
        while style_id in self._styles and style_id not in found:
            found[style_id] = self._styles[style_id]
            style_id = self._styles[style_id].based_on
        return list(found.values())

    def _inherited(self, style_id: str) -> Style:
        styles = self._ancestry(style_id)
        listed = next((style for style in styles if style.list_name), Style())
        outline = next((style.outline for style in styles if style.outline is not None), None)
        return Style(outline=outline, list_name=listed.list_name, depth=listed.depth)


def _read_styles(root: _Element | None) -> dict[str, Style]:
    styles = {}
    for item in () if root is None else root.iterchildren(f"{W}style"):
        properties = item.find(f"{W}pPr")
        outline = "" if properties is None else value(properties, "outlineLvl")
        numbered = None if properties is None else properties.find(f"{W}numPr")
        depth = "" if numbered is None else value(numbered, "ilvl")
        styles[item.get(f"{W}styleId", "")] = Style(
            name=value(item, "name").lower(),
            based_on=value(item, "basedOn"),
            outline=whole(outline) if outline else None,
            list_name="" if numbered is None else value(numbered, "numId"),
            depth=whole(depth) if depth else None,
        )
    return styles


def _unwrapped(parent: _Element) -> Iterator[_Element]:
    """The paragraphs and tables below an element, out of what only wraps them."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _unwrapped(child)
        elif child.tag in (f"{W}p", f"{W}tbl"):
            yield child


def _rows_of(table: _Element) -> Iterator[_Element]:
    for child in table:
        if child.tag in _WRAPPERS:
            yield from _rows_of(child)
        elif child.tag == f"{W}tr" and child.find(f"{W}trPr/{W}del") is None:
            yield child


def _cells_of(row: _Element) -> list[tuple[int, _Element]]:
    """The cells of a row, each with the number of its first column."""
    cells, column = [], 1
    for cell in _cells_in(row):
        cells.append((column, cell))
        properties = cell.find(f"{W}tcPr")
        column += max(1, whole(value(properties, "gridSpan"))) if properties is not None else 1
    return cells


def _cells_in(row: _Element) -> Iterator[_Element]:
    for child in row:
        if child.tag in _WRAPPERS:
            yield from _cells_in(child)
        elif child.tag == f"{W}tc":
            yield child


def _boxes_of(paragraph: _Element) -> Iterator[_Element]:
    """The text boxes anchored in a paragraph, each once, though Word writes them in two ways side by side."""
    for box in paragraph.iter(_BOX):
        between = {element.tag for element in takewhile(lambda above: above is not paragraph, box.iterancestors())}
        if between.isdisjoint((f"{_MC}Fallback", f"{W}del", _BOX)):
            yield box


def _text_of(paragraph: _Element) -> str:
    from lxml import etree

    parts = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        tag = element.tag
        if tag in _LEFT_OUT or tag == f"{_MC}Fallback" or (tag == f"{W}r" and _is_hidden(element)):
            walk.skip_subtree()
        elif tag in (f"{W}t", _MATH_TEXT):
            parts.append(element.text or "")
        elif tag == f"{W}br":
            parts.append("\n" if element.get(f"{W}type", "textWrapping") == "textWrapping" else "")
        elif tag == f"{W}sym":
            parts.append(_symbol(element))
        elif tag in _CHARACTERS:
            parts.append(_CHARACTERS[tag])
    return "".join(parts)


def _is_hidden(run: _Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and is_on(vanish)


def _symbol(element: _Element) -> str:
    code = element.get(f"{W}char", "")
    char = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else ""
    return BULLETS.get(char, char)


def _joined(number: str, text: str) -> str:
    """A number before its text, parted where two figures or letters would run together.

    >>> _joined("一、", "总体要求"), _joined("1.", "2020年前")
    ('一、总体要求', '1. 2020年前')
    """
    if not number or not text.strip():
        return text
    apart = number[-1] < "\x80" and text.lstrip()[:1] < "\x80"
    return f"{number}{' ' if apart else ''}{text.lstrip()}"
