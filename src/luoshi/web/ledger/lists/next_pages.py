"""The next version of the list page by page: how many rows each unit has and how many of them lack something, and the rows of one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from luoshi.tracking.kinds import LIVE
from luoshi.web import clock
from luoshi.web.documents.models import Campaign
from luoshi.web.ledger.lists.as_shown import is_last_change
from luoshi.web.ledger.lists.lacks import floating_among, lacking, lacks_of
from luoshi.web.ledger.lists.next_list import numbers_of, to_be_listed
from luoshi.web.ledger.models import Duty
from luoshi.web.ledger.reach import reach, sees_whole
from luoshi.web.ledger.seeing.keeping import Kept, kept
from luoshi.web.ledger.seeing.lighting import AsOf
from luoshi.web.log.models import Chain
from luoshi.web.people.acting import PEOPLE
from luoshi.web.people.models import Person

PAGE = 200
"""Rows of one page."""


@dataclass(frozen=True, slots=True)
class UnitRows:
    """How many rows a unit has on the next version."""

    unit: int | None
    rows: int
    lacking: int
    live: int


@dataclass(frozen=True)
class Sums:
    """How many rows of the next version are open to a person, unit by unit in their order."""

    units: Sequence[UnitRows]
    floating: list[int]
    """The duties whose sentences are gone."""

    @cached_property
    def rows(self) -> int:
        """All of them."""
        return sum(one.rows for one in self.units)

    @cached_property
    def lacking(self) -> int:
        """Those that lack something."""
        return sum(one.lacking for one in self.units)

    @cached_property
    def live(self) -> int:
        """Those that were signed before."""
        return sum(one.live for one in self.units)


def rows_open_to(person: Person, campaign: Campaign) -> QuerySet[Duty]:
    """The rows of the next version that are open to a person."""
    return to_be_listed(campaign).filter(reach(person, campaign, "pk"))


def sums_of(campaign: Campaign, person: Person) -> Sums:
    """The sums, counted anew only where something was recorded that can change them; the order of the units is that of the people's chain."""

    def unchanged(since: Kept) -> Sums | None:
        return since.value if sees_whole(person, campaign) and is_last_change(campaign.chain, since.head) else None      # who sees a part may see another now

    people = Chain.objects.filter(name=PEOPLE).values_list("number", flat=True).first()
    found: Sums = kept(campaign, person, AsOf(clock.today()), ["next version", people], lambda: _sums(campaign, rows_open_to(person, campaign)), unchanged)
    return found


def _sums(campaign: Campaign, rows: QuerySet[Duty]) -> Sums:
    floating = floating_among(rows)
    counts = rows.order_by("unit__code", "unit_id").values_list("unit").annotate(
        Count("pk"), incomplete=Count("pk", filter=lacking(floating, paired=campaign.paired)), signed=Count("pk", filter=Q(status=LIVE)),
    )  # fmt: skip
    return Sums([UnitRows(*one) for one in counts], floating)


class Rows(Paginator):
    """The rows of the next version, or those that lack something, page by page: only the units of a page are looked at."""

    def __init__(self, campaign: Campaign, person: Person, sums: Sums, *, only_lacking: bool) -> None:
        rows = rows_open_to(person, campaign)
        super().__init__(rows.filter(lacking(sums.floating, paired=campaign.paired)) if only_lacking else rows, PAGE)
        self.campaign, self.person = campaign, person
        self.of_units = {one.unit: one.lacking if only_lacking else one.rows for one in sums.units}
        """Unit → how many rows, in the order of the units."""

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return sum(self.of_units.values())

    def page(self, number: int | str) -> Page:
        """One page: each row with its number, and what it lacks."""
        number = self.validate_number(number)
        units, before = self._units_between((number - 1) * PAGE, number * PAGE)
        start = (number - 1) * PAGE - before
        among = Q(unit__in=units) | Q(unit__isnull=True) if None in units else Q(unit__in=units)
        order = list(self.object_list.filter(among).values_list("pk", flat=True)[start : start + PAGE])
        found = Duty.objects.prefetch_related("unit", "lead", "owner_post__unit").in_bulk(order)      # few units and posts are in all these rows
        duties = [found[pk] for pk in order]
        numbers = numbers_of(self.campaign, duties)
        return self._get_page([{"duty": duty, "number": numbers[duty.pk], "lacks": lacks_of(duty, paired=self.campaign.paired)} for duty in duties], number, self)

    def _units_between(self, start: int, end: int) -> tuple[list[int | None], int]:
        """The units of the rows from one to another, and how many rows stand before the first of these units."""
        units: list[int | None] = []
        before = passed = 0
        for unit, count in self.of_units.items():
            if passed + count <= start:
                before = passed + count
            elif passed < end:
                units.append(unit)
            passed += count
        return units, before

    def by_unit(self, page: Page) -> list[tuple[str, list[dict[str, Any]], int]]:
        """The rows of a page by unit, in their order: its name, its rows on the page, and how many it has in all."""
        groups = [(name, list(rows)) for name, rows in groupby(page, key=lambda row: str(row["duty"].unit or row["duty"].unit_name))]
        return [(name, rows, self._many(rows)) for name, rows in groups]

    def _many(self, rows: list[dict[str, Any]]) -> int:
        """How many rows the unit of some rows has; of units that are only named as the text names them, those that are shown."""
        units = {row["duty"].unit_id for row in rows}
        return len(rows) if None in units else sum(self.of_units[unit] for unit in units)
