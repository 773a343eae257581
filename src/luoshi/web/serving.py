"""The site, running: the database brought up to date, the server and the background reader started, both ended together.

Outside the demo nothing starts as long as a setting would make it insecure.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from luoshi.errors import NeedsExtra, SettingError

SETTINGS = "luoshi.web.settings"
GRACE = 15.0
"""Seconds that the processes have to end."""
HOUR = 3600.0
PAUSE = 5.0
"""Seconds from one start of the reader to the next: one that cannot start must not keep the machine busy."""


def prepare() -> None:
    """Django, set up by the LUOSHI_… variables. SettingError where a variable cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        import django
    except ModuleNotFoundError:
        raise NeedsExtra.of("luoshi", "网站", "web") from None
    try:
        django.setup()
    except (ValueError, OSError) as error:
        raise SettingError.of(str(error)) from None


def refuse_insecure_settings() -> None:
    """Raises SettingError with every setting that is missing or weak, and what to set."""
    from django.core.checks import WARNING, run_checks

    found = [message for message in run_checks(include_deployment_checks=True) if message.level >= WARNING and not message.is_silenced()]
    if found:
        raise SettingError.insecure([f"{message.msg} {message.hint or ''}".strip() for message in found])


def bring_up_to_date() -> None:
    """The tables as this version wants them; SettingError where the database cannot be reached or written."""
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise SettingError.database(str(error).strip()) from None


def gather_static_files() -> None:
    """Scripts and styles where the server finds them, named by their content."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


def free_port(wanted: int) -> int:
    """The port wanted, or the next one that is free."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SettingError.port(wanted)


def told(bind: str, lang: str) -> str:
    """What the terminal shows: where the site listens, and what stands between it and a browser."""
    from django.conf import settings

    from luoshi.web.words import say

    return f"http://{bind}/\n" + (say("start.https", lang) + "\n" if settings.HTTPS else "")


def serve(bind: str, workers: int) -> int:
    """Runs server and reader until the server ends or a signal asks for it; a reader that ends by itself is started again. Returns an exit code."""
    server, reader = _started(_server_words(bind, workers)), _started(_reader_words())
    started = ticked = time.monotonic()
    with stopped_by_signal() as stop:
        while not stop.is_set() and server.poll() is None:
            if time.monotonic() > ticked + HOUR:
                _started([sys.executable, "-m", "luoshi", "tick"])
                ticked = time.monotonic()
            if reader.poll() is not None and time.monotonic() > started + PAUSE:
                reader, started = _started(_reader_words()), time.monotonic()
            stop.wait(0.2)
        for process in (server, reader):
            _end(process)
    return 0 if stop.is_set() else 1


def _server_words(bind: str, workers: int) -> list[str]:
    options = {"--bind": bind, "--workers": str(workers), "--threads": "4", "--log-level": "warning", "--timeout": "120"}
    return [sys.executable, "-m", "gunicorn", "luoshi.web.wsgi:application", *(word for pair in options.items() for word in pair)]


def _reader_words() -> list[str]:
    return [sys.executable, "-m", "luoshi", "web", "read"]


def _started(words: list[str]) -> subprocess.Popen[bytes]:
    """A process in a group of its own, so that Ctrl-C reaches it only through us."""
    return subprocess.Popen(words, start_new_session=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Asks a process to end, and ends it where it does not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def stopped_by_signal() -> Iterator[threading.Event]:
    """An event that Ctrl-C, or a request to end, sets."""
    stop = threading.Event()

    def note(number: int, _: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
