"""Who asked whom for how much: the questions that turns put to each unit, and what came back. One return answers all superiors, so it counts once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from luoshi.web.as_of import end_of
from luoshi.web.documents.models import Campaign
from luoshi.web.documents.queries import campaigns_open_to, hidden_from
from luoshi.web.ledger.models import ReturnSpan, Turn, TurnTally
from luoshi.web.ledger.reach import reach, sees_whole
from luoshi.web.ledger.seeing.keeping import kept
from luoshi.web.ledger.seeing.lighting import AsOf
from luoshi.web.people.models import Person, Unit
from luoshi.web.people.scope import units_open_to

SUMS = ("asked", "answered", "back", "accepted")
STATES = ("asked", "open", "given", "back", "accepted", "late")
"""Of which returns a list can consist: all that were asked for · still owed · given at least once · ever sent back · accepted · not given by the day on which they were due."""


@dataclass(frozen=True, slots=True)
class ReturnChoice:
    """Which returns of a campaign: the conditions behind a number of the burden or the trend."""

    turn: int
    state: str = "asked"
    """A member of STATES."""
    unit: str = ""
    """The number of the unit that was asked; '' any."""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> ReturnChoice | None:
        """What an address asks for, what it cannot ask for passed over; None where it names no turn."""
        turn, state, unit = (query.get(name, "") for name in ("turn", "is", "unit"))
        if not (turn.isdecimal() and turn.isascii() and len(turn) < 16):
            return None
        return cls(int(turn), state if state in STATES else "asked", unit if unit.isdecimal() and unit.isascii() and len(unit) < 16 else "")

    def query(self) -> str:
        """The choice as the query of an address."""
        return f"turn={self.turn}&is={self.state}" + (f"&unit={self.unit}" if self.unit else "")


@dataclass(frozen=True)
class Burden:
    """One unit's questions: turn → asked, answered, sent back, accepted; and the sums."""

    unit: Unit
    turns: Mapping[int, Mapping[str, int]]

    @property
    def sums(self) -> dict[str, int]:
        """Over the turns shown."""
        return added(self.turns.values())


def added(cells: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Each sum over some cells."""
    whole = dict.fromkeys(SUMS, 0)
    for cell in cells:
        for name in SUMS:
            whole[name] += cell[name]
    return whole


def turns_of(campaign: Campaign, at: AsOf, most: int) -> list[Turn]:
    """The latest turns that were open on a day, the earliest first."""
    return list(Turn.objects.filter(campaign=campaign, opened_on__lte=at.day).order_by("-first", "-pk")[:most])[::-1]


def burden_of(campaign: Campaign, person: Person, at: AsOf, turns: list[Turn], *, today: bool) -> list[Burden]:
    """Each unit's burden in some turns; today from sums that the log keeps, of another day from what was so then."""
    if today and sees_whole(person, campaign) and not hidden_from(person, campaign.pk):
        cells = TurnTally.objects.filter(turn__in=turns).order_by().values("turn", "unit", *SUMS)
    else:
        cells = kept(campaign, person, at, ("burden", [turn.pk for turn in turns]), lambda: list(cells_on(campaign, person, at, turns)))
    by_unit: dict[int, dict[int, Mapping[str, int]]] = {}
    for cell in cells:
        by_unit.setdefault(cell["unit"], {})[cell["turn"]] = cell
    units = Unit.objects.filter(pk__in=list(by_unit))
    return [Burden(unit, by_unit[unit.pk]) for unit in units]


def cells_on(campaign: Campaign, person: Person, at: AsOf, turns: list[Turn]) -> QuerySet[ReturnSpan]:
    """The sums of returns that are open to a person on a day, by turn and unit."""
    rows = ReturnSpan.objects.on(at.day, at.known).filter(reach(person, campaign, "duty"), turn__in=[turn.pk for turn in turns])
    return rows.order_by().values("turn", "unit").annotate(asked=Count("turn"), answered=Count("turn", filter=Q(given_on__isnull=False)), back=Sum("times_back"), accepted=Count("turn", filter=Q(status="accepted")))


def returns_chosen(campaign: Campaign, person: Person, at: AsOf, choice: ReturnChoice) -> QuerySet[ReturnSpan]:
    """The returns behind a number of the burden or the trend; none where the turn is not one of the campaign."""
    turn = Turn.objects.filter(campaign=campaign, pk=choice.turn).first()
    if turn is None:
        return ReturnSpan.objects.none()
    rows = late_in(turn) if choice.state == "late" else ReturnSpan.objects.on(at.day, at.known).filter(turn=turn.pk)
    rows = rows.filter(reach(person, campaign, "duty"))
    wanted = {"open": Q(status__in=("asked", "back")), "given": Q(given_on__isnull=False), "back": Q(times_back__gt=0), "accepted": Q(status="accepted")}
    rows = rows.filter(wanted.get(choice.state, Q()))
    return (rows.filter(unit=choice.unit) if choice.unit else rows).order_by("unit", "subject")


def late_in(turn: Turn) -> QuerySet[ReturnSpan]:
    """What had not been given on the evening of the day on which it was due, as was known then: it never changes afterwards."""
    return ReturnSpan.objects.on(turn.due_on, end_of(turn.due_on)).filter(turn=turn.pk, status="asked")


def by_campaign(person: Person) -> list[dict[str, object]]:
    """Who asked her units for how much: one line for each campaign that is open to a person."""
    units = units_open_to(person).values("pk")
    sums = TurnTally.objects.filter(unit__in=units, turn__campaign__in=campaigns_open_to(person).order_by().values("pk")).values("turn__campaign").order_by()
    rows = {row["turn__campaign"]: row for row in sums.annotate(units=Count("unit", distinct=True), turns=Count("turn", distinct=True), **{name: Sum(name) for name in SUMS}, reports=Sum("given"))}
    return [{"campaign": campaign, **rows[campaign.pk]} for campaign in campaigns_open_to(person) if campaign.pk in rows]


@dataclass(frozen=True)
class Step:
    """One turn of the trend."""

    turn: Turn
    asked: int
    accepted: int
    late: int | None
    """None where it is not due yet."""


def trend_of(campaign: Campaign, person: Person, at: AsOf, turns: list[Turn], *, today: bool) -> list[Step]:
    """How many returns each turn asked for, how many were accepted, and how many came late."""
    burdens = burden_of(campaign, person, at, turns, today=today)
    whole = {turn.pk: added(burden.turns[turn.pk] for burden in burdens if turn.pk in burden.turns) for turn in turns}
    due = [turn for turn in turns if turn.due_on < at.day]
    open_to = reach(person, campaign, "duty")
    counts = kept(campaign, person, at, ("late", [turn.pk for turn in due]), lambda: [late_in(turn).filter(open_to).count() for turn in due])
    late = dict(zip((turn.pk for turn in due), counts, strict=True))
    return [Step(turn, whole[turn.pk]["asked"], whole[turn.pk]["accepted"], late.get(turn.pk)) for turn in turns]
