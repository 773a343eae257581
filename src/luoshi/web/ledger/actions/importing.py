"""The list comes back from a spreadsheet: looked at first, then taken in as one entry or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from luoshi.errors import ActRefused, TableError
from luoshi.tracking import By
from luoshi.tracking.entries import payload_digest
from luoshi.tracking.kinds import ACCEPTED, FOUND, LIVE, REJECTED
from luoshi.web import clock
from luoshi.web.documents.models import Campaign
from luoshi.web.ledger.desk.fields import duty_lengths, still_missing, too_long, with_what_is_missing
from luoshi.web.ledger.lists.papers import directory_of, listed_now
from luoshi.web.ledger.models import Duty
from luoshi.web.ledger.queries import duties_open_to
from luoshi.web.log.actions import action, new_numbers, record
from luoshi.web.log.models import Chain, Entry
from luoshi.web.people.models import Person
from luoshi.web.people.scope import require, units_open_to
from luoshi.web.words import say
from luoshi.writing.ledger_list_reading import AddedRow, CellChange, Refused, ReturnedList, read_listed
from luoshi.writing.ledger_records import Directory
from luoshi.writing.ledger_values import unit_number

STANDS = (FOUND, ACCEPTED, LIVE)
"""The duties that go out and come back."""


def correctable_duties(campaign: Campaign, person: Person) -> QuerySet[Duty]:
    """The duties that a person may send out and take in."""
    rows = duties_open_to(person).filter(campaign=campaign, status__in=STANDS).select_related("unit", "document")
    return rows.order_by("unit__code", "unit_id", "document_id", "number", "pk")


@dataclass(frozen=True)
class Plan:
    """What an import would do."""

    returned: ReturnedList
    cells: tuple[CellChange, ...]
    """The cells that change something."""
    changes: Mapping[str, Mapping[str, Any]]
    """Subject → fields, of duties that are there."""
    added: tuple[tuple[AddedRow, Mapping[str, Any]], ...]
    refused: tuple[Refused, ...]
    duties: Mapping[int, Duty]
    deleted: tuple[Duty, ...]
    """Those that were taken out of the sheet and can leave the list."""
    kept: tuple[Duty, ...]
    """Those that were taken out and are live: they leave only with approval and a reason."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change, whatever is decided on the rows taken out."""
        return not self.changes and not self.added


def plan(campaign: Campaign, content: bytes, name: str, person: Person) -> Plan:
    """What a workbook would change; nothing is written. TableError where it is no list of this campaign."""
    duties = {duty.pk: duty for duty in correctable_duties(campaign, person)}
    directory = directory_of(units_open_to(person).on(clock.today()))
    now = listed_now(duties.values(), "zh", with_places=False)
    returned = read_listed(content, name, campaign.chain, now, directory, dated=campaign.dated)
    refused = list(returned.refused)
    cells = tuple(_telling(returned, duties, refused))
    changes = _changes(cells, duties)
    added = tuple(_added(returned, duties, campaign, directory, person, refused))
    deleted = [duties[_number(key)] for key in returned.deleted if _number(key) in duties]
    gone, kept = [d for d in deleted if d.status != LIVE], [d for d in deleted if d.status == LIVE]
    return Plan(returned, cells, changes, added, tuple(refused), duties, tuple(gone), tuple(kept))


def _number(key: str) -> int:
    return int(key.partition(":")[2])


def _telling(returned: ReturnedList, duties: Mapping[int, Duty], refused: list[Refused]) -> Iterator[CellChange]:
    """The cells that say something else than the duty; what its state forbids is refused at its cell."""
    for change in returned.changes:
        duty = duties[_number(change.key)]
        if duty.as_state()[change.column] == change.fields[change.column]:
            continue
        if error := _forbidden(duty, change.fields):
            refused.append(Refused(change.where, error, change.after))
        else:
            yield change


