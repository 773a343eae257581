"""HTML out of strings, with everything escaped that is not markup of ours."""

from __future__ import annotations

import re
from html import escape

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
"""Controls, halves of surrogate pairs, and marks that turn the direction of writing around."""


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def text(words: str) -> Markup:
    """Words as HTML; a character that would be invisible or break the page is shown as �.

    >>> text("a<b> & \\x00")
    'a&lt;b&gt; &amp; �'
    """
    return Markup(escape(UNPRINTABLE.sub("\ufffd", words), quote=True))


def join(*parts: str) -> Markup:
    """Parts set side by side; those that are not Markup are escaped."""
    return Markup("".join(part if isinstance(part, Markup) else text(part) for part in parts))


def tag(name: str, *content: str, **attributes: str) -> Markup:
    """One element; attributes without value are left out, `class_` and `data_x` lose and change their underscore.

    >>> tag("a", "<1>", href="#c1", class_="cell", title="")
    '<a href="#c1" class="cell">&lt;1&gt;</a>'
    """
    given = "".join(f' {key.rstrip("_").replace("_", "-")}="{text(value)}"' for key, value in attributes.items() if value)
    return Markup(f"<{name}{given}>{join(*content)}</{name}>")
