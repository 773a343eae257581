"""luoshi corpus, as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from luoshi.cli import main

NATION = "各级渔港管理机构应当每月排查渔船安全隐患，建立隐患清单，逐项销号。每年汛期前完成防台风演练。"
PROVINCE = "全省各级渔港管理机构应当每月排查渔船安全隐患，建立隐患清单，逐项销号。设区的市每季度通报一次。"
CITY = "我市各渔港应当每月排查渔船安全隐患，建立隐患清单，逐项销号。设区的市每季度通报一次。每座渔港建设一座灯塔。"
TEXTS = [
    {"id": "national", "title": "渔港安全管理规定", "unit": "国务院办公厅", "date": "2017-03-01", "text": NATION},
    {"id": "province", "title": "浙江省渔港安全管理办法", "unit": "浙江省人民政府", "date": "2018-02", "text": PROVINCE},
    {"id": "city", "title": "舟山市渔港安全管理细则", "unit": "舟山市人民政府", "date": "2018-09-03", "text": CITY},
    {"id": "other", "title": "图书馆借阅须知", "unit": "", "date": "2018-01-01", "text": "读者凭证借阅图书，逾期未还的，暂停借阅三十日。每年汛期前完成防台风演练。"},
]


def corpus(*words: str, lang: str = "zh", input: str | None = None) -> Result:
    return CliRunner(env={"LC_ALL": "zh_CN.UTF-8" if lang == "zh" else "C.UTF-8"}).invoke(main, ["corpus", *words, "--lang", lang], input=input)


def flat(shown: Result) -> str:
    """What is shown, as if the screen had no end."""
    return "".join(line.strip() for line in shown.output.splitlines())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "texts.jsonl"
    file.write_text("".join(json.dumps(text, ensure_ascii=False) + "\n" for text in TEXTS), "utf-8")
    return file


@pytest.fixture
def store(source: Path) -> str:
    folder = source.parent / "store"
    assert corpus("build", str(source), "--to", str(folder)).exit_code == 0
    return str(folder)


def test_build_says_how_many_documents_and_names_what_was_passed_over(source: Path) -> None:
    with source.open("a", encoding="utf-8") as file:
        file.write('{"text": ""}\n{"text": "不完整\n')
    shown = corpus("build", str(source), "--to", str(source.parent / "other"))
    assert shown.exit_code == 0
    assert "4份" in flat(shown)
    assert "texts.jsonl:5" in flat(shown)
    assert "texts.jsonl:6" in flat(shown)


def test_find_names_who_says_it_and_what_differs(store: str) -> None:
    shown = corpus("find", store, "渔港应当每月排查渔船安全隐患，建立清单")
    assert shown.exit_code == 0
    assert "3份文字里有3处" in flat(shown)
    assert "舟山市渔港安全管理细则" in flat(shown)
    assert "多“隐患”" in flat(shown)


def test_find_reads_standard_input(store: str) -> None:
    assert corpus("find", store, "-", input=CITY).output.count("灯塔") == corpus("find", store, CITY).output.count("灯塔") > 0


def test_what_nobody_says_is_said_to_be_nowhere(store: str) -> None:
    assert "4份文字里都没有读到" in flat(corpus("find", store, "卫星遥感监测秸秆焚烧火点"))


def test_reuse_shows_the_most_telling_and_how_many_there_are(store: str) -> None:
    shown = corpus("reuse", store, "--most", "1")
    assert "每月排查渔船安全隐患" in flat(shown)
    assert "3份有，3家" in flat(shown)
    assert "另有1处" in flat(shown)


def test_lineage_names_the_source_and_why(store: str) -> None:
    plain = json.loads(corpus("lineage", store, "--json").output)
    likely = {one["id"]: (one["source_id"], one["reasons"]) for one in plain["descents"]}
    assert likely["city"][0] == "province"
    assert likely["province"][0] == "national"
    assert "higher" in likely["city"][1]
    assert "national" not in likely
    assert "浙江省渔港安全管理办法" in flat(corpus("lineage", store))


def test_results_are_written_with_the_version_of_their_form(store: str, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    corpus("reuse", store, "--out", out)
    shown = corpus("lineage", store, "--passages", out, "--out", out)
    assert shown.exit_code == 0
    names = {path.name for path in Path(out).iterdir()}
    assert names == {f"{name}.parquet" for name in ("clusters", "members", "passages", "lineage", "origins", "reprints")} | {"来源.svg"}
    assert pq.read_schema(Path(out) / "passages.parquet").metadata[b"luoshi.schema"] == b"1"


def test_lineage_from_written_passages_is_the_same(store: str, tmp_path: Path) -> None:
    corpus("reuse", store, "--out", str(tmp_path))
    assert corpus("lineage", store, "--passages", str(tmp_path), "--json").output == corpus("lineage", store, "--json").output


def test_json_is_one_object_with_its_counts(store: str) -> None:
    plain = json.loads(corpus("find", store, "建立隐患清单", "--most", "1", "--json").output)
    assert plain["counts"] == {"places": 3, "documents": 3, "of": 4}
    assert len(plain["found"]) == 1
    assert "text" not in plain["found"][0]["document"]


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["find", "nowhere", "建立隐患清单"], "这里没有语料库", "There is no store here"),
        (["find", "STORE", "清单"], "太短", "too short"),
        (["reuse", "nowhere"], "这里没有语料库", "There is no store here"),
        (["lineage", "STORE", "--passages", "nowhere"], "没有这份结果", "There is no such result"),
        (["build", "nowhere", "--to", "new"], "没有这个文件", "There is no such file"),
        (["build", "texts.jsonl", "--to", "new", "--memory", "much"], "不是内存大小", "is no size"),
        (["build", "texts.jsonl", "--to", "new", "--memory", "10MB"], "不够", "not enough"),
        (["build", "texts.jsonl", "--to", "new", "--dated", "昨天"], "不是日期", "is no date"),
        (["reuse", "STORE", "--master", "local[2]"], "只与 --engine spark 同用", "goes with --engine spark"),
        (["build", "texts.jsonl", "--to", "."], "别的东西", "holds other things"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(store: str, monkeypatch: pytest.MonkeyPatch, words: list[str], zh: str, en: str) -> None:
    monkeypatch.chdir(Path(store).parent)
    words = [store if word == "STORE" else word for word in words]
    for lang, said in (("zh", zh), ("en", en)):
        shown = corpus(*words, lang=lang)
        assert (shown.exit_code, shown.stdout) == (1, "")
        assert said in shown.stderr
        assert "Traceback" not in shown.stderr
