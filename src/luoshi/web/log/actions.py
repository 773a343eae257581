"""The one way into the log: an entry and what it changes, written together.

`@action` opens the transaction of everything a person does and refuses an act that left no entry; `record` appends one entry,
holds the rules, and writes the rows.
"""

from __future__ import annotations

from collections import Counter as Counted
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError, transaction
from django.db.models import F

from luoshi import tracking
from luoshi.errors import ActRefused, SiteUnwritable
from luoshi.tracking.entries import GENESIS, canonical
from luoshi.web import clock
from luoshi.web.log import projecting
from luoshi.web.log.inserting import insert_rows
from luoshi.web.log.models import Chain, Counter, Entry, Payload, Touch
from luoshi.web.log.queries import MOMENT, entries_of, last_days, tracked, with_payloads
from luoshi.web.log.remembering import forget
from luoshi.web.log.timelines import write_spans

P = ParamSpec("P")
R = TypeVar("R")
Changes = Mapping[str, Mapping[str, Any]]
"""Subject → the fields that it gets."""

UNWRITABLE = ("readonly database", "read-only transaction", "database or disk is full", "No space left on device", "disk I/O error", "unable to open database file")
"""What SQLite and PostgreSQL say when they cannot write."""

_WRITTEN: ContextVar[int] = ContextVar("written", default=0)


class DoneBefore(Exception):
    """The same act was sent twice; `entry` is what it wrote the first time."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        super().__init__(entry.pk)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """A function that a person calls: one transaction, all or nothing, and never without a trace."""

    @wraps(function)
    def act(*args: P.args, **more: P.kwargs) -> R:
        try:
            with transaction.atomic():
                before = _WRITTEN.get()
                result = function(*args, **more)
                if _WRITTEN.get() == before:
                    raise RuntimeError(f"{function.__qualname__} left no entry")
                return result
        except DatabaseError as error:
            if any(words in str(error) for words in UNWRITABLE):
                raise SiteUnwritable.of(error) from error
            raise
        finally:
            forget()          # what was asked within it may have been undone with it, or been asked before its last entry

    return act


def new_numbers(name: str, count: int = 1) -> list[int]:
    """Numbers for new subjects of a type, never given twice."""
    Counter.objects.get_or_create(name=name)
    Counter.objects.filter(pk=name).update(value=F("value") + count)
    last = Counter.objects.get(pk=name).value
    return list(range(last - count + 1, last + 1))


def new_subject(name: str) -> str:
    """A new subject of a type: duty:18."""
    return f"{name}:{new_numbers(name)[0]}"


@dataclass(frozen=True, slots=True)
class Line:
    """An entry that is to be written."""

    kind: str
    changes: Changes
    happened_on: date | None = None
    """None: today, or later where something later is known of what it changes."""
    once: str = ""
    touches: Sequence[str] = ()
    """Subjects that it concerns without changing them."""
    said: Mapping[str, Any] = field(default_factory=dict)
    """Further words of the payload: a reason."""


def record(
    kind: str, chain: str, changes: Changes, *, by: tracking.By, happened_on: date | None = None, once: str = "", paired: bool = False, touches: Iterable[str] = (), **said: Any
) -> Entry:
    """Appends an entry and writes the rows that it changes.

    `touches` are subjects that it concerns without changing them; `said` are further words of the payload (a reason). Raises
    ActRefused where a rule is against it, DoneBefore where `once` was written before.
    """
    return record_all(chain, [Line(kind, changes, happened_on, once, tuple(touches), said)], by=by, paired=paired)[0]


def record_all(chain: str, lines: Sequence[Line], *, by: tracking.By, paired: bool = False) -> list[Entry]:
    """Appends entries one after the other, all or none, and writes the rows that they change in one go.

    What one of them changes, no other may concern. Raises what `record` raises.
    """
    head = _lock(chain)
    _refuse_twice([line.once for line in lines if line.once])
    entries = _linked(head, chain, lines, by)
    changer = _changer(entries)
    late = _with_later_facts([entry for entry, line in zip(entries, lines, strict=True) if line.happened_on or entry.kind == "undone"])
    before = current_states(dict.fromkeys(subject for entry in entries for subject in entry.subjects))
    after = before | _states_after(changer, before, late)
    for entry in entries:
        tracking.check(entry, {subject: before[subject] for subject in entry.subjects}, {subject: after[subject] for subject in entry.subjects}, paired=paired)
    rows = _insert(entries)
    forget()
    _write_rows({subject: after[subject] for subject in changer}, before)
    _write_spans(changer, after, late)
    return rows


def hold(chain: str) -> None:
    """Nobody else writes into the chain until the transaction ends: what is read now is still so when an entry is written."""
    _lock(chain)


def _lock(chain: str) -> tracking.Head:
    """The chain's end, held until the transaction ends."""
    end = Chain.objects.select_for_update().filter(name=chain).first()
    if end is None:
        Chain.objects.get_or_create(name=chain, defaults={"digest": GENESIS})
        end = Chain.objects.select_for_update().get(name=chain)
    return tracking.Head(end.number, end.digest)


