"""Records (.jsonl, .json): one document for each object that has a text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from luoshi.errors import EmptyInput, TableError, Unreadable
from luoshi.reading.document import Place, SourceText
from luoshi.reading.opening.columns import find_columns, is_header
from luoshi.reading.opening.sources import Gatherer, given

Record = tuple[int, object]
"""Its line, or its place in the list, from 1, and what stands there."""


def open_json(name: str, text: str, encoding: str, columns: Mapping[str, str]) -> list[SourceText]:
    """The objects of a JSON list, of one object, or of JSON Lines; the fields go by the names of table columns."""
    documents, refused = [], None
    for number, record in _records(name, text.removeprefix("\ufeff")):
        fields = {str(key): _words(value) for key, value in record.items()} if isinstance(record, dict) else {}
        if not is_header(list(fields), columns):
            refused = refused or TableError.no_text(f"{name} 第{number}条", list(fields))
        elif document := _document(f"{name}#{number}", number, fields, columns, encoding):
            documents.append(document)
    if not documents:
        raise refused or EmptyInput.of(name)
    return documents


def _records(name: str, text: str) -> Iterator[Record]:
    try:
        whole = json.loads(text)
    except ValueError:
        yield from _lines(name, text)
        return
    inner = next((value for value in whole.values() if _is_list_of_objects(value)), None) if isinstance(whole, dict) else None
    has_text = isinstance(whole, dict) and is_header([str(key) for key in whole], {})
    listed = whole if isinstance(whole, list) else inner if inner is not None and not has_text else [whole]
    yield from enumerate(listed, 1)


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _lines(name: str, text: str) -> Iterator[Record]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as error:
                raise Unreadable.json_line(f"{name} 第{number}行") from error


def _document(name: str, number: int, fields: dict[str, str], columns: Mapping[str, str], encoding: str) -> SourceText | None:
    names = list(fields)
    found = {ours: fields[names[index]] for ours, index in find_columns(names, columns, name).items()}
    text = found.pop("text")
    if not text.strip():
        return None
    out = Gatherer()
    out.add(text, Place(row=number))
    return out.finish(name, "json", encoding, given([(ours, " ".join(words.split())) for ours, words in found.items()]))


def _words(value: object) -> str:
    """A field's value as text; a list of strings is taken as paragraphs."""
    if isinstance(value, list):
        return "\n".join(item for item in value if isinstance(item, str))
    return value if isinstance(value, str) else "" if value is None or isinstance(value, dict | bool) else str(value)
