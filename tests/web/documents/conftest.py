"""What the tests of documents share: a campaign of the national bureau with its two provinces, and files to send."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.web.cast import Cast

from luoshi.web.documents import actions
from luoshi.web.documents.models import Campaign, Version
from luoshi.web.log.queries import verify_chain
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting

EXAMPLES = Path(__file__).parents[3] / "examples"
PLAN = "9月底前制定实施方案。\n每月报送进展情况。"


@pytest.fixture(autouse=True)
def files_of_its_own(settings: Any, tmp_path: Path) -> None:
    """Each test keeps its files in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return actions.open_campaign("攻坚行动", cast.nation, by=acting(cast.li), person=cast.li, dated="2018-08", addressees=[cast.north, cast.south])


def upload(campaign: Campaign, cast: Cast, name: str, content: bytes | str, **more: Any) -> Version:
    """A file that Li takes in."""
    given = {"kind": "response", "form": "reply", **more}
    return actions.receive(campaign, name, content.encode() if isinstance(content, str) else content, by=acting(cast.li), person=cast.li, **given)


def the_log_holds(campaign: Campaign) -> bool:
    """Whether the tables say what the log says, and the chain is whole."""
    return list(differences()) == [] and verify_chain(campaign.chain).is_whole


def signed_in(person: Any) -> Client:
    """A browser without script in which a member of the cast is signed in."""
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client
