"""Cases as data: cases/FOLDER/{in_the_wild,made_up,must_not_change,known_failures}.json, each a list of objects.

Anyone can add one without Python. What a case of a folder says is told at the head of the test file of that name.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from luoshi.extracting import Extraction, FoundDuty, extract
from luoshi.reading import read_text

CASES = Path(__file__).parent / "cases"


def cases(folder: str, *names: str) -> list[Any]:
    """The cases of the files named, each under an id that shows its words."""
    rows = [row for name in names for row in _rows(CASES / folder / f"{name}.json")]
    return [pytest.param(row, id=_words(row)[:40]) for row in rows]


def _rows(file: Path) -> list[dict[str, Any]]:
    return list(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else []


def _words(row: dict[str, Any]) -> str:
    pieces = row.get("pieces") or [words for words, _ in row.get("clauses", ())]
    return "".join(pieces) or str(row.get("text") or row["words"])


def extracted(row: dict[str, Any], text: str = "") -> Extraction:
    """What is found in a case's text, with its pack and date where it gives them."""
    return extract(read_text(text or row.get("text") or row["words"], dated=row.get("dated", "2022")), pack=row.get("pack"))


def duty_of(row: dict[str, Any]) -> FoundDuty:
    """The one duty of a case that has its `words`."""
    words = row["words"].strip()
    return next(duty for duty in extracted(row).duties if duty.words.strip() == words)
