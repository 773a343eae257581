"""A chain of entries: the next link, and whether all links fit.

A chain alone does not see that its tail was cut, or that all of it was written anew; a head that was printed on paper does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from luoshi.tracking.entries import GENESIS, Entry, digest_of, payload_digest


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: the number and the digest of its last entry; (0, GENESIS) of an empty one."""

    number: int = 0
    digest: str = GENESIS


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first entry that does not fit, and why."""

    number: int
    what: str
    """number (a gap, or out of order) · previous (not tied to the line before) · digest (the line was changed) ·
    payload (the payload was changed) · payload-missing (gone, and no entry says that it was taken away) · removal (what took it away does not stand)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a chain is whole."""

    head: Head
    flaw: Flaw | None = None
    printed: str = ""
    """Against a printed head: '' (none given) · holds · tail-cut · rewritten."""

    @property
    def is_whole(self) -> bool:
        """Whether every link fits and the printed head, where one was given, is in it."""
        return self.flaw is None and self.printed in ("", "holds")


def append(head: Head, entry: Entry) -> Entry:
    """The entry as the next link after `head`: its number, what it is tied to, and its digests.

    >>> from luoshi.tracking.entries import By
    >>> first = append(Head(), Entry("people", 0, "unit.founded", ("unit:1",), "2018-09-01", "2018-09-01T00:00:00.000000Z", By(), {}, "", ""))
    >>> first.number, first.previous == GENESIS, verify([first]).is_whole
    (1, True, True)
    """
    assert entry.payload is not None, "a new entry has its payload"
    linked = replace(entry, number=head.number + 1, previous=head.digest, payload_digest=payload_digest(entry.payload))
    return replace(linked, digest=digest_of(linked))


def verify(entries: Iterable[Entry], printed: Head | None = None) -> Verdict:
    """Whether the entries of one chain, in order, are whole; `printed` is a head that some paper shows."""
    head, flaw, seen = Head(), None, False
    missing: dict[int, str] = {}
    taken: set[int] = set()
    for entry in entries:
        flaw = flaw or _flaw_of(entry, head)
        if entry.payload is None:
            missing[entry.number] = entry.payload_digest
        elif entry.kind == "payload.removed":
            taken.update(entry.payload.get("removes", ()))
        head = Head(entry.number, entry.digest)
        seen = seen or head == printed
    unexplained = min(set(missing) - taken, default=None)
    if unexplained is not None and (flaw is None or unexplained < flaw.number):
        flaw = Flaw(unexplained, "payload-missing")
    return Verdict(head, flaw, _against(printed, head, seen))


def _flaw_of(entry: Entry, before: Head) -> Flaw | None:
    if entry.number != before.number + 1:
        return Flaw(entry.number, "number")
    if entry.previous != before.digest:
        return Flaw(entry.number, "previous")
    if entry.digest != digest_of(entry):
        return Flaw(entry.number, "digest")
    if entry.payload is not None and entry.payload_digest != payload_digest(entry.payload):
        return Flaw(entry.number, "payload")
    return None


def _against(printed: Head | None, head: Head, seen: bool) -> str:
    if printed is None:
        return ""
    if seen or printed == Head():
        return "holds"
    return "tail-cut" if printed.number > head.number else "rewritten"
