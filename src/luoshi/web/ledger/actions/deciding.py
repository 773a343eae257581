"""What one person asks for and another decides: an extension, a transfer, a closing; and an ask to a body outside the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.web import clock
from luoshi.web.ledger.actions.turning import kept_evidence
from luoshi.web.ledger.models import Ask, Closing, Decided, Duty, Extension, Transfer
from luoshi.web.log.actions import action, hold, new_subject, record
from luoshi.web.people.models import Person, Post, Unit
from luoshi.web.people.scope import may, require, superior_acting

D = TypeVar("D", bound=Decided)


def _today() -> str:
    return clock.today().isoformat()


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])


def _decided(person: Person, verdict: str) -> dict[str, Any]:
    return {"decided_on": _today(), "decided_by": person.pk, "verdict": verdict}


def _refuse_second(model: type[D], duty: Duty) -> None:
    """One application of a kind at a time, whoever else applies at this moment."""
    hold(duty.campaign.chain)
    if model.objects.filter(duty=duty, decided_on__isnull=True).exists():
        raise ActRefused.incomplete("这项任务已有待审批的同类申请。", "An application of this kind is waiting for a decision.", "请等待结论。", "Wait for the decision.")


# -- extension -----------------------------------------------------------------------------------------------------


@action
def ask_extension(duty: Duty, wanted: date, reason: str, *, by: By, person: Person) -> Extension:
    """The unit asks for a later day, before the day is over, with a reason."""
    require(person, "report", duty.lead_id)
    _refuse_second(Extension, duty)
    subject = new_subject("extension")
    fields = {"duty": duty.pk, "reason": reason, "asked_on": _today(), "wanted": wanted.isoformat(), "person": person.pk, "unit": duty.lead_id, "decided_on": None, "decided_by": None, "verdict": ""}
    record("extension.asked", duty.campaign.chain, {subject: fields}, by=by, touches=[duty.subject])
    return Extension.objects.get(pk=_number(subject))


@action
def grant_extension(extension: Extension, *, by: By, person: Person, new_day: date | None = None, scored_on_new: bool = True, answer: str = "") -> Duty:
    """The superior names the new day; the original one is kept, and it is said by which the duty is scored."""
    duty = extension.duty
    superior_acting(person, "decide", duty.lead_id)
    day = (new_day or extension.wanted).isoformat()
    dates = {"due": day, "last_day": day, "provisional": False, "original_day": (duty.original_day or duty.last_day).isoformat()} | ({"score_day": day} if scored_on_new else {})
    decided = _decided(person, "granted") | {"new_day": day, "scored_on_new": scored_on_new, "answer": answer}
    record("extension.granted", duty.campaign.chain, {extension.subject: decided, duty.subject: dates}, by=by)
    return Duty.objects.get(pk=duty.pk)


@action
def refuse_extension(extension: Extension, answer: str, *, by: By, person: Person) -> Extension:
    """The day stays; the answer says why."""
    superior_acting(person, "decide", extension.duty.lead_id or extension.unit_id)      # its document may have been removed meanwhile
    record("extension.refused", extension.duty.campaign.chain, {extension.subject: _decided(person, "refused") | {"answer": answer}}, by=by, touches=[extension.duty.subject])
    return Extension.objects.get(pk=extension.pk)


# -- transfer ------------------------------------------------------------------------------------------------------


@action
def propose_transfer(duty: Duty, to_unit: Unit, to_post: Post, reason: str, *, by: By, person: Person) -> Transfer:
    """The unit that has the duty proposes to hand it on, with a reason."""
    require(person, "report", duty.lead_id)
    _refuse_second(Transfer, duty)
    if not reason or to_unit.pk == duty.lead_id or to_post.unit_id != to_unit.pk:
        raise ActRefused.incomplete("移交要写明理由，并指明另一单位的岗位。", "A transfer needs a reason and a post of another unit.", "请补齐。", "Give both.")
    subject = new_subject("transfer")
    fields = {
        "duty": duty.pk, "reason": reason, "proposed_on": _today(), "from_unit": duty.lead_id, "to_unit": to_unit.pk, "from_post": duty.owner_post_id, "to_post": to_post.pk,
        "person": person.pk, "consented_on": None, "consented_by": None, "decided_on": None, "decided_by": None, "verdict": "",
    }  # fmt: skip
    record("transfer.proposed", duty.campaign.chain, {subject: fields}, by=by, touches=[duty.subject])
    return Transfer.objects.get(pk=_number(subject))


@action
def consent_to_transfer(transfer: Transfer, *, by: By, person: Person) -> Transfer:
    """The unit that is to take the duty over agrees."""
    require(person, "report", transfer.to_unit_id)
    if transfer.decided_on:
        raise ActRefused.incomplete("这一移交已有结论。", "This transfer was decided already.")
    record("transfer.consented", transfer.duty.campaign.chain, {transfer.subject: {"consented_on": _today(), "consented_by": person.pk}}, by=by, touches=[transfer.duty.subject])
    return Transfer.objects.get(pk=transfer.pk)


@action
def approve_transfer(transfer: Transfer, *, by: By, person: Person, answer: str = "") -> Duty:
    """The superior of both hands the duty over, after consent."""
    duty = transfer.duty
    superior_acting(person, "decide", transfer.from_unit_id)
    superior_acting(person, "decide", transfer.to_unit_id)
    owner = {"lead": transfer.to_unit_id, "owner_post": transfer.to_post_id}
    record("transfer.approved", duty.campaign.chain, {transfer.subject: _decided(person, "approved") | {"answer": answer}, duty.subject: owner}, by=by, paired=False)
    return Duty.objects.get(pk=duty.pk)


@action
def refuse_transfer(transfer: Transfer, answer: str, *, by: By, person: Person) -> Transfer:
    """The duty stays where it is; the answer says why. The unit that was to take it, or the superior, refuses."""
    if not _is_receiver(person, transfer):
        superior_acting(person, "decide", transfer.from_unit_id)
    record("transfer.refused", transfer.duty.campaign.chain, {transfer.subject: _decided(person, "refused") | {"answer": answer}}, by=by, touches=[transfer.duty.subject])
    return Transfer.objects.get(pk=transfer.pk)


def _is_receiver(person: Person, transfer: Transfer) -> bool:
    return may(person, "report", transfer.to_unit_id)


# -- an ask outside the line -----------------------------------------------------------------------------------------


@action
def send_ask(duty: Duty, body: str, paper: str, *, by: By, person: Person, waits: bool = True) -> Ask:
    """The unit asks a body outside its line for something, by a paper; the duty may wait on it and is then not booked as late."""
    require(person, "report", duty.lead_id)
    if not body or not paper:
        raise ActRefused.incomplete("请求支持要写明对象和函件。", "An ask needs the body and the paper.", "请填写对方单位和函件文号。", "Name the body and the paper's number.")
    subject = new_subject("ask")
    fields = {"duty": duty.pk, "body": body, "paper": paper, "sent_on": _today(), "person": person.pk, "unit": duty.lead_id, "waits": waits, "answered_on": None, "outcome": "", "reply": ""}
    record("ask.sent", duty.campaign.chain, {subject: fields, duty.subject: {"waits": waits or duty.waits}}, by=by)
    return Ask.objects.get(pk=_number(subject))


@action
def answer_ask(ask: Ask, outcome: str, reply: str, *, by: By, person: Person) -> Ask:
    """The body's reply: granted, partly, refused. A duty that waited on nothing else waits no longer."""
    require(person, "report", ask.unit_id)
    if ask.answered_on or outcome not in ("granted", "partly", "refused"):
        raise ActRefused.incomplete("请求已有答复，或没有写明结果。", "It was answered already, or the outcome is missing.", "结果：支持、部分支持、未支持。", "Granted, partly or refused.")
    hold(ask.duty.campaign.chain)
    others = Ask.objects.filter(duty=ask.duty, waits=True, answered_on__isnull=True).exclude(pk=ask.pk).exists()
    fields = {"answered_on": _today(), "outcome": outcome, "reply": reply}
    record("ask.answered", ask.duty.campaign.chain, {ask.subject: fields, ask.duty.subject: {"waits": others}}, by=by)
    return Ask.objects.get(pk=ask.pk)


