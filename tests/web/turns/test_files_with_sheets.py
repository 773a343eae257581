"""Evidence dropped together with the sheets: attached where a row names it, said where none does, and never chosen in silence."""

from __future__ import annotations

import re
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.web.turns.conftest import Signed
from tests.web.turns.test_sheets import confirmed, downloaded, filled_in

from luoshi.packs import load_evidence_kinds
from luoshi.web import clock
from luoshi.web.documents import files
from luoshi.web.ledger.actions.dropped import Dropped, Files
from luoshi.web.ledger.actions.turning import check_return, open_turn
from luoshi.web.ledger.models import EvidenceFile, Return, Turn
from luoshi.web.log.models import Entry
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting

PHOTO, OTHER = b"\xff\xd8 a photo", b"\xff\xd8 another photo"


@pytest.fixture
def asked(signed: Signed) -> Turn:
    with clock.at("2019-01-02T09:00"):
        return open_turn(signed.made.campaign, date(2018, 10, 1), date(2018, 12, 31), date(2019, 1, 10), by=acting(signed.cast.li), person=signed.cast.li)


def dropped(client: Any, turn: Turn, *sent: tuple[str, bytes]) -> Any:
    with clock.at("2019-01-05T09:00"):
        return client.post(f"/turns/{turn.pk}/import/", {"files": [SimpleUploadedFile(name, content) for name, content in sent]})


def sheet(client: Any, turn: Turn, unit: Any, evidence: str, **more: str) -> bytes:
    return filled_in(downloaded(client, turn, unit), {"state": "推进中", "said": "已排查", "day": "12月28日", "evidence": evidence} | more)


def taken(client: Any, turn: Turn, looked: Any, **choices: str) -> None:
    with clock.at("2019-01-05T09:00"):
        assert confirmed(client, turn, looked, **choices).status_code == 302


def given_by(unit: Any) -> Return:
    return Return.objects.get(unit=unit, given_count__gt=0)


def file_fields(looked: Any) -> list[str]:
    """The fields in which one of several files is chosen."""
    return sorted(set(re.findall(r'name="(file-[^"]+)"', looked.content.decode())))


