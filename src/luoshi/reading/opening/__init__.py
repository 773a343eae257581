"""Opens a file: bytes in, the characters of the document out, with the place of each (`SourceText`).

What a file is, its content says; its suffix says what it is taken for, and where the two do not agree that is an error which
names both, except among the formats that office programs mix up themselves (.doc, .wps, .xls).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from luoshi.errors import BinaryInput, EmptyInput, FileMissing, InputError, PasswordProtected, TooLarge, Unreadable, WrongSuffix
from luoshi.reading.document import SourceText
from luoshi.reading.opening.encoding import decode
from luoshi.reading.opening.folder import find_files
from luoshi.reading.opening.kinds import ARCHIVES, CONVERTED, NAMES, PICTURES, RIGHT_SUFFIX, SUFFIX_KINDS, kind_of, suffix_of
from luoshi.reading.opening.sources import plain

__all__ = ["MAX_BYTES", "check_kind", "find_files", "open_bytes", "open_file", "open_pasted"]

MAX_BYTES = 50_000_000
_TABLES = {".csv", ".tsv", ".xls", ".et"}
_RECORDS = {".json", ".jsonl", ".ndjson"}


def open_file(path: Path, *, columns: Mapping[str, str] | None = None, max_bytes: int = MAX_BYTES) -> list[SourceText]:
    """The document in a file; of a table (.xlsx, .csv) or records (.jsonl), one document for each row.

    `columns` says which column of a table holds what, our name first: {"text": "贯彻意见", "unit": "报送单位"}. Raises an
    InputError for what cannot be read, a TableError for a table that lacks the column of the text.
    """
    name = str(path)
    try:
        if path.is_dir():
            os.scandir(path).close()    # a folder that may not be looked into says so
            raise Unreadable.folder(name)
        size = path.stat().st_size
        if size > max_bytes:
            raise TooLarge.of(name, size, max_bytes)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FileMissing.of(name) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise Unreadable.denied(name) from error
    return open_bytes(name, data, columns=columns, max_bytes=max_bytes)


def open_bytes(name: str, data: bytes, *, columns: Mapping[str, str] | None = None, max_bytes: int = MAX_BYTES) -> list[SourceText]:
    """The document in the bytes of a file called `name` ("-" for standard input, whose content alone says what it is).

    >>> open_bytes("甲.txt", "一要提高站位".encode("gb18030"))[0].text
    '一要提高站位'
    """
    if len(data) > max_bytes:
        raise TooLarge.of(name, len(data), max_bytes)
    kind = check_kind(name, data)
    try:
        return _open_as(kind, suffix_of(name), name, data, columns or {})
    except RecursionError as error:  # what is nested thousands deep was made to break readers
        raise Unreadable.of(name, NAMES[kind]) from error


def check_kind(name: str, data: bytes) -> str:
    """The kind of the content: docx, pdf, text …; the error where it is none that is read, or not under this suffix.

    >>> check_kind("甲.txt", "一要提高站位".encode())
    'text'
    """
    if not data.strip():
        raise EmptyInput.of(name)
    kind, suffix = kind_of(data, name), suffix_of(name)
    _check(name, kind, suffix)
    return kind


def open_pasted(text: str, name: str = "-") -> SourceText:
    """Pasted text as a document.

    >>> open_pasted("一要提高站位\\r\\n二要压实责任").text
    '一要提高站位\\n二要压实责任'
    """
    return plain(name, text.removeprefix("\ufeff"), "paste")


def _check(name: str, kind: str, suffix: str) -> None:
    """Raises the error for a content that is not read, or not under this suffix."""
    if kind == "encrypted":
        raise PasswordProtected.of(name)
    if suffix in SUFFIX_KINDS:
        if kind not in SUFFIX_KINDS[suffix]:
            raise _mismatch(name, kind, suffix)
    elif kind not in RIGHT_SUFFIX:
        raise _unread(name, kind)


def _mismatch(name: str, kind: str, suffix: str) -> InputError:
    if kind == "text":
        return Unreadable.of(name, NAMES[SUFFIX_KINDS[suffix][0]])
    return WrongSuffix.of(name, suffix, NAMES[kind], RIGHT_SUFFIX.get(kind, ""))


def _unread(name: str, kind: str) -> InputError:
    if kind in PICTURES:
        return BinaryInput.picture(name, NAMES[kind])
    return BinaryInput.archive(name, NAMES[kind]) if kind in ARCHIVES else BinaryInput.unsupported(name, NAMES[kind])


def _open_as(kind: str, suffix: str, name: str, data: bytes, columns: Mapping[str, str]) -> list[SourceText]:
    """Each format's own module is loaded when the first file of that format is met: a text file should not wait for the others."""
    if kind in CONVERTED:
        from luoshi.reading.opening.convert import convert

        return _open_as(CONVERTED[kind], "." + CONVERTED[kind], name, convert(name, data, kind), columns)
    if kind == "docx":
        from luoshi.reading.opening.word import open_docx

        return [open_docx(name, data)]
    if kind == "pdf":
        from luoshi.reading.opening.pdf import open_pdf

        return [open_pdf(name, data)]
    if kind == "ofd":
        from luoshi.reading.opening.ofd import open_ofd

        return [open_ofd(name, data)]
    if kind in {"html", "mhtml"} or (suffix in {".html", ".htm", ".shtml", ".xhtml"}):
        from luoshi.reading.opening.html import open_html

        return [open_html(name, data, kind)]
    return _open_text_or_table(kind, suffix, name, data, columns)


def _open_text_or_table(kind: str, suffix: str, name: str, data: bytes, columns: Mapping[str, str]) -> list[SourceText]:
    if kind == "xlsx":
        from luoshi.reading.opening.table import open_xlsx

        return open_xlsx(name, data, columns)
    text, encoding = decode(data, name)
    if suffix in _TABLES:
        from luoshi.reading.opening.table import open_csv

        return open_csv(name, text, encoding, columns)
    if suffix in _RECORDS:
        from luoshi.reading.opening.records import open_json

        return open_json(name, text, encoding, columns)
    return [plain(name, text, "txt", encoding)]
