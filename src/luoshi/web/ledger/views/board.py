"""The board of a campaign: units by themes, units by lights, provinces as tiles; and the same as a paper whose numbers are addresses."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from luoshi.web import clock
from luoshi.web.as_of import Shown, as_of
from luoshi.web.documents.models import Campaign
from luoshi.web.documents.queries import find_campaign
from luoshi.web.ledger.exporting import Column, export
from luoshi.web.ledger.models import Duty
from luoshi.web.ledger.seeing.board import SOON, Board, Choice, Row, board_of, chosen
from luoshi.web.ledger.seeing.lighting import COLOURS, AsOf, rules_on
from luoshi.web.ledger.seeing.numbers import note_printed, number_of
from luoshi.web.ledger.seeing.showing import SIGNS, Cells, board_body, board_foot, lead_of, units_body, units_foot
from luoshi.web.ledger.seeing.tiles import GAP, SIDE, tiles_of
from luoshi.web.ledger.turns.waiting import waiting_for
from luoshi.web.ledger.views.sending import XLSX, attached
from luoshi.web.waiting import next_step
from luoshi.web.words import language, say
from luoshi.writing.words import WORDS

PAGE = 60
"""Units on one page of the board."""
SHOWN_SOON = 8


def theme_name(theme: str) -> str:
    """A theme in words; one of a pack's own is its own name."""
    return say(f"theme.{theme}") if f"theme.{theme}" in WORDS else theme


def start(request: HttpRequest, campaign: int, tab: str) -> tuple[Campaign, Shown, Board, Cells, dict[str, Any]]:
    """What all pages of the board begin with."""
    row, shown = find_campaign(request.user, campaign), as_of(request)
    board = board_of(row, request.user, shown.at)
    cells = Cells(reverse("ledger:board_rows", args=[row.pk]), shown)
    lights = [{"colour": colour, "sign": SIGNS[colour], "count": board.totals.sums[colour], "query": Choice(light=colour).query()} for colour in COLOURS]
    rules = rules_on(shown.day)
    return row, shown, board, cells, {"campaign": row, "tab": "board", "at": tab, "shown": shown, "board": board, "lights": lights, "rules": rules, "rows_page": cells.address}


@login_required
@require_GET
def board(request: HttpRequest, campaign: int) -> HttpResponse:
    """Units by themes, what is due soon, and what waits."""
    row, shown, board, cells, context = start(request, campaign, "themes")
    page = Paginator(board.rows, PAGE).get_page(request.GET.get("page"))
    soon = chosen(row, request.user, shown.at, Choice(within=str(SOON))).order_by("last_day", "listed_number")
    near = list(soon[:SHOWN_SOON])
    duties = Duty.objects.select_related("lead").in_bulk([span.subject for span in near])
    context |= {
        "page": page, "themes": [(theme, theme_name(theme)) for theme in board.themes], "body": board_body(cells, page, board.themes), "foot": board_foot(cells, board),
        "soon": [{"span": span, "duty": duties[span.subject]} for span in near], "soon_count": soon.count() if len(near) == SHOWN_SOON else len(near), "soon_days": SOON,
        "soon_query": Choice(within=str(SOON)).query(), "tasks": waiting_for(request.user), "step": next_step(request.user, row),
    }  # fmt: skip
    return render(request, "ledger/board.html", context)


@login_required
@require_GET
def by_unit(request: HttpRequest, campaign: int) -> HttpResponse:
    """All units by lights, on one page."""
    _, _, board, cells, context = start(request, campaign, "units")
    return render(request, "ledger/board_units.html", context | {"body": units_body(cells, board.rows), "foot": units_foot(cells, board), "heads": COLOURS})


@login_required
@require_GET
def province_map(request: HttpRequest, campaign: int) -> HttpResponse:
    """Provinces as equal tiles, with a table beside them."""
    _, _, board, _, context = start(request, campaign, "map")
    tiles = tiles_of(board.rows, language())
    width = max(tile.x for tile in tiles) + SIDE
    height = max(tile.y for tile in tiles) + SIDE
    counted = sum(tile.count for tile in tiles)
    return render(request, "ledger/board_map.html", context | {"tiles": tiles, "side": SIDE, "gap": GAP, "width": width, "height": height, "signs": SIGNS, "elsewhere": board.count - counted})


@login_required
@require_POST
def paper(request: HttpRequest, campaign: int) -> HttpResponse:
    """The board by lights as .xlsx: beside each sum stands the address that leads to its rows, and it is kept that this paper printed it."""
    row, shown, board, _, _ = start(request, campaign, "units")
    moment = clock.now()
    at = AsOf(shown.day, min(shown.at.known or moment, moment))
    lines = [*board.rows, board.totals]
    numbers = {id(line): number_of(row, Choice("" if line is board.totals else lead_of(line)), at) for line in lines}
    title = say("board.paper-title", campaign=row.name, day=shown.day.isoformat())
    note_printed([(numbers[id(line)], line.sums.total()) for line in lines], title, request.user, moment)

    def address(line: Row) -> str:
        return request.build_absolute_uri(reverse("ledger:number", args=[numbers[id(line)].key]))

    columns = [
        Column(say("board.unit"), lambda line: line.unit.name if line.unit else say("board.sum" if line is board.totals else "board.no-unit"), 34.0),
        Column(say("board.duties"), lambda line: line.sums.total(), 10.0),
        *(Column(say(f"light.{colour}"), lambda line, colour=colour: line.sums[colour], 10.0) for colour in COLOURS),
        Column(say("board.address"), address, 48.0),
    ]
    return attached(export(lines, columns, title=title), f"{title}.xlsx", XLSX)
