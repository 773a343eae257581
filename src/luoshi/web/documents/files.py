"""Bytes by their digest: written whole or not at all, kept once, read by nobody but who may see a document that has them."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from luoshi.errors import SiteUnwritable
from luoshi.web.documents.models import GONE, StoredFile, Version

HALF_LASTS = 3600
"""Seconds after which a half-written file, or bytes that no row names, were left behind by a process that was killed."""


def _versions() -> QuerySet[Version]:
    return Version.objects.exclude(status=GONE)


USERS: list[Callable[[], QuerySet[Any]]] = [_versions]
"""What keeps bytes here: querysets with a column `file`. A folder that comes later adds its own as it starts."""


def digest_of(content: bytes) -> str:
    """The digest under which bytes are kept."""
    return hashlib.sha256(content).hexdigest()


def path_of(sha256: str) -> Path:
    """Where the bytes with a digest lie; names given by people are never part of a path."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def store(content: bytes, format: str = "") -> StoredFile:
    """Keeps the bytes; those that are there already are not written again. SiteUnwritable where the disk refuses them."""
    digest = digest_of(content)
    StoredFile.objects.get_or_create(pk=digest, defaults={"size": len(content), "format": format})
    # The row is the lock under which bytes come and go: a removal that is under way ends first.
    row = StoredFile.objects.select_for_update().get(pk=digest)
    path = path_of(digest)
    if not path.exists():
        try:
            _write_whole(path, content)
        except OSError as error:
            raise SiteUnwritable.of(error) from error
    return row


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}.half")
    try:
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def content_of(sha256: str) -> bytes:
    """The bytes with a digest; FileNotFoundError where they were removed."""
    return path_of(sha256).read_bytes()


def lay_aside(content: bytes) -> StoredFile:
    """Keeps bytes that may be needed soon: whoever names them within the hour has them, else they are swept away."""
    with transaction.atomic():
        row = store(content)
    still_there(row.pk)
    return row


def still_there(sha256: str) -> bool:
    """Whether bytes that were laid aside are there; then they stay for another hour."""
    try:
        os.utime(path_of(sha256))
    except FileNotFoundError:
        return False
    return True


def is_used(sha256: str) -> bool:
    """Whether a version that was not removed, or anything else, has these bytes."""
    return any(users().filter(file=sha256).exists() for users in USERS)


def forget(sha256: str) -> None:
    """Deletes bytes that nothing has any more."""
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().filter(pk=sha256).first()
        if row and not is_used(sha256):
            path_of(sha256).unlink(missing_ok=True)
            row.delete()


def sweep(older_than: float = HALF_LASTS) -> list[Path]:
    """Deletes what a killed process left behind: half-written files, and bytes that nothing has. Returns what was deleted."""
    root, limit = Path(settings.MEDIA_ROOT), time.time() - older_than
    old = [path for path in root.glob("??/*") if path.is_file() and path.stat().st_mtime < limit]
    used = {sha256 for users in USERS for sha256 in users().values_list("file", flat=True)} if old else set()
    left = [path for path in old if path.name not in used]
    for path in left:
        _delete(path)
    return [path for path in left if not path.exists()]


def _delete(path: Path) -> None:
    if path.suffix == ".half":
        path.unlink(missing_ok=True)
        return
    StoredFile.objects.get_or_create(pk=path.name, defaults={"size": path.stat().st_size, "format": ""})
    forget(path.name)
