"""Real families of texts: how much of each text is another's, where its words come from, and whether the passages found are true.

    python bench/comparing/families.py

Shares are counted as `luoshi.comparing.tracing.overlays` says (letters in runs of eight that the other has), and once more as the manifests of
../shared/corpora count them (different 13-grams). The passages read by hand stand in tests/comparing/labels/families.tsv: places only.
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from luoshi.comparing import Side, sides_of
from luoshi.comparing.sharing.passages import find_passages
from luoshi.comparing.tracing.lineage import find_descents
from luoshi.comparing.tracing.overlays import Overlay, lay_over
from luoshi.comparing.tracing.owning import own_text
from luoshi.extracting import extract
from luoshi.reading import read

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
LABELS = ROOT / "tests" / "comparing" / "labels" / "families.tsv"
EIGHT_GRAMS = {"广西": 64, "新疆": 51, "陕西": 46, "辽宁": 44, "河北": 28, "山西": 22, "广东": 20, "山东": 11}
"""Percent of each unit's letters in 8-grams that another unit of the real page has, counted apart from this project."""
Row = dict[str, str]


class Family:
    """One family: its texts by file, and what its manifest says."""

    def __init__(self, name: str) -> None:
        folder = SHARED / "corpora" / name
        with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as lines:
            self.rows = list(csv.DictReader(lines, delimiter="\t"))
        self.sides = sides_of([extract(read(folder / row["file"])) for row in self.rows], split=False)
        self.number = {Path(row["file"]).name: number for number, row in enumerate(self.rows)}
        self.uppers = {row["unit"]: number for number, row in enumerate(self.rows) if row["role"] == "upper-response"}
        self.directives = [number for number, row in enumerate(self.rows) if row["role"] == "directive"]
        self.runs, self.grams = lay_over(self.sides), lay_over(self.sides, 13)

    def cities(self) -> list[tuple[int, list[int], float]]:
        """(a city's number, its province's, the manifest's share)."""
        return [(at, [self.uppers[row["upper_unit"]]], float(row["share_13grams_from_upper"])) for at, row in enumerate(self.rows) if row["upper_unit"]]

    def answers(self) -> list[tuple[int, list[int], float]]:
        """(a response's number, the directives', the manifest's share)."""
        return [(at, self.directives, float(row["share_13grams_from_directive"])) for at, row in enumerate(self.rows) if "response" in row["role"]]


def letters_share(overlay: Overlay, number: int, others: Sequence[int]) -> float:
    """Of a text's letters those in runs that the others have."""
    covered = np.logical_or.reduce([overlay.covered_by(other) for other in others])
    return overlay.counted(covered)[number] / max(len(overlay.letters[number]), 1)


def grams_share(overlay: Overlay, number: int, others: Sequence[int]) -> float:
    """Of a text's different grams those that the others have."""
    distinct, shared = overlay.distinct_runs(number, others)
    return shared / max(distinct, 1)


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """How far two orders agree, -1 to 1; equal values share their rank."""
    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])


def ranks(values: Sequence[float]) -> list[float]:
    return [sum(other < value for other in values) + (sum(other == value for other in values) - 1) / 2 for value in values]


def tell_page() -> None:
    """The real page: own shares beside those counted apart."""
    sides = sides_of([extract(read(SHARED / "gold" / "postal-2018.txt", dated="2018-08"), pack="postal-2018")])
    print("the real page: percent of letters that another unit has (counted apart)")
    for side, own in zip(sides, own_text(sides), strict=True):
        apart = next(percent for unit, percent in EIGHT_GRAMS.items() if side.unit.startswith(unit))
        print(f"    {side.unit[:2]}  {100 * own.shared / own.letters:5.1f}  ({apart})")


def tell_shares(name: str, family: Family, told: str, rows: Sequence[tuple[int, list[int], float]]) -> None:
    """How far the shares agree with the manifest's."""
    expected = [share for _, _, share in rows]
    measures: dict[str, tuple[Callable[[Overlay, int, Sequence[int]], float], Overlay]] = {
        "letters in runs of 8": (letters_share, family.runs), "different 13-grams": (grams_share, family.grams),
    }  # fmt: skip
    for label, (measure, overlay) in measures.items():
        shares = [measure(overlay, number, others) for number, others, _ in rows]
        farthest = max(abs(share - other) for share, other in zip(shares, expected, strict=True))
        order = f"order agrees {spearman(shares, expected):.3f}   " if len(rows) > 2 else ""
        print(f"{name}: {told}, {len(rows)} texts, {label}: {order}farthest from the manifest {farthest:.3f}")


def tell_sources(name: str, family: Family) -> None:
    """For how many cities the likeliest source is their province."""
    first = {each.key: each.source for each in reversed(find_descents(family.sides))}
    found = [(family.sides[city], family.sides[upper].key) for city, [upper], _ in family.cities()]
    right = [first.get(side.key) == upper for side, upper in found]
    others = "、".join(side.unit or side.title for (side, _), is_right in zip(found, right, strict=True) if not is_right)
    print(f"{name}: likeliest source is the province for {sum(right)} of {len(right)} cities{f' (not {others})' if others else ''}")


def tell_labelled(families: dict[str, Family]) -> None:
    """Of the passages read by hand how many are true, and how many are still found."""
    with LABELS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))
    what = Counter(row["what"] for row in rows)
    true = sum(row["true"] == "yes" for row in rows)
    print(f"passages read by hand: {true} of {len(rows)} true ({true / len(rows):.2f}): " + ", ".join(f"{count} {kind}" for kind, count in what.most_common()))
    by_pair: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        by_pair.setdefault((row["family"], row["a"], row["b"]), []).append(row)
    found = sum(count_found([families[name].sides[families[name].number[file]] for file in (a, b)], of) for (name, a, b), of in by_pair.items())
    print(f"    {found} of them lie in a passage that is found today")


def count_found(pair: Sequence[Side], rows: Sequence[Row]) -> int:
    """How many labelled stretches lie mostly in one passage of the pair."""
    passages = find_passages(pair)
    spans = [[int(row[name]) for name in ("a_start", "a_end", "b_start", "b_end")] for row in rows]
    return sum(
        any(
            min(p.a_end, a_end) - max(p.a_start, a_start) >= 0.8 * (a_end - a_start) and min(p.b_end, b_end) - max(p.b_start, b_start) >= 0.8 * (b_end - b_start)
            for p in passages
        )
        for a_start, a_end, b_start, b_end in spans
    )


def tell_speed() -> None:
    """Own text and lineage of 32 texts of 20,000 characters."""
    reports = sorted((SHARED / "corpora" / "legislation-rules-2015" / "responses").iterdir())
    words = "".join(file.read_text(encoding="utf-8") for file in reports)
    texts = [(words[at * 6_000 :] + words)[:20_000] for at in range(32)]
    sides = [Side(str(at), text, 0, len(text), date=str(2000 + at)) for at, text in enumerate(texts)]
    for task in (own_text, find_descents):
        started = time.process_time()
        task(sides)
        print(f"{task.__name__}: 32 texts of 20,000 characters in {time.process_time() - started:.2f} s of processor time")


def main() -> None:
    families = {name: Family(name) for name in ("legislation-rules-2015", "icv-road-test-2021", "business-env-2019")}
    tell_page()
    for name, family in families.items():
        if family.cities():
            tell_shares(name, family, "from the province", family.cities())
            tell_sources(name, family)
        tell_shares(name, family, "from the directive", family.answers())
    tell_labelled(families)
    tell_speed()


if __name__ == "__main__":
    main()
