"""The real damaged page: ../shared/gold/postal-2018.txt."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from luoshi.reading.document import SourceText
from luoshi.reading.repair import Repaired, repair_source, replay

PAGE = Path(__file__).parents[3] / "shared/gold/postal-2018.txt"


@pytest.fixture(scope="module")
def source() -> str:
    if not PAGE.exists():
        pytest.skip("../shared/gold is absent")
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def repaired(source: str) -> Repaired:
    return repair_source(SourceText("postal-2018.txt", "txt", source))


def test_455_readings_on_37_characters_are_removed(source: str, repaired: Repaired) -> None:
    readings = [r for r in repaired.repairs if r.kind == "reading"]
    assert len(readings) == 455
    assert len({source[r.start - 1] for r in readings}) == 37


def test_the_five_real_brackets_stay(repaired: Repaired) -> None:
    kept = ("（自治区）", "（新媒体责编：news1166）", "（含图片）", "（兰州）", "（京）")
    assert [repaired.text.count(bracket) for bracket in kept] == [1] * 5
    assert repaired.text.count("（") + repaired.text.count("(") == 5


def test_eighteen_variants_are_mended(repaired: Repaired) -> None:
    variants = Counter(f"{r.before}→{r.after}" for r in repaired.repairs if r.kind == "variant")
    assert variants == {"陜→陕": 8, "著→着": 10}


def test_nothing_traditional_is_left(repaired: Repaired) -> None:
    assert not [char for char in set(repaired.text) if "一" <= char <= "鿿" and not char.encode("gb2312", "ignore")]


def test_the_typo_is_reported_and_stays(repaired: Repaired) -> None:
    typo = next(s for s in repaired.suspects if s.reason == "collated")
    assert (typo.words, typo.proposal) == ("指施", "措施")
    assert repaired.text[typo.start : typo.end] == "指施"


def test_the_records_give_the_text(source: str, repaired: Repaired) -> None:
    assert replay(source, repaired.repairs) == repaired.text
