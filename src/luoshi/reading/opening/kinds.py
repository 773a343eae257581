"""What a file really is, by its first bytes, and what its suffix says it is."""

from __future__ import annotations

import re

from luoshi.reading.opening.archive import member_names

NAMES = {
    "text": "纯文本 (plain text)",
    "html": "HTML 网页",
    "mhtml": "MHTML 网页",
    "docx": "Word docx",
    "xlsx": "Excel xlsx",
    "pdf": "PDF",
    "rtf": "RTF",
    "doc": "Word doc",
    "xls": "Excel xls",
    "wordxml": "Word 2003 XML",
    "odt": "ODF odt",
    "ods": "ODF ods",
    "ofd": "OFD",
    "ole": "旧版 Office/WPS (OLE)",
    "pptx": "PowerPoint",
    "zip": "ZIP",
    "rar": "RAR",
    "7z": "7z",
    "gz": "gzip",
    "png": "PNG",
    "jpeg": "JPEG",
    "gif": "GIF",
    "tiff": "TIFF",
    "bmp": "BMP",
    "webp": "WebP",
    "exe": "EXE",
}
"""Each kind, as people call it."""

PICTURES = frozenset({"png", "jpeg", "gif", "tiff", "bmp", "webp"})
ARCHIVES = frozenset({"zip", "rar", "7z", "gz"})
CONVERTED = {"doc": "docx", "ole": "docx", "rtf": "docx", "wordxml": "docx", "odt": "docx", "xls": "xlsx", "ods": "xlsx"}
"""What LibreOffice reads for us, and as what it hands it over."""

SUFFIX_KINDS = {
    ".txt": ("text",),
    ".text": ("text",),
    ".md": ("text",),
    ".markdown": ("text",),
    ".html": ("html", "text", "mhtml"),
    ".htm": ("html", "text", "mhtml"),
    ".shtml": ("html", "text"),
    ".xhtml": ("html", "text"),
    ".mht": ("mhtml", "html"),
    ".mhtml": ("mhtml", "html"),
    ".docx": ("docx",),
    ".docm": ("docx",),
    ".dotx": ("docx",),
    ".pdf": ("pdf",),
    ".xlsx": ("xlsx",),
    ".xlsm": ("xlsx",),
    ".csv": ("text",),
    ".tsv": ("text",),
    ".json": ("text",),
    ".jsonl": ("text",),
    ".ndjson": ("text",),
    # What offices call .doc and .xls is often something else, and their programs open it all the same.
    ".doc": ("doc", "ole", "docx", "rtf", "html", "mhtml", "wordxml", "text", "odt"),
    ".wps": ("ole", "doc", "docx", "rtf", "html", "mhtml", "wordxml", "text"),
    ".xls": ("xls", "ole", "xlsx", "text"),
    ".et": ("xls", "ole", "xlsx"),
    ".rtf": ("rtf", "doc", "docx"),
    ".odt": ("odt",),
    ".ods": ("ods",),
    ".ofd": ("ofd",),
}
"""For each suffix that is read, the kinds of content that may stand behind it."""

RIGHT_SUFFIX = {
    "html": ".html", "mhtml": ".mht", "docx": ".docx", "xlsx": ".xlsx", "pdf": ".pdf", "rtf": ".rtf", "doc": ".doc", "xls": ".xls",
    "odt": ".odt", "ods": ".ods", "ofd": ".ofd", "wordxml": ".doc", "ole": ".doc", "text": ".txt",
}  # fmt: skip

_FIRST_BYTES = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"MZ\x90\x00", "exe"),
    (b"\x7fELF", "exe"),
)
_MEMBERS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("ofd.xml", "ofd"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])", re.I | re.S)
_MHTML = re.compile(rb"\A(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?content-type:\s*multipart/related", re.I)
_WORD_XML = re.compile(rb"\s*<\?xml.{0,400}?<\w*:?wordDocument", re.S)


def kind_of(data: bytes, where: str) -> str:
    """The kind of the content, "text" where the bytes show no other.

    >>> kind_of(b"%PDF-1.7", "x"), kind_of(b"<!DOCTYPE html>", "x"), kind_of("一".encode(), "x")
    ('pdf', 'html', 'text')
    """
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed_kind(data, where)
    if head.startswith(_OLE):
        return _ole_kind(data)
    if (head.startswith(b"BM") and head[6:10] == b"\0\0\0\0") or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return "bmp" if head.startswith(b"BM") else "webp"
    return next((kind for first, kind in _FIRST_BYTES if head.startswith(first)), "") or _markup_kind(head)


def suffix_of(name: str) -> str:
    """The suffix in small letters, with its dot; '' for standard input and for names without one."""
    stem, dot, end = name.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")
    return dot + end.lower() if stem else ""


def _packed_kind(data: bytes, where: str) -> str:
    names = {name.lower().replace("\\", "/") for name in member_names(data, where)}
    if found := next((kind for member, kind in _MEMBERS if member in names), ""):
        return found
    if "mimetype" in names and b"opendocument" in data[:200]:
        return "ods" if b"spreadsheet" in data[:200] else "odt"
    return "docx" if "[content_types].xml" in names and any(name.startswith("word/") for name in names) else "zip"


def _ole_kind(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    if "WordDocument".encode("utf-16-le") in data:
        return "encrypted" if _word_is_encrypted(data) else "doc"
    if "Workbook".encode("utf-16-le") in data:
        return "xls"
    return "pptx" if "PowerPoint".encode("utf-16-le") in data else "ole"


def _word_is_encrypted(data: bytes) -> bool:
    """Bit 8 of the flags in the file information block, which opens the stream that mostly comes first."""
    block = data[512:524]
    return block[:2] == b"\xec\xa5" and bool(block[11] & 0x01)


def _markup_kind(head: bytes) -> str:
    head = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
    if _WORD_XML.match(head):
        return "wordxml"
    if _HTML.match(head):
        return "html"
    return "mhtml" if _MHTML.match(head) else "text"
