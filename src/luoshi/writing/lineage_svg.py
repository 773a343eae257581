"""Where the words of a family of texts come from, as one SVG: levels from left to right, arrows from source to text with their share.

The same comparison gives the same bytes; words are text, so that they can be searched and read aloud; nothing is told by colour alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.comparing import Comparison, Descent
from luoshi.writing.compared import Compared, one_line
from luoshi.writing.markup import Markup, tag

LEAST_SHARE = 0.01
"""Smaller shares are counted, not drawn."""
SOURCES_SHOWN = 2
"""Arrows drawn to one text, the strongest."""
ROW, BOX_HEIGHT, BOX_WIDTH, COLUMN = 42, 32, 210, 360
MARGIN, HEAD = 16, 58
NAME_LENGTH = 15
FONT = "'Source Han Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"


@dataclass(frozen=True, slots=True)
class Box:
    """A text's place in the picture."""

    key: str
    column: int
    x: float
    y: float


def lineage_svg(comparison: Comparison, *, lang: str = "zh") -> str:
    """The picture in Chinese ("zh") or English ("en"); '' where no text's words are known to come from another's."""
    if not comparison.descents:
        return ""
    return _Picture(Compared(comparison, lang)).drawn()


class _Picture:
    """One picture on its way."""

    def __init__(self, shown: Compared) -> None:
        self.shown = shown
        self.side = shown.names.sides
        self.reprints = {key: group[0] for group in shown.comparison.reprints for key in group[1:]}
        self.by_text: dict[str, list[Descent]] = defaultdict(list)
        for descent in shown.comparison.descents:
            if descent.key not in self.reprints and descent.key in self.side and descent.source in self.side:
                self.by_text[descent.key].append(descent)
        self.columns = self.ranked()
        self.boxes = {box.key: box for box in self.placed()}

    def say(self, key: str, **values: object) -> str:
        """The words for a key in the picture's language."""
        return self.shown.say(key, **values)

    # -- where everything stands -----------------------------------------------------------------------------------

    def drawn_sources(self, key: str) -> list[Descent]:
        """The strongest sources of a text."""
        ranked = sorted(self.by_text[key], key=lambda d: (-d.share, list(self.side).index(d.source)))
        return [d for d in ranked if d.share >= LEAST_SHARE][:SOURCES_SHOWN]

    def shown_keys(self) -> list[str]:
        """The texts that are drawn, each reprint once."""
        return [key for key in self.side if key not in self.reprints]

    def ranked(self) -> dict[str, int]:
        """The column of each text: its level where levels are known, else how many steps it is from a text without source."""
        levels = sorted({self.side[key].level for key in self.shown_keys() if self.side[key].level})
        if len(levels) > 1:
            return {key: levels.index(self.side[key].level) if self.side[key].level else len(levels) for key in self.shown_keys()}
        depth: dict[str, int] = {}
        for key in self.shown_keys():
            self.depth_of(key, depth, frozenset())
        return depth

    def depth_of(self, key: str, depth: dict[str, int], above: frozenset[str]) -> int:
        if key not in depth:
            sources = [d.source for d in self.drawn_sources(key) if d.source not in above and d.source != key]
            depth[key] = 1 + max((self.depth_of(source, depth, above | {key}) for source in sources), default=-1)
        return depth[key]

    def placed(self) -> Iterator[Box]:
        """Boxes column by column, each near its strongest source."""
        rows: dict[str, float] = {}
        height = max((list(self.columns.values()).count(column) for column in set(self.columns.values())), default=1)
        for column in sorted(set(self.columns.values())):
            keys = sorted((key for key, at in self.columns.items() if at == column), key=lambda key: (self.row_of_source(key, rows), list(self.side).index(key)))
            step = max(height / len(keys), 1.0)
            for number, key in enumerate(keys):
                rows[key] = step * (number + 0.5)
                yield Box(key, column, MARGIN + column * COLUMN, HEAD + rows[key] * ROW - BOX_HEIGHT / 2)

    def row_of_source(self, key: str, rows: dict[str, float]) -> float:
        return next((rows[d.source] for d in self.drawn_sources(key) if d.source in rows), 0.0)

    # -- drawing ---------------------------------------------------------------------------------------------------

    def drawn(self) -> str:
        """The whole picture."""
        width = 2 * MARGIN + (max(self.columns.values()) * COLUMN) + BOX_WIDTH
        height = max(box.y for box in self.boxes.values()) + BOX_HEIGHT + 2 * MARGIN
        title = self.say("lineage.title", name=self.shown.title)
        arrows = [self.arrow(descent) for key in self.boxes for descent in self.drawn_sources(key)]
        labels = [self.share(descent) for key in self.boxes for descent in self.drawn_sources(key)]
        return tag(
            "svg", tag("title", title), tag("desc", self.say("lineage.note")), self.defs(), *self.heads(), *arrows, *map(self.box, self.boxes.values()), *labels,
            xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width:g} {height:g}", width=f"{width:g}", height=f"{height:g}", font_family=FONT, role="img",
        )  # fmt: skip

    def defs(self) -> Markup:
        """The head of an arrow."""
        return Markup('<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="#3a3a3a"/></marker></defs>')

    def heads(self) -> Iterator[Markup]:
        """The name of each level over its column."""
        levels = {self.columns[key]: self.side[key].level for key in self.boxes}
        if len(set(levels.values())) < 2:
            return
        for column, level in sorted(levels.items()):
            yield words(self.say(f"level.{level}"), MARGIN + column * COLUMN + BOX_WIDTH / 2, 26, size=15, bold=True, middle=True)
            yield Markup(f'<line x1="{MARGIN + column * COLUMN}" x2="{MARGIN + column * COLUMN + BOX_WIDTH}" y1="36" y2="36" stroke="#a31f1b" stroke-width="1.5"/>')

    def box(self, box: Box) -> Markup:
        """A text's name, its date below; a dashed frame where no date is known."""
        side = self.side[box.key]
        dashed = "" if side.date else "5 3"
        copies = sum(first == box.key for first in self.reprints.values())
        notes = [self.shown.names.date(box.key) or self.say("lineage.undated")]
        notes += [self.say("lineage.reprint", count=copies + 1)] if copies else []
        frame = tag("rect", x=f"{box.x:g}", y=f"{box.y:g}", width=str(BOX_WIDTH), height=str(BOX_HEIGHT), rx="3", fill="#fffefb", stroke="#1c1b19", stroke_width="1.2", stroke_dasharray=dashed)
        full = self.shown.names.full(box.key)
        name = words(one_line(full, NAME_LENGTH), box.x + 8, box.y + 14, size=12, bold=True)
        return tag("g", tag("title", full), frame, name, words("  ".join(notes), box.x + 8, box.y + 27, size=10))

    def arrow(self, descent: Descent) -> Markup:
        """From the source to the text; a heavier line is a larger share."""
        a, b = self.boxes.get(self.reprints.get(descent.source, descent.source)), self.boxes[descent.key]
        if a is None or a.key == b.key:
            return Markup("")
        dashed = "4 3" if "undated" in descent.reasons else ""
        return tag("path", d=path(a, b), fill="none", stroke="#3a3a3a", stroke_opacity=".75", stroke_width=f"{0.8 + 5 * descent.share:.2f}", stroke_dasharray=dashed, marker_end="url(#arrow)")

    def share(self, descent: Descent) -> Markup:
        """The share, right before the text that took the words over, with a white edge that keeps it readable on lines."""
        if self.reprints.get(descent.source, descent.source) not in self.boxes:
            return Markup("")
        box, order = self.boxes[descent.key], self.drawn_sources(descent.key).index(descent)
        own_column = self.columns[self.reprints.get(descent.source, descent.source)] == box.column
        x, y = (box.x + BOX_WIDTH + 6, box.y + BOX_HEIGHT / 2 + 4 + 12 * order) if own_column else (box.x - 44, box.y + BOX_HEIGHT / 2 - 5 + 17 * order)
        reasons = self.say("join.list").join(self.shown.name_of("descent", reason) for reason in descent.reasons)
        about = self.say("compare.descent", unit=self.shown.names.full(descent.key), source=self.shown.names.full(descent.source), percent=round(100 * descent.share))
        label = words(f"{round(100 * descent.share)}%", x, y, size=11, edge=True)
        return tag("g", tag("title", f"{about}{self.say('join.colon')}{reasons}"), label)


