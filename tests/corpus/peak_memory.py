"""How much memory a program of its own took at most."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

TOLD = """
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([told, int(peak.split()[1]) * 1024]))
"""
"""Linux counts what the process itself held at most; the kernel's other figure begins with the size of whoever started it."""


def run_and_measure(code: str, *words: str | Path) -> tuple[Any, int]:
    """(what the code left in `told`, bytes that its process held at most)."""
    done = subprocess.run([sys.executable, "-c", f"import json, sys\n{code}\n{TOLD}", *words], capture_output=True, text=True, check=True)
    told, peak = json.loads(done.stdout.splitlines()[-1])
    return told, peak
