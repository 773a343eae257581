"""Which column of a table, or field of a record, holds the text, the unit, the date."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from luoshi.errors import TableError

_ASIDE = re.compile(r"[（(\[【].*?[）)\]】]|[\s:：*＊_\-]")


@cache
def known_names() -> dict[str, dict[str, int]]:
    """Our name → the names it goes by, each with its rank."""
    table = tomllib.loads(resources.files(__package__).joinpath("columns.toml").read_text("utf-8"))
    return {ours: {plain(name): rank for rank, name in enumerate(names)} for ours, names in table.items()}


def plain(name: str) -> str:
    """A column's name as it is compared.

    >>> plain(" 单 位（全称）："), plain("Full_Text")
    ('单位', 'fulltext')
    """
    return _ASIDE.sub("", name).lower()


def find_columns(header: Sequence[str], wanted: Mapping[str, str], where: str) -> dict[str, int]:
    """Our name → the index of its column; what the caller wants goes before what is known. TableError for what is not there."""
    names = [plain(name) for name in header]
    found = {}
    for ours, ranks in known_names().items():
        fitting = [(ranks[name], index) for index, name in enumerate(names) if name in ranks]
        if fitting:
            found[ours] = min(fitting)[1]
    for ours, theirs in wanted.items():
        if plain(theirs) not in names:
            raise TableError.no_column(where, theirs, seen(header))
        found[ours] = names.index(plain(theirs))
    return found


def is_header(header: Sequence[str], wanted: Mapping[str, str]) -> bool:
    """Whether a row names the column of the text, and all that the caller wants."""
    names = {plain(name) for name in header}
    return all(plain(theirs) in names for theirs in wanted.values()) and ("text" in wanted or not names.isdisjoint(known_names()["text"]))


def seen(header: Sequence[str]) -> list[str]:
    """The names of a header that are not blank."""
    return [" ".join(name.split()) for name in header if name.strip()]
