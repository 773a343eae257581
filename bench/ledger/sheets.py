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

UNITS, QUESTIONS, RUNS = 31, 20, 3
T = TypeVar("T")


def best(what: str, rows: int, act: Callable[[], T], runs: int = RUNS) -> T:
    """What the act gives; its best time of several is printed as rows a second, by the clock and by what the processor did."""
    walls, works = [], []
    for _ in range(runs):
        wall, work = time.perf_counter(), time.process_time()
        given = act()
        walls.append(time.perf_counter() - wall)
        works.append(time.process_time() - work)
    print(f"{what:<34}{min(walls):7.2f} s {rows / min(walls):9,.0f} rows/s  processor {min(works):6.2f} s {rows / min(works):9,.0f} rows/s")
    return given


def filled_in(content: bytes) -> bytes:
    """A sheet with every row answered."""
    from openpyxl import load_workbook

    from luoshi.writing.turn_sheet import HEAD_ROW

    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    for row in range(HEAD_ROW + 1, HEAD_ROW + 1 + QUESTIONS):
        sheet[f"G{row}"], sheet[f"H{row}"], sheet[f"J{row}"], sheet[f"K{row}"] = "推进中", f"{row}处", f"本期完成第{row}处整改，其余按计划推进，资金已到位。", "12月28日"
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
    with clock.at("2019-01-05T09:00"):
        turn = open_turn(campaign, date(2018, 10, 1), date(2018, 12, 31), date(2019, 1, 10), by=acting(clerk), person=clerk)
        count = len(rows)
        sheets = best("written (31 sheets)", count, lambda: [sheet_of(turn, unit, clerk) for unit in units], 1)
        files = [(f"{unit}.xlsx", filled_in(sheet)) for unit, sheet in zip(units, sheets, strict=True)]
        plan = best("read and planned (31 files)", count, lambda: read_files(turn, files, clerk))
        assert len(plan.rows) == count and not plan.refused and not plan.bad
        given, refused = best("taken in (31 files, 31 entries)", count, lambda: take_in(turn, plan.rows, by=acting(clerk, nation), person=clerk), 1)
        assert (given, refused) == (count, [])
        again = best("the same 31 files once more", count, lambda: read_files(turn, files, clerk))
        assert again.same == count and not again.rows


if __name__ == "__main__":
    main()
