"""One object of JSON Lines, or one document that was read → a row of the corpus, and what there is to tell of it."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from luoshi.comparing.sides import level_of
from luoshi.corpus.dating import date_of
from luoshi.corpus.records import Row, Trouble
from luoshi.errors import TableError, TooLong, WrongDate
from luoshi.reading import ReadDocument
from luoshi.reading.opening.columns import find_columns, plain


class Told(NamedTuple):
    """A row, or None where the document is passed over, and what is told of it."""

    row: Row | None
    troubles: tuple[Trouble, ...] = ()


def row_of_object(fields: dict[str, object], where: str, name: str, dated: str, longest: int) -> Told:
    """The row of one object; `where` is how a person finds it, `name` its id where it gives none."""
    known = _known(tuple(fields))
    if "text" not in known:
        return Told(None, (Trouble.of(TableError.no_text(where, list(fields))),))
    values = {ours: _words(fields[theirs]) for ours, theirs in known.items()}
    if len(values["text"]) > longest:
        return Told(None, (Trouble.of(TooLong.of(where, longest)),))
    title, unit, id = (" ".join(values.get(ours, "").split()) for ours in ("title", "unit", "id"))
    date, troubles = _dated(values.get("date", ""), dated, where)
    return Told(Row(id or name, name, values["text"], title, unit, date, _level(unit, title)), troubles)


def row_of_document(document: ReadDocument, where: str, name: str, dated: str) -> Told:
    """The row of a document that was read: its clean text, and the title, unit and date that it gives itself."""
    given = dict(document.source.given)
    unit = given.get("unit") or next((s.unit for s in document.statements if s.unit), "") if _one_unit(document) else ""
    unit = unit or document.issuer
    title = document.title or given.get("title", "")
    date, troubles = _dated(document.date or given.get("date", ""), dated, where)
    return Told(Row(name, name, mended(document.text), title, unit, date, _level(unit, title)), troubles)


def _one_unit(document: ReadDocument) -> bool:
    return len({statement.unit for statement in document.statements if statement.unit}) <= 1


def _dated(words: str, dated: str, where: str) -> tuple[str, tuple[Trouble, ...]]:
    date = date_of(words)
    if date is None:
        return "", (Trouble.of(WrongDate.of(where, words), kept=True),)
    return date or dated, ()


def _words(value: object) -> str:
    """A field's value as text; a list of strings is taken as paragraphs."""
    if isinstance(value, list):
        value = "\n".join(item for item in value if isinstance(item, str))
    return mended(value) if isinstance(value, str) else "" if value is None or isinstance(value, dict | bool) else str(value)


def mended(text: str) -> str:
    """Half characters, which no file can hold, as U+FFFD.

    >>> mended("甲\\ud800乙")
    '甲\ufffd乙'
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


@lru_cache(maxsize=64)
def _known(fields: tuple[str, ...]) -> dict[str, str]:
    """Our name → the field that holds it."""
    known = {ours: fields[index] for ours, index in find_columns(fields, {}, "").items()}
    names = {plain(field): field for field in reversed(fields)}
    for ours, theirs in _more_names().items():
        first = next((names[name] for name in theirs if name in names), None)
        if first is not None:
            known.setdefault(ours, first)
    return known


@cache
def _more_names() -> dict[str, list[str]]:
    table = tomllib.loads(resources.files(__package__).joinpath("fields.toml").read_text("utf-8"))
    return {ours: [plain(name) for name in names] for ours, names in table.items()}


@lru_cache(maxsize=4096)
def _level(unit: str, title: str) -> int:
    return level_of(unit, title)
