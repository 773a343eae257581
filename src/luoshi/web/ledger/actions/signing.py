"""The responsibility list is signed, as a whole or not at all; and a duty is taken off it, with approval and a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from luoshi.errors import ActRefused, ListNotReady
from luoshi.tracking import By
from luoshi.tracking.kinds import ACCEPTED, LIVE, WITHDRAWN
from luoshi.web import clock
from luoshi.web.documents.models import Campaign
from luoshi.web.ledger.due_days import to_be_signed
from luoshi.web.ledger.models import Duty, SignedList
from luoshi.web.ledger.versions import Rows, changes_between, digest_of_rows, kept, rows_of
from luoshi.web.log.actions import action, new_numbers, record
from luoshi.web.log.models import Chain
from luoshi.web.people.models import Holding, Person, Post, Unit
from luoshi.web.people.scope import require

PAIR = ("party_post", "admin_post")


def to_be_listed(campaign: Campaign) -> QuerySet[Duty]:
    """The duties that go on the next version: accepted or live. Those of a restricted document stay off a list that many read."""
    open_to_all = Q(document__isnull=True) | Q(document__restricted=False)
    rows = Duty.objects.filter(open_to_all, campaign=campaign, status__in=(ACCEPTED, LIVE)).select_related("unit", "document", "lead")
    return rows.order_by("unit__code", "unit_id", "document_id", "number", "pk")


def lacks_of(duty: Duty, *, paired: bool) -> tuple[str, ...]:
    """What a duty lacks to be signed: lead · owner_post · party_post · admin_post · anchor · floating."""
    posts = ("lead", "owner_post", *(PAIR if paired else ()))
    lacks = [field for field in posts if getattr(duty, f"{field}_id") is None]
    if not duty.sources and not duty.hand_id:
        lacks.append("anchor")
    elif duty.sources and all(source.get("floating") for source in duty.sources) and not duty.hand_id:
        lacks.append("floating")
    return tuple(lacks)


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
    duties = list(to_be_listed(campaign))
    for duty in duties:
        if counted := to_be_signed(duty, clock.today()):
            duty.last_day, duty.provisional = counted
    numbers = numbering(campaign, duties)
    rows = {duty.pk: kept(duty.as_state() | {"listed_number": numbers[duty.pk]}) for duty in duties}
    names, holders = names_in(duties), holders_of(duties)
    return Prepared(duties, numbers, rows, names, holders, digest_of_rows(rows, names, holders))


def numbering(campaign: Campaign, duties: Iterable[Duty]) -> dict[int, int]:
    """A number for each duty: given once, kept in later versions, never given to another."""
    given = Duty.objects.filter(campaign=campaign, listed_number__isnull=False).order_by("-listed_number").values_list("listed_number", flat=True).first()
    numbers, following = {}, (given or 0) + 1
    for duty in duties:
        numbers[duty.pk] = duty.listed_number or following
        following += duty.listed_number is None
    return numbers


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


def check_ready(campaign: Campaign, prepared: Prepared) -> None:
    """Raises ListNotReady with every row that lacks something."""
    lacking = [(prepared.numbers[duty.pk], duty.words[:60], lacks) for duty in prepared.duties if (lacks := lacks_of(duty, paired=campaign.paired))]
    if lacking:
        raise ListNotReady(lacking)
    if not prepared.duties:
        raise ActRefused.incomplete("没有已核定的任务，清单是空的。", "No duty is accepted yet: the list is empty.", "请先在核定台核定任务。", "Settle duties at the desk first.")


@action
def sign(campaign: Campaign, *, by: By, person: Person, note: str = "", seen: str = "", once: str = "") -> SignedList:
    """The next version of the list, with every accepted duty on it; refused as a whole where a row lacks something.

    `seen`: the digest of the rows that the signer was shown; where they changed meanwhile, nothing is signed.
    """
    require(person, "sign", campaign.unit)
    Chain.objects.select_for_update().get(name=campaign.chain)      # two who sign at once: the second sees what the first signed
    prepared = prepare(campaign)
    if seen and seen != prepared.digest:
        raise ActRefused.changed_since("")
    check_ready(campaign, prepared)
    last = SignedList.objects.filter(campaign=campaign).order_by("-number").first()
    if last and not changes_between(rows_of(last).rows, prepared.rows):
        raise ActRefused.incomplete(f"与第{last.number}版相比没有变动，不必再签。", f"Nothing has changed since version {last.number}.", "有变动后再签发新版。", "Sign again when something has changed.")
    return _record_list(campaign, prepared, last, by, person, note, once)


def _record_list(campaign: Campaign, prepared: Prepared, last: SignedList | None, by: By, person: Person, note: str, once: str) -> SignedList:
    head = Chain.objects.get(name=campaign.chain)
    number = new_numbers("list")[0]
    state = {
        "campaign": campaign.pk, "number": last.number + 1 if last else 1, "signed_on": clock.today().isoformat(), "person": person.pk, "post": by.post,
        "head": {"number": head.number, "digest": head.digest}, "count": len(prepared.duties), "note": note, "digest": prepared.digest,
    }  # fmt: skip
    listed = {duty.subject: listed_state(duty, number, prepared.numbers[duty.pk]) for duty in prepared.duties}
    said = {"names": prepared.names, "holders": prepared.holders}
    dropped = Duty.objects.filter(list=last).exclude(pk__in=[duty.pk for duty in prepared.duties]) if last else ()
    # A duty that a version drops is touched by it: its withdrawal cannot be taken back behind that version.
    touches = [duty.subject for duty in dropped]
    record("list.signed", campaign.chain, {f"list:{number}": state, **listed}, by=by, once=once, paired=campaign.paired, touches=touches, **said)
    return SignedList.objects.get(pk=number)


def listed_state(duty: Duty, signed_list: int, number: int) -> dict[str, Any]:
    """What signing sets of a duty; the deadline under which it is first signed is its original one, and the one by which it is scored.

    One that counts from a day has got its day by `prepare`.
    """
    state: dict[str, Any] = {"status": LIVE, "list": signed_list, "listed": True, "listed_number": number}
    if duty.last_day and not duty.original_day:
        day = duty.last_day.isoformat()
        state |= {"last_day": day, "provisional": duty.provisional, "original_day": day, "score_day": day}
    return state


@action
def withdraw(duty: Duty, *, why: str, by: By, person: Person, once: str = "") -> Duty:
    """A live duty is taken off the list, with the approval of who signs and a reason; the next version shows it as dropped."""
    require(person, "sign", duty.campaign.unit)
    if duty.status != LIVE:
        raise ActRefused.settled(duty.status)
    if not why.strip():
        raise ActRefused.incomplete("撤下任务要写明理由。", "A duty leaves the list only with a reason.", "请写明为什么不再执行。", "Say why it is no longer to be done.")
    record("duty.withdrawn", duty.campaign.chain, {duty.subject: {"status": WITHDRAWN, "why": why.strip(), "listed": False}}, by=by, once=once)
    return Duty.objects.get(pk=duty.pk)
