"""What a workbook says is taken in: one transaction, an entry for each kind of fact and unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.web import clock
from luoshi.web.log.actions import action, new_numbers, record
from luoshi.web.people.acting import PEOPLE
from luoshi.web.people.actions.accounts import new_person, set_email
from luoshi.web.people.actions.guarding import beginning, called, manages
from luoshi.web.people.actions.holding import begin_holding
from luoshi.web.people.actions.units import change_unit, rename_unit
from luoshi.web.people.first_passwords import new_password
from luoshi.web.people.fitting import iso
from luoshi.web.people.importing import Row
from luoshi.web.people.models import Person, Post, Unit
from luoshi.web.people.planning import Plan, Ref, plan_rows


@dataclass(frozen=True)
class TakenIn:
    """What was taken in: how many rows did something, and the first passwords of those who can sign in now."""

    count: int
    passwords: list[tuple[Person, str]] = field(default_factory=list)


@action
def take_in_rows(rows: Sequence[Row], *, by: By, since: date | None = None, digest: str = "") -> TakenIn:
    """The rows that can be taken in are; the others are left. `digest` is that of the plan which the person saw.

    ActRefused: something changed since she saw it, or there is nothing to take in.
    """
    manages(by)
    plan = plan_rows(rows, Person.objects.get(pk=by.person) if by.person is not None else None)
    if digest and plan.digest != digest:
        raise ActRefused.changed_since("")
    if not plan.count:
        raise ActRefused.incomplete("表里没有可以导入的内容。", "There is nothing to take in.", "请看各行的说明。", "See what is said of each row.")
    writer = _Writer(plan, by, since)
    for step in (writer.units, writer.relations, writer.changes, writer.posts, writer.people, writer.emails, writer.holdings, writer.roles):
        step()
    return TakenIn(plan.count, writer.passwords)


class _Writer:
    """Writes a plan; what the workbook brought by a name of ours gets its number on the way."""

    def __init__(self, plan: Plan, by: By, since: date | None) -> None:
        self.plan, self.by, self.since = plan, by, since
        self.numbers: dict[Ref, int] = {}
        self.passwords: list[tuple[Person, str]] = []

    def number(self, ref: Ref) -> int:
        return ref if isinstance(ref, int) else self.numbers[ref]

    def _record(self, kind: str, changes: dict[str, Any], touches: Iterable[str], names: dict[str, str]) -> None:
        record(kind, PEOPLE, changes, by=self.by, happened_on=beginning(self.since), touches=touches, names=names)

    def _period(self) -> dict[str, Any]:
        return {"since": iso(self.since), "until": None}

    def units(self) -> None:
        """The new units, in one entry."""
        new = self.plan.units
        if not new:
            return
        self.numbers |= dict(zip(new, new_numbers("unit", len(new)), strict=True))
        changes = {f"unit:{self.numbers[ref]}": fields | self._period() for ref, fields in new.items()}
        self._record("unit.founded", changes, (), {subject: fields["name"] for subject, fields in changes.items()})

    def relations(self) -> None:
        """What stands below what, in one entry."""
        triples = [(self.number(lower), self.number(superior), kind) for lower, superior, kind in self.plan.relations]
        if not triples:
            return
        changes = {f"relation:{n}": {"lower": low, "superior": high, "kind": kind} | self._period() for n, (low, high, kind) in zip(new_numbers("relation", len(triples)), triples, strict=True)}
        touched = list(dict.fromkeys(number for low, high, _ in triples for number in (low, high)))
        self._record("relation.begun", changes, [f"unit:{number}" for number in touched], called(self.since or clock.today(), *Unit.objects.filter(pk__in=touched)))

    def changes(self) -> None:
        """What differs of units that are there; it holds from today on."""
        for number, fields in self.plan.changes.items():
            unit = Unit.objects.get(pk=number)
            if "short" in fields:
                unit = rename_unit(unit, unit.name, short=fields["short"], by=self.by)
            if fields.keys() - {"short"}:
                change_unit(unit, kind=fields.get("kind"), code=fields.get("code"), by=self.by)

    def posts(self) -> None:
        """The new posts, an entry for each unit: a unit's history tells its own."""
        for unit, refs in _by_unit((self.number(post["unit"]), ref) for ref, post in self.plan.posts.items()).items():
            self.numbers |= dict(zip(refs, new_numbers("post", len(refs)), strict=True))
            changes = {f"post:{self.numbers[ref]}": {"unit": unit, "name": self.plan.posts[ref]["name"], "side": self.plan.posts[ref]["side"]} | self._period() for ref in refs}
            self._record("post.founded", changes, [f"unit:{unit}"], called(clock.today(), Unit.objects.get(pk=unit)))

    def people(self) -> None:
        """The new people, an entry for each unit; who has a sign-in name gets a first password."""
        for unit, refs in _by_unit((self.number(person["unit"]), ref) for ref, person in self.plan.people.items()).items():
            people = [self._person(ref) for ref in refs]
            changes = {f"account:{person.pk}": {"username": person.username, "name": person.name, "active": True} for person in people}
            record("person.added", PEOPLE, changes, by=self.by, touches=[f"unit:{unit}"], names=called(clock.today(), Unit.objects.get(pk=unit), *people))

    def _person(self, ref: str) -> Person:
        said = self.plan.people[ref]
        password = new_password() if said["username"] else ""
        person = new_person(said["username"], said["name"], password=password, email=self.plan.emails.get(ref, ""))
        self.numbers[ref] = person.pk
        if password:
            self.passwords.append((person, password))
        return person

    def emails(self) -> None:
        """The mail addresses of people who were there."""
        for ref, address in self.plan.emails.items():
            if isinstance(ref, int):
                set_email(Person.objects.get(pk=ref), address, by=self.by)

    def holdings(self) -> None:
        """Who holds which post; who held it before ends today, or on the day given."""
        for post_ref, person_ref in self.plan.holdings:
            post = Post.objects.select_related("unit").get(pk=self.number(post_ref))
            begin_holding(post, Person.objects.get(pk=self.number(person_ref)), by=self.by, since=self.since)

    def roles(self) -> None:
        """Who may do what, an entry for each unit."""
        for unit, pairs in _by_unit((self.number(unit), (self.number(person), role)) for person, role, unit in self.plan.roles).items():
            changes = {f"role:{n}": {"person": person, "unit": unit, "role": role} | self._period() for n, (person, role) in zip(new_numbers("role", len(pairs)), pairs, strict=True)}
            people = Person.objects.filter(pk__in=[person for person, _ in pairs])
            self._record("role.given", changes, [f"unit:{unit}", *(f"account:{person.pk}" for person in people)], called(clock.today(), Unit.objects.get(pk=unit), *people))


def _by_unit(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = {}
    for unit, thing in pairs:
        grouped.setdefault(unit, []).append(thing)
    return grouped
