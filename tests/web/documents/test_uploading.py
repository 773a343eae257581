"""Files come in: each is taken or told why not, none stops the others, and nothing is half-done."""

from __future__ import annotations

import errno
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from tests.web.cast import Cast
from tests.web.documents.conftest import EXAMPLES, PLAN, signed_in, the_log_holds, upload

from luoshi.errors import SiteUnwritable
from luoshi.web import reader
from luoshi.web.documents import actions, files
from luoshi.web.documents.models import Campaign, Document, Version
from luoshi.web.documents.views.document import disposition_of


def send(campaign: Campaign, person: Any, *named: tuple[str, bytes], **more: Any) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in named]
    facts = {"file-what": "response.reply", "file-received_on": "", **{f"file-{key}": value for key, value in more.items()}}
    return signed_in(person).post(f"/campaigns/{campaign.pk}/documents/upload/", {"files": sent, **facts}, follow=True)


def test_several_files_at_once_and_one_bad_one_stops_none(campaign: Campaign, cast: Cast) -> None:
    page = send(campaign, cast.li, ("a.docx", (EXAMPLES / "plan.docx").read_bytes()), ("b.png", b"\x89PNG\r\n\x1a\n0000"), ("c.pdf", (EXAMPLES / "plan.pdf").read_bytes()), ("d.txt", b""))
    assert page.status_code == 200 and Document.objects.count() == 2
    words = page.content.decode()
    assert "b.png" in words and "图" in words and "d.txt" in words and "文件是空的" in words
    assert the_log_holds(campaign)


def test_a_damaged_file_is_told_by_its_own_kind_and_its_name_once(campaign: Campaign, cast: Cast) -> None:
    page = send(campaign, cast.li, ("坏.docx", b"PK\x03\x04" + bytes(500))).content.decode()
    assert "不能按 docx 读取" in page and "坏.docx：" not in page


def test_the_same_bytes_are_recognised_and_told(campaign: Campaign, cast: Cast) -> None:
    upload(campaign, cast, "a.txt", PLAN, unit=cast.north)
    page = send(campaign, cast.li, ("b.txt", PLAN.encode()))
    assert "已有相同内容" in page.content.decode() and Document.objects.count() == 1


def test_a_reprint_is_linked_and_not_counted_twice(campaign: Campaign, cast: Cast) -> None:
    first = upload(campaign, cast, "a.txt", PLAN, unit=cast.north)
    second = upload(campaign, cast, "b.txt", PLAN.replace("。", "。  "), unit=cast.north)
    reader.read_waiting()
    again = Version.objects.get(pk=second.pk)
    assert again.same_as_id == first.pk and not again.document.duties.exists()
    assert the_log_holds(campaign)


def test_the_same_words_of_two_units_are_two_sources(campaign: Campaign, cast: Cast) -> None:
    upload(campaign, cast, "a.txt", PLAN, unit=cast.north)
    second = upload(campaign, cast, "b.txt", PLAN + " ", unit=cast.south)
    reader.read_waiting()
    again = Version.objects.get(pk=second.pk)
    assert again.same_as_id and again.document.duties.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "..\\..\\x.txt", "a/b/c.txt", "x\n\r.txt", "<script>alert(1)</script>.txt", "甲" * 300 + ".txt", "x" + "." * 300 + "txt"])
def test_a_hostile_name_is_only_a_name(campaign: Campaign, cast: Cast, name: str) -> None:
    send(campaign, cast.li, (name, PLAN.encode()), unit=cast.north.pk)
    for version in Version.objects.all():
        assert "/" not in version.name and "\\" not in version.name and "\n" not in version.name and len(version.name) <= 200
        assert files.path_of(version.file).resolve().is_relative_to(Path(files.settings.MEDIA_ROOT).resolve())
        page = signed_in(cast.li).get(f"/documents/{version.document_id}/").content.decode()
        assert "<script>alert" not in page
        answer = signed_in(cast.li).get(f"/documents/{version.document_id}/file/{version.pk}/")
        assert "\n" not in answer["Content-Disposition"] and b"".join(answer.streaming_content) == PLAN.encode()


def test_a_page_with_script_is_served_as_an_attachment_and_read_as_words(campaign: Campaign, cast: Cast) -> None:
    page = "<html><body><p>9月底前制定<b>实施</b>方案<script>alert(1)</script>&lt;img src=x onerror=alert(2)&gt;。</p></body></html>".encode()
    version = upload(campaign, cast, "a.html", page, unit=cast.north)
    reader.read_waiting()
    shown = signed_in(cast.li).get(f"/documents/{version.document_id}/")
    assert "<img src=x" not in shown.content.decode() and "alert(1)" not in shown.content.decode() and "script-src 'self'" in shown["Content-Security-Policy"]
    answer = signed_in(cast.li).get(f"/documents/{version.document_id}/file/{version.pk}/")
    assert answer["Content-Type"] == "application/octet-stream" and answer["X-Content-Type-Options"] == "nosniff"
    answer.close()
    assert answer["Content-Disposition"].startswith("attachment") and "sandbox" in answer["Content-Security-Policy"]


