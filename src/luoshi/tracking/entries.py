"""One line of the log, and the digest that ties it to the line before.

The digest covers the payload's own digest, not the payload: what must not be kept can be taken away, and the chain still holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ALGORITHM = "sha256"
GENESIS = f"{ALGORITHM}:{'0' * 64}"
"""What stands for the line before the first one."""

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class By:
    """Who did it, in which post, as it was called on that day; the words stay when the person leaves."""

    person: int | None = None
    """The account's number; None for the system itself."""
    name: str = ""
    post: str = ""
    unit: int | None = None
    """The unit for which the person acted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened."""

    chain: str
    """people, or campaign:3."""
    number: int
    """From 1, without a gap, within the chain."""
    kind: str
    """A key of `kinds.KINDS`: duty.accepted."""
    subjects: tuple[str, ...]
    """What it changes: duty:17."""
    happened_on: str
    """YYYY-MM-DD: what the fact is about."""
    recorded_at: str
    """UTC, YYYY-MM-DDTHH:MM:SS.ffffffZ: when it was learned."""
    by: By
    payload: Payload | None
    """{"set": {subject: {field: value}}, …} in plain JSON values; None: taken away."""
    payload_digest: str
    previous: str
    digest: str = ""
    once: str = ""
    """The caller's own key, so that the same act sent twice is written once; '' where none was given."""


def canonical(value: Any) -> bytes:
    """A plain value as bytes: the same value always gives the same bytes.

    >>> canonical({"b": 1, "a": "责任"}).decode()
    '{"a":"责任","b":1}'
    """
    words = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return words.encode("utf-8", "surrogatepass")


def payload_digest(payload: Payload) -> str:
    """The tagged digest of a payload: sha256:…"""
    return f"{ALGORITHM}:{hashlib.new(ALGORITHM, canonical(payload)).hexdigest()}"


def digest_of(entry: Entry) -> str:
    """The tagged digest of a line: of all that it says, and of the line before."""
    by = entry.by
    said = [
        entry.chain, entry.number, entry.kind, list(entry.subjects), entry.happened_on, entry.recorded_at,
        [by.person, by.name, by.post, by.unit], entry.payload_digest, entry.previous, entry.once,
    ]  # fmt: skip
    return f"{ALGORITHM}:{hashlib.new(ALGORITHM, canonical(said)).hexdigest()}"
