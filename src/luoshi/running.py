"""One file or many → what is to be printed of each, its papers written. Nothing is computed here, and nothing shown.

Documents are streamed: however many files there are, only a few are in memory at once. What reads and writes them is loaded when
it is first needed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luoshi.errors import LuoshiError, UsageError

if TYPE_CHECKING:
    from luoshi.extracting import Extraction
    from luoshi.reading import SourceText
    from luoshi.screen import Screen

WAITING_PER_JOB = 3
"""Files handed out ahead of the one whose turn it is, for each process."""
IN_FULL = 5
"""Of more files than this, each is summed up in a few lines."""
STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Options:
    """What the command line asks of each file."""

    lang: str
    screen: Screen
    dated: str = ""
    pack: str | None = None
    expected: tuple[str, ...] = ()
    as_json: bool = False
    out: Path | None = None
    brief: bool = False


@dataclass(frozen=True)
class File:
    """A file to be read, and the name by which its papers call it: below the folder that was named, without the machine's own path."""

    path: str
    name: str
    trouble: str = ""
    """The sentence of the error with which it was looked for."""


@dataclass(frozen=True)
class Result:
    """What one file gave: lines to be printed, and the sentences of its errors."""

    lines: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    """Who spoke."""
    name: str = ""


# -- one file ------------------------------------------------------------------------------------------------------


def read_file(file: File, options: Options) -> Result:
    """What is printed of one file, after its papers were written; errors become sentences, so that others can go on."""
    result = Result(errors=[file.trouble] if file.trouble else [], name=file.name)
    try:
        sources = opened(file)
        for number, source in enumerate(sources, 1):
            folder = options.out
            if folder and len(sources) > 1:
                folder = folder / f"{number:03d}"
            brief = options.brief or len(sources) > IN_FULL
            extraction = extraction_of(source, options)
            result.units.extend(extraction.units)
            result.lines.append(_line(extraction, replace(options, out=folder, brief=brief)))
    except LuoshiError as error:
        error.where = error.where or file.path
        result.errors.append(error.sentence(options.lang))
    except Exception as error:  # noqa: BLE001  A mistake of ours in one file must not lose the other ten thousand.
        result.errors.append(mistake_sentence(file.path, error, options.lang))
    return result


def opened(file: File) -> list[SourceText]:
    """The documents that a file holds, under the name by which papers call it."""
    from luoshi.reading.opening import open_bytes, open_file

    if file.trouble:
        return []
    if file.path == STANDARD_INPUT:
        return open_bytes(STANDARD_INPUT, sys.stdin.buffer.read())
    return [replace(source, name=source.name.replace(file.path, file.name, 1)) for source in open_file(Path(file.path))]


def extraction_of(source: SourceText, options: Options) -> Extraction:
    """A document, read and extracted as the command line asks."""
    from luoshi.extracting import extract
    from luoshi.reading import read_source

    return extract(read_source(source, dated=options.dated), pack=options.pack, expected=options.expected)


def _line(extraction: Extraction, options: Options) -> str:
    """One document's JSON or summary, after its papers were written."""
    written = write_papers(extraction, options.out, options.lang) if options.out else []
    if options.as_json:
        from luoshi.writing.as_json import as_json

        return as_json(extraction) + "\n"
    from luoshi.terminal import render_summary

    summary = render_summary(extraction, options.lang, options.screen, brief=options.brief)
    return summary + (f"\n{say_written(written, options.lang)}\n" if written else "")


def write_papers(extraction: Extraction, folder: Path, lang: str, corrections: Sequence[Any] = (), keep: Path | None = None) -> list[Path]:
    """Every paper into the folder; the list that was given back is never overwritten."""
    from luoshi.writing.papers import papers_of

    written = []
    make_folder(folder)
    for name, content in papers_of(extraction, lang=lang, corrections=corrections):
        path = folder / name
        if keep and path.exists() and path.samefile(keep):
            path = path.with_stem(f"{path.stem}-改后")
        write_whole(path, content)
        written.append(path)
    return written


