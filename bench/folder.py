"""A folder of 10,000 files beside one of 100: peak memory of one process, and what two processes save.

    python bench/folder.py [REPORTS.jsonl]
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

REPORTS = Path(__file__).parents[2] / "shared/corpora/gwr-province-2016-2021.jsonl"
FEW, MANY = 100, 10_000
CHARACTERS = 1_000


def main(reports: Path) -> None:
    """Print seconds and peak memory for both folders, and the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder) / "few", Path(folder) / "many"
        fill(few, reports, FEW)
        fill(many, reports, MANY)
        _, small = measured(few)
        one, large = measured(many)
        print(f"peak memory {MANY} / {FEW} files: {large / small:.2f}   (wanted: at most 1.2)")
        two, _ = measured(many, "--jobs", "2")
        print(f"seconds with 2 jobs / 1 job: {two / one:.2f}")


def fill(folder: Path, reports: Path, count: int) -> None:
    """Write `count` stretches of the reports, each a file, cut where a sentence ends."""
    folder.mkdir()
    texts = [json.loads(line)["text"] for line in reports.read_text(encoding="utf-8").splitlines()]
    number = 0
    while number < count:
        for text in texts:
            for at in range(0, len(text) - CHARACTERS, CHARACTERS):
                first = text.find("。", at + number % 97) + 1
                (folder / f"{number:05}.txt").write_text(text[first : first + CHARACTERS], encoding="utf-8")
                number += 1
                if number == count:
                    return


def measured(folder: Path, *options: str) -> tuple[float, int]:
    """Seconds, and the peak memory of the command itself in kilobytes."""
    start = time.perf_counter()
    with Path(os.devnull).open("w") as nowhere:
        child = os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "luoshi", "read", str(folder), "--dated", "2018", "--json", *options],
            dict(os.environ),
            file_actions=[(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1)],
        )
        _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    count = sum(1 for _ in folder.iterdir())
    print(f"{count:6} files {' '.join(options):9} {seconds:7.1f} s   {usage.ru_maxrss / 1024:6.0f} MB   exit {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS)
