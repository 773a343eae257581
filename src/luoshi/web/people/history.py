"""What happened to a unit or a person, in words: one line for each entry, the latest first, with the names of that day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from luoshi import tracking
from luoshi.web import clock
from luoshi.web.log.models import Entry
from luoshi.web.log.queries import tracked, with_payloads
from luoshi.web.people.acting import PEOPLE
from luoshi.web.people.models import BEGINNING, ROLES
from luoshi.web.words import say

Said = dict[str, Any]
MOST = 200
"""So many of the latest entries are looked at for a page."""


@dataclass(frozen=True)
class Happened:
    """One line of a history."""

    entry: Entry
    on: date | None
    """None: at no known day, before all that is known."""
    sentence: str
    by: str
    recorded_at: datetime
    is_late: bool
    """Whether it was entered after the day on which it happened."""
    is_void: bool
    """Whether it was taken back."""
    can_be_taken_back: bool
    """Whether its kind allows it and nothing was built on it; not whether a certain person may."""


def history_of(subject: str) -> list[Happened]:
    """All that touches a subject, the latest first; an undoing is shown as what it took back."""
    rows = list(with_payloads(Entry.objects.filter(chain=PEOPLE, touches__subject=subject).distinct()).order_by("-number")[:MOST])
    entries = {row.pk: tracked(row) for row in rows}
    void = tracking.void_numbers(list(entries.values()))
    shown = [row for row in rows if row.kind != "undone"]
    last = _last_on_each(row for row in shown if row.number not in void)
    lines = [_line(row, entries[row.pk], row.number in void, last) for row in shown]
    return sorted(lines, key=lambda line: (line.on or BEGINNING, line.entry.number), reverse=True)


def _last_on_each(rows: Iterable[Entry]) -> dict[str, int]:
    """For every subject, the number of the last entry that touches it and stands."""
    last: dict[str, int] = {}
    for row in rows:
        for subject in row.subjects:
            last[subject] = max(last.get(subject, 0), row.number)
    return last


def _title(post: str) -> str:
    """A post by its name; a role that stood in for one in the page's language."""
    return say(f"person-role.{post}") if post in ROLES else post


def _line(row: Entry, entry: tracking.Entry, is_void: bool, last: dict[str, int]) -> Happened:
    undoable = tracking.KINDS[row.kind].undoable and not is_void
    return Happened(
        row, None if row.happened_on == BEGINNING else row.happened_on, sentence_of(entry), f"{row.person_name} {_title(row.post)}".strip() if row.person else row.person_name,
        row.recorded_at, row.happened_on not in (BEGINNING, clock.today()) and row.recorded_at.date() > row.happened_on, is_void,
        undoable and all(last.get(subject, 0) <= row.number for subject in row.subjects),
    )  # fmt: skip


def sentence_of(entry: tracking.Entry) -> str:
    """An entry in words; one whose payload was taken away says so."""
    if entry.payload is None:
        return say("happened.removed")
    words = _Words(entry, dict(entry.payload))
    return TELLERS[entry.kind](words) if entry.kind in TELLERS else say("happened.other", kind=entry.kind)


class _Words:
    """An entry's payload, asked for names."""

    def __init__(self, entry: tracking.Entry, said: Said) -> None:
        self.entry, self.said, self.names = entry, said, said.get("names", {})

    def unit(self, number: Any) -> str:
        return self.names.get(f"unit:{number}", f"#{number}")

    def person(self, number: Any) -> str:
        return self.names.get(f"account:{number}", f"#{number}")

    def of(self, kind: str) -> list[Said]:
        """What is set of each subject of a type."""
        return [fields for subject, fields in self.said["set"].items() if subject.startswith(f"{kind}:")]

    def named(self, kind: str) -> list[str]:
        """The names of the subjects of a type, in the order of the entry."""
        return [name for subject in self.entry.subjects if subject.startswith(f"{kind}:") and (name := self.names.get(subject))]


def listed(names: Iterable[str]) -> str:
    """Names after each other; of many the first few and how many there are."""
    whole = list(names)
    shown = say("join.names").join(whole[:5])
    return shown if len(whole) <= 5 else say("happened.and-more", names=shown, count=len(whole))


def _founded(w: _Words) -> str:
    new = w.of("unit")
    papers = [unit["paper"] for unit in new if unit.get("paper")]
    return say("happened.unit.founded", names=listed(unit["name"] for unit in new)) + (say("happened.by-paper", paper=papers[0]) if len(papers) == 1 else "")


def _renamed(w: _Words) -> str:
    new = w.of("unit")[0]
    return say("happened.unit.renamed", before=next(iter(w.names.values()), ""), name=new["name"])


