"""The demo's folder: made anew, and never a folder that holds other things."""

from __future__ import annotations

import shutil
from pathlib import Path

from luoshi.errors import UsageError

MARK = ".luoshi-demo"


def empty(folder: Path) -> None:
    """The folder, empty but for the mark that it is the demo's. UsageError where it holds things that are not the demo's."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise UsageError("这个文件夹里有别的东西。", "This folder holds other things.", where=str(folder), next_zh="请用 --data 换一个空的或新的文件夹。", next_en="Name an empty or a new folder with --data.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).touch()
