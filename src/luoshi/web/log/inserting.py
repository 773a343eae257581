"""Many rows into a table, without making an object of each: what an import of a thousand returns writes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from typing import Any

from django.db import connection, models

MOST = 500
"""Rows written by one statement."""


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Adds rows of plain values: those of the named fields, in that order. All other columns are left to the database."""
    fields = [model._meta.get_field(name) for name in names]
    prepares = [cache(partial(field.get_db_prep_save, connection=connection)) for field in fields]     # a day or a status is in most of the rows
    quote = connection.ops.quote_name
    columns, places = ", ".join(quote(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    at_once = min(MOST, connection.ops.bulk_batch_size(fields, rows) or 1)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), at_once):
            part = rows[start : start + at_once]
            values = [prepare(value) for row in part for prepare, value in zip(prepares, row, strict=True)]
            cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {', '.join([f'({places})'] * len(part))}", values)
