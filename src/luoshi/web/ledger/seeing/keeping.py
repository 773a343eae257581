"""Sums of a campaign, kept until something is recorded in it, or carried on over what was. They can be made again at any time, from tables that the log writes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import caches

from luoshi import tracking
from luoshi.web import clock
from luoshi.web.documents.models import Campaign
from luoshi.web.documents.queries import hidden_from
from luoshi.web.ledger.models import Return
from luoshi.web.ledger.reach import sees_whole
from luoshi.web.ledger.seeing.lighting import AsOf
from luoshi.web.log.models import Chain, Entry
from luoshi.web.people.acting import PEOPLE
from luoshi.web.people.models import Person

SECONDS = 86_400
"""For which sums are kept: calendars, on which some rest too, come with a new version of the program."""
MOST_ENTRIES, MOST_DUTIES = 200, 500
"""Over which sums are carried on; where more was recorded, they are made anew."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Sums, and the end of the campaign's chain when they were made."""

    value: Any
    head: tracking.Head
    moment: datetime | None
    """When the last entry was recorded; None of an empty chain."""


def kept(campaign: Campaign, person: Person, at: AsOf, what: object, make: Callable[[], Any], carry: Callable[[Kept], Any] | None = None) -> Any:
    """What `make` gives, kept for all who see the same of the campaign.

    `what` says what is made, as words that are unlike all others. `carry` makes it from what was kept earlier, and gives None where it cannot.
    """
    asked = repr([campaign.pk, at, what, hidden_from(person, campaign.pk), _part_of(person, campaign)])
    cache, key = caches["counts"], hashlib.sha256(asked.encode()).hexdigest()
    head, found = _head(campaign.chain), cache.get(key)
    if found is not None and found.head == head:
        return found.value
    value = carry(found) if found is not None and carry else None
    if value is None:
        value = make()
    if _head(campaign.chain) == head:      # else something was recorded meanwhile, and nobody can tell what of it is in the sums
        moment = Entry.objects.filter(chain=campaign.chain, number=head.number).values_list("recorded_at", flat=True).first()
        cache.set(key, Kept(value, head, moment), SECONDS)
    return value


def duties_changed(campaign: Campaign, since: Kept) -> Collection[int] | None:
    """The duties of which something was recorded since; None where it was too much, or something that tells on others too.

    What `since` was made of must still be the beginning of the chain: a backup that was played back has another.
    """
    rows = list(Entry.objects.filter(chain=campaign.chain, number__gte=since.head.number).order_by("number").values_list("number", "digest", "kind", "recorded_at", "subjects")[: MOST_ENTRIES + 1])
    if since.moment is None or len(rows) > MOST_ENTRIES or not rows or rows[0][:2] != (since.head.number, since.head.digest):
        return None
    if any(kind.startswith("turn.") or recorded_at <= since.moment for _, _, kind, recorded_at, _ in rows[1:]):
        return None
    subjects = [subject.partition(":") for *_, touched in rows[1:] for subject in touched]
    returns = [int(number) for kind, _, number in subjects if kind == "return"]
    if len(returns) > MOST_DUTIES:
        return None
    duties = {int(number) for kind, _, number in subjects if kind == "duty"} | set(Return.objects.filter(pk__in=returns).values_list("duty", flat=True))
    return duties if len(duties) <= MOST_DUTIES else None


def _part_of(person: Person, campaign: Campaign) -> object:
    """On what it depends which part of a campaign a person sees: herself, the day, and all that was said of units and roles. '' of who sees the whole.

    What is recorded in the campaign may change the part too: of a part nothing is carried on.
    """
    return "" if sees_whole(person, campaign) else [person.pk, clock.today(), _head(PEOPLE)]


def _head(chain: str) -> tracking.Head:
    row = Chain.objects.filter(name=chain).values_list("number", "digest").first()
    return tracking.Head(*row) if row else tracking.Head()
