"""The relay trace as a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from luoshi.web.documents.models import Document
from luoshi.web.documents.relays import Trace
from luoshi.web.words import say

COLUMNS = ("directive", "unit", "state", "received", "passed", "form", "reach", "days", "paper", "note")
WIDTHS = (36, 28, 10, 12, 12, 12, 14, 12, 28, 30)


def relay_sheet(traced: Sequence[tuple[Document, Sequence[Trace]]]) -> bytes:
    """One row for each directive and unit."""
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    sheet.title = say("tab.relay")
    sheet.append([say(f"relay-col.{column}") for column in COLUMNS])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for document, traces in traced:
        for trace in traces:
            sheet.append([_plain(value) for value in _row(document, trace)])
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    book.save(out)
    return out.getvalue()


def _row(document: Document, trace: Trace) -> list[object]:
    relay = trace.relay
    days = trace.days if trace.days is not None else None
    said = f"{days}{say('relay.provisional-mark')}" if days is not None and trace.provisional else days
    return [
        str(document), trace.unit.name, say(f"state.{trace.state}"), relay and relay.received_on, relay and relay.passed_on,
        say(f"relay-form.{relay.form}") if relay and relay.form else "", say(f"relay-reach.{relay.reach}") if relay and relay.reach else "",
        said, str(trace.paper) if trace.paper else "", relay.note if relay else "",
    ]  # fmt: skip


def _plain(value: object) -> object:
    """A value that no office program takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t" and value else value
