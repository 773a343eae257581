"""A step at the desk as a form sends it → the action that takes it. Page and script send the same fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.tracking.kinds import ACCEPTED, FOUND
from luoshi.web.ledger.actions import settling, splitting, undoing
from luoshi.web.ledger.actions.assigning import ASSIGNING
from luoshi.web.ledger.desk.fields import WORDING
from luoshi.web.ledger.desk.showing import Desk, Filter
from luoshi.web.ledger.models import Duty
from luoshi.web.ledger.queries import duties_open_to
from luoshi.web.log.actions import DoneBefore
from luoshi.web.log.models import Entry
from luoshi.web.people.acting import acting
from luoshi.web.people.models import Person

FIELDS = (*WORDING, *ASSIGNING)


@dataclass(frozen=True)
class Step:
    """What a person asks for at a desk."""

    desk: Desk
    do: str
    numbers: tuple[int, ...]
    typed: Mapping[str, str]
    """Fields of the panel, as they stand in it."""
    given: Mapping[str, str]
    """The rest: why, question, marked, words, start, end."""
    at: int | None
    """The last entry about the duty that the person has seen."""
    since: int
    once: str
    filter: Filter = field(default_factory=Filter)

    @classmethod
    def of(cls, posted: QueryDict, desk: Desk) -> Step:
        """The step that a form asks for; a button may name the duty with the act: do=accept:17."""
        do, number, turn = [*posted.get("do", "").split(":"), "", ""][:3]
        numbers = tuple(int(n) for n in ([number] if number else posted.getlist("duty")) if n.isdecimal() and len(n) < 16)
        key = posted.get("once", "")[:40]
        return cls(
            desk, do, numbers, {name: posted[name] for name in FIELDS if name in posted},
            {name: posted.get(name, "") for name in ("why", "why-words", "question", "marked", "selected", "start", "end")} | {"turn": turn},
            _whole(posted.get("at")), _whole(posted.get("since")) or desk.head, f"{desk.person.pk}:{do}:{number}:{turn}:{key}"[:80] if key else "", Filter.of(posted),
        )  # fmt: skip

    @property
    def person(self) -> Person:
        """Who takes the step."""
        return self.desk.person

    @cached_property
    def duties(self) -> list[Duty]:
        """The duties that it is about, in the order in which they were named; ActRefused where one is not open to the person."""
        found = duties_open_to(self.person).filter(campaign=self.desk.campaign).in_bulk(self.numbers)
        if len(found) < len(set(self.numbers)):
            raise ActRefused.gone()
        for duty in found.values():
            duty.campaign = self.desk.campaign
            if duty.document_id == self.desk.document.pk:
                duty.document = self.desk.document
        return [found[number] for number in dict.fromkeys(self.numbers)]

    @cached_property
    def by(self) -> By:
        """The person as she acts for the campaign's unit."""
        return acting(self.person, self.desk.campaign.unit_id)

    @property
    def said(self) -> dict[str, Any]:
        """What every action is told."""
        return {"by": self.by, "person": self.person, "once": self.once}

    @property
    def the_one(self) -> Duty:
        """The one duty that it is about."""
        if not self.duties:
            raise ActRefused.gone()
        return self.duties[0]


def take(step: Step) -> None:
    """Takes the step. DoneBefore: it was taken already; ActRefused: it cannot be."""
    earlier = Entry.objects.filter(once=step.once).first() if step.once else None
    if earlier:
        raise DoneBefore(earlier)
    if step.do not in STEPS:
        raise ActRefused.unknown_kind(step.do)
    _refuse_what_another_changed(step)
    STEPS[step.do](step)


def _refuse_what_another_changed(step: Step) -> None:
    """Nobody settles what she has not seen: an entry of another since the one that her row shows."""
    if step.at is None or not step.numbers:
        return
    subjects = [f"duty:{number}" for number in step.numbers]
    since = Entry.objects.filter(chain=step.desk.campaign.chain, number__gt=step.at, touches__subject__in=subjects).exclude(person=step.person.pk)
    last = since.order_by("-number").first()
    if last:
        raise ActRefused.changed_by(last.person_name)


