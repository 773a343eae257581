"""Goes the guided tour in a real browser: `python docs/tutorial/guided_tour.py` starts the example site, checks each step and takes its picture.

What stands in bold in a step of the page (guided-tour.md, guided-tour.zh.md) must stand on the site where the step is; a test goes the same way without pictures.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from openpyxl import load_workbook
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PICTURES = HERE.parent / "images" / "tour"
PAGES = {"zh": HERE / "guided-tour.zh.md", "en": HERE / "guided-tour.md"}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
SIZE = {"width": 1366, "height": 768}
PASSWORD = "luoshi-demo"
DAY = "2019-01-15"
"""The past day that the last step looks at."""


class Visitor:
    """Somebody who goes the tour in one language, and all that stood on the pages of the step so far."""

    def __init__(self, browser: Any, address: str, lang: str) -> None:
        self.browser, self.address, self.lang, self.seen, self.page = browser, address, lang, "", None

    def sign_in(self, name: str) -> None:
        """A fresh window in the language of the tour; the one before is closed."""
        self.leave()
        self.page = self.browser.new_context(base_url=self.address, viewport=SIZE, locale=LOCALES[self.lang]).new_page()
        self.page.goto("/account/login/")
        if not self.page.locator("html").get_attribute("lang").startswith(self.lang):
            self.page.locator("form[action='/language/'] button").click()
            self.page.wait_for_load_state("networkidle")
        self.page.fill("input[name=login]", name)
        self.page.fill("input[name=password]", PASSWORD)
        self.click("main button[type=submit]")

    def begin(self) -> None:
        """Begins a step where the one before ended."""
        self.seen = ""
        if self.page:
            self.read()

    def leave(self) -> None:
        """Closes the window."""
        if self.page:
            self.page.context.close()
        self.page = None

    def open(self, address: str) -> None:
        """Goes to a page and reads it."""
        self.page.goto(address)
        self.read()

    def click(self, selector: str, words: str = "") -> None:
        """Clicks the first of what is meant, and reads where it leads."""
        self.page.locator(selector).filter(has_text=words).first.click()
        self.read()

    def read(self) -> None:
        """Keeps what stands on the page."""
        self.page.wait_for_load_state("networkidle")
        self.seen += " ".join(self.page.locator("body").inner_text().split()) + "\n"


def look_at_the_board(visitor: Visitor) -> str:
    """The leader's board."""
    visitor.sign_in("head")
    visitor.open("/campaigns/1/board/")
    return "table.board"


def click_a_number(visitor: Visitor) -> str:
    """The rows behind the number of what is past due."""
    visitor.click("ul.lights a", "▲")
    assert visitor.page.locator("table.grid tbody tr").count() == 8
    return "table.grid"


def go_up_to_the_sentence(visitor: Visitor) -> str:
    """The thread of a duty that is late even by its second day."""
    visitor.page.locator("tr", has_text="海曲").locator("a").first.click()
    visitor.read()
    assert visitor.page.locator("mark").first.inner_text() == visitor.page.locator("h1").inner_text()
    return "section[aria-labelledby=history]"


def check_a_return(visitor: Visitor) -> str:
    """The first of what the checker has to check: a return in the words of another office's."""
    visitor.sign_in("checker")
    visitor.open("/campaigns/1/checks/")
    assert visitor.page.locator("article.question").first.locator("mark").count() > 0
    return "article.question"


def answer_in_excel(visitor: Visitor) -> str:
    """A provincial clerk's sheet, filled in; the national clerk looks at what it would do."""
    visitor.sign_in("haiqu")
    visitor.open("/turns/2/")
    visitor.click("table a", "海曲")
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "海曲.xlsx"
        with visitor.page.expect_download() as download:
            visitor.page.locator("a[href$='sheet.xlsx']").first.click()
        download.value.save_as(sheet)
        fill_in(sheet)
        visitor.sign_in("clerk")
        visitor.open("/turns/2/import/")
        visitor.page.set_input_files("input[type=file]", sheet)
        visitor.click("form[enctype] button[type=submit]")
    return "form.stack"


