"""A document is taken away: its words leave the tables, the log and the disk; digest and reason stay, and the log still holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from tests.web.cast import Cast
from tests.web.documents.conftest import PLAN, the_log_holds, upload

from luoshi.errors import ActRefused
from luoshi.web import clock, reader
from luoshi.web.documents import files
from luoshi.web.documents.models import Campaign, Document, Reading, StoredFile, Version
from luoshi.web.documents.removing import remove
from luoshi.web.ledger.actions.settling import accept
from luoshi.web.ledger.models import Duty
from luoshi.web.log.actions import record
from luoshi.web.log.models import Entry, Payload
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting

SECRET = "身份证号码十一位之类"


@pytest.fixture
def version(campaign: Campaign, cast: Cast) -> Version:
    row = upload(campaign, cast, f"{SECRET}.txt", f"9月底前制定{SECRET}方案。\n每月报送{SECRET}进展。", unit=cast.north, title=SECRET)
    reader.read_waiting()
    return Version.objects.get(pk=row.pk)


def everything_said() -> str:
    return "".join(Payload.objects.values_list("body", flat=True)) + str([list(model.objects.values()) for model in (Document, Version, Duty)])


@pytest.mark.django_db(transaction=True)
def test_no_word_of_it_is_left_and_the_chain_still_holds(live_cast: Cast) -> None:
    from luoshi.web.documents import actions

    cast = live_cast
    campaign = actions.open_campaign("攻坚行动", cast.nation, by=acting(cast.li), person=cast.li)
    row = upload(campaign, cast, f"{SECRET}.txt", f"9月底前制定{SECRET}方案。\n每月报送{SECRET}进展。", unit=cast.north, title=SECRET)
    reader.read_waiting()
    duty = Duty.objects.filter(document=row.document_id).first()
    assert duty
    with transaction.atomic():
        record("duty.accepted", campaign.chain, {duty.subject: {"status": "accepted", "note": SECRET}}, by=acting(cast.li))
    remove(row.document, by=acting(cast.zhao), person=cast.zhao, why="含个人信息")
    assert SECRET not in everything_said() and not Reading.objects.exists()
    assert not files.path_of(row.file).exists() and not StoredFile.objects.exists()
    gone = Version.objects.get(pk=row.pk)
    assert gone.file == row.file and gone.document.why == "含个人信息" and gone.document.status == "removed"
    assert set(Duty.objects.filter(document=row.document_id).values_list("status", flat=True)) == {"removed"}
    assert the_log_holds(campaign)
    assert Entry.objects.filter(kind="payload.removed").count() == 1


def test_removed_days_after_it_was_read_the_tables_are_still_what_the_log_says(version: Version, campaign: Campaign, cast: Cast) -> None:
    duty = Duty.objects.filter(document=version.document_id)[0]
    with clock.at(clock.now() + timedelta(days=2)):
        accept([duty], by=acting(cast.li), person=cast.li)
    with clock.at(clock.now() + timedelta(days=5)):
        remove(version.document, by=acting(cast.zhao), person=cast.zhao, why="误传")
        assert list(differences()) == []
    assert the_log_holds(campaign)


def test_bytes_that_another_document_has_stay(campaign: Campaign, cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    first = upload(campaign, cast, "a.txt", PLAN, unit=cast.north)
    second = upload(campaign, cast, "b.txt", PLAN, unit=cast.south)
    with django_capture_on_commit_callbacks(execute=True):     # type: ignore[operator]
        remove(first.document, by=acting(cast.zhao), person=cast.zhao, why="误传")
    assert files.content_of(second.file) == PLAN.encode()
    with django_capture_on_commit_callbacks(execute=True):     # type: ignore[operator]
        remove(second.document, by=acting(cast.zhao), person=cast.zhao, why="误传")
    assert not files.path_of(second.file).exists()


def test_a_duty_of_another_document_keeps_its_state_without_the_removed_words(campaign: Campaign, cast: Cast, version: Version) -> None:
    other = upload(campaign, cast, "b.txt", PLAN, unit=cast.north)
    reader.read_waiting()
    kept, merged = Duty.objects.filter(document=other.document_id).first(), Duty.objects.filter(document=version.document_id).first()
    assert kept and merged
    record("duty.merged", campaign.chain, {kept.subject: {"sources": [*kept.sources, *merged.sources]}, merged.subject: {"status": "merged", "into": kept.pk}}, by=acting(cast.li))
    remove(version.document, by=acting(cast.zhao), person=cast.zhao, why="误传")
    kept.refresh_from_db()
    assert kept.status == "found" and kept.words and {source["version"] for source in kept.sources} == {other.pk}
    assert SECRET not in everything_said()
    assert the_log_holds(campaign)


def test_all_versions_and_changed_headers_go(campaign: Campaign, cast: Cast, version: Version) -> None:
    from luoshi.web.documents import actions

    document = Document.objects.get(pk=version.document_id)
    actions.change_header(document, by=acting(cast.li), person=cast.li, number=f"{SECRET}号")
    actions.add_version(document, f"{SECRET}.txt", f"10月底前制定{SECRET}方案。".encode(), by=acting(cast.li), person=cast.li)
    reader.read_waiting()
    remove(Document.objects.get(pk=document.pk), by=acting(cast.zhao), person=cast.zhao, why="误传")
    assert SECRET not in everything_said()
    assert the_log_holds(campaign)


def test_a_clerk_may_not_and_no_one_without_a_reason(campaign: Campaign, cast: Cast, version: Version) -> None:
    with pytest.raises(ActRefused):
        remove(version.document, by=acting(cast.li), person=cast.li, why="误传")
    with pytest.raises(ActRefused):
        remove(version.document, by=acting(cast.zhao), person=cast.zhao, why=" ")


def test_what_waits_to_be_read_can_be_removed(campaign: Campaign, cast: Cast) -> None:
    waiting = upload(campaign, cast, "a.txt", PLAN, unit=cast.north)
    remove(waiting.document, by=acting(cast.zhao), person=cast.zhao, why="误传")
    assert reader.read_waiting() == 0 and not Duty.objects.exists()
    assert the_log_holds(campaign)


def test_a_reprint_of_what_is_removed_gets_the_duties(campaign: Campaign, cast: Cast) -> None:
    first = upload(campaign, cast, "a.txt", PLAN, unit=cast.north)
    second = upload(campaign, cast, "b.txt", PLAN + " ", unit=cast.north)
    reader.read_waiting()
    assert not second.document.duties.exists()
    remove(first.document, by=acting(cast.zhao), person=cast.zhao, why="误传")
    reader.read_waiting()
    assert second.document.duties.count() == 2
    assert the_log_holds(campaign)
