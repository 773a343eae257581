"""States on any day, as known at any moment: a table beside a projected one, written in the same transaction.

A row holds for the days from `valid_from` until `valid_to` (that day excluded; None: still) and was known from `known_from` until `known_to`.
So a board of a past day is one query, as known then or as known now; nothing is folded for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from luoshi import tracking
from luoshi.tracking.timelines import timeline
from luoshi.web import clock
from luoshi.web.log.projecting import full_state, is_row, projected_models
from luoshi.web.log.queries import MOMENT, entries_of

AT_ONCE = 500
"""Subjects looked at together."""


class SpanQuerySet(models.QuerySet[Any]):
    """Rows of any day and any moment."""

    def on(self, day: date, known: datetime | None = None) -> SpanQuerySet:
        """What held on a day, as known at a moment (None: now)."""
        lasts = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        rows = self.filter(lasts, valid_from__lte=day)
        if known is None:
            return rows.filter(known_to__isnull=True)
        return rows.filter(Q(known_to__isnull=True) | Q(known_to__gt=known), known_from__lte=known)


class Span(models.Model):
    """A stretch of a thing's life as it was known for a while; its columns besides the four times are fields of the state."""

    OF: ClassVar[str] = ""
    """The subject's type."""

    subject = models.BigIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True)
    objects = SpanQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def copied(cls) -> list[str]:
        """The fields of the state that are kept."""
        own = {field.name for field in Span._meta.get_fields()} | {"id"}
        return [field.name for field in cls._meta.concrete_fields if field.name not in own]


def span_models() -> dict[str, type[Span]]:
    """Every table of stretches by its type of subject."""
    from django.apps import apps

    return {model.OF: model for model in apps.get_models() if issubclass(model, Span)}


def write_spans(entry: tracking.Entry, after: Mapping[str, tracking.State | None], late: Collection[str]) -> None:
    """Brings the stretches of what an entry changed up to date.

    `after`: each subject's whole state; `late`: the subjects of which something later was known, or of which something was taken back: they
    are looked at from their first entry on. For all others the last stretch ends and a new one begins, and no old entry is read.
    """
    known = datetime.strptime(entry.recorded_at, MOMENT).replace(tzinfo=UTC)
    for kind, model in span_models().items():
        mine = [subject for subject in after if tracking.subject_type(subject) == kind]
        for start in range(0, len(mine), AT_ONCE):
            part = mine[start : start + AT_ONCE]
            had = _open_rows(model, part)
            entries = _by_subject(entries_of([s for s in part if s in late]), part) if late else {}
            wanted: dict[str, list[Span]] = {}
            for subject in part:
                if subject in late:
                    wanted[subject] = wanted_rows(model, subject, entries[subject], known)
                else:
                    wanted[subject] = _continued(model, subject, had.get(subject, []), after[subject], entry, known)
            _exchange(model, had, wanted, known)


def _open_rows(model: type[Span], subjects: list[str]) -> dict[str, list[Span]]:
    """The stretches of each subject as they are known now, in order."""
    rows: dict[str, list[Span]] = {}
    for row in model.objects.filter(subject__in=[_number(s) for s in subjects], known_to__isnull=True).order_by("valid_from"):
        rows.setdefault(f"{model.OF}:{row.subject}", []).append(row)
    return rows


def _continued(model: type[Span], subject: str, had: list[Span], state: tracking.State | None, entry: tracking.Entry, known: datetime) -> list[Span]:
    """The stretches after an entry that is later than all that was known."""
    if state is None:
        return had
    values, happened = _values(model, state), date.fromisoformat(entry.happened_on)
    number = _number(subject)
    kept, last = (had[:-1], had[-1]) if had else ([], None)
    if last is None:
        return [model(subject=number, valid_from=happened, known_from=known, **values)]
    if _has(last, values):
        return had
    if happened > last.valid_from:
        kept, since = [*kept, _copy(last, known, valid_to=happened)], happened
    else:                                                    # of the same day: the later word stands
        since = last.valid_from
    if kept and _has(kept[-1], values):
        return [*kept[:-1], _copy(kept[-1], known, valid_to=None)]
    return [*kept, model(subject=number, valid_from=since, known_from=known, **values)]


def _has(row: Span, values: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _copy(row: Span, known: datetime, *, valid_to: date | None) -> Span:
    """The same stretch with another end, known from now on."""
    return type(row)(subject=row.subject, valid_from=row.valid_from, valid_to=valid_to, known_from=known, **{name: getattr(row, name) for name in row.copied()})


def _exchange(model: type[Span], had: Mapping[str, list[Span]], wanted: Mapping[str, list[Span]], known: datetime) -> None:
    """What is no longer said ends to be known; what is new begins."""
    closed: list[int] = []
    made: list[Span] = []
    for subject, rows in wanted.items():
        before = had.get(subject, [])
        same = {_said(row) for row in before} & {_said(row) for row in rows}
        closed += [row.pk for row in before if _said(row) not in same]
        made += [row for row in rows if _said(row) not in same]
    if closed:
        model.objects.filter(pk__in=closed).update(known_to=known)
    model.objects.bulk_create(made, batch_size=500)


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])


def wanted_rows(model: type[Span], subject: str, entries: Iterable[tracking.Entry], known: datetime) -> list[Span]:
    """The stretches of a subject by all its entries; those in which no kept field changes are one."""
    projected = projected_models()[model.OF]
    rows: list[Span] = []
    for stretch in timeline(entries, subject):
        if not is_row(projected, stretch.state):
            continue
        values = _values(model, full_state(projected, stretch.state))
        if rows and _has(rows[-1], values):
            continue
        since = date.fromisoformat(stretch.since)
        if rows:
            rows[-1].valid_to = since
        rows.append(model(subject=_number(subject), valid_from=since, known_from=known, **values))
    return rows


def _values(model: type[Span], state: tracking.State) -> dict[str, Any]:
    """The kept fields of a whole state, as the table has them."""
    dates = {field.name for field in model._meta.concrete_fields if isinstance(field, models.DateField)}
    return {name: date.fromisoformat(state[name]) if name in dates and state[name] else state[name] for name in model.copied()}


def _said(row: Span) -> tuple[Any, ...]:
    """What a stretch says, without when it was known."""
    return (row.valid_from, row.valid_to, *(getattr(row, name) for name in row.copied()))


def span_differences() -> list[str]:
    """Subjects whose stretches, as known now, are not what their entries say; none where all is well."""
    wrong = []
    for kind, model in span_models().items():
        numbers = list(projected_models()[kind].objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(numbers), AT_ONCE):
            part = [f"{kind}:{number}" for number in numbers[start : start + AT_ONCE]]
            entries, kept = _by_subject(entries_of(part), part), _open_rows(model, part)
            for subject in part:
                wanted = {_said(row) for row in wanted_rows(model, subject, entries[subject], clock.now())}
                if wanted != {_said(row) for row in kept.get(subject, [])}:
                    wrong.append(subject)
    return wrong


def _by_subject(entries: Iterable[tracking.Entry], subjects: Iterable[str]) -> dict[str, list[tracking.Entry]]:
    """The entries that touch each subject, in order."""
    found: dict[str, list[tracking.Entry]] = {subject: [] for subject in subjects}
    for entry in entries:
        for subject in entry.subjects:
            if subject in found:
                found[subject].append(entry)
    return found
