"""Coverage against labels read by people, and the time it takes.

    python bench/comparing/coverage.py [--tuned] [--wrong] [--left-out] [--times]

Accuracy: 75 points of one national regulation × five responses (tests/comparing/labels/business-env-2019), verdict by verdict. The words
lists and bounds were first chosen with three of the responses in view (山东, 德州, 云浮); the two others (重庆, 河南), then unseen, gave 0.59 at first
sight and have been looked at since. A third of the points are labelled for a sixth response, at which no rule was made but one. Where no agreed labels exist, those on which both passes agree count. `--tuned` leaves these two out, `--wrong` lists what is wrong by its place,
`--left-out` chooses the main bounds anew on four responses and counts the fifth, each in turn (some minutes), `--times` measures a directive against 31 work reports of one year, reading and extracting included.
"""

from __future__ import annotations

import csv
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import luoshi
from luoshi.comparing import VERDICTS, Answer, Coverage, Point
from luoshi.comparing.covering import answering, echoing, unsaid

ROOT = Path(__file__).parents[2]
LABELS = ROOT / "tests" / "comparing" / "labels" / "business-env-2019"
SHARED = ROOT.parent / "shared" / "corpora"
FAMILY = SHARED / "business-env-2019"
REPORTS = SHARED / "gwr-province-2016-2021.jsonl"
YEAR, UNITS = 2019, 31
SEEN_LATER = ("重庆", "河南")
BOUNDS = (
    (answering, "ANSWERS", (0.23, 0.26, 0.29)), (answering, "LONG", (0.0, 0.06)), (answering, "ECHOES", (0.65, 0.75, 0.85)),
    (unsaid, "LEFT_OUT", (12, 14, 16, 18, 99)), (echoing, "MEASURE", (10, 20, 30, 999)),
)  # fmt: skip
"""What decides most: where it stands, and what it might be; the last of some is never reached, as if there were no such rule."""


@dataclass(frozen=True)
class Label:
    """What the readers say of one point and one response."""

    start: int
    end: int
    response: str
    verdict: str
    what: str = ""

    @property
    def seen_later(self) -> bool:
        return self.response.split("-")[1] in SEEN_LATER


