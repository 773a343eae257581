"""Pages of the site as a whole."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from luoshi.web.words import language

YEAR = 365 * 24 * 3600


def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person; who is not signed in sees where to do so."""
    return render(request, "home.html")


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The other language, kept in a cookie; back to the page."""
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, "zh-hans" if language() == "en" else "en", max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    return response
