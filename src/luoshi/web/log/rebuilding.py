"""The tables folded anew from the log, and every difference told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from luoshi import tracking
from luoshi.web.log import projecting
from luoshi.web.log.models import Chain
from luoshi.web.log.queries import entries_of_chain
from luoshi.web.log.timelines import span_differences


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a table says something else than the log."""

    subject: str
    field: str
    """'' where the row itself is missing or too many."""
    folded: Any
    kept: Any


FOLLOWING: list[Callable[[], Iterable[Difference]]] = []
"""What tells the differences of tables that follow from others: sums, words to search by. A folder that keeps such tables adds its own as it starts."""


def differences() -> Iterator[Difference]:
    """Every difference between the tables (those of stretches and those that follow from others too) and the fold of all chains; none where all is well."""
    folded = folded_states()
    for kind, model in projecting.projected_models().items():
        kept = {row.subject: row.as_state() for row in model.objects.all().iterator(2000)}
        wanted = {subject: state for subject, state in folded.items() if tracking.subject_type(subject) == kind}
        for subject in sorted(kept.keys() | wanted.keys()):
            yield from _between(subject, wanted.get(subject), kept.get(subject))
    for subject in span_differences():
        yield Difference(subject, "span", "timeline", "span")
    for differ in FOLLOWING:
        yield from differ()


def folded_states() -> dict[str, tracking.State]:
    """The whole state of every subject of every chain that makes a row."""
    states: dict[str, tracking.State] = {}
    models = projecting.projected_models()
    for chain in Chain.objects.order_by("name").values_list("name", flat=True):
        for subject, state in tracking.fold(entries_of_chain(chain)).items():
            model = models[tracking.subject_type(subject)]
            if projecting.is_row(model, state):
                states[subject] = projecting.full_state(model, state)
    return states


def _between(subject: str, folded: tracking.State | None, kept: tracking.State | None) -> Iterator[Difference]:
    if folded is None or kept is None:
        yield Difference(subject, "", folded and "row", kept and "row")
        return
    for field in folded:
        if folded[field] != kept[field]:
            yield Difference(subject, field, folded[field], kept[field])
