"""Taking back, and doing again, what a person did at one document's desk: one step at a time, the last one first."""

from __future__ import annotations

from luoshi import tracking
from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.web.documents.models import Document
from luoshi.web.log.actions import undo
from luoshi.web.log.models import Entry
from luoshi.web.log.queries import tracked, with_payloads
from luoshi.web.people.models import Person
from luoshi.web.people.scope import require

DESK = ("duty.accepted", "duty.rejected", "duty.reopened", "duty.edited", "duty.assigned", "duty.asked", "duty.split", "duty.merged", "duty.added")
FAR_ENOUGH = 600
"""So many entries back a person's steps are looked for."""


def undo_last(document: Document, *, by: By, person: Person, once: str = "") -> Entry:
    """Takes back the person's last step at this desk that stands. ActRefused: there is none, or somebody has built on it since."""
    require(person, "settle", document.campaign.unit_id)
    steps = _Steps(document, person)
    if steps.last is None:
        raise ActRefused.nothing_to_undo()
    return undo(steps.last, by=by, once=once)


def redo_last(document: Document, *, by: By, person: Person, once: str = "") -> Entry:
    """Does again what the person took back last, as long as she has done nothing else at this desk since."""
    require(person, "settle", document.campaign.unit_id)
    steps = _Steps(document, person)
    if steps.taken_back is None:
        raise ActRefused.nothing_to_undo()
    return undo(steps.taken_back, by=by, once=once)


class _Steps:
    """What a person did at a desk: the last step that stands, and the last taking back that can be done again."""

    def __init__(self, document: Document, person: Person) -> None:
        rows = with_payloads(Entry.objects.filter(chain=document.campaign.chain, person=person.pk, kind__in=(*DESK, "undone"))).order_by("-number")[:FAR_ENOUGH]
        self.rows = {row.number: row for row in rows}
        self.entries = {number: tracked(row) for number, row in self.rows.items()}
        void = tracking.void_numbers(list(self.entries.values()))
        here = [e for e in self.entries.values() if e.kind in DESK and (e.payload or {}).get("document") == document.pk]
        acts = {e.number for e in here}
        self.last = self.rows.get(max(acts - void, default=0))
        newest = max(acts, default=0)
        undoings = [e.number for e in self.entries.values() if e.kind == "undone" and e.number not in void and (e.payload or {})["undoes"] in acts and e.number > newest]
        self.taken_back = self.rows.get(max(undoings, default=0))
