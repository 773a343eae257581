"""Runs a command with a PostgreSQL server of its own: `python tests/web/postgres.py pytest tests/web`.

The server is Debian's, in a new folder, reached by a socket in that folder only, and stopped and removed afterwards. PostgreSQL
refuses to run as root: then it runs as the user `postgres` that Debian's package made.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=''", "max_connections=60", "log_min_messages=fatal")
"""Nothing in it needs to survive."""


def programs() -> Path:
    """The folder with initdb and pg_ctl: the newest of Debian's, or that on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    beside = shutil.which("initdb")
    if not found and not beside:
        raise SystemExit("PostgreSQL is needed. As root: apt-get install postgresql")
    return found[-1].parent if found else Path(str(beside)).parent


def run(words: list[str]) -> None:
    """A program of the server, never as root."""
    lead = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    subprocess.run([*lead, *words], check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def server() -> Iterator[str]:
    """A running server; its address as LUOSHI_DATABASE takes it."""
    folder = Path(tempfile.mkdtemp(prefix="luoshi-postgres-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data, tools = folder / "data", programs()
        run([str(tools / "initdb"), "-D", str(data), "-U", "luoshi", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"])
        options = " ".join(["-k", str(folder), *(f"-c {setting}" for setting in SETTINGS)])
        run([str(tools / "pg_ctl"), "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start"])
        try:
            yield f"postgres://luoshi@{str(folder).replace('/', '%2F')}/postgres"
        finally:
            run([str(tools / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    with server() as address:
        sys.exit(subprocess.run(sys.argv[1:], env=os.environ | {"LUOSHI_DATABASE": address}).returncode)
