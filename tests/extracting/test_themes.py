"""Which theme a clause belongs to. A case: a text, the words of one clause in it, its theme, and the pack (none: the general one)."""

from __future__ import annotations

from typing import Any

import pytest
from case_files import cases, extracted


def theme_of(row: dict[str, Any]) -> str:
    found = extracted(row)
    words = row["words"].strip()
    return next(clause.theme for clause in found.clauses if found.document.text[clause.start : clause.end].strip() == words)


@pytest.mark.parametrize("row", cases("themes", "in_the_wild", "made_up"))
def test_a_clause_has_the_theme_of_its_words_or_of_what_stands_over_it(row: dict[str, Any]) -> None:
    assert theme_of(row) == row["theme"]


@pytest.mark.parametrize("row", cases("themes", "known_failures"))
@pytest.mark.xfail(strict=True)
def test_what_has_another_theme_yet(row: dict[str, Any]) -> None:
    assert theme_of(row) == row["theme"]
