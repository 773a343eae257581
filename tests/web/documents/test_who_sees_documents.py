"""Who sees which campaign, document, version, file and relay; a restricted document does not exist for who is not named."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.web.cast import Cast
from tests.web.documents.conftest import PLAN, signed_in, upload

from luoshi.web import reader
from luoshi.web.documents import actions
from luoshi.web.documents.models import Campaign, Version
from luoshi.web.documents.queries import campaigns_open_to, documents_open_to, removed_open_to, versions_open_to
from luoshi.web.documents.removing import remove
from luoshi.web.people import actions as people
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.models import Person


@pytest.fixture
def directive(campaign: Campaign, cast: Cast) -> Version:
    return upload(campaign, cast, "部署.txt", "各单位要每月报送进展。", kind="directive", form="document")


@pytest.fixture
def north(campaign: Campaign, cast: Cast) -> Version:
    return upload(campaign, cast, "北河.txt", PLAN, unit=cast.north)


def sees(person: Person) -> set[int]:
    return set(documents_open_to(person).values_list("pk", flat=True))


def test_a_directive_is_open_to_who_asked_and_to_who_is_asked(cast: Cast, directive: Version) -> None:
    assert all(directive.document_id in sees(person) for person in (cast.li, cast.wang, cast.chen))


def test_a_reply_is_open_to_its_unit_and_those_above(cast: Cast, north: Version) -> None:
    assert [north.document_id in sees(person) for person in (cast.li, cast.zhao, cast.wang, cast.chen)] == [True, True, True, False]


def test_a_round_up_is_open_to_who_leads_the_campaign(campaign: Campaign, cast: Cast) -> None:
    joint = upload(campaign, cast, "综合.txt", PLAN, form="round-up")
    assert [joint.document_id in sees(person) for person in (cast.li, cast.wang)] == [True, False]


def test_a_unit_that_was_not_asked_sees_no_campaign(campaign: Campaign, cast: Cast) -> None:
    west = people.found_unit("西山省内河航运管理局", by=SYSTEM, superiors=[(cast.nation, "leads")])
    stranger = people.add_person("sun", "孙", by=SYSTEM, password="river-2018")
    people.give_role(stranger, "clerk", west, by=SYSTEM)
    assert not campaigns_open_to(stranger).exists() and campaigns_open_to(cast.wang).get() == campaign


def test_an_administrator_without_another_role_reads_nothing(campaign: Campaign, cast: Cast, north: Version, directive: Version) -> None:
    keeper = people.add_person("zhou", "周", by=SYSTEM, password="river-2018")
    people.give_role(keeper, "administrator", cast.nation, by=SYSTEM)
    assert not sees(keeper) and not campaigns_open_to(keeper).exists()


def test_a_restricted_document_is_open_to_its_readers_only(campaign: Campaign, cast: Cast) -> None:
    secret = upload(campaign, cast, "批示.txt", "请每月报送进展。", kind="directive", form="instruction", restricted=True, readers=[cast.chen])
    assert [secret.document_id in sees(person) for person in (cast.li, cast.chen, cast.zhao, cast.wang)] == [True, True, False, False]


@pytest.mark.parametrize("path", ["", "?rows=1"])
def test_no_page_and_no_count_shows_that_a_restricted_document_exists(campaign: Campaign, cast: Cast, path: str) -> None:
    before = signed_in(cast.zhao).get(f"/campaigns/{campaign.pk}/documents/{path}").content
    secret = upload(campaign, cast, "批示.txt", "请每月报送进展。", kind="directive", form="instruction", restricted=True)
    reader.read_waiting()
    page = signed_in(cast.zhao).get(f"/campaigns/{campaign.pk}/documents/{path}").content
    assert "批示".encode() not in page and without_tokens(page) == without_tokens(before)
    for address in (f"/documents/{secret.document_id}/", f"/documents/{secret.document_id}/file/{secret.pk}/", f"/documents/{secret.document_id}/remove/", f"/documents/{secret.document_id}/change/", f"/documents/{secret.document_id}/shared/"):
        assert signed_in(cast.zhao).get(address).status_code == 404, address


def without_tokens(page: bytes) -> bytes:
    import re

    return re.sub(rb'(csrfmiddlewaretoken" value|X-CSRFToken": ?)[^>]*', b"", page)


def test_the_same_bytes_in_a_restricted_document_are_not_told(campaign: Campaign, cast: Cast) -> None:
    upload(campaign, cast, "批示.txt", PLAN, restricted=True, unit=cast.north)
    from luoshi.web.documents.uploads import take_content

    taken = take_content(campaign, "x.txt", PLAN.encode(), "text", person=cast.wang, facts={"kind": "response", "form": "reply", "unit": cast.north})
    assert taken.state == "received"


def test_a_dropped_reader_sees_it_no_more(campaign: Campaign, cast: Cast) -> None:
    secret = upload(campaign, cast, "批示.txt", PLAN, restricted=True, readers=[cast.chen]).document
    actions.change_header(secret, by=acting(cast.li), person=cast.li, readers=[])
    assert secret.pk not in sees(cast.chen) and secret.pk in sees(cast.li)


@pytest.mark.parametrize("who", ["chen", "nobody"])
def test_pages_and_files_of_another_unit_are_answered_like_what_does_not_exist(campaign: Campaign, cast: Cast, north: Version, who: str) -> None:
    client = signed_in(cast.chen) if who == "chen" else Client()
    expected = 404 if who == "chen" else 302
    for address in ("", f"file/{north.pk}/", "change/", "remove/", "shared/"):
        assert client.get(f"/documents/{north.document_id}/{address}").status_code == expected, address
    for address in ("retry/", "version/"):
        assert client.post(f"/documents/{north.document_id}/{address}").status_code == expected, address


def test_a_file_is_not_had_through_another_document(cast: Cast, campaign: Campaign, north: Version) -> None:
    south = upload(campaign, cast, "南河.txt", PLAN + "完。", unit=cast.south)
    assert signed_in(cast.chen).get(f"/documents/{south.document_id}/file/{north.pk}/").status_code == 404


def test_who_is_asked_cannot_enter_a_reply_for_another_unit(campaign: Campaign, cast: Cast) -> None:
    from luoshi.errors import ActRefused

    with pytest.raises(ActRefused):
        actions.receive(campaign, "x.txt", PLAN.encode(), by=acting(cast.wang), person=cast.wang, kind="response", unit=cast.south)
    with pytest.raises(ActRefused):
        actions.receive(campaign, "x.txt", PLAN.encode(), by=acting(cast.wang), person=cast.wang, kind="directive")


def test_what_is_removed_is_seen_as_digest_and_reason_by_head_and_administrator(campaign: Campaign, cast: Cast, north: Version) -> None:
    remove(north.document, by=acting(cast.zhao), person=cast.zhao, why="误传")
    assert [removed_open_to(person).filter(pk=north.document_id).exists() for person in (cast.zhao, cast.li, cast.wang)] == [True, False, False]
    assert not versions_open_to(cast.zhao).filter(pk=north.pk).exists()
    page = signed_in(cast.zhao).get(f"/documents/{north.document_id}/").content.decode()
    assert north.file in page and "误传" in page and "北河.txt" not in page
    assert signed_in(cast.li).get(f"/documents/{north.document_id}/").status_code == 404
