"""Files are read in the background: what is found becomes duties, what fails says why, and nothing is read twice."""

from __future__ import annotations

import io
import time
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from tests.web.cast import Cast
from tests.web.documents.conftest import EXAMPLES, the_log_holds, upload

from luoshi.web import clock, reader
from luoshi.web.documents import actions, files
from luoshi.web.documents.models import FAILED, READ, Campaign, Document, ReadingJob
from luoshi.web.documents.reading import Asked, ReadingProcess
from luoshi.web.ledger.models import Duty
from luoshi.web.people.acting import acting


@pytest.mark.parametrize("name", ["plan.docx", "plan.pdf", "plan.txt", "plan.html"])
def test_a_real_file_of_each_format_becomes_duties(campaign: Campaign, cast: Cast, name: str) -> None:
    version = upload(campaign, cast, name, (EXAMPLES / name).read_bytes())
    assert reader.read_waiting() == 1
    version.refresh_from_db()
    assert version.status == READ and not ReadingJob.objects.exists()
    assert Duty.objects.filter(document=version.document_id).count() >= 35
    assert Document.objects.get(pk=version.document_id).title.startswith("江浦省")
    assert the_log_holds(campaign)


def test_the_campaigns_date_gives_deadlines_their_year(campaign: Campaign, cast: Cast) -> None:
    upload(campaign, cast, "a.txt", "我局将于9月底前制定实施方案。".encode(), unit=cast.north)
    reader.read_waiting()
    assert Duty.objects.get().due == "2018-09-30"


def test_a_text_that_names_nobody_is_the_units_that_sent_it(campaign: Campaign, cast: Cast) -> None:
    upload(campaign, cast, "a.txt", "将于9月底前制定实施方案。".encode(), unit=cast.north)
    reader.read_waiting()
    assert Duty.objects.get().unit == cast.north and Duty.objects.get().unit_name == cast.north.name


def test_a_text_that_names_its_unit_needs_no_one_to_say_so(campaign: Campaign, cast: Cast) -> None:
    version = upload(campaign, cast, "a.txt", f"{cast.south.name}\n关于贯彻落实的报告\n我局将于9月底前制定实施方案。".encode())
    reader.read_waiting()
    assert Document.objects.get(pk=version.document_id).unit == cast.south


