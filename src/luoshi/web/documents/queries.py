"""Campaigns, documents, versions and relays, fetched. Fetching is authorising: what a person may not see is in none of these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from luoshi.tracking.kinds import REMOVED
from luoshi.web import clock
from luoshi.web.documents.models import DIRECTIVE, GONE, KEPT, RESPONSE, Addressee, Campaign, Document, Reader, Relay, Version
from luoshi.web.log.remembering import remembered
from luoshi.web.people.models import Person, Unit
from luoshi.web.people.scope import reads, units_for, units_open_to

WAYS_IN: list[Callable[[Subquery], QuerySet[Any]]] = []
"""Further campaigns that are open, as numbers, by the units in a person's scope. A folder that comes later adds its own as it starts."""


def documents_open_to(person: Person) -> QuerySet[Document]:
    """What a person may read: texts of the units in her scope, round-ups in campaigns of theirs, directives put to any of them.

    A restricted document is open to its named readers and to nobody else; a removed one to nobody (see `removed_open_to`).
    """
    kept = Document.objects.filter(status=KEPT).select_related("campaign", "unit")
    if not person.is_authenticated or not person.is_active:
        return kept.none()
    named = Reader.objects.on(clock.today()).filter(person=person).values("document")
    units = units_open_to(person)
    reached = Q(unit__in=Subquery(units.values("pk"))) | Q(unit=None, kind=RESPONSE) | Q(kind=DIRECTIVE) if sees_every_campaign(person) else in_scope(units)
    return kept.filter(Q(pk__in=Subquery(named)) | (Q(restricted=False) & reached))


def in_scope(units: QuerySet[Unit]) -> Q:
    """Documents that follow from units, restricted ones not told apart."""
    inside = Subquery(units.values("pk"))
    addressed = Addressee.objects.on(clock.today()).filter(unit__in=inside).values("campaign")
    own = Q(unit__in=inside)
    joint = Q(unit=None, kind=RESPONSE, campaign__unit__in=inside)
    asked = Q(kind=DIRECTIVE) & (Q(campaign__unit__in=inside) | Q(campaign__in=Subquery(addressed)))
    return own | joint | asked


@remembered
def sees_every_campaign(person: Person) -> bool:
    """Whether all campaigns are of units in a person's scope: then all that is in them is open to her, but what is restricted, and nothing else need be asked."""
    return person.is_authenticated and person.is_active and not Campaign.objects.exclude(unit__in=units_open_to(person).values("pk")).exists()


@remembered
def hidden_from(person: Person, campaign: int | None = None) -> tuple[int, ...]:
    """The restricted documents (of one campaign) of which a person is no named reader."""
    named = Reader.objects.on(clock.today()).filter(person=person).values("document")
    rows = Document.objects.filter(restricted=True) if campaign is None else Document.objects.filter(restricted=True, campaign=campaign)
    return tuple(rows.exclude(pk__in=named).order_by().values_list("pk", flat=True))


def campaigns_open_to(person: Person) -> QuerySet[Campaign]:
    """Campaigns of units in a person's scope, those put to any of them, those of documents that she may read, and what WAYS_IN add."""
    if not person.is_authenticated or not person.is_active:
        return Campaign.objects.none()
    if sees_every_campaign(person):
        return Campaign.objects.select_related("unit")
    inside = Subquery(units_open_to(person).values("pk"))
    addressed = Addressee.objects.on(clock.today()).filter(unit__in=inside).values("campaign")
    reads = documents_open_to(person).order_by().values("campaign")
    open_to = Q(unit__in=inside) | Q(pk__in=Subquery(addressed)) | Q(pk__in=Subquery(reads))
    for way in WAYS_IN:      # after the others: a database looks no further once it has found one
        open_to |= Q(pk__in=way(inside))
    return Campaign.objects.filter(open_to).select_related("unit")


