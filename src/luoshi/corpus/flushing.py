"""Files and folders → on the disk itself, so that a power cut finds either the whole of them or nothing."""

from __future__ import annotations

import os
from pathlib import Path


def flush(*paths: Path) -> None:
    """Waits until the disk has what was written to each file or folder."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
