"""The questions to one unit as lines of a table: what concerns many duties once, then sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from luoshi.extracting.records import Extraction
from luoshi.writing.asking import General, Item, ask_unit, runs_of
from luoshi.writing.words import ask, name_gap, name_place, say


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question in words."""

    about: str
    """What is missing, in words."""
    numbers: str
    """Of the duties that it concerns."""
    question: str
    words: str = ""
    """The sentence that raises it; '' where many do."""
    place: str = ""


def question_lines(extraction: Extraction, unit: str, lang: str) -> list[QuestionLine]:
    """Everything to ask one unit, in the order of its letter."""
    asked = ask_unit(extraction, unit)
    general = [_general(question, lang) for question in asked.general]
    return general + [line for item in asked.items for line in _specific(extraction, item, lang)]


def _general(general: General, lang: str) -> QuestionLine:
    columns = say("join.list", lang).join(name_gap(word, lang) for word in general.words)
    numbers = name_numbers(general.duties, lang)
    return QuestionLine(say(f"missing.{general.what}", lang), numbers, say(f"general.{general.what}", lang, words=columns, numbers=numbers))


def _specific(extraction: Extraction, item: Item, lang: str) -> Iterator[QuestionLine]:
    place = name_place(extraction.document.place(item.start), lang)
    number = str(item.duty.number) if item.duty else ""
    for question in item.asked:
        yield QuestionLine(say(f"missing.{question.what}", lang), number, ask(question.what, lang, question.words), item.quote, place)


def name_numbers(duties: Iterable[int], lang: str) -> str:
    """Numbers of duties, those that follow each other as a run.

    >>> name_numbers((3, 4, 5, 9), "zh")
    '3—5、9'
    """
    return say("join.list", lang).join(str(a) if a == b else f"{a}{say('join.range', lang)}{b}" for a, b in runs_of(tuple(duties)))
