"""luoshi read · luoshi write: files in, a summary, JSON and papers out. Nothing is computed here.

Documents are streamed: however many files there are, only a few are in memory at once. What reads, writes and shows them is
loaded when it is first needed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from luoshi.errors import LuoshiError, UsageError

if TYPE_CHECKING:
    from luoshi.extracting import Extraction
    from luoshi.reading import SourceText
    from luoshi.terminal import Screen

WAITING_PER_JOB = 3
"""Files handed out ahead of the one whose turn it is, for each process."""
IN_FULL = 5
"""Of more files than this, each is summed up in a few lines."""
MOST_NAMED = 20
"""So many of the files that were not read are named again at the end."""
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


class Commands(click.Group):
    """The commands; an error that a user can meet is a sentence and an exit code, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; every LuoshiError ends with 1, a command line that cannot be understood with 2, Ctrl-C with 130."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        try:
            return super().invoke(ctx)
        except LuoshiError as error:
            _complain(error.sentence(_lang_of(ctx)))
            ctx.exit(1)
        except click.UsageError as error:
            if _lang_of(ctx) == "en":
                raise
            _complain(_misused(error))
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            ctx.exit(130)


def _misused(error: click.UsageError) -> str:
    """What is wrong with the command line, in Chinese, and where its use is explained."""
    match error:
        case click.MissingParameter(param=click.Parameter() as param):
            what = f"缺少 {param.metavar or param.opts[0]}。"
        case click.NoSuchOption():
            what = f"没有选项 {error.option_name}。"
        case click.BadParameter(param=click.Parameter() as param):
            what = f"{param.opts[0]} 的值不能用。"
        case _:
            what = "命令的用法不对。"
    command = error.ctx.command_path if error.ctx else "luoshi"
    return f"{what}请用 {command} --help 查看用法。"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="luoshi", message="%(prog)s %(version)s")
def main() -> None:
    """Luoshi 落实: from a directive to a result that can be checked.

    \b
    luoshi read page.txt --dated 2018-09 --out out
    luoshi write out/责任清单.xlsx
    """


LANG = click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of our own words; quotes stay as they are. Default: by the locale.")


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--dated", default="", metavar="DATE", help="The documents' date, as far as you know it: 2018, 2018-09 or 2018-09-03.")
@click.option("--pack", metavar="NAME", help="A campaign: the name of a shipped pack, or a folder with a pack.toml.")
@click.option("--expect", type=click.Path(path_type=Path), metavar="TABLE", help="A .csv or .xlsx with a column “unit” (单位): who is expected to answer.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write the papers into this folder.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a document instead of the summary.")
@LANG
@click.option("--jobs", type=click.IntRange(1, 64), default=1, metavar="N", help="Read with so many processes.")
def read(files: tuple[str, ...], dated: str, pack: str | None, expect: Path | None, out: Path | None, as_json: bool, lang: str | None, jobs: int) -> None:
    """Read files, folders or standard input (-): what each unit bound itself to, and what is missing.

    \b
    luoshi read page.txt --dated 2018-09 --pack postal-2018 --out out
    """
    lang = lang or _locale_lang()
    options = Options(lang, _screen(), _checked_date(dated), _checked_pack(pack), _expected(expect), as_json, out and _folder(out))
    found = list(_found(files, lang))
    options = replace(options, brief=len(found) > IN_FULL)
    work = ((file, replace(options, out=folder)) for file, folder in zip(found, _folders(out, found), strict=True))
    tally = _Tally()
    with _shown_with_progress(len(found)) as show:
        for result in _results(work, 1 if STANDARD_INPUT in files else jobs):
            tally.add(result)
            show(result)
    tally.show(options)
    if tally.failed:
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="责任清单.xlsx")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write the papers into this folder. Default: the list's own.")
@LANG
def write(file: Path, out: Path | None, lang: str | None) -> None:
    """Write the papers again from a responsibility list that was corrected by hand.

    \b
    luoshi write out/责任清单.xlsx
    """
    from luoshi.writing.duty_list_reading import read_duty_list
    from luoshi.writing.words import say

    lang = lang or _locale_lang()
    given = read_duty_list(file)
    written = _write_papers(given.read, _folder(out or file.parent), lang, given.corrections, keep=file)
    lines = [say("terminal.corrected", lang, count=len(given.corrections)), _written(written, lang)]
    _show(Result([line + "\n" for line in lines]))


