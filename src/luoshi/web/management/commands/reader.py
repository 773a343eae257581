"""The background reader as a process: `django-admin reader`. It ends when it is told to, after the file that it is at."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from luoshi.web.reader import POLL, read_waiting, run_reader


class Command(BaseCommand):
    """Reads what waits, and goes on until SIGTERM or Ctrl-C; --once: only what waits now."""

    help = "Reads uploaded files in the background."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="only what waits now")
        parser.add_argument("--poll", type=float, default=POLL, help="seconds between two looks for work")

    def handle(self, *args: Any, once: bool = False, poll: float = POLL, **more: Any) -> None:
        if once:
            read_waiting()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        run_reader(stop, poll)
