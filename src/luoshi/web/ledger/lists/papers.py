"""Duties of the ledger → the records that papers are written from, and the papers of the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from luoshi.reading import Place
from luoshi.tracking import State
from luoshi.web import clock
from luoshi.web.documents.models import Campaign, Document, Reading
from luoshi.web.documents.models import Version as FileVersion
from luoshi.web.ledger.lists.changes import RowChange, changes_since_before, version_before
from luoshi.web.ledger.lists.next_list import holders_of, names_in
from luoshi.web.ledger.lists.versions import Rows, Version, kept, rows_on
from luoshi.web.ledger.models import Duty
from luoshi.web.people.models import Post, Unit
from luoshi.web.words import language
from luoshi.writing.duty_values import known_theme
from luoshi.writing.ledger_list import correctable_xlsx, listed_xlsx
from luoshi.writing.ledger_paper import listed_docx
from luoshi.writing.ledger_records import Directory, ListChange, ListedDuty, ListHead
from luoshi.writing.words import name_date, name_place, say

POSTS = ("owner_post", "party_post", "admin_post")


class Places:
    """Where sources stand: the title of the document, and page and paragraph, each version looked up once."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._titles: dict[int, str] = {}
        self._readings: dict[int, Reading | None] = {}

    def title(self, document: int | None) -> str:
        """A document by its title, or its file's name; '' where there is none."""
        if document is None:
            return ""
        if document not in self._titles:
            row = Document.objects.filter(pk=document).first()
            file = FileVersion.objects.filter(pk=row.current).first() if row and not row.title else None
            self._titles[document] = (row.title or (file.name if file else "")) if row else ""
        return self._titles[document]

    def document(self, version: int) -> Any:
        """The text of a version as it was read; None where it is not kept."""
        if version not in self._readings:
            self._readings[version] = Reading.objects.filter(version=version).first()
        reading = self._readings[version]
        return reading.extraction.document if reading else None

    def place(self, source: Mapping[str, Any]) -> Place:
        """Page, paragraph, sheet or cell of a source."""
        document = self.document(source["version"])
        return document.place(source["start"]) if document else Place()

    def say(self, sources: Sequence[Mapping[str, Any]]) -> str:
        """The place of the first source in words."""
        return name_place(self.place(sources[0]), self.lang) if sources else ""


def listed(number: int, state: State, names: Mapping[str, str], holders: Mapping[str, str], places: Places, status: str) -> ListedDuty:
    """A row of a version, or a duty as it stands, in words."""
    posts = {field: names.get(f"post:{state[field]}", "") for field in POSTS if state[field]}
    return ListedDuty(
        key=f"duty:{number}", number=state["listed_number"] or 0, unit=names.get(f"unit:{state['unit']}") or state["unit_name"], words=state["words"],
        kind=state["kind"], theme=state["theme"], due=state["due"], due_words=state["due_words"], rhythm=state["rhythm"], quantity=state["quantity"],
        deliverables=state["deliverables"], programmes=state["programmes"], conditions=state["conditions"], lead=names.get(f"unit:{state['lead']}", ""),
        supports=tuple(names.get(f"unit:{unit}", f"#{unit}") for unit in state["supports"]), **posts,
        holders={field: holders[f"post:{state[field]}"] for field in POSTS if f"post:{state[field]}" in holders},
        note=state["note"], missing=tuple(state["missing"]), status=status, document=places.title(state["document"]), place=places.say(state["sources"]),
    )  # fmt: skip


def listed_now(duties: Iterable[Duty], lang: str, *, numbers: Mapping[int, int] | None = None, with_places: bool = True) -> list[ListedDuty]:
    """Duties as they stand, in words; `numbers`: those that they would get if they were signed now."""
    rows = list(duties)
    names, holders = names_in(rows), holders_of(rows)
    places = Places(lang) if with_places else NoPlaces(lang)
    return [listed(row.pk, kept(row.as_state()) | {"listed_number": row.listed_number or (numbers or {}).get(row.pk)}, names, holders, places, row.status) for row in rows]


class NoPlaces(Places):
    """Titles only: what a comparison of cells needs."""

    def place(self, source: Mapping[str, Any]) -> Place:
        """No place."""
        return Place()


# -- a signed version ----------------------------------------------------------------------------------------------


def head_of(version: Version, *, extract: bool = False) -> ListHead:
    """What stands above and below a signed version's rows."""
    signed, campaign = version.signed, version.signed.campaign
    return ListHead(
        campaign.name, signed.number, signed.signed_on.isoformat(), campaign.unit.name, version.entry.by.name, title_of(version.entry.by.post), campaign.chain,
        version.entry.number, version.entry.digest, signed.digest, signed.note, campaign.example, campaign.paired, extract,
    )  # fmt: skip


def title_of(post: str) -> str:
    """A post by its name; '' where a role stood in for it."""
    from luoshi.web.people.models import ROLES

    return "" if post in ROLES else post


def rows_in_words(version: Version, lang: str, only: Iterable[int] | None = None) -> list[ListedDuty]:
    """The rows of a version in the order of the paper: by unit, then by number."""
    allowed = version.rows.keys() if only is None else set(only)
    order = unit_order(version.rows)
    rows = sorted((n for n in version.rows if n in allowed), key=lambda n: (order[version.rows[n]["unit"]], version.rows[n]["listed_number"]))
    return in_words(version, rows, lang)


