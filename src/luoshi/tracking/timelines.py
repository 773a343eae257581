"""A thing's entries → what it was from which day on, as known now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.tracking.entries import Entry
from luoshi.tracking.folding import State, standing, step


@dataclass(frozen=True, slots=True)
class Stretch:
    """The state of a thing from a day on, until the next stretch begins."""

    since: str
    """YYYY-MM-DD."""
    state: State


def timeline(entries: Iterable[Entry], subject: str) -> list[Stretch]:
    """The stretches of a thing's life in order, one for each day on which something happened; [] where nothing was said of it.

    On any day the state is that of the fold as of that day (`fold_subject`).
    """
    setting = [e for e in standing(entries) if e.payload is not None and subject in e.payload.get("set", {})]
    if not setting:
        return []
    born = setting[0]
    stretches: list[Stretch] = []
    state: State | None = None
    for entry in [born, *sorted(setting[1:], key=lambda e: (e.happened_on, e.number))]:
        state = step(state, entry, subject)
        since = max(entry.happened_on, born.happened_on)
        if stretches and stretches[-1].since == since:
            stretches.pop()
        stretches.append(Stretch(since, state or {}))
    return stretches
