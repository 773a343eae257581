"""The list in a real browser: from any row one click to the sentence, and nothing that eyes, hands or a small screen could not use."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from tests.web.axe import SIZES, assert_accessible, speak
from tests.web.cast import Cast
from tests.web.conftest import sign_in
from tests.web.ledger.made_list import Made, accept_all, make_campaign

from luoshi.web.ledger.actions.signing import sign, withdraw
from luoshi.web.ledger.models import Duty, SignedList
from luoshi.web.log.actions import record
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting


@pytest.fixture
def made(live_cast: Cast) -> Made:
    made = make_campaign(live_cast)
    accept_all(made, live_cast, owners=False)
    return made


def name_owners(made: Made, cast: Cast) -> None:
    posts = {made.north_post.unit_id: made.north_post.pk, made.south_post.unit_id: made.south_post.pk}
    fields = {duty.subject: {"owner_post": posts[duty.lead_id], "missing": [what for what in duty.missing if what != "owner"]} for duty in made.duties}
    with transaction.atomic():
        record("duty.assigned", made.campaign.chain, fields, by=acting(cast.li))


def test_the_clerk_names_the_owners_the_head_signs_and_each_row_leads_to_its_sentence(page: Any, made: Made, live_cast: Cast) -> None:
    sign_in(page, "li")
    page.goto(f"/campaigns/{made.campaign.pk}/list/")
    for box in page.locator("input[data-group]").all():
        box.check()
    page.fill("input[name=owner_post]", "局长")
    page.click(".assigning button[type=submit]")
    page.wait_for_selector("text=已给 14 项指定")
    page.context.clear_cookies()
    sign_in(page, "zhao")
    page.goto(f"/campaigns/{made.campaign.pk}/list/")
    page.fill("#note", "经局务会审定")
    page.click(".button.seal")
    assert not SignedList.objects.exists()      # asked once, in place
    page.click(".button.seal")
    page.wait_for_url("**/lists/*/")
    words = {duty.pk: duty.sources[0]["words"] for duty in made.duties}
    links = [row.get_attribute("href") for row in page.locator("table .words a").all()]
    assert len(links) == 14
    for link in (links[0], links[8], links[-1]):
        page.goto("/lists/" + str(SignedList.objects.get().pk) + "/")
        page.click(f"a[href='{link}']")
        page.wait_for_url(f"**{link}")
        assert words[int(link.strip("/").split("/")[-1])] in page.inner_text(".quote")
    assert list(differences()) == []


def test_from_the_thread_one_click_leads_to_the_sentence_at_the_desk(page: Any, made: Made, live_cast: Cast) -> None:
    sign_in(page, "li")
    duty = made.duties[4]
    page.goto(f"/d/{duty.pk}/")
    page.click(f"a[href$='/desk/#d{duty.pk}']")
    page.wait_for_url("**/desk/**")
    assert page.locator(f"#d{duty.pk}").is_visible()


def test_words_typed_to_sign_are_still_there_after_a_reload(page: Any, made: Made, live_cast: Cast) -> None:
    name_owners(made, live_cast)
    sign_in(page, "zhao")
    page.goto(f"/campaigns/{made.campaign.pk}/list/")
    page.fill("#note", "请各单位对照执行")
    page.wait_for_timeout(600)      # words are kept a moment after the last key
    page.reload()
    assert page.input_value("#note") == "请各单位对照执行"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_can_be_used_by_anybody(page: Any, live_server: Any, made: Made, live_cast: Cast, lang: str, size: str) -> None:
    name_owners(made, live_cast)
    sign(made.campaign, by=acting(live_cast.zhao), person=live_cast.zhao)
    withdraw(made.duties[0], why="重复", by=acting(live_cast.zhao), person=live_cast.zhao)
    second = sign(made.campaign, by=acting(live_cast.zhao), person=live_cast.zhao)
    with transaction.atomic():
        record("duty.edited", made.campaign.chain, {Duty.objects.get(pk=made.duties[2].pk).subject: {"note": "改"}}, by=acting(live_cast.li))
    sign_in(page, "zhao" if size == "phone" else "li")
    speak(page, lang, live_server.url)
    page.set_viewport_size(SIZES[size])
    campaign = made.campaign.pk
    for path in ("duties/", "duties/?q=无", "list/?show=all", "list/import/", f"slips/?unit={live_cast.south.pk}"):
        page.goto(f"/campaigns/{campaign}/{path}")
        assert_accessible(page)
    for path in (f"/lists/{second.pk}/", f"/d/{made.duties[1].pk}/", f"/d/{made.duties[0].pk}/"):
        page.goto(path)
        assert_accessible(page)
