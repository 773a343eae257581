"""What the gap table leaves out, as sentences: duties that answer another directive."""

from __future__ import annotations

from luoshi.extracting.records import Extraction
from luoshi.writing.question_lines import name_numbers
from luoshi.writing.words import say


def left_out(extraction: Extraction, lang: str) -> list[str]:
    """For each unit that answers another directive too: which of its duties the table does not count."""
    aside = {said.index for said in extraction.document.statements if said.directive}
    numbers: dict[str, list[int]] = {}
    for duty in extraction.duties:
        if duty.statement in aside:
            numbers.setdefault(duty.unit, []).append(duty.number)
    return [say("gaps.left-out", lang, unit=unit or say("label.unnamed-unit", lang), numbers=name_numbers(found, lang)) for unit, found in numbers.items()]
