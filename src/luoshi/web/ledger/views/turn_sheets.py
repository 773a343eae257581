"""Sheets of a turn: sent out, and taken in thirty at once, shown first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from io import BytesIO
from pathlib import PurePath
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from luoshi.errors import ActRefused, LuoshiError
from luoshi.web.documents import files
from luoshi.web.documents.actions import plain_name
from luoshi.web.documents.forms import several
from luoshi.web.ledger.actions.dropped import Dropped, Files
from luoshi.web.ledger.actions.sheets import Claimed, Plan, answerable, answerable_in, read_files, sheet_of, take_in
from luoshi.web.ledger.models import Turn
from luoshi.web.ledger.turns.forms import FileForm, content_of
from luoshi.web.ledger.turns.queries import counts_by_unit
from luoshi.web.ledger.views.sending import XLSX, attached
from luoshi.web.ledger.views.turns import open_turn_row, rows_of
from luoshi.web.people.acting import acting
from luoshi.web.words import language, say
from luoshi.writing.papers import file_name
from luoshi.writing.same_bytes import ZIP_TIME
from luoshi.writing.turn_records import COLUMNS, AnsweredRow, Question, shown

SALT = "ledger.turn-sheets"
A_DAY = 24 * 3600
COMPARED = ("state", "figure", "figure_unit", "said", "day", "evidence")
BOOKS = ("", ".xlsx", ".xlsm", ".xls", ".et", ".csv")
"""Endings of what may be a sheet, or is sent in its place by mistake; all else is evidence."""
SHOWN_CELLS = 300
"""Refused cells that one page shows; the rest are counted."""


@login_required
@require_GET
def sheet(request: HttpRequest, number: int, unit: int) -> HttpResponse:
    """One unit's sheet."""
    turn = open_turn_row(request, number)
    place = rows_of(request, turn, unit)[0].unit
    return attached(sheet_of(turn, place, request.user), f"{turn.name}-{place}.xlsx", XLSX)


@login_required
@require_GET
def sheets(request: HttpRequest, number: int) -> HttpResponse:
    """The sheets of all units that the person sees, in one file."""
    turn = open_turn_row(request, number)
    units = [line["unit"] for line in counts_by_unit(turn, request.user)]
    if not units:
        raise Http404
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for unit in units:
            package.writestr(ZipInfo(f"{file_name(f'{turn.name}-{unit}')}.xlsx", ZIP_TIME), sheet_of(turn, unit, request.user))
    return attached(out.getvalue(), f"{turn.campaign.name}-{turn.name}.zip", "application/zip")


@login_required
def look(request: HttpRequest, number: int) -> HttpResponse:
    """The files are read and shown; of what comes back signed nothing is kept yet, and evidence that is named is laid aside."""
    turn = _turn_to_answer(request, number)
    sent = several(request.FILES) if request.method == "POST" else []
    if not sent:
        return render(request, "ledger/turn_import.html", {"campaign": turn.campaign, "turn": turn, "tab": "turns"}, status=422 if request.method == "POST" else 200)
    sheets, dropped, large = parted(sent)
    plan = read_files(turn, ((plain_name(file.name), _content(file)) for file in sheets), request.user, dropped=dropped)
    _lay_aside(sent, plan)
    return render(request, "ledger/turn_import.html", _shown(request, turn, plan, large))


def _turn_to_answer(request: HttpRequest, number: int) -> Turn:
    """The turn, where the person may answer something in it; 404 else."""
    turn = open_turn_row(request, number)
    if not answerable_in(turn, request.user).exists():
        raise Http404
    return turn


def parted(sent: Iterable[Any]) -> tuple[list[Any], list[Dropped], list[tuple[str, LuoshiError]]]:
    """Uploads as workbooks, as other files, and as those that were too large to be kept."""
    sheets, dropped, large = [], [], []
    for file in sent:
        name = plain_name(file.name)
        if trouble := getattr(file, "trouble", None):
            large.append((name, trouble))
        elif PurePath(name).suffix.lower() in BOOKS:
            sheets.append(file)
        else:
            dropped.append(Dropped(name, digest_of(file), file.size))
    return sheets, dropped, large


