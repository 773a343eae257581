"""A store of 50 million characters: how long it takes to build, what it takes up, and how fast it answers “who else says this”.

    python bench/comparing/find.py [DOCUMENTS]

The documents are those of `plants.py` (seed stated there), the questions 50 paragraphs of them, every second one edited: each tenth letter
is taken out. Cold means a process of its own, from its start to its end; warm, one open store: the same paragraphs, then phrases of six letters,
what nobody says (the paragraphs backwards), and what everybody says. All are found out on this machine in one run.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from plants import SEED, documents

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "find"
QUESTIONS = 50
ASK = "import sys; from luoshi.corpus import find; print(len(find(sys.argv[1], sys.stdin.read()).found))"
BUILD = "import sys; from luoshi.corpus import build; build(sys.argv[1], sys.argv[2], memory=2_000_000_000)"


def made(count: int) -> list[str]:
    """The documents, and the file of JSON Lines that holds them."""
    texts = documents(count)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "texts.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n" for number, text in enumerate(texts))
    return texts


def questions(texts: list[str]) -> list[tuple[int, str]]:
    """(document, a paragraph of it of 40 to 400 characters); every second one with each tenth character taken out."""
    draw = random.Random(SEED)
    asked: list[tuple[int, str]] = []
    while len(asked) < QUESTIONS:
        number = draw.randrange(len(texts))
        fitting = [paragraph for paragraph in texts[number].split("\n") if 40 <= len(paragraph) <= 400]
        if fitting:
            words = draw.choice(fitting)
            asked.append((number, "".join(char for at, char in enumerate(words) if len(asked) % 2 == 0 or at % 10 != 9)))
    return asked


def build_store(store: Path) -> None:
    """Builds in a process of its own and prints its time, memory and size."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", BUILD, FOLDER / "texts.jsonl", store], check=True)
    seconds, peak = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
    size = sum(path.stat().st_size for path in store.rglob("*") if path.is_file()) / 1e6
    print(f"build    {seconds:6.1f} s   peak {peak:5.0f} MB   store {size:5.0f} MB")


def ask_cold(store: Path, asked: list[tuple[int, str]]) -> list[float]:
    """Seconds of each question in a process of its own."""
    taken = []
    for _, words in asked:
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", ASK, store], input=words.encode(), check=True, capture_output=True)
        taken.append(time.perf_counter() - started)
    return taken


def others(asked: list[tuple[int, str]]) -> dict[str, list[str]]:
    """Questions of other kinds, made of the paragraphs."""
    letters = ["".join(char for char in words if char.isalnum()) for _, words in asked]
    return {
        "phrases": [words[10:16] for words in letters],
        "nowhere": [words[::-1] for words in letters],
        "anywhere": ["坚持稳中求进工作总基调", "高质量发展", "深入贯彻落实党的十九大精神", "全面建成小康社会", "保障和改善民生"],
    }


def ask_other(store: Path, questions: list[str]) -> list[float]:
    """Seconds of each question in this process; what is too short to be asked is left out."""
    from luoshi.corpus import find, open_store

    opened, taken = open_store(store), []
    for words in questions:
        if len(words) >= 6:
            started = time.perf_counter()
            find(opened, words)
            taken.append(time.perf_counter() - started)
    return taken


def ask_warm(store: Path, asked: list[tuple[int, str]]) -> tuple[list[float], int]:
    """Seconds of each question in this process, and how often its own document was the first found."""
    from luoshi.corpus import find, open_store

    opened, taken, right = open_store(store), [], 0
    for number, words in asked:
        started = time.perf_counter()
        found = find(opened, words).found
        taken.append(time.perf_counter() - started)
        right += bool(found) and found[0].document.id == str(number)
    return taken, right


def show(name: str, taken: list[float]) -> None:
    ordered = sorted(taken)
    print(f"{name:8} p50 {statistics.median(ordered):.2f} s   p95 {ordered[int(len(ordered) * 0.95)]:.2f} s   most {ordered[-1]:.2f} s")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 46_000
    texts = made(count)
    print(f"{len(texts):,} documents, {sum(map(len, texts)):,} characters, seed {SEED}")
    asked, store = questions(texts), FOLDER / "store"
    subprocess.run(["rm", "-rf", store], check=True)
    build_store(store)
    cold = ask_cold(store, asked)
    warm, right = ask_warm(store, asked)
    show("cold", cold)
    show("warm", warm)
    for name, words in others(asked).items():
        show(name, ask_other(store, words))
    print(f"first    {right} of {len(asked)} questions have their own document first")


if __name__ == "__main__":
    main()
