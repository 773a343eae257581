"""A turn's sheets: a unit's questions as a workbook, and workbooks that come back, looked at first, then taken in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet

from luoshi.errors import LuoshiError
from luoshi.tracking import By
from luoshi.web import clock
from luoshi.web.documents.files import digest_of
from luoshi.web.ledger.actions.dropped import Dropped, Files, Named, piece_of, same_names
from luoshi.web.ledger.actions.giving import Answered, Sent, give_all
from luoshi.web.ledger.models import Duty, Return, Turn
from luoshi.web.ledger.turns.queries import WHOLE, last_accepted, returns_open_to
from luoshi.web.log.actions import DoneBefore
from luoshi.web.people.models import Person, Unit
from luoshi.web.people.scope import units_for
from luoshi.web.words import language, say
from luoshi.writing.turn_records import AnsweredRow, Question, SheetHead, key_of
from luoshi.writing.turn_sheet import turn_xlsx
from luoshi.writing.turn_sheet_reading import RefusedCell, TurnSheet, read_turn_sheet

Pieces = Mapping[tuple[str, str], Mapping[str, Any]]
"""(Key of a row, a name in it) → the piece of evidence of a file that came along."""
AT_ONCE = 1_000
"""Returns that are written in one go, so that nobody waits long for the end of the chain."""


def head_of(turn: Turn, unit: Unit) -> SheetHead:
    """The head of a unit's sheet."""
    campaign = turn.campaign
    return SheetHead(campaign.name, turn.name, unit.name, turn.first.isoformat(), turn.last.isoformat(), turn.due_on.isoformat(), campaign.chain, turn.pk)


def questions_of(turn: Turn, rows: Sequence[Return], person: Person) -> list[Question]:
    """Returns as the questions of a sheet."""
    last = last_accepted(rows, person)
    return [_question(turn, row, last.get(row.pk)) for row in rows]


def _question(turn: Turn, row: Return, last: Return | None) -> Question:
    remark = row.status if row.status in ("back", "query") and row.answer else ""
    return Question(
        key=key_of(turn.campaign.chain, turn.pk, row.pk), number=str(row.duty.listed_number or row.duty_id), words=row.duty.words, why=row.why, unit=row.unit.name, period=row.period,
        due=row.duty.last_day.isoformat() if row.duty.last_day else "", last=said_of(last) if last else "", remark=remark, reason=row.answer if remark else "",
        accepted=row.status == "accepted", **_given_now(row),
    )  # fmt: skip


def _given_now(row: Return) -> dict[str, Any]:
    """What a question has of the answer that stands."""
    return {
        "state": row.state, "figure": row.figure, "figure_unit": row.figure_unit, "said": row.words, "day": row.happened_on.isoformat() if row.happened_on else "",
        "evidence": tuple(one["name"] for one in row.evidence), "given": row.given_count,
    }  # fmt: skip


def said_of(row: Return) -> str:
    """What a return said, in one piece of text."""
    figure = f"{row.figure}{row.figure_unit}" if row.figure else ""
    parts = [say(f"work-state.{row.state}") if row.state else "", figure, row.words, say("turn.on-day", day=row.happened_on) if row.happened_on else ""]
    return say("join.clause").join(part for part in parts if part)


def sheet_of(turn: Turn, unit: Unit, person: Person) -> bytes:
    """A unit's questions that are not accepted yet, as a workbook, as far as they are open to the person."""
    rows = list(returns_open_to(person).filter(turn=turn, unit=unit).exclude(status="accepted").select_related(*WHOLE).order_by("duty__listed_number", "duty", "period"))
    return turn_xlsx(head_of(turn, unit), questions_of(turn, rows, person), lang=language())


# -- what comes back -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Version:
    """One answer for a return: from a file, or as it stands on the site."""

    row: AnsweredRow | None
    """None: keep what stands."""
    said: Question
    """What it says, as a question would show it."""
    named: tuple[Named, ...] = ()
    """Its evidence, with the files that came along."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A return for which files bring an answer; several versions where they differ, or where it was given on the site meanwhile."""

    row: Return
    now: Question
    versions: tuple[Version, ...]

    @property
    def is_clear(self) -> bool:
        """Whether there is nothing to choose."""
        return len(self.versions) == 1

    @property
    def named(self) -> tuple[Named, ...]:
        """The evidence that any of its versions names."""
        return tuple({one.name: one for version in self.versions for one in version.named}.values())


@dataclass(frozen=True)
class Plan:
    """What thirty files would do."""

    sheets: tuple[TurnSheet, ...]
    bad: tuple[tuple[str, LuoshiError], ...]
    """Files of which nothing can be taken, and why."""
    claimed: tuple[Claimed, ...]
    same: int
    """Rows that say what stands already."""
    brought: tuple[Dropped, ...] = ()
    """Files that would be attached to a return, or could be."""
    there: tuple[Dropped, ...] = ()
    """Files that the returns have already."""
    unnamed: tuple[Dropped, ...] = ()
    """Files that no return names which may still be given."""

    @property
    def refused(self) -> list[RefusedCell]:
        """The cells that are not taken, file by file."""
        return [cell for sheet in self.sheets for cell in sheet.refused]

    @property
    def rows(self) -> list[AnsweredRow]:
        """Every row that may be taken in."""
        return [version.row for one in self.claimed for version in one.versions if version.row]


