"""A person comes to hold a post, holds it no longer, or passes all she holds to her successor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.web import clock
from luoshi.web.log.actions import action, new_numbers, new_subject, record
from luoshi.web.people.acting import PEOPLE
from luoshi.web.people.actions.guarding import Fields, beginning, called, ended, manages, number_of, standing
from luoshi.web.people.fitting import day_of, iso
from luoshi.web.people.models import Holding, Person, Post


@action
def begin_holding(post: Post, person: Person, *, by: By, since: date | None = None) -> Holding:
    """A person holds a post from a day on; who held it before ends on that day.

    Without a day, the first holder has always held it, and a later one begins today.
    """
    manages(by, post.unit)
    changes, subject = holding_changes(post, person, since)
    day = date.fromisoformat(changes[subject]["since"]) if changes[subject]["since"] else None
    before = [holding.person for holding in post.holdings.filter(pk__in=[number_of(s) for s in changes]).select_related("person")]
    record(
        "holding.begun", PEOPLE, changes, by=by, happened_on=beginning(day), touches=[post.subject, post.unit.subject, f"account:{person.pk}", *(f"account:{p.pk}" for p in before)],
        names=called(day or clock.today(), post.unit, person, *before), post=post.name, person=person.pk,
    )  # fmt: skip
    return Holding.objects.get(pk=number_of(subject))


def holding_changes(post: Post, person: Person, since: date | None) -> tuple[dict[str, Fields], str]:
    """(What a new holding and the end of the one before it write, the subject of the new one)."""
    start = since or (clock.today() if post.holdings.exists() else None)
    standing(post, day_of(start) if start else clock.today(), post.name)
    if not person.is_active:
        raise ActRefused.incomplete(f"{person}的账号已停用。", f"The account of {person} is closed.", "请先启用账号，或另选一人。", "Reopen it first, or choose another person.")
    day = start or clock.today()
    before = list(post.holdings.on(day)) if start else []
    for holding in before:
        _refuse_known_end(holding, day)
        if holding.person_id == person.pk:
            raise ActRefused.incomplete(f"{person}已在任{post.name}。", f"{person} holds {post.name} already.", "请另选一人。", "Choose another person.")
    after = post.holdings.filter(since__gt=day).order_by("since").first() if start else None
    fields = {"post": post.pk, "person": person.pk, "since": iso(start), "until": iso(after.since) if after else None}
    subject = new_subject("holding")
    return {subject: fields} | ended(before, day), subject


def _refuse_known_end(holding: Holding, day: date) -> None:
    """What is known of a later day is not overwritten by what is said of an earlier one."""
    if holding.until is not None:
        raise ActRefused.incomplete(
            f"{day} 那天在任的是{holding.person}（至 {holding.until}）。", f"On {day} it was held by {holding.person} (until {holding.until}).",
            "请改填之后的日期；登记有误的，先撤销那一步。", "Give that day or a later one; if that was a mistake, take that step back first.",
        )  # fmt: skip


@action
def end_holding(holding: Holding, *, by: By, on: date | None = None) -> Holding:
    """The person holds the post no longer; it is vacant from that day on."""
    post = holding.post
    manages(by, post.unit)
    day = day_of(on)
    standing(holding, day, str(holding.person))
    touches = [post.subject, post.unit.subject, f"account:{holding.person_id}"]
    record("holding.ended", PEOPLE, {holding.subject: {"until": day.isoformat()}}, by=by, happened_on=day, touches=touches, names=called(day, post.unit, holding.person), post=post.name, person=holding.person_id)
    return Holding.objects.get(pk=holding.pk)


@action
def pass_posts(leaver: Person, successor: Person, *, by: By, on: date | None = None) -> list[Holding]:
    """All posts that the leaver holds pass to the successor on a day; duties follow the posts, and what was done keeps the leaver's name."""
    day = day_of(on)
    held = list(Holding.objects.filter(person=leaver, until__isnull=True).select_related("post", "post__unit").order_by("post"))
    manages(by, *{holding.post.unit_id: holding.post.unit for holding in held}.values())
    _refuse_no_successor(leaver, successor, held)
    new = new_numbers("holding", len(held))
    began = {f"holding:{n}": {"post": h.post_id, "person": successor.pk, "since": day.isoformat(), "until": None} for n, h in zip(new, held, strict=True)}
    things = [subject for holding in held for subject in (holding.post.subject, holding.post.unit.subject)]
    record(
        "holding.passed", PEOPLE, ended(held, day) | began, by=by, happened_on=day, touches=[*things, f"account:{leaver.pk}", f"account:{successor.pk}"],
        names=called(day, leaver, successor, *(holding.post.unit for holding in held)), leaver=leaver.pk, successor=successor.pk, posts=[h.post.name for h in held],
    )  # fmt: skip
    return list(Holding.objects.filter(pk__in=new))


def _refuse_no_successor(leaver: Person, successor: Person, held: Sequence[Holding]) -> None:
    if not held:
        raise ActRefused.incomplete(f"{leaver}现在没有岗位。", f"{leaver} holds no post.", "没有要移交的。", "There is nothing to pass on.")
    if leaver.pk == successor.pk or not successor.is_active:
        raise ActRefused.incomplete(f"不能移交给{successor}。", f"Posts cannot pass to {successor}.", "请选择另一位账号未停用的人。", "Choose another person whose account is open.")
