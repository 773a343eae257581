"""A day's work, each step of it such that doing it again changes nothing: what is killed goes on where it was.

`python tests/web/soak/worker.py` works on the database of LUOSHI_DATA and LUOSHI_DATABASE and prints `done` when all is done.
"""

from __future__ import annotations

import io
import os
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.web.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import transaction
from openpyxl import load_workbook

from luoshi.tracking.turn_rules import CHECKLIST
from luoshi.web import clock
from luoshi.web.documents.actions import open_campaign, receive, retry
from luoshi.web.documents.models import FAILED, READ, Campaign, Document, Version
from luoshi.web.ledger.actions import deciding, importing, settling, signing, turning
from luoshi.web.ledger.actions.sheets import read_files, sheet_of, take_in
from luoshi.web.ledger.actions.ticking import set_plan, tick
from luoshi.web.ledger.lists.papers import correctable_paper, directory_of
from luoshi.web.ledger.models import Closing, Duty, Plan, Return, SignedList, Turn
from luoshi.web.log.actions import DoneBefore
from luoshi.web.people import actions as people
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.models import Person, Post, Unit
from luoshi.web.people.scope import units_open_to
from luoshi.web.reader import read_waiting
from luoshi.writing.turn_records import COLUMNS
from luoshi.writing.turn_sheet import HEAD_ROW

EXAMPLES = Path(__file__).parents[3] / "examples"
REPLIES = sorted((EXAMPLES / "replies").glob("*.txt"))[:5]
ROOMS = 6
"""Of each unit: thirty sheets come back."""


@transaction.atomic
def found() -> None:
    """Units and people, all at once."""
    if Unit.objects.exists():
        return
    nation = people.found_unit("国家内河航运局", by=SYSTEM, short="国家局")
    for path in REPLIES:
        unit = people.found_unit(path.stem, by=SYSTEM, superiors=[(nation, "leads")])
        people.found_post(unit, "局长", by=SYSTEM)
        people.give_role(people.add_person(f"clerk-{unit.pk}", f"clerk-{unit.pk}", by=SYSTEM, password="river-2018"), "clerk", unit, by=SYSTEM)
    for username, role in (("clerk", "clerk"), ("head", "head"), ("checker", "checker")):
        people.give_role(people.add_person(username, username, by=SYSTEM, password="river-2018"), role, nation, by=SYSTEM)


def upload(campaign: Campaign, clerk: Person) -> None:
    """The replies, each one once."""
    for path in REPLIES:
        if not Document.objects.filter(campaign=campaign, title="", versions__name=path.name).exists() and not Document.objects.filter(campaign=campaign, versions__name=path.name).exists():
            receive(campaign, path.name, path.read_bytes(), by=acting(clerk), kind="response", form="reply", unit=Unit.objects.get(name=path.stem), dated="2018-09", once=f"upload:{path.name}")


def read(clerk: Person) -> None:
    """All that waits; a file with which so many readers were killed that it was given up is asked for again, as its clerk would."""
    read_waiting()
    for version in Version.objects.filter(status=FAILED):
        retry(version, by=acting(clerk), person=clerk)
        read_waiting()
    assert not Version.objects.exclude(status=READ).exists()


def settle(campaign: Campaign, clerk: Person) -> None:
    """Every duty accepted, one at a time, with an owner post."""
    for duty in Duty.objects.filter(campaign=campaign, status="found"):
        post = Post.objects.get(unit=duty.lead)
        settling.accept([duty], by=acting(clerk), person=clerk, once=f"accept:{duty.pk}")
        settling.assign([Duty.objects.get(pk=duty.pk)], {"owner_post": f"{duty.lead} {post.name}"}, by=acting(clerk), person=clerk, once=f"assign:{duty.pk}")
    for duty in Duty.objects.filter(campaign=campaign, status="accepted", owner_post__isnull=True):      # killed between the two
        settling.assign([duty], {"owner_post": f"{duty.lead} {Post.objects.get(unit=duty.lead).name}"}, by=acting(clerk), person=clerk)


def correct(campaign: Campaign, clerk: Person) -> None:
    """The list goes out, gets a note in every row, and comes back."""
    duties = list(importing.correctable_duties(campaign, clerk))
    if not any(duty.note != "已核" for duty in duties):
        return
    book = load_workbook(io.BytesIO(correctable_paper(campaign, duties, directory_of(units_open_to(clerk)))))
    sheet = next(sheet for sheet in book if any(cell.value == "备注" for row in sheet.iter_rows(max_row=12) for cell in row))
    head = next(cell for row in sheet.iter_rows(max_row=12) for cell in row if cell.value == "备注")
    for row in range(head.row + 1, sheet.max_row + 1):
        if sheet.cell(row, head.column - 1).value is not None or sheet.cell(row, 1).value is not None:
            sheet.cell(row, head.column).value = "已核"
    out = io.BytesIO()
    book.save(out)
    made = importing.plan(campaign, out.getvalue(), "清单.xlsx", clerk)
    if not made.is_empty:
        importing.take_back(campaign, out.getvalue(), "清单.xlsx", by=acting(clerk), person=clerk, seen=importing.digest_of_plan(made))


