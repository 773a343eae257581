"""Programmes and deliverables by their plain names. A case: the words of a duty, the names in it, and the pack."""

from __future__ import annotations

from typing import Any

import pytest
from case_files import cases

from luoshi.extracting.naming import find_deliverables, find_programmes
from luoshi.packs import load_pack


def programmes_in(row: dict[str, Any]) -> list[str]:
    found = find_programmes(row["words"], 0, len(row["words"]), load_pack(row.get("pack")))
    assert all(row["words"][named.start : named.end] for named in found)
    return [named.name for named in found]


def deliverables_in(row: dict[str, Any]) -> list[str]:
    found = find_deliverables(row["words"], 0, len(row["words"]))
    assert all(row["words"][named.start : named.end] for named in found)
    return [named.name for named in found]


@pytest.mark.parametrize("row", cases("programmes", "in_the_wild", "made_up"))
def test_a_named_instrument_is_a_programme(row: dict[str, Any]) -> None:
    assert programmes_in(row) == row["names"]


@pytest.mark.parametrize("row", cases("programmes", "must_not_change"))
def test_a_phrase_or_a_kind_of_work_is_no_programme(row: dict[str, Any]) -> None:
    assert programmes_in(row) == []


@pytest.mark.parametrize("row", cases("deliverables", "in_the_wild", "made_up"))
def test_what_can_be_laid_on_the_table_is_a_deliverable(row: dict[str, Any]) -> None:
    assert deliverables_in(row) == row["names"]


@pytest.mark.parametrize("row", cases("deliverables", "must_not_change"))
def test_what_is_only_used_or_improved_is_no_deliverable(row: dict[str, Any]) -> None:
    assert deliverables_in(row) == []


@pytest.mark.parametrize("row", cases("programmes", "known_failures"))
@pytest.mark.xfail(strict=True)
def test_which_programmes_are_not_found_yet(row: dict[str, Any]) -> None:
    assert programmes_in(row) == row["names"]


@pytest.mark.parametrize("row", cases("deliverables", "known_failures"))
@pytest.mark.xfail(strict=True)
def test_which_deliverables_are_not_found_yet(row: dict[str, Any]) -> None:
    assert deliverables_in(row) == row["names"]
