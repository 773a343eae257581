"""A turn: opened for a campaign, answered by the units, checked by their superiors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.tracking.asking import Asked, Owed, ask_for
from luoshi.tracking.kinds import LIVE
from luoshi.web import clock
from luoshi.web.documents import files
from luoshi.web.documents.models import Campaign
from luoshi.web.ledger.models import Check, Duty, Return, Turn
from luoshi.web.log.actions import action, hold, new_numbers, new_subject, record
from luoshi.web.log.queries import last_days
from luoshi.web.people.models import Person, Unit
from luoshi.web.people.scope import require, superior_acting

STATES = ("not-begun", "going", "done", "stuck")
"""How work stands: 未启动、推进中、已完成、受阻."""
ANSWERS = ("state", "figure", "figure_unit", "words", "happened_on")
VERDICTS = ("back", "query", "accepted")
"""What a superior can say of a return; where several say different things of one giving, the first of these counts until the unit gives it again."""


@action
def open_turn(campaign: Campaign, first: date, last: date, due_on: date, *, by: By, person: Person, name: str = "", once: str = "") -> Turn:
    """Opens a turn over the days from `first` to `last` and asks each unit for what is due and cannot be known otherwise.

    ActRefused: the days are out of order, a turn over the same days is there, or nothing is live.
    """
    require(person, "turn", campaign.unit)
    if not first <= last <= due_on:
        raise ActRefused.incomplete("报送期的起止日期和报送时限前后不一。", "The days of the turn and its deadline are out of order.", "请按“起 ≤ 止 ≤ 报送时限”填写。", "First ≤ last ≤ due.")
    return open_for(campaign, first, last, due_on, by=by, name=name or default_name(first, last), once=once)


@action
def open_for(campaign: Campaign, first: date, last: date, due_on: date, *, by: By, name: str, once: str) -> Turn:
    """A turn, whoever opens it: an entry for the turn and one for what is asked of each unit. ActRefused: a turn over the same days is there."""
    hold(campaign.chain)
    if Turn.objects.filter(campaign=campaign, first=first, last=last).exists():
        raise ActRefused.incomplete("这一报送期已经开启。", "This turn is open already.", "请直接进入该报送期。", "Go to it.")
    slots = slots_of(campaign, first, last)
    subject = new_subject("turn")
    turn = int(subject.partition(":")[2])
    fields = {
        "campaign": campaign.pk, "name": name, "first": first.isoformat(), "last": last.isoformat(), "opened_on": clock.today().isoformat(),
        "due_on": due_on.isoformat(), "closed_on": None,
    }  # fmt: skip
    # It speaks of days that are over: what is reported of them must not come before the question.
    happened = min(first, clock.today())
    record("turn.opened", campaign.chain, {subject: fields}, by=by, once=once, happened_on=happened)
    for unit, asked in slots.items():
        rows = {f"return:{n}": {**slot, "turn": turn, "unit": unit, "status": "asked"} for n, slot in zip(new_numbers("return", len(asked)), asked, strict=True)}
        record("return.asked", campaign.chain, rows, by=by, happened_on=happened, touches=[subject])
    return Turn.objects.get(pk=turn)


def slots_of(campaign: Campaign, first: date, last: date) -> dict[int, list[dict[str, Any]]]:
    """What a turn over those days asks of each unit: a slot for a duty, for a recurring one a slot for each open period.

    A unit that became part of another is not asked: the other is.
    """
    slots: dict[int, list[dict[str, Any]]] = {}
    for duty, asked in asked_in(campaign, first, last):
        if asked.is_asked:
            names = [period.name for period in asked.periods] or [""]
            slots.setdefault(duty.lead.standing_on(clock.today()).pk, []).extend({"duty": duty.pk, "period": name, "why": asked.reason} for name in names)
    return slots


def default_name(first: date, last: date) -> str:
    """2018-09, or 2018-09—2018-12: a turn's name where none was given.

    >>> default_name(date(2018, 9, 1), date(2018, 9, 30)), default_name(date(2018, 10, 1), date(2018, 12, 31))
    ('2018-09', '2018-10—2018-12')
    """
    start, end = f"{first:%Y-%m}", f"{last:%Y-%m}"
    return start if start == end else f"{start}—{end}"


def asked_in(campaign: Campaign, first: date, last: date) -> Iterable[tuple[Duty, Asked]]:
    """Every live duty of a campaign and whether a turn over those days asks for it, and why."""
    duties = list(Duty.objects.filter(campaign=campaign, status=LIVE).select_related("list", "lead").order_by("listed_number"))
    parents = set(Duty.objects.filter(campaign=campaign, status=LIVE, parent__isnull=False).values_list("parent", flat=True))
    slots: dict[int, list[str]] = {}
    last_asked: dict[int, date] = {}
    for row in Return.objects.filter(duty__campaign=campaign).select_related("turn"):
        if row.period:
            slots.setdefault(row.duty_id, []).append(row.period)
        last_asked[row.duty_id] = max(last_asked.get(row.duty_id, row.turn.last), row.turn.last)
    turns = sorted(Turn.objects.filter(campaign=campaign, last__lt=first).values_list("last", flat=True))
    for duty in duties:
        silent = len([turn for turn in turns if duty.pk not in last_asked or turn > last_asked[duty.pk]])
        owed = Owed(
            signed_on=duty.list.signed_on if duty.list else first, last_day=duty.last_day, rhythm=duty.rhythm, closed_on=duty.closed_on, waits=duty.waits,
            has_children=duty.pk in parents, slots=tuple(slots.get(duty.pk, ())), silent_turns=silent if duty.pk in last_asked else 3,
        )  # fmt: skip
        yield duty, ask_for(owed, first, last)


@action
def close_turn(turn: Turn, *, by: By, person: Person) -> Turn:
    """No more is expected of a turn; what was not returned stays visible as missed."""
    require(person, "turn", turn.campaign.unit)
    if turn.closed_on:
        raise ActRefused.incomplete("这一报送期已经结束。", "This turn is closed already.")
    record("turn.closed", turn.campaign.chain, {turn.subject: {"closed_on": clock.today().isoformat()}}, by=by)
    return Turn.objects.get(pk=turn.pk)


@action
def give_return(row: Return, answer: Mapping[str, Any], *, by: By, person: Person, evidence: Sequence[Mapping[str, Any]] | None = None, once: str = "") -> Return:
    """What a unit reports for one duty: how the work stands, a figure with its unit, words, and evidence.

    `answer` has the fields of ANSWERS (happened_on: a day, today where none is given); each piece of evidence is {name, content, dated, kind, note}, or
    {file, name, …} for bytes that are kept already (file '' where it is only named); None leaves it as it was. ActRefused: see `answer_fits`.
    """
    require(person, "report", row.unit)
    day = day_of_giving(row, answer, last_days([row.subject]) if row.given_count else {})
    fields = fields_given(row, answer, evidence, by, person)
    record("return.given", row.turn.campaign.chain, {row.subject: fields}, by=by, happened_on=day, once=once, touches=[row.duty.subject])
    return Return.objects.get(pk=row.pk)


def answer_fits(row: Return, answer: Mapping[str, Any]) -> date:
    """The day of which an answer speaks; ActRefused where the state is none of STATES, the day lies in the future, or the return was accepted."""
    if row.status == "accepted":
        raise ActRefused.settled("accepted")
    happened: date = answer.get("happened_on") or clock.today()
    if happened > clock.today():
        raise ActRefused.incomplete("发生日期在今天之后。", "The day lies in the future.", "请填写已发生的日期。", "Give the day on which it happened.")
    if answer.get("state") not in STATES:
        raise ActRefused.incomplete("没有填写工作状态。", "The state of the work is missing.", "请从“未启动、推进中、已完成、受阻”中选一项。", "Choose one: not begun, going, done, stuck.")
    return happened


def day_of_giving(row: Return, answer: Mapping[str, Any], known: Mapping[str, date]) -> date:
    """The day under which an answer is recorded: that of which it speaks, as `answer_fits` tells it.

    One that takes the place of another does not come before it, nor before the check that asked for it: else the older word would stand. `known`: subject → the
    day of the latest thing known of it, for returns that were given already.
    """
    day = answer_fits(row, answer)
    return max(day, known.get(row.subject, day)) if row.given_count else day


def fields_given(row: Return, answer: Mapping[str, Any], evidence: Sequence[Mapping[str, Any]] | None, by: By, person: Person) -> dict[str, Any]:
    """The fields that a return gets by an answer."""
    happened: date = answer.get("happened_on") or clock.today()
    return {key: answer.get(key) or "" for key in ANSWERS} | {
        "happened_on": happened.isoformat(), "status": "given", "given_on": clock.today().isoformat(), "given_count": row.given_count + 1,
        "person": person.pk, "post": by.post, "evidence": row.evidence if evidence is None else [kept_evidence(one) for one in evidence],
    }  # fmt: skip


def kept_evidence(one: Mapping[str, Any]) -> dict[str, Any]:
    """A piece of evidence as it is kept: its bytes by their digest, its own date apart from the upload's."""
    file = one["file"] if "file" in one else files.store(one["content"]).sha256
    dated = one.get("dated")
    return {"file": file, "name": str(one["name"])[:255], "dated": dated.isoformat() if isinstance(dated, date) else dated or "", "kind": one.get("kind", ""), "note": one.get("note", "")}


