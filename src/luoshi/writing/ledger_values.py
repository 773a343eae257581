"""What a person writes into a cell of the ledger's list → the fields of the duty that follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from luoshi.errors import TableError
from luoshi.extracting.records import FoundDuty, Reason
from luoshi.packs import same_unit
from luoshi.writing import duty_values as values
from luoshi.writing.duty_values import CORRECTED, tidy, tidy_ends, wrong
from luoshi.writing.ledger_records import Directory, ListedDuty

Fields = dict[str, Any]
SUGGESTED = 3
"""So many names that are like what was written are offered."""

BLANK = FoundDuty(1, 0, 0, "", "duty", "-", "", None, Reason(CORRECTED), Reason(CORRECTED), 1.0)
"""What the parsers of the reading's list are given: they look at the cell only."""


def fields_of(code: str, cell: str, duty: ListedDuty, directory: Directory, dated: str = "") -> Fields:
    """The fields that a cell gives to a duty; TableError where it does not fit its column.

    >>> fields_of("theme", "污染防治", ListedDuty("duty:1", 0, "甲", "乙"), Directory({}, {}))
    {'theme': 'green'}
    """
    if code in ("owner_post", "party_post", "admin_post"):
        return {code: post_number(cell, duty, directory)}
    return READERS[code](cell, duty, directory, dated)


def _theme(cell: str, *_: Any) -> Fields:
    return {"theme": values.read_theme(cell)}


def _kind(cell: str, *_: Any) -> Fields:
    return {"kind": values.read_choice(cell, "kind", values.KINDS)}


def _words(cell: str, *_: Any) -> Fields:
    if not tidy(cell):
        raise wrong("任务的原句不能空着。", "A duty’s sentence cannot be empty.", "要去掉这一项，请删去整行。", "To take the duty out, delete the row.")
    return {"words": tidy_ends(cell)}


def _due(cell: str, duty: ListedDuty, _: Directory, dated: str) -> Fields:
    found = tuple(values.with_year(deadline, dated) for deadline in values.set_deadlines(BLANK, cell).deadlines)
    due = ";".join(deadline.value for deadline in found)
    words = duty.due_words if due == duty.due else "；".join(deadline.words for deadline in found)
    return {"due": due, "due_words": words, "last_day": max((d.last_day for d in found if d.last_day), default="") or None}


def _rhythm(cell: str, *_: Any) -> Fields:
    found = values.set_recurrence(BLANK, cell).recurrence
    return {"rhythm": found.value if found else "", "rhythm_words": found.words if found else ""}


def _quantity(cell: str, *_: Any) -> Fields:
    return {"quantity": "；".join(quantity.words for quantity in values.set_quantities(BLANK, cell).quantities)}


def _named(field: str, by: str) -> Callable[..., Fields]:
    def read(cell: str, *_: Any) -> Fields:
        named = getattr(values.set_names(field)(BLANK, cell), field)
        return {field: by.join(one.name for one in named)}

    return read


def _note(cell: str, *_: Any) -> Fields:
    return {"note": tidy_ends(cell)}


# -- units and posts -----------------------------------------------------------------------------------------------


def _lead(cell: str, _: ListedDuty, directory: Directory, __: str) -> Fields:
    names = _names(cell)
    if len(names) > 1:
        raise wrong("牵头单位只能有一个。", "A duty has one lead unit.", "其余单位请写到“配合单位”列。", "Write the others under “Supporting units”.")
    return {"lead": unit_number(names[0], directory) if names else None}


def _supports(cell: str, _: ListedDuty, directory: Directory, __: str) -> Fields:
    return {"supports": list(dict.fromkeys(unit_number(name, directory) for name in _names(cell)))}


def unit_number(name: str, directory: Directory) -> int:
    """The unit that a name means: in full, in short, or as such offices shorten it; TableError with like names where it means none, or several."""
    wanted = tidy(name)
    exact = {tidy(label): number for label, number in {**(directory.other_names or {}), **directory.units}.items()}
    if wanted in exact:
        return exact[wanted]
    like = {number: label for label, number in directory.units.items() if same_unit(wanted, label)}
    if len(like) == 1:
        return next(iter(like))
    raise _unknown("单位", "unit", name, list(like.values()) or get_close_matches(wanted, list(directory.units), SUGGESTED, 0.4))


def post_number(cell: str, duty: ListedDuty, directory: Directory) -> int | None:
    """The post that a label means, or a bare name of a post of the lead unit; None from an empty cell."""
    wanted = tidy(cell)
    if not wanted:
        return None
    labels = {tidy(label): number for label, number in directory.posts.items()}
    if wanted in labels:
        return labels[wanted]
    ends = {label: number for label, number in labels.items() if label.endswith(f" {wanted}")}
    own = [number for label, number in ends.items() if label == tidy(f"{duty.lead} {cell}")]
    if len(own) == 1 or len(ends) == 1:
        return own[0] if own else next(iter(ends.values()))
    raise _unknown("岗位", "post", cell, list(ends) or get_close_matches(wanted, list(directory.posts), SUGGESTED, 0.3))


def _unknown(zh: str, en: str, name: str, like: list[str]) -> TableError:
    offered_zh, offered_en = "、".join(like[:SUGGESTED]), ", ".join(like[:SUGGESTED])
    return wrong(
        f"没有名为“{name}”的{zh}，或不止一个。", f"No {en} is called “{name}”, or more than one is.",
        f"是不是：{offered_zh}？请从下拉列表中选。" if like else "请从下拉列表中选。", f"Is it {offered_en}? Pick it from the list." if like else "Pick it from the list.",
    )


def _names(cell: str) -> list[str]:
    parts = cell.replace("\r", "\n")
    for mark in "，,；;\n":
        parts = parts.replace(mark, "、")
    return list(dict.fromkeys(name for part in parts.split("、") if (name := part.strip(" \t\u3000\u200b"))))


READERS: Mapping[str, Callable[..., Fields]] = {
    "theme": _theme,
    "kind": _kind,
    "words": _words,
    "due": _due,
    "rhythm": _rhythm,
    "quantity": _quantity,
    "deliverables": _named("deliverables", "、"),
    "programmes": _named("programmes", "、"),
    "conditions": _named("conditions", "；"),
    "lead": _lead,
    "supports": _supports,
    "note": _note,
}
