"""Formats of which LibreOffice makes one that we read: .doc, .wps, .rtf, .odt, .xls, .et, .ods."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from luoshi.errors import NeedsConverter, Unreadable
from luoshi.reading.opening.kinds import CONVERTED, NAMES, RIGHT_SUFFIX

SECONDS = 120
"""How long one conversion may take."""
PROGRAMS = ("soffice", "libreoffice")


def convert(name: str, data: bytes, kind: str) -> bytes:
    """The bytes of the .docx or .xlsx that LibreOffice makes of a file; NeedsConverter where it is not installed.

    It runs without a window and with a profile of its own, so that one already open on the desk is not disturbed.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise NeedsConverter.of(name, NAMES[kind])
    with tempfile.TemporaryDirectory(prefix="luoshi-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        source = place / f"source{RIGHT_SUFFIX[kind]}"
        source.write_bytes(data)
        made = place / "out" / f"source.{CONVERTED[kind]}"
        _run(name, [program, *_options(place, CONVERTED[kind]), str(source)])
        if not made.is_file():
            raise Unreadable.not_converted(name, NAMES[kind])
        return made.read_bytes()


def _options(place: Path, target: str) -> list[str]:
    profile = (place / "profile").as_uri()
    return [
        f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck", "--nodefault",
        "--convert-to", target, "--outdir", str(place / "out"),
    ]  # fmt: skip


def _run(name: str, command: list[str]) -> None:
    """Runs the converter in a group of processes of its own, all of which are ended when the time is up."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Unreadable.slow_conversion(name, SECONDS) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends what is left of the group, should LibreOffice have left a part of it running."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:  # Windows knows no groups
            process.kill()
    except ProcessLookupError:
        pass
    process.wait()
