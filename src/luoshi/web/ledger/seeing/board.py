"""The board: the duties of a campaign by unit, theme and light, on any day; and the rows behind each of its numbers.

A number is a count of `chosen(…)` under a `Choice`, and its link is that choice: the page behind it shows exactly as many rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote_plus

from django.db.models import Exists, OuterRef, QuerySet

from luoshi.packs import load_calendar
from luoshi.tracking.kinds import LIVE
from luoshi.web.documents.models import Campaign
from luoshi.web.ledger.models import DutySpan
from luoshi.web.ledger.reach import reach, sees_whole
from luoshi.web.ledger.seeing.keeping import Kept, duties_changed, kept
from luoshi.web.ledger.seeing.lighting import COLOURS, AsOf, counts, lit, live_on, rules_on, with_lights
from luoshi.web.people.models import Person, Unit

NOBODY = "none"
SOON = 10
"""Working days within which something is due soon."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which duties of a campaign: the conditions behind a number."""

    lead: str = ""
    """The number of the unit that leads; none: those that nobody leads."""
    theme: str = ""
    light: str = ""
    """A colour."""
    within: str = ""
    """Due within so many working days, and neither closed nor waiting."""
    place: str = ""
    """The first two figures of the code of a province in which the unit that leads lies."""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Choice:
        """What an address asks for; what it cannot ask for is passed over."""
        light = query.get("light", "")
        lead = query.get("lead", "")
        return cls(lead if lead == NOBODY else _number(lead), query.get("theme", "")[:20], light if light in COLOURS else "", _number(query.get("within", ""))[:3], _number(query.get("place", ""))[:2])

    def query(self, **other: object) -> str:
        """The choice as the query of an address, with some of it changed."""
        given = {"lead": self.lead, "theme": self.theme, "light": self.light, "within": self.within, "place": self.place} | {key: str(value) for key, value in other.items()}
        return "&".join(f"{key}={_quoted(value)}" for key, value in given.items() if value)


_quoted = lru_cache(4096)(quote_plus)      # a board has thousands of addresses and few words in them


def _number(words: str) -> str:
    return words if words.isdecimal() and words.isascii() and len(words) < 16 else ""


def live_open_to(campaign: Campaign, person: Person, at: AsOf) -> QuerySet[DutySpan]:
    """The live duties of a campaign on a day, those that are open to a person today."""
    return live_on(at).filter(reach(person, campaign), campaign=campaign.pk)


def leads_in(campaign: Campaign, person: Person) -> QuerySet[Unit]:
    """The units that lead a live duty of a campaign, or led one on some day, as far as the person sees it."""
    return Unit.objects.filter(Exists(DutySpan.objects.filter(reach(person, campaign), campaign=campaign.pk, status=LIVE, lead=OuterRef("pk"))))


def chosen(campaign: Campaign, person: Person, at: AsOf, choice: Choice) -> QuerySet[DutySpan]:
    """The duties that a choice counts, in the order of the list; `lighted` says their lights."""
    rows = live_open_to(campaign, person, at)
    if choice.lead:
        rows = rows.filter(lead__isnull=True) if choice.lead == NOBODY else rows.filter(lead=choice.lead)
    if choice.place:
        rows = rows.filter(lead__in=list(Unit.objects.filter(code__startswith=choice.place).values_list("pk", flat=True)))
    if choice.theme:
        rows = rows.filter(theme=choice.theme)
    if choice.within:
        rows = rows.filter(last_day__gte=at.day, last_day__lte=soon(at, int(choice.within)), waits=False).exclude(closed_on__lte=at.day)
    if choice.light:
        rows = rows.filter(lit(at, choice.light))
    return rows.order_by("listed_number", "subject")


def lighted(spans: Iterable[DutySpan], at: AsOf) -> list[DutySpan]:
    """Some rows, in their order, each with its `verdict`: colour and reason."""
    rows = list(spans)
    among = with_lights(DutySpan.objects.filter(pk__in=[row.pk for row in rows]), at, among=[row.subject for row in rows])
    verdicts = dict(among.values_list("pk", "verdict"))
    for row in rows:
        row.verdict = verdicts[row.pk]
    return rows


