"""Pasted words → who else says them: looked up by their rarest 6-grams, told apart by the letters, then aligned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from luoshi.comparing.letters import Letters, fold
from luoshi.comparing.records import Edit, Span
from luoshi.corpus.lookup import SIZE, Hashes, Integers, hash_grams
from luoshi.corpus.matching import Match, Near, match_places
from luoshi.corpus.pasting import as_read
from luoshi.corpus.records import Row
from luoshi.corpus.stores import Shard, Store, open_store
from luoshi.errors import UsageError

MOST_PLACES = 400_000
"""So many places are looked at for one question; the grams that stand most often are left out first."""
LEAST_LETTERS = 9
"""That a place has in common with the question, where the question is that long."""
APART = 48
"""Letters without anything in common that part one place from the next."""


@dataclass(frozen=True, slots=True)
class Found:
    """Words of a document that are those of the question, or nearly."""

    document: Row
    """Who says it; its text is whole."""
    start: int
    end: int
    """In characters of its text."""
    words: str
    asked_start: int
    asked_end: int
    """What of the question it answers, in characters."""
    letters: int
    """In common, order aside."""
    share: float
    """Of the question's letters, 0 to 1."""
    edits: tuple[Edit, ...] = ()
    """The differences: side a is the question, side b the document."""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a store has to say to one question."""

    found: tuple[Found, ...]
    """Most in common first."""
    places: int
    """How many places have at least so many letters in common, shown or not."""
    documents: int
    """In how many documents."""
    asked: str = ""
    """The words that were looked for: as given, or as reading repairs them where that finds more."""

    @property
    def letters(self) -> int:
        """That the best place has in common with the question."""
        return self.found[0].letters if self.found else 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Some letters of a shard that have grams of the question."""

    shard: int
    document: int
    """In the shard."""
    first: int
    end: int
    """In letters of the shard."""
    asked: int
    """Where in the question its first gram stands."""
    covered: int
    """Letters of the question that its grams cover."""


def find(store: Store | str | Path, words: str, *, most: int = 20, least_letters: int | None = None) -> Answer:
    """The places of a store that have the words of a pasted text or a part of them, most in common first; `most` of them are aligned and shown.

    UsageError for fewer than six letters. Punctuation and spaces do not count; digits do. Words from a damaged page (各單位要每月報(bào)送)
    are looked for as they are and repaired.

    >>> import json, pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> lines = [json.dumps({"id": id, "text": text}) for id, text in [("甲", "各单位要每月报送检查进展。"), ("乙", "我局将每季度报送检查进展情况。")]]
    >>> _ = (folder / "two.jsonl").write_text("\\n".join(lines))
    >>> from luoshi.corpus import build
    >>> _ = build(folder / "two.jsonl", folder / "store")
    >>> [(one.document.id, one.words, one.letters) for one in find(folder / "store", "要每月报送检查进展").found]
    [('甲', '要每月报送检查进展', 9), ('乙', '报送检查进展', 6)]
    """
    store = store if isinstance(store, Store) else open_store(store)
    if len(asked := fold(words)) < SIZE:
        raise UsageError(
            f"要查的文字太短（{len(asked)} 个字）。", f"These words are too short ({len(asked)} letters).",
            next_zh=f"请至少给出 {SIZE} 个字，标点和空格不算。", next_en=f"Give at least {SIZE} letters; punctuation and spaces do not count.",
        )
    answers = [_answer(store, each, most, least_letters) for each in dict.fromkeys((words, as_read(words)))]
    return max(answers, key=lambda answer: answer.letters)


