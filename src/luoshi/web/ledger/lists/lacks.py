"""What a duty lacks to be signed: told of a row, and asked of the table. A test holds the two together."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from luoshi.web.ledger.models import Duty

PAIR = ("party_post", "admin_post")


def lacks_of(duty: Duty, *, paired: bool) -> tuple[str, ...]:
    """What a duty lacks to be signed: lead · owner_post · party_post · admin_post · anchor · floating."""
    lacks = [field for field in asked_for(paired) if getattr(duty, f"{field}_id") is None]
    if not duty.sources and not duty.hand_id:
        lacks.append("anchor")
    elif duty.sources and _all_float(duty.sources) and not duty.hand_id:
        lacks.append("floating")
    return tuple(lacks)


def asked_for(paired: bool) -> tuple[str, ...]:
    """The unit and the posts without which a duty is not signed."""
    return ("lead", "owner_post", *(PAIR if paired else ()))


def _all_float(sources: list[dict[str, object]]) -> bool:
    return all(source.get("floating") for source in sources)


def lacking(floating: list[int], *, paired: bool) -> Q:
    """The duties that lack something; `floating` are those of `floating_among`."""
    found = Q(hand__isnull=True, sources=[])
    for field in asked_for(paired):
        found |= Q(**{f"{field}__isnull": True})
    return found | Q(pk__in=floating) if floating else found


def floating_among(rows: QuerySet[Duty]) -> list[int]:
    """The duties none of whose sentences is found in the latest version any more. Where the first one is, the others need not be looked at."""
    first = rows.filter(hand__isnull=True, sources__0__floating=True)
    return [pk for pk, sources in first.order_by().values_list("pk", "sources") if _all_float(sources)]
