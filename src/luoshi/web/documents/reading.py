"""A file → what is read in it, in a process of its own with limits: documents are hostile, and what breaks there breaks nothing else.

The process knows neither the database nor the settings: a line of JSON says what to read, and lines of JSON come back: the stage,
what was found in each document of the file, or the error. It reads one file after another until it is told to stop or dies.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from luoshi.errors import LuoshiError, ReadingStopped

if TYPE_CHECKING:
    from luoshi.extracting import Extraction
    from luoshi.reading import SourceText

BEAT = 5.0
"""Seconds between two signs of life while a file is read."""
FILES_PER_PROCESS = 50
"""After so many files a new process is begun, so that nothing gathers in one."""
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be read, and what is known of it."""

    path: str
    name: str
    dated: str = ""
    pack: str = "general"
    expected: tuple[str, ...] = ()
    unit: str = ""
    """Who issued it, for a text that names nobody."""
    part: int = 0
    """Which of the documents in the file, from 1; 0 for all of them."""
    alone: bool = False
    """Whether the file has to be one document."""
    at_most: int = 500
    max_bytes: int = 50_000_000


Tell = Callable[[str, int, int], None]
"""Told of the stage (opening, repairing, extracting), the document's number and how many there are."""


# -- in the process ------------------------------------------------------------------------------------------------


def found_in(asked: Asked, tell: Tell) -> Iterator[str]:
    """What is found in each document of the file, as JSON."""
    from luoshi.reading.opening import open_bytes
    from luoshi.writing.as_json import as_json

    tell("opening", 0, 0)
    sources = open_bytes(asked.name, Path(asked.path).read_bytes(), max_bytes=asked.max_bytes)
    if asked.part:
        sources = sources[asked.part - 1 : asked.part] or sources
    if asked.alone and len(sources) > 1:
        raise ReadingStopped.one_only(asked.name, len(sources))
    if len(sources) > asked.at_most:
        raise ReadingStopped.many(asked.name, len(sources), asked.at_most)
    for number, source in enumerate(sources, 1):
        yield as_json(_found(source, asked, lambda stage, number=number: tell(stage, number, len(sources))))  # type: ignore[misc]


def _found(source: SourceText, asked: Asked, tell: Callable[[str], None]) -> Extraction:
    from luoshi.extracting import extract
    from luoshi.reading import read_source

    tell("repairing")
    document = read_source(source, dated=asked.dated)
    if asked.unit and not document.issuer and not any(statement.unit for statement in document.statements):
        document = read_source(replace(source, given=(*source.given, ("unit", asked.unit))), dated=asked.dated)
    tell("extracting")
    return extract(document, pack=asked.pack, expected=asked.expected)


def answer(line: str, out: TextIO) -> None:
    """Reads what a line asks for, and writes what was found or what is wrong."""

    def say(**words: Any) -> None:
        out.write(json.dumps(words, ensure_ascii=True) + "\n")
        out.flush()

    asked = Asked(**json.loads(line))
    try:
        for found in found_in(asked, lambda stage, number, count: say(stage=stage, number=number, count=count)):
            say(found=found)
        say(done=True)
    except LuoshiError as error:
        error.where = error.where or asked.name
        say(error={"code": error.code, "zh": error.sentence("zh"), "en": error.sentence("en")})
    except MemoryError:
        say(memory=True)
    except FileNotFoundError:
        say(error=plain_trouble(ReadingStopped.bytes_gone(asked.name)))
    except Exception as error:  # noqa: BLE001  A mistake of ours in one file must not stop the others.
        say(error=plain_trouble(ReadingStopped.mistake(asked.name, f"{type(error).__name__}，{_place_of(error)}")))


def plain_trouble(error: LuoshiError) -> dict[str, str]:
    """An error as a version keeps it."""
    return {"code": error.code, "zh": error.sentence("zh"), "en": error.sentence("en")}


def _place_of(error: BaseException) -> str:
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    return f"{Path(last.tb_frame.f_code.co_filename).name}:{last.tb_lineno}" if last else "?"


