"""Duties, fetched by what is open to a person. Every page, count, search and export of duties starts from here."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from luoshi.web import clock
from luoshi.web.documents.models import Reader
from luoshi.web.ledger.models import Duty, Support
from luoshi.web.people.models import Person
from luoshi.web.people.scope import units_open_to


def duties_open_to(person: Person) -> QuerySet[Duty]:
    """The duties that a person may see: of her units and those below, as their own, led, supported or asked for by them.

    Those of a restricted document are left out unless she is named as its reader.
    """
    units = units_open_to(person).values("pk")
    supported = Support.objects.filter(unit__in=units).values("duty")
    reached = Q(unit__in=units) | Q(lead__in=units) | Q(campaign__unit__in=units) | Q(pk__in=supported)
    return Duty.objects.filter(reached).filter(_readable_by(person))


def _readable_by(person: Person) -> Q:
    """Stands in no restricted document, or in one of which the person is a reader today."""
    named = Reader.objects.on(clock.today()).filter(person=person).values("document")
    return Q(document__isnull=True) | Q(document__restricted=False) | Q(document__in=named)
