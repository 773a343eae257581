"""Several files at once: each is taken in or told why not, and none stops the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from luoshi.errors import LuoshiError
from luoshi.web.documents import actions, files
from luoshi.web.documents.models import Campaign, Version
from luoshi.web.documents.queries import same_bytes
from luoshi.web.documents.uploading import content_of_upload
from luoshi.web.people.acting import acting
from luoshi.web.people.models import Person


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: a new version, or the one that has the same bytes, or an error."""

    name: str
    state: str
    """received · same · refused."""
    version: Version | None = None
    error: LuoshiError | None = None

    @property
    def plain(self) -> dict[str, Any]:
        """The same as values that a session keeps: the error as its sentence in both languages, without the name that stands beside it."""
        trouble = {lang: self.error.sentence(lang).removeprefix(f"{self.name}{mark}") for lang, mark in (("zh", "："), ("en", ": "))} if self.error else {}
        return {"name": self.name, "state": self.state, "document": self.version.document_id if self.version else None, "trouble": trouble}


def take_files(campaign: Campaign, uploads: Iterable[Any], *, person: Person, facts: dict[str, Any]) -> list[Taken]:
    """What became of each file, in order."""
    return [_take(campaign, upload, person, facts) for upload in uploads]


def _take(campaign: Campaign, upload: Any, person: Person, facts: dict[str, Any]) -> Taken:
    name = actions.plain_name(upload.name or "-")
    try:
        name, content, kind = content_of_upload(upload)
        return take_content(campaign, name, content, kind, person=person, facts=facts)
    except LuoshiError as error:
        return Taken(name, "refused", error=error)


def take_content(campaign: Campaign, name: str, content: bytes, kind: str, *, person: Person, facts: dict[str, Any]) -> Taken:
    """A file's content becomes a document, unless the campaign has these very bytes where the person can see them."""
    earlier = same_bytes(campaign, files.digest_of(content), person)
    if earlier:
        return Taken(name, "same", version=earlier)
    unit = facts.get("unit") or campaign.unit
    version = actions.receive(campaign, name, content, by=acting(person, unit), person=person, format=kind, **facts)
    return Taken(name, "received", version=version)
