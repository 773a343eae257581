"""The reader as a process of its own: killed in the middle of a file, started again, and two of them at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from tests.web.cast import Cast
from tests.web.documents.conftest import PLAN, the_log_holds, upload

from luoshi.web.documents import actions, comparing
from luoshi.web.documents.models import Campaign, ReadingJob, Version
from luoshi.web.log.models import Entry
from luoshi.web.people.acting import acting

LONG = "".join(f"第{n}项，9月底前制定第{n}个实施方案。\n" for n in range(1, 1201))
"""A text that takes a while."""
READER = """
import django; django.setup()
from django.conf import settings; settings.MEDIA_ROOT = {files!r}
from luoshi.web.reader import run_reader
from luoshi.web.serving import stopped_by_signal
with stopped_by_signal() as stop:
    run_reader(stop, 0.1)
"""
"""`luoshi web read`, with the test's own folder of files."""


@pytest.fixture
def campaign(live_cast: Cast) -> Campaign:
    return actions.open_campaign("攻坚行动", live_cast.nation, by=acting(live_cast.li), dated="2018-08", addressees=[live_cast.north])


def database() -> str:
    """The tests' database, as a reader is told of it."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgres://{given['USER']}:{given['PASSWORD']}@/{given['NAME']}?host={given['HOST']}&port={given['PORT']}"


@contextmanager
def a_reader() -> Iterator[subprocess.Popen[bytes]]:
    """A reader, working; ended when the test is."""
    environment = {**os.environ, "LUOSHI_DEMO": "yes", "LUOSHI_DATABASE": database(), "LUOSHI_DATA": str(settings.DATA), "DJANGO_SETTINGS_MODULE": "luoshi.web.settings"}
    words = READER.format(files=str(settings.MEDIA_ROOT))
    process = subprocess.Popen([sys.executable, "-c", words], env=environment)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until(true: Callable[[], Any], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def test_a_reader_killed_in_the_middle_loses_nothing(campaign: Campaign, live_cast: Cast) -> None:
    version = upload(campaign, live_cast, "长.txt", LONG, unit=live_cast.north)
    with a_reader() as first:
        wait_until(lambda: ReadingJob.objects.filter(stage__in=("repairing", "extracting", "keeping")).exists())
        first.kill()
        first.wait()
    left = ReadingJob.objects.filter(version=version).first()
    if left is None:      # it was done before the signal came
        pytest.skip("the reader was faster than the signal")
    assert left.held_until is not None and Version.objects.get(pk=version.pk).status == "waiting"
    with a_reader() as second:
        wait_until(lambda: Version.objects.get(pk=version.pk).status == "read")
        second.send_signal(signal.SIGTERM)
        assert second.wait(30) == 0
    assert Entry.objects.filter(kind="version.read").count() == 1 and not ReadingJob.objects.exists()
    assert version.document.duties.count() >= 1200
    assert the_log_holds(campaign)


def test_two_readers_read_each_file_once(campaign: Campaign, live_cast: Cast) -> None:
    for number in range(12):
        upload(campaign, live_cast, f"{number}.txt", f"{PLAN}\n第{number}份。", unit=live_cast.north)
    with a_reader(), a_reader():
        wait_until(lambda: not ReadingJob.objects.exists())
    assert set(Version.objects.values_list("status", flat=True)) == {"read"}
    assert Entry.objects.filter(kind="version.read").count() == 12
    assert the_log_holds(campaign)


def test_what_came_is_compared_before_anybody_asks(campaign: Campaign, live_cast: Cast) -> None:
    directive = upload(campaign, live_cast, "部署.txt", PLAN, kind="directive").document
    upload(campaign, live_cast, "北河.txt", f"北河省局：\n{PLAN}", unit=live_cast.north)
    with a_reader():
        wait_until(lambda: not ReadingJob.objects.exists() and comparing.kept(comparing.texts_for_sharing(campaign, live_cast.li)))
    found = comparing.kept(comparing.texts_for_coverage(directive, live_cast.li))
    assert found and found["points"]
