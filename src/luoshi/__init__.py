"""Luoshi 落实: from a directive to a result that can be checked.

A file is read (opened, repaired, structured), then what it says is extracted: clauses with their kind, duties with their words
and place, the gap table, the questions. Documents are compared: which words they share, which points of a directive each answers. Of
thousands of documents `luoshi.corpus` makes a store that answers. Names are loaded when they are first used.

>>> import luoshi
>>> document = luoshi.read_text("各单位要在9月底前制定实施方案，每月报送进展。", dated="2018")
>>> [duty.words for duty in luoshi.extract(document).duties]
['各单位要在9月底前制定实施方案，', '每月报送进展。']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from luoshi.comparing import Comparison, Coverage, compare, coverage
    from luoshi.errors import LuoshiError
    from luoshi.extracting import Extraction, extract
    from luoshi.packs import load_pack, pack_names, read_expected
    from luoshi.reading import ReadDocument, read, read_all, read_text

_FROM = {
    "Comparison": "luoshi.comparing",
    "Coverage": "luoshi.comparing",
    "Extraction": "luoshi.extracting",
    "LuoshiError": "luoshi.errors",
    "ReadDocument": "luoshi.reading",
    "compare": "luoshi.comparing",
    "coverage": "luoshi.comparing",
    "extract": "luoshi.extracting",
    "load_pack": "luoshi.packs",
    "pack_names": "luoshi.packs",
    "read": "luoshi.reading",
    "read_all": "luoshi.reading",
    "read_expected": "luoshi.packs",
    "read_text": "luoshi.reading",
}
"""Where each name of the library's front door is kept."""

__all__ = [
    "Comparison",
    "Coverage",
    "Extraction",
    "LuoshiError",
    "ReadDocument",
    "compare",
    "coverage",
    "extract",
    "load_pack",
    "pack_names",
    "read",
    "read_all",
    "read_expected",
    "read_text",
]


def __getattr__(name: str) -> Any:
    """A name of the front door, from the folder that keeps it; `luoshi.corpus` is a folder of its own."""
    if name == "corpus":
        return import_module("luoshi.corpus")
    if name not in _FROM:
        raise AttributeError(f"module 'luoshi' has no attribute {name!r}")
    return getattr(import_module(_FROM[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_FROM])
