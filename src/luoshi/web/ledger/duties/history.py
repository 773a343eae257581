"""The entries on a duty as sentences that people use: who did what, when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from luoshi import tracking
from luoshi.tracking import State
from luoshi.web.ledger.lists.papers import POSTS, names_of_subjects, title_of, value_in_words
from luoshi.web.ledger.models import Duty
from luoshi.web.log.queries import MOMENT
from luoshi.web.people.models import Post, Unit
from luoshi.web.words import say

TOLD = (
    "words", "kind", "theme", "action", "object", "due", "rhythm", "quantity", "deliverables", "programmes", "conditions",
    "lead", "supports", "owner_post", "party_post", "admin_post", "support_posts", "note",
)  # fmt: skip
"""The fields whose change is told, in this order; others follow from them."""


@dataclass(frozen=True, slots=True)
class Told:
    """One entry in words."""

    number: int
    kind: str
    on: date
    """The day on which it happened."""
    at: datetime
    """When it was recorded, in UTC."""
    who: str
    sentences: tuple[str, ...]
    is_void: bool = False
    """Whether it was taken back."""

    @property
    def noted_on(self) -> date | None:
        """The day on which it was recorded, where that is another than the day on which it happened."""
        day = timezone.localtime(self.at).date()
        return day if day != self.on else None


def history_of(duty: Duty, entries: Sequence[tracking.Entry], lang: str) -> list[Told]:
    """Everything that happened to a duty by the entries on it, the first first."""
    void, names = tracking.void_numbers(entries), names_said(duty.subject, entries)
    short = dict(Unit.objects.filter(pk__in={entry.by.unit for entry in entries if entry.by.unit}).values_list("pk", "short"))
    told = []
    for place, entry in enumerate(entries):
        before = tracking.fold_subject(entries[:place], duty.subject) or {}
        sentences = tuple(_Telling(entry, duty, before, names, lang).sentences(entries))
        told.append(Told(entry.number, entry.kind, date.fromisoformat(entry.happened_on), _moment(entry.recorded_at), who(entry.by, short, lang), sentences, entry.number in void))
    return told


def names_said(subject: str, entries: Iterable[tracking.Entry]) -> dict[str, str]:
    """The units and posts that entries gave to a subject, by their names today."""
    given = [fields for entry in entries if (fields := (entry.payload or {}).get("set", {}).get(subject))]
    units, posts = (numbers_in(given, fields) for fields in (("unit", "lead", "supports"), (*POSTS, "support_posts")))
    return names_of_subjects(Unit.objects.filter(pk__in=units), Post.objects.filter(pk__in=posts))


def numbers_in(given: Iterable[Mapping[str, Any]], fields: Iterable[str]) -> set[int]:
    """The numbers in some fields, each of which holds one or a list of them."""
    return {number for state in given for field in fields if (value := state.get(field)) for number in (value if isinstance(value, list) else [value])}


def _moment(words: str) -> datetime:
    return datetime.strptime(words, MOMENT).replace(tzinfo=UTC)


def who(by: tracking.By, short: Mapping[int, str], lang: str) -> str:
    """Who acted: the name, with the post, else the unit.

    >>> who(tracking.By(1, "李", "督查室主任"), {}, "zh"), who(tracking.By(1, "Li", "clerk", 3), {3: "北河"}, "en")
    ('李（督查室主任）', 'Li (北河)')
    """
    name = say("history.system", lang) if by.person is None else by.name
    beside = title_of(by.post) or short.get(by.unit or 0, "")
    return say("history.who", lang, name=name, beside=beside) if beside and by.person is not None else name


@dataclass(frozen=True)
class _Telling:
    """One entry, the duty it is told of, and the duty's state before."""

    entry: tracking.Entry
    duty: Duty
    before: State
    names: Mapping[str, str]
    lang: str

    def say(self, key: str, **values: object) -> str:
        return say(f"history.{key}", self.lang, **values)

    @property
    def payload(self) -> Mapping[str, Any]:
        return self.entry.payload or {}

    @property
    def changes(self) -> Mapping[str, Any]:
        """The fields that the entry gave to this duty."""
        return self.payload.get("set", {}).get(self.duty.subject, {})

    def sentences(self, entries: Sequence[tracking.Entry]) -> Iterator[str]:
        """What was done, in one sentence or several."""
        if self.entry.payload is None:
            yield self.say("taken-away")
            return
        teller = TELLERS.get(self.entry.kind)
        found = list(teller(self)) if teller else []
        if self.entry.kind == "undone":
            found = [self._undone(entries)]
        yield from found or self._plainly()

    def _plainly(self) -> Iterator[str]:
        """A kind by its own sentence, with the fields that it changed of a duty that was there."""
        if self.entry.kind not in (*SAID, "duty.edited", "duty.assigned"):
            yield self.say("other", kind=self.entry.kind)
            return
        yield self.say(f"kind.{self.entry.kind}")
        if self.before:
            yield from self.fields()

    def _undone(self, entries: Sequence[tracking.Entry]) -> str:
        number = self.payload.get("undoes")
        entry = next((e for e in entries if e.number == number), None)
        if entry is None:
            return self.say("kind.undone")
        key = "undone-undo" if entry.kind == "undone" else "undone-of"
        return self.say(key, number=number, name=entry.by.name, what=self.say(f"act.{entry.kind}") if entry.kind in ACTS else "")

    # -- by kind ---------------------------------------------------------------------------------------------------

    def fields(self) -> Iterator[str]:
        """“the deadline from … to …” for every field that the entry changed."""
        for field in TOLD:
            if field in self.changes and self.changes[field] != self.before.get(field):
                yield from self._field(field)

    def _field(self, field: str) -> Iterator[str]:
        was, now = (value_in_words(field, value, self.names, self.lang) for value in (self.before.get(field), self.changes[field]))
        label = self.say(f"field.{field}")
        if was and now:
            yield self.say("changed", field=label, before=was, after=now)
        elif now:
            yield self.say("filled", field=label, after=now)
        elif was:
            yield self.say("emptied", field=label, before=was)

    def found(self) -> Iterator[str]:
        """Found by reading."""
        yield self.say("found")

    def accepted(self) -> Iterator[str]:
        """Accepted, with what was changed in doing so."""
        yield self.say("accepted")
        yield from self.fields()

    def rejected(self) -> Iterator[str]:
        """Left out, for a reason."""
        yield self.say("rejected", why=self.changes.get("why", ""))

    def asked(self) -> Iterator[str]:
        """Questions put and withdrawn."""
        was, now = self.before.get("questions") or [], self.changes.get("questions") or []
        yield from (self.say("asked", words=words) for words in now if words not in was)
        yield from (self.say("unasked", words=words) for words in was if words not in now)

    def split(self) -> Iterator[str]:
        """Split into parts, or made by splitting."""
        parts = sum(subject.startswith("duty:") for subject in self.payload.get("set", {})) - 1
        yield self.say("split", count=parts) if self.changes.get("status") == "split" else self.say("split-from")

    def merged(self) -> Iterator[str]:
        """Joined with others, or into another."""
        if "into" in self.changes:
            yield self.say("merged-into")
        else:
            yield self.say("merged", count=len(self.changes.get("sources") or []))

    def cascaded(self) -> Iterator[str]:
        """Put below another, taken from below it, or given children."""
        if "parent" in self.changes:
            yield self.say("put-below" if self.changes["parent"] else "released")
        else:
            yield self.say("got-children", count=len(self.payload.get("set", {})))

    def anchored(self) -> Iterator[str]:
        """Found again in a new version, or not."""
        floats = all(source.get("floating") for source in self.changes.get("sources") or [{}])
        yield self.say("floating" if floats else "anchored")

    def imported(self) -> Iterator[str]:
        """Changed, put in or left out by a list that came back."""
        name = self.payload.get("name", "")
        if not self.before:
            yield self.say("imported-new", name=name)
        elif self.changes.get("status") == "rejected":
            yield self.say("rejected", why=self.changes.get("why", ""))
        else:
            yield self.say("imported", name=name)
            yield from self.fields()

    def signed(self) -> Iterator[str]:
        """Signed: the version and the number on it."""
        lists = [fields for subject, fields in self.payload.get("set", {}).items() if subject.startswith("list:")]
        version = lists[0]["number"] if lists else ""
        if not self.changes:
            yield self.say("signed-off", version=version)
            return
        yield self.say("signed" if self.before.get("listed_number") is None else "signed-again", version=version, number=self.changes.get("listed_number", ""))

    def withdrawn(self) -> Iterator[str]:
        """Taken off the list, for a reason."""
        yield self.say("withdrawn", why=self.changes.get("why", ""))


