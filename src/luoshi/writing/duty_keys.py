"""The key of a row: by which it is known when the list comes back, wherever it was moved and whatever was changed in it."""

from __future__ import annotations

import hashlib
import re

from luoshi.extracting.records import Extraction, FoundDuty

_KEY = re.compile(r"([0-9a-f]{12}):(\d+)-(\d+)#(\d+)")


def digest_of(extraction: Extraction) -> str:
    """What tells one document's text from another's."""
    return hashlib.sha256(extraction.document.text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def key_of(extraction: Extraction, known: int, duty: FoundDuty) -> str:
    """The document's digest, the duty's span, and the number under which it is known."""
    return f"{digest_of(extraction)}:{duty.start}-{duty.end}#{known}"


def read_key(words: str) -> tuple[str, int] | None:
    """Digest and number, or None where it is no key.

    >>> read_key("0123456789ab:12-30#7"), read_key("第七条")
    (('0123456789ab', 7), None)
    """
    match = _KEY.fullmatch(words.strip())
    return (match[1], int(match[4])) if match else None
