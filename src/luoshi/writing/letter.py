"""The form of an official letter as .docx, after GB/T 9704-2012 as far as a letter goes.

A4; margins 37, 28, 35 and 26 mm; body 仿宋 16 pt on lines of 28 pt; title 小标宋 22 pt; headings 黑体; the page number at the
outer foot. The same letter gives the same bytes: nothing in the file carries the time of writing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from io import BytesIO
from typing import ClassVar, cast

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement as new_element
from docx.oxml.table import CT_Row
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _Footer
from docx.shared import Mm, Pt
from docx.table import _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from luoshi.writing.markup import UNPRINTABLE
from luoshi.writing.same_bytes import with_fixed_times

EPOCH = datetime(2000, 1, 1)
SEAL_RED = "C00000"
BODY, TITLE, HEADING, LATIN = "仿宋_GB2312", "方正小标宋简体", "黑体", "Times New Roman"
ALTERNATIVES = {
    BODY: "仿宋,FangSong,STFangsong",
    TITLE: "方正小标宋_GBK,小标宋,宋体,SimSun",
    HEADING: "SimHei,Microsoft YaHei",
}
"""What Word and WPS may take where a font is not installed."""

PAGE_FIELD = " PAGE "
FONT_TABLE = "word/fontTable.xml"
CENTRE, RIGHT, LEFT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY


class Letter:
    """One .docx on its way, paragraph by paragraph."""

    SIZES: ClassVar[Mapping[str, tuple[int, int]]] = {"zh": (16, 28), "en": (12, 20)}
    """Language → size of the body and pitch of its lines, in points."""

    def __init__(self, title: str, lang: str) -> None:
        self.docx: Docx = Document()
        self.lang = lang
        self.size, self.pitch = self.SIZES[lang]
        self._lines: dict[tuple[str, WD_ALIGN_PARAGRAPH, bool, bool], CT_P] = {}
        self._set_styles()
        self._set_properties(title)
        self._set_page(self.docx.sections[0])

    def start_next(self) -> None:
        """Begin another letter on a new page, its pages counted from 1."""
        self._set_page(self.docx.add_section(WD_SECTION.NEW_PAGE))

    def letterhead(self, number: str) -> None:
        """Room for the printed head, the place of the number, and the rule below it."""
        self._add("", lines=2)
        line = self._add(number, align=CENTRE)
        line.paragraph_format.space_after = Pt(22)
        rule(line)

    def title(self, words: str) -> None:
        """The title, centred."""
        paragraph = self._add("", align=CENTRE, style="Title")
        self._run(paragraph, words, TITLE, 22 if self.lang == "zh" else 17)
        paragraph.paragraph_format.line_spacing = Pt(36)
        paragraph.paragraph_format.space_after = Pt(self.pitch)

    def heading(self, words: str) -> None:
        """A heading that stays with what follows."""
        paragraph = self._add("", style="Heading 1")
        self._run(paragraph, words, HEADING, self.size)
        self._indent(paragraph)

    def paragraph(self, words: str, *, indent: bool = True, align: WD_ALIGN_PARAGRAPH = JUSTIFY, keep: bool = False) -> None:
        """A paragraph of the body, its first line indented by two characters."""
        paragraph = self._add(words, align=align)
        paragraph.paragraph_format.keep_with_next = keep
        if indent:
            self._indent(paragraph)

    def signature(self, sign: str, date: str) -> None:
        """Who signs and when, at the right."""
        for words, before in ((sign, self.pitch * 2), (date, 0)):
            paragraph = self._add(words, align=RIGHT)
            paragraph.paragraph_format.space_before = Pt(before)
            paragraph.paragraph_format.right_indent = Pt(self.size * 4)
            paragraph.paragraph_format.keep_with_next = before > 0

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[Sequence[str]]], widths_mm: Sequence[int]) -> None:
        """A ruled table; each cell holds lines; the head is repeated on every page, and no row is parted."""
        table = self.docx.add_table(rows=0, cols=len(heads))
        table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
        for column, width in zip(table.columns, widths_mm, strict=True):
            column.width = Mm(width)
        head = table.add_row()
        mark(head, "w:cantSplit")
        empty = deepcopy(head._tr)
        head._tr.get_or_add_trPr().insert(0, new_element("w:tblHeader"))
        self._fill(head._tr, [[words] for words in heads], HEADING)
        for row in rows:
            table._tbl.append(self._fill(deepcopy(empty), row, BODY))
        self._add("").paragraph_format.line_spacing = Pt(self.pitch / 2)

    def to_bytes(self) -> bytes:
        """The file."""
        raw = BytesIO()
        self.docx.save(raw)
        return freeze(raw.getvalue())

    def _fill(self, row: CT_Row, cells: Sequence[Sequence[str]], font: str) -> CT_Row:
        """The row with lines in its cells, each paragraph a copy of one that was styled before: styling costs most of a letter's time."""
        for index, (cell, lines) in enumerate(zip(row.tc_lst, cells, strict=True)):
            align = CENTRE if index == 0 or font == HEADING else LEFT
            cell.remove(cell.p_lst[0])
            for number, words in enumerate(lines or [""]):
                cell.append(self._line(words, font, align, number == 0, number >= len(lines) - 1))
        return row

    def _line(self, words: str, font: str, align: WD_ALIGN_PARAGRAPH, is_first: bool, is_last: bool) -> CT_P:
        """A paragraph of a cell."""
        look = (font, align, is_first, is_last)
        if look not in self._lines:
            self._lines[look] = self._styled_line(*look)
        line = deepcopy(self._lines[look])
        line.r_lst[0].text = UNPRINTABLE.sub("\ufffd", words)
        return line

    def _styled_line(self, font: str, align: WD_ALIGN_PARAGRAPH, is_first: bool, is_last: bool) -> CT_P:
        size = self.size - 4 if self.lang == "zh" else self.size - 2
        paragraph = Paragraph(cast(CT_P, new_element("w:p")), self.docx._body)
        paragraph.alignment = align
        paragraph.paragraph_format.line_spacing = Pt(size * 1.5)
        paragraph.paragraph_format.space_before = Pt(3 if is_first else 0)
        paragraph.paragraph_format.space_after = Pt(3 if is_last else 0)
        self._run(paragraph, "", font, size)
        return paragraph._p

    def _add(self, words: str, *, align: WD_ALIGN_PARAGRAPH = LEFT, lines: int = 1, style: str | None = None) -> Paragraph:
        for _ in range(lines):
            paragraph = self.docx.add_paragraph(style=style)
        paragraph.alignment = align
        if words:
            self._run(paragraph, words, BODY, self.size)
        return paragraph

    def _run(self, paragraph: Paragraph, words: str, font: str, size: float) -> Run:
        run = paragraph.add_run(UNPRINTABLE.sub("\ufffd", words))
        run.font.size, run.font.name = Pt(size), LATIN
        fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), font)
        fonts.set(qn("w:hint"), "eastAsia" if self.lang == "zh" else "default")
        if font == HEADING:
            run.font.bold = self.lang != "zh"
        return run

    def _indent(self, paragraph: Paragraph) -> None:
        paragraph.paragraph_format.first_line_indent = Pt(self.size * 2)
        paragraph.paragraph_format.element.get_or_add_pPr().ind.set(qn("w:firstLineChars"), "200")

    def _set_styles(self) -> None:
        for name in ("Normal", "Title", "Heading 1"):
            style = self.docx.styles[name]
            plain(style.element)
            style.font.name, style.font.size, style.font.bold = LATIN, Pt(self.size), False
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
            form = style.paragraph_format
            form.space_before = form.space_after = Pt(0)
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self.pitch)
            form.widow_control = True
        language(self.docx.styles["Normal"].element.get_or_add_rPr())

    def _set_properties(self, title: str) -> None:
        core = self.docx.core_properties
        core.title, core.author, core.last_modified_by, core.comments = UNPRINTABLE.sub("\ufffd", title)[:200], "", "", ""
        core.created = core.modified = core.last_printed = EPOCH
        core.revision, core.language = 1, "zh-CN" if self.lang == "zh" else "en"
        self.docx.settings.odd_and_even_pages_header_footer = True

    def _set_page(self, section: Section) -> None:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
        section.footer_distance = Mm(25)
        for old in section._sectPr.findall(qn("w:pgNumType")):
            section._sectPr.remove(old)
        section._sectPr.insert_element_before(element("w:pgNumType", start="1"), "w:cols", "w:docGrid")
        if len(self.docx.sections) == 1:
            self._page_number(section.footer, RIGHT)
            self._page_number(section.even_page_footer, LEFT)

    def _page_number(self, footer: _Footer, align: WD_ALIGN_PARAGRAPH) -> None:
        """— 1 —, one character in from the outer edge."""
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = "Normal", align
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        for kind, words in (("", "— "), ("begin", ""), ("", PAGE_FIELD), ("end", ""), ("", " —")):
            run = self._run(paragraph, "" if kind or words == PAGE_FIELD else words, "宋体", 14)
            run._element.extend(field(kind, words))


