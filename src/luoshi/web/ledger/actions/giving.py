"""Several returns of one unit, or of many, given at once: an entry for each day of which they speak, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from luoshi.tracking import By
from luoshi.tracking.entries import payload_digest
from luoshi.web.ledger.actions.turning import day_of_giving, fields_given
from luoshi.web.ledger.models import Duty, Return
from luoshi.web.log.actions import Line, action, hold, record_all
from luoshi.web.log.models import Entry
from luoshi.web.log.queries import last_days
from luoshi.web.people.models import Person
from luoshi.web.people.scope import require, units_for


@dataclass(frozen=True, slots=True)
class Answered:
    """A return and what is answered: the fields of `turning.ANSWERS`, and evidence as `turning.give_return` takes it."""

    row: Return
    answer: Mapping[str, Any]
    evidence: Sequence[Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Answers that came together: of one page, or of one file."""

    answers: Sequence[Answered]
    said: Mapping[str, Any] = field(default_factory=dict)
    """Further words of each of their entries: from which file they come."""


def give_together(answers: Iterable[Answered], *, by: By, person: Person, **said: Any) -> list[Entry]:
    """Gives the returns of one campaign; `said` are further words of each entry.

    The same answers sent twice raise DoneBefore. ActRefused where one of them does not fit: none is given then.
    """
    return give_all([Sent(tuple(answers), said)], by=by, person=person)


@action
def give_all(sent: Sequence[Sent], *, by: By, person: Person) -> list[Entry]:
    """Gives what came of one campaign, no return twice, each with entries of its own; else as `give_together`."""
    rows = [one.row for each in sent for one in each.answers]
    chain = rows[0].turn.campaign.chain
    hold(chain)
    _require(person, {row.unit_id for row in rows})
    again = [row.subject for row in rows if row.given_count]
    known = last_days(again) if again else {}
    return record_all(chain, [line for each in sent for line in _lines(each, known, by, person)], by=by)


def _require(person: Person, units: set[int]) -> None:
    """Raises ActRefused where a person may not report for one of the units."""
    for unit in units - set(units_for(person, "report").filter(pk__in=units).values_list("pk", flat=True)):
        require(person, "report", unit)


def _lines(sent: Sent, known: Mapping[str, date], by: By, person: Person) -> Iterator[Line]:
    """An entry for each day; `known` as `day_of_giving` takes it."""
    days: dict[date, list[Answered]] = {}
    for one in sent.answers:
        days.setdefault(day_of_giving(one.row, one.answer, known), []).append(one)
    for day, group in sorted(days.items()):
        changes = {one.row.subject: fields_given(one.row, one.answer, one.evidence, by, person) for one in group}
        once = f"given:{payload_digest({'set': changes}).partition(':')[2]}"
        yield Line("return.given", changes, day, once, [f"{Duty.SUBJECT}:{one.row.duty_id}" for one in group], sent.said)
