"""luoshi read · luoshi write: options checked, `running` set to work, its results shown."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from luoshi.errors import LuoshiError, UsageError
from luoshi.running import (
    IN_FULL,
    STANDARD_INPUT,
    Options,
    Result,
    files_of,
    folders_for,
    make_folder,
    results_of,
    say_written,
    write_papers,
)

if TYPE_CHECKING:
    from luoshi.terminal import Screen

MOST_NAMED = 20
"""So many of the files that were not read are named again at the end."""


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
    options = Options(lang, _screen(), _checked_date(dated), _checked_pack(pack), _expected(expect), as_json, out and make_folder(out))
    found = list(files_of(files, lang))
    options = replace(options, brief=len(found) > IN_FULL)
    work = ((file, replace(options, out=folder)) for file, folder in zip(found, folders_for(out, found), strict=True))
    tally = _Tally()
    with _shown_with_progress(len(found)) as show:
        for result in results_of(work, 1 if STANDARD_INPUT in files else jobs):
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
    written = write_papers(given.read, make_folder(out or file.parent), lang, given.corrections, keep=file)
    lines = [say("terminal.corrected", lang, count=len(given.corrections)), say_written(written, lang)]
    _show(Result([line + "\n" for line in lines]))


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


if __name__ == "__main__":
    main()
