"""A unit is founded, renamed, changed, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.web.log.actions import action, new_subject, record
from luoshi.web.people.acting import PEOPLE
from luoshi.web.people.actions.guarding import (
    Fields,
    beginning,
    called,
    ended,
    manages,
    manages_the_whole,
    number_of,
    standing,
)
from luoshi.web.people.actions.relations import put_below
from luoshi.web.people.fitting import day_of, iso, unit_fields, worded
from luoshi.web.people.models import ADMINISTRATOR, LEADS, MEMBER, Holding, Person, Relation, Role, Unit


@action
def found_unit(name: str, *, by: By, short: str = "", kind: str = "bureau", code: str = "", since: date | None = None, paper: str = "", superiors: Sequence[tuple[Unit, str]] = ()) -> Unit:
    """A new unit; `superiors` are (unit, kind of relation) above it. A leading group or a mechanism needs its founding paper."""
    if superiors:
        manages(by, *(superior for superior, _ in superiors))
    else:
        manages_the_whole(by)
    fields = unit_fields(name, short=short, kind=kind, code=code, since=since, paper=paper)
    refuse_same_name(str(fields["name"]), [superior for superior, _ in superiors])
    subject = new_subject("unit")
    record("unit.founded", PEOPLE, {subject: fields}, by=by, happened_on=beginning(since), names={subject: fields["name"]})
    unit = Unit.objects.get(pk=number_of(subject))
    for superior, relation in superiors:
        put_below(unit, superior, relation, by, since)
    if by.person is not None and not superiors:
        _administer(unit, by)
    return unit


def _administer(unit: Unit, by: By) -> None:
    """Whoever founds a unit that stands below none administers it, or nobody could."""
    fields = {"person": by.person, "unit": unit.pk, "role": ADMINISTRATOR, "since": iso(unit.since), "until": None}
    person = Person.objects.get(pk=by.person)
    record("role.given", PEOPLE, {new_subject("role"): fields}, by=by, happened_on=beginning(unit.since), touches=[unit.subject, f"account:{by.person}"], names=called(day_of(unit.since), unit, person), person=by.person, role=ADMINISTRATOR)


def refuse_same_name(name: str, superiors: Sequence[Unit], but: Unit | None = None) -> None:
    """ActRefused where a unit of that name stands in the same place already."""
    others = Unit.objects.filter(name=name, until__isnull=True).exclude(pk=but.pk if but else None)
    beside = others.filter(up__superior__in=superiors, up__until__isnull=True) if superiors else others.exclude(up__until__isnull=True, up__kind=LEADS)
    if beside.exists():
        raise ActRefused.incomplete(f"同一上级下已有“{name}”。", f"There is a unit called {name} in that place already.", "请用已有的单位，或换一个名称。", "Use that one, or choose another name.")


@action
def rename_unit(unit: Unit, name: str, *, by: By, short: str | None = None, on: date | None = None) -> Unit:
    """The unit under another name from a day on; `short` as it is where it is None. What happened before keeps the old name."""
    manages(by, unit)
    day = day_of(on)
    standing(unit, day, unit.name)
    fields = {"name": worded(name, 200, "单位名称", "name of the unit")} | ({} if short is None else {"short": worded(short, 60, "简称", "short name", needed=False)})
    refuse_no_change(unit, fields)
    refuse_same_name(fields["name"], [relation.superior for relation in unit.up.filter(until__isnull=True, kind=LEADS).select_related("superior")], but=unit)
    record("unit.renamed", PEOPLE, {unit.subject: fields}, by=by, happened_on=day, names=called(day, unit))
    return Unit.objects.get(pk=unit.pk)


@action
def change_unit(unit: Unit, *, by: By, kind: str | None = None, code: str | None = None, paper: str | None = None, on: date | None = None) -> Unit:
    """The unit with another kind, code or founding paper from a day on; None: as it is."""
    manages(by, unit)
    day = day_of(on)
    standing(unit, day, unit.name)
    whole = unit_fields(unit.name, short=unit.short, kind=unit.kind if kind is None else kind, code=unit.code if code is None else code, since=None, paper=unit.paper if paper is None else paper)
    fields = {name: whole[name] for name in ("kind", "code", "paper") if whole[name] != getattr(unit, name)}
    refuse_no_change(unit, fields)
    record("unit.changed", PEOPLE, {unit.subject: fields}, by=by, happened_on=day, names=called(day, unit))
    return Unit.objects.get(pk=unit.pk)


def refuse_no_change(row: object, fields: Fields) -> None:
    """ActRefused where nothing would change."""
    if all(getattr(row, name) == value for name, value in fields.items()):
        raise ActRefused.incomplete("没有改动。", "Nothing was changed.", "请先修改再保存。", "Change something first.")


@action
def close_unit(unit: Unit, *, by: By, on: date | None = None) -> Unit:
    """The unit is no more from a day on: its relations, posts, holders and roles end with it. One with units below is refused."""
    manages(by, unit)
    day = day_of(on)
    standing(unit, day, unit.name)
    refuse_units_below(unit)
    relations = Relation.objects.filter(until__isnull=True)
    posts, holdings = unit.posts.filter(until__isnull=True), Holding.objects.filter(post__unit=unit, until__isnull=True)
    rows = [*relations.filter(lower=unit), *relations.filter(superior=unit), *posts, *holdings, *Role.objects.filter(unit=unit, until__isnull=True)]
    changes = {unit.subject: {"until": day.isoformat()}} | ended(rows, day)
    record("unit.closed", PEOPLE, changes, by=by, happened_on=day, touches=touched_by(relations.filter(lower=unit)), names=called(day, unit))
    return Unit.objects.get(pk=unit.pk)


def refuse_units_below(unit: Unit) -> None:
    """ActRefused where units stand below; the first few are named."""
    below = list(Unit.objects.filter(up__superior=unit, up__until__isnull=True).exclude(up__kind=MEMBER).values_list("name", flat=True)[:4])
    if below:
        names = "、".join(below[:3]) + ("等" if len(below) > 3 else "")
        raise ActRefused.incomplete(f"下面还有单位：{names}。", f"Units stand below it: {', '.join(below[:3])}{' …' if len(below) > 3 else ''}.", "请先把它们划转到别的单位，或改为合并。", "Move them to another unit first, or merge this one.")


def touched_by(relations: Sequence[Relation]) -> list[str]:
    """The superiors in whose history it stands too."""
    return [f"unit:{relation.superior_id}" for relation in relations]
