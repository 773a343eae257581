"""Documents with planted reuse: real reports cut up, or walks through them where more is wanted than there is; six kinds of reuse, and changed figures.

    python bench/comparing/plants.py [DOCUMENTS]        prints what was made

Up to 3,000 documents are disjoint runs of the shared reports' paragraphs (about 1,090 characters each). There is no text for more, and drawing
it again would repeat every sentence a dozen times. So larger corpora are *walks*: read on in a report, and at each character, with
probability JUMP, go on at another place, drawn evenly, that has the same two characters. Frequent phrases stay frequent, rare ones come
once, and long stretches are not repeated; JUMP is set so that 2,000 walked documents give as many equal 6-grams as 2,000 real ones.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
REPORTS = HERE.parents[2] / "shared/corpora/gwr-province-2016-2021.jsonl"
KINDS = ("verbatim", "light10", "light25", "reorder", "short", "heavy40")
FIGURED = ("figure", "softened", "forced")
"""Words in which one thing was changed that tells: another figure or year, a date made 逐步, 必须 made 力争."""
LENGTH = 1_090
MOST_REAL = 3_000
JUMP = 0.4
SEED = 20180831
REWRITING = json.loads((HERE / "rewriting.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Plant:
    """Words of one document put into another; spans in characters of the finished documents."""

    kind: str
    source: int
    source_start: int
    source_end: int
    target: int
    target_start: int
    target_end: int
    before: str = ""
    """What was changed, where one thing was; in the source's words."""
    after: str = ""


@cache
def reports() -> tuple[str, ...]:
    """The texts of the shared reports."""
    with REPORTS.open(encoding="utf-8") as lines:
        return tuple(json.loads(line)["text"] for line in lines)


def documents(count: int, seed: int = SEED, walked: bool | None = None) -> list[str]:
    """That many documents of about LENGTH characters; walks where asked for, or where there are not enough real ones."""
    walked = count > MOST_REAL if walked is None else walked
    return _walks(count, seed) if walked else _chunks(count, seed)


def _chunks(count: int, seed: int) -> list[str]:
    made: list[str] = []
    for text in reports():
        held = ""
        for paragraph in text.split("\n"):
            held += paragraph + "\n" if paragraph else ""
            if len(held) >= LENGTH * 0.85:
                made.append(held)
                held = ""
    random.Random(seed).shuffle(made)
    if count > len(made):
        raise SystemExit(f"only {len(made)} real documents can be cut; ask for walks")
    return made[:count]


def _walks(count: int, seed: int) -> list[str]:
    text = "\n".join(reports()).replace("\n\n", "\n")
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.int64)
    pairs = codes[:-1] << 21 | codes[1:]
    order = np.argsort(pairs, kind="stable")
    _, first, inverse, size = np.unique(pairs[order], return_index=True, return_inverse=True, return_counts=True)
    kind = np.empty(len(pairs), dtype=np.int64)
    kind[order] = inverse
    draw = np.random.default_rng(seed)
    lengths = draw.integers(int(LENGTH * 0.8), int(LENGTH * 1.2), count)
    at = draw.integers(0, len(pairs) - 1, count)
    out = np.empty((lengths.max(), count), dtype=np.uint32)
    for step in range(len(out)):
        out[step] = codes[at + 1]
        at = np.minimum(at + 1, len(pairs) - 1)
        jumping = np.flatnonzero(draw.random(count) < JUMP)
        here = kind[at[jumping]]
        at[jumping] = order[first[here] + (draw.random(len(jumping)) * size[here]).astype(np.int64)]
    return [out[:length, i].astype("<u4").tobytes().decode("utf-32-le") for i, length in enumerate(lengths.tolist())]


# -- one thing that tells -------------------------------------------------------------------------------------------


