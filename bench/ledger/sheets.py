"""How fast a turn's sheets go out and come back: 31 units with 20 questions each, filled in, read, planned and taken in. Prints rows a second.

    python bench/ledger/sheets.py
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import TypeVar

UNITS, QUESTIONS = 31, 20
TURNS = ((date(2018, 10, 1), date(2018, 12, 31)), (date(2019, 1, 1), date(2019, 1, 31)), (date(2019, 2, 1), date(2019, 2, 28)), (date(2019, 3, 1), date(2019, 3, 31)))
"""A turn for each: every step is done once in each of them, and its best time counts."""
T = TypeVar("T")
Times = dict[str, list[tuple[float, float]]]


def timed(times: Times, what: str, act: Callable[[], T]) -> T:
    """What the act gives; its time is noted, by the clock and by what the processor did."""
    wall, work = time.perf_counter(), time.process_time()
    given = act()
    times.setdefault(what, []).append((time.perf_counter() - wall, time.process_time() - work))
    return given


def told(times: Times, rows: int) -> None:
    """Prints the best time of each step as rows a second, and of reading, planning and taking in together."""
    best = {what: (min(wall for wall, _ in ones), min(work for _, work in ones)) for what, ones in times.items()}
    whole = tuple(sum(best[what][at] for what in (READ, TAKEN)) for at in (0, 1))
    for what, (wall, work) in (best | {"read, planned and taken in": whole}).items():
        print(f"{what:<34}{wall:7.2f} s {rows / wall:9,.0f} rows/s  processor {work:6.2f} s {rows / work:9,.0f} rows/s")


READ, TAKEN = "read and planned (31 files)", "taken in (31 files, 31 entries)"


def filled_in(content: bytes) -> bytes:
    """A sheet with every row answered."""
    from openpyxl import load_workbook

    from luoshi.writing.turn_sheet import HEAD_ROW

    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    for row in range(HEAD_ROW + 1, HEAD_ROW + 1 + QUESTIONS):
        sheet[f"G{row}"], sheet[f"H{row}"], sheet[f"J{row}"], sheet[f"K{row}"] = "推进中", f"{row}处", f"本期完成第{row}处整改，其余按计划推进，资金已到位。", "3月28日"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def main() -> None:
    """The whole way, on a database of its own."""
    import django

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "luoshi.web.settings", "LUOSHI_DEMO": "yes", "LUOSHI_DATA": folder}
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure()


def measure() -> None:
    """Lays a turn out, sends its sheets, takes them back."""
    from luoshi.web import clock
    from luoshi.web.documents.actions import open_campaign
    from luoshi.web.ledger.actions.sheets import read_files, sheet_of, take_in
    from luoshi.web.ledger.actions.turning import open_turn
    from luoshi.web.log.actions import action, new_numbers, record
    from luoshi.web.log.rebuilding import differences
    from luoshi.web.people import actions as people
    from luoshi.web.people.acting import SYSTEM, acting

    nation = people.found_unit("全国内河航运管理局", by=SYSTEM)
    clerk = people.add_person("li", "李", by=SYSTEM, password="river-2018")
    people.give_role(clerk, "clerk", nation, by=SYSTEM)
    units = [people.found_unit(f"第{n}省内河航运管理局", by=SYSTEM, superiors=[(nation, "leads")]) for n in range(UNITS)]
    posts = [people.found_post(unit, "局长", by=SYSTEM) for unit in units]
    campaign = open_campaign("三项攻坚", nation, by=acting(clerk), person=clerk, dated="2018-08", addressees=units)

    @action
    def sign(duties: dict[str, dict[str, object]]) -> None:
        record("duty.added", campaign.chain, duties, by=SYSTEM, happened_on=date(2018, 9, 3))

    rows = [(unit, post, n) for unit, post in zip(units, posts, strict=True) for n in range(QUESTIONS)]
    sign({
        f"duty:{number}": {"campaign": campaign.pk, "status": "live", "words": f"2018年12月底前完成{unit}第{n}类渡口渡船隐患排查，建立问题台账。", "lead": unit.pk, "unit": unit.pk,
                           "owner_post": post.pk, "hand": clerk.pk, "listed_number": at, "last_day": "2018-12-31"}
        for at, (number, (unit, post, n)) in enumerate(zip(new_numbers("duty", len(rows)), rows, strict=True), 1)
    })  # fmt: skip
    count, times = len(rows), {}
    with clock.at("2019-04-05T09:00"):
        for first, last in TURNS:
            turn = open_turn(campaign, first, last, date(2019, 4, 10), by=acting(clerk), person=clerk)
            sheets = timed(times, "written (31 sheets)", lambda turn=turn: [sheet_of(turn, unit, clerk) for unit in units])
            files = [(f"{unit}.xlsx", filled_in(sheet)) for unit, sheet in zip(units, sheets, strict=True)]
            plan = timed(times, READ, lambda turn=turn, files=files: read_files(turn, files, clerk))
            assert len(plan.rows) == count and not plan.refused and not plan.bad
            given, refused = timed(times, TAKEN, lambda turn=turn, plan=plan: take_in(turn, plan.rows, by=acting(clerk, nation), person=clerk))
            assert (given, refused) == (count, [])
            again = timed(times, "the same 31 files once more", lambda turn=turn, files=files: read_files(turn, files, clerk))
            assert again.same == count and not again.rows
    told(times, count)
    assert list(differences()) == []


if __name__ == "__main__":
    main()
