"""Why, in words: the reason of a clause or a duty as a person reads it."""

from __future__ import annotations

from functools import cache

from luoshi.extracting.records import Reason
from luoshi.extracting.rules import RULES
from luoshi.writing.words import LANGS, WORDS, say


def explain(reason: Reason, lang: str) -> str:
    """The rule in words, with the words of the text that made it fire; a rule without words of its own is shown by those alone.

    >>> explain(Reason("corrected"), "zh")
    '人工改定'
    """
    said = say(f"reason.{reason.rule}", lang) if f"reason.{reason.rule}" in WORDS else _rules().get(reason.rule, ("", ""))[LANGS.index(lang)]
    quoted = f"“{reason.words}”" if reason.words else ""
    return say("join.colon", lang).join(part for part in (said, quoted) if part)


@cache
def _rules() -> dict[str, tuple[str, str]]:
    return {rule.name: (rule.zh, rule.en) for rule in RULES}
