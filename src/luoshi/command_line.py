"""What the commands share: a group whose errors are sentences, the options that all take, and how words reach a screen."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from luoshi.errors import LuoshiError, UsageError
from luoshi.running import Result

if TYPE_CHECKING:
    from luoshi.screen import Screen

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
            complain(error.sentence(_lang_of(ctx)))
            ctx.exit(1)
        except click.UsageError as error:
            if _lang_of(ctx) == "en":
                raise
            complain(_misused(error))
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


LANG = click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of our own words; quotes stay as they are. Default: by the locale.")


# -- what is shown -------------------------------------------------------------------------------------------------


def show_result(result: Result) -> None:
    """Lines to standard output, errors to standard error."""
    for line in result.lines:
        print_words(line)
    for error in result.errors:
        complain(error)


def print_words(words: str) -> None:
    """Words in the encoding of standard output; JSON loses nothing there either."""
    encoding = sys.stdout.encoding or "utf-8"
    if words.startswith("{") and not encoding.lower().startswith("utf"):
        import json

        words = json.dumps(json.loads(words), separators=(",", ":")) + "\n"
    click.echo(words, nl=False)
    sys.stdout.flush()


def complain(sentence: str) -> None:
    click.echo(sentence, err=True)


def screen_of_output() -> Screen:
    """The width, the colours and the encoding of standard output."""
    import shutil

    from luoshi.screen import Screen

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return Screen(shutil.get_terminal_size((80, 24)).columns, colour, sys.stdout.encoding or "utf-8")


def _lang_of(ctx: click.Context) -> str:
    """The language asked for on the command line, as far as it was understood; else the locale's."""
    given = [after for word, after in zip(sys.argv, sys.argv[1:], strict=False) if word == "--lang"]
    given += [word.removeprefix("--lang=") for word in sys.argv if word.startswith("--lang=")]
    return given[-1] if given and given[-1] in ("zh", "en") else locale_lang()


def locale_lang() -> str:
    """zh where the locale is Chinese, else en."""
    named = next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(key))), "")
    if not named:
        import locale

        named = locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


# -- options -------------------------------------------------------------------------------------------------------


def checked_date(words: str) -> str:
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


def checked_pack(name: str | None) -> str | None:
    """The name of a pack that can be loaded; said before any file is read."""
    if name:
        from luoshi.packs import load_pack

        load_pack(name)
    return name


def expected_units(table: Path | None) -> tuple[str, ...]:
    if table is None:
        return ()
    from luoshi.packs import read_expected

    return read_expected(table)


def name_unread(names: Sequence[str], lang: str) -> str:
    """Which files were not read, the first of them by name."""
    from luoshi.writing.words import say

    named = [*names[:MOST_NAMED], *["…"] * (len(names) > MOST_NAMED)]
    return say("terminal.all-failed", lang, count=len(names), files=say("join.list", lang).join(named))