@remembered
def open_campaigns(person: Person) -> list[Campaign]:
    """The same, the latest first: what each page offers to go to."""
    return list(campaigns_open_to(person).order_by("-pk"))


def find_campaign(person: Person, number: int) -> Campaign:
    """A campaign by its number, where it is open to a person; 404 else."""
    found = next((campaign for campaign in open_campaigns(person) if campaign.pk == number), None)
    if found is None:
        raise Http404
    return found


def campaigns_led_by(person: Person) -> QuerySet[Campaign]:
    """The campaigns that a person may change: name, addressees, end."""
    return Campaign.objects.filter(unit__in=Subquery(units_for(person, "open-campaign").values("pk")))


def versions_open_to(person: Person) -> QuerySet[Version]:
    """The versions of what a person may read; their files too."""
    return Version.objects.filter(document__in=Subquery(documents_open_to(person).order_by().values("pk"))).select_related("document", "document__campaign")


def removed_open_to(person: Person) -> QuerySet[Document]:
    """Removed documents, of which only digest and reason are left: for the heads and administrators of their units."""
    units = Subquery(units_for(person, "remove").values("pk"))
    return Document.objects.filter(status=GONE).filter(Q(unit__in=units) | Q(unit=None, campaign__unit__in=units)).select_related("campaign", "unit")


def relays_open_to(person: Person) -> QuerySet[Relay]:
    """How directives travelled to the units in a person's scope."""
    units, papers = Subquery(units_open_to(person).values("pk")), documents_open_to(person).order_by().values("pk")
    return Relay.objects.filter(unit__in=units, document__in=Subquery(papers)).select_related("unit", "document", "paper")


def addressees_of(campaign: Campaign) -> QuerySet[Addressee]:
    """Who is expected to answer, today, in the order of the places."""
    return Addressee.objects.on(clock.today()).filter(campaign=campaign).select_related("unit").order_by("unit__code", "unit_id")


def answering_units(campaign: Campaign, person: Person) -> QuerySet[Unit]:
    """The addressees of a campaign that are in a person's scope; its own unit sees all of them."""
    expected = Unit.objects.filter(pk__in=addressees_of(campaign).values("unit"))
    if reads(person, campaign.unit_id):
        return expected
    return expected.filter(pk__in=Subquery(units_open_to(person).values("pk")))


def units_to_upload_for(campaign: Campaign, person: Person) -> QuerySet[Unit]:
    """The units for which a person may enter a text in a campaign: its addressees and its own unit, where her role says so."""
    return units_for(person, "upload").filter(pk__in=_units_named_in(campaign))


@remembered
def _units_named_in(campaign: Campaign) -> tuple[int, ...]:
    """The unit of a campaign and its addressees."""
    return (campaign.unit_id, *addressees_of(campaign).values_list("unit", flat=True))


def same_bytes(campaign: Campaign, sha256: str, person: Person) -> Version | None:
    """An earlier version in the campaign with these bytes, where the person may see it."""
    return versions_open_to(person).filter(document__campaign=campaign, file=sha256).order_by("pk").first()


def units_quoted(campaign: Campaign, person: Person) -> set[int]:
    """The units in a person's scope of which a text that is not restricted says a duty: a round-up speaks for many, and its page is not open to them."""
    said = campaign.duties.exclude(status=REMOVED).filter(unit=OuterRef("pk"), document__kind=RESPONSE, document__restricted=False)
    return set(units_open_to(person).filter(Exists(said.order_by())).values_list("pk", flat=True))


def duties_shown(document: Document, person: Person) -> Any:
    """The duties of a document that its page may show a person: of units in her scope, or in a campaign of theirs; all, to a named reader."""
    duties = document.duties.exclude(status=REMOVED)
    if Reader.objects.on(clock.today()).filter(document=document, person=person).exists():
        return duties
    inside = Subquery(units_open_to(person).values("pk"))
    return duties.filter(Q(unit__in=inside) | Q(lead__in=inside) | Q(campaign__unit__in=inside))
