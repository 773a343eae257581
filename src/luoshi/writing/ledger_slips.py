"""The letters to units, written from the ledger: what is still missing, what was asked by hand, and what is weaker than the directive or not said.

A letter of the ledger is the same paper as the reading's; its questions are those that stand after the desk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.extracting.records import Extraction
from luoshi.writing.coverage_slips import ABSENT_WIDTHS_MM, WEAKER_WIDTHS_MM
from luoshi.writing.letter import Letter
from luoshi.writing.slips import Slip
from luoshi.writing.words import say


@dataclass(frozen=True, slots=True)
class WeakerPoint:
    """A point of the directive that a unit's text answers with less."""

    number: int
    asked: str
    said: str
    weaker: tuple[tuple[str, str, str], ...]
    """(in what, the directive's words, the unit's words or '')."""


@dataclass(frozen=True, slots=True)
class LedgerSlip:
    """One letter: a reading as it stands after the desk, the unit as its text names it, and what coverage shows of it."""

    extraction: Extraction
    unit: str
    weaker: tuple[WeakerPoint, ...] = ()
    absent: tuple[tuple[int, str], ...] = ()
    """Points that its text does not answer: number and words."""


@dataclass(frozen=True, slots=True)
class SilentSlip:
    """The letter to a unit from which nothing came."""

    unit: str
    campaign: str
    date: str
    """As people write it."""


def slips_docx(letters: Sequence[LedgerSlip | SilentSlip], *, lang: str = "zh") -> bytes:
    """The letters in one .docx, each on its own pages; the same letters give the same bytes."""
    title = say("paper.slip" if len(letters) == 1 else "paper.slips", lang)
    letter = Letter(title, lang)
    for index, slip in enumerate(letters):
        if index:
            letter.start_next()
        write_slip(letter, slip, lang)
    return letter.to_bytes()


def write_slip(letter: Letter, slip: LedgerSlip | SilentSlip, lang: str) -> None:
    """One letter."""
    if isinstance(slip, SilentSlip):
        _write_silent(letter, slip, lang)
    else:
        _FromLedger(slip, lang).write(letter)


def _write_silent(letter: Letter, slip: SilentSlip, lang: str) -> None:
    letter.letterhead(say("slip.number", lang))
    letter.title(say("slip.silent-title", lang))
    letter.paragraph(say("slip.addressee", lang, unit=slip.unit), indent=False)
    letter.paragraph(say("slip.silent", lang, campaign=slip.campaign, date=slip.date))
    letter.paragraph(say("slip.contact", lang), keep=True)
    letter.signature(say("slip.sign", lang), say("slip.date", lang))


class _FromLedger(Slip):
    """The reading's letter with what coverage shows put before its questions."""

    def __init__(self, slip: LedgerSlip, lang: str) -> None:
        super().__init__(slip.extraction, slip.unit, lang)
        self.slip = slip

    def ask_general(self, letter: Letter) -> None:
        """What is weaker than asked, what is asked and not said; then what concerns many duties."""
        self.show_weaker(letter)
        self.show_absent(letter)
        super().ask_general(letter)

    def show_weaker(self, letter: Letter) -> None:
        """The directive's words beside the unit's."""
        if not self.slip.weaker:
            return
        letter.heading(self.say("slip.weaker", n=self.ordinal()))
        letter.paragraph(self.say("slip.weaker-note"), keep=True)
        heads = [self.say(f"slip.{key}") for key in ("point", "asked-words", "said-words", "weakened-words")]
        rows = [[[str(p.number)], [f"“{p.asked}”"], [f"“{p.said}”"] if p.said else [""], [self.in_what(*one) for one in p.weaker]] for p in self.slip.weaker]
        letter.table(heads, rows, WEAKER_WIDTHS_MM)

    def in_what(self, what: str, asked: str, said: str) -> str:
        """In what an answer falls short, words beside words."""
        words = self.say("compare.arrow", asked=asked, said=said) if said else self.say("compare.dropped", asked=asked)
        return f"{self.say(f'weakening.{what}')}{self.say('join.colon')}{words}"

    def show_absent(self, letter: Letter) -> None:
        """The directive's words, and room for the reply."""
        if not self.slip.absent:
            return
        letter.heading(self.say("slip.absent", n=self.ordinal()))
        letter.paragraph(self.say("slip.absent-note"), keep=True)
        heads = [self.say(f"slip.{key}") for key in ("point", "asked-words", "reply")]
        letter.table(heads, [[[str(number)], [f"“{words}”"], [""]] for number, words in self.slip.absent], ABSENT_WIDTHS_MM)
