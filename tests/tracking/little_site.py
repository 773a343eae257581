"""The site without its tables: the same acts, as entries over the pure core, with the same people and the same days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from luoshi import tracking
from luoshi.errors import ActRefused
from luoshi.tracking.asking import RARELY, Owed, ask_for
from luoshi.tracking.kinds import ACCEPTED, FOUND, LIVE, MERGED, REJECTED, REMOVED, WITHDRAWN, WORDLESS
from luoshi.tracking.turn_rules import CHECKLIST

NATION, NORTH, SOUTH = 1, 2, 3
LI, ZHAO, WANG, CHEN, HE, GU = 1, 2, 3, 4, 5, 6
"""Clerk and head of the nation; clerks of the provinces; two checkers of the nation, of whom Gu reports for the north as well."""
REPORTS = {NORTH: (WANG, GU), SOUTH: (CHEN,)}
CHECKERS = (HE, GU)
POST = {NORTH: 12, SOUTH: 13}
FIRST = date(2018, 9, 3)
START = datetime(2018, 9, 3, 1, tzinfo=UTC)
"""Nine in the morning where the office is."""
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"
CHAIN = "campaign:1"
BLANK: dict[str, Any] = {
    "campaign": 1, "document": 1, "status": FOUND, "words": "", "due": "", "last_day": None, "rhythm": "", "sources": [], "hand": None, "lead": None, "owner_post": None, "into": None, "why": "", "list": None,
    "listed_number": None, "original_day": None, "score_day": None, "provisional": False, "closed_on": None, "closed_as": "", "waits": False,
}  # fmt: skip
Fields = Mapping[str, Any]


@dataclass
class LittleSite:
    """A campaign with its log, and what the tables would say."""

    paired: bool = False
    now: datetime = START
    entries: list[tracking.Entry] = field(default_factory=list)
    states: dict[str, dict[str, Any]] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    # -- the log ----------------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The day where the office is."""
        return (self.now + timedelta(hours=8)).date()

    @property
    def head(self) -> tracking.Head:
        return tracking.Head(self.entries[-1].number, self.entries[-1].digest) if self.entries else tracking.Head()

    def record(self, kind: str, changes: Mapping[str, Fields], by: int, *, happened: date | None = None, touches: Iterable[str] = (), **said: Any) -> tracking.Entry:
        """One entry, and what it changes: as `log.actions.record` does it."""
        payload = {"set": {subject: dict(fields) for subject, fields in changes.items()}, **said}
        moment = self.moment_after(self.entries[-1].recorded_at if self.entries else "")
        day = (happened or max([self.today, *(date.fromisoformat(d) for d in map(self.last_day, changes) if d)])).isoformat()
        entry = tracking.append(self.head, tracking.Entry(CHAIN, 0, kind, tuple(dict.fromkeys([*changes, *touches])), day, moment, tracking.By(by), payload, "", ""))
        before = {subject: self.states.get(subject) for subject in entry.subjects}
        after = {subject: self._after(entry, subject) for subject in entry.subjects}
        tracking.check(entry, before, after, paired=self.paired)
        self.entries.append(entry)
        for subject in entry.subjects:
            if subject in changes or kind == "undone":
                self._keep(subject, after[subject])
        return entry

    def moment(self) -> str:
        """The moment as it is recorded."""
        return self.now.strftime(MOMENT)

    def moment_after(self, last: str) -> str:
        """The moment; where the clock was set back, the one after the last."""
        if self.moment() >= last:
            return self.moment()
        return (datetime.strptime(last, MOMENT) + timedelta(microseconds=1)).strftime(MOMENT)

    def last_day(self, subject: str) -> str:
        """The day of the latest thing known of a subject; '' where nothing is."""
        return max((e.happened_on for e in self.entries if subject in e.subjects), default="")

    def _after(self, entry: tracking.Entry, subject: str) -> tracking.State | None:
        late = entry.kind == "undone" or (subject in (entry.payload or {})["set"] and self.last_day(subject) > entry.happened_on)
        if late:
            return tracking.fold_subject([*self.entries, entry], subject)
        return tracking.step(self.states.get(subject), entry, subject)

    def _keep(self, subject: str, state: tracking.State | None) -> None:
        self.states.pop(subject, None)
        if state is not None:
            self.states[subject] = dict(state)

    def new(self, kind: str) -> str:
        self.last[kind] = self.last.get(kind, 0) + 1
        return f"{kind}:{self.last[kind]}"

    def all(self, kind: str, **where: Any) -> list[str]:
        """The subjects of a type with these values, in order."""
        found = [s for s, state in self.states.items() if s.startswith(f"{kind}:") and all(state.get(name) == value for name, value in where.items())]
        return sorted(found, key=number)

    def undo(self, entry: tracking.Entry, by: int) -> None:
        """As `log.actions.undo`."""
        undone = entry
        while undone.kind == "undone":
            undone = self.entries[(undone.payload or {})["undoes"] - 1]
        touching = [e for e in self.entries if set(e.subjects) & set(entry.subjects)]
        void = tracking.void_numbers(touching)
        stands = [e for e in touching if e.kind != "undone" and e.number not in void]
        if not tracking.KINDS[undone.kind].undoable or (entry.kind != "undone" and entry not in stands):
            raise ActRefused.not_undoable()
        if stands and stands[-1].number > entry.number:
            raise ActRefused.changed_since("")
        self.record("undone", {}, by, touches=entry.subjects, undoes=entry.number)

    # -- the desk and the list --------------------------------------------------------------------------------------

    def read(self, document: int, duties: Sequence[Fields]) -> None:
        """A document is read: each duty found stands on its words."""
        fresh = {self.new("duty"): BLANK | {"document": document, "sources": [{"version": document, "start": n, "end": n + 1}]} | duty for n, duty in enumerate(duties)}
        self.record("version.read", {f"version:{document}": {"status": "read"}, f"document:{document}": {"title": "意见"}} | fresh, LI)

    def settle(self, kind: str, duties: Sequence[str], fields: Fields) -> None:
        self.record(kind, dict.fromkeys(duties, fields), LI)

    def merge(self, first: str, other: str) -> None:
        if first == other or not {self.states[duty]["status"] for duty in (first, other)} <= {FOUND, ACCEPTED}:
            raise ActRefused.settled(self.states[other]["status"])
        places = {(s["version"], s["start"], s["end"]): s for duty in (first, other) for s in self.states[duty]["sources"]}
        self.record("duty.merged", {first: {"sources": [places[p] for p in sorted(places)]}, other: {"status": MERGED, "into": number(first)}}, LI)

    def sign(self) -> None:
        ready = [*self.all("duty", status=ACCEPTED), *self.all("duty", status=LIVE)]
        if not ready:
            raise ActRefused.incomplete("", "")
        row, following = self.new("list"), 1 + max([s["listed_number"] or 0 for s in self.states.values() if "listed_number" in s])
        listed: dict[str, dict[str, Any]] = {}
        for duty in ready:
            state = self.states[duty]
            listed[duty] = {"status": LIVE, "list": number(row), "listed_number": state["listed_number"] or following}
            following += state["listed_number"] is None
            if state["last_day"] and not state["original_day"]:
                listed[duty] |= {"original_day": state["last_day"], "score_day": state["last_day"]}
        self.record("list.signed", {row: {"campaign": 1, "number": number(row), "signed_on": self.today.isoformat()}, **listed}, ZHAO)

    def withdraw(self, duty: str) -> None:
        if self.states[duty]["status"] != LIVE:
            raise ActRefused.settled("")
        self.record("duty.withdrawn", {duty: {"status": WITHDRAWN, "why": "不再执行"}}, ZHAO)

    # -- a turn -----------------------------------------------------------------------------------------------------

    def owed(self, duty: str) -> Owed:
        """A live duty as far as asking goes."""
        state = self.states[duty]
        rows = [self.states[r] for r in self.all("return", duty=number(duty))]
        signed = self.states[f"list:{state['list']}"]["signed_on"] if state["list"] else FIRST.isoformat()
        return Owed(
            date.fromisoformat(signed), day_in(state["last_day"]), state["rhythm"], day_in(state["closed_on"]), state["waits"], slots=tuple(r["period"] for r in rows if r["period"]),
            silent_turns=1 if rows else RARELY,
        )  # fmt: skip

    def open_turn(self, first: date, last: date) -> None:
        if any((s["first"], s["last"]) == (first.isoformat(), last.isoformat()) for s in (self.states[t] for t in self.all("turn"))):
            raise ActRefused.incomplete("", "")
        turn, happened = self.new("turn"), min(first, self.today)
        asked: dict[int, dict[str, dict[str, Any]]] = {}
        for duty in self.all("duty", status=LIVE):
            answer = ask_for(self.owed(duty), first, last)
            for name in [p.name for p in answer.periods] or [""] if answer.is_asked else []:
                slot = {"turn": number(turn), "duty": number(duty), "unit": self.states[duty]["lead"], "period": name, "why": answer.reason, "status": "asked", "given_count": 0, "times_back": 0, "person": None}
                asked.setdefault(self.states[duty]["lead"], {})[self.new("return")] = slot
        self.record("turn.opened", {turn: {"campaign": 1, "first": first.isoformat(), "last": last.isoformat(), "closed_on": None}}, LI, happened=happened)
        for rows in asked.values():
            self.record("return.asked", rows, LI, happened=happened, touches=[turn])

    def close_turn(self, turn: str) -> None:
        if self.states[turn]["closed_on"]:
            raise ActRefused.incomplete("", "")
        self.record("turn.closed", {turn: {"closed_on": self.today.isoformat()}}, LI)

    def give(self, row: str, person: int, happened: date, words: str) -> None:
        """An answer; what replaces an earlier one, or follows its check, does not come before it."""
        state = self.states[row]
        if happened > self.today:
            raise ActRefused.incomplete("", "")
        fields = {"state": "going", "words": words, "happened_on": happened.isoformat(), "status": "given", "given_on": self.today.isoformat(), "given_count": state["given_count"] + 1, "person": person}
        day = max(happened, date.fromisoformat(self.last_day(row))) if state["given_count"] else happened
        self.record("return.given", {row: fields}, person, happened=day, touches=[f"duty:{state['duty']}"])

    def check(self, row: str, person: int, verdict: str, reason: str) -> None:
        state = self.states[row]
        check = {"return_row": number(row), "unit": NATION, "verdict": verdict, "giving": state["given_count"], "reason": reason, "person": person}
        after = {"status": verdict, "times_back": state["times_back"] + (verdict == "back"), "answer": reason}
        self.record("return.checked", {self.new("check"): check, row: after}, person, touches=[f"duty:{state['duty']}"])

    # -- asked by one, decided by another ---------------------------------------------------------------------------

    def apply(self, kind: str, duty: str, person: int, fields: Fields) -> None:
        """extension · transfer · closing: one of a kind at a time."""
        if any(not self.states[s]["decided_on"] for s in self.all(kind, duty=number(duty))):
            raise ActRefused.incomplete("", "")
        verb = {"extension": "asked", "transfer": "proposed", "closing": "applied"}[kind]
        row = {"duty": number(duty), "person": person, "decided_on": None, "decided_by": None, "verdict": "", **fields}
        self.record(f"{kind}.{verb}", {self.new(kind): row}, person, touches=[duty])

    def grant(self, kind: str, row: str, person: int, fields: Fields) -> None:
        """What was asked for is granted; `fields` are those of the decision."""
        state = self.states[row]
        duty = f"duty:{state['duty']}"
        was = self.states[duty]
        if kind == "extension":
            day = fields.get("new_day") or state["wanted"]
            changes = {"due": day, "last_day": day, "provisional": False, "original_day": was["original_day"] or was["last_day"], "score_day": day}
            verb, verdict = "granted", "granted"
        elif kind == "transfer":
            changes, verb, verdict = {"lead": state["to_unit"], "owner_post": state["to_post"]}, "approved", "approved"
        else:
            verdict = fields["verdict"]
            changes, verb = {"closed_on": self.today.isoformat(), "closed_as": verdict}, "granted"
        decided = {"decided_on": self.today.isoformat(), "decided_by": person, **fields, "verdict": verdict}
        self.record(f"{kind}.{verb}", {row: decided, duty: changes}, person)

    def refuse(self, kind: str, row: str, person: int) -> None:
        decided = {"decided_on": self.today.isoformat(), "decided_by": person, "verdict": "refused"}
        self.record(f"{kind}.refused", {row: decided}, person, touches=[f"duty:{self.states[row]['duty']}"])

    def consent(self, row: str, person: int) -> None:
        self.record("transfer.consented", {row: {"consented_on": self.today.isoformat(), "consented_by": person}}, person, touches=[f"duty:{self.states[row]['duty']}"])

    def ask_outside(self, duty: str, person: int, waits: bool) -> None:
        ask = {"duty": number(duty), "body": "省财政厅", "paper": "函9号", "sent_on": self.today.isoformat(), "waits": waits, "answered_on": None, "outcome": ""}
        self.record("ask.sent", {self.new("ask"): ask, duty: {"waits": waits or self.states[duty]["waits"]}}, person)

    def answer_ask(self, row: str, person: int) -> None:
        duty = f"duty:{self.states[row]['duty']}"
        others = any(self.states[a]["waits"] and not self.states[a]["answered_on"] for a in self.all("ask", duty=number(duty)) if a != row)
        self.record("ask.answered", {row: {"answered_on": self.today.isoformat(), "outcome": "granted"}, duty: {"waits": others}}, person)

    def resume(self, duty: str, person: int) -> None:
        closings = [c for c in self.all("closing", duty=number(duty)) if self.states[c]["verdict"] in ("done", "no-longer") and not self.states[c].get("resumed_on")]
        if not closings:
            raise ActRefused.incomplete("", "")
        self.record("duty.resumed", {closings[-1]: {"resumed_on": self.today.isoformat(), "resumed_why": "漏报"}, duty: {"closed_on": None, "closed_as": ""}}, person)

    def make_certain(self, duty: str, day: date) -> None:
        """The calendar of a year is out: a provisional day becomes certain."""
        self.record("due.computed", {duty: {"last_day": day.isoformat(), "original_day": day.isoformat(), "score_day": day.isoformat(), "provisional": False}}, LI)

    # -- taking away ------------------------------------------------------------------------------------------------

    def remove(self, document: int) -> set[str]:
        """As `documents.removing.remove`; the subjects of which something is not known any more."""
        own = {f"document:{document}", f"version:{document}", *self.all("duty", document=document)}
        if not any(self.states.get(s, {}).get("status") not in (None, REMOVED) for s in own if s.startswith("version:")):
            raise ActRefused.gone()
        gone = [e for e in self.entries if e.payload and self._has_words(e, own)]
        beside = {s for e in gone for s in e.subjects if s not in own and s in self.states} | {d for d in self.all("duty") if d not in own and self._stands_in(d, document)}
        blank = {s: (self.states[s] if not s.startswith("duty:") else {**BLANK, **{k: self.states[s][k] for k in ("document", "list", "listed_number")}}) | {"status": REMOVED} for s in own}
        kept = {s: dict(self.states[s]) for s in beside if s.startswith(("duty:", "document:", "version:"))}
        for state in kept.values():
            if "sources" in state:
                state["sources"] = [source for source in state["sources"] if source["version"] != document]
        self.record("document.removed", {**blank, **kept}, ZHAO, why="误传")
        self.record("payload.removed", {}, ZHAO, touches=[f"document:{document}"], removes=[e.number for e in gone])
        silent = {e.number for e in gone}
        self.entries = [replace(e, payload=None) if e.number in silent else e for e in self.entries]
        return {s for e in gone for s in e.subjects}

    def _has_words(self, entry: tracking.Entry, own: set[str]) -> bool:
        fields = {f for s in entry.subjects if s in own for f in tracking.KINDS[entry.kind].sets.get(s.partition(":")[0], ())}
        return bool(fields - WORDLESS)

    def _stands_in(self, duty: str, document: int) -> bool:
        return any(source["version"] == document for source in self.states[duty]["sources"])


def number(subject: str) -> int:
    return int(subject.partition(":")[2])


def day_in(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


ALL_YES = dict.fromkeys(CHECKLIST, True)
SETTLED = {
    "accept": ("duty.accepted", {"status": ACCEPTED, "why": ""}), "reject": ("duty.rejected", {"status": REJECTED, "why": "重复"}), "reopen": ("duty.reopened", {"status": FOUND, "why": ""}),
    "theme": ("duty.edited", {"words": "改写"}), "due": ("duty.edited", {"due": "2019-06", "last_day": "2019-06-30"}), "no due": ("duty.edited", {"due": "", "last_day": None}),
    "north": ("duty.assigned", {"lead": NORTH, "owner_post": POST[NORTH]}), "south": ("duty.assigned", {"lead": SOUTH, "owner_post": POST[SOUTH]}), "nobody": ("duty.assigned", {"owner_post": None}),
    "imported": ("duty.imported", {"last_day": "2020-01-31", "original_day": "2020-01-31"}), "unanchored": ("duty.anchored", {"sources": []}),
}  # fmt: skip
"""What may be tried with a duty at the desk, or by a sheet: kind and fields."""
