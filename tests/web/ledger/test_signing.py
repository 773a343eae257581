"""The list is signed as a whole, numbered for good, and what stands on a version follows from the log alone."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, connections
from tests.web.cast import Cast, make_cast
from tests.web.ledger.made_list import Made, accept_all, make_campaign

from luoshi.errors import ActRefused, ListNotReady
from luoshi.packs.working_days import DueDate
from luoshi.web import clock
from luoshi.web.ledger.actions.signing import sign, withdraw
from luoshi.web.ledger.actions.ticking import settle_provisional_days
from luoshi.web.ledger.lists.as_shown import shown_now
from luoshi.web.ledger.lists.changes import changes_since_before
from luoshi.web.ledger.lists.versions import rows_of
from luoshi.web.ledger.models import Duty, SignedList
from luoshi.web.log.actions import record
from luoshi.web.log.models import Entry
from luoshi.web.log.queries import verify_chain
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting


@pytest.fixture
def made(cast: Cast) -> Made:
    with clock.at("2018-09-03T08:00"):
        return make_campaign(cast)


def signed_by_zhao(made: Made, cast: Cast) -> SignedList:
    return sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)


def change(made: Made, cast: Cast, duty: Duty, **fields: object) -> None:
    record("duty.edited", made.campaign.chain, {duty.subject: fields}, by=acting(cast.li))


def test_every_accepted_duty_goes_on_the_list_with_a_number_and_lives(made: Made, cast: Cast) -> None:
    accept_all(made, cast)
    signed = signed_by_zhao(made, cast)
    assert (signed.number, signed.count, signed.person) == (1, 14, cast.zhao)
    assert [d.listed_number for d in made.duties] == list(range(1, 15))
    assert {(d.status, d.listed, d.list_id) for d in made.duties} == {("live", True, signed.pk)}
    assert list(differences()) == []


@pytest.mark.parametrize(
    ("due", "day"),
    [("+15wd", "2018-10-17"), ("+30d", "2018-10-20"), ("+3m", "2018-12-20"), ("+1y", "2019-09-20"), ("+15wd;2018-12", None), ("2019", None)],
)      # 22-24 September and 1-7 October off, 29 and 30 September worked
def test_a_deadline_that_counts_from_a_day_gets_its_day_when_it_is_first_signed(made: Made, cast: Cast, due: str, day: str | None) -> None:
    duty = made.duties[0]
    with clock.at("2018-09-20T10:00"):
        change(made, cast, duty, due=due, last_day=None)
        accept_all(made, cast)
        signed = signed_by_zhao(made, cast)
    duty.refresh_from_db()
    wanted = date.fromisoformat(day) if day else None
    assert (duty.last_day, duty.original_day, duty.score_day, duty.provisional) == (wanted, wanted, wanted, False)
    assert rows_of(signed).is_whole and list(differences()) == []


def test_a_day_counted_into_a_year_whose_holidays_are_not_out_is_counted_again_when_they_are(made: Made, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    duty = made.duties[0]
    with clock.at("2026-12-24T10:00"):
        change(made, cast, duty, due="+15wd", last_day=None)
        accept_all(made, cast)
        signed_by_zhao(made, cast)
    duty.refresh_from_db()
    assert duty.provisional and duty.last_day == duty.original_day == date(2027, 1, 14)
    with clock.at("2027-01-05T10:00"):
        change(made, cast, made.duties[1], note="第二版")
        sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
        assert settle_provisional_days() == 0
        monkeypatch.setattr("luoshi.web.ledger.due_days.load_calendar", lambda code: SimpleNamespace(add_working_days=lambda start, n: DueDate(start + timedelta(n + 7), provisional=False)))
        assert (settle_provisional_days(), settle_provisional_days()) == (1, 0)
    duty.refresh_from_db()
    assert (duty.last_day, duty.original_day, duty.score_day, duty.provisional) == (date(2027, 1, 15),) * 3 + (False,), "counted from the first signing"
    assert list(differences()) == []


def test_the_list_is_refused_as_a_whole_with_every_row_that_lacks_something(made: Made, cast: Cast) -> None:
    accept_all(made, cast, owners=False)
    change_owner = {made.duties[0].subject: {"owner_post": made.north_post.pk}}
    record("duty.assigned", made.campaign.chain, change_owner, by=acting(cast.li))
    with pytest.raises(ListNotReady) as refused:
        signed_by_zhao(made, cast)
    assert [(number, lacks) for number, _, lacks in refused.value.rows] == [(n, ("owner_post",)) for n in range(2, 15)]
    assert not SignedList.objects.exists() and not Duty.objects.filter(status="live").exists()


def test_where_both_are_responsible_a_party_and_an_administrative_post_are_asked_for(cast: Cast) -> None:
    made = make_campaign(cast, paired=True)
    accept_all(made, cast)
    with pytest.raises(ListNotReady) as refused:
        signed_by_zhao(made, cast)
    assert {lacks for _, _, lacks in refused.value.rows} == {("party_post", "admin_post")}
    pair = {d.subject: {"party_post": made.north_post.pk, "admin_post": made.north_post.pk} for d in made.duties}
    record("duty.assigned", made.campaign.chain, pair, by=acting(cast.li))
    assert signed_by_zhao(made, cast).count == 14
    with pytest.raises(ActRefused, match="党政同责"):
        record("duty.assigned", made.campaign.chain, {made.duties[0].subject: {"party_post": None}}, by=acting(cast.li), paired=True)


def test_only_the_head_signs(made: Made, cast: Cast) -> None:
    accept_all(made, cast)
    for person in (cast.li, cast.wang):
        with pytest.raises(ActRefused, match="签发清单"):
            sign(made.campaign, by=acting(person), person=person)


def test_a_duty_whose_sentence_floats_is_not_signed(made: Made, cast: Cast) -> None:
    accept_all(made, cast)
    duty = made.duties[3]
    record("duty.anchored", made.campaign.chain, {duty.subject: {"sources": [{**duty.sources[0], "floating": True}]}}, by=acting(cast.li))
    with pytest.raises(ListNotReady) as refused:
        signed_by_zhao(made, cast)
    assert [(number, lacks) for number, _, lacks in refused.value.rows] == [(4, ("floating",))]


def test_nothing_is_signed_where_the_rows_are_no_longer_those_that_were_shown(made: Made, cast: Cast) -> None:
    accept_all(made, cast)
    shown = shown_now(made.campaign)
    change(made, cast, made.duties[0], note="另有安排")
    with pytest.raises(ActRefused) as refused:
        sign(made.campaign, by=acting(cast.zhao), person=cast.zhao, seen=shown)
    assert refused.value.code == "act.changed-since"


def test_a_version_without_a_change_is_not_signed_again(made: Made, cast: Cast) -> None:
    accept_all(made, cast)
    signed_by_zhao(made, cast)
    with pytest.raises(ActRefused, match="没有变动"):
        signed_by_zhao(made, cast)


def test_what_stands_on_a_version_is_the_fold_at_its_entry_whatever_came_later(made: Made, cast: Cast) -> None:
    accept_all(made, cast)
    signed = signed_by_zhao(made, cast)
    before = rows_of(signed)
    change(made, cast, made.duties[2], words="建立并公开问题台账。")
    after = rows_of(SignedList.objects.get(pk=signed.pk))
    assert before.is_whole and after.is_whole and before.rows == after.rows
    assert after.rows[made.duties[2].pk]["words"] == "建立问题台账。"
    assert after.holders == {made.north_post.subject: "王"}


def test_the_head_on_the_list_is_in_the_chain(made: Made, cast: Cast) -> None:
    accept_all(made, cast)
    version = rows_of(signed_by_zhao(made, cast))
    assert verify_chain(made.campaign.chain, printed=head(version)).printed == "holds"
    assert version.entry.previous == version.signed.head["digest"]


def head(version: object) -> object:
    from luoshi.tracking import Head

    return Head(version.entry.number, version.entry.digest)  # type: ignore[attr-defined]


def test_the_second_version_shows_what_changed_and_who_approved_it(made: Made, cast: Cast) -> None:
    with clock.at("2018-09-03T09:00"):
        accept_all(made, cast, only=made.duties[:12])
        signed_by_zhao(made, cast)
    with clock.at("2018-09-10T09:00"):
        change(made, cast, made.duties[2], words="建立并公开问题台账。")
        withdraw(made.duties[5], why="与第八项重复", by=acting(cast.zhao), person=cast.zhao)
        accept_all(made, cast, only=made.duties[12:])
        second = rows_of(signed_by_zhao(made, cast))
    told = [(second.rows.get(c.duty, {}).get("listed_number"), c.what, c.approval.name, c.approval.on, c.approval.why) for c in changes_since_before(second) if c.approval]
    assert told == [
        (3, "words", "李", "2018-09-10", ""), (None, "dropped", "赵", "2018-09-10", "与第八项重复"),
        (13, "added", "李", "2018-09-10", ""), (14, "added", "李", "2018-09-10", ""),
    ]  # fmt: skip
    assert list(differences()) == []


def test_numbers_are_kept_and_never_given_to_another(made: Made, cast: Cast) -> None:
    accept_all(made, cast, only=made.duties[8:])
    signed_by_zhao(made, cast)
    withdraw(made.duties[8], why="不再执行", by=acting(cast.zhao), person=cast.zhao)
    accept_all(made, cast, only=made.duties[:2])
    signed_by_zhao(made, cast)
    assert [d.listed_number for d in made.duties] == [7, 8, None, None, None, None, None, None, 1, 2, 3, 4, 5, 6]
    with pytest.raises(ActRefused, match="编号"):
        record("duty.imported", made.campaign.chain, {made.duties[0].subject: {"listed_number": 99}}, by=acting(cast.li))


def test_the_deadline_of_a_live_duty_does_not_move(made: Made, cast: Cast) -> None:
    accept_all(made, cast)
    signed_by_zhao(made, cast)
    with pytest.raises(ActRefused) as refused:
        change(made, cast, made.duties[1], due="2019-06", last_day="2019-06-30")
    assert refused.value.code == "act.deadline"


def test_no_duty_is_live_without_an_owner(made: Made, cast: Cast) -> None:
    accept_all(made, cast)
    signed_by_zhao(made, cast)
    with pytest.raises(ActRefused) as refused:
        record("duty.assigned", made.campaign.chain, {made.duties[0].subject: {"owner_post": None}}, by=acting(cast.li))
    assert refused.value.code == "act.no-owner"


def test_a_duty_is_withdrawn_only_with_a_reason_and_by_who_signs(made: Made, cast: Cast) -> None:
    accept_all(made, cast)
    signed_by_zhao(made, cast)
    with pytest.raises(ActRefused, match="理由"):
        withdraw(made.duties[0], why=" ", by=acting(cast.zhao), person=cast.zhao)
    with pytest.raises(ActRefused, match="角色"):
        withdraw(made.duties[0], why="重复", by=acting(cast.li), person=cast.li)
    assert withdraw(made.duties[0], why="重复", by=acting(cast.zhao), person=cast.zhao).status == "withdrawn"


def test_duties_of_a_restricted_document_stay_off_the_list(made: Made, cast: Cast) -> None:
    accept_all(made, cast)
    record("document.changed", made.campaign.chain, {made.version.document.subject: {"restricted": True}}, by=acting(cast.li))
    with pytest.raises(ActRefused, match="清单是空的"):
        signed_by_zhao(made, cast)


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_make_one_version() -> None:
    cast = make_cast()
    made = make_campaign(cast)
    accept_all(made, cast)
    refused: list[str] = []

    def try_to_sign() -> None:
        try:
            signed_by_zhao(made, cast)
        except ActRefused as error:
            refused.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=try_to_sign) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (SignedList.objects.count(), Entry.objects.filter(kind="list.signed").count(), refused) == (1, 1, ["act.incomplete"]), connection.vendor
