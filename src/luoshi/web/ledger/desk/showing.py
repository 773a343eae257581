"""What the reading desk of a document shows: its duties as rows, its text marked, how many are left, and what changed since."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Max

from luoshi.extracting import Reason
from luoshi.tracking.kinds import ACCEPTED, FOUND, LIVE, REJECTED
from luoshi.web.documents.models import Campaign, Document, Version
from luoshi.web.documents.queries import documents_open_to
from luoshi.web.ledger.actions.assigning import show_assignment
from luoshi.web.ledger.desk.fields import show_wording
from luoshi.web.ledger.desk.marking import Mark, Marked, mark_text, original_of
from luoshi.web.ledger.models import Duty
from luoshi.web.ledger.queries import duties_open_to
from luoshi.web.log.models import Chain, Entry, Touch
from luoshi.web.log.queries import rows_since, tracked
from luoshi.web.people.models import Person, Unit
from luoshi.web.people.scope import may
from luoshi.web.words import language, say
from luoshi.writing.duty_values import known_theme
from luoshi.writing.rule_words import explain
from luoshi.writing.words import WORDS

SHOWN = (FOUND, ACCEPTED, REJECTED, LIVE)
"""The statuses that a desk has rows of; merged and split ones are part of others."""
DOUBTFUL = 0.7
"""Below it a row says that a person should look first."""
NOWHERE = 1 << 40
"""A place behind all others."""
PLAIN_KINDS = ("duty.accepted", "duty.rejected", "duty.reopened", "duty.edited", "duty.assigned", "duty.asked")
"""Entries after which every duty stands where it stood."""


class Outlined(NamedTuple):
    """As much of a duty as counts, order and text need."""

    pk: int
    number: int
    status: str
    kind: str
    theme: str
    unit_name: str
    sources: list[dict[str, Any]]
    start: int
    end: int


@dataclass(frozen=True)
class Row:
    """A duty as its row at the desk shows it."""

    duty: Duty
    label: str
    """Its number; parts of one that was split are 12.1, 12.2."""
    original: str
    """Its words as the source has them, where these are others."""
    fields: Mapping[str, str]
    """What can be edited, as it is typed."""
    reason: str
    at: int
    """The number of the last entry about it."""
    who: str
    """Who made that entry; '' for reading itself."""
    digest: str
    """Of that entry: as long as it is the same, so is the row."""

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look at it first."""
        return self.duty.confidence < DOUBTFUL

    @property
    def is_open(self) -> bool:
        """Whether it waits to be settled."""
        return bool(self.duty.status == FOUND)

    @property
    def percent(self) -> int:
        """How sure reading is, of 100."""
        return round(self.duty.confidence * 100)

    @property
    def floats(self) -> bool:
        """Whether its words were not found again in the latest version."""
        return any(source.get("floating") for source in self.duty.sources)

    @property
    def theme_name(self) -> str:
        """Its theme in words."""
        return theme_name(self.duty.theme)

    @property
    def sign(self) -> str:
        """The letter of its theme."""
        key = f"theme-sign.{self.duty.theme}"
        return say(key) if key in WORDS else str(self.duty.theme)[:1]

    @property
    def as_typed(self) -> str:
        """The fields as JSON, for the script."""
        return json.dumps(self.fields, ensure_ascii=False, separators=(",", ":"))

    @property
    def said(self) -> str:
        """The words of the text, where the duty's own are others or it has several; it is these that can be split."""
        words = self.duty.sources[0]["words"] if len(self.duty.sources) == 1 else ""
        return words if words != self.duty.words else ""

    @property
    def lead_elsewhere(self) -> str:
        """The lead unit, where it is not the one whose words they are."""
        return self.fields["lead"] if self.duty.lead_id != self.duty.unit_id else ""


@dataclass(frozen=True)
class Filter:
    """Which rows are shown, and in which order."""

    order: str = "certain"
    """certain (the least certain first) · reading."""
    unit: str = ""
    theme: str = ""
    status: str = ""
    """'' · open · settled · a status."""
    sure: int = 0
    """At least so sure, of 100."""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Filter:
        """The filter that a query asks for; what it does not know is left out."""
        sure = str(given.get("sure", ""))
        return cls(
            "reading" if given.get("order") == "reading" else "certain", str(given.get("of", "")), str(given.get("about", "")),
            str(given.get("state", "")), int(sure) if sure.isdecimal() and len(sure) < 4 else 0,
        )  # fmt: skip

    def has(self, row: Row) -> bool:
        """Whether a row is shown."""
        duty = row.duty
        status = not self.status or self.status == duty.status or (self.status == "settled" and duty.status != FOUND) or (self.status == "open" and duty.status == FOUND)
        return status and self.unit in ("", duty.unit_name) and self.theme in ("", duty.theme) and row.percent >= self.sure

    def sorted(self, rows: Iterable[Row]) -> list[Row]:
        """The rows in their order."""
        return sorted(rows, key=lambda row: row.duty.confidence) if self.order == "certain" else list(rows)


