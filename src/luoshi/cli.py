"""luoshi read · luoshi write: options checked, `running` set to work, its results shown; and every other command gathered."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from luoshi.command_line import (
    LANG,
    Commands,
    checked_date,
    checked_pack,
    complain,
    expected_units,
    locale_lang,
    name_unread,
    print_words,
    screen_of_output,
    show_result,
)
from luoshi.compare_cli import compare
from luoshi.corpus_cli import corpus
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
from luoshi.web_cli import demo, rebuild, tick, verify, web


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="luoshi", message="%(prog)s %(version)s")
def main() -> None:
    """Luoshi 落实: from a directive to a result that can be checked.

    \b
    luoshi read page.txt --dated 2018-09 --out out
    luoshi write out/责任清单.xlsx
    luoshi compare directive.docx replies/ --out out
    luoshi corpus build reports/ --to store
    luoshi demo
    """


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
    lang = lang or locale_lang()
    options = Options(lang, screen_of_output(), checked_date(dated), checked_pack(pack), expected_units(expect), as_json, out and make_folder(out))
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

    lang = lang or locale_lang()
    given = read_duty_list(file)
    written = write_papers(given.read, make_folder(out or file.parent), lang, given.corrections, keep=file)
    lines = [say("terminal.corrected", lang, count=len(given.corrections)), say_written(written, lang)]
    show_result(Result([line + "\n" for line in lines]))


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
        if self.documents + len(self.failed) < 2:
            return
        if self.documents and not options.as_json:
            print_words("\n" + self._summary(options))
        if self.failed:
            complain(name_unread(self.failed, options.lang))

    def _summary(self, options: Options) -> str:
        from luoshi.packs import awaited, load_pack
        from luoshi.terminal import render_tally

        expected = options.expected or (load_pack(options.pack).units if len(self.units) > 1 else ())
        return render_tally(self.documents, self.units, awaited(expected, self.units), options.lang, options.screen)


@contextlib.contextmanager
def _shown_with_progress(count: int) -> Iterator[Callable[[Result], None]]:
    """How a result is shown: with a bar on standard error where many files are read and a person looks on."""
    if count < 2 or not sys.stderr.isatty():
        yield show_result
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False)
    task = bar.add_task("", total=count)

    def show(result: Result) -> None:
        if result.errors or sys.stdout.isatty():    # the bar steps aside for what is printed on the same screen
            bar.stop()
            show_result(result)
            bar.start()
        else:
            show_result(result)
        bar.advance(task)

    with bar:
        yield show


main.add_command(compare)
main.add_command(corpus)
for command in (web, demo, tick, verify, rebuild):
    main.add_command(command)

if __name__ == "__main__":
    main()
