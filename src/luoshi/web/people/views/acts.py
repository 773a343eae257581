"""The page of one act: what will happen, what is asked, and, once it is done, the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from luoshi.errors import ActRefused, LuoshiError
from luoshi.web.log.models import Entry
from luoshi.web.people import forms
from luoshi.web.people.acting import PEOPLE, acting
from luoshi.web.people.fitting import plain
from luoshi.web.people.history import sentence_of
from luoshi.web.people.models import BODIES, Holding, Person, Post, Relation, Role, Unit
from luoshi.web.people.queries import administered, manages_a_root, people_managed_by
from luoshi.web.people.scope import units_for
from luoshi.web.words import language, say

OFFERED = 200
"""So many suggestions are given at once."""


@login_required
@never_cache
def act_on_unit(request: HttpRequest, unit: int, act: str) -> HttpResponse:
    """An act on a unit that the person administers."""
    row = get_object_or_404(units_for(request.user, "manage"), pk=unit)
    if act == "member" and row.kind not in BODIES:
        raise Http404
    return _act(request, _form(forms.UNIT_ACTS, act), row, back=reverse("people:unit", args=[row.pk]), name=row.name, unit=row)


@login_required
@never_cache
def found_root(request: HttpRequest) -> HttpResponse:
    """A unit that stands below none, by whoever administers one like it."""
    if not manages_a_root(request.user):
        raise Http404
    return _act(request, forms.UNIT_ACTS["found"], None, back=reverse("people:units"), name="")


@login_required
@never_cache
def act_on_post(request: HttpRequest, post: int, act: str) -> HttpResponse:
    """An act on a post of a unit that the person administers."""
    row = get_object_or_404(Post.objects.filter(unit__in=units_for(request.user, "manage")).select_related("unit"), pk=post)
    return _act(request, _form(forms.POST_ACTS, act), row, back=reverse("people:unit", args=[row.unit_id]), name=f"{row.unit} {row}", unit=row.unit)


@login_required
@never_cache
def end_holding(request: HttpRequest, holding: int) -> HttpResponse:
    """That somebody holds a post ends."""
    rows: QuerySet[Holding] = Holding.objects.filter(post__unit__in=units_for(request.user, "manage"))
    row = get_object_or_404(rows.select_related("post__unit", "person"), pk=holding)
    return _act(request, forms.EndHolding, row, back=reverse("people:unit", args=[row.post.unit_id]), name=say("people-named.holding", person=row.person, post=row.post.name), unit=row.post.unit)


@login_required
@never_cache
def end_relation(request: HttpRequest, relation: int) -> HttpResponse:
    """That a unit stands below another ends."""
    managed = units_for(request.user, "manage")
    row = get_object_or_404(Relation.objects.filter(Q(lower__in=managed) | Q(superior__in=managed)).select_related("lower", "superior"), pk=relation)
    shown = row.superior if managed.filter(pk=row.superior_id).exists() else row.lower
    return _act(request, forms.EndRelation, row, back=reverse("people:unit", args=[shown.pk]), name=say(f"people-named.relation.{row.kind}", lower=row.lower, superior=row.superior), unit=shown)


@login_required
@never_cache
def end_role(request: HttpRequest, role: int) -> HttpResponse:
    """That somebody has a role ends."""
    row = get_object_or_404(Role.objects.filter(unit__in=units_for(request.user, "manage")).select_related("unit", "person"), pk=role)
    name = say("people-named.role", person=row.person, role=say(f"person-role.{row.role}"), unit=row.unit)
    return _act(request, forms.EndRole, row, back=reverse("people:unit", args=[row.unit_id]), name=name, unit=row.unit)


@login_required
@never_cache
def act_on_person(request: HttpRequest, person: int, act: str) -> HttpResponse:
    """An act on somebody of a unit that the person administers."""
    row = get_object_or_404(people_managed_by(request.user), pk=person)
    return _act(request, _form(forms.PERSON_ACTS, act), row, back=reverse("people:person", args=[row.pk]), name=str(row))


@login_required
@never_cache
def own_email(request: HttpRequest) -> HttpResponse:
    """The address to which a person's own reminders go."""
    form = forms.SetEmail(request.POST if request.method == "POST" else None, target=request.user, person=request.user)
    if request.method == "POST" and form.is_valid() and tried(form, lambda: form.act(acting(request.user))):
        messages.success(request, say("people-done.email"))
        return HttpResponseRedirect(reverse("people:own_email"))
    return render(request, "account/mail_address.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@never_cache
def take_back(request: HttpRequest, entry: int) -> HttpResponse:
    """A step that was entered by mistake."""
    row = get_object_or_404(Entry.objects.filter(chain=PEOPLE).select_related("payload"), pk=entry)
    numbers = {int(subject.partition(":")[2]) for subject in row.subjects if subject.startswith("unit:")}
    if not numbers or units_for(request.user, "manage").filter(pk__in=numbers).count() < len(numbers):
        raise Http404
    from luoshi.web.log.queries import tracked

    return _act(request, forms.TakeBack, row, back=reverse("people:unit", args=[min(numbers)]), name=sentence_of(tracked(row)))


def _form(known: dict[str, type[forms.ActForm]], act: str) -> type[forms.ActForm]:
    if act not in known:
        raise Http404
    return known[act]


def _act(request: HttpRequest, form_class: type[forms.ActForm], target: Any, *, back: str, name: str, unit: Unit | None = None) -> HttpResponse:
    form = form_class(request.POST if request.method == "POST" else None, target=target, person=request.user)
    if request.method == "POST" and form.is_valid():
        done = tried(form, lambda: form.act(acting(request.user, unit)))
        if done:
            return _after(request, form, done[0], back)
    shown = {"form": form, "name": name, "back": back, "code": form.CODE, "offered": list(_offered(form)), "unit": unit}
    return render(request, "people/act.html", shown, status=422 if form.errors else 200)


def tried(form: Any, act: Callable[[], Any]) -> tuple[Any] | None:
    """What an act returns, in a tuple; None where it was refused, and then the form says why."""
    try:
        with transaction.atomic():
            return (act(),)
    except LuoshiError as refused:
        if isinstance(refused, ActRefused) and refused.code in ("people-act.gone", "people-act.not-allowed"):
            raise
        form.add_error(None, refused.sentence(language()))
        return None


def _after(request: HttpRequest, form: forms.ActForm, result: Any, back: str) -> HttpResponse:
    """Back to the page; a password that was made is shown once, and not by way of a cookie."""
    if getattr(form, "password", ""):
        return render(request, "people/given.html", {"given": [(result, form.password)], "back": back})
    messages.success(request, say(f"people-done.{form.CODE}"))
    return HttpResponseRedirect(reverse("people:unit", args=[result.pk]) if isinstance(result, Unit) else back)


def _offered(form: forms.ActForm) -> Any:
    """For each field that takes a name, what it may be: the first ones, before anything is typed."""
    for name, field in form.fields.items():
        if isinstance(field, forms.UnitField | forms.PersonField) and field.among is not None:
            yield name, [_option(thing) for thing in field.among[:OFFERED]]


def _option(thing: Unit | Person) -> tuple[str, str]:
    """(What is put into the field, what helps to know it)."""
    return (thing.name, thing.short) if isinstance(thing, Unit) else (f"{thing.name}（{thing.username}）", "")


@login_required
@require_safe
def find_units(request: HttpRequest) -> HttpResponse:
    """Units in force whose name, short name or code has the words: their names are public."""
    words = _asked(request)
    units = Unit.objects.filter(until__isnull=True).filter(Q(name__contains=words) | Q(short__contains=words) | Q(code__startswith=words))
    first = administered(request.user).filter(pk__in=units)[:OFFERED] if "mine" in request.GET else units[:OFFERED]
    return render(request, "people/_options.html", {"options": [_option(unit) for unit in first]})


@login_required
@require_safe
def find_people(request: HttpRequest) -> HttpResponse:
    """People of the units that the person administers, whose name or sign-in name has the words."""
    words = _asked(request)
    people = people_managed_by(request.user).filter(is_active=True).filter(Q(name__contains=words) | Q(username__contains=words))[:OFFERED]
    return render(request, "people/_options.html", {"options": [_option(person) for person in people]})


def _asked(request: HttpRequest) -> str:
    return plain(request.GET.get(request.GET.get("for", "q"), "")[:100].replace("\0", ""))
