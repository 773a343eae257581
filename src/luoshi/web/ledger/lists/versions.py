"""What stands on a signed version, from the log alone: the whole of it, or some of its rows."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256

from django.core.cache import caches
from django.db.models import QuerySet

from luoshi import tracking
from luoshi.tracking import State
from luoshi.tracking.entries import payload_digest
from luoshi.tracking.kinds import LIVE, kinds_that_set
from luoshi.web.ledger.models import Duty, DutySpan, SignedList
from luoshi.web.log.models import Entry, Touch
from luoshi.web.log.projecting import full_state
from luoshi.web.log.queries import MOMENT, tracked, with_payloads

SHOWN = (
    "words", "kind", "theme", "due", "rhythm", "quantity", "deliverables", "programmes", "conditions",
    "lead", "supports", "owner_post", "party_post", "admin_post", "support_posts", "note",
)  # fmt: skip
"""The fields whose change makes a new version, in the order in which changes are told."""
KEPT = (*SHOWN, "action", "object", "due_words", "last_day", "rhythm_words", "missing", "unit", "unit_name", "document", "number", "sources", "parent", "hand", "listed_number")
"""What a version keeps of each row."""
SIGNED = "list.signed"
SAYING = tuple(kind for kind in kinds_that_set({"duty": {*KEPT, "status"}}) if kind != SIGNED)
"""The kinds of entries that make a row what it is. Signing adds its number and, where its deadline counts from that day, the day."""
SECONDS = 86_400
"""For which it is kept what stands on a version."""

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
    listed = [f"duty:{number}" for number in _listed(entry)]
    states = tracking.fold(_said_of(listed, entry, (*SAYING, SIGNED)))
    rows = {_number(subject): kept(full_state(Duty, states[subject])) for subject in listed if subject in states}
    return Version(signed, entry, rows, payload.get("names", {}), payload.get("holders", {}))


def entry_of(signed: SignedList) -> tracking.Entry:
    """The entry with which a version was signed."""
    row = with_payloads(Entry.objects.filter(chain=signed.campaign.chain, kind=SIGNED, touches__subject=signed.subject)).get()
    return tracked(row)


def kept(state: State) -> State:
    """What a version keeps of a row."""
    return {field: state[field] for field in KEPT}


def digest_of_rows(rows: Rows, names: Mapping[str, str], holders: Mapping[str, str]) -> str:
    """The tagged digest of a version's rows, with the names as they were."""
    listed = [[number, dict(state)] for number, state in sorted(rows.items(), key=lambda row: (row[1]["listed_number"] or 0, row[0]))]
    return payload_digest({"rows": listed, "names": dict(names), "holders": dict(holders)})


def _listed(entry: tracking.Entry) -> list[int]:
    """The duties that an entry of signing puts on the list."""
    return [_number(subject) for subject in (entry.payload or {}).get("set", {}) if subject.startswith("duty:")]


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])


def _said_of(subjects: Collection[str], entry: tracking.Entry, kinds: Sequence[str]) -> list[tracking.Entry]:
    """The entries of some kinds on any of the subjects, up to one entry of their chain."""
    rows = Entry.objects.filter(chain=entry.chain, number__lte=entry.number, kind__in=kinds, pk__in=Touch.objects.filter(subject__in=subjects).values("entry"))
    return [tracked(row) for row in with_payloads(rows).order_by("number")]


# -- some rows of a version ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands on a version, without what its rows say. It never changes, so it is kept beside the log."""

    entry: tracking.Entry
    """The entry with which it was signed, without all that it says."""
    names: Mapping[str, str]
    holders: Mapping[str, str]
    order: Sequence[int]
    """The duties in the order of the paper: by unit, then by number."""
    units: Sequence[int]
    """The unit of each, in the same order; 0 where there is none."""


def contents_of(signed: SignedList) -> Contents:
    """What stands on a version. To find it out, the longest entry of the log is read; so it is kept."""
    asked = repr([signed.pk, signed.campaign_id, signed.number, signed.signed_on, signed.head, signed.digest])
    cache, key = caches["counts"], f"contents:{sha256(asked.encode()).hexdigest()}"
    found: Contents | None = cache.get(key)
    if found is None:
        found = _contents(signed)
        cache.set(key, found, SECONDS)
    return found


def _contents(signed: SignedList) -> Contents:
    entry = entry_of(signed)
    spans = _known_then(entry).filter(campaign=signed.campaign_id, status=LIVE).order_by()
    placed = {subject: (unit or 0, number) for subject, unit, number in spans.values_list("subject", "unit", "listed_number")}
    rows = [(*placed.get(duty, (0, 0)), duty) for duty in _listed(entry)]
    first: dict[int, int] = {}
    for unit, number, _ in rows:
        first[unit] = min(first.get(unit, number), number)
    rows.sort(key=lambda row: (first[row[0]], row[1]))
    payload = entry.payload or {}
    return Contents(
        replace(entry, subjects=(), payload=None), payload.get("names", {}), payload.get("holders", {}), array("q", [duty for *_, duty in rows]), array("q", [unit for unit, *_ in rows]),
    )  # fmt: skip


def _known_then(entry: tracking.Entry) -> QuerySet[DutySpan]:
    """What duties were on the day of an entry, as known when it was recorded."""
    return DutySpan.objects.on(date.fromisoformat(entry.happened_on), datetime.strptime(entry.recorded_at, MOMENT).replace(tzinfo=UTC))


def rows_on(signed: SignedList, numbers: Iterable[int]) -> Rows:
    """Those of the duties that stand on a version, as `rows_of` has them; in the order in which they are asked for.

    The entries of signing speak of all rows, and are not read for a few: what they add to a row stands in its stretches.
    """
    contents, numbers = contents_of(signed), list(numbers)
    wanted = set(numbers).intersection(contents.order) if numbers else set()
    if not wanted:
        return {}
    states = tracking.fold(_said_of([f"duty:{number}" for number in wanted], contents.entry, SAYING))
    added = _known_then(contents.entry).filter(subject__in=wanted).values_list("subject", "listed_number", "last_day")
    given = {number: {"listed_number": place, "last_day": day.isoformat() if day else None} for number, place, day in added}
    return {number: kept(full_state(Duty, {**states.get(f"duty:{number}", {}), **given.get(number, {})})) for number in numbers if number in wanted}


def part_of(signed: SignedList, numbers: Iterable[int]) -> Version:
    """A version with some of its rows only; whether it is whole cannot be told of it."""
    contents = contents_of(signed)
    return Version(signed, contents.entry, rows_on(signed, numbers), contents.names, contents.holders)