TELLERS = {
    "version.read": _Telling.found,
    "duty.accepted": _Telling.accepted,
    "duty.rejected": _Telling.rejected,
    "duty.edited": _Telling.fields,
    "duty.assigned": _Telling.fields,
    "duty.asked": _Telling.asked,
    "duty.split": _Telling.split,
    "duty.merged": _Telling.merged,
    "duty.joined": _Telling.merged,
    "duty.cascaded": _Telling.cascaded,
    "duty.anchored": _Telling.anchored,
    "duty.imported": _Telling.imported,
    "list.signed": _Telling.signed,
    "duty.withdrawn": _Telling.withdrawn,
}
SAID = (
    "duty.reopened", "duty.added", "duty.split-completed", "document.removed", "undone", "payload.removed", "version.added",
    "return.asked", "return.given", "return.checked", "extension.asked", "extension.granted", "extension.refused",
    "transfer.proposed", "transfer.consented", "transfer.refused", "transfer.approved", "ask.sent", "ask.answered",
    "closing.applied", "closing.granted", "closing.refused", "duty.resumed", "due.computed",
)  # fmt: skip
"""Kinds of one sentence, which is followed by the fields that they changed."""
ACTS = (
    "duty.accepted", "duty.rejected", "duty.reopened", "duty.edited", "duty.assigned", "duty.asked", "duty.split", "duty.merged", "duty.joined", "duty.added",
    "duty.cascaded", "duty.split-completed", "duty.withdrawn",
)  # fmt: skip
"""Kinds that can be taken back, as nouns."""
