"""What no entry about returns, checks, extensions, transfers, asks and closings may do; each rule has the invariant's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from luoshi.errors import ActRefused
from luoshi.tracking.entries import Entry
from luoshi.tracking.folding import State

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


def reporter_and_checker_differ(before: States, after: States) -> None:
    """Nobody checks what she reported herself, and only what was returned is checked."""
    check, given = _the(after, "check"), _the(after, "return")
    if given["person"] is None:
        raise ActRefused.incomplete("还没有报送，无从核查。", "Nothing was returned yet.", "请等待报送或催报。", "Wait for the return, or ask for it.")
    if check["person"] == given["person"]:
        raise ActRefused.incomplete("报送人不能核查自己的报送。", "The person who returned it cannot check it.", "请由上级的另一人核查。", "Another person of the superior checks it.")
    if check["verdict"] == "back" and not check["reason"]:
        raise ActRefused.incomplete("退回要写明理由。", "Sending back needs a reason.", "请写明要补什么。", "Say what is to be supplied.")


def an_extension_is_asked_before_expiry(before: States, after: States) -> None:
    """Extension is asked before the day is over, with a reason and a later day."""
    extension, duty = _the(after, "extension"), _the(after, "duty")
    if not duty["last_day"]:
        raise ActRefused.incomplete("这项任务没有时限，谈不上延期。", "The duty has no deadline to extend.", "请先明确时限。", "Set a deadline first.")
    if extension["asked_on"] > duty["last_day"]:
        raise ActRefused.incomplete(f"时限（{duty['last_day']}）已过，不能再申请延期。", f"The deadline ({duty['last_day']}) is over.", "到期前才能申请；逾期的请说明情况。", "Ask before it expires; explain the delay instead.")
    if not extension["reason"] or not extension["wanted"] or extension["wanted"] <= duty["last_day"]:
        raise ActRefused.incomplete("延期要写明理由，并提出晚于现时限的日期。", "An extension needs a reason and a later day.", "请补齐理由和日期。", "Give both.")


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
    if not _the(before, "transfer")["consented_on"]:
        raise ActRefused.incomplete("接收单位还没有同意。", "The unit that is to take it over has not consented.", "请先由接收单位确认。", "It has to consent first.")


def a_duty_is_closed_by_the_superior_after_the_checklist(before: States, after: States) -> None:
    """The doer only applies; closing as done needs every question of the checklist answered with yes, as no longer pursued a reason."""
    another_person_decides("closing")(before, after)
    closing = _the(after, "closing")
    if closing["verdict"] == "done" and any(not closing["checklist"].get(question) for question in CHECKLIST):
        raise ActRefused.incomplete("销号清单还有未核实的项。", "The checklist is not complete.", "请逐项核实，或退回。", "Check every question, or refuse.")
    if closing["verdict"] == "no-longer" and not closing["reason"]:
        raise ActRefused.incomplete("“不再执行”要写明批准理由。", "Closing as no longer pursued needs a reason.", "请写明由谁因何批准。", "Say who approved it and why.")


RULES: dict[str, Rule] = {
    "return.checked": reporter_and_checker_differ,
    "extension.asked": an_extension_is_asked_before_expiry,
    "extension.granted": another_person_decides("extension"),
    "extension.refused": another_person_decides("extension"),
    "transfer.refused": another_person_decides("transfer"),
    "transfer.approved": a_duty_is_handed_on_with_consent,
    "closing.granted": a_duty_is_closed_by_the_superior_after_the_checklist,
    "closing.refused": another_person_decides("closing"),
}
"""Kind of entry → its rule."""