# -- one file ------------------------------------------------------------------------------------------------------


def read_file(file: File, options: Options) -> Result:
    """What is printed of one file, after its papers were written; errors become sentences, so that others can go on."""
    result = Result(errors=[file.trouble] if file.trouble else [], name=file.name)
    try:
        sources = _opened(file)
        for number, source in enumerate(sources, 1):
            folder = options.out
            if folder and len(sources) > 1:
                folder = folder / f"{number:03d}"
            brief = options.brief or len(sources) > IN_FULL
            extraction = _extraction(source, options)
            result.units.extend(extraction.units)
            result.lines.append(_line(extraction, replace(options, out=folder, brief=brief)))
    except LuoshiError as error:
        error.where = error.where or file.path
        result.errors.append(error.sentence(options.lang))
    except Exception as error:  # noqa: BLE001  A mistake of ours in one file must not lose the other ten thousand.
        result.errors.append(_mistake(file.path, error, options.lang))
    return result


def _opened(file: File) -> list[SourceText]:
    from luoshi.reading.opening import open_bytes, open_file

    if file.trouble:
        return []
    if file.path == STANDARD_INPUT:
        return open_bytes(STANDARD_INPUT, sys.stdin.buffer.read())
    return [replace(source, name=source.name.replace(file.path, file.name, 1)) for source in open_file(Path(file.path))]


def _extraction(source: SourceText, options: Options) -> Extraction:
    from luoshi.extracting import extract
    from luoshi.reading import read_source

    return extract(read_source(source, dated=options.dated), pack=options.pack, expected=options.expected)


def _line(extraction: Extraction, options: Options) -> str:
    """One document's JSON or summary, after its papers were written."""
    written = _write_papers(extraction, options.out, options.lang) if options.out else []
    if options.as_json:
        from luoshi.writing.as_json import as_json

        return as_json(extraction) + "\n"
    from luoshi.terminal import render_summary

    summary = render_summary(extraction, options.lang, options.screen, brief=options.brief)
    return summary + (f"\n{_written(written, options.lang)}\n" if written else "")


def _write_papers(extraction: Extraction, folder: Path, lang: str, corrections: Sequence[Any] = (), keep: Path | None = None) -> list[Path]:
    """Every paper into the folder; the list that was given back is never overwritten."""
    from luoshi.writing.papers import papers_of

    written = []
    _folder(folder)
    for name, content in papers_of(extraction, lang=lang, corrections=corrections):
        path = folder / name
        if keep and path.exists() and path.samefile(keep):
            path = path.with_stem(f"{path.stem}-改后")
        _write(path, content)
        written.append(path)
    return written


def _write(path: Path, content: bytes) -> None:
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


def _written(paths: Sequence[Path], lang: str) -> str:
    from luoshi.writing.words import say

    return say("terminal.written", lang, files=f"{paths[0].parent}{os.sep} {say('join.list', lang).join(path.name for path in paths)}")


def _mistake(path: str, error: Exception, lang: str) -> str:
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


def _results(work: Iterable[tuple[File, Options]], jobs: int) -> Iterator[Result]:
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


def _found(files: Iterable[str], lang: str) -> Iterator[File]:
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


def _folders(out: Path | None, files: Sequence[File]) -> Iterator[Path | None]:
    """The folder of each file's papers: the one named, or one for each file below it."""
    if not out or len(files) == 1:
        return iter([out] * len(files))
    from luoshi.writing.papers import unlike_names

    return (out / name for name in unlike_names(Path(file.name).stem if file.path != STANDARD_INPUT else "stdin" for file in files))


