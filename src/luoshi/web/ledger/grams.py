"""Words → what they are found by: pairs of neighbouring characters, the same on every database.

Chinese has no spaces, and a database's own search splits it differently on each system. So words are tidied to runs of letters and
figures, every two neighbours of a run are kept as one number, and what a query leaves is verified as a part of the tidied text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from luoshi.tracking.kinds import ACCEPTED, FOUND, LIVE, WITHDRAWN

SEARCHED = ("words", "unit_name", "deliverables", "programmes", "note")
"""The fields of a duty that are looked through; the unit that leads it is found by its name as it is called today."""
STANDING = (FOUND, ACCEPTED, LIVE, WITHDRAWN)
"""Others are left-overs of settling: rejected, merged into another, split, removed."""
RUN = re.compile(r"[^\W_]+")
SHIFT = 21
"""Bits of one character."""


def runs_of(words: str) -> list[str]:
    """Runs of letters and figures, in one width and case.

    >>> runs_of("ＬＮＧ动力船，2018年"), runs_of("100%")
    (['lng动力船', '2018年'], ['100'])
    """
    return RUN.findall(unicodedata.normalize("NFKC", words).casefold())


def text_of(duty: Any) -> str:
    """What a duty is found by: the runs of its fields, a line each; '' where it is not to be found."""
    return "\n".join(run for field in SEARCHED for run in runs_of(getattr(duty, field))) if duty.status in STANDING else ""


def gram_of(first: str, second: str = "") -> int:
    """The number of two neighbours; of a character at the end of a run with nothing after it."""
    return ord(first) << SHIFT | (ord(second) if second else 0)


def grams_in(text: str) -> set[int]:
    """The numbers of all neighbours in a tidied text, and of each run's last character.

    >>> sorted(grams_in("岸电")) == sorted([gram_of("岸", "电"), gram_of("电")])
    True
    """
    return {gram for run in text.split("\n") if run for gram in (*pairs_of(run), gram_of(run[-1]))}


def pairs_of(run: str) -> Iterable[int]:
    """The numbers of the neighbours in a run, in order."""
    return (gram_of(a, b) for a, b in pairwise(run))


def range_of(char: str) -> tuple[int, int]:
    """Between which numbers all neighbours lie that begin with a character: a single character is found by them."""
    return gram_of(char), gram_of(char) | (1 << SHIFT) - 1
