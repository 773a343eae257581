"""Which duties of a campaign a page or an export shows: filters as an address keeps them, search, order, pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OrderBy, OuterRef, Q, QuerySet

from luoshi.tracking.kinds import ACCEPTED, FOUND, LIVE, STATUSES
from luoshi.web.documents.models import Campaign
from luoshi.web.ledger import grams
from luoshi.web.ledger.grams import runs_of
from luoshi.web.ledger.models import Duty, Support
from luoshi.web.ledger.reach import reach
from luoshi.web.ledger.seeing.searching import having
from luoshi.web.people.models import Person, Post, Unit
from luoshi.writing.duty_values import tidy

STANDING = (FOUND, ACCEPTED, LIVE)
PAGE = 100
"""Rows of one page."""
NOBODY = "none"
ORDERS = ("number", "due", "unit", "status")
IN_DOCUMENT = ("document", "number", "pk")
PLACES = ("words", "object", "note", "unit_name", "programmes", "deliverables")
"""Where words are looked for in what the search does not find."""
BY_UNIT = ("unit__code", "unit_id", *IN_DOCUMENT)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page of duties shows."""

    search: str = ""
    unit: str = ""
    theme: str = ""
    status: str = ""
    """'' those that stand · all · one of STATUSES."""
    owner: str = ""
    """'' anyone's · none · the number of a post."""
    order: str = "number"
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Wanted:
        """What an address asks for; what it cannot ask for is passed over."""
        status, order, page = query.get("status", ""), query.get("sort", ""), query.get("page", "")
        return cls(
            tidy(query.get("q", ""))[:100], _number(query.get("unit", "")), query.get("theme", "")[:20], status if status in ("all", *STATUSES) else "",
            query.get("owner", "") if query.get("owner") == NOBODY else _number(query.get("owner", "")),
            order if order in ORDERS else "number", int(page) if page.isdecimal() and int(page[:6]) > 0 else 1,
        )  # fmt: skip

    @property
    def is_narrowed(self) -> bool:
        """Whether a condition leaves some of the duties that stand out."""
        return any((self.search, self.unit, self.theme, self.owner)) or self.status not in ("", "all")

    def query(self, **other: str | int) -> str:
        """The query of an address that shows this, with some of it changed; what is usual is left out."""
        given: dict[str, str | int] = {"q": self.search, "unit": self.unit, "theme": self.theme, "status": self.status, "owner": self.owner, "sort": self.order, "page": self.page}
        usual: dict[str, str | int] = {"sort": "number", "page": 1}
        return urlencode({key: value for key, value in (given | other).items() if value not in ("", usual.get(key))})


def _number(words: str) -> str:
    return words if words.isdecimal() and words.isascii() and len(words) < 16 else ""


def duties_of(campaign: Campaign, person: Person) -> QuerySet[Duty]:
    """The duties of a campaign that are open to a person."""
    return Duty.objects.filter(reach(person, campaign, "pk"), campaign=campaign)


def shown(campaign: Campaign, person: Person, wanted: Wanted) -> QuerySet[Duty]:
    """The duties that fit, in the order that is wanted."""
    return duties_of(campaign, person).filter(_conditions(wanted)).order_by(*_order(wanted.order))


def with_names(rows: QuerySet[Duty]) -> QuerySet[Duty]:
    """Duties with the rows that a table shows of each."""
    return rows.select_related("unit", "lead", "document", "owner_post__unit", "campaign")


class Pages(Paginator):
    """The duties that fit, page by page: numbers are put in order, and only those of one page are looked up.

    Numbers of the list are given once, so those that have one need no other order; an index has it.
    """

    def __init__(self, rows: QuerySet[Duty], order: str, count: int | None = None) -> None:
        """`count`: how many there are, where that is known."""
        super().__init__(rows.values_list("pk", flat=True), PAGE)
        self.order, self.known = order, count

    @cached_property
    def count(self) -> int:
        """How many duties fit."""
        return self.object_list.order_by().count() if self.known is None else self.known

    def page(self, number: int | str) -> Page:
        """One page: duties with their names."""
        number = self.validate_number(number)
        start, end = (number - 1) * PAGE, number * PAGE
        numbers = self._by_number(start, end) if self.order == "number" else list(self.object_list[start:end])
        rows = Duty.objects.select_related("unit", "owner_post__unit").in_bulk(numbers)
        return self._get_page([rows[pk] for pk in numbers], number, self)

    def _by_number(self, start: int, end: int) -> list[int]:
        listed = self.object_list.filter(listed_number__isnull=False)
        found = list(listed.order_by("listed_number", "pk")[start:end])
        if len(found) == end - start:
            return found
        before = listed.order_by().count()
        others = self.object_list.filter(listed_number__isnull=True).order_by(*BY_UNIT)
        return found + list(others[max(0, start - before) : max(0, end - before)])


