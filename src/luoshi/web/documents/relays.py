"""The relay trace: for each directive and unit when it was received, passed on, in what form and how far; who has not; the lag by level.

The lag is counted in working days of the unit's own region, the day of receipt left out. A year whose notice is not known makes it
provisional.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from luoshi.packs import load_calendar
from luoshi.web.documents.models import DIRECTIVE, Campaign, Document, Relay
from luoshi.web.documents.queries import answering_units, documents_open_to, relays_open_to
from luoshi.web.people.models import Person, Unit

LEVELS = ("nation", "province", "city", "county", "other")


@dataclass(frozen=True, slots=True)
class Trace:
    """One directive and one unit."""

    document: Document
    unit: Unit
    relay: Relay | None
    days: int | None
    """Working days from receipt to passing on; None where one of the two is not known."""
    provisional: bool
    waiting: int | None
    """Working days since receipt, where it was received and not passed on."""
    paper: Document | None = None
    """The paper with which it was passed on, where the person may see it."""

    @property
    def state(self) -> str:
        """awaited (nothing known) · received · passed."""
        if self.relay is None:
            return "awaited"
        return "passed" if self.relay.passed_on else "received"


@dataclass(frozen=True, slots=True)
class Lag:
    """The lag of the units of one level."""

    level: str
    units: int
    passed: int
    median_days: float | None


def level_of(code: str) -> str:
    """The level of a place by its code of GB/T 2260.

    >>> [level_of(code) for code in ("", "000000", "610000", "610100", "610113")]
    ['other', 'nation', 'province', 'city', 'county']
    """
    if len(code) != 6 or not code.isdecimal():
        return "other"
    if code == "000000":
        return "nation"
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


def traces_of(campaign: Campaign, person: Person, today: date) -> list[tuple[Document, list[Trace]]]:
    """For each directive that is open a trace for each unit that is expected, in the order of the places."""
    papers = documents_open_to(person)
    directives = list(papers.filter(campaign=campaign, kind=DIRECTIVE))
    known = {(relay.document_id, relay.unit_id): relay for relay in relays_open_to(person).filter(campaign=campaign)}
    visible = set(papers.filter(pk__in=[relay.paper_id for relay in known.values() if relay.paper_id]).values_list("pk", flat=True))
    units = list(answering_units(campaign, person))
    return [(d, [trace_of(d, unit, known.get((d.pk, unit.pk)), today, visible) for unit in units]) for d in directives]


def trace_of(document: Document, unit: Unit, relay: Relay | None, today: date, visible: Iterable[int] = ()) -> Trace:
    """What is known of one directive and one unit."""
    start, end = (relay.received_on, relay.passed_on) if relay else (None, None)
    calendar = load_calendar(unit.code if len(unit.code) == 6 and unit.code.isdecimal() else "cn")
    until = end or today
    days = calendar.working_days_between(start, until) if start and start <= until else None
    paper = relay.paper if relay and relay.paper_id in set(visible) else None
    return Trace(document, unit, relay, days if end else None, bool(start and days is not None and not calendar.knows_stretch(start, until)), None if end else days, paper)


def lags_of(traces: Iterable[Trace]) -> list[Lag]:
    """The lag by level: how many units, how many passed it on, and the median of their days."""
    by_level: dict[str, list[Trace]] = {}
    for trace in traces:
        by_level.setdefault(level_of(trace.unit.code), []).append(trace)
    return [_lag(level, by_level[level]) for level in LEVELS if level in by_level]


def _lag(level: str, traces: list[Trace]) -> Lag:
    days = [trace.days for trace in traces if trace.days is not None]
    return Lag(level, len(traces), sum(trace.state == "passed" for trace in traces), median(days) if days else None)