def sign(campaign: Campaign) -> None:
    """Version 1, once."""
    head = Person.objects.get(username="head")
    if not SignedList.objects.filter(campaign=campaign).exists():
        signing.sign(campaign, by=acting(head), person=head, once="sign:1")


def turn(campaign: Campaign, clerk: Person) -> None:
    """A turn, opened, answered by thirty sheets, and checked; a duty of each unit closed; the turn over."""
    checker = Person.objects.get(username="checker")
    if not Turn.objects.filter(campaign=campaign, first=date(2018, 12, 1)).exists():
        turning.open_turn(campaign, date(2018, 12, 1), date(2018, 12, 31), date(2019, 1, 10), by=acting(clerk), person=clerk, once="turn:1")
    by_hand = Turn.objects.get(campaign=campaign, first=date(2018, 12, 1))
    while given := take_sheets(by_hand, clerk):
        sys.stdout.write(f"{given} given\n")
    for row in Return.objects.filter(turn=by_hand, status="given"):
        turning.check_return(row, "accepted", by=acting(checker), person=checker, once=f"check:{row.pk}")
    close(by_hand, checker)
    if not Turn.objects.get(pk=by_hand.pk).closed_on:
        turning.close_turn(by_hand, by=acting(clerk), person=clerk)


def take_sheets(by_hand: Turn, clerk: Person) -> int:
    """How many returns were given by thirty files: each unit's sheet went round six rooms, and each filled its rows in."""
    files = [(f"{unit.name}-{room}.xlsx", filled(sheet_of(by_hand, unit, clerk), room)) for unit in Unit.objects.filter(returns__turn=by_hand).distinct().order_by("pk") for room in range(ROOMS)]
    assert len(files) == ROOMS * len(REPLIES)
    plan = read_files(by_hand, files, clerk)
    assert not plan.bad and not plan.refused
    given, refused = take_in(by_hand, plan.rows, by=acting(clerk), person=clerk)
    assert not refused
    return given


def filled(content: bytes, room: int) -> bytes:
    """The sheet with the rows of one room filled in."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    columns = {column.code: number for number, column in enumerate(COLUMNS, 1)}
    for row in range(HEAD_ROW + 1, sheet.max_row + 1):
        number = str(sheet.cell(row, columns["number"]).value or "")
        if number.isdecimal() and int(number) % ROOMS == room:
            sheet.cell(row, columns["state"]).value = "推进中"
            sheet.cell(row, columns["said"]).value = f"第{number}项按计划推进"
            sheet.cell(row, columns["day"]).value = "12月28日"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def close(by_hand: Turn, checker: Person) -> None:
    """The first duty that each unit answered for is closed after the checklist."""
    firsts = {row.unit_id: row.duty for row in Return.objects.filter(turn=by_hand, status="accepted").select_related("duty").order_by("-pk")}
    for unit, duty in sorted(firsts.items()):
        clerk = Person.objects.get(username=f"clerk-{unit}")
        if not Closing.objects.filter(duty=duty).exists():
            deciding.apply_closing(duty, "已完成", by=acting(clerk), person=clerk)
        for closing in Closing.objects.filter(duty=duty, decided_on__isnull=True):
            deciding.close_duty(closing, "done", by=acting(checker), person=checker, checklist=dict.fromkeys(CHECKLIST, True))


def work() -> None:
    """The whole day."""
    call_command("migrate", verbosity=0, interactive=False)
    found()
    clerk = Person.objects.get(username="clerk")
    with clock.at("2018-09-03T09:00"):
        if not Campaign.objects.exists():
            units = list(Unit.objects.exclude(name="国家内河航运局"))
            open_campaign("攻坚", Unit.objects.get(name="国家内河航运局"), by=acting(clerk), person=clerk, dated="2018-08", addressees=units)
        campaign = Campaign.objects.get()
        if not Plan.objects.exists():
            set_plan(campaign, "monthly", 5, by=acting(clerk), person=clerk)
        for step in (lambda: upload(campaign, clerk), lambda: read(clerk), lambda: settle(campaign, clerk), lambda: correct(campaign, clerk), lambda: sign(campaign)):
            step()
    with clock.at("2019-01-04T09:00"):
        turn(campaign, clerk)
        tick()


if __name__ == "__main__":
    try:
        work()
    except DoneBefore:       # killed after the act, before its row was looked at again
        work()
    sys.stdout.write("done\n")
