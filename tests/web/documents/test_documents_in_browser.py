"""In a real browser: files dropped and chosen, reading that shows its progress without a reload, a relay entered in its row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.web.axe import SIZES, assert_accessible, speak
from tests.web.cast import Cast
from tests.web.conftest import sign_in
from tests.web.documents.conftest import EXAMPLES, PLAN, upload

from luoshi.web import reader
from luoshi.web.documents import actions
from luoshi.web.documents.models import Campaign, Document, Relay
from luoshi.web.people.acting import acting

DROP = """(zone, files) => {
  const carried = new DataTransfer();
  for (const [name, words] of files) carried.items.add(new File([words], name, { type: "text/plain" }));
  zone.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def campaign(live_cast: Cast) -> Campaign:
    campaign = actions.open_campaign("攻坚行动", live_cast.nation, by=acting(live_cast.li), dated="2018-08", addressees=[live_cast.north, live_cast.south])
    upload(campaign, live_cast, "部署.txt", (EXAMPLES / "directive.txt").read_bytes(), kind="directive")
    reader.read_waiting()
    return campaign


def test_files_are_chosen_read_and_shown_without_a_reload(page: Any, campaign: Campaign, live_cast: Cast, tmp_path: Path) -> None:
    picture = tmp_path / "photo.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n0000")
    sign_in(page, "li")
    page.goto(f"/campaigns/{campaign.pk}/documents/")
    page.set_input_files("#files", [str(EXAMPLES / "plan.docx"), str(picture), str(EXAMPLES / "plan.pdf")])
    assert "photo.png" in page.inner_text("label.drop output")
    page.click("#upload button[type=submit]")
    page.wait_for_selector("#taken")
    assert page.inner_text("#taken").count("photo.png") == 1 and "PNG" in page.inner_text("#taken .errors") and page.locator("tr[data-state=waiting]").count() == 2
    reader.read_waiting()
    page.locator("tr[data-state=read]").nth(2).wait_for(timeout=15000)
    assert page.locator("#rows[hx-trigger]").count() == 0      # nothing waits: no more is asked
    assert_accessible(page)


def test_files_are_dropped_on_the_zone(page: Any, campaign: Campaign, live_cast: Cast) -> None:
    sign_in(page, "wang")
    page.goto(f"/campaigns/{campaign.pk}/documents/")
    page.locator("label.drop").evaluate(DROP, [["一.txt", PLAN], ["二.txt", PLAN + "完。"]])
    assert "2: 一.txt · 二.txt" in page.inner_text("label.drop output")
    page.click("#upload button[type=submit]")
    page.wait_for_selector("#taken")
    assert set(Document.objects.filter(kind="response").values_list("unit", flat=True)) == {live_cast.north.pk}


def test_a_relay_is_entered_in_its_row(page: Any, campaign: Campaign, live_cast: Cast) -> None:
    sign_in(page, "li")
    page.goto(f"/campaigns/{campaign.pk}/relay/")
    row = page.locator("tbody tr").first
    row.locator("a.button").click()
    page.fill("input[name=received_on]", "2018-09-05")
    page.fill("input[name=passed_on]", "2018-09-03")
    page.click("tbody form button[type=submit]")
    page.wait_for_selector("tbody .note[data-kind=error]")
    page.fill("input[name=passed_on]", "2018-09-10")
    page.click("tbody form button[type=submit]")
    page.wait_for_selector("tbody tr[data-state=passed]")
    assert "2018-09-10" in page.inner_text("tbody tr[data-state=passed]") and Relay.objects.count() == 1
    assert_accessible(page)


def test_coverage_comes_by_itself_and_leads_to_the_sentence(page: Any, campaign: Campaign, live_cast: Cast) -> None:
    upload(campaign, live_cast, "北河.txt", f"{live_cast.north.name}\n建立安全风险分级管控和隐患排查治理双重预防机制，每月检查一次，结果向社会公布。", unit=live_cast.north)
    reader.read_waiting()
    sign_in(page, "li")
    page.goto(f"/campaigns/{campaign.pk}/coverage/")
    page.wait_for_selector("table.gaps", timeout=30000)
    page.click("a.verdict:not([data-verdict=absent])")
    page.wait_for_selector("#point blockquote")
    assert_accessible(page)
    page.click("#point table a.plain")
    page.wait_for_selector("mark[id^=at-]")
    assert "预防机制" in page.inner_text("mark[id^=at-]")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_are_for_everyone_on_both_screens(page: Any, campaign: Campaign, live_cast: Cast, live_server: Any, lang: str) -> None:
    joint = upload(campaign, live_cast, "综合.txt", (EXAMPLES / "round-up.txt").read_bytes(), form="round-up")
    reader.read_waiting()
    sign_in(page, "li")
    speak(page, lang, live_server.url)
    for address in (f"/campaigns/{campaign.pk}/", f"/documents/{joint.document_id}/", "/campaigns/", "/campaigns/new/", f"/campaigns/{campaign.pk}/change/", f"/documents/{joint.document_id}/change/"):
        for size in SIZES.values():
            page.set_viewport_size(size)
            page.goto(address)
            assert_accessible(page)
