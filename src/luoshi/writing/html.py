"""An Extraction → 对照.html: what each unit said and did not say, every cell and question a link to its sentence.

One file, no script, nothing fetched; it prints. The look is in comparison.css.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from pathlib import PurePosixPath

from luoshi.extracting.records import KINDS, THEMES, Cell, Clause, Extraction, FoundDuty, Question
from luoshi.writing.asking import Asked, General, Item, ask_unit, runs_of
from luoshi.writing.figures import count_figures
from luoshi.writing.gap_notes import left_out
from luoshi.writing.layout import Lookup, Mark, Row, Section, Stretches, lay_out, marks_of, theme_turns
from luoshi.writing.markup import Markup, join, tag, text
from luoshi.writing.remarks import Part, remark_sentences
from luoshi.writing.rule_words import explain_beside
from luoshi.writing.words import ask, name_column, name_date, name_gap, name_place, say

GENERAL_PACK = "general"
"""The pack of texts that belong to no campaign."""
UNSURE = 0.6
ENDING = re.compile(r"(?<=[a-z]{2})(?<=[A-Za-z]{3})(?=(?:ability|bility|gramme|ship|ment|sion)\b)")
"""Where a long English word in the head of a narrow column may be parted."""
EXAMPLES = 6
LABEL_LENGTH = 9
"""Of a label in the gap table."""
NOTE_LENGTH = 160
"""Of the words as found that are shown on hover."""


def comparison_html(extraction: Extraction, *, lang: str = "zh") -> str:
    """The comparison as one HTML page, in Chinese ("zh") or English ("en"); quotes stay as they are."""
    page = Page(extraction, lang)
    head = Markup(
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        + tag("title", f"{say('paper.comparison', lang)} · {page.name}")
        + f"<style>\n{style()}</style>"
    )
    body = tag("main", page.opening(), page.summary(), page.gaps(), page.questions(), page.reading(), page.repairs())
    return "<!DOCTYPE html>\n" + tag("html", tag("head", head), "\n", tag("body", body), lang="zh-CN" if lang == "zh" else "en") + "\n"


def style() -> str:
    """The page's style sheet."""
    return files(__package__).joinpath("comparison.css").read_text("utf-8")


