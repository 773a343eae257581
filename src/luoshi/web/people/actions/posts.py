"""A post is founded, renamed, closed."""

from __future__ import annotations

from datetime import date

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.web import clock
from luoshi.web.log.actions import action, new_subject, record
from luoshi.web.people.acting import PEOPLE
from luoshi.web.people.actions.guarding import (
    Fields,
    beginning,
    called,
    ended,
    manages,
    number_of,
    standing,
)
from luoshi.web.people.actions.units import refuse_no_change
from luoshi.web.people.fitting import day_of, iso, one_of, worded
from luoshi.web.people.models import BUSINESS, SIDES, Post, Unit


@action
def found_post(unit: Unit, name: str, *, by: By, side: str = BUSINESS, since: date | None = None) -> Post:
    """A new post of a unit."""
    manages(by, unit)
    fields = post_fields(unit, name, side, since)
    subject = new_subject("post")
    day = beginning(since)
    record("post.founded", PEOPLE, {subject: fields}, by=by, happened_on=day, touches=[unit.subject], names=called(since or clock.today(), unit))
    return Post.objects.get(pk=number_of(subject))


def post_fields(unit: Unit, name: str, side: str, since: date | None) -> Fields:
    """What is written of a new post; ActRefused where the unit has one of that name."""
    standing(unit, day_of(since) if since else clock.today(), unit.name)
    words = worded(name, 100, "岗位名称", "name of the post")
    _refuse_same_post(unit, words)
    return {"unit": unit.pk, "name": words, "side": one_of(side, SIDES, "岗位类别", "kind of post"), "since": iso(since), "until": None}


def _refuse_same_post(unit: Unit, name: str, but: Post | None = None) -> None:
    if unit.posts.filter(name=name, until__isnull=True).exclude(pk=but.pk if but else None).exists():
        raise ActRefused.incomplete(f"{unit.name}已有岗位“{name}”。", f"{unit.name} has a post called {name} already.", "请用已有的岗位，或换一个名称。", "Use that one, or choose another name.")


@action
def rename_post(post: Post, name: str, *, by: By, side: str | None = None, on: date | None = None) -> Post:
    """The post under another name, or on another side, from a day on."""
    manages(by, post.unit)
    day = day_of(on)
    standing(post, day, post.name)
    fields = {"name": worded(name, 100, "岗位名称", "name of the post"), "side": one_of(side or post.side, SIDES, "岗位类别", "kind of post")}
    refuse_no_change(post, fields)
    _refuse_same_post(post.unit, fields["name"], but=post)
    record("post.renamed", PEOPLE, {post.subject: fields}, by=by, happened_on=day, touches=[post.unit.subject], names=called(day, post.unit), before=post.name)
    return Post.objects.get(pk=post.pk)


@action
def close_post(post: Post, *, by: By, on: date | None = None) -> Post:
    """The post is no more from a day on; who holds it holds it no longer."""
    manages(by, post.unit)
    day = day_of(on)
    standing(post, day, post.name)
    holdings = post.holdings.filter(until__isnull=True)
    changes = {post.subject: {"until": day.isoformat()}} | ended(holdings, day)
    record("post.closed", PEOPLE, changes, by=by, happened_on=day, touches=[post.unit.subject], names=called(day, post.unit), before=post.name)
    return Post.objects.get(pk=post.pk)
