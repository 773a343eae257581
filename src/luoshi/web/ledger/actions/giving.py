"""Several returns of one unit, or of many, given at once: an entry for each day of which they speak, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from luoshi.tracking import By
from luoshi.tracking.entries import payload_digest
from luoshi.web.ledger.actions.turning import answer_fits, fields_given
from luoshi.web.ledger.models import Return
from luoshi.web.log.actions import action, record
from luoshi.web.log.models import Chain, Entry
from luoshi.web.people.models import Person
from luoshi.web.people.scope import require


@dataclass(frozen=True, slots=True)
class Answered:
    """A return and what is answered: the fields of `turning.ANSWERS`, and evidence as `turning.give_return` takes it."""

    row: Return
    answer: Mapping[str, Any]
    evidence: Sequence[Mapping[str, Any]] | None = None


@action
def give_together(answers: Iterable[Answered], *, by: By, person: Person, **said: Any) -> list[Entry]:
    """Gives the returns of one campaign; `said` are further words of each entry: from which file they come.

    The same answers sent twice raise DoneBefore. ActRefused where one of them does not fit: none is given then.
    """
    given = list(answers)
    chain = given[0].row.turn.campaign.chain
    Chain.objects.select_for_update().get(name=chain)
    for unit in {one.row.unit_id for one in given}:
        require(person, "report", unit)
    return [_give(chain, day, group, by, person, said) for day, group in sorted(_by_day(given).items())]


def _by_day(given: Iterable[Answered]) -> dict[date, list[Answered]]:
    days: dict[date, list[Answered]] = {}
    for one in given:
        days.setdefault(answer_fits(one.row, one.answer), []).append(one)
    return days


def _give(chain: str, day: date, group: Sequence[Answered], by: By, person: Person, said: Mapping[str, Any]) -> Entry:
    changes = {one.row.subject: fields_given(one.row, one.answer, one.evidence, by, person) for one in group}
    once = f"given:{payload_digest({'set': changes}).partition(':')[2]}"
    return record("return.given", chain, changes, by=by, happened_on=day, once=once, touches=[one.row.duty.subject for one in group], **said)
