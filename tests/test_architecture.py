"""The arrows between the folders, and what the core may not do. Read from the source itself, imports inside functions included."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "luoshi"

MAY_IMPORT = {
    "errors": set(),
    "packs": {"errors"},
    "reading": {"errors", "packs"},
    "extracting": {"errors", "packs", "reading"},
    "comparing": {"errors", "packs", "reading", "extracting"},
    "corpus": {"errors", "packs", "reading", "extracting", "comparing"},
    "writing": {"errors", "packs", "reading", "extracting", "comparing"},
    "tracking": {"errors"},
    "__init__": {"errors", "packs", "reading", "extracting", "comparing"},
    "folding": set(),
    "screen": {"folding"},
    "terminal": {"folding", "screen", "packs", "reading", "extracting", "writing"},
    "running": {"errors", "packs", "reading", "extracting", "writing", "screen", "terminal"},
    "command_line": {"errors", "packs", "writing", "screen", "running"},
    "terminal_comparison": {"folding", "comparing", "screen", "writing"},
    "comparing_run": {"errors", "packs", "extracting", "comparing", "writing", "running", "terminal_comparison"},
    "compare_cli": {"errors", "command_line", "running", "comparing_run"},
    "terminal_corpus": {"folding", "comparing", "corpus", "screen", "writing"},
    "corpus_run": {"corpus", "writing", "running", "screen", "terminal_corpus"},
    "corpus_cli": {"errors", "command_line", "running", "corpus_run", "writing"},
    "web": {"errors", "packs", "reading", "extracting", "comparing", "tracking", "writing", "__init__"},
    "web_cli": {"command_line", "web"},
    "cli": {"errors", "packs", "writing", "terminal", "running", "command_line", "compare_cli", "corpus_cli", "web_cli"},
    "__main__": {"cli"},
}
"""Each room of the project and the rooms whose names it may use besides its own."""

ONLY_FOR_CLI = {"click", "rich", "argparse"}
IMPURE_MODULES = {"random", "secrets", "socket", "ssl", "http", "urllib", "requests", "urllib3", "ftplib", "asyncio"}
IMPURE_CALLS = {
    "datetime.now", "datetime.today", "datetime.utcnow", "date.today",
    "time.time", "time.time_ns", "time.monotonic", "time.localtime", "time.gmtime", "time.strftime",
    "logging.debug", "logging.info", "logging.warning", "logging.error", "logging.exception", "logging.basicConfig",
    "os.getenv", "os.urandom", "uuid.uuid1", "uuid.uuid4", "locale.getlocale", "locale.setlocale",
}  # fmt: skip
IMPURE_NAMES = {"print", "input"}

MODULES = sorted(SOURCE.rglob("*.py"))
COMMAND_LINE = {
    "cli", "command_line", "compare_cli", "comparing_run", "corpus_cli", "corpus_run", "running", "screen", "terminal", "terminal_comparison",
    "terminal_corpus", "folding", "web", "web_cli", "__main__",
}  # fmt: skip
"""The rooms that may talk to a person."""


def room_of(path: Path) -> str:
    """The folder, or the single module, directly below `luoshi`."""
    first = path.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py")


CORE = [path for path in MODULES if room_of(path) not in COMMAND_LINE]


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported anywhere in a tree, with the name taken from it: luoshi.reading.ReadDocument."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_used(tree: ast.AST) -> set[str]:
    """The rooms of the project that a tree imports from."""
    parts = [name.split(".") for name in imported(tree) if name.split(".")[0] == "luoshi"]
    return {part[1] if len(part) > 1 and part[1] in MAY_IMPORT else "__init__" for part in parts}


WEB_FOLDERS = ("log", "people", "documents", "ledger")
"""The folders of the site that keep something, each importing only those before it."""


@pytest.mark.parametrize("folder", WEB_FOLDERS)
def test_a_folder_of_the_site_imports_only_those_before_it(folder: str) -> None:
    before = set(WEB_FOLDERS[: WEB_FOLDERS.index(folder) + 1])
    for path in (SOURCE / "web" / folder).rglob("*.py"):
        used = {name.split(".")[2] for name in imported(parsed(path)) if name.startswith("luoshi.web.") and len(name.split(".")) > 2}
        assert used & set(WEB_FOLDERS) <= before, path


OCCASIONS = {"desk": set(), "seeing": set(), "lists": {"desk", "seeing"}, "duties": {"desk", "seeing", "lists"}, "turns": {"seeing", "lists"}}
"""What is shown of the ledger, by occasion, and the others whose names each may use. `views` may use all, `models` none."""


@pytest.mark.parametrize("occasion", OCCASIONS)
def test_an_occasion_of_the_ledger_knows_only_those_it_builds_on(occasion: str) -> None:
    for path in (SOURCE / "web" / "ledger" / occasion).rglob("*.py"):
        assert occasions_used(path) <= OCCASIONS[occasion] | {occasion}, path


def test_the_tables_of_the_ledger_know_no_occasion() -> None:
    for name in ("models", "queries", "reach", "grams", "runs", "due_days", "following"):
        assert occasions_used(SOURCE / "web" / "ledger" / f"{name}.py") == set(), name


def occasions_used(path: Path) -> set[str]:
    """The occasions from which a module imports."""
    return {name.split(".")[3] for name in imported(parsed(path)) if name.startswith("luoshi.web.ledger.")} & set(OCCASIONS)


def test_only_the_clock_of_the_site_reads_the_clock() -> None:
    for path in (SOURCE / "web").rglob("*.py"):
        if path.name != "clock.py" and "migrations" not in path.parts:
            assert not calls(parsed(path)) & {"datetime.now", "datetime.today", "date.today", "timezone.now", "datetime.utcnow"}, path


def dotted(node: ast.expr) -> str:
    """The last two names of an expression: datetime.now of datetime.datetime.now."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value).rsplit('.', 1)[-1]}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def calls(tree: ast.AST) -> set[str]:
    """What is called anywhere in a tree."""
    return {dotted(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def parsed(path: Path) -> ast.Module:
    """The module as a tree."""
    return ast.parse(path.read_text("utf-8"), str(path))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_run_along_the_arrows(path: Path) -> None:
    room = room_of(path)
    assert rooms_used(parsed(path)) <= MAY_IMPORT[room] | {room}


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(SOURCE)))
def test_the_core_talks_to_no_terminal_and_no_network(path: Path) -> None:
    packages = {name.split(".")[0] for name in imported(parsed(path))}
    assert not packages & (ONLY_FOR_CLI | IMPURE_MODULES)


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(SOURCE)))
def test_the_core_reads_no_clock_and_prints_nothing(path: Path) -> None:
    assert not calls(parsed(path)) & (IMPURE_CALLS | IMPURE_NAMES)


