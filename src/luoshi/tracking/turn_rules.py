"""What no entry about returns, checks, extensions, transfers, asks and closings may do; each rule has the invariant's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from luoshi.errors import ActRefused
from luoshi.tracking.entries import Entry
from luoshi.tracking.folding import State
from luoshi.tracking.kinds import LIVE

States = Mapping[str, State | None]
Rule = Callable[[States, States], None]

CHECKLIST = ("facts", "solved", "done", "right", "lawful", "papers")
"""What is asked before closing: 事实是否清楚、问题是否解决、任务是否落实、结论是否准确、措施是否合规、文书是否规范."""


def check_turn(entry: Entry, before: States, after: States) -> None:
    """Raises ActRefused where an entry about a turn breaks an invariant."""
    rule = RULES.get(entry.kind)
    if rule:
        rule(before, after)


def _the(states: States, kind: str) -> State:
    """The entry's one subject of a type."""
    return next(state for subject, state in states.items() if subject.startswith(f"{kind}:") and state is not None)


def _every(rules: tuple[Rule, ...]) -> Rule:
    """All of the rules, one after the other."""

    def rule(before: States, after: States) -> None:
        for one in rules:
            one(before, after)

    return rule


def only_what_stands_on_the_list_is_worked_on(before: States, after: States) -> None:
    """A duty that is not live, or closed, is not extended, handed on, waited for or closed."""
    duty = _the(before, "duty")
    if duty["status"] != LIVE:
        raise ActRefused.settled(duty["status"])
    if duty.get("closed_on"):
        raise ActRefused.incomplete("这项任务已经销号。", "This duty is closed already.", "需要时请先重开。", "Open it again first, if need be.")


def each_giving_counts_and_what_was_accepted_is_not_given_again(before: States, after: States) -> None:
    """A giving follows what is known of the return: an acceptance stands, and no giving is lost behind another."""
    for subject, now in after.items():
        was = before.get(subject)
        if not subject.startswith("return:") or was is None or now is None:
            continue
        if was["status"] == "accepted":
            raise ActRefused.settled("accepted")
        if now["given_count"] != was["given_count"] + 1:
            raise ActRefused.changed_since("")


def each_sending_back_counts(before: States, after: States) -> None:
    """A check is of the giving that stands, and adds to what was sent back before."""
    check, was, now = _the(after, "check"), _the(before, "return"), _the(after, "return")
    if check["giving"] != was["given_count"] or now["times_back"] != was["times_back"] + (check["verdict"] == "back"):
        raise ActRefused.changed_since("")


def reporter_and_checker_differ(before: States, after: States) -> None:
    """Nobody checks what she reported herself, and only what was returned is checked."""
    check, given = _the(after, "check"), _the(after, "return")
    if given["person"] is None:
        raise ActRefused.incomplete("还没有报送，无从核查。", "Nothing was returned yet.", "请等待报送或催报。", "Wait for the return, or ask for it.")
    if check["person"] == given["person"]:
        raise ActRefused.incomplete("报送人不能核查自己的报送。", "The person who returned it cannot check it.", "请由上级的另一人核查。", "Another person of the superior checks it.")
    if check["verdict"] == "back" and not check["reason"]:
        raise ActRefused.incomplete("退回要写明理由。", "Sending back needs a reason.", "请写明要补什么。", "Say what is to be supplied.")
    if check["verdict"] == "query" and not check["reason"]:
        raise ActRefused.incomplete("询问要写明问什么。", "Asking needs a question.", "请写明要问的。", "Say what you want to know.")


def an_extension_is_asked_before_expiry(before: States, after: States) -> None:
    """Extension is asked before the day is over, with a reason and a later day."""
    extension, duty = _the(after, "extension"), _the(after, "duty")
    if not duty["last_day"]:
        raise ActRefused.incomplete("这项任务没有时限，谈不上延期。", "The duty has no deadline to extend.", "请先明确时限。", "Set a deadline first.")
    if extension["asked_on"] > duty["last_day"]:
        raise ActRefused.incomplete(f"时限（{duty['last_day']}）已过，不能再申请延期。", f"The deadline ({duty['last_day']}) is over.", "到期前才能申请；逾期的请说明情况。", "Ask before it expires; explain the delay instead.")
    if not extension["reason"] or not extension["wanted"] or extension["wanted"] <= duty["last_day"]:
        raise ActRefused.incomplete("延期要写明理由，并提出晚于现时限的日期。", "An extension needs a reason and a later day.", "请补齐理由和日期。", "Give both.")