def read_files(turn: Turn, files: Iterable[tuple[str, bytes | LuoshiError]], person: Person, today: date | None = None, dropped: Iterable[Dropped] = ()) -> Plan:
    """What the files would change; nothing is written. A file that cannot be read stops no other.

    `dropped`: files that are no workbooks. A workbook that is no sheet is one of them where a row names it.
    """
    rows = _with_what_a_sheet_shows(answerable(turn, person))
    questions = {key_of(turn.campaign.chain, turn.pk, row.pk): _question(turn, row, None) for row in rows}
    sheets, bad, books = [], [], {}
    for name, content in files:
        try:
            if isinstance(content, LuoshiError):
                raise content
            sheets.append(read_turn_sheet(content, name, questions, chain=turn.campaign.chain, turn=turn.pk, today=today or clock.today()))
        except LuoshiError as error:
            bad.append((name, error))
            if not isinstance(content, LuoshiError):
                books[name, error] = Dropped(name, digest_of(content), len(content))
    named = _named_among(Files(books.values()), rows, sheets)
    beside = {key: book for key, book in books.items() if book in named}
    return plan_of(turn, rows, questions, sheets, [one for one in bad if one not in beside], [*dropped, *beside.values()])


def _named_among(files: Files, rows: Iterable[Return], sheets: Iterable[TurnSheet]) -> set[Dropped]:
    """The files that are meant by a name, in a sheet or with a return."""
    names = {name for sheet in sheets for found in sheet.rows for name in found.evidence} | {piece["name"] for row in rows for piece in row.evidence}
    return {file for name in names for file in files.meant(name)}


def answerable_in(turn: Turn, person: Person) -> QuerySet[Return]:
    """The returns of a turn that a person may give."""
    return returns_open_to(person).filter(turn=turn, unit__in=units_for(person, "report").values("pk"))


def answerable(turn: Turn, person: Person) -> list[Return]:
    """The same, in the order of the places."""
    rows = list(answerable_in(turn, person).order_by("unit__code", "unit_id", "duty__listed_number", "duty", "period"))
    for row in rows:
        row.turn = turn
    return rows


def _with_what_a_sheet_shows(rows: list[Return]) -> list[Return]:
    """The returns with their units and, of their duties, what a sheet shows; a unit is in many rows."""
    units = Unit.objects.in_bulk({row.unit_id for row in rows})
    duties = Duty.objects.only("words", "listed_number", "last_day").order_by().in_bulk({row.duty_id for row in rows})
    for row in rows:
        row.unit, row.duty = units[row.unit_id], duties[row.duty_id]
    return rows


def plan_of(
    turn: Turn, rows: Sequence[Return], questions: Mapping[str, Question], sheets: Sequence[TurnSheet], bad: Sequence[tuple[str, LuoshiError]] = (), dropped: Sequence[Dropped] = ()
) -> Plan:
    """The rows of all sheets, put together by the return that they answer; and returns that wait for one of the files."""
    by_key = {key_of(turn.campaign.chain, turn.pk, row.pk): row for row in rows}
    files = Files(dropped)
    claims: dict[str, dict[tuple[object, ...], AnsweredRow]] = {}
    same = 0
    for found in (found for sheet in sheets for found in sheet.rows):
        if stands_already(questions[found.key], found) and not files.bring(by_key[found.key], found.evidence):
            same += 1
        else:
            claims.setdefault(found.key, {}).setdefault(found.answer, found)
    for key, row in by_key.items():
        if key not in claims and row.given_count and row.status != "accepted" and files.bring(row, questions[key].evidence):
            again = _given_again(questions[key], files)
            claims[key] = {again.answer: again}
    claimed = [Claimed(by_key[key], questions[key], _versions(questions[key], list(ones.values()), by_key[key], files)) for key, ones in claims.items()]
    order = {row.pk: at for at, row in enumerate(rows)}
    return Plan(tuple(sheets), tuple(bad), tuple(sorted(claimed, key=lambda one: order[one.row.pk])), same, *_parted(files, claimed, rows))


def _given_again(now: Question, files: Files) -> AnsweredRow:
    """What a return says, given again with a file that it named."""
    names = say("join.list").join(dict.fromkeys(file.name for name in now.evidence for file in files.meant(name)))
    return AnsweredRow(now.key, now.state, now.figure, now.figure_unit, now.said, now.day, now.evidence, names, now.given, file=names[:200])


