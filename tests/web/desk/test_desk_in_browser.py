"""The desk in a real browser: settled by keyboard, by two at once, without a network, without script, and after the browser was killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from tests.web.axe import assert_accessible
from tests.web.cast import Cast
from tests.web.conftest import sign_in
from tests.web.desk.laid import ROUND_UP, Laid, lay, read_file, read_text

from luoshi.web.ledger.models import Duty
from luoshi.web.log.models import Entry
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import SYSTEM
from luoshi.web.people.actions import found_post, give_role

REAL_PAGE = Path("/work/shared/gold/postal-2018.txt")
SOON = 100
"""Milliseconds."""


@pytest.fixture
def laid(live_cast: Cast) -> Laid:
    """A little desk on the running site."""
    return lay(live_cast)


def sit_down(page: Any, desk: Laid, who: str = "li", *, signs_in: bool = True) -> Any:
    """Signs in and opens the desk."""
    if signs_in:
        sign_in(page, who)
    page.goto(desk.address)
    page.wait_for_selector("html[data-desk=ready]")
    return page


def keys(page: Any, pressed: str) -> None:
    """Presses keys one after the other."""
    for key in pressed:
        page.keyboard.press(key)


def settled(page: Any) -> None:
    """Waits until every step is with the server."""
    page.wait_for_selector("html[data-unsent='0'] #desk-status[data-status=saved]", state="attached", timeout=60_000)


def current(page: Any) -> Duty:
    """The duty of the row at hand."""
    return Duty.objects.get(pk=page.locator(".duty[aria-current]").get_attribute("data-id"))


def strain() -> float:
    """How much slower this machine is than if it did nothing else."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


# -- by keyboard ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "pack"), [(ROUND_UP, "general"), pytest.param(REAL_PAGE, "postal-2018", marks=pytest.mark.skipif(not REAL_PAGE.exists(), reason="the real page is not here"))]
)
def test_a_whole_page_is_settled_with_two_keys_a_duty_at_most(live_cast: Cast, page: Any, file: Path, pack: str) -> None:
    desk = lay(live_cast, read_file(file, pack))
    count = len(desk.duties())
    sit_down(page, desk)
    pressed = 0
    for turn in range(count):
        one = ["r", "1"] if turn % 9 == 8 else ["a"]
        keys(page, "".join(one))
        pressed += len(one)
        if turn % 5 == 0:
            page.wait_for_timeout(150)      # she reads
    assert page.locator("#tally").get_attribute("data-found") == "0" and page.locator("#done").is_visible()
    settled(page)
    assert {duty.status for duty in desk.duties()} == {"accepted", "rejected"} and pressed <= 2 * count
    assert len(desk.duties(status="rejected")) == count // 9
    screen = median(page.evaluate("performance.getEntriesByName('desk-screen').map(e => e.duration)"))
    server = median(page.evaluate("performance.getEntriesByName('desk-server').map(e => e.duration)"))
    sys.stdout.write(f"{count} duties, {pressed} keys; on screen in {screen:.0f} ms, answered in {server:.0f} ms (medians; strain {strain():.1f})\n")
    assert screen < SOON * strain() and server < SOON * strain()
    assert list(differences()) == []


def test_a_reason_of_her_own_follows_r_and_enter(laid: Laid, page: Any) -> None:
    sit_down(page, laid)
    first = current(page)
    keys(page, "r")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("转述上级要求")
    page.keyboard.press("Enter")
    settled(page)
    first.refresh_from_db()
    assert (first.status, first.why) == ("rejected", "转述上级要求")
    keys(page, "re")
    assert page.locator(".reasons").count() == 0 and page.locator("form.panel [name=words]:focus").count() == 1


def test_each_step_can_be_taken_back_and_done_again(laid: Laid, page: Any) -> None:
    sit_down(page, laid)
    first = current(page)
    keys(page, "aa")
    settled(page)
    keys(page, "uu")
    settled(page)
    assert not laid.duties(status="accepted") and page.locator("#tally").get_attribute("data-found") == str(len(laid.duties()))
    keys(page, "U")
    page.keyboard.press("Control+y")
    settled(page)
    assert len(laid.duties(status="accepted")) == 2 and Duty.objects.get(pk=first.pk).status == "accepted"