def a_granted_day_is_later(before: States, after: States) -> None:
    """An extension grants a later day than the one that stands."""
    was, now = _the(before, "duty")["last_day"], _the(after, "duty")["last_day"]
    if not now or (was and now <= was):
        raise ActRefused.incomplete("批准的日期没有晚于现时限。", "The day granted is not later than the deadline.", "请填写更晚的日期，或不同意延期。", "Name a later day, or refuse the extension.")


def another_person_decides(kind: str) -> Rule:
    """Who asked for something does not grant it; what was decided is not decided again."""

    def rule(before: States, after: States) -> None:
        was, now = _the(before, kind), _the(after, kind)
        if was["decided_on"]:
            raise ActRefused.incomplete("这一申请已有结论。", "This was decided already.", "请刷新后查看。", "Reload to see it.")
        if now["decided_by"] == now["person"]:
            raise ActRefused.incomplete("申请人不能审批自己的申请。", "The person who asked cannot decide it.", "请由上级的另一人审批。", "Another person of the superior decides.")

    return rule


def a_duty_is_handed_on_with_consent(before: States, after: States) -> None:
    """A transfer is approved only after the unit that takes the duty over consented."""
    another_person_decides("transfer")(before, after)
    transfer = _the(before, "transfer")
    if not transfer["consented_on"]:
        raise ActRefused.incomplete("接收单位还没有同意。", "The unit that is to take it over has not consented.", "请先由接收单位确认。", "It has to consent first.")
    if transfer["from_unit"] != _the(before, "duty")["lead"]:
        raise ActRefused.incomplete("这项任务已不在移出单位名下。", "The duty is no longer that unit's.", "请由现牵头单位重新提出。", "The unit that leads it now has to propose it.")


def what_is_decided_is_not_consented_to(before: States, after: States) -> None:
    """Consent comes before the decision."""
    if _the(before, "transfer")["decided_on"]:
        raise ActRefused.incomplete("这一移交已有结论。", "This transfer was decided already.", "请刷新后查看。", "Reload to see it.")


def an_ask_is_answered_once(before: States, after: States) -> None:
    """A reply that was noted stays."""
    if _the(before, "ask")["answered_on"]:
        raise ActRefused.incomplete("请求已有答复。", "It was answered already.", "请刷新后查看。", "Reload to see it.")


def only_what_is_closed_is_opened_again(before: States, after: States) -> None:
    """A duty that is open needs no opening."""
    if not _the(before, "duty")["closed_on"]:
        raise ActRefused.incomplete("这项任务没有销号，无需重开。", "The duty is not closed.", "请刷新后查看。", "Reload to see it.")


def a_duty_is_closed_by_the_superior_after_the_checklist(before: States, after: States) -> None:
    """The doer only applies; closing as done needs every question of the checklist answered with yes, as no longer pursued a reason."""
    another_person_decides("closing")(before, after)
    closing = _the(after, "closing")
    if closing["verdict"] == "done" and any(not closing["checklist"].get(question) for question in CHECKLIST):
        raise ActRefused.incomplete("销号清单还有未核实的项。", "The checklist is not complete.", "请逐项核实，或退回。", "Check every question, or refuse.")
    if closing["verdict"] == "no-longer" and not closing["reason"]:
        raise ActRefused.incomplete("“不再执行”要写明批准理由。", "Closing as no longer pursued needs a reason.", "请写明由谁因何批准。", "Say who approved it and why.")


RULES: dict[str, Rule] = {
    "return.given": each_giving_counts_and_what_was_accepted_is_not_given_again,
    "return.checked": _every((reporter_and_checker_differ, each_sending_back_counts)),
    "extension.asked": _every((only_what_stands_on_the_list_is_worked_on, an_extension_is_asked_before_expiry)),
    "extension.granted": _every((another_person_decides("extension"), only_what_stands_on_the_list_is_worked_on, a_granted_day_is_later)),
    "extension.refused": another_person_decides("extension"),
    "transfer.proposed": only_what_stands_on_the_list_is_worked_on,
    "transfer.consented": what_is_decided_is_not_consented_to,
    "transfer.refused": another_person_decides("transfer"),
    "transfer.approved": _every((a_duty_is_handed_on_with_consent, only_what_stands_on_the_list_is_worked_on)),
    "ask.sent": only_what_stands_on_the_list_is_worked_on,
    "ask.answered": an_ask_is_answered_once,
    "closing.applied": only_what_stands_on_the_list_is_worked_on,
    "closing.granted": _every((a_duty_is_closed_by_the_superior_after_the_checklist, only_what_stands_on_the_list_is_worked_on)),
    "closing.refused": another_person_decides("closing"),
    "duty.resumed": only_what_is_closed_is_opened_again,
}
"""Kind of entry → its rule."""
