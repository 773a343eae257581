"""Entries → states. The state of a thing is what its standing entries say: the one that brought it about, then the others in the order in
which they happened.

Two times: `as_of` leaves out what happened after that day, `known_on` what was recorded after that moment. An undone entry
counts as never said, and the undoing of an undoing makes it count again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from luoshi.tracking.entries import Entry

State = Mapping[str, Any]
"""Field → plain JSON value."""


def step(state: State | None, entry: Entry, subject: str) -> State | None:
    """What a thing is after one more entry; an entry whose payload was taken away changes nothing.

    >>> from luoshi.tracking.entries import By
    >>> e = Entry("people", 1, "unit.renamed", ("unit:1",), "2018-09-01", "", By(), {"set": {"unit:1": {"name": "乙"}}}, "", "")
    >>> step({"name": "甲", "code": "1"}, e, "unit:1")
    {'name': '乙', 'code': '1'}
    """
    if entry.payload is None:
        return state
    changes = entry.payload.get("set", {}).get(subject)
    return state if changes is None else {**(state or {}), **changes}


def fold(entries: Iterable[Entry], *, as_of: str = "", known_on: str = "") -> dict[str, State]:
    """Every thing's state, by subject; `as_of` is a day (YYYY-MM-DD), `known_on` a moment (UTC) or a day; '' : no limit."""
    by_subject: dict[str, list[Entry]] = {}
    for entry in standing(entries, known_on=known_on):
        for subject in entry.subjects:
            by_subject.setdefault(subject, []).append(entry)
    states = ((subject, _fold_in_order(touching, subject, as_of)) for subject, touching in by_subject.items())
    return {subject: state for subject, state in states if state is not None}


def fold_subject(entries: Iterable[Entry], subject: str, *, as_of: str = "", known_on: str = "") -> State | None:
    """One thing's state from the entries that touch it (others are passed over); None where nothing was said of it."""
    return _fold_in_order([e for e in standing(entries, known_on=known_on) if subject in e.subjects], subject, as_of)


def standing(entries: Iterable[Entry], *, known_on: str = "") -> list[Entry]:
    """The entries that count, in the order in which they were recorded."""
    known = [entry for entry in entries if not known_on or is_known(entry, known_on)]
    void = void_numbers(known)
    return sorted((entry for entry in known if entry.number not in void), key=lambda e: e.number)


def _fold_in_order(touching: Sequence[Entry], subject: str, as_of: str) -> State | None:
    """The state after the entry that brought the thing about and then the others, in the order in which they happened.

    A fact may be older than the question that it answers; it still cannot come before the thing itself. Of one day, the order is that in
    which they were recorded.
    """
    setting = [entry for entry in touching if entry.payload is not None and subject in entry.payload.get("set", {})]
    if not setting or (as_of and setting[0].happened_on > as_of):
        return None
    state: State | None = None
    for entry in [setting[0], *sorted(setting[1:], key=lambda e: (e.happened_on, e.number))]:
        if not as_of or entry.happened_on <= as_of:
            state = step(state, entry, subject)
    return state


def is_known(entry: Entry, known_on: str) -> bool:
    """Whether an entry was recorded by a moment, or by the end of a day (in UTC, as it was recorded)."""
    return entry.recorded_at[: len(known_on)] <= known_on


def void_numbers(entries: Sequence[Entry]) -> set[int]:
    """The numbers of the entries that an undoing took back.

    An undoing always names an earlier entry; so going from the last to the first, each one's own standing is settled before it counts.
    """
    void: set[int] = set()
    for entry in sorted(entries, key=lambda e: -e.number):
        if entry.kind == "undone" and entry.number not in void and entry.payload is not None:
            void.add(entry.payload["undoes"])
    return void
