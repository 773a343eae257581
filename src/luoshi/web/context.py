"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from luoshi.web import clock
from luoshi.web.documents.queries import open_campaigns
from luoshi.web.people.models import Person
from luoshi.web.words import language

NAV = (("documents:campaigns", "site.campaigns"), ("people:units", "site.units"))


def site(request: HttpRequest) -> dict[str, Any]:
    """The language, whether this is the demo, where the main navigation leads, and the campaigns that are open to the person."""
    return {
        "lang": language(),
        "demo": settings.DEMO,
        "demo_day": clock.today() if settings.CLOCK_OFFSET else None,
        "nav": list(navigation(request)),
        "open_campaigns": SimpleLazyObject(lambda: open_campaigns(request.user)),
        "demo_people": SimpleLazyObject(demo_people),
        "demo_password": demo_password,
    }


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


def demo_people() -> list[Person]:
    """Who can sign in to the demo, shown where one signs in; nobody outside it."""
    if not settings.DEMO:
        return []
    from luoshi.web.demo import ACCOUNTS, BELOW

    names = [username for username, *_ in (*ACCOUNTS, *BELOW.values())]
    people = {person.username: person for person in Person.objects.filter(username__in=names).prefetch_related("roles__unit")}
    return [people[name] for name in names if name in people]


def demo_password() -> str:
    """What all accounts of the demo have as their password; '' outside it."""
    if not settings.DEMO:
        return ""
    from luoshi.web.demo import PASSWORD

    return PASSWORD
