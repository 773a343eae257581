"""What a document is, left to its text."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.cast import Cast

import luoshi
from luoshi.web.documents.actions import open_campaign, receive
from luoshi.web.documents.judging import kind_by_text
from luoshi.web.documents.models import BY_TEXT, Document
from luoshi.web.ledger.actions.finding import take_in
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting

EXAMPLES = Path(__file__).parents[3] / "examples"
CASES = {"directive.txt": ("directive", "document"), "round-up.txt": ("response", "round-up"), "replies/海曲省内河航运管理局.txt": ("response", "reply"), "plan.docx": ("response", "reply")}
EXPECTED = ["云岭省内河航运管理局", "石梁省内河航运管理局", "江浦省内河航运管理局", "海曲省内河航运管理局", "青原自治区内河航运管理局"]


@pytest.mark.parametrize("name", CASES)
def test_the_text_says_what_it_is(name: str) -> None:
    assert kind_by_text(luoshi.extract(luoshi.read(EXAMPLES / name)), EXPECTED) == CASES[name]


@pytest.mark.parametrize("name", ["directive.txt", "round-up.txt"])
def test_what_was_left_to_the_text_is_known_once_it_is_read(cast: Cast, name: str) -> None:
    campaign = open_campaign("甲", cast.nation, by=acting(cast.li), person=cast.li)
    version = receive(campaign, name, (EXAMPLES / name).read_bytes(), by=acting(cast.li), kind="response", form=BY_TEXT)
    take_in(version, luoshi.extract(luoshi.read(EXAMPLES / name)), by=acting(cast.li))
    document = Document.objects.get(pk=version.document_id)
    assert (document.kind, document.form) == CASES[name]
    assert list(differences()) == []
