"""Old formats are read by LibreOffice where it is installed, and say so where it is not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from opening_files import opened, paragraph, word_file

from luoshi.errors import InputError
from luoshi.reading.opening import convert, open_bytes

RTF = "{\\rtf1\\ansi\\ansicpg936\\uc1 {\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0 " + "".join(f"\\u{ord(c)}?" if ord(c) < 32768 else f"\\u{ord(c) - 65536}?" for c in "加强组织领导。") + "\\par}"  # fmt: skip


def program(folder: Path, body: str) -> None:
    """A stand-in for LibreOffice on the path."""
    file = folder / "soffice"
    file.write_text(f"#!{sys.executable}\nimport sys, time, pathlib\nout = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])\n{body}\n")
    file.chmod(0o755)


def code_of(name: str, data: bytes) -> str:
    with pytest.raises(InputError) as error:
        open_bytes(name, data)
    return error.value.code


def test_without_libreoffice_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert code_of("甲.rtf", RTF.encode()) == "input.needs-converter"
    assert code_of("甲.doc", RTF.encode()) == "input.needs-converter"


def test_what_the_program_makes_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.docx").write_bytes(word_file(paragraph("加强组织领导。")))
    program(tmp_path, f"out.mkdir(); (out / 'source.docx').write_bytes(pathlib.Path({str(tmp_path / 'made.docx')!r}).read_bytes())")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert opened("甲.rtf", RTF.encode()).text == "加强组织领导。"


def test_a_program_that_makes_nothing_is_an_error_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "sys.exit(1)")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert code_of("甲.rtf", RTF.encode()) == "input.unreadable"


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "time.sleep(60)")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(convert, "SECONDS", 1)
    assert code_of("甲.rtf", RTF.encode()) == "input.unreadable"


def test_an_rtf_called_doc_is_read() -> None:
    assert opened("甲.doc", RTF.encode()).text == "加强组织领导。"
