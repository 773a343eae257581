"""What a person does with one duty or several at the desk: accept, edit, assign, reject, reopen, ask, merge. Each is one entry.

Every act can be taken back (`undoing`). `once` is the caller's own key: the same act sent twice is written once, and raises
DoneBefore the second time. `document` in what an entry says is the document at whose desk it was done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.tracking.kinds import ACCEPTED, FOUND, LIVE, MERGED, REJECTED
from luoshi.web.ledger.actions.assigning import read_assignment
from luoshi.web.ledger.desk.fields import read_wording, too_long, with_what_is_missing
from luoshi.web.ledger.models import Duty
from luoshi.web.log.actions import action, record
from luoshi.web.log.models import Entry
from luoshi.web.people.models import Person
from luoshi.web.people.scope import require
from luoshi.web.words import language

STANDS = (FOUND, ACCEPTED, LIVE)
"""What can be edited."""
QUESTION_LENGTH = 300
Typed = Mapping[str, str]


@action
def accept(duties: Sequence[Duty], *, by: By, person: Person, typed: Typed | None = None, once: str = "") -> Entry:
    """The duties stand; with `typed` words of fields, as these say. Those that stand already are passed over."""
    waiting = [duty for duty in duties if typed or duty.status != ACCEPTED]
    if not waiting:
        raise ActRefused.settled(ACCEPTED)
    edits = {duty.subject: _read(duty, typed, person) if typed else {} for duty in waiting}
    return settle("duty.accepted", waiting, {duty.subject: {"status": ACCEPTED, "why": "", **edits[duty.subject]} for duty in waiting}, by=by, person=person, once=once)


@action
def edit(duty: Duty, typed: Typed, *, by: By, person: Person, once: str = "") -> Entry:
    """Fields of a duty as typed: what it says, and who answers for it. A field typed as it was is not changed."""
    _must_stand(duty)
    changes = _read(duty, typed, person)
    if not changes:
        raise ActRefused.incomplete("没有改动。", "Nothing was changed.")
    return settle("duty.edited", [duty], {duty.subject: changes}, by=by, person=person, once=once)


@action
def assign(duties: Sequence[Duty], typed: Typed, *, by: By, person: Person, once: str = "") -> Entry:
    """Lead and supporting units, and owner, party and administrative posts, of one duty or of several at once."""
    for duty in duties:
        _must_stand(duty)
        require(person, "assign", duty.campaign.unit_id)
    changes = {duty.subject: with_what_is_missing(duty, read_assignment(duty, typed, person)) for duty in duties}
    changes = {subject: fields for subject, fields in changes.items() if fields}
    if not changes:
        raise ActRefused.incomplete("没有改动。", "Nothing was changed.")
    return settle("duty.assigned", duties, changes, by=by, person=person, once=once)


@action
def reject(duties: Sequence[Duty], why: str, *, by: By, person: Person, once: str = "") -> Entry:
    """The duties are left out, for a reason that is kept with them."""
    reason = why.strip()
    if not reason:
        raise ActRefused.incomplete("不列入要写明理由。", "To leave it out, say why.", "请选一个理由，或写一句话。", "Choose a reason or write a sentence.")
    if len(reason) > Duty._meta.get_field("why").max_length:
        raise too_long("note", Duty._meta.get_field("why").max_length)
    return settle("duty.rejected", duties, {duty.subject: {"status": REJECTED, "why": reason} for duty in duties}, by=by, person=person, once=once, reason=reason)


@action
def reopen(duties: Sequence[Duty], *, by: By, person: Person, once: str = "") -> Entry:
    """The duties wait to be settled again."""
    return settle("duty.reopened", duties, {duty.subject: {"status": FOUND, "why": ""} for duty in duties}, by=by, person=person, once=once)


@action
def ask(duty: Duty, question: str, *, by: By, person: Person, once: str = "") -> Entry:
    """A question to the unit, which goes on its slip."""
    _must_stand(duty)
    words = question.strip()
    if not words:
        raise ActRefused.incomplete("问题不能空着。", "The question is empty.", "请写明要单位明确什么。", "Write what the unit is to make clear.")
    if len(words) > QUESTION_LENGTH:
        raise ActRefused.incomplete(f"问题太长（上限 {QUESTION_LENGTH} 字）。", f"The question is too long (the limit is {QUESTION_LENGTH} characters).", "请分成几个问题。", "Part it into several.")
    asked = [*duty.questions, words] if words not in duty.questions else duty.questions
    return settle("duty.asked", [duty], {duty.subject: {"questions": asked}}, by=by, person=person, once=once)


@action
def withdraw_question(duty: Duty, question: str, *, by: By, person: Person, once: str = "") -> Entry:
    """The question is not put after all."""
    if question not in duty.questions:
        raise ActRefused.gone()
    return settle("duty.asked", [duty], {duty.subject: {"questions": [q for q in duty.questions if q != question]}}, by=by, person=person, once=once)


@action
def merge(duties: Sequence[Duty], *, by: By, person: Person, once: str = "") -> Entry:
    """Several duties become one row, the first; it keeps every place where it was said."""
    first, *others = duties
    if not others:
        raise ActRefused.incomplete("合并至少要两条。", "It takes two to merge.", "请选定相邻的另一条。", "Choose another one.")
    if len({duty.campaign_id for duty in duties}) > 1 or any(duty.status not in (FOUND, ACCEPTED) for duty in duties):
        raise ActRefused.settled(next((duty.status for duty in duties if duty.status not in (FOUND, ACCEPTED)), first.status))
    sources = {(s["version"], s["start"], s["end"]): s for duty in duties for s in duty.sources}
    one = {
        "sources": [sources[place] for place in sorted(sources)],
        "supports": list(dict.fromkeys(unit for duty in duties for unit in duty.supports)),
        "questions": list(dict.fromkeys(question for duty in duties for question in duty.questions)),
    }
    changes: dict[str, dict[str, Any]] = {first.subject: one} | {duty.subject: {"status": MERGED, "into": first.pk} for duty in others}
    return settle("duty.merged", duties, changes, by=by, person=person, once=once)


def settle(kind: str, duties: Sequence[Duty], changes: Mapping[str, Mapping[str, Any]], *, by: By, person: Person, once: str, **said: Any) -> Entry:
    """One entry about duties of one campaign, by a person who may settle them."""
    if not duties:
        raise ActRefused.gone()
    campaign = duties[0].campaign
    require(person, "settle", campaign.unit_id)
    if any(duty.campaign_id != campaign.pk for duty in duties):
        raise ActRefused.gone()
    return record(kind, campaign.chain, changes, by=by, once=once, paired=campaign.paired, document=duties[0].document_id, **said)


def _must_stand(duty: Duty) -> None:
    if duty.status not in STANDS:
        raise ActRefused.settled(duty.status)


def _read(duty: Duty, typed: Typed, person: Person) -> dict[str, Any]:
    """What typed words set, wording and assignment together."""
    dated = (duty.document.dated if duty.document else "") or duty.campaign.dated
    return with_what_is_missing(duty, read_wording(duty, typed, dated, language()) | read_assignment(duty, typed, person))
