"""The chain: whatever is changed in it is seen, and a printed head tells a cut tail from a log written anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tracking.strategies import logs

from luoshi import tracking
from luoshi.tracking import Head, append, verify


def relinked(entries: list[tracking.Entry]) -> list[tracking.Entry]:
    """The same entries chained anew, as a forger would who knows how."""
    head, chained = Head(), []
    for entry in entries:
        chained.append(append(head, entry))
        head = Head(chained[-1].number, chained[-1].digest)
    return chained


@given(logs())
def test_a_chain_as_it_was_written_is_whole(entries: list[tracking.Entry]) -> None:
    assert verify(entries).is_whole


CHANGES = {
    "kind": "duty.rejected", "subjects": ("duty:9",), "happened_on": "2017-01-01", "recorded_at": "2017-01-01T00:00:00.000000Z",
    "by": tracking.By(2, "王"), "payload": {"set": {"duty:1": {"note": "改"}}}, "once": "x", "chain": "campaign:2",
}  # fmt: skip


@given(logs(), st.data(), st.sampled_from(sorted(CHANGES)))
def test_the_first_changed_entry_is_named(entries: list[tracking.Entry], data: st.DataObject, field: str) -> None:
    if not entries:
        return
    at = data.draw(st.integers(0, len(entries) - 1))
    changed = replace(entries[at], **{field: CHANGES[field]})
    flaw = verify([*entries[:at], changed, *entries[at + 1 :]]).flaw
    assert flaw is not None and flaw.number == entries[at].number


@given(logs(), st.data())
def test_a_line_taken_out_of_the_middle_is_seen(entries: list[tracking.Entry], data: st.DataObject) -> None:
    if len(entries) < 2:
        return
    at = data.draw(st.integers(0, len(entries) - 2))
    flaw = verify([*entries[:at], *entries[at + 1 :]]).flaw
    assert flaw is not None and flaw.what == "number"


@given(logs(), st.data())
def test_with_a_printed_head_a_cut_tail_is_told_from_a_log_written_anew(entries: list[tracking.Entry], data: st.DataObject) -> None:
    if len(entries) < 2:
        return
    printed = Head(entries[-1].number, entries[-1].digest)
    assert verify(entries, printed).printed == "holds"
    cut = entries[: data.draw(st.integers(0, len(entries) - 1))]
    assert verify(cut).is_whole and verify(cut, printed).printed == "tail-cut" and not verify(cut, printed).is_whole
    forged = relinked([replace(entries[0], happened_on="2001-01-01"), *entries[1:]])
    assert verify(forged).is_whole and verify(forged, printed).printed == "rewritten"


@given(logs(), st.data())
def test_a_payload_that_is_gone_must_be_accounted_for(entries: list[tracking.Entry], data: st.DataObject) -> None:
    if not entries:
        return
    gone = data.draw(st.sampled_from(entries))
    left = [replace(e, payload=None) if e is gone else e for e in entries]
    flaw = verify(left).flaw
    assert flaw is not None and (flaw.number, flaw.what) == (gone.number, "payload-missing")
    head = Head(entries[-1].number, entries[-1].digest)
    removal = append(head, tracking.Entry("campaign:1", 0, "payload.removed", gone.subjects, "2018-10-01", "2018-10-01T00:00:00.000000Z", tracking.By(1, "李"), {"set": {}, "removes": [gone.number], "why": "含个人信息"}, "", ""))
    assert verify([*left, removal]).is_whole


@pytest.mark.parametrize("printed", [None, Head()])
def test_an_empty_chain_is_whole(printed: Head | None) -> None:
    assert verify([], printed).is_whole
