"""A role is given, and ends."""

from __future__ import annotations

from datetime import date

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.web import clock
from luoshi.web.log.actions import action, new_subject, record
from luoshi.web.people.acting import PEOPLE
from luoshi.web.people.actions.guarding import Fields, beginning, called, manages, number_of, standing
from luoshi.web.people.fitting import day_of, iso, one_of
from luoshi.web.people.models import ADMINISTRATOR, BINDING, ROLES, Person, Relation, Role, Unit


@action
def give_role(person: Person, role: str, unit: Unit, *, by: By, since: date | None = None) -> Role:
    """What a person may do for a unit, from a day on. Nobody gives a role to herself."""
    manages(by, unit)
    fields = role_fields(person, role, unit, by, since)
    subject = new_subject("role")
    day = beginning(since)
    names = called(since or clock.today(), unit, person)
    record("role.given", PEOPLE, {subject: fields}, by=by, happened_on=day, touches=[unit.subject, f"account:{person.pk}"], names=names, person=person.pk, role=role)
    return Role.objects.get(pk=number_of(subject))


def role_fields(person: Person, role: str, unit: Unit, by: By, since: date | None) -> Fields:
    """What is written of a new role."""
    one_of(role, ROLES, "角色", "role")
    standing(unit, day_of(since) if since else clock.today(), unit.name)
    if by.person == person.pk:
        raise ActRefused.incomplete("不能给自己授予角色。", "Nobody gives a role to herself.", "请由另一位管理员授予。", "Ask another administrator.")
    if not person.is_active:
        raise ActRefused.incomplete(f"{person}的账号已停用。", f"The account of {person} is closed.", "请先启用账号。", "Reopen it first.")
    if Role.objects.filter(person=person, role=role, unit=unit, until__isnull=True).exists():
        raise ActRefused.incomplete(f"{person}在{unit.name}已有这个角色。", f"{person} has this role in {unit.name} already.", "不必再授予。", "There is nothing to do.")
    return {"person": person.pk, "unit": unit.pk, "role": role, "since": iso(since), "until": None}


@action
def end_role(role: Role, *, by: By, on: date | None = None) -> Role:
    """The person may no longer do it; the last administrator of all is kept."""
    manages(by, role.unit)
    day = day_of(on)
    standing(role, day, str(role.person))
    refuse_last_administrator([role])
    touches = [role.unit.subject, f"account:{role.person_id}"]
    record("role.ended", PEOPLE, {role.subject: {"until": day.isoformat()}}, by=by, happened_on=day, touches=touches, names=called(day, role.unit, role.person), person=role.person_id, role=role.role)
    return Role.objects.get(pk=role.pk)


def refuse_last_administrator(ending: list[Role]) -> None:
    """ActRefused where a unit that stands below none would be left with nobody who can manage it."""
    for role in ending:
        others = Role.objects.filter(unit=role.unit_id, role=ADMINISTRATOR, until__isnull=True, person__is_active=True).exclude(pk__in=[r.pk for r in ending])
        is_root = not Relation.objects.on(clock.today()).filter(lower=role.unit_id, kind__in=BINDING).exists()
        if role.role == ADMINISTRATOR and is_root and not others.exists():
            raise ActRefused.incomplete(f"{role.person}是{role.unit.name}唯一的管理员。", f"{role.person} is the only administrator of {role.unit.name}.", "请先指定另一位管理员。", "Name another administrator first.")