def soon(at: AsOf, days: int = SOON) -> object:
    """The last of so many working days after a day."""
    return load_calendar("cn").add_working_days(at.day, days).day


Lights = Mapping[str, Mapping[str, int]]
"""Theme → colour → how many; what there is none of is left out."""
ByUnit = dict[int | None, dict[str, dict[str, int]]]
"""Unit that leads → its lights."""


@dataclass(frozen=True)
class Row:
    """One unit's numbers: how many duties of each theme and light."""

    unit: Any
    """pk, name, short and code of a unit; None: of no unit, or of all."""
    lights: Lights

    @cached_property
    def sums(self) -> Counter[str]:
        """Colour → how many, of all themes."""
        sums: Counter[str] = Counter()
        for lights in self.lights.values():
            for colour, count in lights.items():
                sums[colour] += count
        return sums


@dataclass(frozen=True)
class Board:
    """The numbers of a campaign on a day."""

    rows: list[Row]
    themes: list[str]
    totals: Row = field(compare=False)

    @property
    def count(self) -> int:
        """How many duties there are."""
        return self.totals.sums.total()


def board_of(campaign: Campaign, person: Person, at: AsOf) -> Board:
    """Units × themes × lights, the units in the order of their places; one query for all numbers."""
    sums = lights_by_unit(campaign, person, at)
    whole: dict[str, dict[str, int]] = {}
    for themes in sums.values():
        add(whole, themes)
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=[number for number in sums if number]).values_list("pk", "name", "short", "code", named=True)}
    ordered = sorted(sums, key=lambda number: (number not in units, units[number].code if number in units else "", number or 0))
    return Board([Row(units.get(number), sums[number]) for number in ordered], in_order(whole), Row(None, whole))


def add(whole: dict[str, dict[str, int]], lights: Lights) -> None:
    """Adds the numbers of one unit to those of all."""
    for theme, colours in lights.items():
        sums = whole.setdefault(theme, {})
        for colour, count in colours.items():
            sums[colour] = sums.get(colour, 0) + count


def lights_by_unit(campaign: Campaign, person: Person, at: AsOf) -> ByUnit:
    """The lights of the live duties that are open to a person, by the unit that leads."""

    def make() -> ByUnit:
        return put_in({}, counts(live_open_to(campaign, person, at), at, "lead", "theme"))

    def carry(earlier: Kept) -> ByUnit | None:
        """What was changed since is taken out as it was known then, and put in as it is known now."""
        if at.known and earlier.moment and at.known <= earlier.moment:
            return earlier.value
        duties = duties_changed(campaign, earlier) if sees_whole(person, campaign) and not at.known else None
        if duties is None:
            return None
        then = AsOf(at.day, earlier.moment)
        before, after = (counts(live_open_to(campaign, person, when).filter(subject__in=duties), when, "lead", "theme", among=duties) for when in (then, at))
        return put_in(put_in(earlier.value, before, -1), after)

    return kept(campaign, person, at, ("lights", rules_on(at.day)), make, carry)


def put_in(sums: ByUnit, counted: Mapping[tuple[Any, ...], int], sign: int = 1) -> ByUnit:
    """Sums with some counts put in (or, with -1, taken out); what comes to none is gone."""
    for (lead, theme, colour), count in counted.items():
        themes = sums.setdefault(lead, {})
        lights = themes.setdefault(theme, {})
        lights[colour] = lights.get(colour, 0) + sign * count
        if not lights[colour]:
            del lights[colour]
            if not lights:
                del themes[theme]
            if not themes:
                del sums[lead]
    return sums


def in_order(themes: Iterable[str]) -> list[str]:
    """Themes as papers list them: the known ones first, what has none last."""
    from luoshi.extracting import THEMES

    known = list(THEMES)
    return sorted(themes, key=lambda theme: (theme == "-", known.index(theme) if theme in known else len(known), theme))
