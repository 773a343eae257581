"""The invariants of the design, by name: what no entry may do."""

from __future__ import annotations

from typing import Any

import pytest

from luoshi import tracking
from luoshi.errors import ActRefused
from luoshi.tracking.kinds import KINDS, STATUSES

DUTY: dict[str, Any] = {
    "campaign": 1, "status": "accepted", "number": 3, "words": "9月底前制定方案，", "due": "2018-09", "last_day": "2018-09-30",
    "sources": [{"version": 1, "start": 0, "end": 9, "words": "9月底前制定方案，"}], "lead": 2, "owner_post": 5, "party_post": None, "admin_post": None,
}  # fmt: skip


def refused(kind: str, changes: dict[str, Any], before: dict[str, Any] | None = None, *, paired: bool = False, subject: str = "duty:1") -> str:
    """The code with which an entry is refused; '' where it is not."""
    was = DUTY if before is None else DUTY | before
    entry = tracking.Entry("campaign:1", 1, kind, (subject,), "2018-09-03", "", tracking.By(1, "李"), {"set": {subject: changes}}, "", "")
    try:
        tracking.check(entry, {subject: was}, {subject: was | changes}, paired=paired)
    except ActRefused as error:
        return error.code
    return ""


def test_no_duty_without_an_anchor_in_a_text_or_a_named_hand() -> None:
    assert refused("duty.anchored", {"sources": []}) == "act.no-anchor"
    assert refused("duty.anchored", {"sources": []}, {"hand": 7}) == ""


@pytest.mark.parametrize("lacks", ["lead", "owner_post"])
def test_none_live_without_an_owner(lacks: str) -> None:
    assert refused("list.signed", {"status": "live"}, {lacks: None}) == "act.no-owner"
    assert refused("list.signed", {"status": "live"}) == ""
    assert refused("duty.assigned", {lacks: None}, {"status": "live"}) == "act.no-owner"


def test_where_the_campaign_asks_for_a_pair_none_is_live_without_both() -> None:
    assert refused("list.signed", {"status": "live"}, {"party_post": 6}, paired=True) == "act.no-pair"
    assert refused("list.signed", {"status": "live"}, {"party_post": 6, "admin_post": 7}, paired=True) == ""


@pytest.mark.parametrize("kind", ["duty.edited", "duty.imported"])
def test_a_deadline_moves_only_by_an_approved_extension(kind: str) -> None:
    moved = {"due": "2018-12", "last_day": "2018-12-31"}
    assert refused(kind, moved, {"status": "live"}) == "act.deadline"
    assert refused(kind, {"due": "", "last_day": None}, {"status": "live"}) == "act.deadline"
    assert refused(kind, moved) == ""
    assert refused(kind, moved, {"status": "live", "due": "", "last_day": None}) == "", "a date that was not set is not moved"


def test_the_first_deadline_is_kept_beside_the_present_one() -> None:
    signed = {"status": "live", "original_day": "2018-09-30", "provisional": False}
    assert refused("duty.imported", {"original_day": "2018-12-31"}, signed) == "act.deadline"
    assert refused("duty.imported", {"original_day": None}, signed | {"status": "withdrawn"}) == "act.deadline"
    assert refused("duty.imported", {"note": "改"}, signed) == ""


def test_a_calendar_moves_only_a_day_that_was_provisional() -> None:
    certain = {"last_day": "2018-10-08", "original_day": "2018-10-08", "provisional": False}
    live = {"status": "live", "original_day": "2018-09-30"}
    assert refused("due.computed", certain, live | {"provisional": False}) == "act.deadline"
    assert refused("due.computed", certain, live | {"provisional": True}) == ""


@pytest.mark.parametrize("status", sorted(set(STATUSES) - set(tracking.kinds.OPEN_TO_SETTLE)))
def test_what_is_settled_elsewhere_is_not_settled_at_the_desk(status: str) -> None:
    assert refused("duty.accepted", {"status": "accepted"}, {"status": status}) == "act.settled"


def test_a_kind_sets_only_its_own_fields() -> None:
    assert refused("duty.rejected", {"words": "改写"}) == "act.unknown"
    assert refused("duty.abolished", {"status": "x"}) == "act.unknown"
    assert refused("duty.accepted", {"status": "accepted"}, subject="unit:1") == "act.unknown"


def test_only_a_kind_that_creates_speaks_of_something_new() -> None:
    entry = tracking.Entry("campaign:1", 1, "duty.edited", ("duty:1",), "2018-09-03", "", tracking.By(), {"set": {"duty:1": {"note": "x"}}}, "", "")
    with pytest.raises(ActRefused):
        tracking.check(entry, {"duty:1": None}, {"duty:1": DUTY})


def test_only_what_happens_at_the_desk_and_among_units_can_be_taken_back() -> None:
    undoable = {name for name, kind in KINDS.items() if kind.undoable}
    assert all(name.startswith(("duty.", "relay.", "unit.", "relation.", "post.", "holding.")) for name in undoable)
    assert not undoable & {"duty.anchored", "duty.imported", "unit.founded", "post.founded"}
