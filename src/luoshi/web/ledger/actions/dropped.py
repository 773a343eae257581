"""Files that came together with the sheets: which row names which of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from luoshi.web.ledger.models import Return
from luoshi.writing.duty_values import tidy


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file that is no sheet."""

    name: str
    sha256: str
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name that stands with a return, and the files that it can mean."""

    name: str
    files: tuple[Dropped, ...]
    """None: it is named only, as it was. Several: of one name, with different bytes; a person chooses."""
    had: str
    """The digest of the file that the return has under this name; '' where it has none."""

    @property
    def is_new(self) -> bool:
        """Whether one of the files is not what the return has already."""
        return any(file.sha256 != self.had for file in self.files)

    @property
    def is_torn(self) -> bool:
        """Whether a person has to choose."""
        return len(self.files) > 1


class Files:
    """Files by what a cell may call them."""

    def __init__(self, dropped: Iterable[Dropped]) -> None:
        self.all = tuple({(file.name, file.sha256): file for file in dropped}.values())
        self._by_name: dict[str, dict[str, Dropped]] = {}
        self._by_stem: dict[str, dict[str, Dropped]] = {}
        for file in self.all:
            self._by_name.setdefault(_plain(file.name), {}).setdefault(file.sha256, file)
            self._by_stem.setdefault(_plain(PurePath(file.name).stem), {}).setdefault(file.sha256, file)

    def meant(self, name: str) -> tuple[Dropped, ...]:
        """The files that a name means: those of that very name, else those of that name without their endings; the same bytes once."""
        if not self.all:
            return ()
        plain = _plain(name)
        return tuple((self._by_name.get(plain) or self._by_stem.get(plain) or {}).values())

    def named(self, row: Return, names: Iterable[str]) -> tuple[Named, ...]:
        """Each name of an answer to a return, with the files that it can mean and what the return has under it."""
        return tuple(Named(name, self.meant(name), (piece_of(row, name) or {}).get("file", "")) for name in names)

    def bring(self, row: Return, names: Iterable[str]) -> bool:
        """Whether there is a file for one of the names that the return does not have."""
        return bool(self.all) and any(one.is_new for one in self.named(row, names))


def means(name: str, file: str) -> bool:
    """Whether a name in a cell is that of a file, with or without its ending.

    >>> means("台账", "台账.xlsx"), means("ＡＢ.PDF", "ab.pdf"), means("台账.doc", "台账.docx")
    (True, True, False)
    """
    return _plain(name) in (_plain(file), _plain(PurePath(file).stem))


def same_names(names: Sequence[str], kept: Sequence[str]) -> bool:
    """Whether the names of a cell are those under which files are kept, in the same order."""
    return tuple(names) == tuple(kept) or (len(names) == len(kept) and all(map(means, names, kept)))


def piece_of(row: Return, name: str) -> Mapping[str, Any] | None:
    """The piece of evidence that a return has under a name."""
    same = [piece for piece in row.evidence if piece["name"] == name or means(name, piece["name"])]
    return next((piece for piece in same if piece["name"] == name), same[0] if same else None)


def _plain(name: str) -> str:
    return tidy(name).casefold()