def _parted(files: Files, claimed: Iterable[Claimed], rows: Iterable[Return]) -> tuple[tuple[Dropped, ...], ...]:
    """The files that came along: those that are brought, those that are there already, and those that nothing names."""
    brought = {file for one in claimed for named in one.named if named.is_new for file in named.files}
    kept = {piece["file"] for row in rows for piece in row.evidence}
    there = {file for file in _named_among(files, rows, ()) if file.sha256 in kept} - brought
    return tuple(file for file in files.all if file in brought), tuple(file for file in files.all if file in there), tuple(file for file in files.all if file not in brought | there)


def stands_already(now: Question, row: AnsweredRow) -> bool:
    """Whether a row says what was given already; one without a day, given then, has the day of that giving."""
    same = (now.state, now.figure, now.figure_unit, now.said, now.day) == (*row.answer[:4], row.day or now.day)
    return bool(now.given) and same and same_names(row.evidence, now.evidence)


def _versions(now: Question, rows: Sequence[AnsweredRow], of: Return, files: Files) -> tuple[Version, ...]:
    """The answers to choose from; what stands on the site is one of them where it was given after a sheet went out."""
    versions = [Version(row, _as_question(now, row), files.named(of, row.evidence)) for row in rows]
    stale = now.given and any(row.seen != now.given and not stands_already(now, row) for row in rows)
    return (*versions, Version(None, now)) if stale else tuple(versions)


def _as_question(now: Question, row: AnsweredRow) -> Question:
    return replace(now, state=row.state, figure=row.figure, figure_unit=row.figure_unit, said=row.said, day=row.day, evidence=row.evidence)


def take_in(turn: Turn, rows: Sequence[AnsweredRow], *, by: By, person: Person, pieces: Pieces = MappingProxyType({})) -> tuple[int, list[tuple[str, LuoshiError]]]:
    """Gives the returns that the rows answer, each file's as entries of their own that name it; how many were given, and the files that were refused.

    Who sends them in is the reporter; the entry says from whose file they come. The same rows taken in twice change nothing.
    """
    current = {key_of(turn.campaign.chain, turn.pk, row.pk): row for row in answerable(turn, person)}
    files: dict[str, list[Answered]] = {}
    for row in rows:
        if (one := current.get(row.key)) and (answered := _answered(one, row, pieces)):
            files.setdefault(row.file, []).append(answered)
    refused: list[tuple[str, LuoshiError]] = []
    given = sum(_give(part, by, person, refused) for part in _parts([Sent(answers, {"name": name}) for name, answers in files.items()]))
    return given, refused


def _answered(one: Return, row: AnsweredRow, pieces: Pieces) -> Answered | None:
    """What a row gives; None where it says what stands, and brings nothing."""
    now = Question(row.key, "", "", "", **_given_now(one))     # its words do not matter here
    evidence = _evidence(one, row, pieces)
    stands = stands_already(now, row)
    if stands and evidence is None:
        return None
    return Answered(one, _answer(replace(row, day=row.day or now.day) if stands else row), evidence)


def _parts(sent: Sequence[Sent]) -> Iterator[list[Sent]]:
    """The files in parts of which each is written at once."""
    part: list[Sent] = []
    for one in sent:
        if part and sum(len(each.answers) for each in part) + len(one.answers) > AT_ONCE:
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _give(part: Sequence[Sent], by: By, person: Person, refused: list[tuple[str, LuoshiError]]) -> int:
    """How many returns the files gave, each file all of its answers or none: all files at once, or each for itself where one of them is refused."""
    try:
        give_all(part, by=by, person=person)
    except (DoneBefore, LuoshiError):
        return sum(_give_file(one, by, person, refused) for one in part)
    return sum(len(one.answers) for one in part)


def _give_file(sent: Sent, by: By, person: Person, refused: list[tuple[str, LuoshiError]]) -> int:
    """How many returns a file gave."""
    try:
        give_all([sent], by=by, person=person)
    except DoneBefore:
        return 0
    except LuoshiError as error:
        refused.append((sent.said["name"], error))
        return 0
    return len(sent.answers)


def _answer(row: AnsweredRow) -> dict[str, Any]:
    return {"state": row.state, "figure": row.figure, "figure_unit": row.figure_unit, "words": row.said, "happened_on": date.fromisoformat(row.day) if row.day else None}


def _evidence(one: Return, row: AnsweredRow, pieces: Pieces) -> list[Mapping[str, Any]] | None:
    """The files that came along, the evidence that is kept by its name, and names of what is still to be sent; None where all is as it was."""
    made = []
    for name in row.evidence:
        had, piece = piece_of(one, name), pieces.get((row.key, name))
        is_new = piece is not None and piece["file"] != (had or {}).get("file")
        made.append((piece if is_new else had) or {"file": "", "name": name})
    same = same_names(row.evidence, [piece["name"] for piece in one.evidence]) and [piece["file"] for piece in made] == [piece["file"] for piece in one.evidence]
    return None if same else made
