"""States on any day, as known at any moment: a table beside a projected one, written in the same transaction.

A row holds for the days from `valid_from` until `valid_to` (that day excluded; None: still) and was known from `known_from` until `known_to`.
So a board of a past day is one query, as known then or as known now; nothing is folded for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, ClassVar, NamedTuple

from django.db import models
from django.db.models import Q

from luoshi import tracking
from luoshi.tracking.timelines import timeline
from luoshi.web.log.inserting import insert_rows
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
    @cache
    def copied(cls) -> tuple[str, ...]:
        """The fields of the state that are kept: the columns after the times."""
        own = {field.name for field in Span._meta.get_fields()} | {"id"}
        return tuple(field.name for field in cls._meta.concrete_fields if field.name not in own)


class Said(NamedTuple):
    """What a stretch says, without when it was known."""

    since: date
    until: date | None
    values: tuple[Any, ...]
    """The kept fields of the state."""


Known = Mapping[str, Sequence[tuple[int, Said]]]
"""Subject → the stretches that are known of it, in order, each with the number of its row."""


@cache
def span_models() -> dict[str, type[Span]]:
    """Every table of stretches by its type of subject."""
    from django.apps import apps

    return {model.OF: model for model in apps.get_models() if issubclass(model, Span)}


def write_spans(entry: tracking.Entry, after: Mapping[str, tracking.State | None], late: Collection[str]) -> None:
    """Brings the stretches of what an entry changed up to date.

    `after`: each subject's whole state; `late`: the subjects of which something later was known, or of which something was taken back: they
    are looked at from their first entry on. For all others the last stretch ends and a new one begins, and no old entry is read.
    """
    known_from = datetime.strptime(entry.recorded_at, MOMENT).replace(tzinfo=UTC)
    happened = date.fromisoformat(entry.happened_on)
    for kind, model in span_models().items():
        mine = [subject for subject in after if tracking.subject_type(subject) == kind]
        for start in range(0, len(mine), AT_ONCE):
            part = mine[start : start + AT_ONCE]
            known = known_now(model, part)
            entries = _by_subject(entries_of([s for s in part if s in late]), part) if late else {}
            wanted = {
                subject: wanted_spans(model, subject, entries[subject]) if subject in late else _continued(model, [said for _, said in known.get(subject, ())], after[subject], happened)
                for subject in part
            }
            _exchange(model, known, wanted, known_from)


def known_now(model: type[Span], subjects: Iterable[str]) -> Known:
    """The stretches of each subject as they are known now."""
    found: dict[str, list[tuple[int, Said]]] = {}
    rows = model.objects.filter(subject__in=[_number(s) for s in subjects], known_to__isnull=True).order_by("valid_from")
    for pk, number, since, until, *values in rows.values_list("pk", "subject", "valid_from", "valid_to", *model.copied()):
        found.setdefault(f"{model.OF}:{number}", []).append((pk, Said(since, until, tuple(values))))
    return found


def _continued(model: type[Span], had: list[Said], state: tracking.State | None, happened: date) -> list[Said]:
    """The stretches after an entry that is later than all that was known."""
    if state is None:
        return had
    values = _values(model, state)
    if not had:
        return [Said(happened, None, values)]
    *kept, last = had
    if last.values == values:
        return had
    since = last.since                                       # of the same day: the later word stands
    if happened > last.since:
        kept, since = [*kept, last._replace(until=happened)], happened
    if kept and kept[-1].values == values:
        return [*kept[:-1], kept[-1]._replace(until=None)]
    return [*kept, Said(since, None, values)]


def _exchange(model: type[Span], known: Known, wanted: Mapping[str, list[Said]], known_from: datetime) -> None:
    """What is no longer said ends to be known; what is new begins."""
    closed: list[int] = []
    made: list[tuple[Any, ...]] = []
    for subject, spans in wanted.items():
        had = known.get(subject, ())
        before, now, number = {said for _, said in had}, set(spans), _number(subject)
        closed += [pk for pk, said in had if said not in now]
        made += [(number, said.since, said.until, known_from, *said.values) for said in spans if said not in before]
    if closed:
        model.objects.filter(pk__in=closed).update(known_to=known_from)
    insert_rows(model, ("subject", "valid_from", "valid_to", "known_from", *model.copied()), made)


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])


def wanted_spans(model: type[Span], subject: str, entries: Iterable[tracking.Entry]) -> list[Said]:
    """The stretches of a subject by all its entries; those in which no kept field changes are one."""
    projected = projected_models()[model.OF]
    spans: list[Said] = []
    for stretch in timeline(entries, subject):
        if not is_row(projected, stretch.state):
            continue
        values = _values(model, full_state(projected, stretch.state))
        if spans and spans[-1].values == values:
            continue
        since = date.fromisoformat(stretch.since)
        if spans:
            spans[-1] = spans[-1]._replace(until=since)
        spans.append(Said(since, None, values))
    return spans


def _values(model: type[Span], state: tracking.State) -> tuple[Any, ...]:
    """The kept fields of a whole state, as the table has them."""
    dates = _dates(model)
    return tuple(date.fromisoformat(state[name]) if name in dates and state[name] else state[name] for name in model.copied())


@cache
def _dates(model: type[Span]) -> frozenset[str]:
    return frozenset(field.name for field in model._meta.concrete_fields if isinstance(field, models.DateField))


def span_differences() -> list[str]:
    """Subjects whose stretches, as known now, are not what their entries say; none where all is well."""
    wrong = []
    for kind, model in span_models().items():
        numbers = list(projected_models()[kind].objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(numbers), AT_ONCE):
            part = [f"{kind}:{number}" for number in numbers[start : start + AT_ONCE]]
            entries, known = _by_subject(entries_of(part), part), known_now(model, part)
            for subject in part:
                if set(wanted_spans(model, subject, entries[subject])) != {said for _, said in known.get(subject, ())}:
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
