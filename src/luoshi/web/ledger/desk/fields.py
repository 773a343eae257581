"""The fields of a duty as a person sees them and as she types them: the state → words, and words → what they set.

A field is read as a cell of the responsibility list is: full-width digits, 、 and ；, “9月底前”, and both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from luoshi.errors import ActRefused
from luoshi.extracting import FoundDuty, Reason
from luoshi.web.ledger.actions.finding import wording_of
from luoshi.web.ledger.models import Duty
from luoshi.writing import duty_values as values
from luoshi.writing.words import name_date, say

BLANK = FoundDuty(0, 0, 0, "", "duty", "-", "", None, Reason(values.CORRECTED), Reason(values.CORRECTED), 1.0)
TYPED: dict[str, tuple[values.Change, tuple[str, ...]]] = {
    "words": (values.set_text("words"), ("words",)),
    "kind": (values.set_kind, ("kind",)),
    "theme": (values.set_theme, ("theme",)),
    "action": (values.set_text("action"), ("action",)),
    "object": (values.set_text("object"), ("object",)),
    "due": (values.set_deadlines, ("due", "due_words", "last_day")),
    "rhythm": (values.set_recurrence, ("rhythm", "rhythm_words")),
    "quantity": (values.set_quantities, ("quantity",)),
    "deliverables": (values.set_names("deliverables"), ("deliverables",)),
    "programmes": (values.set_names("programmes"), ("programmes",)),
    "conditions": (values.set_names("conditions"), ("conditions",)),
    "missing": (values.set_missing, ("missing",)),
}
"""A field as it is typed: how its words are read, and the fields of the state that they set."""
WORDING = (*TYPED, "note")
LABELS = {
    "words": "field.words", "kind": "field.kind", "theme": "field.theme", "action": "field.action", "object": "field.object", "due": "field.deadline",
    "rhythm": "field.recurrence", "quantity": "field.quantity", "deliverables": "field.deliverables", "programmes": "field.programmes",
    "conditions": "field.conditions", "missing": "field.missing", "note": "field.remark", "lead": "role.lead", "supports": "role.support",
    "owner_post": "desk.owner-post", "party_post": "desk.party-post", "admin_post": "desk.admin-post",
}  # fmt: skip
"""The key of each field's name."""
ANSWERED = {"due": ("deadline", "year"), "rhythm": ("period",), "quantity": ("unit", "measure"), "owner_post": ("owner",)}
"""What need not be asked any more once a field is filled."""


def show_wording(duty: Duty, lang: str) -> dict[str, str]:
    """What a duty says, field by field, in words that can be typed back."""
    clause, names = say("join.clause", lang), say("join.list", lang)
    return {
        "words": duty.words, "kind": say(f"kind.{duty.kind}", lang), "theme": "" if duty.theme == "-" else values.known_theme(duty.theme, lang),
        "action": duty.action, "object": duty.object, "due": clause.join(name_date(value, lang) for value in duty.due.split(";") if value),
        "rhythm": say(f"recurrence.{duty.rhythm}", lang) if duty.rhythm else "", "quantity": duty.quantity, "deliverables": duty.deliverables,
        "programmes": duty.programmes, "conditions": duty.conditions, "missing": names.join(say(f"missing.{what}", lang) for what in duty.missing), "note": duty.note,
    }  # fmt: skip


def read_wording(duty: Duty, typed: Mapping[str, str], dated: str, lang: str) -> dict[str, Any]:
    """What typed words set, of the fields that they change; TableError where a value cannot be read.

    A deadline without a year takes that of `dated`.
    """
    shown = show_wording(duty, lang)
    changes: dict[str, Any] = {}
    for field, words in typed.items():
        if field in shown and values.tidy_ends(words) != values.tidy_ends(shown[field]):
            changes |= _read(field, words, dated)
    if "words" in changes and not changes["words"]:
        raise ActRefused.incomplete("任务不能没有内容。", "A duty cannot be without words.", "不要这一条的，请用“不列入”。", "To leave it out, reject it.")
    return changes


def _read(field: str, words: str, dated: str) -> dict[str, Any]:
    if field == "note":
        return {"note": values.tidy_ends(words)}
    change, sets = TYPED[field]
    read = change(BLANK, words)
    if field == "due":
        read = with_years(read, dated)
    kept = ";".join(deadline.value for deadline in read.deadlines) if field == "due" else words
    if len(kept) > duty_lengths().get(field, len(kept)):
        raise too_long(field, duty_lengths()[field])
    wording = wording_of(read)
    return {name: wording[name] for name in sets}


def with_years(duty: FoundDuty, dated: str) -> FoundDuty:
    """The duty with the year of `dated` in deadlines that name none."""
    return replace(duty, deadlines=tuple(values.with_year(deadline, dated) for deadline in duty.deadlines))


def with_what_is_missing(duty: Duty, changes: dict[str, Any]) -> dict[str, Any]:
    """The changes, and what is missing after them, where that is another: what a filled field answers is missing no longer."""
    if "missing" in changes:
        return changes
    missing = still_missing(duty.missing, changes)
    return changes if missing == duty.missing else changes | {"missing": missing}


def still_missing(missing: list[str], changes: Mapping[str, Any]) -> list[str]:
    """What a duty lacks once fields are changed: a filled one answers, an emptied one asks again.

    >>> still_missing(["owner", "deadline"], {"due": "2018-09", "owner_post": 3})
    []
    >>> still_missing(["owner"], {"due": "--09"}), still_missing([], {"due": ""})
    (['owner', 'year'], ['deadline'])
    """
    answered = {what for field in changes for what in ANSWERED.get(field, ()) if changes[field]}
    raised = [what for field, what in (("owner_post", "owner"), ("due", "deadline")) if field in changes and not changes[field]]
    if "--" in str(changes.get("due", "")):
        raised.append("year")
    if changes.get("rhythm") == "ongoing":
        answered.discard("period")
    kept = [what for what in missing if what not in answered or what in raised]
    return kept + [what for what in raised if what not in kept]


def duty_lengths() -> dict[str, int]:
    """The longest words that a field of a duty keeps."""
    return {field.name: field.max_length for field in Duty._meta.concrete_fields if getattr(field, "max_length", None)}


def too_long(field: str, limit: int) -> ActRefused:
    """The error for words longer than a field keeps."""
    key = LABELS.get(field, "field.words")
    return ActRefused.incomplete(
        f"“{say(key, 'zh')}”太长（上限 {limit} 字）。", f"{say(key, 'en')} is too long (the limit is {limit} characters).", "请缩短，细节可写在备注里。", "Shorten it; details can go into the remark.",
    )  # fmt: skip
