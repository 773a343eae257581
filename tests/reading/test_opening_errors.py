"""What cannot be read says what is wrong and what to do next, and is never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from opening_files import OLE, W, packed, paragraph, pdf_file, word_file

from luoshi.errors import InputError, LuoshiError
from luoshi.reading.opening import find_files, open_bytes, open_file

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
WORD = word_file(paragraph("正文"))
PDF = pdf_file([[(72, 700, "正文")]])
ENCRYPTED = OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
OLD_WORD = OLE + b"\0" * 504 + b"\xec\xa5" + b"\0" * 8 + b"\0\0" + "WordDocument".encode("utf-16-le")
OLD_WORD_ENCRYPTED = OLE + b"\0" * 504 + b"\xec\xa5" + b"\0" * 8 + b"\0\x01" + "WordDocument".encode("utf-16-le")
ENTITY = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
LAUGHS = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'

CASES = {
    "an empty file": ("甲.txt", b"", "input.empty"),
    "only white space": ("甲.txt", "\n \u3000\n".encode(), "input.empty"),
    "only a byte order mark": ("甲.txt", b"\xef\xbb\xbf", "input.empty"),
    "a Word file without text": ("甲.docx", word_file(paragraph(" ")), "input.empty"),
    "a page without text": ("甲.html", b"<html><body><img src=a></body></html>", "input.empty"),
    "a picture": ("甲.png", PNG, "input.binary"),
    "an archive": ("甲.zip", packed({"a.txt": "一"}), "input.binary"),
    "a presentation": ("甲.pptx", packed({"ppt/presentation.xml": "<a/>"}), "input.binary"),
    "any bytes": ("甲.txt", bytes(range(256)) * 20, "input.binary"),
    "any bytes on standard input": ("-", Random(2).randbytes(4000), "input.binary"),
    "a PDF called text": ("甲.txt", PDF, "input.wrong-suffix"),
    "a Word file called PDF": ("甲.pdf", WORD, "input.wrong-suffix"),
    "a Word file called Excel": ("甲.xlsx", WORD, "input.wrong-suffix"),
    "a picture called Word": ("甲.docx", PNG, "input.wrong-suffix"),
    "an archive called Word": ("甲.docx", packed({"a.txt": "一"}), "input.wrong-suffix"),
    "an old Word file called new": ("甲.docx", OLD_WORD, "input.wrong-suffix"),
    "a page called Word": ("甲.docx", b"<html><body>a</body></html>", "input.wrong-suffix"),
    "text called Word": ("甲.docx", "正文".encode(), "input.unreadable"),
    "text called PDF": ("甲.pdf", "正文".encode(), "input.unreadable"),
    "half a Word file": ("甲.docx", WORD[: len(WORD) // 2], "input.unreadable"),
    "a Word file without its text": ("甲.docx", packed({"word/document.xml": "<a/>"}), "input.unreadable"),
    "broken XML": ("甲.docx", packed({"word/document.xml": "<w:document"}), "input.unreadable"),
    "outside entities": ("甲.docx", packed({"word/document.xml": ENTITY}), "input.unreadable"),
    "outside entities in UTF-16": ("甲.docx", packed({"word/document.xml": ENTITY.encode("utf-16")}), "input.unreadable"),
    "growing entities": ("甲.xlsx", packed({"xl/workbook.xml": LAUGHS}), "input.unreadable"),
    "a workbook without sheets": ("甲.xlsx", packed({"xl/workbook.xml": "<a/>"}), "input.unreadable"),
    "half a PDF": ("甲.pdf", b"%PDF-1.4\nnothing", "input.unreadable"),
    "a record cut off": ("甲.jsonl", b'{"text": "a"}\n{"text": ', "input.unreadable"),
    "a record nested too deep": ("甲.json", b"[" * 100_000, "input.unreadable"),
    "a PDF without text": ("甲.pdf", pdf_file([[], []]), "input.scanned"),
    "an encrypted Word file": ("甲.docx", ENCRYPTED, "input.password"),
    "an encrypted workbook": ("甲.xlsx", ENCRYPTED, "input.password"),
    "an encrypted old Word file": ("甲.doc", OLD_WORD_ENCRYPTED, "input.password"),
    "a zip bomb": ("甲.docx", packed({"word/document.xml": b" " * 30_000_000}), "input.too-large"),
}


@pytest.mark.parametrize("what", CASES)
def test_each_has_its_code_and_says_where_and_what_next(what: str) -> None:
    name, data, code = CASES[what]
    with pytest.raises(InputError) as error:
        open_bytes(name, data)
    assert error.value.code == code
    assert error.value.where.startswith(name)
    assert error.value.zh and error.value.en and error.value.next_zh and error.value.next_en


def test_a_wrong_suffix_names_both_and_the_right_one() -> None:
    with pytest.raises(InputError) as error:
        open_bytes("甲.txt", PDF)
    assert error.value.sentence("zh") == "甲.txt：后缀是 .txt，内容其实是 PDF。请把后缀改为 .pdf 再试。"


def test_a_protected_pdf_asks_for_its_password() -> None:
    from luoshi.reading.opening import pdf

    protected = (Path(__file__).parent / "cases/protected.pdf").read_bytes()
    with pytest.raises(InputError) as error:
        pdf.open_pdf("甲.pdf", protected)
    assert error.value.code == "input.password"


def test_an_encrypted_member_asks_for_its_password() -> None:
    data = bytearray(WORD)
    with zipfile.ZipFile(BytesIO(WORD)) as archive:
        members = archive.infolist()
    for member in members:
        data[member.header_offset + 6] |= 1
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    with pytest.raises(InputError) as error:
        open_bytes("甲.docx", bytes(data))
    assert error.value.code == "input.password"


def test_a_file_larger_than_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_text("一二三四五", "utf-8")
    for call in (lambda: open_file(path, max_bytes=10), lambda: open_bytes("甲.txt", path.read_bytes(), max_bytes=10)):
        with pytest.raises(InputError) as error:
            call()
        assert error.value.code == "input.too-large"


def test_a_path_that_leads_nowhere_or_to_a_folder_says_so(tmp_path: Path) -> None:
    codes = []
    for call in (lambda: open_file(tmp_path / "无.txt"), lambda: find_files(tmp_path / "无"), lambda: open_file(tmp_path), lambda: find_files(tmp_path)):
        with pytest.raises(InputError) as error:
            call()
        codes.append(error.value.code)
    assert codes == ["input.missing", "input.missing", "input.unreadable", "input.empty"]


NOBODY = 65534


@contextmanager
def an_ordinary_user() -> Iterator[None]:
    """The superuser may read everything; so, where the tests run as one, be somebody else meanwhile."""
    was = os.geteuid()
    os.seteuid(NOBODY if was == 0 else was)
    try:
        yield
    finally:
        os.seteuid(was)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may look into."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_a_file_that_may_not_be_read_says_so(open_folder: Path) -> None:
    path = open_folder / "甲.txt"
    path.write_text("一", "utf-8")
    path.chmod(0)
    with an_ordinary_user(), pytest.raises(InputError) as error:
        open_file(path)
    assert error.value.code == "input.unreadable"


def test_a_folder_that_may_not_be_looked_into_is_found_and_says_so(open_folder: Path) -> None:
    closed = open_folder / "密"
    closed.mkdir()
    (open_folder / "甲.txt").write_text("一", "utf-8")
    closed.chmod(0)
    with an_ordinary_user():
        assert closed in find_files(open_folder)
        with pytest.raises(InputError) as error:
            open_file(closed)
    assert error.value.code == "input.unreadable"


def test_a_missing_extra_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(LuoshiError) as error:
        open_bytes("甲.pdf", PDF)
    assert error.value.code == "input.needs-extra"
    assert "luoshi[pdf]" in error.value.sentence("zh")


def test_text_is_opened_without_loading_the_readers_of_other_formats() -> None:
    program = (
        "import sys; from luoshi.reading.opening import open_bytes; open_bytes('a.txt', '加强领导。'.encode('gbk'));"
        "print([m for m in ('lxml', 'docx', 'openpyxl', 'pypdfium2', 'trafilatura', 'charset_normalizer') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.strip() == "[]"
