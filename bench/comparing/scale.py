"""All against all: time, memory and recall for 2,000, 10,000 and 46,000 documents, beside rensa and datasketch at 2,000.

    python bench/comparing/scale.py [DOCUMENTS …]

The documents are those of `plants.py` (seed stated there) with reuse of six kinds planted; "real" ones are cut from the shared reports,
"walked" ones are the kind of which there can be any number, so the curve is read along these. Every line is a process of its own on two
threads, and what is printed is the fastest of its tries. Memory is that of the process and its children together, sampled four times a
second (shared pages counted once); the limit is what the search is told.

A plant is found where the spans reported for its two documents cover half of it on both sides. Aligned and named is what `corpus reuse` would:
the documents are a store, and all candidates are aligned by two processes. Building the store is not counted.

The last columns say what the documents are like: pairs of equal 6-grams and 9-grams for each letter, of grams that stand at most 100 times.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from plants import KINDS, SEED, Plant, documents, plant

TRIES = {2_000: 3, 10_000: 2}
SIZES = (2_000, 10_000, 46_000)
LIMIT_MB = {2_000: 1_000}
LARGE_LIMIT_MB = 6_000
THREADS = 2
LEAST_LETTERS = 7
PEERS = ("rensa sentences", "rensa documents", "datasketch sentences", "datasketch documents")
SENTENCES_ALIKE, DOCUMENTS_ALIKE = 0.4, 0.3
"""Jaccard of character 3-grams from which on a peer calls two sentences, or documents, alike."""

Span = tuple[int, int, int]
"""(document, start, end) in characters."""


def made(count: int, walked: bool) -> tuple[list[str], list[Plant]]:
    return plant(documents(count, walked=walked), each=min(1_000, count // 14))


# -- what is found ---------------------------------------------------------------------------------------------------


class Found:
    """Spans reported for pairs of documents; of the pairs that matter alone."""

    def __init__(self, plants: Sequence[Plant]) -> None:
        self._spans: dict[tuple[int, int], list[tuple[int, int, int, int]]] = {pair_of(one): [] for one in plants}

    def add(self, a: Span, b: Span) -> None:
        a, b = sorted((a, b))
        if (a[0], b[0]) in self._spans:
            self._spans[a[0], b[0]].append((*a[1:], *b[1:]))

    def recall(self, plants: Sequence[Plant]) -> dict[str, float]:
        """Of each kind and of all, the share that is covered by half on both sides."""
        found: dict[str, list[bool]] = {kind: [] for kind in KINDS}
        for one in plants:
            a, b = sorted(((one.source, one.source_start, one.source_end), (one.target, one.target_start, one.target_end)))
            spans = self._spans[a[0], b[0]]
            sides = ((a, [span[:2] for span in spans]), (b, [span[2:] for span in spans]))
            found[one.kind].append(all(covered(*side[1:], by) >= 0.5 for side, by in sides))
        each = {kind: float(np.mean(values)) for kind, values in found.items()}
        return each | {"all": float(np.mean([value for values in found.values() for value in values]))}


def pair_of(one: Plant) -> tuple[int, int]:
    return min(one.source, one.target), max(one.source, one.target)


def covered(start: int, end: int, spans: Iterable[Sequence[int]]) -> float:
    reached = np.zeros(end - start, dtype=bool)
    for left, right in spans:
        reached[max(left - start, 0) : max(right - start, 0)] = True
    return float(reached.mean())


# -- luoshi ----------------------------------------------------------------------------------------------------------


def measure(count: int, walked: bool) -> dict[str, Any]:
    """Searches, aligns and names; what it took and what was found."""
    from luoshi.comparing.grams import join_letters
    from luoshi.comparing.letters import fold
    from luoshi.comparing.searching.candidates import find_candidates
    from luoshi.corpus.sharing import verify

    texts, plants = made(count, walked)
    pairs = {pair_of(one) for one in plants}
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, Memory() as memory:
        store = stored(texts, Path(folder))
        with timed(seconds, "fold"):
            folded = [fold(text) for text in texts]
        with timed(seconds, "search"):
            found = find_candidates(folded, memory_limit_mb=LIMIT_MB.get(count, LARGE_LIMIT_MB), threads=THREADS)
        joined, places = join_letters(folded), [letters.places for letters in folded]
        searched = spans_found(found, places, pairs, Found(plants))
        with timed(seconds, "align"):
            aligned = verify(store, joined, found, LEAST_LETTERS, jobs=THREADS)
    return {
        "documents": count, "walked": walked, "characters": sum(map(len, texts)), "seconds": seconds, "megabytes": memory.most, "candidates": len(found),
        "searched": searched.recall(plants), "aligned": spans_found(aligned, places, pairs, Found(plants)).recall(plants), "kinds": kinds_of(aligned.kind),
        "plants": len(plants), "alike": equal_pairs(joined),
    }  # fmt: skip


def stored(texts: Sequence[str], folder: Path) -> Any:
    """A store of these documents, all of them."""
    from luoshi.corpus import build, open_store

    (folder / "texts.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    build(folder / "texts.jsonl", folder / "store", on_duplicate="keep")
    store = open_store(folder / "store")
    assert store.documents == len(texts)
    return store


def spans_found(rows: Any, places: Sequence[Any], pairs: set[tuple[int, int]], told: Found) -> Found:
    """Candidates or passages as spans in characters; of the pairs that matter alone."""
    count = len(places)
    columns = ("a", "a_start", "a_end", "b", "b_start", "b_end")
    for row in np.flatnonzero(np.isin(rows.a.astype(np.int64) * count + rows.b, [a * count + b for a, b in pairs])).tolist():
        a, a_start, a_end, b, b_start, b_end = (int(getattr(rows, name)[row]) for name in columns)
        told.add((a, *characters(places[a], a_start, a_end)), (b, *characters(places[b], b_start, b_end)))
    return told


def characters(places: Any, start: int, end: int) -> tuple[int, int]:
    return int(places[start]), int(places[end - 1]) + 1


def kinds_of(kind: Any) -> dict[str, int]:
    from luoshi.comparing.records import PASSAGE_KINDS

    counts = np.bincount(kind, minlength=len(PASSAGE_KINDS)).tolist()
    return dict(zip(PASSAGE_KINDS, counts, strict=True))


def equal_pairs(joined: Any, most: int = 100) -> dict[str, float]:
    """Pairs of equal grams for each letter, of grams that stand at most so many times."""
    from luoshi.comparing.grams import hash_grams

    told = {}
    for size in (6, 9):
        _, times = np.unique(hash_grams(joined.codes, size), return_counts=True)
        times = times[times <= most].astype(np.int64)
        told[str(size)] = float((times * (times - 1) // 2).sum() / len(joined.codes))
    return told


# -- peers -----------------------------------------------------------------------------------------------------------


def measure_peer(name: str, count: int) -> dict[str, Any]:
    """MinHash and locality-sensitive hashing over sentences or whole documents; those alike are looked at once more, as both libraries advise."""
    texts, plants = made(count, walked=False)
    library, unit = name.split()
    with Memory() as memory:
        seconds: dict[str, float] = {}
        with timed(seconds, "search"):
            parts = list(sentences(texts)) if unit == "sentences" else [(number, 0, len(text)) for number, text in enumerate(texts)]
            grams = [three_grams(texts[document][start:end]) for document, start, end in parts]
            least = SENTENCES_ALIKE if unit == "sentences" else DOCUMENTS_ALIKE
            alike = list((by_rensa if library == "rensa" else by_datasketch)(grams, least))
    found, pairs = Found(plants), 0
    for one, other in alike:
        if parts[one][0] != parts[other][0]:
            pairs += 1
            found.add(parts[one], parts[other])
    return {"name": name, "seconds": seconds, "megabytes": memory.most, "candidates": pairs, "searched": found.recall(plants)}


def sentences(texts: Sequence[str]) -> Iterator[Span]:
    import re

    for number, text in enumerate(texts):
        for match in re.finditer(r"[^。！？；\n]{6,}", text):
            yield number, *match.span()


def three_grams(words: str) -> list[str]:
    letters = [char for char in words if char.isalnum()]
    return sorted({"".join(letters[at : at + 3]) for at in range(len(letters) - 2)})


def by_rensa(grams: Sequence[list[str]], least: float) -> Iterator[tuple[int, int]]:
    from rensa import RMinHash, RMinHashLSH

    index, hashes = RMinHashLSH(threshold=least, num_perm=128, num_bands=32), []
    for number, tokens in enumerate(grams):
        made = RMinHash(num_perm=128, seed=42)
        made.update(tokens)
        hashes.append(made)
        index.insert(number, made)
    for number, made in enumerate(hashes):
        for other in index.query(made):
            if other < number and made.jaccard(hashes[other]) >= least:
                yield other, number


def by_datasketch(grams: Sequence[list[str]], least: float) -> Iterator[tuple[int, int]]:
    from datasketch import MinHash, MinHashLSH

    index, hashes = MinHashLSH(threshold=least, num_perm=128), []
    for number, tokens in enumerate(grams):
        made = MinHash(num_perm=128)
        made.update_batch([token.encode() for token in tokens])
        hashes.append(made)
        index.insert(number, made)
    for number, made in enumerate(hashes):
        for other in index.query(made):
            if other < number and made.jaccard(hashes[other]) >= least:
                yield other, number


# -- measuring -------------------------------------------------------------------------------------------------------


class Memory:
    """The most megabytes that this process and its children have held together while inside."""

    def __enter__(self) -> Memory:
        self.most, self._over = 0, threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watching.join()
        alone = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000
        self.most = max(self.most, alone)

    def _watch(self) -> None:
        while not self._over.wait(0.25):
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
            if children:
                self.most = max(self.most, sum(map(proportional_kb, ("self", *children))) // 1_000)


def proportional_kb(process: str) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


class timed:
    """Adds the seconds spent inside under a name."""

    def __init__(self, into: dict[str, float], name: str) -> None:
        self._into, self._name = into, name

    def __enter__(self) -> None:
        self._started, self._worked = time.perf_counter(), work()

    def __exit__(self, *_: object) -> None:
        self._into[self._name] = time.perf_counter() - self._started
        self._into[f"{self._name} cpu"] = work() - self._worked


def work() -> float:
    """Seconds that this process and those of its children that have ended worked."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