def digest_of(file: Any) -> str:
    """The digest of an upload, a piece at a time in memory."""
    file.seek(0)
    digest = sha256()
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()


def _content(file: Any) -> bytes | LuoshiError:
    try:
        return content_of(file)
    except LuoshiError as error:
        return error


def _lay_aside(sent: Iterable[Any], plan: Plan) -> None:
    """The bytes of files that would be attached to a return, until it is confirmed."""
    wanted = {file.sha256 for file in plan.brought}
    names = {file.name for file in plan.brought}
    for file in sent:
        if plain_name(file.name) in names and digest_of(file) in wanted:
            file.seek(0)
            files.lay_aside(file.read())


def _shown(request: HttpRequest, turn: Turn, plan: Plan, large: Sequence[tuple[str, LuoshiError]]) -> dict[str, Any]:
    kept = {
        "turn": turn.pk, "person": request.user.pk, "rows": [asdict(row) for row in plan.rows], "given": {row.row.pk: row.now.given for row in plan.claimed},
        "dropped": [asdict(file) for file in plan.brought],
    }  # fmt: skip
    refused = [{"cell": cell, "why": cell.error.sentence(language())} for cell in plan.refused]
    bad = [*plan.bad, *large]
    return {
        "campaign": turn.campaign, "turn": turn, "tab": "turns", "plan": plan, "claimed": [_claimed(one) for one in plan.claimed], "columns": [column for column in COLUMNS if column.code in COMPARED],
        "refused": refused[:SHOWN_CELLS], "more_refused": max(0, len(refused) - SHOWN_CELLS), "bad": [{"name": name, "why": error.sentence(language())} for name, error in bad],
        "unchanged": sum(found.unchanged for found in plan.sheets), "unknown": [(found.name, say("join.list").join(found.unknown)) for found in plan.sheets if found.unknown],
        "clear": sum(one.is_clear for one in plan.claimed), "torn": sum(not one.is_clear for one in plan.claimed), "sent": signing.dumps(kept, salt=SALT, compress=True), **_evidence(plan),
    }  # fmt: skip


def _claimed(one: Claimed) -> dict[str, Any]:
    named = [{"one": named, "field": file_field(one.now.key, named.name)} for named in one.named]
    return {"one": one, "now": _cells(one.now) if one.now.given else None, "versions": [_version(one.now, version) for version in one.versions], "named": named}


def _evidence(plan: Plan) -> dict[str, Any]:
    """The files that came along: each with the rows that name it and a form for its kind and date; names that no file answers."""
    rows: dict[str, list[Any]] = {}
    awaited: dict[str, None] = {}
    for one in plan.claimed:
        for named in one.named:
            for file in named.files if named.is_new else ():
                rows.setdefault(file.sha256, []).append(one.row)
            if not named.files and not named.had:
                awaited[named.name] = None
    names = [file.name for file in plan.brought]
    brought = [{"file": file, "rows": rows.get(file.sha256, []), "form": FileForm(prefix=prefix_of(file)), "is_torn": names.count(file.name) > 1} for file in plan.brought]
    return {"brought": brought, "awaited": list(awaited)}


def prefix_of(file: Dropped) -> str:
    """Of the fields of a file's form."""
    return f"e{file.sha256[:16]}"


def file_field(key: str, name: str) -> str:
    """The field in which one of several files is chosen for a name in a row."""
    return f"file-{key}-{sha256(name.encode()).hexdigest()[:8]}"


def _version(now: Question, version: Any) -> dict[str, Any]:
    cells, before = _cells(version.said), _cells(now)
    understood = [{"column": f"turncol.{code}", "written": written, "taken": taken} for code, written, taken in (version.row.understood if version.row else ()) if code != "said"]
    return {"row": version.row, "cells": [{"column": f"turncol.{code}", "words": cells[code], "changed": cells[code] != before[code]} for code in COMPARED], "understood": understood}


