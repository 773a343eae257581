"""A table's name → the kinds of evidence, and which of them alone show a result."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from luoshi.errors import PackError

FOLDER = Path(__file__).parent / "evidence"


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """One kind of evidence."""

    code: str
    zh: str
    en: str
    counts: bool
    """Whether evidence of this kind alone shows a result."""


@dataclass(frozen=True, slots=True)
class EvidenceKinds:
    """One table, and the rule on which it rests."""

    name: str
    kinds: tuple[EvidenceKind, ...]
    title: str
    dated: date
    basis: str
    """text: its words were read · report: only what others say of it."""
    sentence: str

    def kind(self, code: str) -> EvidenceKind | None:
        """The kind with this code, None where there is none."""
        return next((kind for kind in self.kinds if kind.code == code), None)

    def shows_result(self, codes: Iterable[str]) -> bool:
        """Whether one of these kinds shows a result; a code that the table does not know does.

        >>> table = load_evidence_kinds()
        >>> table.shows_result(["meeting", "forwarded"]), table.shows_result(["meeting", "ledger"]), table.shows_result([])
        (False, True, False)
        """
        return any(kind.counts if (kind := self.kind(code)) else True for code in codes)


@cache
def load_evidence_kinds(name: str = "default") -> EvidenceKinds:
    """The table of a name. PackError: there is no such table, or it is not whole."""
    path = FOLDER / f"{name}.toml"
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        kinds = tuple(EvidenceKind(row["code"], row["zh"], row["en"], bool(row["counts"])) for row in table["kinds"])
        source = table["source"]
        return EvidenceKinds(table["name"], kinds, source["title"], source["dated"], source["basis"], source["sentence"])
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError):
        raise PackError(f"佐证种类表“{name}”没有或不完整。", f"The table of evidence kinds {name!r} is missing or incomplete.", where=path.name, next_zh="请检查文件。", next_en="Check the file.") from None