# -- printing --------------------------------------------------------------------------------------------------------


def apart(what: str, *told: object) -> dict[str, Any]:
    """What a process of its own found."""
    asked = [sys.executable, __file__, "--apart", json.dumps([what, *told])]
    answer = subprocess.run(asked, check=True, capture_output=True, text=True, cwd=Path(__file__).parent)
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def fastest(tries: int, measured: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    return min((measured() for _ in range(tries)), key=lambda told: taken(told)[0])


def taken(told: dict[str, Any]) -> tuple[float, float]:
    """(seconds, seconds worked) from the texts to the kinds."""
    seconds = told["seconds"]
    return tuple(sum(seconds.get(f"{step}{of}", 0.0) for step in ("fold", "search", "align")) for of in ("", " cpu"))  # type: ignore[return-value]


def show(name: str, told: dict[str, Any], beside: float | None = None) -> None:
    seconds, worked = taken(told)
    parts = told["seconds"]
    recall = told.get("aligned", told["searched"])
    kinds = " ".join(f"{recall[kind]:.2f}" for kind in KINDS)
    align = f"{parts['align']:6.1f}" if "align" in parts else "      "
    ratio = f"{seconds / beside:5.1f}x" if beside else "      "
    alike = " ".join(f"{value:.2f}" for value in told.get("alike", {}).values())
    print(
        f"{name:22} {seconds:7.1f} {ratio} ({worked:6.1f}) {parts['search']:7.1f} {align} {told['megabytes']:6,} {told['candidates']:11,} "
        f"{told['searched']['all']:.3f}  {recall['all']:.3f}  {kinds}  {alike}"
    )


def main(sizes: Sequence[int]) -> None:
    print(f"seed {SEED}, {THREADS} threads, load before: {os.getloadavg()[0]:.1f}")
    print("documents              seconds  ratio (worked)  search  align     MB  candidates  recall of candidates, of passages; " + " ".join(KINDS))
    real = fastest(TRIES[2_000], lambda: apart("luoshi", 2_000, False)) if 2_000 in sizes else None
    if real:
        show("2,000 real", real)
        for name in PEERS:
            show(name, fastest(TRIES[2_000], lambda name=name: apart("peer", name, 2_000)), taken(real)[0])  # type: ignore[misc]
    curve = [fastest(TRIES.get(size, 1), lambda size=size: apart("luoshi", size, True)) for size in sizes]  # type: ignore[misc]
    for told in curve:
        show(f"{told['documents']:,} walked", told, taken(curve[0])[0])
    if len(curve) > 1:
        first, last = curve[0], curve[-1]
        grown = last["characters"] / first["characters"]
        for name, at in (("seconds", 0), ("seconds worked", 1)):
            exponent = np.log(taken(last)[at] / taken(first)[at]) / np.log(grown)
            print(f"{name} grow as n^{exponent:.2f} from {first['documents']:,} to {last['documents']:,} documents   (wanted: at most 1.3)")
        searched = np.log(last["seconds"]["search cpu"] / first["seconds"]["search cpu"]) / np.log(grown)
        print(f"of these the search n^{searched:.2f}")
        print(f"recall falls by {first['aligned']['all'] - last['aligned']['all']:.3f}   (wanted: at most 0.03)")
    print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--apart"]:
        what, *told = json.loads(sys.argv[2])
        print(json.dumps(measure(*told) if what == "luoshi" else measure_peer(*told)))
    else:
        main([int(size.replace(",", "")) for size in sys.argv[1:]] or SIZES)
