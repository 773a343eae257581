"""A Comparison → the letter to one unit: what is weaker than asked, what is asked and not in its text, then what the reading asks."""

from __future__ import annotations

from dataclasses import replace

from luoshi.comparing import Answer, Point, Side
from luoshi.extracting.records import Extraction
from luoshi.writing.compared import Compared, spans_words
from luoshi.writing.letter import Letter
from luoshi.writing.slips import Slip
from luoshi.writing.words import say

WEAKER_WIDTHS_MM = (13, 46, 52, 45)
ABSENT_WIDTHS_MM = (13, 102, 41)


def compared_slip_docx(shown: Compared, key: str) -> bytes:
    """The letter to the unit of one side as .docx; quotes stay as they are."""
    side = shown.side(key)
    letter = Letter(f"{say('paper.slip', shown.lang)} {side.unit}".strip(), shown.lang)
    ComparedSlip(shown, side).write(letter)
    return letter.to_bytes()


class ComparedSlip(Slip):
    """One letter: a comparison, and the side of the unit that is written to."""

    def __init__(self, shown: Compared, side: Side) -> None:
        if side.extraction is None:
            raise ValueError(f"the side {side.key} was not extracted")
        super().__init__(without_gaps(side.extraction), side.unit, shown.lang)
        self.shown, self.side = shown, side

    def write(self, letter: Letter) -> None:
        """Head, opening, what is weaker, what is not in the text, then the questions to the text itself."""
        self.open(letter)
        weaker = [(point, answer) for point, answer in self.shown.weaker if answer.key == self.side.key]
        absent = [point for point in self.shown.points if self.shown.answer(point.number, self.side.key).verdict == "absent"]
        self.write_weaker(letter, weaker)
        self.write_absent(letter, absent)
        if not (weaker or absent):
            letter.paragraph(self.say("slip.all-answered"))
        self.ask_general(letter)
        self.ask_items(letter)
        self.close(letter)

    def opening(self) -> str:
        """Which text was set beside which directive."""
        return self.say("slip.compared-opening", document=self.document(), directive=self.directives())

    def directives(self) -> str:
        """The directives by their titles."""
        names = [self.shown.names.full(key).replace("《", "〈").replace("》", "〉") for key in self.shown.comparison.directives]
        return self.say("join.list").join(self.say("slip.titled-directive", title=name) for name in names)

    def write_weaker(self, letter: Letter, weaker: list[tuple[Point, Answer]]) -> None:
        """The directive's words beside the unit's."""
        if not weaker:
            return
        letter.heading(self.say("slip.weaker", n=self.ordinal()))
        letter.paragraph(self.say("slip.weaker-note"), keep=True)
        heads = [self.say(f"slip.{key}") for key in ("point", "asked-words", "said-words", "weakened-words")]
        letter.table(heads, [self.weak_row(point, answer) for point, answer in weaker], WEAKER_WIDTHS_MM)

    def weak_row(self, point: Point, answer: Answer) -> list[list[str]]:
        """Number, what is asked, what is said, in what it is weaker."""
        said = spans_words(self.side.text, answer.spans)
        where = self.say("slip.place", place=self.shown.names.place(answer.key, answer.spans[0][0])) if answer.spans else ""
        weak = [f"{self.say(f'weakening.{w.what}')}{self.say('join.colon')}{self.shown.weakened(w)}" for w in answer.weakenings]
        return [[str(point.number)], [self.asked_words(point)], [f"“{said}”{where}"], weak or [self.say("verdict.weaker")]]

    def asked_words(self, point: Point) -> str:
        """The directive's words with their place."""
        place = self.shown.point_place(point)
        return f"“{' '.join(point.words.split())}”" + (self.say("slip.place", place=place) if place else "")

    def write_absent(self, letter: Letter, absent: list[Point]) -> None:
        """The directive's words, and room for the reply."""
        if not absent:
            return
        letter.heading(self.say("slip.absent", n=self.ordinal()))
        letter.paragraph(self.say("slip.absent-note"), keep=True)
        heads = [self.say(f"slip.{key}") for key in ("point", "asked-words", "reply")]
        letter.table(heads, [[[str(point.number)], [self.asked_words(point)], [""]] for point in absent], ABSENT_WIDTHS_MM)


def without_gaps(extraction: Extraction) -> Extraction:
    """The extraction without its questions on themes and mechanisms: beside a directive, its points are what is asked for."""
    return replace(extraction, questions=tuple(q for q in extraction.questions if q.what not in ("theme", "mechanism")))
