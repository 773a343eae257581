"""Pages of the site as a whole."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from luoshi.web import clock, design
from luoshi.web.ledger.turns.waiting import waiting_for
from luoshi.web.people.scope import units_for
from luoshi.web.waiting import what_waits
from luoshi.web.words import language

YEAR = 365 * 24 * 3600


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person; who is not signed in sees where to do so."""
    person = request.user
    if not person.is_authenticated:
        return render(request, "front.html")
    return render(request, "home.html", {"waiting": what_waits(person), "tasks": waiting_for(person), "manages": units_for(person, "manage").exists(), "opens": units_for(person, "open-campaign").exists(), "today": clock.today()})


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The other language, kept in a cookie; back to the page."""
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, "zh-hans" if language() == "en" else "en", max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    return response


@require_safe
def show_design(request: HttpRequest) -> HttpResponse:
    """Every element and state of the design, in the demo and in development."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "design.html", {"samples": design.samples()})


def closed(request: HttpRequest, **_: str) -> HttpResponse:
    """What the sign-in package offers and this site does not: opening an account oneself, and anything by mail."""
    raise Http404
