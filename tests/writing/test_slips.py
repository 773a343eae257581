"""The letters open in Word, keep the official form, quote exactly, and are the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import etree

from luoshi.extracting.records import Extraction, Question
from luoshi.writing.slips import all_slips_docx, slip_docx

YUNZE, QINGYU, YANSHAN = "云泽省行业管理局", "青屿省行业管理局", "砚山省行业管理局"
HOSTILE = "<w:t>&\x00\ud800\u202e{0}“”"


def opened(content: bytes) -> Docx:
    return Document(BytesIO(content))


def lines(letter: Docx) -> list[str]:
    return [paragraph.text for paragraph in letter.paragraphs if paragraph.text.strip()]


def rows(letter: Docx) -> Iterator[list[str]]:
    return ([cell.text for cell in row.cells] for table in letter.tables for row in table.rows[1:])


def test_the_letter_names_its_unit_and_the_text_that_was_read(roundup: Extraction) -> None:
    said = lines(opened(slip_docx(roundup, YUNZE)))
    assert f"{YUNZE}：" in said
    assert any("《三地部署打好行业攻坚战》一文" in line and "8条" in line for line in said)


def test_a_text_without_a_title_is_called_by_its_file(roundup: Extraction) -> None:
    untitled = replace(roundup, document=replace(roundup.document, title=""))
    assert any(line.startswith("所读文字（三地.txt）刊载了") for line in lines(opened(slip_docx(untitled, YUNZE))))


def test_the_letter_never_says_that_a_unit_lacks_something(roundup: Extraction) -> None:
    said = "".join(lines(opened(slip_docx(roundup, QINGYU))))
    assert "并非方案本身" in said and "本文未见" in said
    assert not re.search(r"贵单位(没有|未|缺)", said.replace("并不表示贵单位没有", ""))


@pytest.mark.parametrize("unit", [YUNZE, QINGYU, YANSHAN])
def test_every_quote_is_in_the_text_and_has_its_place(roundup: Extraction, unit: str) -> None:
    quoted = [row[1] for row in rows(opened(slip_docx(roundup, unit)))]
    assert quoted
    for cell in quoted:
        match = re.fullmatch(r"“(.+)”（第\d+段）", cell)
        assert match and match[1] in roundup.document.text


def test_a_question_stands_beside_its_sentence(roundup: Extraction) -> None:
    table = {row[1].partition("（")[0]: row[2] for row in rows(opened(slip_docx(roundup, QINGYU))) if len(row) == 4}
    assert "文中称“定期”，请明确周期" in table["“定期研究推进攻坚工作”"]
    assert "“千万级”，请明确计量单位" in table["“培育千万级快件产业项目”"]
    assert "《关于推进绿色包装的专项工作方案》" in table["“由省局法规处牵头制订绿色包装考核办法”"]


def test_who_answers_is_asked_once(roundup: Extraction) -> None:
    letter = opened(slip_docx(roundup, YUNZE))
    everything = lines(letter) + [cell for row in rows(letter) for cell in row]
    assert sum("牵头的处（科）室" in line for line in everything) == 1
    assert any("第1—8条，本文未见责任人" in line for line in everything)


def test_the_number_of_a_row_is_that_of_the_duty(roundup: Extraction) -> None:
    numbers = {duty.words.rstrip("，、。"): str(duty.number) for duty in roundup.duties}
    for number, said, *_ in rows(opened(slip_docx(roundup, QINGYU))):
        assert numbers[said.partition("（")[0].strip("“”").rstrip("。")] == number


def test_other_units_stay_out_of_the_letter(roundup: Extraction) -> None:
    letter = opened(slip_docx(roundup, YUNZE))
    everything = "".join(lines(letter)) + "".join(cell for row in rows(letter) for cell in row)
    assert QINGYU not in everything and "千万级" not in everything


def test_the_form_is_that_of_an_official_letter(roundup: Extraction) -> None:
    letter = opened(slip_docx(roundup, YUNZE))
    (section,) = letter.sections
    size = (section.page_width, section.page_height)
    margins = (section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    assert [round(value / 36000) for value in (*size, *margins) if value] == [210, 297, 37, 28, 35, 26]
    body = next(paragraph for paragraph in letter.paragraphs if paragraph.text.startswith("《三地"))
    assert body.runs[0].font.size == Pt(16)
    assert body.runs[0]._element.get_or_add_rPr().get_or_add_rFonts().get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert letter.styles["Normal"].paragraph_format.line_spacing == Pt(28)
    title = next(paragraph for paragraph in letter.paragraphs if paragraph.style and paragraph.style.name == "Title")
    assert title.runs[0].font.size == Pt(22)
    assert " PAGE " in etree.tostring(section.footer._element, encoding="unicode")


def test_the_head_of_the_table_is_repeated_and_no_row_is_parted(roundup: Extraction) -> None:
    tables = opened(slip_docx(roundup, YUNZE)).tables
    assert all(table.rows[0]._tr.get_or_add_trPr().find(qn("w:tblHeader")) is not None for table in tables)
    assert all(row._tr.get_or_add_trPr().find(qn("w:cantSplit")) is not None for table in tables for row in table.rows)


def test_sentences_without_a_question_of_their_own_come_after_those_with_one(roundup: Extraction) -> None:
    own, others = opened(slip_docx(roundup, YUNZE)).tables
    assert [len(table.columns) for table in (own, others)] == [4, 3]
    assert [row.cells[0].text for row in others.rows[1:]] == ["1"]
    assert "三、“一”中所涉其他各条" in lines(opened(slip_docx(roundup, YUNZE)))


def test_all_letters_come_in_one_file_each_on_its_own_page_counted_from_one(roundup: Extraction) -> None:
    letters = opened(all_slips_docx(roundup))
    assert [line[:-1] for line in lines(letters) if line[:-1] in roundup.units] == list(roundup.units)
    assert len(letters.sections) == len(roundup.units)
    starts = [number.get(qn("w:start")) for section in letters.sections for number in section._sectPr.iter(qn("w:pgNumType"))]
    assert starts == ["1"] * len(roundup.units)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_extraction_gives_the_same_bytes(roundup: Extraction, lang: str) -> None:
    assert slip_docx(roundup, YUNZE, lang=lang) == slip_docx(roundup, YUNZE, lang=lang)
    assert all_slips_docx(roundup, lang=lang) == all_slips_docx(roundup, lang=lang)


def test_no_clock_is_in_the_file(roundup: Extraction) -> None:
    content = slip_docx(roundup, YUNZE)
    with ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        years = set(re.findall(rb"(20\d\d)-\d\d-\d\dT", archive.read("docProps/core.xml")))
    assert years == {b"2000"}


def test_every_part_is_well_formed_and_no_address_is_fetched(roundup: Extraction) -> None:
    with ZipFile(BytesIO(all_slips_docx(roundup))) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                etree.fromstring(content)
                assert b'TargetMode="External"' not in content


def test_hostile_words_stay_words(roundup: Extraction) -> None:
    document = replace(roundup.document, title=HOSTILE, number=HOSTILE)
    asked = (Question(HOSTILE, "deadline", HOSTILE, None, 0, 4), Question(HOSTILE, "theme", HOSTILE))
    hostile = replace(roundup, document=document, units=(HOSTILE,), questions=asked)
    said = lines(opened(all_slips_docx(hostile)))
    assert any("<w:t>&\ufffd\ufffd\ufffd{0}" in line for line in said)


def test_a_unit_of_which_nothing_is_asked_gets_a_letter_that_says_so(roundup: Extraction) -> None:
    letter = opened(slip_docx(replace(roundup, questions=()), YUNZE))
    assert "文中任务的要素较为齐全，没有需要补充的事项。" in lines(letter) and not letter.tables


def test_a_text_without_units_makes_an_empty_file_that_opens(roundup: Extraction) -> None:
    assert lines(opened(all_slips_docx(replace(roundup, units=())))) == []


def test_the_english_letter_keeps_quotes_in_chinese(roundup: Extraction) -> None:
    letter = opened(slip_docx(roundup, QINGYU, lang="en"))
    assert any("not the plan itself" in line for line in lines(letter))
    assert any("“定期研究推进攻坚工作”" in row[1] and "how often" in row[2] for row in rows(letter))
