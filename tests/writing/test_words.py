"""Every word is there in both languages, and every code of the records has its word."""

from __future__ import annotations

import inspect
import re
from string import Formatter
from types import ModuleType

import pytest

from luoshi.extracting import records
from luoshi.extracting.records import KINDS, THEMES
from luoshi.reading import document
from luoshi.writing.words import LANGS, WORDS, ask, name_date, say


def codes_of(record: str, field: str, module: ModuleType = records) -> list[str]:
    """The codes that the note under a field lists: "owner · deadline · year" (those that are Chinese glosses left out)."""
    body = inspect.getsource(getattr(module, record))
    note = re.search(rf'^    {field}: [^\n]*\n    """(.*?)"""', body, re.M | re.S)
    assert note, f"{record}.{field} has no note"
    return [code.group() for part in note[1].split("·") if (code := re.match(r"[a-z][a-z-]*", part.split(":")[-1].strip()))]


MISSING = codes_of("Missing", "what")
ASKED = [*MISSING, "theme", "mechanism", "suspect"]

CODES = [
    *(f"{group}.{kind}" for group in ("kind", "kind-note") for kind in KINDS),
    *(f"{group}.{theme}" for group in ("theme", "theme-sign") for theme in (*THEMES, "-")),
    *(f"column.{column}" for column in (*THEMES, *codes_of("Cell", "column"))),
    *(f"missing.{what}" for what in ASKED),
    *(f"question.{what}" for what in ASKED),
    *(f"repair.{kind}" for kind in codes_of("Repair", "kind", document)),
    *(f"suspect.{kind}" for kind in codes_of("Suspect", "kind", document)),
    *(f"role.{role}" for role in (*codes_of("Actor", "role"), "")),
    *(f"recurrence.{value}" for value in codes_of("Recurrence", "value")),
]


def fields_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_records_has_its_words(code: str) -> None:
    assert all(say(code, lang) or code == "theme-sign.-" for lang in LANGS)


def test_both_languages_ask_for_the_same_values() -> None:
    assert {key for key, (zh, en) in WORDS.items() if fields_of(zh) != fields_of(en)} <= {"label.and-more"}


def test_no_word_is_left_empty() -> None:
    assert [key for key, pair in WORDS.items() if not all(pair)] == ["theme-sign.-"]


def test_signs_of_themes_differ() -> None:
    for lang in LANGS:
        signs = [say(f"theme-sign.{theme}", lang) for theme in THEMES]
        assert len(set(signs)) == len(signs)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("what", ASKED)
def test_a_question_quotes_the_words_that_raise_it(what: str, lang: str) -> None:
    asked = ask(what, lang, "定期")
    assert ("定期" in asked) == (what != "owner")
    assert "{" not in asked


def test_words_of_the_text_are_never_read_as_a_pattern() -> None:
    assert "{0}{x}" in ask("deadline", "zh", "{0}{x}")


def test_a_missing_key_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        say("no.such-key", "zh")


@pytest.mark.parametrize("value", ["2018", "2018-09", "2018-09-03", "--09", "--09-03", "+5wd", "+30d", "+3m", "+1y"])
def test_every_precision_of_a_date_has_its_words(value: str) -> None:
    assert all(name_date(value, lang) not in ("", value) or value.startswith("2018") for lang in LANGS)


@pytest.mark.parametrize("value", ["", "春节前", "2018-09-03-01", "-", "①"])
def test_a_date_of_another_form_is_shown_as_it_is(value: str) -> None:
    assert all(name_date(value, lang) == value for lang in LANGS)


def test_the_codes_are_really_read_from_the_records() -> None:
    assert MISSING == ["owner", "deadline", "year", "period", "unit", "measure", "document"]
    assert codes_of("Cell", "column")[0] == "leading-group" and len(codes_of("Cell", "column")) == 11
    assert codes_of("Repair", "kind", document)[-1] == "lost"
