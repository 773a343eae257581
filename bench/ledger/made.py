"""A campaign as large as issue after issue of papers makes it, written fast: 389 units, 100,000 duties, 24 monthly turns, a million entries.

Entries, payloads, touches, rows, stretches and sums are what the site's own actions would have written, one by one, in the same order;
`sample_differences` folds a sample of them anew and compares.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from luoshi import tracking
from luoshi.tracking.entries import By, canonical
from luoshi.web.documents.actions import open_campaign, receive
from luoshi.web.documents.models import Campaign, ReadingJob, Version
from luoshi.web.ledger.grams import grams_in, runs_of, text_of
from luoshi.web.ledger.models import (
    Check,
    Closing,
    Duty,
    DutyGram,
    DutySpan,
    DutyWords,
    Return,
    ReturnSpan,
    SignedList,
    Source,
    Turn,
    TurnRuns,
    TurnTally,
)
from luoshi.web.ledger.runs import NO_RUNS, packed, runs_said
from luoshi.web.log.models import Chain, Counter, Entry, Payload, Touch
from luoshi.web.log.projecting import full_state, row_of
from luoshi.web.log.queries import MOMENT, entries_of
from luoshi.web.log.timelines import known_now, wanted_spans
from luoshi.web.people import actions
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.models import Unit

ROOT = Path(__file__).parents[2]
PASSWORD = "river-2018"
THEMES = ("risk", "poverty", "green", "lead", "develop")
PROVINCES = (11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65)


class Made:
    """The campaign in the making: rows wait in `tables` until they are written by the thousand."""

    def __init__(self, duties: int = 100_000, units: int = 389, months: int = 24, seed: int = 7) -> None:
        self.duty_count, self.unit_count, self.months = duties, units, months
        self.chance = random.Random(seed)
        self.tables: dict[type[models.Model], list[tuple[Any, ...]]] = {}
        self.states: dict[str, dict[str, Any]] = {}
        self.spans: dict[str, tuple[date, tuple[Any, ...], datetime]] = {}
        self.last = dict.fromkeys(("duty", "return", "turn", "check", "closing", "list"), 0)
        self.tallies: list[tuple[Any, ...]] = []
        self.today = date.today()

    # -- who --------------------------------------------------------------------------------------------------------

    def make_people(self) -> None:
        """A national bureau, provincial ones below it, prefectures below those; a head, a checker, and a clerk of one prefecture."""
        self.nation = actions.found_unit("全国内河航运管理局", by=SYSTEM, short="全国局")
        self.units = [actions.found_unit(f"{code}省内河航运管理局", by=SYSTEM, short=f"{code}省", code=f"{code}0000", superiors=[(self.nation, "leads")]) for code in PROVINCES]
        for number in range(self.unit_count - 1 - len(PROVINCES)):
            above = self.units[number % len(PROVINCES)]
            place = number // len(PROVINCES) + 1
            self.units.append(actions.found_unit(f"{above.short}第{place}市航运管理局", by=SYSTEM, short=f"{above.short}{place}市", code=f"{above.code[:2]}{place:02}00", superiors=[(above, "leads")]))
        self.posts = {unit.pk: actions.found_post(unit, "局长", by=SYSTEM) for unit in self.units}
        self.people = {}
        for username, role, unit in (("zhao", "head", self.nation), ("li", "clerk", self.nation), ("he", "checker", self.nation), ("wang", "clerk", self.units[40]), ("gu", "clerk", self.units[0])):
            self.people[username] = actions.add_person(username, username, by=SYSTEM, password=PASSWORD)
            actions.give_role(self.people[username], role, unit, by=SYSTEM)

    def make_texts(self) -> None:
        """The campaign and a document of each unit."""
        li = self.people["li"]
        self.campaign: Campaign = open_campaign("三项攻坚", self.nation, by=acting(li), person=li, dated=str(self.today.year - 2), addressees=self.units)
        self.versions: dict[int, Version] = {}
        for unit in self.units:
            self.versions[unit.pk] = receive(self.campaign, f"{unit.short}.txt", f"{unit.name}的意见".encode(), by=acting(li), kind="response", form="reply", unit=unit)
        ReadingJob.objects.all().delete()
        self.phrases = [run for file in sorted((ROOT / "examples").glob("*.txt")) for run in runs_of(file.read_text("utf-8")) if 4 <= len(run) <= 22]

    # -- what happens -----------------------------------------------------------------------------------------------

    def record(self, kind: str, changes: dict[str, dict[str, Any]], moment: datetime, by: By, *, happened: date | None = None, touches: tuple[str, ...] = ()) -> None:
        """One entry, as `log.actions.record` writes it."""
        day = happened or self.day_of(moment)
        subjects = (*changes, *(subject for subject in touches if subject not in changes))
        entry = tracking.append(self.head, tracking.Entry(self.campaign.chain, 0, kind, subjects, day.isoformat(), moment.strftime(MOMENT), by, {"set": changes}, "", ""))
        self.head = tracking.Head(entry.number, entry.digest)
        self.entry += 1
        self.put(Entry, (self.entry, self.campaign.chain, entry.number, kind, day, moment, by.person, by.name, by.post, by.unit, json.dumps(subjects), entry.payload_digest, entry.previous, entry.digest, None))
        self.put(Payload, (self.entry, canonical(entry.payload).decode()))
        for subject in subjects:
            self.put(Touch, (None, self.entry, subject))
        for subject, fields in changes.items():
            self.change(subject, fields, day, moment)

    def day_of(self, moment: datetime) -> date:
        """The day where the office is: eight hours ahead."""
        return (moment + timedelta(hours=8)).date()

    def change(self, subject: str, fields: dict[str, Any], day: date, moment: datetime) -> None:
        """A state after an entry, and its stretches, as `log.timelines` keeps them."""
        kind = subject.partition(":")[0]
        model = MODELS[kind]
        state = self.states.get(subject)
        if state is None:
            state = self.states[subject] = full_state(model, fields)
        else:
            state.update(fields)
        if kind not in SPANS:
            return
        span, number = SPANS[kind], int(subject.partition(":")[2])
        values = tuple(date.fromisoformat(state[name]) if name in DATES[kind] and state[name] else state[name] for name in COPIED[kind])
        had = self.spans.get(subject)
        if had and had[1] == values:
            return
        since = day
        if had:
            self.put(span, (None, number, had[0], None, had[2], moment, *had[1]))
            if day > had[0]:
                self.put(span, (None, number, had[0], day, moment, None, *had[1]))
            else:
                since = had[0]
        self.spans[subject] = (since, values, moment)

    def new(self, kind: str) -> str:
        """A new subject."""
        self.last[kind] += 1
        return f"{kind}:{self.last[kind]}"

    def make_duties(self) -> None:
        """Duties taken in, each anchored in its unit's document, and signed in lists of four thousand."""
        first = self.first_day()
        start = at(first - timedelta(days=60), 9)
        each = -(-self.duty_count // len(self.units))
        numbers = iter(range(1, self.duty_count + 1))
        self.due: dict[str, date | None] = {}
        for unit in self.units:
            changes = {}
            for place, _ in zip(range(1, each + 1), numbers, strict=False):
                changes[self.new("duty")] = self.duty(unit, place)
            if changes:
                self.record("duty.imported", changes, start, self.by("li"))
                start += timedelta(seconds=30)
        subjects = [subject for subject in self.states if subject.startswith("duty:")]
        signed = first - timedelta(days=20)
        for number, begin in enumerate(range(0, len(subjects), 4000), 1):
            row = self.new("list")
            listed = {
                subject: {"status": "live", "list": number, "listed": True, "listed_number": place, "original_day": self.states[subject]["last_day"], "score_day": self.states[subject]["last_day"]}
                for place, subject in enumerate(subjects[begin : begin + 4000], begin + 1)
            }  # fmt: skip
            state = {"campaign": self.campaign.pk, "number": number, "signed_on": signed.isoformat(), "person": self.people["zhao"].pk, "post": "", "head": {}, "count": begin + len(listed), "note": "", "digest": ""}
            self.record("list.signed", {row: state, **listed}, at(signed, 10) + timedelta(minutes=number), self.by("zhao"))

    def duty(self, unit: Unit, place: int) -> dict[str, Any]:
        """One duty's state: a fifth of them recur every month, the others have a day within four years."""
        recurs = self.chance.random() < 0.2
        due = None if recurs else self.first_day() + timedelta(days=self.chance.randrange(1460))
        words = "，".join(self.chance.sample(self.phrases, 3))
        return {
            "campaign": self.campaign.pk, "document": self.versions[unit.pk].document_id, "number": place, "status": "accepted", "unit": unit.pk, "unit_name": unit.name, "lead": unit.pk,
            "words": words + "。", "theme": self.chance.choice(THEMES), "rhythm": "monthly" if recurs else "", "due": due.isoformat() if due else "", "last_day": due.isoformat() if due else None,
            "deliverables": self.chance.choice(self.phrases) if place % 5 == 0 else "", "owner_post": self.posts[unit.pk].pk, "sources": [{"version": self.versions[unit.pk].pk, "start": 0, "end": 4, "words": words}],
        }  # fmt: skip

    def first_day(self) -> date:
        """The first day of the first turn."""
        month = self.today.year * 12 + self.today.month - 1 - self.months
        return date(month // 12, month % 12 + 1, 1)

    def make_turns(self) -> None:
        """A turn a month: asked on the first day after it, answered within twelve days or never, checked two days later; duties closed as they fall due."""
        recurring: dict[int, list[str]] = {}
        dated: dict[str, list[str]] = {}
        for subject, state in self.states.items():
            if subject.startswith("duty:"):
                (recurring.setdefault(state["lead"], []) if state["rhythm"] else dated.setdefault(state["last_day"][:7], [])).append(subject)
        for number in range(self.months):
            month = self.first_day().year * 12 + self.first_day().month - 1 + number
            first, after = date(month // 12, month % 12 + 1, 1), date((month + 1) // 12, (month + 1) % 12 + 1, 1)
            self.make_turn(first, after, recurring)
            self.close_duties(dated.get(f"{first:%Y-%m}", []), after)
            self.write()

    def make_turn(self, first: date, after: date, recurring: dict[int, list[str]]) -> None:
        last, due, name = after - timedelta(days=1), after + timedelta(days=9), f"{first:%Y-%m}"
        turn = self.new("turn")
        number = int(turn.partition(":")[2])
        fields = {"campaign": self.campaign.pk, "name": name, "first": first.isoformat(), "last": last.isoformat(), "opened_on": after.isoformat(), "due_on": due.isoformat(), "closed_on": None}
        self.record("turn.opened", {turn: fields}, at(after, 8), self.by("li"), happened=first)
        rows = []
        for place, (unit, duties) in enumerate(recurring.items()):
            slots = {self.new("return"): {"turn": number, "duty": int(duty[5:]), "unit": unit, "period": name, "why": "slot", "status": "asked"} for duty in duties}
            self.record("return.asked", slots, at(after, 8) + timedelta(seconds=place + 1), self.by("li"), happened=first, touches=(turn,))
            rows += list(zip(slots, duties, strict=True))
        self.answer(number, rows, after)

    def answer(self, turn: int, rows: list[tuple[str, str]], after: date) -> None:
        """Given in the order of the days, and checked; some late, some never, some sent back."""
        acts = []
        for row, duty in rows:
            if self.chance.random() < 0.04:
                continue
            day = self.chance.randrange(14)
            acts += [(day, 0, row, duty), (day + 2, 1, row, duty)]
        acts.sort()
        sums: dict[int, list[int]] = {}
        for row, _ in rows:
            sums.setdefault(self.states[row]["unit"], [0] * 5)[0] += 1
        for place, (day, is_check, row, duty) in enumerate(acts):
            moment = at(after + timedelta(days=day), 9) + timedelta(milliseconds=place * 100)
            if self.day_of(moment) > self.today:
                continue
            tally = sums[self.states[row]["unit"]]
            if not is_check:
                fields = {"state": "going", "figure": str(place % 97), "figure_unit": "处", "words": "按计划推进", "happened_on": self.day_of(moment).isoformat(), "status": "given",
                          "given_on": self.day_of(moment).isoformat(), "given_count": 1, "person": self.people["wang"].pk, "post": "", "evidence": []}  # fmt: skip
                self.record("return.given", {row: fields}, moment, self.by("wang"), touches=(duty,))
                tally[1] += 1
                tally[2] += 1
            elif self.states[row]["status"] == "given":
                verdict = "back" if self.chance.random() < 0.05 else "accepted"
                check = {"return_row": int(row[7:]), "unit": self.nation.pk, "verdict": verdict, "reason": "", "checked_on": self.day_of(moment).isoformat(), "person": self.people["he"].pk, "post": ""}
                self.record("return.checked", {self.new("check"): check, row: {"status": verdict, "times_back": int(verdict == "back"), "answer": ""}}, moment, self.by("he"), touches=(duty,))
                tally[3 if verdict == "back" else 4] += 1
        for unit, tally in sums.items():
            self.tallies.append((None, turn, unit, *tally))

    def close_duties(self, duties: list[str], after: date) -> None:
        """Six in seven that fell due in the month are applied for and closed, on one day."""
        for place, duty in enumerate(duties):
            if self.chance.random() < 0.85 and after <= self.today:
                moment = at(after, 7) + timedelta(milliseconds=place)
                row, day = self.new("closing"), after.isoformat()
                self.record("closing.applied", {row: {"duty": int(duty[5:]), "applied_on": day, "words": "已完成", "evidence": [], "unit": self.states[duty]["lead"], "person": self.people["wang"].pk}}, moment, self.by("wang"), touches=(duty,))
                self.record("closing.granted", {row: {"decided_on": day, "decided_by": self.people["he"].pk, "verdict": "done", "checklist": {}, "reason": ""}, duty: {"closed_on": day, "closed_as": "done"}}, moment, self.by("he"))

    def by(self, username: str) -> By:
        """A person, as entries name her."""
        person = self.people[username]
        return By(person.pk, person.name, "", self.nation.pk)

    # -- writing ----------------------------------------------------------------------------------------------------

    def make(self) -> Made:
        """All of it, in the database."""
        fast()
        with transaction.atomic():
            self.make_people()
            self.make_texts()
        chain = Chain.objects.get(name=self.campaign.chain)
        self.head = tracking.Head(chain.number, chain.digest)
        self.entry = Entry.objects.order_by("-pk").values_list("pk", flat=True)[0]
        self.make_duties()
        self.make_turns()
        self.finish()
        return self

    def put(self, model: type[models.Model], row: tuple[Any, ...]) -> None:
        """A row to be written; None where the database numbers it."""
        self.tables.setdefault(model, []).append(row)

    def finish(self) -> None:
        """The rows of all states, what follows from them, and the stretches that are still open."""
        for subject, (since, values, moment) in self.spans.items():
            kind, _, number = subject.partition(":")
            self.put(SPANS[kind], (None, int(number), since, None, moment, None, *values))
        self.write()
        for kind in ("list", "duty", "turn", "return", "check", "closing"):
            model = MODELS[kind]
            for subject, state in self.states.items():
                if subject.startswith(f"{kind}:"):
                    row = row_of(model, int(subject.partition(":")[2]), state)
                    self.put(model, tuple(getattr(row, f.attname) for f in model._meta.concrete_fields))
                    if kind == "duty":
                        self.put_words(row)
            self.write()
        self.tables[TurnTally] = self.tallies
        self.put_runs()
        self.write()
        Chain.objects.filter(pk=self.campaign.chain).update(number=self.head.number, digest=self.head.digest)
        for name, value in self.last.items():
            Counter.objects.update_or_create(name=name, defaults={"value": value})
        renumber()

    def put_runs(self) -> None:
        """The runs of what each unit answered in each turn."""
        said: dict[tuple[int, int], dict[int, Any]] = {}
        for subject, state in self.states.items():
            if subject.startswith("return:") and state.get("words"):
                said.setdefault((state["turn"], state["unit"]), {})[int(subject[7:])] = (date.fromisoformat(state["given_on"]), state["words"])
        for (turn, unit), answers in said.items():
            if (kept := packed(runs_said(answers))) != NO_RUNS:
                self.put(TurnRuns, (None, turn, unit, *kept))

    def put_words(self, row: Any) -> None:
        text = text_of(row)
        self.put(DutyWords, (row.pk, text))
        for gram in grams_in(text):
            self.put(DutyGram, (gram, row.pk))
        for source in row.sources:
            self.put(Source, (None, row.pk, source["version"], source["start"], source["end"]))

    def write(self) -> None:
        """All rows that wait, parents before children."""
        for model in ORDER:
            if rows := self.tables.pop(model, []):
                insert(model, rows)
        assert not self.tables


MODELS = {"duty": Duty, "return": Return, "turn": Turn, "check": Check, "closing": Closing, "list": SignedList}
SPANS = {"duty": DutySpan, "return": ReturnSpan}
COPIED = {kind: model.copied() for kind, model in SPANS.items()}
DATES = {kind: {f.name for f in model._meta.concrete_fields if isinstance(f, models.DateField)} for kind, model in SPANS.items()}
ORDER = (Entry, Payload, Touch, SignedList, Duty, DutyWords, DutyGram, Source, Turn, TurnTally, TurnRuns, Return, Check, Closing, DutySpan, ReturnSpan)


def at(day: date, hour: int) -> datetime:
    """A moment of a day where the office is."""
    return datetime.combine(day, time(hour), UTC) - timedelta(hours=8)


def insert(model: type[models.Model], rows: list[tuple[Any, ...]]) -> None:
    """Rows into a table, by the fastest way that the database has."""
    fields = list(model._meta.concrete_fields)
    if rows[0][0] is None:
        fields, rows = fields[1:], [row[1:] for row in rows]
    table, names = model._meta.db_table, ", ".join(f'"{f.column}"' for f in fields)
    is_json = [isinstance(f, models.JSONField) for f in fields]
    plain = ([json.dumps(value) if j and not isinstance(value, str) else value for value, j in zip(row, is_json, strict=True)] for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in plain:
                    copy.write_row(row)
        else:
            cursor.execute("BEGIN")
            cursor.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(fields))})', (tuple(as_sqlite(v) for v in row) for row in plain))
            cursor.execute("COMMIT")


def fast() -> None:
    """What is being made need not survive a fall of the machine; SQLite otherwise waits for the disk and looks up every link."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA foreign_keys = OFF")


def as_sqlite(value: Any) -> Any:
    """A value as Django writes it into SQLite."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value


def renumber() -> None:
    """The database's own counters and statistics, after rows came in beside them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in ORDER:
                if isinstance(model._meta.pk, models.AutoField):
                    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'), (SELECT max(id) FROM {model._meta.db_table}) + 1)")
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")


def sample_differences(count: int = 2000) -> list[str]:
    """Of some duties and returns, those whose row or stretches are not what their entries say."""
    wrong = []
    for kind, model in (("duty", Duty), ("return", Return)):
        numbers = list(model.objects.order_by("pk").values_list("pk", flat=True))
        chosen = numbers[:: max(1, len(numbers) // count)]
        rows = model.objects.in_bulk(chosen)
        for number in chosen:
            subject = f"{kind}:{number}"
            entries = entries_of([subject])
            if full_state(model, tracking.fold_subject(entries, subject)) != rows[number].as_state():
                wrong.append(subject)
            known = known_now(SPANS[kind], [subject]).get(subject, ())
            if set(wanted_spans(SPANS[kind], subject, entries)) != {said for _, said in known}:
                wrong.append(f"{subject} stretches")
    return wrong
