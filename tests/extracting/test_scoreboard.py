"""How well labelled documents are read: by the scorer of ../shared/gold, through the front door, from file to JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from labelled import ABSENT, GOLD, figures, gold_documents, scored, second_documents

pytestmark = pytest.mark.skipif(not GOLD.exists(), reason=ABSENT)

BARS = {"duty": 0.93, "kind": 0.90, "theme": 0.93, "due": 0.97, "recurrence": 0.85, "quantity": 0.85, "actor": 0.90, "programme": 0.80}
SECOND_BARS = {"duty": 0.90, "kind": 0.85}


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """The figures of the five documents, pooled."""
    return figures(scored(gold_documents(), tmp_path_factory.mktemp("gold"))[0])


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """The figures of the documents of the second labels, pooled."""
    folder: Path = tmp_path_factory.mktemp("second")
    return figures(scored(second_documents(folder), folder)[0])


@pytest.mark.parametrize("measure", BARS)
def test_five_labelled_documents_are_read_as_well_as_promised(gold: dict[str, float], measure: str) -> None:
    assert gold[measure] >= BARS[measure]


@pytest.mark.parametrize("measure", SECOND_BARS)
def test_documents_with_second_labels_are_read_as_well_as_promised(second: dict[str, float], measure: str) -> None:
    assert second[measure] >= SECOND_BARS[measure]


def test_there_are_five_documents_and_nine_second_ones(tmp_path: Path) -> None:
    assert (len(gold_documents()), len(second_documents(tmp_path))) == (5, 9)
