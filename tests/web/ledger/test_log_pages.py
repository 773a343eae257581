"""The log's page: every entry in words, and whether the chain is whole."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from tests.web.cast import Cast
from tests.web.ledger.made_list import make_campaign

from luoshi.tracking import KINDS
from luoshi.web.documents.actions import receive
from luoshi.web.log.actions import record
from luoshi.web.log.models import Chain, Entry
from luoshi.web.people.acting import acting
from luoshi.web.words import table


def signed_in(client: Client, person: object) -> Client:
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_entry_has_words(kind: str) -> None:
    assert all(table()[f"entry.{kind}"])


def test_the_clerk_reads_the_log_and_its_head(cast: Cast, client: Client) -> None:
    made = make_campaign(cast)
    page = signed_in(client, cast.li).get(f"/campaigns/{made.campaign.pk}/log/").content.decode()
    end = Chain.objects.get(name=made.campaign.chain)
    assert f"{end.number}:{end.digest}" in page
    assert "读取完成" in page and "李" in page


@pytest.mark.parametrize("hidden", [False, True])
def test_the_pages_one_after_another_are_the_chain_but_for_what_is_hidden(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, hidden: bool) -> None:
    made = make_campaign(cast)
    if hidden:
        other = receive(made.campaign, "密件.txt", "北河局提出，完成整改。".encode(), by=acting(cast.li), kind="response", form="reply", unit=cast.north).document
        record("document.changed", made.campaign.chain, {other.subject: {"restricted": True}}, by=acting(cast.li))
    monkeypatch.setattr("luoshi.web.ledger.views.log.PER_PAGE", 2)
    wanted = [row.number for row in Entry.objects.filter(chain=made.campaign.chain).order_by("-number") if not hidden or other.subject not in row.subjects]
    signed_in(client, cast.li)
    for kind in ("", "version.read"):
        first = client.get(f"/campaigns/{made.campaign.pk}/log/?kind={kind}").context["page"]
        pages = [client.get(f"/campaigns/{made.campaign.pk}/log/?kind={kind}&page={number}").context["lines"] for number in first.paginator.page_range]
        shown = [line.entry.number for lines in pages for line in lines]
        assert shown == [number for number in wanted if not kind or Entry.objects.get(chain=made.campaign.chain, number=number).kind == kind] and first.paginator.count == len(shown)
    assert len(wanted) > 2 and set(client.get(f"/campaigns/{made.campaign.pk}/log/").context["kinds"]) == set(Entry.objects.filter(chain=made.campaign.chain).values_list("kind", flat=True))


def test_who_is_below_the_campaigns_unit_does_not_see_its_log(cast: Cast, client: Client) -> None:
    made = make_campaign(cast)
    assert signed_in(client, cast.wang).get(f"/campaigns/{made.campaign.pk}/log/").status_code == 404


def test_a_head_from_paper_is_looked_for(cast: Cast, client: Client) -> None:
    made = make_campaign(cast)
    end = Chain.objects.get(name=made.campaign.chain)
    address = f"/campaigns/{made.campaign.pk}/log/verify/"
    signed_in(client, cast.li)
    assert "纸面上的校验码在台账中" in client.get(address, {"head": f"{end.number}:{end.digest}"}).content.decode()
    assert "末尾被截去" in client.get(address, {"head": f"{end.number + 5}:{end.digest}"}).content.decode()
    assert client.get(address, {"head": "nonsense"}).status_code == 400


def test_a_changed_entry_is_named(cast: Cast, client: Client) -> None:
    made = make_campaign(cast)
    with connection.cursor() as cursor:          # somebody with the database's own password
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER log_payload_no_update")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE log_payload DISABLE TRIGGER log_payload_no_update")
        cursor.execute("UPDATE log_payload SET body = '{\"set\":{}}' WHERE entry_id IN (SELECT id FROM log_entry WHERE chain_id = %s AND number = 2)", [made.campaign.chain])
    page = signed_in(client, cast.li).get(f"/campaigns/{made.campaign.pk}/log/verify/").content.decode()
    assert "第 2 条对不上" in page


def test_entries_about_a_restricted_document_are_not_shown_to_others(cast: Cast, client: Client) -> None:
    made = make_campaign(cast)
    receive(made.campaign, "批示.txt", "批示".encode(), by=acting(cast.zhao), kind="directive", form="instruction", unit=cast.nation, restricted=True)
    page = signed_in(client, cast.li).get(f"/campaigns/{made.campaign.pk}/log/").content.decode()
    assert page.count('id="entry-') == 3, "the campaign opened, the round-up received and read; nothing of the instruction"
