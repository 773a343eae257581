"""The command, run as people run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

ROUND_UP = Path(__file__).parents[1] / "examples" / "round-up.txt"
PLAIN = "甲市邮政管理局强调，要在9月底前制定实施方案，按季度召开专题会议。"
PAPERS = {"责任清单.xlsx", "对照.html", "清单.json", "补充细化建议-全部.docx"}
BASE = {"PATH": os.environ["PATH"], "LANG": "zh_CN.UTF-8", "PYTHONIOENCODING": "utf-8"}


def run(*args: str | Path, env: Mapping[str, str] | None = None, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """luoshi in a process of its own, with only the environment that a test names."""
    command = [sys.executable, "-m", "luoshi.cli", *map(str, args)]
    done = subprocess.run(command, input=stdin, capture_output=True, env={**BASE, **(env or {})}, cwd=cwd, check=False)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def out(done: subprocess.CompletedProcess[bytes], encoding: str = "utf-8") -> str:
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.decode(encoding)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three files, of which one is empty."""
    made = tmp_path_factory.mktemp("来文")
    (made / "甲.txt").write_text(PLAIN, "utf-8")
    (made / "乙.txt").write_text("", "utf-8")
    (made / "丙.txt").write_text(PLAIN.replace("甲", "丙"), "gb18030")
    return made


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("out")
    out(run("read", ROUND_UP, "--dated", "2018-09", "--out", made))
    return made


def test_help_comes_at_once_and_names_both_commands() -> None:
    said = out(run("--help"))
    assert "luoshi read page.txt" in said and "luoshi write" in said


def test_a_text_is_summed_up_in_chinese_by_the_locale() -> None:
    said = out(run("read", ROUND_UP, "--dated", "2018-09"))
    assert "对照表" in said and "本文未见" in said and "待明确事项" in said and "注音" in said


@pytest.mark.parametrize(("env", "heading"), [({"LANG": "en_GB.UTF-8"}, "Gap table"), ({"LC_ALL": "C"}, "Gap table"), ({"LC_ALL": "zh_TW.UTF-8"}, "对照表")])
def test_the_language_follows_the_locale(env: dict[str, str], heading: str) -> None:
    assert heading in out(run("read", ROUND_UP, env=env))


