"""The thread of one duty: where it was said, who answers for it, what stands above and below it, and the lists on which it stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from luoshi import tracking
from luoshi.errors import ActRefused
from luoshi.extracting import Extraction
from luoshi.reading import Place
from luoshi.web import clock
from luoshi.web.documents.models import KEPT, Document, Reader, Version
from luoshi.web.documents.queries import documents_open_to
from luoshi.web.ledger.desk.reading_kept import extraction_of
from luoshi.web.ledger.models import Duty, SignedList
from luoshi.web.ledger.queries import duties_open_to
from luoshi.web.log.queries import entries_of
from luoshi.web.people.models import Holding, Person, Post, Unit
from luoshi.web.people.scope import may
from luoshi.writing.words import name_place

POSTS = ("owner_post", "party_post", "admin_post")
AROUND = 240
"""Characters of a long paragraph that are shown to each side of a sentence."""


@dataclass(frozen=True, slots=True)
class Said:
    """One place where a duty was said."""

    words: str
    """As the source's clean text has them."""
    before: str
    after: str
    """The paragraph around them."""
    as_found: str
    """As the file has them; '' where the text is gone."""
    place: str
    document: Document
    version: Version
    span: tuple[int, int]
    is_open: bool
    """Whether the whole document is open to the person."""
    is_floating: bool
    is_current: bool

    @property
    def is_mended(self) -> bool:
        """Whether the file says it in other characters."""
        return bool(self.as_found) and self.as_found != self.words


def places_said(duty: Duty, person: Person, lang: str) -> list[Said]:
    """Everywhere a duty was said; what stands in a restricted document is for its readers only."""
    versions = Version.objects.select_related("document").in_bulk([source["version"] for source in duty.sources])
    named = set(Reader.objects.on(clock.today()).filter(person=person).values_list("document", flat=True))
    open_to = set(documents_open_to(person).filter(pk__in={v.document_id for v in versions.values()}).values_list("pk", flat=True))
    shown = [(s, versions[s["version"]]) for s in duty.sources if s["version"] in versions]
    shown = [(s, v) for s, v in shown if not v.document.restricted or v.document_id in named]
    return [_said(source, version, version.document_id in open_to, lang) for source, version in shown]


def _said(source: Mapping[str, Any], version: Version, is_open: bool, lang: str) -> Said:
    read = _extraction(version)
    start, end = source["start"], source["end"]
    before, words, after = _around(read, start, end) if read else ("", source.get("words", ""), "")
    found = read.document.original(start, end) if read else ""
    place = name_place(read.document.place(start) if read else Place(), lang)
    return Said(words, before, after, found, place, version.document, version, (start, end), is_open, bool(source.get("floating")), version.document.current == version.pk)


def _extraction(version: Version) -> Extraction | None:
    if version.document.status != KEPT:
        return None
    try:
        return extraction_of(version)
    except ActRefused:
        return None


def _around(read: Extraction, start: int, end: int) -> tuple[str, str, str]:
    """The paragraph before, the words, the paragraph after; of a long one what is near."""
    text = read.document.text
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    left, right = max(first, start - AROUND), min(last, end + AROUND)
    return ("…" if left > first else "") + text[left:start], text[start:end], text[end:right] + ("…" if right < last else "")


# -- who answers ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answers:
    """A post that answers for a duty, and who holds it on a day."""

    field: str
    post: Post | None
    holder: str
    on: date


def who_answers(duty: Duty) -> list[Answers]:
    """The posts of a duty with their holders today; the pair only where it is asked for or named."""
    fields = [f for f in POSTS if f == "owner_post" or duty.campaign.paired or getattr(duty, f"{f}_id")]
    day = clock.today()
    posts = {field: getattr(duty, field) for field in fields}
    held = Holding.objects.on(day).filter(post__in=[p for p in posts.values() if p]).select_related("person").order_by("pk")
    names: dict[int, list[str]] = {}
    for holding in held:
        names.setdefault(holding.post_id, []).append(str(holding.person))
    return [Answers(field, post, "、".join(names.get(post.pk, [])) if post else "", day) for field, post in posts.items()]


def supports_of(duty: Duty) -> list[Unit]:
    """The supporting units in their order."""
    units = Unit.objects.in_bulk(duty.supports)
    return [units[number] for number in duty.supports if number in units]


# -- above, below, beside ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Family:
    """The duties beside one that are open to the person."""

    parent: Duty | None
    children: list[Duty]
    siblings: list[Duty]
    into: Duty | None
    joined: list[Duty]

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody."""
        return not (self.parent or self.children or self.into or self.joined)


def family_of(duty: Duty, person: Person) -> Family:
    """Parent, children, siblings, and what was joined; each only where it is open to the person."""
    beside = Q(parent=duty.pk) | Q(into=duty.pk) | Q(pk__in=[number for number in (duty.parent_id, duty.into_id) if number])
    numbers = list(Duty.objects.filter(beside | Q(parent=duty.parent_id) if duty.parent_id else beside).order_by().values_list("pk", flat=True))
    if not numbers:      # most have none, and what is open to the person need not be asked
        return Family(None, [], [], None, [])
    order = ("listed_number", "document_id", "number", "pk")
    rows = list(duties_open_to(person).filter(pk__in=numbers, campaign=duty.campaign_id).exclude(pk=duty.pk).select_related("unit").order_by(*order))

    def first(number: int | None) -> Duty | None:
        return next((row for row in rows if row.pk == number), None)

    siblings = [row for row in rows if duty.parent_id and row.parent_id == duty.parent_id]
    return Family(first(duty.parent_id), [row for row in rows if row.parent_id == duty.pk], siblings, first(duty.into_id), [row for row in rows if row.into_id == duty.pk])


def entries_on(duty: Duty) -> list[tracking.Entry]:
    """What was recorded of a duty in its campaign, the first first."""
    return [entry for entry in entries_of([duty.subject]) if entry.chain == duty.campaign.chain]


def lists_with(duty: Duty, entries: Iterable[tracking.Entry]) -> list[SignedList]:
    """The signed versions on which a duty stood by the entries on it, the first first."""
    said = [(entry.payload or {}).get("set", {}) for entry in entries if entry.kind == "list.signed"]
    numbers = [int(subject.partition(":")[2]) for changes in said if duty.subject in changes for subject in changes if subject.startswith("list:")]
    return list(SignedList.objects.filter(pk__in=numbers).order_by("number"))


MAY_UNDO = {"duty.withdrawn": "sign", "duty.cascaded": "settle", "duty.split-completed": "settle", "duty.joined": "settle"}
"""What can be taken back on a duty's own page, and what one must be allowed to do for it; steps of the desk are taken back there."""


def last_step(duty: Duty, person: Person, entries: Sequence[tracking.Entry]) -> tracking.Entry | None:
    """The last thing done to a duty by the entries on it, where it can be taken back here by this person."""
    last = next((entry for entry in reversed(tracking.standing(entries)) if entry.kind != "undone"), None)
    if last is None or last.kind not in MAY_UNDO or not may(person, MAY_UNDO[last.kind], duty.campaign.unit_id):
        return None
    return last
