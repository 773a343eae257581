"""The next version page by page, what changed since the last one, and a few rows of a version: each is what the slow and obvious way gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.cast import Cast
from tests.web.ledger.made_list import Made, accept_all, make_campaign

from luoshi.errors import ActRefused, ListNotReady
from luoshi.web import clock
from luoshi.web.documents.actions import change_campaign, change_header
from luoshi.web.ledger.actions import settling
from luoshi.web.ledger.actions.signing import sign, withdraw
from luoshi.web.ledger.actions.turning import give_return, open_turn
from luoshi.web.ledger.lists import next_pages
from luoshi.web.ledger.lists.as_shown import shown_now
from luoshi.web.ledger.lists.changes import RowChange, changes_between, changes_since_before, entries_after
from luoshi.web.ledger.lists.lacks import floating_among, lacking, lacks_of
from luoshi.web.ledger.lists.next_list import numbers_of, prepare, to_be_listed
from luoshi.web.ledger.lists.papers import rows_in_words
from luoshi.web.ledger.lists.versions import contents_of, rows_of, rows_on
from luoshi.web.ledger.models import Duty, Return, SignedList
from luoshi.web.ledger.views.lists import changes_since
from luoshi.web.log import projecting
from luoshi.web.log.actions import record, undo
from luoshi.web.log.models import Entry
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.actions import begin_holding, rename_unit
from luoshi.web.people.actions.accounts import set_password


@pytest.fixture
def made(cast: Cast) -> Made:
    with clock.at("2018-09-03T08:00"):
        return make_campaign(cast)


def sign_it(made: Made, cast: Cast, **more: Any) -> SignedList:
    return sign(made.campaign, by=acting(cast.zhao), person=cast.zhao, **more)


# -- what a row lacks ----------------------------------------------------------------------------------------------


HERE, GONE = {"version": 1, "start": 0, "end": 4, "words": "一"}, {"version": 1, "start": 0, "end": 4, "words": "“floating”: true", "floating": True}
STILL = HERE | {"floating": False}
SOURCES: tuple[list[dict[str, Any]], ...] = ([], [HERE], [STILL], [GONE], [GONE, GONE], [GONE, HERE], [HERE, GONE], [GONE, STILL, GONE], [GONE] * 12, [GONE] * 11 + [HERE])


@pytest.mark.parametrize("paired", [False, True])
def test_what_lacks_something_is_found_by_asking_the_table_as_by_looking_at_each_row(made: Made, cast: Cast, paired: bool) -> None:
    token = projecting.WRITING.set(True)      # no entry may make a row without an anchor: these are written past the log
    try:
        Duty.objects.bulk_create(
            Duty(
                pk=1000 + number, campaign=made.campaign, status="accepted", words="一", sources=sources, hand_id=hand and cast.li.pk,
                lead_id=lead and cast.north.pk, owner_post_id=owner and made.north_post.pk, party_post_id=party and made.north_post.pk, admin_post_id=admin and made.north_post.pk,
            )
            for number, (sources, hand, lead, owner, party, admin) in enumerate(product(SOURCES, *[(None, True)] * 5))
        )      # fmt: skip
    finally:
        projecting.WRITING.reset(token)
    rows = Duty.objects.filter(pk__gte=1000)
    told = {duty.pk for duty in rows if lacks_of(duty, paired=paired)}
    floating = floating_among(rows)
    assert set(rows.filter(lacking(floating, paired=paired)).values_list("pk", flat=True)) == told
    assert set(floating) == {duty.pk for duty in rows if "floating" in lacks_of(duty, paired=paired)}
    assert 0 < len(told) < rows.count() == len(SOURCES) * 32


# -- whatever happens ----------------------------------------------------------------------------------------------


ACTS = ("accept", "reject", "note", "lead", "owner", "relative", "withdraw", "restrict", "question", "undo", "sign", "pair")


def do(what: str, which: int, made: Made, cast: Cast) -> None:
    """One act on one duty; what is refused is refused, and that is all."""
    duty, li = made.duties[which], {"by": acting(cast.li), "person": cast.li}
    chain, subject = made.campaign.chain, duty.subject
    match what:
        case "accept":
            settling.accept([duty], **li)
        case "reject":
            settling.reject([duty], "重复", **li)
        case "note":
            settling.edit(duty, {"note": f"第{Entry.objects.count()}次"}, **li)
        case "lead":
            record("duty.assigned", chain, {subject: {"lead": cast.south.pk if duty.lead_id == cast.north.pk else cast.north.pk}}, by=li["by"])
        case "owner":
            record("duty.assigned", chain, {subject: {"owner_post": made.north_post.pk}}, by=li["by"])
        case "relative":
            record("duty.edited", chain, {subject: {"due": "+15wd", "last_day": None}}, by=li["by"])
        case "withdraw":
            withdraw(duty, why="不再执行", by=acting(cast.zhao), person=cast.zhao)
        case "restrict":
            change_header(made.version.document, restricted=not made.version.document.restricted, readers=[cast.li], **li)
            made.version.document.refresh_from_db()
        case "question":
            settling.ask(duty, "由谁负责？", **li)
        case "undo":
            undo(Entry.objects.filter(touches__subject=subject).order_by("-number")[0], by=li["by"])
        case "pair":
            change_campaign(made.campaign, paired=not made.campaign.paired, **li)
            made.campaign.refresh_from_db()
        case "sign":
            sign_it(made, cast)


def all_changes(made: Made, last: SignedList) -> list[RowChange]:
    """What changed since a version, by comparing all rows and reading all entries."""
    return changes_between(rows_of(last).rows, prepare(made.campaign).rows, entries_after(last, [duty.pk for duty in made.duties]))


@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 13)), max_size=8), at_first=st.integers(0, 14))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_the_quick_way_gives_what_the_slow_way_gives(made: Made, cast: Cast, acts: list[tuple[str, int]], at_first: int) -> None:
    with transaction.atomic():
        with clock.at("2018-09-03T09:00"):
            accept_all(made, cast, only=made.duties[:at_first])
        for number, (what, which) in enumerate([("sign", 0), *acts]):
            with clock.at(f"2018-09-{4 + number:02d}T09:00"):
                try:
                    with transaction.atomic():
                        do(what, which, made, cast)
                except (ActRefused, ListNotReady):
                    made.version.document.refresh_from_db()
                    made.campaign.refresh_from_db()
                agree(made, cast)
        transaction.set_rollback(True)


def agree(made: Made, cast: Cast) -> None:
    """That what the pages show is what folding and loading everything gives."""
    prepared, paired = prepare(made.campaign), made.campaign.paired
    duties = list(to_be_listed(made.campaign))
    assert numbers_of(made.campaign, duties) == prepared.numbers
    for person in (cast.li, cast.zhao, cast.chen):
        sums = next_pages.sums_of(made.campaign, person)
        mine = list(next_pages.rows_open_to(person, made.campaign))
        lacks = [duty for duty in mine if lacks_of(duty, paired=paired)]
        assert (sums.rows, sums.lacking, sums.live) == (len(mine), len(lacks), sum(duty.status == "live" for duty in mine))
        for only_lacking, wanted in ((False, mine), (True, lacks)):
            rows = next_pages.Rows(made.campaign, person, sums, only_lacking=only_lacking)
            assert [(row["duty"].pk, row["number"]) for row in rows.page(1)] == [(duty.pk, prepared.numbers[duty.pk]) for duty in wanted]
    for signed in SignedList.objects.all():
        version = rows_of(signed)
        assert version.is_whole and rows_on(signed, [duty.pk for duty in made.duties]) == version.rows
        assert list(contents_of(signed).order) == [int(row.key.partition(":")[2]) for row in rows_in_words(version, "zh")]
    if last := SignedList.objects.order_by("-number").first():
        assert changes_since(last)[0] == all_changes(made, last)
        told = changes_since_before(rows_of(last))
        before = SignedList.objects.filter(number=last.number - 1).first()
        assert [(c.duty, c.what, c.before, c.after) for c in told] == ([(c.duty, c.what, c.before, c.after) for c in changes_between(rows_of(before).rows, rows_of(last).rows)] if before else [])


# -- what the signer was shown -------------------------------------------------------------------------------------


def meanwhile(what: str, made: Made, cast: Cast) -> None:
    """Something that happens while the signer looks at the page."""
    li = {"by": acting(cast.li), "person": cast.li}
    match what:
        case "a duty is edited":
            settling.edit(made.duties[0], {"note": "另有安排"}, **li)
        case "a duty is withdrawn":
            withdraw(made.duties[0], why="不再执行", by=acting(cast.zhao), person=cast.zhao)
        case "an edit is taken back":
            undo(Entry.objects.filter(kind="duty.edited").order_by("-number")[0], by=li["by"])
        case "a document is restricted":
            change_header(made.version.document, restricted=True, **li)
        case "a unit is renamed":
            rename_unit(cast.north, "北河省航务中心", by=SYSTEM)
        case "a post gets another holder":
            begin_holding(made.south_post, cast.chen, by=SYSTEM)
        case "somebody is renamed":
            record("person.renamed", "people", {f"account:{cast.wang.pk}": {"name": "王五"}}, by=SYSTEM)
        case "a return is given":
            give_return(Return.objects.exclude(status="given")[0], {"state": "going", "words": "推进中"}, by=acting(cast.wang), person=cast.wang)
        case "a question is noted":
            settling.ask(made.duties[3], "由谁维护？", **li)
        case "a password is set":
            set_password(cast.chen, "another-river-2018", by=SYSTEM)


def page_before_signing(made: Made, cast: Cast) -> str:
    """A version is signed and a duty edited since; what a page carries that shows this."""
    with clock.at("2018-09-03T09:00"):
        accept_all(made, cast)
        sign_it(made, cast)
    with clock.at("2018-09-10T09:00"):
        by = {"by": acting(cast.zhao), "person": cast.zhao}
        open_turn(made.campaign, clock.today().replace(day=1), clock.today(), clock.today() + timedelta(days=5), **by)
        settling.edit(made.duties[2], {"note": "按月更新"}, by=acting(cast.li), person=cast.li)
        return shown_now(made.campaign)


CHANGE = (
    "a duty is edited", "a duty is withdrawn", "an edit is taken back", "a document is restricted", "a unit is renamed", "a post gets another holder", "somebody is renamed",
)  # fmt: skip


@pytest.mark.parametrize("what", CHANGE)
def test_nothing_is_signed_where_something_of_the_list_changed_meanwhile(made: Made, cast: Cast, what: str) -> None:
    seen = page_before_signing(made, cast)
    with clock.at("2018-09-10T10:00"):
        meanwhile(what, made, cast)
        with pytest.raises(ActRefused) as refused:
            sign_it(made, cast, seen=seen)
    assert refused.value.code == "act.changed-since" and SignedList.objects.count() == 1
    assert list(differences()) == []


@pytest.mark.parametrize("what", ["a return is given", "a question is noted", "a password is set"])
def test_what_does_not_concern_the_list_does_not_keep_it_from_being_signed(made: Made, cast: Cast, what: str) -> None:
    seen = page_before_signing(made, cast)
    with clock.at("2018-09-10T10:00"):
        meanwhile(what, made, cast)
        assert sign_it(made, cast, seen=seen).number == 2


@pytest.mark.parametrize("forge", [
    lambda seen: "x", lambda seen: seen.replace("sha256:", "sha256:0"), lambda seen: seen.replace("2018-09-10", "2018-09-09"), lambda seen: " ".join(seen.split()[2:] + seen.split()[:2]),
    lambda seen: f"{10**15} {seen.partition(' ')[2]}", lambda seen: f"{10**40} {seen.partition(' ')[2]}", lambda seen: seen + " x",
])  # fmt: skip
def test_what_no_page_carried_is_not_signed(made: Made, cast: Cast, forge: Callable[[str], str]) -> None:
    seen = page_before_signing(made, cast)
    with clock.at("2018-09-10T10:00"), pytest.raises(ActRefused, match="改动"):
        sign_it(made, cast, seen=forge(seen))


def test_a_page_of_yesterday_is_not_signed_today(made: Made, cast: Cast) -> None:
    seen = page_before_signing(made, cast)
    with clock.at("2018-09-11T08:00"), pytest.raises(ActRefused, match="改动"):
        sign_it(made, cast, seen=seen)


# -- pages ---------------------------------------------------------------------------------------------------------


def rows_shown(page: Any) -> list[int]:
    return [row["duty"] if isinstance(row["duty"], int) else row["duty"].pk for _, rows, _ in page.context["groups"] for row in rows]


@pytest.mark.parametrize("who", ["li", "zhao", "chen"])
def test_the_pages_of_a_list_one_after_another_are_the_list(made: Made, cast: Cast, client: Any, monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    accept_all(made, cast)
    signed = sign_it(made, cast)
    withdraw(made.duties[0], why="重复", by=acting(cast.zhao), person=cast.zhao)
    for duty in made.duties[1:]:
        settling.edit(duty, {"note": "改"}, by=acting(cast.li), person=cast.li)
    second = sign_it(made, cast)
    for duty in made.duties[1:]:
        settling.edit(duty, {"note": "再改"}, by=acting(cast.li), person=cast.li)
    client.force_login(getattr(cast, who))
    for address in (f"/campaigns/{made.campaign.pk}/list/", f"/lists/{signed.pk}/", f"/lists/{second.pk}/"):
        monkeypatch.setattr(next_pages, "PAGE", 200)
        whole = client.get(address)
        assert 'class="pager' not in whole.content.decode()
        monkeypatch.setattr(next_pages, "PAGE", 4)
        pages = [client.get(f"{address}?page={number}&changes={number}") for number in range(1, -(-len(rows_shown(whole)) // 4) + 1)]
        assert [row for page in pages for row in rows_shown(page)] == rows_shown(whole)
        assert all('class="pager' in page.content.decode() for page in pages) and len(pages) > 1
        assert {unit: many for page in pages for unit, _, many in page.context["groups"]} == {unit: len(rows) for unit, rows, _ in whole.context["groups"]}
        told = [change for number in pages[0].context["changes"].paginator.page_range for change in client.get(f"{address}?changes={number}").context["changes"]]
        assert told == list(whole.context["changes"])


def test_a_version_too_long_to_be_folded_for_each_look_is_checked_on_request(made: Made, cast: Cast, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_all(made, cast)
    signed = sign_it(made, cast)
    client.force_login(cast.li)
    monkeypatch.setattr("luoshi.web.ledger.views.lists.CHECKED", 5)
    assert client.get(f"/lists/{signed.pk}/").context["is_whole"] is None
    assert "逐项核对" in client.get(f"/lists/{signed.pk}/").content.decode()
    assert "与台账一致" in client.get(f"/lists/{signed.pk}/?check=1").content.decode()
