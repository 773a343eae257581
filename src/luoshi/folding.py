"""Words → lines of a given width on a screen, Chinese and Latin together."""

from __future__ import annotations

import re

from rich.cells import cell_len

NOT_FIRST = "，。、；：！？）》”’」』】…—·,.;:!?)]}%"
NOT_LAST = "（《“‘「『【([{"
_TOKEN = re.compile(r"[ \t]+(?=[\d（(])|[ \t]*[!-~\u00a1-\u2e7f]+|[ \t]+|.", re.S)


def fold(words: str, width: int) -> list[str]:
    """Lines no wider than `width` cells: Latin words whole, no closing mark first and no opening mark last on a line.

    >>> fold("责任人 8、年份 1（“9月底前”）", 14)
    ['责任人 8、年份', '1（“9月底前”）']
    """
    lines, line = [], ""
    for piece in _pieces(words):
        if line and cell_len(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip(" ")
        while cell_len(line) > width and " " not in line.strip() and len(line) > 1:
            cut = _fitting(line, width)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(words: str) -> list[str]:
    """What is never parted: a Latin word, a character with the marks that cling to it."""
    pieces: list[str] = []
    for token in _TOKEN.findall(words):
        if pieces and _clings(pieces[-1].strip(), token.strip()):
            pieces[-1] += token
        else:
            pieces.append(token)
    return pieces


def _clings(before: str, after: str) -> bool:
    return bool((after and after[0] in NOT_FIRST) or (before and before[-1] in NOT_LAST))


def _fitting(words: str, width: int) -> int:
    """How many characters fit."""
    used = 0
    for count, char in enumerate(words):
        used += cell_len(char)
        if used > width:
            return max(count, 1)
    return len(words)
