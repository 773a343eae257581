"""A step that was entered by mistake is taken back."""

from __future__ import annotations

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.web.log.actions import action, undo
from luoshi.web.log.models import Entry
from luoshi.web.people.acting import PEOPLE
from luoshi.web.people.actions.guarding import manages
from luoshi.web.people.models import Unit


@action
def take_back(entry: Entry, *, by: By) -> Entry:
    """The entry counts as never said; refused where something was built on it since. Takes whoever administers all units that it touches."""
    units = [int(subject.partition(":")[2]) for subject in entry.subjects if subject.startswith("unit:")]
    if entry.chain_id != PEOPLE or not units:
        raise ActRefused.gone()
    manages(by, *Unit.objects.filter(pk__in=units))
    return undo(entry, by=by)
