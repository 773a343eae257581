"""Campaigns, documents and their versions, readers, relays: rows that the log writes. Files and what was read in them: kept beside."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db import models

from luoshi.extracting import Extraction
from luoshi.web.log.projecting import Projected
from luoshi.web.people.models import Period, Person, Unit

DIRECTIVE, RESPONSE = "directive", "response"
BY_TEXT = "by-text"
FORMS = ("meeting", "document", "instruction", "reply", "round-up", BY_TEXT)
"""Of a directive: meeting, document, a leader's instruction; of a response: a unit's own reply, a round-up of several; by-text: until it is read, what it is
is left to the text."""
WAITING, READING, READ, FAILED, GONE = "waiting", "reading", "read", "failed", "removed"
KEPT = "kept"


class Campaign(Period):
    """A directive and all that follows from it."""

    SUBJECT = "campaign"
    REQUIRED = ("name", "unit")
    name = models.CharField(max_length=200)
    pack = models.CharField(max_length=60, default="general")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns")
    """Whose campaign it is."""
    paired = models.BooleanField(default=False)
    """Whether each duty needs a party and an administrative lead (党政同责)."""
    dated = models.CharField(max_length=10, blank=True)
    """YYYY, YYYY-MM or YYYY-MM-DD: what dates without a year are resolved against."""
    example = models.BooleanField(default=False)
    """Shown on every page: nothing in it is real."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        """The name of its chain of entries."""
        return f"campaign:{self.pk}"


class Addressee(Period):
    """That a unit is expected to answer."""

    SUBJECT = "addressee"
    REQUIRED = ("campaign", "unit")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="addressees")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="addressed")


class Document(Projected):
    """A directive or a response, in all its versions."""

    SUBJECT = "document"
    REQUIRED = ("campaign", "kind")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="documents")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="documents")
    """Who issued it; None of a round-up of several."""
    kind = models.CharField(max_length=10)
    form = models.CharField(max_length=20, default="document")
    title = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=60, blank=True)
    dated = models.CharField(max_length=10, blank=True)
    received_on = models.DateField(null=True)
    restricted = models.BooleanField(default=False)
    """Whether only its named readers see it, and that it exists."""
    answers = models.JSONField(default=list)
    """Of a response: the numbers of the directives that it answers."""
    paper = models.CharField(max_length=200, blank=True)
    """Where the paper lies, of what came on paper."""
    current = models.BigIntegerField(null=True)
    """The number of its latest version."""
    status = models.CharField(max_length=10, default=KEPT)
    why = models.CharField(max_length=500, blank=True)
    """Of a removed one: the reason."""

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    @cached_property
    def version(self) -> Version:
        """The latest version."""
        return Version.objects.get(pk=self.current)

    @classmethod
    def project_children(cls, rows: Sequence[Any]) -> None:
        """Which directive each response answers, as a table."""
        Answering.objects.filter(response__in=[row.pk for row in rows]).delete()
        Answering.objects.bulk_create(Answering(response_id=row.pk, directive_id=number) for row in rows for number in row.answers)


class Answering(models.Model):
    """That a response answers a directive; follows from `Document.answers`."""

    response = models.ForeignKey(Document, models.CASCADE, related_name="+")
    directive = models.ForeignKey(Document, models.CASCADE, related_name="answered_by")


class Version(Projected):
    """One file of a document, and how its reading went."""

    SUBJECT = "version"
    REQUIRED = ("document", "number")
    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    """From 1 within the document."""
    file = models.CharField(max_length=64, blank=True)
    """SHA-256 of the bytes; it stays where they were removed."""
    part = models.PositiveIntegerField(default=0)
    """Which of the documents in the file it is, from 1 (a table has one a row); 0 where the file is one document, or was not read yet."""
    name = models.CharField(max_length=255, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    """An earlier version with the same bytes or the same words: a reprint."""
    status = models.CharField(max_length=10, default=WAITING)
    digest = models.CharField(max_length=80, blank=True)
    """Of what was read in it."""
    letters = models.CharField(max_length=64, blank=True)
    """SHA-256 of the letters of its text, without marks and spaces: the same in a reprint."""
    trouble = models.JSONField(default=dict)
    """The error with which reading ended: code, zh, en."""

    class Meta:
        ordering: ClassVar[list[str]] = ["document", "number"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["file"], name="version_file"), models.Index(fields=["letters"], name="version_letters")]


class Reader(Period):
    """That a person may see a restricted document."""

    SUBJECT = "reader"
    REQUIRED = ("document", "person")
    document = models.ForeignKey(Document, models.PROTECT, related_name="readers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")


class Relay(Projected):
    """How a directive travelled to a unit and on from it."""

    SUBJECT = "relay"
    REQUIRED = ("document", "unit")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="relays")
    document = models.ForeignKey(Document, models.PROTECT, related_name="relays")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="relays")
    received_on = models.DateField(null=True)
    passed_on = models.DateField(null=True)
    form = models.CharField(max_length=30, blank=True)
    """meeting · document · study · message: in what form it was passed on."""
    reach = models.CharField(max_length=60, blank=True)
    """To which level."""
    paper = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)


# -- kept beside the log -------------------------------------------------------------------------------------------


class StoredFile(models.Model):
    """Bytes that were uploaded, once for each content; the bytes lie under the media folder by their digest."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    format = models.CharField(max_length=10)
    """As its content says: docx, pdf, txt …; '' where it is none that is read."""


class Reading(models.Model):
    """What was read in a version: the extraction as JSON, packed. It can be made again from the file."""

    version = models.OneToOneField(Version, models.CASCADE, primary_key=True, related_name="reading")
    body = models.BinaryField()

    @classmethod
    def packed(cls, words: str) -> bytes:
        """JSON as it is kept."""
        return zlib.compress(words.encode("utf-8", "surrogatepass"), 6)

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The extraction as plain values (`luoshi.writing.as_json`)."""
        return json.loads(zlib.decompress(self.body).decode("utf-8", "surrogatepass"))

    @cached_property
    def extraction(self) -> Extraction:
        """The extraction."""
        from luoshi.writing.as_json import from_dict

        return from_dict(self.plain)


class ReadingJob(models.Model):
    """A version that waits to be read, or is being read; gone when it is done. What a stopped reader held is taken up again."""

    version = models.OneToOneField(Version, models.CASCADE, primary_key=True, related_name="job")
    asked_at = models.DateTimeField()
    by = models.JSONField()
    """Who uploaded it: the fields of `tracking.By`."""
    stage = models.CharField(max_length=20, default=WAITING)
    """waiting · opening · repairing · extracting · keeping."""
    held_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=120, blank=True)
    """The reader that holds it: machine, process, when the process began."""
    attempts = models.PositiveIntegerField(default=0)


class Compared(models.Model):
    """What comparing found, packed, so that it is not made again for the same texts. It can be made again from the readings."""

    key = models.CharField(max_length=64, primary_key=True)
    """SHA-256 of what was compared: the readings' digests, and how."""
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    body = models.BinaryField()