def _cells(question: Question) -> dict[str, str]:
    return {code: words for code, words in shown(question, language()).items() if code in COMPARED}


@login_required
@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """What was shown is taken in; of several versions of one row, the one that was chosen."""
    turn = _turn_to_answer(request, number)
    kept = _signed(request, turn)
    now = {row.pk: row.given_count for row in answerable(turn, request.user)}
    if any(now.get(int(pk)) != given for pk, given in kept["given"].items()):
        raise ActRefused.changed_since("")
    rows = [AnsweredRow(**{**row, "evidence": tuple(row["evidence"]), "understood": ()}) for row in kept["rows"]]
    chosen, open_ones = _chosen(request, rows)
    pieces = _pieces(request, Files(Dropped(**file) for file in kept["dropped"]), chosen)
    given, refused = take_in(turn, chosen, by=acting(request.user, turn.campaign.unit), person=request.user, pieces=pieces)
    _tell(request, given, open_ones, refused)
    return redirect("ledger:turn", turn.pk)


def _pieces(request: HttpRequest, dropped: Files, rows: Iterable[AnsweredRow]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The files that the rows name as pieces of evidence; of several files for one name, the one that was chosen."""
    pieces: dict[str, dict[str, Any]] = {}
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for row in rows:
        for name in row.evidence:
            meant = dropped.meant(name)
            choice = request.POST.get(file_field(row.key, name), "")
            for file in meant if len(meant) == 1 else [one for one in meant if one.sha256 == choice]:
                found[row.key, name] = pieces.get(file.sha256) or pieces.setdefault(file.sha256, _piece(request, file))
    return found


def _piece(request: HttpRequest, file: Dropped) -> dict[str, Any]:
    """A file with the kind and the date that were given for it; ActRefused where they do not fit, or the bytes are not there any more."""
    form = FileForm(request.POST, prefix=prefix_of(file))
    if not form.is_valid():
        raise ActRefused.incomplete(f"“{file.name}”的文件种类或日期不对。", f"The kind or the date of “{file.name}” does not fit.", "请返回改正后再确认。", "Go back, correct it and confirm again.")
    if not files.still_there(file.sha256):
        raise ActRefused.incomplete("预览已过一小时，随表文件没有保留。", "The preview is older than an hour, and the files that came along were not kept.", "请重新放入文件。", "Drop the files again.")
    return {"file": file.sha256, "name": file.name, "dated": form.cleaned_data["dated"], "kind": form.cleaned_data["kind"], "note": ""}


def _signed(request: HttpRequest, turn: Turn) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = signing.loads(request.POST.get("sent", ""), salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        raise ActRefused.gone() from None
    if (kept["turn"], kept["person"]) != (turn.pk, request.user.pk):
        raise ActRefused.gone()
    return kept


def _chosen(request: HttpRequest, rows: list[AnsweredRow]) -> tuple[list[AnsweredRow], int]:
    """The rows to take in, and how many returns with several versions were left undecided or as they stand."""
    by_key: dict[str, list[AnsweredRow]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    taken, left = [], 0
    for key, versions in by_key.items():
        choice = request.POST.get(f"choose-{key}", "" if f"several-{key}" in request.POST else "0")
        if choice.isdecimal() and int(choice) < len(versions):
            taken.append(versions[int(choice)])
        else:
            left += 1
    return taken, left


def _tell(request: HttpRequest, given: int, left: int, refused: list[tuple[str, LuoshiError]]) -> None:
    if given or not refused:
        messages.success(request, say("turn-import.done", count=given))
    if left:
        messages.info(request, say("turn-import.left", count=left))
    for name, error in refused:
        messages.error(request, say("turn-import.file-refused", name=name, why=error.sentence(language())))
