"""The rows of the list and of a signed version as HTML. Written here and not in a template, for a page has two hundred of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from luoshi.web.ledger.seeing.showing import way_to
from luoshi.web.ledger.templatetags.duty import listed_due, listed_number
from luoshi.web.words import say
from luoshi.writing.ledger_records import ListedDuty, alone

Group = tuple[str, list[dict[str, Any]], int]
"""A unit's name, its rows on the page, how many it has in all."""
FIT = '<td class="fit"'


class Said:
    """The words of one page, escaped, each looked up once."""

    def __init__(self) -> None:
        self.say = cache(lambda key: escape(say(key)))
        self.thread, self.desk = way_to("ledger:duty"), way_to("ledger:desk")

    def head(self, unit: str, many: int) -> str:
        """The line above a unit's rows."""
        return f'<th scope="rowgroup" colspan="5"><strong>{escape(say("listing.by-unit", unit=unit, count=many))}</strong></th>'

    def words(self, duty: int, words: str) -> str:
        """A duty's sentence, which leads to its thread."""
        return f'<a href="{self.thread(duty)}" lang="zh-CN">{escape(alone(words))}</a>'

    def cell(self, label: str, inside: str, start: str = "<td") -> str:
        """A cell that says on a small screen what it is."""
        return f'{start} data-label="{self.say(label)}">{inside}</td>'


# -- the next version ----------------------------------------------------------------------------------------------


def list_body(groups: Iterable[Group], *, with_boxes: bool, chosen: Collection[int]) -> SafeString:
    """The rows of the next version by unit; before each a box where they can be chosen."""
    said = Said()
    return mark_safe("\n".join(f"<tbody>{''.join(_unit_lines(said, place, group, with_boxes, chosen))}</tbody>" for place, group in enumerate(groups, 1)))


def _unit_lines(said: Said, place: int, group: Group, with_boxes: bool, chosen: Collection[int]) -> Iterator[str]:
    unit, rows, many = group
    box = f'<td class="fit"><input type="checkbox" data-group="g{place}" aria-label="{said.say("listing.choose-unit")} {escape(unit)}" hidden></td>' if with_boxes else ""
    yield f"<tr>{box}{said.head(unit, many)}</tr>"
    for row in rows:
        yield _row_line(said, row, _box(place, row, chosen) if with_boxes else "")


def _box(place: int, row: Mapping[str, Any], chosen: Collection[int]) -> str:
    number, checked = row["duty"].pk, " checked" if row["duty"].pk in chosen else ""
    return f'<td class="fit"><input type="checkbox" name="duty" value="{number}" data-of="g{place}" aria-label="{escape(say("listing.choose", number=row["number"]))}"{checked}></td>'


def _row_line(said: Said, row: Mapping[str, Any], box: str) -> str:
    duty = row["duty"]
    cells = (
        box, f'<td class="num fit">{listed_number(duty, {duty.pk: row["number"]})}</td>', f'<td class="words">{said.words(duty.pk, duty.words)}</td>', said.cell("field.deadline", listed_due(duty, row["due"]), FIT),
        said.cell("listing.column-posts", _owner(duty)), said.cell("listing.lacks", _lacks(said, row) if row["lacks"] else ""),
    )  # fmt: skip
    return f'<tr data-state="{"missing" if row["lacks"] else duty.status}" id="d{duty.pk}">{"".join(cells)}</tr>'


def _owner(duty: Any) -> str:
    """The post that answers, with its unit where that is another than the duty's; below it a lead unit that is another."""
    post = duty.owner_post
    of = f"{post.unit.short or post.unit.name} · " if post and post.unit_id != duty.unit_id else ""
    lead = f'<br><span class="small quiet">{escape(say("listed.lead-by", name=duty.lead))}</span>' if duty.lead and duty.lead_id != duty.unit_id else ""
    return f"{escape(of + post.name) if post else ''}{lead}"


def _lacks(said: Said, row: Mapping[str, Any]) -> str:
    """What a row lacks; where its sentence is gone, the way to the desk."""
    duty = row["duty"]
    badge = f'<span class="badge" data-state="missing">{said.say("join.list").join(said.say(f"lack.{what}") for what in row["lacks"])}</span>'
    mend = f' <a class="small" href="{said.desk(duty.document_id)}#d{duty.pk}">{said.say("listing.mend")}</a>' if "floating" in row["lacks"] and duty.document_id else ""
    return badge + mend


# -- a signed version ----------------------------------------------------------------------------------------------


def signed_body(groups: Iterable[Group]) -> SafeString:
    """The rows of a signed version by unit."""
    said = Said()
    return mark_safe("\n".join(f"<tbody><tr>{said.head(unit, many)}</tr>{''.join(_signed_line(said, row) for row in rows)}</tbody>" for unit, rows, many in groups))


def _signed_line(said: Said, row: Mapping[str, Any]) -> str:
    listed: ListedDuty = row["listed"]
    place = f'<br><span class="quiet small">{escape(listed.document)}{f" · {escape(listed.place)}" if listed.place else ""}</span>' if listed.place or listed.document else ""
    cells = (
        f'<td class="num fit">{listed.number}</td>', f'<td class="words">{said.words(row["duty"], listed.words)}{place}</td>',
        said.cell("field.deadline", listed_due(listed, row["due"]), FIT), said.cell("listed.lead", _lead(said, row)), said.cell("listed.posts", _posts(row)),
    )  # fmt: skip
    return f'<tr id="d{row["duty"]}">{"".join(cells)}</tr>'


def _lead(said: Said, row: Mapping[str, Any]) -> str:
    listed: ListedDuty = row["listed"]
    lead = f'<span class="quiet">{said.say("listed.lead-own")}</span>' if listed.lead == listed.unit else escape(listed.lead)
    return lead + (f'<br><span class="small quiet">{escape(say("listed.support-by", names=row["supports"]))}</span>' if listed.supports else "")


def _posts(row: Mapping[str, Any]) -> str:
    """The posts that answer, the first with who held it on the day."""
    listed: ListedDuty = row["listed"]
    holder = (listed.holders or {}).get("owner_post", "")
    pair = ((name, row[f"{name}_post"]) for name in ("party", "admin") if getattr(listed, f"{name}_post"))
    lines = "".join(f'<br><span class="small">{escape(say(f"listed.{name}-line", post=post))}</span>' for name, post in pair)
    return f'{escape(row["owner_post"])}{f""" <span class="quiet">{escape(holder)}</span>""" if holder else ""}{lines}'
