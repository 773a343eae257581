"""Whatever is done with units and people, on whatever days and in whatever order: the tables are the fold, and every as-of answer agrees with a slow reading of the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi import tracking
from luoshi.errors import ActRefused
from luoshi.web import clock
from luoshi.web.log.models import Entry
from luoshi.web.log.queries import entries_of_chain, verify_chain
from luoshi.web.log.rebuilding import differences
from luoshi.web.people import actions
from luoshi.web.people.acting import SYSTEM
from luoshi.web.people.models import BINDING, Holding, Person, Post, Relation, Role, Unit
from luoshi.web.people.queries import posts_on, rows_on, unit_names_on
from luoshi.web.people.scope import READS, units_open_to

TODAY = date(2020, 7, 1)
DAYS = [TODAY - timedelta(days=30 * back) for back in range(12)]
NUMBERS = count(1)
Pick = Callable[[Iterable[Any]], Any]


def found(pick: Pick, day: date | None) -> None:
    superior = pick(Unit.objects.order_by("pk"))
    kind = pick(["bureau", "bureau", "group"])
    actions.found_unit(f"单位{next(NUMBERS)}", by=SYSTEM, since=day, kind=kind, paper="成立文件" if kind == "group" else "", superiors=[(superior, pick(BINDING))] if superior else [])


def rename(pick: Pick, day: date | None) -> None:
    actions.rename_unit(pick(Unit.objects.order_by("pk")), f"改名{next(NUMBERS)}", by=SYSTEM, on=day)


def close(pick: Pick, day: date | None) -> None:
    actions.close_unit(pick(Unit.objects.order_by("-pk")), by=SYSTEM, on=day)


def merge(pick: Pick, day: date | None) -> None:
    actions.merge_units(pick(Unit.objects.order_by("pk")), pick(Unit.objects.order_by("-pk")), by=SYSTEM, on=day)


def relate(pick: Pick, day: date | None) -> None:
    actions.begin_relation(pick(Unit.objects.order_by("pk")), pick(Unit.objects.order_by("-pk")), pick(["leads", "guides", "member"]), by=SYSTEM, since=day)


def part(pick: Pick, day: date | None) -> None:
    actions.end_relation(pick(Relation.objects.order_by("pk")), by=SYSTEM, on=day)


def move(pick: Pick, day: date | None) -> None:
    actions.move_unit(pick(Unit.objects.order_by("pk")), pick(Unit.objects.order_by("-pk")), by=SYSTEM, on=day)


def post(pick: Pick, day: date | None) -> None:
    actions.found_post(pick(Unit.objects.order_by("pk")), f"岗位{next(NUMBERS)}", by=SYSTEM, since=day)


def rename_post(pick: Pick, day: date | None) -> None:
    actions.rename_post(pick(Post.objects.order_by("pk")), f"改岗{next(NUMBERS)}", by=SYSTEM, on=day)


def close_post(pick: Pick, day: date | None) -> None:
    actions.close_post(pick(Post.objects.order_by("pk")), by=SYSTEM, on=day)


def hold(pick: Pick, day: date | None) -> None:
    actions.begin_holding(pick(Post.objects.order_by("pk")), pick(Person.objects.order_by("pk")), by=SYSTEM, since=day)


def vacate(pick: Pick, day: date | None) -> None:
    actions.end_holding(pick(Holding.objects.order_by("pk")), by=SYSTEM, on=day)


def pass_on(pick: Pick, day: date | None) -> None:
    actions.pass_posts(pick(Person.objects.order_by("pk")), pick(Person.objects.order_by("-pk")), by=SYSTEM, on=day)


def give(pick: Pick, day: date | None) -> None:
    actions.give_role(pick(Person.objects.order_by("pk")), "clerk", pick(Unit.objects.order_by("pk")), by=SYSTEM, since=day)


def end_role(pick: Pick, day: date | None) -> None:
    actions.end_role(pick(Role.objects.order_by("pk")), by=SYSTEM, on=day)


def close_account(pick: Pick, day: date | None) -> None:
    actions.close_person(pick(Person.objects.order_by("pk")), by=SYSTEM)


def reopen_account(pick: Pick, day: date | None) -> None:
    actions.reopen_person(pick(Person.objects.order_by("pk")), by=SYSTEM)


def take_back(pick: Pick, day: date | None) -> None:
    actions.take_back(pick(Entry.objects.filter(chain="people").order_by("-number")[:4]), by=SYSTEM)


ACTS = (found, found, rename, close, merge, relate, relate, part, move, post, post, rename_post, close_post, hold, hold, vacate, pass_on, give, end_role, close_account, reopen_account, take_back)
STEPS = 60


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1 << 32))
def test_state_is_the_fold_and_every_day_agrees_with_a_slow_reading(seed: int) -> None:
    chance = Random(seed)
    with clock.at("2020-07-01T10:00"), transaction.atomic():
        begin()
        for _ in range(STEPS):
            attempt(chance.choice(ACTS), chance.choice([None, *DAYS]), chance)
        assert list(differences()) == []
        assert verify_chain("people").is_whole
        for day in (DAYS[0], DAYS[4], DAYS[10]):
            agrees_on(day)
        transaction.set_rollback(True)


def begin() -> None:
    """Seven units in three levels, posts with holders, people with roles: something to act on."""
    nation = actions.found_unit("总局", by=SYSTEM)
    below = [actions.found_unit(name, by=SYSTEM, superiors=[(nation, "leads")]) for name in ("甲局", "乙局", "丙局")]
    for above, name in zip(below, ("甲一所", "乙一所", "丙一所"), strict=True):
        actions.found_unit(name, by=SYSTEM, superiors=[(above, "leads")])
    for unit, login in zip(below, ("one", "two", "three"), strict=True):
        person = actions.add_person(login, login, by=SYSTEM)
        actions.give_role(person, "clerk", unit, by=SYSTEM)
        actions.begin_holding(actions.found_post(unit, "局长", by=SYSTEM), person, by=SYSTEM)


def attempt(act: Any, day: date | None, chance: Random) -> None:
    """The act, on things picked by chance; what the rules refuse is left undone, wholly."""
    def pick(things: Iterable[Any]) -> Any:
        listed = list(things)
        if not listed:
            raise ActRefused.gone()
        return chance.choice(listed)

    try:
        with transaction.atomic():
            act(pick, day)
    except ActRefused:
        pass


def agrees_on(day: date) -> None:
    """What the tables say of a day is what the entries say that had happened by then."""
    states = tracking.fold(entries_of_chain("people"), as_of=day.isoformat())
    held = {subject: state for subject, state in states.items() if holds(state, day)}
    units = {number(s): state for s, state in held.items() if s.startswith("unit:")}
    assert {unit.pk: unit.name for unit in rows_on(Unit, day)} == {pk: state["name"] for pk, state in units.items()}
    names = unit_names_on(day)
    assert all(names[pk] == state["name"] for pk, state in units.items())
    relations = [state for s, state in held.items() if s.startswith("relation:")]
    assert triples((r.lower_id, r.superior_id, r.kind) for r in Relation.objects.on(day)) == triples((r["lower"], r["superior"], r["kind"]) for r in relations)
    posts = {number(s): state for s, state in held.items() if s.startswith("post:")}
    for unit in Unit.objects.all():
        assert {p.pk: p.name for p in posts_on(unit, day)} == {pk: state["name"] for pk, state in posts.items() if state["unit"] == unit.pk}
    holdings = [(state["post"], state["person"]) for s, state in held.items() if s.startswith("holding:")]
    assert triples((h.post_id, h.person_id) for h in Holding.objects.on(day)) == triples(holdings)
    assert len({post for post, _ in holdings}) == len(holdings), "a post has one holder at a time"
    scopes_agree(day, held, units, relations)


def scopes_agree(day: date, held: dict[str, Any], units: dict[int, Any], relations: list[Any]) -> None:
    """Each person's scope is what a walk over the relations reaches; and no unit stands below itself."""
    states = tracking.fold(entries_of_chain("people"), as_of=day.isoformat())
    gone = {number(s): state for s, state in states.items() if s.startswith("unit:") and state.get("until") and state["until"] <= day.isoformat()}
    merged = [(state["merged_into"], old) for old, state in gone.items() if state.get("merged_into")]
    closed = [
        (state["superior"], state["lower"]) for s, state in states.items()
        if s.startswith("relation:") and state["kind"] in BINDING and state["lower"] in gone and not gone[state["lower"]].get("merged_into") and state["until"] == gone[state["lower"]]["until"]
    ]  # fmt: skip
    steps = [(r["superior"], r["lower"]) for r in relations if r["kind"] in BINDING]
    no_circle(units, steps)
    steps += merged + closed
    for person in Person.objects.filter(is_active=True):
        own = {state["unit"] for s, state in held.items() if s.startswith("role:") and state["person"] == person.pk and state["role"] in READS}
        assert set(units_open_to(person, on=day).values_list("pk", flat=True)) == reached(own, steps)


def no_circle(units: dict[int, Any], steps: list[tuple[int, int]]) -> None:
    for pk in units:
        assert not any(pk in reached({low}, steps) for high, low in steps if high == pk)


def reached(start: set[int], steps: list[tuple[int, int]]) -> set[int]:
    found = set(start)
    while more := {low for high, low in steps if high in found} - found:
        found |= more
    return found


def holds(state: Any, day: date) -> bool:
    since, until = state.get("since"), state.get("until")
    return "since" in state and (since is None or since <= day.isoformat()) and (until is None or until > day.isoformat())


def number(subject: str) -> int:
    return int(subject.partition(":")[2])


def triples(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows)
