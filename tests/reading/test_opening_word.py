"""Word documents open with what Word shows: numbers, headings, tables, boxes, and changes as accepted."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from opening_files import W, lines_with_style, numbered, opened, packed, paragraph, table, word_file

CASES = json.loads((Path(__file__).parent / "cases/opening_word_numbers.json").read_text("utf-8"))


def levels(*given: tuple[str, str], extra: str = "") -> str:
    items = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (kind, text) in enumerate(given)
    )
    return f'<w:abstractNum w:abstractNumId="0">{items}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{extra}'


def texts(data: bytes) -> list[str]:
    return opened("甲.docx", data).text.split("\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['format']} {case['text']}")
def test_the_number_that_word_shows_is_part_of_the_text(case: dict[str, object]) -> None:
    expected = list(case["shown"])  # type: ignore[call-overload]
    body = "".join(numbered("事项") for _ in expected)
    found = texts(word_file(body, numbering=levels((str(case["format"]), str(case["text"])))))
    assert found == [f"{number}事项" for number in expected]


def test_levels_count_below_one_another_and_start_again() -> None:
    numbering = levels(("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%1.%2.%3."))
    body = "".join(numbered(f"甲{level}", level) for level in (0, 1, 1, 2, 0, 1))
    assert texts(word_file(body, numbering=numbering)) == ["一、甲0", "（一）甲1", "（二）甲1", "一.二.1.甲2", "二、甲0", "（一）甲1"]


def test_a_list_that_starts_again_is_counted_anew() -> None:
    again = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    body = numbered("甲") + numbered("乙") + numbered("丙", number=2) + numbered("丁", number=2)
    assert texts(word_file(body, numbering=levels(("decimal", "%1、"), extra=again))) == ["1、甲", "2、乙", "1、丙", "2、丁"]


def test_a_number_is_kept_apart_from_figures() -> None:
    assert texts(word_file(numbered("2020年前完成"), numbering=levels(("decimal", "%1.")))) == ["1. 2020年前完成"]


def test_a_heading_gets_its_number_from_its_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="公文一级"/><w:basedOn w:val="2"/></w:style>'
    )
    body = paragraph("总体要求", '<w:pStyle w:val="2"/>') + paragraph("主要任务", '<w:pStyle w:val="own"/>') + paragraph("加强领导。")
    source = opened("甲.docx", word_file(body, numbering=levels(("japaneseCounting", "%1、")), styles=styles))
    assert lines_with_style(source) == [("一、总体要求", "heading", 1), ("二、主要任务", "heading", 1), ("加强领导。", "", 0)]


def test_a_file_of_python_docx_keeps_title_headings_lists_tables_heads_and_feet() -> None:
    document = docx.Document()
    document.add_heading("实施方案", 0)
    document.add_heading("总体要求", 1)
    document.add_heading("工作目标", 2)
    document.add_paragraph("加强领导", style="List Number")
    grid = document.add_table(2, 2)
    for cell, text in zip((c for row in grid.rows for c in row.cells), ("任务", "单位", "加强\n监管", "市局"), strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = "云岭市公报"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    out = io.BytesIO()
    document.save(out)
    source = opened("甲.docx", out.getvalue())
    assert source.text == "云岭市公报\n实施方案\n总体要求\n工作目标\n1.加强领导\n任务\t单位\n加强 监管\t市局\n— 1 —"
    assert lines_with_style(source) == [
        ("云岭市公报", "header", 0), ("实施方案", "title", 0), ("总体要求", "heading", 1), ("工作目标", "heading", 2), ("1.加强领导", "list", 0),
        ("任务", "table", 0), ("单位", "table", 0), ("加强 监管", "table", 0), ("市局", "table", 0), ("— 1 —", "header", 0),
    ]  # fmt: skip
    cell = source.block_at(source.text.index("市局"))
    assert cell is not None
    assert (cell.place.row, cell.place.cell) == (2, "R2C2")


def test_a_merged_cell_moves_the_columns_after_it() -> None:
    merged = f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("牵头单位")}'
    source = opened("甲.docx", word_file(table([[merged, paragraph("时限")]])))
    assert [block.place.cell for block in source.blocks] == ["R1C1", "R1C3"]


def test_a_table_that_is_only_a_frame_keeps_its_paragraphs() -> None:
    source = opened("甲.docx", word_file(table([[paragraph("一、总则") + paragraph("加强领导。") + table([[paragraph("甲"), paragraph("乙")]])]])))
    assert source.text == "一、总则\n加强领导。\n甲\t乙"
    assert {block.style for block in source.blocks} == {""}


def test_insertions_are_kept_and_deletions_left_out() -> None:
    body = (
        "<w:p><w:r><w:t>每</w:t></w:r><w:del><w:r><w:delText>季度</w:delText></w:r></w:del><w:ins><w:r><w:t>月</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>报送</w:t></w:r></w:moveTo></w:p>"
    )
    deleted_row = table([[paragraph("甲"), paragraph("乙")]]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>")
    assert texts(word_file(body + deleted_row)) == ["每月报送"]


def test_fields_breaks_hidden_text_and_readings_are_as_word_shows_them() -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/>'
        '</w:r><w:r><w:t>2018年</w:t></w:r><w:r><w:br/><w:t>第二行</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>'
        "<w:r><w:ruby><w:rt><w:r><w:t>zhàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>战</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>'
    )
    assert texts(word_file(body)) == ["2018年", "第二行战☑"]


@pytest.mark.parametrize("modern", [True, False])
def test_a_text_box_is_read_once(modern: bool) -> None:
    box = f"<w:txbxContent>{paragraph('框内要求')}</w:txbxContent>"
    old = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    both = f'<mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>'
    body = f"<w:p><w:r><w:t>正文</w:t></w:r><w:r>{both if modern else old}</w:r></w:p>"
    assert texts(word_file(body)) == ["正文", "框内要求"]


def test_a_table_of_contents_counts_as_a_running_head() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    source = opened("甲.docx", word_file(paragraph("一、总则 1", '<w:pStyle w:val="TOC1"/>') + paragraph("一、总则"), styles=styles))
    assert lines_with_style(source) == [("一、总则 1", "header", 0), ("一、总则", "", 0)]


def test_notes_stand_at_the_end() -> None:
    note = f'<w:footnote w:type="separator" w:id="0">{paragraph("—")}</w:footnote><w:footnote w:id="1">{paragraph("见附件。")}</w:footnote>'
    assert texts(word_file(paragraph("正文"), footnotes=note)) == ["正文", "见附件。"]


def test_the_strict_form_of_the_format_is_read() -> None:
    data = packed({
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W}><w:body>{paragraph('正文')}</w:body></w:document>".replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
        ),
    })
    assert texts(data) == ["正文"]


@pytest.mark.parametrize("name", ["甲.doc", "甲.wps", "-", "甲"])
def test_it_is_read_under_the_names_that_offices_give_it(name: str) -> None:
    assert opened(name, word_file(paragraph("正文"))).text == "正文"
