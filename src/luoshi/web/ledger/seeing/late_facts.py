"""What was filled in after the event: entries that were recorded on a later day than that on which they happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models.functions import TruncDate
from django.utils import timezone

from luoshi.web.as_of import end_of
from luoshi.web.documents.models import Campaign
from luoshi.web.documents.queries import hidden_from
from luoshi.web.ledger.models import Duty, Return
from luoshi.web.ledger.reach import reach, sees_whole
from luoshi.web.ledger.seeing.lighting import AsOf
from luoshi.web.log.models import Entry
from luoshi.web.people.models import Person

NOT_FACTS = ("turn.opened", "return.asked", "undone", "payload.removed")
"""A turn speaks of days that are over as it opens: it fills nothing in."""


@dataclass(frozen=True, slots=True)
class LateFact:
    """One entry that came after the event."""

    entry: Entry
    days: int
    """Between the day on which it happened and the day on which it was recorded."""
    recorded_on: date
    duty: Duty | None
    row: Return | None


def late_facts(campaign: Campaign, person: Person, at: AsOf, first: date, last: date) -> list[LateFact]:
    """What was recorded from `first` to `last` of earlier days, as known at `at`, and is open to the person; the longest after the event first."""
    rows = Entry.objects.filter(chain=campaign.chain, recorded_at__gt=end_before(first), recorded_at__lte=end_of(last), happened_on__lte=at.day).exclude(kind__in=NOT_FACTS)
    if at.known:
        rows = rows.filter(recorded_at__lte=at.known)
    facts = _with_subjects(rows.filter(happened_on__lt=TruncDate("recorded_at")))
    seen = _open_duties(facts, campaign, person)
    return sorted((fact for fact in facts if fact.duty and fact.duty.pk in seen), key=lambda fact: (-fact.days, -fact.entry.pk))


def end_before(first: date) -> datetime:
    """The last moment before a day."""
    return end_of(first - timedelta(days=1)) if first > date.min else end_of(first)


def local(moment: datetime) -> date:
    """The day where the office is."""
    return timezone.localtime(moment).date()


def _with_subjects(entries: Iterable[Entry]) -> list[LateFact]:
    """Each entry with the duty and the return of which it speaks."""
    rows = list(entries)
    numbers = {kind: {int(s.partition(":")[2]) for row in rows for s in row.subjects if s.startswith(f"{kind}:")} for kind in ("duty", "return")}
    duties, returns = Duty.objects.in_bulk(numbers["duty"]), Return.objects.select_related("turn", "duty").in_bulk(numbers["return"])
    found = []
    for row in rows:
        duty = next((duties[n] for s in row.subjects if s.startswith("duty:") and (n := int(s[5:])) in duties), None)
        answer = next((returns[n] for s in row.subjects if s.startswith("return:") and (n := int(s[7:])) in returns), None)
        recorded = local(row.recorded_at)
        found.append(LateFact(row, (recorded - row.happened_on).days, recorded, duty or (answer and answer.duty), answer))
    return found


def _open_duties(facts: list[LateFact], campaign: Campaign, person: Person) -> set[int]:
    numbers = {fact.duty.pk for fact in facts if fact.duty}
    if sees_whole(person, campaign) and not hidden_from(person, campaign.pk):
        return numbers
    return set(Duty.objects.filter(reach(person, campaign, "pk"), pk__in=numbers).values_list("pk", flat=True))
