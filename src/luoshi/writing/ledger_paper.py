"""A signed responsibility list as .docx: landscape, by unit, with the changes since the version before, the signature and the check code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import ClassVar

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import Section
from docx.shared import Mm, Pt

from luoshi.writing.ledger_list import check_lines, name_change, signed_by
from luoshi.writing.ledger_records import ListChange, ListedDuty, ListHead, alone, shown
from luoshi.writing.letter import BODY, CENTRE, LEFT, Letter
from luoshi.writing.words import name_date, say

WIDTHS_MM = (14, 88, 30, 38, 36, 41)
CHANGE_WIDTHS_MM = (14, 70, 26, 52, 52, 33)
NUMERALS = "〇一二三四五六七八九十"


def listed_docx(head: ListHead, duties: Sequence[ListedDuty], *, changes: Sequence[ListChange] = (), lang: str = "zh") -> bytes:
    """The paper in Chinese ("zh") or English ("en"); sentences stay as they are, in the order in which they are given, by unit."""
    paper = ListPaper(say("listpaper.title", lang, campaign=head.campaign), lang)
    _Writer(paper, head, duties, lang).write(changes)
    return paper.to_bytes()


class ListPaper(Letter):
    """A letter on its side, in smaller letters: its tables are wide."""

    SIZES: ClassVar[Mapping[str, tuple[int, int]]] = {"zh": (14, 24), "en": (12, 19)}

    def _set_page(self, section: Section) -> None:
        super()._set_page(section)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(28), Mm(26), Mm(25), Mm(25)
        section.footer_distance = Mm(16)

    def subtitle(self, words: str) -> None:
        """A line below the title, centred."""
        paragraph = self._add(words, align=CENTRE)
        paragraph.paragraph_format.space_after = Pt(self.pitch / 2)

    def fine_print(self, words: str) -> None:
        """A line in small letters, unindented, that keeps with the next."""
        paragraph = self._add("", align=WD_ALIGN_PARAGRAPH.LEFT)
        self._run(paragraph, words, BODY, self.size - 3)
        paragraph.alignment = LEFT
        paragraph.paragraph_format.keep_together = True


class _Writer:
    """Writes one list into its paper."""

    def __init__(self, paper: ListPaper, head: ListHead, duties: Sequence[ListedDuty], lang: str) -> None:
        self.paper, self.head, self.duties, self.lang = paper, head, duties, lang
        self.headings = 0

    def say(self, key: str, **values: object) -> str:
        return say(key, self.lang, **values)

    def ordinal(self) -> str:
        self.headings += 1
        return chinese_number(self.headings) if self.lang == "zh" else str(self.headings)

    def write(self, changes: Sequence[ListChange]) -> None:
        """Title, version, the duties unit by unit, the changes, the signature, the check code."""
        self.open()
        for unit, rows in groupby(self.duties, key=lambda duty: duty.unit):
            self.write_unit(unit, list(rows))
        if self.head.number > 1:
            self.write_changes(changes)
        self.close()

    def open(self) -> None:
        """Title, version and date, and how much there is."""
        self.paper.title(self.say("listpaper.title", campaign=self.head.campaign))
        signed = self.say("listpaper.version", number=self.head.number, date=name_date(self.head.signed_on, self.lang)) if self.head.number else self.say("listpaper.draft")
        self.paper.subtitle(signed)
        for key in ("example", "extract"):
            if getattr(self.head, key):
                self.paper.subtitle(self.say(f"listpaper.{key}"))
        units = len({duty.unit for duty in self.duties})
        self.paper.paragraph(self.say("listpaper.opening", units=units, count=len(self.duties)))
        if self.head.note:
            self.paper.paragraph(self.head.note)

    def write_unit(self, unit: str, rows: list[ListedDuty]) -> None:
        """One unit's duties."""
        self.paper.heading(self.say("listed.unit-heading", n=self.ordinal(), unit=unit or self.say("label.unnamed-unit"), count=len(rows)))
        heads = [self.say(key) for key in ("listed.number", "listed.words", "listed.by-when", "listed.result", "listed.units", "listed.posts")]
        self.paper.table(heads, [self.row(duty) for duty in rows], WIDTHS_MM)

    def row(self, duty: ListedDuty) -> list[list[str]]:
        """One duty: number; sentence and place; by when; results; units; posts."""
        row = shown(duty, self.lang)
        place = self.say("join.list").join(filter(None, (duty.document, duty.place)))
        lead = self.say("listed.lead-own") if duty.lead == duty.unit else self.say("listed.lead-by", name=duty.lead)
        units = [lead] if duty.lead else []
        units += [self.say("listed.support-by", names=row["supports"])] if duty.supports else []
        return [
            [row["number"] or "—"],
            [alone(duty.words), *([self.say("listed.place", place=place)] if place else []), *([duty.note] if duty.note else [])],
            [words for words in (row["due"], row["rhythm"]) if words],
            [words for words in (duty.quantity, duty.deliverables) if words],
            units,
            self.posts(duty),
        ]

    def posts(self, duty: ListedDuty) -> list[str]:
        """The posts with who holds them on the day."""
        lines = []
        for field, key in (("owner_post", "owner"), ("party_post", "party"), ("admin_post", "admin")):
            post, holder = getattr(duty, field).removeprefix(f"{duty.unit} "), (duty.holders or {}).get(field, "")
            if post:
                held = self.say("listed.post-held", post=post, name=holder) if holder else post
                lines.append(self.say(f"listed.{key}-line", post=held) if duty.party_post or duty.admin_post else held)
        return lines or [self.say("listed.nobody")]

    def write_changes(self, changes: Sequence[ListChange]) -> None:
        """What was added, dropped and changed since the version before, and who approved it."""
        self.paper.heading(self.say("listpaper.changes", n=self.ordinal(), before=self.head.number - 1))
        if not changes:
            self.paper.paragraph(self.say("listpaper.no-changes", before=self.head.number - 1))
            return
        heads = [self.say(f"{key}") for key in ("listed.number", "field.words", "listpaper.change", "listpaper.before", "listpaper.after", "listpaper.approved")]
        rows = [[[str(c.number or "—")], [alone(c.words)], [name_change(c, self.lang)], [c.before], [c.after], [c.approved]] for c in changes]
        self.paper.table(heads, rows, CHANGE_WIDTHS_MM)

    def close(self) -> None:
        """Who signed, when, and the check code."""
        if not self.head.number:
            return
        self.paper.signature(f"{self.head.unit}　　{signed_by(self.head, self.lang)}", name_date(self.head.signed_on, self.lang))
        for line in check_lines(self.head, self.lang):
            self.paper.fine_print(line)


def chinese_number(value: int) -> str:
    """A number below a hundred as headings write it; larger ones in digits.

    >>> chinese_number(9), chinese_number(10), chinese_number(12), chinese_number(31), chinese_number(120)
    ('九', '十', '十二', '三十一', '120')
    """
    if value >= 100:
        return str(value)
    tens, ones = divmod(value, 10)
    return ("" if not tens else "十" if tens == 1 else f"{NUMERALS[tens]}十") + (NUMERALS[ones] if ones or not tens else "")