@dataclass
class Desk:
    """The desk of one document, as one person sees it."""

    person: Person
    document: Document
    lang: str
    _rows: dict[int, Row] = field(default_factory=dict)

    @cached_property
    def campaign(self) -> Campaign:
        """The document's campaign."""
        return self.document.campaign

    @cached_property
    def version(self) -> Version:
        """The version whose text is shown."""
        return self.document.version

    @cached_property
    def may_settle(self) -> bool:
        """Whether the person may settle the duties; who may not sees them."""
        return may(self.person, "settle", self.campaign.unit_id)

    @cached_property
    def head(self) -> int:
        """The number of the last entry of the campaign's chain."""
        return Chain.objects.filter(pk=self.campaign.chain).values_list("number", flat=True).first() or 0

    @cached_property
    def outline(self) -> list[Outlined]:
        """The document's duties that the person may see, in reading order: as much of each as counts, order and text need."""
        found = duties_open_to(self.person).filter(document=self.document, status__in=SHOWN).values_list("pk", "number", "status", "kind", "theme", "unit_name", "sources")
        outlined = [Outlined(*values, *self._place(values[-1])) for values in found]
        return sorted(outlined, key=lambda duty: (duty.start, duty.end, duty.number, duty.pk))

    def _place(self, sources: list[dict[str, Any]]) -> tuple[int, int]:
        """Where a duty stands first in the version shown; far behind, where it does not."""
        here = [s for s in sources if s["version"] == self.version.pk and not s.get("floating")]
        return (here[0]["start"], here[0]["end"]) if here else (NOWHERE, NOWHERE)

    def duties(self, only: Iterable[int] | None = None) -> list[Duty]:
        """The duties in reading order, whole; `only` some of them."""
        order = {duty.pk: turn for turn, duty in enumerate(self.outline)}
        wanted = list(order if only is None else order.keys() & set(only))
        rows = Duty.objects.filter(pk__in=wanted).select_related("unit", "lead", "campaign", "document", "owner_post__unit", "party_post__unit", "admin_post__unit")
        return sorted(rows, key=lambda duty: order[duty.pk])

    @cached_property
    def labels(self) -> dict[int, str]:
        """The number of each duty as it is shown."""
        shared = Counter(duty.number for duty in self.outline)
        turn: Counter[int] = Counter()
        labels = {}
        for duty in self.outline:
            turn[duty.number] += 1
            labels[duty.pk] = f"{duty.number}.{turn[duty.number]}" if shared[duty.number] > 1 else str(duty.number)
        return labels

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many there are, and how many of each status."""
        by_status = Counter(duty.status for duty in self.outline)
        return {"all": len(self.outline), **{status: by_status[status] for status in SHOWN}}

    @property
    def settled(self) -> int:
        """How many wait no longer."""
        return self.counts["all"] - self.counts[FOUND]

    def rows(self, only: Iterable[int] | None = None) -> list[Row]:
        """The rows in reading order; `only` those of some duties."""
        duties = self.duties(only)
        last = self._last_entries(duties)
        names = self._names(duties)
        return [self._row(duty, last.get(duty.subject), names) for duty in duties]

    def _row(self, duty: Duty, last: Entry | None, names: Mapping[int, str]) -> Row:
        start, end = self._place(duty.sources)
        return Row(
            duty, self.labels[duty.pk], original_of(self.version, start, end) if start < NOWHERE else "",
            show_wording(duty, self.lang) | show_assignment(duty, names), explain(Reason(*duty.reason), self.lang) if duty.reason else "",
            last.number if last else 0, last.person_name if last and last.kind != "version.read" else "",
            last.digest if last else "",
        )  # fmt: skip

    def _names(self, duties: Sequence[Duty]) -> dict[int, str]:
        """The names of the supporting units, in one query."""
        wanted = {unit for duty in duties for unit in duty.supports}
        return dict(Unit.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}

    def _last_entries(self, duties: Sequence[Duty]) -> dict[str, Entry]:
        """The last entry about each duty."""
        subjects = [duty.subject for duty in duties]
        newest = dict(Touch.objects.filter(subject__in=subjects).values_list("subject").annotate(Max("entry")))
        entries = Entry.objects.in_bulk(set(newest.values()))
        return {subject: entries[number] for subject, number in newest.items()}

    def text(self, only: Iterable[tuple[int, int]] | None = None) -> list[Marked]:
        """The paragraphs of the version shown, marked; `only` those that touch some spans."""
        marks = [
            Mark(duty.pk, source["start"], source["end"], duty.status, duty.kind, duty.theme, (source["start"], source["end"]) == (duty.start, duty.end))
            for duty in self.outline for source in duty.sources if source["version"] == self.version.pk and not source.get("floating")
        ]  # fmt: skip
        return mark_text(self.version, marks, self.lang, only)

    def units(self) -> list[tuple[str, int]]:
        """Whose words the duties are, and how many each has, in reading order."""
        return list(Counter(duty.unit_name for duty in self.outline if duty.unit_name).items())

    def themes(self) -> list[tuple[str, int]]:
        """The themes of the duties, and how many each has."""
        return list(Counter(duty.theme for duty in self.outline).items())

    def next_document(self) -> Document | None:
        """Another document of the campaign with duties that wait: the next one, else the first."""
        return next_open(self.person, self.campaign, after=self.document.pk, besides=self.document.pk)


def theme_name(theme: str) -> str:
    """A theme in words; one that a pack adds is its own name."""
    return say("theme.-") if theme == "-" else known_theme(theme, language())


def next_open(person: Person, campaign: Campaign, after: int = 0, besides: int = 0) -> Document | None:
    """The next document of a campaign that a person may read and that has duties to be settled; the first, where none comes after."""
    waiting = set(duties_open_to(person).filter(campaign=campaign, status=FOUND).exclude(document=besides).order_by().values_list("document", flat=True))
    documents = list(documents_open_to(person).filter(campaign=campaign, pk__in=waiting).order_by("pk"))
    return next((d for d in documents if d.pk > after), documents[0] if documents else None)


def progress_of(person: Person, campaign: Campaign) -> list[tuple[Document, int, int]]:
    """Each document of a campaign with duties: how many are settled, of how many."""
    counted: dict[int, Counter[str]] = {}
    duties = duties_open_to(person).filter(campaign=campaign, status__in=SHOWN).order_by()
    for document, status, count in duties.values_list("document", "status").annotate(count=Count("*")):
        counted.setdefault(document, Counter())[status] += count
    documents = documents_open_to(person).filter(campaign=campaign, pk__in=counted).order_by("pk")
    return [(d, sum(counted[d.pk].values()) - counted[d.pk][FOUND], sum(counted[d.pk].values())) for d in documents]


@dataclass(frozen=True)
class Since:
    """What changed at a desk after an entry."""

    rows: list[Row]
    paragraphs: list[Marked]


def changes_since(desk: Desk, number: int, also: Iterable[int] = ()) -> Since:
    """The rows that entries after `number` touch, those named in `also`, and the paragraphs in which a duty came, went or moved."""
    entries = [tracked(row) for row in rows_since(desk.campaign.chain, number)]
    touched = {int(s.partition(":")[2]) for entry in entries for s in entry.subjects if s.startswith("duty:")}
    moved = [entry for entry in entries if entry.kind not in PLAIN_KINDS]
    spans = {span for entry in moved for span in _spans(desk, entry)}
    spans |= {(row["start"], row["end"]) for duty in desk.outline if duty.pk in touched and moved for row in duty.sources if row["version"] == desk.version.pk}
    return Since(desk.rows(touched | set(also)), desk.text(spans) if spans else [])


def _spans(desk: Desk, entry: Any) -> Iterable[tuple[int, int]]:
    """The spans of the shown version that an entry, or what it takes back, sets."""
    while entry.kind == "undone":
        row = Entry.objects.select_related("payload").get(chain=desk.campaign.chain, number=entry.payload["undoes"])
        entry = tracked(row)
    if entry.kind in PLAIN_KINDS:
        return
    for fields in (entry.payload or {}).get("set", {}).values():
        for source in fields.get("sources", ()):
            if source["version"] == desk.version.pk:
                yield source["start"], source["end"]
