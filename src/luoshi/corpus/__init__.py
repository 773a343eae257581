"""Thousands of documents → a store that answers: who else says this, what is shared, where words come from.

Names are loaded when they are first used: a question is answered sooner than the builder is loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from luoshi.corpus.building import build
    from luoshi.corpus.finding import Answer, Found, find
    from luoshi.corpus.records import RESULTS_SCHEMA, SCHEMA, Built, Progress, Row, Trouble
    from luoshi.corpus.results import read_table, write_tables
    from luoshi.corpus.reusing import Reuse, Shared, reuse, searcher
    from luoshi.corpus.stores import Store, open_store
    from luoshi.corpus.tracing import Ancestry, Lineage, family, lineage

_FROM = {
    "RESULTS_SCHEMA": "records",
    "SCHEMA": "records",
    "Answer": "finding",
    "Built": "records",
    "Found": "finding",
    "Lineage": "tracing",
    "Ancestry": "tracing",
    "Progress": "records",
    "Reuse": "reusing",
    "Row": "records",
    "Shared": "reusing",
    "Store": "stores",
    "Trouble": "records",
    "build": "building",
    "family": "tracing",
    "find": "finding",
    "lineage": "tracing",
    "open_store": "stores",
    "read_table": "results",
    "reuse": "reusing",
    "searcher": "reusing",
    "write_tables": "results",
}
"""Where each name is kept."""

__all__ = [
    "RESULTS_SCHEMA",
    "SCHEMA",
    "Ancestry",
    "Answer",
    "Built",
    "Found",
    "Lineage",
    "Progress",
    "Reuse",
    "Row",
    "Shared",
    "Store",
    "Trouble",
    "build",
    "family",
    "find",
    "lineage",
    "open_store",
    "read_table",
    "reuse",
    "searcher",
    "write_tables",
]


def __getattr__(name: str) -> Any:
    """A name of this folder's front door."""
    if name not in _FROM:
        raise AttributeError(f"module 'luoshi.corpus' has no attribute {name!r}")
    return getattr(import_module(f"luoshi.corpus.{_FROM[name]}"), name)
