"""One call from a file or a text to a structured document; one bad file never stops the others."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from luoshi.errors import LuoshiError, UsageError
from luoshi.reading import ReadDocument, read, read_all, read_text

NOTICE = "甲市财政局关于开展检查的通知\n各县财政局：\n请于9月底前完成检查。\n甲市财政局\n2018年9月4日"


def test_pasted_text_is_repaired_and_structured() -> None:
    document = read_text("甲市財政局關(guān)于開展檢查的通知\n請于9月底前完成檢查。", dated="2018")
    assert document.title == "甲市财政局关于开展检查的通知"
    assert document.issuer == "甲市财政局"
    assert (document.name, document.dated) == ("-", "2018")
    assert [paragraph.role for paragraph in document.paragraphs] == ["title", "body"]


def test_a_path_and_an_open_file_give_the_same_document(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, encoding="utf-8")
    from_path, from_words = read(path), read(str(path))
    with path.open("rb") as file:
        from_file = read(file)
    assert from_path == from_words
    assert (from_file.text, from_file.paragraphs, from_file.name) == (from_path.text, from_path.paragraphs, "通知.txt")


def test_a_stream_without_a_name_is_called_by_a_dash() -> None:
    assert read(io.BytesIO(NOTICE.encode("gb18030"))).name == "-"


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    (tmp_path / "c.txt").write_text(NOTICE, encoding="gb18030")
    first, bad, last = read_all([tmp_path])
    assert isinstance(first, ReadDocument) and isinstance(last, ReadDocument)
    assert isinstance(bad, LuoshiError) and "b.txt" in bad.where
    assert first.text == last.text


def test_a_missing_file_is_an_error_among_the_results(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    bad, good = read_all([tmp_path / "none.txt", tmp_path / "a.txt"])
    assert isinstance(bad, LuoshiError) and "none.txt" in bad.where
    assert isinstance(good, ReadDocument)


def test_a_table_holds_several_documents(tmp_path: Path) -> None:
    path = tmp_path / "答复.csv"
    path.write_text("单位,内容\n甲市财政局,制定实施方案。\n乙市财政局,按季度召开会议。\n", encoding="utf-8")
    documents = [d for d in read_all([path]) if isinstance(d, ReadDocument)]
    assert [d.statements[0].unit for d in documents] == ["甲市财政局", "乙市财政局"]
    with pytest.raises(UsageError):
        read(path)
