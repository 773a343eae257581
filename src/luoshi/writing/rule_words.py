"""Why, in words: the reason of a clause or a duty as a person reads it."""

from __future__ import annotations

from luoshi.extracting import rules
from luoshi.extracting.records import Reason
from luoshi.writing.words import WORDS, say

MARKS = "，,。；;：:！!？?、 　\t\n"
MOST = 0.7
"""Of a clause's characters: a reason of so many is the clause itself."""


def explain(reason: Reason, lang: str) -> str:
    """The rule in words, with the words of the text that made it fire; a rule without words of its own is shown by those alone.

    >>> explain(Reason("corrected"), "zh"), explain(Reason("duty.verb", "建立"), "zh")
    ('人工改定', '动词开头：要做的事：“建立”')
    """
    quoted = f"“{reason.words}”" if reason.words else ""
    return say("join.colon", lang).join(part for part in (_said(reason.rule, lang), quoted) if part)


def explain_beside(reason: Reason, words: str, lang: str) -> str:
    """The same beside the clause's own `words`, which are not said again where most of them are the reason.

    >>> explain_beside(Reason("corrected", "提高政治站位"), "提高政治站位，", "en")
    'settled by hand'
    """
    most = len(reason.words) >= MOST * len(words.strip(MARKS))
    return (_said(reason.rule, lang) if most else "") or explain(reason, lang)


def _said(rule: str, lang: str) -> str:
    """The rule in words; '' for one that neither a paper nor extracting knows."""
    if f"reason.{rule}" in WORDS:
        return say(f"reason.{rule}", lang)
    try:
        return rules.explain(rule, lang)
    except KeyError:
        return ""
