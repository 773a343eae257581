"""The design: the frame of every page, what it keeps out, and whether everybody can use it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views.defaults import server_error
from tests.web.axe import SIZES, assert_accessible, findings, speak
from tests.web.cast import Cast
from tests.web.conftest import sign_in
from tests.web.test_site_words import TAG

from luoshi import errors

WEB = Path(errors.__file__).parent / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
OWN_FILES = sorted(path for path in (WEB / "static").rglob("*") if path.suffix in (".css", ".js", ".svg") and "vendor" not in path.parts)
VENDORED = (WEB / "static" / "vendor", Path(__file__).parents[1] / "vendor")
LANGS = ("zh", "en")


def short(path: Path) -> str:
    return path.name


# -- what stands in a page -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_a_template_holds_no_script_no_style_and_no_address_of_another_site(path: Path) -> None:
    page = TAG.sub("", path.read_text("utf-8"))
    assert not re.findall(r"<script(?![^>]*\ssrc=)", page), "a script of its own"
    assert not re.findall(r"<style|\sstyle\s*=", page), "a style of its own"
    assert not re.findall(r"\s(?:on[a-z]+|hx-on[\w:.-]*)\s*=", page), "a handler in an attribute"
    assert not re.findall(r"""["'](?:js|javascript):|hx-(?:get|post|trigger)=["'][^"']*\[[^"']*\]""", page), "what would have to be evaluated"
    assert not re.findall(r"""(?:src|href|action|hx-get|hx-post)\s*=\s*["']?(?:https?:)?//""", page), "an address of another site"


@pytest.mark.parametrize("path", OWN_FILES, ids=short)
def test_styles_scripts_and_pictures_load_nothing_from_elsewhere(path: Path) -> None:
    source = path.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.findall(r"""https?://|@import|url\(\s*["']?//|\beval\(|new Function""", source)


@pytest.mark.parametrize("folder", VENDORED, ids=lambda folder: folder.parent.name)
def test_what_others_wrote_is_unchanged_and_has_its_licence(folder: Path) -> None:
    listed = dict(re.findall(r"`([\w.-]+\.js)`.*`([0-9a-f]{64})`", (folder / "VENDORED.md").read_text("utf-8")))
    assert listed == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")}
    assert all((folder / f"{name.split('-')[0]}-LICENSE").exists() for name in listed)


def test_every_class_that_a_template_uses_is_styled_or_looked_for() -> None:
    sheets = "\n".join(path.read_text("utf-8") for path in OWN_FILES)
    used = {name for path in TEMPLATES for words in re.findall(r'class="([^"{]*)"', path.read_text("utf-8")) for name in words.split()}
    assert sorted(name for name in used if not re.search(rf"[.\"' ]{name}\b", sheets)) == []


# -- the frame -----------------------------------------------------------------------------------------------------


def pages_without_a_number() -> list[str]:
    """The names of all addresses that need no number."""

    def walk(resolver: URLResolver, prefix: str) -> Any:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
            elif isinstance(pattern, URLPattern) and pattern.name and not pattern.pattern.converters and not pattern.pattern.regex.groups:
                yield f"{prefix}{pattern.name}"

    return sorted(set(walk(get_resolver(), "")))


def test_every_page_says_that_nothing_comes_from_elsewhere(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.li)
    for address in [*map(reverse, pages_without_a_number()), "/nowhere/"]:
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy, address


def test_the_error_page_needs_no_database() -> None:
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "服务器出错" in answer.content.decode()


def test_who_chooses_english_reads_english_and_goes_back_to_where_she_was(db: None) -> None:
    client = Client()
    assert 'lang="zh-CN"' in client.get("/design/").content.decode()
    answer = client.post("/language/", {"next": "/design/"})
    assert answer.headers["Location"] == "/design/"
    page = client.get("/design/").content.decode()
    assert '<html lang="en">' in page and "States: sign, word, colour" in page
    client.post("/language/", {"next": "/"})
    assert 'lang="zh-CN"' in client.get("/design/").content.decode()


def test_the_choice_of_a_language_leads_to_no_other_site(db: None) -> None:
    assert Client().post("/language/", {"next": "https://elsewhere.example/"}).headers["Location"] == "/"


def test_the_page_of_the_design_is_not_served_outside_the_demo(db: None, settings: Any) -> None:
    settings.DEMO = settings.DEBUG = False
    assert Client().get("/design/").status_code == 404


def test_every_page_of_the_demo_says_that_it_is_an_example(db: None) -> None:
    for address in ("/", "/account/login/", "/nowhere/"):
        assert "示例：本站内容均为虚构" in Client().get(address).content.decode()


# -- what went wrong, inside a page --------------------------------------------------------------------------------


def test_what_is_not_there_is_said_at_the_head_of_the_page_that_asked(cast: Cast) -> None:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(cast.li)
    answer = client.get("/nowhere/")
    assert answer.status_code == 404 and answer.headers["HX-Retarget"] == "#messages"
    assert answer.content.decode().lstrip().startswith('<div class="note" data-kind="error"')


def test_who_is_signed_out_keeps_her_page_and_is_told(cast: Cast) -> None:
    answer = Client(headers={"HX-Request": "true"}).get(reverse("mfa_index"))
    assert answer.status_code == 401 and answer.headers["HX-Retarget"] == "#messages"
    assert "登录已过期" in answer.content.decode() and reverse("account_login") in answer.content.decode()


def test_a_form_from_a_page_that_was_open_too_long_is_refused_in_words(cast: Cast) -> None:
    answer = Client(enforce_csrf_checks=True).post("/language/", {"next": "/"})
    assert answer.status_code == 403
    assert "本页停留过久" in answer.content.decode()


# -- in a browser --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("address", ["/", "/account/login/", "/design/", "/nowhere/"])
def test_a_stranger_can_use_the_page_with_any_sense(live_cast: Cast, page: Any, live_server: Any, address: str, lang: str, size: str) -> None:
    speak(page, lang, live_server.url)
    page.set_viewport_size(SIZES[size])
    page.goto(address)
    assert_accessible(page)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGS)