def main(megabytes: int) -> None:
    """Reads what standard input asks for, until it ends. What libraries print goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    _limit(megabytes)
    for line in sys.stdin:
        answer(line, out)


def _limit(megabytes: int) -> None:
    """No more memory than this; and no life without the reader that started it."""
    import resource

    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)    # PR_SET_PDEATHSIG


# -- outside -------------------------------------------------------------------------------------------------------


class ReadingProcess:
    """Reads files one after another in a process that is begun when it is needed, and begun anew when it died."""

    def __init__(self, *, seconds: int, megabytes: int) -> None:
        self.seconds, self.megabytes = seconds, megabytes
        self._process: subprocess.Popen[bytes] | None = None
        self._count = 0
        self._rest = b""

    def __enter__(self) -> ReadingProcess:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def read(self, asked: Asked, tell: Tell, beat: Callable[[], None] = lambda: None) -> list[str]:
        """What was found in each document, as JSON. `beat` is called every few seconds; what it raises stops the reading.

        Raises ReadingStopped or the error that the file itself gives.
        """
        try:
            return self._read(asked, tell, beat)
        except _Told:
            raise
        except BaseException:
            self.stop()
            raise

    def _read(self, asked: Asked, tell: Tell, beat: Callable[[], None]) -> list[str]:
        process = self._begun()
        assert process.stdin
        with contextlib.suppress(BrokenPipeError):    # it died: its end is told below
            process.stdin.write(json.dumps(asdict(asked)).encode() + b"\n")
            process.stdin.flush()
        found: list[str] = []
        for said in self._lines(asked.name, beat):
            if "stage" in said:
                tell(said["stage"], said["number"], said["count"])
            elif "found" in said:
                found.append(said["found"])
            elif "error" in said:
                raise _told(said["error"])
            elif "memory" in said:
                raise ReadingStopped.memory(asked.name, self.megabytes)
            else:
                break
        return found

    def _begun(self) -> subprocess.Popen[bytes]:
        self._count += 1
        if self._process is None or self._process.poll() is not None or self._count > FILES_PER_PROCESS:
            self.stop()
            command = [sys.executable, "-c", f"from luoshi.web.documents.reading import main; main({self.megabytes})"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, env=_environment())
            self._count, self._rest = 1, b""
        return self._process

    def _lines(self, name: str, beat: Callable[[], None]) -> Iterator[dict[str, Any]]:
        """What the process says, line by line, until it is late or dead."""
        assert self._process and self._process.stdout
        end, next_beat = time.monotonic() + self.seconds, time.monotonic() + BEAT
        while True:
            *lines, self._rest = self._rest.split(b"\n")
            yield from map(json.loads, lines)
            moment = time.monotonic()
            if moment >= end:
                raise ReadingStopped.time(name, self.seconds)
            if moment >= next_beat:
                beat()
                next_beat = moment + BEAT
            if select.select([self._process.stdout], [], [], max(0.0, min(end, next_beat) - moment))[0]:
                self._rest += self._chunk(name)

    def _chunk(self, name: str) -> bytes:
        assert self._process and self._process.stdout
        parts = [os.read(self._process.stdout.fileno(), CHUNK)]
        while parts[-1] and not parts[-1].endswith(b"\n") and select.select([self._process.stdout], [], [], 0)[0]:
            parts.append(os.read(self._process.stdout.fileno(), CHUNK))    # joined once: a line may be megabytes
        if not parts[0]:
            raise ReadingStopped.crashed(name, _ending(self._process.wait()))
        return b"".join(parts)

    def stop(self) -> None:
        """Ends the process and all that it began."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


def _environment() -> dict[str, str]:
    """What the process may know: paths and language, no secret of the site."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("LUOSHI_", "DJANGO_", "PG"))}


def _ending(code: int) -> str:
    if code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"{code}"


class _Told(LuoshiError):
    """An error of the process, as it told it."""


def _told(said: dict[str, str]) -> LuoshiError:
    error = _Told(said["zh"], said["en"])
    error.code = said["code"]
    return error
