"""Lights of many duties at once: the rule of `tracking.lights`, said to the database; a test holds the two together.

Thresholds in working days become a day: what is due by then is near. What was missed or sent back is found in the returns of the same day and moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from luoshi.packs import load_calendar, load_light_rules
from luoshi.tracking.kinds import LIVE
from luoshi.tracking.lights import BLUE, GREEN, GREY, RED, YELLOW, Facts, Light, LightRules, light_of
from luoshi.web.ledger.models import DutySpan, ReturnSpan, Turn

COLOURS = (RED, YELLOW, BLUE, GREEN, GREY)
"""In the order of concern."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day of which is spoken, and the moment up to which is known (None: now)."""

    day: date
    known: datetime | None = None


def rules_on(day: date) -> LightRules:
    """The rules of lights that hold on a day."""
    row = load_light_rules(day)
    return LightRules(row.name, row.version, row.effective, row.near_days, Fraction(row.behind), row.sent_back)


def live_on(at: AsOf) -> QuerySet[DutySpan]:
    """The duties that stood on a signed list on a day, as known at a moment."""
    return DutySpan.objects.on(at.day, at.known).filter(status=LIVE)


def missed_on(at: AsOf) -> QuerySet[ReturnSpan]:
    """The returns that were due before a day and had not been given on it."""
    turns = list(Turn.objects.filter(due_on__lt=at.day).values_list("pk", flat=True))
    return ReturnSpan.objects.on(at.day, at.known).filter(turn__in=turns, status__in=("asked", "back"))


def sent_back_on(at: AsOf, times: int) -> QuerySet[ReturnSpan]:
    """The returns that stand sent back, and were so at least so many times."""
    return ReturnSpan.objects.on(at.day, at.known).filter(status="back", times_back__gte=times)


def behind_on(at: AsOf, among: Collection[int] | None = None) -> dict[str, Q]:
    """Reason → the duties that are behind for it. `among`: the numbers of the duties, where they are few: theirs are found by their own index.

    Where they are many, what was missed is asked for in parts, each of which is one stretch of an index (returnspan_owed).
    """
    missed, back = missed_on(at), sent_back_on(at, rules_on(at.day).sent_back)
    parts = [Q(known_to__isnull=True, valid_to__isnull=True), Q(known_to__isnull=True, valid_to__gt=at.day)] + ([Q(known_to__gt=at.known)] if at.known else [])
    if among is not None:
        missed, back, parts = missed.filter(duty__in=list(among)), back.filter(duty__in=list(among)), [Q()]
    owed = reduce(or_, (Q(subject__in=missed.filter(part).values("duty")) for part in parts))
    behind = {"missed": Q(rhythm__gt="") & owed}
    return behind | ({"sent-back": Q(subject__in=back.values("duty"))} if rules_on(at.day).sent_back else {})


def with_lights(duties: QuerySet[DutySpan], at: AsOf, code: str = "", among: Collection[int] | None = None) -> QuerySet[DutySpan]:
    """The duties with `verdict`, colour and reason, by the rules of the day; `code` is the place whose calendar counts.

    `among`: the numbers of the duties, where they are few: then only their returns are looked at.
    """
    rules = rules_on(at.day)
    near = load_calendar(code or "cn").add_working_days(at.day, rules.near_days).day
    verdict = Case(
        When(closed_on__lte=at.day, then=Value(f"{GREEN} closed")),
        When(waits=True, then=Value(f"{GREY} waits")),
        When(last_day__lt=at.day, then=Value(f"{RED} overdue")),
        *(When(which, then=Value(f"{YELLOW} {reason}")) for reason, which in behind_on(at, among).items()),
        When(last_day__isnull=True, then=Value(f"{GREY} no-date")),
        When(last_day__lte=near, then=Value(f"{BLUE} near")),
        default=Value(f"{GREEN} on-way"),
        output_field=CharField(),
    )
    return duties.annotate(verdict=verdict)


def lit(at: AsOf, colour: str, code: str = "") -> Q:
    """The duties with a light, as a condition: red and closed ones are found without a look at their returns. A test holds it to `with_lights`."""
    rules = rules_on(at.day)
    near = load_calendar(code or "cn").add_working_days(at.day, rules.near_days).day
    running = Q(closed_on__isnull=True) | Q(closed_on__gt=at.day)
    on_time = running & Q(waits=False) & (Q(last_day__isnull=True) | Q(last_day__gte=at.day))
    if colour == RED:
        return running & Q(waits=False, last_day__lt=at.day)
    behind = reduce(or_, behind_on(at).values())
    if colour == YELLOW:
        return on_time & behind
    rest = {BLUE: Q(last_day__lte=near), GREY: Q(last_day__isnull=True), GREEN: Q(last_day__gt=near)}[colour]
    found = on_time & rest & ~behind
    return found | Q(closed_on__lte=at.day) if colour == GREEN else found | (running & Q(waits=True)) if colour == GREY else found


def counts(duties: QuerySet[DutySpan], at: AsOf, *by: str, code: str = "", among: Collection[int] | None = None) -> dict[tuple[Any, ...], int]:
    """How many duties of each light, by columns of the duty (lead, theme): (these, colour) → count. `among`: as `with_lights` takes it."""
    rows: dict[tuple[Any, ...], int] = defaultdict(int)
    for *which, verdict, count in with_lights(duties, at, code, among).values_list(*by, "verdict").annotate(count=Count("*")).order_by():
        rows[(*which, verdict[: verdict.index(" ")])] += count
    return rows


def light_of_span(row: DutySpan, at: AsOf, code: str = "") -> Light:
    """The light of one duty, by the rule itself."""
    missed = missed_on(at).filter(duty=row.subject).count() if row.rhythm else 0
    back = sent_back_on(at, 1).filter(duty=row.subject).order_by("-times_back").values_list("times_back", flat=True).first() or 0
    facts = Facts(last_day=row.last_day, closed_on=row.closed_on, waits=row.waits, missed=missed, sent_back=back)
    return light_of(facts, at.day, rules_on(at.day), load_calendar(code or "cn").working_days_between)

