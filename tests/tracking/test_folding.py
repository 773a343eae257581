"""The fold: what holds for every log, whatever is in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.tracking.strategies import day, logs, moment

from luoshi import tracking
from luoshi.tracking.timelines import timeline


def slow_fold(entries: list[tracking.Entry], as_of: str, known_on: str) -> dict[str, dict[str, Any]]:
    """The obvious way, a thing at a time: take back what was undone one by one, put the first entry first and the rest in order, set field by field."""
    known = [e for e in entries if not known_on or e.recorded_at <= known_on]
    stands = {e.number: True for e in known}
    for e in reversed(known):
        if e.kind == "undone" and stands[e.number]:
            stands[e.payload["undoes"]] = False
    states: dict[str, dict[str, Any]] = {}
    for subject in ("duty:1", "duty:2", "duty:3"):
        about = [e for e in known if stands[e.number] and e.payload and subject in e.payload["set"]]
        if about and (not as_of or about[0].happened_on <= as_of):
            later = sorted(about[1:], key=lambda e: (e.happened_on, e.number))
            states[subject] = {}
            for e in [about[0], *(e for e in later if not as_of or e.happened_on <= as_of)]:
                states[subject].update(e.payload["set"][subject])
    return states


@given(logs(), st.integers(-1, 13), st.integers(-1, 400))
def test_the_fold_is_what_the_obvious_way_gives(entries: list[tracking.Entry], happened: int, hours: int) -> None:
    as_of, known_on = day(happened) if happened >= 0 else "", moment(hours) if hours >= 0 else ""
    assert tracking.fold(entries, as_of=as_of, known_on=known_on) == slow_fold(entries, as_of, known_on)


@given(logs(), logs(), st.integers(0, 400))
def test_nothing_recorded_later_changes_what_was_known_on_a_day(entries: list[tracking.Entry], later: list[tracking.Entry], hours: int) -> None:
    known_on = moment(hours)
    moved = [tracking.Entry(e.chain, len(entries) + e.number, e.kind, e.subjects, e.happened_on, moment(hours + 1 + n), e.by, e.payload, "", "") for n, e in enumerate(later) if e.kind != "undone"]
    assert tracking.fold([*entries, *moved], known_on=known_on) == tracking.fold(entries, known_on=known_on)


@given(logs())
def test_one_subject_folded_alone_is_as_in_the_fold_of_all(entries: list[tracking.Entry]) -> None:
    whole = tracking.fold(entries)
    assert {s: tracking.fold_subject(entries, s) for s in ("duty:1", "duty:2", "duty:3")} == {s: whole.get(s) for s in ("duty:1", "duty:2", "duty:3")}


@given(logs())
def test_a_step_at_a_time_is_the_fold_where_nothing_is_late_and_nothing_undone(entries: list[tracking.Entry]) -> None:
    in_order = sorted(e.happened_on for e in entries)
    plain = [replace(e, happened_on=day) for e, day in zip(entries, in_order, strict=True) if e.kind != "undone"]
    states: dict[str, tracking.State | None] = {}
    for entry in plain:
        for subject in entry.subjects:
            states[subject] = tracking.step(states.get(subject), entry, subject)
    assert states == tracking.fold(plain)


@given(logs())
def test_undoing_the_last_entry_gives_the_state_before_it_and_undoing_that_the_state_after(entries: list[tracking.Entry]) -> None:
    if not entries:
        return
    last = entries[-1]
    undo = tracking.Entry(last.chain, last.number + 1, "undone", last.subjects, day(12), moment(900), last.by, {"set": {}, "undoes": last.number}, "", "")
    redo = tracking.Entry(last.chain, last.number + 2, "undone", last.subjects, day(12), moment(901), last.by, {"set": {}, "undoes": undo.number}, "", "")
    assert tracking.fold([*entries, undo]) == tracking.fold(entries[:-1])
    assert tracking.fold([*entries, undo, redo]) == tracking.fold(entries)


@given(logs(), st.data())
def test_a_payload_taken_away_leaves_every_other_entry_as_it_was(entries: list[tracking.Entry], data: st.DataObject) -> None:
    plain = [e for e in entries if e.kind != "undone"]
    if not plain:
        return
    gone = data.draw(st.sampled_from(plain))
    without = [tracking.Entry(e.chain, e.number, e.kind, e.subjects, e.happened_on, e.recorded_at, e.by, None if e is gone else e.payload, e.payload_digest, e.previous, e.digest) for e in entries]
    assert tracking.fold(without) == tracking.fold([e for e in entries if e is not gone])


@given(logs(), st.integers(0, 13))
def test_a_timeline_says_on_every_day_what_the_fold_says(entries: list[tracking.Entry], number: int) -> None:
    for subject in ("duty:1", "duty:2", "duty:3"):
        stretches = [s for s in timeline(entries, subject) if s.since <= day(number)]
        assert (stretches[-1].state if stretches else None) == tracking.fold_subject(entries, subject, as_of=day(number))
