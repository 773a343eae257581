"""The people of the units that are open to one; and one of them."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from luoshi.web import clock
from luoshi.web.people.fitting import plain
from luoshi.web.people.forms import UnitsAsked
from luoshi.web.people.history import history_of
from luoshi.web.people.models import ROLES, Holding, Person, Role
from luoshi.web.people.queries import people_managed_by, people_open_to, units_of
from luoshi.web.people.scope import units_for, units_open_to

A_PAGE = 100


@login_required
@require_safe
def show_people(request: HttpRequest) -> HttpResponse:
    """Who has, or had, a role or a post in the units that are open to the person."""
    asked = UnitsAsked(request.GET)
    words = plain(asked.cleaned_data.get("q") or "") if asked.is_valid() else ""
    people = people_open_to(request.user)
    managed = set(people_managed_by(request.user).values_list("pk", flat=True))
    if words:
        people = people.filter(Q(name__contains=words) | Q(username__contains=words, pk__in=managed))
    page = Paginator(people.prefetch_related(*_what_is_open(request.user)).order_by("-is_active", "name", "pk"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/people.html", {"page": page, "words": words, "managed": managed, "manages": units_for(request.user, "manage").exists()})


def _what_is_open(person: Person) -> tuple[Prefetch[Any], Prefetch[Any]]:
    """Roles and posts of today in units that are open to the person; what somebody has elsewhere does not show."""
    today, units = clock.today(), units_open_to(person, ROLES)
    roles = Role.objects.on(today).filter(unit__in=units).select_related("unit")
    holdings = Holding.objects.on(today).filter(post__unit__in=units).select_related("post__unit")
    return Prefetch("roles", roles, to_attr="open_roles"), Prefetch("holdings", holdings, to_attr="open_holdings")


@login_required
@never_cache
@require_safe
def show_person(request: HttpRequest, person: int) -> HttpResponse:
    """One of them: roles and posts; for who administers the account also its sessions and its history."""
    row = get_object_or_404(people_open_to(request.user).prefetch_related(*_what_is_open(request.user)), pk=person)
    managed = set(units_for(request.user, "manage").values_list("pk", flat=True))
    units = units_of(row)
    manages = bool(units) and all(unit.pk in managed for unit in units)
    past = Holding.objects.filter(person=row, post__unit__in=units_open_to(request.user, ROLES), until__isnull=False).select_related("post__unit").order_by("-until")
    shown = {"person": row, "manages": manages, "managed": managed, "past": past, "is_own": row.pk == request.user.pk, "partly": bool(managed) and not manages and any(unit.pk in managed for unit in units)}
    if manages:
        has_second = Authenticator.objects.filter(user=row).exists()
        shown |= {"sessions": UserSession.objects.filter(user=row).order_by("-last_seen_at"), "has_second": has_second, "history": history_of(f"account:{row.pk}")}
    return render(request, "people/person.html", shown)
