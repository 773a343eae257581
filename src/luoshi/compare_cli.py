"""luoshi compare: options checked, `comparing_run` set to work, its results shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from luoshi.command_line import (
    LANG,
    checked_date,
    checked_pack,
    complain,
    expected_units,
    locale_lang,
    name_unread,
    print_words,
    screen_of_output,
)
from luoshi.comparing_run import Gathered, compared, gather, printed, write_comparison
from luoshi.errors import UsageError
from luoshi.running import Options, files_of, make_folder, say_written


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="[DIRECTIVE] RESPONSE…")
@click.option("--directive", "directives", multiple=True, metavar="FILE", help="A directive; may be given several times. Then every FILE is a response.")
@click.option("--blind", is_flag=True, help="There is no directive: put its points together from what the texts repeat.")
@click.option("--dated", default="", metavar="DATE", help="The documents' date, as far as you know it: 2018, 2018-09 or 2018-09-03.")
@click.option("--pack", metavar="NAME", help="A campaign: the name of a shipped pack, or a folder with a pack.toml.")
@click.option("--expect", type=click.Path(path_type=Path), metavar="TABLE", help="A .csv or .xlsx with a column “unit” (单位): who is expected to answer.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write the papers into this folder.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the summary.")
@LANG
def compare(
    files: tuple[str, ...], directives: tuple[str, ...], blind: bool, dated: str, pack: str | None, expect: Path | None, out: Path | None, as_json: bool, lang: str | None,
) -> None:
    """Compare a directive with the texts that answer it: who answers each point, how, and in whose words.

    \b
    luoshi compare directive.docx replies/ --out out
    luoshi compare --blind round-up.txt --out out
    """
    lang = lang or locale_lang()
    asking, answering = _parted(files, directives, blind)
    options = Options(lang, screen_of_output(), checked_date(dated), checked_pack(pack), expected_units(expect), as_json, out and make_folder(out))
    asked, said = (gather(files_of(named, lang), options) for named in (asking, answering))
    for sentence in asked.errors + said.errors:
        complain(sentence)
    _compare(asked, said, options, blind)
    failed = asked.failed + said.failed
    if failed:
        complain(name_unread(failed, lang))
        raise click.exceptions.Exit(1)


def _compare(asked: Gathered, said: Gathered, options: Options, blind: bool) -> None:
    """The papers written, then the summary or the JSON shown."""
    comparison = compared(asked.extractions, said.extractions, blind=blind)
    written = write_comparison(comparison, options.out, options) if options.out else []
    print_words(printed(comparison, options))
    if written and not options.as_json:
        print_words(f"\n{say_written(written, options.lang)}\n")


def _parted(files: Sequence[str], directives: Sequence[str], blind: bool) -> tuple[Sequence[str], Sequence[str]]:
    """Which files ask and which answer."""
    if blind and directives:
        raise UsageError("--blind 与 --directive 不能同用。", "--blind and --directive exclude each other.", next_zh="请去掉其中一个。", next_en="Leave one of them out.")
    if blind or directives:
        return directives, files
    if len(files) < 2:
        raise UsageError(
            "只有一份文件，没有可与之对照的。", "There is one file only, and nothing to compare it with.",
            next_zh="请在部署之后列出各单位的文件或文件夹；没有部署原文的，请加 --blind。", next_en="Name the responses after the directive; without a directive add --blind.",
        )
    return files[:1], files[1:]
