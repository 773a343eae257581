"""A folder or a file of JSON Lines → its documents one by one, from any place on, each with the place after it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from luoshi.corpus.records import Trouble
from luoshi.corpus.rows import Told, row_of_document, row_of_object
from luoshi.errors import LuoshiError, TooLong, Unreadable
from luoshi.reading import SourceText, read_source
from luoshi.reading.opening import find_files, open_file

Position = tuple[int, int]
"""(line, byte) of JSON Lines; (file, document in it) of a folder: what comes next."""
START: Position = (0, 0)

_RECORDS = (".jsonl", ".ndjson")
_PLAIN = (".txt", ".md")
_BLOCK = 1 << 20


class Item(NamedTuple):
    """What one document came to, and where the next begins."""

    told: Told
    after: Position


class Source(Protocol):
    """Where documents come from."""

    name: str

    def digest(self) -> str:
        """Of all that it holds: another digest, another source."""

    def items(self, start: Position) -> Iterator[Item]:
        """The documents from a place on."""

    def done(self, position: Position) -> float:
        """How much of it lies before a place, 0 to 1."""


def source_of(path: Path, dated: str, longest: int) -> Source:
    """The source at a path: JSON Lines by its suffix, else a folder or a single file of any format that is read.

    FileMissing where nothing is there, EmptyInput for a folder without anything that is read. `dated` goes for documents without a
    date of their own; `longest` is in characters.
    """
    if path.suffix.lower() in _RECORDS and path.is_file():
        return Lines(path, dated, longest)
    return Files(path, dated, longest)


class Lines:
    """JSON Lines, one document a line; never more than a line is in memory."""

    def __init__(self, path: Path, dated: str, longest: int) -> None:
        self.name, self._path, self._dated, self._longest = path.name, path, dated, longest
        self._size = path.stat().st_size
        self._widest = longest * 6 + _BLOCK    # a character may be written as \\uXXXX

    def digest(self) -> str:
        return _digest_of([("", self._path)])

    def done(self, position: Position) -> float:
        return position[1] / self._size if self._size else 1.0

    def items(self, start: Position) -> Iterator[Item]:
        for content, after in self._lines(start):
            if content.strip():
                yield Item(self._told(content, after[0]), after)

    def _lines(self, start: Position) -> Iterator[tuple[bytes, Position]]:
        """Each line, of one that is too wide the beginning, and the place after it."""
        line, offset = start
        try:
            with self._path.open("rb") as file:
                file.seek(offset)
                while content := file.readline(self._widest):
                    line += 1
                    whole = content.endswith(b"\n") or len(content) < self._widest
                    while not whole:
                        whole = (rest := file.readline(_BLOCK)).endswith(b"\n") or not rest
                    yield content, (line, file.tell())
        except OSError as error:
            raise Unreadable.denied(self.name) from error

    def _told(self, content: bytes, line: int) -> Told:
        where = f"{self.name}:{line}"
        if len(content) >= self._widest:
            return Told(None, (Trouble.of(TooLong.of(where, self._longest)),))
        try:
            fields = json.loads(content.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            fields = None
        if not isinstance(fields, dict):
            return Told(None, (Trouble.of(Unreadable.json_line(where)),))
        return row_of_object(fields, where, where, self._dated, self._longest)


class Files:
    """The files of a folder in the order of their paths, or a single file; one at a time is open."""

    def __init__(self, path: Path, dated: str, longest: int) -> None:
        found = find_files(path)
        self.name, self._dated, self._longest = path.name, dated, longest
        self._files = [(file.name if file == path else file.relative_to(path).as_posix(), file) for file in found]

    def digest(self) -> str:
        return _digest_of(self._files)

    def done(self, position: Position) -> float:
        return position[0] / len(self._files)

    def items(self, start: Position) -> Iterator[Item]:
        first, within = start
        for number in range(first, len(self._files)):
            told = self._told(*self._files[number])
            for place, one in enumerate(told):
                if place >= within:
                    yield Item(one, (number, place + 1))
            within = 0

    def _told(self, name: str, path: Path) -> Iterator[Told]:
        """Each document of a file; what cannot be read is told and does not stop the rest."""
        try:
            if path.suffix.lower() in _PLAIN and path.stat().st_size > self._longest * 4:
                raise TooLong.of(name, self._longest)
            for source in open_file(path):
                yield self._read(source, name, source.name.replace(str(path), name, 1))
        except LuoshiError as error:
            error.where = name
            yield Told(None, (Trouble.of(error),))
        except OSError:
            yield Told(None, (Trouble.of(Unreadable.denied(name)),))

    def _read(self, source: SourceText, file: str, name: str) -> Told:
        where = name.replace("#", ":") if name != file else name
        if len(source.text) > self._longest:
            return Told(None, (Trouble.of(TooLong.of(where, self._longest)),))
        return row_of_document(read_source(source), where, name, self._dated)


def _digest_of(files: list[tuple[str, Path]]) -> str:
    """Of names and contents; a file that cannot be read counts by its name."""
    whole = hashlib.sha256()
    for name, path in files:
        whole.update(name.encode("utf-8", "surrogateescape") + b"\0")
        try:
            with path.open("rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
        except OSError:
            whole.update(b"\0")
    return whole.hexdigest()
