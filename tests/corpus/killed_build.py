"""Builds a store again and again, each time killed at another point, and prints how the resumed store differs from one built in peace.

    python killed_build.py SOURCE FOLDER [EVERY]

A point is one thing that the program asks of the file system: opening, making, renaming or removing something in the store. The child
kills itself (SIGKILL) right before it; then another goes on with what is left. Every EVERYth point is tried, and every point by default.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sys
from pathlib import Path

import pyarrow as pa
from made_corpus import contents

from luoshi.comparing.letters import fold
from luoshi.corpus import build, shards

WATCHED = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree"}


def in_child(source: Path, store: Path, kill_at: int | None) -> bool:
    """Builds in a process of its own; says whether it was killed."""
    if (child := os.fork()) == 0:
        if kill_at is not None:
            sys.addaudithook(killer(str(store), kill_at))
        build(source, store)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0, "the build failed"
    return os.WIFSIGNALED(status)


def killer(store: str, kill_at: int):  # type: ignore[no-untyped-def]
    """Counts what is asked of the file system below the store, and ends the process at its turn."""
    asked = 0

    def hook(event: str, args: tuple[object, ...]) -> None:
        nonlocal asked
        if event in WATCHED and str(args[0]).startswith(store):
            asked += 1
            if asked == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    return hook


def main(source: Path, folder: Path, every: int) -> None:
    shards.SHARD_CHARACTERS = 3_000
    fold("")
    pa.table({"": [0]})    # what both load when they are first used is loaded once, for all children
    in_child(source, folder / "peace", None)
    wanted = contents(folder / "peace")
    points, different = 0, []
    for kill_at in range(1, 10_000, every):
        store = folder / "killed"
        shutil.rmtree(store, ignore_errors=True)
        if not in_child(source, store, kill_at):
            break
        points += 1
        with contextlib.suppress(AssertionError):
            in_child(source, store, None)
        if contents(store) != wanted:
            different.append(kill_at)
    json.dump({"files": len(wanted), "points": points, "different": different}, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
