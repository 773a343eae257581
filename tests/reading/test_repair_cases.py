"""Cases that anyone may add to without Python: cases/repair_*.json, each a source and the clean text it should give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from luoshi.reading.document import SourceText
from luoshi.reading.repair import repair_source, replay

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    """The cases of one file, each with its name as the test's name."""
    rows = json.loads((CASES / f"repair_{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["name"]) for row in rows]


def check(case: dict[str, Any]) -> None:
    repaired = repair_source(SourceText("case", "paste", case["source"]))
    assert repaired.text == case.get("clean", case["source"])
    assert replay(case["source"], repaired.repairs) == repaired.text
    if "suspects" in case:
        assert [[s.kind, s.words, s.proposal] for s in repaired.suspects] == case["suspects"]


@pytest.mark.parametrize("case", cases("in_the_wild"))
def test_what_sites_did_is_mended(case: dict[str, Any]) -> None:
    check(case)


@pytest.mark.parametrize("case", cases("made_up"))
def test_what_sites_may_do_is_mended(case: dict[str, Any]) -> None:
    check(case)


@pytest.mark.parametrize("case", cases("must_not_change"))
def test_what_is_right_stays(case: dict[str, Any]) -> None:
    repaired = repair_source(SourceText("case", "paste", case["source"]))
    assert (repaired.text, repaired.repairs) == (case["source"], ())
    assert not [s for s in repaired.suspects if s.kind != "lost"]


@pytest.mark.xfail(strict=True, reason="known and not mended")
@pytest.mark.parametrize("case", cases("known_failures"))
def test_what_is_not_mended_yet(case: dict[str, Any]) -> None:
    check(case)
