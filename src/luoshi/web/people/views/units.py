"""The units as a tree, as of any day; and one unit."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from luoshi.web import clock
from luoshi.web.people.fitting import plain
from luoshi.web.people.forms import UnitsAsked
from luoshi.web.people.history import history_of
from luoshi.web.people.models import BODIES, ROLES, SIDES, Holding, Person, Post, Role, Unit
from luoshi.web.people.queries import inferiors_of, manages_a_root, members_of, names_over_time, posts_on, superiors_of
from luoshi.web.people.scope import may, units_for, units_open_to
from luoshi.web.people.tree import Line, Tree


@login_required
@require_safe
def show_units(request: HttpRequest) -> HttpResponse:
    """All units of a day: names and places are public, counts of posts and people are for whom they are open to."""
    asked = UnitsAsked(request.GET)
    data = asked.cleaned_data if asked.is_valid() else {}
    day = min(data.get("on") or clock.today(), clock.today())
    tree = Tree(day)
    words = plain(data.get("q") or "")
    lines = tree.found(words) if words else tree.lines(data.get("under"))
    under = tree.units.get(data.get("under") or 0)
    shown = {
        "lines": [_counted(line, counts) for counts in [_counts(request.user, day)] for line in lines], "total": len(tree.units), "day": day, "today": clock.today(), "words": data.get("q") or "",
        "under": under, "path": tree.path(under.pk) if under else [], "manages": units_for(request.user, "manage").exists(), "manages_root": manages_a_root(request.user),
        "paths": {line.unit.pk: tree.path(line.unit.pk) for line in lines} if words else {},
    }  # fmt: skip
    return render(request, "people/units.html", shown)


def _counts(person: Person, day: date) -> dict[str, Any]:
    """Posts and people by unit, for the units that are open to the person."""
    units = units_open_to(person, ROLES)
    posts = Counter(Post.objects.on(day).filter(unit__in=units).values_list("unit", flat=True))
    held = set(Holding.objects.on(day).filter(post__unit__in=units).values_list("post__unit", "person"))
    people = held | set(Role.objects.on(day).filter(unit__in=units).values_list("unit", "person"))
    return {"open": set(units.values_list("pk", flat=True)), "posts": posts, "people": Counter(unit for unit, _ in people)}


def _counted(line: Line, counts: dict[str, Any]) -> dict[str, Any]:
    number = line.unit.pk
    return {"line": line, "is_open": number in counts["open"], "posts": counts["posts"][number], "people": counts["people"][number]}


@login_required
@require_safe
def show_unit(request: HttpRequest, unit: int) -> HttpResponse:
    """One unit: its names, what stands above and below; for whom it is open to, its posts, people and history."""
    row = get_object_or_404(Unit, pk=unit)
    today = clock.today()
    is_open = units_open_to(request.user, ROLES).filter(pk=row.pk).exists()
    managed = set(units_for(request.user, "manage").values_list("pk", flat=True))
    shown = {
        "unit": row, "is_open": is_open, "manages": row.pk in managed, "managed": managed, "can_relay": may(request.user, "relay", row),
        "superiors": superiors_of(row), "inferiors": inferiors_of(row), "members": members_of(row), "is_body": row.kind in BODIES, "merged": row.merged.order_by("until"),
        "names": names_over_time(row),
    }  # fmt: skip
    if is_open:
        shown |= {"sides": list(_posts_by_side(row, today)), "people": _people_with_roles(row, today), "history": history_of(row.subject)}
    return render(request, "people/unit.html", shown)


def _posts_by_side(unit: Unit, day: date) -> Any:
    """(Side, its posts with who holds each and who held it) for the sides that the unit has."""
    posts = posts_on(unit, day)
    holdings: dict[int, list[Holding]] = {}
    for holding in Holding.objects.filter(post__in=[post.pk for post in posts]).select_related("person").order_by("-since", "-id"):
        holdings.setdefault(holding.post_id, []).append(holding)
    for side in SIDES:
        rows = [{"post": post, "now": next((h for h in holdings.get(post.pk, []) if h.holds_on(day)), None), "before": [h for h in holdings.get(post.pk, []) if not h.holds_on(day)]} for post in posts if post.side == side]
        if rows:
            yield side, rows


def _people_with_roles(unit: Unit, day: date) -> list[Role]:
    return list(Role.objects.on(day).filter(unit=unit).select_related("person").order_by("role", "person__name"))
