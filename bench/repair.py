"""How well and how fast `luoshi.reading.repair` mends: the real page, the damaged excerpts, damage of our own, all clean texts.

    python bench/repair.py [page] [excerpts] [dialects] [wrapped] [clean] [speed]
"""

import json
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "reading"))

from damaging import CONVERSIONS, DIALECTS, damaged  # noqa: E402

from luoshi.reading.document import SourceText  # noqa: E402
from luoshi.reading.repair import Repaired, repair_source, replay  # noqa: E402

SHARED = ROOT.parent / "shared"
SAMPLE = 200
SEED = 20180830
PER_DIALECT = 24


def repaired(text: str, name: str = "bench") -> Repaired:
    """One text, repaired, and its account checked."""
    result = repair_source(SourceText(name, "txt", text))
    assert replay(text, result.repairs) == result.text, name
    return result


def clean_texts() -> dict[str, str]:
    """Every clean text of the corpora, by name."""
    reports = (SHARED / "corpora/gwr-province-2016-2021.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {row["id"]: row["text"] for row in map(json.loads, reports)}
    files = sorted((SHARED / "corpora").glob("*/*/*.txt")) + sorted((SHARED / "gold").glob("*.txt"))
    return texts | {path.stem: path.read_text(encoding="utf-8") for path in files if path.stem != "postal-2018"}


def count(result: Repaired) -> Counter[str]:
    """Readings and deletions by record, changed characters one by one."""
    found: Counter[str] = Counter()
    for repair in result.repairs:
        found[f"{repair.kind}/{repair.reason}"] += len(repair.after) or 1
    return found


def bench_page() -> None:
    """The real page."""
    text = (SHARED / "gold/postal-2018.txt").read_text(encoding="utf-8")
    result = repaired(text)
    marked = {text[r.start - 1] for r in result.repairs if r.kind == "reading"}
    print("page:", dict(count(result)), "on", len(marked), "characters")
    for bracket in ("（自治区）", "（新媒体责编：news1166）", "（含图片）", "（兰州）", "（京）"):
        print("  kept", bracket, result.text.count(bracket))
    print("  suspects:", [(s.words, s.proposal, s.reason) for s in result.suspects])


def bench_excerpts() -> None:
    """The damaged excerpts, each with its counts and its beginning."""
    for line in (SHARED / "corpora/damaged-excerpts.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        result = repaired(row["text"])
        print(row["id"], row["damage"], dict(count(result)))
        print("  suspects:", [(s.kind, s.words, s.proposal) for s in result.suspects])
        print("  ", result.text[:160].replace("\n", "⏎"))


def bench_dialects() -> None:
    """Clean texts damaged in every dialect: what comes back, and what does not."""
    texts = list(clean_texts().values())
    for conversion in CONVERSIONS:
        for dialect in DIALECTS:
            chosen = random.Random(f"{conversion}/{dialect}").sample(texts, PER_DIALECT)
            right, total, wrong = 0, 0, Counter[str]()
            for text in chosen:
                clean = repaired(text).text
                back = repaired(damaged(clean, conversion, dialect)).text
                right, total = right + same(clean, back, wrong), total + len(clean)
            print(f"{conversion:5} {dialect:13} {right / total:9.4%} of {total:,}", wrong.most_common(8))


def same(clean: str, back: str, wrong: Counter[str]) -> int:
    """How many characters came back; what did not is counted in `wrong`."""
    if len(clean) != len(back):
        at = next((i for i, (a, b) in enumerate(zip(clean, back, strict=False)) if a != b), 0)
        wrong[f"LENGTH {len(back) - len(clean):+} at {clean[at - 5 : at + 9]!r} {back[at - 5 : at + 9]!r}"] += 1
        return at
    wrong.update(f"{a}→{b} {clean[max(0, i - 2) : i + 3]!r}" for i, (a, b) in enumerate(zip(clean, back, strict=True)) if a != b)
    return sum(a == b for a, b in zip(clean, back, strict=True))


def bench_wrapped() -> None:
    """Clean texts printed in lines of one width: which breaks are kept wrongly, which paragraphs joined wrongly."""
    for indent in ("", "\u3000\u3000"):
        for width in (56, 64, 76):
            kept = joined = total = 0
            for text in list(clean_texts().values())[::6]:
                paragraphs = [indent + line.strip() for line in repaired(text).text.split("\n") if line.strip()]
                source = "\n".join(line for paragraph in paragraphs for line in wrapped(paragraph, width))
                want, got, had = map(breaks, ("\n".join(paragraphs), repaired(source).text, source))
                kept, joined, total = kept + len(got - want), joined + len(want - got), total + len(had - want)
            print(f"wrapped at {width}, indent {len(indent)}: {total:,} breaks, {kept} kept, {joined} paragraphs joined")


def wrapped(paragraph: str, width: int) -> list[str]:
    """A paragraph in lines of at most so many columns; no line starts with a closing mark."""
    lines, line, columns = [], "", 0
    for word in re.findall("[!-~]+|.", paragraph):
        wide = sum(1 if char < "\u0300" else 2 for char in word)
        if line and columns + wide > width and word not in "，。；：！？、”’》）":
            lines.append(line)
            line, columns = "", 0
        line, columns = line + word, columns + wide
    return [*lines, line]


def breaks(text: str) -> set[int]:
    """Behind how many characters, spaces left out, each line feed stands."""
    places, seen = set(), 0
    for line in text.split("\n"):
        seen += len(re.sub("[ \u3000]", "", line))
        places.add(seen)
    return places


def bench_clean() -> None:
    """Every change in a clean text, by kind, and a seeded sample of them in context."""
    changes, found, suspects = [], Counter[str](), []
    for name, text in clean_texts().items():
        result = repaired(text, name)
        found += count(result)
        suspects += [(name, s.words, s.proposal, result.text[max(0, s.start - 9) : s.end + 9]) for s in result.suspects]
        for r in result.repairs:
            before, after = text[max(0, r.start - 14) : r.start], text[r.end : r.end + 14]
            changes.append(f"{r.reason:14} {name[-12:]:12} {before}⟦{r.before}→{r.after}⟧{after}".replace("\n", "⏎"))
    print("clean:", dict(found), len(changes), "changes;", len(suspects), "suspects", suspects)
    print(*sorted(random.Random(SEED).sample(changes, min(SAMPLE, len(changes)))), sep="\n")


def bench_speed() -> None:
    """Seconds for the 187 reports, clean, and for the same damaged."""
    texts = [text for name, text in clean_texts().items() if name.startswith("GWR")]
    bad = [damaged(text, "s2t", "toned") for text in texts[:20]]
    repaired("预热(三)，戰(zhàn)，戰(zhàn)。")
    for what, some in (("clean", texts), ("damaged", bad)):
        start = time.process_time()
        for text in some:
            repair_source(SourceText("speed", "txt", text))
        spent, size = time.process_time() - start, sum(map(len, some))
        print(f"speed, {what}: {spent:.2f} s for {size:,} characters, {size / spent / 1e6:.2f} million a second")


BENCHES = {
    "page": bench_page,
    "excerpts": bench_excerpts,
    "dialects": bench_dialects,
    "wrapped": bench_wrapped,
    "clean": bench_clean,
    "speed": bench_speed,
}

if __name__ == "__main__":
    for chosen_bench in sys.argv[1:] or BENCHES:
        BENCHES[chosen_bench]()
