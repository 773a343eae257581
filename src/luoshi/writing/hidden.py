"""JSON ↔ the lines of a hidden sheet, none longer than a cell holds, and whether they came back whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

HIDDEN = "_luoshi"
VERSION = "luoshi-1"
PIECE = 16_000
"""Characters in a cell: Excel holds 32,767 UTF-16 units, and a character may take two."""

_AWKWARD = re.compile("[\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Characters that XML does not hold, or that Excel changes; they are kept as JSON escapes them."""


def hidden_lines(words: str, lang: str) -> list[str]:
    """Version, language and digest, then the JSON in pieces; without what a workbook reads as an escape."""
    safe = _AWKWARD.sub(lambda char: f"\\u{ord(char[0]):04x}", words.replace("_x", "\\u005fx"))
    return [f"{VERSION} {lang} {_digest(safe)}", *(safe[at : at + PIECE] for at in range(0, len(safe), PIECE))]


def from_hidden(lines: Sequence[str]) -> tuple[str, str]:
    """The JSON and the language; ValueError where a line is missing or was changed.

    >>> from_hidden(hidden_lines('{"a_x0041_": 1}', "zh"))
    ('{"a\\\\u005fx0041_": 1}', 'zh')
    """
    version, lang, digest = (lines[0] if lines else "").split(" ")
    words = "".join(lines[1:])
    if version != VERSION or digest != _digest(words):
        raise ValueError("not what was written")
    return words, lang


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]
