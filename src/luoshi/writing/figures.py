"""The figures that sum up an Extraction."""

from __future__ import annotations

from luoshi.extracting.records import Extraction


def count_figures(extraction: Extraction) -> dict[str, int]:
    """The figures of the summary, by the code of their words."""
    duties = extraction.duties
    return {
        "units": len(extraction.units),
        "awaited": len(extraction.awaited),
        "clauses": len(extraction.clauses),
        "duties": len(duties),
        "checkable": sum(duty.checkable for duty in duties),
        "dated": sum(bool(duty.deadlines) for duty in duties),
        "recurring": sum(duty.recurrence is not None for duty in duties),
        "quantified": sum(bool(duty.quantities) for duty in duties),
        "named": sum(bool(duty.actors) for duty in duties),
        "questions": len(extraction.questions),
        "repairs": len(extraction.document.repairs),
        "suspects": len(extraction.document.suspects),
    }
