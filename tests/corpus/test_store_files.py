"""Files of a store that are damaged, missing, or of another form: named, with what to do, and never a traceback."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from made_corpus import contents

from luoshi.cli import main
from luoshi.corpus import SCHEMA, Store, build, find, lineage, open_store, read_table, reuse, write_tables
from luoshi.errors import ResultMissing, StoreDamaged, StoreMissing, StoreOfOther, StoreSchema

ASKED = "每月报送渡口安全检查方案"
SHARD = "shard-00000"
FILES = ("documents.parquet", "letters.arrow", "index.arrow", "troubles.jsonl")


@pytest.fixture
def copy(store: Store, tmp_path: Path) -> Path:
    """A store that may be harmed."""
    return Path(shutil.copytree(store.folder, tmp_path / "store"))


def command(*words: str, lang: str = "zh") -> Result:
    return CliRunner(env={"LC_ALL": "zh_CN.UTF-8" if lang == "zh" else "C.UTF-8"}).invoke(main, ["corpus", *words, "--lang", lang])


def rewrite(manifest: Path, **changed: object) -> None:
    manifest.write_text(json.dumps({**json.loads(manifest.read_text("utf-8")), **changed}), "utf-8")


# -- damage --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing_or_cut_is_named(copy: Path, name: str) -> None:
    file = copy / SHARD / name
    for harm in (lambda: file.write_bytes(file.read_bytes()[:-1] if file.stat().st_size else b"x"), file.unlink):
        harm()
        with pytest.raises(StoreDamaged) as told:
            open_store(copy)
        assert told.value.where == str(file)


@pytest.mark.parametrize("name", ["documents.parquet", "letters.arrow", "index.arrow"])
def test_a_file_whose_bytes_were_changed_is_named_where_it_matters(copy: Path, name: str) -> None:
    file = copy / SHARD / name
    file.write_bytes(b"\xff" * file.stat().st_size)
    for ask in (lambda: find(copy, ASKED), lambda: reuse(copy), lambda: lineage(copy)):
        with pytest.raises(StoreDamaged) as told:
            ask()
        assert told.value.where == str(file)


@pytest.mark.parametrize("name", ["documents.parquet", "letters.arrow", "index.arrow"])
@pytest.mark.parametrize("where", [0.05, 0.3, 0.6, 0.9])
def test_a_few_wrong_bytes_give_an_answer_or_the_name_of_the_file(copy: Path, name: str, where: float) -> None:
    file = copy / SHARD / name
    content = bytearray(file.read_bytes())
    at = int(len(content) * where)
    content[at : at + 64] = bytes(255 - byte for byte in content[at : at + 64])
    file.write_bytes(content)
    shown = command("find", str(copy), ASKED)
    assert "Traceback" not in shown.output
    assert shown.exit_code == 0 or (shown.exit_code == 1 and name in shown.stderr)
    with pytest.raises(StoreDamaged):
        open_store(copy).check()


def test_the_same_build_again_mends_a_damaged_store(copy: Path, lines: Path, store: Store) -> None:
    file = copy / SHARD / "letters.arrow"
    file.write_bytes(b"\0" * file.stat().st_size)
    build(lines, copy)
    assert contents(copy) == contents(store.folder)


@pytest.mark.parametrize("words", ["", "{", "[]", "{}", '{"schema": 1}', '{"schema": 1, "source": 1, "settings": 1, "shards": [{}], "documents": 1, "characters": 1}'])
def test_a_manifest_that_makes_no_sense_is_named(copy: Path, words: str) -> None:
    (copy / "manifest.json").write_text(words, "utf-8")
    with pytest.raises(StoreDamaged) as told:
        open_store(copy)
    assert told.value.where.endswith("manifest.json")


def test_a_folder_without_a_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="luoshi corpus build"):
        open_store(tmp_path)


# -- forms ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("schema", "zh", "en"), [(SCHEMA - 1, "另建一个", "Make a new one"), (SCHEMA + 1, "升级", "Upgrade")])
def test_a_store_of_another_form_is_refused_with_what_to_do(copy: Path, lines: Path, schema: int, zh: str, en: str) -> None:
    rewrite(copy / "manifest.json", schema=schema)
    before = contents(copy)
    asked = (["find", str(copy), ASKED], ["reuse", str(copy)], ["lineage", str(copy)], ["build", str(lines), "--to", str(copy)])
    for words in asked:
        for lang, said in (("zh", zh), ("en", en)):
            shown = command(*words, lang=lang)
            assert (shown.exit_code, shown.stdout) == (1, "")
            assert said in shown.stderr
    assert contents(copy) == before


def test_every_file_of_a_store_tells_its_form(store: Store) -> None:
    shard = store.folder / SHARD
    told = [json.loads((store.folder / "manifest.json").read_text("utf-8"))["schema"], json.loads((shard / "shard.json").read_text("utf-8"))["schema"]]
    told.append(int(pq.read_schema(shard / "documents.parquet").metadata[b"luoshi.schema"]))
    for name in ("letters.arrow", "index.arrow"):
        with pa.memory_map(str(shard / name)) as file:
            told.append(int(pa.ipc.open_file(file).schema.metadata[b"luoshi.schema"]))
    assert told == [SCHEMA] * 5


def test_results_are_read_for_the_store_they_are_of(store: Store, tmp_path: Path) -> None:
    table = pa.table({"a": [1]}).replace_schema_metadata({b"luoshi.schema": b"1"})
    write_tables(tmp_path, store, {"passages": table})
    assert read_table(tmp_path, store, "passages").to_pydict() == {"a": [1]}
    with pytest.raises(ResultMissing):
        read_table(tmp_path, store, "clusters")


def test_results_of_another_store_another_form_or_damaged_are_refused(store: Store, copy: Path, tmp_path: Path) -> None:
    table = pa.table({"a": [1]})
    rewrite(copy / "manifest.json", documents=61)
    write_tables(tmp_path, open_store(copy), {"passages": table.replace_schema_metadata({b"luoshi.schema": b"1"})})
    with pytest.raises(StoreOfOther):
        read_table(tmp_path, store, "passages")
    write_tables(tmp_path, store, {"passages": table.replace_schema_metadata({b"luoshi.schema": b"0"})})
    with pytest.raises(StoreSchema):
        read_table(tmp_path, store, "passages")
    (tmp_path / "passages.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(StoreDamaged):
        read_table(tmp_path, store, "passages")
