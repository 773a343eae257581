"""luoshi web · demo · tick · verify · rebuild: the site run, tried, and its log checked. Glue only; Django is loaded when a command needs it."""

from __future__ import annotations

import os
from pathlib import Path

import click

from luoshi.command_line import LANG, complain, locale_lang, print_words


@click.group(invoke_without_command=True)
@click.option("--bind", default="127.0.0.1:8000", metavar="HOST:PORT", help="Where the site listens. Default: 127.0.0.1:8000, behind a proxy.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1), help="Processes that answer.")
@click.pass_context
def web(ctx: click.Context, bind: str, workers: int) -> None:
    """Run the site: luoshi web --bind 0.0.0.0:8000

    Settings are LUOSHI_… variables (docs/reference/web.md). It does not start where one of them would make it insecure.
    """
    if ctx.invoked_subcommand:
        return
    from luoshi.web import serving

    serving.prepare()
    serving.refuse_insecure_settings()
    serving.bring_up_to_date()
    serving.gather_static_files()
    print_words(serving.told(bind, locale_lang()))
    ctx.exit(serving.serve(bind, workers))


@web.command()
@click.argument("unit")
@click.argument("username")
@click.option("--name", default="", help="The administrator's name. Default: the sign-in name.")
@click.password_option(help="Asked for where it is not given.")
def start(unit: str, username: str, name: str, password: str) -> None:
    """Found the first unit and its administrator: luoshi web start 国家局 admin"""
    from luoshi.web import serving

    serving.prepare()
    serving.bring_up_to_date()
    from luoshi.web.people.actions import start as found
    from luoshi.web.words import say

    found(unit, username, name or username, password)
    print_words(say("start.done", locale_lang(), unit=unit, username=username) + "\n")


@web.command()
def read() -> None:
    """Read what was uploaded, in the background, until told to stop; `luoshi web` does this itself."""
    from luoshi.web import serving

    serving.prepare()
    from luoshi.web.reader import run_reader

    with serving.stopped_by_signal() as stop:
        run_reader(stop)


@web.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.pass_context
def manage(ctx: click.Context) -> None:
    """Django's own commands: luoshi web manage check --deploy"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.web.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["luoshi web manage", *ctx.args])


@click.command()
@click.argument("examples", type=click.Path(path_type=Path, exists=True, file_okay=False), default="examples")
@click.option("--data", type=click.Path(path_type=Path), default="out/demo", show_default=True, help="A folder of its own, emptied first.")
@click.option("--port", default=8000, show_default=True, help="Where the site listens; the next free one if it is taken.")
@click.option("--serve/--no-serve", default=True, help="Whether to serve the site after it was filled.")
@LANG
def demo(examples: Path, data: Path, port: int, serve: bool, lang: str | None) -> None:
    """Fill a fresh site with an invented campaign and serve it until Ctrl-C: luoshi demo"""
    os.environ |= {"LUOSHI_DEMO": "yes", "LUOSHI_CLOCK_OFFSET": "0", "LUOSHI_DATA": str(data.absolute()), "LUOSHI_DATABASE": ""}
    os.environ.pop("LUOSHI_DATABASE")
    from luoshi.web import serving
    from luoshi.web.demo_folder import empty

    empty(data)
    serving.prepare()
    serving.bring_up_to_date()
    from luoshi.web.demo import clock_offset, fill, signs_of

    fill(examples)
    os.environ["LUOSHI_CLOCK_OFFSET"] = str(clock_offset())
    address = f"127.0.0.1:{serving.free_port(port)}"
    print_words(signs_of(address if serve else "", lang or locale_lang()))
    if serve:
        raise SystemExit(serving.serve(address, 1))


@click.command()
@LANG
def tick(lang: str | None) -> None:
    """Do what time asks for: open planned turns, remind; safe to run at any time: luoshi tick"""
    from luoshi.web import serving

    serving.prepare()
    from luoshi.web.ledger.actions.ticking import tick as do
    from luoshi.web.words import say

    print_words(say("tick.done", lang or locale_lang(), **do()) + "\n")


@click.command()
@click.option("--chain", default="", metavar="NAME", help="One chain: people, campaign:3. Default: all.")
@click.option("--head", default="", metavar="N:DIGEST", help="A head as a paper prints it: 118:sha256:…; needs --chain.")
@LANG
def verify(chain: str, head: str, lang: str | None) -> None:
    """Check that the log is whole: luoshi verify --chain campaign:1 --head 118:sha256:…"""
    from luoshi.web import serving

    serving.prepare()
    from luoshi.web.log.saying import say_verdicts

    whole, lines = say_verdicts(chain, head, lang or locale_lang())
    (print_words if whole else complain)(lines)
    raise SystemExit(0 if whole else 1)


@click.command()
@LANG
def rebuild(lang: str | None) -> None:
    """Fold the log anew and tell every difference from the tables: luoshi rebuild"""
    from luoshi.web import serving

    serving.prepare()
    from django.core.cache import caches

    from luoshi.web.log.saying import say_differences

    caches["counts"].clear()      # who asks for the tables to be looked at trusts no count of them
    same, lines = say_differences(lang or locale_lang())
    (print_words if same else complain)(lines)
    raise SystemExit(0 if same else 1)
