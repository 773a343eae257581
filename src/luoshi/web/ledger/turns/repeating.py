"""What a return repeats: words of the last turn, of another unit, of another of the unit's own duties; and files that were seen elsewhere. Shown, never judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Q

from luoshi.comparing.records import Span
from luoshi.comparing.run_numbers import RunTable, candidates
from luoshi.comparing.short_texts import Repeat, ShortText, find_repeats
from luoshi.web.ledger.models import EvidenceFile, Return
from luoshi.web.ledger.runs import HEAD_BYTES, unpacked
from luoshi.web.ledger.turns.queries import returns_open_to, runs_open_to, shut_in
from luoshi.web.people.models import Person


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a return's words, and whether it stands in another."""

    words: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Repeated:
    """Another return whose words a return has again."""

    other: Return
    kind: str
    """last: the same duty before · sibling: another unit · own: another duty of the unit."""
    percent: int
    parts: tuple[Part, ...]
    """The return's own words, those that it shares marked."""


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file of a return that another return carries too."""

    name: str
    other: Return


@dataclass(frozen=True, slots=True)
class Seen:
    """All that one return repeats."""

    words: tuple[Repeated, ...] = ()
    files: tuple[SeenFile, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The return's words, marked as the fullest repetition has them."""
        return self.words[0].parts if self.words else ()

    def __bool__(self) -> bool:
        return bool(self.words or self.files)


def seen_in(rows: Sequence[Return], person: Person) -> dict[int, Seen]:
    """Return → what it repeats, among the returns that are open to the person; those that repeat nothing are left out."""
    words, files = _words(rows, person), _files(rows, person)
    return {row.pk: Seen(tuple(words.get(row.pk, ())), tuple(files.get(row.pk, ()))) for row in rows if row.pk in words or row.pk in files}


def _words(rows: Sequence[Return], person: Person) -> dict[int, list[Repeated]]:
    spoken = [row for row in rows if row.words]
    worth = returns_open_to(person).filter(pk__in=_worth_reading(spoken, person), given_count__gt=0)
    # The latest of the same duty first: of equals the nearest is named.
    others = [ShortText(number, words) for number, words in worth.order_by("-turn__last", "given_on", "pk").values_list("pk", "words")]
    found = find_repeats([ShortText(row.pk, row.words, row.duty.words) for row in spoken], others)
    by_number = Return.objects.select_related("turn", "unit", "duty").in_bulk({repeat.other for repeats in found.values() for repeat in repeats})
    mine = {row.pk: row for row in spoken}
    return {number: [_repeated(mine[number], by_number[repeat.other], repeat) for repeat in repeats] for number, repeats in found.items()}


def _worth_reading(rows: Sequence[Return], person: Person) -> list[int]:
    """The returns of which a row may repeat words: of every answer in the same turns, and every earlier one to the same duties, those that share runs of letters with it."""
    if not rows:
        return []
    turns, duties, last = {row.turn_id for row in rows}, {row.duty_id for row in rows}, max(row.turn.last for row in rows)
    returns = returns_open_to(person).filter(duty__in=duties, turn__last__lte=last, given_count__gt=0).exclude(turn__in=turns)
    before = {number: (turn, unit) for number, turn, unit in returns.order_by().values_list("pk", "turn", "unit")}
    near = Q(turn__in={turn for turn, _ in before.values()}, unit__in={unit for _, unit in before.values()})
    kept = list(runs_open_to(person).filter(Q(turn__in=turns) | near).values_list("turn", "turn__last", "heads", "runs"))
    heads, runs = unpacked((bytes(heads), bytes(runs)) for *_, heads, runs in kept)
    each = [len(part) // HEAD_BYTES for *_, part, _ in kept]
    lasts, is_now = np.repeat([day.toordinal() for _, day, *_ in kept], each), np.repeat([turn in turns for turn, *_ in kept], each)
    wanted = np.where(is_now, ~np.isin(heads[:, 0], shut_in(turns, person)), np.isin(heads[:, 0], list(before)))
    order = np.lexsort((heads[:, 0], heads[:, 1], -lasts))      # the latest turn first, in it who said it first
    table = RunTable(heads[:, 0], heads[:, 2], runs, order[wanted[order]])
    return candidates([(row.pk, row.words, row.duty.words) for row in rows], table).tolist()


def _repeated(row: Return, other: Return, repeat: Repeat) -> Repeated:
    kind = "last" if other.duty_id == row.duty_id else "own" if other.unit_id == row.unit_id else "sibling"
    return Repeated(other, kind, repeat.percent, tuple(marked(row.words, repeat.spans)))


def marked(words: str, spans: Iterable[Span]) -> Iterable[Part]:
    """The words in pieces, those in the spans marked.

    >>> [(part.words, part.marked) for part in marked("甲乙丙丁", [(1, 3)])]
    [('甲', False), ('乙丙', True), ('丁', False)]
    """
    at = 0
    for start, end in spans:
        if start > at:
            yield Part(words[at:start], False)
        yield Part(words[start:end], True)
        at = end
    if at < len(words):
        yield Part(words[at:], False)


def _files(rows: Sequence[Return], person: Person) -> dict[int, list[SeenFile]]:
    """The files of returns that other returns carry too."""
    carried: dict[str, list[tuple[Return, str]]] = {}
    for row in rows:
        for one in row.evidence:
            if one["file"]:
                carried.setdefault(one["file"], []).append((row, one["name"]))
    links = EvidenceFile.objects.filter(file__in=carried, return_row__in=returns_open_to(person).values("pk")).select_related("return_row__turn", "return_row__unit", "return_row__duty")
    found: dict[int, list[SeenFile]] = {}
    for link in links.order_by("return_row__turn__last", "return_row"):
        for row, name in carried[link.file]:
            if link.return_row_id != row.pk:
                found.setdefault(row.pk, []).append(SeenFile(name, link.return_row))
    return found
