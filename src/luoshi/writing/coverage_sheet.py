"""A Comparison → 覆盖对照.xlsx: points × units, what is weaker, what is each text's own, and what texts share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.cell import Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from luoshi.comparing import Answer, Comparison, Passage, Point, Proposal
from luoshi.writing.compared import UNSURE, Compared, one_line, spans_words
from luoshi.writing.words import name_gap
from luoshi.writing.workbook import INK, QUIET, Book, cell_at, height_of, print_on_a4, set_widths

A3 = 8
UNITS_ON_A4, UNITS_ON_A3 = 5, 10
"""So many columns of units can be read on one page; more go to further pages, each with the points."""
SENTENCE = 160
"""Characters of a sentence in a cell of the table; the other sheets have it whole."""
MOST_PASSAGES = 2000
MOST_OWN = 40
"""Stretches of own words listed of one text."""
UNIT_WIDTH, WORDS_WIDTH = 24.0, 40.0
FILLS = {"answered": "DCEBDD", "echoed": "FFF2CC", "weaker": "F6D5D0", "absent": ""}
"""Behind the verdict's word, so that it is seen from afar; the word alone says as much."""


def coverage_xlsx(comparison: Comparison, *, lang: str = "zh", awaited: Sequence[str] = ()) -> bytes:
    """The workbook in Chinese ("zh") or English ("en"); quotes stay as they are. The same comparison gives the same bytes."""
    return _Sheets(comparison, lang, awaited).as_bytes()


