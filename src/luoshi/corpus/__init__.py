"""Thousands of documents → a store that answers: who else says this, what is shared, where words come from.

Names are loaded when they are first used: a question is answered sooner than the builder is loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from luoshi.corpus.building import build
    from luoshi.corpus.finding import Answer, Found, find
    from luoshi.corpus.records import SCHEMA, Built, Progress, Row, Trouble
    from luoshi.corpus.reusing import Reuse, Shared, reuse
    from luoshi.corpus.stores import Store, open_store

_FROM = {
    "SCHEMA": "records", "Answer": "finding", "Built": "records", "Found": "finding", "Progress": "records", "Row": "records",
    "Reuse": "reusing", "Shared": "reusing", "Store": "stores", "Trouble": "records", "build": "building", "find": "finding", "open_store": "stores", "reuse": "reusing",
}  # fmt: skip
"""Where each name is kept."""

__all__ = ["SCHEMA", "Answer", "Built", "Found", "Progress", "Reuse", "Row", "Shared", "Store", "Trouble", "build", "find", "open_store", "reuse"]


def __getattr__(name: str) -> Any:
    """A name of this folder's front door."""
    if name not in _FROM:
        raise AttributeError(f"module 'luoshi.corpus' has no attribute {name!r}")
    return getattr(import_module(f"luoshi.corpus.{_FROM[name]}"), name)
