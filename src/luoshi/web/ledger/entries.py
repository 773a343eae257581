"""The entries of a campaign's log that are open to a person, and each in a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from luoshi.errors import ActRefused
from luoshi.tracking import KINDS, subject_type, void_numbers
from luoshi.web.documents.models import Campaign, Document, Version
from luoshi.web.documents.queries import documents_open_to, find_campaign
from luoshi.web.ledger.models import Duty
from luoshi.web.ledger.reach import sees_whole
from luoshi.web.log.models import Entry, Touch
from luoshi.web.log.queries import tracked, with_payloads
from luoshi.web.people.models import Person

OPENS = {"duty": "ledger:duty", "document": "documents:document", "list": "ledger:signed", "unit": "people:unit"}
"""Types of subjects that have a page of their own."""
SHOWN = 4
"""So many subjects of an entry are named."""


def campaign_with_log(person: Person, number: int) -> Campaign:
    """A campaign whose log is open to a person: hers to see through the unit whose campaign it is. ActRefused where it is not, 404 where the campaign itself is not."""
    campaign = find_campaign(person, number)
    if not sees_whole(person, campaign):
        raise ActRefused.gone()
    return campaign


def entries_open_to(person: Person, campaign: Campaign) -> tuple[QuerySet[Entry], bool]:
    """The campaign's entries, the last first, those about documents that a person may not know of left out; and whether these are all."""
    entries, restricted = Entry.objects.filter(chain=campaign.chain).order_by("-number"), Document.objects.filter(campaign=campaign, restricted=True)
    if not restricted.exists():
        return entries, True
    hidden = restricted.exclude(pk__in=documents_open_to(person).order_by().values("pk"))
    about = Touch.objects.filter(subject__in=list(_subjects_of(hidden))).values("entry")
    return entries.exclude(pk__in=about), False


class Pages(Paginator):
    """A whole chain, page by page: its numbers have no gap, so that none is counted or passed over."""

    def __init__(self, entries: QuerySet[Entry], count: int, per_page: int) -> None:
        """`count`: the number of the chain's last entry."""
        super().__init__(entries, per_page)
        self.last = count

    @cached_property
    def count(self) -> int:
        """How many entries there are."""
        return self.last

    def page(self, number: int | str) -> Page:
        """One page, the last entries first."""
        number = self.validate_number(number)
        first = self.last - (number - 1) * self.per_page
        return self._get_page(self.object_list.filter(number__lte=first, number__gt=first - self.per_page), number, self)


def _subjects_of(documents: QuerySet[Document]) -> Iterable[str]:
    """Documents, their versions and their duties, as subjects."""
    numbers = list(documents.values_list("pk", flat=True))
    for model, link in ((Document, "pk"), (Version, "document"), (Duty, "document")):
        yield from (f"{model.SUBJECT}:{pk}" for pk in model.objects.filter(**{f"{link}__in": numbers}).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Line:
    """An entry and what of it can be opened."""

    entry: Entry
    is_void: bool
    links: tuple[tuple[str, str, str], ...]
    """(type, number, name of the address) of the first subjects that have a page."""
    more: int
    """How many subjects are not named."""


def lines_of(entries: Iterable[Entry], void: set[int]) -> list[Line]:
    """Entries as lines of a page; `void` are the numbers of those that were taken back."""
    return [_line(entry, entry.number in void) for entry in entries]


def _line(entry: Entry, is_void: bool) -> Line:
    opened = [(kind, subject.partition(":")[2], OPENS[kind]) for subject in entry.subjects if (kind := subject_type(subject)) in OPENS]
    return Line(entry, is_void, tuple(opened[:SHOWN]), max(0, len(opened) - SHOWN))


def void_in(chain: str) -> set[int]:
    """The numbers of a chain's entries that were taken back."""
    undoings = with_payloads(Entry.objects.filter(chain=chain, kind="undone"))
    return void_numbers([tracked(row) for row in undoings])


def kinds_in(chain: str) -> list[str]:
    """The kinds that occur in a chain, in the order of the table of kinds."""
    found, last = set(), ""
    while last is not None:      # from one to the next, each by the index: a chain has many entries and few kinds
        found.add(last)
        last = Entry.objects.filter(chain=chain, kind__gt=last).order_by("kind").values_list("kind", flat=True).first()
    return [kind for kind in KINDS if kind in found]
