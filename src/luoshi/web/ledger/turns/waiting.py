"""What waits for a person in the turns: what to give, to check, to decide. Counts of what she may do, each with where to do it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.urls import reverse

from luoshi.tracking.kinds import LIVE
from luoshi.web import clock
from luoshi.web.ledger.models import Closing, Decided, Extension, Reminder, Return, Transfer
from luoshi.web.ledger.queries import duties_open_to, duties_to_decide, with_open_duties
from luoshi.web.people.models import Person, Role, Unit
from luoshi.web.people.scope import MAY, units_for, units_own


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of thing that waits."""

    kind: str
    """give · overdue · answer · check · extension · transfer · consent · closing · reminder."""
    count: int
    address: str

    @property
    def key(self) -> str:
        """Of its word."""
        return f"task.{self.kind}"


def waiting_for(person: Person) -> list[Task]:
    """What waits for a person: returns to give and to check, decisions to take, reminders not yet seen. Nothing that she may not do is counted.

    What is to be settled and signed is counted by `web.waiting.what_waits`, campaign by campaign.
    """
    if not person.is_active:
        return []
    held = set(Role.objects.on(clock.today()).filter(person=person).values_list("role", flat=True))
    able = {act for act in ("report", "check", "decide") if held & set(MAY[act])}      # what nobody may do is not asked for
    tasks = [*_returns(person, able), *_decisions(person, able)]
    if "report" in able:
        tasks.append(Task("reminder", reminders_for(person).count(), reverse("ledger:reminders")))
    return [task for task in tasks if task.count]


def to_give(person: Person) -> QuerySet[Return]:
    """The returns that a person may give and that are owed."""
    return _of_mine(person, "asked", "back")


def to_answer(person: Person) -> QuerySet[Return]:
    """The returns about which a checker asked something that the person may answer; whenever it was asked, it is not late."""
    return _of_mine(person, "query")


def _of_mine(person: Person, *status: str) -> QuerySet[Return]:
    return _open(Return.objects.filter(unit__in=units_own(person, "report").values("pk"), status__in=status, turn__closed_on__isnull=True), person)


def to_check(person: Person) -> QuerySet[Return]:
    """The returns given by units below hers that a person may check."""
    return _open(Return.objects.filter(unit__in=below(person, "check").values("pk"), status="given"), person).exclude(person=person)


def below(person: Person, act: str) -> QuerySet[Unit]:
    """The units for which a person decides: those below the ones on which she has such a role, never these themselves."""
    own = Role.objects.on(clock.today()).filter(person=person, role__in=MAY[act]).values("unit")
    return units_for(person, act).exclude(pk__in=own)


def reminders_for(person: Person) -> QuerySet[Reminder]:
    """The reminders to a person's units that nobody has seen and that still stand: of a duty that the unit has to do by the day that was meant, of a turn in which it owes something, as far as these are open to her."""
    today = clock.today()
    lines = Reminder.objects.filter(unit__in=units_own(person, "report").values("pk"), seen_at__isnull=True)
    lines = lines.filter(_at(today, "duty__last_day", "duty-over", "duty-soon") | _at(today, "turn__due_on", "turn-over", "turn-soon"))
    undone = duties_open_to(person).filter(pk=OuterRef("duty"), lead=OuterRef("unit"), status=LIVE, closed_on__isnull=True, waits=False)
    owed = _open(Return.objects.filter(turn=OuterRef("turn"), unit=OuterRef("unit"), status__in=("asked", "back"), turn__closed_on__isnull=True), person)
    return lines.filter(Exists(undone.order_by()) | Exists(owed))


def _at(today: date, day: str, over: str, soon: str) -> Q:
    """What is reminded of as past where its day is past, and as near where it is not; a day that was moved is reminded of anew."""
    return Q(kind=over, **{f"{day}__lt": today}) | Q(kind=soon, **{f"{day}__gte": today})


def _open(rows: QuerySet[Return], person: Person) -> QuerySet[Return]:
    """Those of duties that are open to the person: a restricted one is not counted."""
    return with_open_duties(rows, person)


Ways = tuple[tuple[str, tuple[str, ...]], ...]
"""Pages on which something is done, the nearest first: each the name of an address and the columns that fill it in."""
GIVEN: Ways = (("ledger:turn_unit", ("turn", "unit")), ("ledger:turn", ("turn",)), ("ledger:turns", ("turn__campaign",)))
CHECKED: Ways = (("ledger:return", ("pk",)), ("ledger:checks", ("turn__campaign",)))
DECIDED: Ways = (("ledger:decide", ("duty",)), ("ledger:decisions", ("duty__campaign",)))
CONSENTED: Ways = (("ledger:decide", ("duty",)),)
"""One after the other: the campaign itself may be closed to a unit that is only offered a duty."""


def _returns(person: Person, able: Collection[str]) -> Iterator[Task]:
    if "report" in able:
        today, owed = clock.today(), to_give(person)
        yield _task("overdue", owed.filter(turn__due_on__lt=today), GIVEN)
        yield _task("give", owed.filter(turn__due_on__gte=today), GIVEN)
        yield _task("answer", to_answer(person), GIVEN)
    if "check" in able:
        yield _task("check", to_check(person), CHECKED)


def _decisions(person: Person, able: Collection[str]) -> Iterator[Task]:
    open_to, subordinate = duties_open_to(person).order_by().filter(pk=OuterRef("duty")), below(person, "decide").values("pk")

    def undecided(model: type[Decided]) -> QuerySet[Decided]:
        """Mostly there are none of a kind, and then nothing is asked of what is open to the person."""
        rows = model.objects.filter(decided_on__isnull=True)
        return rows.filter(Exists(open_to)) if rows.exists() else model.objects.none()

    if "decide" in able:
        yield _task("extension", undecided(Extension).filter(duty__lead__in=subordinate), DECIDED)
        yield _task("closing", undecided(Closing).filter(duty__lead__in=subordinate), DECIDED)
        yield _task("transfer", undecided(Transfer).filter(consented_on__isnull=False, from_unit__in=subordinate, to_unit__in=subordinate), DECIDED)
    if "report" in able:
        offered = Transfer.objects.filter(decided_on__isnull=True, consented_on__isnull=True, to_unit__in=units_own(person, "report").values("pk"))
        yield _task("consent", offered.filter(duty__in=duties_to_decide(person).order_by().values("pk")), CONSENTED)


def _task(kind: str, rows: QuerySet, ways: Ways) -> Task:
    """How many, and the nearest page on which all of it is done; where there is none, the one with the most of it."""
    columns = {column for _, columns in ways for column in columns}
    found = rows.order_by().aggregate(count=Count("pk"), **{f"least_{c}": Min(c) for c in columns}, **{f"most_{c}": Max(c) for c in columns})
    if not found["count"]:
        return Task(kind, 0, "")
    for name, filling in ways:
        if all(found[f"least_{c}"] == found[f"most_{c}"] for c in filling):
            return Task(kind, found["count"], reverse(name, args=[found[f"most_{c}"] for c in filling]))
    name, filling = ways[-1]
    most = rows.order_by().values_list(*filling).annotate(count=Count("pk")).order_by("-count", *filling)[0]
    return Task(kind, found["count"], reverse(name, args=most[:-1]))
