"""Whether the tables that follow from duties, returns and closings say what these say: sources, supporting units, words, sums, runs, files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import Count, Model, Q, Sum

from luoshi.web.ledger.grams import grams_in, text_of
from luoshi.web.ledger.models import (
    Closing,
    Duty,
    DutyGram,
    DutyWords,
    EvidenceFile,
    Return,
    Source,
    Support,
    Turn,
    TurnRuns,
    TurnTally,
)
from luoshi.web.ledger.runs import NO_RUNS, packed, runs_said
from luoshi.web.log.rebuilding import Difference

AT_ONCE = 500
"""Rows looked at together."""
TALLY = ("turn", "unit", "asked", "answered", "given", "back", "accepted")


def differences_beside() -> Iterator[Difference]:
    """Every difference; none where all is well."""
    yield from duty_differences()
    yield from sum_differences()
    yield from run_differences()
    yield from _missing_files(Return, "return_row")
    yield from _missing_files(Closing, "closing")


def duty_differences() -> Iterator[Difference]:
    """The words by which duties are found, their sources and supporting units, where these are not those of their row."""
    numbers = list(Duty.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), AT_ONCE):
        yield from _of_duties(list(Duty.objects.filter(pk__in=numbers[start : start + AT_ONCE]).order_by("pk")))


def _of_duties(rows: Sequence[Duty]) -> Iterator[Difference]:
    numbers = [row.pk for row in rows]
    texts = dict(DutyWords.objects.filter(duty__in=numbers).values_list("duty", "text"))
    grams = _kept(DutyGram, numbers, lambda row: row[0], "gram")
    sources = _kept(Source, numbers, tuple, "version", "start", "end")
    supports = _kept(Support, numbers, lambda row: row[0], "unit")
    for row in rows:
        text = text_of(row)
        yield from _between(row, "words index", text, texts.get(row.pk, ""))
        yield from _between(row, "pairs of words", sorted(grams_in(text)), grams.get(row.pk, []))
        yield from _between(row, "source rows", sorted((s["version"], s["start"], s["end"]) for s in row.sources), sources.get(row.pk, []))
        yield from _between(row, "support rows", sorted(row.supports), supports.get(row.pk, []))


def _kept(model: type[Model], duties: Sequence[int], value: Callable[[Any], Any], *names: str) -> dict[int, list[Any]]:
    """Duty → what the table beside it has, in order."""
    found: dict[int, list[Any]] = {}
    for duty, *row in model._default_manager.filter(duty__in=duties).values_list("duty", *names):
        found.setdefault(duty, []).append(value(row))
    return {duty: sorted(values) for duty, values in found.items()}


def _between(row: Duty, field: str, wanted: Any, kept: Any) -> Iterator[Difference]:
    if wanted != kept:
        yield Difference(row.subject, field, wanted, kept)


def sum_differences() -> Iterator[Difference]:
    """The sums of turns that are not those of the returns."""
    summed = Return.objects.order_by().values("turn", "unit").annotate(
        asked=Count("pk"), answered=Count("pk", filter=Q(given_count__gt=0)), given=Sum("given_count"), back=Sum("times_back"), accepted=Count("pk", filter=Q(status="accepted"))
    )  # fmt: skip
    wanted = {(turn, unit): tuple(sums) for turn, unit, *sums in summed.values_list(*TALLY)}
    kept = {(turn, unit): tuple(sums) for turn, unit, *sums in TurnTally.objects.values_list(*TALLY)}
    for turn, unit in sorted(wanted.keys() | kept.keys()):
        if wanted.get((turn, unit)) != kept.get((turn, unit)):
            yield Difference(f"turn:{turn}", f"sums of unit:{unit}", wanted.get((turn, unit)), kept.get((turn, unit)))


def run_differences() -> Iterator[Difference]:
    """The runs of turns and units that are not those of the words of their returns."""
    for turn in Turn.objects.order_by("pk").values_list("pk", flat=True):
        said: dict[int, dict[int, tuple[Any, str]]] = {}
        for unit, number, *answer in Return.objects.filter(turn=turn, given_count__gt=0).exclude(words="").order_by().values_list("unit", "pk", "given_on", "words"):
            said.setdefault(unit, {})[number] = (answer[0], answer[1])
        kept = {unit: (bytes(heads), bytes(runs)) for unit, heads, runs in TurnRuns.objects.filter(turn=turn).values_list("unit", "heads", "runs")}
        for unit in sorted(said.keys() | kept.keys()):
            wanted, had = packed(runs_said(said.get(unit, {}))), kept.get(unit, NO_RUNS)
            if wanted != had:
                yield Difference(f"turn:{turn}", f"runs of unit:{unit}", len(wanted[1]), len(had[1]))


def _missing_files(model: type[Return | Closing], link: str) -> Iterator[Difference]:
    """Files that a row carries and that no row beside it names; what a row once carried may stay."""
    kept = set(EvidenceFile.objects.exclude(**{link: None}).values_list(link, "file"))
    for pk, evidence in model.objects.order_by("pk").values_list("pk", "evidence").iterator(2000):
        for one in evidence:
            if one["file"] and (pk, one["file"]) not in kept:
                yield Difference(f"{model.SUBJECT}:{pk}", "file rows", one["file"], None)
