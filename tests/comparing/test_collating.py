"""Words that differ by one character from what other texts have: slips are doubted, what is meant is not.

A case of cases/collating.json has texts, and what is doubted in them: [number of the text, words, proposal].
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from real_texts import family, made, named, needs_the_families, needs_the_page, page

from luoshi.comparing import Side, Variant, sides_of
from luoshi.comparing.sharing.passages import find_passages
from luoshi.comparing.tracing.collating import find_variants, suspects_in
from luoshi.extracting import extract
from luoshi.reading import read_text
from luoshi.reading.repair import REASONS

CASES = json.loads((Path(__file__).parent / "cases" / "collating.json").read_text(encoding="utf-8"))


def variants(sides: list[Side] | tuple[Side, ...]) -> tuple[Variant, ...]:
    return find_variants(sides, find_passages(sides))


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_slips_are_doubted_and_what_is_meant_is_not(case: dict[str, Any]) -> None:
    assert [[int(found.key), found.words, found.proposal] for found in variants(made(*case["texts"]))] == case["found"]


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_the_order_of_the_texts_changes_nothing(case: dict[str, Any]) -> None:
    def told(sides: list[Side]) -> set[tuple[Any, ...]]:
        return {(found.key, found.start, found.end, found.words, found.proposal, frozenset(found.others)) for found in variants(sides)}

    sides = made(*case["texts"])
    assert told(sides) == told(sides[::-1])


def test_it_says_who_has_the_likely_word_and_where() -> None:
    sides = made("我局认真落实各项政策措施。", "认真落实各项政策指施。", "认真落实各项政策措施。")
    [found] = variants(sides)
    assert (found.key, found.start, found.end, found.others) == ("1", 8, 10, (("0", 10, 12), ("2", 8, 10)))


@needs_the_page
def test_on_the_real_page_the_one_slip_is_found_with_the_side_that_made_it() -> None:
    [found] = variants(page())
    assert (found.words, found.proposal) == ("指施", "措施")
    assert found.key == named(page(), "辽宁").key
    assert [key for key, _, _ in found.others] == [named(page(), "河北").key]


@needs_the_families
def test_in_real_regulations_what_is_doubted_is_a_slip() -> None:
    doubted = {(found.words, found.proposal) for found in variants(family("business-env-2019")[:12])}
    assert doubted == {("循私", "徇私")}


def test_a_document_gets_the_doubts_about_it_as_suspects() -> None:
    doubtful = extract(read_text("认真落实各项政策指施，确保取得实效。", name="乙.txt"))
    sides = sides_of([extract(read_text("认真落实各项政策措施，确保取得实效。", name="甲.txt")), doubtful])
    [suspect] = suspects_in(doubtful.document, sides, variants(sides))
    assert (suspect.kind, suspect.words, suspect.proposal) == ("typo", "指施", "措施")
    assert doubtful.document.text[suspect.start : suspect.end] == "指施"
    assert suspect.reason in REASONS


def test_what_reading_doubts_already_is_not_said_twice() -> None:
    text = "认真落实各项政策指施，确保取得实效。"
    found = extract(read_text(text, name="乙.txt"))
    side = Side("乙.txt", text, 0, len(text), name="乙.txt")
    doubt = Variant("乙.txt", 8, 10, "指施", "措施", (("甲.txt", 8, 10),))
    known = replace(found.document, suspects=suspects_in(found.document, [side], [doubt]))
    assert known.suspects
    assert suspects_in(known, [side], [doubt]) == ()
