"""Many words → one regular expression that finds the longest of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

Trie = dict[str, "Trie"]
_END = ""


def alternation(words: Iterable[str]) -> str:
    """The words as a pattern that tries each character once, longest word first.

    >>> import re
    >>> re.findall(alternation(["省", "省委", "省委办公厅"]), "省委办公厅和省委")
    ['省委办公厅', '省委']
    """
    root: Trie = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[_END] = {}
    return _pattern(root)


def _pattern(node: Trie) -> str:
    branches = [re.escape(letter) + _pattern(child) for letter, child in node.items() if letter != _END]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 and _END not in node else f"(?:{'|'.join(branches)})"
    return body + "?" if _END in node else body
