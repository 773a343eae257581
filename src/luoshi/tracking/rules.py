"""What no entry may do. The rules are the invariants of the design, each a function with the invariant's name."""

from __future__ import annotations

from collections.abc import Mapping

from luoshi.errors import ActRefused
from luoshi.tracking.entries import Entry
from luoshi.tracking.folding import State
from luoshi.tracking.kinds import FOUND, KINDS, LIVE, OPEN_TO_SETTLE, REMOVED, subject_type
from luoshi.tracking.turn_rules import check_turn

Before = Mapping[str, State | None]
"""Each subject of an entry and its state; None where it is new."""

DEADLINE = ("due", "last_day")
MOVES = ("extension.granted", "due.computed")
"""An approved extension; and a provisional date that the year's calendar made certain."""


def check(entry: Entry, before: Before, after: Before, *, paired: bool = False) -> None:
    """Raises ActRefused where the entry breaks an invariant; `paired`: the campaign asks for a party and an administrative lead (党政同责)."""
    sets_only_what_its_kind_may_set(entry, before)
    check_turn(entry, before, after)
    for subject in entry.subjects:
        if subject_type(subject) == "duty":
            was, now = before.get(subject), after.get(subject)
            if now is None:
                continue
            no_duty_without_an_anchor_in_a_text_or_a_named_hand(now)
            none_live_without_an_owner(now, paired)
            a_deadline_moves_only_by_an_approved_extension(entry, was, now)
            the_first_deadline_is_kept(entry, was, now)
            a_number_on_the_list_stays(was, now)
            what_is_settled_elsewhere_is_not_settled_here(entry, was)


def sets_only_what_its_kind_may_set(entry: Entry, before: Before) -> None:
    """A kind speaks of certain things and sets certain fields; only a kind that creates may speak of something new."""
    kind = KINDS.get(entry.kind)
    if kind is None:
        raise ActRefused.unknown_kind(entry.kind)
    for subject, changes in (entry.payload or {}).get("set", {}).items():
        allowed = kind.sets.get(subject_type(subject), frozenset())
        if subject not in entry.subjects or not set(changes) <= allowed:
            raise ActRefused.unknown_kind(f"{entry.kind} {subject}")
        if before.get(subject) is None and not kind.creates:
            raise ActRefused.gone()


def no_duty_without_an_anchor_in_a_text_or_a_named_hand(now: State) -> None:
    """Every duty stands on a sentence, or a person stands for it."""
    if now["status"] != REMOVED and not now.get("sources") and not now.get("hand"):
        raise ActRefused.no_anchor()


def none_live_without_an_owner(now: State, paired: bool) -> None:
    """What is on the signed list has a lead unit and an owner post; where the pack asks for it, a party and an administrative one too."""
    if now["status"] != LIVE:
        return
    if not now.get("lead") or not now.get("owner_post"):
        raise ActRefused.no_owner(str(now.get("listed_number") or now.get("number") or ""))
    if paired and not (now.get("party_post") and now.get("admin_post")):
        raise ActRefused.no_pair(str(now.get("listed_number") or now.get("number") or ""))


def a_deadline_moves_only_by_an_approved_extension(entry: Entry, was: State | None, now: State) -> None:
    """Once signed, a date that was set stays; the kinds of entries of an extension are not these."""
    if was is None or was["status"] != LIVE or now["status"] == REMOVED or _may_move(entry, was):
        return
    if any(was.get(field) and was[field] != now.get(field) for field in DEADLINE):
        raise ActRefused.deadline_fixed()


def _may_move(entry: Entry, was: State) -> bool:
    return entry.kind in MOVES and (entry.kind != "due.computed" or bool(was.get("provisional")))


def the_first_deadline_is_kept(entry: Entry, was: State | None, now: State) -> None:
    """The deadline under which a duty was first signed stays beside the present one; only where it was provisional the calendar makes it certain."""
    if was is None or not was.get("original_day") or now["status"] == REMOVED or (entry.kind == "due.computed" and was.get("provisional")):
        return
    if was["original_day"] != now.get("original_day"):
        raise ActRefused.deadline_fixed()


def a_number_on_the_list_stays(was: State | None, now: State) -> None:
    """A duty keeps the number under which it was signed: papers that lie about still mean it."""
    if was is not None and was.get("listed_number") and was["listed_number"] != now.get("listed_number"):
        raise ActRefused.incomplete("清单编号一经给出，不再变动。", "A number on the list stays as it was given.", "请保留原编号。", "Keep the number.")


def what_is_settled_elsewhere_is_not_settled_here(entry: Entry, was: State | None) -> None:
    """Accepting, rejecting, merging and splitting are for what is still open to it."""
    settles = ("duty.accepted", "duty.rejected", "duty.reopened", "duty.merged", "duty.split")
    if was is not None and entry.kind in settles and was["status"] not in OPEN_TO_SETTLE:
        raise ActRefused.settled(was["status"])
    if was is not None and entry.kind == "duty.reopened" and was["status"] == FOUND:
        raise ActRefused.settled(was["status"])
