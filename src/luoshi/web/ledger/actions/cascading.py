"""Duties below a duty, and one duty asked for by several: children cover their parent or the gap shows, and n sources make one row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from luoshi.errors import ActRefused
from luoshi.extracting.quantities import find_quantities
from luoshi.extracting.records import Quantity
from luoshi.tracking import By
from luoshi.tracking.kinds import ACCEPTED, FOUND, LIVE, MERGED, OPEN_TO_SETTLE
from luoshi.web.ledger.models import Duty
from luoshi.web.log.actions import action, record
from luoshi.web.people.models import Person, Unit
from luoshi.web.people.scope import require

STANDS = (FOUND, ACCEPTED, LIVE)
"""The children that count."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a parent, and the children that cover it."""

    what: str
    """unit · quantity · deliverable · deadline."""
    words: str
    by: tuple[int, ...]
    reason: str
    """named · sum · rate · in-time — or why not: nobody · too-little · not-named · later · undated."""

    @property
    def is_covered(self) -> bool:
        """Whether the children cover this part."""
        return self.reason in ("named", "sum", "rate", "in-time")


@dataclass(frozen=True, slots=True)
class Covering:
    """Whether a parent is covered by its children, part by part."""

    children: int
    parts: tuple[Part, ...]

    @property
    def is_complete(self) -> bool:
        """Whether there are children, and every part is covered."""
        return self.children > 0 and all(part.is_covered for part in self.parts)

    @property
    def gaps(self) -> tuple[Part, ...]:
        """The parts that no child covers."""
        return tuple(part for part in self.parts if not part.is_covered)


def coverage_of(parent: Duty, children: Sequence[Duty] | None = None) -> Covering:
    """What the children of a duty cover of it: its units, figures, deliverables and deadline."""
    rows = list(parent.children.filter(status__in=STANDS)) if children is None else list(children)
    parts = [*_units(parent, rows), *_quantities(parent, rows), *_deliverables(parent, rows), *_deadline(parent, rows)]
    return Covering(len(rows), tuple(parts))


def _units(parent: Duty, children: Sequence[Duty]) -> Iterator[Part]:
    """Each supporting unit has a child of its own; the lead unit answers for the parent itself."""
    names = dict(Unit.objects.filter(pk__in=parent.supports).values_list("pk", "name"))
    for unit in parent.supports:
        by = tuple(child.pk for child in children if unit in (child.lead_id, child.unit_id))
        yield Part("unit", names.get(unit, f"#{unit}"), by, "named" if by else "nobody")


def _quantities(parent: Duty, children: Sequence[Duty]) -> Iterator[Part]:
    """A rate is carried by a child that is at least as strict; a count is reached by the children's sum."""
    for wanted in find_quantities(parent.quantity):
        theirs = [(child, mine) for child in children for mine in find_quantities(child.quantity) if mine.unit == wanted.unit]
        yield _quantity(wanted, theirs)


def _quantity(wanted: Quantity, theirs: Sequence[tuple[Duty, Quantity]]) -> Part:
    by = tuple(dict.fromkeys(child.pk for child, _ in theirs))
    if not theirs:
        return Part("quantity", wanted.words, (), "nobody")
    amount, amounts = _number(wanted), [_number(mine) for _, mine in theirs]
    if amount is None or None in amounts:
        same = tuple(child.pk for child, mine in theirs if mine.value == wanted.value)
        return Part("quantity", wanted.words, same, "named" if same else "not-named")
    known = [number for number in amounts if number is not None]
    if wanted.unit.endswith(("%", "‰")):
        least = "<" in wanted.comparator or wanted.comparator.endswith("-")
        weak = [number for number in known if (number > amount if least and "<" in wanted.comparator else number < amount)]
        return Part("quantity", wanted.words, by, "too-little" if weak else "rate")
    return Part("quantity", wanted.words, by, "sum" if sum(known) >= amount else "too-little")


def _number(quantity: Quantity) -> Decimal | None:
    try:
        return Decimal(quantity.number)
    except InvalidOperation:
        return None


def _deliverables(parent: Duty, children: Sequence[Duty]) -> Iterator[Part]:
    """Each deliverable is named by a child, as its own or in its words."""
    for name in filter(None, parent.deliverables.split("、")):
        by = tuple(child.pk for child in children if name in child.deliverables.split("、") or name in child.words)
        yield Part("deliverable", name, by, "named" if by else "not-named")


def _deadline(parent: Duty, children: Sequence[Duty]) -> Iterator[Part]:
    """No child ends after its parent, and each has a date where the parent has one."""
    if parent.last_day is None or not children:
        return
    undated = tuple(child.pk for child in children if child.last_day is None)
    later = tuple(child.pk for child in children if child.last_day and child.last_day > parent.last_day)
    reason = "later" if later else "undated" if undated else "in-time"
    yield Part("deadline", parent.due_words or parent.due, later or undated or tuple(child.pk for child in children), reason)


