"""Duties found by words, with the same answer on every database: by pairs of characters, then verified, within what is open to the person."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from luoshi.web.documents.models import Campaign
from luoshi.web.ledger.grams import STANDING, gram_of, pairs_of, range_of, runs_of
from luoshi.web.ledger.models import Duty, DutyGram, DutyWords
from luoshi.web.ledger.queries import duties_open_to
from luoshi.web.ledger.reach import reach
from luoshi.web.people.models import Person, Unit

MOST_LETTERS = 60
"""Of a query; what is longer is not looked at."""


@dataclass(frozen=True)
class Found:
    """What a search finds."""

    rows: QuerySet[Duty]
    """In the order in which they are shown: those that have the words as they were typed, then the others; of each the latest first."""
    runs: tuple[str, ...]
    """What was looked for."""


def search(person: Person, words: str, campaign: Campaign | None = None) -> Found:
    """The duties with all of the words, in any field that is searched or in the name of the unit that leads."""
    runs = tuple(runs_of(words[:MOST_LETTERS]))
    if not runs:
        return Found(Duty.objects.none(), ())
    rows = open_to(person, campaign)
    for run in dict.fromkeys(runs):
        rows = rows.filter(having(run))
    order = ("-pk",)
    if len(runs) > 1:       # one run alone stands in every row as it was typed
        rows, order = rows.annotate(whole=phrase(words)), ("-whole", "-pk")
    return Found(rows.order_by(*order), runs)


def open_to(person: Person, campaign: Campaign | None) -> QuerySet[Duty]:
    """The duties through which a person may search."""
    return duties_open_to(person) if campaign is None else Duty.objects.filter(reach(person, campaign, "pk"), campaign=campaign)


def having(run: str) -> Q:
    """The duties in which a run of characters stands."""
    by_words = Q(pk__in=with_run(run))
    leads = [unit.pk for unit in Unit.objects.only("name", "short") if run in plain(unit.name) or run in plain(unit.short)]
    return by_words | Q(lead__in=leads, status__in=STANDING) if leads else by_words


def plain(words: str) -> str:
    """Words as runs, a line each: 'a' and 'b' beside a comma are not neighbours."""
    return "\n".join(runs_of(words))


def with_run(run: str) -> QuerySet[object]:
    """The numbers of the duties whose words have a run: one by the beginnings of pairs, two by their pair, more by the two rarest and the text."""
    if len(run) == 1:
        return DutyGram.objects.filter(gram__range=range_of(run)).values("duty")
    grams = list(dict.fromkeys(pairs_of(run)))
    rare = rarest(grams) if len(grams) > 1 else grams
    if len(run) == 2:
        return DutyGram.objects.filter(gram=gram_of(*run)).values("duty")
    rows = DutyWords.objects.filter(text__contains=run)
    for gram in rare:
        rows = rows.filter(duty__in=DutyGram.objects.filter(gram=gram).values("duty"))
    return rows.values("duty")


def rarest(grams: list[int], most: int = 2) -> list[int]:
    """The pairs that the fewest duties have; one that none has is among them, so that nothing is found."""
    counted = dict(DutyGram.objects.filter(gram__in=grams).values_list("gram").annotate(count=Count("duty")))
    return sorted(grams, key=lambda gram: counted.get(gram, 0))[:most]


def phrase(words: str) -> Exists | Case:
    """Whether the words stand as they were typed, but for width and case."""
    typed = unicodedata.normalize("NFKC", words[:MOST_LETTERS]).casefold().strip()
    together = "".join(runs_of(typed))
    return Case(When(Exists(DutyWords.objects.filter(duty=OuterRef("pk"), text__contains=together)), then=Value(True)), default=Value(False), output_field=BooleanField())