def read_labels(name: str) -> dict[tuple[str, str], Label]:
    """Labels of one file, by the point's start and the response."""
    with (LABELS / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {(row["start"], row["response"]): Label(int(row["start"]), int(row["end"]), row["response"], row["verdict"], row["what"] or "") for row in rows}


def labels() -> list[Label]:
    """The agreed labels, or those that both passes share."""
    if (LABELS / "agreed.tsv").exists():
        return list(read_labels("agreed.tsv").values())
    first, second = read_labels("first-pass.tsv"), read_labels("second-pass.tsv")
    return [label for key, label in first.items() if key in second and second[key].verdict == label.verdict]


def read_family(names: set[str]) -> tuple[luoshi.Extraction, list[luoshi.Extraction]]:
    """The family's directive and the responses of these names."""
    directive = luoshi.extract(luoshi.read(next((FAMILY / "directive").iterdir())))
    return directive, [luoshi.extract(luoshi.read(path)) for path in sorted((FAMILY / "responses").iterdir()) if path.name in names]


def covered(names: set[str]) -> tuple[luoshi.Extraction, Coverage]:
    """The family's directive and its coverage."""
    directive, responses = read_family(names)
    return directive, luoshi.coverage(directive, responses)


def point_of(label: Label, directive: luoshi.Extraction, points: tuple[Point, ...]) -> Point | None:
    """The point that overlaps the labelled stretch most; the label counts characters of the file."""
    start, end = directive.document.offsets.clean_span(label.start, label.end)
    best = max(points, key=lambda point: min(point.end, end) - max(point.start, start))
    return best if min(best.end, end) > max(best.start, start) else None


def judged(found: Coverage, directive: luoshi.Extraction, wanted: list[Label]) -> Iterator[tuple[Label, Point | None, Answer | None]]:
    """Each label with the point and the answer that stand for it."""
    answers = {(answer.point, Path(answer.key).name): answer for answer in found.answers}
    for label in wanted:
        point = point_of(label, directive, found.points)
        yield label, point, answers.get((point.number, label.response)) if point else None


def print_group(name: str, rows: list[tuple[Label, Point | None, Answer | None]]) -> None:
    """Accuracy and the table of confusion of one group of responses."""
    if not rows:
        return
    table = Counter((label.verdict, answer.verdict if answer else "absent") for label, _, answer in rows)
    right = sum(count for (said, found), count in table.items() if said == found)
    print(f"\n{name}: {right}/{len(rows)} = {right / len(rows):.3f}")
    print("label \\ found  " + "".join(f"{verdict:>10}" for verdict in VERDICTS))
    for said in VERDICTS:
        print(f"{said:<15}" + "".join(f"{table[said, found]:>10}" for found in VERDICTS))


def print_each(rows: list[tuple[Label, Point | None, Answer | None]]) -> None:
    """Accuracy of each response, of all verdicts and of whether it answers at all."""
    print("\nof each response: verdicts right, and whether there is an answer")
    for name in sorted({label.response for label, _, _ in rows}):
        pairs = [(label.verdict, answer.verdict if answer else "absent") for label, _, answer in rows if label.response == name]
        right, spoken = sum(said == found for said, found in pairs), sum((said == "absent") == (found == "absent") for said, found in pairs)
        print(f"{name[:12]:<14} {right / len(pairs):.3f} {spoken / len(pairs):.3f}")


def print_wrong(rows: list[tuple[Label, Point | None, Answer | None]]) -> None:
    """Every row that is wrong, by place."""
    for label, point, answer in rows:
        found = answer.verdict if answer else "absent"
        if found != label.verdict:
            spans = ";".join(f"{start}-{end}" for start, end in answer.spans) if answer else ""
            weak = ",".join(sorted({w.what for w in answer.weakenings})) if answer else ""
            print(f"{label.start}-{label.end}\t#{point.number if point else '-'}\t{label.response}\t{label.verdict} {label.what}\t→ {found} {weak}\t{spans}")


def print_accuracy(tuned_only: bool, wrong: bool) -> None:
    wanted = labels()
    directive, found = covered({label.response for label in wanted})
    rows = list(judged(found, directive, wanted))
    print(f"{len(found.points)} points; {len(wanted)} labels")
    print_group("seen first (山东, 德州, 云浮)", [row for row in rows if not row[0].seen_later])
    if not tuned_only:
        print_group("seen later (重庆, 河南)", [row for row in rows if row[0].seen_later])
        print_group("all", rows)
        print_each(rows)
        sixth = list(read_labels("sixth.tsv").values())
        directive, found = covered({label.response for label in sixth})
        print_group("a sixth response, every third point, one reading", list(judged(found, directive, sixth)))
    if wrong:
        print_wrong([row for row in rows if not (tuned_only and row[0].seen_later)])


def print_left_out() -> None:
    """Verdicts right in each response, with the bounds that do best on the four others."""
    wanted = labels()
    names = sorted({label.response for label in wanted})
    directive, responses = read_family(set(names))
    rights: dict[tuple[float, ...], Counter[str]] = {}
    for bounds in itertools.product(*(values for _, _, values in BOUNDS)):
        for (module, name, _), value in zip(BOUNDS, bounds, strict=True):
            setattr(module, name, value)
        rows = judged(luoshi.coverage(directive, responses), directive, wanted)
        rights[bounds] = Counter(label.response for label, _, answer in rows if (answer.verdict if answer else "absent") == label.verdict)
    print(f"\neach response with the bounds that do best on the others, of {len(rights)}: " + " ".join(name for _, name, _ in BOUNDS))
    together = 0
    for left in names:
        best = max(rights, key=lambda bounds: sum(rights[bounds].values()) - rights[bounds][left])
        together += rights[best][left]
        print(f"{left[:12]:<14} {rights[best][left] / sum(label.response == left for label in wanted):.3f} {best}")
    print(f"together {together}/{len(wanted)} = {together / len(wanted):.3f}")


def print_times() -> None:
    """A directive, and last year's longest report as one, against 31 reports."""
    with REPORTS.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    reports = list({row["unit"]: row for row in rows if int(row["year_delivered"]) == YEAR}.values())[:UNITS]
    last = max((row for row in rows if int(row["year_delivered"]) == YEAR - 1), key=lambda row: len(row["text"]))
    rule = next((FAMILY / "directive").iterdir()).read_text(encoding="utf-8")
    for name, text in (("the regulation", rule), ("a report of the year before", last["text"])):
        started, at_work = time.perf_counter(), time.process_time()
        directive = luoshi.extract(luoshi.read_text(text, name="directive"))
        responses = [luoshi.extract(luoshi.read_text(row["text"], name=row["unit"], dated=str(YEAR))) for row in reports]
        extracted = time.perf_counter()
        found = luoshi.coverage(directive, responses)
        done = time.perf_counter()
        print(f"{name}: {len(found.points)} points × {len(reports)} reports of {sum(len(r['text']) for r in reports) // len(reports)} characters: "
              f"read and extracted {extracted - started:.1f} s, covered {done - extracted:.1f} s, together {done - started:.1f} s (at work {time.process_time() - at_work:.1f} s)")  # fmt: skip


if __name__ == "__main__":
    if "--times" in sys.argv:
        print_times()
    elif "--left-out" in sys.argv:
        print_left_out()
    else:
        print_accuracy("--tuned" in sys.argv, "--wrong" in sys.argv)
