"""A path → the files to read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from luoshi.errors import EmptyInput, FileMissing, Unreadable
from luoshi.reading.opening.kinds import SUFFIX_KINDS, suffix_of

_LOCKS = ("~$", ".", "._", "~")
"""How the names of hidden files, and of those that office programs put beside an open document, begin."""


def find_files(path: Path) -> list[Path]:
    """The file itself, or the readable files below a folder, sorted by path; hidden and lock files are left out.

    A folder below that may not be looked into, and a link that leads nowhere, are kept: opening them says what is wrong.
    FileMissing where there is nothing at the path, EmptyInput where a folder has nothing that is read.
    """
    try:
        if not path.is_dir():
            return [_existing(path)]
    except OSError as error:
        raise Unreadable.denied(str(path)) from error
    found = sorted(_below(path))
    if found == [path]:
        raise Unreadable.denied(str(path))
    if not found:
        raise EmptyInput.folder(str(path))
    return found


def _existing(path: Path) -> Path:
    if not path.exists():
        raise FileMissing.of(str(path))
    return path


def _below(folder: Path) -> Iterator[Path]:
    """What is to be opened below a folder."""
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(_LOCKS)]
        yield from (Path(parent, name) for name in names if _is_readable(Path(parent, name)))
    yield from (Path(error.filename) for error in closed)


def _is_readable(file: Path) -> bool:
    if file.name.startswith(_LOCKS) or suffix_of(file.name) not in SUFFIX_KINDS:
        return False
    return file.is_file() or file.is_symlink()