def test_every_room_has_its_arrows_drawn() -> None:
    assert {room_of(path) for path in MODULES} <= set(MAY_IMPORT)


def test_a_hidden_import_and_a_clock_are_seen() -> None:
    tree = ast.parse("def late():\n    from luoshi.cli import main\n    import datetime\n    return datetime.datetime.now()")
    assert rooms_used(tree) == {"cli"}
    assert "datetime.now" in calls(tree)


ROOMS_OF_COMPARING = {"searching": set(), "sharing": {"searching"}, "tracing": set(), "covering": set(), "restoring": set()}
"""The rooms inside `comparing` and those that each may use besides its own and what stands in `comparing` itself."""


@pytest.mark.parametrize("room", ROOMS_OF_COMPARING)
def test_rooms_of_comparing_keep_to_themselves(room: str) -> None:
    for path in (SOURCE / "comparing" / room).glob("*.py"):
        used = {name.split(".")[2] for name in imported(parsed(path)) if name.startswith("luoshi.comparing.")}
        assert used & set(ROOMS_OF_COMPARING) <= {room} | ROOMS_OF_COMPARING[room], path


def test_what_stands_in_comparing_itself_uses_none_of_its_rooms() -> None:
    for path in (SOURCE / "comparing").glob("*.py"):
        if path.name != "__init__.py":
            assert not {name.split(".")[2] for name in imported(parsed(path)) if name.startswith("luoshi.comparing.")} & set(ROOMS_OF_COMPARING)