class Page:
    """One comparison on its way to HTML: an extraction, a language, and where things stand."""

    def __init__(self, extraction: Extraction, lang: str) -> None:
        self.extraction, self.lang, self.document = extraction, lang, extraction.document
        self.name = self.document.title or PurePosixPath(self.document.name.replace("\\", "/")).name
        self.lookup = Lookup(extraction)
        self.stretches = Stretches(marks_of(extraction))
        self.cells = {(cell.unit, cell.column): cell for cell in extraction.table}
        self.rank = {unit: number for number, unit in enumerate(extraction.units, 1)}
        self.themes = [column for column in extraction.columns if column in THEMES]
        self.mechanisms = [column for column in extraction.columns if column not in THEMES]
        self.duties = {duty.number: duty for duty in extraction.duties}
        self.turns = theme_turns(extraction.clauses)

    def say(self, key: str, **values: object) -> str:
        """The words for a key in the page's language."""
        return say(key, self.lang, **values)

    # what this is

    def opening(self) -> Markup:
        """Title, what was read, who spoke and who is awaited."""
        long = [(self.say("heading.units"), self.speakers()), (self.say("heading.awaited"), self.awaited())]
        long += [(self.say("heading.other-directives"), join(*self.others()))] if self.extraction.other_directives else []
        facts = [self.fact(name, value) for name, value in self.facts()] + [self.fact(name, value, "long") for name, value in long]
        return tag(
            "header",
            tag("div", tag("p", self.say("paper.comparison"), class_="kicker"), tag("nav", *self.ways()), class_="top"),
            tag("h1", self.quoted(self.name)),
            tag("p", self.say("html.lead"), class_="lead"),
            tag("dl", *facts, class_="facts"),
        )

    def fact(self, name: str, value: str, class_: str = "") -> Markup:
        """One thing known of the document."""
        return tag("div", tag("dt", name), tag("dd", value), class_=class_)

    def facts(self) -> list[tuple[str, str]]:
        """What is known of the document itself."""
        document = self.document
        date = name_date(document.date, self.lang) if document.date else self.say("label.no-date")
        rows = [
            ("label.source", PurePosixPath(document.name.replace("\\", "/")).name),
            ("label.number", document.number),
            ("label.issuer", document.issuer),
            ("label.date", date),
            ("label.dated", name_date(document.dated, self.lang) if document.dated else ""),
            ("label.pack", "" if self.extraction.pack == GENERAL_PACK else self.extraction.pack),
        ]
        return [(self.say(key), value) for key, value in rows if value]

    def speakers(self) -> Markup:
        """Who spoke, each a link to what it said, and whether the text's own list is open."""
        links = [tag("a", self.unit(unit), href=f"#{self.section_of(unit)}") for unit in self.extraction.units]
        note = tag("small", self.say("label.open-list")) if self.document.open_list else Markup("")
        return join(self.listed(links), Markup(" ") if note else "", note)

    def awaited(self) -> Markup:
        """Who was expected and did not speak in this text."""
        return self.listed([text(unit) for unit in self.extraction.awaited]) or text(self.say("label.none"))

    def others(self) -> list[str]:
        """Directives answered besides the main one."""
        return [tag("span", f"{unit}{self.say('join.colon')}{words}") for unit, words in self.extraction.other_directives]

    def ways(self) -> list[str]:
        """Links to the parts of the page."""
        parts = {"gaps": "heading.gaps", "questions": "heading.questions", "text": "heading.text", "repairs": "heading.repairs"}
        return [tag("a", self.say(key), href=f"#{part}") for part, key in parts.items()]

    def section_of(self, unit: str) -> str:
        """The anchor of a unit's first statement, or of the text."""
        return next((f"s{said.index}" for said in self.document.statements if said.unit == unit), "text")

    # figures

    def summary(self) -> Markup:
        """How many units, clauses, duties …, and the clauses by kind."""
        figures = [
            tag("li", tag("b", str(count)), " ", tag("span", self.say(f"figure.{key}")))
            for key, count in count_figures(self.extraction).items()
        ]
        kinds = Counter(clause.kind for clause in self.extraction.clauses)
        shares = [tag("li", self.sample(kind), " ", tag("b", str(kinds[kind]))) for kind in KINDS]
        counted = (tag("ul", *figures, class_="figures"), tag("ul", *shares, class_="kinds"))
        return tag("section", self.remarks(), *counted, class_="summary")

    def remarks(self) -> Markup:
        """What stands out, each sentence with links to the words that show it."""
        rows = [tag("li", *map(self.part, sentence)) for sentence in remark_sentences(self.extraction, self.lang)]
        return tag("div", tag("h2", self.say("heading.remarks")), tag("ul", *rows), class_="remarks") if rows else Markup("")

    def part(self, part: Part) -> Markup:
        """Words of a remark, a link where they lead to a clause."""
        return text(part.words) if part.start is None else tag("a", part.words, href=self.link(part.start))

    def sample(self, kind: str) -> Markup:
        """The name of a kind, marked as its clauses are."""
        return tag("span", self.say(f"kind.{kind}"), class_=f"k k-{kind}")

    # the gap table

    def gaps(self) -> Markup:
        """Units × themes and mechanisms."""
        table = tag(
            "table",
            tag("caption", self.say("html.gaps-caption")),
            self.gap_head(),
            tag("tbody", *(self.gap_row(unit) for unit in self.extraction.units)),
        )
        return tag(
            "section",
            tag("h2", self.say("heading.gaps")),
            tag("p", self.say("html.gaps-note"), " ", self.say("not-in-text.note"), *(f" {words}" for words in left_out(self.extraction, self.lang)), class_="note"),
            tag("div", table, class_="scroll", role="region", tabindex="0", aria_label=self.say("heading.gaps")),
            id="gaps",
        )

    def gap_head(self) -> Markup:
        """Two rows of heads: the groups, and the columns in them."""
        groups = [("columns.themes", self.themes), ("columns.mechanisms", self.mechanisms)]
        over = [tag("th", self.say(key), colspan=str(len(columns)), scope="colgroup") for key, columns in groups if columns]
        first = {columns[0] for _, columns in groups if columns}
        heads = [
            tag("th", self.sign(column), breakable(name_column(column, self.lang)), scope="col", class_="first" if column in first else "")
            for column in (*self.themes, *self.mechanisms)
        ]
        corner = tag("th", self.say("field.unit"), rowspan="2", scope="col", class_="unit")
        return tag("thead", tag("tr", corner, *over), tag("tr", *heads))

    def gap_row(self, unit: str) -> Markup:
        """One unit's cells."""
        name = tag("th", tag("a", self.unit(unit), href=f"#{self.section_of(unit)}"), scope="row", id=f"u{self.rank[unit]}", class_="unit")
        cells = [self.cells.get((unit, column), Cell(unit, column)) for column in (*self.themes, *self.mechanisms)]
        return tag("tr", name, *(self.gap_cell(cell) for cell in cells))

    def gap_cell(self, cell: Cell) -> Markup:
        """A count or a label that leads to the first sentence and the numbers of the duties, or "not in this text"."""
        first = "first" if cell.column in (self.themes[:1] + self.mechanisms[:1]) else ""
        if not cell.spans:
            return tag("td", tag("span", self.say("not-in-text")), class_=f"none {first}".strip())
        about = self.say("html.cell", unit=self.unit(cell.unit), column=name_column(cell.column, self.lang), count=len(cell.spans))
        named = not cell.duties and cell.column in self.themes
        shown = self.say("only-named") if named else self.in_short(cell.label) or str(len(cell.spans))
        about = about if shown == cell.label or not cell.label else f"{about} · {cell.label}"
        main = tag("a", shown, href=self.link(cell.spans[0][0]), title=about, class_="main" if shown.isdigit() else "main word")
        return tag("td", main, self.smaller(cell), id=self.cell_id(cell.unit, cell.column), class_=first)

    def in_short(self, label: str) -> str:
        """A label that fits a narrow column: of a long list the first, and how many there are."""
        first, *rest = label.split("、")
        if len(label) <= LABEL_LENGTH or not rest:
            return shorten(label, 2 * LABEL_LENGTH)
        return self.say("label.and-more", words=shorten(first, LABEL_LENGTH), n=len(rest) + 1, more=len(rest))

    def smaller(self, cell: Cell) -> Markup:
        """The numbers of a cell's duties; where there are none, the further places at which it is named."""
        if cell.duties:
            return tag("span", self.numbers(cell.duties), class_="also")
        more = [tag("a", self.say("html.place", at=at), href=self.link(start)) for at, (start, _) in enumerate(cell.spans[1:], 2)]
        return tag("span", spaced(more), class_="also") if more else Markup("")

    def cell_id(self, unit: str, column: str) -> str:
        """The anchor of a cell."""
        return f"g{self.rank.get(unit, 0)}-{(*self.themes, *self.mechanisms).index(column) + 1}"

    def numbers(self, duties: Iterable[int], between: str = " ") -> Markup:
        """Numbers of duties as links, those that follow each other as a run."""
        links = [tag("a", str(a) if a == b else f"{a}{self.say('join.range')}{b}", href=self.duty_link(a)) for a, b in runs_of(tuple(duties))]
        return Markup(text(between).join(links))

    def duty_link(self, number: int) -> str:
        """The link to the clause of a duty."""
        return self.link(self.duties[number].start) if number in self.duties else "#text"

    def link(self, offset: int) -> str:
        """The link to the clause that stands at a place of the text."""
        clause = self.lookup.clause_at(offset)
        return f"#c{clause}" if clause else "#text"

    # questions

    def questions(self) -> Markup:
        """What is to be asked, unit by unit."""
        return tag(
            "section",
            tag("h2", self.say("heading.questions")),
            *(self.questions_to(ask_unit(self.extraction, unit)) for unit in self.extraction.units),
            id="questions",
        )

    def questions_to(self, asked: Asked) -> Markup:
        """What is to be asked of one unit."""
        heading = tag("h3", self.unit(asked.unit))
        if not (asked.general or asked.items):
            return tag("section", heading, tag("p", self.say("html.no-questions"), class_="note"), class_="asked")
        general = [tag("li", self.general(question)) for question in asked.general]
        items = [self.item(item) for item in asked.items if item.asked]
        return tag("section", heading, tag("ul", *general, class_="general"), tag("ul", *items, class_="items"), class_="asked")

    def general(self, general: General) -> Markup:
        """A question that concerns many duties, their numbers as links."""
        columns = self.say("join.list").join(name_gap(word, self.lang) for word in general.words)
        before, _, after = self.say(f"general.{general.what}", words=columns, numbers="\0").partition("\0")
        return join(before, self.numbers(general.duties, self.say("join.list")), after)

    def item(self, item: Item) -> Markup:
        """A sentence, as a link, and what is asked of it."""
        number = tag("span", str(item.duty.number) if item.duty else "", class_="num")
        quote = tag("a", self.quoted(item.quote), href=self.link(item.start))
        return tag("li", number, tag("q", quote), tag("span", *(self.question(question) for question in item.asked), class_="ask"))

    def question(self, question: Question) -> Markup:
        """One question."""
        return tag("span", ask(question.what, self.lang, question.words))

    # the text

    def reading(self) -> Markup:
        """The text itself, section by section, its duties in the margin."""
        return tag(
            "section",
            tag("h2", self.say("heading.text")),
            tag("p", self.say("html.text-note"), class_="note"),
            self.legend(),
            *(self.section(section) for section in lay_out(self.extraction)),
            id="text",
        )

    def legend(self) -> Markup:
        """What the marks mean."""
        kinds = [tag("li", self.sample(kind), " ", self.say(f"kind-note.{kind}")) for kind in KINDS]
        signs = [tag("li", self.sign(theme), " ", self.say(f"theme.{theme}")) for theme in THEMES]
        marks = [
            tag("li", tag("span", self.say("label.original"), class_="fix fix-seen"), " ", self.say("html.mark.fix")),
            tag("li", self.flag("suspect"), " ", self.say("html.mark.suspect")),
            tag("li", self.flag("unsure"), " ", self.say("html.mark.unsure")),
            tag("li", tag("span", "12", class_="n"), " ", self.say("html.mark.number")),
        ]
        return tag("div", *(tag("ul", *items) for items in (kinds, signs, marks)), class_="legend", aria_label=self.say("heading.legend"))

    def flag(self, kind: str) -> Markup:
        """The small sign after a doubtful word or an unsure clause."""
        return tag("sup", self.say(f"html.{kind}-mark"), class_=f"flag {kind}-flag", title=self.say(f"html.mark.{kind}"))

    def section(self, section: Section) -> Markup:
        """One statement, or what stands outside all of them."""
        heads, rows = self.heading(section)
        body = Markup("\n").join(self.row(row) for row in rows)
        said = section.statement
        return tag("section", *heads, Markup(body), id=f"s{said.index}" if said else "", class_="statement" if said else "outside")

    def heading(self, section: Section) -> tuple[list[Markup], tuple[Row, ...]]:
        """A section's heading and the rows that it does not contain already."""
        said = section.statement
        if not said:
            return [], section.rows
        duties = sum(duty.statement == said.index for duty in self.extraction.duties)
        clauses = sum(clause.statement == said.index for clause in self.extraction.clauses)
        counts = tag("span", self.say("html.counts", duties=duties, clauses=clauses), class_="counts")
        other = tag("span", self.say("html.directive", words=said.directive), class_="counts") if said.directive else ""
        rank = self.rank.get(said.unit)
        back = tag("a", self.say("label.back"), href=f"#u{rank}" if rank else "#gaps", class_="back")
        name = self.unit(said.unit)
        rows = tuple(row for row in section.rows if self.document.text[row.start : row.end].strip() != name)
        return [tag("h3", name, other, counts, back)], rows

    def row(self, row: Row) -> Markup:
        """A sentence and, in the margin, its duties."""
        notes = [self.note(duty) for duty in self.lookup.duties_in(row.start, row.end)]
        margin = tag("ol", *notes, class_="margin") if notes else Markup("")
        furniture = row.role == "furniture" and row.opens
        label = tag("small", self.say("html.furniture")) if furniture else ""
        classes = f"row r-{row.role}{' opens' if row.opens else ''}"
        return tag("div", tag("p", label, *self.sentence(row.start, row.end), **self.foreign()), margin, class_=classes)

    def sentence(self, start: int, end: int) -> Iterable[str]:
        """The clauses of a stretch, and what stands between them."""
        for number, clause in self.lookup.clauses_in(start, end):
            if clause.start < start:
                continue
            yield self.marked(start, clause.start)
            yield self.clause(number, clause)
            start = max(start, clause.end)
        yield self.marked(start, end)

    def clause(self, number: int, clause: Clause) -> Markup:
        """One clause: its kind as line and colour, the signs of duty and theme before it, the reason on hover."""
        duties = self.lookup.duties_in(clause.start, clause.end)
        lead = [tag("a", str(duty.number), href=f"#d{duty.number}", class_="n") for duty in duties]
        unsure = self.flag("unsure") if clause.confidence < UNSURE else Markup("")
        body = tag("span", self.marked(clause.start, clause.end), class_=f"k k-{clause.kind}", title=self.why(clause))
        return tag("span", self.new_theme(number, clause), *lead, body, unsure, id=f"c{number}", class_="c")

    def new_theme(self, number: int, clause: Clause) -> Markup:
        """The sign of a clause's theme, where a new theme begins in its statement."""
        return self.sign(clause.theme) if number in self.turns else Markup("")

    def why(self, clause: Clause) -> str:
        """Kind and theme, each with the rule that gave it and the words that made the rule fire."""
        words = self.document.text[clause.start : clause.end]
        given = [(self.say(f"kind.{clause.kind}"), clause.reason)]
        if clause.theme != "-":
            given.append((self.theme(clause.theme), clause.theme_reason))
        shown = ((name, explain_beside(reason, words, self.lang)) for name, reason in given)
        return "\n".join(self.say("join.colon").join(filter(None, part)) for part in shown)

    def marked(self, start: int, end: int) -> Markup:
        """A stretch of text with its repairs, doubts and figures marked."""
        text_of = self.document.text
        return join(*(self.stretch(text_of[a:b], marks) for a, b, marks in self.stretches.between(start, end)))

    def stretch(self, words: str, marks: tuple[Mark, ...]) -> Markup:
        """Words under the same marks."""
        if not marks:
            return text(words)
        kinds = sorted({mark.kind for mark in marks})
        flag = self.flag("suspect") if "suspect" in kinds else Markup("")
        return join(tag("span", words, class_=" ".join(kinds), title="；".join(filter(None, map(self.remark, marks)))), flag)

    def remark(self, mark: Mark) -> str:
        """What a mark says on hover."""
        note = mark.note.replace("\n", "⏎")
        note = note if len(note) <= NOTE_LENGTH else note[:NOTE_LENGTH] + "…"
        if mark.kind == "suspect":
            proposal = self.say("join.clause") + self.say("label.proposal", words=note) if note else ""
            return self.say("html.mark.suspect") + proposal
        return self.say("label.original") + self.say("join.colon") + note if note else ""

    # the margin

    def note(self, duty: FoundDuty) -> Markup:
        """A duty in the margin: its number, theme, what is fixed, and what is missing."""
        column = f"#{self.cell_id(duty.unit, duty.theme)}" if self.in_table(duty) else f"#u{self.rank.get(duty.unit, 0)}"
        number = tag("a", str(duty.number), href=column, title=self.say("label.back"), class_="num")
        target = tag("span", self.say("kind.target"), class_="target") if duty.kind == "target" else Markup("")
        values = [tag("span", value, class_="fixed") for value in self.fixed(duty)]
        lacks = self.say("join.list").join(dict.fromkeys(self.say(f"missing.{m.what}") for m in duty.missing if m.what != "owner"))
        lack = tag("span", f"{self.say('label.missing')} {lacks}", class_="lack") if lacks else Markup("")
        return tag("li", spaced([part for part in (number, self.sign(duty.theme), target, *values, lack) if part]), id=f"d{duty.number}")

    def in_table(self, duty: FoundDuty) -> bool:
        """Whether the gap table has a filled cell for a duty's unit and theme."""
        cell = self.cells.get((duty.unit, duty.theme))
        return bool(cell and cell.spans and duty.unit in self.rank and duty.theme in self.themes)

    def fixed(self, duty: FoundDuty) -> list[str]:
        """Deadlines, rhythm, figures, actors, programmes and deliverables, in words."""
        return [
            *(self.deadline(d.words, d.value, d.inferred_from if d.inferred else "") for d in duty.deadlines),
            *([duty.recurrence.words] if duty.recurrence else []),
            *(quantity.words for quantity in duty.quantities),
            *(f"{self.say(f'role.{actor.role}')} {actor.name}" for actor in duty.actors),
            *(f"“{programme.name}”" for programme in duty.programmes),
            *(deliverable.name for deliverable in duty.deliverables),
        ]

    def deadline(self, words: str, value: str, inferred_from: str) -> str:
        """A deadline as written and as understood."""
        read = name_date(value, self.lang)
        shown = words if read == words else f"{words} → {read}"
        return f"{shown}（{self.say('label.inferred-from', date=inferred_from)}）" if inferred_from else shown

    # repairs

    def repairs(self) -> Markup:
        """Repairs counted by kind with their commonest examples, and the words that are doubtful."""
        found = self.document.repairs
        kinds = Counter(repair.kind for repair in found)
        rows = [tag("tr", tag("th", self.say(f"repair.{kind}"), scope="row"), tag("td", str(n)), self.examples(kind)) for kind, n in kinds.most_common()]
        heads = [tag("th", self.say(key), scope="col") for key in ("field.kind", "html.times", "html.examples")]
        table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows), class_="plain")
        nothing = tag("p", self.say("html.no-repairs"), class_="note")
        return tag("section", tag("h2", self.say("heading.repairs")), table if rows else nothing, self.suspects(), id="repairs")

    def examples(self, kind: str) -> Markup:
        """The commonest repairs of one kind."""
        pairs = Counter((repair.before, repair.after) for repair in self.document.repairs if repair.kind == kind)
        shown = [tag("span", shorten(before), " → ", after or "∅", class_="ex") for (before, after), _ in pairs.most_common(EXAMPLES)]
        return tag("td", spaced(shown), **self.foreign())

    def suspects(self) -> Markup:
        """The words that look wrong and were left as they are."""
        if not self.document.suspects:
            return Markup("")
        items = [
            tag(
                "li",
                f"{self.say(f'suspect.{s.kind}')}{self.say('join.colon')}",
                tag("a", s.words, href=self.link(s.start)),
                f" {self.say('label.proposal', words=s.proposal)}" if s.proposal else "",
                tag("small", f" {name_place(self.document.place(s.start), self.lang)}"),
            )
            for s in self.document.suspects
        ]
        return join(tag("h3", self.say("heading.suspects")), tag("ul", *items, class_="suspects"))

    # small parts

    def unit(self, name: str) -> str:
        """A unit's name, or words for having none."""
        return name or self.say("label.unnamed-unit")

    def sign(self, theme: str) -> Markup:
        """The one-letter sign of a theme."""
        if theme not in THEMES:
            return Markup("")
        return tag("span", self.say(f"theme-sign.{theme}"), class_=f"sign t-{theme}", title=self.theme(theme))

    def theme(self, theme: str) -> str:
        """The name of a theme; one that a pack adds is its own name."""
        return self.say(f"theme.{theme}") if theme in THEMES else theme

    def listed(self, parts: list[Markup]) -> Markup:
        """Parts in a row, as a sentence lists them."""
        return Markup(text(self.say("join.list")).join(parts))

    def quoted(self, words: str) -> Markup:
        """Words of the text itself, which are Chinese on either page."""
        return tag("span", words, **self.foreign()) if self.lang != "zh" else text(words)

    def foreign(self) -> dict[str, str]:
        """The language of the text where it is not that of the page."""
        return {} if self.lang == "zh" else {"lang": "zh-CN"}


def breakable(head: str) -> Markup:
    """A column's head that may be parted before the ending of a long English word."""
    return Markup(ENDING.sub("&shy;", text(head)))


def spaced(parts: list[Markup]) -> Markup:
    """Parts with a space between them."""
    return Markup(" ".join(parts))


def shorten(words: str, length: int = 20) -> str:
    """Words in one line, cut where they are long."""
    line = words.replace("\n", "⏎").replace(" ", "␣").replace("\u3000", "␣")
    return line if len(line) <= length else line[:length] + "…"
