"""Stores that the tests of the corpus ask."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_corpus import documents, write_lines

from luoshi.corpus import Store, build, open_store


@pytest.fixture(scope="session")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty documents."""
    return write_lines(tmp_path_factory.mktemp("lines") / "texts.jsonl", documents(60))


@pytest.fixture(scope="session")
def store(lines: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The store of these, which nobody may change."""
    folder = tmp_path_factory.mktemp("session") / "store"
    build(lines, folder)
    return open_store(folder)