def _changes(cells: Iterable[CellChange], duties: Mapping[int, Duty]) -> dict[str, dict[str, Any]]:
    """The fields that each duty gets, with what it lacks then."""
    changes: dict[str, dict[str, Any]] = {}
    for change in cells:
        changes.setdefault(change.key, {}).update(change.fields)
    for key, fields in changes.items():
        fields.update(with_what_is_missing(duties[_number(key)], fields))
    return changes


def _forbidden(duty: Duty, fields: Mapping[str, Any]) -> ActRefused | None:
    """Why a live duty may not have these fields, or why they are too long; None where nothing is against it."""
    for field, limit in duty_lengths().items():
        if len(fields.get(field) or "") > limit:
            return too_long(field, limit)
    if duty.status != LIVE:
        return None
    if "due" in fields and duty.due and fields["due"] != duty.due:
        return ActRefused.deadline_fixed()
    needed = ("lead", "owner_post", *(("party_post", "admin_post") if duty.campaign.paired else ()))
    if any(field in fields and not fields[field] for field in needed):
        return ActRefused.no_pair("") if {"party_post", "admin_post"} & fields.keys() else ActRefused.no_owner("")
    return None


def _added(returned: ReturnedList, duties: Mapping[int, Duty], campaign: Campaign, directory: Directory, person: Person, refused: list[Refused]) -> Iterator[tuple[AddedRow, dict[str, Any]]]:
    """The state of each row that was put in: with the anchor of the row that it was copied from, and the name of who put it."""
    for row in returned.added:
        original = duties.get(_number(row.copied_from)) if row.copied_from else None
        try:
            unit = original.unit_id if original and row.unit in (original.unit_name, str(original.unit)) else unit_number(row.unit, directory)
        except TableError as error:
            refused.append(Refused(row.where, error, row.unit))
            continue
        fields = {"lead": unit, "supports": [], **row.fields}
        yield row, {
            "campaign": campaign.pk, "status": ACCEPTED, "unit": unit, "unit_name": row.unit, "hand": person.pk,
            "document": original.document_id if original else None, "number": original.number if original else 0, "sources": original.sources if original else [],
            "missing": still_missing([], {"owner_post": None, "due": "", **fields}), **fields,
        }  # fmt: skip


def digest_of_plan(made: Plan) -> str:
    """What tells one plan from another: what is confirmed is what was shown."""
    return payload_digest({"changes": made.changes, "added": [state for _, state in made.added], "deleted": [duty.pk for duty in made.deleted]})


@action
def take_back(campaign: Campaign, content: bytes, name: str, *, by: By, person: Person, seen: str, drop: bool = False, once: str = "") -> Entry:
    """Takes a corrected list in, as one entry; `drop`: the duties whose rows were taken out are left out of the list.

    `seen`: the digest of the plan that was shown; where something changed meanwhile, nothing is written.
    """
    require(person, "settle", campaign.unit)
    Chain.objects.select_for_update().get(name=campaign.chain)
    made = plan(campaign, content, name, person)
    if seen != digest_of_plan(made):
        raise ActRefused.changed_since("")
    changes: dict[str, dict[str, Any]] = {subject: dict(fields) for subject, fields in made.changes.items()}
    if drop:
        for duty in made.deleted:
            changes[duty.subject] = {"status": REJECTED, "why": say("import.dropped-why", name=name)}
    if made.added:
        numbers = new_numbers("duty", len(made.added))
        changes |= {f"duty:{number}": dict(state) for number, (_, state) in zip(numbers, made.added, strict=True)}
    if not changes:
        raise ActRefused.incomplete("表里没有要写入的改动。", "There is nothing to take in.", "没有改过，或已经导入过。", "Nothing was changed, or it was imported before.")
    said = {"file": sha256(content).hexdigest(), "name": name}
    return record("duty.imported", campaign.chain, changes, by=by, once=once, paired=campaign.paired, **said)
