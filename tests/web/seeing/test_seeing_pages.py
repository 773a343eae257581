"""The pages of seeing in a real browser: for all eyes, both languages, both screens, with the keyboard, and on paper."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from tests.web.axe import SIZES, assert_accessible, speak
from tests.web.cast import Cast
from tests.web.conftest import sign_in
from tests.web.seeing.conftest import Signed
from tests.web.turns.conftest import signed
from tests.web.turns.test_lighting import lively

from luoshi.web.people.acting import SYSTEM
from luoshi.web.people.actions.units import change_unit

PAGES = ["board/", "board/units/", "board/map/", "board/rows/?light=yellow", "burden/", "trend/", "late-facts/?month=2018-10", "search/?q=岸电", "board/?on=2018-10-25&known=then"]


@pytest.fixture
def on_site(live_cast: Cast) -> Signed:
    """The lively campaign where a browser sees it."""
    made: Signed = lively.__wrapped__(signed.__wrapped__(live_cast))
    change_unit(live_cast.north, code="610000", by=SYSTEM)
    change_unit(live_cast.south, code="441200", by=SYSTEM)
    return made


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_pages_can_be_used_by_all(on_site: Signed, page: Any, live_server: Any, lang: str) -> None:
    sign_in(page, "zhao")
    speak(page, lang, live_server.url)
    for size, view in SIZES.items():
        page.set_viewport_size(view)
        for name in PAGES:
            page.goto(f"/campaigns/{on_site.made.campaign.pk}/{name}")
            assert_accessible(page)
            if folder := os.environ.get("LUOSHI_SHOTS"):
                page.screenshot(path=str(Path(folder) / f"{lang}-{size}-{name.split('?')[0].replace('/', '-')}{'then' if 'known' in name else ''}.png"))


def test_a_leader_goes_from_a_number_to_the_sentence_without_a_mouse(on_site: Signed, page: Any) -> None:
    sign_in(page, "zhao")
    page.goto(f"/campaigns/{on_site.made.campaign.pk}/board/map/")
    page.focus("svg.tiles a")
    page.keyboard.press("Enter")
    assert "#p" in page.url
    page.focus("tr:target a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/board/rows/**")
    page.focus("td.words a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/d/**")
    assert page.locator("blockquote").count() >= 1


def test_the_day_is_chosen_at_the_top_of_a_page_and_kept_in_its_links(on_site: Signed, page: Any) -> None:
    sign_in(page, "zhao")
    page.goto(f"/campaigns/{on_site.made.campaign.pk}/documents/")
    page.fill("#as-of-on", "2018-10-25")
    page.click("form:has(#as-of-on) button")
    page.wait_for_url("**/board/?on=2018-10-25&known=then")
    page.click("nav.board-nav a >> nth=1")
    page.wait_for_url("**/board/units/?on=2018-10-25&known=then")
