"""The whole loop in a browser: opened, answered on the page and by Excel, checked by keyboard, sent back, accepted, closed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.web import axe
from tests.web.cast import Cast
from tests.web.conftest import sign_in
from tests.web.ledger.made_list import accept_all, make_campaign

from luoshi.web import clock
from luoshi.web.ledger.actions.deciding import propose_transfer
from luoshi.web.ledger.actions.sheets import sheet_of
from luoshi.web.ledger.actions.signing import sign
from luoshi.web.ledger.actions.ticking import make_reminders
from luoshi.web.ledger.actions.turning import open_turn
from luoshi.web.ledger.models import Closing, Duty, Return, Transfer, Turn
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.actions import add_person, found_post, found_unit, give_role
from luoshi.web.people.models import Person, Unit
from luoshi.writing.turn_sheet import HEAD_ROW


@pytest.fixture
def campaign(live_cast: Cast) -> Any:
    """A list signed on 3 September 2018, and He who checks for the nation."""
    with clock.at("2018-09-03T10:00"):
        made = make_campaign(live_cast)
        accept_all(made, live_cast)
        sign(made.campaign, by=acting(live_cast.zhao), person=live_cast.zhao)
        give_role(add_person("he", "何", by=SYSTEM, password="river-2018"), "checker", live_cast.nation, by=SYSTEM)
    return made.campaign


def looked_at(page: Any, live_server: Any) -> None:
    """The page holds on both screens and in both languages."""
    for lang in ("zh", "en"):
        axe.speak(page, lang, live_server.url)
        page.reload()
        for size in axe.SIZES.values():
            page.set_viewport_size(size)
            axe.assert_accessible(page)
    axe.speak(page, "zh", live_server.url)
    page.set_viewport_size(axe.SIZES["desk"])
    page.reload()


def change_person(page: Any, username: str) -> None:
    page.context.clear_cookies()
    sign_in(page, username)


def filled_in(path: Path, answers: dict[str, tuple[str, str]]) -> Path:
    """The sheet with a state and words in the rows of the duties with these words in them."""
    book = load_workbook(BytesIO(path.read_bytes()))
    sheet = book.worksheets[0]
    for words, (state, said) in answers.items():
        row = max(row for row in range(HEAD_ROW + 1, sheet.max_row + 1) if words in sheet[f"B{row}"].value)
        sheet[f"G{row}"], sheet[f"J{row}"] = state, said
    filled = path.with_name("填好.xlsx")
    book.save(filled)
    return filled


def test_the_whole_loop(campaign: Any, live_cast: Cast, page: Any, live_server: Any, tmp_path: Path) -> None:
    # Li opens the fourth quarter of 2018 after a look.
    sign_in(page, "li")
    page.goto(f"/campaigns/{campaign.pk}/turns/?first=2018-10-01&last=2018-12-31&due=2019-01-10")
    page.locator("#preview details").first.click()
    looked_at(page, live_server)
    page.click("#preview button.primary")
    page.click("#preview button[data-asked]")
    page.wait_for_url("**/turns/*/")
    turn = Turn.objects.get()
    looked_at(page, live_server)

    # Wang answers one question on the page; what she types is kept while she types it.
    change_person(page, "wang")
    row = Return.objects.get(turn=turn, duty__words__contains="隐患排查")
    page.goto(f"/turns/{turn.pk}/units/{live_cast.north.pk}/")
    looked_at(page, live_server)
    page.fill(f"#id_r{row.pk}-words", "已排查120处，发现隐患14处。")
    page.wait_for_timeout(400)
    page.reload()
    assert page.input_value(f"#id_r{row.pk}-words") == "已排查120处，发现隐患14处。"
    page.select_option(f"#id_r{row.pk}-state", "done")
    page.fill(f"#id_r{row.pk}-figure", "120处")
    page.locator(f"#r{row.pk} details summary").click()
    page.set_input_files(f"#f{row.pk}", {"name": "会议照片.jpg", "mimeType": "image/jpeg", "buffer": b"photo"})
    page.select_option(f"#id_r{row.pk}-kind", "meeting")
    with page.expect_navigation():
        page.click(".submit button")
    assert page.locator(f"#r{row.pk} .note[data-kind=warning]").count() == 1, "a meeting photo shows no result: she is told"
    assert page.locator(".messages .note").count() == 1
    row.refresh_from_db()
    assert (row.status, row.figure, row.figure_unit) == ("given", "120", "处")

    # The rest she answers in Excel.
    with page.expect_download() as waiting:
        page.click("a[href$='sheet.xlsx']")
    path = tmp_path / "sheet.xlsx"
    waiting.value.save_as(path)
    page.goto(f"/turns/{turn.pk}/import/")
    page.set_input_files("#files", filled_in(path, {"隐患排查": ("已完成", "已排查120处，发现隐患14处。"), "按季度": ("推进中", "已召开专题会议三次。")}))
    looked = page.locator("output")
    assert "填好.xlsx" in looked.inner_text()
    with page.expect_navigation():
        page.click("main form .button.primary")
    assert page.locator(".claimed").count() == 1, "the row that says what stands already changes nothing"
    with page.expect_navigation():
        page.click("form[action$='confirm/'] .button.primary")
    assert Return.objects.filter(turn=turn, unit=live_cast.north, status="given").count() == 2

    # He checks by keyboard: sends the first back, accepts the second.
    change_person(page, "he")
    page.goto(f"/campaigns/{campaign.pk}/checks/")
    looked_at(page, live_server)
    page.keyboard.press("b")
    page.keyboard.type("请补台账")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("b")
    row.refresh_from_db()
    assert (row.status, row.answer) == ("back", "请补台账")
    page.keyboard.press("a")
    page.wait_for_selector(".empty")
    assert Return.objects.filter(turn=turn, unit=live_cast.north, status="accepted").count() == 1

    # Wang supplies it, He accepts, on the return's own page.
    change_person(page, "wang")
    page.goto(f"/turns/{turn.pk}/units/{live_cast.north.pk}/#r{row.pk}")
    assert "请补台账" in page.locator(f"#r{row.pk}").inner_text()
    page.set_input_files(f"#f{row.pk}", {"name": "台账.xlsx", "mimeType": "application/octet-stream", "buffer": b"ledger"})
    page.select_option(f"#id_r{row.pk}-kind", "ledger")
    with page.expect_navigation():
        page.click(".submit button")
    change_person(page, "he")
    page.goto(f"/returns/{row.pk}/")
    looked_at(page, live_server)
    with page.expect_navigation():
        page.click("button[data-key=a]")
    row.refresh_from_db()
    assert row.status == "accepted" and len(row.evidence) == 2

    # Wang applies for closing, He closes after the checklist, Li closes the turn.
    change_person(page, "wang")
    page.goto(f"/d/{row.duty_id}/decide/")
    looked_at(page, live_server)
    page.get_by_text("申请销号", exact=True).first.click()
    page.fill("#apply-words", "120处全部整改。")
    with page.expect_navigation():
        page.click("form:has(#apply-words) button.primary")
    assert Closing.objects.get().duty_id == row.duty_id
    change_person(page, "he")
    page.goto(f"/campaigns/{campaign.pk}/decisions/")
    looked_at(page, live_server)
    with page.expect_navigation():
        page.click("table a.button")
    looked_at(page, live_server)
    for box in page.locator("input[name=checklist]").all():
        box.check()
    with page.expect_navigation():
        page.click("form:has(input[name=checklist]) button.primary")
    assert Duty.objects.get(pk=row.duty_id).closed_as == "done"
    change_person(page, "li")
    page.goto(f"/turns/{turn.pk}/")
    page.click("form[action$='close/'] button")
    with page.expect_navigation():
        page.click("button[data-asked]")
    turn.refresh_from_db()
    assert turn.closed_on is not None
    assert list(differences()) == []


def test_sheets_and_the_evidence_that_they_name_are_dropped_at_once(campaign: Any, page: Any, live_server: Any, tmp_path: Path) -> None:
    with clock.at("2019-01-05T09:00"):
        li = Person.objects.get(username="li")
        turn = open_turn(campaign, date(2018, 10, 1), date(2018, 12, 31), date(2019, 1, 10), by=acting(li), person=li)
        sheets = {unit.name: sheet_of(turn, unit, li) for unit in Unit.objects.filter(returns__turn=turn).distinct()}
        sent = [{"name": f"{name}.xlsx", "mimeType": "", "buffer": with_evidence(sheet)} for name, sheet in sheets.items()]
        sent += [{"name": name, "mimeType": "", "buffer": content} for name, content in (("现场照片.jpg", b"one"), ("现场照片.jpg", b"other"), ("验收单.pdf", b"%PDF"), ("会议纪要.docx", b"PK"))]
        sign_in(page, "li")
        page.goto(f"{live_server.url}/turns/{turn.pk}/import/")
        page.set_input_files("input[type=file]", sent)
        page.click("form.card button[type=submit]")
        for size in axe.SIZES.values():
            page.set_viewport_size(size)
            axe.assert_accessible(page)
        page.locator("input[type=radio][name^=file-]").first.check()
        page.get_by_role("button", name="确认导入").click()
    attached = sorted(piece["name"] for row in Return.objects.filter(status="given") for piece in row.evidence if piece["file"])
    assert attached == ["现场照片.jpg", "验收单.pdf", "验收单.pdf"]
    assert list(differences()) == []


def with_evidence(content: bytes) -> bytes:
    """The sheet with its first row answered, and evidence named in it."""
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    sheet[f"G{HEAD_ROW + 1}"], sheet[f"J{HEAD_ROW + 1}"], sheet[f"L{HEAD_ROW + 1}"] = "推进中", "已完成第一批。", "现场照片；验收单；专家意见"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_reminders_and_a_duty_that_is_offered_can_be_used_by_all(campaign: Any, live_cast: Cast, page: Any, live_server: Any, settings: Any) -> None:
    duty = Duty.objects.get(campaign=campaign, words__contains="隐患排查")
    harbour = found_unit("北河港口局", by=SYSTEM, superiors=[(live_cast.north, "leads")])
    post = found_post(harbour, "科长", by=SYSTEM)
    give_role(add_person("wu", "吴", by=SYSTEM, password="river-2018"), "clerk", harbour, by=SYSTEM)
    settings.CLOCK_OFFSET = (datetime(2018, 12, 20, 1, tzinfo=UTC) - datetime.now(UTC)).total_seconds()      # the site's own clock: the server is another thread
    propose_transfer(duty, harbour, post, "港区归港口局管", by=acting(live_cast.wang), person=live_cast.wang)
    make_reminders()
    sign_in(page, "wu")
    page.goto(f"{live_server.url}/d/{duty.pk}/decide/")
    looked_at(page, live_server)
    page.get_by_role("button", name="同意接收").click()
    change_person(page, "wang")
    page.goto(f"{live_server.url}/reminders/")
    looked_at(page, live_server)
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/decide/")
    assert Transfer.objects.get().consented_on is not None