# -- closing -------------------------------------------------------------------------------------------------------


@action
def apply_closing(duty: Duty, words: str, *, by: By, person: Person, evidence: Sequence[Mapping[str, Any]] = ()) -> Closing:
    """The doer applies for closing 销号; only a superior closes."""
    require(person, "report", duty.lead_id)
    _refuse_second(Closing, duty)
    if duty.closed_on:
        raise ActRefused.incomplete("这项任务已经销号。", "This duty is closed already.")
    subject = new_subject("closing")
    fields = {
        "duty": duty.pk, "applied_on": _today(), "words": words, "evidence": [kept_evidence(one) for one in evidence], "person": person.pk, "unit": duty.lead_id,
        "decided_on": None, "decided_by": None, "verdict": "", "checklist": {}, "reason": "", "resumed_on": None, "resumed_why": "",
    }  # fmt: skip
    record("closing.applied", duty.campaign.chain, {subject: fields}, by=by, touches=[duty.subject])
    return Closing.objects.get(pk=_number(subject))


@action
def close_duty(closing: Closing, verdict: str, *, by: By, person: Person, checklist: Mapping[str, bool] | None = None, reason: str = "") -> Duty:
    """The superior closes a duty: `done` after the checklist, `no-longer` with an approved reason."""
    duty = closing.duty
    superior_acting(person, "decide", duty.lead_id)
    if verdict not in ("done", "no-longer"):
        raise ActRefused.unknown_kind(verdict)
    decided = _decided(person, verdict) | {"checklist": dict(checklist or {}), "reason": reason}
    record("closing.granted", duty.campaign.chain, {closing.subject: decided, duty.subject: {"closed_on": _today(), "closed_as": verdict}}, by=by)
    return Duty.objects.get(pk=duty.pk)


@action
def refuse_closing(closing: Closing, reason: str, *, by: By, person: Person) -> Closing:
    """The duty stays open; the reason says what is lacking."""
    superior_acting(person, "decide", closing.duty.lead_id or closing.unit_id)
    record("closing.refused", closing.duty.campaign.chain, {closing.subject: _decided(person, "refused") | {"reason": reason}}, by=by, touches=[closing.duty.subject])
    return Closing.objects.get(pk=closing.pk)


@action
def resume_duty(duty: Duty, why: str, *, by: By, person: Person) -> Duty:
    """A closed duty is opened again after a look back 回头看; what was closed stays on record."""
    superior_acting(person, "decide", duty.lead_id)
    closing = Closing.objects.filter(duty=duty, verdict__in=("done", "no-longer"), resumed_on__isnull=True).order_by("-pk").first()
    if not duty.closed_on or closing is None:
        raise ActRefused.incomplete("这项任务没有销号，无需重开。", "The duty is not closed.")
    if not why:
        raise ActRefused.incomplete("重开要写明回头看发现了什么。", "Opening it again needs what was found.", "请写明。", "Say what was found.")
    fields = {"resumed_on": _today(), "resumed_why": why}
    record("duty.resumed", duty.campaign.chain, {closing.subject: fields, duty.subject: {"closed_on": None, "closed_as": ""}}, by=by)
    return Duty.objects.get(pk=duty.pk)
