"""What on a web page is no part of the article: menus, share buttons, links to other pages, what is not shown at all."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_PROSE = 0.5
"""Share of a marked element's text that must stand in links for it to be furniture, where it is long."""
_LONG = 200


@dataclass(frozen=True, slots=True)
class PageWords:
    """What is known of pages: ids, classes and lines."""

    articles: tuple[frozenset[str], ...]
    furniture: frozenset[str]
    tags: frozenset[str]
    lines: re.Pattern[str]
    ends: frozenset[str]
    labels: dict[str, str]


@cache
def page_words() -> PageWords:
    """The table of ids, classes and lines, compiled."""
    table: dict[str, Any] = tomllib.loads(resources.files(__package__).joinpath("page.toml").read_text("utf-8"))
    return PageWords(
        articles=tuple(frozenset(name.lower() for name in names) for names in table["articles"]),
        furniture=frozenset(table["furniture"]),
        tags=frozenset(table["furniture_tags"]),
        lines=re.compile("|".join(f"(?:{line})" for line in table["furniture_lines"])),
        ends=frozenset(table["ends"]),
        labels=table["labels"],
    )


def remove_unseen(root: HtmlElement) -> None:
    """Takes out what a reader of the page never sees: scripts, comments, hidden elements, the readings above characters."""
    from lxml import etree

    for element in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        _drop(element)
    for element in list(root.iter()):
        if element is not root and (element.tag in page_words().tags or _is_hidden(element)):
            _drop(element)


def remove_furniture(root: HtmlElement) -> None:
    """Takes out menus, share buttons and links to other pages, and all after a heading such as 相关阅读."""
    most = length(root) / 2
    for element in list(root.iter()):
        if element is not root and is_furniture(element) and length(element) < most:
            _drop(element)


def is_furniture(element: HtmlElement) -> bool:
    """Whether an element's id or class names furniture, and it holds no prose that would be lost with it."""
    if element.tag in ("body", "html", "p", "span", "font", "b", "strong", "a"):
        return False
    parts = {part.lower() for part in _PARTS.findall(f"{element.get('id', '')} {element.get('class', '')}")}
    if parts.isdisjoint(page_words().furniture):
        return False
    text = length(element)
    return text < _LONG or linked(element) > _PROSE * text


def length(element: HtmlElement) -> int:
    """How many characters of text an element holds, without white space."""
    return sum(len("".join(text.split())) for text in element.itertext())


def linked(element: HtmlElement) -> int:
    """How many of them stand in links."""
    return sum(length(link) for link in element.iter("a"))


def _is_hidden(element: HtmlElement) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))


def _drop(element: HtmlElement) -> None:
    """Takes an element out and keeps the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
