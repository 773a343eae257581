"""What of a campaign is open to a person, as a condition on a column that holds duties' numbers.

The same rows as `queries.duties_open_to` (a test holds the two together), asked for in another way: who sees the whole of a campaign, as those who
look at boards do, is asked nothing but what is restricted, so that a hundred thousand rows are counted without looking each of them up.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from luoshi.web import clock
from luoshi.web.documents.models import Campaign, Reader
from luoshi.web.documents.queries import hidden_from
from luoshi.web.ledger.models import Duty, Support
from luoshi.web.log.remembering import remembered
from luoshi.web.people.models import Person
from luoshi.web.people.scope import reads, units_open_to


def reach(person: Person, campaign: Campaign, column: str = "subject") -> Q:
    """The duties of one campaign that are open to a person."""
    hidden = hidden_from(person, campaign.pk)
    if not sees_whole(person, campaign):
        return Q(**{f"{column}__in": _in_part(person, campaign).exclude(document__in=hidden).order_by().values("pk")})
    return ~Q(**{f"{column}__in": Duty.objects.filter(document__in=hidden).values("pk")}) if hidden else Q()


def open_among(person: Person, campaign: Campaign, duties: Sequence[int]) -> list[int]:
    """Those of some duties of a campaign that are open to a person, in their order."""
    if sees_whole(person, campaign) and not hidden_from(person, campaign.pk):
        return list(duties)
    mine = set(Duty.objects.filter(reach(person, campaign, "pk"), campaign=campaign).order_by().values_list("pk", flat=True))
    return [duty for duty in duties if duty in mine]


@remembered
def _in_part(person: Person, campaign: Campaign) -> QuerySet[Duty]:
    """What her units have a part in, and what she is named for; by numbers and not by questions, so that indexes find it."""
    units = list(units_open_to(person).values_list("pk", flat=True))
    supported = list(Support.objects.filter(unit__in=units, duty__campaign=campaign).values_list("duty", flat=True))
    named = list(Reader.objects.on(clock.today()).filter(person=person).values_list("document", flat=True)) if person.is_active else []
    return Duty.objects.filter(Q(unit__in=units) | Q(lead__in=units) | Q(pk__in=supported) | Q(document__in=named), campaign=campaign)


def sees_whole(person: Person, campaign: Campaign) -> bool:
    """Whether all duties of a campaign are open to a person, but for those of restricted documents."""
    return reads(person, campaign.unit_id)