@action
def check_return(row: Return, verdict: str, *, by: By, person: Person, reason: str = "", once: str = "") -> Check:
    """A superior accepts a return, sends it back with a reason, or asks something; each superior for itself, and never the reporter."""
    superior = superior_acting(person, "check", row.unit_id)
    if verdict not in VERDICTS:
        raise ActRefused.unknown_kind(verdict)
    if row.status == "asked":
        raise ActRefused.incomplete("还没有报送，无从核查。", "Nothing was returned yet.", "请等待报送或催报。", "Wait for the return, or ask for it.")
    hold(row.turn.campaign.chain)
    subject = new_subject("check")
    check = {"return_row": row.pk, "unit": superior.pk, "verdict": verdict, "giving": row.given_count, "reason": reason, "checked_on": clock.today().isoformat(), "person": person.pk, "post": by.post}
    after = {"status": _status_after(row, superior, verdict), "times_back": row.times_back + (verdict == "back"), "answer": reason or _asked_by_others(row, superior)}
    record("return.checked", row.turn.campaign.chain, {subject: check, row.subject: after}, by=by, once=once, touches=[row.duty.subject])
    return Check.objects.get(pk=int(subject.partition(":")[2]))


def _said_by_others(row: Return, superior: Unit) -> list[Check]:
    """The last word of every other superior on the return as it was given last."""
    checks = Check.objects.filter(return_row=row, giving=row.given_count).exclude(unit=superior).order_by("pk")
    return list({check.unit_id: check for check in checks}.values())


def _status_after(row: Return, superior: Unit, verdict: str) -> str:
    """What a return is after a verdict: one superior's acceptance answers no other's question."""
    said = {verdict, *(check.verdict for check in _said_by_others(row, superior))}
    return next(one for one in VERDICTS if one in said)


def _asked_by_others(row: Return, superior: Unit) -> str:
    """What another superior still wants to know, in its words."""
    return next((check.reason for check in _said_by_others(row, superior) if check.verdict != "accepted"), "")
