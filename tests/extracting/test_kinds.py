"""What each clause does. A case: the clauses with their kinds; joined they are the text, whose last one ends a paragraph."""

from __future__ import annotations

from typing import Any

import pytest
from case_files import cases, extracted

from luoshi.extracting import KINDS

NOT_YET = pytest.mark.xfail(strict=True)


def found_in(row: dict[str, Any]) -> list[tuple[str, str]]:
    found = extracted(row, "".join(words for words, _ in row["clauses"]))
    return [(found.document.text[clause.start : clause.end].strip(), clause.kind) for clause in found.clauses]


def said_by(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(words.strip(), kind) for words, kind in row["clauses"]]


@pytest.mark.parametrize("row", cases("kinds", "in_the_wild", "made_up"))
def test_a_clause_has_the_kind_that_a_careful_official_would_give_it(row: dict[str, Any]) -> None:
    assert found_in(row) == said_by(row)


@pytest.mark.parametrize("row", cases("sections", "in_the_wild", "made_up"))
def test_a_clause_is_read_by_the_section_in_which_it_stands(row: dict[str, Any]) -> None:
    assert found_in(row) == said_by(row)


@pytest.mark.parametrize("row", [*cases("kinds", "known_failures"), *cases("sections", "known_failures")])
@NOT_YET
def test_what_is_not_judged_rightly_yet(row: dict[str, Any]) -> None:
    assert found_in(row) == said_by(row)


@pytest.mark.parametrize("row", [*cases("kinds", "made_up"), *cases("sections", "made_up")])
def test_the_cases_name_known_kinds(row: dict[str, Any]) -> None:
    assert {kind for _, kind in row["clauses"]} <= set(KINDS)