def test_a_field_is_edited_in_place(laid: Laid, page: Any) -> None:
    found_post(laid.cast.south, "局长", by=SYSTEM, side="administrative")
    sit_down(page, laid)
    duty = current(page)
    keys(page, "d")
    page.keyboard.type("１０月底前")
    page.keyboard.press("Enter")
    settled(page)
    keys(page, "l")
    page.keyboard.press("Control+a")
    page.keyboard.type("nh")
    page.wait_for_selector("#suggestions [aria-selected=true]")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    settled(page)
    keys(page, "p")
    page.wait_for_selector("#suggestions [data-label]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    settled(page)
    duty.refresh_from_db()
    assert (duty.status, duty.due, duty.lead, str(duty.owner_post)) == ("accepted", "2018-10-31", laid.cast.south, "局长")


def test_what_cannot_be_read_comes_back_with_its_sentence(laid: Laid, page: Any) -> None:
    sit_down(page, laid)
    keys(page, "d")
    page.keyboard.type("尽快办好")
    page.keyboard.press("Enter")
    page.wait_for_selector(".panel .errors")
    assert "不是能读懂的时限" in page.locator(".panel .errors").inner_text()
    assert page.locator(".panel [name=due]").input_value() == "尽快办好"


def test_a_question_is_put_and_withdrawn(laid: Laid, page: Any) -> None:
    sit_down(page, laid)
    duty = current(page)
    keys(page, "q")
    page.keyboard.type("由哪个处室牵头？")
    page.keyboard.press("Enter")
    settled(page)
    duty.refresh_from_db()
    assert duty.questions == ["由哪个处室牵头？"]
    page.locator(f"#d{duty.pk} .asked button").click()
    page.wait_for_selector(f"#d{duty.pk} .asked", state="detached")
    settled(page)
    duty.refresh_from_db()
    assert duty.questions == []


def test_a_duty_is_split_merged_and_put_together_again(laid: Laid, page: Any) -> None:
    whole = laid.duties(words__contains="渡口排查办法")[0]
    count = len(laid.duties())
    sit_down(page, laid)
    page.locator(f"#s{whole.pk}").click()
    keys(page, "s")
    page.keyboard.press("Control+a")
    page.keyboard.type(whole.words.replace("渡口", "|渡口"))
    page.keyboard.press("Enter")
    settled(page)
    page.wait_for_selector(f"#rows > li:nth-child({count + 1})", state="attached")
    parts = laid.duties(status="found", number=whole.number)
    assert len(parts) == 2 and all(page.locator(f"#s{part.pk}").count() == 1 for part in parts)
    assert current(page) == parts[0]
    keys(page, "m")
    settled(page)
    assert len(Duty.objects.get(pk=parts[0].pk).sources) == 2
    keys(page, "uu")
    settled(page)
    assert len(laid.duties(status="found")) == count and page.locator(f"#s{whole.pk}").count() == 1


def test_selected_words_become_a_duty_by_key_and_by_touch(laid: Laid, page: Any) -> None:
    sit_down(page, laid)
    select = """words => {
        const walker = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
        for (let node; (node = walker.nextNode()); ) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
        }
    }"""
    page.evaluate(select, "要提高认识")
    keys(page, "n")
    settled(page)
    page.evaluate(select, "南河省内河航运")
    page.locator("#add-here").tap() if page.evaluate("navigator.maxTouchPoints") else page.locator("#add-here").dispatch_event("pointerdown")
    settled(page)
    added = laid.duties(status="accepted")
    assert {duty.words for duty in added} == {"要提高认识", "南河省内河航运"}
    assert all(page.locator(f"#s{duty.pk}").inner_text() == duty.words for duty in added)


def test_order_filter_and_the_keys_that_are_shown(laid: Laid, page: Any) -> None:
    sit_down(page, laid)
    keys(page, "o")
    shown = page.eval_on_selector_all("#rows > li:not([hidden])", "rows => rows.map(row => Number(row.dataset.id))")
    assert shown == [duty.pk for duty in sorted(laid.duties(), key=lambda duty: duty.sources[0]["start"])]
    page.select_option("#filters [name=of]", laid.duties()[0].unit_name)
    assert page.locator("#rows > li:not([hidden])").count() == len(laid.duties(unit_name=laid.duties()[0].unit_name))
    assert "of=" in page.url and "order=reading" in page.url
    page.keyboard.press("Escape")
    keys(page, "?")
    assert page.locator("#help").is_visible() and page.locator("#help kbd").count() > 20


def test_text_and_row_lead_to_each_other(laid: Laid, page: Any) -> None:
    sit_down(page, laid)
    duty = laid.duties()[-1]
    page.locator(f"#s{duty.pk}").click()
    assert current(page) == duty and page.locator(f"#s{duty.pk}").get_attribute("data-here") == ""


# -- two at once ---------------------------------------------------------------------------------------------------


@pytest.fixture
def second(browser: Any, live_server: Any) -> Iterator[Any]:
    """A second person's browser."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_two_people_see_each_others_rows_and_lose_no_word(laid: Laid, page: Any, second: Any) -> None:
    give_role(laid.cast.chen, "clerk", laid.cast.nation, by=SYSTEM)
    sit_down(page, laid)
    sit_down(second, laid, "chen")
    duty = current(page)
    keys(page, "d")
    page.keyboard.type("10月")
    keys(second, "r1")
    settled(second)
    page.wait_for_selector(f"#d{duty.pk}[data-state=rejected]", state="attached")
    assert page.locator(".panel [name=due]").input_value() == "10月" and page.evaluate("document.activeElement.name") == "due"
    assert "陈" in page.locator(f"#d{duty.pk} .who").text_content()
    other = laid.duties(status="found")[-1]
    second.locator(f"#s{other.pk}").click()
    keys(second, "a")
    page.wait_for_selector(f"#d{other.pk}[data-state=accepted]", state="attached")


def test_a_conflict_shows_both_and_lets_her_choose(laid: Laid, page: Any, second: Any) -> None:
    give_role(laid.cast.chen, "clerk", laid.cast.nation, by=SYSTEM)
    sit_down(page, laid)
    sit_down(second, laid, "chen")
    duty = current(page)
    keys(page, "d")
    page.keyboard.type("10月")
    keys(second, "d")
    second.keyboard.type("11月")
    second.keyboard.press("Enter")
    settled(second)
    page.keyboard.press("Enter")
    page.wait_for_selector(".conflict")
    assert "陈" in page.locator(".conflict").inner_text() and "10月" in page.locator(".conflict").inner_text()
    assert "11月" in page.locator(f"#d{duty.pk} .due").inner_text()
    page.locator(".conflict button").first.click()
    settled(page)
    duty.refresh_from_db()
    assert duty.due == "2018-10"


# -- when things break ---------------------------------------------------------------------------------------------


def test_without_a_network_steps_are_kept_and_arrive_once(laid: Laid, page: Any) -> None:
    sit_down(page, laid)
    page.context.set_offline(True)
    keys(page, "aar2a")
    page.wait_for_selector("#desk-status[data-status=offline]")
    assert "4" in page.locator("#desk-status").inner_text() and not laid.duties(status="accepted")
    page.context.set_offline(False)
    settled(page)
    assert len(laid.duties(status="accepted")) == 3 and len(laid.duties(status="rejected")) == 1
    assert Entry.objects.filter(kind__in=["duty.accepted", "duty.rejected"]).count() == 4


def test_an_answer_that_is_lost_on_the_way_does_not_double_the_step(laid: Laid, page: Any) -> None:
    sit_down(page, laid)
    lost = []

    def lose_the_first(route: Any) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    page.route("**/act/", lose_the_first)
    keys(page, "q")
    page.keyboard.type("口径？")
    page.keyboard.press("Enter")
    settled(page)
    assert lost == [200] and Entry.objects.filter(kind="duty.asked").count() == 1


@contextmanager
def own_browser(folder: Path) -> Iterator[tuple[Any, subprocess.Popen[bytes]]]:
    """A browser in a process of its own, which can be killed, with what it keeps in a folder."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    port_file = folder / "DevToolsActivePort"
    port_file.unlink(missing_ok=True)
    command = [str(found), "--headless=new", "--no-sandbox", "--no-first-run", "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    for _ in range(200):
        if port_file.exists() and port_file.read_text().strip():
            break
        time.sleep(0.1)
    try:
        yield port_file.read_text().split()[0], process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kills a browser and all its processes at once, as a power cut would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_after_the_browser_was_killed_the_words_typed_and_the_steps_taken_are_there(laid: Laid, browser: Any, live_server: Any, tmp_path: Path) -> None:
    engine = browser.browser_type
    with own_browser(tmp_path) as (port, process):
        page = engine.connect_over_cdp(f"http://127.0.0.1:{port}").contexts[0].new_page()
        page.goto(f"{live_server.url}/account/login/")
        page.fill("input[name=login]", "li")
        page.fill("input[name=password]", "river-2018")
        page.click("main button[type=submit]")
        page.goto(live_server.url + laid.address)
        page.wait_for_selector("html[data-desk=ready]")
        page.route("**/act/", lambda route: route.abort())
        keys(page, "a")
        duty = current(page)
        keys(page, "d")
        page.keyboard.type("年底前务必")
        page.wait_for_timeout(150)
        kill(process)
    assert not laid.duties(status="accepted")
    with own_browser(tmp_path) as (port, _):
        page = engine.connect_over_cdp(f"http://127.0.0.1:{port}").contexts[0].new_page()
        page.goto(f"{live_server.url}/account/login/")
        if page.locator("input[name=login]").count():
            page.fill("input[name=login]", "li")
            page.fill("input[name=password]", "river-2018")
            page.click("main button[type=submit]")
        page.goto(live_server.url + laid.address)
        page.wait_for_selector("html[data-desk=ready]")
        page.wait_for_selector("html[data-unsent='0']", state="attached")
        assert len(laid.duties(status="accepted")) == 1
        assert page.locator(f"#d{duty.pk} .panel [name=due]").input_value() == "年底前务必"


# -- for everybody -------------------------------------------------------------------------------------------------


def test_without_script_duties_are_accepted_edited_and_left_out(laid: Laid, browser: Any, live_server: Any) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "li")
    page.goto(laid.address)
    one, two, three = laid.duties()[:3]
    page.locator(f"#d{one.pk} button[value='accept:{one.pk}']").click()
    page.goto(f"{laid.address}?row={two.pk}")
    page.fill(f"#d{two.pk} [name=due]", "9月底前")
    page.locator(f"#d{two.pk} button[value=accept-edited]").click()
    page.goto(f"{laid.address}?row={three.pk}")
    page.select_option(f"#d{three.pk} [name=why]", index=1)
    page.locator(f"#d{three.pk} button[value=reject]").click()
    statuses = [Duty.objects.get(pk=duty.pk).status for duty in (one, two, three)]
    assert statuses == ["accepted", "accepted", "rejected"] and Duty.objects.get(pk=two.pk).due == "2018-09-30"
    context.close()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768), (390, 844)])
