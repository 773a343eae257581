"""The cells of boards as HTML: numbers that are links. Written here and not in a template, for a board of 389 units has thousands of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from luoshi.web.as_of import Shown
from luoshi.web.ledger.models import Turn
from luoshi.web.ledger.seeing.board import NOBODY, Board, Choice, Row
from luoshi.web.ledger.seeing.burden import Burden
from luoshi.web.ledger.seeing.lighting import COLOURS
from luoshi.web.words import say
from luoshi.writing.ledger_records import alone

SIGNS = {"red": "▲", "yellow": "◆", "blue": "◷", "green": "●", "grey": "○"}
"""Colour → the sign that says the same without colour."""
BURDEN = ("asked", "answered", "back")
"""The sums of a turn that a line of the burden shows."""
CONCERN = ("red", "yellow", "blue")
"""What a cell of the board shows before its number."""


def way_to(name: str, *before: int) -> Callable[[int], str]:
    """The addresses of one kind by their last number, put together once: a table has hundreds of them."""
    head, _, tail = reverse(name, args=[*before, 0]).rpartition("0")
    return lambda number: f"{head}{number}{tail}"


class Cells:
    """The links of one page: all speak of the same day."""

    def __init__(self, address: str, shown: Shown) -> None:
        """`address` is that of the rows behind the numbers."""
        self.address, self.day = escape(address), escape(f"&{shown.query}") if shown.query else ""
        self.words = {colour: escape(say(f"light.{colour}")) for colour in COLOURS}

    def link(self, choice: Choice, count: int, colour: str = "") -> str:
        """A number that leads to its rows; with a light, its sign before it and its word for who hears it."""
        address = f"{self.address}?{escape(choice.query())}{self.day}"
        if not colour:
            return f'<a href="{address}">{count}</a>'
        return f'<a class="light" data-light="{colour}" href="{address}" title="{self.words[colour]}">{SIGNS[colour]}<span class="visually-hidden">{self.words[colour]}</span>{count}</a>'

    def theme_cell(self, lead: str, theme: str, lights: Mapping[str, int]) -> str:
        """How many duties a unit has of a theme, so that the numbers stand in a column; before it how many of them are late, behind or near."""
        if not lights:
            return '<td class="num quiet">·</td>'
        links = [*(self.link(Choice(lead, theme, colour), lights[colour], colour) for colour in CONCERN if colour in lights), self.link(Choice(lead, theme), sum(lights.values()))]
        return f'<td class="num">{" ".join(links)}</td>'

    def light_cells(self, lead: str, lights: Counter[str]) -> str:
        """How many duties of each light, a cell each, and their sum."""
        cells = (f'<td class="num">{self.link(Choice(lead, "", colour), lights[colour], colour) if lights[colour] else "·"}</td>' for colour in COLOURS)
        return f'<td class="num">{self.link(Choice(lead), lights.total()) if lights else "·"}</td>' + "".join(cells)

    def name(self, row: Row) -> str:
        """The unit's name."""
        return escape(row.unit.short or row.unit.name) if row.unit else escape(say("board.no-unit"))


def lead_of(row: Row) -> str:
    """The unit's number as a choice has it."""
    return str(row.unit.pk) if row.unit else NOBODY


def board_body(cells: Cells, rows: Iterable[Row], themes: list[str]) -> SafeString:
    """A line for each unit: its sum, then each theme."""
    lines = []
    for row in rows:
        lead = lead_of(row)
        whole = f'<td class="num">{cells.link(Choice(lead), row.sums.total())}</td>'
        lines.append(f'<tr><th scope="row">{cells.name(row)}</th>{whole}{"".join(cells.theme_cell(lead, theme, row.lights.get(theme, {})) for theme in themes)}</tr>')
    return mark_safe("\n".join(lines))


def board_foot(cells: Cells, board: Board) -> SafeString:
    """The sums of the columns."""
    whole = f'<td class="num">{cells.link(Choice(), board.count)}</td>'
    sums = "".join(cells.theme_cell("", theme, board.totals.lights.get(theme, {})) for theme in board.themes)
    return mark_safe(f'<tr><th scope="row">{escape(say("board.sum"))}</th>{whole}{sums}</tr>')


def units_body(cells: Cells, rows: Iterable[Row]) -> SafeString:
    """A line for each unit: its sum, then each light."""
    return mark_safe("\n".join(f'<tr><th scope="row">{cells.name(row)}</th>{cells.light_cells(lead_of(row), row.sums)}</tr>' for row in rows))


def units_foot(cells: Cells, board: Board) -> SafeString:
    """The sums of the columns."""
    return mark_safe(f'<tr><th scope="row">{escape(say("board.sum"))}</th>{cells.light_cells("", board.totals.sums)}</tr>')


def span_rows(rows: Iterable[Mapping[str, Any]], shown: Shown | None) -> SafeString:
    """A line for each duty of a day: number, words that lead to its thread, theme, unit, deadline, light. `shown`: the day that the links keep."""
    day = f"?{escape(shown.query)}" if shown and shown.query else ""
    thread = way_to("ledger:duty")
    lights = {colour: f'<span class="light" data-light="{colour}">{SIGNS[colour]} {escape(say(f"light.{colour}"))}</span>' for colour in COLOURS}
    lines = []
    for row in rows:
        span, lead = row["span"], row["lead"]
        unit = escape(lead.short or lead.name) if lead else ""
        lines.append(
            f'<tr><td class="num fit">{span.listed_number or ""}</td><td class="words"><a href="{thread(span.subject)}{day}" lang="zh-CN">{escape(alone(row["words"]))}</a></td>'
            f'<td class="fit">{escape(row["theme"])}</td><td>{unit}</td><td class="fit">{span.last_day.isoformat() if span.last_day else ""}</td>'
            f'<td class="fit">{lights[row["colour"]]} <span class="small quiet">{escape(say(f"""light-reason.{row["reason"]}"""))}</span></td></tr>'
        )
    return mark_safe("\n".join(lines))


def burden_body(address: str, shown: Shown, turns: list[Turn], lines: Iterable[Burden]) -> SafeString:
    """A line for each unit: what each turn asked of it, how much of that it answered, what was sent back; then the sums."""
    at, day = escape(address), escape(f"&{shown.query}") if shown.query else ""

    def cells(turn: Turn, line: Burden) -> str:
        cell = line.turns.get(turn.pk)
        if cell is None:
            return '<td class="num quiet">·</td>' * len(BURDEN)
        asked = f'<a href="{at}?turn={turn.pk}&amp;unit={line.unit.pk}{day}">{cell["asked"]}</a>'
        return "".join(f'<td class="num">{asked if name == "asked" else cell[name]}</td>' for name in BURDEN)

    rows = []
    for line in lines:
        sums = line.sums
        name = escape(line.unit.short or line.unit.name)
        rows.append(f'<tr><th scope="row">{name}</th>{"".join(cells(turn, line) for turn in turns)}{"".join(f"""<td class="num">{sums[name]}</td>""" for name in BURDEN)}</tr>')
    return mark_safe("\n".join(rows))
