"""The next version of the list as it would be signed now: its rows, numbers, names and holders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from django.db.models import Count, QuerySet

from luoshi.tracking.kinds import ACCEPTED, LIVE
from luoshi.web import clock
from luoshi.web.documents.models import Campaign, Document
from luoshi.web.ledger.due_days import to_be_signed
from luoshi.web.ledger.lists.versions import Rows, digest_of_rows, kept
from luoshi.web.ledger.models import Duty
from luoshi.web.people.models import Holding, Post, Unit

BY_UNIT = ("unit__code", "unit_id", "document_id", "number", "pk")
"""The order in which duties get their numbers."""


def to_be_listed(campaign: Campaign) -> QuerySet[Duty]:
    """The duties that go on the next version: accepted or live. Those of a restricted document stay off a list that many read."""
    rows = Duty.objects.filter(campaign=campaign, status__in=(ACCEPTED, LIVE))
    restricted = list(Document.objects.filter(campaign=campaign, restricted=True).order_by().values_list("pk", flat=True))
    return (rows.exclude(document__in=restricted) if restricted else rows).order_by(*BY_UNIT)


@dataclass(frozen=True)
class Prepared:
    """The next version as it would be signed now."""

    duties: Sequence[Duty]
    numbers: dict[int, int]
    """Duty → its number on the list: kept where it has one, the next ones for the others."""
    rows: Rows
    names: dict[str, str]
    holders: dict[str, str]
    digest: str


def prepare(campaign: Campaign) -> Prepared:
    """The rows, numbers and names of the next version."""
    duties = with_days(to_be_listed(campaign))
    numbers = numbering(campaign, ((duty.pk, duty.listed_number) for duty in duties))
    rows = rows_as_signed(duties, numbers)
    names, holders = names_in(duties), holders_of(duties)
    return Prepared(duties, numbers, rows, names, holders, digest_of_rows(rows, names, holders))


def with_days(rows: QuerySet[Duty]) -> list[Duty]:
    """The duties with the days that their deadlines get by being signed today."""
    duties = list(rows.select_related("lead"))
    for duty in duties:
        if counted := to_be_signed(duty, clock.today()):
            duty.last_day, duty.provisional = counted
    return duties


def rows_as_signed(duties: Iterable[Duty], numbers: Mapping[int, int]) -> Rows:
    """What the next version keeps of each duty."""
    return {duty.pk: kept(duty.as_state() | {"listed_number": numbers[duty.pk]}) for duty in duties}


def rows_to_be_signed(campaign: Campaign, among: Iterable[int]) -> Rows:
    """Those of the duties that go on the next version, as it would keep them."""
    duties = with_days(to_be_listed(campaign).filter(pk__in=among))
    return rows_as_signed(duties, numbers_of(campaign, duties))


# -- numbers -------------------------------------------------------------------------------------------------------


def numbering(campaign: Campaign, duties: Iterable[tuple[int, int | None]]) -> dict[int, int]:
    """A number for each duty (with that which it has): given once, kept in later versions, never given to another."""
    numbers, following = {}, first_free(campaign)
    for duty, given in duties:
        numbers[duty] = given or following
        following += given is None
    return numbers


def first_free(campaign: Campaign) -> int:
    """The first number that no duty has been given."""
    last = Duty.objects.filter(campaign=campaign, listed_number__isnull=False).order_by("-listed_number").values_list("listed_number", flat=True).first()
    return (last or 0) + 1


def numbers_of(campaign: Campaign, duties: Collection[Duty]) -> dict[int, int]:
    """The numbers of some duties of the next version, as `numbering` would give them to all."""
    units = {duty.unit_id for duty in duties if duty.listed_number is None}
    ahead = numbers_ahead(campaign, units) if units else {}
    return {duty.pk: duty.listed_number or ahead[duty.pk] for duty in duties}


def numbers_ahead(campaign: Campaign, units: set[int | None]) -> dict[int, int]:
    """The numbers that the duties of some units would get if the list were signed now, of those that have none."""
    waiting = to_be_listed(campaign).filter(listed_number__isnull=True)
    numbers, following = {}, first_free(campaign)
    for unit, many in waiting.order_by("unit__code", "unit_id").values_list("unit").annotate(Count("pk")):
        if unit in units:
            own = waiting.filter(unit=unit) if unit else waiting.filter(unit__isnull=True)
            numbers |= zip(own.values_list("pk", flat=True), count(following))
        following += many
    return numbers


# -- names ---------------------------------------------------------------------------------------------------------


def names_in(duties: Iterable[Duty]) -> dict[str, str]:
    """Every unit and post that the duties name, as it is called today."""
    rows = list(duties)
    units = {number for duty in rows for number in (duty.unit_id, duty.lead_id, *duty.supports)}
    posts = posts_in(rows)
    held = Post.objects.filter(pk__in=posts).select_related("unit")
    units |= {post.unit_id for post in held}
    names = {unit.subject: unit.name for unit in Unit.objects.filter(pk__in=units - {None})}
    return dict(sorted((names | {post.subject: f"{post.unit.name} {post.name}" for post in held}).items()))


def posts_in(duties: Iterable[Duty]) -> set[int]:
    """Every post that the duties name."""
    return {n for duty in duties for n in (duty.owner_post_id, duty.party_post_id, duty.admin_post_id, *duty.support_posts) if n is not None}


def holders_of(duties: Iterable[Duty]) -> dict[str, str]:
    """Who holds each post that the duties name, today."""
    held = Holding.objects.on(clock.today()).filter(post__in=posts_in(duties)).select_related("person").order_by("post_id", "pk")
    names: dict[str, list[str]] = {}
    for holding in held:
        names.setdefault(f"post:{holding.post_id}", []).append(str(holding.person))
    return {post: "、".join(people) for post, people in sorted(names.items())}


