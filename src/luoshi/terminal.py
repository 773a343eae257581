"""An Extraction → the summary that a terminal shows: what was repaired, who spoke, what is there, what is not, what to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from luoshi.extracting.records import KINDS, THEMES, Cell, Extraction, FoundDuty
from luoshi.folding import fold
from luoshi.screen import Screen, paired, render, width_of
from luoshi.writing.gap_notes import left_out
from luoshi.writing.remarks import plain, remark_sentences
from luoshi.writing.short_names import short_names
from luoshi.writing.words import name_column, name_date, say

LABEL_WIDTH = 8
"""A cell of the gap table shows words up to this width, else how many duties there are."""
UNIT_WIDTH = 20
QUOTE_LENGTH = 30
QUOTED = 3
"""So many of a unit's doubtful words are quoted."""


def render_summary(extraction: Extraction, lang: str, screen: Screen, *, brief: bool = False) -> str:
    """The summary as lines for a screen; in brief without the gap table, the questions, and who is awaited."""
    summary = _Summary(extraction, lang, screen)
    return render(Group(summary.head(), summary.facts(leave_out="terminal.awaited")) if brief else summary.parts(), screen)


def render_tally(documents: int, units: Collection[str], awaited: Sequence[str], lang: str, screen: Screen) -> str:
    """What is to be said of several documents together: how many were read, and who is still awaited after all of them."""
    rows = [(say("terminal.all", lang), say("terminal.all-read", lang, documents=documents, units=len(units)))]
    if awaited:
        rows.append((say("terminal.awaited", lang), say("terminal.units", lang, count=len(awaited), units=say("join.list", lang).join(awaited))))
    return render(paired(rows, width_of(screen)), screen)


