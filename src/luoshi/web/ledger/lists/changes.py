"""What changed from one version of the list to the next, or since the last one; and who approved it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from luoshi import tracking
from luoshi.tracking import State
from luoshi.tracking.kinds import kinds_that_set
from luoshi.web.ledger.lists.versions import SAYING, SHOWN, Rows, Version, contents_of, rows_on
from luoshi.web.ledger.models import Duty, SignedList
from luoshi.web.log.models import Entry, Touch
from luoshi.web.log.queries import tracked, with_payloads

RESTRICTING = kinds_that_set({"document": {"restricted"}})
"""The kinds of entries by which all duties of a document may come on the list, or leave it."""


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
    touched = touched_after(earlier, version.entry.number)
    return changes_between(rows_on(earlier, touched), rows_on(version.signed, touched), entries_after(earlier, touched, version.entry.number))


def touched_after(signed: SignedList, upto: int | None = None) -> list[int]:
    """The duties of which what is listed may have changed since a version was signed (up to an entry); all others stand as they stood."""
    entries = _after(signed, upto).filter(kind__in=(*SAYING, *RESTRICTING))
    subjects = [subject.partition(":") for touched in entries.values_list("subjects", flat=True) for subject in touched]
    documents = {int(number) for kind, _, number in subjects if kind == "document"}
    of_documents = Duty.objects.filter(document__in=documents).order_by().values_list("pk", flat=True) if documents else ()
    return sorted({int(number) for kind, _, number in subjects if kind == "duty"}.union(of_documents))


def entries_after(signed: SignedList, duties: Iterable[int], upto: int | None = None) -> list[tracking.Entry]:
    """The entries on any of the duties that made it what it is, after a version was signed (up to another entry)."""
    wanted = [f"duty:{duty}" for duty in duties]
    if not wanted:
        return []
    touches = Touch.objects.filter(subject__in=wanted)
    return [tracked(row) for row in with_payloads(_after(signed, upto).filter(kind__in=SAYING, pk__in=touches.values("entry"))).order_by("number")]


def _after(signed: SignedList, upto: int | None) -> QuerySet[Entry]:
    last = Q() if upto is None else Q(number__lte=upto)
    return Entry.objects.filter(last, chain=signed.campaign.chain, number__gt=contents_of(signed).entry.number)
