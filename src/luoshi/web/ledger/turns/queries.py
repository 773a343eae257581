"""Turns, returns and what is asked for and decided, fetched by what is open to a person. Every page, count and export of them starts from here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from luoshi.web import clock
from luoshi.web.documents.models import Campaign
from luoshi.web.documents.queries import campaigns_open_to, hidden_from, sees_every_campaign
from luoshi.web.ledger.models import Ask, Check, Closing, Extension, Return, Transfer, Turn, TurnRuns
from luoshi.web.ledger.queries import duties_open_to, duties_to_decide, scope_of, with_open_duties
from luoshi.web.people.models import Person, Role, Unit
from luoshi.web.people.scope import MAY, units_for

WHOLE = ("turn__campaign__unit", "duty__lead", "duty__document", "unit", "person")
"""What a page of returns needs of each."""
STATES = ("asked", "given", "accepted", "back", "query")
"""The states of a return, in the order in which their counts are shown."""
COUNTED = ("all", *STATES, "late")
"""What is counted of the questions of a turn."""


def turns_open_to(person: Person) -> QuerySet[Turn]:
    """The turns of campaigns that are open to a person."""
    return Turn.objects.filter(campaign__in=Subquery(campaigns_open_to(person).values("pk"))).select_related("campaign__unit")


def returns_open_to(person: Person) -> QuerySet[Return]:
    """The returns that a person may see: of her units and those below, and of campaigns of theirs; those of duties of a restricted document only where she reads it."""
    return with_open_duties(Return.objects.all() if sees_every_campaign(person) else Return.objects.filter(_reached(person)), person)


def runs_open_to(person: Person) -> QuerySet[TurnRuns]:
    """The runs of answers, unit by unit, of which a person may see some: which returns they are is asked of `returns_open_to`."""
    if sees_every_campaign(person):
        return TurnRuns.objects.all()
    return TurnRuns.objects.filter(_reached(person))


def _reached(person: Person) -> Q:
    """What is asked of units in a person's scope, or in campaigns of theirs: as numbers, by which a database finds the few rows at once."""
    units, campaigns = scope_of(person)
    return Q(unit__in=units) | Q(turn__campaign__in=campaigns) if campaigns else Q(unit__in=units)


def shut_in(turns: Collection[int], person: Person) -> list[int]:
    """The returns of turns that speak of restricted documents of which a person is no named reader."""
    hidden = hidden_from(person)
    return list(Return.objects.filter(turn__in=turns, duty__document__in=hidden).order_by().values_list("pk", flat=True)) if hidden else []


def counts_of(turns: Iterable[Turn], person: Person) -> dict[int, dict[str, int]]:
    """Turn → how many of its questions are asked, given, accepted, back, queried, and given late; as far as the person sees them."""
    return _counted(returns_open_to(person).filter(turn__in=list(turns)), "turn")


def counts_by_unit(turn: Turn, person: Person) -> list[dict[str, Any]]:
    """Unit of a turn → the same counts, in the order of the places."""
    rows = _counted(returns_open_to(person).filter(turn=turn), "unit")
    return [{"unit": unit, **rows[unit.pk]} for unit in Unit.objects.filter(pk__in=rows).order_by("code", "pk")]


def _counted(rows: QuerySet[Return], by: str) -> dict[int, dict[str, int]]:
    """The counts, asked for of columns that one index has, so that the returns themselves are not read."""
    found: dict[int, dict[str, int]] = {}
    late = Count("turn", filter=Q(given_on__gt=F("turn__due_on")))
    for key, status, count, after in rows.order_by().values(by, "status").annotate(count=Count("turn"), late=late).values_list(by, "status", "count", "late"):
        counts = found.setdefault(key, dict.fromkeys(COUNTED, 0))
        counts[status] = count
        counts["all"] += count
        counts["late"] += after
    return found


