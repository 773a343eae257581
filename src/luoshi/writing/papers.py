"""An Extraction → all its papers, one after the other, each with the name of its file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from luoshi.extracting.records import Extraction
from luoshi.writing.as_json import as_json
from luoshi.writing.correcting import correct
from luoshi.writing.corrections import Correction
from luoshi.writing.words import say

LONGEST = 60
"""Characters of a name: a file system gives 255 bytes, and a Chinese character takes three."""
LIST_NAME = "责任清单.xlsx"

_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def papers_of(read: Extraction, *, lang: str = "zh", corrections: Sequence[Correction] = ()) -> Iterator[tuple[str, bytes]]:
    """The responsibility list, the comparison, a letter to each unit, all letters in one, and the JSON.

    `read` is what was read; all papers but the list follow the corrections, and the list shows them.
    """
    # Loaded when papers are asked for: a summary should not wait for what writes Word and Excel.
    from luoshi.writing.duty_list import duty_list_xlsx
    from luoshi.writing.html import comparison_html
    from luoshi.writing.slips import all_slips_docx, slip_docx

    extraction = correct(read, corrections)
    yield LIST_NAME, duty_list_xlsx(read, lang=lang, corrections=corrections)
    yield "对照.html", comparison_html(extraction, lang=lang).encode("utf-8", "replace")
    for unit, name in zip(extraction.units, unlike_names(unit or say("label.unnamed-unit", lang) for unit in extraction.units), strict=True):
        yield f"补充细化建议-{name}.docx", slip_docx(extraction, unit, lang=lang)
    if extraction.units:
        yield "补充细化建议-全部.docx", all_slips_docx(extraction, lang=lang)
    yield "清单.json", (as_json(extraction, corrections) + "\n").encode("utf-8")


def unlike_names(names: Iterator[str]) -> list[str]:
    """Names for files, no two alike even where case does not count.

    >>> unlike_names(iter(["甲/乙", "甲:乙", "全部"]))
    ['甲_乙', '甲_乙-2', '全部-2']
    """
    taken, unlike = {"全部"}, []
    for name in map(file_name, names):
        number, tried = 1, name
        while tried.lower() in taken:
            number += 1
            tried = f"{name}-{number}"
        taken.add(tried.lower())
        unlike.append(tried)
    return unlike


def file_name(words: str) -> str:
    """Words as a name that every file system takes.

    >>> file_name("a/b: c?. "), file_name("CON"), file_name("")
    ('a_b_ c_', '_CON', '_')
    """
    name = _UNFIT.sub("_", words)[:LONGEST].strip(". ")
    return f"_{name}" if not name or _RESERVED.fullmatch(name) else name
