"""Whatever people do in a turn, in whatever order, through the site's own actions: what is refused leaves nothing, and every table says what the log says.

Some dozens of sequences in `make test`, a thousand in `make soak`; on both databases.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.turns.conftest import Signed
from tests.web.turns.test_turning import opened

from luoshi.errors import LuoshiError
from luoshi.tracking.kinds import LIVE
from luoshi.tracking.turn_rules import CHECKLIST
from luoshi.web import clock
from luoshi.web.documents.models import Document
from luoshi.web.documents.removing import remove
from luoshi.web.ledger.actions import deciding, settling, signing, turning
from luoshi.web.ledger.actions.giving import Answered, give_together
from luoshi.web.ledger.actions.sheets import read_files, sheet_of, take_in
from luoshi.web.ledger.actions.ticking import set_plan, tick
from luoshi.web.ledger.models import Ask, Check, Closing, Duty, DutyGram, Extension, Return, Transfer, Turn
from luoshi.web.ledger.queries import duties_open_to
from luoshi.web.ledger.seeing.board import lights_by_unit, put_in
from luoshi.web.ledger.seeing.lighting import AsOf, counts, live_on
from luoshi.web.ledger.seeing.searching import search
from luoshi.web.ledger.turns.queries import returns_open_to, to_check
from luoshi.web.log.actions import DoneBefore, undo
from luoshi.web.log.models import Entry
from luoshi.web.log.queries import verify_chain
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting
from luoshi.web.people.models import Person, Post

SEQUENCES = 1000 if os.environ.get("LUOSHI_SOAK") == "1" else 20
PEOPLE = ("li", "zhao", "wang", "chen", "he")
WHO = st.integers(0, 9)
"""Of those who may, mostly; of all, now and then."""
ACTS = (
    "open", "open", "give", "give", "give", "give", "give all", "sheet", "check", "check", "check", "extend", "decide extension", "hand on", "consent", "decide transfer", "ask", "answer",
    "apply", "close", "resume", "close turn", "edit", "withdraw", "sign", "undo", "tick", "plan", "remove", "again",
)  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 60), WHO, st.sampled_from([-4, 0, 0, 1, 5, 12, 33])), min_size=10, max_size=24)
"""(what is done, about which thing, by whom, how many days later)."""


class Played:
    """A signed campaign in whose turn acts are played."""

    def __init__(self, signed: Signed) -> None:
        self.signed, self.campaign = signed, signed.made.campaign
        self.people = {name: Person.objects.get(username=name) for name in PEOPLE}
        self.now = datetime(2018, 12, 20, 9)
        self.printed: list[tuple[AsOf, set[int]]] = []
        opened(signed, at=self.now.isoformat())
        self.before = fingerprint()

    def play(self, act: str, at: int, who: int, days: int) -> None:
        """One act at its time; what is refused leaves every table as it was."""
        self.now += timedelta(days=days, minutes=7)
        with clock.at(self.now.isoformat()):
            try:
                with transaction.atomic():
                    getattr(self, act.replace(" ", "_"))(at, who)
            except (LuoshiError, DoneBefore):
                assert fingerprint() == self.before, act
                return
            self.before = fingerprint()
            self.print_a_number(at)
            self.board_is_true()

    def told(self, who: int, *usual: str) -> dict[str, Any]:
        """Who does it: mostly somebody who may."""
        person = self.people[usual[who % len(usual)] if who < 8 else PEOPLE[who * 3 % len(PEOPLE)]]
        return {"by": acting(person), "person": person}

    def clerk_of(self, unit: int | None) -> str:
        return {self.signed.cast.north.pk: "wang", self.signed.cast.south.pk: "chen"}.get(unit or 0, "li")

    def pick(self, rows: Any, at: int) -> Any:
        found = list(rows.order_by("pk"))
        if not found:
            raise Nothing
        return found[at % len(found)]

    def duty(self, at: int) -> Duty:
        """A live one, mostly."""
        return self.pick(Duty.objects.all() if at % 7 == 0 else Duty.objects.filter(status=LIVE), at)

    # -- acts -------------------------------------------------------------------------------------------------------

    def open(self, at: int, who: int) -> None:
        first = (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)
        last = clock.today().replace(day=1) - timedelta(days=1)
        if at % 3 == 0:
            first = (first - timedelta(days=1)).replace(day=1)
        turning.open_turn(self.campaign, first, last, clock.today() + timedelta(days=at % 9), **self.told(who, "li", "zhao"))

    def answer_of(self, at: int) -> dict[str, Any]:
        days = (None, clock.today() - timedelta(days=at), clock.today() + timedelta(days=1))[(at % 9) // 4]
        return {"state": ("going", "done", "stuck", "fine")[at % 4 - (at % 4 == 3 and at % 8 != 3)], "words": f"进展{at % 5}", "figure": str(at), "figure_unit": "处", "happened_on": days}

    def give(self, at: int, who: int) -> None:
        row = self.pick(Return.objects.all() if at % 6 == 0 else Return.objects.exclude(status="accepted"), at)
        evidence = [{"name": f"台账{at % 3}.txt", "content": f"台账{at % 3}".encode(), "dated": clock.today()}] if at % 2 else None
        turning.give_return(row, self.answer_of(at), **self.told(who, self.clerk_of(row.unit_id), "li"), evidence=evidence)

    def give_all(self, at: int, who: int) -> None:
        rows = list(Return.objects.exclude(status="accepted").select_related("turn__campaign", "duty").order_by("pk"))[: 1 + at % 4]
        if not rows:
            raise Nothing
        give_together([Answered(row, self.answer_of(at + n)) for n, row in enumerate(rows)], **self.told(who, "li"))

    def sheet(self, at: int, who: int) -> None:
        """The sheet of a unit comes back as it went out, and again: nothing is to be taken in."""
        turn, unit, told = self.pick(Turn.objects.all(), at), self.signed.cast.north, self.told(who, "li")
        plan = read_files(turn, [("北河.xlsx", sheet_of(turn, unit, told["person"]))], told["person"])
        assert take_in(turn, plan.rows, **told) == (0, [])
        raise Nothing

    def check(self, at: int, who: int) -> None:
        row = self.pick(Return.objects.all() if at % 6 == 0 else Return.objects.filter(given_count__gt=0), at)
        turning.check_return(row, ("accepted", "back", "query", "back")[at % 4], **self.told(who, "he"), reason="未附台账" if at % 5 else "")

    def extend(self, at: int, who: int) -> None:
        duty = self.pick(Duty.objects.filter(status=LIVE, last_day__isnull=False), at)
        deciding.ask_extension(duty, duty.last_day + timedelta(days=at * 3 - 9), "汛期延后" if at % 5 else "", **self.told(who, self.clerk_of(duty.lead_id)))

    def decide_extension(self, at: int, who: int) -> None:
        row, told = self.pick(Extension.objects.all(), at), self.told(who, "he", "zhao")
        if at % 3 == 0:
            deciding.refuse_extension(row, "理由不充分", **told)
        else:
            deciding.grant_extension(row, **told, new_day=row.wanted + timedelta(days=at - 20) if at % 2 else None, scored_on_new=bool(at % 4))

    def hand_on(self, at: int, who: int) -> None:
        duty, cast = self.duty(at), self.signed.cast
        to = cast.south if duty.lead_id != cast.south.pk else cast.north
        deciding.propose_transfer(duty, to, Post.objects.filter(unit=to)[0], "划转" if at % 5 else "", **self.told(who, self.clerk_of(duty.lead_id)))

    def consent(self, at: int, who: int) -> None:
        row = self.pick(Transfer.objects.all(), at)
        deciding.consent_to_transfer(row, **self.told(who, self.clerk_of(row.to_unit_id)))

    def decide_transfer(self, at: int, who: int) -> None:
        row, told = self.pick(Transfer.objects.all(), at), self.told(who, "he", "zhao")
        if at % 3:
            deciding.approve_transfer(row, **told)
        else:
            deciding.refuse_transfer(row, "不同意", **told)

    def ask(self, at: int, who: int) -> None:
        duty = self.duty(at)
        deciding.send_ask(duty, "省财政厅", "函9号" if at % 5 else "", **self.told(who, self.clerk_of(duty.lead_id)), waits=bool(at % 4))

    def answer(self, at: int, who: int) -> None:
        row = self.pick(Ask.objects.all(), at)
        deciding.answer_ask(row, ("granted", "partly", "refused", "")[at % 4], "同意", **self.told(who, self.clerk_of(row.unit_id)))

    def apply(self, at: int, who: int) -> None:
        duty = self.duty(at)
        evidence = [{"name": "验收.txt", "content": b"ok"}] if at % 2 else []
        deciding.apply_closing(duty, "全部完成", **self.told(who, self.clerk_of(duty.lead_id)), evidence=evidence)

    def close(self, at: int, who: int) -> None:
        row, told = self.pick(Closing.objects.all(), at), self.told(who, "he", "zhao")
        if at % 4 == 0:
            deciding.refuse_closing(row, "证据不足", **told)
        else:
            deciding.close_duty(row, ("done", "no-longer")[at % 2], **told, checklist=dict.fromkeys(CHECKLIST, at % 5 > 0), reason="批准撤渡" if at % 3 else "")

    def resume(self, at: int, who: int) -> None:
        rows = Duty.objects.filter(closed_on__isnull=False) if at % 5 else Duty.objects.all()
        deciding.resume_duty(self.pick(rows, at), "漏报" if at % 4 else "", **self.told(who, "he"))

    def close_turn(self, at: int, who: int) -> None:
        turning.close_turn(self.pick(Turn.objects.all(), at), **self.told(who, "li"))

    def edit(self, at: int, who: int) -> None:
        typed = ({"note": str(at)}, {"due": "2020年"}, {"lead": "南河"}, {"lead": "北河"}, {"words": f"改写{at}，"}, {"owner_post": ""})[at % 6]
        settling.edit(self.duty(at), typed, **self.told(who, "li"))

    def withdraw(self, at: int, who: int) -> None:
        signing.withdraw(self.duty(at), why="不再执行", **self.told(who, "zhao"))

    def sign(self, at: int, who: int) -> None:
        signing.sign(self.campaign, **self.told(who, "zhao"))

    def undo(self, at: int, who: int) -> None:
        entry = self.pick(Entry.objects.filter(chain=self.campaign.chain).exclude(kind="return.asked"), -1 - at % 4)
        undo(entry, by=acting(self.people["li"]))

    def tick(self, at: int, who: int) -> None:
        if not any(tick().values()):
            raise Nothing
        assert not any(tick().values()), "a second tick does nothing"

    def plan(self, at: int, who: int) -> None:
        set_plan(self.campaign, ("monthly", "quarterly", "daily")[at % 3], 1 + at, **self.told(who, "li"))

    def remove(self, at: int, who: int) -> None:
        if at % 3:      # seldom: little can be done afterwards
            raise Nothing
        remove(self.pick(Document.objects.all(), at), why="误传" if at % 2 else "", **self.told(who, "zhao"))
        self.printed.clear()

    def again(self, at: int, who: int) -> None:
        """The same act sent twice is written once."""
        row = self.pick(Return.objects.exclude(status="accepted"), at)
        told = self.told(0, self.clerk_of(row.unit_id))
        turning.give_return(row, {"state": "going"}, **told, once=f"once:{row.pk}")
        entries = Entry.objects.count()
        with pytest.raises((DoneBefore, LuoshiError)), transaction.atomic():
            turning.give_return(Return.objects.get(pk=row.pk), {"state": "going"}, **told, once=f"once:{row.pk}")
        assert Entry.objects.count() == entries

    # -- what holds afterwards --------------------------------------------------------------------------------------

    def print_a_number(self, at: int) -> None:
        """How many duties are live on a day, as known now: the same whenever it is counted again."""
        known = AsOf(clock.today() - timedelta(days=at % 20), clock.now())
        if not Entry.objects.filter(chain=self.campaign.chain, recorded_at__gt=clock.now()).exists():     # the clock was set back: what is known lies ahead
            self.printed.append((known, rows_of(known)))

    def board_is_true(self) -> None:
        """The sums that are carried on from one entry to the next are those that are counted anew."""
        for at in (AsOf(date(2019, 1, 31)), AsOf(date(2018, 12, 24))):
            assert lights_by_unit(self.campaign, self.people["zhao"], at) == put_in({}, counts(live_on(at), at, "lead", "theme"))

    def hold(self) -> None:
        """Every table says what the log says, and every invariant of the design holds."""
        assert list(differences()) == []
        assert verify_chain(self.campaign.chain).is_whole
        for duty in Duty.objects.exclude(status="removed"):
            assert duty.sources or duty.hand_id
            assert duty.status != LIVE or (duty.lead_id and duty.owner_post_id)
            assert not duty.last_day or not duty.original_day or duty.last_day == duty.original_day or duty.extensions.filter(verdict="granted", new_day=duty.last_day).exists()
            assert duty.waits == duty.asks.filter(waits=True, answered_on__isnull=True).exists()
        for check in Check.objects.select_related("return_row"):
            givings = list(Entry.objects.filter(touches__subject=check.return_row.subject, kind="return.given").order_by("number"))
            assert givings[check.giving - 1].person != check.person_id
        for kind in (Extension, Transfer, Closing):
            assert not any(row.decided_by_id == row.person_id for row in kind.objects.filter(decided_on__isnull=False))
        for at, rows in self.printed:
            assert rows_of(at) == rows
        self.nothing_leaves()

    def nothing_leaves(self) -> None:
        """A province sees its own duties and those it leads, supports or said, and no other in any count, search or queue."""
        for name, unit in (("wang", self.signed.cast.north.pk), ("chen", self.signed.cast.south.pk)):
            person = self.people[name]
            own = {duty.pk for duty in Duty.objects.all() if unit in (duty.lead_id, duty.unit_id, *duty.supports)}
            assert set(duties_open_to(person).values_list("pk", flat=True)) <= own
            assert {duty.pk for duty in search(person, "2018年").rows} | {duty.pk for duty in search(person, "制").rows} <= own
            assert {row.unit_id for row in returns_open_to(person)} <= {unit}
            assert not to_check(person, self.campaign).exists()


class Nothing(LuoshiError):
    """There is nothing to do this with."""

    def __init__(self) -> None:
        super().__init__("没有可做的。", "There is nothing to do this with.")


def rows_of(at: AsOf) -> set[int]:
    return set(live_on(at).values_list("subject", flat=True))


def fingerprint() -> str:
    """A digest of every row of every table of the site; the pairs of words follow from the words."""
    digest = sha256()
    for model in apps.get_models():
        if model is not DutyGram and model._meta.app_label in ("log", "people", "documents", "ledger"):
            digest.update(repr(sorted(map(repr, model._default_manager.values_list()))).encode())
    return digest.hexdigest()


@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_whatever_is_done_in_a_turn_every_table_says_what_the_log_says(signed: Signed, steps: list[tuple[str, int, int, int]]) -> None:
    with transaction.atomic():
        played = Played(signed)
        for act, at, who, days in steps:
            played.play(act, at, who, days)
        with clock.at(played.now.isoformat()):
            played.hold()
        transaction.set_rollback(True)
