"""What is done with units, posts, accounts and roles. Each is one entry of the chain `people`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.web import clock
from luoshi.web.log.actions import action, new_subject, record
from luoshi.web.people.acting import PEOPLE
from luoshi.web.people.models import BUSINESS, Holding, Person, Post, Relation, Role, Unit


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@action
def found_unit(name: str, *, by: By, short: str = "", kind: str = "bureau", code: str = "", since: date | None = None, paper: str = "", superiors: Sequence[tuple[Unit, str]] = ()) -> Unit:
    """A new unit; `superiors` are (unit, kind of relation) above it. A leading group or a mechanism needs its founding paper."""
    if kind in ("group", "mechanism") and not paper:
        raise ActRefused.incomplete("领导小组、联合机制要有成立文件。", "A leading group or joint mechanism needs its founding paper.", "请填写成立文件的名称和文号。", "Give the title and number of the paper.")
    subject = new_subject("unit")
    fields = {"name": name, "short": short, "kind": kind, "code": code, "paper": paper, "since": _iso(since), "until": None}
    record("unit.founded", PEOPLE, {subject: fields}, by=by, happened_on=since)
    unit = Unit.objects.get(pk=int(subject.partition(":")[2]))
    for superior, relation in superiors:
        begin_relation(unit, superior, relation, by=by, since=since)
    return unit


@action
def begin_relation(lower: Unit, superior: Unit, kind: str, *, by: By, since: date | None = None) -> Relation:
    """`lower` stands below `superior` from a day on; a circle is refused."""
    if lower.pk == superior.pk or is_below(superior, lower):
        raise ActRefused.incomplete("单位关系不能成环。", "Units cannot stand below each other in a circle.", "请检查上下级关系。", "Check which one is the superior.")
    subject = new_subject("relation")
    fields = {"lower": lower.pk, "superior": superior.pk, "kind": kind, "since": _iso(since), "until": None}
    record("relation.begun", PEOPLE, {subject: fields}, by=by, happened_on=since, touches=[lower.subject, superior.subject])
    return Relation.objects.get(pk=int(subject.partition(":")[2]))


def is_below(unit: Unit, other: Unit) -> bool:
    """Whether `unit` stands below `other` by relations that hold today."""
    level, seen = {other.pk}, set[int]()
    while level:
        seen |= level
        level = set(Relation.objects.on(clock.today()).filter(superior__in=level).values_list("lower", flat=True)) - seen
    return unit.pk in seen - {other.pk}


@action
def found_post(unit: Unit, name: str, *, by: By, side: str = BUSINESS, since: date | None = None) -> Post:
    """A new post of a unit."""
    subject = new_subject("post")
    record("post.founded", PEOPLE, {subject: {"unit": unit.pk, "name": name, "side": side, "since": _iso(since), "until": None}}, by=by, happened_on=since, touches=[unit.subject])
    return Post.objects.get(pk=int(subject.partition(":")[2]))


@action
def add_person(username: str, name: str, *, by: By, password: str = "", email: str = "") -> Person:
    """An account; without a password it can hold posts and not sign in."""
    if Person.objects.filter(username=username).exists():
        raise ActRefused.incomplete(f"登录名“{username}”已有人用。", f"The sign-in name {username!r} is taken.", "请换一个。", "Choose another.")
    person = Person(username=username, name=name, email=email)
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save()
    record("person.added", PEOPLE, {f"account:{person.pk}": {"username": username, "name": name, "active": True}}, by=by)
    return person


@action
def give_role(person: Person, role: str, unit: Unit, *, by: By, since: date | None = None) -> Role:
    """What a person may do for a unit, from a day on."""
    subject = new_subject("role")
    fields = {"person": person.pk, "unit": unit.pk, "role": role, "since": _iso(since), "until": None}
    record("role.given", PEOPLE, {subject: fields}, by=by, happened_on=since, touches=[unit.subject])
    return Role.objects.get(pk=int(subject.partition(":")[2]))


@action
def begin_holding(post: Post, person: Person, *, by: By, since: date | None = None) -> Holding:
    """A person holds a post from a day on; who held it before ends on that day."""
    start = since or clock.today()
    for holding in Holding.objects.on(start).filter(post=post):
        record("holding.ended", PEOPLE, {holding.subject: {"until": start.isoformat()}}, by=by, happened_on=start)
    subject = new_subject("holding")
    fields = {"post": post.pk, "person": person.pk, "since": _iso(since), "until": None}
    record("holding.begun", PEOPLE, {subject: fields}, by=by, happened_on=since, touches=[post.subject])
    return Holding.objects.get(pk=int(subject.partition(":")[2]))
