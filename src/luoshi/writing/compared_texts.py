"""The texts of a comparison as HTML, each once: shared words underlined by how many texts have them, own words bare."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from luoshi.comparing import Side
from luoshi.writing.carrying import Carried, carried_words
from luoshi.writing.compared import Compared
from luoshi.writing.markup import Markup, join, tag, text

LARGE = 40_000
"""Characters in all texts; above it each text is folded away until it is asked for."""
LEVELS = ((5, "w5"), (3, "w3"), (2, "w2"))


class Texts:
    """All texts, and the links that lead into them. A link to a place marks it, so that the text gives it an anchor."""

    def __init__(self, shown: Compared) -> None:
        self.shown = shown
        self.number = {key: number for number, key in enumerate(shown.names.sides)}
        self.anchors: dict[str, set[int]] = {key: set() for key in shown.names.sides}

    @cached_property
    def carried(self) -> dict[str, list[Carried]]:
        """Which words of each side others have."""
        return carried_words(self.shown.comparison)

    # -- links and small parts -------------------------------------------------------------------------------------

    def link(self, key: str, start: int | None = None, words: str = "", **attributes: str) -> Markup:
        """A link to a text, or to a place in it."""
        words = words or self.shown.names.full(key)
        if start is None:
            return tag("a", self.quoted(words), href=f"#t{self.number[key]}", **attributes)
        self.anchors[key].add(start)
        return tag("a", self.quoted(words), href=f"#t{self.number[key]}-{start}", **attributes)

    def quoted(self, words: str) -> Markup:
        """Words of the texts themselves, which are Chinese on either page."""
        return tag("span", words, lang="zh-CN") if self.shown.lang != "zh" else text(words)

    def in_row(self, parts: list[Markup]) -> Markup:
        """Parts as a sentence lists them."""
        return Markup(text(self.shown.say("join.list")).join(parts))

    # -- the texts -------------------------------------------------------------------------------------------------

    def all(self) -> Markup:
        """Every text; to be asked last, when all links into it are known."""
        sides = list(self.shown.names.sides.values())
        folded = sum(side.end - side.start for side in sides) > LARGE
        texts = [self.one(side, folded) for side in sides]
        return join(tag("p", self.shown.say("page.texts-note"), class_="note"), self.legend(), *texts)

    def legend(self) -> Markup:
        """What the lines under the words mean."""
        rows = [("w2", "page.carriers-2"), ("w3", "page.carriers-3"), ("w5", "page.carriers-5"), ("wd", "col.directive-share"), ("", "page.own-mark"), ("out", "page.left-out")]
        shown = [row for row in rows if row[0] != "wd" or not self.shown.is_blind]
        return tag("ul", *(tag("li", tag("span", self.shown.say(key), class_=name)) for name, key in shown), class_="keys")

    def one(self, side: Side, folded: bool) -> Markup:
        """One text under its name, in paragraphs whose words are those of the side and nothing else."""
        number = self.number[side.key]
        paragraphs = [tag("p", *pieces) for pieces in self.paragraphs(side)]
        body = tag("div", *paragraphs, class_="words", id=f"x{number}", **({"lang": "zh-CN"} if self.shown.lang != "zh" else {}))
        name = tag("span", self.quoted(self.shown.names.full(side.key)), " ", tag("small", side.name), class_="name")
        return tag("details", tag("summary", name), body, class_="text", id=f"t{number}", open="" if folded else "open")

    def paragraphs(self, side: Side) -> Iterator[list[Markup]]:
        """The pieces of each line."""
        pieces = list(self.pieces(side))
        line: list[Markup] = []
        for start, end, name in pieces:
            words = side.text[start:end].split("\n")
            for index, part in enumerate(words):
                if index:
                    yield line
                    line = []
                if part:
                    line.append(self.piece(side.key, start if index == 0 else -1, part, name))
        yield line

    def piece(self, key: str, start: int, words: str, name: str) -> Markup:
        """Words with one look, with an anchor where a link leads to them."""
        anchor = f"t{self.number[key]}-{start}" if start in self.anchors[key] else ""
        return tag("span", words, class_=name, id=anchor) if name or anchor else text(words)

    def pieces(self, side: Side) -> Iterator[tuple[int, int, str]]:
        """The side's text parted where its look changes or a link leads: start, end, class."""
        looks = sorted([*((c.start, c.end, look_of(c)) for c in self.carried[side.key]), *((start, end, "out") for start, end in side.skipped)])
        starts = [start for start, _, _ in looks]
        edges = {side.start, side.end, *self.anchors[side.key], *starts, *(end for _, end, _ in looks)}
        inside = sorted(edge for edge in edges if side.start <= edge <= side.end)
        for start, end in pairwise(inside):
            index = bisect_right(starts, start) - 1
            yield start, end, looks[index][2] if index >= 0 and start < looks[index][1] else ""


def look_of(carried: Carried) -> str:
    """The class of words that so many texts have."""
    level = next((name for least, name in LEVELS if carried.carriers >= least), "")
    return f"{level} wd".strip() if carried.directive else level
