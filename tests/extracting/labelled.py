"""Labelled documents and their scorer: the gold set of ../shared, and the second labels that stand in labels/.

A file of labels/ holds spans and labels only; its head says of which stretch of which record of ../shared/corpora.
"""

from __future__ import annotations

import contextlib
import csv
import importlib.util
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from luoshi.extracting import extract
from luoshi.reading import read
from luoshi.writing.as_json import as_json

SHARED = Path(__file__).parents[3] / "shared"
GOLD = SHARED / "gold"
CORPORA = SHARED / "corpora"
LABELS = Path(__file__).parent / "labels"
ABSENT = "../shared is absent"


@dataclass(frozen=True)
class Labelled:
    """A text file, the labels of that text as the scorer reads them, and how it is to be read."""

    name: str
    text: Path
    labels: Path
    dated: str
    pack: str | None = None


def gold_documents() -> list[Labelled]:
    """The five of ../shared/gold."""
    return [_gold(labels) for labels in sorted(GOLD.glob("*.tsv"))]


def _gold(labels: Path) -> Labelled:
    year = re.search(r"-(\d{4})$", labels.stem)
    assert year, labels
    return Labelled(labels.stem, labels.with_suffix(".txt"), labels, year[1], "postal-2018" if labels.stem.startswith("postal") else None)


def second_documents(folder: Path) -> list[Labelled]:
    """Those of labels/, with their texts taken from ../shared/corpora and written into `folder`."""
    return [_second(labels, folder) for labels in sorted(LABELS.glob("*.tsv"))]


def _second(labels: Path, folder: Path) -> Labelled:
    head, *rows = labels.read_text(encoding="utf-8").splitlines()
    origin = dict(cell.removeprefix("# ").split(" ", 1) for cell in head.split("\t"))
    start, end = map(int, origin["stretch"].split("-"))
    record = records(origin["file"])[origin["id"]]
    text = record["text"][start:end]
    text_file, labels_file = folder / f"{labels.stem}.txt", folder / labels.name
    text_file.write_text(text, encoding="utf-8")
    labels_file.write_text(_as_the_scorer_reads(csv.DictReader(rows, delimiter="\t"), text, record["issuer"]), encoding="utf-8")
    return Labelled(labels.stem, text_file, labels_file, str(record["year_delivered"]))


def _as_the_scorer_reads(rows: Iterable[dict[str, str]], text: str, unit: str) -> str:
    columns = scorer().COLUMNS
    lines = ["\t".join(columns)]
    for row in rows:
        segment = text[int(row["start"]) : int(row["end"])].replace("\n", "")
        lines.append("\t".join({**row, "unit": unit, "segment": segment}.get(column) or "" for column in columns))
    return "\n".join(lines) + "\n"


@cache
def records(file: str) -> dict[str, dict[str, Any]]:
    """The records of a .jsonl of ../shared/corpora by id, the first where an id stands twice."""
    found: dict[str, dict[str, Any]] = {}
    for line in (CORPORA / file).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found.setdefault(row["id"], row)
    return found


@cache
def scorer() -> ModuleType:
    """../shared/gold/score.py itself."""
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scored(documents: Iterable[Labelled], folder: Path) -> tuple[Any, str]:
    """The pooled tally, and the lines that the scorer prints; `folder` takes what was read as JSON."""
    paths: list[str] = []
    for one in documents:
        found = folder / f"{one.name}.json"
        found.write_text(as_json(extract(read(one.text, dated=one.dated), pack=one.pack)), encoding="utf-8")
        paths += [str(one.labels), str(found)]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        pooled = scorer().main(paths)
    return pooled, printed.getvalue()


def figures(pooled: Any) -> dict[str, float]:
    """What a tally comes to, by measure."""
    f1 = scorer().f1
    return {
        "kind": pooled.same / pooled.chars,
        "duty": f1(*pooled.duty),
        "theme": pooled.theme[0] / pooled.theme[1],
        **{name: f1(*counts) for name, counts in pooled.field.items()},
    }
