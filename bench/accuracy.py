"""How well labelled documents are read: `python bench/accuracy.py`.

The five of ../shared/gold, then those of tests/extracting/labels (stretches of work reports, labelled by a second reader, without
deliverables and programmes), by the scorer of ../shared/gold. The lines are the scorer's own.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "extracting"))

from labelled import ABSENT, GOLD, Labelled, gold_documents, scored, second_documents  # noqa: E402


def board(title: str, documents: list[Labelled], folder: Path) -> str:
    """A titled scoreboard, one line a document and one pooled."""
    return f"{title}\n{scored(documents, folder)[1]}"


def main() -> None:
    """Print both scoreboards."""
    if not GOLD.exists():
        print(ABSENT)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(board("gold", gold_documents(), folder))
        print(re.sub(r"  deliverable .*", "", board("second labels", second_documents(folder), folder)))


if __name__ == "__main__":
    main()
