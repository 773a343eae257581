"""Sums of a campaign, kept until something is recorded in it. They can be made again at any time, from tables that the log writes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import caches

from luoshi.web.documents.models import Campaign
from luoshi.web.ledger.lighting import AsOf
from luoshi.web.ledger.reach import hidden_from, sees_whole
from luoshi.web.log.models import Chain
from luoshi.web.people.models import Person

SECONDS = 86_400
"""For which sums are kept: calendars, on which some rest too, come with a new version of the program."""


def kept(campaign: Campaign, person: Person, at: AsOf, what: object, make: Callable[[], list[Any]]) -> list[Any]:
    """What `make` gives, kept for all who see the same of the campaign: found by the head of its chain, which no two states of it share.

    For who sees only a part of it, it is made each time. `what` says what is made, as words that are unlike all others.
    """
    if not sees_whole(person, campaign):
        return make()
    head = Chain.objects.get(name=campaign.chain).digest
    asked = repr([campaign.pk, head, at, what, hidden_from(person, [campaign.pk])])
    cache, key = caches["counts"], hashlib.sha256(asked.encode()).hexdigest()
    found: list[Any] | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, SECONDS)
    return found
