"""Readings compared: how each response answers a directive's points, and which words texts share. Kept by what was compared.

A comparison is made of exactly those documents that are open to the person who looks, and its key names them: nobody is shown what
was found with the help of a text that is closed to her.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from luoshi.extracting import Extraction
from luoshi.web import clock
from luoshi.web.documents.models import DIRECTIVE, KEPT, RESPONSE, Campaign, Compared, Document, Reading
from luoshi.web.documents.overview import latest_readings
from luoshi.web.documents.queries import documents_open_to
from luoshi.web.people.models import Person
from luoshi.writing.plain import to_plain

HOW = "2"
"""Goes up when what is kept comes to mean something else."""


MOST_KEPT = 60
"""Comparisons of a campaign that are kept, the latest."""


MOST_AHEAD = 100
"""Responses that are compared before anybody asks: more would keep the reader from reading."""


@dataclass(frozen=True)
class Texts:
    """What is to be compared: the readings of some directives and of responses to them."""

    campaign: Campaign
    what: str
    """coverage · shared."""
    directives: dict[int, Reading]
    responses: dict[int, Reading]

    @property
    def key(self) -> str:
        """The digest of what is compared, and how."""
        sides = [[[number, reading.version.digest] for number, reading in sorted(side.items())] for side in (self.directives, self.responses)]
        return hashlib.sha256(json.dumps([HOW, self.what, self.campaign.pk, sides]).encode()).hexdigest()

    @property
    def is_enough(self) -> bool:
        """Whether there is something to compare."""
        return bool(self.responses) and bool(self.directives if self.what == "coverage" else len(self.responses) > 1 or self.directives)


def texts_for_coverage(directive: Document, person: Person) -> Texts:
    """A directive and the responses that answer it: those that say so, and those that name none."""
    return _for_coverage(directive, documents_open_to(person).filter(campaign=directive.campaign))


def texts_for_sharing(campaign: Campaign, person: Person) -> Texts:
    """All directives and responses of a campaign that are open."""
    return _for_sharing(campaign, documents_open_to(person).filter(campaign=campaign))


def _for_coverage(directive: Document, documents: QuerySet[Document]) -> Texts:
    responses = [d.pk for d in documents.filter(kind=RESPONSE) if not d.answers or directive.pk in d.answers]
    return Texts(directive.campaign, "coverage", latest_readings([directive.pk]), latest_readings(responses))


def _for_sharing(campaign: Campaign, documents: QuerySet[Document]) -> Texts:
    directives, responses = (latest_readings(documents.filter(kind=kind).values_list("pk", flat=True)) for kind in (DIRECTIVE, RESPONSE))
    return Texts(campaign, "shared", directives, responses)


def compare_ahead(number: int) -> None:
    """Makes the comparisons of a campaign as they are for who may read all that is not restricted, so that she does not wait for them."""
    campaign = Campaign.objects.get(pk=number)
    documents = Document.objects.filter(campaign=campaign, status=KEPT, restricted=False)
    wanted = [_for_coverage(directive, documents) for directive in documents.filter(kind=DIRECTIVE)] + [_for_sharing(campaign, documents)]
    for texts in wanted:
        if texts.is_enough and len(texts.responses) <= MOST_AHEAD:
            make(texts)


def kept(texts: Texts) -> dict[str, Any] | None:
    """What was found before; None where these texts were not compared yet."""
    row = Compared.objects.filter(pk=texts.key).first()
    return json.loads(zlib.decompress(row.body)) if row else None


def make(texts: Texts) -> dict[str, Any]:
    """Compares the texts and keeps what is found; the same texts are not compared twice."""
    found = kept(texts)
    if found is None:
        found = _coverage(texts) if texts.what == "coverage" else _shared(texts)
        body = zlib.compress(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
        Compared.objects.update_or_create(pk=texts.key, defaults={"campaign": texts.campaign, "made_at": clock.now(), "body": body})
        old = Compared.objects.filter(campaign=texts.campaign).order_by("-made_at", "pk").values_list("pk", flat=True)[MOST_KEPT:]
        Compared.objects.filter(pk__in=list(old)).delete()
    return found


def _named(readings: dict[int, Reading]) -> list[Extraction]:
    """The extractions, each named by its document's number, so that a side's key tells the document."""
    out = []
    for number, reading in sorted(readings.items()):
        found = reading.extraction
        document = replace(found.document, source=replace(found.document.source, name=str(number)))
        out.append(replace(found, document=document))
    return out


def document_of(key: str) -> int:
    """The number of the document behind a side's key.

    >>> document_of("17#2")
    17
    """
    return int(key.partition("#")[0])


def _coverage(texts: Texts) -> dict[str, Any]:
    from luoshi.comparing import coverage, sides_of

    asked, said = _named(texts.directives), _named(texts.responses)
    covered = coverage(asked, said)
    return {**_plain(covered), "sides": [_side(side) for side in sides_of(said)]}


def _shared(texts: Texts) -> dict[str, Any]:
    from luoshi.comparing import compare

    asked, said = _named(texts.directives), _named(texts.responses)
    found = compare(said, asked)
    return {"sides": [_side(side) for side in found.sides], "own": _plain(found.own), "passages": [_passage(passage) for passage in found.passages], "directives": list(found.directives)}


def _side(side: Any) -> dict[str, Any]:
    return {"key": side.key, "document": document_of(side.key), "unit": side.unit, "start": side.start, "end": side.end}


def _passage(passage: Any) -> dict[str, Any]:
    """A passage without its single edits."""
    fields: Sequence[str] = ("a", "a_start", "a_end", "b", "b_start", "b_end", "kind", "similarity", "letters", "carriers")
    return {field: getattr(passage, field) for field in fields} | {"changes": [[change.what, change.before, change.after] for change in passage.changes]}


def _plain(value: Any) -> Any:
    return to_plain(value)
