"""What a return repeats: words of the last turn, of another unit, of another of the unit's own duties; and files that were seen elsewhere. Shown, never judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from luoshi.comparing.records import Span
from luoshi.comparing.short_texts import Repeat, ShortText, find_repeats
from luoshi.web.ledger.models import EvidenceFile, Return
from luoshi.web.ledger.turn_queries import returns_open_to
from luoshi.web.people.models import Person

MOST = 20_000
"""Other returns beside which those of a page are held; the latest turns first."""


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
    if not spoken:
        return {}
    others = _others(spoken, person)
    by_number = {one.pk: one for one in others}
    asked = [ShortText(row.pk, row.words, row.duty.words) for row in spoken]
    # The latest of the same duty first: of equals the nearest is named.
    found = find_repeats(asked, [ShortText(one.pk, one.words) for one in others])
    mine = {row.pk: row for row in spoken}
    return {number: [_repeated(mine[number], by_number[repeat.other], repeat) for repeat in repeats] for number, repeats in found.items()}


def _others(rows: Sequence[Return], person: Person) -> list[Return]:
    """Every answered return of the same turns, and every earlier one of the same duties."""
    last = max(row.turn.last for row in rows)
    near = Q(turn__in={row.turn_id for row in rows}) | Q(duty__in={row.duty_id for row in rows}, turn__last__lte=last)
    found = returns_open_to(person).filter(near, given_count__gt=0).exclude(words="").select_related("turn", "unit", "duty")
    return list(found.order_by("-turn__last", "given_on", "pk")[:MOST])


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
