"""Duties, fetched by what is open to a person. Every page, count, search and export of duties starts from here."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet, Subquery

from luoshi.tracking.kinds import LIVE
from luoshi.web import clock
from luoshi.web.documents.models import Campaign, Reader
from luoshi.web.documents.queries import campaigns_open_to, hidden_from, sees_every_campaign
from luoshi.web.ledger.models import Duty, SignedList, Support, Transfer
from luoshi.web.log.remembering import remembered
from luoshi.web.people.models import Person, Role
from luoshi.web.people.scope import MAY, units_for, units_open_to


def duties_open_to(person: Person) -> QuerySet[Duty]:
    """The duties that a person may see: of her units and those below, as their own, led, supported or asked for by them.

    Those of a restricted document are open to its named readers, and to nobody else.
    """
    return with_open_duties(Duty.objects.all(), person, "")


def with_open_duties(rows: QuerySet[Any], person: Person, duty: str = "duty__") -> QuerySet[Any]:
    """Those of duties that are open to a person; `duty` says how rows come to their duty."""
    if sees_every_campaign(person):
        hidden = hidden_from(person)
        return rows.exclude((f"{duty}document__in", hidden)) if hidden else rows
    return rows.filter(of_open_duties(person, duty))


def of_open_duties(person: Person, duty: str = "") -> Q:
    """The same as a condition, for a person who does not see all campaigns.

    Rows of which few are asked for are held beside it one by one; a question of its own would first find every duty that is open.
    """
    units, campaigns = scope_of(person)
    supported = Support.objects.filter(unit__in=units).values("duty")
    reached = {"unit__in": units, "lead__in": units, "campaign__in": campaigns, "pk__in": supported}
    named = Reader.objects.on(clock.today()).filter(person=person).values("document") if person.is_active else Reader.objects.none().values("document")
    unrestricted = Q((f"{duty}document__isnull", True)) | Q((f"{duty}document__restricted", False))
    inside = Q(*((f"{duty}{field}", among) for field, among in reached.items()), _connector=Q.OR)
    return Q((f"{duty}document__in", named)) | (inside & unrestricted)


@remembered
def scope_of(person: Person) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The units in a person's scope, and the campaigns of theirs."""
    units = tuple(units_open_to(person).order_by().values_list("pk", flat=True))
    return units, tuple(Campaign.objects.filter(unit__in=units).order_by().values_list("pk", flat=True))


def campaigns_worked_in(units: Subquery) -> QuerySet[Any]:
    """The campaigns of which one of the units leads a duty: it was handed on to it, or split among those below, and the campaign itself was never put to it."""
    return Duty.objects.filter(Q(document__isnull=True) | Q(document__restricted=False), lead__in=units, status=LIVE).order_by().values("campaign")


def duties_to_decide(person: Person) -> QuerySet[Duty]:
    """The duties on which a person may decide something: those that she may see, and those that somebody wants to hand to a unit for which she answers.

    Of what is only offered to her she sees enough to consent (`views.decisions`), and that only until it is decided.
    """
    offered = Q(pk__in=Subquery(duties_offered_to(person).values("pk")))
    if sees_every_campaign(person):
        hidden = hidden_from(person)
        return Duty.objects.filter(~Q(document__in=hidden) | offered) if hidden else Duty.objects.all()
    return Duty.objects.filter(of_open_duties(person) | offered)


def duties_offered_to(person: Person) -> QuerySet[Duty]:
    """The duties that somebody wants to hand to a unit for which a person answers, those of restricted documents left out."""
    offered = Transfer.objects.filter(decided_on__isnull=True, to_unit__in=units_for(person, "report").values("pk")).values("duty")
    return Duty.objects.filter(Q(document__isnull=True) | Q(document__restricted=False), pk__in=Subquery(offered))


# -- the list and its versions -------------------------------------------------------------------------------------


def lists_open_to(person: Person) -> QuerySet[SignedList]:
    """The signed versions of campaigns that are open to a person; which of their rows she sees is decided row by row."""
    return SignedList.objects.filter(campaign__in=Subquery(campaigns_open_to(person).values("pk"))).select_related("campaign__unit", "person")


def signers_of(campaign: Campaign) -> list[Person]:
    """Who may sign the list: the heads of the campaign's unit and of those above it."""
    heads = Person.objects.filter(roles__in=Role.objects.on(clock.today()).filter(role__in=MAY["sign"]), is_active=True).distinct().order_by("pk")
    return [person for person in heads if units_for(person, "sign").filter(pk=campaign.unit_id).exists()]
