"""The board: the duties of a campaign by unit, theme and light, on any day; and the rows behind each of its numbers.

A number is a count of `chosen(…)` under a `Choice`, and its link is that choice: the page behind it shows exactly as many rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from urllib.parse import quote_plus

from django.db.models import QuerySet

from luoshi.packs import load_calendar
from luoshi.web.documents.models import Campaign
from luoshi.web.ledger.keeping import kept
from luoshi.web.ledger.lighting import COLOURS, AsOf, counts, lit, live_on, rules_on, with_lights
from luoshi.web.ledger.models import DutySpan
from luoshi.web.ledger.reach import reach
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


Lights = Mapping[str, Counter[str]]
"""Theme → colour → how many."""


def _no_lights() -> defaultdict[str, Counter[str]]:
    return defaultdict(Counter)


@dataclass(frozen=True)
class Row:
    """One unit's numbers: how many duties of each theme and light."""

    unit: Unit | None
    lights: Lights

    @cached_property
    def sums(self) -> Counter[str]:
        """Colour → how many, of all themes."""
        return sum(self.lights.values(), Counter())


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


def board_of(campaign: Campaign, person: Person, at: AsOf, *, themes: bool = True) -> Board:
    """Units × themes (or only units), the units in the order of their places; one query for all numbers."""
    cells: defaultdict[int | None, Lights] = defaultdict(_no_lights)
    whole = _no_lights()
    for row in counted(campaign, person, at, *(("lead", "theme") if themes else ("lead",))):
        for lights in (cells[row["lead"]], whole):
            lights[row.get("theme", "")][row["colour"]] += row["count"]
    units = Unit.objects.in_bulk([number for number in cells if number])
    ordered = sorted(cells, key=lambda number: (number not in units, units[number].code if number in units else "", number or 0))
    return Board([Row(units.get(number), cells[number]) for number in ordered], in_order(whole), Row(None, whole))


def counted(campaign: Campaign, person: Person, at: AsOf, *by: str) -> list[dict[str, object]]:
    """The counts of the live duties that are open to a person."""
    return kept(campaign, person, at, ("lights", by, rules_on(at.day)), lambda: counts(live_open_to(campaign, person, at), at, *by))


def in_order(themes: Iterable[str]) -> list[str]:
    """Themes as papers list them: the known ones first, what has none last."""
    from luoshi.extracting import THEMES

    known = list(THEMES)
    return sorted(themes, key=lambda theme: (theme == "-", known.index(theme) if theme in known else len(known), theme))
