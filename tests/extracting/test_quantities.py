"""How much: figures with their comparator and unit, and the numbers that count nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.extracting.quantities import find_quantities

CASES = Path(__file__).parent / "cases" / "quantities"
GOLD = Path(__file__).parents[3] / "shared" / "gold"


def cases(name: str) -> list[Any]:
    rows = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["words"]) for row in rows]


def values(words: str) -> list[str]:
    return [quantity.value for quantity in find_quantities(words)]


@pytest.mark.parametrize("row", [*cases("made_up"), *cases("in_the_wild")])
def test_a_figure_keeps_its_comparator_and_its_unit(row: dict[str, Any]) -> None:
    assert values(row["words"]) == row["values"]


@pytest.mark.parametrize("row", cases("must_not_change"))
def test_a_number_in_a_name_counts_nothing(row: dict[str, Any]) -> None:
    assert values(row["words"]) == []


@pytest.mark.parametrize("row", cases("known_failures"))
@pytest.mark.xfail(strict=True)
def test_what_is_not_read_yet(row: dict[str, Any]) -> None:
    assert values(row["words"]) == row["values"]


def test_every_cell_of_the_labelled_documents_is_reproduced() -> None:
    if not GOLD.exists():
        pytest.skip("../shared is absent")
    wrong = []
    for path in sorted(GOLD.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["type"] in ("duty", "target") and ";".join(values(row["segment"])) != (row["quantity"] or ""):
                    wrong.append((path.name, row["segment"], row["quantity"], values(row["segment"])))
    assert wrong == []


def test_the_parts_make_up_the_value() -> None:
    quantity = find_quantities("降低20%以上")[0]
    assert (quantity.comparator, quantity.number, quantity.unit) == (">=-", "20", "%")


def test_the_stretch_bounds_the_search_and_spans_are_absolute() -> None:
    text = "前有10家，后有２ 0家以上。"
    quantity = find_quantities(text, 6)[0]
    assert text[quantity.start : quantity.end] == quantity.words == "２ 0家以上"
    assert [q.value for q in find_quantities(text, 0, 6)] == ["10家"]


@given(st.text(alphabet="0123456789.,％%万亿千百十两三五个家户以上至-—到“”《》翻番百分之提高降低不少于超过年级 ", max_size=40))
def test_any_text_gives_figures_that_stand_in_it(text: str) -> None:
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.words
        assert quantity.number and quantity.value.endswith(quantity.unit)
