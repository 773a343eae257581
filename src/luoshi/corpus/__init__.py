"""Thousands of documents → a store that answers: who else says this, what is shared, where words come from."""

from luoshi.corpus.building import build
from luoshi.corpus.finding import Answer, Found, find
from luoshi.corpus.records import SCHEMA, Built, Progress, Row, Trouble
from luoshi.corpus.stores import Store, open_store

__all__ = ["SCHEMA", "Answer", "Built", "Found", "Progress", "Row", "Store", "Trouble", "build", "find", "open_store"]
