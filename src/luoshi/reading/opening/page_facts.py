"""What a web page says of its article: the title, the line with source and date, the box with document number and issuer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from luoshi.reading.opening.page_furniture import is_furniture, length, page_words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LINE = re.compile("(?:发布|发文|更新|来源|稿源)?(?:时间|日期|来源|稿源)[:：]")
_DATED = re.compile("(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}")
_SITE = re.compile(r"\s*[_|｜—]\s*|\s+-{1,2}\s*|\s*-{2}\s*")
_DATE = re.compile("((?:19|20)[0-9]{2})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_TOOLS = re.compile(r"[\s|｜【\[]*(?:字体|字号|打印|分享|浏览|阅读|点击|关闭|视力保护|访问量|收藏).*")
_SITE_NAME = re.compile("(?:网|网站|门户|平台|首页)$")
_LONGEST = 300
"""Characters in the longest cell of a box; a table with a longer one holds the article itself."""
_SMALL = 40
"""Elements that the line of source and date may consist of."""
_LABELLED = re.compile("([^:：]{2,12})[:：](.*)", re.S)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The title, the line of source and date as the page shows it, and what its box says by our names."""

    title: str
    line: str
    given: tuple[tuple[str, str], ...]


def facts_of(root: HtmlElement) -> PageFacts:
    """What a page says of its article; its box is taken out of the page, for it is no part of the text."""
    box = list(_take_boxes(root))
    boxed = next((value for name, value in box if name == "title"), "")
    title = _meta(root, "articletitle") or boxed or _heading(root) or _page_title(root)
    return PageFacts(title, _source_line(root), (*box, ("title", title)))


def _meta(root: HtmlElement, name: str) -> str:
    found = (item.get("content", "") for item in root.iter("meta") if item.get("name", "").lower() == name)
    return next((" ".join(words.split()) for words in found if words.strip()), "")


def _heading(root: HtmlElement) -> str:
    """The only first heading of the page, or the first that is no part of its furniture."""
    headings = [words_of(item) for item in root.iter("h1") if not any(map(is_furniture, item.iterancestors()))]
    return next((words for words in headings if len(words) >= 5), "")


def _page_title(root: HtmlElement) -> str:
    """What the window is called, without the name of the site."""
    words = next((words_of(item) for item in root.iter("title")), "")
    best = max(_SITE.split(words), key=len, default="")
    return "" if _SITE_NAME.search(best) or len(best) < 5 else best


def _source_line(root: HtmlElement) -> str:
    """The line that says when and where the article was published."""
    for item in root.iter("div", "p", "span", "td", "h2", "h3", "ul"):
        words = words_of(item, 160) if sum(1 for _ in islice(item.iter(), _SMALL)) < _SMALL else ""
        if words and _LINE.search(words) and _DATED.search(words) and len(words) <= 120:
            return _TOOLS.sub("", words)
    return ""


def words_of(element: HtmlElement, limit: int = 2000) -> str:
    """The text of an element on one line; '' where it is longer than `limit`."""
    words = " ".join(" ".join(element.itertext()).split())
    return words if len(words) <= limit else ""


def _take_boxes(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """What the boxes with 索引号, 发文字号 say; a table or list is a box when at least two of its cells are such labels."""
    for box in list(root.iter("table", "dl", "ul")):
        cells = list(box.iter("td", "th", "dt", "dd", "li"))
        nested = any(item is not box for item in box.iter("table"))
        if cells and len(cells) <= 60 and not nested and max(map(length, cells)) < _LONGEST:
            pairs = list(_pairs([words_of(cell) for cell in cells]))
            if len({label for label, _ in pairs}) >= 2:
                yield from ((page_words().labels[label], _dated(value)) for label, value in pairs if page_words().labels[label])
                _empty(box)


def _pairs(cells: list[str]) -> Iterator[tuple[str, str]]:
    """Label and value, whether they share a cell (发文字号：国发〔2018〕1号) or stand side by side."""
    for index, words in enumerate(cells):
        labelled = _LABELLED.fullmatch(words)
        label = "".join((labelled[1] if labelled else words).split())
        if label in page_words().labels:
            own = labelled[2].strip() if labelled else ""
            beside = cells[index + 1] if index + 1 < len(cells) and not _is_label(cells[index + 1]) else ""
            yield label, own or beside


def _is_label(words: str) -> bool:
    return "".join(words.split()).split("：")[0].split(":")[0] in page_words().labels


def _dated(value: str) -> str:
    """A value, a date in it as YYYY-MM-DD.

    >>> _dated("2018年9月3日"), _dated("国发〔2018〕22号")
    ('2018-09-03', '国发〔2018〕22号')
    """
    match = _DATE.fullmatch("".join(value.split()))
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else value


def _empty(box: HtmlElement) -> None:
    for child in list(box):
        box.remove(child)
    box.text = None
