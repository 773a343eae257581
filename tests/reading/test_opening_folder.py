"""A folder gives its readable files, in order, without what is hidden or a lock."""

from __future__ import annotations

from pathlib import Path

from luoshi.reading.opening import find_files


def test_readable_files_are_found_at_every_depth_in_order(tmp_path: Path) -> None:
    wanted = ["a.txt", "b/c.docx", "b/d.PDF", "f.xlsx", "甲/乙.wps"]
    unwanted = ["~$a.docx", ".~lock.a.docx#", ".hidden/a.txt", ".DS_Store", "x.png", "y.exe", "z", "b/~$c.docx", "f.json.bak"]
    for name in wanted + unwanted:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [path.relative_to(tmp_path).as_posix() for path in find_files(tmp_path)] == wanted


def test_a_folder_inside_a_hidden_one_is_not_hidden_itself(tmp_path: Path) -> None:
    (tmp_path / ".work/in").mkdir(parents=True)
    (tmp_path / ".work/in/a.txt").write_bytes(b"x")
    assert len(find_files(tmp_path / ".work/in")) == 1


def test_a_file_is_found_as_itself_whatever_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "a.dat").write_bytes(b"x")
    assert find_files(tmp_path / "a.dat") == [tmp_path / "a.dat"]


def test_a_link_that_leads_nowhere_is_found_so_that_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("nowhere.txt")
    assert find_files(tmp_path) == [tmp_path / "a.txt"]