def write_whole(path: Path, content: bytes) -> None:
    """The whole file or nothing of it: what stood there before stays until all is written."""
    half = path.with_name(f".luoshi-{os.getpid()}")
    try:
        half.write_bytes(content)
        half.replace(path)
    except OSError as error:
        raise UsageError(
            f"写不进这个文件（{_reason(error)}）。", f"This file cannot be written ({error.strerror}).", where=str(path),
            next_zh="它若正在 WPS 或 Excel 里打开，请先关闭；不然请用 --out 换一个位置。", next_en="If it is open in WPS or Excel, close it first; else choose another place with --out.",
        ) from None
    finally:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)


def _reason(error: OSError) -> str:
    """The system's reason, in Chinese where it is a usual one."""
    usual = {
        errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EROFS: "磁盘只读", errno.ENOSPC: "磁盘已满", errno.EEXIST: "已有同名文件",
        errno.ENOTDIR: "路径中有一段是文件", errno.EISDIR: "已有同名文件夹", errno.ENAMETOOLONG: "名称太长",
    }
    return usual.get(error.errno or 0, error.strerror or "")


def say_written(paths: Sequence[Path], lang: str) -> str:
    from luoshi.writing.words import say

    return say("terminal.written", lang, files=f"{paths[0].parent}{os.sep} {say('join.list', lang).join(path.name for path in paths)}")


def mistake_sentence(path: str, error: Exception, lang: str) -> str:
    """What is told of a mistake of ours in one file."""
    kind, place = type(error).__name__, _place_of(error)
    return LuoshiError(
        f"程序在这份文件上出错（{kind}，{place}）。", f"The program failed on this file ({kind}, {place}).", where=path,
        next_zh="其他文件不受影响；请把这一行和文件告诉维护者。", next_en="Other files are not affected; please report this line with the file.",
    ).sentence(lang)


def _place_of(error: BaseException) -> str:
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    return f"{Path(last.tb_frame.f_code.co_filename).name}:{last.tb_lineno}" if last else "?"


# -- many files ----------------------------------------------------------------------------------------------------


def results_of(work: Iterable[tuple[File, Options]], jobs: int) -> Iterator[Result]:
    """The results in the order of the files."""
    if jobs == 1:
        return (read_file(file, options) for file, options in work)
    return _in_processes(work, jobs)


def _in_processes(work: Iterable[tuple[File, Options]], jobs: int) -> Iterator[Result]:
    """As many files at once as there are processes, and never more than a few results waiting for their turn."""
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _leave_ctrl_c_to_the_parent)
    waiting: deque[Future[Result]] = deque()
    try:
        for file, options in work:
            waiting.append(pool.submit(read_file, file, options))
            if len(waiting) >= jobs * WAITING_PER_JOB:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise LuoshiError(
            "一个读取进程被系统终止了。", "A reading process was ended by the system.", next_zh="可能是内存不足：请减少 --jobs 再试。", next_en="Memory may be short: try again with fewer --jobs.",
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_ctrl_c_to_the_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def files_of(files: Iterable[str], lang: str) -> Iterator[File]:
    """Every file named or found in a folder; what is not there is kept, and told when its turn comes."""
    from luoshi.reading.opening import find_files

    for named in files:
        if named == STANDARD_INPUT:
            yield File(named, named)
            continue
        try:
            for path in find_files(Path(named)):
                yield File(str(path), path.name if str(path) == str(Path(named)) else path.relative_to(named).as_posix())
        except LuoshiError as error:
            yield File(named, Path(named).name, error.sentence(lang))


def folders_for(out: Path | None, files: Sequence[File]) -> Iterator[Path | None]:
    """The folder of each file's papers: the one named, or one for each file below it."""
    if not out or len(files) == 1:
        return iter([out] * len(files))
    from luoshi.writing.papers import unlike_names

    return (out / name for name in unlike_names(Path(file.name).stem if file.path != STANDARD_INPUT else "stdin" for file in files))


def make_folder(path: Path) -> Path:
    """The folder, made if it is not there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"建不了这个文件夹（{_reason(error)}）。", f"This folder cannot be made ({error.strerror}).", where=str(path), next_zh="请换一个位置。", next_en="Choose another place.") from None
    return path