# -- what a person does --------------------------------------------------------------------------------------------


@action
def cascade(parent: Duty, children: Iterable[Duty], *, by: By, person: Person, once: str = "") -> Covering:
    """Puts duties below a duty; a circle is refused. What they cover of it is computed, and a mark of completeness falls."""
    require(person, "settle", parent.campaign.unit)
    rows = list(children)
    above = _above(parent)
    for child in rows:
        if child.pk in above:
            raise ActRefused.incomplete("任务不能成为自己的下级。", "A duty cannot stand below itself.", "请另选上级任务。", "Choose another parent.")
        if child.campaign_id != parent.campaign_id:
            raise ActRefused.incomplete("上下级任务要在同一个专项里。", "Parent and child belong to one campaign.", "请在本专项里选择。", "Choose one of this campaign.")
    changes = {child.subject: {"parent": parent.pk} for child in rows}
    record("duty.cascaded", parent.campaign.chain, changes, by=by, once=once, touches=[parent.subject], paired=parent.campaign.paired, parent=parent.pk)
    return coverage_of(parent)


@action
def release(child: Duty, *, by: By, person: Person, once: str = "") -> Duty:
    """Takes a duty from below its parent."""
    require(person, "settle", child.campaign.unit)
    if child.parent_id is None:
        raise ActRefused.gone()
    record("duty.cascaded", child.campaign.chain, {child.subject: {"parent": None}}, by=by, once=once, touches=[f"duty:{child.parent_id}"], paired=child.campaign.paired)
    return Duty.objects.get(pk=child.pk)


def _above(duty: Duty) -> set[int]:
    """The duty and all above it."""
    seen: set[int] = set()
    number: int | None = duty.pk
    while number is not None and number not in seen:
        seen.add(number)
        number = Duty.objects.filter(pk=number).values_list("parent", flat=True).first()
    return seen


@action
def complete_split(parent: Duty, *, by: By, person: Person, once: str = "") -> Duty:
    """Marks that the children cover their parent; refused while a part is uncovered, and the part is named."""
    require(person, "settle", parent.campaign.unit)
    covering = coverage_of(parent)
    if not covering.is_complete:
        words = "、".join(part.words for part in covering.gaps) or "—"
        raise ActRefused.incomplete(f"还不能标为“分解完成”，尚未落到下级任务：{words}。", f"The split is not complete; no child covers: {words}.", "请补上下级任务，或修改上级任务。", "Add a child for it, or change the parent.")
    record("duty.split-completed", parent.campaign.chain, {parent.subject: {"split_complete": True}}, by=by, once=once, paired=parent.campaign.paired)
    return Duty.objects.get(pk=parent.pk)


@action
def join(into: Duty, others: Iterable[Duty], *, by: By, person: Person, once: str = "") -> Duty:
    """One duty asked for several times, in one document or many, is one row with all its sources; the others point to it.

    `into` may be live: it gains sources and questions, its words and its deadline stay.
    """
    require(person, "settle", into.campaign.unit)
    rows = list(others)
    for other in rows:
        _check_joinable(into, other)
    sources = [*into.sources]
    for other in rows:
        sources += [source for source in other.sources if source not in sources]
    questions = list(dict.fromkeys([*into.questions, *(question for other in rows for question in other.questions)]))
    gained = {into.subject: {"sources": sources, "questions": questions, "supports": _supports(into, rows)}}
    gone = {other.subject: {"status": MERGED, "into": into.pk} for other in rows}
    record("duty.joined", into.campaign.chain, gained | gone, by=by, once=once, paired=into.campaign.paired)
    return Duty.objects.get(pk=into.pk)


def _supports(into: Duty, others: Iterable[Duty]) -> list[int]:
    """All supporting units; the lead of another that says the same supports too."""
    every = [*into.supports, *(unit for other in others for unit in (*other.supports, other.lead_id))]
    return [unit for unit in dict.fromkeys(every) if unit is not None and unit != into.lead_id]


def _check_joinable(into: Duty, other: Duty) -> None:
    if other.pk == into.pk or other.campaign_id != into.campaign_id:
        raise ActRefused.incomplete("只能并入本专项的另一条任务。", "A duty is joined with another one of the same campaign.", "请另选一条。", "Choose another.")
    if bool(other.document and other.document.restricted) != bool(into.document and into.document.restricted):
        raise ActRefused.gone()     # a restricted document must not show through a row that others see
    if other.status not in OPEN_TO_SETTLE:
        raise ActRefused.settled(other.status)
    if into.status not in (FOUND, ACCEPTED, LIVE):
        raise ActRefused.settled(into.status)