def test_the_desk_has_no_serious_finding_for_those_who_cannot_see_it(laid: Laid, page: Any, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sit_down(page, laid)
    assert_accessible(page)
    keys(page, "ar")
    assert_accessible(page)
    page.keyboard.press("Escape")
    keys(page, "e")
    assert_accessible(page)
    page.keyboard.press("Escape")
    keys(page, "?")
    assert_accessible(page)


def test_on_a_phone_nothing_runs_over_the_edge(laid: Laid, page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sit_down(page, laid)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    keys(page, "e")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_hostile_words_do_nothing_in_the_browser(live_cast: Cast, page: Any) -> None:
    hostile = "北河省内河航运管理局\n要求，制定<img src=x onerror=\"document.title='hit'\">办法，开展\" onmouseover=\"document.title='hit'排查。"
    desk = lay(live_cast, read_text(hostile))
    sit_down(page, desk)
    keys(page, "q")
    page.keyboard.type("<img src=x onerror=\"document.title='hit'\">")
    page.keyboard.press("Enter")
    settled(page)
    keys(page, "d")
    page.keyboard.type("<script>document.title='hit'</script>")
    page.keyboard.press("Enter")
    page.wait_for_selector(".panel .errors")
    page.mouse.move(300, 300)
    assert "hit" not in page.title() and page.locator("#text img, #rows img, .errors script").count() == 0
