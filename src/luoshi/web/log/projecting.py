"""States → rows. A projected model is a table whose rows are states; only the log writes it.

Field names of a state are the model's own; a link is the number of what it leads to, a date YYYY-MM-DD. Lists of links or of small
records are kept as JSON, and a model may keep tables of its own beside (`project_children`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from datetime import date
from functools import cache
from typing import Any, ClassVar

from django.apps import apps
from django.db import models

from luoshi.tracking import State

WRITING: ContextVar[bool] = ContextVar("writing", default=False)


class ProjectedQuerySet(models.QuerySet[Any]):
    """Rows that only the log writes."""

    def update(self, **values: Any) -> int:
        _only_the_log()
        return super().update(**values)

    def delete(self) -> Any:
        _only_the_log()
        return super().delete()

    def bulk_create(self, *args: Any, **more: Any) -> Any:
        _only_the_log()
        return super().bulk_create(*args, **more)


class Projected(models.Model):
    """A row that is the state of a subject."""

    SUBJECT: ClassVar[str] = ""
    """The subject's type: duty of duty:17."""
    REQUIRED: ClassVar[tuple[str, ...]] = ()
    """Without these a state is no row (its entries were undone, or their payload was taken away)."""

    id = models.BigIntegerField(primary_key=True)
    objects = ProjectedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **more: Any) -> None:
        _only_the_log()
        super().save(*args, **more)

    def delete(self, *args: Any, **more: Any) -> Any:
        _only_the_log()
        return super().delete(*args, **more)

    @property
    def subject(self) -> str:
        """duty:17"""
        return f"{self.SUBJECT}:{self.pk}"

    @classmethod
    def state_fields(cls) -> list[models.Field[Any, Any]]:
        """The columns that are part of the state."""
        return [field for field in cls._meta.concrete_fields if not field.primary_key and field.name not in cls.derived()]

    @classmethod
    def derived(cls) -> tuple[str, ...]:
        """Columns that are computed from the others as a row is written."""
        return ()

    def as_state(self) -> dict[str, Any]:
        """The row as a state."""
        return {field.name: _plain(getattr(self, field.attname)) for field in self.state_fields()}

    def derive(self) -> None:
        """Fills the derived columns; nothing where there are none."""

    def followed(self) -> Any:
        """What the tables beside this one follow from: where that stays, they stay."""
        return self.as_state()

    @classmethod
    def project_children(cls, rows: Sequence[Any]) -> None:
        """Writes the tables beside this one for the rows; nothing where there are none."""


def _only_the_log() -> None:
    if not WRITING.get():
        raise RuntimeError("This table is written through the log: record an entry.")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@cache
def projected_models() -> dict[str, type[Projected]]:
    """Every projected model by its type of subject."""
    return {model.SUBJECT: model for model in apps.get_models() if issubclass(model, Projected)}


def full_state(model: type[Projected], state: Mapping[str, Any]) -> dict[str, Any]:
    """A state with every field of its model; what nobody set has the field's default."""
    return {field.name: _plain(full_value(field, state)) for field in model.state_fields()}


def states_kept(model: type[Projected], numbers: Iterable[int]) -> dict[str, dict[str, Any]]:
    """The states of the rows with these numbers, by subject, without making a row of each."""
    names = {field.attname: field.name for field in model.state_fields()}
    rows = model.objects.filter(pk__in=numbers).order_by().values_list("pk", *names)
    return {f"{model.SUBJECT}:{pk}": dict(zip(names.values(), map(_plain, values), strict=True)) for pk, *values in rows}


def is_row(model: type[Projected], state: State | None) -> bool:
    """Whether a state says enough to be a row."""
    return state is not None and all(state.get(name) is not None for name in model.REQUIRED)


def row_of(model: type[Projected], pk: int, state: State) -> Projected:
    """The row that a state makes, not yet written."""
    return model(pk=pk, **{field.attname: full_value(field, state) for field in model.state_fields()})


def full_value(field: models.Field[Any, Any], state: State) -> Any:
    """A field's value from a state, as the model keeps it."""
    value = state.get(field.name)
    if isinstance(field, models.DateField):
        return date.fromisoformat(value) if value else None
    return field.get_default() if value is None and not field.null else value
