"""A Comparison → one JSON object; docs/reference/comparison-json.md names its keys."""

from __future__ import annotations

import json
from typing import Any

from luoshi.comparing import Comparison, Side
from luoshi.writing.plain import Plain, to_plain

SCHEMA = "luoshi-comparison/1"
"""Changes where a key is taken away or comes to mean something else, not where one is added."""
LISTS = ("passages", "clusters", "own", "variants", "proposals", "descents", "origins", "reprints")


def comparison_json(comparison: Comparison) -> str:
    """The comparison as one line of JSON; halves of surrogate pairs, which UTF-8 cannot hold, are written as �."""
    words = json.dumps(comparison_plain(comparison), ensure_ascii=False, separators=(",", ":"))
    return words.encode("utf-8", "replace").decode("utf-8")


def comparison_plain(comparison: Comparison) -> dict[str, Plain]:
    """The comparison as plain values: each document's text once, sides that point to it."""
    texts = {side.text: side.name for side in comparison.sides}
    index = {text: number for number, text in enumerate(texts)}
    out: dict[str, Any] = {
        "schema": SCHEMA,
        "texts": [{"name": name, "text": text} for text, name in texts.items()],
        "sides": [_side(side, index[side.text]) for side in comparison.sides],
        "directives": list(comparison.directives),
        "coverage": to_plain(comparison.coverage) if comparison.coverage else None,
    }
    return out | {name: to_plain(getattr(comparison, name)) for name in LISTS}


def _side(side: Side, text: int) -> dict[str, Plain]:
    return {
        "key": side.key, "name": side.name, "text": text, "span": [side.start, side.end], "skipped": to_plain(side.skipped),
        "unit": side.unit, "title": side.title, "date": side.date, "level": side.level, "statement": side.statement,
    }  # fmt: skip