class _Sheets:
    """One workbook on its way."""

    def __init__(self, comparison: Comparison, lang: str, awaited: Sequence[str]) -> None:
        self.shown = Compared(comparison, lang)
        self.comparison, self.lang, self.awaited = comparison, lang, awaited
        self.names = self.shown.names
        self.book = Book(lang, f"{self.say('compare.title')} {self.shown.title}")

    def say(self, key: str, **values: object) -> str:
        """The words for a key in the workbook's language."""
        return self.shown.say(key, **values)

    def as_bytes(self) -> bytes:
        """All sheets, as a file."""
        if self.shown.is_blind:
            self.write_proposals()
        else:
            self.write_coverage()
            self.write_weaker()
        self.write_own()
        self.write_own_words()
        self.write_passages()
        self.write_variants()
        return self.book.as_bytes()

    def heads(self, *keys: str) -> list[str]:
        return [self.say(key) for key in keys]

    # -- points × units --------------------------------------------------------------------------------------------

    def write_coverage(self) -> None:
        """A row a point, a column a unit: the verdict's word and the sentence."""
        sheet = self.book.sheet("sheet.coverage")
        keys = self.shown.responses
        heads = [*self.heads("col.number", "col.label", "col.asked", "col.summary"), *(self.names.full(key) for key in keys)]
        rows = [self.point_row(point) for point in self.shown.points]
        widths = [6.0, 12.0, WORDS_WIDTH, 15.0, *(UNIT_WIDTH for _ in keys)]
        self.book.table(sheet, heads, [*rows, self.totals()], widths)
        for row, point in enumerate(self.shown.points, 2):
            self.book.number(cell_at(sheet, row, 1), point.number)
            for column, key in enumerate(keys, 5):
                self.style_answer(cell_at(sheet, row, column), self.shown.answer(point.number, key).verdict)
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(rows) + 1}"
        self.add_notes(sheet, len(rows) + 4, self.notes(), widths[:5])
        self.print_wide(sheet, self.say("compare.title"), 4, len(keys))

    def point_row(self, point: Point) -> list[str]:
        """A point and every answer to it."""
        return [str(point.number), point.label, point.words, self.counted(point), *(self.answer(a) for a in self.shown.answers_to(point.number))]

    def counted(self, point: Point) -> str:
        """How many answer the point in which way."""
        verdicts = [answer.verdict for answer in self.shown.answers_to(point.number)]
        return "\n".join(f"{self.say(f'verdict.{v}')} {verdicts.count(v)}" for v in FILLS if v in verdicts)

    def answer(self, answer: Answer) -> str:
        """A verdict's word, in what it is weaker, and the sentence."""
        lines = [self.verdict(answer), *(f"{self.say(f'weakening.{w.what}')}{self.say('join.colon')}{self.shown.weakened(w)}" for w in answer.weakenings)]
        sentence = one_line(self.sentence(answer), SENTENCE)
        return "\n".join([*lines, f"“{sentence}”"] if sentence else lines)

    def verdict(self, answer: Answer) -> str:
        return self.say(f"verdict.{answer.verdict}") + ("?" if answer.confidence < UNSURE else "")

    def sentence(self, answer: Answer) -> str:
        return spans_words(self.shown.side(answer.key).text, answer.spans)

    def totals(self) -> list[str]:
        """The last row: how many verdicts of each kind a unit has."""
        counts = (self.shown.verdicts_of(key) for key in self.shown.responses)
        each = ["\n".join(f"{self.say(f'verdict.{v}')} {n}" for v, n in count.items()) for count in counts]
        return ["", "", self.say("col.summary"), "\n".join(f"{self.say(f'verdict.{v}')} {n}" for v, n in self.shown.verdicts.items()), *each]

    def style_answer(self, cell: Cell, verdict: str) -> None:
        """Colour behind a verdict."""
        self.book.look(cell, ("verdict", verdict), lambda: style_verdict(cell, verdict))

    def notes(self) -> list[str]:
        """What the table does not say."""
        waited = [self.say("heading.awaited") + self.say("join.colon") + self.say("join.list").join(self.awaited)] if self.awaited else []
        return [*waited, self.say("compare.note"), self.say("compare.unsure")]

    def add_notes(self, sheet: Worksheet, row: int, notes: Sequence[str], widths: Sequence[float]) -> None:
        """Sentences below a table, each over its first columns."""
        for index, words in enumerate(notes, row):
            self.book.put(cell_at(sheet, index, 1), words)
            sheet.merge_cells(start_row=index, start_column=1, end_row=index, end_column=len(widths))
            sheet.row_dimensions[index].height = height_of(words, sum(widths))

    def print_wide(self, sheet: Worksheet, title: str, fixed: int, units: int) -> None:
        """On A4 or A3 landscape, on as many pages across as can be read, the fixed columns on each."""
        print_on_a4(sheet, f"{title}  {self.shown.title}", self.lang)
        first = get_column_letter(fixed + 1)
        sheet.freeze_panes = f"{first}2"
        sheet.print_title_cols = f"A:{get_column_letter(fixed)}"
        if units > UNITS_ON_A4:
            sheet.page_setup.paperSize = A3
            sheet.page_setup.fitToWidth = -(-units // UNITS_ON_A3)

    # -- what is weaker --------------------------------------------------------------------------------------------

    def write_weaker(self) -> None:
        """A row a weakening, the words of both sides beside each other."""
        sheet = self.book.sheet("sheet.weaker")
        heads = self.heads(
            "col.point", "field.unit", "col.what", "col.asked-words", "col.said-words", "col.asked-sentence", "col.said-sentence",
            "col.asked-place", "col.place", "col.confidence",
        )  # fmt: skip
        widths = [9.0, 18.0, 9.0, 14.0, 14.0, 36.0, 36.0, 16.0, 16.0, 7.0]
        rows = [(point, answer, row) for point, answer in self.shown.weaker for row in self.weak(point, answer)]
        self.book.table(sheet, heads, [row for _, _, row in rows], widths)
        for number, (point, answer, _) in enumerate(rows, 2):
            self.book.number(cell_at(sheet, number, 10), answer.confidence, "0.00")
            self.link_back(cell_at(sheet, number, 1), point, answer)
        if not self.shown.weaker:
            self.add_notes(sheet, 3, [self.say("compare.nothing-weaker")], widths[:7])
        print_on_a4(sheet, f"{self.say('compare.weaker')}  {self.shown.title}", self.lang)
        sheet.freeze_panes = "C2"

    def link_back(self, cell: Cell, point: Point, answer: Answer) -> None:
        """From a row of the list to its cell of the table; programs do not fold the words of a link, so it stands on the short ones."""
        column = get_column_letter(self.shown.responses.index(answer.key) + 5)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{self.say('sheet.coverage')}'!{column}{self.shown.points.index(point) + 2}")

    def weak(self, point: Point, answer: Answer) -> Iterator[list[str]]:
        """The rows of one weakened answer."""
        start = answer.spans[0][0] if answer.spans else 0
        sentences = [point.words, self.sentence(answer), self.shown.point_place(point), self.place(answer.key, start, answer.spans[0][1] if answer.spans else 0), ""]
        for weakening in answer.weakenings:
            said = weakening.said or self.say("not-in-text")
            yield [self.shown.label(point), self.names.full(answer.key), self.say(f"weakening.{weakening.what}"), weakening.asked, said, *sentences]
        if not answer.weakenings:
            yield [self.shown.label(point), self.names.full(answer.key), self.say("verdict.weaker"), "", "", *sentences]

    def place(self, key: str, start: int, end: int) -> str:
        """File, paragraph, and the characters of the text."""
        return f"{self.names.place(key, start)} [{start}–{end})"

    # -- own text --------------------------------------------------------------------------------------------------

    def write_own(self) -> None:
        """Each text's shares; below them its own measures and its own words."""
        sheet = self.book.sheet("sheet.own")
        heads = self.heads("field.unit", "col.letters", "col.own-share", "col.directive-share", "col.shared-share", "col.most-with", "col.file")
        widths = [26.0, 10.0, 10.0, 12.0, 14.0, 60.0, 30.0]
        keys = [key for key in self.shown.responses if key in self.shown.own]
        self.book.table(sheet, heads, [[self.names.full(key), "", "", "", "", self.nearest(key), self.shown.side(key).name] for key in keys], widths)
        for row, key in enumerate(keys, 2):
            shares = self.shown.shares(key)
            self.book.number(cell_at(sheet, row, 2), shares.letters)
            for column, what in ((3, "own"), (4, "directive"), (5, "shared")):
                self.book.number(cell_at(sheet, row, column), getattr(shares, what) / shares.letters if shares.letters else 0, "0%")
        self.add_notes(sheet, len(keys) + 3, [self.say(f"compare.share-note{'-blind' if self.shown.is_blind else ''}")], widths[:6])
        print_on_a4(sheet, f"{self.say('compare.own')}  {self.shown.title}", self.lang)

    def nearest(self, key: str) -> str:
        return self.say("join.list").join(f"{self.names.short(other)} {letters}" for other, letters in self.shown.nearest(key))

    def write_own_words(self) -> None:
        """What each text says of its own: measures beyond the points, then the longest stretches that no other text has."""
        sheet = self.book.sheet("sheet.own-words")
        lines = [*self.additions(), *(line for key in self.shown.responses for line in self.own_words(key))]
        heads = self.heads("field.unit", "col.kind", "col.own-words", "col.place")
        self.book.table(sheet, heads, lines, [24.0, 10.0, 90.0, 30.0])
        print_on_a4(sheet, f"{self.say('col.own-words')}  {self.shown.title}", self.lang)

    def additions(self) -> Iterator[list[str]]:
        """Measures that answer no point."""
        for each in self.comparison.coverage.additions if self.comparison.coverage else ():
            yield [self.names.full(each.key), self.say("point.duty"), each.words, self.place(each.key, each.start, each.end)]

    def own_words(self, key: str) -> Iterator[list[str]]:
        """The longest stretches of a text's own words, in reading order."""
        longest = sorted(self.shown.own_words(key), key=lambda span: (span[0] - span[1], span))[:MOST_OWN]
        for start, end in sorted(longest):
            yield [self.names.full(key), self.say("page.own-mark"), self.names.words(key, (start, end)), self.place(key, start, end)]

    # -- passages --------------------------------------------------------------------------------------------------

    def write_passages(self) -> None:
        """A row a shared passage, the most telling first."""
        sheet = self.book.sheet("sheet.passages")
        heads = self.heads(
            "col.number", "col.kind", "col.a", "col.a-words", "col.b", "col.b-words", "col.changes", "col.similarity", "col.letters", "col.carriers",
            "col.a-place", "col.b-place",
        )  # fmt: skip
        widths = [6.0, 9.5, 10.0, 44.0, 10.0, 44.0, 22.0, 10.0, 8.0, 9.0, 22.0, 22.0]
        told = self.shown.told[:MOST_PASSAGES]
        self.book.table(sheet, heads, [self.passage(number, p) for number, p in enumerate(told, 1)], widths)
        for row, passage in enumerate(told, 2):
            for column, value, shown in ((1, row - 1, "0"), (8, passage.similarity, "0.00"), (9, passage.letters, "0"), (10, passage.carriers, "0")):
                self.book.number(cell_at(sheet, row, column), value, shown)
        total = len(self.shown.told)
        if total > len(told):
            self.add_notes(sheet, len(told) + 3, [self.say("sheet.passages-cut", total=total, shown=len(told))], widths[:6])
        print_on_a4(sheet, f"{self.say('compare.shared')}  {self.shown.title}", self.lang)
        sheet.page_setup.paperSize = A3

    def passage(self, number: int, passage: Passage) -> list[str]:
        """One passage, both sides in words and place."""
        a, b = (passage.a_start, passage.a_end), (passage.b_start, passage.b_end)
        return [
            str(number), self.say(f"passage.{passage.kind}"), self.names.short(passage.a), self.names.words(passage.a, a), self.names.short(passage.b),
            self.names.words(passage.b, b), self.shown.changes(passage), "", "", "", self.place(passage.a, *a), self.place(passage.b, *b),
        ]  # fmt: skip

    # -- without a directive ---------------------------------------------------------------------------------------

    def write_proposals(self) -> None:
        """A row a reconstructed point, a column a unit with the sentence that says it."""
        sheet = self.book.sheet("sheet.proposals")
        keys = self.shown.responses
        heads = [*self.heads("col.number", "col.part", "col.words", "col.kind", "col.carriers"), *(self.names.full(key) for key in keys)]
        proposals = self.comparison.proposals
        widths = [6.0, 12.0, WORDS_WIDTH, 10.5, 10.0, *(UNIT_WIDTH for _ in keys)]
        self.book.table(sheet, heads, [self.proposal(each) for each in proposals], widths)
        for row, each in enumerate(proposals, 2):
            self.book.number(cell_at(sheet, row, 1), each.number)
            self.book.number(cell_at(sheet, row, 5), len(each.carriers))
            for column, key in enumerate(keys, 6):
                self.style_carrier(cell_at(sheet, row, column), key in each.carriers)
        self.add_notes(sheet, len(proposals) + 3, [self.say("compare.reconstructed"), self.say("not-in-text.note")], widths[:6])
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{max(len(proposals) + 1, 2)}"
        self.print_wide(sheet, f"{self.say('compare.proposals')}（{self.say('compare.reconstructed')}）", 5, len(keys))

    def proposal(self, proposal: Proposal) -> list[str]:
        """Its words, and each unit's own."""
        said: dict[str, str] = {}
        for key, start, end in proposal.sources:
            said[key] = "\n".join(filter(None, (said.get(key), f"“{one_line(self.names.words(key, (start, end)), SENTENCE)}”")))
        kind = self.shown.name_of("point", proposal.kind) + ("?" if proposal.confidence < UNSURE else "")
        part = name_gap(proposal.part, self.lang)
        return [str(proposal.number), part, proposal.words, kind, "", *(said.get(key, self.say("not-in-text")) for key in self.shown.responses)]

    def style_carrier(self, cell: Cell, carries: bool) -> None:
        self.style_answer(cell, "answered" if carries else "absent")

    def write_variants(self) -> None:
        """Words that differ by one character from what the others have."""
        if not self.comparison.variants:
            return
        sheet = self.book.sheet("compare.variants")
        heads = self.heads("field.unit", "field.words", "field.proposal", "col.place")
        lines = [[self.names.full(v.key), v.words, v.proposal, self.place(v.key, v.start, v.end)] for v in self.comparison.variants]
        self.book.table(sheet, heads, lines, [30.0, 24.0, 24.0, 30.0])
        set_widths(sheet, [30.0, 24.0, 24.0, 30.0])
        print_on_a4(sheet, f"{self.say('compare.variants')}  {self.shown.title}", self.lang)


def style_verdict(cell: Cell, verdict: str) -> None:
    """The look of a cell of the table."""
    colour = FILLS[verdict]
    if colour:
        cell.fill = PatternFill("solid", fgColor=colour)
    cell.font = Font(name="宋体", size=10.5, bold=verdict == "weaker", color=QUIET if verdict == "absent" else INK)
