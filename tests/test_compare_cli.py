"""luoshi compare, as a person uses it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from luoshi.cli import main

EXAMPLES = Path(__file__).parents[1] / "examples"
DIRECTIVE, ROUND_UP, UNITS = (str(EXAMPLES / name) for name in ("directive.txt", "round-up.txt", "units.csv"))
ASKED = "各单位必须在2018年9月底前制定渡口安全检查实施方案，每月报送检查进展。\n到2020年主要港口岸电覆盖率达到90%以上。\n"
SAID = "我局力争逐步制定渡口安全检查实施方案，每季度报送检查进展。\n到2020年主要港口岸电覆盖率达到80%以上。\n"


def compare(*words: str, lang: str = "zh") -> Result:
    return CliRunner(env={"LC_ALL": "zh_CN.UTF-8" if lang == "zh" else "C.UTF-8"}).invoke(main, ["compare", *words, "--lang", lang])


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "部署.txt").write_text(ASKED, "utf-8")
    (tmp_path / "replies").mkdir()
    (tmp_path / "replies" / "甲局.txt").write_text(SAID, "utf-8")
    (tmp_path / "replies" / "乙局.txt").write_text("我局开展渔港灯塔巡检，为每座灯塔建档。\n", "utf-8")
    return tmp_path


def test_a_weakened_promise_is_told_with_the_words_of_both_sides(files: Path) -> None:
    shown = compare(str(files / "部署.txt"), str(files / "replies"))
    assert shown.exit_code == 0
    assert "“90%”→“80%”" in shown.output.replace("以上", "")
    assert "甲局" in shown.output


def test_papers_are_written_and_named(files: Path) -> None:
    shown = compare(str(files / "部署.txt"), str(files / "replies"), "--out", str(files / "out"))
    names = {path.name for path in (files / "out").iterdir()}
    assert {"覆盖对照.xlsx", "对照.html", "对照.json", "补充细化建议-甲局.docx", "补充细化建议-乙局.docx"} <= names
    assert "已写入" in shown.output


def test_json_is_one_object_and_nothing_else(files: Path) -> None:
    plain = json.loads(compare(str(files / "部署.txt"), str(files / "replies"), "--json").output)
    assert plain["directives"] == ["部署.txt"]
    assert len(plain["sides"]) == 3
    assert {answer["verdict"] for answer in plain["coverage"]["answers"]} <= {"answered", "echoed", "weaker", "absent"}


def test_the_directive_may_be_named_by_an_option(files: Path) -> None:
    named = compare(str(files / "replies"), "--directive", str(files / "部署.txt"), "--json").output
    assert named == compare(str(files / "部署.txt"), str(files / "replies"), "--json").output


def test_units_of_one_round_up_are_texts_of_their_own() -> None:
    plain = json.loads(compare("--blind", ROUND_UP, "--dated", "2018-09", "--json").output)
    assert len(plain["sides"]) == 8
    assert plain["coverage"] is None
    assert plain["proposals"]


def test_blind_the_points_are_marked_as_reconstructed() -> None:
    assert "由各单位复述还原，非原文" in compare("--blind", ROUND_UP).output
    assert "put together from what the units repeat" in compare("--blind", ROUND_UP, lang="en").output


def test_who_was_expected_and_is_not_there_is_awaited() -> None:
    assert "南汀省内河航运管理局" in compare(DIRECTIVE, ROUND_UP, "--expect", UNITS).output


def test_one_bad_file_does_not_stop_the_others(files: Path) -> None:
    (files / "replies" / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    shown = compare(str(files / "部署.txt"), str(files / "replies"))
    assert shown.exit_code == 1
    assert "坏.docx" in shown.stderr
    assert "没有读成的1份：坏.docx" in shown.stderr
    assert "甲局" in shown.stdout


def test_without_the_directive_nothing_is_compared(files: Path) -> None:
    shown = compare(str(files / "没有.txt"), str(files / "replies"))
    assert shown.exit_code == 1
    assert "没有这个文件" in shown.stderr
    assert "部署没有读成" in shown.stderr
    assert "Traceback" not in shown.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["部署.txt"], "没有可与之对照的"),
        (["--blind", "部署.txt"], "只有一份文字"),
        (["--blind", "--directive", "部署.txt", "replies"], "不能同用"),
        (["部署.txt", "replies", "--dated", "昨天"], "不是日期"),
        (["部署.txt", "replies", "--pack", "没有"], "没有"),
        (["部署.txt", "空.txt"], "没有读到"),
    ],
)
def test_what_cannot_be_compared_is_a_sentence(files: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str) -> None:
    monkeypatch.chdir(files)
    (files / "空.txt").write_text("", "utf-8")
    shown = compare(*words)
    assert (shown.exit_code, shown.stdout) == (1, "")
    assert said in shown.stderr
    assert "Traceback" not in shown.stderr


def test_a_text_compared_with_itself_is_no_trouble(files: Path) -> None:
    shown = compare(str(files / "部署.txt"), str(files / "部署.txt"), "--out", str(files / "out"))
    assert shown.exit_code == 0


def test_the_same_files_give_the_same_bytes(files: Path) -> None:
    for out in ("one", "two"):
        compare(str(files / "部署.txt"), str(files / "replies"), "--out", str(files / out))
    assert {p.name: p.read_bytes() for p in (files / "one").iterdir()} == {p.name: p.read_bytes() for p in (files / "two").iterdir()}


def test_a_summary_loads_nothing_that_writes_papers(files: Path) -> None:
    unwanted = {"openpyxl", "docx", "pyspark"}
    args = ["compare", str(files / "部署.txt"), str(files / "replies")]
    code = f"import sys\nfrom luoshi.cli import main\ntry: main({args!r})\nexcept SystemExit: pass\nprint(sorted(set(sys.modules) & {unwanted!r}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONUTF8": "1"}, check=True)
    assert done.stderr.strip().splitlines()[-1] == "[]"