def a_table(rows: list[list[str]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_each_row_of_a_table_is_a_document(campaign: Campaign, cast: Cast) -> None:
    table = a_table([["单位", "贯彻落实意见"], [cast.north.name, "9月底前制定实施方案。"], [cast.south.name, "每月报送进展情况。"]])
    upload(campaign, cast, "汇总.xlsx", table)
    reader.read_waiting()
    assert [(d.unit, d.version.part, d.duties.count()) for d in Document.objects.all()] == [(cast.north, 1, 1), (cast.south, 2, 1)]
    assert the_log_holds(campaign)


def test_a_newer_version_is_one_document(campaign: Campaign, cast: Cast) -> None:
    first = upload(campaign, cast, "a.txt", "9月底前制定实施方案。".encode(), unit=cast.north)
    reader.read_waiting()
    table = a_table([["单位", "贯彻落实意见"], [cast.north.name, "9月底前制定实施方案。"], [cast.south.name, "每月报送进展情况。"]])
    second = actions.add_version(Document.objects.get(pk=first.document_id), "b.xlsx", table, by=acting(cast.li), person=cast.li)
    reader.read_waiting()
    second.refresh_from_db()
    assert second.status == FAILED and second.trouble["code"] == "reading.many"


def test_what_cannot_be_read_says_why_in_both_languages_and_can_be_tried_again(campaign: Campaign, cast: Cast) -> None:
    version = upload(campaign, cast, "a.docx", (EXAMPLES / "plan.docx").read_bytes()[:3000])
    reader.read_waiting()
    version.refresh_from_db()
    assert version.status == FAILED and version.trouble["zh"].startswith("a.docx") and version.trouble["en"] and not ReadingJob.objects.exists()
    actions.retry(version, by=acting(cast.li), person=cast.li)
    assert ReadingJob.objects.get().attempts == 0
    assert the_log_holds(campaign)


def test_a_file_that_fails_does_not_stop_the_others(campaign: Campaign, cast: Cast) -> None:
    upload(campaign, cast, "a.docx", (EXAMPLES / "plan.docx").read_bytes()[:3000])
    good = upload(campaign, cast, "b.txt", "9月底前制定实施方案。".encode())
    assert reader.read_waiting() == 2
    good.refresh_from_db()
    assert good.status == READ


def test_bytes_that_are_gone_are_told(campaign: Campaign, cast: Cast) -> None:
    version = upload(campaign, cast, "a.txt", "9月底前制定实施方案。".encode())
    files.path_of(version.file).unlink()
    reader.read_waiting()
    version.refresh_from_db()
    assert version.trouble["code"] == "reading.gone"


def test_two_readers_never_take_one_file(campaign: Campaign, cast: Cast) -> None:
    upload(campaign, cast, "a.txt", "9月底前制定实施方案。".encode())
    assert reader.take_job() is not None and reader.take_job() is None


def test_what_a_reader_held_is_free_when_its_lease_ends(campaign: Campaign, cast: Cast) -> None:
    upload(campaign, cast, "a.txt", "9月底前制定实施方案。".encode())
    held = reader.take_job()
    assert held
    with clock.at(clock.now() + reader.LEASE + timedelta(seconds=1)):
        other = reader.take_job()
    assert other and other.pk == held.pk and other.attempts == 2


def test_what_a_dead_reader_held_is_free_at_once(campaign: Campaign, cast: Cast) -> None:
    upload(campaign, cast, "a.txt", "9月底前制定实施方案。".encode())
    reader.take_job()
    host, pid, *_ = reader.this_reader().split(" ")
    ReadingJob.objects.update(holder=f"{host} {pid} 1 1")     # the same number, of a process that began at another time
    assert reader.take_job() is not None


def test_a_reader_that_lost_its_job_keeps_nothing(campaign: Campaign, cast: Cast) -> None:
    version = upload(campaign, cast, "a.txt", "9月底前制定实施方案。".encode())
    job = reader.take_job()
    assert job
    ReadingJob.objects.update(holder="another 1 1 1")
    with reader._process() as process, pytest.raises(reader.Lost):
        reader._read(job, process)
    version.refresh_from_db()
    assert version.status == "waiting" and not Duty.objects.exists()


def test_a_file_that_kills_its_readers_is_told_as_such(campaign: Campaign, cast: Cast) -> None:
    version = upload(campaign, cast, "a.txt", "9月底前制定实施方案。".encode())
    ReadingJob.objects.update(attempts=reader.MOST_ATTEMPTS)
    reader.read_waiting()
    version.refresh_from_db()
    assert version.trouble["code"] == "reading.crashed"


def test_a_process_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("9月底前制定实施方案。\n" * 30_000, "utf-8")
    with ReadingProcess(seconds=1, megabytes=2048) as process, pytest.raises(Exception) as told:
        process.read(Asked(str(file), "a.txt"), lambda *_: None)
    assert told.value.code == "reading.time"


def test_a_process_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("9月底前制定实施方案。\n" * 200_000, "utf-8")
    with ReadingProcess(seconds=60, megabytes=100) as process, pytest.raises(Exception) as told:
        process.read(Asked(str(file), "a.txt"), lambda *_: None)
    assert told.value.code in ("reading.memory", "reading.crashed")


def test_a_process_that_dies_is_told_and_the_next_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("9月底前制定实施方案。", "utf-8")
    with ReadingProcess(seconds=60, megabytes=2048) as process:
        def kill(stage: str, number: int, count: int) -> None:
            process._process.kill()     # type: ignore[union-attr]
            time.sleep(0.1)

        with pytest.raises(Exception) as told:
            process.read(Asked(str(tmp_path / "a.txt"), "a.txt"), kill)
        assert told.value.code == "reading.crashed" and "SIGKILL" in told.value.zh
        assert len(process.read(Asked(str(tmp_path / "a.txt"), "a.txt"), lambda *_: None)) == 1


def test_the_process_knows_no_secret_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    from luoshi.web.documents.reading import _environment

    monkeypatch.setenv("LUOSHI_SECRET_KEY", "x")
    monkeypatch.setenv("LUOSHI_DATABASE", "x")
    assert not {key for key in _environment() if key.startswith(("LUOSHI", "DJANGO"))}
