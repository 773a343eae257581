"""Records ↔ plain values that JSON can hold, field by field; a record's `start` and `end` become one `span`."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Plain = Any
"""None, a truth value, a number, a string, or a list or dict of such."""
Record = TypeVar("Record")


def to_plain(value: object) -> Plain:
    """A record, or what it holds, as plain values.

    >>> from luoshi.extracting.records import Named
    >>> to_plain(Named("实施方案", 3, 7))
    {'span': [3, 7], 'name': '实施方案'}
    """
    kind: Any = type(value)     # mypy takes no class for hashable
    if kind in (str, int, float, bool, NoneType):
        return value
    if kind in (tuple, list):
        return [to_plain(item) for item in value]  # type: ignore[attr-defined]
    return {name: to_plain(getter(value)) for name, getter in _getters(kind)}


def from_plain(kind: type[Record], plain: Plain) -> Record:
    """The record of this kind that was made plain; fields that are not there keep their defaults.

    >>> from luoshi.extracting.records import Named
    >>> from_plain(Named, {"span": [3, 7], "name": "实施方案", "remark": "not a field"})
    Named(name='实施方案', start=3, end=7)
    """
    known: Any = kind
    given = dict(plain)
    if "span" in _fields(known):
        given["start"], given["end"] = given["span"]
    return kind(**{name: _revive(hint, given[name]) for name, hint in _hints(known).items() if name in given})


def _revive(hint: Any, plain: Plain) -> Any:
    """A value as its field's type has it: lists become tuples, dicts records."""
    if isinstance(hint, UnionType) or get_origin(hint) is Union:
        hint = next(arg for arg in get_args(hint) if arg is not NoneType)
    if plain is None:
        return None
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        kinds = [inner[0]] * len(plain) if inner[-1] is Ellipsis else inner
        return tuple(_revive(kind, item) for kind, item in zip(kinds, plain, strict=True))
    return from_plain(hint, plain) if isinstance(plain, dict) else plain


@cache
def _getters(kind: Any) -> tuple[tuple[str, attrgetter[Any]], ...]:
    """The names under which a record's fields are kept, and what takes them from a record."""
    return tuple((name, attrgetter("start", "end") if name == "span" else attrgetter(name)) for name in _fields(kind))


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The names under which a record's fields are kept."""
    names = [field.name for field in fields(kind)]
    if {"start", "end"} <= set(names):
        names = ["span", *(name for name in names if name not in ("start", "end"))]
    return tuple(names)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
