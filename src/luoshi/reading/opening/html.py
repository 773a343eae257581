"""Web pages: the article, not the furniture around it.

Where the article stands is found in three ways, the surest first: an element that government and news sites are known to keep
it in; the element in which trafilatura finds it (when that is installed); the element in which the sentences are thickest.
How it is written down is the same for all three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from luoshi.errors import EmptyInput, Unreadable
from luoshi.reading.document import SourceText
from luoshi.reading.opening.encoding import decode
from luoshi.reading.opening.page_article import find_article
from luoshi.reading.opening.page_facts import facts_of
from luoshi.reading.opening.page_furniture import remove_furniture, remove_unseen
from luoshi.reading.opening.page_lines import write_lines
from luoshi.reading.opening.sources import Gatherer, clean, given, paragraph

if TYPE_CHECKING:
    from email.message import Message

    from lxml.html import HtmlElement

KIND = "HTML"
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]{0,80}?encoding\s*=\s*["']([\w-]+)""", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def open_html(name: str, data: bytes, kind: str = "html") -> SourceText:
    """The article of a web page: its title first, then its paragraphs and tables."""
    if kind == "mhtml":
        data, declared = _page_of_mhtml(name, data)
    else:
        declared = _declared(data)
    text, encoding = decode(data, name, declared)
    root = _parse(name, text)
    remove_unseen(root)
    facts = facts_of(root)
    article = find_article(root, text)
    remove_furniture(article)
    out = Gatherer()
    _write_title(out, facts.title, article)
    if facts.line and _bare(facts.line) not in _bare("".join(article.itertext())):
        out.add(facts.line, paragraph(out.count + 1))
    write_lines(article, out)
    return out.finish(name, "html", encoding, given(facts.given))


def _declared(data: bytes) -> str:
    match = _CHARSET.search(data[:4096])
    return (match[1] or match[2]).decode("ascii", "replace") if match else ""


def _parse(name: str, text: str) -> HtmlElement:
    from lxml import etree, html

    text = _DECLARATION.sub("", clean(text))
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=True, no_network=True))
    except etree.ParserError as error:  # nothing but comments and white space
        raise EmptyInput.of(name) from error
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable.of(name, KIND) from error
    return root


def _write_title(out: Gatherer, title: str, article: HtmlElement) -> None:
    """The page's title, where the article does not begin with it itself."""
    opening = _bare("".join(article.itertext()))[: 4 * len(title) + 200]
    if title and _bare(title) not in opening:
        out.add(title, paragraph(1), "title")


def _bare(text: str) -> str:
    return "".join(text.split())


def _page_of_mhtml(name: str, data: bytes) -> tuple[bytes, str]:
    """The page in a web archive (.mht, and what some systems call .doc), and its charset."""
    from email import message_from_bytes

    for part in _parts(message_from_bytes(data)):
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            return payload, part.get_content_charset() or _declared(payload)
    raise Unreadable.of(name, KIND)


def _parts(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if part.get_content_type() in {"text/html", "application/xhtml+xml"})
