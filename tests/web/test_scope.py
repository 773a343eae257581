"""No door lets anything out: every address of the site, asked for by everyone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from tests.web.every_url import (
    OPEN_TO_STRANGERS,
    Address,
    Office,
    World,
    all_addresses,
    filled,
    fillings,
    forms_in,
    make_world,
    of_sign_in,
    words_of,
)

from luoshi.web.log.models import Entry
from luoshi.web.people.models import ROLES, Person

SIGN_IN = "/account/login/"
SOUTH = [f"south-{role}" for role in ROLES]
OURS = [address for address in all_addresses() if not of_sign_in(address)]

AFTER_ANOTHER = {"ledger:turn_import_confirm"}
"""Addresses that nobody can open without the step before."""


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def signed_in(person: Person | None) -> Client:
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


def everywhere(*offices: Office) -> Iterator[tuple[Address, str]]:
    """Every address, filled in with the things of each office; each once."""
    paths = {path: address for address in OURS for office in offices for path in filled(address, office)}
    for path, address in paths.items():
        yield address, path


def asked(client: Client, path: str) -> Iterator[tuple[str, str]]:
    """What is answered to looking, to searching, and to sending an empty form, each in words; nothing is kept."""
    looked = client.get(path)
    yield "GET", words_of(looked)
    if looked.status_code == 200:
        yield "GET ?q", words_of(client.get(path, {"q": "字", "for": "q"}, headers={"accept": "application/json", "hx-request": "true"}))
    with transaction.atomic():
        yield "POST", words_of(client.post(path, {}))
        transaction.set_rollback(True)


def test_every_address_with_parameters_says_how_to_fill_them_in() -> None:
    missing = [address for address in OURS if set(fillings(address) or {}) != set(address.parameters)]
    said = "\n".join(f'    "{a.name}": {{{", ".join(f"{p!r}: …" for p in a.parameters)}}},' for a in missing)
    assert not missing, f"Add to PARAMETERS in tests/web/every_url.py, so that nobody reads there what she may not:\n{said}"


def test_every_address_has_a_name() -> None:
    assert [address.route for address in OURS if not address.name] == []


def read_of_the_north(world: World, who: str, *offices: Office) -> list[str]:
    """Where a person reads a word of the north."""
    client, leaks = signed_in(world.people[who]), []
    for address, path in everywhere(*offices):
        leaks += [f"{who} {how} {path} ({address.name}): {mark}" for how, words in asked(client, path) for mark in world.north.marks if mark in words]
    return leaks


@pytest.mark.parametrize("who", ["south-clerk", "south-administrator"])
def test_the_south_never_reads_a_word_of_the_north(world: World, who: str) -> None:
    assert read_of_the_north(world, who, world.north, world.south, world.nation) == []


def test_no_role_in_the_south_reads_a_word_of_the_north(world: World) -> None:
    others = [who for who in SOUTH if who not in ("south-clerk", "south-administrator")]
    assert [leak for who in others for leak in read_of_the_north(world, who, world.north)] == []


def test_the_north_does_read_its_own_so_that_the_tests_would_see_it(world: World) -> None:
    seen, opened = set(), set()
    for who in ("north-clerk", "north-head", "nation-clerk", "nation-administrator"):
        client = signed_in(world.people[who])
        for address, path in everywhere(world.nation if who.startswith("nation") else world.north):
            looked = client.get(path)
            if looked.status_code == 405:
                with transaction.atomic():
                    looked = client.post(path, {})
                    transaction.set_rollback(True)
            opened |= {address.name} if looked.status_code != 404 else set()
            seen |= {address.name} if world.north.mark in words_of(looked) else set()
    assert {"people:unit", "people:person", "documents:campaign", "documents:document", "documents:file"} <= seen
    never = {address.name for address in OURS} - opened - AFTER_ANOTHER
    assert never == set(), "Nobody can open these: are they filled in with the right things (tests/web/every_url.py)?"


def test_an_administrator_sees_no_document_and_no_duty(world: World) -> None:
    client, leaks = signed_in(world.people["nation-administrator"]), []
    for address, path in everywhere(*world.offices):
        for office in world.offices:
            kept = (f"{office.mark}专项", f"{office.mark}工作意见", f"{office.mark}航道", f"{office.mark}隐患", f"{office.mark}密件")
            leaks += [f"{how} {path} ({address.name}): {mark}" for how, words in asked(client, path) for mark in kept if mark in words]
    assert leaks == []


def test_a_restricted_document_shows_nowhere_but_to_its_readers(world: World) -> None:
    leaks = []
    for who, office in (("nation-head", world.nation), ("nation-auditor", world.north), ("north-head", world.north)):
        client = signed_in(world.people[who])
        for address, path in everywhere(office):
            leaks += [f"{who} {how} {path} ({address.name})" for how, words in asked(client, path) if f"{office.mark}密件" in words]
    assert leaks == []


def test_a_stranger_is_sent_to_sign_in_and_reads_nothing(world: World) -> None:
    client, let_in = signed_in(None), []
    for address, path in everywhere(*world.offices):
        for method in (client.get, client.post):
            with transaction.atomic():
                answer = method(path)
                words = words_of(answer)
                transaction.set_rollback(True)
            away = answer.status_code in (403, 404, 405) or (answer.status_code == 302 and answer.headers["Location"].startswith(SIGN_IN))
            marked = any(mark in words for office in world.offices for mark in office.marks)
            if marked or not (away or address.name in OPEN_TO_STRANGERS):
                let_in.append(f"{method.__name__} {path} ({address.name}): {answer.status_code}")
    assert let_in == []


def sent_forms(world: World, people: list[str], *offices: Office) -> dict[tuple[str, str], dict[str, Any]]:
    """Every form that those who may do something are shown on the pages of the offices, as they would send it."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for who in people:
        client = signed_in(world.people[who])
        for _, path in everywhere(*offices):
            for action, data in forms_in(words_of_page(client, path), path):
                if not action.startswith(("/account/", "/language/")):
                    found.setdefault((action, "&".join(sorted(data))), data)
    return found