def _refuse_twice(once: Sequence[str]) -> None:
    earlier = Entry.objects.filter(once__in=once).first() if once else None
    if earlier:
        raise DoneBefore(earlier)


def _linked(head: tracking.Head, chain: str, lines: Iterable[Line], by: tracking.By) -> list[tracking.Entry]:
    """The lines as entries, each tied to the one before."""
    moment = _moment(head, chain)
    entries = []
    for line, day in zip(lines, _days(lines), strict=True):
        payload = {"set": {subject: dict(fields) for subject, fields in line.changes.items()}, **line.said}
        subjects = tuple(dict.fromkeys([*line.changes, *line.touches]))
        entry = tracking.append(head, tracking.Entry(chain, 0, line.kind, subjects, day.isoformat(), moment, by, payload, "", "", once=line.once))
        entries.append(entry)
        head = tracking.Head(entry.number, entry.digest)
    return entries


def _moment(head: tracking.Head, chain: str) -> str:
    """The moment, as it is recorded; where the clock was set back, the one after that of the entry before: what is recorded later was not known earlier."""
    now, last = clock.now(), Entry.objects.filter(chain=chain, number=head.number).values_list("recorded_at", flat=True).first()
    return (last + timedelta(microseconds=1) if last and now < last else now).strftime(MOMENT)


def _days(lines: Sequence[Line]) -> list[date]:
    """The day on which each line happened. An act of today does not come before what is known of the things that it changes, whatever the clock says: the last word stands."""
    today = clock.today()
    changed = [subject for line in lines if line.happened_on is None for subject in line.changes]
    later = last_days(changed, after=today) if changed else {}
    return [line.happened_on or max([today, *(later[subject] for subject in line.changes if subject in later)]) for line in lines]


def _changed(entry: tracking.Entry) -> Iterable[str]:
    """The subjects that an entry changes: all of them where it undoes another; what it only touches stays as it is."""
    return entry.subjects if entry.kind == "undone" else (entry.payload or {})["set"]


def _changer(entries: Sequence[tracking.Entry]) -> dict[str, tracking.Entry]:
    """Each subject that is changed, and the entry that changes it."""
    concerned = Counted(subject for entry in entries for subject in entry.subjects)
    changer = {subject: entry for entry in entries for subject in _changed(entry)}
    if any(concerned[subject] > 1 for subject in changer):
        raise ValueError("what an entry changes, no other of the same batch may concern")
    return changer


def _with_later_facts(entries: Sequence[tracking.Entry]) -> set[str]:
    """The changed subjects of which something later is known already; all of them where the entry undoes another."""
    by_day: dict[str, list[str]] = {}
    for entry in entries:
        if entry.kind != "undone":
            by_day.setdefault(entry.happened_on, []).extend(_changed(entry))
    late = {subject for entry in entries if entry.kind == "undone" for subject in entry.subjects}
    for day, changed in by_day.items():
        late.update(Touch.objects.filter(subject__in=changed, entry__happened_on__gt=day).values_list("subject", flat=True))
    return late


def _states_after(changer: Mapping[str, tracking.Entry], before: Mapping[str, tracking.State | None], late: set[str]) -> dict[str, tracking.State | None]:
    """Each changed subject's state after its entry. What is recorded late goes where it happened: the thing is folded anew."""
    earlier = entries_of(late) if late else []
    after: dict[str, tracking.State | None] = {}
    for subject, entry in changer.items():
        state = tracking.fold_subject([*earlier, entry], subject) if subject in late else tracking.step(before[subject], entry, subject)
        after[subject] = whole(subject, state)
    return after


def whole(subject: str, state: tracking.State | None) -> tracking.State | None:
    """A state with every field of its model, None where it is no row."""
    model = projecting.projected_models()[tracking.subject_type(subject)]
    return projecting.full_state(model, state) if state is not None and projecting.is_row(model, state) else None


def current_states(subjects: Iterable[str]) -> dict[str, tracking.State | None]:
    """What the tables say of each subject now."""
    states: dict[str, tracking.State | None] = dict.fromkeys(subjects)
    for kind, numbers in _by_type(states).items():
        states |= projecting.states_kept(projecting.projected_models()[kind], numbers)
    return states


def _by_type(subjects: Iterable[str]) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = {}
    for subject in subjects:
        kind, _, number = subject.partition(":")
        numbers.setdefault(kind, []).append(int(number))
    return numbers


