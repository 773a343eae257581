"""The first screen of a campaign: who spoke, who is awaited, and what each bound itself to, over all responses that are open.

The gap table of each response is made one table of units. A unit that spoke in several texts has one row; an empty cell says "not in
this text" and nothing more. What is counted here is what was read, not what was settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from luoshi.extracting import Cell, Remark
from luoshi.extracting.survey import columns_of, remarks_of
from luoshi.packs import Pack, load_pack
from luoshi.web.documents.models import READ, RESPONSE, Campaign, Document, Reading
from luoshi.web.documents.naming import unit_numbers
from luoshi.web.documents.queries import answering_units, documents_open_to, units_quoted
from luoshi.web.people.models import Person, Unit

Span = tuple[int, int]


@dataclass
class Said:
    """What one unit's texts say on one theme or mechanism."""

    places: list[tuple[int, list[Span]]] = field(default_factory=list)
    """(document, spans)"""
    duties: int = 0
    labels: dict[str, None] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """yes (a duty says it) · partly (only named) · none (not in this text)."""
        return "yes" if self.duties else "partly" if self.places else "none"

    @property
    def label(self) -> str:
        """The words of the cell, for what a count does not tell."""
        return "、".join(self.labels)


@dataclass
class Speaker:
    """A unit that spoke."""

    name: str
    unit: Unit | None = None
    expected: bool = False
    cells: dict[str, Said] = field(default_factory=dict)
    documents: dict[int, Document] = field(default_factory=dict)
    duties: int = 0
    questions: int = 0


@dataclass(frozen=True)
class Overview:
    """Who spoke, who is awaited, the columns, and what stands out."""

    pack: Pack
    themes: tuple[str, ...]
    mechanisms: tuple[str, ...]
    speakers: list[Speaker]
    awaited: list[Unit]
    quoted: list[Unit]
    """Units whose duties stand in a text that is not open to the person."""
    unread: list[Document]
    """Responses that are there and could not be counted: waiting, being read, or failed."""
    remarks: tuple[Remark, ...]
    at_least: bool
    """Whether a text says that there are more than it names."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Themes, then mechanisms."""
        return (*self.themes, *self.mechanisms)


def overview_of(campaign: Campaign, person: Person) -> Overview:
    """The overview of a campaign, from the responses that are open to a person."""
    pack = load_pack(campaign.pack)
    responses = list(documents_open_to(person).filter(campaign=campaign, kind=RESPONSE).order_by("unit__code", "pk"))
    readings = latest_readings(document.pk for document in responses)
    expected = {unit.pk: unit for unit in answering_units(campaign, person)}
    speakers = _speakers([(d, readings[d.pk].plain) for d in responses if d.pk in readings], expected)
    spoke = {speaker.unit.pk for speaker in speakers if speaker.unit}
    quoted = units_quoted(campaign, person) - spoke
    codes = [theme.code for theme in pack.themes]
    return Overview(
        pack=pack,
        themes=tuple(codes),
        mechanisms=tuple(code for code in columns_of(pack) if code not in codes),
        speakers=speakers,
        awaited=[unit for number, unit in expected.items() if number not in spoke | quoted],
        quoted=[unit for number, unit in expected.items() if number in quoted],
        unread=[document for document in responses if document.pk not in readings],
        remarks=_remarks(speakers, pack),
        at_least=any(reading.plain["open_list"] for reading in readings.values()),
    )


def latest_readings(documents: Iterable[int]) -> dict[int, Reading]:
    """For each document the reading of its latest version that was read."""
    rows = Reading.objects.filter(version__document__in=list(documents), version__status=READ).select_related("version").order_by("version__number")
    return {row.version.document_id: row for row in rows}


def _speakers(texts: list[tuple[Document, dict[str, Any]]], expected: Mapping[int, Unit]) -> list[Speaker]:
    numbers = unit_numbers({name for document, plain in texts for name in plain["units"]})
    known = {unit.pk: unit for unit in Unit.objects.filter(pk__in=[*numbers.values(), *(d.unit_id for d, _ in texts if d.unit_id)])}
    speakers: dict[Any, Speaker] = {}
    for document, plain in texts:
        for name in plain["units"]:
            number = numbers.get(name) or (document.unit_id if len(plain["units"]) == 1 else None)
            unit = known.get(number) if number else None
            title = unit.name if unit else name
            speaker = speakers.setdefault(number or name, Speaker(title, unit, number in expected))
            speaker.documents[document.pk] = document
            _add(speaker, document, plain, name)
    order = {number: place for place, number in enumerate(expected)}
    return sorted(speakers.values(), key=lambda s: (order.get(s.unit.pk, len(order)) if s.unit else len(order) + 1,))


def _add(speaker: Speaker, document: Document, plain: dict[str, Any], name: str) -> None:
    speaker.duties += sum(1 for duty in plain["duties"] if duty["unit"] == name)
    speaker.questions += sum(1 for question in plain["questions"] if question["unit"] == name)
    for cell in plain["table"]:
        if cell["unit"] == name:
            said = speaker.cells.setdefault(cell["column"], Said())
            said.duties += len(cell["duties"])
            if cell["spans"]:
                said.places.append((document.pk, [tuple(span) for span in cell["spans"]]))
            if cell["label"] and not cell["label"].isdecimal():
                said.labels.update(dict.fromkeys(cell["label"].split("、")))


def _remarks(speakers: list[Speaker], pack: Pack) -> tuple[Remark, ...]:
    cells = [_cell(speaker, column) for speaker in speakers for column in columns_of(pack)]
    return remarks_of([speaker.name for speaker in speakers], cells, pack)


def _cell(speaker: Speaker, column: str) -> Cell:
    """The speaker's cell as the core looks at it; where it stands plays no part in what stands out."""
    said = speaker.cells.get(column, Said())
    spans = tuple(span for _, spans in said.places for span in spans)
    return Cell(speaker.name, column, spans, tuple(range(1, said.duties + 1)), said.label)


def rows_of(overview: Overview) -> Iterator[dict[str, Any]]:
    """The table's rows: the speaker, and her cells in the order of the columns."""
    for speaker in overview.speakers:
        yield {"speaker": speaker, "cells": [{"column": column, "said": speaker.cells.get(column, Said())} for column in overview.columns]}
