"""A Comparison → all its papers, one after the other, each with the name of its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from luoshi.comparing import Comparison
from luoshi.writing.as_json_comparison import comparison_json
from luoshi.writing.compared import Compared
from luoshi.writing.papers import unlike_names


def papers_of_comparison(comparison: Comparison, *, lang: str = "zh", awaited: Sequence[str] = ()) -> Iterator[tuple[str, bytes]]:
    """The coverage table, the page, the picture of sources, a letter to each unit, and the JSON.

    `awaited` are the units that were expected and are not among the texts. Without sources there is no picture, and without a
    directive there are no letters.
    """
    # Loaded when papers are asked for: a summary should not wait for what writes Excel.
    from luoshi.writing.compared_page import compared_html
    from luoshi.writing.coverage_sheet import coverage_xlsx
    from luoshi.writing.lineage_svg import lineage_svg

    picture = lineage_svg(comparison, lang=lang)
    yield "覆盖对照.xlsx", coverage_xlsx(comparison, lang=lang, awaited=awaited)
    yield "对照.html", compared_html(comparison, lang=lang, awaited=awaited, lineage=picture).encode("utf-8", "replace")
    if picture:
        yield "来源.svg", (picture + "\n").encode("utf-8", "replace")
    yield from _letters(Compared(comparison, lang))
    yield "对照.json", (comparison_json(comparison) + "\n").encode("utf-8")


def _letters(shown: Compared) -> Iterator[tuple[str, bytes]]:
    """A letter to each unit whose text was set beside the directive."""
    if shown.comparison.coverage is None:
        return
    from luoshi.writing.coverage_slips import compared_slip_docx

    keys = [key for key in shown.responses if shown.side(key).extraction]
    for key, name in zip(keys, unlike_names(shown.names.full(key) for key in keys), strict=True):
        yield f"补充细化建议-{name}.docx", compared_slip_docx(shown, key)
