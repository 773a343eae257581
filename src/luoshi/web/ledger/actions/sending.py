"""That a letter was sent: to whom, when, and how much it asked."""

from __future__ import annotations

from datetime import date

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.web import clock
from luoshi.web.documents.models import Campaign
from luoshi.web.log.actions import action, record
from luoshi.web.log.models import Entry
from luoshi.web.people.models import Person, Unit
from luoshi.web.people.scope import require


@action
def mark_sent(campaign: Campaign, unit: Unit, *, on: date, asked: int, by: By, person: Person, once: str = "") -> Entry:
    """Notes that the letter to a unit was sent on a day; sent again, the later one counts."""
    require(person, "settle", campaign.unit)
    if on > clock.today():
        raise ActRefused.incomplete("送出日期不能晚于今天。", "A letter cannot have been sent after today.", "请核对日期。", "Check the date.")
    return record("slip.sent", campaign.chain, {}, by=by, happened_on=on, once=once, touches=[campaign.subject], unit=unit.pk, asked=asked)
