"""Whatever is done at a desk, in whatever order: the tables are the fold of the log, no duty floats, and each step can be taken back."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.web.cast import make_cast
from tests.web.desk.laid import Laid, lay

from luoshi.errors import LuoshiError
from luoshi.tracking.kinds import REMOVED
from luoshi.web.ledger.actions import settling, splitting, undoing
from luoshi.web.ledger.models import Duty
from luoshi.web.log.queries import verify_chain
from luoshi.web.log.rebuilding import differences

STEPS = st.lists(st.tuples(st.sampled_from(["accept", "edit", "assign", "reject", "reopen", "ask", "split", "merge", "add", "undo", "redo"]), st.integers(0, 40), st.integers(0, 40)), max_size=14)


def take(desk: Laid, act: str, one: int, other: int) -> None:
    """One step, about duties chosen by number; what the rules refuse is not taken."""
    duties = desk.duties()
    first, second = duties[one % len(duties)], duties[other % len(duties)]
    told: dict[str, Any] = {"by": desk.by(), "person": desk.cast.li}
    steps = {
        "accept": lambda: settling.accept([first, second] if first != second else [first], **told),
        "edit": lambda: settling.edit(first, {"due": ("9月底前", "2020年", "")[other % 3], "note": str(other)}, **told),
        "assign": lambda: settling.assign([first], {"lead": ("北河", "南河")[other % 2], "supports": "南河"}, **told),
        "reject": lambda: settling.reject([first], "重复", **told), "reopen": lambda: settling.reopen([first], **told),
        "ask": lambda: settling.ask(first, f"问题{other}", **told), "split": lambda: splitting.split(first, [1 + other % max(1, len(first.words) - 1)], **told),
        "merge": lambda: settling.merge([first, second], **told), "add": lambda: splitting.add(desk.version, 22 + one, 24 + one + other % 9, **told),
        "undo": lambda: undoing.undo_last(desk.document, **told), "redo": lambda: undoing.redo_last(desk.document, **told),
    }  # fmt: skip
    try:
        steps[act]()
    except LuoshiError:
        return


class TestAnySequence(TestCase):
    """Steps taken at random; each run has a desk of its own, which is gone after it."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS)
    def test_state_is_the_fold_and_every_duty_is_anchored(self, steps: list[tuple[str, int, int]]) -> None:
        desk = lay(make_cast())
        for act, one, other in steps:
            take(desk, act, one, other)
        assert list(differences()) == []
        assert verify_chain(desk.campaign.chain).is_whole
        text = desk.version.reading.extraction.document.text
        for duty in Duty.objects.exclude(status=REMOVED):
            assert duty.sources and all(text[s["start"] : s["end"]] == s["words"] for s in duty.sources)

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS)
    def test_all_steps_taken_back_leave_the_desk_as_it_was(self, steps: list[tuple[str, int, int]]) -> None:
        desk = lay(make_cast())
        before = {duty.subject: duty.as_state() for duty in Duty.objects.all()}
        for act, one, other in steps:
            take(desk, act, one, other)
        try:
            while True:
                undoing.undo_last(desk.document, by=desk.by(), person=desk.cast.li)
        except LuoshiError:
            pass
        assert {duty.subject: duty.as_state() for duty in Duty.objects.all()} == before
