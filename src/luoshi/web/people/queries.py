"""Units and people, fetched: names and structure as of a day, who stands above and below, whose accounts are open to whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from luoshi import tracking
from luoshi.tracking.kinds import KINDS
from luoshi.web import clock
from luoshi.web.log import projecting
from luoshi.web.log.models import Counter, Entry, Touch
from luoshi.web.log.queries import entries_of, tracked, with_payloads
from luoshi.web.people.models import BEGINNING, BINDING, MEMBER, ROLES, Holding, Period, Person, Post, Relation, Role, Unit
from luoshi.web.people.scope import units_for, units_open_to

P = TypeVar("P", bound=Period)


# -- names to choose of ---------------------------------------------------------------------------------------------


def names_of(units: QuerySet[Unit]) -> list[tuple[int, str]]:
    """Each unit's number and its short name (else its name), in the order of the units."""
    return [(pk, short or name) for pk, short, name in units.values_list("pk", "short", "name")]


def names_of_posts(posts: QuerySet[Post]) -> list[tuple[int, str]]:
    """Each post's number and how it is written in a field: its unit and its name."""
    return [(pk, f"{short or unit} · {name}") for pk, short, unit, name in posts.values_list("pk", "unit__short", "unit__name", "name")]


# -- as of a day ---------------------------------------------------------------------------------------------------


def rows_on(model: type[P], day: date, numbers: Sequence[int] | None = None) -> list[P]:
    """The rows of a table as they were on a day, as known today, those in force on it only; in the table's own order.

    A row of which nothing is known later is as it is now; the others are folded from the log.
    """
    wanted = model.objects.all() if numbers is None else model.objects.filter(pk__in=numbers)
    rows: dict[int, P | None] = {row.pk: row for row in wanted}
    later = _changed_after(model, day, rows)
    by_subject: dict[str, list[tracking.Entry]] = {}
    for entry in entries_of(later):
        for subject in entry.subjects:
            by_subject.setdefault(subject, []).append(entry)
    for subject in later:
        number = int(subject.partition(":")[2])
        state = tracking.fold_subject(by_subject[subject], subject, as_of=day.isoformat())
        rows[number] = projecting.row_of(model, number, state) if projecting.is_row(model, state) and state is not None else None
    return [row for row in rows.values() if row is not None and row.holds_on(day)]


def _changed_after(model: type[P], day: date, rows: Iterable[int]) -> list[str]:
    """The subjects of a table's rows of which something is known that happened after a day."""
    kinds = [name for name, kind in KINDS.items() if model.SUBJECT in kind.sets] + ["undone"]
    touches = Touch.objects.filter(subject__startswith=f"{model.SUBJECT}:", entry__happened_on__gt=day, entry__kind__in=kinds)
    known = {f"{model.SUBJECT}:{number}" for number in rows}
    return sorted(known & set(touches.values_list("subject", flat=True)))


def unit_names_on(day: date, numbers: Iterable[int] | None = None) -> dict[int, str]:
    """What units were called on a day (all, or those of the numbers); one that did not exist yet, or no longer, by its name now."""
    wanted = Unit.objects.all() if numbers is None else Unit.objects.filter(pk__in=list(numbers))
    names = dict(wanted.values_list("pk", "name"))
    if day < clock.today():
        names |= {unit.pk: unit.name for unit in rows_on(Unit, day, list(names))}
    return names


@dataclass(frozen=True)
class Name:
    """What a unit was called from a day on."""

    name: str
    since: date | None
    """None: from no known day on."""


def names_over_time(unit: Unit) -> list[Name]:
    """The names that a unit has had, the latest first."""
    rows = Entry.objects.filter(touches__subject=unit.subject, kind__in=("unit.founded", "unit.renamed", "undone"))
    names = []
    for entry in sorted(tracking.standing([tracked(row) for row in with_payloads(rows)]), key=lambda e: (e.kind != "unit.founded", e.happened_on, e.number)):
        fields = (entry.payload or {}).get("set", {}).get(unit.subject, {})
        if "name" in fields and (not names or names[-1].name != fields["name"]):
            names.append(Name(fields["name"], None if entry.happened_on == BEGINNING.isoformat() else date.fromisoformat(entry.happened_on)))
    return names[::-1]


