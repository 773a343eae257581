"""A unit comes to stand below another, stands so no longer, or is moved from one to another."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.web import clock
from luoshi.web.log.actions import action, new_subject, record
from luoshi.web.people.acting import PEOPLE
from luoshi.web.people.actions.guarding import Fields, beginning, called, manages, number_of, standing
from luoshi.web.people.fitting import day_of, iso, one_of
from luoshi.web.people.models import BINDING, BODIES, GUIDES, LEADS, MEMBER, RELATIONS, InForce, Period, Person, Relation, Unit
from luoshi.web.people.scope import may


@action
def begin_relation(lower: Unit, superior: Unit, kind: str, *, by: By, since: date | None = None) -> Relation:
    """`lower` stands below `superior` from a day on; a circle is refused.

    Being led or guided opens a unit to the one above, so it takes whoever administers the lower one (and, being led, the
    superior too). Membership opens nothing: a group may take in members from outside its line.
    """
    one_of(kind, RELATIONS, "单位关系", "relation")
    manages(by, *{MEMBER: (superior,), GUIDES: (lower,), LEADS: (lower, superior)}[kind])
    return put_below(lower, superior, kind, by, since)


def put_below(lower: Unit, superior: Unit, kind: str, by: By, since: date | None) -> Relation:
    """The relation, written; whether she may is asked before."""
    fields = relation_fields(lower, superior, kind, since)
    subject = new_subject("relation")
    day = beginning(since)
    names = called(since or clock.today(), lower, superior)
    record("relation.begun", PEOPLE, {subject: fields}, by=by, happened_on=day, touches=[lower.subject, superior.subject], names=names, lower=lower.pk, superior=superior.pk, relation=kind)
    return Relation.objects.get(pk=number_of(subject))


def relation_fields(lower: Unit, superior: Unit, kind: str, since: date | None) -> Fields:
    """What is written of a new relation; ActRefused for one that is there already, or makes a circle."""
    day = day_of(since) if since else None
    for unit in (lower, superior):
        standing(unit, day or clock.today(), unit.name)
    if kind == MEMBER and superior.kind not in BODIES:
        raise ActRefused.incomplete(f"{superior.name}不是领导小组或联合机制，不能有成员单位。", f"{superior.name} is no leading group or joint mechanism and has no members.", "请选择领导小组或联合机制。", "Choose a leading group or a joint mechanism.")
    if _lasting(since).filter(lower=lower, superior=superior, kind=kind).exists():
        raise ActRefused.incomplete(f"{lower.name}与{superior.name}已有这种关系。", f"{lower.name} and {superior.name} stand in this relation already.", "请在单位页核对。", "Look at the unit's page.")
    if lower.pk == superior.pk or (kind in BINDING and _makes_a_circle(lower, superior, since)):
        raise ActRefused.incomplete("单位关系不能成环。", "Units cannot stand below each other in a circle.", "请检查上下级关系。", "Check which one is the superior.")
    return {"lower": lower.pk, "superior": superior.pk, "kind": kind, "since": iso(since), "until": None}


def _lasting(since: date | None) -> InForce:
    """The relations that hold on some day from `since` on."""
    return Relation.objects.filter(Q(until__isnull=True) | Q(until__gt=since)) if since else Relation.objects.all()


def _makes_a_circle(lower: Unit, superior: Unit, since: date | None) -> bool:
    """Whether on some day from `since` on `superior` would stand below `lower`: looked at on each day on which a relation above it begins."""
    above = _all_above(superior, since)
    days = {since} | {relation.since for relation in above if relation.since and (since is None or relation.since > since)}
    return any(lower.pk in _reached([r for r in above if _on(r, day)], superior.pk) for day in days)


def _all_above(unit: Unit, since: date | None) -> list[Relation]:
    """Every relation on a way up from a unit, of any day from `since` on."""
    found: list[Relation] = []
    level, seen = {unit.pk}, set[int]()
    while level:
        seen |= level
        rows = list(_lasting(since).filter(lower__in=level, kind__in=BINDING))
        found += rows
        level = {row.superior_id for row in rows} - seen
    return found


def _on(row: Period, day: date | None) -> bool:
    return row.since is None if day is None else row.holds_on(day)


def _reached(relations: list[Relation], start: int) -> set[int]:
    """The units above `start`, itself not counted."""
    reached = {start}
    while added := {r.superior_id for r in relations if r.lower_id in reached} - reached:
        reached |= added
    return reached - {start}


def is_below(unit: Unit, other: Unit) -> bool:
    """Whether `unit` is led or guided by `other`, directly or not, by relations that hold today."""
    today = clock.today()
    return other.pk in _reached([r for r in _all_above(unit, today) if r.holds_on(today)], unit.pk)


@action
def end_relation(relation: Relation, *, by: By, on: date | None = None) -> Relation:
    """`lower` stands below `superior` no longer. A unit is let go from above; it does not leave by itself."""
    manages_from_above(by, relation)
    day = day_of(on)
    standing(relation, day, relation.lower.name)
    touches = [relation.lower.subject, relation.superior.subject]
    record("relation.ended", PEOPLE, {relation.subject: {"until": day.isoformat()}}, by=by, happened_on=day, touches=touches, names=called(day, relation.lower, relation.superior), lower=relation.lower_id, superior=relation.superior_id, relation=relation.kind)
    return Relation.objects.get(pk=relation.pk)


def manages_from_above(by: By, relation: Relation) -> None:
    """Raises ActRefused unless who acts administers the superior, or another unit that leads the lower one."""
    manages(by)
    if by.person is None:
        return
    person = Person.objects.get(pk=by.person)
    leading = [r.superior for r in relation.lower.up.filter(until__isnull=True, kind=LEADS).select_related("superior")]
    if not any(may(person, "manage", unit) for unit in (relation.superior, *leading)):
        manages(by, relation.superior)


@action
def move_unit(unit: Unit, superior: Unit, *, by: By, on: date | None = None, kind: str = LEADS) -> Relation:
    """The unit under another superior from a day on: what led (or guided) it before ends on that day."""
    one_of(kind, BINDING, "单位关系", "relation")
    day = day_of(on)
    before = list(unit.up.filter(until__isnull=True, kind=kind).select_related("superior", "lower"))
    for relation in before:
        manages_from_above(by, relation)
        standing(relation, day, unit.name)
    manages(by, superior, *(() if before else (unit,)))
    subject = new_subject("relation")
    changes = {relation.subject: {"until": day.isoformat()} for relation in before} | {subject: _moved_fields(unit, superior, kind, day, before)}
    old = [relation.superior for relation in before]
    touches = [unit.subject, superior.subject, *(above.subject for above in old)]
    record("unit.moved", PEOPLE, changes, by=by, happened_on=day, touches=touches, names=called(day, unit, superior, *old), relation=kind, lower=unit.pk, superior=superior.pk, before=[above.pk for above in old])
    return Relation.objects.get(pk=number_of(subject))


def _moved_fields(unit: Unit, superior: Unit, kind: str, day: date, before: list[Relation]) -> Fields:
    if superior.pk in {relation.superior_id for relation in before}:
        raise ActRefused.incomplete(f"{unit.name}本来就在{superior.name}之下。", f"{unit.name} stands below {superior.name} already.", "请选择另一个单位。", "Choose another unit.")
    return relation_fields(unit, superior, kind, day)
