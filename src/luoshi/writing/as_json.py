"""An Extraction → one JSON object, and back.

Spans are [start, end) in characters of `text`; of repairs, of the source. A duty's plain values (`due`, `quantities`,
`deliverables` …) stand beside `found`, which holds the same things with their words and place.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from luoshi.extracting.records import Cell, Clause, Extraction, FoundDuty, Question, Remark
from luoshi.reading import Paragraph, ReadDocument, Repair, SourceText, Statement, Suspect
from luoshi.writing.corrections import Correction
from luoshi.writing.plain import Plain, Record, from_plain, to_plain

HEADER = ("title", "number", "issuer", "addressees", "date", "dated", "named_units", "open_list", "notes")
FOUND = ("deadlines", "recurrence", "quantities", "deliverables", "programmes", "conditions")
"""Fields of a duty whose values are given plain, and with their place under `found`."""


def as_json(extraction: Extraction, corrections: Iterable[Correction] = ()) -> str:
    """The object on one line, without a line feed; the same extraction always gives the same line."""
    words = json.dumps(as_dict(extraction, corrections), ensure_ascii=False, separators=(",", ":"))
    return words.encode("utf-8", "backslashreplace").decode("utf-8")


def as_dict(extraction: Extraction, corrections: Iterable[Correction] = ()) -> dict[str, Any]:
    """Everything found in one document, and what a person corrected, as plain values in a fixed order."""
    document = extraction.document
    return {
        "name": document.name,
        "format": document.source.format,
        "pack": extraction.pack,
        **{key: to_plain(getattr(document, key)) for key in HEADER},
        "units": list(extraction.units),
        "awaited": list(extraction.awaited),
        "other_directives": to_plain(extraction.other_directives),
        "text": document.text,
        "statements": to_plain(document.statements),
        "clauses": to_plain(extraction.clauses),
        "duties": [plain_duty(duty) for duty in extraction.duties],
        "columns": list(extraction.columns),
        "table": to_plain(extraction.table),
        "remarks": to_plain(extraction.remarks),
        "questions": to_plain(extraction.questions),
        "repairs": {"counts": dict(sorted(Counter(r.kind for r in document.repairs).items())), "list": to_plain(document.repairs)},
        "suspects": to_plain(document.suspects),
        "corrections": to_plain(tuple(corrections)),
        "paragraphs": to_plain(document.paragraphs),
        "source": to_plain(document.source),
    }


def plain_duty(duty: FoundDuty) -> dict[str, Any]:
    """One duty: plain values first, then the same with words and place."""
    plain: dict[str, Any] = to_plain(duty)
    found = {name: plain.pop(name) for name in FOUND}
    return plain | {
        "due": ";".join(deadline.value for deadline in duty.deadlines) or None,
        "due_inferred": any(deadline.inferred for deadline in duty.deadlines),
        "recurrence": duty.recurrence.value if duty.recurrence else None,
        "quantities": [quantity.value for quantity in duty.quantities],
        **{name: [named["name"] for named in found[name]] for name in ("deliverables", "programmes", "conditions")},
        "checkable": duty.checkable,
        "found": found,
    }


def from_dict(plain: dict[str, Any]) -> Extraction:
    """The extraction that `as_dict` made plain; KeyError, TypeError or ValueError where it is another object."""
    return Extraction(
        document=_document(plain),
        pack=plain["pack"],
        clauses=_records(Clause, plain["clauses"]),
        duties=tuple(from_plain(FoundDuty, duty | duty["found"]) for duty in plain["duties"]),
        units=tuple(plain["units"]),
        awaited=tuple(plain["awaited"]),
        columns=tuple(plain["columns"]),
        table=_records(Cell, plain["table"]),
        remarks=_records(Remark, plain.get("remarks", [])),
        questions=_records(Question, plain["questions"]),
        other_directives=tuple((unit, words) for unit, words in plain["other_directives"]),
    )


def corrections_in(plain: dict[str, Any]) -> tuple[Correction, ...]:
    """What a person had corrected before the object was made."""
    return _records(Correction, plain["corrections"])


def _document(plain: dict[str, Any]) -> ReadDocument:
    header: dict[str, Any] = {key: tuple(value) if isinstance(value := plain[key], list) else value for key in HEADER}
    return ReadDocument(
        source=from_plain(SourceText, plain["source"]),
        text=plain["text"],
        repairs=_records(Repair, plain["repairs"]["list"]),
        suspects=_records(Suspect, plain["suspects"]),
        paragraphs=_records(Paragraph, plain["paragraphs"]),
        statements=_records(Statement, plain["statements"]),
        **header,
    )


def _records(kind: type[Record], plain: Plain) -> tuple[Record, ...]:
    return tuple(from_plain(kind, item) for item in plain)
