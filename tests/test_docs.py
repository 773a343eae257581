"""The documentation says what is true: commands, options, errors, links and examples."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from luoshi import errors
from luoshi.cli import main

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")])
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]


def by_name(page: Path) -> str:
    """A page's name in a test's id."""
    return str(page.relative_to(ROOT))


def commands() -> dict[str, click.Command]:
    """The commands of the command line, by name."""
    assert isinstance(main, click.Group)
    return dict(main.commands)


def options_of(command: click.Command) -> list[str]:
    """The options of a command and of the commands below it."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    own = [option for p in command.params if isinstance(p, click.Option) for option in (*p.opts, *p.secondary_opts)]
    return [*own, *(option for one in below for option in options_of(one))]


def every_error(error: type[errors.LuoshiError] = errors.LuoshiError) -> Iterator[type[errors.LuoshiError]]:
    """An error and all below it."""
    yield error
    for child in error.__subclasses__():
        yield from every_error(child)


def prepared_by_make() -> set[str]:
    """The targets of the Makefile."""
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", commands())
def test_every_command_has_its_page(name: str) -> None:
    assert f"luoshi {name}" in (REFERENCE / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize(("name", "command"), commands().items())
def test_every_option_is_in_the_reference(name: str, command: click.Command) -> None:
    page = (REFERENCE / f"{name}.md").read_text("utf-8")
    assert [option for option in options_of(command) if option.startswith("--") and f"`{option}`" not in page] == []


@pytest.mark.parametrize("name", commands())
def test_the_reference_names_no_option_that_is_not_there(name: str) -> None:
    known = {*options_of(commands()[name]), "--help"}
    rows = re.findall(r"^\| `(--[a-z-]+)`", (REFERENCE / f"{name}.md").read_text("utf-8"), re.MULTILINE)
    assert set(rows) <= known


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_a_command_line_in_the_docs_uses_known_options(page: Path) -> None:
    for name, rest in re.findall(r"^    (?:\.venv/bin/)?luoshi (\w+)(.*)$", page.read_text("utf-8"), re.MULTILINE):
        assert set(re.findall(r"--[a-z-]+", rest)) <= set(options_of(commands()[name]))


@pytest.mark.parametrize("code", sorted({error.code for error in every_error()}))
def test_every_error_code_is_in_the_reference(code: str) -> None:
    assert f"| `{code}` |" in (REFERENCE / "errors.md").read_text("utf-8")


def test_the_reference_names_no_error_that_is_not_there() -> None:
    rows = re.findall(r"^\| `([a-z.-]+)` \|", (REFERENCE / "errors.md").read_text("utf-8"), re.MULTILINE)
    assert set(rows) <= {error.code for error in every_error()}


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_make_commands_in_the_docs_are_in_the_makefile(page: Path) -> None:
    named = re.findall(r"(?:`|^    )make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)
    assert set(named) <= prepared_by_make()


@pytest.mark.parametrize("readme", READMES, ids=by_name)
def test_the_readmes_name_both_commands(readme: Path) -> None:
    assert {"demo", "test"} <= set(re.findall(r"^    make ([a-z]+)", readme.read_text("utf-8"), re.MULTILINE))


def test_the_ci_runs_what_the_readme_names() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert re.findall(r"\bmake (\w+)", "\n".join(lines)) == ["test"]


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_links_lead_to_files(page: Path) -> None:
    targets = [t.split("#")[0] for t in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))]
    assert [t for t in targets if t and not (page.parent / t).exists()] == []


@pytest.mark.parametrize("page", [p for p in PAGES if ">>>" in p.read_text("utf-8")], ids=by_name)
def test_examples_in_the_docs_run(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert doctest.testfile(str(page), module_relative=False, encoding="utf-8").failed == 0


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-bench.txt"])
def test_pinned_requirements_hold_hashes_and_no_address(name: str) -> None:
    pins = (ROOT / name).read_text("utf-8")
    assert "--hash=sha256:" in pins
    assert not re.search(r"://|file:|--index|--find-links|--trusted-host| @ ", pins)
