"""Damages clean text the way sites do: traditional characters, readings behind some of them, half-width punctuation."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from functools import cache

from pypinyin import Style, pinyin

CONVERSIONS = ("s2t", "s2tw", "s2hk", "none")
PUNCTUATION = str.maketrans("，；：（）？！", ",;:()?!")
SET_SIZE = 37


@cache
def _converter(name: str) -> Callable[[str], str]:
    import opencc

    return opencc.OpenCC(name).convert


def converted(text: str, conversion: str) -> str:
    """The text in traditional characters, one for one; "none" leaves it."""
    return text if conversion == "none" else _converter(conversion)(text)


@cache
def reading(char: str, style: Style, heteronym: bool = False) -> tuple[str, ...]:
    """The readings of one character."""
    return tuple(pinyin(char, style=style, heteronym=heteronym)[0])


def _toned(char: str) -> str:
    return reading(char, Style.TONE)[0]


DIALECTS: dict[str, Callable[[str], str]] = {
    "toned": lambda c: f"({_toned(c)})",
    "untoned": lambda c: f"({reading(c, Style.NORMAL)[0]})",
    "digit": lambda c: f"({reading(c, Style.TONE3)[0]})",
    "spaced": lambda c: f"( {_toned(c)} )",
    "inner-space": lambda c: f"({_toned(c)[:1]} {_toned(c)[1:]})",
    "space-before": lambda c: f" ({_toned(c)})",
    "doubled": lambda c: f"(({_toned(c)}))",
    "several": lambda c: f"({' / '.join(reading(c, Style.TONE, True))})",
    "comma": lambda c: f"({','.join(reading(c, Style.TONE, True))})",
    "full-width": lambda c: f"（{_toned(c)}）",
    "zhuyin": lambda c: f"({reading(c, Style.BOPOMOFO)[0]})",
}


def annotated_set(text: str, clean: str, chance: random.Random) -> set[str]:
    """37 characters of a text that the conversion changed, or, where it changed none, 37 of its commonest."""
    changed = Counter(a for a, b in zip(text, clean, strict=True) if a != b and "一" <= a <= "鿿")
    pool = changed or Counter(re.findall("[一-鿿]", text))
    often = [char for char, _ in pool.most_common(3 * SET_SIZE)]
    return set(chance.sample(often, min(SET_SIZE, len(often))))


def damaged(clean: str, conversion: str, dialect: str, seed: int = 0) -> str:
    """The clean text as a site with this conversion and this dialect would print it."""
    text = converted(clean, conversion)
    marked = annotated_set(text, clean, random.Random(seed))
    write = DIALECTS[dialect]
    return "".join(char + write(char) if char in marked else char for char in text.translate(PUNCTUATION))
