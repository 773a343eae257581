"""What waits for a person when she comes in: for each campaign that is open to her, what is to be read, settled, signed and awaited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from luoshi.tracking.kinds import ACCEPTED, FOUND, REMOVED
from luoshi.web import clock
from luoshi.web.documents.models import FAILED, READING, RESPONSE, WAITING, Addressee, Campaign, Version
from luoshi.web.documents.queries import campaigns_open_to, documents_open_to
from luoshi.web.ledger.queries import duties_open_to
from luoshi.web.people.models import Person
from luoshi.web.people.scope import may, units_for, units_open_to

STEPS = ("failed", "open", "ready", "awaited")
"""What a person sees to first."""
ACTS = {"failed": "upload", "open": "settle", "ready": "sign", "awaited": "relay"}
"""Step → the act that it takes: it is nobody's next step whose role does not include it."""


@dataclass(frozen=True)
class Waiting:
    """One campaign's counts, and the first of STEPS that is this person's to do ('' where there is none)."""

    campaign: Campaign
    unread: int
    failed: int
    open: int
    ready: int
    awaited: int
    step: str


def what_waits(person: Person) -> list[Waiting]:
    """The campaigns open to a person, the latest first, with what waits in each."""
    campaigns = list(campaigns_open_to(person).select_related("unit"))
    unread, acts = _documents(person, WAITING, READING), {act: set(units_for(person, act).values_list("pk", flat=True)) for act in set(ACTS.values())}
    counts = {step: count(person) for step, count in COUNTS.items()}
    rows = []
    for campaign in campaigns:
        here = {step: count.get(campaign.pk, 0) for step, count in counts.items()}
        step = next((step for step in STEPS if here[step] and campaign.unit_id in acts[ACTS[step]]), "")
        rows.append(Waiting(campaign, unread.get(campaign.pk, 0), here["failed"], here["open"], here["ready"], here["awaited"], step))
    return rows


def next_step(person: Person, campaign: Campaign) -> tuple[str, int]:
    """The first of STEPS in one campaign that is this person's to do, and how much of it there is; ('', 0) where there is none. Only what she may do is counted."""
    for step in STEPS:
        if may(person, ACTS[step], campaign.unit_id) and (count := COUNTS[step](person).get(campaign.pk, 0)):
            return step, count
    return "", 0


def _by_campaign(rows: QuerySet) -> dict[int, int]:
    """The number of rows of each campaign."""
    return dict(rows.order_by().values_list("campaign").annotate(count=Count("pk", distinct=True)))


def _documents(person: Person, *states: str) -> dict[int, int]:
    """Documents open to a person whose latest version is in one of the states."""
    latest = Version.objects.filter(pk=OuterRef("current")).order_by().values("status")[:1]     # in order of documents, their table would stand for the outer one
    return _by_campaign(documents_open_to(person).annotate(state=Subquery(latest)).filter(state__in=states))


def _duties(person: Person, status: str) -> dict[int, int]:
    return _by_campaign(duties_open_to(person).filter(status=status))


def _awaited(person: Person) -> dict[int, int]:
    """Units in a person's scope that are expected to answer and of which she sees neither an answer nor, from a round-up, a duty."""
    answers = documents_open_to(person).order_by().filter(kind=RESPONSE, campaign=OuterRef("campaign"), unit=OuterRef("unit"))
    expected = Addressee.objects.on(clock.today()).filter(unit__in=Subquery(units_open_to(person).values("pk")))
    said = duties_open_to(person).order_by().exclude(status=REMOVED).filter(document__kind=RESPONSE, campaign=OuterRef("campaign"), unit=OuterRef("unit"))
    return _by_campaign(expected.filter(~Exists(answers), ~Exists(said)))


COUNTS: dict[str, Callable[[Person], dict[int, int]]] = {
    "failed": lambda person: _documents(person, FAILED),
    "open": lambda person: _duties(person, FOUND),
    "ready": lambda person: _duties(person, ACCEPTED),
    "awaited": _awaited,
}
"""Step → how many things wait for it, campaign by campaign."""
