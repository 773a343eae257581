"""One unit becomes part of another on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.web.log.actions import action, new_numbers, record
from luoshi.web.people.acting import PEOPLE
from luoshi.web.people.actions.guarding import Fields, called, ended, manages, standing
from luoshi.web.people.actions.relations import is_below
from luoshi.web.people.fitting import day_of
from luoshi.web.people.models import MEMBER, Relation, Role, Unit


@action
def merge_units(old: Unit, into: Unit, *, by: By, on: date | None = None) -> Unit:
    """`old` is part of `into` from a day on; returns `into`.

    Its relations end, and the units below it, its memberships, its posts with their holders and its people's roles go to the
    other unit. Duties and documents that name the old unit keep its name; from that day on they are open to the other
    (`scope`), and posts, which duties follow, are the other's.
    """
    manages(by, old, into)
    day = day_of(on)
    for unit in (old, into):
        standing(unit, day, unit.name)
    _refuse_wrong_pairs(old, into, day)
    changes: dict[str, Fields] = {old.subject: {"until": day.isoformat(), "merged_into": into.pk}}
    changes |= _relations_passed(old, into, day) | _posts_passed(old, into, day) | _roles_passed(old, into, day)
    record("unit.merged", PEOPLE, changes, by=by, happened_on=day, touches=[into.subject], names=called(day, old, into), into=into.pk)
    return Unit.objects.get(pk=into.pk)


def _refuse_wrong_pairs(old: Unit, into: Unit, day: date) -> None:
    if old.pk == into.pk:
        raise ActRefused.incomplete("单位不能并入自己。", "A unit cannot be merged into itself.", "请选择另一个单位。", "Choose another unit.")
    if is_below(into, old):
        raise ActRefused.incomplete(f"{into.name}在{old.name}之下，不能反过来并入。", f"{into.name} stands below {old.name}, which cannot become part of it.", "请先调整隶属关系。", "Move it from below first.")
    later = Unit.objects.filter(merged_into=old, until__gt=day).first()
    if later:
        raise ActRefused.incomplete(f"{later.name}于 {later.until} 才并入{old.name}，晚于 {day}。", f"{later.name} became part of {old.name} on {later.until}, later than {day}.", "请改填之后的日期。", "Give that day or a later one.")


def _relations_passed(old: Unit, into: Unit, day: date) -> dict[str, Fields]:
    """Its relations end; those of units below it, and its memberships, begin anew with the other unit, unless they are there."""
    lasting = Relation.objects.filter(until__isnull=True)
    up, down = list(lasting.filter(lower=old)), list(lasting.filter(superior=old))
    wanted = [(r.lower_id, into.pk, r.kind) for r in down] + [(into.pk, r.superior_id, r.kind) for r in up if r.kind == MEMBER]
    there = set(lasting.filter(superior=into).values_list("lower", "superior", "kind")) | set(lasting.filter(lower=into).values_list("lower", "superior", "kind"))
    new = [triple for triple in dict.fromkeys(wanted) if triple not in there and triple[0] != triple[1]]
    rows = [{"lower": lower, "superior": superior, "kind": kind, "since": day.isoformat(), "until": None} for lower, superior, kind in new]
    return ended([*up, *down], day) | _numbered("relation", rows)


def _posts_passed(old: Unit, into: Unit, day: date) -> dict[str, Fields]:
    """Its posts are the other's."""
    posts = list(old.posts.filter(until__isnull=True))
    for post in posts:
        standing(post, day, post.name)
    return {post.subject: {"unit": into.pk} for post in posts}


def _roles_passed(old: Unit, into: Unit, day: date) -> dict[str, Fields]:
    """Its people do for the other what they did for it."""
    roles = list(Role.objects.filter(unit=old, until__isnull=True))
    there = set(Role.objects.filter(unit=into, until__isnull=True).values_list("person", "role"))
    new = dict.fromkeys((role.person_id, role.role) for role in roles)
    rows = [{"person": person, "unit": into.pk, "role": role, "since": day.isoformat(), "until": None} for person, role in new if (person, role) not in there]
    return ended(roles, day) | _numbered("role", rows)


def _numbered(kind: str, rows: Iterable[Fields]) -> dict[str, Fields]:
    listed = list(rows)
    return {f"{kind}:{number}": row for number, row in zip(new_numbers(kind, len(listed)) if listed else (), listed, strict=True)}
