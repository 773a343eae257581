"""What the guided tour says is on the site: its script goes all steps, in both languages, and takes no pictures."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "docs" / "tutorial" / "guided_tour.py"


@pytest.fixture(scope="module")
def tour() -> ModuleType:
    """The script of the tour."""
    spec = importlib.util.spec_from_file_location("guided_tour", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def address(tour: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The example site, running."""
    with tour.example_site(tmp_path_factory.mktemp("tour") / "demo") as found:
        yield found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_word_in_bold_stands_on_the_site(browser: Any, tour: ModuleType, address: str, lang: str) -> None:
    tour.walk(browser, address, lang)


def test_every_step_has_its_picture_in_both_languages(tour: ModuleType) -> None:
    wanted = {f"{number}-{name}{end}.png" for number, name in enumerate(tour.STEPS, 1) for end in ("", ".zh")}
    assert {path.name for path in tour.PICTURES.iterdir()} == wanted
    for lang, page in tour.PAGES.items():
        assert [f"{number}-{name}{'.zh' if lang == 'zh' else ''}.png" in page.read_text("utf-8") for number, name in enumerate(tour.STEPS, 1)] == [True] * 6
