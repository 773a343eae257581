"""What words are shown on: its width, its colours, its encoding; and content as lines for it."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from luoshi.folding import fold

NARROW, WIDE = 40, 160


@dataclass(frozen=True)
class Screen:
    """What the summary is shown on."""

    width: int = 80
    colour: bool = False
    encoding: str = "utf-8"

    @property
    def is_unicode(self) -> bool:
        """Whether every character can be shown, and none that is narrow here is wide there."""
        return self.encoding.lower().replace("_", "-").startswith("utf")

    @property
    def gap(self) -> str:
        """The quiet sign for "not in this text"."""
        return "·" if self.is_unicode else "-"

    @property
    def named(self) -> str:
        """The sign for "only named"."""
        return "○" if self.is_unicode else "o"


def render(content: RenderableType, screen: Screen) -> str:
    """Content as lines in which every character can be shown."""
    out = StringIO()
    width = width_of(screen)
    system = "standard" if screen.colour else None
    console = Console(file=out, width=width, force_terminal=screen.colour, color_system=system, highlight=False, markup=False, emoji=False, legacy_windows=False)  # type: ignore[arg-type]
    console.print(content)
    lines = (line.rstrip() for line in out.getvalue().splitlines())
    return showable("\n".join(lines) + "\n", screen.encoding)


def showable(words: str, encoding: str) -> str:
    """Words without characters that an encoding does not have.

    >>> showable("缺▢字 – ✓", "gbk")
    '缺□字 – ?'
    """
    for char, other in (("▢", "□"), ("–", "-"), ("␣", "_"), ("\xa0", " "), ("·", "-")):
        if char in words and char.encode(encoding, "replace") == b"?":
            words = words.replace(char, other)
    return words.encode(encoding, "replace").decode(encoding, "replace")


def width_of(screen: Screen) -> int:
    """How wide the lines of a screen may be."""
    return min(max(screen.width, NARROW), WIDE)


def paired(rows: list[tuple[str, str]], width: int) -> Table:
    """Names on the left, what is said of them on the right, on as many lines as it takes."""
    left = max(cell_len(name) for name, _ in rows)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="cyan")
    grid.add_column(no_wrap=True)
    for name, words in rows:
        grid.add_row(name, Text("\n".join(fold(words, width - left - 2))))
    return grid
