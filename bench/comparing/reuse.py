"""How much of planted reuse is found, how its kinds are named, whether what is reported is true, and how long it takes.

    python bench/comparing/reuse.py [DOCUMENTS …] [--seed N] [--read FILE]      default: 500 2000

Documents and plants are those of `plants.py`. A plant is *found* where at least half of it is covered, on both sides, by the passages of its
two documents. Its kind is *named right* where the passage that has most of it is of a kind that its rewriting makes: see EXPECTED.

A passage is *true* where a reader would say that the two stretches have their words in common. As a check: of the longer stretch's
2-grams at least HALF are in the other (order aside, each counted once), or a row of TELLING letters is in both and makes up at least a
third of the longer. It shares no step with the aligner. `true-sample.tsv` lists 100 reported passages by document and span, with what a
reader said of each and what the check says; --read FILE writes such a sample to be read.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from plants import FIGURED, KINDS, SEED, Plant, documents, plant, plant_changes
from rapidfuzz.distance import LCSseq

from luoshi.comparing.letters import fold
from luoshi.comparing.records import Passage, Side
from luoshi.comparing.searching.candidates import find_candidates
from luoshi.comparing.sharing.passages import find_passages

HALF, TELLING = 0.5, 8
EXPECTED = {
    "verbatim": {"verbatim"},
    "short": {"verbatim"},
    "light10": {"edited", "figure", "template"},  # a light edit that touches a digit makes another figure
    "light25": {"edited", "figure"},
    "reorder": {"reordered"},
    "heavy40": {"reordered", "edited", "figure"},  # where the clauses that kept their order are most of it, the rest is edits
    "figure": {"figure"},
    "softened": {"figure"},
    "forced": {"edited"},
}
Pairs = dict[tuple[int, int], list[Passage]]


def find(texts: Sequence[str]) -> tuple[tuple[Passage, ...], float, float]:
    """The passages, and the seconds that all took and that the candidates alone take."""
    sides = [Side(str(number), text, 0, len(text)) for number, text in enumerate(texts)]
    started = time.perf_counter()
    passages = find_passages(sides)
    taken = time.perf_counter() - started
    started = time.perf_counter()
    find_candidates([fold(text) for text in texts])
    return passages, taken, time.perf_counter() - started


def by_pair(passages: Sequence[Passage]) -> Pairs:
    pairs: Pairs = defaultdict(list)
    for passage in passages:
        pairs[int(passage.a), int(passage.b)].append(passage)
    return pairs


def sides_of(one: Plant) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """(document, start, end) of both sides, as passages have them."""
    first, second = sorted([(one.source, one.source_start, one.source_end), (one.target, one.target_start, one.target_end)])
    return first, second


def covered(spans: Sequence[tuple[int, int]], start: int, end: int) -> float:
    return len({place for first, last in spans for place in range(max(first, start), min(last, end))}) / (end - start)


def on_it(one: Plant, pairs: Pairs) -> list[Passage]:
    """The passages that lie on a plant, on both sides."""
    (a, a_start, a_end), (b, b_start, b_end) = sides_of(one)
    return [p for p in pairs[a, b] if p.a_start < a_end and p.a_end > a_start and p.b_start < b_end and p.b_end > b_start]


def is_found(one: Plant, pairs: Pairs) -> bool:
    (_, *a), (_, *b) = sides_of(one)
    lying = on_it(one, pairs)
    return covered([(p.a_start, p.a_end) for p in lying], *a) >= 0.5 and covered([(p.b_start, p.b_end) for p in lying], *b) >= 0.5


def kind_of(one: Plant, pairs: Pairs) -> str:
    best = max(on_it(one, pairs), key=lambda passage: passage.letters, default=None)
    return best.kind if best else "-"


def is_named(one: Plant, pairs: Pairs) -> bool:
    """Whether a change of the plant is named in a passage that lies on it, with both words or what is telling in them."""
    changes = [{change.before, change.after} for passage in on_it(one, pairs) for change in passage.changes]
    return any(all(any(said and (said in word or word in said) for said in both) for word in (one.before, one.after)) for both in changes)


def is_true(passage: Passage, texts: Sequence[str]) -> bool:
    """Whether the two stretches have their words in common, by the check above."""
    a = fold(texts[int(passage.a)], passage.a_start, passage.a_end).words()
    b = fold(texts[int(passage.b)], passage.b_start, passage.b_end).words()
    grams = [Counter(words[at : at + 2] for at in range(len(words) - 1)) for words in (a, b)]
    if (grams[0] & grams[1]).total() >= HALF * max(grams[0].total(), grams[1].total()):
        return True
    runs = [run.src_end - run.src_start for run in LCSseq.opcodes(a, b) if run.tag == "equal"]
    return max(runs, default=0) >= max(TELLING, max(len(a), len(b)) / 3)


def show(name: str, plants: Sequence[Plant], pairs: Pairs) -> tuple[int, int]:
    """Prints one line of a kind; gives how many were found and named right."""
    found = sum(is_found(one, pairs) for one in plants)
    kinds = Counter(kind_of(one, pairs) for one in plants)
    right = sum(count for kind, count in kinds.items() if kind in EXPECTED[name])
    told = f"   change named {sum(is_named(one, pairs) for one in plants) / len(plants):.3f}" if name in FIGURED else ""
    listed = " ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    print(f"  {name:9} {len(plants):4}   recall {found / len(plants):.3f}   kind right {right / len(plants):.3f}{told}   ({listed})")
    return found, right


def run(count: int, seed: int, read: Path | None) -> None:
    texts, plants = plant(documents(count, seed), max(10, count // 20), seed)
    passages, taken, alone = find(texts)
    pairs, peak = by_pair(passages), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"{count:,} documents, {sum(map(len, texts)):,} characters, seed {seed}: {len(passages):,} passages in {taken:.1f} s (candidates alone {alone:.1f} s), peak {peak:.0f} MB")
    totals = [show(kind, [one for one in plants if one.kind == kind], pairs) for kind in KINDS]
    print(f"  pooled    {len(plants):4}   recall {sum(f for f, _ in totals) / len(plants):.3f}   kind right {sum(r for _, r in totals) / len(plants):.3f}")
    sample = random.Random(seed).sample(passages, min(3_000, len(passages)))
    for kind in sorted({passage.kind for passage in sample}):
        of_kind = [passage for passage in sample if passage.kind == kind]
        print(f"  true      {kind:9} {sum(is_true(passage, texts) for passage in of_kind) / len(of_kind):.3f} of {len(of_kind)}")
    print(f"  true      all       {sum(is_true(passage, texts) for passage in sample) / len(sample):.3f} of {len(sample)}")
    if read:
        write_sample(read, passages, texts, seed)
    texts, plants = plant_changes(documents(count, seed), max(10, count // 20), seed)
    pairs = by_pair(find(texts)[0])
    for kind in FIGURED:
        show(kind, [one for one in plants if one.kind == kind], pairs)


def write_sample(path: Path, passages: Sequence[Passage], texts: Sequence[str], seed: int) -> None:
    """100 passages, half of them not verbatim, with their words; only the first columns are to be kept."""
    draw = random.Random(seed)
    verbatim = [passage for passage in passages if passage.kind == "verbatim"]
    others = [passage for passage in passages if passage.kind != "verbatim"]
    with path.open("w", encoding="utf-8") as file:
        for p in draw.sample(verbatim, 30) + draw.sample(others, 70):
            words = [texts[int(key)][start:end].replace("\n", "/") for key, start, end in ((p.a, p.a_start, p.a_end), (p.b, p.b_start, p.b_end))]
            print(p.a, p.a_start, p.a_end, p.b, p.b_start, p.b_end, p.kind, int(is_true(p, texts)), *words, sep="\t", file=file)


def main() -> None:
    words = sys.argv[1:]
    options = {words[at]: words[at + 1] for at in range(len(words) - 1) if words[at].startswith("--")}
    sizes = [int(word) for at, word in enumerate(words) if word.isdigit() and (not at or not words[at - 1].startswith("--"))]
    for count in sizes or (500, 2_000):
        run(count, int(options.get("--seed", SEED)), Path(options["--read"]) if "--read" in options else None)


if __name__ == "__main__":
    main()
