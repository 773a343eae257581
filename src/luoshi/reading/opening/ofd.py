"""OFD, the national page format (GB/T 33190): its printed lines from top to bottom, page by page.

It is a packed set of XML pages, each of text objects with a box (in millimetres, y downwards); LibreOffice does not read it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from luoshi.errors import ScannedPdf, Unreadable
from luoshi.reading.document import Place, SourceText
from luoshi.reading.opening.archive import Archive
from luoshi.reading.opening.pdf import Line, in_reading_order
from luoshi.reading.opening.sources import Gatherer

if TYPE_CHECKING:
    from lxml.etree import _Element

KIND = "OFD"


def open_ofd(name: str, data: bytes) -> SourceText:
    """The printed lines of an OFD document, each a block with its page."""
    archive = Archive(data, name, KIND)
    pages = [in_reading_order(_pieces(page)) for page in _pages(archive)]
    out = Gatherer()
    for number, lines in enumerate(pages, 1):
        for line in lines:
            out.add(line, Place(page=number))
    if pages and not any(line.strip() for lines in pages for line in lines):
        raise ScannedPdf.of(name)
    return out.finish(name, "ofd")


def _pages(archive: Archive) -> Iterator[_Element]:
    for root in _texts(_part(archive, "OFD.xml"), "DocRoot"):
        document = root.strip().lstrip("/")
        for page in _part(archive, document).iter("{*}Page"):
            yield _part(archive, _beside(document, page.get("BaseLoc", "")))


def _part(archive: Archive, name: str) -> _Element:
    root = archive.xml(name)
    if root is None:
        raise Unreadable.of(archive.where, KIND)
    return root


def _texts(root: _Element, tag: str) -> list[str]:
    return [element.text or "" for element in root.iter(f"{{*}}{tag}")]


def _beside(document: str, location: str) -> str:
    if location.startswith("/"):
        return location.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(document), location))


def _pieces(page: _Element) -> Iterator[Line]:
    for item in page.iter("{*}TextObject"):
        text = "".join(_texts(item, "TextCode"))
        left, top, _, height = _numbers(item.get("Boundary", ""))
        if text.strip():
            yield Line(text, left, -(top + height), -top)


def _numbers(words: str) -> tuple[float, float, float, float]:
    try:
        left, top, width, height = (float(word) for word in words.split())
    except ValueError:
        return 0, 0, 0, 0
    return left, top, width, height