def _answer(store: Store, words: str, most: int, least_letters: int | None) -> Answer:
    asked = fold(words)
    least = max(SIZE, min(LEAST_LETTERS, len(asked) * 2 // 3)) if least_letters is None else max(least_letters, SIZE)
    places = sorted(_places(store, asked, least), key=lambda place: (-place.covered, place.shard, place.first))
    shown = _aligned(store, words, asked, places[:most])
    return Answer(tuple(shown), len(places), len({(place.shard, place.document) for place in places}), words)


# -- places --------------------------------------------------------------------------------------------------------


def _places(store: Store, asked: Letters, least: int) -> Iterator[_Place]:
    grams, first_at = np.unique(hash_grams(asked.codes), return_index=True)
    chosen = _rarest(store, grams)
    for number, shard in enumerate(store.shards):
        with shard.blamed():
            found = list(_places_in(shard, number, asked, grams[chosen], first_at[chosen], least))
        yield from found


def _rarest(store: Store, grams: Hashes) -> NDArray[np.intp]:
    """The grams that stand least often, as many as may be looked at; at least one."""
    counts: Integers = np.sum([_counts(shard, grams) for shard in store.shards], axis=0, dtype=np.int64)
    order = np.argsort(counts, kind="stable")
    within = int((np.cumsum(counts[order]) <= MOST_PLACES).sum())
    return order[: max(within, 1)]


def _counts(shard: Shard, grams: Hashes) -> Integers:
    with shard.blamed():
        return shard.index.counts(grams)


def _places_in(shard: Shard, number: int, asked: Letters, grams: Hashes, first_at: NDArray[np.intp], least: int) -> Iterator[_Place]:
    which, at = shard.index.places_of(grams)
    asked_at = first_at[which]
    same = np.ones(len(at), dtype=np.bool_)
    for offset in range(SIZE):
        same &= shard.codes[at + offset] == asked.codes[asked_at + offset]
    at, asked_at = at[same], asked_at[same]
    order = np.lexsort((asked_at, at))
    yield from _gathered(shard, number, at[order], asked_at[order], least)


def _gathered(shard: Shard, number: int, at: Integers, asked_at: Integers, least: int) -> Iterator[_Place]:
    """Hits, in the order of their places, as places: near each other and in one document."""
    if not len(at):
        return
    document = np.searchsorted(shard.starts, at, side="right") - 1
    opens = np.ones(len(at), dtype=np.bool_)
    opens[1:] = (np.diff(document) != 0) | (np.diff(at) > APART)
    covered = _covered(np.cumsum(opens) - 1, asked_at)
    firsts = np.flatnonzero(opens)
    lasts = np.append(firsts[1:], len(at)) - 1
    for place in np.flatnonzero(covered >= least).tolist():
        first, last = int(firsts[place]), int(lasts[place])
        yield _Place(number, int(document[first]), int(at[first]), int(at[last]) + SIZE, int(asked_at[first]), int(covered[place]))


def _covered(place: Integers, asked_at: Integers) -> Integers:
    """For each place how many letters of the question its grams cover."""
    order = np.lexsort((asked_at, place))
    place, asked_at = place[order], asked_at[order]
    new = np.full(len(place), SIZE)
    again = np.diff(place) == 0
    new[1:][again] = np.minimum(np.diff(asked_at), SIZE)[again]
    return np.bincount(place, weights=new).astype(np.int64)


# -- alignment -----------------------------------------------------------------------------------------------------


def _aligned(store: Store, words: str, asked: Letters, places: Sequence[_Place]) -> list[Found]:
    numbers = [store.shards[place.shard].first + place.document for place in places]
    rows = store.rows(sorted(set(numbers)))
    near = [_near(store.shards[place.shard], place, rows[number], len(asked)) for place, number in zip(places, numbers, strict=True)]
    matches = match_places(asked, near) if near else []
    found = [_found(words, rows[number], asked, one.letters, match) for number, one, match in zip(numbers, near, matches, strict=True)]
    return sorted(found, key=lambda one: -one.letters)


def _near(shard: Shard, place: _Place, row: Row, room: int) -> Near:
    """The place with as much around it as the question may still fill."""
    with shard.blamed():
        begin = int(shard.starts[place.document])
    said = fold(row.text)
    first, end = max(place.first - begin - room, 0), min(place.end - begin + room, len(said))
    letters = Letters(said.codes[first:end], said.places[first:end], said.breaks[first:end])
    at = begin + first
    return Near(letters, (place.first - at, place.end - at), (place.asked, place.first - at))


def _found(words: str, row: Row, asked: Letters, near: Letters, match: Match) -> Found:
    start, end = near.span(*match.b)
    asked_start, asked_end = asked.span(*match.a)
    edits = [_edit(words, row.text, asked, near, *change) for change in match.changes]
    edits += [_edit(words, row.text, asked, near, *change, kind="move") for change in match.moved]
    edits.sort(key=lambda edit: (edit.a_start, edit.b_start))
    return Found(row, start, end, row.text[start:end], asked_start, asked_end, match.letters, match.letters / len(asked), tuple(edits))


def _edit(words: str, text: str, asked: Letters, near: Letters, a: Span, b: Span, kind: str = "") -> Edit:
    (a_start, a_end), (b_start, b_end) = _span(asked, *a), _span(near, *b)
    kind = kind or ("insert" if a_start == a_end else "delete" if b_start == b_end else "replace")
    return Edit(kind, a_start, a_end, b_start, b_end, words[a_start:a_end], text[b_start:b_end])


def _span(letters: Letters, start: int, end: int) -> Span:
    """In characters; an empty one stands right after the letter before it."""
    if start < end:
        return letters.span(start, end)
    at = int(letters.places[start - 1]) + 1
    return at, at
