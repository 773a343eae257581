"""Sums of a campaign, kept until something is recorded in it. They can be made again at any time, from tables that the log writes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import caches

from luoshi.web import clock
from luoshi.web.documents.models import Campaign
from luoshi.web.documents.queries import hidden_from
from luoshi.web.ledger.lighting import AsOf
from luoshi.web.ledger.reach import sees_whole
from luoshi.web.log.models import Chain
from luoshi.web.people.acting import PEOPLE
from luoshi.web.people.models import Person

SECONDS = 86_400
"""For which sums are kept: calendars, on which some rest too, come with a new version of the program."""


def kept(campaign: Campaign, person: Person, at: AsOf, what: object, make: Callable[[], list[Any]]) -> list[Any]:
    """What `make` gives, kept for all who see the same of the campaign: found by the head of its chain, which no two states of it share.

    `what` says what is made, as words that are unlike all others.
    """
    asked = repr([campaign.pk, _head(campaign.chain), at, what, hidden_from(person, campaign.pk), _part_of(person, campaign)])
    cache, key = caches["counts"], hashlib.sha256(asked.encode()).hexdigest()
    found: list[Any] | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, SECONDS)
    return found


def _part_of(person: Person, campaign: Campaign) -> object:
    """On what it depends which part of a campaign a person sees: herself, the day, and all that was said of units and roles. '' of who sees the whole."""
    return "" if sees_whole(person, campaign) else [person.pk, clock.today(), _head(PEOPLE)]


def _head(chain: str) -> str:
    return Chain.objects.filter(name=chain).values_list("digest", flat=True).first() or ""
