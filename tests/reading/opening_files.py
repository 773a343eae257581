"""Real files for the tests of opening, built by hand where no program would write them so."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from luoshi.reading.document import SourceText
from luoshi.reading.opening import open_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def opened(name: str, data: bytes, **options: object) -> SourceText:
    """The one document in some bytes, its blocks looked at."""
    sources = open_bytes(name, data, **options)  # type: ignore[arg-type]
    assert len(sources) == 1
    check_blocks(sources[0])
    return sources[0]


def check_blocks(source: SourceText) -> None:
    """Every block starts a line or a cell, in order, and every line that is not blank has one."""
    starts = [block.start for block in source.blocks]
    assert starts == sorted(set(starts))
    assert all(start == 0 or source.text[start - 1] in "\n\t" for start in starts)
    offset = 0
    for line in source.text.split("\n"):
        if line.strip():
            assert any(start in range(offset, offset + len(line) + 1) for start in starts), line
        offset += len(line) + 1


def lines_with_style(source: SourceText) -> list[tuple[str, str, int]]:
    """Each block's style and level, with the text up to the next line feed or tab."""
    return [
        (source.text[block.start:].split("\n")[0].split("\t")[0], block.style, block.level)
        for block in source.blocks
    ]  # fmt: skip


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def word_file(body: str, *, numbering: str = "", styles: str = "", header: str = "", footer: str = "", footnotes: str = "") -> bytes:
    """A .docx whose body is this XML."""
    parts = {"numbering": numbering, "styles": styles, "header": header, "footer": footer, "footnotes": footnotes}
    roots = {"numbering": "numbering", "styles": "styles", "header": "hdr", "footer": "ftr", "footnotes": "footnotes"}
    used = {kind: content for kind, content in parts.items() if content}
    relations = "".join(f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in used)
    return packed({
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations_xml(f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'),
        "word/_rels/document.xml.rels": relations_xml(relations),
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {W} {MORE}><w:body>{body}</w:body></w:document>',
        **{f"word/{kind}.xml": f"<w:{roots[kind]} {W}>{content}</w:{roots[kind]}>" for kind, content in used.items()},
    })


def relations_xml(relations: str) -> str:
    """The XML that says which parts belong together."""
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of Word."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    """A paragraph of Word in a list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of Word; the cells are XML of paragraphs."""
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in rows) + "</w:tbl>"


def pdf_file(pages: Sequence[Sequence[tuple[int, int, str]]]) -> bytes:
    """A PDF with these pages of (x, y, words), in a font that every reader is expected to have and the file does not hold."""
    font = 4
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        font: "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R] >>",
        5: "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 6 0 R /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        6: "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    }
    kids = []
    for index, words in enumerate(pages):
        page, content = 10 + 2 * index, 11 + 2 * index
        drawn = "\n".join(f"BT /F1 12 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, text in words)
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R"
            f" /Resources << /Font << /F1 {font} 0 R >> >> >>"
        )
        objects[content] = f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream"
        kids.append(f"{page} 0 R")
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _written(objects)


def _written(objects: Mapping[int, str]) -> bytes:
    out, places = b"%PDF-1.4\n", {}
    for number in sorted(objects):
        places[number] = len(out)
        out += f"{number} 0 obj\n{objects[number]}\nendobj\n".encode()
    size = max(objects) + 1
    entries = "".join(f"{places[n]:010d} 00000 n \n" if n in places else "0000000000 65535 f \n" for n in range(size))
    return out + f"xref\n0 {size}\n{entries}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def ofd_file(pages: Sequence[Sequence[tuple[float, float, str]]]) -> bytes:
    """An OFD document with these pages of (x, y, words), in millimetres from the upper left corner."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    members = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for n, words in enumerate(pages):
        texts = "".join(
            f'<ofd:TextObject Boundary="{x} {y} 100 5"><ofd:TextCode X="0" Y="4">{text}</ofd:TextCode></ofd:TextObject>'
            for x, y, text in words
        )
        members[f"Doc_0/Pages/Page_{n}/Content.xml"] = f"<ofd:Page {space}><ofd:Content><ofd:Layer>{texts}</ofd:Layer></ofd:Content></ofd:Page>"
    return packed(members)