class _Summary:
    """One document's summary in one language."""

    def __init__(self, extraction: Extraction, lang: str, screen: Screen) -> None:
        self.extraction, self.lang, self.screen = extraction, lang, screen
        self.short = short_names(extraction.units)
        self.width = width_of(screen)

    def say(self, key: str, **values: object) -> str:
        """The words for a key in the summary's language."""
        return say(key, self.lang, **values)

    def join(self, parts: Iterable[str], by: str = "join.list") -> str:
        return self.say(by).join(parts)

    def parts(self) -> RenderableType:
        """Everything, top to bottom."""
        return Group(self.head(), self.facts(), Text(), *self.gaps(), Text(), *self.questions())

    # -- head and facts --------------------------------------------------------------------------------------------

    def head(self) -> RenderableType:
        """File, title, number and date."""
        document = self.extraction.document
        name = document.name.replace("\\", "/").rsplit("/", 1)[-1]
        title = Text(document.title or name, style="bold")
        given = [document.number, name_date(document.date, self.lang) if document.date else ""]
        given += [f"{self.say('label.dated')} {name_date(document.dated, self.lang)}"] if document.dated else []
        rest = "  ".join(part for part in ([name] if document.title else []) + given if part)
        return Group(title, Text(rest, style="dim")) if rest else title

    def facts(self, leave_out: str = "") -> RenderableType:
        """One line a kind of fact: repairs, doubts, who spoke, clauses, duties."""
        return Padding(self.pairs([(self.say(key), words) for key, words in self.lines() if words and key != leave_out]), (1, 0, 0, 0))

    def pairs(self, rows: list[tuple[str, str]]) -> RenderableType:
        """Names on the left, what is said of them on the right, on as many lines as it takes."""
        return paired(rows, self.width)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Keys and what they say of this document."""
        extraction = self.extraction
        repairs = Counter(repair.kind for repair in extraction.document.repairs)
        yield "terminal.repairs", self.counted((self.say(f"repair.{kind}"), n) for kind, n in repairs.most_common()) or self.say("terminal.nothing-repaired")
        yield "terminal.suspects", self.join(self.suspects(), "join.clause")
        units = [unit or self.say("label.unnamed-unit") for unit in extraction.units]
        yield "terminal.spoke", self.say("terminal.units", count=len(units), units=self.join(units)) if units else self.say("label.none")
        yield "terminal.awaited", self.awaited()
        yield "terminal.others", self.join((f"{unit}{self.say('join.colon')}“{shorten(words)}”" for unit, words in extraction.other_directives), "join.clause")
        kinds = Counter(clause.kind for clause in extraction.clauses)
        yield "terminal.clauses", self.counted((self.say(f"kind.{kind}"), kinds[kind]) for kind in KINDS if kinds[kind])
        yield "terminal.duties", self.duties()

    def counted(self, pairs: Iterable[tuple[str, int]]) -> str:
        """Names with their numbers."""
        return ("  ").join(f"{name} {count}" for name, count in pairs)

    def suspects(self) -> Iterator[str]:
        """What looks wrong and was left alone, each once."""
        for kind, words, proposal in dict.fromkeys((s.kind, s.words, s.proposal) for s in self.extraction.document.suspects):
            key = "terminal.suspect" if proposal else "terminal.suspect-bare"
            yield self.say(key, words=words, proposal=proposal) if proposal else self.say(key, words=words, kind=self.say(f"suspect.{kind}"))

    def awaited(self) -> str:
        """Who is awaited, and whether there may be more."""
        document = self.extraction.document
        more = self.say("terminal.at-least", count=len(document.named_units)) if document.open_list and document.named_units else ""
        names = self.say("terminal.units", count=len(self.extraction.awaited), units=self.join(self.extraction.awaited)) if self.extraction.awaited else ""
        return self.join([part for part in (names, more) if part], "join.clause")

    def duties(self) -> str:
        """How many duties, and how many of them have what."""
        duties = self.extraction.duties
        having: dict[str, Callable[[FoundDuty], object]] = {
            "checkable": lambda d: d.checkable, "dated": lambda d: d.deadlines, "recurring": lambda d: d.recurrence,
            "quantified": lambda d: d.quantities, "named": lambda d: d.actors, "programmes": lambda d: d.programmes,
        }
        counts = self.counted((self.say(f"figure.{key}"), sum(bool(has(duty)) for duty in duties)) for key, has in having.items())
        return f"{len(duties)}{self.say('join.colon')}{counts}" if duties else "0"

    # -- the gap table ---------------------------------------------------------------------------------------------

    def gaps(self) -> Iterator[RenderableType]:
        """Themes, then mechanisms, in as many tables as the screen's width asks for."""
        if not self.extraction.units:
            return
        columns = self.extraction.columns
        themes = [column for column in columns if column in THEMES or self.is_theme(column)]
        mechanisms = [column for column in columns if column not in themes]
        yield Text(self.say("heading.gaps"), style="bold")
        for key, group in (("columns.themes", themes), ("columns.mechanisms", mechanisms)):
            for part in self.split(group):
                yield self.table(key, part)
        yield Text(self.say("terminal.legend", gap=self.screen.gap, named=self.screen.named), style="dim")
        for note in (*left_out(self.extraction, self.lang), self.say("not-in-text.note")):
            yield Text("\n".join(fold(note, self.width)), style="dim")
        remarks = [plain(sentence) for sentence in remark_sentences(self.extraction, self.lang)]
        if remarks:
            yield Text("\n" + self.say("heading.remarks"), style="bold")
            yield self.pairs([("-", words) for words in remarks])

    def is_theme(self, column: str) -> bool:
        """Whether a column that a pack adds is a theme: some clause bears it."""
        return any(clause.theme == column for clause in self.extraction.clauses)

    def split(self, columns: Sequence[str]) -> list[Sequence[str]]:
        """Columns in groups of like size that the screen's width holds, beside the units."""
        for count in range(1, len(columns) + 1):
            size = -(-len(columns) // count)
            parts = [columns[at : at + size] for at in range(0, len(columns), size)]
            if all(self.table_width(part) <= self.width for part in parts):
                return parts
        return [[column] for column in columns]

    def table_width(self, columns: Sequence[str]) -> int:
        return self.unit_width() + sum(self.column_width(column) + 1 for column in columns)

    def unit_width(self) -> int:
        names = (self.say("columns.themes"), self.say("columns.mechanisms"), *(self.unit(unit) for unit in self.extraction.units))
        return min(UNIT_WIDTH, max(map(cell_len, names)))

    def column_width(self, column: str) -> int:
        shown = [self.shown(self.extraction.cell(unit, column)) for unit in self.extraction.units]
        return max(cell_len(words) for words in (*self.head_lines(column), *shown))

    def head_lines(self, column: str) -> list[str]:
        """The head of a column on two lines where it is long."""
        words = name_column(column, self.lang)
        if " " in words:
            return words.split(" ", 1)
        return [words[:2], words[2:]] if len(words) > 2 and cell_len(words) > len(words) else [words]

    def table(self, key: str, columns: Sequence[str]) -> RenderableType:
        """Units × columns."""
        apart = 2 if self.table_width(columns) + len(columns) <= self.width else 1
        table = Table(box=None, padding=(0, apart, 0, 0), show_edge=False, pad_edge=False, header_style="bold")
        table.add_column(self.say(key), no_wrap=True, max_width=self.unit_width(), overflow="ellipsis" if self.screen.is_unicode else "crop", style="cyan", vertical="bottom")
        for column in columns:
            table.add_column("\n".join(self.head_lines(column)), justify="center", no_wrap=True, min_width=self.column_width(column))
        for unit in self.extraction.units:
            table.add_row(Text(self.unit(unit)), *(self.cell(self.extraction.cell(unit, column)) for column in columns))
        return Padding(table, (0, 0, 1, 0))

    def cell(self, cell: Cell) -> Text:
        """One cell: quiet where there is nothing."""
        return Text(self.shown(cell), style="" if cell.duties else "dim")

    def shown(self, cell: Cell) -> str:
        """A label if it is short, else how many duties; a sign where there is none."""
        if not cell.duties:
            return self.screen.named if cell.spans else self.screen.gap
        return cell.label if cell.label and cell_len(cell.label) <= LABEL_WIDTH else str(len(cell.duties))

    def unit(self, unit: str) -> str:
        return self.short.get(unit, unit) or self.say("label.unnamed-unit")

    # -- questions -------------------------------------------------------------------------------------------------

    def questions(self) -> Iterator[RenderableType]:
        """What to ask each unit, by what is missing; doubtful words and vague ones quoted."""
        if not self.extraction.questions:
            return
        yield Text(self.say("heading.questions"), style="bold")
        counts = Counter(question.unit for question in self.extraction.questions)
        yield self.pairs([(self.say("terminal.asked", unit=self.unit(unit), count=counts[unit]), self.condensed(unit)) for unit in self.extraction.units if counts[unit]])

    def condensed(self, unit: str) -> str:
        """One unit's questions on a line or two."""
        asked = [question for question in self.extraction.questions if question.unit == unit]
        counts = Counter(question.what for question in asked if question.what not in ("theme", "mechanism"))
        parts = [f"{self.say(f'missing.{what}')} {count}{self.quoted(what, [q.words for q in asked if q.what == what])}" for what, count in counts.most_common()]
        gaps = [self.gap_name(unit, question.words) for question in asked if question.what in ("theme", "mechanism") and question.words]
        parts += [self.say("terminal.gaps", columns=self.join(gaps))] if gaps else []
        return self.join(parts, "join.clause")

    def gap_name(self, unit: str, column: str) -> str:
        """A column that is not in the text; of which the text has the name alone, that is said."""
        named = self.say("only-named") if self.extraction.cell(unit, column).spans else ""
        return name_column(column, self.lang) + (self.say("terminal.aside", words=named) if named else "")

    def quoted(self, what: str, words: list[str]) -> str:
        """The words that raise a question, the first few."""
        each = list(dict.fromkeys(word for word in words if word))
        if not each or what in ("owner", "deadline", "measure"):
            return ""
        more = "…" if len(each) > QUOTED else ""
        return f"（{self.join(f'“{word}”' for word in each[:QUOTED])}{more}）" if self.lang == "zh" else f" ({self.join(f'“{word}”' for word in each[:QUOTED])}{more})"


def shorten(words: str) -> str:
    """The beginning of a long quote."""
    return words if len(words) <= QUOTE_LENGTH else f"{words[:QUOTE_LENGTH]}…"