def test_lang_goes_before_the_locale() -> None:
    assert "Gap table" in out(run("read", ROUND_UP, "--lang", "en"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", ["40", "80", "132"])
def test_no_line_is_wider_than_the_terminal(lang: str, columns: str) -> None:
    import unicodedata

    said = out(run("read", ROUND_UP, "--lang", lang, env={"COLUMNS": columns}))
    width = max(sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line) for line in said.splitlines())
    assert width <= int(columns) or columns == "40"


def test_a_gbk_console_shows_everything() -> None:
    done = run("read", ROUND_UP, "--lang", "zh", env={"PYTHONIOENCODING": "gbk"})
    said = out(done, "gbk")
    assert "对照表" in said and "- 本文未见" in said
    assert "·" not in said and "?" not in said.replace("定期?", "").replace("定期、每月?", "")


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8", "cp1252"])
def test_json_loses_nothing_whatever_the_encoding(encoding: str) -> None:
    done = run("read", ROUND_UP, "--dated", "2018-09", "--json", env={"PYTHONIOENCODING": encoding})
    found = json.loads(out(done, encoding))
    assert found["duties"][0]["words"] == found["text"][slice(*found["duties"][0]["span"])]
    assert found["title"].startswith("各地内河航运")


def test_a_pipe_gets_no_colour() -> None:
    assert "\x1b" not in out(run("read", ROUND_UP))


def test_standard_input_is_read() -> None:
    found = json.loads(out(run("read", "-", "--dated", "2018", "--json", stdin=PLAIN.encode("gb18030"))))
    assert (found["name"], found["duties"][0]["due"], found["duties"][0]["due_inferred"]) == ("-", "2018-09-30", True)


def test_without_a_date_a_month_stays_without_a_year() -> None:
    found = json.loads(out(run("read", "-", "--json", stdin=PLAIN.encode())))
    assert found["duties"][0]["due"].startswith("--09")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_one_bad_file_does_not_stop_the_others(folder: Path, jobs: str) -> None:
    done = run("read", folder, folder / "没有.txt", "--json", "--jobs", jobs)
    assert done.returncode == 1
    assert [Path(json.loads(line)["name"]).name for line in done.stdout.decode().splitlines()] == ["丙.txt", "甲.txt"]
    assert "乙.txt：文件是空的。" in done.stderr.decode()
    assert "没有.txt" in done.stderr.decode()


def test_papers_know_a_file_by_its_name_and_not_by_the_machine_s_path(folder: Path) -> None:
    assert json.loads(out(run("read", folder / "甲.txt", "--json")))["name"] == "甲.txt"
    within = run("read", folder.parent, "--json").stdout.decode().splitlines()
    assert {f"{folder.name}/甲.txt", f"{folder.name}/丙.txt"} <= {json.loads(line)["name"] for line in within}


def test_each_row_of_a_table_is_a_document(tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text(f"单位,正文\n甲局,{PLAIN}\n乙局,{PLAIN}\n", "utf-8")
    printed = out(run("read", tmp_path / "表.csv", "--json", "--out", tmp_path / "out")).splitlines()
    assert [json.loads(line)["name"] for line in printed] == ["表.csv#2", "表.csv#3"]
    assert {path.parent.name for path in (tmp_path / "out").rglob("清单.json")} == {"001", "002"}


def test_a_folder_with_nothing_to_read_is_said(tmp_path: Path) -> None:
    done = run("read", tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith(str(tmp_path))


def test_of_several_files_the_end_says_who_is_awaited_after_all_of_them(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("单位\n云岭省内河航运管理局\n丁市邮政管理局\n", "utf-8")
    done = run("read", folder, ROUND_UP, "--expect", tmp_path / "units.csv")
    assert "尚待  1个单位：丁市邮政管理局" in done.stdout.decode().rpartition("合计")[2]
    assert "没有读成的1份：乙.txt" in done.stderr.decode().splitlines()[-1]


def test_what_stood_there_before_stays_when_writing_fails(tmp_path: Path) -> None:
    (tmp_path / "责任清单.xlsx").mkdir()
    done = run("read", ROUND_UP, "--out", tmp_path)
    assert done.returncode == 1 and "已有同名文件夹" in done.stderr.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["责任清单.xlsx"]


@pytest.mark.parametrize("given", ["页.txt", "页.docx", ""])
def test_what_is_no_workbook_cannot_be_given_back(tmp_path: Path, given: str) -> None:
    if given:
        (tmp_path / given).write_text("一", "utf-8")
    done = run("write", tmp_path / given)
    assert done.returncode == 1 and "这个工作簿打不开" in done.stderr.decode()


def test_errors_speak_the_language_that_was_asked_for(folder: Path) -> None:
    assert "The file is empty." in run("read", folder / "乙.txt", "--lang", "en").stderr.decode()


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["read"], 2, "FILE"),
        (["read", "--lang", "zh"], 2, "缺少 FILE…。请用 "),
        (["read", "x.txt", "--不是", "--lang", "zh"], 2, "没有选项 --不是。"),
        (["read", "x.txt", "--jobs", "0", "--lang", "zh"], 2, "--jobs 的值不能用。"),
        (["read", "x.txt", "--dated", "昨天"], 1, "2018-09-03"),
        (["read", "x.txt", "--dated", "2018-13"], 1, "2018-09-03"),
        (["read", "x.txt", "--dated", "2018-02-30"], 1, "2018-09-03"),
        (["read", "x.txt", "--pack", "没有"], 1, "没有名为“没有”的专项包"),
        (["read", "x.txt", "--expect", "没有.csv"], 1, "单位名单"),
        (["read", "没有.txt"], 1, "没有.txt"),
        (["write", "没有.xlsx"], 1, "没有这个文件"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_an_exit_code(tmp_path: Path, args: list[str], code: int, said: str) -> None:
    done = run(*args, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, b"")
    assert said in done.stderr.decode()


def test_all_papers_are_written_and_are_the_same_bytes_again(papers: Path, tmp_path: Path) -> None:
    names = {path.name for path in papers.iterdir()}
    assert names > PAPERS and len(names) == len(PAPERS) + 8
    out(run("read", ROUND_UP, "--dated", "2018-09", "--out", tmp_path))
    assert {path.name: path.read_bytes() for path in papers.iterdir()} == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_the_json_paper_is_what_json_prints(papers: Path) -> None:
    printed = out(run("read", ROUND_UP, "--dated", "2018-09", "--json"))
    assert (papers / "清单.json").read_text("utf-8") == printed


def test_several_documents_have_a_folder_each(folder: Path, tmp_path: Path) -> None:
    done = run("read", folder / "甲.txt", folder / "丙.txt", "--out", tmp_path)
    assert "已写入" in out(done)
    assert {path.parent.name for path in tmp_path.rglob("责任清单.xlsx")} == {"甲", "丙"}


def test_a_corrected_list_gives_papers_that_follow_it(papers: Path, tmp_path: Path) -> None:
    book = load_workbook(papers / "责任清单.xlsx")
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, heads["完成时限"]).value = "２０１８年１２月３１日"
    sheet.cell(2, heads["责任人"]).value = "安全处 张三"
    book.save(tmp_path / "改过.xlsx")
    said = out(run("write", tmp_path / "改过.xlsx", "--out", tmp_path / "新"))
    assert "人工改动2处" in said
    found = json.loads((tmp_path / "新" / "清单.json").read_text("utf-8"))
    assert found["duties"][0]["due"] == "2018-12-31"
    assert {change["after"] for change in found["corrections"]} == {"２０１８年１２月３１日", "安全处 张三"}
    assert "2018年12月31日" in (tmp_path / "新" / "对照.html").read_text("utf-8")


def test_a_year_that_she_leaves_out_comes_from_the_documents_date_as_in_reading(papers: Path, tmp_path: Path) -> None:
    book = load_workbook(papers / "责任清单.xlsx")
    sheet = book.worksheets[0]
    sheet.cell(2, {cell.value: cell.column for cell in sheet[1]}["完成时限"]).value = "年底前"
    book.save(tmp_path / "改过.xlsx")
    out(run("write", tmp_path / "改过.xlsx", "--out", tmp_path))
    duty = json.loads((tmp_path / "清单.json").read_text("utf-8"))["duties"][0]
    assert (duty["due"], duty["due_inferred"]) == ("2018-12-31", True)


def test_what_answers_another_directive_is_not_in_the_gap_table_and_this_is_said(papers: Path) -> None:
    found = json.loads((papers / "清单.json").read_text("utf-8"))
    aside = {said["index"] for said in found["statements"] if said["directive"]}
    numbers = [duty["number"] for duty in found["duties"] if duty["statement"] in aside]
    assert numbers and not any(set(numbers) & set(cell["duties"]) for cell in found["table"])
    said = f"云岭省内河航运管理局第{numbers[0]}—{numbers[-1]}条答的是另一部署，不计入本表。"
    assert said in out(run("read", ROUND_UP, env={"COLUMNS": "160"})) and said in (papers / "对照.html").read_text("utf-8")
    notes = [cell.value for row in load_workbook(papers / "责任清单.xlsx")["对照表"] for cell in row]
    assert said in notes


def test_the_list_that_was_given_back_is_not_overwritten(papers: Path, tmp_path: Path) -> None:
    given = tmp_path / "责任清单.xlsx"
    given.write_bytes((papers / "责任清单.xlsx").read_bytes())
    before = given.read_bytes()
    out(run("write", given))
    assert given.read_bytes() == before
    assert (tmp_path / "责任清单-改后.xlsx").exists()


def test_a_wrong_cell_stops_the_writing_and_is_named(papers: Path, tmp_path: Path) -> None:
    book = load_workbook(papers / "责任清单.xlsx")
    sheet = book.worksheets[0]
    sheet.cell(3, {cell.value: cell.column for cell in sheet[1]}["类型"]).value = "原则"
    book.save(tmp_path / "改过.xlsx")
    done = run("write", tmp_path / "改过.xlsx", "--out", tmp_path / "新")
    assert done.returncode == 1
    assert "改过.xlsx 责任清单!D3：“原则”不在可选的词里。请填：举措、目标。" in done.stderr.decode()
    assert not (tmp_path / "新").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = run("read", ROUND_UP, "--out", tmp_path / "file" / "out")
    assert (done.returncode, done.stdout) == (1, b"")
    assert "建不了这个文件夹" in done.stderr.decode()


def test_a_reader_that_goes_away_is_no_error_worth_a_word() -> None:
    command = f"'{sys.executable}' -m luoshi.cli read '{ROUND_UP}' --json | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=BASE, check=False)
    assert (len(done.stdout), done.stderr) == (10, b"")


@pytest.mark.parametrize(("args", "unwanted"), [(["--help"], {"rich", "luoshi.extracting", "lxml"}), (["read", str(ROUND_UP)], {"openpyxl", "docx", "lxml"})])
def test_only_what_is_needed_is_loaded(args: list[str], unwanted: set[str]) -> None:
    code = f"import sys\nfrom luoshi.cli import main\ntry: main({args!r})\nexcept SystemExit: pass\nprint(sorted(set(sys.modules) & {unwanted!r}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=BASE, check=True)
    assert done.stderr.decode().strip() == "[]"
