"""States → rows. A projected model is a table whose rows are states; only the log writes it.

Field names of a state are the model's own; a link is the number of what it leads to, a date YYYY-MM-DD. Lists of links or of small
records are kept as JSON, and a model may keep tables of its own beside (`project_children`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
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

    def as_state(self) -> dict[str, Any]:
        """The row as a state."""
        return columns_of(type(self)).state_of([getattr(self, name) for name in columns_of(type(self)).attributes])

    @classmethod
    def followed(cls, state: State) -> Any:
        """What the tables beside this one follow from: where that stays, they stay."""
        return state

    @classmethod
    def project_children(cls, rows: Sequence[Any]) -> None:
        """Writes the tables beside this one for the rows; nothing where there are none."""


def _only_the_log() -> None:
    if not WRITING.get():
        raise RuntimeError("This table is written through the log: record an entry.")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a model besides its number: what a state has of them, and how."""

    names: tuple[str, ...]
    """As a state calls them."""
    attributes: tuple[str, ...]
    """As a row calls them: unit_id, not unit."""
    dates: tuple[str, ...]
    defaults: Mapping[str, Callable[[], Any]]
    """Of those that are never None: what a column has where nobody set it."""

    def state_of(self, values: Iterable[Any]) -> dict[str, Any]:
        """The values of a row, in the order of the columns, as a state."""
        state = dict(zip(self.names, values, strict=True))
        for name in self.dates:
            state[name] = state[name].isoformat() if state[name] else None
        return state

    def values_of(self, state: State) -> dict[str, Any]:
        """Each column's value from a state, as a row keeps it, in their order; what nobody set has the column's default."""
        values = {name: state.get(name) for name in self.names}
        for name, default in self.defaults.items():
            if values[name] is None:
                values[name] = default()
        for name in self.dates:
            values[name] = date.fromisoformat(values[name]) if values[name] else None
        return values


@cache
def columns_of(model: type[Projected]) -> Columns:
    """The columns of a projected model."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    dates = [field for field in fields if isinstance(field, models.DateField)]
    defaults = {field.name: field.get_default for field in fields if field not in dates and not field.null}
    return Columns(tuple(field.name for field in fields), tuple(field.attname for field in fields), tuple(field.name for field in dates), defaults)


@cache
def projected_models() -> dict[str, type[Projected]]:
    """Every projected model by its type of subject."""
    return {model.SUBJECT: model for model in apps.get_models() if issubclass(model, Projected)}


def full_state(model: type[Projected], state: State) -> dict[str, Any]:
    """A state with every field of its model; what nobody set has the field's default."""
    columns = columns_of(model)
    return columns.state_of(columns.values_of(state).values())


def states_kept(model: type[Projected], numbers: Iterable[int]) -> dict[str, dict[str, Any]]:
    """The states of the rows with these numbers, by subject, without making a row of each."""
    columns = columns_of(model)
    rows = model.objects.filter(pk__in=numbers).order_by().values_list("pk", *columns.attributes)
    return {f"{model.SUBJECT}:{pk}": columns.state_of(values) for pk, *values in rows}


def is_row(model: type[Projected], state: State | None) -> bool:
    """Whether a state says enough to be a row."""
    return state is not None and all(state.get(name) is not None for name in model.REQUIRED)


def row_of(model: type[Projected], pk: int, state: State) -> Projected:
    """The row that a state makes, not yet written."""
    return model(pk, *columns_of(model).values_of(state).values())
