"""What every request passes: the policy that no request leaves the site, the language, and errors as sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from luoshi.errors import ActRefused, LuoshiError, SiteUnwritable
from luoshi.web import clock
from luoshi.web.log.remembering import remembering
from luoshi.web.words import say

EACH_MINUTE = timedelta(minutes=1)
MOST_NOTED = 10_000
Respond = Callable[[HttpRequest], HttpResponse]
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


class ContentPolicy:
    """Nothing is loaded from elsewhere, nothing is sent elsewhere, no script stands in a page."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class Language:
    """The language that the person chose (a cookie), else Chinese: an office's machines say little of what people read."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(code)
        request.LANGUAGE_CODE = code  # type: ignore[attr-defined]
        response = self.respond(request)
        response.headers.setdefault("Content-Language", code)
        return response


class Remembering:
    """What a request asked of who may see what is asked once, unless it records something."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with remembering():
            return self.respond(request)


class Seen(UserSessionsMiddleware):
    """When a session was last used, noted once a minute: a write at every request would hold up those who settle."""

    def __init__(self, respond: Respond) -> None:
        super().__init__(respond)
        self.noted: dict[str, datetime] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key, now = request.session.session_key, clock.now()
        if key and key in self.noted and now - self.noted[key] < EACH_MINUTE:
            return self.get_response(request)
        if len(self.noted) > MOST_NOTED:
            self.noted.clear()
        if key:
            self.noted[key] = now
        return super().__call__(request)


class Trouble:
    """An error of ours → the same sentence on a page, in a fragment and as JSON.

    A page that asked for a fragment gets a note at its head and keeps what it shows: a form is never replaced by an error page.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        if not wants_fragment(request):
            return response
        if sends_to_sign_in(response):
            return note(request, {"sentence": say("trouble.signed-out"), "sign_in": resolve_url(settings.LOGIN_URL)}, 401)
        if response.status_code >= 400 and is_whole_page(response):
            return note(request, {"sentence": say(sentence_key(response.status_code))}, response.status_code)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page, a fragment or JSON that says what is wrong and what to do next; other exceptions go on."""
        if not isinstance(error, LuoshiError):
            return None
        status = status_of(error)
        sentence = error.sentence("en" if translation.get_language() == "en" else "zh")
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"code": error.code, "detail": sentence}, status=status)
        context = {"sentence": sentence, "code": error.code, "back": page_before(request)}
        return note(request, context, status) if wants_fragment(request) else render(request, "trouble.html", context, status=status)


def wants_fragment(request: HttpRequest) -> bool:
    """Whether a script asked, to put the answer into the page that is shown."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def sends_to_sign_in(response: HttpResponse) -> bool:
    """Whether the answer is that the person has to sign in."""
    return response.status_code == 302 and urlsplit(response.headers["Location"]).path == resolve_url(settings.LOGIN_URL)


def page_before(request: HttpRequest) -> str:
    """The page of this site from which the request came; '' where that is not known."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return came_from if ours else ""


def is_whole_page(response: HttpResponse) -> bool:
    """Whether the answer is a page of its own and not a piece of one."""
    return not response.streaming and response.content.lstrip()[:9].lower() == b"<!doctype"


def note(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    """The sentence as a note at the head of the page that is shown."""
    response = render(request, "trouble.html#note", context, status=status)
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#messages", "innerHTML show:top"
    return response


def sentence_key(status: int) -> str:
    """The key of what is said for a status where nobody said more."""
    return {403: "trouble.forbidden-now", 404: "trouble.missing-now", 413: "trouble.too-large", 429: "trouble.too-often-now"}.get(status, "trouble.server-now")


def status_of(error: LuoshiError) -> int:
    """404 for what is not there or not open, 403 for what the role does not include, 409 for what changed, 503 where nothing can be written, else 400."""
    if isinstance(error, ActRefused):
        return {"act.gone": 404, "act.not-allowed": 403, "act.changed-since": 409, "act.settled": 409}.get(error.code, 400)
    return 503 if isinstance(error, SiteUnwritable) else 400
