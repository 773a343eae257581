"""Whatever the bytes and whatever they are called: a document whose blocks fit, or an error in words."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opening_files import check_blocks, numbered, ofd_file, packed, paragraph, pdf_file, table, word_file

from luoshi.errors import LuoshiError
from luoshi.reading.opening import open_bytes
from luoshi.reading.opening.kinds import SUFFIX_KINDS

LIST = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
WHOLE = {
    ".docx": word_file(paragraph("标题") + numbered("加强领导") + table([[paragraph("甲"), paragraph("乙")]]), numbering=LIST),
    ".pdf": pdf_file([[(72, 700, "加强领导")]]),
    ".ofd": ofd_file([[(20, 30, "加强领导")]]),
    ".html": '<html><head><meta charset="gbk"></head><body><ol start=3><li>加强</ol><table><tr><td>甲<td>乙</table></body>'.encode("gbk"),
    ".csv": "单位,正文\n甲,加强".encode("gbk"),
    ".jsonl": '{"text": "加强\\ud800"}\n{"text": ["甲", 1]}'.encode(),
    ".txt": "各单位要加强组织领导。\n" .encode("gbk") * 5,
}
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")


def try_to_open(name: str, data: bytes) -> None:
    try:
        sources = open_bytes(name, data)
    except LuoshiError as error:
        assert error.sentence("zh") and error.sentence("en")
        return
    for source in sources:
        check_blocks(source)
        source.text.encode()


@FEW
@given(st.sampled_from([*SUFFIX_KINDS, ".png", ""]), st.binary(max_size=400))
def test_any_bytes(suffix: str, data: bytes) -> None:
    try_to_open(f"甲{suffix}", data)


@FEW
@given(st.sampled_from([".txt", ".csv", ".html", ".jsonl", ".md"]), st.text(max_size=300), st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-le"]))
def test_any_text(suffix: str, text: str, encoding: str) -> None:
    try_to_open(f"甲{suffix}", text.encode(encoding, "replace"))


def changed(data: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    for place, piece in changes:
        at = place % (len(data) + 1)
        data = data[:at] + piece + data[at + 1:]
    return data


CHANGES = st.lists(st.tuples(st.integers(0, 1 << 20), st.sampled_from([b"", b"\xff", b"\0", b"<", b">", b"/", b'"', b"99999999999", b"-1", b"</w:p>"])), max_size=12)


@FEW
@given(st.sampled_from(sorted(WHOLE)), CHANGES)
def test_a_real_file_with_some_bytes_changed(suffix: str, changes: list[tuple[int, bytes]]) -> None:
    try_to_open(f"甲{suffix}", changed(WHOLE[suffix], changes))


@FEW
@given(st.sampled_from([".docx", ".ofd"]), st.integers(0, 20), CHANGES)
def test_a_packed_file_with_some_bytes_of_one_part_changed(suffix: str, which: int, changes: list[tuple[int, bytes]]) -> None:
    with zipfile.ZipFile(BytesIO(WHOLE[suffix])) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(members)[which % len(members)]
    members[name] = changed(bytes(members[name]), changes)  # type: ignore[arg-type]
    try_to_open(f"甲{suffix}", packed(members))