def plant_changes(texts: list[str], each: int, seed: int = SEED) -> tuple[list[str], list[Plant]]:
    """The documents with `each` plants of every kind in FIGURED."""
    draw = random.Random(seed + 2)
    order = list(range(len(texts)))
    draw.shuffle(order)
    free, targets = order[: len(order) // 2], iter(order[len(order) // 2 :])
    made, plants = list(texts), []
    for kind in FIGURED:
        changed = [one for source in free if (one := _changed(texts[source], source, kind, draw))][:each]
        for source, start, end, words, before, after in changed:
            target = next(targets)
            at = _gap(texts[target], draw)
            made[target] = texts[target][:at] + words + texts[target][at:]
            plants.append(Plant(kind, source, start, end, target, at, at + len(words), before, after))
            free.remove(source)
    return made, plants


def _changed(text: str, source: int, kind: str, draw: random.Random) -> tuple[int, int, int, str, str, str] | None:
    """(source, start, end, words as planted, what was changed, into what) of a sentence in which such a thing can be changed."""
    spans = _sentences(text, 1)
    draw.shuffle(spans)
    for start, end in spans:
        found = CHANGES[kind](text[start:end], draw)
        if found:
            at, before, after = found
            return source, start, end, text[start : start + at] + after + text[start + at + len(before) : end], before, after
    return None


def _other_figure(words: str, draw: random.Random) -> tuple[int, str, str] | None:
    found = list(re.finditer(r"(?<![\d.])\d{1,4}(?:\.\d)?(?=[%万亿个家户人项座吨公里年])", words))
    if not found:
        return None
    match = draw.choice(found)
    number = float(match[0])
    if re.fullmatch("20[12][0-9]", match[0]):
        return match.start(), match[0], str(int(number) + draw.choice((-2, -1, 1, 5)))
    other = number * draw.choice((0.5, 0.8, 0.9, 1.1, 1.5)) or 1.0
    after = f"{other:.1f}" if "." in match[0] else str(max(1, round(other)))
    return (match.start(), match[0], after) if after != match[0] else None


def _softened(words: str, draw: random.Random) -> tuple[int, str, str] | None:
    match = re.search(r"(?:到20[12]\d年底?|20[12]\d年底前|今年年底前|年底前|[0-9]{1,2}月底前)(?![、和至])", words)
    return (match.start(), match[0], draw.choice(("逐步", "适时", "力争"))) if match else None


def _other_force(words: str, draw: random.Random) -> tuple[int, str, str] | None:
    match = re.search("必须|确保|务必|不得|严禁", words)
    return (match.start(), match[0], draw.choice(("力争", "可以") if match[0] not in ("不得", "严禁") else ("可以",))) if match else None


CHANGES: dict[str, Callable[[str, random.Random], tuple[int, str, str] | None]] = {"figure": _other_figure, "softened": _softened, "forced": _other_force}


# -- what is planted -------------------------------------------------------------------------------------------------


def plant(texts: list[str], each: int, seed: int = SEED) -> tuple[list[str], list[Plant]]:
    """The documents with `each` plants of every kind, at most one put into a document and one taken from it, and what was planted where."""
    draw = random.Random(seed + 1)
    order = list(range(len(texts)))
    draw.shuffle(order)
    sources, targets = iter(order[: len(order) // 2]), iter(order[len(order) // 2 :])
    made, plants = list(texts), []
    for number in range(each * len(KINDS)):
        kind = KINDS[number % len(KINDS)]
        source, start, end = _taken(texts, sources, kind, draw)
        target = next(targets)
        words = _rewritten(kind, texts[source][start:end], draw)
        at = _gap(texts[target], draw)
        made[target] = texts[target][:at] + words + texts[target][at:]
        plants.append(Plant(kind, source, start, end, target, at, at + len(words)))
    return made, plants


def _taken(texts: list[str], sources: object, kind: str, draw: random.Random) -> tuple[int, int, int]:
    """A document and a stretch of it that suits the kind."""
    for source in sources:  # type: ignore[attr-defined]
        spans = _clauses(texts[source]) if kind == "short" else _sentences(texts[source], 3 if kind in ("reorder", "heavy40") else 1)
        if spans:
            return (source, *draw.choice(spans))
    raise SystemExit("too many plants for so few documents")


def _sentences(text: str, clauses: int) -> list[tuple[int, int]]:
    found = (match.span() for match in re.finditer(r"[^。！？；\n]{25,120}[。！？；]", text))
    return [(a, b) for a, b in found if len(re.split("[，、]", text[a:b])) >= clauses]


def _clauses(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"(?<=[，。；\n])[^，。；：！？、\n“”（）]{12,18}(?=[，。；])", text)]


def _gap(text: str, draw: random.Random) -> int:
    """Where words are put in: mostly after a mark, sometimes anywhere, sometimes at the very first character."""
    chance = draw.random()
    if chance < 0.05:
        return 0
    if chance < 0.25:
        return draw.randrange(len(text))
    return draw.choice([match.end() for match in re.finditer("[，。；\n]", text)] or [0])


def _rewritten(kind: str, words: str, draw: random.Random) -> str:
    steps: dict[str, Callable[[str], str]] = {
        "verbatim": lambda w: w,
        "short": lambda w: w,
        "light10": lambda w: _edited(w, 0.10, draw),
        "light25": lambda w: _edited(w, 0.25, draw),
        "reorder": lambda w: _shuffled(w, draw),
        "heavy40": lambda w: _shuffled(_edited(w, 0.40, draw), draw),
    }
    return steps[kind](words)


def _shuffled(words: str, draw: random.Random) -> str:
    clauses = [clause for clause in re.split("[，、；。]", words) if clause]
    before = list(clauses)
    while len(set(clauses)) > 1 and clauses == before:
        draw.shuffle(clauses)
    return "，".join(clauses) + "。"


def _edited(words: str, share: float, draw: random.Random) -> str:
    """Words changed until `share` of their characters was: synonyms, inserted adverbs, dropped characters, wrong characters."""
    budget = max(1, round(len(words) * share))
    for _ in range(200):
        if budget <= 0:
            break
        changed = draw.choice((_synonym, _synonym, _adverb, _dropped, _mistyped))(words, draw)
        cost = max(len(words), len(changed)) - sum(a == b for a, b in zip(words, changed, strict=False)) if len(words) == len(changed) else abs(len(words) - len(changed)) or 2
        budget -= max(cost, 1) if changed != words else 0
        words = changed
    return words


def _synonym(words: str, draw: random.Random) -> str:
    pairs = [pair for pair in REWRITING["synonyms"] if pair[0] in words or pair[1] in words]
    if not pairs:
        return words
    old, new = draw.choice(pairs)
    return words.replace(old, new, 1) if old in words else words.replace(new, old, 1)


def _adverb(words: str, draw: random.Random) -> str:
    at = draw.randrange(len(words))
    return words[:at] + draw.choice(REWRITING["adverbs"]) + words[at:]


def _dropped(words: str, draw: random.Random) -> str:
    at = draw.randrange(len(words))
    return words[:at] + words[at + draw.choice((1, 2)) :] if len(words) > 12 else words


def _mistyped(words: str, draw: random.Random) -> str:
    at = draw.randrange(len(words))
    return words[:at] + draw.choice(draw.choice(reports())[100:5000]).replace("\n", "的") + words[at + 1 :]


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    texts, plants = plant(documents(size), each=max(10, size // 20))
    print(f"{len(texts)} documents, {sum(map(len, texts))} characters, {len(plants)} plants, seed {SEED}")
    for kind in KINDS:
        first = next(one for one in plants if one.kind == kind)
        print(f"{kind}\n  {texts[first.source][first.source_start:first.source_end]}\n  {texts[first.target][first.target_start:first.target_end]}")