def element(name: str, **attributes: str) -> BaseOxmlElement:
    """A new element of WordprocessingML with its attributes."""
    made = cast(BaseOxmlElement, new_element(name))
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def field(kind: str, words: str) -> list[BaseOxmlElement]:
    """The parts of a field that Word fills in: its begin, its instruction, its end."""
    if kind:
        return [element("w:fldChar", fldCharType=kind)]
    if words != PAGE_FIELD:
        return []
    instruction = element("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = words
    return [instruction]


def rule(paragraph: Paragraph) -> None:
    """A red rule below a paragraph."""
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val="single", sz="12", space="6", color=SEAL_RED))
    properties = paragraph._element.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")


def mark(row: _Row, name: str) -> None:
    """Set one of a row's switches: w:tblHeader (repeat on each page) or w:cantSplit."""
    row._tr.get_or_add_trPr().append(new_element(name))


def plain(style: BaseOxmlElement) -> None:
    """Take a style's colours, rules and theme fonts away."""
    for name in ("w:rFonts", "w:color", "w:pBdr", "w:spacing", "w:kern", "w:contextualSpacing"):
        for old in list(style.iter(qn(name))):
            parent = old.getparent()
            if parent is not None:
                parent.remove(old)


def language(properties: BaseOxmlElement) -> None:
    """Which language the words are in, for the spelling checker."""
    properties.append(element("w:lang", val="en-US", eastAsia="zh-CN"))


def freeze(docx: bytes) -> bytes:
    """The same .docx with no time in its archive, and with the fonts' alternatives named."""
    return with_fixed_times(docx, parts={FONT_TABLE: font_table().encode()})


def font_table() -> str:
    """The fonts of the letter with what may stand in for them."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, others in ALTERNATIVES.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{space}">{fonts}</w:fonts>'
