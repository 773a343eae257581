"""What every request passes: the policy that no request leaves the site, the language, and errors as sentences."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation

from luoshi.errors import ActRefused, LuoshiError, SiteUnwritable

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


class Trouble:
    """An error of ours → the same sentence on a page, in a fragment and as JSON."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page, a fragment or JSON that says what is wrong and what to do next; other exceptions go on."""
        if not isinstance(error, LuoshiError):
            return None
        status = status_of(error)
        sentence = error.sentence("en" if translation.get_language() == "en" else "zh")
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"code": error.code, "detail": sentence}, status=status)
        return render(request, "trouble.html", {"sentence": sentence, "code": error.code}, status=status)


def status_of(error: LuoshiError) -> int:
    """404 for what is not there or not open, 403 for what the role does not include, 409 for what changed, else 400."""
    if isinstance(error, ActRefused):
        return {"act.gone": 404, "act.not-allowed": 403, "act.changed-since": 409, "act.settled": 409}.get(error.code, 400)
    return 503 if isinstance(error, SiteUnwritable) else 400
