"""A path → the files to read."""

from __future__ import annotations

from pathlib import Path

from luoshi.errors import EmptyInput, FileMissing, Unreadable
from luoshi.reading.opening.kinds import SUFFIX_KINDS, suffix_of

_LOCKS = ("~$", ".", "._", "~")
"""How the names of hidden files, and of those that office programs put beside an open document, begin."""


def find_files(path: Path) -> list[Path]:
    """The file itself, or the readable files below a folder, sorted by path; hidden and lock files are left out.

    FileMissing where there is nothing at the path, EmptyInput where a folder has nothing that is read.
    """
    try:
        if not path.is_dir():
            return [_existing(path)]
        found = sorted(file for file in path.rglob("*") if _is_readable(file, path))
    except OSError as error:
        raise Unreadable.denied(str(path)) from error
    if not found:
        raise EmptyInput.folder(str(path))
    return found


def _existing(path: Path) -> Path:
    if not path.exists():
        raise FileMissing.of(str(path))
    return path


def _is_readable(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(_LOCKS) for part in file.relative_to(folder).parts)
    return not hidden and suffix_of(file.name) in SUFFIX_KINDS and file.is_file()