def test_a_file_that_a_row_names_is_attached_with_its_kind_and_date(asked: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    looked = dropped(client, asked, ("north.xlsx", sheet(client, asked, signed.cast.north, "整改照片.jpg；验收单")), ("整改照片.jpg", PHOTO))
    page = looked.content.decode()
    assert "将附上" in page and "写到而没有放入的文件" in page and "验收单" in page
    prefix = f"e{sha256(PHOTO).hexdigest()[:16]}"
    kind = next(kind.code for kind in load_evidence_kinds().kinds if kind.counts)
    taken(client, asked, looked, **{f"{prefix}-kind": kind, f"{prefix}-dated": "2018-12-27"})
    row = given_by(signed.cast.north)
    photo, named = row.evidence
    assert (photo["file"], photo["name"], photo["dated"], photo["kind"]) == (sha256(PHOTO).hexdigest(), "整改照片.jpg", "2018-12-27", kind)
    assert named == {"file": "", "name": "验收单", "dated": "", "kind": "", "note": ""}, "what no file answers is named only"
    sent = client.get(reverse("ledger:evidence", args=[row.pk, photo["file"]]))
    assert b"".join(sent.streaming_content) == PHOTO
    assert list(differences()) == []


def test_the_same_files_twice_change_nothing(asked: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    sent = (("north.xlsx", sheet(client, asked, signed.cast.north, "照片")), ("照片.jpg", PHOTO))
    looked = dropped(client, asked, *sent)
    taken(client, asked, looked)
    entries = Entry.objects.count()
    assert confirmed(client, asked, looked).status_code == 409
    again = dropped(client, asked, *sent)
    assert again.context["plan"].same == 1 and not again.context["plan"].claimed and "已经附上、这次不变的文件" in again.content.decode()
    assert Entry.objects.count() == entries and given_by(signed.cast.north).given_count == 1


def test_a_file_that_no_row_names_is_said_and_not_kept(asked: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    looked = dropped(client, asked, ("north.xlsx", sheet(client, asked, signed.cast.north, "")), ("没人写到.pdf", b"%PDF-1.4 x"))
    assert "没有哪一项写到" in looked.content.decode() and "没人写到.pdf" in looked.content.decode()
    taken(client, asked, looked)
    assert given_by(signed.cast.north).evidence == [] and not files.path_of(sha256(b"%PDF-1.4 x").hexdigest()).exists()


def test_two_files_of_one_name_are_both_shown_and_the_clerk_chooses_for_each_row(asked: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.li)
    sheets = [(f"{unit.pk}.xlsx", sheet(client, asked, unit, "照片.jpg")) for unit in (signed.cast.north, signed.cast.south)]
    looked = dropped(client, asked, *sheets, ("照片.jpg", PHOTO), ("照片.jpg", OTHER))
    page = looked.content.decode()
    assert sha256(PHOTO).hexdigest()[:8] in page and sha256(OTHER).hexdigest()[:8] in page and "同名文件不止一份" in page
    (north,) = [field for field in file_fields(looked) if Return.objects.get(pk=field.split("-")[1]).unit == signed.cast.north]
    taken(client, asked, looked, **{north: sha256(OTHER).hexdigest()})
    assert given_by(signed.cast.north).evidence[0]["file"] == sha256(OTHER).hexdigest()
    assert given_by(signed.cast.south).evidence[0]["file"] == "", "where nothing was chosen it is named only"


def test_a_file_that_comes_later_is_attached_to_what_named_it(asked: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    taken(client, asked, dropped(client, asked, ("north.xlsx", sheet(client, asked, signed.cast.north, "照片"))))
    looked = dropped(client, asked, ("照片.jpg", PHOTO))
    taken(client, asked, looked)
    row = given_by(signed.cast.north)
    assert [(one["name"], one["file"]) for one in row.evidence] == [("照片.jpg", sha256(PHOTO).hexdigest())]
    assert (row.words, row.happened_on, row.given_count) == ("已排查", date(2018, 12, 28), 2), "all else stays as it was"
    assert list(differences()) == []


def test_a_new_version_of_a_file_takes_the_place_of_the_old_one_which_stays_known(asked: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    file = sheet(client, asked, signed.cast.north, "照片.jpg")
    taken(client, asked, dropped(client, asked, ("north.xlsx", file), ("照片.jpg", PHOTO)))
    looked = dropped(client, asked, ("照片.jpg", OTHER))
    assert "将换成这一份" in looked.content.decode()
    taken(client, asked, looked)
    assert given_by(signed.cast.north).evidence[0]["file"] == sha256(OTHER).hexdigest()
    assert EvidenceFile.objects.filter(return_row=given_by(signed.cast.north)).count() == 2


def test_a_workbook_may_be_evidence_where_a_row_names_it(asked: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    book = b"PK\x03\x04 some table of another office"
    looked = dropped(client, asked, ("north.xlsx", sheet(client, asked, signed.cast.north, "台账.xlsx")), ("台账.xlsx", book), ("别的表.xlsx", b"no sheet"))
    assert [one["name"] for one in looked.context["bad"]] == ["别的表.xlsx"]
    taken(client, asked, looked)
    assert given_by(signed.cast.north).evidence[0]["file"] == sha256(book).hexdigest()


def test_what_was_accepted_gets_no_file_any_more(asked: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    taken(client, asked, dropped(client, asked, ("north.xlsx", sheet(client, asked, signed.cast.north, "照片"))))
    with clock.at("2019-01-05T10:00"):
        check_return(given_by(signed.cast.north), "accepted", by=acting(signed.he), person=signed.he)
    looked = dropped(client, asked, ("照片.jpg", PHOTO))
    assert not looked.context["plan"].claimed and [file.name for file in looked.context["plan"].unnamed] == ["照片.jpg"]


def test_a_file_that_is_too_large_is_refused_and_stops_no_other(asked: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    file = sheet(client, asked, signed.cast.north, "大.pdf")
    with override_settings(UPLOAD_LIMIT=len(file) + 1):
        looked = dropped(client, asked, ("north.xlsx", file), ("大.pdf", b"x" * (len(file) + 2)))
    assert [one["name"] for one in looked.context["bad"]] == ["大.pdf"] and len(looked.context["claimed"]) == 1
    taken(client, asked, looked)
    assert given_by(signed.cast.north).evidence[0]["file"] == ""


def test_what_was_laid_aside_too_long_is_asked_for_again(asked: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    looked = dropped(client, asked, ("north.xlsx", sheet(client, asked, signed.cast.north, "照片")), ("照片.jpg", PHOTO))
    files.sweep(older_than=-timedelta(hours=1).total_seconds())
    with clock.at("2019-01-05T09:00"):
        refused = confirmed(client, asked, looked)
    assert "请重新放入文件" in refused.content.decode() and not Return.objects.filter(given_count__gt=0).exists()


def test_a_file_of_another_unit_is_not_reached_by_its_name(asked: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    taken(client, asked, dropped(client, asked, ("north.xlsx", sheet(client, asked, signed.cast.north, "照片"))))
    client.force_login(signed.cast.chen)
    looked = dropped(client, asked, ("照片.jpg", PHOTO))
    assert not looked.context["plan"].claimed and [file.name for file in looked.context["plan"].unnamed] == ["照片.jpg"]


# -- which file a name means ---------------------------------------------------------------------------------------

FILES = [Dropped("台账.xlsx", "a", 1), Dropped("台账.pdf", "b", 1), Dropped("照片.JPG", "c", 1), Dropped("照片.jpg", "d", 1), Dropped("照片.jpg", "d", 1)]


@pytest.mark.parametrize(("name", "meant"), [("台账.pdf", "b"), ("台账", "ab"), ("照片.jpg", "cd"), ("ＡＢ", ""), ("照片", "cd"), ("台账.doc", ""), (" 台账．ｐｄｆ ", "b")])
def test_a_name_means_the_files_of_that_name_with_or_without_its_ending(name: str, meant: str) -> None:
    assert "".join(file.sha256 for file in Files(FILES).meant(name)) == meant


@given(st.lists(st.tuples(st.sampled_from(["甲.pdf", "甲.jpg", "乙.pdf"]), st.sampled_from("xyz")), max_size=6), st.sampled_from(["甲.pdf", "甲", "乙", "丙"]))
def test_no_file_is_lost_among_those_that_a_name_means(sent: list[tuple[str, str]], name: str) -> None:
    found = Files(Dropped(file, digest, 1) for file, digest in sent).meant(name)
    assert {file.sha256 for file in found} == {digest for file, digest in sent if file == name or file.rpartition(".")[0] == name}
    assert len(found) == len({file.sha256 for file in found})