@dataclass
class _Tally:
    """What is kept of each result for the lines at the end."""

    documents: int = 0
    units: dict[str, None] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def add(self, result: Result) -> None:
        """Counts one file's result."""
        self.documents += len(result.lines)
        self.units.update(dict.fromkeys(unit for unit in result.units if unit))
        if result.errors:
            self.failed.append(result.name)

    def show(self, options: Options) -> None:
        """Of several documents, what is true of them together; which files were not read."""
        from luoshi.writing.words import say

        if self.documents + len(self.failed) < 2:
            return
        if self.documents and not options.as_json:
            _print("\n" + self._summary(options))
        if self.failed:
            named = self.failed[:MOST_NAMED] + ["…"] * (len(self.failed) > MOST_NAMED)
            _complain(say("terminal.all-failed", options.lang, count=len(self.failed), files=say("join.list", options.lang).join(named)))

    def _summary(self, options: Options) -> str:
        from luoshi.packs import awaited, load_pack
        from luoshi.terminal import render_tally

        expected = options.expected or (load_pack(options.pack).units if len(self.units) > 1 else ())
        return render_tally(self.documents, self.units, awaited(expected, self.units), options.lang, options.screen)


@contextlib.contextmanager
def _shown_with_progress(count: int) -> Iterator[Callable[[Result], None]]:
    """How a result is shown: with a bar on standard error where many files are read and a person looks on."""
    if count < 2 or not sys.stderr.isatty():
        yield _show
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False)
    task = bar.add_task("", total=count)

    def show(result: Result) -> None:
        if result.errors or sys.stdout.isatty():    # the bar steps aside for what is printed on the same screen
            bar.stop()
            _show(result)
            bar.start()
        else:
            _show(result)
        bar.advance(task)

    with bar:
        yield show


# -- what is shown -------------------------------------------------------------------------------------------------


def _show(result: Result) -> None:
    """Lines to standard output, errors to standard error."""
    for line in result.lines:
        _print(line)
    for error in result.errors:
        _complain(error)


def _print(words: str) -> None:
    """Words in the encoding of standard output; JSON loses nothing there either."""
    encoding = sys.stdout.encoding or "utf-8"
    if words.startswith("{") and not encoding.lower().startswith("utf"):
        import json

        words = json.dumps(json.loads(words), separators=(",", ":")) + "\n"
    click.echo(words, nl=False)
    sys.stdout.flush()


def _complain(sentence: str) -> None:
    click.echo(sentence, err=True)


def _screen() -> Screen:
    """The width, the colours and the encoding of standard output."""
    import shutil

    from luoshi.terminal import Screen

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return Screen(shutil.get_terminal_size((80, 24)).columns, colour, sys.stdout.encoding or "utf-8")


def _lang_of(ctx: click.Context) -> str:
    """The language asked for on the command line, as far as it was understood; else the locale's."""
    given = [after for word, after in zip(sys.argv, sys.argv[1:], strict=False) if word == "--lang"]
    given += [word.removeprefix("--lang=") for word in sys.argv if word.startswith("--lang=")]
    return given[-1] if given and given[-1] in ("zh", "en") else _locale_lang()


def _locale_lang() -> str:
    """zh where the locale is Chinese, else en."""
    named = next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(key))), "")
    if not named:
        import locale

        named = locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


# -- options -------------------------------------------------------------------------------------------------------


def _checked_date(words: str) -> str:
    """A date of the three forms that are allowed, of a day that exists."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", words)
    try:
        if match:
            date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        match = None
    if words and not match:
        raise UsageError(
            f"--dated “{words}”不是日期。", f"--dated “{words}” is no date.", next_zh="请写 2018、2018-09 或 2018-09-03。", next_en="Write 2018, 2018-09 or 2018-09-03.",
        )
    return words


def _checked_pack(name: str | None) -> str | None:
    """The name of a pack that can be loaded; said before any file is read."""
    if name:
        from luoshi.packs import load_pack

        load_pack(name)
    return name


def _expected(table: Path | None) -> tuple[str, ...]:
    if table is None:
        return ()
    from luoshi.packs import read_expected

    return read_expected(table)


def _folder(path: Path) -> Path:
    """The folder, made if it is not there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"建不了这个文件夹（{_reason(error)}）。", f"This folder cannot be made ({error.strerror}).", where=str(path), next_zh="请换一个位置。", next_en="Choose another place.") from None
    return path


if __name__ == "__main__":
    main()
