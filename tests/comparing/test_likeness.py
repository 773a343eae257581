"""How like a sentence is to a point, and how much of it is its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.comparing.covering.echoing import Wording
from luoshi.comparing.covering.likeness import likenesses

FEES, PROOFS = "渡口收费项目应当有依据并公布", "值守证明应当有依据"
WORDS = st.text(alphabet="渡口收费证明值守依据公布，", min_size=1, max_size=12)


def test_the_same_words_are_as_like_as_can_be() -> None:
    assert float(likenesses([FEES], [[FEES]])[0, 0]) == pytest.approx(1)


def test_a_sentence_speaks_less_to_a_point_where_another_is_liker() -> None:
    alone, beside = likenesses([PROOFS], [[FEES]]), likenesses([PROOFS, FEES], [[FEES]])
    assert 0 < beside[0, 0] < alone[0, 0] / 2
    assert beside[1, 0] == pytest.approx(1)


def test_a_sentence_is_as_like_as_the_likest_of_its_stretches() -> None:
    assert float(likenesses([PROOFS], [["修建候船亭四十座", PROOFS]])[0, 0]) == pytest.approx(1)


@given(st.lists(WORDS, max_size=4), st.lists(st.lists(WORDS, min_size=1, max_size=3), max_size=4))
def test_likeness_lies_between_nothing_and_all_whatever_the_order_of_sentences(points: list[str], sentences: list[list[str]]) -> None:
    found = likenesses(points, sentences)
    assert found.shape == (len(points), len(sentences))
    assert ((found >= 0) & (found <= 1.0001)).all()
    assert (likenesses(points, sentences[::-1])[:, ::-1] == found).all()


def test_one_word_for_another_adds_nothing_and_a_clause_of_ones_own_does() -> None:
    wording = Wording(["建立渡口安全巡查体系，发挥巡查对渡运安全的督促作用。"])
    assert wording.adds_nothing("建立渡口安全巡查制度，发挥巡查对渡运安全的督促作用")
    assert not wording.adds_nothing("建立渡口安全巡查体系，聘请退休船长逐船讲评，发挥巡查对渡运安全的督促作用")
