"""A figure with a short address: the same rows, on the same day, as known at the same moment, whenever it is opened."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from luoshi.tracking.entries import canonical
from luoshi.web import clock
from luoshi.web.documents.models import Campaign
from luoshi.web.ledger.models import Number, Printed
from luoshi.web.ledger.seeing.board import Choice
from luoshi.web.ledger.seeing.burden import ReturnChoice
from luoshi.web.ledger.seeing.lighting import AsOf
from luoshi.web.log.queries import MOMENT
from luoshi.web.people.models import Person

LETTERS = 12
"""Of an address: sixty bits of a digest."""


def number_of(campaign: Campaign, choice: Choice | ReturnChoice, at: AsOf) -> Number:
    """The figure of a choice, not yet kept; what is known now is what is known at this moment."""
    known = min(at.known or clock.now(), clock.now())
    said = canonical([campaign.pk, choice.query(), at.day.isoformat(), known.astimezone(UTC).strftime(MOMENT)])
    key = b32encode(hashlib.sha256(said).digest()).decode().lower()[:LETTERS]
    return Number(key=key, campaign=campaign, query=choice.query(), day=at.day, known=known)


def keep_number(campaign: Campaign, choice: Choice | ReturnChoice, at: AsOf) -> Number:
    """The figure, kept so that its address leads to it."""
    number = number_of(campaign, choice, at)
    Number.objects.bulk_create([number], ignore_conflicts=True)
    return number


def choice_asked(query: Mapping[str, str]) -> Choice | ReturnChoice:
    """What the query of an address counts: returns where it names a turn, else duties."""
    return ReturnChoice.of(query) or Choice.of(query)


def choice_behind(number: Number) -> tuple[Choice | ReturnChoice, AsOf]:
    """What a kept figure counts, and as of when."""
    return choice_asked(dict(parse_qsl(number.query))), AsOf(number.day, number.known)


def note_printed(numbers: list[tuple[Number, int]], paper: str, person: Person, moment: datetime) -> None:
    """Keeps figures and that a paper printed them, each with what it said."""
    Number.objects.bulk_create([number for number, _ in numbers], ignore_conflicts=True, batch_size=500)
    Printed.objects.bulk_create([Printed(number_id=number.pk, paper=paper, shown=shown, person=person, at=moment) for number, shown in numbers], batch_size=500)
