"""A newer version takes the duties with it: each is anchored where its words stand now or marked as floating, and none is lost."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.web.cast import Cast, make_cast
from tests.web.documents.conftest import PLAN, the_log_holds, upload

import luoshi
from luoshi.web import reader
from luoshi.web.documents import actions
from luoshi.web.documents.models import Campaign, Document, Version
from luoshi.web.ledger.actions.anchoring import Text, places_in
from luoshi.web.ledger.actions.finding import take_in
from luoshi.web.ledger.models import Duty
from luoshi.web.log.actions import record
from luoshi.web.people.acting import SYSTEM, acting

FIRST = "一是9月底前制定实施方案。\n二是每月报送进展情况。\n三是成立领导小组，由主要负责人任组长。\n"


def read_newer(document: Document, cast: Cast, text: str) -> Version:
    version = actions.add_version(Document.objects.get(pk=document.pk), "b.txt", text.encode(), by=acting(cast.li), person=cast.li)
    reader.read_waiting()
    return version


@pytest.fixture
def document(campaign: Campaign, cast: Cast) -> Document:
    version = upload(campaign, cast, "a.txt", FIRST, unit=cast.north)
    reader.read_waiting()
    return Document.objects.get(pk=version.document_id)


def duty(document: Document, words: str) -> Duty:
    return Duty.objects.get(document=document, words__contains=words)


def accept(row: Duty, cast: Cast) -> None:
    record("duty.accepted", row.campaign.chain, {row.subject: {"status": "accepted", "note": "核过"}}, by=acting(cast.li))


def test_words_that_moved_are_found_where_they_stand_now(document: Document, cast: Cast, campaign: Campaign) -> None:
    row = duty(document, "每月报送")
    version = read_newer(document, cast, "先说明情况。\n" + FIRST)
    row.refresh_from_db()
    source = row.sources[0]
    text = version.reading.extraction.document.text
    assert source["version"] == version.pk and text[source["start"] : source["end"]] == source["words"] == row.words
    assert Duty.objects.filter(document=document).count() == len(luoshi.extract(luoshi.read_text(FIRST)).duties)
    assert the_log_holds(campaign)


def test_a_row_that_nobody_touched_reads_as_the_newer_text_says(document: Document, cast: Cast) -> None:
    read_newer(document, cast, FIRST.replace("9月底前", "10月底前"))
    assert duty(document, "实施方案").due == "2018-10-31"


def test_a_settled_row_keeps_its_settlement_and_its_words(document: Document, cast: Cast, campaign: Campaign) -> None:
    row = duty(document, "实施方案")
    accept(row, cast)
    version = read_newer(document, cast, FIRST.replace("9月底前", "10月底前"))
    row.refresh_from_db()
    assert (row.status, row.note, row.due) == ("accepted", "核过", "2018-09-30")
    assert row.sources[0]["version"] == version.pk and "10月底前" in row.sources[0]["words"]
    assert the_log_holds(campaign)


def test_what_is_no_longer_said_floats_and_is_told(document: Document, cast: Cast, campaign: Campaign) -> None:
    row = duty(document, "领导小组")
    accept(row, cast)
    read_newer(document, cast, FIRST.split("三是")[0])
    row.refresh_from_db()
    assert row.status == "accepted" and row.sources[0]["floating"] is True
    assert the_log_holds(campaign)


def test_what_floated_is_found_again_when_it_is_said_again(document: Document, cast: Cast) -> None:
    row = duty(document, "领导小组")
    read_newer(document, cast, FIRST.split("三是")[0])
    third = read_newer(document, cast, FIRST + "四是定期通报。")
    row.refresh_from_db()
    assert "floating" not in row.sources[0] and row.sources[0]["version"] == third.pk


def test_only_what_is_new_becomes_a_row(document: Document, cast: Cast) -> None:
    before = set(Duty.objects.values_list("pk", flat=True))
    read_newer(document, cast, FIRST + "四是建立船舶污染物接收台账。\n")
    new = Duty.objects.exclude(pk__in=before)
    assert new and all("台账" in row.words and row.status == "found" for row in new)


def test_a_source_in_another_document_stays(document: Document, cast: Cast, campaign: Campaign) -> None:
    other = upload(campaign, cast, "c.txt", PLAN, unit=cast.north)
    reader.read_waiting()
    row, foreign = duty(document, "领导小组"), Duty.objects.filter(document=other.document_id).first()
    assert foreign
    record("duty.anchored", campaign.chain, {row.subject: {"sources": [*row.sources, *foreign.sources]}}, by=SYSTEM)
    read_newer(document, cast, FIRST.split("三是")[0])
    row.refresh_from_db()
    assert [bool(source.get("floating")) for source in row.sources] == [True, False]


def test_a_version_that_is_read_after_a_newer_one_moves_nothing(document: Document, cast: Cast, campaign: Campaign) -> None:
    second = actions.add_version(document, "b.txt", "只有一句。".encode(), by=acting(cast.li))
    third = actions.add_version(document, "c.txt", (FIRST + "完。").encode(), by=acting(cast.li))
    for version in (third, second):
        take_in(version, luoshi.extract(luoshi.read_text({third.pk: FIRST + "完。", second.pk: "只有一句。"}[version.pk], name="x")), by=SYSTEM)
    assert all(source["version"] == third.pk for row in Duty.objects.filter(document=document) for source in row.sources)
    assert the_log_holds(campaign)


def test_a_unit_that_is_corrected_takes_the_rows_with_it(document: Document, cast: Cast, campaign: Campaign) -> None:
    settled = duty(document, "每月报送")
    accept(settled, cast)
    actions.change_header(document, by=acting(cast.li), person=cast.li, unit=cast.south)
    reader.read_waiting()
    assert duty(document, "实施方案").unit == cast.south
    settled.refresh_from_db()
    assert (settled.status, settled.note, settled.unit, settled.lead) == ("accepted", "核过", cast.south, cast.south)
    assert the_log_holds(campaign)


def test_the_words_of_one_unit_are_not_looked_for_in_anothers() -> None:
    same = "每月报送进展情况。"
    old, new = Text(f"甲局\n{same}\n乙局\n另有安排。", speaker=lambda at: "甲" if at < 13 else "乙"), Text(f"甲局\n另有安排。\n乙局\n{same}", speaker=lambda at: "甲" if at < 9 else "乙")
    assert places_in(new, old, [(3, 3 + len(same))]) == {}


SENTENCES = ("9月底前制定实施方案。", "每月报送进展情况。", "成立领导小组。", "每季度召开一次会议。", "开展安全检查。", "建立责任清单。", "到2020年完成改造80%。", "加强组织领导。", "每月报送进展情况。")


class NoneFloatsSilently(TestCase):
    """Whatever is moved, left out, doubled or changed: every duty of the document has an anchor in the latest version, or a flag."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(first=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8), newer=st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8), min_size=1, max_size=3))
    def test_none_floats_silently(self, first: list[str], newer: list[list[str]]) -> None:
        with transaction.atomic():
            cast = make_cast()
            campaign = actions.open_campaign("x", cast.nation, by=SYSTEM)
            version = actions.receive(campaign, "a.txt", "\n".join(first).encode(), by=SYSTEM, kind="response", unit=cast.north)
            take_in(version, luoshi.extract(luoshi.read_text("\n".join(first), name="a.txt")), by=SYSTEM)
            for number, sentences in enumerate(newer):
                text = "\n".join(sentences) + f"\n第{number}稿。"
                version = actions.add_version(version.document, "b.txt", text.encode(), by=SYSTEM)
                extraction = luoshi.extract(luoshi.read_text(text, name="b.txt"))
                take_in(version, extraction, by=SYSTEM)
                rows = list(Duty.objects.filter(document=version.document_id))
                for row in rows:
                    for source in row.sources:
                        assert source.get("floating") or (source["version"] == version.pk and extraction.document.text[source["start"] : source["end"]] == source["words"])
                held = {(s["start"], s["end"]) for row in rows for s in row.sources if not s.get("floating")}
                assert all(any(a < duty.end and duty.start < b for a, b in held) for duty in extraction.duties)
            assert the_log_holds(campaign)
            transaction.set_rollback(True)
