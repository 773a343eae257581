"""Who must act, and in what role. A case: a text, the words of one duty in it, and its actors as [name, role]."""

from __future__ import annotations

from typing import Any

import pytest
from case_files import cases, duty_of


def actors_of(row: dict[str, Any]) -> list[list[str]]:
    return [[actor.name, actor.role] for actor in duty_of(row).actors]


@pytest.mark.parametrize("row", cases("actors", "in_the_wild", "made_up"))
def test_the_subject_the_moved_party_and_the_bracketed_units_are_found(row: dict[str, Any]) -> None:
    assert actors_of(row) == row["actors"]


@pytest.mark.parametrize("row", cases("actors", "must_not_change"))
def test_who_is_only_spoken_of_does_not_act(row: dict[str, Any]) -> None:
    assert actors_of(row) == []


@pytest.mark.parametrize("row", cases("actors", "known_failures"))
@pytest.mark.xfail(strict=True)
def test_who_is_not_found_yet(row: dict[str, Any]) -> None:
    assert actors_of(row) == row["actors"]
