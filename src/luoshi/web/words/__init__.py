"""Every word that the site shows, in Chinese and English: the tables of the folders, and those of the papers.

A key is a group and a code, "desk.accept". One that is not in any table is a mistake of ours and raises KeyError.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from django.utils import translation

from luoshi.writing.words import WORDS as PAPER_WORDS

FOLDERS = ("luoshi.web.words.site", "luoshi.web.words.design", "luoshi.web.words.commands", "luoshi.web.log.words", "luoshi.web.people.words", "luoshi.web.documents.words", "luoshi.web.ledger.words", "luoshi.web.ledger.turns.words", "luoshi.web.ledger.seeing.words")


@cache
def table() -> dict[str, tuple[str, str]]:
    """All words by key: (Chinese, English)."""
    whole = dict(PAPER_WORDS)
    for folder in FOLDERS:
        whole.update(import_module(folder).WORDS)
    return whole


def language() -> str:
    """The language of this request: "zh" or "en"."""
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


def say(key: str, /, lang: str = "", **values: object) -> str:
    """The words for a key, in the request's language unless `lang` says another.

    >>> say("site.name", "en")
    'Luoshi'
    """
    words = table()[key][(lang or language()) == "en"]
    return words.format(**values) if values else words
