"""Entries, fetched: of a chain, of a subject, since a number; and whether a chain is whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Max, QuerySet

from luoshi import tracking
from luoshi.web.log.models import Entry, Touch

MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


def tracked(row: Entry) -> tracking.Entry:
    """The row as the core's record."""
    body = getattr(row, "payload", None)
    return tracking.Entry(
        chain=row.chain_id, number=row.number, kind=row.kind, subjects=tuple(row.subjects), happened_on=row.happened_on.isoformat(),
        recorded_at=row.recorded_at.strftime(MOMENT), by=tracking.By(row.person, row.person_name, row.post, row.unit),
        payload=json.loads(body.body) if body else None, payload_digest=row.payload_digest, previous=row.previous, digest=row.digest, once=row.once or "",
    )  # fmt: skip


def with_payloads(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """The rows with what they say, in one query."""
    return rows.select_related("payload")


def entries_of_chain(chain: str) -> Iterator[tracking.Entry]:
    """A chain's entries from the first on, a few at a time in memory."""
    for row in with_payloads(Entry.objects.filter(chain=chain)).order_by("number").iterator(2000):
        yield tracked(row)


def entries_of(subjects: Iterable[str]) -> list[tracking.Entry]:
    """All entries that touch any of the subjects, in the order in which they were recorded."""
    numbers = Touch.objects.filter(subject__in=list(subjects)).values("entry")
    return [tracked(row) for row in with_payloads(Entry.objects.filter(pk__in=numbers)).order_by("chain", "number")]


def last_days(subjects: Iterable[str], after: date = date.min) -> dict[str, date]:
    """Subject → the day of the latest thing known of it, of those of which something after a day is known."""
    rows = Touch.objects.filter(subject__in=list(subjects), entry__happened_on__gt=after)
    return dict(rows.order_by().values_list("subject").annotate(Max("entry__happened_on")))


def rows_since(chain: str, number: int) -> QuerySet[Entry]:
    """The entries of a chain after a number."""
    return with_payloads(Entry.objects.filter(chain=chain, number__gt=number)).order_by("number")


def head_of(chain: str) -> tracking.Head:
    """Where a chain ends."""
    last = Entry.objects.filter(chain=chain).order_by("-number").first()
    return tracking.Head(last.number, last.digest) if last else tracking.Head()


def verify_chain(chain: str, printed: tracking.Head | None = None) -> tracking.Verdict:
    """Whether a chain is whole, and whether a printed head is in it."""
    return tracking.verify(entries_of_chain(chain), printed)