def test_who_is_signed_in_can_use_her_pages_with_any_sense(live_cast: Cast, page: Any, live_server: Any, lang: str, size: str) -> None:
    speak(page, lang, live_server.url)
    page.set_viewport_size(SIZES[size])
    sign_in(page, "li")
    for name in ("home", "account_change_password", "mfa_index", "usersessions_list", "mfa_activate_totp"):
        page.goto(reverse(name))
        assert_accessible(page)


def test_the_finder_of_faults_finds_one(page: Any) -> None:
    page.set_content("<!doctype html><html><title>x</title><main><h1>x</h1><img src='x'><input></main></html>")
    assert any(found.startswith("image-alt") for found in findings(page))


def test_no_request_leaves_the_site_and_nothing_is_refused_by_its_policy(live_cast: Cast, page: Any, live_server: Any) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for address in ("/", "/account/login/", "/design/"):
        page.goto(address)
    assert [address for address in asked if not address.startswith((live_server.url, "data:"))] == []
    assert [words for words in said if "Content Security Policy" in words] == []
    assert page.evaluate("htmx.version") == "4.0.1"


def test_the_first_tab_leads_past_the_head_of_the_page(live_cast: Cast, page: Any) -> None:
    page.goto("/design/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_an_act_that_destroys_asks_once_in_its_own_button(live_cast: Cast, page: Any) -> None:
    page.goto("/design/")
    button = page.locator("button[data-confirm]").first
    page.evaluate("document.addEventListener('click', event => { if (event.target.dataset?.confirm) window.done = true; })")
    button.click()
    assert button.inner_text() == "再按一次，不列入" and not page.evaluate("window.done")
    button.click()
    assert page.evaluate("window.done")


def test_a_button_that_has_asked_forgets_it_when_one_goes_elsewhere(live_cast: Cast, page: Any) -> None:
    page.goto("/design/")
    button = page.locator("button[data-confirm]").first
    words = button.inner_text()
    button.click()
    page.locator("#a").focus()
    assert button.inner_text() == words and button.get_attribute("data-asked") is None


def test_words_that_were_typed_and_not_saved_come_back(live_cast: Cast, page: Any) -> None:
    page.goto("/design/")
    page.fill("#d", "两项任务重复")
    page.wait_for_timeout(400)
    page.reload()
    assert page.input_value("#d") == "两项任务重复"
    assert "已恢复" in page.inner_text("#status")


def test_words_kept_for_one_person_are_not_shown_to_another(live_cast: Cast, page: Any) -> None:
    sign_in(page, "li")
    page.goto("/design/")
    page.fill("#d", "只给李看")
    page.wait_for_timeout(400)
    page.context.clear_cookies()
    sign_in(page, "wang")
    page.goto("/design/")
    assert page.input_value("#d") == ""


def test_the_account_menu_closes_by_escape_and_gives_the_focus_back(live_cast: Cast, page: Any) -> None:
    sign_in(page, "li")
    page.locator(".masthead details.menu > summary").last.click()
    assert page.locator("text=两步验证").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("text=两步验证").is_visible()


def test_a_broken_line_is_said_in_the_head(live_cast: Cast, page: Any) -> None:
    page.goto("/design/")
    page.context.set_offline(True)
    page.wait_for_function("document.getElementById('status').dataset.status === 'offline'")
    page.context.set_offline(False)


def test_on_paper_a_page_has_no_navigation(live_cast: Cast, page: Any) -> None:
    sign_in(page, "li")
    page.emulate_media(media="print")
    assert not page.locator(".masthead nav").is_visible() and not page.locator(".masthead .side").is_visible()
    assert page.locator("h1").is_visible()


def test_a_fragment_that_fails_leaves_the_page_as_it_is(live_cast: Cast, page: Any) -> None:
    sign_in(page, "li")
    page.evaluate("htmx.ajax('POST', '/nowhere/', {target: 'h1'})")
    page.wait_for_selector("#messages .note[data-kind=error]")
    assert page.inner_text("h1") == "待办" and "没有这一项" in page.inner_text("#messages")
