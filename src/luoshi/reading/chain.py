"""A file, a stream or pasted text → ReadDocument: opened, repaired, structured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from luoshi.errors import LuoshiError, UsageError
from luoshi.reading.document import ReadDocument, SourceText
from luoshi.reading.structure import structure_document


def read(file: str | Path | BinaryIO, *, dated: str = "") -> ReadDocument:
    """The one document in a file, given by its path or as an open binary file.

    `dated` (2018, 2018-09 or 2018-09-12) is what the caller knows of the document's date. InputError where the file cannot be
    read, UsageError where it holds several documents (a table: see `read_all`).
    """
    sources = _open(file)
    if len(sources) > 1:
        raise UsageError(
            f"这个文件里有 {len(sources)} 份文档。", f"This file holds {len(sources)} documents.", where=sources[0].name,
            next_zh="请用 read_all 逐份读取。", next_en="Read them one by one with read_all.",
        )
    return read_source(sources[0], dated=dated)


def read_all(files: Iterable[str | Path], *, dated: str = "", columns: Mapping[str, str] | None = None) -> Iterator[ReadDocument | LuoshiError]:
    """Every document in files and folders, in order; in place of what cannot be read, the error that says why and where.

    `columns` says which column of a table holds what (see `luoshi.reading.opening.open_file`).
    """
    for file in files:
        for path in _found(file):
            yield from [path] if isinstance(path, LuoshiError) else _read_each(path, dated, columns)


def read_text(text: str, *, name: str = "-", dated: str = "") -> ReadDocument:
    """The document that pasted text is.

    >>> read_text("甲市财政局关于开展检查的通知\\n各县财政局：\\n请于9月底前完成检查。").issuer
    '甲市财政局'
    """
    from luoshi.reading.opening import open_pasted

    return read_source(open_pasted(text, name), dated=dated)


def read_source(source: SourceText, *, dated: str = "") -> ReadDocument:
    """What an opener found, repaired and structured."""
    from luoshi.reading.repair import repair_source

    repaired = repair_source(source)
    return structure_document(ReadDocument(source, repaired.text, repaired.repairs, repaired.suspects, dated=dated))


def _open(file: str | Path | BinaryIO, columns: Mapping[str, str] | None = None) -> list[SourceText]:
    # Imported when first needed: the readers of docx, xlsx and html take longer to load than a page takes to read.
    from luoshi.reading.opening import open_bytes, open_file

    if isinstance(file, str | Path):
        return open_file(Path(file), columns=columns)
    return open_bytes(Path(str(getattr(file, "name", "-"))).name, file.read(), columns=columns)


def _found(file: str | Path) -> list[Path | LuoshiError]:
    from luoshi.reading.opening import find_files

    try:
        return list(find_files(Path(file)))
    except LuoshiError as error:
        return [error]


def _read_each(path: Path, dated: str, columns: Mapping[str, str] | None) -> Iterator[ReadDocument | LuoshiError]:
    try:
        for source in _open(path, columns):
            yield read_source(source, dated=dated)
    except LuoshiError as error:
        error.where = error.where or str(path)
        yield error
