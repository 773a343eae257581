"""A source → a store, shard by shard. What was finished before stays; what was broken off is made anew."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from luoshi.comparing.letters import fold
from luoshi.corpus.flushing import flush
from luoshi.corpus.locking import LOCK, locked
from luoshi.corpus.records import SCHEMA, Built, Progress, Row, Trouble
from luoshi.corpus.shards import Draft, write_shard
from luoshi.corpus.sources import START, Item, Position, Source, source_of
from luoshi.corpus.stores import BUILDING, DOCUMENTS, MANIFEST, NOTE, digest_of, open_store, read_manifest, shard_folder
from luoshi.errors import Duplicate, EmptyInput, StoreMissing, StoreOfOther, StoreUnwritable, UsageError, megabytes

LONGEST = 2_000_000
"""Characters of one document, where the caller names no other limit."""
LEAST_MEMORY = 512_000_000
_FIXED_MEMORY = 300_000_000
"""What the program needs besides the documents."""
_MEMORY_PER_CHARACTER = 100
"""Of a shard, while it is made."""


def build(
    source: str | Path, to: str | Path, *, dated: str = "", on_duplicate: str = "skip", longest: int = LONGEST, memory: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Built:
    """Builds the store in the folder `to` from a folder or a file (JSON Lines: one document a line), or goes on with one that was broken off.

    `dated` goes for documents without a date. Documents of the same words are reported and passed over, or kept with
    on_duplicate="keep"; a text of more than `longest` characters is passed over. `memory` (bytes, at least 512 MB) is what the process
    may take: a document that would not fit is passed over too. The same source and settings give the same bytes, however often
    the building was broken off. StoreBusy where another run is at work on it, StoreOfOther where it was made of something else.

    >>> import json, pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> lines = [json.dumps({"id": "a", "text": "各单位要每月报送检查进展。"}), json.dumps({"id": "b", "text": ""})]
    >>> _ = (folder / "two.jsonl").write_text("\\n".join(lines))
    >>> built = build(folder / "two.jsonl", folder / "store")
    >>> built.documents, [(trouble.where, trouble.code) for trouble in built.troubles]
    (1, [('two.jsonl:2', 'input.empty')])
    """
    longest = _longest(longest, memory)
    settings = {"dated": dated, "on_duplicate": on_duplicate, "longest": longest}
    folder, origin = Path(to), source_of(Path(source), dated, longest)
    if folder.resolve().is_relative_to(Path(source).resolve()):
        raise StoreOfOther.inside(str(folder))
    with _writing(folder), locked(_made(folder)):
        work = _Work(folder, origin, on_duplicate, progress or (lambda _: None))
        work.begin({"schema": SCHEMA, "settings": settings, "source": {"name": origin.name, "sha256": origin.digest()}})
        made = work.run()
        manifest = work.finish()
    troubles = tuple(open_store(folder).troubles())
    return Built(manifest["documents"], manifest["characters"], manifest["letters"], len(manifest["shards"]), made, troubles)


def _longest(longest: int, memory: int | None) -> int:
    """So many characters that a shard with such a document stays within the memory."""
    if memory is None:
        return longest
    if memory < LEAST_MEMORY:
        raise UsageError(
            f"--memory {megabytes(memory)} 不够。", f"--memory {megabytes(memory)} is not enough.",
            next_zh=f"请至少给 {megabytes(LEAST_MEMORY)}。", next_en=f"Give at least {megabytes(LEAST_MEMORY)}.",
        )
    return min(longest, (memory - _FIXED_MEMORY) // _MEMORY_PER_CHARACTER)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """StoreUnwritable for what the system says against writing. (What it says against reading is told where that is done.)"""
    try:
        yield
    except OSError as error:
        raise StoreUnwritable.of(str(error.filename or folder), error) from error


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass
class _Seen:
    """Which words and which ids are in the store already."""

    names: list[str] = field(default_factory=list)
    by_digest: dict[int, int] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    def add(self, name: str, id: str, digest: str) -> None:
        self.by_digest.setdefault(int(digest[:15], 16), len(self.names))
        self.names.append(name)
        self.ids.add(id)

    def first_with(self, digest: str) -> str | None:
        number = self.by_digest.get(int(digest[:15], 16))
        return None if number is None else self.names[number]

    def free_id(self, id: str) -> str:
        number = 2
        while f"{id}~{number}" in self.ids:
            number += 1
        return f"{id}~{number}"


@dataclass
class _Work:
    """One run of a build."""

    folder: Path
    source: Source
    on_duplicate: str
    progress: Callable[[Progress], None]
    plan: dict[str, Any] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)
    seen: _Seen = field(default_factory=_Seen)

    def begin(self, plan: dict[str, Any]) -> None:
        """Finds what an earlier run has finished; what does not fit a new plan is removed, unless it was finished whole."""
        self.plan = plan
        finished = read_manifest(self.folder)
        if finished is not None:
            _check_same(str(self.folder), finished, plan)
        elif self._planned() != plan:
            self._clear()
            _write_json(self.folder / BUILDING, plan)
        self._take_over()

    def _planned(self) -> object:
        try:
            return json.loads((self.folder / BUILDING).read_text("utf-8"))
        except (OSError, ValueError):
            return None

    def _clear(self) -> None:
        """Removes what a run with another plan left; StoreMissing where the folder holds what is not ours."""
        ours = {LOCK, BUILDING, f"{BUILDING}.half", f"{MANIFEST}.half"}
        found = [path for path in self.folder.iterdir() if path.name not in ours]
        if any(not _is_shard(path) for path in found) or (found and not (self.folder / BUILDING).exists()):
            raise StoreMissing.foreign(str(self.folder))
        for path in found:
            shutil.rmtree(path)

    def _take_over(self) -> None:
        """The shards that are as they were written, up to the first that is not; the rest is removed."""
        while note := _sound(shard_folder(self.folder, len(self.notes))):
            self.notes.append(note)
            self._remember(shard_folder(self.folder, len(self.notes) - 1))
        for path in self.folder.iterdir():
            if _is_shard(path) and path not in {shard_folder(self.folder, number) for number in range(len(self.notes))}:
                shutil.rmtree(path)

    def _remember(self, folder: Path) -> None:
        import pyarrow.parquet as pq  # type: ignore[import-untyped]

        columns = pq.read_table(folder / DOCUMENTS, columns=["name", "id", "digest"]).to_pydict()
        for name, id, digest in zip(columns["name"], columns["id"], columns["digest"], strict=True):
            self.seen.add(name, id, digest)

    @property
    def after(self) -> Position:
        """Where the source goes on."""
        line, offset = self.notes[-1]["after"] if self.notes else START
        return line, offset

    @property
    def documents(self) -> int:
        """In the shards that are written."""
        return sum(note["documents"] for note in self.notes)

    def run(self) -> int:
        """Makes the shards that are wanting and gives their number."""
        before = len(self.notes)
        draft, after = Draft(), self.after
        for item in self.source.items(after):
            if draft.full:
                self._write(draft, after)
                draft = Draft()
            self._take(item, draft)
            after = item.after
            told = sum(note["troubles"] for note in self.notes) + len(draft.troubles)
            self.progress(Progress(len(self.notes), self.documents + len(draft.rows), told, self.source.done(after)))
        if draft or not self.notes:
            self._write(draft, after)
        return len(self.notes) - before

    def _write(self, draft: Draft, after: Position) -> None:
        self.notes.append(write_shard(self.folder, len(self.notes), self.documents, draft, after))

    def _take(self, item: Item, draft: Draft) -> None:
        row, troubles = item.told
        if row is None:
            draft.troubles.extend(troubles)
            return
        letters, digest = fold(row.text), hashlib.sha256(row.text.encode()).hexdigest()
        first = self.seen.first_with(digest)
        if not len(letters):
            draft.troubles.append(Trouble.of(EmptyInput.row(row.name)))
            return
        if first is not None:
            kept = self.on_duplicate == "keep"
            draft.troubles.append(Trouble.of(Duplicate.of(row.name, first, kept=kept), kept=kept))
            if not kept:
                return
        draft.troubles.extend(troubles)
        row = self._with_own_id(row, draft, told=first is None)
        self.seen.add(row.name, row.id, digest)
        draft.add(row, digest, letters)

    def _with_own_id(self, row: Row, draft: Draft, *, told: bool) -> Row:
        if row.id not in self.seen.ids:
            return row
        given = self.seen.free_id(row.id)
        if told:
            draft.troubles.append(Trouble.of(Duplicate.id(row.name, row.id, given), kept=True))
        return Row(given, row.name, row.text, row.title, row.unit, row.date, row.level)

    def finish(self) -> dict[str, Any]:
        """Writes the manifest, which makes the store whole."""
        sums = {name: sum(note[name] for note in self.notes) for name in ("documents", "characters", "letters", "troubles")}
        manifest = {**self.plan, **sums, "shards": self.notes}
        _write_json(self.folder / MANIFEST, manifest)
        (self.folder / BUILDING).unlink(missing_ok=True)
        return manifest


def _check_same(where: str, finished: dict[str, Any], plan: dict[str, Any]) -> None:
    if finished["source"] != plan["source"]:
        raise StoreOfOther.of(where, "来源", "a source")
    if finished["settings"] != plan["settings"]:
        raise StoreOfOther.of(where, "设置", "settings")


def _is_shard(path: Path) -> bool:
    return path.is_dir() and path.name.removeprefix("shard-").removeprefix(".").isdecimal()


def _sound(folder: Path) -> dict[str, Any] | None:
    """The note of a shard whose files are as they were written; None of any other."""
    try:
        note: dict[str, Any] = json.loads((folder / NOTE).read_text("utf-8"))
        whole = note["schema"] == SCHEMA and all(digest_of(folder / name) == file["sha256"] for name, file in note["files"].items())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return note if whole else None


def _write_json(file: Path, content: dict[str, Any]) -> None:
    half = file.with_name(f"{file.name}.half")
    half.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    flush(half)
    half.replace(file)
    flush(file.parent)