def _insert(entries: Sequence[tracking.Entry]) -> list[Entry]:
    rows: list[Entry] = Entry.objects.bulk_create(_row_of(entry) for entry in entries)
    pairs = list(zip(rows, entries, strict=True))
    insert_rows(Payload, ("entry", "body"), [(row.pk, canonical(entry.payload).decode("utf-8", "surrogatepass")) for row, entry in pairs])
    insert_rows(Touch, ("entry", "subject"), [(row.pk, subject) for row, entry in pairs for subject in entry.subjects])
    Chain.objects.filter(pk=entries[-1].chain).update(number=entries[-1].number, digest=entries[-1].digest)
    _WRITTEN.set(_WRITTEN.get() + len(rows))
    return rows


def _row_of(entry: tracking.Entry) -> Entry:
    return Entry(
        chain_id=entry.chain, number=entry.number, kind=entry.kind, happened_on=date.fromisoformat(entry.happened_on), recorded_at=datetime.strptime(entry.recorded_at, MOMENT).replace(tzinfo=UTC),
        person=entry.by.person, person_name=entry.by.name, post=entry.by.post, unit=entry.by.unit, subjects=list(entry.subjects),
        payload_digest=entry.payload_digest, previous=entry.previous, digest=entry.digest, once=entry.once or None,
    )  # fmt: skip


def _write_rows(states: Mapping[str, tracking.State | None], before: Mapping[str, tracking.State | None]) -> None:
    """The rows of the states, and what follows from them; a row whose state is gone goes too."""
    token = projecting.WRITING.set(True)
    try:
        for kind, numbers in _by_type(states).items():
            model = projecting.projected_models()[kind]
            now = {number: state for number in numbers if (state := states[f"{kind}:{number}"]) is not None}
            _upsert(model, now, {number: had for number in now if (had := before[f"{kind}:{number}"]) is not None})
            if gone := [number for number in numbers if number not in now]:
                model.objects.filter(pk__in=gone).delete()
    finally:
        projecting.WRITING.reset(token)


def _write_spans(changer: Mapping[str, tracking.Entry], after: Mapping[str, tracking.State | None], late: set[str]) -> None:
    """The stretches of what was changed; of one day, those of all entries together."""
    by_day: dict[str, list[str]] = {}
    for subject, entry in changer.items():
        by_day.setdefault(entry.happened_on, []).append(subject)
    for subjects in by_day.values():
        write_spans(changer[subjects[0]], {subject: after[subject] for subject in subjects}, late.intersection(subjects))


def _upsert(model: type[projecting.Projected], states: Mapping[int, tracking.State], had: Mapping[int, tracking.State]) -> None:
    """The rows of one table, and the tables beside it where what they follow from is another than it was."""
    if not states:
        return
    rows = [projecting.row_of(model, number, state) for number, state in states.items()]
    columns = projecting.columns_of(model).names
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=columns, batch_size=200)
    model.project_children([row for row in rows if row.pk not in had or model.followed(states[row.pk]) != model.followed(had[row.pk])])


# -- taking away ---------------------------------------------------------------------------------------------------


def remove_payloads(chain: str, numbers: Iterable[int], *, by: tracking.By, why: str, touches: Iterable[str]) -> Entry:
    """Takes away what entries say; one more entry says which and why, and the chain still holds.

    The states stay as the tables have them only if an entry before this one says anew all that those entries said: that is the
    caller's part. An entry that says nothing any more cannot be removed again.
    """
    wanted = sorted(set(numbers))
    row = record("payload.removed", chain, {}, by=by, touches=touches, removes=wanted, why=why)
    Payload.objects.filter(entry__chain=chain, entry__number__in=wanted).delete()
    silenced = set(Touch.objects.filter(entry__chain=chain, entry__number__in=wanted).values_list("subject", flat=True))
    write_spans(tracked(row), dict.fromkeys(silenced), silenced)     # what they were on earlier days is not known any more
    return row


# -- taking back ---------------------------------------------------------------------------------------------------


@action
def undo(entry: Entry, *, by: tracking.By, once: str = "") -> Entry:
    """Takes an entry back, by another entry; taking that one back makes it count again.

    ActRefused: it is of a kind that cannot be taken back, or something was built on it since.
    """
    undone = entry
    while undone.kind == "undone":
        undone = Entry.objects.get(chain=undone.chain, number=tracked(undone).payload["undoes"])
    if not tracking.KINDS[undone.kind].undoable:
        raise ActRefused.not_undoable()
    standing = standing_on(entry.subjects)
    if entry.kind != "undone" and entry.pk not in {row.pk for row in standing}:
        raise ActRefused.not_undoable()
    if standing and standing[0].number > entry.number:
        raise ActRefused.changed_since(standing[0].person_name)
    return record("undone", entry.chain_id, {}, by=by, once=once, touches=entry.subjects, undoes=entry.number)


def standing_on(subjects: Iterable[str]) -> list[Entry]:
    """The entries on any of the subjects that stand, the last one first; undoings themselves are left out."""
    rows = list(with_payloads(Entry.objects.filter(touches__subject__in=list(subjects)).distinct()).order_by("-number"))
    void = tracking.void_numbers([tracked(row) for row in rows])
    return [row for row in rows if row.kind != "undone" and row.number not in void]
