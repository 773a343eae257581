"""Names as texts give them → the units that are registered."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from luoshi.packs import same_unit
from luoshi.web.people.models import Unit

_BETWEEN = re.compile(r"[\n,，、;；\t]+")


def unit_numbers(names: Iterable[str], among: QuerySet[Unit] | None = None) -> dict[str, int]:
    """The registered unit behind each name, in full or short; names of nobody registered are left out."""
    units = Unit.objects.filter(until__isnull=True) if among is None else among
    known = list(units.values_list("pk", "name", "short"))
    exact = {name: pk for pk, full, short in reversed(known) for name in (short, full) if name}
    found = {}
    for name in filter(None, names):
        number = exact.get(name) or next((pk for pk, full, _ in known if same_unit(name, full)), None)
        if number:
            found[name] = number
    return found


def names_in(pasted: str) -> list[str]:
    """The names in a pasted list, in order, each once.

    >>> names_in("甲局、乙局\\n 甲局")
    ['甲局', '乙局']
    """
    return list(dict.fromkeys(name.strip() for name in _BETWEEN.split(pasted) if name.strip()))
