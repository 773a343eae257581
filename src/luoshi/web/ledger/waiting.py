"""What waits for a person in the turns: what to give, to check, to decide. Counts of what she may do, each with where to do it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from luoshi.web import clock
from luoshi.web.ledger.models import Closing, Decided, Extension, Reminder, Return, Transfer
from luoshi.web.ledger.queries import duties_open_to
from luoshi.web.people.models import Person, Role, Unit
from luoshi.web.people.scope import MAY, units_for


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
    counted = [*_returns(person, able), *_decisions(person, able), *([("reminder", reminders_for(person).count(), None)] if "report" in able else [])]
    return [Task(kind, count, address_of(kind, campaign)) for kind, count, campaign in counted if count]


def address_of(kind: str, campaign: int | None) -> str:
    """The page where it is done, of the campaign that has the most of it."""
    names = {"give": "ledger:turns", "overdue": "ledger:turns", "answer": "ledger:turns", "check": "ledger:checks", "reminder": ""}
    name = names.get(kind, "ledger:decisions")
    return reverse(name, args=[campaign]) if name and campaign else reverse("home")


def to_give(person: Person) -> QuerySet[Return]:
    """The returns that a person may give and that are owed."""
    return _of_mine(person, "asked", "back")


def to_answer(person: Person) -> QuerySet[Return]:
    """The returns about which a checker asked something that the person may answer; whenever it was asked, it is not late."""
    return _of_mine(person, "query")


def _of_mine(person: Person, *status: str) -> QuerySet[Return]:
    return _open(Return.objects.filter(unit__in=units_for(person, "report").values("pk"), status__in=status, turn__closed_on__isnull=True), person)


def to_check(person: Person) -> QuerySet[Return]:
    """The returns given by units below hers that a person may check."""
    return _open(Return.objects.filter(unit__in=below(person, "check").values("pk"), status="given"), person).exclude(person=person)


def below(person: Person, act: str) -> QuerySet[Unit]:
    """The units for which a person decides: those below the ones on which she has such a role, never these themselves."""
    own = Role.objects.on(clock.today()).filter(person=person, role__in=MAY[act]).values("unit")
    return units_for(person, act).exclude(pk__in=own)


def reminders_for(person: Person) -> QuerySet[Reminder]:
    """The reminders to a person's units that nobody has seen."""
    return Reminder.objects.filter(Q(duty__isnull=True) | Q(duty__in=duties_open_to(person).order_by().values("pk")), unit__in=units_for(person, "report").values("pk"), seen_at__isnull=True)


def _open(rows: QuerySet[Return], person: Person) -> QuerySet[Return]:
    """Those of duties that are open to the person: a restricted one is not counted."""
    return rows.filter(duty__in=duties_open_to(person).order_by().values("pk"))


def _returns(person: Person, able: Collection[str]) -> Iterator[tuple[str, int, int | None]]:
    today, owed = clock.today(), to_give(person)
    if "report" in able:
        yield _most("overdue", owed.filter(turn__due_on__lt=today), "turn__campaign")
        yield _most("give", owed.filter(turn__due_on__gte=today), "turn__campaign")
        yield _most("answer", to_answer(person), "turn__campaign")
    if "check" in able:
        yield _most("check", to_check(person), "turn__campaign")


def _decisions(person: Person, able: Collection[str]) -> Iterator[tuple[str, int, int | None]]:
    open_to, subordinate = duties_open_to(person).order_by().values("pk"), below(person, "decide").values("pk")

    def undecided(model: type[Decided]) -> QuerySet[Decided]:
        return model.objects.filter(decided_on__isnull=True, duty__in=open_to)

    if "decide" in able:
        yield _most("extension", undecided(Extension).filter(duty__lead__in=subordinate), "duty__campaign")
        yield _most("closing", undecided(Closing).filter(duty__lead__in=subordinate), "duty__campaign")
        yield _most("transfer", undecided(Transfer).filter(consented_on__isnull=False, from_unit__in=subordinate, to_unit__in=subordinate), "duty__campaign")
    if "report" in able:
        yield _most("consent", undecided(Transfer).filter(consented_on__isnull=True, to_unit__in=units_for(person, "report").values("pk")), "duty__campaign")


def _most(kind: str, rows: QuerySet, campaign: str) -> tuple[str, int, int | None]:
    """How many, and the campaign with the most of them."""
    counts = list(rows.order_by().values_list(campaign).annotate(count=Count("pk")).order_by("-count", campaign))
    return kind, sum(count for _, count in counts), counts[0][0] if counts else None