def _accept(step: Step) -> None:
    settling.accept(step.duties, **step.said)


def _accept_edited(step: Step) -> None:
    settling.accept([step.the_one], typed=step.typed, **step.said)


def _accept_all(step: Step) -> None:
    """All that are shown and wait: those named, else those that the filter shows."""
    duties = step.duties if step.numbers else [row.duty for row in step.desk.rows() if step.filter.has(row)]
    waiting = [duty for duty in duties if duty.status == FOUND]
    if not waiting:
        raise ActRefused.incomplete("所列各条都已核定。", "All that are shown are settled already.", "请换一个筛选条件。", "Choose another filter.")
    settling.accept(waiting, **step.said)


def _edit(step: Step) -> None:
    """Assigning where only who answers changes, else editing."""
    only_assigning = set(step.typed) <= set(ASSIGNING)
    if only_assigning:
        settling.assign([step.the_one], step.typed, **step.said)
    else:
        settling.edit(step.the_one, step.typed, **step.said)


def _reject(step: Step) -> None:
    settling.reject(step.duties, step.given["why-words"].strip() or step.given["why"], **step.said)


def _reopen(step: Step) -> None:
    settling.reopen(step.duties, **step.said)


def _ask(step: Step) -> None:
    settling.ask(step.the_one, step.given["question"], **step.said)


def _withdraw_question(step: Step) -> None:
    turn = _whole(step.given["turn"])
    if turn is None or turn >= len(step.the_one.questions):
        raise ActRefused.gone()
    settling.withdraw_question(step.the_one, step.the_one.questions[turn], **step.said)


def _split(step: Step) -> None:
    duty = step.the_one
    words = duty.sources[0]["words"] if duty.sources else duty.words
    splitting.split(duty, splitting.read_cuts(words, step.given["marked"]), **step.said)


def _merge(step: Step) -> None:
    settling.merge(step.duties, **step.said)


def _merge_with(turn: int) -> Callable[[Step], None]:
    """With the next (1) or the one before (-1) in the text; the earlier one stays."""

    def merge(step: Step) -> None:
        standing = [duty for duty in step.desk.duties() if duty.status in (FOUND, ACCEPTED)]
        at = next((i for i, duty in enumerate(standing) if duty.pk == step.the_one.pk), -1)
        if at < 0 or not 0 <= at + turn < len(standing):
            raise ActRefused.incomplete("前后没有可以合并的任务。", "There is none beside it to merge with.")
        settling.merge(standing[min(at, at + turn) : max(at, at + turn) + 1], **step.said)

    return merge


def _add(step: Step) -> None:
    version = step.desk.version
    start, end = _whole(step.given["start"]), _whole(step.given["end"])
    if start is None or end is None:
        start, end = splitting.place_of(version, step.given["selected"])
    splitting.add(version, start, end, **step.said)


def _undo(step: Step) -> None:
    undoing.undo_last(step.desk.document, **step.said)


def _redo(step: Step) -> None:
    undoing.redo_last(step.desk.document, **step.said)


def _whole(words: str | None) -> int | None:
    return int(words) if words and words.isdecimal() and len(words) < 16 else None


STEPS: dict[str, Callable[[Step], None]] = {
    "accept": _accept, "accept-edited": _accept_edited, "accept-all": _accept_all, "edit": _edit, "reject": _reject, "reopen": _reopen,
    "ask": _ask, "withdraw": _withdraw_question, "split": _split, "merge": _merge, "merge-next": _merge_with(1), "merge-previous": _merge_with(-1),
    "add": _add, "undo": _undo, "redo": _redo,
}  # fmt: skip
"""What a step may ask for, and what takes it."""
