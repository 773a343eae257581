"""What stands on a signed version, from the log alone; and what changed from one to the next, and who approved it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from luoshi import tracking
from luoshi.tracking import State
from luoshi.tracking.entries import payload_digest
from luoshi.web.ledger.models import Duty, SignedList
from luoshi.web.log.models import Entry
from luoshi.web.log.projecting import full_state
from luoshi.web.log.queries import entries_of, tracked, with_payloads

SHOWN = (
    "words", "kind", "theme", "due", "rhythm", "quantity", "deliverables", "programmes", "conditions",
    "lead", "supports", "owner_post", "party_post", "admin_post", "support_posts", "note",
)  # fmt: skip
"""The fields whose change makes a new version, in the order in which changes are told."""
KEPT = (*SHOWN, "action", "object", "due_words", "last_day", "rhythm_words", "missing", "unit", "unit_name", "document", "number", "sources", "parent", "hand", "listed_number")
"""What a version keeps of each row."""

Rows = Mapping[int, State]
"""Number of a duty → its state."""


@dataclass(frozen=True)
class Version:
    """One signed version as the log has it."""

    signed: SignedList
    entry: tracking.Entry
    rows: Rows
    names: Mapping[str, str]
    """Units, posts and people as they were called on the day: unit:3 → name."""
    holders: Mapping[str, str]
    """Who held each post on the day: post:5 → name."""

    @cached_property
    def is_whole(self) -> bool:
        """Whether the rows are those that were signed."""
        return digest_of_rows(self.rows, self.names, self.holders) == self.signed.digest


def rows_of(signed: SignedList) -> Version:
    """What stands on a version: the fold of the log up to its entry."""
    entry = entry_of(signed)
    payload = entry.payload or {}
    listed = [subject for subject in payload.get("set", {}) if subject.startswith("duty:")]
    upto = [e for e in entries_of(listed) if e.chain == entry.chain and e.number <= entry.number]
    states = tracking.fold(upto)
    rows = {int(subject.partition(":")[2]): kept(full_state(Duty, states[subject])) for subject in listed if subject in states}
    return Version(signed, entry, rows, payload.get("names", {}), payload.get("holders", {}))


def entry_of(signed: SignedList) -> tracking.Entry:
    """The entry with which a version was signed."""
    row = with_payloads(Entry.objects.filter(chain=signed.campaign.chain, kind="list.signed", touches__subject=signed.subject)).get()
    return tracked(row)


def kept(state: State) -> State:
    """What a version keeps of a row."""
    return {field: state[field] for field in KEPT}


def digest_of_rows(rows: Rows, names: Mapping[str, str], holders: Mapping[str, str]) -> str:
    """The tagged digest of a version's rows, with the names as they were."""
    listed = [[number, dict(state)] for number, state in sorted(rows.items(), key=lambda row: (row[1]["listed_number"] or 0, row[0]))]
    return payload_digest({"rows": listed, "names": dict(names), "holders": dict(holders)})


# -- differences ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Approval:
    """Who made a change, in which post, and when."""

    name: str
    post: str
    on: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One difference between two versions."""

    duty: int
    what: str
    """added · dropped · a member of SHOWN."""
    before: Any = None
    after: Any = None
    approval: Approval | None = None


def changes_between(before: Rows, after: Rows, entries: Iterable[tracking.Entry] = ()) -> list[RowChange]:
    """Rows that came and went, and every field that differs; `entries` are those between, and tell who approved."""
    between = tracking.standing(entries)
    changes = [RowChange(duty, "added", approval=_approval(between, duty, ("status",))) for duty in after if duty not in before]
    changes += [RowChange(duty, "dropped", approval=_approval(between, duty, ("status",))) for duty in before if duty not in after]
    for duty in (duty for duty in before if duty in after):
        changes += _changes_of(duty, before[duty], after[duty], between)
    numbers = {duty: (rows[duty]["listed_number"] or 0) for rows in (before, after) for duty in rows}
    return sorted(changes, key=lambda change: (numbers[change.duty] or 10**9, change.duty))


def _changes_of(duty: int, was: State, now: State, between: list[tracking.Entry]) -> Iterator[RowChange]:
    for field in SHOWN:
        if was[field] != now[field]:
            yield RowChange(duty, field, was[field], now[field], _approval(between, duty, (field,)))


def _approval(between: list[tracking.Entry], duty: int, fields: tuple[str, ...]) -> Approval | None:
    """The last entry that set any of the fields of a duty; signing itself sets none of a person's choice."""
    for entry in reversed(between):
        said = (entry.payload or {}).get("set", {}).get(f"duty:{duty}", {})
        if entry.kind != "list.signed" and any(field in said for field in fields):
            return Approval(entry.by.name, entry.by.post, entry.happened_on, str(said.get("why") or (entry.payload or {}).get("why") or ""))
    return None


def version_before(signed: SignedList) -> SignedList | None:
    """The version before this one."""
    return SignedList.objects.filter(campaign=signed.campaign, number=signed.number - 1).first()


def changes_since_before(version: Version) -> list[RowChange]:
    """What a version changed of the one before; nothing for the first."""
    earlier = version_before(version.signed)
    if earlier is None:
        return []
    before = rows_of(earlier)
    return changes_between(before.rows, version.rows, entries_between(version.rows.keys() | before.rows.keys(), version.entry.chain, before.entry.number, version.entry.number))


def entries_between(duties: Iterable[int], chain: str, since: int, upto: int | None = None) -> list[tracking.Entry]:
    """The entries on any of the duties after one number and up to another."""
    return [e for e in entries_of(f"duty:{duty}" for duty in duties) if e.chain == chain and e.number > since and (upto is None or e.number <= upto)]