def last_accepted(rows: Sequence[Return], person: Person) -> dict[int, Return]:
    """Return → the one accepted last for the same duty before it, where the person may see that."""
    accepted = returns_open_to(person).filter(duty__in={row.duty_id for row in rows}, status="accepted")
    by_duty: dict[int, list[tuple[Any, ...]]] = {}
    for duty, *place in accepted.order_by("turn__last", "period", "pk").values_list("duty", "turn__last", "period", "pk"):
        by_duty.setdefault(duty, []).append(tuple(place))
    found = {}
    for row in rows:
        before = [number for day, period, number in by_duty.get(row.duty_id, ()) if number != row.pk and (day, period) < (row.turn.last, row.period)]
        if before:
            found[row.pk] = before[-1]
    returns = Return.objects.select_related("turn").in_bulk(set(found.values()))      # of many turns, one each is shown
    return {row: returns[number] for row, number in found.items()}


# -- checking ------------------------------------------------------------------------------------------------------


def _acting_units(person: Person, act: str) -> list[int]:
    """The units on which a person has a role of her own that includes an act."""
    return list(Role.objects.on(clock.today()).filter(person=person, role__in=MAY[act]).values_list("unit", flat=True)) if person.is_active else []


def to_check(person: Person, campaign: Campaign) -> QuerySet[Return]:
    """The returns of a campaign that a person may check and that her own unit has not checked since they were given, the oldest first.

    Units check below themselves, never what they report; nobody checks what she reported herself.
    """
    own = _acting_units(person, "check")
    checked = Check.objects.filter(return_row=OuterRef("pk"), unit__in=own, giving=OuterRef("given_count"))
    rows = returns_open_to(person).filter(turn__campaign=campaign, status__in=("given", "accepted", "query"), unit__in=units_for(person, "check").values("pk"))
    # Above is what `superior_acting` asks for; a unit that only stands beside itself is none.
    rows = rows.exclude(unit__in=_only_own(person, own)).exclude(person=person).exclude(Exists(checked))
    return rows.select_related(*WHOLE).order_by("given_on", "pk")


def with_units(person: Person, campaign: Campaign) -> QuerySet[Return]:
    """The returns that her own unit sent back or asked about, and that were not given again since: they wait with their units."""
    own = _acting_units(person, "check")
    said = Check.objects.filter(return_row=OuterRef("pk"), unit__in=own, giving=OuterRef("given_count")).order_by("-pk").values("verdict")[:1]
    rows = returns_open_to(person).filter(turn__campaign=campaign, status__in=("back", "query"), unit__in=units_for(person, "check").values("pk"))
    return rows.annotate(said_last=Subquery(said)).filter(said_last__in=("back", "query")).exclude(person=person).select_related(*WHOLE).order_by("given_on", "pk")


def _only_own(person: Person, own: Sequence[int]) -> list[int]:
    """Those of the units above which none of the others stands."""
    from luoshi.web.people.scope import superiors_of

    return [unit for unit in own if not superiors_of(unit).filter(pk__in=own).exists()]


# -- what is asked for and decided ---------------------------------------------------------------------------------


def pending(person: Person, campaign: Campaign) -> dict[str, list[Any]]:
    """What waits for a decision in a campaign, as far as its duties are open to the person: extensions, transfers, closings; and asks without a reply."""
    duties = Exists(duties_to_decide(person).filter(campaign=campaign, pk=OuterRef("duty")).order_by())      # one by one: few wait, and many are open
    return {
        "extensions": list(_of(Extension, duties).filter(decided_on__isnull=True).order_by("asked_on", "pk")),
        "transfers": list(_of(Transfer, duties, "from_unit", "to_unit", "to_post").filter(decided_on__isnull=True).order_by("proposed_on", "pk")),
        "closings": list(_of(Closing, duties).filter(decided_on__isnull=True).order_by("applied_on", "pk")),
        "asks": list(_of(Ask, duties).filter(answered_on__isnull=True).order_by("sent_on", "pk")),
    }


def _of(model: Any, duties: Any, *more: str) -> QuerySet[Any]:
    return model.objects.filter(duties).select_related("duty__lead", "duty__campaign", "person", *more)


def closings_open_to(person: Person) -> QuerySet[Closing]:
    """The applications for closing of duties that are open to a person."""
    return Closing.objects.filter(Exists(duties_open_to(person).order_by().filter(pk=OuterRef("duty"))))


def decides_for(person: Person) -> set[int]:
    """The units whose applications a person may decide: those below the units on which she decides."""
    own = _acting_units(person, "decide")
    return set(units_for(person, "decide").values_list("pk", flat=True)) - set(_only_own(person, own))
