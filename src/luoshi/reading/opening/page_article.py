"""Where on a web page the article stands."""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from luoshi.reading.opening.page_furniture import length, page_words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ENOUGH = 40
"""Characters that a known container must hold to be believed; some pages leave it empty."""
_NEARLY_ALL = 0.98
"""Share of what the library found that an element must hold to be the article."""
_MOST = 0.8
_STOPS = re.compile("[，。；：、？！]")
_CONTAINERS = ("div", "table", "tbody", "tr", "td", "article", "section", "main", "center", "form", "ul", "li", "dl", "dd")


def find_article(root: HtmlElement, page: str) -> HtmlElement:
    """The element that holds the article; the body where none stands out."""
    body = root.find("body")
    whole: HtmlElement = root if body is None else body
    known = _known(whole)
    found = _by_library(whole, page) if known is None else known
    return _thickest(whole) if found is None else found


def _known(body: HtmlElement) -> HtmlElement | None:
    """The smallest element around all known containers of the surest sort that the page has."""
    for names in page_words().articles:
        found = [element for element in body.iter() if _names(element) & names and length(element) >= _ENOUGH]
        if found:
            return _around(_outermost(found))
    return None


def _names(element: HtmlElement) -> set[str]:
    return set(f"{element.get('id', '')} {element.get('class', '')}".lower().split())


def _outermost(elements: list[HtmlElement]) -> list[HtmlElement]:
    chosen = set(elements)
    return [element for element in elements if chosen.isdisjoint(element.iterancestors())]


def _around(elements: list[HtmlElement]) -> HtmlElement:
    """The element itself, or the nearest one above several."""
    if len(elements) == 1:
        return elements[0]
    shared = [set(element.iterancestors()) for element in elements[1:]]
    return next(above for above in elements[0].iterancestors() if all(above in others for others in shared))


def _by_library(body: HtmlElement, page: str) -> HtmlElement | None:
    """The smallest element that holds nearly all the lines in which trafilatura sees the article."""
    try:
        from trafilatura import extract
    except ImportError:
        return None
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())  # or its remarks on odd pages go to the terminal
    found = extract(page, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False, output_format="txt")
    text = _bare(body)
    lines = {line for line in ("".join(line.split()) for line in (found or "").split("\n")) if len(line) >= 10 and line in text}
    return _narrowed(_innermost(body, lines), lines) if lines else None


def _narrowed(element: HtmlElement, lines: set[str]) -> HtmlElement:
    """The thickest element inside, where it holds most of it: in pages laid out by tables the library takes menus for rows."""
    thickest = _thickest(element)
    return thickest if _held(thickest, lines) >= _MOST * _held(element, lines) else element


def _innermost(element: HtmlElement, lines: set[str]) -> HtmlElement:
    """Goes down from an element as long as one child holds nearly all the lines."""
    wanted = _NEARLY_ALL * sum(map(len, lines))
    while True:
        inner = next((child for child in element if child.tag in _CONTAINERS and _held(child, lines) >= wanted), None)
        if inner is None:
            return element
        element = inner


def _held(element: HtmlElement, lines: set[str]) -> int:
    text = _bare(element)
    return sum(len(line) for line in lines if line in text)


def _bare(element: HtmlElement) -> str:
    return "".join("".join(element.itertext()).split())


def _thickest(body: HtmlElement) -> HtmlElement:
    """The element whose own paragraphs hold the most sentences, or the nearest above it with a good part more of them."""
    weights: dict[HtmlElement, float] = defaultdict(float)
    for element in body.iter("p", "div", "td", "section", "article", "li", "span", "font"):
        weight = _own_weight(element)
        for distance, above in enumerate(islice(_above(element, body), 3) if weight else ()):
            weights[above] += weight / (1 + distance)
    if not any(weights.values()):
        return body
    best = max(weights, key=weights.__getitem__)
    return best if length(best) >= _ENOUGH else body


def _above(element: HtmlElement, body: HtmlElement) -> Iterator[HtmlElement]:
    """The elements around a paragraph, up to the body, from itself on if it can hold several."""
    if element.tag not in ("p", "span", "font", "li"):
        yield element
    for above in element.iterancestors():
        yield above
        if above is body:
            return


def _own_weight(element: HtmlElement) -> float:
    """How many sentences stand in an element itself, not in other paragraphs inside it."""
    own = (element.text or "") + "".join(child.tail or "" for child in element)
    stops = len(_STOPS.findall(own))
    return stops * 10 + len("".join(own.split())) if stops else 0