def path(a: Box, b: Box) -> str:
    """A curve from the right edge of one box to the left edge of another; within a column, along its right side."""
    ay, by = a.y + BOX_HEIGHT / 2, b.y + BOX_HEIGHT / 2
    if a.column == b.column:
        x = a.x + BOX_WIDTH
        bend = x + 36 + min(abs(by - ay) / 12, 40)
        return f"M{x:g} {ay:g}C{bend:g} {ay:g} {bend:g} {by:g} {x:g} {by:g}"
    if a.column > b.column:
        return f"M{a.x:g} {ay:g}C{a.x - 60:g} {ay:g} {b.x + BOX_WIDTH + 60:g} {by:g} {b.x + BOX_WIDTH:g} {by:g}"
    start, end = a.x + BOX_WIDTH, b.x
    middle = start + 0.5 * (COLUMN - BOX_WIDTH)
    return f"M{start:g} {ay:g}C{middle:g} {ay:g} {end - 0.5 * (COLUMN - BOX_WIDTH):g} {by:g} {end:g} {by:g}"


def words(shown: str, x: float, y: float, *, size: int, bold: bool = False, middle: bool = False, edge: bool = False) -> Markup:
    """A line of text."""
    given = {"x": f"{x:g}", "y": f"{y:g}", "font_size": str(size), "fill": "#1c1b19"}
    given |= {"font_weight": "700"} if bold else {}
    given |= {"text_anchor": "middle"} if middle else {}
    given |= {"stroke": "#fffefb", "stroke_width": "3", "paint_order": "stroke"} if edge else {}
    return tag("text", shown, **given)