def _changed(w: _Words) -> str:
    parts = [say(f"field.unit-{name}") + say("join.colon") + (say(f"unit-kind.{value}") if name == "kind" else value or "—") for fields in w.of("unit") for name, value in fields.items()]
    return say("happened.unit.changed", what=say("join.list").join(parts))


def _merged(w: _Words) -> str:
    olds = [subject for subject in w.said["set"] if subject.startswith("unit:")]
    return say("happened.unit.merged", old=w.names.get(olds[0], ""), into=w.unit(w.said["into"]), below=sum(1 for r in w.of("relation") if "lower" in r), posts=len(w.of("post")))


def _begun(w: _Words) -> str:
    rows = w.of("relation")
    if len(rows) == 1:
        return say(f"happened.relation.{rows[0]['kind']}", lower=w.unit(rows[0]["lower"]), superior=w.unit(rows[0]["superior"]))
    return say("happened.relations", count=len(rows))


def _parted(w: _Words) -> str:
    return say(f"happened.relation-ended.{w.said['relation']}", lower=w.unit(w.said["lower"]), superior=w.unit(w.said["superior"]))


def _moved(w: _Words) -> str:
    before = listed(w.unit(number) for number in w.said["before"])
    return say("happened.unit.moved" if before else "happened.unit.placed", lower=w.unit(w.said["lower"]), superior=w.unit(w.said["superior"]), before=before)


def _post_founded(w: _Words) -> str:
    return say("happened.post.founded", names=listed(post["name"] for post in w.of("post")))


def _post_renamed(w: _Words) -> str:
    new = w.of("post")[0]
    return say("happened.post.renamed", before=w.said["before"], name=new["name"], side=say(f"post-side.{new['side']}"))


def _held(w: _Words) -> str:
    if "post" not in w.said:
        return say("happened.holdings", count=len(w.of("holding")))
    before = [name for subject, name in w.names.items() if subject.startswith("account:") and subject != f"account:{w.said['person']}"]
    return say("happened.holding.begun", person=w.person(w.said["person"]), post=w.said["post"], unit=listed(w.named("unit"))) + (say("happened.instead-of", person=before[0]) if before else "")


def _passed(w: _Words) -> str:
    return say("happened.holding.passed", leaver=w.person(w.said["leaver"]), successor=w.person(w.said["successor"]), posts=listed(w.said["posts"]))


def _added(w: _Words) -> str:
    return say("happened.person.added", names=listed(account["name"] for account in w.of("account")))


def _role(key: str) -> Callable[[_Words], str]:
    def tell(w: _Words) -> str:
        if "role" not in w.said:
            given = say("join.names").join(say("happened.one-role", person=w.person(fields["person"]), role=say(f"person-role.{fields['role']}")) for fields in w.of("role")[:5])
            return say("happened.roles", count=len(w.of("role")), roles=given)
        return say(key, person=w.person(w.said["person"]), unit=listed(w.named("unit")), role=say(f"person-role.{w.said['role']}"))

    return tell


def _plain(key: str) -> Callable[[_Words], str]:
    """A sentence that names the person, the unit and the post where the entry does."""
    def tell(w: _Words) -> str:
        return say(key, person=listed(w.named("account")), unit=listed(w.named("unit")), post=w.said.get("post") or w.said.get("before") or "")

    return tell


TELLERS: dict[str, Callable[[_Words], str]] = {
    "unit.founded": _founded,
    "unit.renamed": _renamed,
    "unit.changed": _changed,
    "unit.closed": _plain("happened.unit.closed"),
    "unit.merged": _merged,
    "relation.begun": _begun,
    "relation.ended": _parted,
    "unit.moved": _moved,
    "post.founded": _post_founded,
    "post.renamed": _post_renamed,
    "post.closed": _plain("happened.post.closed"),
    "holding.begun": _held,
    "holding.ended": _plain("happened.holding.ended"),
    "holding.passed": _passed,
    "person.added": _added,
    "person.renamed": lambda w: say("happened.person.renamed", before=listed(w.named("account")), name=w.of("account")[0]["name"]),
    "person.closed": _plain("happened.person.closed"),
    "person.reopened": _plain("happened.person.reopened"),
    "password.set": _plain("happened.password.set"),
    "email.set": _plain("happened.email.set"),
    "second-factor.removed": _plain("happened.second-factor.removed"),
    "sessions.ended": _plain("happened.sessions.ended"),
    "role.given": _role("happened.role.given"),
    "role.ended": _role("happened.role.ended"),
}
"""Kind of entry → the sentence that tells it."""
