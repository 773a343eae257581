"""A folder or a file of JSON Lines becomes a store; what is wrong with a document is told by file and line."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from made_corpus import contents, documents, write_lines
from peak_memory import run_and_measure

from luoshi.corpus import Built, build, open_store
from luoshi.errors import FileMissing, StoreMissing, StoreOfOther, StoreUnwritable, UsageError

TEXT = "各渔港管理站每月报送渡口安全检查方案的进展情况。"


def told(built: Built) -> list[tuple[str, str, bool]]:
    return [(trouble.where, trouble.code, trouble.kept) for trouble in built.troubles]


def built_of(tmp_path: Path, *rows: object, **settings: object) -> Built:
    return build(write_lines(tmp_path / "a.jsonl", rows), tmp_path / "store", **settings)  # type: ignore[arg-type]


# -- what is kept --------------------------------------------------------------------------------------------------


def test_every_document_is_kept_with_what_is_known_of_it(tmp_path: Path) -> None:
    built_of(tmp_path, {"id": "甲", "text": TEXT, "title": "省渔港检查办法", "issuer": "浙江省人民政府", "year_delivered": 2018})
    row = open_store(tmp_path / "store").rows([0])[0]
    assert (row.id, row.text, row.title, row.unit, row.date, row.level) == ("甲", TEXT, "省渔港检查办法", "浙江省人民政府", "2018", 2)


def test_a_document_without_a_date_has_the_date_that_was_given(tmp_path: Path) -> None:
    built_of(tmp_path, {"text": TEXT}, {"text": TEXT * 2, "date": "2016"}, dated="2018-08")
    rows = open_store(tmp_path / "store").rows([0, 1])
    assert (rows[0].date, rows[1].date) == ("2018-08", "2016")


def test_a_document_without_an_id_is_called_by_file_and_line(tmp_path: Path) -> None:
    built_of(tmp_path, {"text": TEXT})
    assert open_store(tmp_path / "store").rows([0])[0].id == "a.jsonl:1"


def test_a_folder_of_files_is_read_as_reading_reads_them(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    (folder / "浙江").mkdir(parents=True)
    (folder / "浙江" / "甲.txt").write_text("渔港检查办法\n\n" + TEXT, "utf-8")
    (folder / "乙.txt").write_bytes(TEXT.replace("每月", "每季度").encode("gb18030"))
    built = build(folder, tmp_path / "store")
    assert built.documents == 2
    assert {row.name for row in open_store(tmp_path / "store").rows([0, 1]).values()} == {"浙江/甲.txt", "乙.txt"}


def test_the_same_source_gives_the_same_bytes(lines: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        build(lines, tmp_path / name)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_finished_store_is_not_made_again(lines: Path, tmp_path: Path) -> None:
    assert build(lines, tmp_path / "store").made == 1
    assert build(lines, tmp_path / "store").made == 0


def test_letters_beyond_the_basic_plane_and_half_characters_are_stored(tmp_path: Path) -> None:
    built = built_of(tmp_path, '{"text": "\\ud842\\udfb7林渡口每月检查，半个字\\ud800留痕。"}')
    assert built.documents == 1
    assert open_store(tmp_path / "store").rows([0])[0].text == "𠮷林渡口每月检查，半个字\ufffd留痕。"


# -- what is told --------------------------------------------------------------------------------------------------


def test_what_is_wrong_with_a_document_is_told_by_file_and_line(tmp_path: Path) -> None:
    rows = [
        {"id": "好", "text": TEXT},
        '{"text": "没有写完',
        "",
        {"id": "空", "text": "　\n"},
        {"id": "只有标点", "text": "——。！"},
        {"id": "没有正文", "note": 3},
        ["不是", "对象"],
        {"id": "重复", "text": TEXT},
        {"id": "错日期", "text": TEXT + "另行通知。", "date": "2018-02-30"},
        {"id": "好", "text": "同一个编号，另一篇文字，每月报送。"},
        b"\xff\xfe\x00broken",
        {"id": "巨", "text": "渔" * 5_001},
    ]
    built = built_of(tmp_path, *rows, longest=5_000)
    assert told(built) == [
        ("a.jsonl:2", "input.unreadable", False),
        ("a.jsonl:4", "input.empty", False),
        ("a.jsonl:5", "input.empty", False),
        ("a.jsonl:6", "table", False),
        ("a.jsonl:7", "input.unreadable", False),
        ("a.jsonl:8", "input.duplicate", False),
        ("a.jsonl:9", "input.wrong-date", True),
        ("a.jsonl:10", "input.duplicate", True),
        ("a.jsonl:11", "input.unreadable", False),
        ("a.jsonl:12", "input.too-long", False),
    ]
    assert [row.id for row in open_store(tmp_path / "store").rows([0, 1, 2]).values()] == ["好", "错日期", "好~2"]


def test_a_line_that_would_not_fit_into_memory_is_passed_over_unread(tmp_path: Path) -> None:
    built = built_of(tmp_path, {"text": "渔" * 1_500_000}, {"text": TEXT}, longest=10_000)
    assert told(built) == [("a.jsonl:1", "input.too-long", False)]
    assert built.documents == 1


def test_duplicates_are_kept_where_that_is_asked_for(tmp_path: Path) -> None:
    built = built_of(tmp_path, {"id": "一", "text": TEXT}, {"id": "二", "text": TEXT}, on_duplicate="keep")
    assert (built.documents, told(built)) == (2, [("a.jsonl:2", "input.duplicate", True)])


def test_a_damaged_file_in_a_folder_is_named_and_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "甲.txt").write_text(TEXT, "utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "空.txt").write_text("", "utf-8")
    (folder / "大.txt").write_text("渔" * 30_000, "utf-8")
    with zipfile.ZipFile(folder / "包.zip", "w") as archive:
        archive.writestr("a.txt", TEXT)
    built = build(folder, tmp_path / "store", longest=5_000)
    assert built.documents == 1
    assert {(where, code) for where, code, _ in told(built)} >= {("坏.docx", "input.unreadable"), ("空.txt", "input.empty"), ("大.txt", "input.too-long")}


def test_troubles_are_told_again_by_a_finished_store(tmp_path: Path) -> None:
    first = built_of(tmp_path, {"text": TEXT}, {"text": ""})
    again = build(tmp_path / "a.jsonl", tmp_path / "store")
    assert first.troubles == again.troubles


def test_a_source_of_nothing_but_troubles_gives_an_empty_store(tmp_path: Path) -> None:
    built = built_of(tmp_path, {"text": ""}, "{")
    assert (built.documents, len(built.troubles)) == (0, 2)
    assert open_store(tmp_path / "store").documents == 0


# -- what is refused -----------------------------------------------------------------------------------------------


def test_a_store_of_another_source_or_of_other_settings_is_left_alone(lines: Path, tmp_path: Path) -> None:
    build(lines, tmp_path / "store")
    before = contents(tmp_path / "store")
    other = write_lines(tmp_path / "other.jsonl", documents(3, seed=1))
    for source, settings in ((other, {}), (lines, {"on_duplicate": "keep"})):
        with pytest.raises(StoreOfOther):
            build(source, tmp_path / "store", **settings)  # type: ignore[arg-type]
    assert contents(tmp_path / "store") == before


def test_a_folder_that_holds_other_things_is_left_alone(lines: Path, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine", "utf-8")
    with pytest.raises(StoreMissing):
        build(lines, tmp_path)
    assert (tmp_path / "letters.txt").read_text("utf-8") == "mine"


def test_a_store_does_not_lie_in_its_own_source(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(TEXT, "utf-8")
    with pytest.raises(StoreOfOther, match="来源文件夹里面"):
        build(tmp_path, tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_a_source_that_is_not_there_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        build(tmp_path / "nowhere.jsonl", tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_too_little_memory_is_refused_before_anything_is_made(lines: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="至少给"):
        build(lines, tmp_path / "store", memory=100_000_000)
    assert not (tmp_path / "store").exists()


def test_what_the_disk_does_not_take_is_a_sentence_and_can_be_gone_on_with(lines: Path, tmp_path: Path) -> None:
    code = "import resource, sys\nresource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\nfrom luoshi.cli import main\nmain(sys.argv[1:])"
    words = ["corpus", "build", str(lines), "--to", str(tmp_path / "store"), "--lang", "zh"]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "写不进去（文件超出系统允许的大小）" in done.stderr
    assert "Traceback" not in done.stderr
    assert build(lines, tmp_path / "store").documents == 60


def test_a_place_that_cannot_be_a_folder_is_told(lines: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StoreUnwritable):
        build(lines, tmp_path / "file" / "store")


# -- memory --------------------------------------------------------------------------------------------------------

BUILDS = """
from luoshi.corpus import build
built = build(sys.argv[1], sys.argv[2], memory=512_000_000)
told = [built.documents, [trouble.code for trouble in built.troubles]]
"""


def test_the_memory_that_was_given_is_kept(tmp_path: Path) -> None:
    """Eleven megabytes of documents (a hundred with `make soak`), one that fits the limit only just, and one that does not."""
    count = 4_000 if os.environ.get("LUOSHI_SOAK") else 400
    rows = documents(count, sentences=90)
    paragraph = str(rows[0]["text"])
    rows.append({"id": "大", "text": paragraph * (2_000_000 // len(paragraph))})
    rows.append({"id": "过大", "text": paragraph * (4_000_000 // len(paragraph))})
    source = write_lines(tmp_path / "big.jsonl", rows)
    told, peak = run_and_measure(BUILDS, source, tmp_path / "store")
    assert told == [count + 1, ["input.too-long"]]
    assert peak < 512_000_000


def test_a_limit_is_really_measured() -> None:
    """The measure that the test above trusts grows with what is held."""
    _, little = run_and_measure("told = 0")
    _, peak = run_and_measure("told = len(bytearray(300_000_000))")
    assert little < 100_000_000 < 300_000_000 < peak
