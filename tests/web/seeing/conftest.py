"""What the tests of seeing share: a campaign in which something has happened."""

from __future__ import annotations

from django.test import Client
from tests.web.turns.conftest import Signed, signed
from tests.web.turns.test_lighting import lively

from luoshi.web.people.models import Person

__all__ = ["Signed", "lively", "signed"]


def login(client: Client, person: Person) -> None:
    """Signs a person in."""
    client.force_login(person)
