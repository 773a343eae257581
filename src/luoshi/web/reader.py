"""The background reader: takes the versions that wait, reads each in a process of its own, and takes in what was found.

A job is taken by a conditional update with a lease, so that two readers never read one file; what a killed reader held is taken up
when its process is seen to be gone, else when the lease ends. What was found is kept in one transaction, only by who holds the job.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import threading
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, transaction
from django.db.models import F, Q

from luoshi.errors import LuoshiError, ReadingStopped, SiteUnwritable
from luoshi.web import clock
from luoshi.web.documents import actions, comparing, files
from luoshi.web.documents.models import WAITING, ReadingJob, Version
from luoshi.web.documents.queries import addressees_of
from luoshi.web.documents.reading import Asked, ReadingProcess, plain_trouble
from luoshi.web.ledger.actions.finding import take_in_all
from luoshi.web.people.acting import SYSTEM
from luoshi.writing.as_json import from_dict

LEASE = timedelta(seconds=60)
"""How long a job is held without a sign of life; a sign is given every few seconds."""
MOST_ATTEMPTS = 3
"""A file with which so many readers have died is told as such, not tried for ever."""
POLL = 1.0
"""Seconds between two looks for work."""
KEEPING = "keeping"

logger = logging.getLogger(__name__)


class Lost(Exception):
    """Another reader holds the job now, or the version was removed."""


def run_reader(stop: threading.Event, poll: float = POLL) -> None:
    """Reads whatever comes, until told to stop; when nothing waits any more, compares what came. What goes wrong for a while does not end it."""
    touched: set[int] = set()
    with _process() as process:
        _calmly(files.sweep)
        while not stop.is_set():
            close_old_connections()
            if campaign := _calmly(lambda: read_next(process)):
                touched.add(campaign)
            elif touched:
                _calmly(partial(comparing.compare_ahead, touched.pop()))
            else:
                stop.wait(poll)


def _calmly(work: Any) -> Any:
    """What the work gives; None where the database or the disk is not to be had just now."""
    try:
        return work()
    except (DatabaseError, OSError, LuoshiError) as error:
        logger.warning("reader: %s", error)
        return None


def read_waiting() -> int:
    """Reads all that waits, now; returns how many files were read or failed."""
    with _process() as process:
        return sum(1 for _ in iter(lambda: read_next(process), 0))


def _process() -> ReadingProcess:
    return ReadingProcess(seconds=settings.READ_SECONDS, megabytes=settings.READ_MEMORY)


# -- jobs ----------------------------------------------------------------------------------------------------------


def read_next(process: ReadingProcess) -> int:
    """Reads the file that waits longest; returns the number of its campaign, 0 where none waits."""
    job = take_job()
    if job is None:
        return 0
    try:
        _read(job, process)
    except Lost:
        logger.info("reader: version %s is held by another", job.pk)
    except (OperationalError, InterfaceError, SiteUnwritable):
        _put_back(job)     # not the file's fault: it is read again when the database is to be had
        raise
    except Exception as error:
        logger.exception("reader: version %s", job.pk)
        trouble = plain_trouble(ReadingStopped.mistake(job.version.name, type(error).__name__))
        _keep(job, lambda: actions.fail(job.version, trouble, by=SYSTEM))
    return job.version.document.campaign_id


def _put_back(job: ReadingJob) -> None:
    with contextlib.suppress(DatabaseError):
        ReadingJob.objects.filter(pk=job.pk, holder=job.holder).update(held_until=None, holder="", stage=WAITING, attempts=F("attempts") - 1)


def take_job() -> ReadingJob | None:
    """The job that waits longest, held from now on; None where none waits."""
    let_go_of_the_dead()
    moment = clock.now()
    free = Q(held_until=None) | Q(held_until__lt=moment)
    for number in ReadingJob.objects.filter(free).order_by("asked_at", "pk").values_list("pk", flat=True)[:20]:
        held = {"held_until": moment + LEASE, "holder": this_reader(), "stage": "opening", "attempts": F("attempts") + 1}
        if ReadingJob.objects.filter(free, pk=number).update(**held):
            return ReadingJob.objects.select_related("version__document__campaign", "version__document__unit").get(pk=number)
    return None


@cache
def _host() -> str:
    return socket.gethostname()


def this_reader() -> str:
    """Machine, process, when the process began, thread: unlike any other reader's."""
    return f"{_host()} {os.getpid()} {_began(os.getpid())} {threading.get_ident()}"


def _began(pid: int) -> str:
    """When a process began, as the system counts; '' where it is gone or cannot be asked."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""


def let_go_of_the_dead() -> int:
    """Jobs that a process of this machine held which is gone are free at once; returns how many."""
    held = ReadingJob.objects.filter(holder__startswith=f"{_host()} ").values_list("pk", "holder")
    dead = [pk for pk, holder in held if not _lives(holder)]
    return ReadingJob.objects.filter(pk__in=dead).update(held_until=None, holder="", stage=WAITING) if dead else 0


def _lives(holder: str) -> bool:
    _, pid, began, *_ = holder.split(" ")
    if not began:      # a system without /proc: only whether there is such a process
        try:
            os.kill(int(pid), 0)
        except OSError:
            return False
        return True
    return _began(int(pid)) == began


# -- one file ------------------------------------------------------------------------------------------------------


def _read(job: ReadingJob, process: ReadingProcess) -> None:
    version = job.version
    try:
        if job.attempts > MOST_ATTEMPTS:
            raise ReadingStopped.crashed(version.name, f"{job.attempts - 1}×")
        asked = asked_of(version)
        found = process.read(asked, lambda stage, number, count: _hold(job, stage), lambda: _hold(job))
    except LuoshiError as error:
        trouble = plain_trouble(error)
        _keep(job, lambda: actions.fail(version, trouble, by=SYSTEM))
        return
    _hold(job, KEEPING)
    _keep(job, lambda: take_in_all(version, [from_dict(json.loads(one)) for one in found], by=SYSTEM, part=asked.part))


def _hold(job: ReadingJob, stage: str = "") -> None:
    """A sign of life: the lease begins anew. Lost where the job is another's."""
    values = {"held_until": clock.now() + LEASE} | ({"stage": stage} if stage else {})
    if not ReadingJob.objects.filter(pk=job.pk, holder=job.holder).update(**values):
        raise Lost


def _keep(job: ReadingJob, act: Any) -> None:
    """Does the act in the transaction in which the job is seen to be ours."""
    with transaction.atomic():
        if not ReadingJob.objects.select_for_update().filter(pk=job.pk, holder=job.holder).exists():
            raise Lost
        act()


def asked_of(version: Version) -> Asked:
    """What is asked of the reading process: the file, and what the document and the campaign say of it."""
    document, campaign = version.document, version.document.campaign
    return Asked(
        path=str(files.path_of(version.file)),
        name=version.name,
        dated=document.dated or campaign.dated,
        pack=campaign.pack,
        expected=tuple(addressees_of(campaign).values_list("unit__name", flat=True)) if document.form == "round-up" else (),
        unit=document.unit.name if document.unit else "",
        part=version.part or _part_before(version),
        alone=version.number > 1,
        at_most=settings.READ_DOCUMENTS,
        max_bytes=settings.UPLOAD_LIMIT,
    )


def _part_before(version: Version) -> int:
    """Which document of a table the version before this one was; 0 where it was a file of its own, and of a first version."""
    earlier = Version.objects.filter(document=version.document_id, number__lt=version.number).order_by("-number").first()
    return earlier.part if earlier else 0
