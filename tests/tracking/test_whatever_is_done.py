"""Whatever is done, in whatever order and on whatever days: no invariant of the design breaks. Some hundred sequences in `make test`, ten thousand in `make soak`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.tracking.little_site import (
    ALL_YES,
    CHECKERS,
    FIRST,
    MOMENT,
    NORTH,
    POST,
    REPORTS,
    SETTLED,
    SOUTH,
    START,
    LittleSite,
    day_in,
    number,
)

from luoshi import tracking
from luoshi.errors import ActRefused
from luoshi.tracking.asking import ask_for
from luoshi.tracking.kinds import ACCEPTED, FOUND, LIVE, REMOVED
from luoshi.tracking.lights import RED, Facts, LightRules, light_of
from luoshi.tracking.timelines import timeline

SEQUENCES = 10_000 if os.environ.get("LUOSHI_SOAK") == "1" else 120
STEPS = 40
PEOPLE = st.integers(1, 6)
MOSTLY_CHECKERS = st.one_of(st.sampled_from(CHECKERS), st.sampled_from(CHECKERS), PEOPLE)
ANY = st.integers(0, 1000)
RULES = LightRules("default", "1", date(2018, 1, 1), 10, Fraction(1, 10), 2)
FOUND_DUTIES = (
    {"lead": NORTH, "due": "2018-12", "last_day": "2018-12-31"}, {"lead": NORTH, "rhythm": "quarterly"}, {"lead": SOUTH, "due": "2018-10", "last_day": "2018-10-31", "provisional": True},
    {"lead": SOUTH}, {"lead": NORTH, "rhythm": "monthly", "due": "2019", "last_day": "2019-12-31"},
)  # fmt: skip


def plain_days(first: date, last: date) -> int:
    return max(0, (last - first).days)


class WhateverIsDone(RuleBasedStateMachine):
    """A campaign of two provinces; every rule is an act of somebody, and what the rules refuse leaves nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.site = LittleSite()
        self.known: list[tuple[str, dict[str, tracking.State]]] = []
        self.printed: list[tuple[str, str, frozenset[str]]] = []

    @initialize(signed=st.sampled_from([True, True, True, False]), owned=st.sampled_from([31, 31, 30, 23, 0]), days=st.sampled_from([118, 118, 31, 0]))
    def read(self, signed: bool, owned: int, days: int) -> None:
        self.site.paired = not signed and not owned
        self.site.read(1, FOUND_DUTIES[:3])
        self.site.read(2, FOUND_DUTIES[3:])
        for place, duty in enumerate(self.site.all("duty")):
            if owned >> place & 1:
                kind, fields = SETTLED["accept"]
                self.site.settle(kind, [duty], fields | {"owner_post": POST[self.site.states[duty]["lead"]]})
        if signed:
            self.act(self.site.sign)
        if days:
            self.site.now += timedelta(days=days)
            self.act(lambda: self.site.open_turn(date(2018, 9, 1), self.site.today.replace(day=1) - timedelta(days=1)))

    def act(self, what: Callable[[], Any]) -> bool:
        """Whether it was done; what is refused leaves the site as it was."""
        before = (self.site.head, {s: dict(state) for s, state in self.site.states.items()})
        self.site.now += timedelta(seconds=1)
        try:
            what()
        except ActRefused:
            assert (self.site.head, self.site.states) == before, "what is refused leaves nothing"
            return False
        return True

    def one(self, kind: str, at: int, **where: Any) -> str:
        """One of the subjects of a type; '' where there is none."""
        found = self.site.all(kind, **where)
        return found[at % len(found)] if found else ""

    def has(kind: str, *states: str, field: str = "status") -> Any:
        """Whether there is something of a type to do this with: in one of the states, or at all."""
        return precondition(lambda self: any(not states or self.site.states[s][field] in states for s in self.site.all(kind)))

    # -- time -------------------------------------------------------------------------------------------------------

    @rule(days=st.sampled_from([0, 1, 3, 12, 31, 31, 92]), minutes=st.integers(1, 600))
    def time_passes(self, days: int, minutes: int) -> None:
        self.site.now += timedelta(days=days, minutes=minutes)

    @rule(hours=st.sampled_from([1, 30, 400]))
    def the_clock_is_set_back(self, hours: int) -> None:
        """Behind what was recorded, but not behind what was printed: of that the log does not know, and what is recorded then would count as known when it was printed."""
        printed = max((moment for _, moment, _ in self.printed), default="")
        floor = datetime.strptime(printed, MOMENT).replace(tzinfo=UTC) if printed else START
        self.site.now = max(self.site.now - timedelta(hours=hours), min(floor, self.site.now))

    # -- the desk and the list --------------------------------------------------------------------------------------

    @rule(at=ANY, what=st.sampled_from(sorted(SETTLED)))
    def settle(self, at: int, what: str) -> None:
        kind, fields = SETTLED[what]
        self.act(lambda: self.site.settle(kind, [self.one("duty", at)], fields))

    @has("duty", FOUND, ACCEPTED)
    @rule(at=ANY, other=ANY)
    def merge(self, at: int, other: int) -> None:
        self.act(lambda: self.site.merge(self.one("duty", at), self.one("duty", other)))

    @has("duty", ACCEPTED)
    @rule()
    def sign(self) -> None:
        self.act(self.site.sign)

    @has("duty", LIVE)
    @rule(at=ANY)
    def withdraw(self, at: int) -> None:
        self.act(lambda: self.site.withdraw(self.one("duty", at)))

    @rule(back=st.integers(1, 6), person=PEOPLE)
    def undo(self, back: int, person: int) -> None:
        self.act(lambda: self.site.undo(self.site.entries[-min(back, len(self.site.entries))], person))

    # -- a turn -----------------------------------------------------------------------------------------------------

    @has("duty", LIVE)
    @rule(months=st.integers(0, 2), length=st.sampled_from([1, 3]))
    def open_turn(self, months: int, length: int) -> None:
        start = self.site.today.replace(day=1)
        for _ in range(months):
            start = (start - timedelta(days=1)).replace(day=1)
        last = start
        for _ in range(length):
            last = (last.replace(day=28) + timedelta(days=4)).replace(day=1)
        self.act(lambda: self.site.open_turn(start, last - timedelta(days=1)))

    @has("turn")
    @rule(at=ANY)
    def close_turn(self, at: int) -> None:
        self.act(lambda: self.site.close_turn(self.one("turn", at)))

    @has("return")
    @rule(at=ANY, who=st.integers(0, 1), ago=st.sampled_from([-1, 0, 0, 1, 9, 120]), words=st.sampled_from("甲乙丙"))
    def give(self, at: int, who: int, ago: int, words: str) -> None:
        row = self.one("return", at)
        people = REPORTS[self.site.states[row]["unit"]]
        self.act(lambda: self.site.give(row, people[who % len(people)], self.site.today - timedelta(days=ago), words))

    @has("return", "given", "query", "back", "accepted")
    @rule(at=ANY, who=MOSTLY_CHECKERS, verdict=st.sampled_from(["accepted", "back", "query"]), reason=st.sampled_from(["", "未附台账"]))
    def check(self, at: int, who: int, verdict: str, reason: str) -> None:
        rows = [r for r in self.site.all("return") if self.site.states[r]["status"] != "asked" or at % 9 == 0]
        self.act(lambda: self.site.check(rows[at % len(rows)], who, verdict, reason))

    # -- asked by one, decided by another ---------------------------------------------------------------------------

    @has("duty", LIVE)
    @rule(at=ANY, who=PEOPLE, later=st.sampled_from([-5, 30, 200]), reason=st.sampled_from(["", "汛期", "汛期"]))
    def ask_extension(self, at: int, who: int, later: int, reason: str) -> None:
        in_time = [s for s, state in self.duties() if state["status"] == LIVE and (state["last_day"] or "") >= self.site.today.isoformat()]
        duty = in_time[at % len(in_time)] if in_time and at % 5 else self.one("duty", at)
        last = day_in(self.site.states[duty]["last_day"]) or self.site.today
        fields = {"reason": reason, "asked_on": self.site.today.isoformat(), "wanted": (last + timedelta(days=later)).isoformat()}
        self.act(lambda: self.site.apply("extension", duty, who, fields))

    @has("duty", LIVE)
    @rule(at=ANY, who=PEOPLE)
    def propose_transfer(self, at: int, who: int) -> None:
        duty = self.one("duty", at)
        lead = self.site.states[duty]["lead"]
        other = SOUTH if lead == NORTH else NORTH
        self.act(lambda: self.site.apply("transfer", duty, who, {"from_unit": lead, "to_unit": other, "to_post": POST[other], "consented_on": None}))

    @has("duty", LIVE)
    @rule(at=ANY, who=PEOPLE)
    def apply_for_closing(self, at: int, who: int) -> None:
        self.act(lambda: self.site.apply("closing", self.one("duty", at), who, {"checklist": {}, "reason": ""}))

    @has("transfer")
    @rule(at=ANY, who=PEOPLE)
    def consent(self, at: int, who: int) -> None:
        self.act(lambda: self.site.consent(self.one("transfer", at), who))

    @precondition(lambda self: any(self.site.all(kind) for kind in ("extension", "transfer", "closing")))
    @rule(at=ANY, who=MOSTLY_CHECKERS, yes=st.sampled_from([True, True, False]), days=st.sampled_from([-40, 0, 0, 15]), reason=st.sampled_from(["", "同意"]), all_yes=st.sampled_from([True, True, False]))
    def decide(self, at: int, who: int, yes: bool, days: int, reason: str, all_yes: bool) -> None:
        rows = [row for kind in ("extension", "transfer", "closing") for row in self.site.all(kind)]
        waiting = [row for row in rows if not self.site.states[row]["decided_on"]]
        among = waiting if waiting and at % 5 else rows
        row = among[at % len(among)]
        kind = row.partition(":")[0]
        fields: dict[str, Any] = {}
        if kind == "extension" and days:
            fields = {"new_day": (date.fromisoformat(self.site.states[row]["wanted"]) + timedelta(days=days)).isoformat()}
        if kind == "closing":
            fields = {"verdict": ("done", "no-longer")[at % 2], "checklist": ALL_YES if all_yes else {}, "reason": reason}
        self.act(lambda: self.site.grant(kind, row, who, fields) if yes else self.site.refuse(kind, row, who))

    @has("duty", LIVE)
    @rule(at=ANY, who=PEOPLE, waits=st.booleans())
    def ask_outside(self, at: int, who: int, waits: bool) -> None:
        self.act(lambda: self.site.ask_outside(self.one("duty", at), who, waits))

    @has("ask")
    @rule(at=ANY, who=PEOPLE)
    def answer_ask(self, at: int, who: int) -> None:
        self.act(lambda: self.site.answer_ask(self.one("ask", at), who))

    @has("duty", "done", "no-longer", field="closed_as")
    @rule(at=ANY, who=st.sampled_from(CHECKERS))
    def resume(self, at: int, who: int) -> None:
        self.act(lambda: self.site.resume(self.closed_or_any(at), who))

    def closed_or_any(self, at: int) -> str:
        closed = [s for s, state in self.duties() if state["closed_on"]]
        return closed[at % len(closed)] if at % 5 else self.one("duty", at)

    @has("duty", True, field="provisional")
    @rule(at=ANY, days=st.integers(1, 3))
    def make_certain(self, at: int, days: int) -> None:
        duty = self.one("duty", at)
        if last := day_in(self.site.states[duty]["last_day"]):
            self.act(lambda: self.site.make_certain(duty, last + timedelta(days=days)))

    # -- taking away, and printing ----------------------------------------------------------------------------------

    @precondition(lambda self: len(self.site.entries) > 12)
    @rule(document=st.integers(1, 2))
    def remove(self, document: int) -> None:
        silenced: set[str] = set()
        if self.act(lambda: silenced.update(self.site.remove(document))):
            self.known = [(moment, {s: state for s, state in states.items() if s not in silenced}) for moment, states in self.known]
            self.printed = [(day, moment, rows) for day, moment, rows in self.printed if not rows & silenced]

    @rule(ago=st.sampled_from([0, 1, 30]))
    def print_a_number(self, ago: int) -> None:
        day = (self.site.today - timedelta(days=ago)).isoformat()
        moment = self.site.moment()
        self.printed.append((day, moment, self.red_on(day, moment)))

    def red_on(self, day: str, moment: str) -> frozenset[str]:
        """The live duties that are red on a day, as known at a moment: the rows of a number that a paper prints. What lost the entry that brought it about is no row."""
        states = tracking.fold(self.site.entries, as_of=day, known_on=moment)
        lives = {s: state for s, state in states.items() if s.startswith("duty:") and "campaign" in state and state.get("status") == LIVE}
        return frozenset(s for s, state in lives.items() if self.colour(state, date.fromisoformat(day)) == RED)

    @staticmethod
    def colour(state: tracking.State, day: date) -> str:
        facts = Facts(last_day=day_in(state.get("last_day")), closed_on=day_in(state.get("closed_on")), waits=bool(state.get("waits")))
        return light_of(facts, day, RULES, plain_days).colour

    # -- the invariants of the design, by name ----------------------------------------------------------------------

    def duties(self) -> Iterator[tuple[str, dict[str, Any]]]:
        return ((s, state) for s, state in self.site.states.items() if s.startswith("duty:"))

    @invariant()
    def no_duty_without_an_anchor_in_a_text_or_a_named_hand(self) -> None:
        for subject, state in self.duties():
            assert state["status"] == REMOVED or state["sources"] or state["hand"], subject

    @invariant()
    def none_live_without_an_owner(self) -> None:
        for subject, state in self.duties():
            assert state["status"] != LIVE or (state["lead"] and state["owner_post"]), subject
            assert state["status"] != LIVE or not self.site.paired, "posts of a pair were never named"

    @invariant()
    def reporter_and_checker_differ(self) -> None:
        reporters: dict[str, int] = {}
        for entry in tracking.standing(self.site.entries):
            sets = (entry.payload or {}).get("set", {})
            if entry.kind == "return.given":
                reporters |= {row: fields["person"] for row, fields in sets.items()}
            elif entry.kind == "return.checked":
                check = next(fields for subject, fields in sets.items() if subject.startswith("check:"))
                assert check["person"] != reporters[f"return:{check['return_row']}"], entry.number
                assert check["verdict"] != "back" or check["reason"]

    @invariant()
    def who_asks_does_not_decide_and_nothing_is_decided_twice(self) -> None:
        decided: set[str] = set()
        for entry in self.site.entries:
            for subject, fields in (entry.payload or {}).get("set", {}).items():
                if fields.get("decided_on"):
                    assert subject not in decided and fields["decided_by"] != self.site.states[subject]["person"], subject
                    decided.add(subject)

    @invariant()
    def a_deadline_moves_only_by_an_approved_extension_the_old_one_kept(self) -> None:
        for subject, state in self.duties():
            if state["status"] != REMOVED:
                self.deadline_of(subject)

    def deadline_of(self, subject: str) -> None:
        """Walks through a duty's life, an entry at a time."""
        state: dict[str, Any] = {}
        for entry in tracking.standing(self.site.entries):
            fields = (entry.payload or {}).get("set", {}).get(subject)
            if fields is None:
                continue
            now = state | fields
            if state.get("status") == LIVE and state["last_day"] and now["last_day"] != state["last_day"]:
                granted = entry.kind == "extension.granted" and now["last_day"] > state["last_day"] and now["original_day"] == (state["original_day"] or state["last_day"])
                assert granted or (entry.kind == "due.computed" and state["provisional"]), (subject, entry.number, entry.kind)
            if state.get("original_day") and now["original_day"] != state["original_day"]:
                assert entry.kind == "due.computed" and state["provisional"], (subject, entry.number, entry.kind)
            state = now

    @invariant()
    def state_is_the_fold_of_the_log(self) -> None:
        assert self.site.states == tracking.fold(self.site.entries)

    @invariant()
    def the_last_word_stands(self) -> None:
        """On whatever days it happened, what was recorded last of a thing is what the thing is."""
        said: dict[str, dict[str, Any]] = {}
        for entry in tracking.standing(self.site.entries):
            for subject, fields in (entry.payload or {}).get("set", {}).items():
                said[subject] = {**said.get(subject, {}), **fields}
        assert self.site.states == said

    @invariant()
    def nothing_recorded_later_changes_what_was_known(self) -> None:
        if not self.site.entries:
            return
        latest = self.site.entries[-1].recorded_at
        if self.known and self.known[-1][0] == latest:     # two entries of one moment are known together
            self.known.pop()
        self.known.append((latest, dict(self.site.states)))
        moment, states = self.known[len(self.site.entries) * 7 % len(self.known)]
        now = tracking.fold(self.site.entries, known_on=moment)
        assert {s: now.get(s) for s in states} == states

    @invariant()
    def every_printed_number_is_the_same_rows_when_it_is_counted_again(self) -> None:
        for day, moment, rows in self.printed[-2:]:
            assert self.red_on(day, moment) == rows

    def teardown(self) -> None:
        """The chain is whole, and as known at any moment the log says what it said then."""
        assert tracking.verify(self.site.entries, self.site.head).is_whole
        for moment, states in self.known[::3]:
            now = tracking.fold(self.site.entries, known_on=moment)
            assert {s: now.get(s) for s in states} == states

    @invariant()
    def the_timeline_says_on_every_day_what_the_fold_says(self) -> None:
        subjects = sorted(self.site.states)
        subject = subjects[len(self.site.entries) * 5 % len(subjects)] if subjects else "duty:1"
        stretches = timeline(self.site.entries, subject)
        for ago in (0, 2, 40):
            day = (self.site.today - timedelta(days=ago)).isoformat()
            held = [s for s in stretches if s.since <= day]
            assert (held[-1].state if held else None) == tracking.fold_subject(self.site.entries, subject, as_of=day)

    @invariant()
    def a_period_is_asked_for_once_and_what_waits_or_is_closed_is_not_late(self) -> None:
        slots = [(state["duty"], state["period"]) for s, state in self.site.states.items() if s.startswith("return:") and state["period"]]
        assert len(slots) == len(set(slots))
        for subject, state in self.duties():
            if state["status"] == LIVE and (state["waits"] or state["closed_on"]):
                assert self.colour(state, max(self.site.today, day_in(state["closed_on"]) or FIRST)) != RED, subject
                assert not ask_for(self.site.owed(subject), FIRST, max(self.site.today, day_in(state["closed_on"]) or FIRST)).is_asked

    @invariant()
    def what_waits_waits_on_something(self) -> None:
        waiting = {state["duty"] for s, state in self.site.states.items() if s.startswith("ask:") and state["waits"] and not state["answered_on"]}
        for subject, state in self.duties():
            assert state["status"] == REMOVED or state["waits"] == (number(subject) in waiting), subject

    @invariant()
    def what_was_closed_stays_on_record(self) -> None:
        for subject, state in self.duties():
            closings = [s for s in (self.site.states[c] for c in self.site.all("closing", duty=number(subject))) if s["verdict"] in ("done", "no-longer")]
            assert state["status"] == REMOVED or bool(state["closed_on"]) == any(not c.get("resumed_on") for c in closings), subject


TestWhateverIsDone = WhateverIsDone.TestCase
TestWhateverIsDone.settings = settings(max_examples=SEQUENCES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck))
