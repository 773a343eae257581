"""PDF and OFD open as printed lines, each with its page."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import docx
from opening_files import ofd_file, opened, pdf_file

PAGES = [
    [(250, 30, "— 1 —"), (72, 760, "一、加强组织领导，"), (72, 740, "健全工作机制。"), (72, 800, "云岭市公报")],
    [(72, 760, "二、2 0 2 0年前完成。")],
]


def test_lines_come_from_top_to_bottom_with_their_page() -> None:
    source = opened("甲.pdf", pdf_file(PAGES))
    assert source.text.split("\n") == ["云岭市公报", "一、加强组织领导，", "健全工作机制。", "— 1 —", "二、2 0 2 0年前完成。"]
    assert [block.place.page for block in source.blocks] == [1, 1, 1, 1, 2]


def test_words_on_one_line_are_read_from_left_to_right() -> None:
    assert opened("甲.pdf", pdf_file([[(300, 700, "市财政局"), (72, 700, "牵头单位")]])).text == "牵头单位 市财政局"


def test_an_ofd_is_read_the_same_way() -> None:
    source = opened("甲.ofd", ofd_file([[(20, 40, "健全工作机制。"), (20, 30, "一、加强组织领导，")], [(20, 30, "二、强化考核。")]]))
    assert source.text == "一、加强组织领导，\n健全工作机制。\n二、强化考核。"
    assert [block.place.page for block in source.blocks] == [1, 1, 2]


def test_a_pdf_made_by_an_office_program_holds_the_text_of_the_document(tmp_path: Path) -> None:
    sentences = [f"第{n}项任务要明确责任单位和完成时限，按季度报送进展情况，年底前完成率达到90%以上，并形成长效机制。" for n in range(60)]
    document = docx.Document()
    for sentence in sentences:
        document.add_paragraph(sentence)
    document.save(str(tmp_path / "甲.docx"))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "甲.docx")], check=True, capture_output=True, timeout=120)
    source = opened("甲.pdf", (tmp_path / "甲.pdf").read_bytes())
    assert "".join(source.text.split()) == "".join(sentences)
    assert {block.place.page for block in source.blocks} >= {1, 2}


def test_a_page_that_is_only_a_picture_is_marked_as_lost() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf_file([[(72, 760, "第一页的文字。")]]))
    page = document.new_page(595, 842)
    image = pypdfium2.PdfImage.new(document)
    bitmap = pypdfium2.PdfBitmap.new_native(10, 10, pypdfium2.raw.FPDFBitmap_BGR)
    image.set_bitmap(bitmap)
    image.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
    page.insert_obj(image)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    source = opened("甲.pdf", out.getvalue())
    assert source.text == "第一页的文字。\n\ufffd"
    assert source.blocks[-1].place.page == 2
