"""A store and what is asked of it → what is to be printed, tables and papers written. Nothing is computed here, and nothing shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luoshi.running import say_written, write_whole

if TYPE_CHECKING:
    from luoshi.corpus import Lineage, Store
    from luoshi.screen import Screen

Tell = Callable[[str, float, str], None]
"""Told are the stage, how much of it is done, and words about it."""


@dataclass(frozen=True)
class Asked:
    """How the command line wants its answer."""

    lang: str
    screen: Screen
    most: int
    as_json: bool = False
    out: Path | None = None


@dataclass(frozen=True)
class Searching:
    """How the command line wants it searched."""

    memory: int | None = None
    """Bytes."""
    engine: str = "duckdb"
    master: str | None = None
    jobs: int = 1
    """Processes that align."""

    @property
    def options(self) -> dict[str, Any]:
        """What `reuse` and `lineage` are given."""
        from luoshi.corpus import searcher

        return {"memory": self.memory, "search": searcher(self.memory, self.engine, self.master), "jobs": self.jobs}


def built(source: Path, to: Path, settings: dict[str, Any], asked: Asked, tell: Tell) -> str:
    """A store built, and what there is to say of it."""
    from luoshi.corpus import Progress, build
    from luoshi.writing.words import say

    def progress(now: Progress) -> None:
        tell("build", now.done, say("corpus.so-far", asked.lang, documents=f"{now.documents:,}", troubles=now.troubles))

    made = build(source, to, progress=progress, **settings)
    if asked.as_json:
        troubles = [{**asdict(trouble), "sentence": trouble.sentence(asked.lang)} for trouble in made.troubles]
        return _json({**asdict(made), "troubles": troubles})
    from luoshi.terminal_corpus import render_built

    return render_built(made, str(to), asked.most, asked.lang, asked.screen)


def shared(folder: Path, least: int, how: Searching, asked: Asked, tell: Tell) -> str:
    """What the documents of a store share."""
    from luoshi.corpus import open_store, reuse, write_tables

    store = open_store(folder)
    found = reuse(store, least_letters=least, **how.options, progress=lambda stage, done: tell(stage, done, ""))
    tables = {"clusters": found.clusters, "members": found.members, "passages": found.passages}
    written = write_tables(asked.out, store, tables) if asked.out else []
    counts = {"documents": found.documents, **{name: table.num_rows for name, table in tables.items()}}
    telling = found.most_telling(asked.most)
    if asked.as_json:
        return _json({"counts": counts, "clusters": [asdict(one) for one in telling]})
    from luoshi.terminal_corpus import render_reuse

    return render_reuse(counts, telling, asked.lang, asked.screen) + _written(written, asked)


def sourced(folder: Path, passages: Path | None, least: int, how: Searching, asked: Asked, tell: Tell) -> str:
    """Where the words of a store's documents come from."""
    from luoshi.corpus import lineage, open_store, read_table

    store = open_store(folder)
    known = read_table(passages, store, "passages") if passages else None
    found = lineage(store, passages=known, least_letters=least, **how.options, progress=lambda stage, done: tell(stage, done, ""))
    written = _write_lineage(store, found, asked) if asked.out else []
    likely, groups = found.likely(), found.groups()
    counts = {"documents": found.documents, "with_source": len(likely), "reprints": len(groups)}
    if asked.as_json:
        return _json({"counts": counts, "descents": [asdict(one) for one in likely[: asked.most]], "reprints": groups[: asked.most]})
    from luoshi.terminal_corpus import render_lineage

    return render_lineage(counts, likely[: asked.most], groups[: asked.most], asked.lang, asked.screen) + _written(written, asked)


def _write_lineage(store: Store, found: Lineage, asked: Asked) -> list[Path]:
    """The tables, and for a small family its picture."""
    from luoshi.corpus import family, write_tables
    from luoshi.writing.lineage_svg import lineage_svg

    assert asked.out
    written = write_tables(asked.out, store, {"lineage": found.descents, "origins": found.origins, "reprints": found.reprints})
    comparison = family(store, found)
    picture = lineage_svg(comparison, lang=asked.lang) if comparison else ""
    if picture:
        file = asked.out / "来源.svg"
        write_whole(file, picture.encode())
        written.append(file)
    return written


def found(folder: Path, words: str, asked: Asked) -> str:
    """Who else says the words."""
    from luoshi.corpus import find, open_store

    store = open_store(folder)
    answer = find(store, words, most=asked.most)
    counts = {"places": answer.places, "documents": answer.documents, "of": store.documents}
    if asked.as_json:
        return _json({"counts": counts, "asked": answer.asked, "found": [_plain(asdict(one)) for one in answer.found]})
    from luoshi.terminal_corpus import render_found

    return render_found(answer.asked, counts, answer.found, asked.lang, asked.screen)


def _plain(one: dict[str, Any]) -> dict[str, Any]:
    """A found place without the whole text of its document."""
    one["document"] = {name: value for name, value in one["document"].items() if name != "text"}
    return one


def _json(content: dict[str, Any]) -> str:
    """One object on one line, with the version of its form."""
    import json

    from luoshi.corpus import RESULTS_SCHEMA

    return json.dumps({"schema": RESULTS_SCHEMA, **content}, ensure_ascii=False) + "\n"


def _written(paths: Sequence[Path], asked: Asked) -> str:
    return f"\n{say_written(paths, asked.lang)}\n" if paths else ""
