"""A build that is killed, broken off, or run twice at once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made_corpus import contents, documents, write_lines

from luoshi.corpus import Progress, build, find, open_store, shards
from luoshi.errors import StoreBusy, StoreUnfinished

KILLED = Path(__file__).with_name("killed_build.py")

HOLD = """
import sys, time
from luoshi.corpus import build
def wait(now):
    print("at work", flush=True)
    time.sleep(60)
build(sys.argv[1], sys.argv[2], progress=wait)
"""


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD_CHARACTERS", 3_000)


class Stop(Exception):
    """What breaks a build off."""


def broken_off(source: Path, store: Path, after: int) -> None:
    """A build that is stopped after so many documents."""

    def stop(now: Progress) -> None:
        if now.documents >= after:
            raise Stop

    with pytest.raises(Stop):
        build(source, store, progress=stop)


def test_killed_at_any_point_it_goes_on_and_ends_with_the_same_bytes(tmp_path: Path) -> None:
    """Every tenth point here; all of them with `make soak`."""
    source = write_lines(tmp_path / "a.jsonl", documents(40))
    every = "1" if os.environ.get("LUOSHI_SOAK") else "10"
    done = subprocess.run([sys.executable, KILLED, source, tmp_path, every], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["different"] == []
    assert told["files"] > 15
    assert told["points"] >= 10


def test_the_command_killed_at_some_instant_or_other_goes_on_and_ends_with_the_same_bytes(tmp_path: Path) -> None:
    """Two instants here, forty with `make soak`."""
    source = write_lines(tmp_path / "a.jsonl", documents(2500, sentences=30))
    build(source, tmp_path / "peace")
    wanted, killed = contents(tmp_path / "peace"), 0
    words = [sys.executable, "-m", "luoshi", "corpus", "build", source, "--to", tmp_path / "store"]
    for number in range(40 if os.environ.get("LUOSHI_SOAK") else 2):
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            while run.poll() is None and not (tmp_path / "store" / ".lock").exists():
                time.sleep(0.01)
            time.sleep(0.2 + 0.13 * (number % 17))
            run.kill()
        killed += run.returncode == -signal.SIGKILL
        if number % 5 == 4:
            build(source, tmp_path / "store")
            assert contents(tmp_path / "store") == wanted
            shutil.rmtree(tmp_path / "store")
    build(source, tmp_path / "store")
    assert contents(tmp_path / "store") == wanted
    assert killed


def test_what_was_finished_is_not_made_again(small_shards: None, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a.jsonl", documents(40))
    whole = build(source, tmp_path / "peace")
    broken_off(source, tmp_path / "store", after=25)
    again = build(source, tmp_path / "store")
    assert 0 < again.made < whole.made
    assert contents(tmp_path / "store") == contents(tmp_path / "peace")


def test_a_duplicate_of_a_document_before_the_break_is_seen(small_shards: None, tmp_path: Path) -> None:
    rows = documents(30)
    source = write_lines(tmp_path / "a.jsonl", [*rows, rows[0], {**rows[1], "text": "另一篇文字，每月报送进展。"}])
    broken_off(source, tmp_path / "store", after=25)
    assert [(t.where, t.code) for t in build(source, tmp_path / "store").troubles] == [("a.jsonl:31", "input.duplicate"), ("a.jsonl:32", "input.duplicate")]


def test_a_source_that_changed_since_is_built_from_its_beginning(small_shards: None, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a.jsonl", documents(40))
    broken_off(source, tmp_path / "store", after=25)
    write_lines(source, documents(40, seed=8))
    build(source, tmp_path / "store")
    build(source, tmp_path / "peace")
    assert contents(tmp_path / "store") == contents(tmp_path / "peace")


def test_a_folder_of_files_goes_on_too(small_shards: None, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, row in enumerate(documents(12, sentences=40)):
        (folder / f"{number:02}.txt").write_text(str(row["text"]), "utf-8")
    broken_off(folder, tmp_path / "store", after=8)
    assert build(folder, tmp_path / "store").documents == 12
    build(folder, tmp_path / "peace")
    assert contents(tmp_path / "store") == contents(tmp_path / "peace")


def test_a_store_that_is_not_finished_gives_no_answers(small_shards: None, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a.jsonl", documents(40))
    broken_off(source, tmp_path / "store", after=25)
    with pytest.raises(StoreUnfinished):
        find(tmp_path / "store", "每月排查渡口安全检查方案")


def test_a_second_run_on_the_same_store_says_that_another_is_at_work(tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a.jsonl", documents(3))
    with subprocess.Popen([sys.executable, "-c", HOLD, source, tmp_path / "store"], stdout=subprocess.PIPE, text=True) as first:
        try:
            assert first.stdout and first.stdout.readline() == "at work\n"
            with pytest.raises(StoreBusy, match=str(first.pid)):
                build(source, tmp_path / "store")
            words = ["-m", "luoshi", "corpus", "build", source, "--to", tmp_path / "store", "--lang"]
            for lang, said in (("zh", "另一个程序正在建这个语料库"), ("en", "Another run is building this store")):
                second = subprocess.run([sys.executable, *words, lang], capture_output=True, text=True, check=False)
                assert (second.returncode, second.stdout) == (1, "")
                assert said in second.stderr
                assert "Traceback" not in second.stderr
        finally:
            first.send_signal(signal.SIGKILL)
    assert build(source, tmp_path / "store").documents == 3


def _hears_ctrl_c() -> None:
    """As on a terminal; what a shell starts in the background ignores it, and so would its children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_ctrl_c_ends_quietly_and_it_can_be_gone_on_with(tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a.jsonl", documents(3000))
    words = ["-m", "luoshi", "corpus", "build", source, "--to", tmp_path / "store"]
    with subprocess.Popen([sys.executable, *words], stderr=subprocess.PIPE, text=True, preexec_fn=_hears_ctrl_c) as run:
        while not (tmp_path / "store" / "building.json").exists():
            time.sleep(0.01)
        run.send_signal(signal.SIGINT)
        assert run.stderr is not None
        assert run.stderr.read() == ""
    assert run.returncode == 130
    assert build(source, tmp_path / "store").documents + len(list(open_store(tmp_path / "store").troubles())) == 3000
