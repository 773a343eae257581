"""The real page and the real families of ../shared as sides, and sides made of words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from luoshi.comparing import Side, sides_of
from luoshi.extracting import extract
from luoshi.reading import read

SHARED = Path(__file__).parents[3] / "shared"
PAGE = SHARED / "gold" / "postal-2018.txt"
CORPORA = SHARED / "corpora"
needs_the_page = pytest.mark.skipif(not PAGE.exists(), reason="../shared is absent")
needs_the_families = pytest.mark.skipif(not CORPORA.exists(), reason="../shared is absent")


def made(*texts: str, **more: object) -> list[Side]:
    """A side for each text; their keys are 0, 1, 2 …"""
    return [Side(str(number), text, 0, len(text), **more) for number, text in enumerate(texts)]  # type: ignore[arg-type]


@cache
def page() -> tuple[Side, ...]:
    """The eight units of the real page."""
    return sides_of([extract(read(PAGE, dated="2018-08"), pack="postal-2018")])


@cache
def family(name: str) -> tuple[Side, ...]:
    """The directives of a family, then its responses."""
    files = [file for folder in ("directive", "responses") for file in sorted((CORPORA / name / folder).iterdir())]
    return sides_of([extract(read(file)) for file in files], split=False)


def named(sides: tuple[Side, ...], words: str) -> Side:
    """The side in whose file's name, or else unit, the words stand."""
    return next(side for side in sides if words in Path(side.name).name or words in side.unit)