def words_of_page(client: Client, path: str) -> str:
    answer = client.get(path)
    words_of(answer)     # read to its end, so that files are closed
    is_page = answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")
    return str(answer.content.decode()) if is_page else ""


def changed_by(client: Client, action: str, data: dict[str, Any]) -> bool:
    """Whether sending a form leaves an entry; it is taken back in any case."""
    before = Entry.objects.count()
    with transaction.atomic():
        client.post(action, data)
        after = Entry.objects.count()
        transaction.set_rollback(True)
    return after != before


def test_an_auditor_changes_nothing_by_any_form_and_any_address(world: World) -> None:
    client = signed_in(world.people["nation-auditor"])
    forms = sent_forms(world, ["nation-clerk", "nation-head", "nation-administrator"], world.nation)
    assert len(forms) > 20, "the forms were not found"
    changed = [action for (action, _), data in forms.items() if changed_by(client, action, data)]
    changed += [path for _, path in everywhere(world.nation) if changed_by(client, path, {})]
    assert changed == []


def test_the_south_changes_nothing_of_the_north(world: World) -> None:
    forms = sent_forms(world, ["nation-clerk", "nation-administrator", "north-clerk", "north-head"], world.north)
    own = {path for _, path in everywhere(world.south, world.nation)}
    clients = {who: signed_in(world.people[who]) for who in SOUTH}
    changed = [f"{who} {action}" for (action, _), data in forms.items() if action not in own for who, client in clients.items() if changed_by(client, action, data)]
    assert changed == []


def test_no_address_fails_on_an_empty_form(world: World) -> None:
    failed = []
    for who in ("nation-clerk", "nation-administrator"):
        client = signed_in(world.people[who])
        for address, path in everywhere(world.nation):
            for method in (client.get, client.post):
                with transaction.atomic():
                    answer = method(path)
                    status, _ = answer.status_code, words_of(answer)     # read to its end, so that files are closed
                    transaction.set_rollback(True)
                if status >= 500 and status != 503:
                    failed.append(f"{method.__name__} {path} ({address.name}): {status}")
    assert failed == []
