"""PDF with a text layer: its printed lines from top to bottom, page by page.

Running heads and page numbers are left standing; what they are shows only across pages, when the text is repaired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from luoshi.errors import NeedsExtra, PasswordProtected, ScannedPdf, Unreadable
from luoshi.reading.document import Place, SourceText
from luoshi.reading.opening.encoding import LOST
from luoshi.reading.opening.sources import Gatherer

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

KIND = "PDF"
GARBLED = 0.3
"""Share of characters without a meaning from which a text layer is of no use."""
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd]")
_HYPHEN = str.maketrans({"\x02": "-", "\ufffe": "-"})
"""What PDFium puts for a hyphen at the end of a line."""
_IMAGE = 3
_COVERS = 0.5
"""Share of a page that a picture must cover to be the page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text on one baseline, in points from the page's lower left corner."""

    text: str
    left: float
    bottom: float
    top: float

    def is_beside(self, other: Line) -> bool:
        """Whether the two stand on one printed line."""
        overlap = min(self.top, other.top) - max(self.bottom, other.bottom)
        return overlap > 0.5 * min(self.top - self.bottom, other.top - other.bottom)


def open_pdf(name: str, data: bytes) -> SourceText:
    """The printed lines of a PDF, each a block with its page; a page that is only a picture leaves one U+FFFD."""
    document = _load(name, data)
    try:
        out = Gatherer()
        pages = [_page_lines(document, number) for number in range(len(document))]
        _check_text(name, [line for lines in pages for line in lines])
        for number, lines in enumerate(pages, 1):
            for line in lines:
                out.add(line, Place(page=number))
        return out.finish(name, "pdf")
    except (_library().PdfiumError, ValueError) as error:
        raise Unreadable.of(name, KIND) from error
    finally:
        document.close()


def _library() -> Any:
    try:
        import pypdfium2
    except ImportError as error:
        raise NeedsExtra.of("", KIND, "pdf") from error
    return pypdfium2


def _load(name: str, data: bytes) -> pypdfium2.PdfDocument:
    try:
        library = _library()
    except NeedsExtra as error:
        raise NeedsExtra.of(name, KIND, "pdf") from error
    try:
        return library.PdfDocument(data)
    except library.PdfiumError as error:
        if "password" in str(error).lower():
            raise PasswordProtected.of(name) from error
        raise Unreadable.of(name, KIND) from error


def _check_text(name: str, lines: list[str]) -> None:
    text = "".join(lines).replace(LOST, "") if all(line == LOST for line in lines) else "".join(lines)
    if not text.strip():
        raise ScannedPdf.of(name)
    if len(_PRIVATE.findall(text)) > GARBLED * len(text):
        raise ScannedPdf.garbled(name)


def _page_lines(document: pypdfium2.PdfDocument, number: int) -> list[str]:
    page = document[number]
    try:
        lines = [line for line in in_reading_order(_pieces(page)) if line.strip()]
        return lines or ([LOST] if _is_picture(page) else [])
    finally:
        page.close()


def _pieces(page: pypdfium2.PdfPage) -> Iterator[Line]:
    """The lines as PDFium parts them, with the box around their characters."""
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        chars = textpage.count_chars()
        at = 0
        for piece in re.split("(\r\n|[\r\n])", text):
            length = len(piece.encode("utf-16-le", "surrogatepass")) // 2
            if piece.strip():
                yield _boxed(textpage, piece.translate(_HYPHEN).strip("\r\n"), at, min(at + length, chars))
            at += length
    finally:
        textpage.close()


def _boxed(textpage: pypdfium2.PdfTextPage, text: str, start: int, end: int) -> Line:
    boxes = [box for box in (textpage.get_charbox(i, loose=True) for i in _ends(start, end)) if box[3] > box[1]]
    if not boxes:
        return Line(text, 0, 0, 0)
    return Line(text, min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[3] for b in boxes))


def _ends(start: int, end: int) -> list[int]:
    """Some characters of a line, which stand for all: its first and last and some between."""
    step = max(1, (end - start) // 6)
    return [*range(start, end, step), end - 1] if end > start else []


def in_reading_order(pieces: Iterator[Line]) -> list[str]:
    """Lines from top to bottom; pieces on one printed line from left to right, with a space between."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda line: -line.top):
        if rows and piece.top > piece.bottom and rows[-1][0].is_beside(piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [" ".join(line.text.strip() for line in sorted(row, key=lambda line: line.left)) for row in rows]


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    width, height = page.get_size()
    for item in page.get_objects(filter=[_IMAGE], max_depth=2):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) > _COVERS * width * height:
            return True
    return False
