"""Open → duties on all yearly work reports, beside jieba merely segmenting the same text; one process each.

    python bench/reading.py [REPORTS.jsonl]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPORTS = Path(__file__).parents[2] / "shared/corpora/gwr-province-2016-2021.jsonl"

OURS = """
import sys, time
from pathlib import Path
start = time.perf_counter()
from luoshi.extracting import extract
from luoshi.reading import read
duties = chars = 0
for path in sorted(Path(sys.argv[1]).iterdir()):
    found = extract(read(path, dated=path.stem[-4:]))
    duties += len(found.duties)
    chars += len(found.document.text)
print(f"{time.perf_counter() - start:.2f} {chars} characters, {duties} duties and targets")
"""

THEIRS = """
import sys, time, logging
from pathlib import Path
start = time.perf_counter()
import jieba
jieba.setLogLevel(logging.ERROR)
words = chars = 0
for path in sorted(Path(sys.argv[1]).iterdir()):
    text = path.read_text(encoding="utf-8")
    words += len(jieba.lcut(text))
    chars += len(text)
print(f"{time.perf_counter() - start:.2f} {chars} characters, {words} words")
"""


def main(reports: Path) -> None:
    """Print seconds, characters and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        for line in reports.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            (Path(folder) / f"{record['id']}.txt").write_text(record["text"], encoding="utf-8")
        ours, theirs = _timed("luoshi", OURS, folder), _timed("jieba", THEIRS, folder)
    print(f"ratio luoshi / jieba: {ours / theirs:.2f}   (wanted: at most 1.5)")


def _timed(name: str, code: str, folder: str) -> float:
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    inside, rest = done.stdout.strip().split(" ", 1)
    print(f"{name:7} {seconds:6.2f} s whole process ({inside} s inside): {rest}")
    return seconds


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS)
