"""The responsibility list is signed, as a whole or not at all; and a duty is taken off it, with approval and a reason."""

from __future__ import annotations

from typing import Any

from luoshi.errors import ActRefused, ListNotReady
from luoshi.tracking import By
from luoshi.tracking.kinds import LIVE, WITHDRAWN
from luoshi.web import clock
from luoshi.web.documents.models import Campaign
from luoshi.web.ledger.lists.as_shown import is_as_shown
from luoshi.web.ledger.lists.changes import changes_between, touched_after
from luoshi.web.ledger.lists.lacks import lacks_of
from luoshi.web.ledger.lists.next_list import Prepared, prepare
from luoshi.web.ledger.lists.versions import rows_on
from luoshi.web.ledger.models import Duty, SignedList
from luoshi.web.log.actions import action, hold, new_numbers, record
from luoshi.web.log.models import Chain
from luoshi.web.people.models import Person
from luoshi.web.people.scope import require


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

    `seen`: what the signer's page carried of what it showed (`as_shown.shown_now`); where that changed meanwhile, nothing is signed.
    """
    require(person, "sign", campaign.unit)
    hold(campaign.chain)      # two who sign at once: the second sees what the first signed
    prepared = prepare(campaign)
    if seen and not is_as_shown(campaign, seen):      # asked after the names were read, for who holds a post is recorded in a chain that is not held
        raise ActRefused.changed_since("")
    check_ready(campaign, prepared)
    last = SignedList.objects.filter(campaign=campaign).order_by("-number").first()
    if last and not has_changed(last, prepared):
        raise ActRefused.incomplete(f"与第{last.number}版相比没有变动，不必再签。", f"Nothing has changed since version {last.number}.", "有变动后再签发新版。", "Sign again when something has changed.")
    return _record_list(campaign, prepared, last, by, person, note, once)


def has_changed(last: SignedList, prepared: Prepared) -> bool:
    """Whether the next version differs from the last one."""
    touched = touched_after(last)
    return bool(changes_between(rows_on(last, touched), {number: prepared.rows[number] for number in touched if number in prepared.rows}))


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

    One that counts from a day has got its day by `next_list.prepare`.
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
