"""Makes the derived tables of `luoshi.reading.repair` again: traditional.tsv (from OpenCC), pairs.tsv (counted in ../shared/corpora)
and syllables.txt (the readings that pypinyin gives the characters of pairs.tsv).

    python bench/repair_tables.py DICTIONARIES

DICTIONARIES holds OpenCC's TSCharacters.txt, TWVariants.txt and HKVariants.txt as text.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

REPAIR = Path(__file__).parents[1] / "src/luoshi/reading/repair"
CORPORA = Path(__file__).parents[2] / "shared/corpora"
LAST_BMP = 0xFFFF
DOCUMENTS = 4
OFTEN = 10

TRADITIONAL_NOTE = """\
# Traditional to simplified characters, one for one, derived from OpenCC 1.4.2 (TSCharacters, TWVariants, HKVariants), first form of each.
# Copyright 2010-2025 Carbo Kuo and contributors; licensed under the Apache License, Version 2.0.
# Left out: characters outside the Basic Multilingual Plane and those that stay as they are; contexts.tsv holds those that depend on the word.
"""
PAIRS_NOTE = f"""\
# Two characters that stand side by side in at least {DOCUMENTS} of 240 official texts (work reports and regulations): the first, those
# that follow it in {OFTEN} texts or more, those that follow it in fewer.
"""


def encodable(char: str, encoding: str) -> bool:
    """Whether an encoding has the character."""
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def dictionary(path: Path) -> dict[str, list[str]]:
    """OpenCC's text form: key, tab, values parted by spaces."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {key: values.split() for key, values in (line.split("\t") for line in lines)}


def traditional(folder: Path) -> dict[str, str]:
    """Traditional character → the first simplified form."""
    table = {char: simple[0] for char, simple in dictionary(folder / "TSCharacters.txt").items()}
    for name in ("TWVariants.txt", "HKVariants.txt"):
        for char, forms in dictionary(folder / name).items():
            for form in forms:
                usual = table.get(char, char)
                if form not in table and not encodable(form, "gb2312") and encodable(usual, "gbk"):
                    table[form] = usual
    return {a: b for a, b in table.items() if a != b and len(a) == len(b) == 1 and max(ord(a), ord(b)) <= LAST_BMP}


def texts() -> list[str]:
    """All clean texts of the corpora."""
    reports = (CORPORA / "gwr-province-2016-2021.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in reports] + [
        path.read_text(encoding="utf-8") for path in sorted(CORPORA.glob("*/*/*.txt"))
    ]


def pairs() -> dict[str, str]:
    """First character → those that follow it in many documents, tab, those that follow it in some."""
    seen: Counter[str] = Counter()
    for text in texts():
        runs = re.findall("[一-鿿]{2,}", text)
        seen.update({run[i : i + 2] for run in runs for i in range(len(run) - 1)})
    often: dict[str, str] = {}
    some: dict[str, str] = {}
    for pair, times in sorted(seen.items()):
        if times >= DOCUMENTS:
            followers = often if times >= OFTEN else some
            followers[pair[0]] = followers.get(pair[0], "") + pair[1]
    return {first: f"{often.get(first, '')}\t{some.get(first, '')}" for first in often.keys() | some.keys()}


SYLLABLES_NOTE = """\
# Every syllable that the readings of common characters (those of pairs.tsv) have, without tones, in letters and in zhuyin.
"""
A_ROW = 30


def syllables(firsts: dict[str, str]) -> list[str]:
    """Syllables of the characters that open a pair, sorted."""
    from luoshi.reading.repair.readings import known_readings

    return sorted(word for word in set().union(*map(known_readings, firsts)) if word.isalpha())


def write(name: str, note: str, table: dict[str, str]) -> None:
    """One table beside the code."""
    lines = "".join(f"{key}\t{value}\n" for key, value in sorted(table.items()))
    (REPAIR / name).write_text(note + lines, encoding="utf-8")


if __name__ == "__main__":
    write("traditional.tsv", TRADITIONAL_NOTE, traditional(Path(sys.argv[1])))
    counted = pairs()
    write("pairs.tsv", PAIRS_NOTE, counted)
    words = syllables(counted)
    rows = (" ".join(words[at : at + A_ROW]) for at in range(0, len(words), A_ROW))
    (REPAIR / "syllables.txt").write_text(SYLLABLES_NOTE + "\n".join(rows) + "\n", encoding="utf-8")
