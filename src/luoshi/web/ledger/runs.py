"""The runs of what a unit answered in a turn, as the bytes that are kept of them: heads (return, day, how many runs), and the runs, return after return."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.run_numbers import Runs, runs_of_each

HEAD, RUN_NUMBER = np.dtype("<i8"), np.dtype("<u4")
HEAD_BYTES = 3 * HEAD.itemsize
Heads = NDArray[np.int64]
"""A line for each return: its number, the day on which it was given, how many runs it has."""
Packed = tuple[bytes, bytes]
NO_RUNS: Packed = (b"", b"")
UnitRuns = tuple[int, Runs]
"""The day of a return, and its runs."""


def runs_said(returns: Mapping[int, tuple[date | None, str]]) -> dict[int, UnitRuns]:
    """Return → its day and runs, from its day and words; those too short to have any are left out."""
    found = runs_of_each([words for _, words in returns.values()])
    return {number: (day.toordinal() if day else 0, runs) for (number, (day, _)), runs in zip(returns.items(), found, strict=True) if len(runs)}


def packed(returns: Mapping[int, UnitRuns]) -> Packed:
    """What is kept of the returns of a unit, in the order of their numbers."""
    rows = sorted(returns.items())
    heads = np.array([(number, day, len(runs)) for number, (day, runs) in rows], HEAD)
    return heads.tobytes(), b"".join(runs.astype(RUN_NUMBER).tobytes() for _, (_, runs) in rows)


def unpacked(kept: Iterable[Packed]) -> tuple[Heads, Runs]:
    """Heads and runs of several units, one after the other."""
    pairs = list(kept)
    heads = np.frombuffer(b"".join(heads for heads, _ in pairs), HEAD).reshape(-1, 3)
    return heads, np.frombuffer(b"".join(runs for _, runs in pairs), RUN_NUMBER)


def with_runs(kept: Packed, changes: Mapping[int, UnitRuns | None]) -> Packed:
    """What is kept of a unit once some of its returns say something else; None: nothing any more."""
    if kept == NO_RUNS and not any(changes.values()):
        return kept
    heads, runs = unpacked([kept])
    parts = np.split(runs, np.cumsum(heads[:, 2])[:-1]) if len(heads) else []
    had: dict[int, UnitRuns | None] = {number: (day, part) for (number, day, _), part in zip(heads.tolist(), parts, strict=True)}
    return packed({number: one for number, one in (had | dict(changes)).items() if one is not None})
