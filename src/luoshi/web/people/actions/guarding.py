"""What every act on units and people is held to: who may, on which day, and with which words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.web.log.models import Chain
from luoshi.web.people.acting import PEOPLE
from luoshi.web.people.fitting import day_of
from luoshi.web.people.models import BEGINNING, Holding, Period, Person, Relation, Role, Unit
from luoshi.web.people.queries import manages_a_root, unit_names_on
from luoshi.web.people.scope import require

Fields = dict[str, Any]


def manages(by: By, *units: Unit) -> None:
    """Raises ActRefused unless who acts administers each of the units, or one above it; holds the chain until the act is done.

    The chain is held before anything is looked at, so that two acts at once cannot each find what the other is changing.
    """
    Chain.objects.select_for_update().filter(pk=PEOPLE).first()
    if by.person is not None:
        person = Person.objects.get(pk=by.person)
        for unit in units:
            require(person, "manage", unit)


def manages_the_whole(by: By) -> None:
    """Raises ActRefused unless who acts administers a unit that stands below none."""
    manages(by)
    if by.person is not None and not manages_a_root(Person.objects.get(pk=by.person)):
        raise ActRefused.not_allowed("设立没有上级的单位", "founding a unit that stands below none")


def beginning(since: date | None) -> date:
    """The day under which something that began is written: what has no known beginning was always so."""
    return day_of(since) if since else BEGINNING


def standing(row: Period, day: date, name: str) -> None:
    """Raises ActRefused where something has ended, or had not begun on a day."""
    if row.until is not None:
        raise ActRefused.incomplete(f"{name}已于 {row.until} 终止。", f"{name} ended on {row.until}.", "请先核对；登记有误的，撤销那一步。", "Check it; if that was a mistake, take that step back.")
    if row.since is not None and row.since > day:
        raise ActRefused.incomplete(f"{name}从 {row.since} 才开始，晚于 {day}。", f"{name} began on {row.since}, later than {day}.", "请改填之后的日期。", "Give that day or a later one.")


def ended(rows: Iterable[Period], day: date) -> dict[str, Fields]:
    """Changes that end rows on a day; ActRefused where one began later."""
    changes = {}
    for row in rows:
        standing(row, day, _name_of(row))
        changes[row.subject] = {"until": day.isoformat()}
    return changes


def _name_of(row: Period) -> str:
    """What a row is called where it stands in the way."""
    if isinstance(row, Relation):
        return f"{row.lower} → {row.superior}"
    if isinstance(row, Holding):
        return f"{row.person}（{row.post}）"
    return str(row.person) if isinstance(row, Role) else str(row)


def number_of(subject: str) -> int:
    """17 of unit:17."""
    return int(subject.partition(":")[2])


def called(day: date, *things: Unit | Person | None) -> dict[str, str]:
    """Units and people by subject, as they were called on a day: what history goes on to say when they are renamed."""
    present = [thing for thing in things if thing is not None]
    units = unit_names_on(day, [thing.pk for thing in present if isinstance(thing, Unit)])
    names = {f"unit:{number}": name for number, name in units.items()}
    return names | {f"account:{thing.pk}": str(thing) for thing in present if isinstance(thing, Person)}
