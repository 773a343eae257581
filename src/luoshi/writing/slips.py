"""An Extraction → 补充细化建议: the courteous letter to one unit that lists what is missing, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterable

from luoshi.extracting.records import Extraction
from luoshi.writing.asking import Asked, General, Item, ask_unit, runs_of
from luoshi.writing.letter import Letter
from luoshi.writing.words import ask, name_gap, name_place, say

WIDTHS_MM = (13, 58, 52, 33)
SHORT_WIDTHS_MM = (13, 88, 55)
NUMERALS = "一二三四五六七八九"


def slip_docx(extraction: Extraction, unit: str, *, lang: str = "zh") -> bytes:
    """The letter to one unit as .docx, in Chinese ("zh") or English ("en"); quotes stay as they are."""
    letter = Letter(f"{say('paper.slip', lang)} {unit}".strip(), lang)
    Slip(extraction, unit, lang).write(letter)
    return letter.to_bytes()


def all_slips_docx(extraction: Extraction, *, lang: str = "zh") -> bytes:
    """The letters to all units that spoke, in their order, each on its own pages."""
    letter = Letter(say("paper.slips", lang), lang)
    for index, unit in enumerate(extraction.units):
        if index:
            letter.start_next()
        Slip(extraction, unit, lang).write(letter)
    return letter.to_bytes()


class Slip:
    """One letter: an extraction, the unit that is written to, and a language."""

    def __init__(self, extraction: Extraction, unit: str, lang: str) -> None:
        self.extraction, self.unit, self.lang = extraction, unit, lang
        self.asked: Asked = ask_unit(extraction, unit)
        self.headings = 0
        self.general_number = ""

    def say(self, key: str, **values: object) -> str:
        """The words for a key in the letter's language."""
        return say(key, self.lang, **values)

    def ordinal(self) -> str:
        """The number of the next heading."""
        self.headings += 1
        return NUMERALS[self.headings - 1] if self.lang == "zh" else str(self.headings)

    def write(self, letter: Letter) -> None:
        """Head, opening, questions, closing."""
        self.open(letter)
        self.ask_general(letter)
        self.ask_items(letter)
        if not (self.asked.general or self.asked.items):
            letter.paragraph(self.say("slip.nothing"))
        self.close(letter)

    def open(self, letter: Letter) -> None:
        """Letterhead, title, addressee, and which text was read."""
        letter.letterhead(self.say("slip.number"))
        letter.title(self.say("slip.title"))
        letter.paragraph(self.say("slip.addressee", unit=self.unit or self.say("slip.blank-unit")), indent=False)
        letter.paragraph(self.opening())
        letter.paragraph(self.say("slip.caveat"))

    def opening(self) -> str:
        """Which text was read, and how many duties in it."""
        return self.say("slip.opening", document=self.document(), duties=self.count())

    def document(self) -> str:
        """The text that was read, by its title, or by its file's name where it has none."""
        document = self.extraction.document
        if not document.title:
            return self.say("slip.untitled", name=document.name)
        number = self.say("slip.place", place=document.number) if document.number else ""
        inner = document.title.replace("《", "〈").replace("》", "〉")
        return self.say("slip.titled", title=inner, number=number)

    def ask_general(self, letter: Letter) -> None:
        """What concerns many duties, or the whole text."""
        lines = [self.general(question) for question in self.asked.general]
        if not lines:
            return
        if self.asked.settled and len(self.asked.settled) < self.count():
            lines.append(self.say("general.settled", numbers=self.numbers(duty.number for duty in self.asked.settled)))
        self.general_number = self.ordinal()
        letter.heading(self.say("slip.general", n=self.general_number))
        for number, line in enumerate(lines, 1):
            letter.paragraph(self.say("slip.ordinal", n=number) + line)

    def count(self) -> int:
        """How many duties the unit has."""
        return sum(duty.unit == self.unit for duty in self.extraction.duties)

    def general(self, general: General) -> str:
        """A question that concerns many duties, with their numbers."""
        columns = self.say("join.list").join(name_gap(word, self.lang) for word in general.words)
        return self.say(f"general.{general.what}", words=columns, numbers=self.numbers(general.duties))

    def numbers(self, duties: Iterable[int]) -> str:
        """Numbers of duties, those that follow each other as a run."""
        return self.say("join.list").join(str(a) if a == b else f"{a}{self.say('join.range')}{b}" for a, b in runs_of(tuple(duties)))

    def ask_items(self, letter: Letter) -> None:
        """What each sentence says and the questions put to it; then the sentences of which only general questions are asked."""
        own = [item for item in self.asked.items if item.asked]
        others = [item for item in self.asked.items if not item.asked]
        if own:
            letter.heading(self.say("slip.items", n=self.ordinal()))
            letter.paragraph(self.say("slip.items-note"), keep=True)
            letter.table(self.heads("said", "asked"), [self.row(item) for item in own], WIDTHS_MM)
        if others:
            letter.heading(self.say("slip.others" if own else "slip.others-only", n=self.ordinal(), general=self.general_number))
            letter.paragraph(self.say("slip.others-note", general=self.general_number) if own else self.say("slip.items-note"), keep=True)
            letter.table(self.heads("said"), [self.short_row(item) for item in others], SHORT_WIDTHS_MM)

    def heads(self, *columns: str) -> list[str]:
        """The heads of a table, from the number of the duty to the room for the reply."""
        return [self.say(f"slip.{key}") for key in ("item", *columns, "reply")]

    def row(self, item: Item) -> list[list[str]]:
        """Number, quote with its place, questions, and room for the reply."""
        number, said, reply = self.short_row(item)
        return [number, said, self.questions(item), reply]

    def short_row(self, item: Item) -> list[list[str]]:
        """Number, quote with its place, and room for the reply."""
        place = name_place(self.extraction.document.place(item.start), self.lang)
        where = self.say("slip.place", place=place) if place else ""
        return [[str(item.duty.number) if item.duty else "—"], [f"“{item.quote}”{where}"], [""]]

    def questions(self, item: Item) -> list[str]:
        """The questions to one sentence: its own in full, those asked of many by name."""
        own = [ask(question.what, self.lang, question.words) for question in item.asked]
        names = self.say("join.list").join(self.say(f"missing.{what}") for what in item.shared)
        return [*own, self.say("slip.also-shared", words=names, general=self.general_number)] if item.shared else own

    def close(self, letter: Letter) -> None:
        """By when to reply, to whom, and who signs."""
        letter.paragraph(self.say("slip.closing"), keep=True)
        letter.paragraph(self.say("slip.contact"), keep=True)
        letter.signature(self.say("slip.sign"), self.say("slip.date"))
