"""Who answers for a duty, as it is typed: names of units and posts, in full, in short, or in pinyin, of those open to the person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from luoshi.web.ledger.desk.suggesting import label_of, post_named, unit_named
from luoshi.web.ledger.models import Duty
from luoshi.web.people.models import Person, Post, Unit

POSTS = ("owner_post", "party_post", "admin_post")
ASSIGNING = ("lead", "supports", *POSTS)
_APART = re.compile(r"[、,，;；\n]+")


def show_assignment(duty: Duty, names: Mapping[int, str] | None = None) -> dict[str, str]:
    """Who answers for a duty, field by field, in words that can be typed back; `names` of units, where they are at hand."""
    known = names if names is not None else dict(Unit.objects.filter(pk__in=duty.supports).values_list("pk", "name"))
    posts = {field: getattr(duty, field) for field in POSTS}
    return {
        "lead": duty.lead.name if duty.lead else "",
        "supports": "、".join(known[unit] for unit in duty.supports if unit in known),
        **{field: label_of(post) if post else "" for field, post in posts.items()},
    }


def read_assignment(duty: Duty, typed: Mapping[str, str], person: Person) -> dict[str, Any]:
    """What typed names set, of the fields that they change; ActRefused where a name is nobody's, or several's."""
    shown = show_assignment(duty)
    changed = {field: words for field, words in typed.items() if field in shown and words.strip() != shown[field]}
    changes: dict[str, Any] = {}
    if "lead" in changed:
        changes["lead"] = _number(unit_named(person, changed["lead"]))
    if "supports" in changed:
        units = (unit_named(person, name) for name in _APART.split(changed["supports"]))
        changes["supports"] = list(dict.fromkeys(unit.pk for unit in units if unit))
    lead = changes.get("lead", duty.lead_id)
    return changes | {field: _number(post_named(person, changed[field], lead)) for field in POSTS if field in changed}


def _number(row: Unit | Post | None) -> int | None:
    return row.pk if row else None