def test_script_in_a_text_is_shown_as_words(campaign: Campaign, cast: Cast) -> None:
    version = upload(campaign, cast, "a.txt", "9月底前制定<script>alert(1)</script>方案。", unit=cast.north, title="<b>x</b>")
    reader.read_waiting()
    for address in (f"/documents/{version.document_id}/?at=0-40", f"/campaigns/{campaign.pk}/documents/", f"/campaigns/{campaign.pk}/", f"/documents/{version.document_id}/change/"):
        page = signed_in(cast.li).get(address).content.decode()
        assert "<script>alert" not in page and "<b>x</b>" not in page, address


def test_a_bomb_is_refused_and_the_next_file_is_read(campaign: Campaign, cast: Cast) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<x/>")
        packed.writestr("word/document.xml", b"0" * 400_000_000)
    send(campaign, cast.li, ("a.docx", bomb.getvalue()), ("b.txt", PLAN.encode()), unit=cast.north.pk)
    reader.read_waiting()
    assert {version.name: version.status for version in Version.objects.all()} in ({"a.docx": "failed", "b.txt": "read"}, {"b.txt": "read"})


def test_a_pdf_that_claims_ten_thousand_pages_ends(campaign: Campaign, cast: Cast) -> None:
    kids = " ".join(["3 0 R"] * 10_000)
    pdf = f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 10000/Kids[{kids}]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF".encode()
    version = upload(campaign, cast, "a.pdf", pdf, unit=cast.north)
    reader.read_waiting()
    version.refresh_from_db()
    assert version.status == "failed" and version.trouble["zh"]


def test_a_file_that_is_too_large_is_refused_while_it_streams(campaign: Campaign, cast: Cast, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 100_000
    page = send(campaign, cast.li, ("big.txt", b"x" * 300_000), ("b.txt", PLAN.encode()), unit=cast.north.pk)
    assert Version.objects.get().name == "b.txt" and "big.txt" in page.content.decode() and page.status_code == 200


def test_a_full_disk_gives_a_sentence_and_nothing_half_done(campaign: Campaign, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    page = send(campaign, cast.li, ("b.txt", PLAN.encode()), unit=cast.north.pk)
    assert "磁盘已满" in page.content.decode() and not Document.objects.exists() and the_log_holds(campaign)
    assert not files.path_of(files.digest_of(PLAN.encode())).exists()


def test_a_read_only_database_gives_a_sentence(campaign: Campaign, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(actions, "record", refuse)
    with pytest.raises(SiteUnwritable) as told:
        actions.receive(campaign, "a.txt", PLAN.encode(), by=actions.By(), kind="response", unit=cast.north)
    assert "不可写" in told.value.zh


def test_what_a_killed_upload_left_is_swept(campaign: Campaign, cast: Cast) -> None:
    kept = upload(campaign, cast, "a.txt", PLAN, unit=cast.north)
    orphan = files.path_of("f" * 64)
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"x")
    half = orphan.with_name("f" * 64 + ".1.half")
    half.write_bytes(b"x")
    left = files.sweep(older_than=-1)
    assert {orphan, half} <= set(left) and not orphan.exists() and files.path_of(kept.file).exists()


def test_words_typed_in_become_a_text_file(campaign: Campaign, cast: Cast) -> None:
    given = {"typed-text": PLAN, "typed-title": "电话答复", "typed-what": "response.reply", "typed-unit": cast.north.pk, "typed-paper": "机要柜 3 号盒"}
    page = signed_in(cast.li).post(f"/campaigns/{campaign.pk}/documents/type/", given, follow=True)
    document = Document.objects.get()
    assert page.status_code == 200 and (document.title, document.unit, document.paper) == ("电话答复", cast.north, "机要柜 3 号盒")
    reader.read_waiting()
    assert document.duties.count() == 2


def test_a_unit_that_was_asked_enters_its_own_reply(campaign: Campaign, cast: Cast) -> None:
    given = {"typed-text": PLAN, "typed-what": "response.reply", "typed-unit": cast.north.pk}
    assert signed_in(cast.wang).post(f"/campaigns/{campaign.pk}/documents/type/", given).status_code == 302
    assert Document.objects.get().unit == cast.north
    given["typed-unit"] = cast.south.pk
    assert signed_in(cast.wang).post(f"/campaigns/{campaign.pk}/documents/type/", given).status_code == 422
    assert Document.objects.count() == 1


def test_names_of_downloads_are_quoted() -> None:
    assert disposition_of("报告 1.docx") == "attachment; filename=\"file.docx\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A%201.docx"


def test_a_newer_version_of_the_same_bytes_is_refused(campaign: Campaign, cast: Cast) -> None:
    version = upload(campaign, cast, "a.txt", PLAN, unit=cast.north)
    answer = signed_in(cast.li).post(f"/documents/{version.document_id}/version/", {"file": SimpleUploadedFile("b.txt", PLAN.encode())})
    assert answer.status_code == 400 and "完全相同" in answer.content.decode()