def fill_in(sheet: Path) -> None:
    """What a clerk types: a row that is understood, and a figure that is none."""
    book = load_workbook(sheet)
    for cell, answer in {"G5": "完成", "H5": "１２６处", "K5": "2月底", "H6": "两三次"}.items():     # state, figure, day; the figure of the next
        book.worksheets[0][cell] = answer
    book.save(sheet)


def look_back(visitor: Visitor) -> str:
    """The board of a past day in both readings, and a number of it with an address of its own."""
    visitor.sign_in("head")
    visitor.open("/campaigns/1/board/")
    visitor.page.fill("#as-of-on", DAY)
    visitor.click(".tabbed form button")
    assert "◆ 3" in visitor.page.locator("ul.lights").inner_text()
    visitor.click(".as-of-note a")
    assert "◆" not in visitor.page.locator("ul.lights").inner_text()
    visitor.click(".as-of-note a")
    visitor.click("ul.lights a", "◆")
    visitor.click("form[action*='/board/keep/'] button")
    assert "/n/" in visitor.page.url and visitor.page.locator("#count").inner_text() == "3"
    return "table.grid"


STEPS: dict[str, Callable[[Visitor], str]] = {
    "board": look_at_the_board,
    "rows": click_a_number,
    "thread": go_up_to_the_sentence,
    "check": check_a_return,
    "sheet": answer_in_excel,
    "past": look_back,
}
"""Each step, by the name of its picture; it says what its picture ends with."""


def promised(lang: str) -> list[list[str]]:
    """The words in bold of each step of the page."""
    parts = re.split(r"^## \d\. ", PAGES[lang].read_text("utf-8"), flags=re.MULTILINE)[1:]
    return [re.findall(r"\*\*(.+?)\*\*", part) for part in parts]


def walk(browser: Any, address: str, lang: str, pictures: Path | None = None) -> None:
    """Goes all steps; AssertionError with the words that a step promises and the site does not show."""
    visitor, said = Visitor(browser, address, lang), promised(lang)
    assert len(said) == len(STEPS)
    for number, ((name, step), words) in enumerate(zip(STEPS.items(), said, strict=True), 1):
        visitor.begin()
        last = step(visitor)
        missing = [one for one in words if one not in visitor.seen]
        assert words and not missing, (lang, name, missing, visitor.seen)
        if pictures:
            take(visitor.page, last, pictures / f"{number}-{name}{'.zh' if lang == 'zh' else ''}.png")
    visitor.leave()


def take(page: Any, last: str, path: Path) -> None:
    """A picture of a page from its head to the end of an element."""
    page.mouse.move(0, 0)
    box = page.locator(last).first.bounding_box()
    page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": SIZE["width"], "height": box["y"] + box["height"] + 24})


@contextmanager
def example_site(folder: Path) -> Iterator[str]:
    """The example site in a folder of its own, served until the end of the block; its address."""
    words = [sys.executable, "-m", "luoshi", "demo", str(ROOT / "examples"), "--data", str(folder), "--port", "8700", "--lang", "en"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}) as running:
        try:
            assert running.stdout
            address = re.search(r"http://[\d.:]+", running.stdout.readline())
            assert address, "the example site did not start"
            wait_for(address[0])
            yield address[0]
        finally:
            running.terminate()


def wait_for(address: str) -> None:
    """Returns when the site answers; a minute at most."""
    for _ in range(240):
        try:
            urlopen(address).close()
            return
        except URLError:
            time.sleep(0.25)
    raise AssertionError(f"{address} does not answer")


def main() -> None:
    """All pictures, in both languages."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, example_site(Path(folder) / "demo") as address, sync_playwright() as driver:
        for lang in LOCALES:
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"] if os.geteuid() == 0 else [])
            walk(browser, address, lang, PICTURES)
            browser.close()


if __name__ == "__main__":
    main()
