"""Which duties of a campaign a page or an export shows: filters as an address keeps them, search, order, pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F, OrderBy, Q, QuerySet

from luoshi.tracking.kinds import ACCEPTED, FOUND, LIVE, STATUSES
from luoshi.web.documents.models import Campaign
from luoshi.web.ledger.models import Duty
from luoshi.web.ledger.queries import duties_open_to
from luoshi.web.people.models import Person, Post, Unit
from luoshi.writing.duty_values import tidy

STANDING = (FOUND, ACCEPTED, LIVE)
PAGE = 100
"""Rows of one page."""
NOBODY = "none"
ORDERS = ("number", "due", "unit", "status")
IN_DOCUMENT = ("document", "number", "pk")
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
    return duties_open_to(person).filter(campaign=campaign)


def shown(campaign: Campaign, person: Person, wanted: Wanted) -> QuerySet[Duty]:
    """The duties that fit, in the order that is wanted."""
    rows = duties_of(campaign, person).filter(_conditions(wanted)).select_related("unit", "lead", "document", "owner_post__unit", "campaign")
    return rows.order_by(*_order(wanted.order))


def _conditions(wanted: Wanted) -> Q:
    found = Q()
    if wanted.search:
        found &= _search(wanted.search)
    if wanted.unit:
        found &= Q(unit=wanted.unit) | Q(lead=wanted.unit) | Q(support_rows__unit=wanted.unit)
    if wanted.theme:
        found &= Q(theme=wanted.theme)
    if wanted.status != "all":
        found &= Q(status=wanted.status) if wanted.status else Q(status__in=STANDING)
    if wanted.owner:
        found &= Q(owner_post__isnull=True) if wanted.owner == NOBODY else Q(owner_post=wanted.owner)
    return Q(pk__in=Duty.objects.filter(found).values("pk"))


def _search(words: str) -> Q:
    """A number means the duty of that number; words are looked for, each of them, wherever a person reads them."""
    found = Q()
    for word in words.split():
        places = ("words", "object", "note", "unit_name", "programmes", "deliverables", "owner_post__name")
        one = Q(**{f"{places[0]}__icontains": word})
        for place in places[1:]:
            one |= Q(**{f"{place}__icontains": word})
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
    return Unit.objects.filter(pk__in=rows.order_by().values("unit"))


def owners_among(rows: QuerySet[Duty]) -> QuerySet[Post]:
    """The owner posts of which a filter can choose."""
    return Post.objects.filter(pk__in=rows.order_by().values("owner_post")).select_related("unit")
