"""Entries → states. The state of a thing is what its standing entries say, in the order in which they happened.

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
    states: dict[str, State] = {}
    for entry in standing(entries, as_of=as_of, known_on=known_on):
        for subject in entry.subjects:
            after = step(states.get(subject), entry, subject)
            if after is not None:
                states[subject] = after
    return states


def fold_subject(entries: Iterable[Entry], subject: str, *, as_of: str = "", known_on: str = "") -> State | None:
    """One thing's state from the entries that touch it (others are passed over); None where nothing was said of it."""
    state: State | None = None
    for entry in standing(entries, as_of=as_of, known_on=known_on):
        if subject in entry.subjects:
            state = step(state, entry, subject)
    return state


def standing(entries: Iterable[Entry], *, as_of: str = "", known_on: str = "") -> list[Entry]:
    """The entries that count, in the order in which they happened; of one day, in the order in which they were recorded."""
    known = [entry for entry in entries if not known_on or is_known(entry, known_on)]
    void = void_numbers(known)
    counted = (e for e in known if e.number not in void and (not as_of or e.happened_on <= as_of))
    return sorted(counted, key=lambda e: (e.happened_on, e.number))


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
