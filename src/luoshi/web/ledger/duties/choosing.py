"""One duty of a campaign, as a person names it in a field: by its number on the list, by words of it, or by what was offered as she typed."""

from __future__ import annotations

import unicodedata

from django.db.models import QuerySet

from luoshi.errors import ActRefused
from luoshi.web.ledger.duties.listing import STANDING, duties_of
from luoshi.web.ledger.models import Duty
from luoshi.web.ledger.seeing.searching import search
from luoshi.web.people.models import Person
from luoshi.writing.ledger_records import alone

OFFERED = 12
"""Duties offered at once."""
MOST_TYPED = 200
"""Characters of a field that are looked at."""
SHOWN = 40
"""Characters of a duty's words that are offered."""


def others_named(duty: Duty, person: Person, words: str) -> QuerySet[Duty]:
    """The duties beside one that stand, are open to the person, and that the words may mean; the surest first."""
    typed = unicodedata.normalize("NFKC", words).strip()
    rows = duties_of(duty.campaign, person).filter(status__in=STANDING).exclude(pk=duty.pk).select_related("unit", "campaign", "document").order_by("listed_number", "pk")
    _, mark, number = typed.rpartition("#")
    if mark and _is_number(number):
        return rows.filter(pk=int(number))
    if _is_number(typed):
        return rows.filter(listed_number=int(typed))
    return rows.filter(pk__in=search(person, typed, duty.campaign).rows.order_by().values("pk"))


def _is_number(words: str) -> bool:
    return words.isdecimal() and len(words) < 10


def the_other(duty: Duty, person: Person, words: str) -> Duty:
    """The one duty that the words mean; ActRefused where there is none, or more than one."""
    found = list(others_named(duty, person, words)[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise ActRefused.incomplete(f"“{words}”指的任务不止一条。", f"“{words}” means more than one duty.", "请从提示中选一条，或填清单上的编号。", "Choose one that is offered, or give its number on the list.")
    raise ActRefused.incomplete(f"没有找到“{words}”指的任务。", f"There is no duty that “{words}” means.", "请填清单上的编号，或打几个字后从提示中选。", "Give its number on the list, or type a few words and choose.")


def label_of_duty(duty: Duty) -> str:
    """A duty as the field offers it; sent back, it means this one."""
    unit = duty.unit.short or duty.unit.name if duty.unit else duty.unit_name
    said = alone(duty.words)
    return " ".join(str(part) for part in (unit, duty.listed_number or "", said if len(said) <= SHOWN else said[: SHOWN - 1] + "…", f"#{duty.pk}") if part)
