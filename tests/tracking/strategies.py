"""Logs made up: entries about a few duties, recorded in order, happening on any day, undone and undone again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from luoshi import tracking

START = datetime(2018, 9, 1, 9, tzinfo=UTC)
FIELDS = ("words", "note", "theme")


def moment(hours: int) -> str:
    """So many hours after the start, as it is recorded."""
    return (START + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def day(number: int) -> str:
    """So many days after the start."""
    return (START + timedelta(days=number)).date().isoformat()


@st.composite
def logs(draw: st.DrawFn, longest: int = 14) -> list[tracking.Entry]:
    """A whole chain: each entry sets fields of one or two of three duties, or takes an earlier entry back."""
    entries: list[tracking.Entry] = []
    head, hours = tracking.Head(), 0
    for _ in range(draw(st.integers(0, longest))):
        hours += draw(st.integers(0, 30))
        undoes = draw(st.sampled_from(entries)) if entries and draw(st.booleans()) and draw(st.booleans()) else None
        if undoes:
            kind, subjects, payload = "undone", undoes.subjects, {"set": {}, "undoes": undoes.number}
        else:
            kind = "duty.edited"
            subjects = tuple(draw(st.lists(st.sampled_from(["duty:1", "duty:2", "duty:3"]), min_size=1, max_size=2, unique=True)))
            payload = {"set": {s: draw(st.dictionaries(st.sampled_from(FIELDS), st.text("甲乙丙", max_size=3), min_size=1)) for s in subjects}}
        happened = day(draw(st.integers(0, 12)))
        entry = tracking.append(head, tracking.Entry("campaign:1", 0, kind, subjects, happened, moment(hours), tracking.By(1, "李"), payload, "", ""))
        head = tracking.Head(entry.number, entry.digest)
        entries.append(entry)
    return entries
