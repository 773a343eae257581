"""Bytes by their digest: written whole or not at all, kept once, read by nobody but who may see a document that has them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings

from luoshi.web.documents.models import StoredFile


def path_of(sha256: str) -> Path:
    """Where the bytes with a digest lie; names given by people are never part of a path."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def store(content: bytes) -> StoredFile:
    """Keeps the bytes; those that are there already are not written again."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"{digest}.{os.getpid()}.half")
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    return StoredFile.objects.get_or_create(pk=digest, defaults={"size": len(content), "format": ""})[0]


def content_of(sha256: str) -> bytes:
    """The bytes with a digest; FileNotFoundError where they were removed."""
    return path_of(sha256).read_bytes()
