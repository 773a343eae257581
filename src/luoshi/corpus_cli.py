"""luoshi corpus build · reuse · lineage · find: options checked, `corpus_run` set to work, its results shown."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from luoshi.command_line import LANG, checked_date, locale_lang, print_words, screen_of_output
from luoshi.corpus_run import Asked, Searching, built, found, shared, sourced
from luoshi.errors import UsageError
from luoshi.running import STANDARD_INPUT, make_folder

STORE = click.argument("store", type=click.Path(path_type=Path), metavar="STORE")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the summary.")
OUT = click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write everything that was found into this folder.")
MEMORY = click.option("--memory", metavar="SIZE", help="What may be taken of the machine's memory: 2GB, 512MB. Beyond it, work spills to disk.")
LEAST = click.option("--least", type=click.IntRange(6), default=12, show_default=True, metavar="N", help="Letters that a shared passage must have.")
ENGINE = click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help="What searches: this process, or Spark.")
MASTER = click.option("--master", metavar="URL", help="With --engine spark: the cluster. Default: as spark-submit says, else this machine.")
JOBS = click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help="Align with so many processes. Default: one for each core, four at most.")
MOST_JOBS = 4
"""Processes that are started unasked."""
_SIZES = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}


def most(default: int) -> Callable[[Any], Any]:
    """The option that bounds a list."""
    return click.option("--most", type=click.IntRange(1), default=default, show_default=True, metavar="N", help="List so many; how many there are is always said.")


@click.group()
def corpus() -> None:
    """Thousands of texts: build a store, then ask what they share, where words come from, and who says this.

    \b
    luoshi corpus build reports/ --to store
    luoshi corpus find store "各单位要每月报送检查进展"
    """


@corpus.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="DIR|JSONL")
@click.option("--to", type=click.Path(path_type=Path), required=True, metavar="STORE", help="The folder that becomes the store.")
@click.option("--dated", default="", metavar="DATE", help="The date of documents that give none: 2018, 2018-09 or 2018-09-03.")
@click.option("--on-duplicate", type=click.Choice(["skip", "keep"]), default="skip", show_default=True, help="What to do with a document whose words are there already.")
@click.option("--longest", type=click.IntRange(1), default=2_000_000, show_default=True, metavar="N", help="A document of more characters is passed over.")
@MEMORY
@most(20)
@JSON
@LANG
def build(source: Path, to: Path, dated: str, on_duplicate: str, longest: int, memory: str | None, most: int, as_json: bool, lang: str | None) -> None:
    """Build a store from a folder or a file of JSON Lines, or go on with one that was broken off.

    \b
    luoshi corpus build reports.jsonl --to store --memory 2GB
    """
    asked = Asked(lang or locale_lang(), screen_of_output(), most, as_json)
    settings = {"dated": checked_date(dated), "on_duplicate": on_duplicate, "longest": longest, "memory": checked_memory(memory)}
    with watched(asked.lang) as tell:
        words = built(source, to, settings, asked, tell)
    print_words(words)


@corpus.command()
@STORE
@LEAST
@MEMORY
@ENGINE
@MASTER
@JOBS
@OUT
@most(20)
@JSON
@LANG
def reuse(
    store: Path, least: int, memory: str | None, engine: str, master: str | None, jobs: int | None, out: Path | None, most: int, as_json: bool, lang: str | None,
) -> None:
    """Find what the documents of a store share, the most telling first.

    \b
    luoshi corpus reuse store --out shared
    """
    asked = Asked(lang or locale_lang(), screen_of_output(), most, as_json, out and make_folder(out))
    with watched(asked.lang) as tell:
        words = shared(store, least, searching(memory, engine, master, jobs), asked, tell)
    print_words(words)


@corpus.command()
@STORE
@click.option("--passages", type=click.Path(path_type=Path), metavar="DIR", help="Where corpus reuse --out wrote what it found, so that it is not searched again.")
@LEAST
@MEMORY
@ENGINE
@MASTER
@JOBS
@OUT
@most(40)
@JSON
@LANG
def lineage(
    store: Path, passages: Path | None, least: int, memory: str | None, engine: str, master: str | None, jobs: int | None, out: Path | None, most: int,
    as_json: bool, lang: str | None,
) -> None:
    """Tell from which earlier or higher documents of a store the words of each most likely come.

    \b
    luoshi corpus lineage store --passages shared --out shared
    """
    asked = Asked(lang or locale_lang(), screen_of_output(), most, as_json, out and make_folder(out))
    with watched(asked.lang) as tell:
        words = sourced(store, passages, least, searching(memory, engine, master, jobs), asked, tell)
    print_words(words)


@corpus.command()
@STORE
@click.argument("text", metavar="TEXT|-")
@most(20)
@JSON
@LANG
def find(store: Path, text: str, most: int, as_json: bool, lang: str | None) -> None:
    """Ask who else says these words, or nearly; - reads them from standard input.

    \b
    luoshi corpus find store "各单位要每月报送检查进展"
    """
    asked = Asked(lang or locale_lang(), screen_of_output(), most, as_json)
    words = sys.stdin.buffer.read().decode("utf-8-sig", "replace") if text == STANDARD_INPUT else text
    print_words(found(store, words, asked))


def searching(memory: str | None, engine: str, master: str | None, jobs: int | None) -> Searching:
    """How it is searched; UsageError where the options do not go together."""
    if master and engine != "spark":
        raise UsageError("--master 只与 --engine spark 同用。", "--master goes with --engine spark.", next_zh="请加上 --engine spark。", next_en="Add --engine spark.")
    return Searching(checked_memory(memory), engine, master, jobs or min(os.cpu_count() or 1, MOST_JOBS))


def checked_memory(words: str | None) -> int | None:
    """A size in bytes: 2GB, 512 MB, 1.5g.

    >>> checked_memory("2GB"), checked_memory("512 MB"), checked_memory("1.5GiB"), checked_memory(None)
    (2000000000, 512000000, 1500000000, None)
    """
    if words is None:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?", words.strip().lower())
    if not match or not float(match[1]):
        raise UsageError(f"--memory “{words}”不是内存大小。", f"--memory “{words}” is no size.", next_zh="请写 2GB 或 512MB。", next_en="Write 2GB or 512MB.")
    return int(float(match[1]) * _SIZES[match[2]])


@contextlib.contextmanager
def watched(lang: str) -> Iterator[Callable[[str, float, str], None]]:
    """Who tells of long work: a bar on standard error where a person looks on, else nobody. Told are the stage, how much of it is done, and words."""
    if not sys.stderr.isatty():
        yield lambda stage, done, words: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    from luoshi.writing.words import say

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(), TextColumn("{task.fields[words]}"))
    bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False)
    task = bar.add_task("", total=None, words="")

    def tell(stage: str, done: float, words: str) -> None:
        bar.update(task, description=say(f"corpus.stage.{stage}", lang), total=1.0 if done else None, completed=done, words=words)

    with bar:
        yield tell
