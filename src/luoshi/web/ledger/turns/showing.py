"""The cells of turns as HTML: how many questions stand how. Written here and not in a template, for a turn asks hundreds of units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from luoshi.web.ledger.models import Turn
from luoshi.web.ledger.seeing.showing import way_to
from luoshi.web.ledger.turns.queries import COUNTED, STATES
from luoshi.web.words import say


class CountCells:
    """The cells of a table of counts, each of which says on a small screen what it counts."""

    def __init__(self) -> None:
        self.labels = {name: escape(say(f"return-count.{name}" if name in STATES else f"turn.col-{name}")) for name in COUNTED}

    def line(self, counts: Mapping[str, int]) -> SafeString:
        """One line's counts; of nothing only the sum is shown."""
        return mark_safe("".join(f'<td class="num" data-label="{label}">{counts.get(name) or ("0" if name == "all" else "")}</td>' for name, label in self.labels.items()))


def unit_lines(turn: Turn, lines: Iterable[Mapping[str, Any]], *, is_over: bool) -> SafeString:
    """A line for each unit of a turn: its page, its counts, its sheet. `is_over`: what it has not answered is late."""
    cells, page, sheet, excel = CountCells(), way_to("ledger:turn_unit", turn.pk), way_to("ledger:turn_sheet", turn.pk), escape(say("turn.excel"))
    shown = []
    for line in lines:
        name, unit = escape(str(line["unit"])), line["unit"].pk
        shown.append(
            f'<tr data-state="{_state(line, is_over=is_over)}"><th scope="row"><a href="{page(unit)}">{name}</a></th>{cells.line(line)}'
            f'<td class="fit"><a class="button small" href="{sheet(unit)}">{excel}<span class="visually-hidden"> {name}</span></a></td></tr>'
        )
    return mark_safe("\n".join(shown))


def silent_units(turn: Turn, lines: Iterable[Mapping[str, Any]]) -> SafeString:
    """The units that have answered nothing, each with the way to its page."""
    page = way_to("ledger:turn_unit", turn.pk)
    return mark_safe(escape(say("join.list")).join(f'<a href="{page(line["unit"].pk)}">{escape(str(line["unit"]))}</a>' for line in lines if line["asked"] == line["all"]))


def _state(line: Mapping[str, Any], *, is_over: bool) -> str:
    if line["asked"] == line["all"]:
        return "late" if is_over else "waiting"
    return "done" if line["accepted"] == line["all"] else "reading"
