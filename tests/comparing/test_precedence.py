"""Several orders of some of the things each become one order of all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from luoshi.comparing.restoring.precedence import agreement, merge_orders


@given(st.permutations(range(6)), st.data())
def test_orders_that_agree_are_kept_whole(order: list[int], data: st.DataObject) -> None:
    parts = [[number for number in order if number in kept] for kept in data.draw(st.lists(st.sets(st.sampled_from(order)), max_size=4))]
    merged = merge_orders("abcdef", [order, *parts])
    assert merged == list(order)
    assert agreement("abcdef", [order, *parts], merged) == [1.0] * 6


def test_the_majority_decides_and_who_stood_against_it_is_told() -> None:
    orders = [[0, 1, 2], [0, 1, 2], [2, 0, 1]]
    merged = merge_orders("abc", orders)
    assert merged == [0, 1, 2]
    assert agreement("abc", orders, merged) == [1.0, 1.0, 1.0]


def test_what_no_order_tells_goes_by_name() -> None:
    assert merge_orders("cab", []) == [1, 2, 0]


@given(st.lists(st.lists(st.sampled_from(range(5)), unique=True), max_size=5))
def test_every_thing_is_there_once_whatever_the_orders(orders: list[list[int]]) -> None:
    merged = merge_orders("abcde", orders)
    assert sorted(merged) == list(range(5))
    assert merged == merge_orders("abcde", orders[::-1])
    assert all(0 <= share <= 1 for share in agreement("abcde", orders, merged))
