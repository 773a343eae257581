"""Web pages open as their article: its paragraphs, lists and tables, without the furniture of the site."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import pytest
from opening_files import lines_with_style, opened

PAGES = sorted((Path(__file__).parent / "cases/pages").glob("*.html"))
LIBRARY = pytest.mark.parametrize("library", ["with trafilatura", "without trafilatura"])


@pytest.fixture
def extra(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if library == "without trafilatura":
        monkeypatch.setitem(sys.modules, "trafilatura", None)


@LIBRARY
@pytest.mark.usefixtures("extra")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_the_article_is_read_and_the_furniture_is_not(page: Path, encoding: str) -> None:
    data = page.read_text("utf-8").replace("\u00a0", " ").encode(encoding)
    assert opened(page.name, data).text + "\n" == page.with_suffix(".txt").read_text("utf-8")


def test_the_box_on_top_says_what_the_document_is() -> None:
    page = next(page for page in PAGES if page.stem == "document_box")
    assert dict(opened(page.name, page.read_bytes()).given) == {
        "title": "云岭市人民政府关于印发清水行动计划的通知",
        "unit": "云岭市人民政府",
        "number": "云政发〔2018〕22号",
        "date": "2018-06-27",
    }


def test_headings_lists_and_cells_are_known() -> None:
    page = "<body><h1>实施方案全文</h1><h2>一、总则</h2><ul><li>加强领导</li></ul><table><tr><td>甲</td><td>乙</td></tr></table><p>完。</p></body>"
    assert lines_with_style(opened("a.html", page.encode())) == [
        ("实施方案全文", "title", 0), ("一、总则", "heading", 2), ("加强领导", "list", 0), ("甲", "table", 0), ("乙", "table", 0), ("完。", "", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "real"),
    [("gb2312", "gbk"), ("gb2312", "utf-8"), ("utf-8", "gbk"), ("big5", "big5"), ("nonsense", "gbk"), ("utf-8", "utf-16")],
)
def test_the_charset_of_the_page_is_believed_only_where_it_fits(declared: str, real: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>各單位要加強組織領導，健全工作機制。</p></body></html>'
    assert opened("a.html", page.encode(real)).text == "各單位要加強組織領導，健全工作機制。"


def test_a_line_broken_in_the_source_only_is_one_line() -> None:
    assert opened("a.html", "<p>加强组织\n   领导，complete the\n plan。</p>".encode()).text == "加强组织领导，complete the plan。"


def test_text_saved_as_html_without_any_tags_is_read() -> None:
    assert opened("a.htm", "加强组织领导。".encode("gbk")).text == "加强组织领导。"


@pytest.mark.parametrize("name", ["a.mht", "a.doc", "a.html", "-"])
def test_a_web_archive_is_read_under_the_names_that_offices_give_it(name: str) -> None:
    page = base64.encodebytes("<html><body><p>各单位要加强领导。</p></body></html>".encode("gbk")).decode()
    data = f"MIME-Version: 1.0\nContent-Type: multipart/related;\n boundary=x\n\n--x\nContent-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: base64\n\n{page}\n--x--\n"
    assert opened(name, data.encode()).text == "各单位要加强领导。"


def test_a_page_nested_thousands_deep_is_read_or_refused_in_words() -> None:
    page = "<p>一、总则。</p>" + "<div>" * 5000 + "加强组织领导。" + "</div>" * 5000
    assert "一、总则。" in opened("a.html", page.encode()).text