def relations_on(day: date, kinds: Sequence[str] = BINDING) -> list[Relation]:
    """The relations that held on a day."""
    return list(Relation.objects.on(day).filter(kind__in=kinds).order_by("id"))


def superiors_of(unit: Unit, on: date | None = None) -> list[Relation]:
    """The relations in which a unit stands below others on a day (today), groups of which it is a member included."""
    return list(Relation.objects.on(on or clock.today()).filter(lower=unit).select_related("superior").order_by("kind", "superior__code", "superior"))


def inferiors_of(unit: Unit, on: date | None = None) -> list[Relation]:
    """The relations in which others stand directly below a unit on a day (today)."""
    return list(Relation.objects.on(on or clock.today()).filter(superior=unit).exclude(kind=MEMBER).select_related("lower").order_by("lower__code", "lower"))


def members_of(unit: Unit, on: date | None = None) -> list[Relation]:
    """The members of a leading group or a joint mechanism on a day (today)."""
    return list(Relation.objects.on(on or clock.today()).filter(superior=unit, kind=MEMBER).select_related("lower").order_by("lower__code", "lower"))


def posts_on(unit: Unit, day: date) -> list[Post]:
    """The posts that a unit had on a day; one that later went to another unit is still its own on that day."""
    numbers = {unit.pk} | set(Unit.objects.filter(pk=unit.pk, merged_into__isnull=False).values_list("merged_into", flat=True))
    touching = Touch.objects.filter(subject=unit.subject, entry__kind="unit.merged").values("entry")
    passed = Touch.objects.filter(entry__in=touching, subject__startswith="post:").values_list("subject", flat=True)
    candidates = set(Post.objects.filter(unit__in=numbers).values_list("pk", flat=True)) | {int(subject.partition(":")[2]) for subject in passed}
    return [post for post in rows_on(Post, day, sorted(candidates)) if post.unit_id == unit.pk]


# -- people --------------------------------------------------------------------------------------------------------


def people_of(units: QuerySet[Unit]) -> QuerySet[Person]:
    """The people who have, or had, a role or a post in some of the units."""
    roles, posts = Role.objects.filter(unit__in=units), Holding.objects.filter(post__unit__in=units)
    return Person.objects.filter(Q(pk__in=roles.values("person")) | Q(pk__in=posts.values("person"))).order_by("name", "username")


def people_open_to(person: Person) -> QuerySet[Person]:
    """The people of the units on which any of a person's roles reaches, and she herself."""
    return (people_of(units_open_to(person, ROLES)) | Person.objects.filter(pk=person.pk)).distinct() if person.is_authenticated else Person.objects.none()


def people_managed_by(person: Person) -> QuerySet[Person]:
    """The people of the units that a person administers."""
    return people_of(units_for(person, "manage"))


def units_of(person: Person) -> list[Unit]:
    """The units in which a person has a role or a post; those in which she had one, where she has none now; else that in which she was added."""
    lasting = Q(until__isnull=True)
    for when in (lasting, Q()):
        roles = Role.objects.filter(when, person=person).values("unit")
        posts = Holding.objects.filter(when, person=person).values("post__unit")
        units = list(Unit.objects.filter(Q(pk__in=roles) | Q(pk__in=posts)))
        if units:
            return units
    added = Touch.objects.filter(subject=f"account:{person.pk}", entry__kind="person.added").values("entry")
    numbers = [int(subject.partition(":")[2]) for subject in Touch.objects.filter(entry__in=added, subject__startswith="unit:").values_list("subject", flat=True)]
    return list(Unit.objects.filter(pk__in=numbers))


def manages_a_root(person: Person) -> bool:
    """Whether a person administers a unit that stands below none today."""
    below = Relation.objects.on(clock.today()).filter(kind__in=BINDING).values("lower")
    return units_for(person, "manage").exclude(pk__in=below).filter(until__isnull=True).exists()


def free_username() -> str:
    """A sign-in name for somebody who does not sign in: holder-1, holder-2 …"""
    number = (Counter.objects.filter(pk="holder").values_list("value", flat=True).first() or 0) + 1
    while Person.objects.filter(username=f"holder-{number}").exists():
        number += 1
    return f"holder-{number}"


def administered(person: Any) -> QuerySet[Unit]:
    """The units that a person administers and that are in force today."""
    return units_for(person, "manage").filter(until__isnull=True)