def _conditions(wanted: Wanted) -> Q:
    found = Q()
    if wanted.search:
        found &= _search(wanted)
    if wanted.unit:
        found &= Q(unit=wanted.unit) | Q(lead=wanted.unit) | Q(pk__in=Support.objects.filter(unit=wanted.unit).values("duty"))
    if wanted.theme:
        found &= Q(theme=wanted.theme)
    if wanted.status != "all":
        found &= Q(status=wanted.status) if wanted.status else Q(status__in=STANDING)
    if wanted.owner:
        found &= Q(owner_post__isnull=True) if wanted.owner == NOBODY else Q(owner_post=wanted.owner)
    return found


def _search(wanted: Wanted) -> Q:
    """A number means the duty of that number; words are looked for, each of them, wherever a person reads them.

    What stands is found by pairs of characters as the search finds it; what was left out on the way there (rejected, split) has none.
    """
    indexed = wanted.status in ("", *grams.STANDING)
    found = Q()
    for word in wanted.search.split():
        runs = list(dict.fromkeys(runs_of(word)))
        one = reduce(and_, map(having, runs)) if indexed and runs else reduce(or_, (Q(**{f"{place}__icontains": word}) for place in PLACES))
        one |= Q(owner_post__in=list(Post.objects.filter(name__icontains=word).values_list("pk", flat=True)))
        if word.isdecimal() and word.isascii() and len(word) < 9:
            one |= Q(listed_number=int(word))
        found &= one
    return found


def _order(order: str) -> tuple[str | OrderBy, ...]:
    orders: dict[str, tuple[str | OrderBy, ...]] = {
        "number": (F("listed_number").asc(nulls_last=True), *BY_UNIT),
        "due": (F("last_day").asc(nulls_last=True), *BY_UNIT),
        "unit": BY_UNIT,
        "status": ("status", *BY_UNIT),
    }
    return orders[order]


def units_among(rows: QuerySet[Duty]) -> QuerySet[Unit]:
    """The units of which a filter can choose."""
    return Unit.objects.filter(Exists(rows.order_by().filter(unit=OuterRef("pk"))))


def owners_among(rows: QuerySet[Duty]) -> QuerySet[Post]:
    """The owner posts of which a filter can choose."""
    return Post.objects.filter(Exists(rows.order_by().filter(owner_post=OuterRef("pk"))))


@dataclass(frozen=True)
class Tally:
    """How many duties there are of each status and theme."""

    counts: Mapping[tuple[str, str], int]

    def among(self, statuses: Iterable[str] = STATUSES, theme: str = "") -> int:
        """How many have one of the statuses (and the theme)."""
        wanted = set(statuses)
        return sum(count for (status, one), count in self.counts.items() if status in wanted and theme in ("", one))

    @property
    def themes(self) -> set[str]:
        """The themes that occur."""
        return {theme for _, theme in self.counts}

    def fitting(self, wanted: Wanted) -> int | None:
        """How many fit what a page shows; None where the counts do not tell."""
        if wanted.search or wanted.unit or wanted.owner:
            return None
        return self.among(STATUSES if wanted.status == "all" else (wanted.status,) if wanted.status else STANDING, wanted.theme)


def tallied(rows: QuerySet[Duty]) -> dict[tuple[str, str], int]:
    """How many duties there are of each status and theme, in one query."""
    return {(status, theme): count for status, theme, count in rows.order_by().values_list("status", "theme").annotate(count=Count("*"))}
