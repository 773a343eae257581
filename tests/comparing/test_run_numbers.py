"""What the numbers of runs let through is what the words would have found, however many texts stand beside."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from luoshi.comparing.run_numbers import RunTable, candidates, runs_of_each
from luoshi.comparing.short_texts import FIRST, ShortText, find_repeats

SAID = "已召开专题会议研究部署，印发工作方案，组织开展全面排查整治，下一步将持续推进。"


def table_of(texts: list[str], order: list[int] | None = None) -> RunTable:
    runs = runs_of_each(texts)
    return RunTable(np.arange(len(texts)), np.array([len(own) for own in runs], np.int64), np.concatenate([*runs, np.zeros(0, np.uint32)]), np.array(range(len(texts)) if order is None else order, np.int64))


def found_by_numbers(asked: str, others: list[str], quoted: str = "") -> list[int]:
    return candidates([(-1, asked, quoted)], table_of(others)).tolist()


@given(st.text("甲乙丙丁，", max_size=40), st.lists(st.text("甲乙丙丁，", max_size=40), max_size=FIRST - 1), st.text("甲乙丙丁", max_size=12))
def test_nothing_that_is_repeated_is_lost(asked: str, others: list[str], quoted: str) -> None:
    texts = [ShortText(number, words) for number, words in enumerate(others)]
    kept = set(found_by_numbers(asked, others, quoted))
    one = ShortText(-1, asked, quoted)
    whole, part = find_repeats([one], texts).get(-1, []), find_repeats([one], [text for text in texts if text.number in kept]).get(-1, [])
    if quoted:
        assert len(part) >= min(1, len(whole))
    else:
        assert part == whole


def test_a_copy_is_found_among_thousands() -> None:
    chance = random.Random(7)
    clauses = ["".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(12)) for _ in range(2000)]
    others = ["，".join(chance.choice(clauses) for _ in range(5)) for _ in range(5000)]
    others[3210] = SAID.replace("，", "") + "另有2处正在整改"
    assert 3210 in found_by_numbers(SAID, others)


def test_a_formula_that_everyone_uses_has_the_first_as_its_source() -> None:
    others = [SAID] * 50
    order = list(reversed(range(50)))
    assert candidates([(49, SAID, "")], table_of(others, order)).tolist() == [48, 47, 46, 45, 44, 43], "its own place is the first, and is not counted"


def test_what_is_not_to_be_looked_at_takes_nobodys_place() -> None:
    assert candidates([(-1, SAID, "")], table_of([SAID] * 20, [19])).tolist() == [19]


def test_what_is_only_quoted_lets_nothing_through() -> None:
    assert found_by_numbers(SAID, [SAID], quoted=SAID) == []


def test_nothing_asked_and_nothing_beside_find_nothing() -> None:
    assert candidates([], table_of([SAID])).tolist() == found_by_numbers(SAID, []) == found_by_numbers("短", [SAID]) == []