def in_words(version: Version, order: Iterable[int], lang: str) -> list[ListedDuty]:
    """Rows of a version in a given order."""
    places = Places(lang)
    return [listed(number, version.rows[number], version.names, version.holders, places, "live") for number in order if number in version.rows]


def unit_order(rows: Mapping[int, State]) -> dict[int | None, int]:
    """Units by the smallest number that they have on the list."""
    first: dict[int | None, int] = {}
    for state in rows.values():
        first[state["unit"]] = min(first.get(state["unit"], 10**9), state["listed_number"] or 10**9)
    return first


def changes_in_words(changes: Iterable[RowChange], rows: Mapping[int, State], names: Mapping[str, str], lang: str) -> list[ListChange]:
    """Differences as the paper tells them."""
    return [
        ListChange(
            rows[change.duty]["listed_number"] or 0, rows[change.duty]["words"], change.what,
            (change.approval.why if change.approval and change.what == "dropped" else "") or value_in_words(change.what, change.before, names, lang), value_in_words(change.what, change.after, names, lang),
            approval_in_words(change, lang),
        )
        for change in changes
    ]  # fmt: skip


def approval_in_words(change: RowChange, lang: str) -> str:
    """Who approved a change, and when."""
    if change.approval is None:
        return ""
    post = title_of(change.approval.post)
    who = say("listed.post-held", lang, post=change.approval.name, name=post) if post else change.approval.name
    return f"{who} {name_date(change.approval.on, lang)}"


def value_in_words(field: str, value: Any, names: Mapping[str, str], lang: str) -> str:
    """A field's value as people read it.

    >>> value_in_words("due", "2018-09;2020", {}, "zh"), value_in_words("lead", 3, {"unit:3": "北河局"}, "zh")
    ('2018年9月；2020年', '北河局')
    """
    if value in (None, "", []):
        return ""
    if field in ("due", "last_day"):
        return say("join.clause", lang).join(name_date(one, lang) for one in str(value).split(";"))
    if field in ("lead", "unit"):
        return names.get(f"unit:{value}", f"#{value}")
    if field in ("supports", "support_posts"):
        group = "unit" if field == "supports" else "post"
        return say("join.list", lang).join(names.get(f"{group}:{one}", f"#{one}") for one in value)
    if field in POSTS:
        return names.get(f"post:{value}", f"#{value}")
    if field == "theme":
        return known_theme(value, lang)
    if field in ("kind", "rhythm"):
        return say(f"{'kind' if field == 'kind' else 'recurrence'}.{value}", lang)
    if field == "missing":
        return say("join.list", lang).join(say(f"missing.{what}", lang) for what in value)
    return str(value)


def signed_paper(version: Version, form: str, lang: str, only: Iterable[int] | None = None) -> bytes:
    """A signed version as "docx" or "xlsx"; `only` these duties: an extract."""
    rows = rows_in_words(version, lang, only)
    is_part = len(rows) < len(version.rows)
    changes = changes_since_before(version)
    before = all_rows(version, changes)
    shown = [change for change in changes if only is None or change.duty in set(only)]
    told = changes_in_words(shown, before, names_now(before, version.names), lang)
    write = listed_docx if form == "docx" else listed_xlsx
    return write(head_of(version, extract=is_part), rows, changes=told, lang=lang)


def all_rows(version: Version, changes: Iterable[RowChange]) -> Rows:
    """The rows of a version that changes speak of; those that it dropped as they were in the one before."""
    dropped = {change.duty: change.what == "dropped" for change in changes}
    earlier = version_before(version.signed)
    gone = rows_on(earlier, [duty for duty, is_gone in dropped.items() if is_gone]) if earlier else {}
    return {**gone, **rows_on(version.signed, [duty for duty, is_gone in dropped.items() if not is_gone])}


def names_now(rows: Mapping[int, State], known: Mapping[str, str]) -> dict[str, str]:
    """The names that a version has, and today's of what only an earlier one named."""
    return {**all_names(), **known}


def all_names() -> dict[str, str]:
    """Every unit and post by its name today."""
    return names_of_subjects(Unit.objects.all(), Post.objects.all())


def names_of_subjects(units: QuerySet[Unit], posts: QuerySet[Post]) -> dict[str, str]:
    """Units and posts by their names today, by subject."""
    names = {f"{Unit.SUBJECT}:{pk}": name for pk, name in units.order_by().values_list("pk", "name")}
    return names | {f"{Post.SUBJECT}:{pk}": f"{unit} {name}" for pk, unit, name in posts.order_by().values_list("pk", "unit__name", "name")}


# -- the list that goes out to be corrected ------------------------------------------------------------------------


def directory_of(units: Iterable[Unit]) -> Directory:
    """The units and posts that a list may name."""
    rows = list(units)
    posts = Post.objects.on(clock.today()).filter(unit__in=rows).select_related("unit")
    short = {unit.short: unit.pk for unit in rows if unit.short}
    return Directory({unit.name: unit.pk for unit in rows}, {f"{post.unit.name} {post.name}": post.pk for post in posts}, short)


def correctable_paper(campaign: Campaign, duties: Sequence[Duty], directory: Directory) -> bytes:
    """The duties as they stand, to be corrected in a spreadsheet and sent back."""
    lang = language()
    head = ListHead(campaign.name, chain=campaign.chain, example=campaign.example, paired=campaign.paired)
    return correctable_xlsx(head, listed_now(duties, lang), directory, lang=lang)
