"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from luoshi.web.words import language

NAV = (("documents:campaigns", "site.campaigns"), ("people:units", "site.units"))


def site(request: HttpRequest) -> dict[str, Any]:
    """The language, whether this is the demo, and where the main navigation leads."""
    return {"lang": language(), "demo": settings.DEMO, "nav": list(navigation(request))}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The places of the main navigation, the one where the page is marked."""
    places = []
    for name, key in NAV:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        places.append({"address": address, "key": key, "current": request.path.startswith(address)})
    return places
