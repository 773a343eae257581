"""The log's tables. Entries are never changed and never deleted: the database itself refuses it (migration 0002)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Chain(models.Model):
    """Where a chain of entries ends; its row is the lock under which entries are appended."""

    name = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=80)


class Entry(models.Model):
    """One thing that happened: `luoshi.tracking.Entry`, kept."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    person = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=200, blank=True)
    post = models.CharField(max_length=200, blank=True)
    unit = models.BigIntegerField(null=True)
    subjects = models.JSONField()
    payload_digest = models.CharField(max_length=80)
    previous = models.CharField(max_length=80)
    digest = models.CharField(max_length=80)
    once = models.CharField(max_length=80, null=True, unique=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["chain", "number"], name="entry_number_in_chain")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["chain", "recorded_at"], name="entry_recorded"), models.Index(fields=["chain", "kind", "number"], name="entry_kind")]


class Payload(models.Model):
    """What an entry says; apart from it, so that it can be taken away and the chain still holds."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="payload")
    body = models.TextField()


class Touch(models.Model):
    """That an entry changes a subject: the way from a thing to its history."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="touches")
    subject = models.CharField(max_length=60)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["subject", "entry"], name="touch_subject")]


class Counter(models.Model):
    """The last number given to a type of subject."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)
