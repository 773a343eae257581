"""A Comparison → all its papers, one after the other, each with the name of its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from luoshi.comparing import Comparison
from luoshi.writing.as_json_comparison import comparison_json


def papers_of_comparison(comparison: Comparison, *, lang: str = "zh", awaited: Sequence[str] = ()) -> Iterator[tuple[str, bytes]]:
    """The coverage table, the page, the picture of sources, a letter to each unit, and the JSON."""
    # Loaded when papers are asked for: a summary should not wait for what writes Excel.
    from luoshi.writing.coverage_sheet import coverage_xlsx

    yield "覆盖对照.xlsx", coverage_xlsx(comparison, lang=lang, awaited=awaited)
    yield "对照.json", (comparison_json(comparison) + "\n").encode("utf-8")
