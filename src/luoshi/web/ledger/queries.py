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

    Those of a restricted document are open to its named readers, and to nobody else.
    """
    units = units_open_to(person).values("pk")
    supported = Support.objects.filter(unit__in=units).values("duty")
    reached = Q(unit__in=units) | Q(lead__in=units) | Q(campaign__unit__in=units) | Q(pk__in=supported)
    named = Reader.objects.on(clock.today()).filter(person=person).values("document") if person.is_active else Reader.objects.none().values("document")
    unrestricted = Q(document__isnull=True) | Q(document__restricted=False)
    return Duty.objects.filter(Q(document__in=named) | (reached & unrestricted))
